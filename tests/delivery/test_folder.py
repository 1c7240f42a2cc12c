"""The file channel: complete files under names that tell what they are."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import feedparser
import pytest
from digest_bodies import CREATED, digest, message

from watcher.delivery.folder import FileSender, file_stem
from watcher.errors import DeliveryError
from watcher.settings import FileChannel


def test_a_digest_becomes_html_text_and_json(tmp_path: Path) -> None:
    folder = tmp_path / "made" / "on the way"
    sender = FileSender(FileChannel("folder", folder))
    sent = asyncio.run(sender.send(sender.render(digest())))

    stem = "daily-2024-07-30-d88"
    names = sorted(path.name for path in folder.iterdir() if path.is_file())
    assert names == [f"{stem}.html", f"{stem}.json", f"{stem}.txt", "daily.atom"]
    assert json.loads((folder / f"{stem}.json").read_text()) == digest().body
    assert (folder / f"{stem}.txt").read_text() == digest().text
    assert set(sent.accepted) == {*names[:3], f".entries/{stem}.xml"}


def test_a_repeat_writes_the_same_files(tmp_path: Path) -> None:
    sender = FileSender(FileChannel("folder", tmp_path))
    payload = sender.render(digest())
    asyncio.run(sender.send(payload))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    asyncio.run(sender.send(payload))

    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_what_was_written_before_a_crash_is_left_out(tmp_path: Path) -> None:
    sender = FileSender(FileChannel("folder", tmp_path))
    payload = sender.render(digest())
    asyncio.run(sender.send(payload, (payload.parts[0].name,)))

    assert payload.parts[0].name not in {path.name for path in tmp_path.iterdir()}


def test_a_folder_that_cannot_be_made_is_a_failure_for_now(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    sender = FileSender(FileChannel("folder", tmp_path / "file" / "digests"))
    with pytest.raises(DeliveryError, match="cannot be written: Not a directory") as caught:
        asyncio.run(sender.send(sender.render(digest())))

    assert not caught.value.permanent


def test_no_half_written_file_is_left(tmp_path: Path) -> None:
    (tmp_path / "daily-2024-07-30-d88.html").mkdir()
    sender = FileSender(FileChannel("folder", tmp_path))
    with pytest.raises(DeliveryError):
        asyncio.run(sender.send(sender.render(digest())))

    assert [path.name for path in tmp_path.iterdir()] == ["daily-2024-07-30-d88.html"]


@pytest.mark.parametrize(
    ("body", "stem"),
    [
        ({"window": {"end": "2024-07-29T23:00:00Z"}, "timezone": "Asia/Singapore"}, "daily-2024-07-30-d88"),
        ({"window": {"end": "2024-07-29T23:00:00Z"}, "timezone": "America/New_York"}, "daily-2024-07-29-d88"),
        ({"window": {"end": "2024-07-29T23:00:00Z"}, "timezone": "Nowhere/Land"}, "daily-2024-07-29-d88"),
        ({"type": "alert"}, "daily-2024-07-29-d88"),
    ],
)
def test_the_name_has_the_day_of_the_digests_own_zone(body: dict[str, object], stem: str) -> None:
    assert file_stem(message(body=body)) == stem


@pytest.mark.parametrize("name", ["../../etc/passwd", "/abs", "a/b", "..", "日报"])
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    stem = file_stem(message(name=name))

    assert "/" not in stem
    assert not stem.startswith(".")
    assert stem.endswith("2024-07-29-d88")


# ---------------------------------------------------------------- the Atom feed


def sent_digests(folder: Path, count: int) -> None:
    sender = FileSender(FileChannel("folder", folder))
    for n in range(count):
        what = replace(digest(), id=f"d{n}", subject=f"Digest {n} <&> \x00量", created_at=CREATED + timedelta(days=n))
        window = {"start": "2024-07-01T00:00:00Z", "end": what.created_at.isoformat()}
        asyncio.run(sender.send(sender.render(replace(what, body={**what.body, "window": window}))))


def test_the_digests_of_a_name_are_an_atom_feed_newest_first(tmp_path: Path) -> None:
    sent_digests(tmp_path, 3)
    read = feedparser.parse(BytesIO((tmp_path / "daily.atom").read_bytes()))

    assert not read.bozo
    assert read.version == "atom10"
    assert [entry.title for entry in read.entries] == [f"Digest {n} <&> 量" for n in (2, 1, 0)]
    assert read.feed.updated == read.entries[0].updated
    assert len({entry.id for entry in read.entries}) == 3
    assert (tmp_path / read.entries[0].link).exists()
    assert "<p>Daily digest</p>" in read.entries[0].content[0].value


def test_the_feed_keeps_the_newest_thirty(tmp_path: Path) -> None:
    sent_digests(tmp_path, 33)
    read = feedparser.parse(BytesIO((tmp_path / "daily.atom").read_bytes()))

    assert len(read.entries) == 30
    assert read.entries[0].title.startswith("Digest 32")


def test_a_damaged_entry_is_left_out_and_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / ".entries").mkdir()
    (tmp_path / ".entries" / "daily-2024-01-01-d0.xml").write_text("<entry")
    sent_digests(tmp_path, 1)

    assert len(feedparser.parse(BytesIO((tmp_path / "daily.atom").read_bytes())).entries) == 1
    assert "was damaged" in caplog.text


def test_an_alert_is_in_no_feed(tmp_path: Path) -> None:
    sender = FileSender(FileChannel("folder", tmp_path))
    asyncio.run(sender.send(sender.render(message(kind="alert", id="a1"))))

    assert not list(tmp_path.glob("*.atom"))
