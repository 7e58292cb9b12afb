"""One `toolkit.load` in a process of its own, and what it cost: what `memory` and `workers` measure.

python -m tests.benchmarks.loading FOLDER STORE WORKERS [watched]     # prints the costs as JSON
"""

import json
import resource
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

import psutil

ROOT = Path(__file__).resolve().parents[2]
LOOKS = 0.02  # seconds between two looks at the workers' memory


class Cost(NamedTuple):
    """What a load cost.

    Attributes:
        documents: read, of status `read`.
        seconds: wall time of `load` alone, without the start of Python and the import.
        parent_seconds: processor time of the parent in it.
        worker_seconds: processor time of all workers, their start included.
        parent_peak: most memory the parent had at a time, from its start on (bytes).
        worker_peak: the same of the largest worker; 0 where the workers were not watched.
    """

    documents: int
    seconds: float
    parent_seconds: float
    worker_seconds: float
    parent_peak: int
    worker_peak: int


def measured_load(folder: Path, *, workers: int, watched: bool = False) -> Cost:
    """Returns what it cost to load a folder into a fresh store, in a fresh process.

    Args:
        folder: what to load.
        workers: how many.
        watched: whether to look at the workers' memory all the while, which takes processor time of the parent.

    Raises:
        subprocess.CalledProcessError: the load failed; what it printed on standard error is shown.
    """
    with tempfile.TemporaryDirectory() as store:
        arguments = [str(folder), store, str(workers), *(["watched"] if watched else [])]
        output = run_python(["-m", "tests.benchmarks.loading", *arguments])
    return Cost(**json.loads(output.splitlines()[-1]))


def run_python(arguments: Sequence[str]) -> str:
    """Returns what a fresh Python prints that finds this project."""
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def peak_memory(pid: int) -> int:
    """Returns the most memory a process had at a time (bytes); where the system does not keep it, what it has now.

    `ru_maxrss` would not do: a child starts with that of the process that started it.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
        return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        try:
            return int(psutil.Process(pid).memory_info().rss)
        except psutil.NoSuchProcess:
            return 0


class _Watch(threading.Thread):
    """Looks at the children of this process until told to stop; `peak` is the most that one of them had."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self._over = threading.Event()

    def run(self) -> None:
        this = psutil.Process()
        while not self._over.wait(LOOKS):
            self.peak = max([self.peak, *(peak_memory(child.pid) for child in this.children(recursive=True))])

    def stop(self) -> None:
        self._over.set()
        self.join()


def _load(folder: str, store: str, workers: str, watched: str = "") -> Cost:
    import toolkit as tk

    watch = _Watch()
    if watched:
        watch.start()
    start, cpu = perf_counter(), process_time()
    corpus = tk.load(folder, store=store, workers=int(workers), progress=False)
    seconds, cpu = perf_counter() - start, process_time() - cpu
    if watched:
        watch.stop()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    read = corpus.documents.filter(status="read").height
    return Cost(
        read, seconds, cpu, children.ru_utime + children.ru_stime, peak_memory(psutil.Process().pid), watch.peak
    )


if __name__ == "__main__":
    print(json.dumps(_load(*sys.argv[1:])._asdict()))
