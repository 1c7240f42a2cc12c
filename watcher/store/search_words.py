"""The words of a search: how texts are cut for the index, and what a person's query means.

Scripts written without spaces (Chinese, Japanese, Thai ...; Korean for its particles) are cut into characters, and
a run of them is asked for as a phrase: so a word of two characters is found wherever it stands.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from watcher.errors import UsageError

LONGEST_QUERY = 1_000  # characters
MOST_TERMS = 32
LONGEST_TEXT = 100_000  # characters of one entry that are searched; a tsvector of PostgreSQL holds 1 MiB

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3100-\u312f\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)
_RUN = re.compile(f"{_UNSPACED.pattern}+")
_WORD = re.compile(rf"{_UNSPACED.pattern}|[^\W_{_UNSPACED.pattern[1:-1]}]+")
_NO_WORD = re.compile(r"[\W_]+")
_ACCENTS = re.compile("[\u0300-\u036f]")  # of Latin, Greek, Cyrillic; a mark of Japanese makes another letter
_FOREIGN = re.compile("[\u0530-\u1fff\u2c00-\U0010ffff]")  # where FTS5 by itself would cut otherwise than ``plain``
_PIECE = re.compile(r"""(?P<minus>(?<!\S)[-−–](?=[^\s-]))?(?:["“”„](?P<quoted>[^"“”„]*)["“”„]?|(?P<bare>[^\s"“”„]+))""")
_ACRONYM = re.compile(r"\b(?:[^\W\d_]\.)+[^\W\d_]\b\.?|\b[A-Z]{2,5}\b")
_NO_PLURAL = frozenset("news always texas lens gas bias series species means".split())
_VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class Term:
    """Something to be found: any one of ``forms``, each a run of words that stand beside each other.

    With ``prefix`` the last word may go on.
    """

    forms: tuple[tuple[str, ...], ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Of every group of ``wanted`` one term at least, and none of ``unwanted``."""

    wanted: tuple[tuple[Term, ...], ...]
    unwanted: tuple[Term, ...] = ()

    @property
    def terms(self) -> list[Term]:
        return [term for group in self.wanted for term in group]


def segmented(text: str) -> str:
    """Text for an index that cuts words and folds case and accents by itself (SQLite's FTS5 with ``unicode61``)."""
    text = text[:LONGEST_TEXT]
    return text if text.isascii() or not _FOREIGN.search(text) else plain(text)


def plain(text: str) -> str:
    """Words alone, in lower case and without accents, parted by single spaces; the same for index and query."""
    text = text[:LONGEST_TEXT]
    if not text.isascii():
        text = _RUN.sub(_apart, unicodedata.normalize("NFKC", text))
        text = unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFKD", text)))
    return _NO_WORD.sub(" ", text.lower()).strip()


def _apart(run: re.Match[str]) -> str:
    return f" {' '.join(run[0])} "


def placed(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of a text as ``plain`` has them, each with its span in the text as written."""
    for found in _WORD.finditer(text[:LONGEST_TEXT]):
        for word in plain(found[0]).split():
            yield word, found.start(), found.end()


def parse(text: str) -> Query:
    """Read a query. Raises ``UsageError`` where there is no word to look for, or too many.

    Words are all wanted; ``"a phrase"`` is taken as it stands; ``-word`` must not be there; ``this OR that``;
    ``begin*``. Whatever else is written is words: no query is a syntax error.
    """
    if len(text) > LONGEST_QUERY:
        raise UsageError(f"the query is {len(text)} characters long; accepted: at most {LONGEST_QUERY}")
    wanted: list[list[Term]] = []
    unwanted: list[Term] = []
    count, either = 0, False
    for piece in _PIECE.finditer(unicodedata.normalize("NFKC", text)):
        if piece["bare"] in ("OR", "|", "||"):
            either = bool(wanted)
            continue
        term = None if piece["bare"] in ("AND", "&", "&&") else _term(piece["quoted"], piece["bare"])
        if term is None:
            continue
        count += 1
        if piece["minus"]:
            unwanted.append(term)
        elif either:
            wanted[-1].append(term)
        else:
            wanted.append([term])
        either = False
    if count > MOST_TERMS:
        raise UsageError(f"the query has {count} words; accepted: at most {MOST_TERMS}")
    if not wanted:
        said = "only says what must not be there" if unwanted else "has no word to look for"
        raise UsageError(f'the query {said}; accepted: words, "a phrase", -without, this OR that, begin*')
    return Query(tuple(map(tuple, wanted)), tuple(unwanted))


def _term(quoted: str | None, bare: str | None) -> Term | None:
    """None where there is nothing to look for in it."""
    written = quoted if bare is None else bare
    words = plain(written or "").split()
    if not words:
        return None
    prefix = written is not None and written.rstrip().endswith("*")
    exact = prefix or bare is None
    forms = [tuple(words)] if exact else [(*words[:-1], form) for form in inflections(words[-1])]
    if bare is not None:  # "US" is written "U.S." too, and the other way round
        forms += [tuple(plain(other).split()) for other in (_ACRONYM.sub(_respelled, bare),) if other != bare]
    return Term(tuple(dict.fromkeys(forms)), prefix)


def _respelled(acronym: re.Match[str]) -> str:
    found = acronym[0]
    return found.replace(".", "") + " " if "." in found else " ".join(found)


def inflections(word: str) -> list[str]:
    """An English word with its plural, past and -ing forms, itself first; what no English word is, stays alone.

    Made by rule, so some are no words: they are in no text either.
    """
    if len(word) < 4 or not (word.isascii() and word.isalpha()):
        return [word]
    bases = [word] if word in _NO_PLURAL else _bases(word)
    found = [word, *(form for base in bases for form in (base, *_forms(base)))]
    return list(dict.fromkeys(found if word not in _NO_PLURAL else [word]))


def _bases(word: str) -> list[str]:
    """What the word may be a form of; itself, where it has no ending."""
    for ending, repeats in (("ies", "y"), ("ied", "y")):
        if word.endswith(ending) and len(word) > 4:
            return [word[:-3] + repeats]
    if word.endswith("ings"):
        return [word[:-1], *_bases(word[:-1])]
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2 and not _VOWELS.isdisjoint(stem):
            undoubled = [stem[:-1]] if stem[-1] == stem[-2] and stem[-1] not in "aeiousl" else []
            return [stem, stem + "e", *undoubled, word]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return [word[:-1], word[:-2]] if word.endswith(("ses", "xes", "zes", "ches", "shes")) else [word[:-1]]
    return [word]


def _forms(base: str) -> list[str]:
    if base.endswith("y") and base[-2] not in _VOWELS:
        return [base[:-1] + "ies", base[:-1] + "ied", base + "ing"]
    if base.endswith("e"):
        return [base + "s", base + "d", base[:-1] + "ing", base + "ing"]
    plural = base + ("es" if base.endswith(("s", "x", "z", "ch", "sh")) else "s")
    forms = [plural, base + "ed", base + "ing"]
    if len(base) > 2 and base[-1] not in "aeiouwxy" and base[-2] in _VOWELS and base[-3] not in _VOWELS:
        forms += [base + base[-1] + "ed", base + base[-1] + "ing"]
    return forms
