"""A gathering named right beside a date: "ahead of the first dialogue in May", "the draft for next month's summit".

The verb of such a sentence tells something else; what is at that date is the noun. Where nothing else of the sentence
makes the date a promise, a preposition that looks ahead does. English; no period is judged here.
"""

import re
from dataclasses import dataclass

from watcher.followups.expressions import expression
from watcher.followups.whereabouts import PlaceHit

_GATHERING = (
    r"(?:meetings?|talks|summit|forum|dialogue|dialog|conference|consultations|negotiations|roundtable|workshop|symposium"
    r"|congress|session|gathering|plenary|hearing|exercise|drill|ceremony|ministerial|council|committee|expo|festival"
    r"|assembly|airshow|edition|round|(?:demo|demonstration|open)\s+day|hackathon|seminar|webinar|briefing|visit|trip|referendum|election)"
)
_ABOUT = r"(?:\s+(?:of|on|between|with|for|about)\s+(?:(?!in\b|at\b|on\b)[\w’'&.-]+\s*){1,7}?)?"
_WHAT = (
    r"(?P<what>(?:(?!ahead\b|before\b|for\b|to\b|at\b|of\b|in\b|on\b|by\b|and\b|with\b|from\b|was\b|is\b)[\w’'&.-]+\s+){0,7}?"
    rf"(?i:{_GATHERING})\b"
)
_LEAD = (
    r"\b(?P<lead>ahead\s+of|in\s+the\s+run-?up\s+to|in\s+time\s+for|prior\s+to|in\s+advance\s+of|before|for|until|at|to|towards?"
    r"|(?:hosts?|venue|site|setting|home|stage|eve)\s+(?:of|for))\s+"
)
_BEFORE_DATE = expression(rf"{_LEAD}(?:(?:the|its|their|an?|this|his|her|our)\s+)?{_WHAT}{_ABOUT})\s*,?\s*\Z")
_BEHIND_DATE = expression(
    rf"['’]s?\s+{_WHAT}(?:\s+(?:of|on|between|with|for|about)\s+(?!\w+day)[\w’'&-]+(?:\s+[a-z][\w’'&-]*)?)?)"
)
_ANY = expression(rf"(?i:{_GATHERING})\b")
_AHEAD = frozenset({"ahead", "in", "prior", "before", "for", "until", "toward", "towards", "host", "hosts", "venue"})
_ON = expression(r"(?:\s|,|\b(?:on|in|at|from|here|the)\b)+\Z")
_REACH = 160  # characters before the date that are looked at


@dataclass(frozen=True, slots=True)
class Occasion:
    """The noun phrase and where it stands; ``ahead``: its preposition says that it is still to come."""

    start: int
    end: int
    what: str
    ahead: bool


def occasion(sentence: str, start: int, end: int, places: list[PlaceHit]) -> Occasion | None:
    """The gathering that a date at ``start:end`` belongs to by standing right beside it."""
    if _ANY.search(sentence) is None:
        return None
    behind = _BEHIND_DATE.match(sentence, end)
    if behind:
        return _named(behind, ahead=_leads_ahead(sentence, start))
    low = max(0, start - _REACH)
    stop = start
    for _ in range(3):  # "the Quantum Summit | at | Rotterdam | 's Ahoy | on"
        stop = low + len(_ON.sub("", sentence[low:stop]))
        place = next(
            (one for one in places if one.end <= stop and sentence[one.end : stop].count(" ") <= 1 and one.start > low),
            None,
        )
        if place is None or not re.fullmatch(r"['’]s?\s[A-Z][\w-]*|[,\s]*", sentence[place.end : stop]):
            break
        stop = place.start
    before = _BEFORE_DATE.search(sentence[low:stop] + " ")
    if before is None:
        return None
    found = _named(before, ahead=before["lead"].split()[0] in _AHEAD)
    return Occasion(found.start + low, found.end + low, found.what, found.ahead)


_COMES = expression(
    r"(?:.*\s)?(?:meets?|meeting|gathers?|convenes?|sit\s+down|be|are|is|expected|due|travels?|travell?ing|fly|flies|flying|arrives?|visits?|goes|go|heads?"
    r"|come|comes|coming|reconvene|assemble|again)\Z",
    re.IGNORECASE,
)
_BEHIND = expression(
    rf"\s+(?:at|for)\s+(?:an?|the|their|its|this\s+year['’]s)\s+(?P<what>(?:(?!that\b|which\b|to\b|of\b)[\w’'&-]+\s+){{0,6}}?(?i:{_GATHERING})\b"
    r"(?:\s+(?:of|on|about|between|with)\s+(?:(?!which\b|that\b|where\b|in\b|at\b|,)[\w’'&-]+\s*){1,6})?)"
)


def attended(sentence: str, verb: str, end: int) -> str:
    """ "will be in Suva on 5 May | for the yearly cable dialogue", "meet again on 5 May at a forum on reefs": that."""
    met = _BEHIND.match(sentence, end) if _COMES.match(verb) else None
    return " ".join(met["what"].split()) if met else ""


_LEADS_AHEAD = expression(
    r"\b(?:ahead\s+of|for|before|prior\s+to|run-?up\s+to|until|preparing|ready|agenda(?:\s+(?:of|at))?|draft|hosts?\s+of|venue\s+of|programme\s+of"
    r"|program\s+of|organi[sz]ers\s+of|delegates\s+to|invitations?\s+to)\s+(?:the\s+)?\Z"
)


def _leads_ahead(sentence: str, start: int) -> bool:
    return _LEADS_AHEAD.search(sentence[:start]) is not None


def _named(match: re.Match[str], *, ahead: bool) -> Occasion:
    return Occasion(match.start("what"), match.end("what"), match["what"].strip(), ahead)


_FRONTED = expression(
    r"\A(?:Among|Also\s+(?:among|on|in)|Next\s+(?:on|in)|First\s+(?:on|in)|High(?:est)?\s+on)\s[^;:.]{3,120}?\s(?:is|are|will\s+be|comes?|stands?)"
    r"\s+(?:(?:the|an?|its|their)\s+)?(?=[\w“\"])"
)


def fronted(sentence: str, start: int) -> re.Match[str] | None:
    """ "Among the events of this autumn is | the Cloud Forum, on | 16 October": what is behind the verb, not before."""
    match = _FRONTED.match(sentence)
    return match if match is not None and match.end() < start else None


_THING = expression(
    rf"(?:(?!(?:of|in|the|an?|for|to|at|on|its|their|and|before|after|ahead|until|by|with|from|during)\b)[\w’'&.-]+\s+){{0,6}}(?i:{_GATHERING}|launch|opening"
    r"|signing|release)\b(?:\s+(?:of|between|on|with)\s+(?!which\b)[\w’'&.-]+(?:\s+(?!in\b|at\b|on\b)[\w’'&.-]+){0,6})?"
)
_CALLED = expression(
    r"\b(?:summit|forum|dialogue|conference|roundtable|workshop|symposium|congress|plenary|hearing|exercise|drill|council|committee|commission|expo|festival"
    r"|assembly|hackathon|seminar|talks|visit|trip|ministerial)(?=s?\b)",
    re.IGNORECASE,
)


def gatherings_in(words: str) -> frozenset[str]:
    """What kinds of gatherings the words name, but for those that any may be called ("meeting", "session")."""
    return frozenset(match.group().casefold() for match in _CALLED.finditer(words))


_TURN = expression(
    r"\bplay(?:s|ing)?\s+host\b[^.;]*?\s(?:for|to|of)\s+the\s+(?P<what>(?:next|inaugural|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    rf"|\d+(?:st|nd|rd|th))\s+(?:[\w’'&-]+\s+){{0,5}}?(?i:{_GATHERING}|round|edition))\b"
)


def gathering_of(words: str) -> str:
    """The last gathering or launch that the words name: what "which will take place" behind them is about."""
    found = [match.group() for match in _THING.finditer(words)]
    return found[-1] if found else ""


def hosted(sentence: str) -> str:
    """ "it is Oslo's turn to play host in 2027 for the fourth round": "fourth round"."""
    match = _TURN.search(sentence) if " host" in sentence else None
    return match["what"] if match else ""
