"""What a deadline told by its date is of: "the 31 March deadline for comments", "with a week to the 31 March deadline".

English. The date stands before the word; what is due then is told behind it, or by the clause it is only the measure
of. No period is judged here.
"""

import re

from watcher.followups.expressions import expression
from watcher.followups.verbs import Tense, VerbGroup

_DEADLINE = expression(
    r"\s+(?P<word>deadline|cut-?off(?:\s+date)?|closing\s+date|due\s+date|time\s+limit)\b", re.IGNORECASE
)
_OF_WHAT = expression(r"\s+(?:for|to)\s+(?P<what>[^,;:—]+)")
# "With less than five months to the | 31 March deadline, ...", "..., well ahead of the | 30 September cut-off"
_MEASURE = expression(
    r"(?:\A\W*|,\s+)(?:(?:with|and\s+with)\s+)?(?:(?:[\w’'-]+\s+){0,7}?)(?:to\s+go\s+(?:to|until|before)|left\s+(?:to|until|before)|ahead\s+of"
    r"|in\s+advance\s+of|to|until|before|short\s+of|off|from)\s+(?:the|its|their|this|that)\s+\Z",
    re.IGNORECASE,
)
_SHARE = expression(
    r"\A\W*(?:(?:only|just|barely|fewer|less|more|than|nearly|almost|about|some|around|over|under|roughly|still|even)\s+)*"
    r"(?:[\d.,]+\s*(?:%|per\s?cent|percent)|an?\s+(?:third|quarter|fifth|tenth|half|handful|fraction)|(?:two|three)[\s-]+(?:thirds|quarters|fifths)"
    r"|half|\w+\s+(?:in|out\s+of)\s+\w+|most|many|few|none|[\d.,]+|\w+)\s+of\s+(?:the\s+)?|\A\W*(?:only|just|barely)\s+",
    re.IGNORECASE,
)
# "are urging members | to answer the regulator's questions before | 28 March": who is urged is not what is due
_ASKED = expression(
    r"\b(?:urg|ask|call|remind|press|invit|encourag|advis)\w*\s+(?:on\s+)?(?:[\w’'-]+\s+){1,8}?to\s+"
    r"(?P<what>(?:answer|respond|reply|comment|submit|apply|register|send|file)\b[^,;]{3,90}?)\s+(?:(?:by|before|until|no\s+later\s+than)\s+)?(?:the\s+)?\Z",
    re.IGNORECASE,
)
_ENDS = expression(r",\s|[;:—]|\s[-–]\s")
_TIME = expression(r"\b(?:so\s+far|already|yet|by\s+\w+day|as\s+of\b.*|this\s+(?:week|month|year))\s*\Z", re.IGNORECASE)


def deadline_phrase(sentence: str, start: int, end: int, groups: list[VerbGroup]) -> str:
    """What is due at the date at ``start:end``, where a word for a deadline follows it; "" where none does."""
    word = _DEADLINE.match(sentence, end)
    if word is None:
        asked = _ASKED.search(sentence, 0, start)
        return asked["what"] if asked else ""
    of_what = _OF_WHAT.match(sentence, word.end())
    if of_what:
        low = of_what.start("what")
        stop = next((g.start for g in groups if g.start > low and g.tense is not Tense.INFINITIVE), of_what.end())
        return f"deadline{sentence[word.end() : min(stop, of_what.end())]}".strip()
    measure = _MEASURE.search(sentence[:start])
    if measure is None:
        return ""
    if measure.group().startswith(","):
        return _done(sentence, 0, measure.start(), groups)
    comma = _ENDS.match(sentence, word.end())
    return _done(sentence, comma.end(), len(sentence), groups) if comma else ""


def _done(sentence: str, low: int, high: int, groups: list[VerbGroup]) -> str:
    """Who does what in the clause that the deadline is the measure of, but for how many of them."""
    verb = next((group for group in groups if low < group.start < high), None)
    if verb is None:
        return ""
    who = _SHARE.sub("", sentence[low : verb.start].strip()).split()
    ended = _ENDS.search(sentence, verb.end, high)
    what = _TIME.sub("", sentence[verb.end : ended.start() if ended else high].rstrip(" .!?"))
    words = f"{' '.join(who[-4:])} {verb.words.split()[-1]} {what}".split()
    return " ".join(words) if len(words) > 2 else ""
