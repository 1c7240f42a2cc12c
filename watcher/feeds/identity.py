"""Which items of a feed are the same entry. Change only with a migration: every stored key is made here,
and readers would get everything twice.

The ladder: guid, else canonical link, else title (with the publication date only where the feed repeats
the title), else content. What stands on several items of one document identifies none of them, and a
link to a site's front page nothing at all. Dates alone, and text that may be edited, never make a key higher up.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from watcher.feeds.canonical import canonical_url, is_site_root
from watcher.model import ParsedEntry
from watcher.text import folded

__all__ = ["IdentifiedEntry", "Recognition", "canonical_url", "identify", "recognise"]

_TEXT_THAT_IDENTIFIES = 120  # characters of text from which title, text and date together mean one item


@dataclass(frozen=True, slots=True)
class IdentifiedEntry:
    """An entry with the key it is stored under, and the other keys it may be met under later.

    An alias that begins with "x:" marks a guid, link or title as shared by several items: it identifies nothing.
    """

    entry: ParsedEntry
    key: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a document holds: entries never seen, and known ones with their id. Keys of both are to be stored."""

    new: tuple[IdentifiedEntry, ...]
    known: tuple[tuple[IdentifiedEntry, int], ...]


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Every key that an entry could have; "" where it has no such property."""

    guid: str
    link: str
    title: str
    dated_title: str
    content: str


def identify(entries: Sequence[ParsedEntry]) -> tuple[IdentifiedEntry, ...]:
    """Give each entry of one document its key. Of items that are the same in every respect the first wins."""
    distinct = _without_repeats(entries)
    candidates = [_candidates(entry) for entry in distinct]
    times = Counter(
        key for each in candidates for key in {each.guid, each.link, each.title, each.dated_title, each.content}
    )
    found: dict[str, IdentifiedEntry] = {}
    for entry, each in zip(distinct, candidates, strict=True):
        identified = _identified(entry, each, times)
        found.setdefault(identified.key, identified)
    return tuple(found.values())


def recognise(identified: Sequence[IdentifiedEntry], known: Mapping[str, int]) -> Recognition:
    """Tell new entries from known ones. ``known`` maps every key and alias ever stored for this feed to its entry.

    Each known entry is met at most once in a document; the item that has its key wins over one that has its link.
    """
    ids: dict[int, int] = {}
    taken: set[int] = set()
    items = [_without_shared(item, known) for item in identified]
    for step in (lambda item: (item.key,), lambda item: item.aliases):
        for index, item in enumerate(items):
            if index in ids:
                continue
            entry = next((known[key] for key in step(item) if key in known and not key.startswith("x:")), None)
            if entry is not None and entry not in taken:
                ids[index] = entry
                taken.add(entry)
    new = tuple(item for index, item in enumerate(items) if index not in ids)
    return Recognition(new, tuple((items[index], entry) for index, entry in sorted(ids.items())))


def _without_repeats(entries: Sequence[ParsedEntry]) -> list[ParsedEntry]:
    """Without items that a document lists twice: same guid, link and title."""
    seen: set[tuple[str, str | None, str]] = set()
    distinct = []
    for entry in entries:
        mark = (entry.guid, entry.canonical_url, folded(entry.title))
        if entry.guid and mark in seen:
            continue
        seen.add(mark)
        distinct.append(entry)
    return distinct


def _candidates(entry: ParsedEntry) -> _Candidates:
    title = folded(entry.title)
    date = entry.published_at.isoformat() if entry.published_at else ""
    link = entry.canonical_url or ""
    return _Candidates(
        guid=_key("g", entry.guid) if entry.guid else "",
        link=_key("l", link) if link and not is_site_root(link) else "",
        title=_key("t", title) if title else "",
        dated_title=_key("d", title, date) if title and date else "",
        content=_key("c", title, entry.text, date),
    )


def _identified(entry: ParsedEntry, each: _Candidates, times: Counter[str]) -> IdentifiedEntry:
    shared = [f"x:{key}" for key in (each.guid, each.link) if key and times[key] > 1]
    usable = [key for key in (each.guid, each.link) if key and times[key] == 1]
    by_content = (
        entry.published_at is not None and len(entry.text) >= _TEXT_THAT_IDENTIFIES and times[each.content] == 1
    )
    if not usable:
        # A title that stands once today may be repeated tomorrow: its date is kept as another way to meet it
        usable = [key for key in (each.title, each.dated_title) if key and times[key] == 1]
        shared += [f"x:{each.title}"] if each.title and times[each.title] > 1 else []
    if by_content or not usable:
        usable.append(each.content)
    return IdentifiedEntry(entry, usable[0], (*usable[1:], *shared))


def _without_shared(item: IdentifiedEntry, known: Mapping[str, int]) -> IdentifiedEntry:
    """Without the keys that an earlier document showed to be shared by several items."""
    keys = [key for key in (item.key, *item.aliases) if f"x:{key}" not in known]
    own = [key for key in keys if not key.startswith("x:")]
    if len(keys) == 1 + len(item.aliases) or not own:
        return item
    return IdentifiedEntry(item.entry, own[0], tuple(key for key in keys if key != own[0]))


def _key(kind: str, *parts: str) -> str:
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()
    return f"{kind}:{digest[:40]}"
