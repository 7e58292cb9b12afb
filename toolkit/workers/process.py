"""One worker as the parent sees it: it starts, is told, is listened to, is ended."""

import contextlib
import io
import logging
import os
import pickle
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from typing import IO

from toolkit.workers.limits import Failure, Limits
from toolkit.workers.messages import BEGIN, HEADER, MAGIC, MEMORY, RAISED, SIZE

if sys.platform != "win32":
    import fcntl

START_SECONDS = 60.0  # to start and import, and for whatever a task does before its first item
NOISE = 1 << 20  # what a worker may print before it is thrown away (bytes)
ONE_CORE = ("POLARS_MAX_THREADS", "RAYON_NUM_THREADS", "OMP_NUM_THREADS")  # a worker is one core, or workers fight
START = "import sys; sys.path[:] = {path!a}; import toolkit.workers.serve as worker; worker.serve()"

# How libraries that cannot raise MemoryError say on standard error that they ran into the limit (Rust, C++, C).
OUT_OF_MEMORY = re.compile(r"memory allocation of \d+ bytes failed|bad_alloc|(?i:out of|cannot allocate) memory")

_log = logging.getLogger(__name__)


class Died(Exception):
    """A worker is at its end; `item` is what it worked on, None if on none."""

    def __init__(self, item: int | None, failure: Failure) -> None:
        super().__init__(item, failure)
        self.item, self.failure = item, failure


class Worker:
    """One process, seen from the parent. Its lane talks to it; the watchdog may end it at any moment."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._item: int | None = None
        self._expired = False
        self._ended = False
        self._allowed = START_SECONDS
        self._deadline = time.monotonic() + START_SECONDS
        self._noise = _noise()
        self._process = subprocess.Popen(
            # The parent's path as a whole: editable installs, a notebook's folder, what the user put there by hand.
            # -P: nothing is imported from the current folder before that path is set.
            [sys.executable, "-P", "-c", START.format(path=_path())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._noise,
            env=_environment(),
            # Its own session: Ctrl-C goes to the parent alone, and all that the worker starts can be ended with it.
            start_new_session=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._requests, self._replies = self._process.stdin, self._process.stdout

    def greet(self, hello: bytes) -> None:
        """Waits until the worker has imported the task."""
        with contextlib.suppress(BrokenPipeError):
            self._send(hello)
        while not (line := self._replies.readline()).endswith(MAGIC):
            if not line:
                raise self._died()
        kind, payload = self._receive()
        if kind == RAISED:
            exception, note = pickle.loads(payload)
            exception.add_note(note)
            raise exception
        if payload:
            _log.warning("memory limit skipped: %s", payload.decode())

    def work(self, batch: bytes, tell: Callable[[int], None]) -> tuple[bytes, bytes]:
        """Returns the kind and the bytes of what a batch came to, telling meanwhile how many items are through.

        Raises:
            Died: the worker came to its end.
        """
        self._expect(None, START_SECONDS)
        with contextlib.suppress(BrokenPipeError):
            self._send(batch)
        begun = 0
        while True:
            item = self._item
            kind, payload = self._receive()
            if kind == MEMORY:
                raise Died(self._item, _too_large(self._limits))
            if kind != BEGIN:
                self._expect(None, float("inf"))
                return kind, payload
            if self._item != item:  # else the same item goes on
                tell(begun)
                begun += 1

    def look(self, now: float, lost: float) -> None:
        """Ends the process if its time is up; for the watchdog. `lost` are seconds that do not count."""
        with self._lock:
            self._deadline += lost
            late = now > self._deadline
            self._expired |= late
            if not self._noise.closed and os.fstat(self._noise.fileno()).st_size > NOISE:
                os.ftruncate(self._noise.fileno(), 0)
        if late:
            self.kill()

    def kill(self) -> None:
        """Ends the process and all of its group, dead or alive; the lane then reads the end of the pipe."""
        with self._lock:
            if self._ended:
                return
            if sys.platform == "win32":
                self._process.kill()
            else:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(self._process.pid, signal.SIGKILL)

    def end(self) -> None:
        """Ends the process and closes what belonged to it."""
        self._reap()
        with self._lock:
            for pipe in (self._requests, self._replies, self._noise):
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()

    def _reap(self) -> int:
        """Kills before it waits: once waited for, the number of the process may be another's."""
        self.kill()
        with self._lock:
            self._ended = True
            return self._process.wait()

    def _send(self, message: bytes) -> None:
        self._requests.write(SIZE.pack(len(message)))
        self._requests.write(message)
        self._requests.flush()

    def _receive(self) -> tuple[bytes, bytes]:
        header = self._replies.read(HEADER.size)
        if len(header) < HEADER.size or self._expired:
            raise self._died()
        kind, number = HEADER.unpack(header)
        if kind == BEGIN:
            self._expect(number, self._limits.seconds)
            return kind, b""
        payload = self._replies.read(number)
        if len(payload) < number:
            raise self._died()
        return kind, payload

    def _expect(self, item: int | None, seconds: float) -> None:
        with self._lock:
            if not self._expired:  # else the item at fault is the one before, whatever the pipe still holds
                self._item, self._allowed, self._deadline = item, seconds, time.monotonic() + seconds

    def _died(self) -> Died:
        """Says why the process ended. Nothing in it differs from run to run: it is stored."""
        code = self._reap()
        self._noise.seek(max(0, self._noise.seek(0, io.SEEK_END) - 4096))
        printed = self._noise.read().decode("utf-8", "replace")
        if self._expired or (sys.platform != "win32" and code == -signal.SIGALRM):
            failure = Failure("timeout", f"It took longer than {self._allowed:g} s.")
        elif OUT_OF_MEMORY.search(printed):
            failure = _too_large(self._limits)
        else:
            failure = Failure("crashed", f"It ended its worker with {_ending(code)}{_last_words(printed)}")
        return Died(self._item, failure)


def _noise() -> IO[bytes]:
    """Returns the file that takes what the worker and its children print, always at its end, also once cut short."""
    noise = tempfile.TemporaryFile()  # noqa: SIM115 - the worker's `end` closes it
    if sys.platform != "win32":
        flags = fcntl.fcntl(noise, fcntl.F_GETFL)
        fcntl.fcntl(noise, fcntl.F_SETFL, flags | os.O_APPEND)
    return noise


def _too_large(limits: Limits) -> Failure:
    return Failure("too_large", f"It needed more than {limits.megabytes} MB of memory.")


def _ending(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"signal {signal.Signals(-code).name}"
    except ValueError:
        return f"signal {-code}"


def _last_words(printed: str) -> str:
    """Returns the last line printed, without what differs between machines and runs (folders, addresses)."""
    lines = [line.strip() for line in printed.splitlines() if line.strip()]
    if not lines:
        return "."
    line = re.sub(r"0x[0-9a-fA-F]+", "0x…", lines[-1])
    line = re.sub(r"(?:[A-Za-z]:)?[/\\](?:[^\s/\\:\"']+[/\\])+", "…/", line)
    return f": {line[:200]}"


def _path() -> list[str]:
    """Returns the parent's import path with the current folder by its name, as the worker may be started elsewhere."""
    return [part or os.getcwd() for part in sys.path if isinstance(part, str)]


def _environment() -> dict[str, str]:
    """Returns the worker's environment: one core, and no dump of addresses into what a crash leaves behind."""
    rest = {name: value for name, value in os.environ.items() if name not in ("PYTHONFAULTHANDLER", "PYTHONINSPECT")}
    return rest | dict.fromkeys(ONE_CORE, "1")
