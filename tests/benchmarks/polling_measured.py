"""One command measured from outside: wall and CPU seconds and the memory of all its processes together.

Run by itself (``python polling_measured.py COMMAND ...``) it prints one JSON object. It adopts what its command leaves
behind (PR_SET_CHILD_SUBREAPER), so worker processes that outlive it count as well. Linux only.
"""

import ctypes
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

SUBREAPER = 36  # prctl(2)
EVERY = 0.05  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds, MiB (proportional set size), the exit code, and the last of what was printed."""

    wall: float
    cpu: float
    peak: float
    code: int
    said: str


def measure(command: Sequence[str]) -> Cost:
    """The cost of ``command``, in a process of its own that does nothing but look."""
    done = subprocess.run([sys.executable, __file__, *command], stdout=subprocess.PIPE, check=True)
    return Cost(**json.loads(done.stdout))


def _run(command: Sequence[str]) -> Cost:
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    peak, ended = [0.0], threading.Event()
    looking = threading.Thread(target=_look, args=(peak, ended))
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        first = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT).pid
        looking.start()
        cpu, code, wall = 0.0, 1, 0.0
        while True:
            try:
                process, status, used = os.wait4(-1, 0)
            except ChildProcessError:
                break
            cpu += used.ru_utime + used.ru_stime
            if process == first:
                code, wall = os.waitstatus_to_exitcode(status), time.perf_counter() - started
        ended.set()
        looking.join()
        said.seek(0)
        return Cost(wall, cpu, peak[0], code, said.read()[-1000:].decode(errors="replace"))


def _look(peak: list[float], ended: threading.Event) -> None:
    while not ended.wait(EVERY):
        peak[0] = max(peak[0], sum(map(_memory, _descendants(os.getpid()))) / 1024)


def _descendants(root: int) -> list[int]:
    found = [root]
    for process in found:
        tasks = Path(f"/proc/{process}/task")
        try:
            for task in tasks.iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue  # it has ended
    return found[1:]


def _memory(process: int) -> int:
    """KiB, pages shared with others in proportion."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(_run(sys.argv[1:]))))
