"""The file channel: each message as HTML, text and JSON in a folder, digests also as an Atom feed.

A repeat writes the same files.
"""

import asyncio
import os
import re
from datetime import datetime
from json import dumps
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from watcher.delivery import atom
from watcher.delivery.identity import message_id, safe_name
from watcher.delivery.sender import Sent, Told, tell_nobody
from watcher.errors import DeliveryError
from watcher.model.deliveries import Message, Payload, PayloadPart
from watcher.settings import FileChannel

ENTRIES = ".entries"  # one Atom entry a digest, of which the feed is put together
NUMBERED = re.compile(r"-\d{4}-\d{2}-\d{2}-[^-]*$")


class FileSender:
    """Writes into the folder of one channel; a reader never sees half a file."""

    def __init__(self, channel: FileChannel) -> None:
        self._channel = channel

    def render(self, message: Message) -> Payload:
        stem = file_stem(message)
        parts: tuple[PayloadPart, ...] = (
            PayloadPart(f"{stem}.html", "text/html; charset=utf-8", _bytes(message.html)),
            PayloadPart(f"{stem}.txt", "text/plain; charset=utf-8", _bytes(message.text)),
            PayloadPart(f"{stem}.json", "application/json", _bytes(dumps(message.body, ensure_ascii=False, indent=1))),
        )
        identity = message_id(message, self._channel.name)
        if message.kind == "digest":
            entry = atom.entry(message, identity, page=f"{stem}.html")
            parts = (*parts, PayloadPart(f"{ENTRIES}/{stem}.xml", "application/atom+xml", entry))
        return Payload(identity, parts)

    async def send(self, payload: Payload, done: tuple[str, ...] = (), told: Told = tell_nobody) -> Sent:
        written = []
        for part in payload.parts:
            if part.name in done:
                continue
            path = self._channel.dir / part.name
            try:
                await asyncio.to_thread(self._write, path, part)
            except OSError as error:
                raise DeliveryError(f"{path} cannot be written: {error.strerror or error}") from error
            written.append(part.name)
            await told(part.name, "written")
        return Sent(tuple(written), f"written to {self._channel.dir}")

    def _write(self, path: Path, part: PayloadPart) -> None:
        write_whole(path, part.body)
        if path.parent.name == ENTRIES:
            name = NUMBERED.sub("", path.stem)
            others = sorted(path.parent.glob(f"{name}-????-??-??-*.xml"), reverse=True)
            bodies = [other.read_bytes() for other in others[: atom.LONGEST]]
            write_whole(self._channel.dir / f"{name}.atom", atom.feed(name, bodies))


def file_stem(message: Message) -> str:
    """``daily-2024-07-29-d88``: name, day the window ends (in the digest's zone where told), id."""
    window = message.body.get("window")
    moment = message.created_at
    if isinstance(window, dict) and isinstance(window.get("end"), str):
        moment = datetime.fromisoformat(window["end"])
    try:
        moment = moment.astimezone(ZoneInfo(str(message.body.get("timezone") or "UTC")))
    except (ZoneInfoNotFoundError, ValueError):
        moment = moment.astimezone(ZoneInfo("UTC"))
    pieces = (safe_name(message.name) or message.kind, f"{moment:%Y-%m-%d}", safe_name(message.id))
    return "-".join(piece for piece in pieces if piece)


def write_whole(path: Path, body: bytes) -> None:
    """The file is there complete, or as it was before; its mode is that of any new file (the umask's).

    What a crash leaves behind has a name that the repeat uses again.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.part")
    try:
        with temporary.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
