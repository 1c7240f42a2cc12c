"""Content codings, undone within a limit."""

import gzip
import zlib

import brotli
import pytest
import zstandard

from watcher.decompress import Decompressor, TooLargeError, UndecodableError

TEXT = b"The ministers will meet again in the autumn. " * 3000
RAW_DEFLATE = zlib.compressobj(wbits=-15)
ENCODED = {
    "": TEXT,
    "identity": TEXT,
    "gzip": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT),
    "deflate": zlib.compress(TEXT),
    "br": brotli.compress(TEXT),
    "zstd": zstandard.compress(TEXT),
    "deflate, gzip": gzip.compress(zlib.compress(TEXT)),
}


def unpack(encoding: str, data: bytes, *, limit: int = 10**6, step: int = 65536) -> bytes:
    decompressor = Decompressor(encoding, limit)
    for start in range(0, len(data), step):
        decompressor.feed(data[start : start + step])
    decompressor.finish()
    return bytes(decompressor.body)


@pytest.mark.parametrize("step", [1, 7, 65536])
@pytest.mark.parametrize("encoding", ENCODED)
def test_every_coding_is_undone_however_the_bytes_are_cut(encoding: str, step: int) -> None:
    assert unpack(encoding, ENCODED[encoding], step=step) == TEXT


def test_a_bare_deflate_stream_is_understood() -> None:
    assert unpack("deflate", RAW_DEFLATE.compress(TEXT) + RAW_DEFLATE.flush()) == TEXT


def test_gzip_that_nobody_announced_is_inflated() -> None:
    assert unpack("", gzip.compress(TEXT), step=1) == TEXT


def test_gzip_packed_twice_is_inflated_twice() -> None:
    assert unpack("gzip", gzip.compress(gzip.compress(TEXT))) == TEXT


def test_a_body_that_only_claims_to_be_gzip_is_taken_as_it_is() -> None:
    assert unpack("gzip", TEXT) == TEXT


def test_gzip_members_in_a_row_are_one_body_and_padding_after_them_is_none() -> None:
    data = gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0\0"
    assert unpack("gzip", data) == b"one two"
    assert unpack("gzip", data, step=1) == b"one two"


def test_zstandard_frames_in_a_row_are_one_body() -> None:
    assert unpack("zstd", zstandard.compress(b"one ") + zstandard.compress(b"two")) == b"one two"


@pytest.mark.parametrize("encoding", ["utf-8", "none", "binary, utf-8"])
def test_an_unknown_coding_is_passed_over(encoding: str) -> None:
    assert unpack(encoding, TEXT) == TEXT


@pytest.mark.parametrize("encoding", ["", "gzip", "deflate", "br", "zstd"])
def test_an_empty_body_is_empty_in_every_coding(encoding: str) -> None:
    assert unpack(encoding, b"") == b""


def test_one_byte_is_one_byte() -> None:
    assert unpack("", b"\x1f") == b"\x1f"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_cut_short_is_undecodable(encoding: str) -> None:
    with pytest.raises(UndecodableError, match="early"):
        unpack(encoding, ENCODED[encoding][:-9])


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_damaged_body_is_undecodable(encoding: str) -> None:
    data = ENCODED[encoding]
    broken = data[:3] + bytes(255 - byte for byte in data[3:])
    with pytest.raises(UndecodableError, match=r"damaged|early"):
        unpack(encoding, broken)


def test_more_codings_than_anybody_needs_are_refused() -> None:
    with pytest.raises(UndecodableError, match="4 times"):
        Decompressor("gzip, gzip, gzip, gzip", 100)


@pytest.mark.parametrize("encoding", ENCODED)
def test_the_limit_counts_what_comes_out(encoding: str) -> None:
    assert unpack(encoding, ENCODED[encoding], limit=len(TEXT)) == TEXT
    with pytest.raises(TooLargeError):
        unpack(encoding, ENCODED[encoding], limit=len(TEXT) - 1)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_is_stopped_near_the_limit(encoding: str) -> None:
    """64 MiB of nothing in a few KiB: what is held stays within the limit and one step."""
    zeros = bytes(64 * 1024 * 1024)
    bombs = {"gzip": gzip.compress, "deflate": zlib.compress, "br": _quick_brotli, "zstd": zstandard.compress}
    decompressor = Decompressor(encoding, 1024 * 1024)
    with pytest.raises(TooLargeError):
        decompressor.feed(bombs[encoding](zeros))
    assert len(decompressor.body) < 8 * 1024 * 1024


def _quick_brotli(data: bytes) -> bytes:
    return bytes(brotli.compress(data, quality=1))


def test_a_zstandard_window_beyond_what_http_allows_is_refused() -> None:
    """A frame may ask its reader to set gigabytes aside (RFC 9659 allows 8 MiB)."""
    parameters = zstandard.ZstdCompressionParameters.from_level(3, window_log=27)
    packed = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    data = packed.compress(TEXT) + packed.flush()
    with pytest.raises(UndecodableError):
        unpack("zstd", data)


def test_what_follows_the_end_is_left_out() -> None:
    assert unpack("deflate", ENCODED["deflate"] + b"trailing bytes", step=16) == TEXT


def test_brotli_is_not_asked_for_more_after_its_end() -> None:
    decompressor = Decompressor("br", 10**6)
    decompressor.feed(ENCODED["br"])
    decompressor.feed(b"trailing bytes")
    decompressor.finish()
    assert bytes(decompressor.body) == TEXT
