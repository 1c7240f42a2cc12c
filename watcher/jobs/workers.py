"""Worker processes for what is pure and costs time: documents that came with a poll, stored texts judged anew.

They come from a fork server that has imported the stages alone, and see neither store nor network. A task whose
worker dies or passes its time fails alone; another worker takes its place.
"""

import os
import signal
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from typing import Any, NamedTuple, ParamSpec, Self, TypeVar

from watcher.errors import WorkerError

# What the fork server has imported; the last one is loaded by the others only where a text is relevant.
STAGES = ("watcher.jobs.judging", "watcher.jobs.reading", "watcher.followups.extract")
_END_SECONDS = 2.0  # for a worker without a task to end by itself

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def cores() -> int:
    """How many processes may run at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Worker(NamedTuple):
    process: ForkServerProcess
    pipe: Connection


class Workers:
    """At most ``count`` worker processes, started when tasks need them. Functions and values must be picklable.

    ``begin`` is called with ``arguments`` in each worker before its first task. They end with the ``with`` block, at
    once, whatever they are doing.
    """

    def __init__(self, count: int, begin: Callable[..., None], arguments: Sequence[Any] = ()) -> None:
        self._context = get_context("forkserver")
        self._context.set_forkserver_preload(list(STAGES))
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
            with suppress(ValueError):  # its thread has ended it already
                worker.process.kill()  # its thread finds the pipe closed
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in idle:
            worker.pipe.close()
        for worker in idle:
            worker.process.join(_END_SECONDS)
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
            worker.pipe.send((function, arguments, more))
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
        try:
            ours, theirs = self._context.Pipe()
            process = self._context.Process(target=_serve, args=(theirs, *self._begin), daemon=True)
            process.start()
            theirs.close()
            worker = _Worker(process, ours)
            self._all.add(worker)
            ours.recv()  # it has begun: from here on its time counts
        except (EOFError, OSError) as error:
            raise WorkerError(f"no worker process could be started: {error}", begun=False) from error
        return worker

    def _end(self, worker: _Worker) -> None:
        if worker in self._all:
            self._all.remove(worker)
            worker.process.kill()
            worker.process.join()
            worker.process.close()
            worker.pipe.close()


def _serve(pipe: Connection, begin: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    """The life of a worker: one task after another, until the other end of the pipe is closed."""
    # Ctrl-C goes to every process of a terminal: the one that writes ends, and ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    begin(*arguments)
    pipe.send(None)
    while True:
        try:
            function, given, more = pipe.recv()
        except EOFError:
            return
        try:
            answer = True, function(*given, **more)
        except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to the one who asked
            error.add_note("In a worker process:\n" + "".join(traceback.format_exception(error)))
            answer = False, error
        pipe.send(answer)
