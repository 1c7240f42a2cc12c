"""Every error Watcher raises on purpose.

    WatcherError                 one sentence for a person; ``exit_code`` for the shell
    +-- UsageError               wrong arguments (exit 2)
    +-- ConfigError              every fault of every config file at once (exit 2)
    +-- TermError                one keyword term that cannot be compiled
    +-- StoreError               the database cannot be opened, written or understood
    +-- HttpFailure              a request over HTTP that brought no answer, or none that may be used
    +-- FeedError                a document that is not a feed, or no feed worth keeping
    +-- WorkerError              a worker process died or took too long with one task
    +-- DeliveryError            a channel did not take a message; ``permanent`` says whether to retry

Foreign exceptions are wrapped at the border with ``raise ... from``. The failure of one feed or
one delivery is a value on its row (see ``model.Failed``), not an exception that stops a run.
"""

from dataclasses import dataclass


class WatcherError(Exception):
    """Base of the tree. ``str(error)`` is one sentence that can be shown as it is."""

    exit_code = 1


class UsageError(WatcherError):
    exit_code = 2


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a configuration file.

    ``line`` counts from 1 (0: the file as a whole), ``key`` is the dotted path (``feeds[3].url``),
    ``found`` and ``accepted`` are phrases for a person. Secrets never stand in ``found``.
    """

    file: str
    line: int
    key: str
    found: str
    accepted: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        key = f" {self.key}:" if self.key else ""
        return f"{place}:{key} found {self.found}; accepted: {self.accepted}"


class ConfigError(WatcherError):
    exit_code = 2

    def __init__(self, faults: "list[Fault] | tuple[Fault, ...]") -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class TermError(WatcherError):
    """A keyword term that cannot be compiled; the message says why, without the file and line."""


class StoreError(WatcherError):
    pass


class HttpFailure(WatcherError):
    """An exchange over HTTP without a usable answer; the message is a sentence for a person.

    ``kind`` is one of: "url" (not a web address), "address" (refused by the address rules), "dns",
    "connect", "tls", "closed" (reset or ended early), "timeout", "too-large", "protocol" (not HTTP),
    "encoding" (cannot be decompressed), "redirects". ``status``: of the last answer, where there was one;
    ``url``: the address that was asked last, where redirects led away from the first.
    """

    def __init__(self, message: str, *, kind: str, status: int | None = None, url: str | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.status = status
        self.url = url


class FeedError(WatcherError):
    """A body that cannot be read as a feed; the message names what was found instead."""


class WorkerError(WatcherError):
    """A worker process died over a task, or passed its time; the message says which, as the end of a sentence.

    ``begun``: whether the task was begun at all; where it was not, it can be done without a worker.
    """

    def __init__(self, message: str, *, begun: bool = True) -> None:
        super().__init__(message)
        self.begun = begun


class DeliveryError(WatcherError):
    """A channel did not take a message.

    ``permanent``: trying again cannot help (SMTP 5xx, HTTP 400, 401, 404, 410).
    ``retry_after``: seconds the other side asked for, where it did.
    """

    def __init__(self, message: str, *, permanent: bool = False, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.retry_after = retry_after
