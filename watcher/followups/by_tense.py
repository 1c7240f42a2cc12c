"""Whether a date is a promise, tense by tense of the verb group it belongs to. English."""

import re
from datetime import date

from watcher.followups import cues
from watcher.followups.conditions import Clause
from watcher.followups.expressions import expression
from watcher.followups.hits import PeriodHit
from watcher.followups.verbs import Tense, VerbGroup
from watcher.model.period import Period, Precision

MOST_YEARLESS = 300  # days; who says "opens in May" in June means the May that was
_BACKSHIFT = expression(r"(?:was|were|had)\b", re.IGNORECASE)


def is_far(period: Period | None, published: date) -> bool:
    return period is not None and period.start is not None and (period.start - published).days > MOST_YEARLESS


def _is_long_off(period: Period | None, published: date) -> bool:
    """ "was to be paid by the end of December", told in January."""
    return period is not None and period.end is not None and (period.end - published).days > MOST_YEARLESS


IMPERATIVE = expression(
    r"(?:submit|register|apply|sign|join|mark|respond|send|enter|email|book|nominate)\b", re.IGNORECASE
)


def has_report(clause: Clause) -> bool:
    return any(group.tense is Tense.REPORT for group in clause.groups)


_PARTICIPLE = expression(
    r"(?:due|planned|scheduled|slated|expected|set|billed|timed|promised|fixed|booked|reserved)\b", re.IGNORECASE
)
_CHOSEN = expression(r"\b(?:chosen|picked|selected|named|tapped|hired|appointed|contracted)\s+to\Z", re.IGNORECASE)


def _is_over(clause: Clause, hit: PeriodHit) -> bool:
    """Whether what the date belongs to is told of in the past: "The forum set for this week | drew 300"."""
    following = next((group for group in clause.groups if group.start >= hit.end), None)
    return following is not None and following.tense is Tense.PAST


# "That would be the tenth plant in Johor by 2028": what it would count for
_COUNTS_IT = expression(
    r"\W*(?:That|This|It)\s+would\s+(?:be|make\s+it)\s+the\s+(?:first|second|third|\w+th|largest|biggest|\w+est)\b"
)


def _future(clause: Clause, hit: PeriodHit, group: VerbGroup, strict: bool) -> bool:
    if _BACKSHIFT.match(group.words) and hit.yearless and not _CHOSEN.search(group.words):
        return has_report(clause) and not _is_long_off(hit.period, clause.published)
    if _COUNTS_IT.match(clause.text):
        return False
    if hit.yearless and _PARTICIPLE.match(group.words) and is_far(hit.period, clause.published):
        return False  # "no word of the forum due on 12 June", told on 25 June
    if not strict and not hit.by and _PARTICIPLE.match(group.words) and _is_over(clause, hit):
        return False  # "The hall booked for this week's talks stood empty"
    return hit.name != "dayword" or strict or IMPERATIVE.match(group.words) is None


def _present(clause: Clause, hit: PeriodHit, group: VerbGroup, strict: bool) -> bool:
    if _is_after_it(clause, hit, group):
        return False
    far = hit.yearless and is_far(hit.period, clause.published)
    if hit.name == "which" and (
        _AMOUNTS.match(clause.text, max(hit.end, group.end)) or _is_of_what_happened(clause, hit)
    ):
        return False
    if hit.name == "which" and _IS.fullmatch(group.words) and _WEIGHTY.match(clause.text, group.end):
        return False
    if _IS.fullmatch(group.words) and _is_wide(hit) and _HOW_IT_IS.fullmatch(clause.text, group.end, hit.start):
        return False
    if hit.name == "weekday" and _LOOKS_INTO.search(group.words):
        return False
    if far and (hit.name in {"monthday", "daymonth"} or not re.search(r"ing\Z", group.words)):
        return False
    if group.words == "can" and hit.period is not None and hit.period.precision is Precision.YEAR:
        return False  # "we can change that in 2027"
    open_now = hit.period is not None and hit.period.start == clause.published != hit.period.end
    tonight = clause.text[hit.start : hit.end].casefold() == "tonight"
    return strict or hit.by or open_now or tonight or hit.name in {"relweekday", "which", "within"}


def _is_wide(hit: PeriodHit) -> bool:
    return hit.period is not None and hit.period.precision is not Precision.DAY


def _is_after_it(clause: Clause, hit: PeriodHit, group: VerbGroup) -> bool:
    """ "is stalled in the Senate after the House green-lit it in | March", told in June: the March that was."""
    begins = hit.period.start if hit.period is not None and hit.yearless else None
    if begins is None or (begins - clause.published).days <= _NEARER_BACK:
        return False
    return _AFTER_THEY.search(clause.text, group.end, max(group.end, hit.start)) is not None


_AFTER_THEY = expression(r"\b(?:after|since)\s+(?:(?:the|an?|its|their)\s+)?[\w’'-]+\s+(?:[a-z][\w-]*\s+){2,}")
_LOOKS_INTO = expression(r"\b(?:investigating|probing|mourning)\Z", re.IGNORECASE)  # what happened
_IS = expression(r"is|are", re.IGNORECASE)
_WEIGHTY = expression(  # "This year, that work is particularly important"
    r"\s+(?:particularly|especially|increasingly|very|more|most|so|too|crucial|critical|important|essential|vital)\b"
)
# "The calendar is | crowded | this autumn": how it is, and nothing that comes; not "is ready", "is closed".
_HOW_IT_IS = expression(
    r"\s+(?:\w+ly\s+|very\s+|so\s+|too\s+|more\s+|less\s+|still\s+)*(?:crowded|busy|full|nervous|thin|short|tight|hard|difficult|easy|cheap|expensive|costly"
    r"|high|low|strong|weak|rare|scarce|common|popular|worried|anxious|keen|eager|hopeful|sceptical|skeptical|happy|unhappy|upbeat|gloomy|quiet|calm|hot|dry"
    r"|wet|warm|cold|absent|stretched|packed|volatile|uncertain|unclear|fluid|better|worse|bigger|smaller|fewer|stronger|weaker|up|down)"
    r"(?:\s+(?:on|in|for|about|with|of)\s+[^,;]{2,40}?)?,?\s+(?:in\s+|this\s+)?"
)
_AMOUNTS = expression(  # "this year is S$23 billion"
    r"\s*(?:(?:is|are|about|some|at|nearly|over|roughly)\s+)*(?:[A-Z]{0,3}[$€£¥]\s?)?\d"
)


def _past(clause: Clause, hit: PeriodHit, group: VerbGroup, strict: bool) -> bool:
    """An explicit date ahead outweighs a past verb ("signed a lease until 2030"); one without a year does not."""
    if not strict or _is_done_by(clause, hit, group):
        return False
    words = clause.text[hit.start : hit.end]
    if _is_relative_ahead(words):
        return True
    if hit.name == "relweekday" and not hit.by and _ONE_DEED.fullmatch(group.words) and not _moves(clause, hit, group):
        return False  # "took to the streets this Sunday"
    if _takes_date(clause, hit, group) or _FIXES.match(clause.text, group.start, hit.start):
        return True
    starts = hit.period.start if hit.period is not None and hit.yearless else None
    if has_signed_up(clause, hit, group):
        return True
    if starts is not None and (starts - clause.published).days > _NEARER_BACK and not _moves(clause, hit, group):
        return False  # "Exhibitors who paid for June" in July
    if STARTING.match(words) or (_AHEAD_OF.match(words) and not hit.by):
        return True
    if starts is not None and _AT_WORKSHOP.search(clause.text[: hit.start]) and group.start >= hit.end:
        return (starts - clause.published).days <= _SOON and _FILLED.match(group.words) is not None
    if hit.name in {"fiscal", "after"}:
        return _moves(clause, hit, group)
    if re.match(r"had\b", group.words, re.IGNORECASE):  # "said it had moved the forum to 18 September"
        told = has_report(clause) and _moves(clause, hit, group)
        return told or (not hit.yearless and _WITH_YEAR.search(words) is not None)
    if hit.name == "within" and not _COMMITTING.match(group.words):
        return False
    return (
        (not hit.yearless and (hit.name != "which" or _WITH_YEAR.search(words) is not None))
        or hit.by
        or re.search(r"\bfor\s+\Z", clause.text[: hit.start]) is not None
        or _moves(clause, hit, group)
    )


_ONE_DEED = expression(
    r"(?!agreed|decided|voted|scheduled|planned|resolved|moved|set|put|made|proposed|chose)[a-z]+", re.IGNORECASE
)
_SIGNED_UP = expression(
    r"(?:has|have)\s+(?:now\s+|all\s+|already\s+|also\s+)*(?:booked|reserved|registered|signed(?=\s+up\b)|secured|rented)\b",
    re.IGNORECASE,
)
_TO_TAKE_PART = expression(
    r"\b(?:at|for|in)\s+(?:the|its|their|this\s+year['’]s|next\s+month['’]s)\s[^;,]{3,120}\Z", re.IGNORECASE
)


def has_signed_up(clause: Clause, hit: PeriodHit, group: VerbGroup) -> bool:
    """ "have booked benches at the fair on | 18 November": who is to take part in what lies within half a year."""
    begins = hit.period.start if hit.period is not None else None
    if begins is None or not 0 < (begins - clause.published).days <= _NEARER_BACK or group.end > hit.start:
        return False
    if not _SIGNED_UP.match(clause.text, group.start):
        return False
    return _TO_TAKE_PART.search(clause.text[group.end : hit.start]) is not None


_AHEAD_OF = expression(r"(?:ahead\s+of|prior\s+to)\b", re.IGNORECASE)
STARTING = expression(r"(?:starting|beginning|commencing|effective)\b", re.IGNORECASE)  # "a strike | starting 5 May"
_WITH_YEAR = expression(r"\d{4}")
_CHOOSES = expression(
    r"(?:(?:has|have|had|was|were)\s+)?(?:now\s+|all\s+)?(?:been\s+)?(?:chosen|chose|picked|proposed|accepted|set|fixed|selected|settled|opted|agreed"
    r"|named|offered|confirmed|approved|pencill?ed)\b(?:\s+in|\s+on|\s+for|\s+upon|,)?\s*"
)
# "has put a date on its Demo Day": what follows is that date
_FIXES = expression(
    r"(?:(?:has|have|had|was|were)\s+)?(?:now\s+|finally\s+)?(?:put|set|fixed|named|given|picked|chosen|agreed|announced)\s+(?:an?|the|its|their)\s+"
    r"(?:(?!of\b|for\b|to\b)[\w-]+\s+){0,3}?(?:dates?|day)\s+(?:on|for|to|of)\b"
)
_AS_ITS_DATE = expression(r"\s+(?:as|for)\s+(?:the|its|their|an?|his|her)\s")


def _takes_date(clause: Clause, hit: PeriodHit, group: VerbGroup) -> bool:
    """ "have chosen | 17 June | as the new date", "has proposed 8-9 September for the summit"."""
    chosen = _CHOOSES.fullmatch(clause.text, group.start, hit.start) is not None
    return chosen and _AS_ITS_DATE.match(clause.text, hit.end) is not None


_NEARER_BACK = 183  # days
_SOON = 92  # days
_AT_WORKSHOP = expression(  # "All seats at the workshop on | 9 September have been taken"
    r"\b(?:workshop|meeting|forum|summit|conference|dialogue|session|hearing|event|symposium|seminar)\s+(?:on|of)\s+(?:the\s+)?\Z"
)
_FILLED = expression(r"(?:has|have|are|were|was)\b(?:\s+(?:now|already|all))*\s+(?:been\s+)?\w+", re.IGNORECASE)
_COMMITTING = expression(
    r"(?:has\s+|have\s+|had\s+|was\s+|were\s+)?(?:been\s+)?(?:pledged|promised|committed|ordered|required|told|given|gave|asked|directed"
    r"|vowed|tasked|instructed|charged|set|(?:had|has|have|was|were)\Z|made|put|left|needed|proposed|signed|approved|launched|won|awarded|invested|earmarked)\b",
    re.IGNORECASE,
)


def _is_done_by(clause: Clause, hit: PeriodHit, group: VerbGroup) -> bool:
    """ "had been taken up by May": the perfect tells what was done by then."""
    perfect = _HAD.search(clause.text[max(0, group.start - 5) : group.end]) is not None
    return (
        hit.by
        and hit.yearless
        and (perfect or _is_long_off(hit.period, clause.published))
        and cues.MOVED.search(clause.text[group.start : hit.start]) is None
        and not _ALLOWS.search(clause.text[group.start : hit.start])
    )


_HAD = expression(r"\b(?:had|has|have)\b", re.IGNORECASE)  # before the verb, or its own
_ALLOWS = expression(
    r"\b(?:until|till|through|time|days|weeks|months|set|fixed|given|asked|ordered|told|to)\b", re.IGNORECASE
)


def _moves(clause: Clause, hit: PeriodHit, group: VerbGroup) -> bool:
    """ "was moved to 3 June", "delayed until May": the date after the verb is the new one."""
    low = max(0, min(hit.start - 60, group.start))
    if (leads := _AFTER_DELAYS.match(clause.text)) and leads.end() <= group.start:
        low = max(low, leads.end())
    before = clause.text[low : hit.start]
    if hit.name == "weekday" and before.endswith(" on ") and _TO_A_PLACE.search(before):
        return False  # "slid into the river on Wednesday"
    return (
        cues.MOVED.search(before) is not None and _TOWARDS.search(before + clause.text[hit.start : hit.end]) is not None
    )


_AFTER_DELAYS = expression(r"\W*(?:After|Despite|Following|Amid)\s[^,;]{2,80},\s")  # "| the rule came into force"
_TO_A_PLACE = expression(r"\b(?:in)?to\s+(?:the\s+)?[A-Z][^,;]*\s+on\s\Z|\binto\s+(?:the|an?|its)\s+[^,;]+\s+on\s\Z")
_TOWARDS = expression(r"\b(?:to|until|till|into|for|by)\s+(?:the\s+)?\S+(?:\s+\S+){0,4}\Z")


def _is_relative_ahead(words: str) -> bool:
    return re.search(r"\b(?:next|coming|tomorrow|later)\b", words, re.IGNORECASE) is not None


def _report(clause: Clause, hit: PeriodHit, group: VerbGroup, strict: bool) -> bool:
    """ "said on Tuesday" dates the saying; "announced a 2027 launch" the thing announced."""
    if not strict:
        return False
    between = clause.text[group.end : hit.start]
    behind = next((found for found in clause.groups if found.start >= hit.end), None)
    if behind is not None and behind.tense is Tense.PAST and _A_NOUN.fullmatch(clause.text, hit.end, behind.start):
        return False  # "told me that a single run to the year 2100 | took her team 14 months"
    if _AHEAD_OF.match(clause.text, hit.start) and not hit.by:
        return True  # "details revealed ahead of its 8 June launch"
    if group.words.casefold() == "according to" and _THIS_WEEK.match(clause.text, hit.start):
        return False  # "according to a report in the Straits Gazette | this weekend"
    if hit.yearless or hit.name in {"weekday", "dayword"}:
        following = [found for found in clause.groups if found.start >= hit.end]
        fronted = (
            bool(following) and following[0].tense is Tense.FUTURE and re.search(r"\b(?:that|,)\s*\w*\s*\Z", between)
        )
        said_by = hit.by and not (
            hit.name == "weekday" and group.start >= hit.end
        )  # "By 11 p.m. on Monday | police said"
        return (
            bool(fronted)
            or re.search(r"\b(?:for|plans?\s+(?!on\b|at\b|in\b|during\b)\w+.*)\s+\Z", between) is not None
            or said_by
        )
    return True


_THIS_WEEK = expression(r"(?:earlier\s+)?(?:this\s+(?:week|weekend|month))\b(?!['’])", re.IGNORECASE)


def _denied(clause: Clause, hit: PeriodHit, group: VerbGroup, strict: bool) -> bool:
    """ "will not be ready until 2027" says when it will."""
    if not strict:
        return False
    return (
        _NOT_UNTIL.search(clause.text, group.end, hit.end) is not None
        or BUT_ON.search(clause.text, group.end, hit.start) is not None
    )


BUT_ON = expression(
    r",?\s+but\s+(?:(?:instead|rather|now|only|on|in|from|at|by)\s+)*\Z"
)  # "not on 3 June | but on | 4 June"


# "not before 2027" sets no time; "not before its meeting in May" names one that is to come
_NOT_UNTIL = expression(r"\b(?:until|till)\b|\bbefore\s+(?:its|their|the|an?)\s+\w+\s", re.IGNORECASE)


def _infinitive(clause: Clause, hit: PeriodHit, group: VerbGroup, strict: bool) -> bool:
    if _is_of_the_subject(clause, hit):
        return False
    return strict or clause.headline or hit.by or hit.name in {"which", "within", "dayword"}


def _is_of_the_subject(clause: Clause, hit: PeriodHit) -> bool:
    """ "Firms struggling to sign | before the summer | holidays have won more time": told of them is what they won."""
    following = next((group for group in clause.groups if group.start >= hit.end), None)
    told = following is not None and following.tense in {Tense.PAST, Tense.PRESENT}
    return told and following is not None and _A_NOUN.fullmatch(clause.text, hit.end, following.start) is not None


def _is_of_what_happened(clause: Clause, hit: PeriodHit) -> bool:
    """ "and | the spring | surge has ended"."""
    following = next((group for group in clause.groups if group.start >= hit.end), None)
    if following is None or following.tense is not Tense.PAST:
        return False
    return _OWN_NOUN.fullmatch(clause.text, hit.end, following.start) is not None


_OWN_NOUN = expression(
    r"(?:\s+(?!and\b|but\b|or\b|as\b|while\b|when\b|which\b|that\b|after\b|with\b|it\b|they\b)[\w’'-]+){1,2}\s+"
)
_A_NOUN = expression(r"(?:\s+[\w’'-]+){0,2}\s+")


def _supposed(clause: Clause, hit: PeriodHit, group: VerbGroup, strict: bool) -> bool:
    """ "may enforce them from 2 August 2026" says when a power begins."""
    words = clause.text[hit.start : hit.end]
    return (
        strict
        and group.words.casefold() == "may"
        and words.startswith("from ")
        and _WITH_YEAR.search(words) is not None
    )


def _never(clause: Clause, hit: PeriodHit, group: VerbGroup, strict: bool) -> bool:
    return False


BY_TENSE = {
    Tense.FUTURE: _future, Tense.PRESENT: _present, Tense.PAST: _past, Tense.REPORT: _report,
    Tense.DENIED: _denied, Tense.INFINITIVE: _infinitive, Tense.SUPPOSED: _supposed, Tense.FORMER: _never,
}  # fmt: skip
