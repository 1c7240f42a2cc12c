"""Which items are the same entry: within one document, and from poll to poll."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from watcher.feeds.identity import IdentifiedEntry, canonical_url, identify, recognise
from watcher.model.parsing import ParsedEntry

DAY = datetime(2024, 3, 1, 8, tzinfo=UTC)


def entry(
    title: str, *, guid: str = "", url: str | None = None, text: str = "", at: datetime | None = DAY
) -> ParsedEntry:
    return ParsedEntry(
        guid=guid,
        url=url,
        canonical_url=canonical_url(url) if url else None,
        title=title,
        summary=text[:100],
        text=text,
        published_at=at,
    )


class Feed:
    """What is stored of one feed: every key ever seen, as the store keeps them."""

    def __init__(self) -> None:
        self.keys: dict[str, int] = {}
        self.count = 0

    def poll(self, *entries: ParsedEntry) -> list[int]:
        """The ids of the entries of one document, new ones first seen now."""
        found = recognise(identify(entries), self.keys)
        for item in found.new:
            self.count += 1
            self._store(item, self.count)
        for item, number in found.known:
            self._store(item, number)
        return sorted([*range(self.count - len(found.new) + 1, self.count + 1), *(number for _, number in found.known)])

    def _store(self, item: IdentifiedEntry, number: int) -> None:
        for key in (item.key, *item.aliases):
            self.keys.setdefault(key, number)


def keys(entries: Sequence[ParsedEntry]) -> list[str]:
    return [item.key[0] for item in identify(entries)]


def test_the_ladder_goes_guid_link_title_content() -> None:
    assert keys([entry("a", guid="1", url="https://w.example/1")]) == ["g"]
    assert keys([entry("a", url="https://w.example/1")]) == ["l"]
    assert keys([entry("a")]) == ["t"]
    assert keys([entry("", text="only text")]) == ["c"]


def test_keys_are_short_and_stable() -> None:
    item = identify([entry("Ports reopen", guid="g" * 900, url="https://w.example/1", text="word " * 50)])[0]
    assert all(len(key) <= 200 for key in (item.key, *item.aliases))
    assert identify([entry("Ports reopen")])[0].key == identify([entry("ports  REOPEN")])[0].key


def test_a_guid_on_several_items_identifies_none_of_them() -> None:
    entries = [entry(f"Story {n}", guid="same", url=f"https://w.example/{n}") for n in range(10)]
    assert keys(entries) == ["l"] * 10
    feed = Feed()
    assert feed.poll(*entries) == list(range(1, 11))
    assert feed.poll(*entries) == list(range(1, 11))
    assert feed.poll(entry("Story 10", guid="same", url="https://w.example/10")) == [11]
    assert feed.poll(entry("Story 11", guid="same", url="https://w.example/11")) == [12]


def test_a_link_to_the_front_page_identifies_nothing() -> None:
    entries = [entry("One", url="https://w.example/"), entry("Two", url="https://w.example")]
    assert keys(entries) == ["t", "t"]
    assert keys(entries[:1]) == ["t"]
    assert Feed().poll(*entries) == [1, 2]


def test_items_that_repeat_their_title_are_told_apart_by_date() -> None:
    first, second = entry("Daily note"), entry("Daily note", at=DAY + timedelta(days=1))
    assert keys([first, second]) == ["d", "d"]
    feed = Feed()
    assert feed.poll(first, second) == [1, 2]
    assert feed.poll(second) == [2]
    assert feed.poll(first) == [1]


def test_items_that_repeat_title_and_date_are_told_apart_by_content() -> None:
    assert keys([entry("Note", text="one"), entry("Note", text="two")]) == ["c", "c"]


def test_an_item_listed_twice_is_one_and_the_first_wins() -> None:
    first = entry("Ports reopen", guid="1", url="https://w.example/1", text="first")
    assert [item.entry.text for item in identify([first, replace(first, text="second")])] == ["first"]
    assert len(identify([entry("", text="x", at=None), entry("", text="x", at=None)])) == 1


def test_the_same_document_polled_twice_adds_nothing() -> None:
    entries = [
        entry("a", guid="1", url="https://w.example/1"),
        entry("b", url="https://w.example/2"),
        entry("c"),
        entry("", text="words"),
    ]
    feed = Feed()
    assert feed.poll(*entries) == feed.poll(*reversed(entries)) == [1, 2, 3, 4]


def test_an_edited_entry_stays_itself() -> None:
    feed = Feed()
    feed.poll(entry("Talks open", guid="1", url="https://w.example/1", text="short"))
    assert feed.poll(entry("Talks open, then stall", guid="1", url="https://w.example/1b", text="long")) == [1]
    assert feed.poll(entry("No guid now", url="https://w.example/1b")) == [1]


def test_tracking_parameters_and_moved_dates_change_nothing() -> None:
    feed = Feed()
    feed.poll(entry("Talks", url="https://w.example/1?utm_source=rss"))
    assert feed.poll(entry("Talks", url="https://www.w.example/1/?fbclid=9", at=DAY + timedelta(days=4))) == [1]
    feed.poll(entry("No link"))
    assert feed.poll(entry("No link", at=DAY + timedelta(days=4))) == [2]


def test_a_changed_guid_with_a_known_link_is_the_same_entry() -> None:
    feed = Feed()
    feed.poll(entry("Talks", guid="http://w.example/1", url="http://w.example/1"))
    assert feed.poll(entry("Talks", guid="https://w.example/1", url="https://w.example/1")) == [1]
    assert feed.poll(entry("Talks stall", guid="w-talks-stall", url="https://w.example/1")) == [1]


def test_a_changed_guid_with_a_link_of_several_items_is_a_new_entry() -> None:
    feed = Feed()
    page = "https://w.example/live"
    feed.poll(entry("One", guid="1", url=page), entry("Two", guid="2", url=page))
    assert feed.poll(entry("Three", guid="3", url=page), entry("Two", guid="2", url=page)) == [2, 3]
    assert feed.poll(entry("Four", guid="4", url=page)) == [4]


def test_a_link_that_only_later_proves_shared_stops_identifying() -> None:
    feed = Feed()
    page = "https://w.example/live"
    assert feed.poll(entry("One", guid="1", url=page)) == [1]
    assert feed.poll(entry("One", guid="1", url=page), entry("Two", guid="2", url=page)) == [1, 2]
    assert feed.poll(entry("Three", guid="3", url=page)) == [3]


def test_an_entry_dropped_and_added_again_is_not_new() -> None:
    feed = Feed()
    old = entry("Old", guid="1", url="https://w.example/1")
    feed.poll(old)
    assert feed.poll(entry("New", guid="2", url="https://w.example/2")) == [2]
    assert feed.poll(old) == [1]


def test_two_stories_of_one_title_and_different_links_stay_two() -> None:
    feed = Feed()
    assert feed.poll(entry("Morning briefing", url="https://w.example/mon")) == [1]
    assert feed.poll(entry("Morning briefing", url="https://w.example/tue", at=DAY + timedelta(days=1))) == [2]


def test_a_site_that_moves_with_new_guids_and_links_keeps_its_entries() -> None:
    feed = Feed()
    text = "The port authority said the terminal reopens in May after two years of work on its quays. " * 2
    feed.poll(entry("Terminal", guid="http://old.example/1", url="http://old.example/1", text=text))
    assert feed.poll(entry("Terminal", guid="https://new.example/1", url="https://new.example/1", text=text)) == [1]
    assert feed.poll(entry("Terminal", guid="x", url="https://new.example/x", text="Another text.")) == [2]


def test_the_item_with_the_key_wins_over_one_with_the_link() -> None:
    feed = Feed()
    feed.poll(entry("Talks", guid="1", url="https://w.example/1"))
    copy, own = (
        entry("Copy", guid="9", url="https://w.example/1"),
        entry("Talks", guid="1", url="https://w.example/1-new"),
    )
    assert feed.poll(copy, own) == [1, 2]
    assert feed.poll(own) == [1]
