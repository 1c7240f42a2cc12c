"""Follow-ups in an entry's title and text: who will do what, by when, where; and what became of it.

Sentence by sentence, no model. A sentence without anything like a date, an event's name or a word of cancelling is
passed over by two cheap searches; only the rest is parsed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from watcher.followups import chinese, cues
from watcher.followups.commitments import Clause, ahead, bounds, took_place
from watcher.followups.cues import Tense, VerbGroup
from watcher.followups.events import EventMention, EventReader, concerns
from watcher.followups.periods import PeriodHit, find_periods
from watcher.followups.phrases import edition_of, event_phrase, kind_of, settles_itself
from watcher.followups.places import PlaceHit, nearest, places_in, same_place
from watcher.model import UNDATED, Change, EventTag, FoundFollowUp, Kind, Period, Precision
from watcher.text import sentences

LONGEST_SENTENCE = 1_000  # characters; what runs on longer is cut at a space and read in pieces
LONGEST_TEXT = 60_000  # characters of a text that are read at all
MOST_FOUND = 40  # of one entry

_TRIGGER = re.compile(
    r"(?:19|20|21)\d\d|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|\b(?i:next|coming|tomorrow|today|tonight|soon|shortly|later|imminently|due\s+course|before\s+long|near\s+future|within|quarter|half|spring|summer|autumn|fall|winter|year|month|week)\b"
    r"|\b\w+[\s-](?:days?|weeks?|months?|years?|decades?)\b|\bFY|\b[QH][1-4]|\b[1-4][QH]\d"
)
_REPORTED = re.compile(
    r"\b(?:cancel|call(?:s|ed)?\s+off|scrap|axed?\b|abandon|shelv|withdr[ae]w|rescind|revoke|retract|postpon|defer|put\s+off|on\s+hold|delay|suspend|not\s+(?:be\s+held|take\s+place|go\s+ahead|going\s+ahead)|no\s+(?:new\s+)?date|no\s+longer|pulls?\s+the\s+plug"
    r"|held|hosts?|hosted|holds?|conven|met|concluded?|launche[sd]|opened|opens|published|released|signs?|signed|inked|unveil|inaugurat|took\s+(?:place|effect)|wrap|kick|complet|came\s+into|went\s+live|entered\s+into|issued|began|adopted|passed)",
    re.IGNORECASE,
)


def find(
    title: str,
    text: str,
    published: date,
    language: str | None = None,
    events: Sequence[EventTag] = (),
) -> tuple[FoundFollowUp, ...]:
    """Every follow-up the entry tells, and what it reports as held, cancelled or postponed.

    ``published`` is the entry's date in its outlet's zone; ``events`` are where names of configured events stand.
    Each follow-up stands once, in the more exact of the sentences that tell it, in the order told.
    """
    del language  # the script decides; feeds name the wrong language too often
    reader = EventReader(events)
    found: list[FoundFollowUp] = []
    before = ""
    nominal = 0  # what a headline without a verb told: "Grid link by 2030"
    for where, sentence, start in _sentences(title, text):
        mention = reader.mention(where, sentence, start)
        if not (mention or _TRIGGER.search(sentence) or _REPORTED.search(sentence) or chinese.is_candidate(sentence)):
            before = sentence
            continue
        for one in _read(sentence, published, mention, headline=where == "title"):
            _merge(found, replace(one, context=before), title)
        before = sentence
        if where == "title" and not cues.verb_groups(sentence):
            nominal = len(found)
        if len(found) >= MOST_FOUND:
            break
    return tuple(found[nominal:] if len(found) > nominal else found)


def _sentences(title: str, text: str) -> Iterator[tuple[str, str, int]]:
    for where, body in (("title", title), ("text", text[:LONGEST_TEXT])):
        for start, end in sentences(body):
            yield from ((where, body[low:high], low) for low, high in _pieces(body, start, end))


def _pieces(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST_SENTENCE:
        cut = body.rfind(" ", start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE)
        cut = cut if cut > start else start + LONGEST_SENTENCE
        yield start, cut
        start = cut + (body[cut] == " ")
    if end > start:
        yield start, end


def _read(sentence: str, published: date, mention: EventMention | None, *, headline: bool) -> Iterator[FoundFollowUp]:
    if chinese.is_candidate(sentence):
        yield from chinese.read(sentence, published, mention.slug if mention else None)
        return
    yield from Reading(sentence, published, mention, headline=headline).results()


# ---------------------------------------------------------------- one English sentence


@dataclass(frozen=True, slots=True)
class _Judged:
    hit: PeriodHit
    group: VerbGroup | None
    period: Period


class Reading:
    """One English sentence: its dates, verb groups and places, and the follow-ups they make."""

    def __init__(self, sentence: str, published: date, mention: EventMention | None, *, headline: bool) -> None:
        self.sentence = sentence
        self.mention = mention
        self.groups = cues.verb_groups(sentence)
        self.clause = Clause(sentence, published, self.groups, headline)
        self.hits = find_periods(sentence, published)
        self._places: list[PlaceHit] | None = None

    @property
    def places(self) -> list[PlaceHit]:
        if self._places is None:
            self._places = places_in(self.sentence)
        return self._places

    def results(self) -> Iterator[FoundFollowUp]:
        if cues.CANCELLED.search(self.sentence) and (report := self._cancelled()):
            yield report
            return
        promised = self._promised()
        for judged in promised:
            yield self._follow_up(judged, Change.ANNOUNCED)
        if promised:
            return
        if (postponed := cues.POSTPONED.search(self.sentence)) and not cues.QUESTION.search(self.sentence):
            yield self._undated(postponed.start(), postponed.end(), Change.POSTPONED)
            return
        yield from self._held()
        yield from self._event_without_date()

    def _promised(self) -> list[_Judged]:
        taken: list[_Judged] = []
        for hit in self.hits:
            group = cues.governing(self.sentence, self.groups, hit.start, hit.end)
            period = ahead(self.clause, hit, group)
            if period is None:
                continue
            if taken and taken[-1].group == group and _tells_more(taken[-1], hit, period, self.sentence):
                taken[-1] = _Judged(hit, group, period)
            elif not (taken and taken[-1].group == group and _tells_less(taken[-1].period, period)):
                taken.append(_Judged(hit, group, period))
        return taken

    def _follow_up(self, judged: _Judged, change: Change) -> FoundFollowUp:
        hit, group = judged.hit, judged.group
        low, high = bounds(self.sentence, hit.start, hit.end)
        if group is not None:
            low, high = min(low, group.start), max(high, group.end)
        place = self._place(hit, low, high)
        slug, event = self._named(hit.start, hit.end)
        if not event:
            cuts = sorted([(h.start, h.end) for h in self.hits] + [(p.start, p.end) for p in self.places])
            clause_low, clause_high = bounds(self.sentence, hit.start, hit.end)
            event = event_phrase(self.sentence, clause_low, clause_high, (hit.start, hit.end), group, cuts)
        clause = self.sentence[low:high]
        return FoundFollowUp(
            event=event,
            event_slug=slug,
            period=judged.period,
            place=place,
            kind=Kind.MEETING if slug else kind_of(event, clause),
            text=self.sentence,
            report=change,
            edition=edition_of(clause) or (edition_of(self.sentence) if slug else None),
            self_settling=not slug and settles_itself(clause),
        )

    def _place(self, hit: PeriodHit, low: int, high: int) -> str | None:
        before = [other.end for other in self.hits if other.end <= hit.start]
        after = [other.start for other in self.hits if other.start >= hit.end]
        low = max([low if not before else max(self._subject_start(hit), *before), 0])
        high = min([self._clause_end(high), *after]) if after else self._clause_end(high)
        verb = cues.governing(self.sentence, self.groups, hit.start, hit.end)
        since = max(hit.end, verb.end if verb else 0)
        following = [group.start for group in self.groups if group.start >= since]
        found = nearest(self.places, hit.start, hit.end, low, min([high, *following]))
        return found.name if found else None

    def _subject_start(self, hit: PeriodHit) -> int:
        return bounds(self.sentence, hit.start, hit.end)[0]

    def _clause_end(self, high: int) -> int:
        return max(high, 0)

    def _named(self, start: int, end: int) -> tuple[str | None, str]:
        """The event's slug and its words in the sentence, where what stands at ``start:end`` is about that event itself."""
        mention = self.mention
        if mention is None or not concerns(self.sentence, mention, (start, end)):
            return None, ""
        return mention.slug, _event_words(self.sentence, mention)

    # ------------------------------------------------------------ what became of it

    def _cancelled(self) -> FoundFollowUp | None:
        match = cues.CANCELLED.search(self.sentence)
        if match is None or cues.QUESTION.search(self.sentence):
            return None
        before = self.sentence[max(0, match.start() - 30) : match.start()]
        if re.search(
            r"\b(?:not|n['’]t|never|could|might|may|if|to|would|without|threaten\w*\s+to)\s+(?:be\s+)?\Z", before
        ):
            return None
        return self._undated(match.start(), match.end(), Change.CANCELLED)

    def _undated(self, start: int, end: int, change: Change) -> FoundFollowUp:
        """A report about a thing whose date, if told, is only a mark to know it by."""
        dated = [hit for hit in self.hits if hit.period and hit.period.end and hit.name not in {"weekday", "dayword"}]
        period = (dated[0].period or UNDATED) if dated and change is Change.CANCELLED else UNDATED
        group = VerbGroup(start, end, Tense.FUTURE, self.sentence[start:end])
        slug, event = self._named(start, end)
        if not event:
            cuts = sorted([(h.start, h.end) for h in self.hits])
            low, high = bounds(self.sentence, start, end)
            event = event_phrase(self.sentence, low, high, (end, end), group, cuts)
        return FoundFollowUp(
            event=event,
            event_slug=slug,
            period=period,
            place=None,
            kind=Kind.MEETING if slug else kind_of(event, self.sentence),
            text=self.sentence,
            report=change,
            edition=edition_of(self.sentence),
        )

    def _held(self) -> Iterator[FoundFollowUp]:
        match = _HELD.search(self.sentence)
        if match is None and not (self.mention and _AT_EVENT.search(self.sentence)):
            return
        if match and not self.clause.headline and _PRESENT.fullmatch(match.group()):
            return  # "hosts", "opens" tell what happened in headlines alone
        if any(
            group.tense in {Tense.SUPPOSED, Tense.DENIED, Tense.FORMER} for group in self.groups
        ) or cues.QUESTION.search(self.sentence):
            return
        if match and any(group.tense is Tense.FUTURE and group.start <= match.start() for group in self.groups):
            return
        for hit in self.hits:
            group = cues.governing(self.sentence, self.groups, hit.start, hit.end)
            period = took_place(self.clause, hit, group) if hit.name != "ago" or hit.past != UNDATED else None
            if period is not None and period.end is not None:
                yield self._report(_Judged(hit, group, period))
                return
        if any(hit.open_ended or hit.name == "ago" for hit in self.hits):
            return
        if self.mention or self.clause.headline or _NOUN.search(self.sentence):
            position = match.start() if match else 0
            end = match.end() if match else 0
            hit = PeriodHit(end, end, UNDATED, UNDATED, "none")
            group = VerbGroup(position, end, Tense.PAST, self.sentence[position:end]) if match else None
            yield self._report(_Judged(hit, group, UNDATED))

    def _report(self, judged: _Judged) -> FoundFollowUp:
        found = self._follow_up(judged, Change.HELD)
        if self.mention and found.event_slug is None and _AT_EVENT.search(self.sentence):
            return replace(
                found, event=_event_words(self.sentence, self.mention), event_slug=self.mention.slug, kind=Kind.MEETING
            )
        return found

    def _event_without_date(self) -> Iterator[FoundFollowUp]:
        """ "The next CET Dialogue will be held in Singapore": only of named events, no date told."""
        if self.mention is None or self.hits or cues.QUESTION.search(self.sentence):
            return
        groups = [
            group
            for group in self.groups
            if group.tense is Tense.FUTURE and not re.match(r"w(?:as|ere)\b", group.words)
        ]
        if not groups or not _GATHERING.search(self.sentence[groups[0].start :]):
            return
        hit = PeriodHit(groups[0].end, groups[0].end, UNDATED, None, "none")
        found = self._follow_up(_Judged(hit, groups[0], UNDATED), Change.ANNOUNCED)
        if found.event_slug:
            yield found


_GATHERING = re.compile(r"\b(?:held|host\w*|take\s+place|convene\w*|meet|hold|planned|scheduled)\b", re.IGNORECASE)
_HELD = re.compile(
    r"\b(?:held|hosted|hosts?|holds?|convened|convenes?|met|meets?|concluded?s?|launche[sd]|opened|opens|published|publishes|released|releases|signs?|signed|inked?s?|unveil(?:s|ed)|inaugurated|took\s+(?:place|effect)|wrap(?:s|ped)\s+up"
    r"|kick(?:s|ed)\s+off|completed|came\s+into\s+(?:force|effect)|went\s+live|entered\s+into\s+force|issued|issues|began|begins|started|adopted|passed|co-chaired|delivered|gathered|enacted|goes\s+live|rolled\s+out|broke\s+ground)\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"hosts?|holds?|convenes?|meets?|concludes?|opens|publishes|releases|signs?|inks?|unveils|wraps\s+up|kicks\s+off|issues|begins|goes\s+live",
    re.IGNORECASE,
)
_AT_EVENT = re.compile(r"\b(?:at|during|after|following)\s+(?:the|their|its|this)\b", re.IGNORECASE)
_NOUN = re.compile(
    r"\b(?:dialogue|summit|meeting|forum|conference|talks|report|agreement|memorandum|plant|facility|satellite|centre|center|pilot|programme|program|strategy|roadmap|rules?|guidelines|framework|pact|treaty)\b",
    re.IGNORECASE,
)
_BEFORE_NAME = re.compile(
    r"(?:\b(?:next|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th)|annual|inaugural|first|upcoming|U\.?S\.?[-–]\s?Singapore|Singapore[-–]U\.?S\.?|United\s+States[-–]Singapore|ministerial|bilateral|20\d\d)\s+)+\Z",
    re.IGNORECASE,
)


def _event_words(sentence: str, mention: EventMention) -> str:
    """The event's name with its "next", "second", at least two words and at most ten."""
    before = _BEFORE_NAME.search(sentence[: mention.start])
    low = before.start() if before else mention.start
    words = sentence[low : mention.end].split()
    if words and words[0].casefold() in {"the", "this", "their", "its", "a", "that"} and len(words) > 2:
        words = words[1:]
    if len(words) < 2:
        words = sentence[low : mention.end + 24].split()[:2]
    return " ".join(words[:10]).strip(" ,;:.")


def _inside(inner: Period, outer: Period) -> bool:
    if inner.end is None or outer.end is None or inner.end > outer.end:
        return False
    return outer.start is None or (inner.start is not None and inner.start >= outer.start)


def _tells_more(known: _Judged, hit: PeriodHit, period: Period, sentence: str) -> bool:
    """ "in 2026, on 5 May": the same thing again, more exactly, right behind it."""
    close = hit.start - known.hit.end <= 12
    return (
        close
        and period != known.period
        and _inside(period, known.period)
        and not re.search(r"\band\b|;", sentence[known.hit.end : hit.start])
    )


def _tells_less(known: Period, period: Period) -> bool:
    return known.precision is not Precision.NONE and period.precision is Precision.NONE


def _merge(found: list[FoundFollowUp], one: FoundFollowUp, title: str) -> None:
    """Adds one, unless it says again what an earlier sentence said; the more exact sentence stays."""
    for index, known in enumerate(found):
        if _dated_after_all(known, one):
            found[index] = one
            return
        if (
            known.text == one.text
            or known.report is not one.report
            or not _same_thing(known, one, headline=known.text in title)
        ):
            continue
        if _inside(one.period, known.period) or known.period.end is None:
            found[index] = replace(
                one,
                place=one.place or known.place,
                event_slug=one.event_slug or known.event_slug,
                edition=one.edition or known.edition,
            )
        elif known.place is None and one.place:
            found[index] = replace(known, place=one.place)
        return
    found.append(one)


def _dated_after_all(known: FoundFollowUp, one: FoundFollowUp) -> bool:
    """ "Launch delayed", says the headline, "to 5 September" the text: no postponement without a date."""
    if known.report is not Change.POSTPONED or one.report is not Change.ANNOUNCED or one.period.end is None:
        return False
    return (known.event_slug is not None and known.event_slug == one.event_slug) or bool(
        _words(known.event) & _words(one.text)
    )


_COMMON = frozenset(
    "the a an of on in at to for by with and or its their will be is are this that next new from as".split()
)


def _same_thing(known: FoundFollowUp, one: FoundFollowUp, *, headline: bool) -> bool:
    compatible = (
        _inside(one.period, known.period)
        or _inside(known.period, one.period)
        or known.period.end is None
        or one.period.end is None
    )
    if not compatible or (known.edition and one.edition and known.edition != one.edition):
        return False
    if known.event_slug or one.event_slug:
        return known.event_slug == one.event_slug and same_place(known.place, one.place) is not False
    if headline and known.period.end is not None and (known.kind is one.kind or _words(known.text) & _words(one.text)):
        return _inside(one.period, known.period) or len(_words(known.text) & _words(one.text)) >= 2
    mine, theirs = _words(known.event), _words(one.event)
    if known.period == one.period and known.period.end is not None:
        mine, theirs = _words(known.text), _words(one.text)
        return len(mine & theirs) * 2 >= min(len(mine), len(theirs))
    return bool(mine & theirs) and len(mine & theirs) * 3 >= 2 * min(len(mine), len(theirs)) and known.kind is one.kind


def _words(text: str) -> set[str]:
    return {word[:6] for word in re.findall(r"\w+", text.casefold()) if word not in _COMMON and not word.isdigit()}
