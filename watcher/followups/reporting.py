"""Whether a report that something took place, or does not, can be about a record: its deed and its date."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from watcher.followups import cues
from watcher.followups.evidence import ENOUGH, is_there, weigh
from watcher.followups.expressions import expression
from watcher.followups.identity import is_chinese, kinds_agree
from watcher.followups.mentions import Mention, disputed, is_precise
from watcher.followups.occasions import gatherings_in
from watcher.followups.outcomes import is_told_by_noun
from watcher.followups.relations import days_apart, relation
from watcher.followups.timing import is_on_the_day
from watcher.model.followups import Change, FollowUp, FoundFollowUp, Kind, Status
from watcher.model.period import Precision

LITTLE_EARLY = 3  # days
EVE = timedelta(days=30)  # before the end of a period without a start


def report_fits(mention: Mention, known: FollowUp) -> bool:
    """Whether a report of the past can be about this record: not of an edition before it was announced."""
    found, published = mention.found, mention.source.published_at.date()
    if found.report is not Change.HELD:
        return known.outcome is not Status.HELD and (
            found.period.end is None or days_apart(found.period, known.period) <= 0 or found.event_slug is not None
        )
    said = _said(found.text)
    if not _fits_in_time(found, published, known, early=said.early):
        return False
    if _is_too_early(found, known) and not said.early:
        return False
    if known.kind in _NOT_MET and (said.met or _is_only_where(found, known)):
        return False  # "members of the committee heard on Tuesday"
    if known.kind is Kind.MEETING and said.only_paper and not _is_on_a_day(found, known):
        return False  # "in a report released on 8 April", of a working group that was to meet
    if said.only_won and not (_PRIZE.search(known.text) or _PRIZE.search(known.event)):
        return False  # who wins a contract has built nothing
    if _tells_ahead(mention, known) or _is_before_its_end(found, known) or _is_of_a_rule(found, known):
        return False
    done = said.done or (said.attended and known.kind is Kind.MEETING)
    if done or found.event_slug or _same_deed(said.deeds, known):
        return True
    return is_at_its_time_and_place(found, known) or _is_on_a_day(found, known)


def _is_on_a_day(found: FoundFollowUp, known: FollowUp) -> bool:
    """ "The lander rose on 16 April": the day known, or one that another source had given."""
    return is_on_the_day(found, known) or found.period in disputed(known)


def _is_only_where(found: FoundFollowUp, known: FollowUp) -> bool:
    """ "figures shown at a closed workshop last month", of a report: where something was shown."""
    if found.kind is not Kind.MEETING or not gatherings_in(found.event):
        return False
    return not (gatherings_in(known.event) or gatherings_in(known.text))


_NOT_MET = frozenset({Kind.REPORT, Kind.LAUNCH, Kind.FUNDING})


class _Said(NamedTuple):
    """What the sentence of a report says, whatever record it is held against.

    ``met``: somebody met, and nothing appeared; ``only_paper``: a paper came out, and nobody met; ``attended``:
    somebody was there; ``deeds``: the roots of its verbs.
    """

    early: bool
    met: bool
    only_won: bool
    only_paper: bool
    done: bool
    attended: bool
    deeds: tuple[str, ...]


@lru_cache(maxsize=64)  # one sentence is held against many records
def _said(text: str) -> _Said:
    return _Said(
        early=cues.EARLY.search(text) is not None,
        met=_MET.search(text) is not None and _APPEARED.search(text) is None,
        only_won=_only_won(text),
        only_paper=_PAPER_OUT.search(text) is not None and _MET.search(text) is None,
        # Chinese is read as done by words of its own.
        done=bool(cues.HELD.search(text) or cues.DONE.search(text) or is_told_by_noun(text) or is_chinese(text)),
        attended=cues.ATTENDED.search(text) is not None,
        deeds=tuple({_IRREGULAR.get(match.group()) or match.group()[:-2] for match in _DEED.finditer(text)}),
    )


_NEW_OBJECT = expression(
    r"\s+(?!(?:the|its|their|this|that|these|those|his|her|our|an?|all|it|them|plans?)\b)(?=[a-z\d])"
)


def calls_off_something_else(found: FoundFollowUp) -> bool:
    """ "Two brands have withdrawn cheaper models": without an article, an object itself names the record's thing."""
    if found.report is not Change.CANCELLED:
        return False
    match = cues.CANCELLED.search(found.text)
    if match is None or " " in match.group():
        return False  # "has fallen victim to cuts": not what it does away with
    behind = _NEW_OBJECT.match(found.text, match.end())
    return behind is not None and found.text.startswith(found.event, behind.end())


def _fits_in_time(found: FoundFollowUp, published: date, known: FollowUp, *, early: bool) -> bool:
    """Whether something told as done can be the record's by its dates; ``early``: it is said to be ahead of time."""
    first = min([source.published_at for source in known.sources], default=known.first_mentioned_at).date()
    period = known.period
    if found.period.end is None:
        begins = period.start or (period.end - EVE if period.end else None)
        if known.outcome is Status.HELD and period.end is not None:
            return published >= period.end and (published - period.end).days <= 90
        return published >= first and (early or begins is None or published >= begins - timedelta(days=LITTLE_EARLY))
    if found.period.end < first:
        return False
    if known.outcome is Status.CANCELLED and found.period.end < (period.start or found.period.end):
        return False  # what was called off did not take place before its time
    if found.period.precision is Precision.YEAR and is_precise(period) and not gatherings_in(found.text):
        return False  # "Four cables were damaged last year", told with a forum of two days of it
    if known.outcome is Status.HELD and is_told_without_day(found, known, published):
        return True
    if known.outcome is Status.HELD:
        return days_apart(found.period, period) <= 7
    if period.end is None:
        return True
    ahead = ((period.start or first) - found.period.end).days
    if ahead > 0 and not is_precise(period) and found.period.precision is not Precision.DAY:
        return False  # "the channel that opened in November" is no round that is due next year
    if ahead > 60 and not early:
        return False
    return (found.period.start or found.period.end) <= period.end + timedelta(days=400)


def is_told_without_day(found: FoundFollowUp, known: FollowUp, published: date) -> bool:
    """ "has finally released its paper. | It came out on Monday": the day of what was just told as done."""
    last = known.history[-1]
    if last.change is not Change.HELD or len(known.history) < 2 or last.period != known.history[-2].period:
        return False
    told = found.period.end
    if told is None or found.period.precision is not Precision.DAY or last.seen_at.date() != published:
        return False
    outside = relation(known.period, found.period) == "apart"
    return outside and timedelta(0) <= published - told <= JUST_TOLD


JUST_TOLD = timedelta(days=7)


def _is_too_early(found: FoundFollowUp, known: FollowUp) -> bool:
    """ "Its organisers published the programme on 14 April" of a forum of 2-4 June: nothing was held yet."""
    begins, told = known.period.start, found.period.end
    if known.kind is not Kind.MEETING or known.outcome is not None or begins is None or told is None:
        return False
    return is_precise(known.period) and (begins - told).days > LITTLE_EARLY


def is_at_its_time_and_place(found: FoundFollowUp, known: FollowUp) -> bool:
    """ "Last month's meeting in Wellington dealt with inspections", of what was to be there on a day of that month."""
    if known.kind is not Kind.MEETING or found.period.precision in {Precision.YEAR, Precision.NONE}:
        return False
    if relation(known.period, found.period) not in {"same", "narrower", "wider"}:
        return False
    return is_there(found, known) is True and _THING.search(f"{found.event} {found.text}") is not None


def _is_before_its_end(found: FoundFollowUp, known: FollowUp) -> bool:
    """Comments that close by 30 May have not closed on 5 May, whatever was signed or published on it."""
    if known.kind is not Kind.DEADLINE or not known.self_settling or known.period.end is None:
        return False
    return found.period.end is not None and found.period.end < known.period.end


_IN_FORCE = expression(
    r"\b(?:took|taken|takes|taking)\s+effect\b|\b(?:came|come|comes|entered|enters|entry|coming)\s+into\s+(?:force|effect)\b|\bhas\s+been\s+in\s+force\b"
)


def _is_of_a_rule(found: FoundFollowUp, known: FollowUp) -> bool:
    """ "under an order that took effect last week": no meeting is held by it, no paper published."""
    if known.kind not in {Kind.MEETING, Kind.REPORT} or known.self_settling or _IN_FORCE.search(found.text) is None:
        return False
    return not any(_IN_FORCE.search(line.text) or "effect" in line.text for line in known.history)


def _tells_ahead(mention: Mention, known: FollowUp) -> bool:
    """Whether the same story says that it is still to come: "will launch in May. A tracker passed tests in March"."""
    if any(_is_of_record(found, mention, known) for found in mention.ahead):
        return True
    told = mention.found.period.end
    lines = [line for line in known.history if line.entry is not None and line.entry == mention.source.entry]
    if lines and lines[-1].change is Change.POSTPONED:
        return True  # "has been postponed. Late votes took up the rest of the week"
    starts = lines[-1].period.start if lines and lines[-1].change is not Change.HELD else None
    today = mention.source.published_at.date()
    return told is not None and starts is not None and told < starts and today < starts


def _is_of_record(ahead: FoundFollowUp, mention: Mention, known: FollowUp) -> bool:
    """ "The cargo plane landed on Monday. The satellite is to lift off in May": the record's date still stands."""
    told, starts = mention.found.period.end, ahead.period.start or ahead.period.end
    if starts is None or (told is not None and told >= starts):
        return False
    if relation(known.period, ahead.period) not in {"same", "narrower"} or not kinds_agree(ahead.kind, known.kind):
        return False
    return weigh(replace(mention, found=ahead, ahead=()), known) >= ENOUGH


_GATHERING = (
    r"talks|meetings?|event|dialogue|summit|forum|session|visit|conference|congress|workshop|symposium|gathering|plenary|hearing"
    r"|roundtable|exercise|drill|festival|fair|consultations?|negotiations?|inauguration|opening|ceremony|signing|launch"
)
ANAPHOR = expression(
    r"(?:It|They|This|These|Both|Talks|We)\b|[^\x00-\u2fff]"
    rf"|The\s+(?:two|[\w-]+\s+)?(?:{_GATHERING}|report|document|paper|agreement|deal|pact|memorandum|law|rules?|plan|project"
    r"|programme|program|cent(?:re|er)|facility|plant|laboratory|lab|sides|ministers|leaders|delegations?)\b"
)
_THING = expression(rf"\b(?:{_GATHERING}|ministers|officials|delegations|leaders|sides)\b", re.IGNORECASE)


def _only_won(text: str) -> bool:
    deeds = [match.group() for match in cues.HELD.finditer(text)]
    return bool(deeds) and all(map(_WON.fullmatch, deeds))


_WON = expression(r"w[io]ns?", re.IGNORECASE)
_PRIZE = expression(
    r"\b(?:winn|award|recipient|grant|prize|contract|select|choose|chosen|pick|successful|decision|result|outcome|contest|compet|moot|tournament|championship|drill|exercise|hackathon|challenge)",
    re.IGNORECASE,
)
_PAPER_OUT = expression(
    r"\b(?:report|paper|study|survey|review|strategy|roadmap|guidelines?|guidance|findings|document)\s+"
    r"(?:(?:was|were|that\s+was|which\s+was)\s+)?(?:released|published|issued|put\s+out|made\s+public)\b"
)
_MET = expression(r"\b(?:heard|met|meets?|held|holds?|hosted|hosts?|convened?|gathered)\b")
_APPEARED = expression(
    r"\b(?:publi|releas|issu|unveil|present|submi|hand|launch|out\b|put|deliver|tabl|appear|print|sent|circulat|adopt|c[ao]me|complet|finish|wrote|open|laun|sign|start|began|award|select|kick|inaug"
    r"|f[io]und|show|report|stud|review|paper|document|strateg|roadmap|guid|assess)",
    re.IGNORECASE,
)
_IRREGULAR = {
    "left": "leav", "rose": "rise", "flew": "fly", "chose": "choos", "gave": "give", "sent": "send", "built": "build",
    "bought": "buy", "sold": "sell", "spoke": "speak", "drew": "draw", "sank": "sink", "brought": "bring",
    "drove": "driv", "taught": "teach", "broke": "break", "laid": "lay", "paid": "pay", "led": "lead",
}  # fmt: skip
_DEED = expression(r"\b(?:[a-z]{4,}ed|" + "|".join(_IRREGULAR) + r")\b")


def _same_deed(roots: Sequence[str], known: FollowUp) -> bool:
    """Whether the report's verb is the promise's: "landed" where it was to "land"."""
    if not roots:
        return False
    told = " ".join([known.text, *(line.text for line in known.history)])
    promised = re.findall(r"[a-z]+", told.casefold())
    return any(word.startswith(root) and len(word) - len(root) <= 4 for root in roots for word in promised)
