"""One English sentence read: the follow-ups it tells, and what it reports of earlier ones."""

import re
from collections.abc import Iterator
from dataclasses import replace

from watcher.followups import cues
from watcher.followups.commitments import ahead, is_ahead, took_place
from watcher.followups.delays import left_open, put_off
from watcher.followups.kinds import edition_of, kind_of
from watcher.followups.occasions import fronted
from watcher.followups.outcomes import told_by_headline, told_by_noun
from watcher.followups.periods import PeriodHit
from watcher.followups.phrases import event_phrase, object_phrase
from watcher.followups.sentence import Judged, Sentence, event_words
from watcher.followups.spans import inside, make_date
from watcher.followups.verbs import Tense, VerbGroup, bounds, governing
from watcher.model import UNDATED, Change, FoundFollowUp, Kind, Period, Precision

SOON_AHEAD = 183  # days; "ahead of the summit in May" told in June is of the May that was
LONG_AHEAD = 300  # days; a date without a year that far ahead is more likely one just past


class Reading(Sentence):
    """One English sentence: its dates, verb groups and places, and the follow-ups they make."""

    def results(self) -> Iterator[FoundFollowUp]:
        cancelled = cues.CANCELLED.search(self.sentence)
        postponed = put_off(self.sentence)
        if cancelled and _DENIED.match(cancelled.group()):  # "will not meet until ...", "will not open as planned"
            if postponed is None and _UNTIL.match(self.sentence, cancelled.end()):
                postponed = cancelled
            if postponed and postponed.start() <= cancelled.start() < postponed.end():
                cancelled = None
        report = self._cancelled() if cancelled else None
        promised = self._still_promised(cancelled, postponed)
        if report and not promised:
            yield report
            return
        if postponed is not None and all(judged.hit.vague for judged in promised):  # "A new date will follow shortly"
            yield self._undated(postponed.start(), postponed.end(), Change.POSTPONED)
        for judged in promised:
            yield self.follow_up(judged, Change.ANNOUNCED)
        if promised:
            if self._deed()[1]:  # "will allow more by 2030, according to a strategy published on Tuesday"
                yield from self._held()
            return
        if postponed is not None:
            return
        told = list(self._held())
        if not told and (passing := self._in_passing()) is not None:
            told = [passing]
        yield from told
        yield from self._event_without_date()

    def _still_promised(self, cancelled: re.Match[str] | None, postponed: re.Match[str] | None) -> list[Judged]:
        """The promises of a sentence that may also call something off or put it off: its dates not given up."""
        promised = self._promised()
        if cancelled and not _ASIDE.search(self.sentence[: cancelled.start()]):
            promised = [judged for judged in promised if self._is_after_all(judged, cancelled)]
        if promised and left_open(self.sentence):
            promised = [judged for judged in promised if self._gives_way_to(judged)]
        if postponed is not None:
            promised = [judged for judged in promised if not _is_of_what_waits(judged, postponed)]
        return promised

    def _is_after_all(self, judged: Judged, cancelled: re.Match[str]) -> bool:
        """ "will no longer take place on 12 June; it is now planned for | 18 September": what was called off then."""
        group = judged.group
        if group is None or group.tense is not Tense.FUTURE or group.start < cancelled.end():
            return False
        between = self.sentence[cancelled.end() : group.start]
        if _SAME_ONE.search(between):
            return True
        return _AND_ENDS.search(between) is not None and _TAKES_PLACE.match(self.sentence, group.start) is not None

    def _gives_way_to(self, judged: Judged) -> bool:
        """Whether the date is a new one although "no new date" is told: "moved from June to the autumn"."""
        begins = judged.group.start if judged.group else 0
        return judged.hit.vague or cues.MOVED.search(self.sentence[begins : judged.hit.start]) is not None

    def _in_passing(self) -> FoundFollowUp | None:
        if cues.QUESTION.search(self.sentence):
            return None
        if self.headline:
            return told_by_headline(self.sentence, self.hits)
        found = told_by_noun(self.sentence, self.hits, self.groups, self.places, self.published)
        if found is None or self.mention is None or not found.event:
            return found
        slug, event = self.named(self.hits[0].start, self.hits[0].end)
        return replace(found, event=event or found.event, event_slug=slug)

    def _promised(self) -> list[Judged]:
        taken: list[Judged] = []
        for hit in self.hits:
            group = governing(self.sentence, self.groups, hit.start, hit.end)
            period = ahead(self.clause, hit, group) or self._of_occasion(hit, group)
            if period is None:
                continue
            if taken and hit.yearless and _LISTED.fullmatch(self.sentence[taken[-1].hit.end : hit.start]):
                period = _not_before(taken[-1].period, period)
            if (
                taken
                and _WHERE.search(self.sentence[taken[-1].hit.end : hit.start])
                and inside(period, taken[-1].period)
            ):
                taken.pop()  # "are flying in next week, when the forum begins on Wednesday"
            if taken and self._is_of_the_lead(taken[-1].hit, hit) and inside(period, taken[-1].period):
                taken.pop()  # "Among the events this autumn is the forum, on 16 October"
            if taken and taken[-1].group == group and _tells_more(taken[-1], hit, period, self.sentence):
                taken[-1] = Judged(hit, group, period)
            elif not (taken and taken[-1].group == group and _tells_less(taken[-1].period, period)):
                taken.append(Judged(hit, group, period))
        return taken

    def _is_of_the_lead(self, before: PeriodHit, hit: PeriodHit) -> bool:
        leads = fronted(self.sentence, hit.start)
        return leads is not None and before.end <= leads.end()

    def _of_occasion(self, hit: PeriodHit, group: VerbGroup | None) -> Period | None:
        """ "has circulated a paper ahead of the first dialogue in May": the dialogue is in May."""
        if self.headline or group is None or group.tense not in _TOLD_BESIDE:
            return None
        if hit.open_ended or hit.by or hit.vague or hit.period is None:
            return None
        found = self.occasion(hit)
        told = found is not None and found.ahead and is_ahead(self.clause, hit, group, within=SOON_AHEAD)
        return hit.period if told else None

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
        denied = _DENIED.match(match.group()) is not None
        told = [hit for hit in self.hits if 0 <= hit.start - match.end() <= 60 and not self._is_of_the_report(hit)]
        if denied and any(hit.period.precision is not Precision.YEAR for hit in told if hit.period is not None):
            return self._undated(match.start(), match.end(), Change.POSTPONED)  # "won't open this quarter after all"
        return self._undated(match.start(), match.end(), Change.CANCELLED)

    def _undated(self, start: int, end: int, change: Change) -> FoundFollowUp:
        """A report about a thing whose date, if told, is only a mark to know it by."""
        dated = [hit for hit in self.hits if hit.period and hit.period.end and not self._is_of_the_report(hit)]
        dated = [hit for hit in dated if hit.start < end or not self._is_of_what_follows(hit, end)]
        period = (dated[0].period or UNDATED) if dated and change is Change.CANCELLED else UNDATED
        group = VerbGroup(start, end, Tense.FUTURE, self.sentence[start:end])
        slug, event = self.named(start, end)
        cuts = sorted([(h.start, h.end) for h in self.hits])
        low, high = bounds(self.sentence, start, end)
        if not event and not _BE.search(self.sentence[:start]):
            event = object_phrase(self.sentence, end, high, cuts)
        if len(event.split()) < 2:
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

    def _is_of_what_follows(self, hit: PeriodHit, end: int) -> bool:
        """ "cancelled the forum and will hold a workshop on 3 September": not what was called off."""
        group = governing(self.sentence, self.groups, hit.start, hit.end)
        if group is None or group.tense is not Tense.FUTURE or group.start < end:
            return False
        between = self.sentence[end : group.start]
        return _AND.search(between) is not None and _NONE.search(between) is None

    def _is_of_the_report(self, hit: PeriodHit) -> bool:
        """A weekday, or a day and month gone by of late: when something was said, not when the thing was to be."""
        if hit.name in {"weekday", "dayword"}:
            return True
        group = governing(self.sentence, self.groups, hit.start, hit.end)
        if hit.yearless and group is not None and group.end <= hit.start and _SAID_THEN.fullmatch(group.words):
            return True  # "the announcement made on 13 May"
        period = hit.period
        end = period.end if period else None
        return hit.yearless and end is not None and (end - self.published).days > LONG_AHEAD

    def _held(self) -> Iterator[FoundFollowUp]:
        match, dated = self._deed()
        at_event = self.mention is not None and _AT_EVENT.search(self.sentence) is not None
        if match and not self.clause.headline and _PRESENT.fullmatch(match.group()):
            return  # "hosts", "opens" tell what happened in headlines alone
        if not dated and (self._supposes() or (match and self._is_ahead(match.start()))):
            return
        for hit in self.hits:
            group = governing(self.sentence, self.groups, hit.start, hit.end)
            told = match or at_event or (group is not None and _did(group))
            period = took_place(self.clause, hit, group) if told else None
            if period is not None and period.end is not None:
                yield self._report(Judged(hit, group, period))
                dated = True
        if dated and self.hits:
            return
        if any(hit.open_ended or hit.name == "ago" for hit in self.hits) or not (match or at_event):
            return
        if self.mention or self.clause.headline or _NOUN.search(self.sentence):
            position = match.start() if match else 0
            end = match.end() if match else 0
            hit = PeriodHit(end, end, UNDATED, UNDATED, "none")
            group = VerbGroup(position, end, Tense.PAST, self.sentence[position:end]) if match else None
            yield self._report(Judged(hit, group, UNDATED))

    def _deed(self) -> tuple[re.Match[str] | None, bool]:
        """The verb of what happened, and whether a date gone by follows it: "in advice published on Monday"."""
        deeds = [match for match in cues.HELD.finditer(self.sentence) if self._is_done(match)]
        for match in deeds:
            for hit in self.hits:
                group = governing(self.sentence, self.groups, hit.start, hit.end)
                if group is not None and group.tense is Tense.PAST and group.start <= match.start() < group.end:
                    return match, hit.past is not None and not hit.by and not _PASSIVE.search(
                        self.sentence[: match.start()]
                    )
        return (deeds[0] if deeds else None), False

    def _is_done(self, deed: re.Match[str]) -> bool:
        """Not "to open", nor "a closed workshop"."""
        before = self.sentence[: deed.start()]
        if _TO.search(before) is not None or _NOTHING.match(self.sentence, deed.end()):
            return False
        return _DETERMINED.search(before) is None or re.match(r"\s+[a-z]+", self.sentence[deed.end() :]) is None

    def _supposes(self) -> bool:
        tenses = {group.tense for group in self.groups if not self._is_looking_back(group)}
        return bool(tenses & {Tense.SUPPOSED, Tense.DENIED, Tense.FORMER}) or bool(cues.QUESTION.search(self.sentence))

    def _is_looking_back(self, group: VerbGroup) -> bool:
        """ "after it had been due"; "was opened on Thursday, completing what was to have been finished in March"."""
        before = self.sentence[: group.start]
        if _LATER.search(before):
            return True
        done = any(hit.end <= group.start and hit.past is not None and not hit.by for hit in self.hits)
        return done and group.tense is Tense.FORMER and _THAT.search(before) is not None

    def _is_ahead(self, position: int) -> bool:
        return any(group.tense is Tense.FUTURE and group.start <= position for group in self.groups)

    def _report(self, judged: Judged) -> FoundFollowUp:
        found = self.follow_up(judged, Change.HELD)
        if self.mention and found.event_slug is None and _AT_EVENT.search(self.sentence):
            return replace(
                found, event=event_words(self.sentence, self.mention), event_slug=self.mention.slug, kind=Kind.MEETING
            )
        return found

    def _event_without_date(self) -> Iterator[FoundFollowUp]:
        """ "The next CET Dialogue will be held in Singapore": only of named events, no date told."""
        if self.mention is None or self.hits or cues.QUESTION.search(self.sentence):
            return
        groups = [
            group
            for group in self.groups
            if (group.tense is Tense.FUTURE and not re.match(r"w(?:as|ere)\b", group.words))
            or (self.headline and group.tense is Tense.INFINITIVE)
        ]
        if not groups or not _GATHERING.search(self.sentence[groups[0].start :]):
            return
        hit = PeriodHit(groups[0].end, groups[0].end, UNDATED, None, "none")
        found = self.follow_up(Judged(hit, groups[0], UNDATED), Change.ANNOUNCED)
        if found.event_slug:
            yield found


_DENIED = re.compile(r"(?:will|would|won)\b", re.IGNORECASE)
_UNTIL = re.compile(r"[^,;:]*?\b(?:until|till|before)\b")
_DUE = re.compile(
    r"(?:due|planned|promised|scheduled|expected|set|slated|billed|timed|fixed|booked|pencill?ed|earmarked|proposed)\b",
    re.IGNORECASE,
)
# "...; it is now", ", which will", "and the event will instead"
_SAME_ONE = re.compile(
    r"[,;:—–-]\s+(?:(?:and|but)\s+)?(?:instead,?\s+)?(?:it|they|which|the\s+(?:event|meeting|gathering))\s+(?:\w+ly\s+)?\Z"
    r"|\b(?:and|but)\s+(?:it|they|the\s+(?:event|meeting|gathering))\s+(?:\w+ly\s+)?\Z",
    re.IGNORECASE,
)
_AND = re.compile(r"[,;]|\b(?:and|but)\b")
_NONE = re.compile(r"\b(?:none|no|nor|neither|nothing|nobody|not|never)\b")
_AND_ENDS = re.compile(r"\b(?:and|but)\s+(?:instead\s+)?\Z")
_TAKES_PLACE = re.compile(
    r"(?:will|is|are|to)\s+(?:now\s+|instead\s+|be\s+)*(?:held|staged|take\s+place|happen|go\s+ahead|planned|scheduled|set|due|expected|rescheduled"
    r"|published|launched|opened|signed)\b"
)


def _is_of_what_waits(judged: Judged, postponed: re.Match[str]) -> bool:
    """ "The June meeting is on hold": a date of what is put off, told before the verb that puts it off."""
    group = judged.group
    if group is None or judged.hit.end > postponed.start():
        return False
    if group.start < judged.hit.start:  # "The report, promised for June, will be late"
        return _DUE.match(group.words) is not None
    return group.start <= postponed.end() and postponed.start() <= group.end + 1


_TOLD_BESIDE = frozenset({Tense.PAST, Tense.PRESENT, Tense.REPORT})
_GATHERING = re.compile(r"\b(?:held|host\w*|take\s+place|convene\w*|meet|hold|planned|scheduled)\b", re.IGNORECASE)
_ASIDE = re.compile(
    r"\b(?:after|since|following|when|because|having)\b[^,;]{0,40}\Z"
    r"|\b(?:that|which)\s+(?:was|were|had\s+been|has\s+been|have\s+been)\s+\Z",
    re.IGNORECASE,
)
_SAID_THEN = re.compile(
    r"(?:was\s+|were\s+)?(?:made|given|sent|said|published|issued|released|announced|signed)", re.IGNORECASE
)
_LATER = re.compile(
    r"\b(?:after|before|than|as)\s+(?:it|they|had|was|originally|first)?\s*\Z", re.IGNORECASE
)  # "after it had been due"
_THAT = re.compile(r"\b(?:that|which|what)\s+\Z")
_BE = re.compile(r"\b(?:is|are|was|were|be|been|being|gets?|got)\s+(?:\w+ly\s+|now\s+|also\s+)?\Z", re.IGNORECASE)
_TO = re.compile(
    r"\b(?:no|any|without|to|will|would|shall|can|could|may|might|must|should)\s+(?:\w+ly\s+|also\s+|co-)?\Z",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"\s+(?:nothing|nobody|no\s+one|no\b|neither)", re.IGNORECASE)  # "has heard nothing"
_DETERMINED = re.compile(r"\b(?:an?|its|their|his|her|this|that|each|any|some|newly|recently)\s+\Z", re.IGNORECASE)
_PASSIVE = re.compile(r"\bbe\s+(?:\w+ly\s+)?\Z", re.IGNORECASE)
_PRESENT = re.compile(
    r"hosts?|holds?|convenes?|meets?|concludes?|opens|publishes|releases|signs?|inks?|unveils|wraps\s+up"
    r"|kicks\s+off|issues|begins|goes\s+live",
    re.IGNORECASE,
)
_DID = re.compile(r"(?:(?:was|were|has|have)\s+(?:been\s+)?)?\w+ed", re.IGNORECASE)
_WAS = re.compile(r"(?:was|were|had|did|has|have|['’]ve|(?:has|have)\s+been)\b\W*", re.IGNORECASE)


def _did(group: VerbGroup) -> bool:
    """Whether a verb tells a deed done ("landed", "left"), and not only a state ("was")."""
    return _DID.fullmatch(group.words) is not None or (
        group.tense is Tense.PAST and _WAS.fullmatch(group.words) is None
    )


_AT_EVENT = re.compile(r"\b(?:at|during|after|following)\s+(?:the|their|its|this)\b", re.IGNORECASE)
_NOUN = re.compile(
    r"\b(?:dialogue|summit|meeting|forum|conference|talks|report|agreement|memorandum|plant|facility|satellite"
    r"|centre|center|pilot|programme|program|strategy|roadmap|rules?|guidelines|framework|pact|treaty)\b",
    re.IGNORECASE,
)


def _tells_more(known: Judged, hit: PeriodHit, period: Period, sentence: str) -> bool:
    """ "in 2026, on 5 May": the same thing again, more exactly, right behind it."""
    close = hit.start - known.hit.end <= 12
    return (
        close
        and period != known.period
        and inside(period, known.period)
        and not re.search(r"\band\b|;", sentence[known.hit.end : hit.start])
    )


_LISTED = re.compile(r"[^;]*\b(?:and|then|followed\s+by)\b[^;]*", re.DOTALL)
_WHERE = re.compile(r",\s+(?:where|when|which)\b")


def _not_before(first: Period, period: Period) -> Period:
    """ "in March and in the autumn": what is listed second comes second, so both lie in one year, or the next."""
    if first.start is None or period.start is None or period.end is None or period.start >= first.start:
        return period
    year = first.start.year + (period.start.month < first.start.month)
    back = period.start.year
    begin = make_date(year, period.start.month, period.start.day)
    end = make_date(year + period.end.year - back, period.end.month, period.end.day)
    return Period(begin, end, period.precision) if begin and end else period


def _tells_less(known: Period, period: Period) -> bool:
    return known.precision is not Precision.NONE and period.precision is Precision.NONE
