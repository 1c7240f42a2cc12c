"""The one record that a report can be of by its day, place, countries, names and kind, whatever words it uses.

"The crown prince cut the ribbon in Bergen on Wednesday": of one record alone, where nothing else was to be there then.
"""

from collections.abc import Sequence
from datetime import timedelta

from watcher.followups.accessories import is_beside
from watcher.followups.expressions import expression
from watcher.followups.identity import editions_differ, is_generic, kinds_agree, named_alike, told_words, two_countries
from watcher.followups.mentions import Mention, is_precise, says_moved, told_by
from watcher.followups.names import names_in
from watcher.followups.places import same_place
from watcher.followups.relations import relation
from watcher.followups.reporting import report_fits
from watcher.followups.timing import is_on_the_day
from watcher.followups.words import NAME, PLAIN, words_of
from watcher.model.followups import Change, FollowUp, FoundFollowUp, Kind

ENOUGH = 46  # tenths of a word, as in ``evidence``
CLEARLY = 12  # by how much the one must surpass all others
ON_THE_DAY, JUST_AFTER, THERE, COUNTRY, SAME_KIND, NUMBER = 24, 12, 14, 5, 4, 15
MOST_COUNTRIES = 3
MOST_WORDS = 24
SOON_AFTER = timedelta(days=6)


def the_one(mention: Mention, candidates: Sequence[FollowUp]) -> FollowUp | None:
    """The open record of which the report must be; None where none fits well, or two nearly alike."""
    if mention.found.event_slug is not None:
        return None
    scored = sorted(
        ((score, -known.id, known) for known in candidates if (score := _score(mention, known)) >= ENOUGH - CLEARLY),
        key=lambda item: item[:2],
        reverse=True,
    )
    if not scored or scored[0][0] < ENOUGH:
        return None
    return scored[0][2] if len(scored) == 1 or scored[0][0] - scored[1][0] >= CLEARLY else None


# "have rescheduled the Bergen gathering": the town and a common noun are all that tells what.
_OF_A_TOWN = expression(
    r"\b[Tt]he\s+(?P<town>[A-ZÀ-ÖØ-Þ][\w’'-]+(?:\s+[A-ZÀ-ÖØ-Þ][\w’'-]+)?)\s+(?:event|gathering|meeting|talks|get-together|(?P<noun>summit|forum|conference"
    r"|dialogue|roundtable|workshop|symposium|congress|session|exercise|ministerial|hearing|signing|launch))\b"
)


def at_its_place(mention: Mention, candidates: Sequence[FollowUp]) -> FollowUp | None:
    """The one open meeting at a town of which a story says that "the Bergen event" is moved, put off or called off."""
    found, today = mention.found, mention.source.published_at.date()
    match = _OF_A_TOWN.search(found.text)
    if match is None or found.event_slug is not None or names_in(found.text):
        return None
    if found.report is Change.ANNOUNCED and not says_moved(found):
        return None
    noun = (match["noun"] or "").casefold()
    there = [
        known
        for known in candidates
        if known.outcome is None
        and known.kind is Kind.MEETING
        and match["town"] in (known.place or "").split(", ")
        and (known.period.end is None or known.period.end >= today)
        and noun in f"{known.event} {known.text}".casefold()
        and not told_by(known, mention)
        and not editions_differ(found, known)
    ]
    return there[0] if len(there) == 1 else None


def of_its_series(mention: Mention, candidates: Sequence[FollowUp]) -> FollowUp | None:
    """The one open meeting that "the third round in Lima next year" must be: its time, and its number or its town.

    Words say nothing of it; what stands around the sentence must name a country or a thing that the record names too.
    """
    found = mention.found
    if found.report is not Change.ANNOUNCED or found.kind is not Kind.MEETING or found.period.end is None:
        return None
    if found.event_slug is not None or not is_generic(found.event) or names_in(found.text) or says_moved(found):
        return None
    there = [known for known in candidates if _is_next_of_series(mention, known)]
    return there[0] if len(there) == 1 else None


def _is_next_of_series(mention: Mention, known: FollowUp) -> bool:
    found = mention.found
    if known.outcome is not None or known.kind is not Kind.MEETING or told_by(known, mention):
        return False
    if relation(known.period, found.period) not in _AT_ITS_TIME or editions_differ(found, known):
        return False
    town = found.place is not None and any(found.place in line.text for line in known.history)
    same = same_place(found.place, known.place)
    numbered = found.edition is not None and found.edition == known.edition
    if (same is False and not town) or not (town or same or numbered):
        return False
    near = words_of(f"{mention.source.title} {found.context} {found.text}")
    told = told_words(known)
    shared = (near.all & told.all) - words_of(found.place or "").all
    telling = (word for word in shared if word[0] != "@" and near.weights.get(word, NAME) >= PLAIN)
    return (numbered and bool(shared)) or any(telling) or two_countries(near.nations & told.nations)


_AT_ITS_TIME = frozenset({"same", "narrower", "wider"})


def _score(mention: Mention, known: FollowUp) -> int:
    """How far the circumstances speak for the record; 0 where one of them speaks against it."""
    found = mention.found
    if known.outcome is not None or known.event_slug is not None or told_by(known, mention):
        return 0
    score = _of_day(mention, known)
    there = same_place(found.place, known.place)
    if not score or there is False or editions_differ(found, known) or not kinds_agree(found.kind, known.kind):
        return 0
    if named_alike(found, known) < 0 or is_beside(found, known) or not report_fits(mention, known):
        return 0
    linked = min(_of_words(found, known), MOST_WORDS) + _of_countries(found, mention.source.title, known)
    if linked <= 0:
        return 0
    score += THERE if there else 0
    score += SAME_KIND if found.kind is known.kind is not Kind.OTHER else 0
    score += NUMBER if found.edition is not None and found.edition == known.edition else 0
    return score + linked


def _of_day(mention: Mention, known: FollowUp) -> int:
    if is_on_the_day(mention.found, known):
        return ON_THE_DAY
    end = known.period.end
    if mention.found.period.end is not None or end is None or not is_precise(known.period):
        return 0
    return JUST_AFTER if timedelta(0) <= mention.source.published_at.date() - end <= SOON_AFTER else 0


def _of_words(found: FoundFollowUp, known: FollowUp) -> int:
    """What names and uncommon words the sentence shares with the record, but for those of the place."""
    mine, theirs = words_of(found.text), told_words(known)
    place = words_of(known.place or "").all | words_of(found.place or "").all
    shared = (mine.all & theirs.all) - place - mine.nations
    return sum(weight for word in shared if (weight := mine.weights.get(word, NAME)) >= PLAIN)


def _of_countries(found: FoundFollowUp, title: str, known: FollowUp) -> int:
    """What countries both tell, and against it those that each side alone tells."""
    mine = words_of(found.text).nations | words_of(title).nations
    near = mine | words_of(found.context).nations
    theirs = told_words(known).nations
    shared = len(near & theirs)
    foreign = bool(words_of(found.event).nations - theirs) and bool(words_of(known.event).nations - near)
    return COUNTRY * (min(shared, MOST_COUNTRIES) - (3 if foreign else 0))
