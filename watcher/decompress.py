"""Content codings of HTTP (gzip, deflate, br, zstd), undone piece by piece within a limit.

Every step gives out at most ``_STEP`` bytes, so a body that would swell to gigabytes is stopped after
``limit`` bytes and never held in memory. Servers mislabel: a body said to be gzip that is not is taken as it is,
and one that is gzip though nobody said so is inflated.
"""

import zlib
from collections.abc import Iterator
from typing import Protocol

_STEP = 256 * 1024
_ZSTD_PIECE = 128  # a zstd block of 4 bytes can stand for 128 KiB
_ZSTD_WINDOW = 8 * 1024 * 1024  # RFC 9659: what a receiver must support, and no more
_MOST_CODINGS = 3
_GZIP = b"\x1f\x8b"


class TooLargeError(Exception):
    """The body is larger than ``limit`` once decompressed."""


class UndecodableError(Exception):
    """The body is not what its Content-Encoding says, or ends early."""


class _Stage(Protocol):
    def feed(self, data: bytes) -> Iterator[bytes]: ...

    def finish(self) -> None: ...


class Decompressor:
    """``feed`` the bytes as they come, ``finish`` once, then ``body`` is the decompressed answer.

    ``content_encoding`` is the header's value; unknown codings ("utf-8", "none") are passed over.
    """

    def __init__(self, content_encoding: str, limit: int) -> None:
        names = [name.strip().lower() for name in content_encoding.split(",")]
        stages = [_STAGES[name]() for name in reversed(names) if name in _STAGES]
        if len(stages) > _MOST_CODINGS:
            raise UndecodableError(f"it is compressed {len(stages)} times over")
        self._stages: list[_Stage] = [*stages, _Inflate()]
        self._limit = limit
        self.body = bytearray()

    def feed(self, data: bytes) -> None:
        for piece in self._through(data, 0):
            self.body += piece
            if len(self.body) > self._limit:
                raise TooLargeError

    def finish(self) -> None:
        for stage in self._stages:
            stage.finish()

    def _through(self, data: bytes, index: int) -> Iterator[bytes]:
        if index == len(self._stages):
            yield data
            return
        for piece in self._stages[index].feed(data):
            yield from self._through(piece, index + 1)


class _Inflate:
    """gzip where the data begins like gzip, else the data as it is. Several gzip members may follow each other."""

    def __init__(self) -> None:
        self._inflater: zlib._Decompress | None = None
        self._start = b""
        self._plain = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._inflater is None and not self._plain:
            data = self._start + data
            if len(data) < len(_GZIP) and _GZIP.startswith(data):
                self._start = data
                return
            self._plain = not data.startswith(_GZIP)
            self._inflater = None if self._plain else zlib.decompressobj(zlib.MAX_WBITS | 16)
        if self._inflater is None:
            yield data
            return
        while data:
            if self._inflater.eof:
                if not data.startswith(_GZIP):
                    return  # padding after the last member
                self._inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
            yield from _inflate(self._inflater, data)
            data = self._inflater.unused_data

    def finish(self) -> None:
        if self._inflater is not None and not self._inflater.eof:
            raise UndecodableError("its compressed data ends early")


class _Deflate:
    """ "deflate" means zlib (RFC 9110, 8.4.1.2); some servers send the bare stream."""

    def __init__(self) -> None:
        self._inflater: zlib._Decompress | None = None

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._inflater is None:
            wrapped = data[0] & 0x0F == 8 and (len(data) < 2 or int.from_bytes(data[:2], "big") % 31 == 0)
            self._inflater = zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
        if not self._inflater.eof:
            yield from _inflate(self._inflater, data)

    def finish(self) -> None:
        if self._inflater is not None and not self._inflater.eof:
            raise UndecodableError("its compressed data ends early")


def _inflate(inflater: "zlib._Decompress", data: bytes) -> Iterator[bytes]:
    piece = b""
    while data or len(piece) == _STEP:  # a full piece: zlib may hold back more although it has taken all input
        try:
            piece = inflater.decompress(data, _STEP)
        except zlib.error as error:
            raise UndecodableError("its compressed data is damaged") from error
        data = inflater.unconsumed_tail
        yield piece


class _Brotli:
    def __init__(self) -> None:
        import brotli

        self._error = brotli.error
        self._decompressor = brotli.Decompressor()
        self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        self._begun = True
        while not self._decompressor.is_finished():
            try:
                yield self._decompressor.process(data, output_buffer_limit=_STEP)
            except self._error as error:
                raise UndecodableError("its compressed data is damaged") from error
            data = b""
            if self._decompressor.can_accept_more_data():
                return

    def finish(self) -> None:
        if self._begun and not self._decompressor.is_finished():
            raise UndecodableError("its compressed data ends early")


class _Zstandard:
    def __init__(self) -> None:
        import zstandard

        self._error = zstandard.ZstdError
        self._library = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
        self._frame = self._library.decompressobj()
        self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        self._begun = True
        for start in range(0, len(data), _ZSTD_PIECE):
            piece = data[start : start + _ZSTD_PIECE]
            while piece:
                if self._frame.eof:
                    self._frame = self._library.decompressobj()
                try:
                    yield self._frame.decompress(piece)
                except self._error as error:
                    raise UndecodableError("its compressed data is damaged") from error
                piece = self._frame.unused_data

    def finish(self) -> None:
        if self._begun and not self._frame.eof:
            raise UndecodableError("its compressed data ends early")


_STAGES: dict[str, type[_Stage]] = {
    "gzip": _Inflate,
    "x-gzip": _Inflate,
    "deflate": _Deflate,
    "br": _Brotli,
    "zstd": _Zstandard,
}
