"""Whether a date in a sentence is a follow-up: which reading of it holds, or that it is none. English.

Decides from the governing verb group and the clause around it; knows nothing of events or records.
"""

import re
from dataclasses import dataclass
from datetime import date

from watcher.followups import cues
from watcher.followups.periods import PeriodHit
from watcher.followups.verbs import BOUNDARY, Tense, VerbGroup
from watcher.model import Period


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence with what was found in it; ``headline``: it is the entry's title."""

    text: str
    published: date
    groups: list[VerbGroup]
    headline: bool = False


def bounds(sentence: str, start: int, end: int) -> tuple[int, int]:
    """The clause around ``start:end``."""
    low = max((match.end() for match in BOUNDARY.finditer(sentence, 0, start)), default=0)
    after = BOUNDARY.search(sentence, end)
    return low, after.start() if after else len(sentence)


def ahead(clause: Clause, hit: PeriodHit, group: VerbGroup | None) -> Period | None:
    """The period of a follow-up told by this date; None: it tells none."""
    if hit.period is None or hit.replaced or hit.open_ended or _ruled_out(clause, hit, group):
        return None
    if hit.vague:
        return hit.period if _promises(clause, hit, group) else None
    if _over(hit.period, clause.published):
        return None
    strict = _strictly_ahead(hit.period, clause.published)
    if group is None and hit.name == "which" and not _GATHERS.search(clause.text):
        return None  # "Our list for the coming year."
    tense = group.tense if group else None
    pointed = tense is Tense.PRESENT and clause.text[hit.start : hit.end].casefold().startswith("in ")
    if hit.weak and tense not in {Tense.FUTURE, Tense.INFINITIVE} and not pointed:
        return None
    taken = strict if group is None else _BY_TENSE[group.tense](clause, hit, group, strict)
    return hit.period if taken else None


_GATHERS = re.compile(
    r"\b(?:dialogue|summit|meeting|forum|conference|talks|round|session|visit|workshop|hearing|vote|deadline|launch"
    r"|opening|release|report|signing|election|symposium|briefing|trial|test|fair|expo|exercise)s?\b",
    re.IGNORECASE,
)


def _ruled_out(clause: Clause, hit: PeriodHit, group: VerbGroup | None) -> bool:
    if cues.QUESTION.search(clause.text) or (group is not None and _is_open(clause.text, group)):
        return True
    if _is_todays(clause, hit, group):
        return True
    if hit.name == "weekday" and _ISSUED.search(clause.text[: hit.start]):
        return True
    if hit.yearless and _JUST_DONE.search(clause.text[: hit.start]):
        return True
    if _on_condition(clause.text, hit) or _is_of_the_past(clause, hit, group):
        return True
    if _QUOTED_EARLIER.search(clause.text) or (hit.name == "which" and _COUNTED.search(clause.text[: hit.start])):
        return True
    around = clause.text[max(0, hit.start - 40) : hit.end + 40]
    if cues.REGULARLY.search(around):
        return True
    low, high = bounds(clause.text, hit.start, hit.end)
    if group is not None:
        low, high = min(low, group.start), max(high, group.end)
    return cues.is_forecast(clause.text[low:high])


_JUST_DONE = re.compile(r"\b(?:agreed|decided|ruled|resolved|voted|decreed)\s+(?:at\s+[^,;]{1,30}\s+)?on\s+\Z")
_CONDITION = re.compile(r"(?:\A\W*|,\s+)(?:if|unless|had|were)\s[^,;]*\Z", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\b(?:in|on|by|for|from|until|till|through|before|after|since|to|and|or|between)\s+\Z|\A\W*\Z")
_NAMED_MONTHS = frozenset({"month", "season"})
_NEARER_BACK = 183  # days


def _is_todays(clause: Clause, hit: PeriodHit, group: VerbGroup | None) -> bool:
    """ "Wednesday's order covers chips": the day qualifies what is there."""
    if hit.name not in {"weekday", "dayword"} or clause.text[hit.start : hit.end].casefold().startswith("tom"):
        return False
    owns = re.match(r"['’]s\s", clause.text[hit.end :]) is not None
    return owns and (group is None or group.tense in {Tense.PRESENT, Tense.PAST, Tense.REPORT})


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


_QUOTED_EARLIER = re.compile(  # a correction says what an article had said
    r"\b(?:an?|our|the|this)\s+(?:\w+\s+){0,2}(?:article|story|report|version|headline|post)\b[^;]{0,60}?"
    r"\b(?:said|stated|reported|claimed|suggested)\b[^;]{0,80}\bwould\b|\b(?:wrongly|incorrectly|mistakenly"
    r"|erroneously)\s+(?:said|stated|reported)\b(?!.*\b(?:it\s+is|in\s+fact|correct)\b)",
    re.IGNORECASE,
)
_ISSUED = re.compile(  # "will need a licence under a rule published by the Bureau on Monday"
    r"(?<!\bbe)(?<!\bis)\s(?:published|issued|released|announced|signed|unveiled|adopted|passed)\s+(?:by\s+[^,;]{1,60}\s+)?"
    r"(?:on\s+)?\Z",
    re.IGNORECASE,
)
_COUNTED = re.compile(  # "the second delay this year" counts what has happened
    r"\b(?:is|are|was|were|marks?)\s+(?:the|its|their|his|her)\s+(?:\w+\s+)?(?:first|second|third|fourth|fifth|sixth"
    r"|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th)|latest|\w+est)\s+(?:\w+\s+){1,4}\Z",
    re.IGNORECASE,
)
_OPEN_QUESTION = re.compile(
    r"(?:\A\W*(?:what|whether|how|who|when\s+and\s+where)\b|\b(?:whether|unclear\s+(?:when|if|how|what)"
    r"|unknown\s+(?:when|if)))[^,;]{0,80}\Z",
    re.IGNORECASE,
)
_SUPPOSING = re.compile(r"\A\W*(?:were|had|should)\s[^,]*,|\b(?:if|unless|should\s+\w+\s+fail)\b", re.IGNORECASE)
_NOBODY = re.compile(r"(?:\A\W*|[,;]\s+)(?:no|none|neither|nobody|no\s+one|nothing)\b[^,;]{0,50}\Z", re.IGNORECASE)
_POLLED = re.compile(r"(?:per\s?cent|percent|%)\s+of\b[^,;]{0,60}\Z|\brespondents\b[^,;]{0,40}\Z", re.IGNORECASE)


def _is_open(sentence: str, group: VerbGroup) -> bool:
    """ "whether the plant will open", "would expire if", "40 per cent of firms expect": nobody promises."""
    before, words = sentence[: group.start], group.words.casefold()
    if _NOBODY.search(before):
        return True
    if _OPEN_QUESTION.search(before) or (words.startswith("would") and _SUPPOSING.search(sentence)):
        return True
    return words.startswith(("expect", "plan", "aim", "intend", "hope")) and _POLLED.search(before) is not None


def _over(period: Period, published: date) -> bool:
    return period.end is not None and period.end < published


def _strictly_ahead(period: Period, published: date) -> bool:
    if period.start is None:
        return period.end is not None and period.end >= published
    return period.start > published


def _promises(clause: Clause, hit: PeriodHit, group: VerbGroup | None) -> bool:
    if group is None or hit.start - group.end > 160:
        return False
    if group.words.casefold().startswith("look") or _IMPERATIVE.match(group.words):
        return False
    if group.tense is Tense.FUTURE:
        return _BACKSHIFT.match(group.words) is None or _has_report(clause)
    return group.tense is Tense.INFINITIVE or (
        group.tense is Tense.PRESENT
        and re.search(r"ing\Z|^(?:open|begin|start|clos|launch|follow)", group.words) is not None
    )


MOST_YEARLESS = 300  # days; who says "opens in May" in June means the May that was
_BACKSHIFT = re.compile(r"(?:was|were|had)\b", re.IGNORECASE)


_IMPERATIVE = re.compile(
    r"(?:submit|register|apply|sign|join|mark|respond|send|enter|email|book|nominate)\b", re.IGNORECASE
)


def _has_report(clause: Clause) -> bool:
    return any(group.tense is Tense.REPORT for group in clause.groups)


def _future(clause: Clause, hit: PeriodHit, group: VerbGroup, strict: bool) -> bool:
    if _BACKSHIFT.match(group.words) and hit.yearless:
        return _has_report(clause)
    return hit.name != "dayword" or strict or _IMPERATIVE.match(group.words) is None


def _present(clause: Clause, hit: PeriodHit, group: VerbGroup, strict: bool) -> bool:
    starts = hit.period.start if hit.period is not None and hit.yearless else None
    far = starts is not None and (starts - clause.published).days > MOST_YEARLESS
    if far and not re.search(r"ing\Z", group.words):
        return False
    open_now = hit.period is not None and hit.period.start == clause.published != hit.period.end
    tonight = clause.text[hit.start : hit.end].casefold() == "tonight"
    return strict or hit.by or open_now or tonight or hit.name in {"relweekday", "which", "within"}


def _past(clause: Clause, hit: PeriodHit, group: VerbGroup, strict: bool) -> bool:
    """An explicit date ahead outweighs a past verb ("signed a lease until 2030"); one without a year does not."""
    if not strict or _is_done_by(clause, hit, group):
        return False
    words = clause.text[hit.start : hit.end]
    if _is_relative_ahead(words):
        return True
    if hit.name in {"fiscal", "after"}:
        return _moves(clause, hit, group)
    if re.match(r"had\b", group.words, re.IGNORECASE):
        return not hit.yearless and _WITH_YEAR.search(words) is not None
    if hit.name == "within" and not _COMMITTING.match(group.words):
        return False
    return (
        (not hit.yearless and (hit.name != "which" or _WITH_YEAR.search(words) is not None))
        or hit.by
        or re.search(r"\bfor\s+\Z", clause.text[: hit.start]) is not None
        or _moves(clause, hit, group)
    )


_WITH_YEAR = re.compile(r"\d{4}")
_COMMITTING = re.compile(
    r"(?:has\s+|have\s+|had\s+|was\s+|were\s+)?(?:been\s+)?(?:pledged|promised|committed|ordered|required|told|given|gave|asked|directed"
    r"|vowed|set|had|has|have|was|were|made|put|left|needed|proposed|signed|approved|launched|won|awarded|invested|earmarked)\b",
    re.IGNORECASE,
)


def _is_done_by(clause: Clause, hit: PeriodHit, group: VerbGroup) -> bool:
    """ "had been taken up by May": the perfect tells what was done by then."""
    return (
        hit.by
        and hit.yearless
        and re.match(r"(?:had|has|have)\b", group.words, re.IGNORECASE) is not None
        and cues.MOVED.search(clause.text[group.start : hit.start]) is None
        and not _ALLOWS.search(clause.text[group.start : hit.start])
    )


_ALLOWS = re.compile(
    r"\b(?:until|till|through|time|days|weeks|months|set|fixed|given|asked|ordered|told|to)\b", re.IGNORECASE
)


def _moves(clause: Clause, hit: PeriodHit, group: VerbGroup) -> bool:
    """ "was moved to 3 June", "delayed until May": the date after the verb is the new one."""
    before = clause.text[max(0, min(hit.start - 60, group.start)) : hit.start]
    return (
        cues.MOVED.search(before) is not None and _TOWARDS.search(before + clause.text[hit.start : hit.end]) is not None
    )


_TOWARDS = re.compile(r"\b(?:to|until|till|into|for|by)\s+(?:the\s+)?\S+(?:\s+\S+){0,4}\Z")


def _is_relative_ahead(words: str) -> bool:
    return re.search(r"\b(?:next|coming|tomorrow|later)\b", words, re.IGNORECASE) is not None


def _report(clause: Clause, hit: PeriodHit, group: VerbGroup, strict: bool) -> bool:
    """ "said on Tuesday" dates the saying; "announced a 2027 launch" the thing announced."""
    if not strict:
        return False
    between = clause.text[group.end : hit.start]
    if hit.yearless or hit.name in {"weekday", "dayword"}:
        following = [found for found in clause.groups if found.start >= hit.end]
        fronted = (
            bool(following) and following[0].tense is Tense.FUTURE and re.search(r"\b(?:that|,)\s*\w*\s*\Z", between)
        )
        return bool(fronted) or re.search(r"\b(?:for|plans?\s+\w+.*)\s+\Z", between) is not None or hit.by
    return True


def _denied(clause: Clause, hit: PeriodHit, group: VerbGroup, strict: bool) -> bool:
    """ "will not be ready until 2027" says when it will."""
    before = clause.text[group.end : hit.start]
    return (
        strict
        and re.search(r"\b(?:until|till|before)\b", before + clause.text[hit.start : hit.end], re.IGNORECASE)
        is not None
    )


def _infinitive(clause: Clause, hit: PeriodHit, group: VerbGroup, strict: bool) -> bool:
    return strict or clause.headline or hit.by or hit.name in {"which", "within", "dayword"}


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


_BY_TENSE = {
    Tense.FUTURE: _future, Tense.PRESENT: _present, Tense.PAST: _past, Tense.REPORT: _report,
    Tense.DENIED: _denied, Tense.INFINITIVE: _infinitive, Tense.SUPPOSED: _supposed, Tense.FORMER: _never,
}  # fmt: skip


def took_place(clause: Clause, hit: PeriodHit, group: VerbGroup | None) -> Period | None:
    """When something took place as this date tells it; None where the date is ahead or belongs to a report."""
    if (
        hit.replaced
        or hit.vague
        or hit.by
        or group is None
        or group.tense not in {Tense.PAST, Tense.PRESENT, Tense.REPORT}
    ):
        return None
    told = hit.past
    if told is None or told.end is None or (told.start or told.end) > clause.published:
        return None
    return told
