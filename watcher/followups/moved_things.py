"""What a verb of moving or extending is done to: "has extended | the comment period | to 2 May". English."""

import re

from watcher.followups.expressions import expression
from watcher.followups.noun_phrases import clipped

_MOVES = (
    r"(?:mov(?:e|es|ed|ing)|push(?:es|ed|ing)?|put(?:s|ting)?|postpon(?:e|es|ed|ing)|delay(?:s|ed|ing)?|shift(?:s|ed|ing)?"
    r"|reschedul(?:e|es|ed|ing)|defer(?:s|red|ring)?)\s+(?:(?:back|off)\s+)?"
)
_EXTENDS = rf"(?:(?:extend(?:s|ed|ing)?|lengthen(?:s|ed|ing)?|prolong(?:s|ed|ing)?)\s+|{_MOVES})"
_TO_WHEN = r"(?=\s+(?:from|to|by|back|until|till)\b)"
_MOST_WORDS = 8

_EXTENDED = expression(
    rf"\b{_EXTENDS}(?P<what>(?:the|its|their|this|that)\s+(?:[\w’'-]+\s+){{0,3}}?"
    r"(?:deadline|cut-?off(?:\s+date)?|closing\s+date|due\s+date|time\s+limit|consultation(?:\s+period)?|comment\s+period|window|period)"
    r"(?:\s+(?:for|on)\s+[^,;.]{2,60}?)?)(?=\s+(?:from|to|by|back|until|till|through|with)\b|\s*[,.;]|\s*\Z)",
    re.IGNORECASE,
)
_MOVED = expression(
    rf"\b{_MOVES}(?:(?:this|next)\s+(?:week|month|year|spring|summer|autumn|fall|winter)|[A-Z][a-z]+)['’]s\s+"
    rf"(?P<what>(?:[\w’'-]+\s+){{0,6}}?[\w’'-]+(?:\s+(?:for|of|on|with|between|in)\s+[^,;.]{{2,60}}?)?){_TO_WHEN}"
)
_MOVED_IT = expression(
    rf"\b{_MOVES}(?:the|its|their)\s+"
    r"(?P<what>(?:[\w’'-]+\s+){0,5}?[\w’'-]+(?:\s+(?:on|of|for|between)\s+[^,;.]{2,40}?)?)"
    r"(?=\s+(?:a\s+(?:second|third)\s+time|again|once|twice|to|from|until|because|after|by|for\s+the)\b|\s*[,;.]|\s*\Z)"
)
# "Grid storage talks in Suva | put back again, this time | to June"
_MOVED_AGAIN = expression(
    r"\W*(?:[Tt]he\s+)?(?P<what>(?!\w+\s(?:put|pushed|moved)\b)[^,;:]{4,60}?)(?:\s+(?:in|at)\s+[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)?)?\s+"
    r"(?:(?:has|have)\s+been\s+|(?:was|were|is|are)\s+)?(?:put|pushed|moved|delayed|postponed|shifted|rescheduled|slips|slipped)(?:\s+(?:back|off))?\s+"
    r"(?:again|once\s+more|(?:for\s+)?an?\s+(?:second|third)\s+time|yet\s+again),\s+(?:(?:and\s+)?(?:this\s+time|now)|to)\b"
)
# "Organisers of the Quantum Summit have rescheduled the event to"
_ITS_HOSTS_MOVED = expression(
    r"\W*(?:The\s+)?(?i:organi[sz]ers|hosts|planners|backers|conveners)\s+of\s+(?:the\s+|this\s+year['’]s\s+)?(?P<what>(?:(?!have\b|has\b)[\w’'&-]+\s+){1,9}?)"
    r"(?:(?:have|has|had)\s+)?(?:now\s+|again\s+)?(?:(?:mov|reschedul|push|postpon|delay|shift|defer)\w+|put|brought)\s+"
    r"(?:it|the\s+(?:event|gathering|meeting|dates?|start|opening))\b"
)


# "The net ban has been put off by four weeks, | to 9 June"
_MOVED_BY = expression(
    r"\W*(?:[Tt]he\s+)?(?P<what>[^,;:]{4,80}?)\s+(?:(?:has|have|had)\s+(?:now\s+|again\s+)?been|was|were|is|are)\s+(?:now\s+|again\s+)?"
    r"(?:moved|put|pushed|postponed|delayed|shifted|deferred|extended)(?:\s+(?:back|off))?\s+(?:by|for)\s+(?:another\s+|a\s+further\s+)?"
    r"(?:an?|\w+)\s+(?:more\s+)?(?:days?|weeks?|months?|years?|fortnight),?\s+(?:to|until|till)\s"
)
# "A new date | of 9 June | has been set for the net ban"
_NEW_DATE = expression(
    r"\W*(?:An?|The)\s+(?:new|fresh|revised|later|final|firm|second|third)\s+(?:date|slot)\b[^;]{0,40}?\b(?:set|fixed|agreed|named|chosen|announced|found|given"
    r"|picked|proposed)\s+for\s+(?:the|its|their|this)\s+(?P<what>(?:[\w’'&-]+\s+){1,6}?[\w’'-]+)(?=\s*[.,;]|\s+(?:in|at|after|by|because|and)\s|\s*\Z)"
)


def extended(sentence: str, before: int) -> str:
    """The deadline that a verb before a position is done to: "comment period"; or ""."""
    found = _EXTENDED.search(sentence, 0, before)
    if found is None:
        return ""
    words = found["what"].split()
    return " ".join(words[1:] if len(words) > 2 else words)


def moved(sentence: str, before: int) -> str:
    """What a verb before a position moves from the date known: "move next week's | forum talks | to"; or ""."""
    hosts = _ITS_HOSTS_MOVED.match(sentence)
    if hosts is not None and hosts.end() <= before:
        return clipped(hosts["what"], _MOST_WORDS)
    once_more = _MOVED_AGAIN.match(sentence)
    if once_more is not None and once_more.end() <= before:
        return clipped(once_more["what"], _MOST_WORDS)
    by_weeks = _MOVED_BY.match(sentence)
    if by_weeks is not None and by_weeks.end() <= before and len(by_weeks["what"].split()) > 1:
        return clipped(by_weeks["what"], _MOST_WORDS)
    if dated := _NEW_DATE.match(sentence):
        return clipped(dated["what"], _MOST_WORDS)
    found = _MOVED.search(sentence, 0, before)
    return found["what"] if found and len(found["what"].split()) > 1 else ""


def moved_in(sentence: str) -> str:
    """What "it" is that will now take place, where the sentence before moved it: "Fiji has moved | the Reef Forum"."""
    found = _MOVED_IT.search(sentence)
    return clipped(found["what"], _MOST_WORDS) if found else ""
