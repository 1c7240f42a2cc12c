"""The face of a story: the title, summary and times it is shown with, chosen from its entries. Pure.

The words stay the sources' own: a title is one entry's title without its outlet's name behind it, a summary
is the first informative sentences of one entry.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from watcher.model.entries import Entry
from watcher.stories.titles import ROUNDUP, headline, traits
from watcher.text import each_sentence, ended_within, is_cjk, shorten

SUMMARY_LIMIT = 300
_CLICKBAIT = re.compile(
    r"\?$|^(?:why|how|what|who|when|where|is|are|does|did|can|should|here(?:'s|’s)|this|these|watch|see|meet)\b|"
    r"\b(?:you (?:need|should|won't|won’t)|won(?:'|’)t believe|what to know|everything (?:we|you) know|explained|"
    r"revealed|shocking|stunning|jaw-dropping|goes viral|fans|find out|read more)\b|!|\.\.\.|…",
    re.IGNORECASE,
)
_SYNDICATED = re.compile(
    r"\((?:Reuters|AP|AFP|dpa|UPI|Bloomberg|Xinhua|Kyodo|PTI|ANI|CNA|Bernama|TASS|EFE)\)|^\s*(?:Reuters|AP|AFP)\b|"
    r"\b(?:originally (?:published|appeared)|republished (?:from|with)|first appeared (?:on|in)|"
    r"via (?:Reuters|AP|AFP))\b",
    re.IGNORECASE,
)
_OFFICIAL = re.compile(
    r"(?:^|\.)(?:gov|mil|int|edu)(?:\.[a-z]{2})?$|(?:^|\.)(?:gov|gouv|gob|go|govt|admin)\.[a-z]{2,3}$|\beuropa\.eu$"
)
# What may begin one of the sentences below, wherever a sentence may begin.
_MAYBE_NOISE = re.compile(
    r"(?:\A|[.!?…\"'”’)\]] )(?:read|continue|click|the post|subscribe|sign|photo|image|share|comment|advert|listen|"
    r"watch|update|by )",
    re.IGNORECASE,
)
# Nothing but spaces parts the sentences of a line without these.
_UNSPACED = re.compile("[\u3001-\u9fff\uac00-\ud7af\uf900-\uffef]")
_NOISE = re.compile(
    r"^(?:read (?:more|the full)|continue reading|click here|the post .* appeared first|subscribe|sign up|"
    r"photo(?:graph)? by|image(?: credit)?:|share this|comments?\b|advertisement|listen to|"
    r"watch (?:the )?(?:video|live)|updated? (?:on|at)\b|by [A-Z][\w.'’-]+ [A-Z][\w.'’-]+\s*$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Face:
    """``published_at`` and ``updated_at`` are the first and the last publication among the entries."""

    title: str
    summary: str
    url: str | None
    language: str | None
    published_at: datetime
    updated_at: datetime
    sources: tuple[int, ...]


def face(entries: Collection[Entry]) -> Face:
    """The face of a story with these entries (at least one), whatever their order."""
    ordered = sorted(entries, key=lambda entry: (entry.dated_at, entry.id))
    telling = [entry for entry in ordered if entry.relevant] or ordered
    best = telling[0]
    if len(telling) > 1:
        best = min(telling, key=lambda entry: (_title_demerits(entry, telling[0]), entry.dated_at, entry.id))
    title = title_of(best.title, best.outlet, best.url)
    return Face(
        title=title,
        summary=_summary(best, telling, title),
        url=best.url or next((entry.url for entry in ordered if entry.url), None),
        language=best.language,
        published_at=ordered[0].dated_at,
        updated_at=ordered[-1].dated_at,
        sources=tuple(entry.id for entry in ordered),
    )


def title_of(title: str, outlet: str, url: str | None) -> str:
    """What a story is called after one entry of it."""
    return headline(title, outlet) or title or url or outlet


def summary_of(summary: str, text: str, title: str) -> str:
    """What one entry says first beside the story's title; "" where it says nothing else."""
    return opening(summary or text, title) or opening(text, title)


def _title_demerits(entry: Entry, first: Entry) -> int:
    """How little a title is fit to stand for the story; 0 is best."""
    demerits = _demerits_of_words(entry.title, entry.outlet)
    demerits += 2 * bool(_SYNDICATED.search(entry.text[:200]))
    demerits -= 3 * is_official(entry.url)
    demerits += entry.language != first.language
    return demerits


@lru_cache(maxsize=1024)  # a story that grows is looked at again with every entry that joins it
def _demerits_of_words(title: str, outlet: str) -> int:
    title = headline(title, outlet)
    words = len(title) // 2 if is_cjk(title) else len(title.split())
    demerits = 0
    demerits += 4 * (words < 3) + 2 * (words < 5) + (words > 18)
    demerits += 3 * bool(_CLICKBAIT.search(title))
    demerits += 4 * bool(traits(title) & ROUNDUP)
    demerits += 2 * (len(title) > 12 and title == title.upper() and not is_cjk(title))
    return demerits


def is_official(url: str | None) -> bool:
    """Whether an address belongs to a government, an international body or a university: the source itself."""
    host = re.sub(r"^https?://(?:[^/@]*@)?", "", (url or "").casefold()).partition("/")[0].partition(":")[0]
    return bool(_OFFICIAL.search(host))


def _summary(best: Entry, entries: Sequence[Entry], title: str) -> str:
    """The opening of the entry that gave the title, or of the first other one that says more than its title."""
    fallback = ""
    for entry in [best, *(other for other in entries if other is not best)]:
        text = summary_of(entry.summary, entry.text, title)
        if len(text) >= 60 or (is_cjk(text) and len(text) >= 20):
            return text
        fallback = fallback or text
    return fallback


def opening(text: str, title: str) -> str:
    """The first informative sentences, up to ``SUMMARY_LIMIT`` characters; "" where there is none."""
    text = text[:4000]
    return _plain_opening(text, title) or _read_opening(text, title)


def _plain_opening(text: str, title: str) -> str:
    """The opening of a clean line that plainly has no sentence to leave out, as most are; "" where it may have one."""
    if _may_begin_alike(text, title) or " ".join(text.split()) != text:
        return ""
    if not text.isascii() and _UNSPACED.search(text) is not None:
        return ""
    end = len(text) if len(text) <= SUMMARY_LIMIT else ended_within(text, SUMMARY_LIMIT)
    return "" if _MAYBE_NOISE.search(text, 0, end) else text[:end]


def _read_opening(text: str, title: str) -> str:
    taken = ""
    for start, end in each_sentence(text):
        sentence = " ".join(text[start:end].split())
        if _NOISE.match(sentence):
            if taken:
                break
            continue
        if not taken and _same_words(sentence, title):
            continue
        joined = f"{taken} {sentence}".strip() if not is_cjk(sentence) else taken + sentence
        if len(joined) > SUMMARY_LIMIT:
            return taken or shorten(sentence, SUMMARY_LIMIT)
        taken = joined
    return taken


def _same_words(sentence: str, title: str) -> bool:
    return _NOT_WORD.sub("", sentence.casefold()) == _NOT_WORD.sub("", title.casefold())


def _may_begin_alike(text: str, title: str) -> bool:
    """Whether the first sentence of a text may be its title: they tell at once if they are not, nearly always."""
    if not (text[:1].isalnum() and title[:1].isalnum()):
        return True
    if text[0].casefold()[0] != title[0].casefold()[0]:
        return False
    one, other = (_NOT_WORD.sub("", start[:60].casefold()) for start in (text, title))
    return one.startswith(other) or other.startswith(one)


_NOT_WORD = re.compile(r"\W+")
