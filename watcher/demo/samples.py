"""The bundled sample feeds, and a server on loopback that publishes them as the demo's clock moves on.

The outlets are made up and the texts were written for this project; the facts they tell are real.
"""

import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from types import TracebackType
from typing import Self

_ITEM = re.compile(r"[ \t]*<(item|entry)\b.*?</\1>\n?", re.DOTALL)
_DATE = re.compile(r"<(?:pubDate|published)>([^<]+)<")
_TYPES = {".rss": "application/rss+xml", ".atom": "application/atom+xml"}


def sample_feeds() -> dict[str, str]:
    """File name -> document, in order of name."""
    folder = files("watcher.demo") / "feeds"
    found = sorted(
        (file for file in folder.iterdir() if file.name.endswith((".rss", ".atom"))), key=lambda file: file.name
    )
    return {file.name: file.read_text(encoding="utf-8") for file in found}


def published_by(document: str, now: datetime) -> str:
    """The document as it stood at ``now``: without the items that are dated later."""
    return _ITEM.sub(lambda item: item.group() if _date(item.group()) <= now else "", document)


def _date(item: str) -> datetime:
    found = _DATE.search(item)
    assert found is not None, "every sample is dated"
    text = found.group(1)
    return datetime.fromisoformat(text) if text[:4].isdigit() else parsedate_to_datetime(text).astimezone(UTC)


class SampleServer:
    """Serves the samples on a free port of 127.0.0.1; ``clock`` decides what has been published."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        documents = sample_feeds()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                name = self.path.lstrip("/")
                document = documents.get(name)
                body = published_by(document, clock()).encode() if document else b""
                self.send_response(200 if document else 404)
                self.send_header("Content-Type", _TYPES.get(name[name.rfind(".") :], "text/plain"))
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
                """Nothing: the demo's own output is what counts."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        # It looks every 50 ms whether it shall stop: half a second, the default, would be seen in the demo's time.
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
