"""Signatures of another version of the program, or of a damaged file: left out of grouping, or made again."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from story_hands import entry
from streets import Newsroom, item

from watcher.stories.habits import unpack_habits
from watcher.stories.packed import glance, pack, unpack
from watcher.stories.signature import pack_signature, sign, unpack_signature

STRIKE = item("Port Lim dock workers begin strike", "About 900 dock workers walked out at Port Lim on Monday.")
RETOLD = item(
    "Strike begins at Port Lim as dock workers walk out",
    "Some 900 dock workers at Port Lim walked out on Monday in a strike over shifts.",
    outlet="The Courier",
    hours=2,
)
WEIGHED = pack(entry(STRIKE.title, STRIKE.text))
SIGNED = pack_signature(
    sign(STRIKE.title, STRIKE.text, outlet="Harbour Times", canonical_url=None, published_at=STRIKE.published_at)
)


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path / "news.db")


def damage(newsroom: Newsroom, number: int, data: bytes) -> None:
    with newsroom.connection() as connection, connection.begin():
        connection.execute(
            text("UPDATE signatures SET data = :data WHERE entry_id = :id"), {"data": data, "id": number}
        )


@given(st.binary(max_size=200) | st.integers(0, len(WEIGHED)).map(lambda end: WEIGHED[:end]))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_an_entry_or_none(data: bytes) -> None:
    assert unpack(data) is None or glance(data) == tuple(unpack(data).terms)  # type: ignore[union-attr] # not None
    assert unpack_habits(3, data).entries in (0, 3)


@given(st.binary(max_size=200) | st.integers(0, len(SIGNED) - 1).map(lambda end: SIGNED[:end]))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_a_signature_or_none(data: bytes) -> None:
    signature = unpack_signature(data)
    assert signature is None or len(signature.terms) == len(signature.flags) == len(signature.words)


def test_neither_form_of_a_signature_is_taken_for_the_other() -> None:
    assert unpack(SIGNED) is None
    assert glance(SIGNED) == ()
    assert unpack_signature(WEIGHED) is None


@pytest.mark.parametrize("data", [b"", b"\x01", b"\x07" * 90, WEIGHED[:-9], SIGNED], ids=range(5))
def test_a_stored_entry_that_cannot_be_read_is_left_out(newsroom: Newsroom, data: bytes) -> None:
    (first,) = newsroom.poll(STRIKE)
    damage(newsroom, first, data)
    newsroom.poll(RETOLD)
    assert newsroom.groups() == [[STRIKE.title], [RETOLD.title]]


@pytest.mark.parametrize("data", [b"", b"\x00", b"\x07" * 90, SIGNED[:-9], WEIGHED], ids=range(5))
def test_an_entry_that_waits_and_cannot_be_read_is_signed_again(newsroom: Newsroom, data: bytes) -> None:
    newsroom.poll(STRIKE)
    (second,) = newsroom.arrive(RETOLD)
    damage(newsroom, second, data)
    with newsroom.connection() as connection, connection.begin():
        connection.execute(text("UPDATE entries SET text = :text WHERE id = :id"), {"text": RETOLD.text, "id": second})
    newsroom.group()
    assert newsroom.groups() == [[STRIKE.title, RETOLD.title]]
