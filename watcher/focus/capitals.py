"""Capitals that say nothing: in "JOIN US AS WE LAUNCH IT" the words US, AS and IT are no names.

A term in capitals asks for capitals. Where a whole line is written in them they are no evidence, so a term that is
also an everyday word needs more: ``US`` counts unless it stands where a pronoun stands, the others never do.
"""

from watcher.focus.words import Words

_EVERYDAY = frozenset(
    "a about aid all am an and any are as at be but by can dare did do for get go had has he her him his how i if in "
    "is it its let may me mad my new no not now of off old on one or our out own pact put ran see set she sit so the "
    "to too two up us use was we who why will win yes you".split()
)
# Words after which "us" is a pronoun even in a headline in capitals, and those that say so at the end of a phrase.
_BEFORE_PRONOUN = frozenset(
    "join let lets tell tells give gives help helps make makes contact follow ask asks show shows teach teaches keep "
    "keeps send sends meet visit find bring brings call email mail reach remind reminds among between around like "
    "leave leaves affect affects near behind above below upon unto".split()
)
_BEFORE_PRONOUN_AT_END = frozenset("of for about".split())
_AFTER_PRONOUN = frozenset("all both today tonight now as at on in here".split())


def ordinary_word(split: Words, start: int, end: int) -> bool:
    """Whether the word there, found in capitals, may just be an everyday word of a text in capitals."""
    word = split.key(start, end)
    if word not in _EVERYDAY:
        return False
    if word == "us":
        raw = split.before(start)
        before = raw.lower() if raw.isupper() else ""
        return before in _BEFORE_PRONOUN or (before in _BEFORE_PRONOUN_AT_END and _phrase_ends(split, end))
    return _line_in_capitals(split.text, start)


def _phrase_ends(split: Words, end: int) -> bool:
    span = split.next(end)
    following = split.key(*span) if span else ""
    return not following[:1].isalnum() or following in _AFTER_PRONOUN


def _line_in_capitals(text: str, place: int) -> bool:
    """Whether the line around ``place`` is a shouted one: no lower-case letter, and a word of four letters or more."""
    start = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    line = text[start : end if end >= 0 else len(text)]
    return line.isupper() and any(len(word) > 3 and word.isalpha() and word.isascii() for word in line.split())
