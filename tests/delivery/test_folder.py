"""The file channel: complete files under names that tell what they are."""

import asyncio
import json
from pathlib import Path

import pytest
from digest_bodies import digest, message

from watcher.delivery.folder import FileSender, file_stem
from watcher.errors import DeliveryError
from watcher.settings import FileChannel


def test_a_digest_becomes_html_text_and_json(tmp_path: Path) -> None:
    folder = tmp_path / "made" / "on the way"
    sender = FileSender(FileChannel("folder", folder))
    sent = asyncio.run(sender.send(sender.render(digest())))

    stem = "daily-2024-07-30-d88"
    assert sorted(path.name for path in folder.iterdir()) == [f"{stem}.html", f"{stem}.json", f"{stem}.txt"]
    assert json.loads((folder / f"{stem}.json").read_text()) == digest().body
    assert (folder / f"{stem}.txt").read_text() == digest().text
    assert set(sent.accepted) == {path.name for path in folder.iterdir()}


def test_a_repeat_writes_the_same_files(tmp_path: Path) -> None:
    sender = FileSender(FileChannel("folder", tmp_path))
    payload = sender.render(digest())
    asyncio.run(sender.send(payload))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    asyncio.run(sender.send(payload))

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


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
