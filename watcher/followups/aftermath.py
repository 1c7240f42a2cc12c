"""What became of things, as one English sentence tells it: held, or called off; ``reading`` chooses between the two."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from watcher.followups import cues
from watcher.followups.commitments import took_place
from watcher.followups.expressions import expression
from watcher.followups.governors import governing
from watcher.followups.hits import PeriodHit
from watcher.followups.kinds import edition_of, kind_of
from watcher.followups.phrases import affirmed, event_phrase, fitted, object_phrase
from watcher.followups.sentence import Judged, Sentence, event_words
from watcher.followups.verbs import Tense, VerbGroup, bounds
from watcher.model.followups import Change, FoundFollowUp, Kind
from watcher.model.period import UNDATED, Period, Precision

LONG_AHEAD = 300  # days; a date without a year that far ahead is more likely one just past


class Aftermath(Sentence):
    """One English sentence, and what it reports of what was promised before."""

    def cancelled(self) -> FoundFollowUp | None:
        match = cues.called_off(self.sentence)
        if match is None or cues.QUESTION.search(self.sentence):
            return None
        if _NOT_CALLED_OFF.search(self.sentence[: match.start()]) or _RUMOURED.match(self.sentence, match.end()):
            return None
        denied = DENIED.match(match.group()) is not None
        told = [hit for hit in self.hits if 0 <= hit.start - match.end() <= 60 and not self._is_of_the_report(hit)]
        if (
            denied
            and not self._takes_back(match)
            and any(hit.period.precision is not Precision.YEAR for hit in told if hit.period is not None)
        ):
            return self.undated(match.start(), match.end(), Change.POSTPONED)  # "won't open this quarter after all"
        verb = _WITH_ITS_OBJECT.match(match.group())  # "dropped | the national plan"
        return self.undated(match.start(), match.start() + verb.end() if verb else match.end(), Change.CANCELLED)

    def _takes_back(self, denial: re.Match[str]) -> bool:
        """Whether "will not" says of a promise that there was none, and tells no other date."""
        return _CORRECTS.search(self.sentence) is not None and _BUT_THEN.search(self.sentence, denial.end()) is None

    def undated(self, start: int, end: int, change: Change) -> FoundFollowUp:
        """A report about a thing whose date, if told, is only a mark to know it by."""
        dated = [hit for hit in self.hits if hit.period and hit.period.end and not self._is_of_the_report(hit)]
        dated = [hit for hit in dated if hit.start < end or not self._is_of_what_follows(hit, end)]
        period = (dated[0].period or UNDATED) if dated and change is Change.CANCELLED else UNDATED
        if change is Change.CANCELLED and not dated:  # "The March trip fell victim to cuts", told in May
            period = next(
                (hit.past for hit in self.hits if hit.past and hit.end <= start and hit.name in _NAMED_TIMES), UNDATED
            )
        group = VerbGroup(start, end, Tense.FUTURE, self.sentence[start:end])
        slug, event = self.named(start, end)
        cuts = sorted([(h.start, h.end) for h in self.hits])
        low, high = bounds(self.sentence, start, end)
        if not event and (hearsay := cues.HEARSAY_OF.match(self.sentence, start, end)):
            cut = min([hearsay.end("what"), *(hit.start for hit in self.hits if hit.start > hearsay.start("what"))])
            event = fitted(self.sentence[hearsay.start("what") : cut])
        if not event and not _BE.search(self.sentence[:start]):
            event = object_phrase(self.sentence, end, high, cuts)
        if len(event.split()) < 2:
            if self.sentence.startswith(",", end):  # "has been abandoned, months after it was promised"
                high = end
            event = event_phrase(self.sentence, low, high, (end, end), group, cuts)
            bare = _HAS_BEEN.sub("", event)
            event = bare if len(bare.split()) > 1 and _BE.search(self.sentence[:start]) else event
        event = affirmed(event, group.words)
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

    def held(self) -> Iterator[FoundFollowUp]:
        match, dated = self.deed()
        at_event = self.mention is not None and _AT_EVENT.search(self.sentence) is not None
        if match and not self.clause.headline and _PRESENT.fullmatch(match.group()):
            match = None  # "hosts", "opens" tell what happened in headlines alone
        if not dated and (self._supposes() or (match and self._is_ahead(match.start()))):
            return
        if match and _UNSURE.search(self.sentence[: match.start()]):
            return
        for hit in self._of_the_deed(match):
            group = governing(self.sentence, self.groups, hit.start, hit.end)
            told = match or at_event or (group is not None and _did(group) and not self._quotes(group))
            period = took_place(self.clause, hit, group) if told else None
            if period is not None and period.end is not None:
                found = self._report(Judged(hit, group, self._with_its_days(match, period)))
                yield self._of_what_began(found, match, hit)
                dated = True
        if dated and self.hits:
            return
        if any(hit.open_ended or hit.name == "ago" for hit in self.hits) or not (match or at_event):
            return
        just_now = match is not None and match.group().casefold() not in _OFTEN
        just_now = just_now and match is not None and _JUST_NOW.search(self.sentence, 0, match.start()) is not None
        told_of = self.mention or self.clause.headline or _NOUN.search(self.sentence)
        if told_of or just_now or cues.EARLY.search(self.sentence):
            position = match.start() if match else 0
            end = match.end() if match else 0
            hit = PeriodHit(end, end, UNDATED, UNDATED, "none")
            group = VerbGroup(position, end, Tense.PAST, self.sentence[position:end]) if match else None
            yield self._report(Judged(hit, group, UNDATED))

    def _of_what_began(self, found: FoundFollowUp, deed: re.Match[str] | None, hit: PeriodHit) -> FoundFollowUp:
        """ "A student paid for coffee on | Monday | as Estonia's pilot got under way": what began."""
        if found.event_slug is not None or (deed is not None and deed.start() < hit.end):
            return found
        began = _AS_IT_BEGAN.match(self.sentence, hit.end)
        if began is None or len(began["what"].split()) > _MOST_OF_A_SUBJECT:
            return found
        return replace(found, event=f"{began['what']} {began['deed']}", place=None)

    def _quotes(self, verb: VerbGroup) -> bool:
        """ "Last week we | reported | that Fiji would tax nets": no deed but a word, of what it was said that."""
        if _DECIDED.search(verb.words):
            return False
        return verb.tense is Tense.REPORT and _THAT_CLAUSE.match(self.sentence, verb.end) is not None

    def _of_the_deed(self, deed: re.Match[str] | None) -> list[PeriodHit]:
        """Dates that may be of it: its own alone where it has one ("met on 20 Dec., a paper sent on Friday shows")."""
        ended = deed is not None and _ENDED.fullmatch(deed.group()) is not None
        hits = [hit for hit in self.hits if not (ended and _AFTER.match(self.sentence, hit.start))]
        own = next((hit for hit in hits if deed is not None and hit.start >= deed.end()), None)
        if deed is not None and (since := _DAYS_AFTER.search(self.sentence[: deed.start()])):
            hits = [hit for hit in hits if hit.start >= since.start()]
        shows = _SHOWS.search(self.sentence, own.end) if own else None
        return hits if shows is None else [hit for hit in hits if hit.start < shows.start()]

    def _with_its_days(self, deed: re.Match[str] | None, period: Period) -> Period:
        """ "closed on Friday after five days": from Monday to Friday."""
        if deed is None or period.end is None or period.precision is not Precision.DAY:
            return period
        if _ENDED.fullmatch(deed.group()) is None or (lasted := _LASTED.search(self.sentence)) is None:
            return period
        days = _DAYS.index((lasted["n"] or lasted["m"]).casefold()) + 2
        return Period(period.end - timedelta(days=days - 1), period.end, Precision.RANGE)

    def deed(self) -> tuple[re.Match[str] | None, bool]:
        """The verb of what happened, and whether a date gone by follows it: "in advice published on Monday"."""
        deeds = [match for match in cues.HELD.finditer(self.sentence) if self._is_done(match)]
        if not self.clause.headline:  # "who | sign | for it", in a report that came out on Tuesday
            deeds = [match for match in deeds if not _PRESENT.fullmatch(match.group())] or deeds
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
        if _COUNTDOWN.search(before) or (_MANY.search(before) and _PRESENT.fullmatch(deed.group())):
            return False
        if _THE.search(before) and _PRESENT.fullmatch(deed.group()):
            return False  # "more than the hosts had hoped for"
        return _DETERMINED.search(before) is None or re.match(r"\s+[a-z]+", self.sentence[deed.end() :]) is None

    def _supposes(self) -> bool:
        if _MISSING.search(self.sentence):
            return True
        tenses = {group.tense for group in self.groups if not self._is_looking_back(group)}
        return bool(tenses & {Tense.SUPPOSED, Tense.DENIED, Tense.FORMER}) or bool(cues.QUESTION.search(self.sentence))

    def _is_looking_back(self, group: VerbGroup) -> bool:
        """ "after it had been due"; "was opened on Thursday, completing what was to have been finished in March"."""
        before = self.sentence[: group.start]
        if _LATER.search(before) or self._is_what_was_said(group):
            return True
        done = any(hit.end <= group.start and hit.past is not None and not hit.by for hit in self.hits)
        return done and group.tense is Tense.FORMER and _THAT.search(before) is not None

    def _is_what_was_said(self, group: VerbGroup) -> bool:
        """ "The court ruled on Wednesday that two claims | were not new"."""
        for hit in self.hits:
            verb = governing(self.sentence, self.groups, hit.start, hit.end)
            dated = verb is not None and verb.tense is Tense.PAST and hit.past is not None and not hit.by
            if dated and _THAT_CLAUSE.search(self.sentence, hit.end, group.start):
                return True
        return False

    def _is_ahead(self, position: int) -> bool:
        return any(group.tense is Tense.FUTURE and group.start <= position for group in self.groups)

    def _report(self, judged: Judged) -> FoundFollowUp:
        found = self.follow_up(judged, Change.HELD)
        if cues.EARLY.search(self.sentence):
            found = replace(found, event=fitted(_HOW_EARLY.sub("", found.event)) or found.event)
        if self.mention and found.event_slug is None and _AT_EVENT.search(self.sentence):
            return replace(
                found, event=event_words(self.sentence, self.mention), event_slug=self.mention.slug, kind=Kind.MEETING
            )
        return found


_MOST_OF_A_SUBJECT = 8  # words
_AS_IT_BEGAN = expression(
    r",?\s+(?:as|when)\s+(?:(?:the|an?|its|their)\s+)?(?P<what>(?:[A-Z][\w.’'&-]*|[a-z][\w’'-]*)(?:\s+[\w.’'&-]+)*?)\s+"
    r"(?P<deed>got\s+(?:under\s*way|going)|opened(?!\s+(?:up|fire)\b)|began|launched|started|(?:was|were)\s+(?:inaugurated|launched|opened|switched\s+on|signed)"
    r"|kicked\s+off|went\s+(?:live|on\s+sale)|took\s+effect|came\s+into\s+(?:force|effect|operation|service)|set\s+off|lifted\s+off|reopened)\b"
)
_HOW_EARLY = expression(  # "opened data centre, | four months"
    r",?\s+(?:(?:an?|some|about|nearly|almost|\w+)\s+)?(?:days?|weeks?|months?|years?)(?:\s+(?:early|sooner|ahead\b.*))?\Z"
    r"|,?\s+ahead\s+of\s+.*\Z",
    re.IGNORECASE,
)
_DECIDED = expression(r"\b(?:ruled|decided|resolved|voted|agreed)\Z", re.IGNORECASE)
_OFTEN = frozenset({"met", "held", "heard", "hosted", "won", "named"})  # "have met for two forums"
_JUST_NOW = expression(r"\b(?:has|have)\s+(?:(?:now|finally|officially|also|just|at\s+last)\s+)?(?:been\s+)?\Z")
_THAT_CLAUSE = expression(
    r"\s+(?:(?:(?:on\s+)?\w+day|(?:earlier\s+)?(?:last|this)\s+(?:week|month))\s+)?(?:that|how|why|whether)\b"
)
_ENDED = expression(r"ended|closed|concluded|finished|wraps?\s+up|wrapped\s+up|completed", re.IGNORECASE)
_DAYS = ("two", "three", "four", "five", "six", "seven")
_LASTED = expression(
    rf"\b(?:after|following)\s+(?P<n>{'|'.join(_DAYS)})\s+days\b|\b(?P<m>{'|'.join(_DAYS)})-day\b", re.IGNORECASE
)
_AFTER = expression(r"(?:after|following)\b", re.IGNORECASE)  # "closed on Friday after five days"
# "visited the plants on Monday, days after the rules | took effect": not on Monday.
_DAYS_AFTER = expression(
    r",\s+(?:(?:a\s+few\s+|several\s+|\w+\s+)?(?:hours?|days?|weeks?|months?)\s+|shortly\s+|soon\s+|just\s+)(?:after|before)\s+[^,;]*\Z",
    re.IGNORECASE,
)
_SHOWS = expression(r",\s+(?:an?|the|its|their)\s[^;,]*\b(?:shows?|showed|says?|said|reveals?|revealed)\b")
_UNSURE = expression(
    r"\bwhether\b[^,;]*\Z|\b(?:known|know|says?|said|clear|sure|asked|tell|told|confirm(?:ed)?)\s+(?:if|when)\b[^,;]*\Z"
)
_WITH_ITS_OBJECT = expression(r"(?:drop(?:s|ped)|kill(?:s|ed)(?:\s+off)?)(?=\s)", re.IGNORECASE)
_NAMED_TIMES = frozenset({"month", "season", "daymonth", "monthday", "monthyear"})
_NOT_CALLED_OFF = expression(
    r"\b(?:not|n['’]t|never|could|might|(?-i:may)|if|to|would|without|threaten\w*\s+to)\s+(?:be\s+)?\Z"
    r"|\b(?:rumou?rs?|fears?|feared|den(?:y|ies|ied|ying)|talk|risk|threats?|speculation|avoid\w*|rul(?:es?|ed|ing)\s+out|dismiss\w*|no\s+question)\s+"
    r"(?:(?:of|a|any|the|its|that|it|they|reports?|claims?|had|has|have|was|were|been|be|would|will)\s+){0,6}\Z",
    re.IGNORECASE,
)
# "Correction: the two will not sign on 10 June, as reported earlier": there was nothing to put off.
_CORRECTS = expression(
    r"\bno\s+such\s+\w+\s+(?:had|has|was|were|is|exist(?:s|ed)?)\b"
    r"|\A\W*(?:correction|clarification|erratum|corrigendum)s?\b|\b(?:as|than|contrary\s+to\s+what|what)\s+(?:(?:was|were|had\s+been|we|it|this\s+\w+)\s+)?"
    r"(?:earlier\s+|previously\s+|wrongly\s+|incorrectly\s+|mistakenly\s+)?(?:reported|stated|said\s+earlier|wrote)\b|\bcontrary\s+to\s+(?:[\w-]+\s+){0,3}reports?\b",
    re.IGNORECASE,
)
_BUT_THEN = expression(r"\b(?:but|rather)\b|\binstead\b")
_RUMOURED = expression(
    r"\s+(?:had\s+been|was|is|has\s+been)\s+(?:widely\s+)?(?:rumou?red|feared|threatened|denied|averted|avoided|ruled\s+out)\b"
)
DENIED = expression(r"(?:will|would|won)\b", re.IGNORECASE)
_AND = expression(r"[,;]|\b(?:and|but)\b")
_NONE = expression(r"\b(?:none|no|nor|neither|nothing|nobody|not|never)\b")
_SAID_THEN = expression(
    r"(?:was\s+|were\s+|had\s+(?:been\s+)?)?(?:first\s+)?(?:promised|unveiled|outlined|made|given|sent|said|published|issued|released|announced|signed)",
    re.IGNORECASE,
)
_LATER = expression(  # "after it had been due", "more than the hosts had hoped for"
    r"\b(?:after|before|than|as)\s+(?:it|they|had|was|originally|first)?\s*\Z|\bthan\s+(?:[\w’'-]+\s+){1,4}\Z",
    re.IGNORECASE,
)
_THAT = expression(r"\b(?:that|which|what)\s+\Z")
_BE = expression(r"\b(?:is|are|was|were|be|been|being|gets?|got)\s+(?:\w+ly\s+|now\s+|also\s+)?\Z", re.IGNORECASE)
_TO = expression(
    r"\b(?:no|any|without|to|will|would|shall|can|could|(?-i:may)|might|must|should)\s+(?:\w+ly\s+|also\s+|co-)?\Z",
    re.IGNORECASE,
)
_NOTHING = expression(  # "has heard nothing"; "closed 2.3 per cent higher", as prices do
    r"\s+(?:nothing|nobody|no\s+one|no\b|neither"
    r"|(?:(?:about|nearly|some|slightly|sharply)\s+)?(?:[\d.,]+\s*(?:%|per\s?cent|percent|points?)?\s*)?(?:higher|lower|flat|mixed|(?:up|down)\s+\d)\b)",
    re.IGNORECASE,
)
_DETERMINED = expression(r"\b(?:an?|its|their|his|her|this|that|each|any|some|newly|recently)\s+\Z", re.IGNORECASE)
_MISSING = expression(  # "September has passed and the study is nowhere to be found"
    r"\bnowhere\s+(?:to\s+be\s+(?:found|seen)|in\s+sight)\b|\bno\s+(?:sign|trace|word|news)\s+(?:of|on|yet)\b|\b(?:is|are|remains?)\s+(?:still\s+)?"
    r"(?:overdue|missing|awaited|outstanding|to\s+be\s+seen)\b|\bwaiting\s+(?:to\s+(?:hear|see|learn|know|find)|for\s+(?:news|word|the|an?))\b",
    re.IGNORECASE,
)
_COUNTDOWN = expression(r"\b(?:countdown|preparations|rehearsals|build-up)\s+(?:has\s+|have\s+)?\Z", re.IGNORECASE)
_THE = expression(r"\bthe\s+\Z", re.IGNORECASE)
_MANY = expression(
    r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|dozens\s+of|more|several|many|few)\s+\Z", re.IGNORECASE
)
_PASSIVE = expression(r"\bbe\s+(?:\w+ly\s+)?\Z", re.IGNORECASE)
_HAS_BEEN = expression(  # "weather satellite | has been", called off "for good"
    r"\s+(?:has|have|had|was|were|is|are|will|be|been)\b(?:\s+(?:now|been|be|all|good|indefinitely)\b)*\Z"
)
_PRESENT = expression(
    r"hosts?|holds?|convenes?|meets?|concludes?|opens|launches|publishes|releases|signs?|inks?|unveils|wraps\s+up"
    r"|kicks\s+off|issues|begins|goes\s+live",
    re.IGNORECASE,
)
_DID = expression(
    r"(?:(?:was|were|has|have)\s+(?:been\s+)?)?(?!(?:remain|stay|wait|seem|look)ed\b)\w+ed", re.IGNORECASE
)
_WAS = expression(
    r"(?:(?:was|were|had|did|has|have|['’]ve|(?:has|have)\s+been|stood|lay)\b|(?:remain|stay|wait|seem|look)ed\b)\W*",
    re.IGNORECASE,
)


def _did(group: VerbGroup) -> bool:
    """Whether a verb tells a deed done ("landed", "left"), and not only a state ("was")."""
    return _DID.fullmatch(group.words) is not None or (
        group.tense is Tense.PAST and _WAS.fullmatch(group.words) is None
    )


_AT_EVENT = expression(r"\b(?:at|during|after|following)\s+(?:the|their|its|this)\b", re.IGNORECASE)
_NOUN = expression(
    r"\b(?:dialogue|summit|meeting|forum|conference|talks|report|agreement|memorandum|plant|facility|satellite"
    r"|centre|center|pilot|programme|program|strategy|roadmap|rules?|guidelines|framework|pact|treaty|portal|platform|register|registry"
    r"|website|tool|app|guide|guidance|handbook|white\s+paper|study|review|symposium|workshop|exercise|drill|round\s?table|congress"
    r"|festival|exhibition|hackathon|competition|fund|scheme|laboratory|lab|institute|hub|campus|standards?|code|testbed|sandbox"
    r"|corridor|cable|reactor|mission|recommendations|findings|blueprint|playbook|toolkit|principles|declaration|manual|catalogue)\b",
    re.IGNORECASE,
)
