"""One English sentence and what stands in it: dates, verb groups, places, names. ``reading`` says what it tells."""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from watcher.followups.conditions import Clause
from watcher.followups.deadlines import deadline_phrase
from watcher.followups.events import EventMention, concerns
from watcher.followups.expressions import expression
from watcher.followups.hits import PeriodHit
from watcher.followups.kinds import edition_of, kind_of, settles_itself, takes_effect
from watcher.followups.moved_things import extended, moved
from watcher.followups.noun_phrases import clipped
from watcher.followups.occasions import Occasion, attended, fronted, gathering_of, hosted, occasion
from watcher.followups.periods import find_periods
from watcher.followups.phrases import affirmed, done_to, event_phrase, fitted, object_phrase, to_be_done
from watcher.followups.venue import venue
from watcher.followups.verbs import Tense, VerbGroup, bounds, verb_groups
from watcher.followups.whereabouts import PlaceHit, places_in
from watcher.model.followups import Change, FoundFollowUp, Kind
from watcher.model.period import Period, Precision

OFFSET = "offset"  # a date counted from another: "on Monday, a day before | both sign a pact"
MOST_DATES = 12  # of one sentence; more are a table, not a sentence


@dataclass(frozen=True, slots=True)
class Judged:
    hit: PeriodHit
    group: VerbGroup | None
    period: Period


class Sentence:
    """What stands in one English sentence, and the follow-up that one of its dates makes."""

    def __init__(
        self, sentence: str, published: date, mention: EventMention | None, *, headline: bool, before: str = ""
    ) -> None:
        self.sentence = sentence
        self.before = before
        self.mention = mention
        self.published = published
        self.headline = headline
        self.hits = find_periods(sentence, published, before)[:MOST_DATES]

    @cached_property
    def groups(self) -> list[VerbGroup]:
        return verb_groups(self.sentence)

    @cached_property
    def clause(self) -> Clause:
        return Clause(self.sentence, self.published, self.groups, self.headline)

    @cached_property
    def places(self) -> list[PlaceHit]:
        return places_in(self.sentence)

    def follow_up(self, judged: Judged, change: Change) -> FoundFollowUp:
        hit, group = judged.hit, judged.group
        low, high = bounds(self.sentence, hit.start, hit.end)
        if group is not None:
            low, high = min(low, group.start), max(high, group.end)
        place = venue(self.sentence, hit, self.hits, self.groups, self.places, (low, high))
        slug, event = self.named(hit.start, hit.end)
        if not event and change is Change.ANNOUNCED:
            event = (
                self._given(hit, group)
                or clipped(extended(self.sentence, hit.start) or moved(self.sentence, hit.start), _MOST_WORDS)
                or self._begun_then(hit)
                or (clipped(to_be_done(self.sentence, group.start, hit.start), _MOST_WORDS) if group else "")
                or self._counted(hit)
                or self._fronted(hit)
                or hosted(self.sentence)
                or self._attended(hit, group)
                or self._occasion_phrase(hit, group)
            )
        if not event and change is Change.HELD and group is not None:
            done = done_to(self.sentence, group.start, group.end) or self._which_did(group)
            event = clipped(done, _MOST_WORDS)
        if not event:
            times = [match.span() for match in _AT_TIME.finditer(self.sentence)]
            cuts = sorted([*((h.start, h.end) for h in self.hits), *times])
            clause_low, clause_high = bounds(self.sentence, hit.start, hit.end)
            heads = _HEADS.match(self.sentence, hit.end)
            if heads and _OPENS.search(self.sentence[: hit.start]):
                clause_low, clause_high = heads.end(), len(self.sentence)  # "15 July: papers due"
            if hit.name == OFFSET:
                clause_low = hit.end
            told = self._listed(hit, group) or deadline_phrase(self.sentence, hit.start, hit.end, self.groups)
            event = fitted(told) or event_phrase(
                self.sentence,
                clause_low,
                clause_high,
                (hit.start, hit.end),
                group,
                cuts,
                self.before,
                [(place.start, place.end) for place in self.places],
            )
        if group is not None and group.tense is Tense.DENIED:
            event = affirmed(_NOT_BEFORE.split(event)[0], group.words)
        clause = self.sentence[low:high]
        if group is not None and group.tense is Tense.DENIED:
            clause = _NOT_BEFORE.split(clause)[0]
        kind = Kind.MEETING if slug else kind_of(event, clause)
        placeless = kind in _PLACELESS or takes_effect(event)
        if place and placeless and group is not None and place in self.sentence[: group.start]:
            place = None  # "Companies in Singapore have until Friday": where they are
        return FoundFollowUp(
            event=event,
            event_slug=slug,
            period=self._begins(judged),
            place=place,
            kind=kind,
            text=self.sentence,
            report=change,
            edition=self._edition(hit, self._undated_text(low, high)) or edition_of(self.sentence if slug else event),
            self_settling=not slug and settles_itself(clause + self._which_will(high)),
        )

    def _which_will(self, high: int) -> str:
        """ "7 May has been chosen for the ban, | which will take effect"."""
        found = _WHICH_WILL.match(self.sentence, high)
        return found.group() if found else ""

    def occasion(self, hit: PeriodHit) -> Occasion | None:
        """The gathering named right beside a date, no verb between them."""
        found = occasion(self.sentence, hit.start, hit.end, self.places)
        if found is None or any(found.end <= group.start < hit.start for group in self.groups):
            return None
        if any(group.tense in _FINITE and found.start < group.start < hit.start for group in self.groups):
            return None  # "A website for the meeting on cables | went live | on Monday"
        return found

    def _occasion_phrase(self, hit: PeriodHit, group: VerbGroup | None) -> str:
        """What is at the date, where the verb says something else: "the draft for next month's summit was cut"."""
        if group is not None and group.tense is Tense.DENIED and _IS_NOT_DONE.search(group.words):
            return ""  # "will not be introduced before the next session of Parliament, in spring"
        found = self.occasion(hit)
        owned = found is not None and found.start > hit.end and found.ahead  # "for next month's summit"
        if group is not None and not owned and (group.tense in _TELLING or group.start > hit.end):
            return self._chosen_for(hit, group)
        words = found.what.split() if found else []
        if owned and len(words) == 1:
            words.insert(0, "next")  # "hosts of next March's edition"
        if len(words) < 2:
            return self._chosen_for(hit, group) if group is not None else ""
        return " ".join(words[:_MOST_WORDS])

    def _attended(self, hit: PeriodHit, group: VerbGroup | None) -> str:
        if group is None or group.start > hit.start:
            return ""
        what = attended(self.sentence, group.words, hit.end)
        return clipped(what, _MOST_WORDS) if len(what.split()) > 1 else ""

    def _chosen_for(self, hit: PeriodHit, group: VerbGroup) -> str:
        """ "has proposed 8-9 September for the summit", "have chosen 17 June as the new date": what the date is of."""
        if group.tense is not Tense.PAST:
            return ""
        chosen = _FOR_WHAT.match(self.sentence, hit.end)
        if chosen is None:
            dated = _DATE_OF.search(self.sentence, group.start, hit.start)
            return " ".join(dated["what"].split()[:_MOST_WORDS]) if dated else ""
        return " ".join((chosen["what"] or "new date").split()[:_MOST_WORDS])

    def _fronted(self, hit: PeriodHit) -> str:
        """ "Among the events this autumn is the Cloud Forum, on | 16 October": "Cloud Forum"."""
        leads = fronted(self.sentence, hit.start)
        words = re.split(r",\s|\s(?:in|at|on)\s", self.sentence[leads.end() : hit.start])[0] if leads else ""
        return fitted(words)

    def _given(self, hit: PeriodHit, group: VerbGroup | None) -> str:
        """ "The committee has 90 days to report back": who is to do what in that time."""
        to_do = _TO_DO.search(self.sentence, hit.start, hit.end) if hit.name == "given" and group is not None else None
        if to_do is None or group is None or group.start > hit.start:
            return ""
        low, high = bounds(self.sentence, hit.start, hit.end)
        who = self.sentence[max(low, 0) : group.start].rpartition(",")[2]
        what = re.split(r"[,;.]", self.sentence[to_do.start() : high])[0]
        return fitted(f"{who.strip()} {what}")

    def _which_did(self, group: VerbGroup) -> str:
        """ "says in its report on courts, which finally | came out | on Tuesday": "report on courts"."""
        which = _WHICH.search(self.sentence, 0, group.start)
        if which is None:
            return ""
        told = [other.end for other in self.groups if other.end <= which.start()]
        if not told:
            return ""
        nouns = [
            self.sentence[its.end() : which.start()] for its in _ITS.finditer(self.sentence, told[-1], which.start())
        ]
        papers = [noun for noun in nouns if _A_PAPER.match(noun)]
        return next((noun for noun in papers or reversed(nouns) if len(noun.split()) > 1), "")

    def _begun_then(self, hit: PeriodHit) -> str:
        begins = None if hit.by else _BEGINS_THEN.match(self.sentence, hit.end)
        words = f"{begins['what']}{begins['verb']}".split() if begins else []
        return " ".join(words) if 2 < len(words) <= _MOST_WORDS else ""

    def _counted(self, hit: PeriodHit) -> str:
        """ "the eighth forum in May and Manila as host of | the ninth | in June": "ninth forum"."""
        earlier = [other.end for other in self.hits if other.end <= hit.start]
        if planned := _planned_one(self.sentence, hit.start):
            series = _ENDED.split(gathering_of(self.sentence[: planned.start()]))[-1]
            return f"{planned['which']} {series}" if series else ""
        which = _COUNTED.search(self.sentence, earlier[-1], hit.start) if earlier else None
        first = list(_EDITION_OF.finditer(self.sentence, 0, earlier[-1])) if which else []
        if which and not first and _BARE.match(self.sentence):
            return f"{which['which']} edition"  # "The third will be in Fiji in May and the fourth in Peru in June"
        return f"{which['which']} {first[-1]['series'] or first[-1]['name']}" if which and first else ""

    def _begins(self, judged: Judged) -> Period:
        """ "have until 1 January, when the act takes effect": the day itself, no limit."""
        period, end = judged.period, judged.period.end
        day = period.start is None and end is not None and period.precision is Precision.DAY
        return replace(period, start=end) if day and _WHEN.match(self.sentence, judged.hit.end) else period

    def _undated_text(self, low: int, high: int) -> str:
        """A part of the sentence without its dates: "the first week of May" is no first edition."""
        pieces, position = [], low
        for hit in self.hits:
            if low <= hit.start and hit.end <= high:
                pieces.append(self.sentence[position : hit.start])
                position = hit.end
        return " ".join([*pieces, self.sentence[position:high]]) if pieces else self.sentence[low:high]

    def _edition(self, hit: PeriodHit, clause: str) -> int | None:
        """The number told last before the date: "the third in March and the fourth in October"."""
        if planned := _planned_one(self.sentence, hit.start):
            return edition_of(f"{planned['which']} edition")
        earlier = [other.end for other in self.hits if other.end <= hit.start]
        if earlier and (own := edition_of(self.sentence[earlier[-1] : hit.start], bare=True)):
            return own
        if _IT.match(clause) and (own := edition_of(self.sentence[: hit.start])):
            return own  # "The fourth forum goes to Entebbe, where it will be held in June"
        over = _OVER.search(clause) or _UPON.search(clause)
        return edition_of(clause[over.end() :] if over else clause)

    def _listed(self, hit: PeriodHit, group: VerbGroup | None) -> str:
        """The second thing of "will open a plant in May and a laboratory by 2027"; "" where it is not the second."""
        earlier = [other.end for other in self.hits if other.end <= hit.start]
        if group is None or not earlier or earlier[-1] < group.end:
            return ""
        between = self.sentence[earlier[-1] : hit.start]
        if not _AND.match(between):
            return ""
        cuts = sorted([(h.start, h.end) for h in self.hits] + [(p.start, p.end) for p in self.places])
        if between.startswith(","):
            return clipped(between.strip(", "), _MOST_WORDS)  # "reply comments"
        phrase = object_phrase(self.sentence, earlier[-1], hit.start, cuts)
        return phrase if len(phrase.split()) >= 2 else ""

    def named(self, start: int, end: int) -> tuple[str | None, str]:
        """The event's slug and words, where what stands at ``start:end`` of the sentence is about it."""
        mention = self.mention
        if mention is None or not concerns(self.sentence, mention, (start, end)):
            return None, ""
        return mention.slug, event_words(self.sentence, mention)


def _planned_one(sentence: str, end: int) -> re.Match[str] | None:
    """ "plan third" right before the date at ``end``."""
    if not any(map(sentence.__contains__, _COUNTS)):
        return None
    return _PLANNED_ONE.search(sentence, max(0, end - _REACH), end)


_REACH = 120  # characters
_COUNTS = ("next", "second", "third", "th ", "nd ", "rd ", "st ")
_MOST_WORDS = 10
_WHICH = expression(r",\s+(?:which|that)\s+(?:\w+ly\s+|at\s+(?:long\s+)?last\s+)?\Z")
_A_PAPER = expression(  # "report on the use of software in courts"
    r"(?:[\w’'&-]+\s+){0,4}?(?:report|study|review|assessment|paper|strategy|roadmap|findings|survey|plan|rules?|guidelines?|guidance|law|act|bill)"
    r"(?:\s+(?:on|of|about|for|into|in)\s|\Z)",
    re.IGNORECASE,
)
_ITS = expression(r"\b(?:the|an?|its|their|his|her|this)\s+", re.IGNORECASE)
_WHICH_WILL = expression(r",\s+which\s+(?:will|would|is\s+to|are\s+to)\s[^,;.]*")
_FOR_WHAT = expression(
    r"\s+(?:(?:as\s+(?:the|its|their|a)\s+(?:new\s+)?date\s+)?for\s+(?:the|its|their|his|her)\s+"
    r"(?P<what>[\w’'&-]+(?:\s+(?!that\b|which\b|who\b|in\b|at\b|and\b|after\b|to\b)[\w’'&-]+)+)"
    r"|as\s+(?:the|its|their|a)\s+(?:new\s+)?date)"
)
_DATE_OF = expression(  # "has put a date on its joint Demo Day with Fiji: | 13 November"
    r"\b(?:dates?|day)\s+(?:on|for|to|of)\s+(?:(?:the|an?|its|their)\s+)?(?P<what>[\w’'&-]+(?:\s+[\w’'&-]+){1,9}?)\s*[:,–—]\s*(?:on\s+)?\Z"
)
_AT_TIME = expression(  # of the day
    r"\s(?:at|from)\s+(?:\d{1,2}(?:[:.]\d\d)?\s?(?:a\.?m\b\.?|p\.?m\b\.?)|\d{1,2}:\d\d|\d{4}\s?(?:hours|hrs)|noon|midnight)"
    r"(?:\s+(?:local\s+time|Eastern|Pacific|(?-i:[A-Z]{2,4}\b)))?",
    re.IGNORECASE,
)
_FINITE = frozenset({Tense.PAST, Tense.FUTURE, Tense.REPORT})
_TELLING = frozenset({Tense.FUTURE, Tense.INFINITIVE, Tense.SUPPOSED})
_NTH = r"(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\d+(?:st|nd|rd|th))"
# "wrap up cable dialogue, plan | third | in 2027"
_PLANNED_ONE = expression(
    rf"\b(?:plan|set|schedule|agree|fix|eye|promise|want|look\s+to)(?:s|d|ed|ned)?\s+(?:on\s+|for\s+)?(?:(?:an?|the|its|their)\s+)?(?P<which>next|{_NTH})"
    r"(?:\s+(?:round|edition|one|meeting|session|talks|gathering))?(?:\s+(?:in|at)\s+[A-Z][^,;]{0,40}?)?(?:\s+(?:in|for|on|by))?\s*\Z"
)
_ENDED = expression(
    r"\b(?:wrap(?:s|ped)?\s+up|ends?|ended|conclude[sd]?|closed?|closes|holds?|held|finish(?:es|ed)?|opens?|complete[sd]?)\s+"
)
_COUNTED = expression(
    rf"\b(?:the|its|their)\s+(?P<which>next|{_NTH})(?=\s*,|\s+(?:to|in|at|on|for|from|will|is)\b|\s*\Z)"
)
_BARE = expression(rf"\W*The\s+(?:first|{_NTH})\s+(?:is|will|was|takes|goes|comes|follows)\b")
_EDITION_OF = expression(
    rf"\b(?:first|inaugural|{_NTH})\s+(?P<series>(?:[\w’'&-]+\s+){{0,6}}?(?i:edition|dialogue|meeting|summit|forum|conference|roundtable"
    r"|round|session|workshop|symposium|festival|week|consultations?|gathering|exercise|expo|talks|congress|council|exchange))\b"
    rf"|\b(?:[Ff]irst|[Ii]naugural|{_NTH})\s+(?P<name>[A-Z][\w’'&-]*(?:\s+[A-Z][\w’'&-]*){{0,6}})(?=\s)"
)
_IT = expression(r"\W*(?:where\s+|when\s+|and\s+)?(?:it|they)\b", re.IGNORECASE)
_OVER = expression(  # "wrap up the first dialogue, agree to meet again"
    r"\b(?:wrap(?:s|ped)?\s+up|conclude[sd]?|end(?:s|ed)?|finish(?:es|ed)?|held|close[sd]?)\s+(?:the|their|its|a)?\s*(?:\w+\s+){0,2}?"
    r"(?:first|second|third|fourth|fifth|sixth|inaugural|\d+(?:st|nd|rd|th))\b[^,;]*[,;]"
)
_UPON = expression(  # "Building on the inaugural dialogue, both sides will meet again"
    r"\A\W*(?:Building\s+(?:up)?on|Following|After|Since|Unlike|Like)\s+(?:the|their|its|an?)\s+[^,;]*[,;]"
)
_TO_DO = expression(r"\bto\s+\w+\Z")
_NOT_BEFORE = expression(
    r"(?<=\w{3})\s+(?:before|until)\s+(?:the|its|their|an?)\s.*"
    r"|,?\s+(?:(?:as\s+)?(?:planned|promised|scheduled|announced|expected|agreed),?\s+|(?:place\s+)?(?:after\s+all\s+)?)but\Z",
    re.DOTALL,
)
_IS_NOT_DONE = expression(r"\bbe\s+(?:\w+ed|held|built|made|sent|put|set|shown|begun)\Z", re.IGNORECASE)
# "can move data from 15 October, when the pilot gets under way": that begins then.
_BEGINS_THEN = expression(
    r",?\s+when\s+(?:(?:the|an?|its|their|this)\s+)(?P<what>(?:(?!that\b|which\b|who\b)[\w’'&-]+\s+){1,9}?)"
    r"(?P<verb>takes?\s+effect|comes?\s+into\s+(?:force|effect)|enters?\s+into\s+force|opens?|starts?|begins?|gets?\s+(?:under\s*way|going)|kicks?\s+off"
    r"|launches|goes\s+live)\b"
)
_WHEN = expression(
    r",\s+when\s+[^,;]{2,60}\s(?:takes?\s+effect|comes?\s+in(?:to)?\s+(?:force|effect)|enters?\s+into\s+force)\b"
)
_HEADS = expression(r"\s*:\s")
_OPENS = expression(r"(?:\A|:)\s*\Z")
_PLACELESS = frozenset({Kind.DEADLINE, Kind.REPORT})
_BEFORE_NAME = expression(
    r"(?:\b(?:next|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th)|annual|inaugural"
    r"|first|upcoming|U\.?S\.?[-–]\s?Singapore|Singapore[-–]U\.?S\.?|United\s+States[-–]Singapore|ministerial"
    r"|bilateral|20\d\d)\s+)+\Z",
    re.IGNORECASE,
)


# "and a laboratory by 2027", "Comments are due by April 24, reply comments by May 9"
_AND = expression(
    r",?\s+and\s+(?!then\b)|,\s+(?![a-z]+ing\b|(?:up|down|about|around|nearly|after|before|it|they|he|she|which|who|where|when|but|and|or|as|with|at|in|on|said|not)\b)(?=(?:the\s+|its\s+)?[a-z][\w-]+\s+(?:[\w-]+\s+){1,3}(?:(?:by|on|until|in|from)\s|\Z))",
    re.IGNORECASE,
)


def event_words(sentence: str, mention: EventMention) -> str:
    """The event's name with its "next", "second", at least two words and at most ten."""
    before = _BEFORE_NAME.search(sentence[: mention.start])
    low = before.start() if before else mention.start
    words = sentence[low : mention.end].split()
    if words and words[0].casefold() in {"the", "this", "their", "its", "a", "that"} and len(words) > 2:
        words = words[1:]
    if len(words) < 2:
        words = sentence[low : mention.end + 24].split()[:2]
    return " ".join(words[:10]).strip(" ,;:.")
