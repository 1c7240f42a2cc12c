"""What a follow-up is called and of what kind it is, in the sentence's own words."""

import re

from watcher.followups.cues import BOUNDARY, Tense, VerbGroup
from watcher.model import Kind

_WORD = re.compile(r"[^\s,;:()\"“”]+")
_TRAILING = re.compile(
    r"(?:\s|\b(?:in|on|at|by|for|to|the|a|an|of|from|until|till|through|before|within|during|over|and|or|with|its"
    r"|their|his|her|this|next|that|as|is|are|be|will|which|who|it|both|than"
    r"|no|later|sometime|around|about|early|late|some|time|scheduled|planned|set|due|slated|expected|starting"
    r"|beginning|effective)\b|[,;:.!?()\"“”'’–—-])+\Z",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"\A(?:\s|\b(?:the|a|an|this|that|these|those|its|their|his|her|our|your|and|but|or|so|also|meanwhile|be|to"
    r"|been|being|have|has|of|for|in|on|at|by|as|with|from|it|he|she|they|we|i|you|both|there|jointly|formally"
    r"|officially|then|now|which|who|able|"
    r"if|after|when|where|while|because|since)\b|[,;:.!?()\"“”'’–—-])+",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"\A.*?\b(?:said|says|told|announced|added|noted|reported|confirmed|according\s+to|revealed|expects?"
    r"|hopes?)\b(?:\s+(?:on\s+)?\w+day)?(?:\s+\w+){0,3}?\s+(?:that|it|they|he|she|how)\s+",
    re.IGNORECASE | re.DOTALL,
)
_SAYING = re.compile(r"\A.*\b(?:said|says|announced|confirmed|added|noted)\s+(?=\S+\s+\S)", re.IGNORECASE | re.DOTALL)
MOST_WORDS = 10


def event_phrase(
    sentence: str, low: int, high: int, date: tuple[int, int], group: VerbGroup | None, cuts: list[tuple[int, int]]
) -> str:
    """2-10 words that name what is to happen: the verb's object, else its subject with the verb.

    ``low:high`` is the clause, ``cuts`` are the spans of dates and places in the sentence, which are left out.
    """
    if group is None or group.tense is Tense.REPORT:
        return _fitted(_strip(_without(sentence, low, high, cuts))) or _fallback(sentence)
    if group.start < low:
        low = max((match.end() for match in BOUNDARY.finditer(sentence, 0, group.start)), default=0)
    subject = _subject(_without(sentence, low, group.start, cuts))
    stop = date[0] if date[0] >= group.end else high
    verb_phrase = _strip(_without(sentence, group.end, stop, cuts))
    if (
        not verb_phrase
        and high > stop
        and group.tense is Tense.FUTURE
        and re.search(r"\b(?:will|shall|would|to)\Z", group.words, re.IGNORECASE)
    ):
        verb_phrase = _strip(_ATTRIBUTION.sub("", _without(sentence, group.end, high, cuts)))
    if group.tense in {Tense.PRESENT, Tense.PAST, Tense.INFINITIVE} and not re.match(
        r"(?:is|are|can|was|were|has|had|have)\b", group.words, re.IGNORECASE
    ):
        verb_phrase = f"{group.words.removeprefix('to ')} {verb_phrase}".strip()
    verb_phrase = _ATTRIBUTION.sub("", verb_phrase)
    verb_words = verb_phrase.split()
    if len(verb_words) < 3:
        parts = subject.split()[-(MOST_WORDS - len(verb_words)) :] + verb_words
        if len(parts) < 2:  # "results due"
            parts += [word for word in group.words.split()[:1] if word.casefold() not in {"will", "is", "are", "be"}]
        return _fitted(" ".join(parts)) or _fallback(sentence)
    who = subject.split()
    if len(who) <= 4 and len(who) + len(verb_words) <= MOST_WORDS:
        return _fitted(" ".join(who + verb_words)) or _fallback(sentence)
    return _fitted(verb_phrase) or _fallback(sentence)


_ATTRIBUTION = re.compile(
    r"(?:,|\A)\s*[^,]{0,80}?\b(?:said|says|announced|told\s+\w+|according\s+to|reported|added|confirmed)\b.*\Z",
    re.IGNORECASE | re.DOTALL,
)


def _without(sentence: str, low: int, high: int, cuts: list[tuple[int, int]]) -> str:
    pieces = []
    position = low
    for start, end in cuts:
        if end <= position or start >= high:
            continue
        pieces.append(_TRAILING.sub("", sentence[position : max(position, start)]))
        position = max(position, end)
    pieces.append(sentence[position : max(position, high)])
    return " ".join(piece.strip() for piece in pieces if piece.strip())


def _subject(words: str) -> str:
    words = _SAYING.sub("", _FRAME.sub("", words[-300:]))
    parts = [part for part in re.split(r",\s+|[\"“”;:]|\bthat\b|\s[-–—]\s", words) if len(_strip(part).split()) >= 2]
    return _strip(parts[-1]) if parts else _strip(words)


def _strip(words: str) -> str:
    return _LEADING.sub("", _TRAILING.sub("", " ".join(words.split())))


def _fitted(phrase: str) -> str:
    words = re.sub(r"[()\"“”]", "", phrase).split()
    if len(words) > MOST_WORDS:
        words = _TRAILING.sub("", " ".join(words[:MOST_WORDS])).split()
    return " ".join(words).strip(' ,;:."“”()') if len(words) >= 2 else ""


def _fallback(sentence: str) -> str:
    """The sentence's first words, where its parts give no phrase of two words."""
    words = _strip(sentence).split() or sentence.split()
    return " ".join(words[:8]).strip(' ,;:."“”()') or sentence.strip()[:80]


_KINDS = (
    (
        Kind.DEADLINE,
        (
            r"deadline|due date|comments?\b|submit|submissions?|apply|applications?|register|registration|sign(?:ed"
            r"|ing)?\s+up|entries|nominat\w+|rsvp|proposals?\s+(?:are|due|until)|consultation|comply|compliance"
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
            r"meet(?:ing|ings|s)?|dialogue|summit|forum|conference|talks|host\w*|visit\w*|convene\w*|session|workshop"
            r"|hearing|round(?:table)?|gather\w*|symposium|seminar|webinar|address\b|festival|expo\b|airshow|exercise"
            r"|briefing|consultations|trip|markup|day of|hackathon|week\b(?=.*held)|speak"
        ),
    ),
    (
        Kind.REPORT,
        (
            r"report\b|publish\w*|white\s*paper|guidance|guidelines?|roadmap|findings|recommendations?|study|strategy"
            r"|playbook|advice|framework|blueprint|draft|release\s+(?:\w+\s+){0,3}(?:report|results|data|figures)"
            r"|results"
        ),
    ),
    (Kind.FUNDING, r"invest\w*|funding|grants?|fund\b|spend|award\w*|billion|million|financ\w+"),
    (
        Kind.LAUNCH,
        (
            r"launch\w*|open\w*|production|roll\w*[\s-]?out|deploy\w*|start\w*|begin\w*|releas\w*|go(?:es)?\s+live"
            r"|operational|build\w*|built|deliver\w*|complet\w*|introduc\w*|unveil\w*|available|ship\w*|break\s+ground"
            r"|set\s+up|establish\w*|ready|expand\w*|install\w*|commission\w*|debut\w*|machines?|plant|facility|pilot"
        ),
    ),
)
_KIND = [(kind, re.compile(rf"\b(?:{words})", re.IGNORECASE)) for kind, words in _KINDS]
_SETTLES = re.compile(
    r"\b(?:comments?|submissions?|applications?|registrations?|nominations?|entries|proposals|consultation|rsvp"
    r"|sign\s+up|apply|submit|register|bids?)\b.*\b(?:due|by|until|till|through|close[sd]?|closing|open|deadline"
    r"|end|accepted|received)\b"
    r"|\b(?:deadline|closes|closing\s+date|deadlines)\b.*\b(?:comments?|submi\w+|appl\w+|regist\w+|nominat\w+"
    r"|entr\w+|proposals|consultation|bids?)\b"
    r"|\b(?:takes?|took|taking|come|comes|coming|came|go|goes|enters?|entering)\s+(?:in)?(?:to\s+)?(?:effect"
    r"|force)\b|\beffective\b|\bexpires?\b|\bopen\s+(?:until|till|through)\b|\bcompliance\b|\bcomply\b"
    r"|\bban\b.*\b(?:ends?|until|last)\b",
    re.IGNORECASE | re.DOTALL,
)


def kind_of(event: str, clause: str) -> Kind:
    """By the event's own words first, then by its clause."""
    for text in (event, clause):
        for kind, pattern in _KIND:
            if pattern.search(text):
                return kind
    return Kind.OTHER


def settles_itself(clause: str) -> bool:
    """What needs nobody's report: comments close, a rule takes effect."""
    return _SETTLES.search(clause) is not None


_NUMBERS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
).split()
_ORDINALS = {name: index for index, name in enumerate(_NUMBERS, start=1)} | {"inaugural": 1, "maiden": 1}
_EDITION_NOUN = (
    r"(?:edition|dialogue|dialog|meeting|summit|forum|conference|round|session|talks|iteration|instal?lment"
    r"|workshop|symposium|festival|week|day|consultations?|roundtable|gathering|hackathon|challenge)"
)
_EDITION = re.compile(
    rf"\b(?:(?P<word>{'|'.join(_ORDINALS)})|(?P<number>\d{{1,3}})(?:st|nd|rd|th)"
    rf"|(?P<year>20\d\d))(?:[-\s]+(?:annual|ever|such|ministerial|ministerial-level|high-level|[A-Z][\w.&/-]*|of"
    rf"|the|and|bilateral|joint|global|international))*?"
    rf"[-\s]+(?i:{_EDITION_NOUN})\b|\b(?=[A-Z])(?i:{_EDITION_NOUN})\s+(?P<after>20\d\d)(?!\s*[-–\d])"
)
_ZH_EDITION = re.compile(r"第([一二三四五六七八九十\d]{1,3})[届次轮]")
_ZH_NUMBERS = {char: number for number, char in enumerate("一二三四五六七八九十", start=1)}


def edition_of(text: str) -> int | None:
    """The number of a series ("second dialogue": 2), or its year ("2026 edition", "Summit 2026": 2026)."""
    for match in _EDITION.finditer(text):
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
