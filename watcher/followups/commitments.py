"""Whether a date in a sentence is a follow-up: which reading of it holds, or that it is none. English.

Decides from the governing verb group and the clause around it; knows nothing of events or records.
"""

import re
from datetime import date

from watcher.followups.by_tense import BY_TENSE, IMPERATIVE, STARTING, has_report, has_signed_up, is_far
from watcher.followups.conditions import SHORT_OF, Clause, ruled_out
from watcher.followups.expressions import expression
from watcher.followups.hits import PeriodHit
from watcher.followups.verbs import Tense, VerbGroup
from watcher.model.period import Period, Precision


def ahead(clause: Clause, hit: PeriodHit, group: VerbGroup | None) -> Period | None:
    """The period of a follow-up told by this date; None: it tells none."""
    if hit.period is None or hit.replaced or hit.open_ended or ruled_out(clause, hit, group):
        return None
    if hit.vague:
        return hit.period if _promises(clause, hit, group) else None
    if _over(hit.period, clause.published):
        return None
    strict = _strictly_ahead(hit.period, clause.published)
    if group is None and hit.name in {"which", "monthyear"} and not _GATHERS.search(clause.text):
        return None  # "Our list for the coming year.", "January 2026 prices"
    if group is None and hit.yearless and (is_far(hit.period, clause.published) or _is_of_figures(clause, hit)):
        return None  # "The office regrets the outage of 2 to 6 July."
    if hit.weak and group is not None and _READY.search(group.words):
        return None  # "is ready to spend 2 billion over five years": no one says that it will
    if _is_nobodys(clause, hit):
        return None
    if group is None and hit.yearless and (_is_disclosed(clause, hit) or _CAME_THEN.search(clause.text[: hit.start])):
        return None
    tense = group.tense if group else None
    pointed = tense is Tense.PRESENT and clause.text[hit.start : hit.end].casefold().startswith("in ")
    pointed = pointed and group is not None and _BEGINS.search(group.words) is not None
    pledged = group is not None and tense is Tense.PAST and _PLEDGED.match(group.words) is not None
    if pledged and hit.name == "within" and not hit.weak:
        return hit.period  # "pledged S$90 million over the next five years"
    if hit.weak and tense not in {Tense.FUTURE, Tense.INFINITIVE} and not pointed:
        return None
    taken = strict if group is None else BY_TENSE[group.tense](clause, hit, group, strict)
    return hit.period if taken else None


def _is_nobodys(clause: Clause, hit: PeriodHit) -> bool:
    """Wanted, reckoned with or already so, and promised by nobody."""
    before = clause.text[: hit.start]
    wished = hit.weak or (hit.name == "within" and _PROPOSES.search(before) is not None)
    if wished and _WISHES.search(before):
        return True
    if hit.name == "within" and _HOPES.search(before):
        return True
    return _FORESEEN.search(before) is not None or (hit.by and _TAKEN_UP.search(before) is not None)


def is_ahead(clause: Clause, hit: PeriodHit, group: VerbGroup | None, *, within: int) -> bool:
    """Whether the date lies ahead and nothing rules it out; one without a year at most ``within`` days off."""
    period = hit.period
    if period is None or period.start is None or hit.replaced or not _strictly_ahead(period, clause.published):
        return False
    near = not hit.yearless or (period.start - clause.published).days <= within
    return near and not ruled_out(clause, hit, group)


_NEARER_BACK = 183  # days


def _is_of_figures(clause: Clause, hit: PeriodHit) -> bool:
    """ "From March to April, prices increased", told in May: those that were."""
    begins = hit.period.start if hit.period is not None else None
    far = begins is not None and (begins - clause.published).days > _NEARER_BACK
    return far and not clause.headline and _GATHERS.search(clause.text) is None


# "discloses | December | talks", told in June: what comes out is what was, unless it is soon to come
_SOON = 60  # days
_COMES_OUT = expression(
    r"\b(?:disclos|reveal|admit|acknowledg|conced|divulg|uncover)(?:e?s|ed)\b[^,;:]{0,40}\Z", re.IGNORECASE
)
_SECRET = expression(
    r"\s+(?:[\w-]+\s+){0,2}?(?:talks|meetings?|visit|trip|session|contacts?|summit|call)\b", re.IGNORECASE
)


def _is_disclosed(clause: Clause, hit: PeriodHit) -> bool:
    if hit.period is None or hit.period.start is None or (hit.period.start - clause.published).days <= _SOON:
        return False
    return _SECRET.match(clause.text, hit.end) is not None and _COMES_OUT.search(clause.text[: hit.start]) is not None


_CAME_THEN = expression(  # "The ship, shared by three countries, sailed into Keppel on | Monday"
    r"\b(?!(?:planned|scheduled|expected|postponed|delayed|moved|timed|booked|slated|needed|proposed|based|red)\b)[a-z]+ed\s+(?:into|in|at|from|out\s+of|up)\s+"
    r"(?:the\s+)?[A-Z][^,;]{1,30}?\s+on\s+\Z"
)
_PLEDGED = expression(
    r"(?:(?:has|have|was|were)\s+)?(?:been\s+)?(?:pledged|promised|committed|earmarked|allocated|set\s+aside)\b",
    re.IGNORECASE,
)
_GATHERS = expression(
    r"\b(?:dialogue|summit|meeting|forum|conference|talks|round|session|visit|workshop|hearing|vote|deadline|launch"
    r"|opening|release|report|signing|election|symposium|briefing|trial|test|fair|expo|exercise)s?\b",
    re.IGNORECASE,
)


_BEGINS = expression(  # not "moves 454 tons in nine months"
    r"(?:ing|opens?|starts?|begins?|launch(?:es)?|clos(?:e|es)|ends?|expires?|effect|force|returns?|meets?|lapses?|retires?|leaves|arrives?)\Z",
    re.IGNORECASE,
)
_READY = expression(r"\b(?:ready|prepared|willing)\b", re.IGNORECASE)


# "The review asks for 2 billion | over five years": wanted, and promised by nobody.
_WISHES = expression(
    r"\b(?:(?:ask|call|press|lobb|plead|argue)(?:s|ed|ies|ied|ing)?\s+for|(?:want|recommend|urge|suggest|demand|propose|request|seek)(?:s|d|ed|ing)?)\b"
    r"(?:(?!\b(?:will|would|to)\b)[^;,])*\Z",
    re.IGNORECASE,
)


# "The study expects a doubling | by 2027", "It sees trials | from 2026": what a paper reckons with
_PAPER = (
    r"\b(?:report|roadmap|plan|study|strategy|paper|survey|review|outlook|analysis|forecast|assessment|document|blueprint)\b"
    r"[^,;]{0,60}?\s"
)
_FORESEEN = expression(
    rf"(?:{_PAPER}expects|(?:{_PAPER}|\A\W*It\s+)(?:sees|anticipates|projects|predicts|forecasts|estimates|assumes))\s+(?!to\b)[^,;]*\Z"
    rf"|{_PAPER}(?:foresees|envisages|envisions)\s+(?:about\s+|some\s+|up\s+to\s+)?(?:[A-Z]{{0,3}}[$€£¥]\s?)?\d[^,;]*\Z"
)


# "Orders are full | until 2027": a state that lasts, and nothing that will be done.
_TAKEN_UP = expression(
    r"\b(?:full|fully\s+booked|booked\s+(?:out|up|solid)|sold\s+out|oversubscribed|busy|occupied|exhausted)\s+\Z",
    re.IGNORECASE,
)
_HOPES = expression(  # "hope to finish | within a year"
    r"\b(?:hopes?|hoped|hoping|wish(?:es)?)\s+(?:[\w’'-]+\s+){0,8}\Z", re.IGNORECASE
)
_PROPOSES = expression(r"\b(?:recommend|suggest|propose)(?:s|d|ed|ing)?\b", re.IGNORECASE)


def _over(period: Period, published: date) -> bool:
    return period.end is not None and period.end < published


def _strictly_ahead(period: Period, published: date) -> bool:
    if period.start is None:
        return period.end is not None and period.end >= published
    return period.start > published


def _promises(clause: Clause, hit: PeriodHit, group: VerbGroup | None) -> bool:
    if group is None or hit.start - group.end > 160:
        return False
    if group.words.casefold().startswith("look") or IMPERATIVE.match(group.words):
        return False
    if group.tense is Tense.FUTURE:
        return _NARRATED.match(group.words) is None or has_report(clause)
    return group.tense is Tense.INFINITIVE or (
        group.tense is Tense.PRESENT
        and re.search(r"ing\Z|^(?:open|begin|start|clos|launch|follow)", group.words) is not None
    )


_NARRATED = expression(r"(?:was|were|had|would)\b", re.IGNORECASE)  # "before long he would take the helm"


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
    if hit.yearless and STARTING.match(clause.text, hit.start) and not is_far(hit.period, clause.published):
        return None
    if hit.yearless and has_signed_up(clause, hit, group):
        return None
    told = None if SHORT_OF.search(clause.text[: hit.start]) else hit.past
    if told is None or told.end is None or (told.start or told.end) > clause.published:
        return None
    if hit.name == "weekday" and group.tense is Tense.PAST:
        return told  # "ended on Friday", told on Thursday
    return told if not (hit.yearless and _is_nearer_ahead(hit.period, told, clause.published)) else None


def _is_nearer_ahead(period: Period | None, told: Period, published: date) -> bool:
    """ "on 1 July", told in June of a present verb: the July to come."""
    if period is None or period.start is None or told.end is None or period.precision is not Precision.DAY:
        return False
    return 0 < (period.start - published).days * 3 < (published - told.end).days
