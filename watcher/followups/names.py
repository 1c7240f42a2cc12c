"""What a gathering is called in full: "the fourth Pacific Robotics Forum", "Exercise Night Heron". Knows no dates."""

import re
from collections.abc import Sequence
from functools import lru_cache

from watcher.followups.expressions import expression
from watcher.followups.places import TOWNS
from watcher.followups.words import is_headline


def _any(names: list[str]) -> str:
    return "|".join(map(re.escape, names))


_NOUN = (
    r"(?:Dialogue|Dialog|Summit|Forum|Council|Conference|Meeting|Committee|Roundtable|Exercise|Trial|Week|Expo|Symposium"
    r"|Workshop|Festival|Session|Congress|Assembly|Talks|Consultations?|Mission|Challenge|Airshow|Games"
    r"|(?<=Joint )Commission|(?<=Mixed )Commission"
    r"|Ministerial)"
)
_NAMED = expression(
    rf"(?:[A-Z][\w’'&/-]*\s+(?:(?:on|of|for|and|the)\s+)*)+?{_NOUN}s?\b"
    r"(?:\s+(?:on|for|of)(?:\s+(?:the|and|[A-Z][\w’'&-]*))+)?"
    r"|\b(?:Exercise|Trial|Operation|Project|Mission)(?:\s+[A-Z][\w’'-]*)+"
)
_LEADS = expression(
    r"(?:(?:The|This|Its|Their|First|Second|Third|Fourth|Fifth|Sixth|Seventh|Next|Inaugural|Annual|At|In|For|And|A|An)\s+)+"
)
_ENDS = expression(r"(?:\s+(?:the|and|on|of|for))+\Z")
_BARE = expression(
    r"(?:(?:the|this|its|their)\s+)?(?:(?:one|two|three|four|five|six|\d+)-day\s+|(?:day|week)-long\s+)?"
    rf"(?:(?P<place>{_any(TOWNS)})\s+)?"
    r"(?:(?P<which>next|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th)|inaugural|autumn|spring)\s+)?"
    r"(?:edition|round|meeting|session|forum|gathering|summit|dialogue|conference|talks|event|exercise|council|committee|new\s+date)\b"
    r"(?!\s+(?:of|on|for|between|with|about)\b)"
    # "the Tromsø event": of a town that nobody lists
    r"|(?P<town>(?-i:[A-Z][a-zà-ÿ’'-]+))\s+(?-i:event|gathering|meeting|talks|get-together)\Z",
    re.IGNORECASE,
)
_COUNTED = expression(
    r"(?P<which>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th))"
    r"(?:\s+['’]s|\s+(?:(?:is|will|would)\s+)?(?:be\s+|to\s+be\s+)?(?:planned|due|scheduled|set|expected|slated|pencilled(?:\s+in)?|held|follow|take\s+place))?",
    re.IGNORECASE,
)
_HELD_ONLY = expression(r"(?:will|would|to)\s+(?:be\s+held|take\s+place|happen|be\s+staged)", re.IGNORECASE)
MOST_WORDS = 10


# "terms for a standing digital policy dialogue", "the inaugural Thai-EU digital dialogue": no name, but what it is.
_COMMON = expression(
    r"\b(?:an?|the|their|its|this|(?:week|month|year|\w+day)['’]s)\s+(?P<name>(?!first\b|other\b|same\b)[\w’'&-]+\s+(?:[\w’'&-]+\s+){0,3}?"
    r"(?:dialogue|summit|forum|conference|council|roundtable|exercise|consultations|ministerial|workshop|symposium|congress|festival))\b"
)
_NUMBERED = expression(
    r"\A(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|inaugural|next|\d+(?:st|nd|rd|th))\s"
)


def _common_names(sentence: str) -> tuple[str, ...]:
    return tuple(match["name"] for match in _COMMON.finditer(sentence) if not _OF_OTHERS.search(match["name"]))


_OF_OTHERS = expression(r"\b(?:of|in|on|to|was|is|has|and|last|previous)\b")


@lru_cache(maxsize=4096)
def names_in(text: str) -> tuple[str, ...]:
    """The full names in a sentence, in order; a headline's capitals mean nothing."""
    if is_headline(text):
        return ()
    found = (_ENDS.sub("", _LEADS.sub("", match.group(), count=1)) for match in _NAMED.finditer(text))
    return tuple(name for name in found if len(name.split()) >= 2)


# "Winners will be announced", "The list of recipients will be made public": of which scheme another sentence tells.
_OF_A_SCHEME = expression(
    r"(?:(?:the|list\s+of|names\s+of|announcement\s+of|selection\s+of|first|final|successful)\s+)*"
    r"(?:winners?|recipients?|applicants?|awardees|grantees|finalists|results?|applications?|entries|bids|submissions|nominations"
    r"|awards|grants)\b(?!\s+(?:of|for|to|from|by|in)\b)(?!.*(?-i:[a-z]\s+[A-Z]))",
    re.IGNORECASE,
)
_SCHEME = expression(
    r"(?:[A-Z][\w’'&-]*\s+){1,5}(?:Scheme|Fund|Programme|Program|Grant|Prize|Award|Challenge|Initiative|Call|Competition|Contest"
    r"|Facility|Partnership|Fellowship|Scholarship|Sandbox|Accelerator)s?\b"
)


def _with_scheme(event: str, plain: re.Match[str], around: Sequence[str]) -> str:
    name = next((_LEADS.sub("", names[-1], count=1) for text in around if (names := _SCHEME.findall(text))), "")
    full = f"{plain.group()} of {name}{event[plain.end() :]}" if name else event
    return full if len(full.split()) <= MOST_WORDS else event


# "The committee's second meeting", "The working group will meet again": which one, a sentence before told.
_BODY = (
    r"(?:committee|commission|council|(?:working\s+|expert\s+|advisory\s+|contact\s+|steering\s+)?group|panel|board|task\s?force|taskforce|body|alliance"
    r"|consortium|platform|network|partnership|initiative|secretariat|inquiry|assembly|dialogue|forum|mechanism)"
)
_BY_ITS_BODY = expression(
    rf"(?P<body>{_BODY})(?:['’]s\s+(?P<what>(?:[\w’'-]+\s+){{0,4}}?(?:meeting|session|round|gathering|plenary|sitting|report|paper|hearing|talks)s?)\b"
    r"|(?=\s+(?:will|to|is|has|plans?|meets?|expects?|aims?|agreed|hopes?|intends?)\b))",
    re.IGNORECASE,
)
_TAIL = (
    r"(?:\s+(?:on|for|of)\s+(?:(?:the|an?)\s+)?[\w’'&-]+(?:\s+(?!set\b|met\b|will\b|has\b|had\b|was\b|were\b|is\b|are\b|that\b|which\b|who\b|in\b|on\b"
    r"|at\b|held\b|said\b|to\b|by\b|from\b|with\b|opened\b|began\b|agreed\b|wants\b)[\w’'&-]+){0,3})"
)


def _body_in(body: str, *around: str) -> str:
    """What the nearest of the sentences calls the body in full: "joint committee on the digital economy"; or ""."""
    full = expression(
        rf"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Tt]his|[’']s)\s+(?P<name>(?:(?!of\b|in\b|on\b|to\b|the\b|an?\b|its\b|their\b|this\b)[\w’'&–-]+\s+){{0,5}}?{re.escape(body)}\b{_TAIL}?)",
        re.IGNORECASE,
    )
    found = [match["name"] for text in around for match in full.finditer(text)]
    return next((name for name in found if len(name.split()) > 1), "")


def _with_its_body(event: str, match: re.Match[str], around: Sequence[str]) -> str:
    body = _body_in(match["body"], *around)
    if not body or body.casefold() == match.group().casefold():
        return event
    whole = f"{match['what']} of the {body}" if match["what"] else body
    words = f"{whole}{event[match.end() :]}".split()
    if len(words) > MOST_WORDS and match["what"]:
        words = f"{match['what']} of {body}".split()
    while len(words) > MOST_WORDS or words[-1].casefold() in _LINKS:
        words.pop()
    return " ".join(words)


_A_BODY = expression(rf"\b{_BODY}\b", re.IGNORECASE)
_MEETS = expression(r"\s+(?:meeting|session|round|gathering|talks)\b", re.IGNORECASE)
_MOST_OF_BODY = 6
_LINKS = frozenset("the a an of on in for to at and with will be its their by from".split())


_ANYBODY = expression(  # "Anyone may respond until 2 July"
    r"(?:anyone|anybody|everyone|everybody|you|members\s+of\s+the\s+public|(?:the\s+)?public|interested\s+parties|(?:all\s+)?stakeholders|citizens"
    r"|responses|answers|views|comments|feedback|contributions|replies)\b(?:\s+(?!on\b|to\b|about\b)[\w’'-]+){0,4}\Z",
    re.IGNORECASE,
)
_MATTER = expression(
    r"\b(?:(?!an?\b|the\b|its\b|of\b|on\b|for\b|to\b|in\b|by\b|and\b|opened\b|launched\b|published\b)[\w’'&-]+\s+){0,3}?"
    r"(?:consultation|inquiry|call\s+for|discussion\s+paper|green\s+paper|draft(?!\w)|code|rules?|guidelines|guide|framework|bill|proposals?|plan|review)\b"
    r"(?:\s+(?:on|about|into|for|of)\s+[^,;.:]{3,60})?",
    re.IGNORECASE,
)
_ON_A_DAY = expression(r"\s+on\s+\w+day\b")


def _matter(sentence: str) -> str:
    """What a sentence opens to the public: "consultation on a code of practice for laboratories"."""
    found = _MATTER.search(_ON_A_DAY.sub("", sentence))
    words = found.group().split()[:MOST_WORDS] if found else []
    while words and words[-1].casefold() in _LINKS:
        words.pop()
    return " ".join(words) if len(words) > 1 else ""


def _is_own_name(bare: re.Match[str]) -> bool:
    """ "Mars Forum", not "Mars talks": with a capital it is what the thing is called."""
    return bool(bare.groupdict().get("place")) and bare.group().split()[-1][0].isupper()


def named_in_full(event: str, *around: str, own: str = "") -> str:
    """The phrase, with the name that the nearest of the sentences ``around`` gives the gathering it only counts.

    "third edition goes" behind "The Pacific Robotics Forum is to meet twice" is "third Pacific Robotics Forum".
    """
    if _ANYBODY.match(event):
        return next(filter(None, map(_matter, around)), event)
    if _HELD_ONLY.fullmatch(event):
        return next(iter(names_in(own)), event)  # "The fourth Forum goes to Entebbe, where it will be held in June"
    if plain := _OF_A_SCHEME.match(event):
        return _with_scheme(event, plain, around)
    if by_body := _BY_ITS_BODY.match(event):
        return _with_its_body(event, by_body, around)
    bare = _BARE.match(event) or _COUNTED.fullmatch(event)
    if bare is not None and _is_own_name(bare):
        return event
    if bare is None or (bare.groupdict().get("town") and not re.search(rf"\b[Tt]he\s+{re.escape(event)}", own)):
        return event
    name = next((names[-1] for sentence in around if (names := names_in(sentence) or _common_names(sentence))), "")
    if not name:
        bodies = (_body_in(match.group(), sentence) for sentence in around for match in _A_BODY.finditer(sentence))
        body = next(filter(None, bodies), "") if bare["which"] and _MEETS.match(event, bare.end("which")) else ""
        return f"{event[: bare.end()]} of the {body}" if body and len(body.split()) <= _MOST_OF_BODY else event
    which = bare["which"].casefold() + " " if bare["which"] else ""
    name = _NUMBERED.sub("", name, count=1) if which else name
    full = which + name
    return full if len(full.split()) <= MOST_WORDS else event
