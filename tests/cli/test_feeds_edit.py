"""Feeds are put into feeds.yaml as a person would: everything else in the file stays, byte for byte."""

import difflib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.config import feeds_edit
from watcher.config.feeds_edit import NewFeed, add_feeds, inserted, read_feeds
from watcher.config.shipped import starter
from watcher.errors import ConfigError, UsageError, WatcherError

NEW = NewFeed("https://new.example/feed?a=1&b=#x", 'The "New": Post')

BLOCK = """# My feeds
feeds:
  # the first
  - url: https://one.example/rss   # busy
    name: One

  - name: 'Two'
    url: "https://two.example/rss"
    implies: [singapore]   # a ministry

# the end
"""
FILES = {
    "block": BLOCK,
    "no indent": "feeds:\n- url: https://one.example/\n- url: https://two.example/\n# end\n",
    "no last line break": "feeds:\n  - url: https://one.example/",
    "comment behind the last": "feeds:\n  - url: https://one.example/  # last\n  # - url: https://off.example/\n",
    "flow items": "feeds:\n  - {url: https://one.example/, name: One}   # flow\n# end\n",
    "deep last item": "feeds:\n    - url: https://one.example/\n      implies:\n        - a\n        - b # two\n\n\n",
    "block scalar": "feeds:\n  - url: https://one.example/\n    name: >-\n      One\n\n# end\n",
    "empty": "feeds: []   # none yet\n# end\n",
    "empty, no line break": "feeds: []",
    "empty over lines": "feeds: [\n  # none yet\n]\n",
    "flow": "feeds: [{url: https://one.example/}]\n",
    "flow over lines": "feeds: [\n  {url: https://one.example/},\n  {url: https://two.example/},  # two\n]\n",
    "json": '{"feeds": [{"url": "https://one.example/", "name": "One"}]}',
    "empty json": '{"feeds": []}\n',
    "windows": "feeds:\r\n  - url: https://one.example/\r\n    name: One\r\n# end\r\n",
    "start and end marks": "---\nfeeds:\n  - url: https://one.example/\n...\n",
    "chinese": "feeds:\n  - url: https://one.example/\n    name: 联合早报  # 新加坡\n",
    "null at the end": "feeds:\n  - url: https://one.example/\n    implies: []\n    enabled: no\n",
}


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
def test_a_new_feed_stands_last_and_nothing_else_moves(text: str) -> None:
    changed = inserted(text, [NEW, NewFeed("https://other.example/")])
    known = read_feeds(text, {})
    now = read_feeds(changed, {})
    assert now[: len(known)] == known
    assert [(feed.url, feed.name) for feed in now[len(known) :]] == [
        (NEW.url, NEW.name),
        ("https://other.example/", None),
    ]
    kept = [step for step in difflib.ndiff(text.split("\n"), changed.split("\n")) if step.startswith("- ")]
    assert len(kept) <= 1  # a flow list grows inside its line
    for comment in [line[line.index("#") :] for line in text.splitlines() if "#" in line]:
        assert comment in changed


def test_the_shipped_file_grows_by_two_lines() -> None:
    text = (starter() / "feeds.yaml").read_text(encoding="utf-8")
    changed = inserted(text, [NewFeed("https://new.example/", "New")])
    added = '  - url: "https://new.example/"\n    name: "New"\n'
    assert changed.replace(added, "", 1) == text


def test_windows_line_ends_are_kept() -> None:
    changed = inserted(FILES["windows"], [NEW])
    assert changed.count("\n") == changed.count("\r\n")


def test_json_stays_json() -> None:
    import json

    changed = inserted(FILES["json"], [NEW])
    assert json.loads(changed)["feeds"][1] == {"url": NEW.url, "name": NEW.name}


@given(st.text(min_size=1, max_size=60).filter(lambda name: name.strip() == name and name.isprintable()))
def test_any_name_is_read_back_as_it_was_and_takes_nothing_from_the_environment(name: str) -> None:
    changed = inserted(BLOCK, [NewFeed("https://new.example/", name)])
    assert read_feeds(changed, {"HOME": "secret"})[-1].name == name


def test_a_name_that_looks_like_a_variable_is_a_name(tmp_path: Path) -> None:
    (tmp_path / "feeds.yaml").write_text(BLOCK)
    add_feeds(tmp_path, [NewFeed("https://new.example/${HOME}", "${HOME}")], dict(os.environ))
    added = read_feeds((tmp_path / "feeds.yaml").read_text(), {"HOME": "secret"})[-1]
    assert (added.url, added.name) == ("https://new.example/$%7BHOME}", "${HOME}")


def test_a_link_stays_a_link_and_permissions_stay(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    target = tmp_path / "shared" / "list.yaml"
    target.write_text(BLOCK)
    target.chmod(0o640)
    (tmp_path / "feeds.yaml").symlink_to(target)
    add_feeds(tmp_path, [NEW], {})
    assert (tmp_path / "feeds.yaml").is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    assert len(read_feeds(target.read_text(), {})) == 3
    assert [path.name for path in target.parent.iterdir()] == ["list.yaml"]


def test_a_byte_order_mark_stays(tmp_path: Path) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + BLOCK.encode())
    add_feeds(tmp_path, [NEW], {})
    assert path.read_bytes().startswith(b"\xef\xbb\xbf# My feeds")
    assert path.read_bytes().count(b"\xef\xbb\xbf") == 1


@pytest.mark.parametrize(
    "text",
    [
        "feeds:\n  - &one {url: https://one.example/}\n  - *one\n",
        "feeds: 3\n",
        "feeds:\n  - url: [\n",
        "",
        "other: []\n",
        "feeds:\n  - !!str https://one.example/\n",
    ],
    ids=["alias", "no list", "broken", "empty", "no feeds", "tag"],
)
def test_a_file_that_cannot_be_added_to_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    (tmp_path / "feeds.yaml").write_text(text)
    with pytest.raises((ConfigError, UsageError)):
        add_feeds(tmp_path, [NEW], {})
    assert (tmp_path / "feeds.yaml").read_text() == text


def test_a_list_behind_an_alias_is_not_guessed_at(tmp_path: Path) -> None:
    """The last feed stands where its anchor is: new lines behind it would be in the midst of the list."""
    text = (
        "feeds:\n  - url: &site https://one.example/\n    name: One\n  - url: https://two.example/\n    name: *site\n"
    )
    (tmp_path / "feeds.yaml").write_text(text)
    with pytest.raises(WatcherError):
        add_feeds(tmp_path, [NEW], {})
    assert (tmp_path / "feeds.yaml").read_text() == text


def test_what_somebody_else_wrote_meanwhile_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "feeds.yaml"
    path.write_text(BLOCK)

    def slowly(text: str, new: object) -> str:
        path.write_text("feeds: []\n")
        return inserted(text, [NEW])

    monkeypatch.setattr(feeds_edit, "inserted", slowly)
    with pytest.raises(WatcherError, match="changed by somebody else"):
        add_feeds(tmp_path, [NEW], {})
    assert path.read_text() == "feeds: []\n"


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "feeds.yaml").write_text(BLOCK)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(WatcherError, match="No space left on device; nothing was changed"):
        add_feeds(tmp_path, [NEW], {})
    assert (tmp_path / "feeds.yaml").read_text() == BLOCK
    assert [path.name for path in tmp_path.iterdir()] == ["feeds.yaml"]
