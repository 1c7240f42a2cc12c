"""A real ``watcher run`` in a process of its own: its log line by line, its pages, its signals."""

import base64
import contextlib
import json
import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cached_property
from pathlib import Path
from typing import Self

from house import House, Item

ROOT = Path(__file__).resolve().parents[2]
DEAL = Item(
    "United States and Singapore sign a quantum deal",
    "The two sides will meet again in Washington on 3 March 2031.",
    "https://wire.example/deal",
    "deal",
    format_datetime(datetime.now(UTC) - timedelta(hours=1)),
)
PATIENCE = 120.0  # seconds until a test that waits for the impossible fails, on a machine that others keep busy
PAGES = re.compile(r"running: .* pages=http://\S+:(\d+)/")


class Running:
    """A context manager; the process is killed at the end where it has not ended by itself. ``port`` 0: any."""

    def __init__(
        self,
        house: House,
        *,
        port: int = 0,
        bind: str = "127.0.0.1",
        before: Callable[[], None] | None = None,
        **environ: str,
    ) -> None:
        self.house = house
        self.log: list[str] = []
        self._port: queue.Queue[int] = queue.Queue()
        self._lines: queue.Queue[str | None] = queue.Queue()
        command = [
            sys.executable,
            "-m",
            "watcher",
            "--config",
            str(house.config),
            "run",
            "--bind",
            f"{bind}:{port}",
        ]
        self.process = subprocess.Popen(
            command,
            cwd=house.root,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environ},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            preexec_fn=before,  # noqa: PLW1509 - sets limits alone, before any thread of the child
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @cached_property
    def base(self) -> str:
        """Where its pages are: the system chose a port that nobody has, and the service says which."""
        return f"127.0.0.1:{self._port.get(timeout=PATIENCE)}"

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if found := PAGES.search(line):
                self._port.put(int(found[1]))
            self._lines.put(line.rstrip("\n"))
        self._lines.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        self._reader.join()
        assert self.process.stderr is not None
        self.process.stderr.close()

    def wait_for(self, pattern: str) -> str:
        """The first line from now on that has ``pattern`` in it; fails where the process ends without."""
        deadline = time.monotonic() + PATIENCE
        while (line := self._next(deadline - time.monotonic())) is not None:
            self.log.append(line)
            if re.search(pattern, line):
                return line
        raise AssertionError(f"no line with {pattern!r}:\n" + "\n".join(self.log))

    def wait_for_each(self, *patterns: str) -> None:
        """As `wait_for` for every one of ``patterns``, in whatever order independent ticks come to write them."""
        missing = set(patterns)
        while missing:
            line = self.wait_for("|".join(sorted(missing)))
            missing = {pattern for pattern in missing if not re.search(pattern, line)}

    def _next(self, seconds: float) -> str | None:
        try:
            return self._lines.get(timeout=max(seconds, 0.01))
        except queue.Empty:
            return None

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def wait_until(self, holds: Callable[[], bool]) -> None:
        """Until something is so that no line tells; fails where the process ends without."""
        deadline = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < deadline, "it never came to be so:\n" + "\n".join(self.log)
            with contextlib.suppress(subprocess.TimeoutExpired):
                raise AssertionError(f"the process ended with {self.process.wait(0.05)}")

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        self.signal(signal.SIGTERM)
        return self.ended()

    def ended(self) -> int:
        """The exit code. The ten seconds of a stop are the service's to keep, by its own clock: see ``LAST_RESORT``.

        A machine that others keep busy may take longer to let a process end.
        """
        code = self.process.wait(timeout=PATIENCE)
        self._reader.join()
        while (line := self._lines.get()) is not None:
            self.log.append(line)
        return code

    def get(self, path: str, *, password: str | None = None, headers: dict[str, str] | None = None) -> "Page":
        request = urllib.request.Request(f"http://{self.base}{path}", headers=headers or {})
        if password is not None:
            request.add_header("Authorization", "Basic " + base64.b64encode(f"x:{password}".encode()).decode())
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return Page(answer.status, dict(answer.headers), answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return Page(error.code, dict(error.headers), error.read().decode())


class Page:
    """An answer of the service's pages."""

    def __init__(self, status: int, headers: dict[str, str], body: str) -> None:
        self.status = status
        self.headers = headers
        self.body = body

    def metric(self, line: str) -> float:
        """The value behind a metric with its labels, as it stands in the text."""
        found = re.search(rf"^{re.escape(line)} (\S+)$", self.body, re.MULTILINE)
        assert found, f"no {line} in:\n{self.body}"
        return float(found[1])


def messages(log: list[str]) -> list[str]:
    """The messages of a JSON log."""
    return [json.loads(line)["message"] for line in log]
