"""Phrases of ``keywords.yaml``: one word or several, as they are written and as a text may have them."""

from dataclasses import dataclass
from functools import lru_cache

from watcher.errors import TermError
from watcher.focus import words

MOST_WORDS = 40  # in one phrase; a Chinese character counts as a word


@dataclass(frozen=True, slots=True)
class Phrase:
    """``keys`` are words in lower case, each with how it is joined to the one before; ``cased`` as written.

    ``prefix``: the last word may go on. ``cased`` is None where any case counts.
    """

    keys: tuple[str, ...]
    links: tuple[str, ...]
    cased: tuple[str, ...] | None
    prefix: bool

    def last_words(self) -> tuple[str, ...]:
        """The last word with its plural endings, in lower case (a possessive ending is no part of a word)."""
        last = self.keys[-1]
        if self.prefix or not last[-1].isalnum() or words.unspaced(last):
            return (last,)
        if self.cased is not None:
            return (last,) if last.isdigit() else (last, last + "s")
        if last.endswith(("s", "x", "z", "ch", "sh")):
            return (last, last + "es")
        if last.endswith("y") and last[-2:-1] not in "aeiou":
            return (last, last + "s", last[:-1] + "ies")
        return (last, last + "s")


@dataclass(frozen=True, slots=True)
class Near:
    phrases: tuple[Phrase, ...]
    within: int


@lru_cache(maxsize=4096)  # a keyword file is proven when it is loaded, and compiled again for use
def read_phrase(text: str) -> Phrase:
    """A phrase as it is written; raises TermError with a sentence that says what is wrong with it."""
    text = text.strip()
    if len(text) > 1 and text.startswith("/") and text.endswith("/"):
        raise TermError("near takes words, not a regular expression")
    prefix = len(text) > 1 and text.endswith("*")
    split = words.split(text[:-1] if prefix else text)
    spans = split.spans()
    keys = tuple(split.key(start, end) for start, end in spans)
    if not any(key[0].isalnum() for key in keys):
        raise TermError("the term has no letter and no digit, so there is nothing to look for")
    if len(keys) > MOST_WORDS:
        raise TermError(f"the term has {len(keys)} words; at most {MOST_WORDS} are accepted")
    if prefix and spans[-1][1] != len(split.text):
        raise TermError("the * stands directly after a word, as in semiconductor*")
    links = tuple(split.link(spans[i - 1][1], spans[i][0]) or "" for i in range(1, len(spans)))
    bound = split.text == split.text.upper() and split.text != split.text.lower()
    cased = tuple(split.text[start:end] for start, end in spans) if bound else None
    return Phrase(keys, ("", *links), cased, prefix)
