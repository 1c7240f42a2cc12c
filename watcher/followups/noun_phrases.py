"""Noun phrases cut out of a sentence: stripped of what hangs on their edges, clipped where a part of them ends."""

import re

from watcher.followups.expressions import expression

TRAILING = expression(
    r"(?:\s|\b(?:in|on|at|by|for|to|the|a|an|of|from|until|till|through|before|within|during|over|and|or|with|its"
    r"|their|his|her|this|next|that|as|is|are|be|will|which|who|it|both|than|between"
    r"|no|later|sometime|around|about|early|late|some|scheduled|planned|set|due|slated|expected|starting"
    r"|beginning|effective|ahead|since|amid|as\s+soon|followed|despite|alongside)\b|[,;:.!?()\"“”'’–—-])+\Z",
    re.IGNORECASE,
)
LEADING = expression(
    r"\A(?:\s|['’](?:s|m|re|ve|ll|d)\b|\b(?:the|a|an|this|that|these|those|its|their|his|her|our|your|and|but|or|so|also|meanwhile|be|to"
    r"|been|being|have|has|of|for|in|on|at|by|as|with|from|it|he|she|they|we|i|you|both|there|jointly|formally"
    r"|officially|then|now|come|which|who|able|"
    r"if|after|when|where|while|because|since)\b|[,;:.!?()\"“”'’–—-])+",
    re.IGNORECASE,
)


def clipped(phrase: str, room: int) -> str:
    """The phrase cut where a part of it ends: before a preposition or a conjunction, never inside a noun phrase."""
    words = UNBRACKETED.sub("", phrase).split()
    if len(words) <= room:
        return without_tail(" ".join(words))
    kept = ""
    for piece in re.split(r"(?<=,)\s+|" + PREPOSITION.pattern, " ".join(words)):
        longer = f"{kept} {piece}".strip()
        if len(longer.split()) > room:
            break
        kept = longer
    if len(without_tail(kept).split()) < min(3, room):
        kept = " ".join(words[:room])
    return without_tail(kept)


UNBRACKETED = expression(r"\s*\([^()]*\)|[()\"“”]")


def strip(words: str) -> str:
    return without_lead(without_tail(" ".join(words.split())))


def without_lead(phrase: str) -> str:
    """As ``LEADING.sub``, which would try every position for what can only stand at the first."""
    match = LEADING.match(phrase)
    return phrase[match.end() :] if match else phrase


def without_tail(phrase: str) -> str:
    """As ``TRAILING.sub``, which is only tried where the last word or sign is one of those it takes."""
    begins = len(phrase)
    while begins and (phrase[begins - 1].isalnum() or phrase[begins - 1] == "_"):
        begins -= 1
    last = phrase[begins:]
    if last and last.isascii() and last.lower() not in _HANGING:
        return phrase
    return TRAILING.sub("", phrase)


# The words of TRAILING, "soon" of "as soon" among them.
_HANGING = frozenset(
    "in on at by for to the a an of from until till through before within during over and or with its their his her"
    " this next that as is are be will which who it both than between no later sometime around about early late some"
    " scheduled planned set due slated expected starting beginning effective ahead since amid soon followed despite"
    " alongside".split()
)


def last_noun(words: str) -> str:
    """ "teams tested Lumen-3", "at the fourth Roundtable": what a relative clause behind it is about."""
    named = re.findall(r"(?:[A-Z\d][\w.’'&-]*|of|for|and|the)(?:\s+(?:[A-Z\d][\w.’'&-]*|of|for|and|the))*\s*\Z", words)
    if named and strip(named[0]) and named[0] != words:
        return strip(named[0])
    if about := list(_ABOUT.finditer(words)):  # "waiting for the report on fibre in villages"
        return strip(PREPOSITION.split(words[: about[-1].end("what")])[-1] + words[about[-1].end("what") :])
    return strip(PREPOSITION.split(words)[-1])


_ABOUT = expression(
    r"\b(?P<what>report|study|review|survey|assessment|paper|map|plan|strategy|roadmap|guide|guidelines|rules|bill|law|agreement|pact|deal"
    r"|memorandum|treaty|forum|summit|dialogue|meeting|conference|workshop|exercise|inquiry|consultation|fund|programme|program|scheme|network"
    r"|platform|portal|register|centre|center|institute|framework)\s+(?:on|of|about|into|between|for)\s"
)
PREPOSITION = expression(
    r"\s+(?=(?:of|in|on|at|by|for|to|with|from|about|under|between|among|over|as|into|through|during|after|before|that"
    r"|which|who|where|whose|when|whether|(?:and|or)(?!\s+[A-Z]))\s)"
)


def head(words: str) -> str:
    """The noun phrase without what hangs on it: "AI safety institutes of two countries"."""
    pieces = PREPOSITION.split(words)
    whole = pieces[0]
    for piece in pieces[1:]:
        if len(whole.split()) > 1:
            break
        whole = f"{whole} {piece}"
    return strip(_PARTICIPLE.sub("", whole) if len(pieces) > 1 else whole)


_PARTICIPLE = expression(
    r"(?<=\w)\s+(?:led|run|backed|owned|chaired|headed|made|built|based|founded|formed|set\s+up)\Z"
)
