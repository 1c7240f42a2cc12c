"""One English sentence read: the follow-ups it tells, and what it reports of earlier ones."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from watcher.followups import cues
from watcher.followups.aftermath import DENIED, Aftermath
from watcher.followups.by_tense import BUT_ON
from watcher.followups.commitments import ahead, is_ahead, took_place
from watcher.followups.delays import left_open, put_off
from watcher.followups.expressions import expression
from watcher.followups.governors import governing
from watcher.followups.hits import PeriodHit
from watcher.followups.occasions import fronted
from watcher.followups.outcomes import may_tell_of_word_before, told_by_headline, told_by_noun, told_of_word_before
from watcher.followups.periods import find_periods
from watcher.followups.phrases import done_to
from watcher.followups.sentence import OFFSET, Judged
from watcher.followups.spans import inside, make_date
from watcher.followups.verbs import Tense, VerbGroup
from watcher.model.followups import Change, FoundFollowUp
from watcher.model.period import UNDATED, Period, Precision

SOON_AHEAD = 183  # days; "ahead of the summit in May" told in June is of the May that was


class Reading(Aftermath):
    """One English sentence: its dates, verb groups and places, and the follow-ups they make."""

    def results(self) -> Iterator[FoundFollowUp]:
        cancelled = cues.called_off(self.sentence)
        postponed = put_off(self.sentence)
        if cancelled and DENIED.match(cancelled.group()):  # "will not meet until ...", "will not open as planned"
            if postponed is None and _UNTIL.match(self.sentence, cancelled.end()):
                postponed = cancelled
            if postponed and postponed.start() <= cancelled.start() < postponed.end():
                cancelled = None
        report = self.cancelled() if cancelled else None
        promised = self._still_promised(cancelled, postponed)
        if report and not promised:
            yield report
            return
        if postponed is not None and all(judged.hit.vague for judged in promised):  # "A new date will follow shortly"
            yield self.undated(postponed.start(), postponed.end(), Change.POSTPONED)
        for judged in promised:
            yield self.follow_up(judged, Change.ANNOUNCED)
        if promised:
            passing = self._in_passing()
            if passing is None and self.deed()[1]:  # "will allow more by 2030, after the forum closed on Tuesday"
                yield from self.held()
            elif passing is not None and not any(judged.period == passing.period for judged in promised):
                yield passing  # "will accept tests from April, they said after their fifth dialogue on Thursday"
            else:
                yield from self._in_relative(promised)
            return
        if postponed is not None:
            return
        told = list(self.held())
        if (not told or self.deed()[0] is None) and (passing := self._in_passing()) is not None:
            told = [passing]  # "At a meeting on Monday the envoy repeated ...": the meeting, not what he did there
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
        if BUT_ON.search(self.sentence, cancelled.end(), judged.hit.start):
            return True
        if group is not None and group.start > cancelled.end() and cues.MOVED.search(group.words):
            return True  # "will not go ahead this month and | has been rescheduled | to 19 June"
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
        if not self.hits:
            hits = find_periods(self.before, self.published) if may_tell_of_word_before(self.sentence) else []
            return told_of_word_before(self.sentence, self.before, hits, self.published)
        found = told_by_noun(self.sentence, self.hits, self.groups, self.places, self.published)
        if found is None or self.mention is None or not found.event:
            return found
        slug, event = self.named(self.hits[0].start, self.hits[0].end)
        return replace(found, event=event or found.event, event_slug=slug)

    def _in_relative(self, promised: list[Judged]) -> Iterator[FoundFollowUp]:
        """ "will spend 300 million under a masterplan, which the minister presented on Tuesday": the masterplan."""
        for hit in self.hits:
            group = governing(self.sentence, self.groups, hit.start, hit.end)
            if group is None or group.tense is not Tense.PAST or any(judged.hit is hit for judged in promised):
                continue
            period = took_place(self.clause, hit, group)
            if period is not None and done_to(self.sentence, group.start, group.end):
                yield self._report(Judged(hit, group, period))

    def _promised(self) -> list[Judged]:
        taken: list[Judged] = []
        for told in self.hits:
            verb = governing(self.sentence, self.groups, told.start, told.end)
            if verb is not None and verb.start > told.end and self._stands_aside(told, verb):
                continue
            promised = ahead(self.clause, told, verb) or self._of_occasion(told, verb)
            if promised is None:
                continue
            hit, group, period = self._what_follows(told, verb, promised)
            if taken and hit.yearless and _LISTED.fullmatch(self.sentence[taken[-1].hit.end : hit.start]):
                period = _not_before(taken[-1].period, period)
            if taken and _owns(self.sentence, taken[-1].hit):  # "will host this year's drill in the second half"
                period = _in_its_year(taken[-1].period, period) if hit.yearless else period
                if inside(period, taken[-1].period):
                    taken.pop()
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

    def _what_follows(
        self, hit: PeriodHit, group: VerbGroup | None, period: Period
    ) -> tuple[PeriodHit, VerbGroup | None, Period]:
        """ "arrives on Monday, a day before both sign a pact": the pact, on Tuesday."""
        behind = _DAYS_BEFORE.match(self.sentence, hit.end)
        if behind is None or group is None or period.start is None or period.precision is not Precision.DAY:
            return hit, group, period
        verb = next((one for one in self.groups if one.start >= behind.end()), None)
        if _TRAVELS.search(self.sentence, group.start, hit.start) is None:
            return hit, group, period
        days = _COUNTS.index(behind["n"].casefold()) * (7 if behind["unit"].startswith("week") else 1)
        day = period.start + timedelta(days=days)
        return replace(hit, end=behind.end(), name=OFFSET), verb, Period(day, day, Precision.DAY)

    def _stands_aside(self, hit: PeriodHit, group: VerbGroup) -> bool:
        """ "The minister, in Suva for talks | this week, | will sign the pact in May": of the remark, not the verb."""
        if hit.period is None or hit.period.precision is Precision.DAY:
            return False
        if not any(other.start > group.end for other in self.hits) or not self.sentence.startswith(",", hit.end):
            return False
        return _REMARK.search(self.sentence[: hit.start]) is not None

    def _is_of_the_lead(self, before: PeriodHit, hit: PeriodHit) -> bool:
        leads = fronted(self.sentence, hit.start)
        return leads is not None and before.end <= leads.end()

    def _of_occasion(self, hit: PeriodHit, group: VerbGroup | None) -> Period | None:
        """ "has circulated a paper ahead of the first dialogue in May": the dialogue is in May."""
        if self.headline or group is None or group.tense not in _TOLD_BESIDE:
            return None
        if hit.open_ended or hit.by or hit.vague or hit.period is None:
            return None
        if hit.name == "weekday" and group.tense is not Tense.PRESENT and not _GETS_READY.search(group.words):
            return None  # "approved the budget for the forum on Wednesday"
        found = self.occasion(hit)
        told = found is not None and found.ahead and is_ahead(self.clause, hit, group, within=SOON_AHEAD)
        return hit.period if told else None

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


_COUNTS = ("", "a", "two", "three", "four", "five")
_DAYS_BEFORE = expression(
    r",?\s+(?P<n>a|two|three|four|five)\s+(?P<unit>days?|weeks?)\s+(?:before|ahead\s+of)\s+(?=\w)", re.IGNORECASE
)
_TRAVELS = expression(
    r"\b(?:arriv|fl(?:y|ies|ying)\b|travel|leav|depart|land|head|set(?:s|ting)?\s+(?:off|out))", re.IGNORECASE
)
_REMARK = expression(
    r"\w,\s+(?:in|at|on\s+an?|back|fresh|just|chair|host|home|speaking|visiting|attending|touring)\b[^,;]*\Z"
)
_GETS_READY = expression(
    r"\b(?:arriv|prepar|regist|book|gather|gear|brac|pack|invit|accredit|assembl|ready|readi|set|left|flew|travel|head|land|circulat|sent|finali)",
    re.IGNORECASE,
)
_UNTIL = expression(r"[^,;:]*?\b(?:until|till|before)\b")
_DUE = expression(
    r"(?:due|planned|promised|scheduled|expected|set|slated|billed|timed|fixed|booked|pencill?ed|earmarked|proposed)\b",
    re.IGNORECASE,
)
# "...; it is now", ", which will", "and the event will instead"
_SAME_ONE = expression(
    r"[,;:—–-]\s+(?:(?:and|but)\s+)?(?:instead,?\s+)?(?:it|they|which|the\s+(?:event|meeting|gathering))\s+(?:\w+ly\s+)?\Z"
    r"|\b(?:and|but)\s+(?:it|they|the\s+(?:event|meeting|gathering))\s+(?:\w+ly\s+)?\Z",
    re.IGNORECASE,
)
_AND_ENDS = expression(r"\b(?:and|but)\s+(?:instead\s+)?\Z")
_TAKES_PLACE = expression(
    r"(?:will|is|are|to)\s+(?:now\s+|instead\s+|be\s+)*(?:held|staged|take\s+place|happen|go\s+ahead|planned|scheduled|set|due|expected|rescheduled"
    r"|published|launched|opened|signed)\b"
)


def _is_of_what_waits(judged: Judged, postponed: re.Match[str]) -> bool:
    """ "The June meeting is on hold", "put off the launch, planned for 3 November": a date of what is put off."""
    group = judged.group
    if judged.hit.start >= postponed.end():
        return _WAS_DUE.search(postponed.string[postponed.end() : judged.hit.start]) is not None
    if group is None or judged.hit.end > postponed.start():
        return False
    if group.start < judged.hit.start:  # "The report, promised for June, will be late"
        return _DUE.match(group.words) is not None
    return group.start <= postponed.end() and postponed.start() <= group.end + 1


_WAS_DUE = expression(
    r"(?<!\bnow)(?<!\bis)(?<!\bbe)(?<!\bbeen)(?<!\band)\s(?:(?:originally|initially|previously|first)\s+)?"
    r"(?:planned|scheduled|due|set|slated|expected|meant|booked|billed|intended)\s+(?:to\s+(?:[\w-]+\s+){1,5})?"
    r"(?:for|on|in|at|by|from)?\s*(?:the\s+)?\Z"
)
_TOLD_BESIDE = frozenset({Tense.PAST, Tense.PRESENT, Tense.REPORT})
_GATHERING = expression(r"\b(?:held|host\w*|take\s+place|convene\w*|meet|hold|planned|scheduled)\b", re.IGNORECASE)
_ASIDE = expression(
    r"\b(?:after|since|following|when|because|having)\b[^,;]{0,40}\Z"
    r"|\b(?:that|which)\s+(?:was|were|had\s+been|has\s+been|have\s+been)\s+\Z",
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


_LISTED = expression(r"[^;]*\b(?:and|then|followed\s+by)\b[^;]*", re.DOTALL)
_WHERE = expression(r",\s+(?:where|when|which)\b")


def _owns(sentence: str, hit: PeriodHit) -> bool:
    return hit.name == "which" and sentence.startswith(("'s ", "’s "), hit.end)


def _in_its_year(year: Period, period: Period) -> Period:
    """ "hosts next year's forum in May": in May of that year."""
    if year.start is None or year.precision is not Precision.YEAR or period.start is None or period.end is None:
        return period
    shift = year.start.year - period.start.year
    begin = make_date(period.start.year + shift, period.start.month, period.start.day)
    end = make_date(period.end.year + shift, period.end.month, period.end.day)
    return Period(begin, end, period.precision) if begin and end else period


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
