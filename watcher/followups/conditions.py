"""What takes a date out of the running: questions, conditions, polls, forecasts, what was issued or said that day."""

import re
from dataclasses import dataclass
from datetime import date

from watcher.followups import cues
from watcher.followups.background import is_background
from watcher.followups.expressions import expression
from watcher.followups.periods import PeriodHit
from watcher.followups.verbs import Tense, VerbGroup, bounds


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence with what was found in it; ``headline``: it is the entry's title."""

    text: str
    published: date
    groups: list[VerbGroup]
    headline: bool = False


def ruled_out(clause: Clause, hit: PeriodHit, group: VerbGroup | None) -> bool:
    if cues.QUESTION.search(clause.text) or (group is not None and _is_open(clause.text, group)):
        return True
    if _is_todays(clause, hit, group):
        return True
    missed = _MISSED.match(clause.text, hit.end) or _GONE.match(clause.text, hit.end)
    if missed or _SHORT_OF.search(clause.text[: hit.start]):
        return True
    if _WAITS.search(clause.text, hit.end) or (group is not None and _is_put_off(clause.text, hit, group)):
        return True
    if hit.name == "weekday" and _ISSUED.search(clause.text[: hit.start]):
        return True
    if hit.yearless and (_JUST_DONE.search(clause.text[: hit.start]) or _OF_A_PAPER.search(clause.text[: hit.start])):
        return True
    if _COMPARED.search(clause.text[: hit.start]) or _is_learned(clause, hit):
        return True
    if (
        _EVERYDAY.match(clause.text)
        or _IN_A_CASE.match(clause.text)
        or _is_denied(clause.text, hit)
        or _on_condition(clause.text, hit)
        or _is_of_the_past(clause, hit, group)
    ):
        return True
    if _QUOTED_EARLIER.search(clause.text) or (hit.name == "which" and _COUNTED.search(clause.text[: hit.start])):
        return True
    around = clause.text[max(0, hit.start - 40) : hit.end + 40]
    if cues.REGULARLY.search(around):
        return True
    low, high = bounds(clause.text, hit.start, hit.end)
    if group is not None:
        low, high = min(low, group.start), max(high, group.end)
    return cues.is_forecast(clause.text[low:high]) or is_background(
        clause.text, hit, group, clause.published, headline=clause.headline
    )


_JUST_DONE = expression(r"\b(?:agreed|decided|ruled|resolved|voted|decreed)\s+(?:at\s+[^,;]{1,30}\s+)?on\s+\Z")
_COMPARED = expression(  # "500 traineeships, up from 320 in FY2025"
    r"\b(?:(?:up|down)\s+from|compared\s+(?:with|to)|versus|vs\.?)\s+[^,;]{0,40}?\b(?:in|for|of|during)\s+\Z|\b(?:up|down)\s+from\s+\Z"
)
_AND_ON = expression(r"\band\s+(?:then\s+)?(?:on\s+)?\Z")
_THAT = expression(r"\s+that\b")


def _is_learned(clause: Clause, hit: PeriodHit) -> bool:
    """ "learned on 9 April that ..., and on 14 April that the rule would hold": when it was learned."""
    return (
        hit.yearless
        and _THAT.match(clause.text, hit.end) is not None
        and _AND_ON.search(clause.text[: hit.start]) is not None
        and bool(clause.groups)
        and clause.groups[0].tense in {Tense.PAST, Tense.REPORT}
    )


_OF_A_PAPER = expression(  # "the order of 23 July sets a deadline"
    r"\b(?:order|decree|memorandum|memo|letter|notice|statement|ruling|directive|circular|communiqu[eé]|filing|judgment)\s+"
    r"(?:of|dated)\s+\Z",
    re.IGNORECASE,
)
_CONDITION = expression(r"(?:\A\W*|,\s+)(?:if|unless|had|were)\s[^,;]*\Z", re.IGNORECASE)
_EVERYDAY = expression(  # the weather, the exchange, the box office, the paper's own readers
    r"\A\W*(?:(?:the|heavy|light|more)\s+)?(?:(?:rain(?:fall)?|showers|snow|thunderstorms|temperatures|humidity|stocks|futures|stock\s+market|film|movie"
    r")\s+(?:will|is|are)\b|shares?\s+(?:in|of)\s+(?:[\w’'&-]+\s+){1,5}?(?:will|are)\s+(?:open|trade|start|close)|subscribe\s+by\b|our\s+offices?\s+(?:will|are|is)\b)",
    re.IGNORECASE,
)
_IN_A_CASE = expression(  # "Should talks fail, duties will rise in May"
    r"\A\W*(?:should\s+(?!the\s+\w+\s+be\b)(?:[\w’'-]+\s+){1,6}?[\w’'-]+|in\s+(?:the\s+event|case)\s+(?:that|of)\b[^,;]+|provided\s+(?:that\s+)?[^,;]+"
    r"|if\s+(?!you\b|your\b|interested|eligible|confirmed|approved|passed|successful|all\s+goes)[^,;]+),",
    re.IGNORECASE,
)
_ATTRIBUTE = expression(r"\b(?:in|on|by|for|from|until|till|through|before|after|since|to|and|or|between)\s+\Z|\A\W*\Z")
_NAMED_MONTHS = frozenset({"month", "season"})
_NEARER_BACK = 183  # days


def _is_todays(clause: Clause, hit: PeriodHit, group: VerbGroup | None) -> bool:
    """ "Wednesday's order covers chips": the day qualifies what is there."""
    words = clause.text[hit.start : hit.end].casefold()
    if hit.name not in {"weekday", "dayword"} or words.startswith("tom"):
        return False
    owns = re.match(r"['’]s\s", clause.text[hit.end :]) is not None
    if owns and words.startswith("today"):
        return True
    return owns and (group is None or group.tense in {Tense.PRESENT, Tense.PAST, Tense.REPORT})


_MISSED = expression(  # "although the 31 March target passed five weeks ago"
    r"\s+(?:target|goal|deadline|date)\s+(?:(?:has|had|was|were|is)\s+(?:been\s+)?)?(?:passed|expired|lapsed|missed|gone|came\s+and\s+went)\b"
)
_GONE = expression(  # "Year-end passed, the grant has not arrived", "May came and went"
    r"\s+(?:(?:has|have|had|is|are)\s+)?(?:now\s+|already\s+)?(?:passed|lapsed|elapsed|expired|over|(?:come|came|gone)\s+and\s+(?:gone|went))"
    r"\b(?!\s+(?:by|to|over|in)\b)"
)
_SHORT_OF = expression(r"\b(?:short\s+of|miss(?:ed|es|ing)?|behind|past)\s+(?:the|its|their|a)\s+\Z", re.IGNORECASE)
# "Those expecting the report at the end of May have been told to wait until July."
_WAITS = expression(r"[^,;]*\b(?:ha(?:ve|s|d)|must|will|are|is|were|was)\s+(?:\w+\s+){0,4}wait\s+(?:until|till)\b")
_PUTS_OFF = expression(r"\b(?:put\s+off|postpon|defer|delay|cancel|shelv|drop|scrap|call(?:s|ed)\s+off)", re.IGNORECASE)


def _is_put_off(sentence: str, hit: PeriodHit, group: VerbGroup) -> bool:
    """ "has put off next week's trip": the old date."""
    owns = re.match(r"['’]s?\s", sentence[hit.end :]) is not None
    return owns and _PUTS_OFF.search(sentence[group.start : hit.start]) is not None


def _is_denied(sentence: str, hit: PeriodHit) -> bool:
    """ "denied that the opening will be delayed until June": nobody promises June."""
    return cues.DENYING.search(sentence, 0, hit.start) is not None


def _on_condition(sentence: str, hit: PeriodHit) -> bool:
    """ "If you had booked a flight for late September, call your airline"."""
    return (
        _CONDITION.search(sentence[: hit.start]) is not None
        and re.match(r"[^;]{0,60},", sentence[hit.end :]) is not None
    )


def _is_of_the_past(clause: Clause, hit: PeriodHit, group: VerbGroup | None) -> bool:
    """ "Ministry publishes minutes of June session": a month that qualifies a noun is the nearest."""
    if group is None or group.tense is not Tense.PRESENT or hit.name not in _NAMED_MONTHS or not hit.yearless:
        return False
    if hit.period is None or hit.period.start is None or group.start > hit.start:
        return False
    if _ATTRIBUTE.search(clause.text[: hit.start]) is not None or not clause.headline:
        return False
    return (hit.period.start - clause.published).days > _NEARER_BACK


_QUOTED_EARLIER = expression(  # a correction says what an article had said
    r"\b(?:an?|our|the|this)\s+(?:\w+\s+){0,2}(?:article|story|report|version|headline|post|(?:news)?paper|site|website|blog"
    r"|newsletter|bulletin|agency|magazine)\b[^;]{0,60}?"
    r"\b(?:said|wrote|stated|reported|claimed|suggested)\b[^;]{0,80}\bwould\b|\b(?:wrongly|incorrectly|mistakenly"
    r"|erroneously)\s+(?:said|stated|reported)\b(?!.*\b(?:it\s+is|in\s+fact|correct)\b)"
    r"|\bwe\s+(?:had\s+)?(?:reported|stated|wrote)\s+that\b|\b(?:denied|denies|dismissed|rejected)\s+(?:an?|the)\s+(?:\w+\s+){0,3}"
    r"(?:report|reports|claim|claims|story|rumou?rs?)\s+that\b",
    re.IGNORECASE,
)
_ISSUED = expression(  # "will need a licence under a rule published by the Bureau on Monday"
    r"(?<!\bbe)(?<!\bis)\s(?:published|issued|released|announced|signed|unveiled|adopted|passed)\s+(?:by\s+[^,;]{1,60}\s+)?"
    r"(?:on\s+)?\Z",
    re.IGNORECASE,
)
_COUNTED = expression(  # "the second delay this year" counts what has happened
    r"(?:\b(?:is|are|was|were|marks?)\s+|,\s+)(?:the|its|their|his|her)\s+(?:\w+\s+)?(?:first|second|third|fourth|fifth|sixth"
    r"|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th)|latest|\w+est)\s+(?:\w+\s+){1,4}\Z",
    re.IGNORECASE,
)
_OPEN_QUESTION = expression(
    r"(?:\A\W*(?:what|whether|how|who|when\s+and\s+where)\b|\b(?:whether|unclear\s+(?:when|if|how|what)"
    r"|unknown\s+(?:when|if)))[^,;]{0,80}\Z",
    re.IGNORECASE,
)
_SUPPOSING = expression(r"\A\W*(?:were|had|should)\s[^,]*,|\b(?:if|unless|should\s+\w+\s+fail)\b", re.IGNORECASE)
_NOBODY = expression(
    r"(?:\A\W*|[,;]\s+|\b(?:and|but|that)\s+)(?:no|none|neither|nobody|no\s+one|nothing)\b[^,;]{0,50}\Z", re.IGNORECASE
)
_POLLED = expression(r"(?:per\s?cent|percent|%)\s+of\b[^,;]{0,60}\Z|\brespondents\b[^,;]{0,40}\Z", re.IGNORECASE)


def _is_open(sentence: str, group: VerbGroup) -> bool:
    """ "whether the plant will open", "would expire if", "40 per cent of firms expect": nobody promises."""
    before, words = sentence[: group.start], group.words.casefold()
    if _NOBODY.search(before):
        return True
    if _OPEN_QUESTION.search(before) or (words.startswith("would") and _SUPPOSING.search(sentence)):
        return True
    return words.startswith(("expect", "plan", "aim", "intend", "hope")) and _POLLED.search(before) is not None
