"""Postponements: the words that put a thing off to no date they tell. English; for those that do see ``cues.MOVED``.

"Has been held up", "will not appear in June as promised", "will miss its deadline", "could not give a new date".
"""

import re

from watcher.followups import cues
from watcher.followups.expressions import expression

_NEW_DATE = (
    r"(?:new|fresh|revised|alternative|replacement|substitute|later)\s+(?:[\w-]+\s+){0,2}?"
    r"(?:dates?|timetable|timeline|slot|deadline)"
)
# Said of the date itself: whatever date the sentence tells is the old one.
_LEFT_OPEN = expression(
    rf"\b(?:no\s+(?:other\s+)?{_NEW_DATE}\s+(?:(?:has|have|had)\s+(?:yet\s+)?been|was|were|is|are|in\s+sight|could\s+be|would\s+be|yet"
    r"|for\b)"
    rf"|(?:gave|gives?|given|giving|named?|naming|sets?|setting|offer(?:s|ed|ing)?|announc(?:es|ed|ing)|provid(?:es|ed|ing)|propos(?:es|ed|ing)"
    rf"|had|has|have|with)\s+no\s+{_NEW_DATE}|without\s+(?:(?:giving|naming|setting|offering|announcing|fixing|proposing)\s+)?(?:an?\s+)?{_NEW_DATE}"
    rf"|without\s+(?:a\s+)?date"
    rf"|(?:(?:could|can|would|will|did|does|do|is|are|was|were)\s+not|(?:could|ca|would|did|does|do)n['’]t|cannot|won['’]t|declin\w+\s+to|refus\w+\s+to"
    rf"|unable\s+to|neither\s+(?:\w+\s+){{1,2}}(?:would|could|will|can)|yet\s+to|failed\s+to|nor\s+(?:did|would|could)\s+\w+)\s+(?:yet\s+)?"
    rf"(?:give|name|set|offer|announce|provide|propose|fix|agree\s+on|commit\s+to|suggest)\s+(?:an?y?\s+|its\s+|the\s+)?{_NEW_DATE}"
    rf"|(?:a\s+|the\s+|its\s+)?{_NEW_DATE}\s+(?:is|are|was|remains?|has|have|had|will|would)\s+(?:still\s+|yet\s+|only\s+)?(?:be\s+|to\s+be\s+|yet\s+to\s+be\s+)?"
    r"(?:open|awaited|outstanding|pending|unknown|unclear|announced|communicated|confirmed|set|fixed|agreed|found|given|named|published|decided"
    r"|made\s+(?:public|known))\b(?!\s+(?:for|to|as|on|at)\b)"
    rf"|(?:awaits?|awaiting|pending|seek(?:s|ing)?|look(?:s|ing)?\s+for|search(?:es|ing)?\s+for)\s+(?:an?\s+)?{_NEW_DATE}"
    r"|until\s+further\s+notice|indefinitely|sine\s+die)\b",
    re.IGNORECASE,
)
_ON_TIME = (
    r"(?:as\s+(?:\w+ly\s+)?(?:planned|promised|scheduled|announced|expected|foreseen|intended|billed|hoped|agreed)|on\s+(?:time|schedule)|in\s+time"
    r"|by\s+(?:then|its\s+deadline|the\s+deadline))\b"
)
_COMES = (
    r"(?:be\s+(?:ready|out|open|complete|operational|live|there|held|built|shown|done|\w+ed)|appear|open|begin|start|come|arrive|launch|fly|lift"
    r"|take\s+(?:place|effect|off)|go|happen|meet|convene|report|publish|issue|release|deliver|finish|end|close|conclude|sign|enter|apply|ship|land"
    r"|reach|return|resume|reopen|produce|proceed|run)\b(?!\s+as\s+\w+\s+as\b)"
)
_POSTPONED = expression(
    r"\b(?:(?:is|was|were|been|be)\s+scrubbed|postpon(?:e|es|ed|ing|ement)|adjourn(?:ed|s)?|defer(?:s|red|ring|ral)?|put(?:s|ting)?\s+(?:[\w’'-]+\s+){0,8}?off(?!\s+by\b)"
    r"|(?:put(?:s|ting)?|plac(?:es|ed|ing)|is|are|remains?|been)\s+(?:[\w’'-]+\s+){0,8}?(?:on|into|in)\s+(?:hold|ice|limbo|abeyance|the\s+deep\s+freeze)"
    r"|push(?:es|ed|ing)?\s+back(?!\s+(?:against|at)\b|\s+\w+day\s+(?:on|against|at)\b|\s+on\s+(?:the|an?|its|their|his|her|claims?|plans?|criticism)\b)|delay(?:s|ed|ing)?|(?<!briefly\s)suspend(?:s|ed)?(?!\s+(?:by|from|in|above|over|between|sentences?)\b)|held\s+back|on\s+hold"
    r"|(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?(?:held\s+up(?!\s+as)|grounded|paused|stalled|frozen|halted|mothballed)|grounds(?=\s+(?:its|the|all)\b)"
    r"|(?:has|have|had)\s+(?:\w+ly\s+)?(?:stalled|slipped|grounded|paused|frozen|halted|mothballed)"
    r"|(?:will|would|to|['’]ll)\s+(?:\w+ly\s+)?(?:miss|overrun|overshoot)\s+(?:the|its|their|his|her|that|this|a)\s+(?:[\w’'-]+\s+){0,4}?"
    r"(?:deadline|date|target|goal|schedule|cut-?off|window|slot)"
    r"|(?:(?:will|would)\s+(?:not|no\s+longer)|(?:won|wouldn)['’]t)\s+be\s+(?:ready|complete|completed|finished|operational|available|done)\s+"
    r"(?:by|before|this|in\s+time)(?!\s+(?:itself|themselves))"
    r"|(?:cannot|can\s+not|can['’]t|can\s+no\s+longer)\s+(?:now\s+)?(?:be\s+(?:held|launched|opened|signed|staged)|take\s+place|go\s+ahead)"
    r"|(?:will|would)\s+(?:be\s+|come\s+|arrive\s+)(?:late|delayed)(?=\s*(?:[.,;:]|and\b|because|after|\Z))"
    r"|(?:will|would)\s+(?:now\s+)?take\s+longer\s+than\s+(?:planned|promised|expected|announced|hoped|foreseen)"
    rf"|(?:(?:will|would)\s+(?:not|no\s+longer)|won['’]t|wouldn['’]t)\s+{_COMES}(?:\s+[^,;:]{{1,60}}?)?\s+{_ON_TIME})\b",
    re.IGNORECASE,
)
# One of them stands in every match of both expressions: a look that costs little.
_STEMS = (
    "postpon|scrub|adjourn|defer|put|plac| hold| ice|limbo|abeyance|push|delay|suspend"
    "|held|ground|paus|stall|froze|halt|mothball|miss|overr|oversh|late"
    "|longer|not |cannot|n't|n’t|not\n|no |new |fresh|revised|alternative|notice"
    "|indefinite|sine die|slipped|a date|neither|declin|refus|unable"
).split("|")


def _may_be_put_off(text: str) -> bool:
    lower = text.lower()
    return any(map(lower.__contains__, _STEMS))


def is_postponed(text: str) -> bool:
    """Whether some word of a text says that a thing is put off."""
    return _may_be_put_off(text) and (_POSTPONED.search(text) is not None or _LEFT_OPEN.search(text) is not None)


def put_off(sentence: str) -> re.Match[str] | None:
    """The word of a postponement; none in "after two delays", "the long-delayed report", "could be delayed"."""
    if not _may_be_put_off(sentence) or cues.QUESTION.search(sentence):
        return None
    for match in _POSTPONED.finditer(sentence):
        before = sentence[: match.start()]
        if not (
            _IN_PASSING.search(before)
            or _EXCEPT.search(before)
            or _COUNTS.search(before)
            or (not before and _LEADS_NAME.match(sentence))
            or before.endswith("-")  # "long-delayed"
            or _TIMES.match(sentence, match.end())
            or _THAT_DELAY.match(sentence)
            or _HABIT.search(before)
            or _tells_of_delays(match)
            or _OF_MANY.search(before)
            or (_QUALIFIES.search(before) and cues.HELD.search(sentence))
        ):
            return match
    return left_open(sentence)


def _tells_of_delays(match: re.Match[str]) -> bool:
    if match.group().lower() != "delays" or not _DELAYS_BEHIND.match(match.string, match.end()):
        return False
    return _FACES.search(match.string, 0, match.start()) is None


def left_open(sentence: str) -> re.Match[str] | None:
    """The words that say that there is no new date yet, where that is said of the whole."""
    match = _LEFT_OPEN.search(sentence) if _may_be_put_off(sentence) else None
    if match is None or _COUNTS.search(sentence[: match.start()]) or _EXCEPT.search(sentence[: match.start()]):
        return None
    return match


_IN_PASSING = expression(
    r"\b(?:after|following|despite|since|without|because\s+of|owing\s+to|amid)\b[^,;]{0,40}\Z", re.IGNORECASE
)
_OF_MANY = expression(  # "Two officials have been suspended", "flights were delayed": no plan
    r"\b(?:officials|officers|employees|staff|executives|students|players|lawmakers|workers|accounts|users|flights|trains|sailings"
    r"|passengers)\s+(?:(?:have|has|had|was|were|are|been|being|also|reportedly)\s+){0,3}\Z",
    re.IGNORECASE,
)
_EXCEPT = expression(r"\b(?:except|unless|but\s+for|apart\s+from|other\s+than|unlike)\b[^,;]{0,60}\Z", re.IGNORECASE)
_QUALIFIES = expression(r"(?:\b(?:an?|the|its|their|his|her|much|long|often|repeatedly)\s+|\w-)\Z", re.IGNORECASE)
# "The rules, delayed once, apply to 51 centres": of what was put off before.
_TIMES = expression(r"\s+(?:once|twice|(?:\w+|several|many)\s+times)\s*,", re.IGNORECASE)
# "The delay comes as grants are re-examined": one that was told before.
_THAT_DELAY = expression(
    r"\W*(?:the|this|that|the\s+latest)\s+(?:delay|postponement|deferral|setback|hold-?up)"
    r"(?!\s+(?:of|to|in|was\s+(?:announced|confirmed|made|agreed|ordered))\b)\b",
    re.IGNORECASE,
)
_HABIT = expression(
    r"\b(?:regularly|often|routinely|always|usually|frequently|sometimes|habitually|never)\s+\Z", re.IGNORECASE
)
# "plagued by delays", "trial delays do not help": that things drag on, not that a day is given up.
_DELAYS_BEHIND = expression(
    r"\s+(?:do|don['’]t|did|have|had|are|were|at|in|to|of|on|with|for|as|and|or|could|may|might|can|would|mean|cost|remain|plague)\b"
    r"|\s*(?:[.,;:]|\Z)"
)
_FACES = expression(r"\b(?:fac(?:es|e|ed|ing)|announc\w+|confirm\w*)\s+(?:[\w-]+\s+){0,2}\Z", re.IGNORECASE)
# "Delayed study finds uneven answers": what came, not that it comes later.
_LEADS_NAME = expression(
    r"(?:Delayed|Postponed|Deferred|Adjourned|Stalled|Suspended)\s+(?!(?:again|until|till|by|to|for|indefinitely|once|twice|from|after|because|over|amid)\b)[\w-]"
)
_COUNTS = expression(  # or supposes
    r"(?:\b(?:is|was|marks?)\s+the\s+(?:\w+(?:th|rd|st)|second|latest|last|\w+est)\s[^,;]{0,60}|\b(?:is|was|are|were|marks?)\s+(?:already\s+)?(?:the|an?|its|their)\s+(?:\w+\s+){1,2}"
    r"|\b(?:blam|explain|criticis|criticiz|defend|regret|lament|justif|attribut|apologis|apologiz)\w*\s+(?:for\s+)?(?:the|its|their|this|that)\s+(?:[\w-]+\s+){0,2}"
    r"|\b(?:could|might|(?-i:may)|can|would|if|avoid\w*|risk\w*|cause[sd]?|without|any|no|not|despite|fear\w*|rul(?:es?|ed|ing)\s+out"
    r"|question\s+of|(?:hop|wait)\w*\s+for|(?:count|bank|rely|reckon)\w*\s+(?:up)?on|(?:not|n[’']t)\s+(?:expect|foresee)\w*|den(?:y|ies|ied|ying)|reject\w*|oppos\w*|against|resist\w*|(?:call|ask|push|press|plea|bid|request)\w*\s+for|request\w*|seek\w*"
    r"|sought|wants?|urg\w+|demand\w*)\s+(?:[\w-]+\s+){0,2})\Z",
    re.IGNORECASE,
)
