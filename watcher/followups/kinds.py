"""Of what kind a follow-up is, whether it settles itself, and which edition of a series, by the words it is told in."""

import re
from functools import lru_cache

from watcher.followups.expressions import expression
from watcher.model.followups import Kind

_KINDS = (
    (
        Kind.DEADLINE,
        (
            r"deadline|cut-?off|due date|(?:have|has|had)\s+(?:only\s+|just\s+)?(?:until|till)"
            r"|window\b|comments?\b|respond\b|responses?\b|feedback|views on"
            r"|answer(?:s|ing)?\s+(?:to\s+)?(?:(?:the|its|an?|their)\s+)?(?:[\w’'-]+\s+){0,2}(?:consultation|questions|inquiry|call)\b|submit|submissions?|apply|applications?|register(?!ed)|registration|sign(?:ed"
            r"|ing)?\s+up|entries|nominat\w+|rsvp|proposals?\s+(?:are|due|until|must|should|need)|letters?\s+of\s+(?:intent|interest)\s+(?:are|must|should|is|due)|consultation|comply|compliance"
            r"|(?:tender|bidding|bids?|call|competition|poll|auction)\b(?:\s+(?:for|on|to)\s[^,;.]{2,60}?)?\s+closes?\b"
            r"|expires?|expiry|closing date|open\s+(?:until|till|through)|call for"
        ),
    ),
    (
        Kind.AGREEMENT,
        (
            r"sign(?!\s*up|al|if)\w*|agreement|memorandum|mou\b|pact|treaty|accord|ink(?:ed)?|ratif\w+"
            r"|conclude\s+(?:negotiations|talks)|deal\b"
        ),
    ),
    (
        Kind.MEETING,
        (
            r"meet(?:ing|ings|s)?|dialogue|summit|forum|conference|talks|host\w*"
            r"|(?<!million )(?<!thousand )(?<!\d )visit\w*|convene\w*|session|workshop"
            r"|hearing|(?<!funding )(?<!series \w )(?<!way )(?<!all )(?<!year[ -])round(?:table)?|gather\w*"
            r"|symposium|plenary|seminar|webinar|address\b|festival|expo\b|airshow|exercise|(?:trade|air|motor|defen[cs]e|boat|book|tech|robot)\s+(?:shows?|fairs?)|exhibition|exposition|biennale|jamboree|conclave"
            r"|\bfair\b(?! (?:play|share|trade|use|price|value|pay|competition))"
            r"|ministerial(?!\s+(?:order|decree|decision|regulation|approval|declaration))"
            r"|briefing|consultations|questions?\s+(?:[A-Z]|the|its)|testif\w+"
            r"|trip|markup|day of|(?:demo|demonstration|open|pitch|industry|investor|careers?)\s+days?\b"
            r"|hackathon|week\b(?=.*held)|speak"
        ),
    ),
    (
        Kind.REPORT,
        (
            r"report\b|publish\w*|white\s*paper|guidance|guidelines?|roadmap|findings|recommendations?|study|strategy"
            r"|(?:review|assessment|audit|inquiry|evaluation)\s+(?:(?:is|was|now|still)\s+)*due|playbook|advice|framework|blueprint|draft|release\s+(?:\w+\s+){0,3}(?:report|results|data|figures)"
            r"|results"
        ),
    ),
    (
        Kind.FUNDING,
        (
            r"invest\w*|winners|successful\s+(?:ones|bid\w*|applicants|consortia)|funding|series [a-h]\b|grants?|fund\b"
            r"|spend|award\w*|billion|million|financ\w+"
        ),
    ),
    (
        Kind.LAUNCH,
        (
            r"launch\w*|open\w*|produc(?:tion|es?|ing)\b|roll\w*[\s-]?out|deploy\w*|start\w*|begin\w*|releas\w*|go(?:es)?\s+live"
            r"|operational?"
            r"|running|on\s+stream|online|in service"
            r"|lift-?off|blast\w*|orbit|build\w*|built|deliver\w*|complet\w*|introduc\w*|unveil\w*|available|ship\w*|break\s+ground"
            r"|set\s+up|establish\w*|ready|expand\w*|install\w*"
            r"|commission(?:ed|ing)|(?<=to )commission|debut\w*|machines?|plant|facility|pilot"
        ),
    ),
)
_KIND = [(kind, expression(rf"\b(?:{words})", re.IGNORECASE)) for kind, words in _KINDS]
_SETTLES = expression(
    r"\b(?:comments?|feedback|responses?|respond|replies|consultation|window|submissions?|applications?|registrations?|nominations?|entries|proposals|consultation|rsvp"
    r"|sign\s+up|apply|submit|register|bids?)\b.*\b(?:due|by|until|till|through|close[sd]?|closing|open|deadline"
    r"|end|accepted|received)\b"
    r"|\b(?:days?|weeks?|fortnight|months?|time),?\s+until\b"
    r"|\bhave\s+until\b|\b(?:deadline|closes|closing\s+date|deadlines)\b.*\b(?:comments?|submi\w+|appl\w+|regist\w+|nominat\w+"
    r"|entr\w+|proposals|consultation|bids?)\b"
    r"|\b(?:takes?|took|taking|come|comes|coming|came|go|goes|enters?|entering)\s+(?:in)?(?:to\s+)?(?:effect"
    r"|force)\b|\beffective\b|\bclosing\s+date\b|\bexpires?\b|\bopen\s+(?:until|till|through)\b|\bcompliance\b|\bcomply\b"
    r"|\bban\b.*\b(?:ends?|until|last)\b|\b(?:tender|bidding|auction)\b[^,;.]{0,60}\bcloses?\b",
    re.IGNORECASE | re.DOTALL,
)


_HANDS_IN = expression(  # "may send in their bids up to 18 April"; "given another month, until 30 April"
    r"\b(?:days?|weeks?|fortnight|months?|time),?\s+until\b|\b(?:send|hand|put)\s+in\s+(?:their|its|your|an?)\s+(?:bids?|papers?|views|proposals?)\b"
    r"|\b(?:bids?|tenders?|proposals?|papers?|entries)\s+(?:must|should|may|can|(?:are|have)\s+to)\s+be\s+(?:handed\s+in|sent|lodged|received|in\b)",
    re.IGNORECASE,
)
_OPEN_FOR = expression(  # "A draft standard is open for public comment until 2 June"
    r"\b(?:is|are|remains?|stays?)\s+(?:now\s+)?open\s+(?:for|to)\s+(?:public\s+|written\s+)?"
    r"(?:comments?|consultation|feedback|applications?|submissions?|entries|bids|registrations?|nominations?)\b",
    re.IGNORECASE,
)
_PAPER = expression(
    r"\b(?:publish|release|issue)(?:\s+(?:an?|the|its|their))?(?:\s+\w+)?\s+(?:report|(?:white|green|discussion)\s+paper|study|findings|summary)\b",
    re.IGNORECASE,
)


_RULE = expression(
    r"\b(?:regulations?|rules?|acts?|laws?|orders?|codes?|decrees?|directives?|bills?|bans?|tariffs?|lev(?:y|ies)|ordinances?|regime)\b",
    re.IGNORECASE,
)
_IN_FORCE = expression(
    r"\b(?:takes?|taking)\s+effect\b|\b(?:comes?|go|goes|enters?|coming|going|entering)\s+(?:in)?to\s+(?:force|effect|operation)\b"
)


def kind_of(event: str, clause: str) -> Kind:
    """By the event's own words first, then by its clause."""
    if _PAPER.search(event):
        return Kind.REPORT  # "will publish a white paper with the summit's conclusions"
    if takes_effect(event):
        return Kind.OTHER  # "Rules requiring growers to register drones will take effect"
    if _applies(clause):
        return Kind.OTHER  # "The new fees will apply from 1 July": nobody applies for anything
    if _HANDS_IN.search(clause) or _OPEN_FOR.search(clause):
        return Kind.DEADLINE
    for text in (event, clause):
        for kind, pattern in _KIND:
            if pattern.search(text):
                return kind
    return Kind.OTHER


def takes_effect(event: str) -> bool:
    """Whether it is a rule that begins to hold."""
    if not ("effect" in event or "force" in event or "operation" in event):
        return False
    return _IN_FORCE.search(event) is not None and _RULE.search(event) is not None


_APPLIES = expression(
    r"\b(?:rules?|regulations?|acts?|laws?|orders?|codes?|decrees?|directives?|bans?|tariffs?|fees|charges|duties|lev(?:y|ies)|tax(?:es)?|rates|limits?|caps?"
    r"|standards?|requirements?|guidelines|provisions|obligations|exemptions?|curbs|restrictions|sanctions|measures|changes)"
    r"\s+(?:(?:will|shall|to|also|now|first|only|then)\s+)*appl(?:y|ies)\s+(?!for\b)",
    re.IGNORECASE,
)


def _applies(clause: str) -> bool:
    """Whether a rule is what applies."""
    return " appl" in clause and _APPLIES.search(clause) is not None


def settles_itself(clause: str) -> bool:
    """What needs nobody's report: comments close, a rule takes effect."""
    if _SETTLES.search(clause) is not None:
        return True
    return _applies(clause) or ("operation" in clause and takes_effect(clause))


_NUMBERS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
).split()
_ORDINALS = {name: index for index, name in enumerate(_NUMBERS, start=1)} | {"inaugural": 1, "maiden": 1}
_EDITION_NOUN = (
    r"(?:edition|dialogue|dialog|meeting|summit|forum|conference|round|session|talks|iteration|instal?lment"
    r"|workshop|symposium|festival|week|day|consultations?|roundtable|gathering|hackathon|challenge|outing"
    r"|exchange|congress|convention|assembly|expo|fair|seminar|colloquium|retreat|conclave)"
)
_EDITION = expression(
    rf"\b(?:(?P<word>{'|'.join(_ORDINALS)})|(?P<number>\d{{1,3}})(?:st|nd|rd|th)"
    rf"|(?P<year>20\d\d))(?:[-\s]+(?:annual|ever|such|ministerial|ministerial-level|high-level|[A-Z][\w.&/-]*|of"
    rf"|the|and|bilateral|joint|global|international))*?"
    rf"[-\s]+(?i:{_EDITION_NOUN})\b|\b(?=[A-Z])(?i:{_EDITION_NOUN})\s+(?P<after>20\d\d)(?!\s*[-–\d])"
)
_FIRST_OF_SORTS = expression(
    r"\s+(?:on|since|outside|of\s+(?:its|this)\s+kind|for\s+(?:\w+\s+)?(?:years?|months))\b"
)  # no number
_BARE_EDITION = expression(
    rf"\b(?:the|a|its|their)\s+({'|'.join(_NUMBERS)})(?=\s*,|\s+(?:to|in|at|on|will|is|for|from)\b|\s*\Z)"
)
_BEGINS_EDITION = expression(rf"The\s+({'|'.join(_NUMBERS[1:])})\s+(?:is|will|was|takes|follows)\b")
_ZH_EDITION = expression(r"第([一二三四五六七八九十\d]{1,3})[届次轮]")
_ZH_NUMBERS = {char: number for number, char in enumerate("一二三四五六七八九十", start=1)}


def counted_in(text: str) -> frozenset[int]:
    """The numbers of all editions that a text counts in words ("the fifth Forum", "its third meeting")."""
    return frozenset(_ORDINALS[match["word"]] for match in _EDITION.finditer(text) if match["word"])


@lru_cache(maxsize=512)
def edition_of(text: str, *, bare: bool = False) -> int | None:
    """The number of a series ("second dialogue": 2), or its year ("2026 edition", "Summit 2026": 2026).

    ``bare``: also "and the fourth to Boston", in a list of editions.
    """
    if begins := _BEGINS_EDITION.match(text):
        return _ORDINALS[begins[1]]
    if bare and (alone := _BARE_EDITION.search(text)):
        return _ORDINALS[alone[1]]
    for match in _EDITION.finditer(text):
        if match["word"] == "first" and _FIRST_OF_SORTS.match(text, match.end()):
            continue
        if match["word"]:
            return _ORDINALS[match["word"]]
        if match["after"]:
            return int(match["after"])
        return int(match["number"] or match["year"])
    chinese = _ZH_EDITION.search(text)
    if chinese:
        told = chinese[1]
        return (
            int(told)
            if told.isdigit()
            else _ZH_NUMBERS.get(told[-1], 0) + (10 if told[0] == "十" and len(told) > 1 else 0)
        )
    return None
