"""Worker processes for what is pure and costs time: documents that came with a poll, stored texts judged anew.

Each is an interpreter of its own (``jobs.worker``) that loads what its tasks need, and sees neither store nor network
nor the secrets of this process's environment. A task whose worker dies or passes its time fails alone; another worker
takes its place.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, Pipe
from multiprocessing.reduction import ForkingPickler
from threading import Condition, Event, RLock
from typing import Any, ParamSpec, Self, TypeVar

from watcher.errors import WorkerError

# Tasks that a worker has been given at once: the next is there when it has done one. Its asker may be slow to take an
# answer, with other threads at work in its process.
_AHEAD = 2

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def cores() -> int:
    """How many processes may run at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _set() -> Event:
    event = Event()
    event.set()
    return event


@dataclass(slots=True, eq=False)
class _Worker:
    """``tasks`` it was given and has not answered; it answers in their order. ``last``: the newest of them is done."""

    process: "subprocess.Popen[bytes]"
    pipe: Connection
    tasks: int = 1
    ended: bool = False
    last: Event = field(default_factory=_set)
    sending: RLock = field(default_factory=RLock)


class Workers:
    """At most ``count`` worker processes, started when tasks need them. Functions and values must be picklable.

    ``begin`` is called with ``arguments`` in each worker before its first task. They end with the ``with`` block, at
    once, whatever they are doing.
    """

    def __init__(self, count: int, begin: Callable[..., None], arguments: Sequence[Any] = ()) -> None:
        self._count = count
        self._begin = (begin, tuple(arguments))
        self._all: set[_Worker] = set()
        self._starting = 0
        self._changed = Condition()  # of what stands above, and of the number of a worker's tasks
        self._closed = False
        # One thread waits for one task: it knows whose task it was that ended a process.
        self._threads = ThreadPoolExecutor(count * _AHEAD, thread_name_prefix="worker")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._closed = True
            for worker in self._all:
                worker.process.kill()  # it holds nothing but a task, whose thread finds the pipe closed
            self._changed.notify_all()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in list(self._all):
            self._end(worker)

    def start(self) -> None:
        """Have a worker ready before its first task comes. Where none can be started, the first task is told so."""
        self._threads.submit(lambda: self._leave(self._worker()))

    def submit(
        self,
        seconds: float | None,
        function: Callable[Parameters, Result],
        *arguments: Parameters.args,
        **more: Parameters.kwargs,
    ) -> "Future[Result]":
        """``function`` in a worker. The future raises ``WorkerError`` where that died, or took over ``seconds``."""
        return self._threads.submit(self._ask, seconds, function, arguments, more)

    def _ask(
        self, seconds: float | None, function: Callable[..., Result], arguments: tuple[Any, ...], more: dict[str, Any]
    ) -> Result:
        task = ForkingPickler.dumps((seconds, function, arguments, more))
        while True:
            worker, done = self._worker(), Event()
            try:
                with worker.sending:
                    before, worker.last = worker.last, done
                    with suppress(OSError):  # it has ended: then there will be no answer either
                        worker.pipe.send_bytes(task)
                before.wait()
                if not worker.ended:  # by the task before: then this one has never begun
                    result: Result = self._answer(worker, seconds)
                    return result
            finally:
                done.set()
                self._leave(worker)

    def _answer(self, worker: _Worker, seconds: float | None) -> Any:
        try:
            if not worker.pipe.poll(seconds):
                raise WorkerError(f"it took longer than {seconds:g} seconds")
            done, answer = worker.pipe.recv()
        except (EOFError, OSError) as error:
            self._end(worker)
            raise WorkerError("its worker process ended before its time (out of memory?)") from error
        except BaseException:
            self._end(worker)
            raise
        if done:
            return answer
        raise answer

    def _worker(self) -> _Worker:
        """One that is given a task: without others where there is one, or where one can be started."""
        with self._changed:
            while not self._closed:
                free = min(self._all, key=lambda worker: worker.tasks, default=None)
                may_start = len(self._all) + self._starting < self._count
                if free is not None and free.tasks < (1 if may_start else _AHEAD):
                    free.tasks += 1
                    return free
                if may_start:
                    self._starting += 1
                    break
                self._changed.wait()
            else:
                raise WorkerError("the workers have been stopped")
        return self._start()

    def _leave(self, worker: _Worker) -> None:
        with self._changed:
            worker.tasks -= 1
            self._changed.notify_all()

    def _start(self) -> _Worker:
        worker = None
        try:
            worker = _started()
            worker.sending.acquire()  # whoever is to share it sends nothing before it has begun
        except OSError as error:
            raise WorkerError(f"no worker process could be started: {error}", begun=False) from error
        finally:
            with self._changed:
                self._starting -= 1
                if worker is not None:
                    self._all.add(worker)
                    if self._closed:  # seen before this worker was, or it would have been ended with the others
                        worker.process.kill()
                self._changed.notify_all()
        try:
            worker.pipe.send(self._begin)
            worker.pipe.recv()  # it has begun: from here on its time counts
        except (EOFError, OSError) as error:
            self._end(worker)
            raise WorkerError("a worker process ended before it had begun", begun=False) from error
        finally:
            worker.sending.release()
        return worker

    def _end(self, worker: _Worker) -> None:
        with self._changed:
            if worker.ended:
                return
            worker.ended = True
            self._all.remove(worker)
            self._changed.notify_all()
        worker.process.kill()
        worker.process.wait()
        with worker.sending:  # whoever sends to it has been told by now that nobody takes it
            worker.pipe.close()


def _started() -> _Worker:
    ours, theirs = Pipe()
    try:
        with theirs:
            return _Worker(_process(theirs), ours)
    except OSError:
        ours.close()
        raise


def _process(pipe: Connection) -> "subprocess.Popen[bytes]":
    """A new interpreter that serves tasks at this end of a pipe. It finds modules where this one does."""
    passed = {name: value for name, value in os.environ.items() if name in _PASSED or name.startswith("LC_")}
    return subprocess.Popen(  # noqa: S603 - our own interpreter and our own words
        [sys.executable, "-P", "-c", f"from watcher.jobs.worker import serve; serve({pipe.fileno()})"],
        env={**passed, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        stdin=subprocess.DEVNULL,
        pass_fds=(pipe.fileno(),),
        process_group=0,  # Ctrl-C goes to every process of a terminal's group: this one ends, and ends its workers
    )


_PASSED = frozenset("PATH LANG LANGUAGE TZ TMPDIR LD_LIBRARY_PATH DYLD_LIBRARY_PATH PYTHONDONTWRITEBYTECODE".split())
