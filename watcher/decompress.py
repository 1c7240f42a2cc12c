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

    def finish(self) -> bytes:
        """What was held back until the end; raises where more was to come."""
        ...


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
        self._take(data, 0)

    def finish(self) -> None:
        for index, stage in enumerate(self._stages):
            self._take(stage.finish(), index + 1)

    def _take(self, data: bytes, index: int) -> None:
        for piece in self._through(data, index):
            self.body += piece
            if len(self.body) > self._limit:
                raise TooLargeError

    def _through(self, data: bytes, index: int) -> Iterator[bytes]:
        if not data or index == len(self._stages):
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
        self._members = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data and not self._plain:
            if self._inflater is None:
                data = self._start + data
                self._start = b""
                if len(data) < len(_GZIP) and _GZIP.startswith(data):
                    self._start = data
                    return
                if not data.startswith(_GZIP):
                    self._plain = True
                    break
                self._inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
                self._members += 1
            yield from _inflate(self._inflater, data)
            data = self._inflater.unused_data
            if self._inflater.eof:
                self._inflater = None
        if data and not self._members:  # after a member what is not gzip is padding
            yield data

    def finish(self) -> bytes:
        if self._inflater is not None:
            raise UndecodableError("its compressed data ends early")
        return b"" if self._members else self._start


class _Deflate:
    """In HTTP "deflate" means zlib (RFC 9110, 8.4.1.2); some servers send the bare stream."""

    def __init__(self) -> None:
        self._inflater: zlib._Decompress | None = None
        self._start = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._inflater is None:
            data = self._start + data
            if len(data) < 2:
                self._start = data
                return
            wrapped = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0  # RFC 1950, 2.2
            self._inflater = zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
        if not self._inflater.eof:
            yield from _inflate(self._inflater, data)

    def finish(self) -> bytes:
        if self._start if self._inflater is None else not self._inflater.eof:
            raise UndecodableError("its compressed data ends early")
        return b""


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

    def finish(self) -> bytes:
        if self._begun and not self._decompressor.is_finished():
            raise UndecodableError("its compressed data ends early")
        return b""


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

    def finish(self) -> bytes:
        if self._begun and not self._frame.eof:
            raise UndecodableError("its compressed data ends early")
        return b""


_STAGES: dict[str, type[_Stage]] = {
    "gzip": _Inflate,
    "x-gzip": _Inflate,
    "deflate": _Deflate,
    "br": _Brotli,
    "zstd": _Zstandard,
}
