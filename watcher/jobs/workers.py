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
from multiprocessing.connection import Connection, Pipe
from typing import Any, NamedTuple, ParamSpec, Self, TypeVar

from watcher.errors import WorkerError

_END_SECONDS = 2.0  # for a worker without a task to end by itself

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def cores() -> int:
    """How many processes may run at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Worker(NamedTuple):
    process: subprocess.Popen[bytes]
    pipe: Connection


class Workers:
    """At most ``count`` worker processes, started when tasks need them. Functions and values must be picklable.

    ``begin`` is called with ``arguments`` in each worker before its first task. They end with the ``with`` block, at
    once, whatever they are doing.
    """

    def __init__(self, count: int, begin: Callable[..., None], arguments: Sequence[Any] = ()) -> None:
        self._begin = (begin, tuple(arguments))
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._closed = False
        # One thread waits for one worker: it knows whose task it was that ended a process.
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="worker")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._closed = True
        idle = list(self._idle)
        for worker in list(self._all - set(idle)):
            worker.process.kill()  # its thread finds the pipe closed
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in idle:
            worker.pipe.close()
        for worker in idle:
            with suppress(subprocess.TimeoutExpired):
                worker.process.wait(_END_SECONDS)
            self._end(worker)

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
        worker = self._idle.pop() if self._idle else self._start()
        try:
            if self._closed:  # seen before this worker was, or it would have been ended with the others
                raise WorkerError("the workers have been stopped")
            worker.pipe.send((seconds, function, arguments, more))
            if not worker.pipe.poll(seconds):
                raise WorkerError(f"it took longer than {seconds:g} seconds")
            done, answer = worker.pipe.recv()
        except (EOFError, OSError) as error:
            self._end(worker)
            raise WorkerError("its worker process ended before its time (out of memory?)") from error
        except BaseException:
            self._end(worker)
            raise
        self._idle.append(worker)
        if done:
            result: Result = answer
            return result
        raise answer

    def _start(self) -> _Worker:
        ours, theirs = Pipe()
        try:
            with theirs:
                worker = _Worker(_process(theirs), ours)
        except OSError as error:
            ours.close()
            raise WorkerError(f"no worker process could be started: {error}", begun=False) from error
        self._all.add(worker)
        try:
            ours.send(self._begin)
            ours.recv()  # it has begun: from here on its time counts
        except (EOFError, OSError) as error:
            self._end(worker)
            raise WorkerError("a worker process ended before it had begun", begun=False) from error
        return worker

    def _end(self, worker: _Worker) -> None:
        if worker in self._all:
            self._all.remove(worker)
            worker.process.kill()
            worker.process.wait()
            worker.pipe.close()


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
