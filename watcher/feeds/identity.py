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
from typing import NamedTuple

from watcher.feeds.canonical import canonical_url, is_site_root
from watcher.model.parsing import ParsedEntry
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


class _Candidate(NamedTuple):
    """An entry with what it may be recognised by: ``title`` folded, keys "" where it has no such property."""

    entry: ParsedEntry
    title: str
    date: str
    guid: str
    link: str
    content: str

    @property
    def titles(self) -> tuple[str, str]:
        """The keys of its title alone and with its date: made where neither guid nor link tells it apart."""
        title = _key("t", self.title) if self.title else ""
        return title, _key("d", self.title, self.date) if self.title and self.date else ""


def identify(entries: Sequence[ParsedEntry]) -> tuple[IdentifiedEntry, ...]:
    """Give each entry of one document its key. Of items that are the same in every respect the first wins."""
    candidates = _distinct(entries)
    times = Counter([key for each in candidates for key in (each.guid, each.link, each.content)])
    if any(not _own(each, times) for each in candidates):
        times.update(key for each in candidates for key in each.titles)
    found: dict[str, IdentifiedEntry] = {}
    for each in candidates:
        identified = _identified(each, times)
        found.setdefault(identified.key, identified)
    return tuple(found.values())


def recognise(identified: Sequence[IdentifiedEntry], known: Mapping[str, int]) -> Recognition:
    """Tell new entries from known ones. ``known`` maps every key and alias ever stored for this feed to its entry.

    Each known entry is met at most once in a document; the item that has its key wins over one that has its link.
    """
    if not known:
        return Recognition(tuple(identified), ())
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


def _distinct(entries: Sequence[ParsedEntry]) -> list[_Candidate]:
    """Without items that a document lists twice: same guid, link and title."""
    seen: set[tuple[str, str | None, str]] = set()
    distinct = []
    for entry in entries:
        title = folded(entry.title)
        mark = (entry.guid, entry.canonical_url, title)
        if entry.guid and mark in seen:
            continue
        seen.add(mark)
        distinct.append(_candidate(entry, title))
    return distinct


def _candidate(entry: ParsedEntry, title: str) -> _Candidate:
    date = entry.published_at.isoformat() if entry.published_at else ""
    link = entry.canonical_url or ""
    return _Candidate(
        entry,
        title,
        date,
        guid=_key("g", entry.guid) if entry.guid else "",
        link=_key("l", link) if link and not is_site_root(link) else "",
        content=_key("c", title, entry.text, date),
    )


def _own(each: _Candidate, times: Counter[str]) -> list[str]:
    """What no other item of the document has: its guid, its link."""
    return [key for key in (each.guid, each.link) if key and times[key] == 1]


def _identified(each: _Candidate, times: Counter[str]) -> IdentifiedEntry:
    entry = each.entry
    shared = [f"x:{key}" for key in (each.guid, each.link) if key and times[key] > 1]
    usable = _own(each, times)
    by_content = (
        entry.published_at is not None and len(entry.text) >= _TEXT_THAT_IDENTIFIES and times[each.content] == 1
    )
    if not usable:
        # A title that stands once today may be repeated tomorrow: its date is kept as another way to meet it
        title = each.titles[0]
        usable = [key for key in each.titles if key and times[key] == 1]
        shared += [f"x:{title}"] if title and times[title] > 1 else []
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
