"""What a gathering is called in full: "the fourth Pacific Robotics Forum", "Exercise Night Heron". Knows no dates."""

import re
from collections.abc import Sequence
from functools import lru_cache

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
_NAMED = re.compile(
    rf"(?:[A-Z][\w’'&/-]*\s+(?:(?:on|of|for|and|the)\s+)*)+?{_NOUN}s?\b"
    r"(?:\s+(?:on|for|of)(?:\s+(?:the|and|[A-Z][\w’'&-]*))+)?"
    r"|\b(?:Exercise|Trial|Operation|Project|Mission)(?:\s+[A-Z][\w’'-]*)+"
)
_LEADS = re.compile(
    r"(?:(?:The|This|Its|Their|First|Second|Third|Fourth|Fifth|Sixth|Seventh|Next|Inaugural|Annual|At|In|For|And|A|An)\s+)+"
)
_ENDS = re.compile(r"(?:\s+(?:the|and|on|of|for))+\Z")
_BARE = re.compile(
    r"(?:(?:the|this|its|their)\s+)?(?:(?:one|two|three|four|five|six|\d+)-day\s+|(?:day|week)-long\s+)?"
    rf"(?:(?:{_any(TOWNS)})\s+)?"
    r"(?:(?P<which>next|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th)|inaugural|autumn|spring)\s+)?"
    r"(?:edition|round|meeting|session|forum|gathering|summit|dialogue|conference|talks|event|exercise|council|committee|new\s+date)\b"
    r"(?!\s+(?:of|on|for|between|with|about)\b)"
    # "the Tromsø event": of a town that nobody lists
    r"|(?-i:[A-Z][a-zà-ÿ’'-]+)\s+(?:event|gathering|meeting|talks|get-together)\Z",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?P<which>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th))(?:\s+['’]s)?",
    re.IGNORECASE,
)
_HELD_ONLY = re.compile(r"(?:will|would|to)\s+(?:be\s+held|take\s+place|happen|be\s+staged)", re.IGNORECASE)
MOST_WORDS = 10


# "terms for a standing digital policy dialogue", "the inaugural Thai-EU digital dialogue": no name, but what it is.
_COMMON = re.compile(
    r"\b(?:an?|the|their|its|this)\s+(?P<name>(?!first\b|other\b|same\b)[\w’'&-]+\s+(?:[\w’'&-]+\s+){0,3}?"
    r"(?:dialogue|summit|forum|conference|council|roundtable|exercise|consultations|ministerial|workshop|symposium|congress|festival))\b"
)
_NUMBERED = re.compile(
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|inaugural|next|\d+(?:st|nd|rd|th))\s"
)


def _common_names(sentence: str) -> tuple[str, ...]:
    return tuple(match["name"] for match in _COMMON.finditer(sentence) if not _OF_OTHERS.search(match["name"]))


_OF_OTHERS = re.compile(r"\b(?:of|in|on|to|was|is|has|and|last|previous)\b")


@lru_cache(maxsize=4096)
def names_in(text: str) -> tuple[str, ...]:
    """The full names in a sentence, in order; a headline's capitals mean nothing."""
    if is_headline(text):
        return ()
    found = (_ENDS.sub("", _LEADS.sub("", match.group(), count=1)) for match in _NAMED.finditer(text))
    return tuple(name for name in found if len(name.split()) >= 2)


# "Winners will be announced", "The list of recipients will be made public": of which scheme another sentence tells.
_OF_A_SCHEME = re.compile(
    r"(?:(?:the|list\s+of|names\s+of|announcement\s+of|selection\s+of|first|final|successful)\s+)*"
    r"(?:winners?|recipients?|applicants?|awardees|grantees|finalists|results?|applications?|entries|bids|submissions|nominations"
    r"|awards|grants)\b(?!\s+(?:of|for|to|from|by|in)\b)(?!.*(?-i:[a-z]\s+[A-Z]))",
    re.IGNORECASE,
)
_SCHEME = re.compile(
    r"(?:[A-Z][\w’'&-]*\s+){1,5}(?:Scheme|Fund|Programme|Program|Grant|Prize|Award|Challenge|Initiative|Call|Competition|Contest"
    r"|Facility|Partnership|Fellowship|Scholarship|Sandbox|Accelerator)s?\b"
)


def _with_scheme(event: str, plain: re.Match[str], around: Sequence[str]) -> str:
    name = next((_LEADS.sub("", names[-1], count=1) for text in around if (names := _SCHEME.findall(text))), "")
    full = f"{plain.group()} of {name}{event[plain.end() :]}" if name else event
    return full if len(full.split()) <= MOST_WORDS else event


def named_in_full(event: str, *around: str, own: str = "") -> str:
    """The phrase, with the name that the nearest of the sentences ``around`` gives the gathering it only counts.

    "third edition goes" behind "The Pacific Robotics Forum is to meet twice" is "third Pacific Robotics Forum".
    """
    if _HELD_ONLY.fullmatch(event):
        return next(iter(names_in(own)), event)  # "The fourth Forum goes to Entebbe, where it will be held in June"
    if plain := _OF_A_SCHEME.match(event):
        return _with_scheme(event, plain, around)
    bare = _BARE.match(event) or _COUNTED.fullmatch(event)
    if bare is None:
        return event
    name = next((names[-1] for sentence in around if (names := names_in(sentence) or _common_names(sentence))), "")
    if not name:
        return event
    which = bare["which"].casefold() + " " if bare["which"] and not _NUMBERED.match(name) else ""
    full = which + name
    return full if len(full.split()) <= MOST_WORDS else event
