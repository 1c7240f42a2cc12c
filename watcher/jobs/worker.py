"""The life of a worker process (``jobs.workers``): one task after another until the other end of its pipe is closed."""

import gc
import math
import signal
import traceback
from multiprocessing.connection import Connection

GRACE = 5  # seconds
_ALLOCATIONS = 20_000  # between two searches for garbage in cycles, as of a command (``cli.main``)


def serve(descriptor: int) -> None:
    """Take ``(begin, arguments)``, call it, say so; then answer each task with ``(done, answer or error)``."""
    pipe = Connection(descriptor)
    gc.set_threshold(_ALLOCATIONS, *gc.get_threshold()[1:])
    try:
        begin, arguments = pipe.recv()
        begin(*arguments)
        pipe.send(None)
        while True:
            seconds, function, given, more = pipe.recv()
            # The one who asks ends a task that takes too long. The system does where that process was killed itself.
            signal.alarm(0 if seconds is None else math.ceil(seconds) + GRACE)
            try:
                answer = True, function(*given, **more)
            except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to the one who asked
                error.add_note("In a worker process:\n" + "".join(traceback.format_exception(error)))
                answer = False, error
            signal.alarm(0)
            pipe.send(answer)
    except (EOFError, OSError):  # closed, reset with an answer unread, or ended in the middle of a task
        return  # the one who asks has ended, or has no more tasks
