"""What makes a lone year or month a date: the words before it, or the noun it qualifies."""

import re

from watcher.followups.expressions import expression
from watcher.followups.ranges import as_range
from watcher.followups.units import Unit

_SUPPORT = expression(
    r"(?:\b(?:in|for|during|throughout|within|from|to|between|around|about|circa|of|into|on|starting|beginning"
    r"|effective|as\s+early\s+as|as"
    r"|in\s+or\s+around|target(?:s|ed|ing)?|eye(?:s|d|ing)?|until|till|by|before|through|since|after|and|or|late"
    r"|early|this|next|last|than|(?-i:Come)|,\s+come)"
    r"(?:\s+(?:the|a|around|about|roughly|approximately|sometime|some\s+time|fiscal|calendar|year|its|their|late"
    r"|early))*\s+|[(:–—-]\s*)\Z",
    re.IGNORECASE,
)
_MONTH_NOUN = expression(
    r"\s+(?:\w+\s+){0,2}(?:summit|meeting|dialogue|talks|forum|conference|deadline|launch|round|session|visit"
    r"|workshop|hearing|vote|event|sees?|brings?"
    r"|release|election|symposium|gathering|trip|signing|review)\b",
)
_YEAR_OF_NAME = expression(
    r"\s+(?:[A-Z][\w.&-]*(?=\s|\Z|[,.;])|edition\b|budget\b|model\b|census\b|amendments?\b|rules?\b|law\b|report\b"
    r"|version\b|fiscal\b|vintage\b|standard\b)"
)
_PAST_TIME = expression(  # "the worst drought in ten years", "the first leader to visit in six years"
    r"\b(?:time|highest|lowest|biggest|largest|worst|best|fastest|first|second|only|most|least)\s+\Z"
    r"|\b(?:first|only|highest|lowest|biggest|largest|worst|best|fastest|strongest|weakest|longest|deadliest|busiest)"
    r"\s(?:(?!will\b|to\s+be\b)[\w’'&.-]+\s+){1,12}\Z",
    re.IGNORECASE,
)


def supported(text: str, before: str, group: list[Unit]) -> Unit | None:
    """The group as one unit, or None where a lone year or month stands without anything that makes it a date."""
    unit = group[0]
    if len(group) == 2:
        if unit.name == "weekday" and re.match(
            r"Monday\b.*\b(?:Friday|Saturday|Sunday)\Z", text[unit.start : group[1].end]
        ):
            return None  # opening hours
        return as_range(unit, group[1])
    after = text[unit.end : unit.end + 40]
    if unit.yearless and unit.name in _NAMED and _LONG_AGO.match(after):
        return None
    if unit.name == "weekday" and _OF_THE_DATE.search(before):
        return None  # "on 8 July, a Monday"
    if unit.name == "weekday" and _NEXT_DAYS_DATE.match(after):
        return None  # "on Tuesday and Wednesday, 13 and 14 June": the dates tell both
    if unit.name == "year" and unit.bare and (_YEAR_OF_NAME.match(after) and not _SENTENCE_START.search(before)):
        return None
    if unit.bare and not _SUPPORT.search(before):
        noun = unit.name == "month" and (_MONTH_NOUN.match(after) or (not before.strip() and re.match(r"\s*:", after)))
        noun = noun or (unit.name == "year" and _BEGINNING.match(after) and _ARTICLE.search(before))
        return unit if noun or _SET_AS.match(after) else None
    if unit.name == "within" and unit.ahead and (_PAST_TIME.search(before) or _OF_AN_EVENT.match(after)):
        return None
    if unit.name == "yearend" and _QUALIFIES.match(after) and not _LIMITS.search(before):
        return None
    return unit


_NAMED = frozenset({"month", "monthday", "daymonth", "season"})
_LONG_AGO = expression(r",?\s+(?:of\s+|in\s+)?1[0-8]\d\d\b(?!\s+[a-z]+s\b)")  # "in November 1774"
_OF_THE_DATE = expression(r"\A,?\s+an?\s+\Z")  # right behind another date
_NEXT_DAYS_DATE = expression(
    r"\s+(?:and|to)\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+(?:the\s+)?(?:\d|(?-i:[A-Z][a-z]{2,8}\.?\s+\d))"
)
_OF_AN_EVENT = expression(  # "in the six weeks after the dose", "in the twelve months to September"
    r"\s+(?:after|before|since|following|prior\s+to|leading\s+up\s+to|ended|ending|to\s+(?:early\s+|mid-|late\s+)?[A-Z][a-z]+\b|up\s+to\b)"
)
_QUALIFIES = expression(
    r"\s+(?!deadline\b|target\b|goal\b|date\b|summit\b|meeting\b)[a-z]+ly\b|\s+(?!deadline|target|goal|date|summit|meeting|and|or|to|for|as|in|at|but"
    r"|if|when|with|after|that|is|are|will|was|has|by|on|the|a)\b[a-z]+"
)  # "year-end bonuses"
_LIMITS = expression(
    r"\b(?:by|before|until|till|at|around|near|towards?|for|through|the|of)\s+(?:the\s+)?\Z", re.IGNORECASE
)
_ARTICLE = expression(r"\b(?:an?|its|their|for)\s+(?:possible\s+|planned\s+|targeted\s+)?\Z", re.IGNORECASE)
_BEGINNING = expression(
    r"\s+(?:launch|opening|start|debut|roll-?out|target|completion|delivery|deadline|landing|finish)\b"
)
_SET_AS = expression(
    r"\s+as\s+(?:the|an?|its|their)\s+(?:\w+\s+){0,2}(?:deadline|target|date|goal|limit)\b"
)  # "set 2035 as"
_SENTENCE_START = expression(r"^\W*(?:In|By|For|During|Until|From|Before)\s+\Z")
