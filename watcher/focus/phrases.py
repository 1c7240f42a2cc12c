"""Phrases of ``keywords.yaml``: one word or several, as they are written and as a text may have them."""

import re
from functools import lru_cache
from typing import NamedTuple

from watcher.errors import TermError
from watcher.focus import words

MOST_WORDS = 40  # in one phrase; a Chinese character counts as a word
# As most terms are: of these characters nothing needs to be known to tell the words.
_PLAIN = re.compile(r"[A-Za-z0-9]+(?:[ -][A-Za-z0-9]+){,39}\*?")


class Phrase(NamedTuple):
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

    def beginning(self, last: str) -> str:
        """How every place of it with this last word begins: as written where case counts, else in lower case.

        With its first word, and with what is written together with that: "U.S." tells more than its "U".
        """
        if len(self.keys) == 1:
            return self.cased[0] if self.cased else last
        written = self.cased or (*self.keys[:-1], last)
        together = written[0]
        for word, link in zip(written[1:], self.links[1:], strict=True):
            if link != words.JOINED or not (together + word).isascii():  # (a space may part other characters)
                break
            together += word
        return together


class Near(NamedTuple):
    phrases: tuple[Phrase, ...]
    within: int


@lru_cache(maxsize=4096)  # a keyword file is proven when it is loaded, and compiled again for use
def read_phrase(text: str) -> Phrase:
    """A phrase as it is written; raises TermError with a sentence that says what is wrong with it."""
    text = text.strip()
    if len(text) > 1 and text.startswith("/") and text.endswith("/"):
        raise TermError("near takes words, not a regular expression")
    prefix = len(text) > 1 and text.endswith("*")
    if _PLAIN.fullmatch(text):
        plain = text.replace("-", " ").removesuffix("*")
        keys = tuple(plain.lower().split())
        cased = tuple(plain.split()) if plain.isupper() else None
        return Phrase(keys, ("", *[words.GAP] * (len(keys) - 1)), cased, prefix)
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
