"""What runs inside a worker. Imports little: every worker pays for it."""

import io
import os
import pickle
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from typing import IO, Any

from toolkit.workers.limits import Limits, WorkerError
from toolkit.workers.messages import BEGIN, HEADER, LAST, MAGIC, MEMORY, RAISED, READY, RESULT, SIZE, reply, write

if sys.platform != "win32":
    import resource


GRACE = 5.0  # seconds over twice the limit that the parent has to end an item before the system does
STATM = "/proc/self/statm"  # first number: pages of address space; Linux only


class _Memory:
    """Holds each item to its address space; `absent` says why it cannot."""

    def __init__(self, megabytes: int) -> None:
        self._allowance = megabytes << 20
        self._after_first: int | None = None
        self.absent = ""
        try:
            self._statm = os.open(STATM, os.O_RDONLY | os.O_CLOEXEC)
        except (OSError, AttributeError):
            self.absent = f"{sys.platform} has no limit on a process's address space that holds"

    def _held(self) -> int:
        return int(os.pread(self._statm, 64, 0).split()[0]) * os.sysconf("SC_PAGE_SIZE")

    def allow(self) -> None:
        if not self.absent:
            self._set(self._held() + self._allowance)

    def lift(self) -> bool:
        """Lifts the limit after a batch; says whether the worker keeps so much that a fresh one should follow it."""
        if self.absent:
            return False
        self._set(None)
        held = self._held()
        # Counted from the first batch on: what a library loads at its first use is no leak.
        self._after_first = self._after_first or held
        return held > self._after_first + self._allowance

    @staticmethod
    def _set(limit: int | None) -> None:
        if sys.platform != "win32":
            hard = resource.getrlimit(resource.RLIMIT_AS)[1]
            if limit is None or hard != resource.RLIM_INFINITY:
                limit = hard if limit is None else min(limit, hard)
            resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def serve() -> None:
    """Runs a worker: takes the task and its batches from standard input, gives messages on standard output."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.dup(1)
    # What a library prints goes to standard error, which the parent keeps: it cannot break the messages.
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace", line_buffering=True)
    write(replies, MAGIC)
    inbox: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests, inbox), daemon=True).start()
    try:
        task, limits = pickle.loads(inbox.get())
        memory = _Memory(limits.megabytes)
    except Exception as problem:
        reply(replies, RAISED, _described(problem))
        return
    reply(replies, READY, memory.absent.encode())
    while True:
        _serve_batch(task, limits, memory, inbox.get(), replies)


def _listen(requests: IO[bytes], inbox: "queue.SimpleQueue[bytes]") -> None:
    """Passes on what the parent sends. A pipe at its end means no parent: the worker ends, whatever it is doing."""
    while len(header := requests.read(SIZE.size)) == SIZE.size:
        inbox.put(requests.read(SIZE.unpack(header)[0]))
    if sys.platform != "win32" and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


def _serve_batch(task: Callable[..., Any], limits: Limits, memory: _Memory, batch: bytes, replies: int) -> None:
    current: int | None = None

    def begin(item: int) -> None:
        nonlocal current
        if item != current:  # memory is an item's as a whole, time each of its parts'
            if os.fstat(2).st_size:  # what was printed before is not this item's
                os.ftruncate(2, 0)
            memory.allow()
            current = item
        _alarm(2 * limits.seconds + GRACE)
        write(replies, HEADER.pack(BEGIN, item))

    try:
        items, failures = pickle.loads(batch)
        result = task(items, failures, begin)
        last = memory.lift()
        answer = (LAST if last else RESULT), pickle.dumps(result, pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        memory.lift()
        answer = MEMORY, b""
    except Exception as problem:
        memory.lift()
        answer = RAISED, _described(problem)
    _alarm(0)
    reply(replies, *answer)


def _alarm(seconds: float) -> None:
    """Has the system end this worker later. The parent is quicker; this is for when it is gone or stopped.

    A thread could not do it: an item that hangs inside C code (a regular expression, say) lets no thread run.
    """
    if sys.platform != "win32":
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _described(problem: BaseException) -> bytes:
    """Returns the exception and its traceback, pickled; one that does not survive that becomes a `WorkerError`."""
    note = "In the worker:\n" + "".join(traceback.format_exception(problem)).rstrip()
    try:
        message = pickle.dumps((problem, note))
        if type(pickle.loads(message)[0]) is type(problem):
            return message
    except Exception:  # not to be pickled, or with a constructor that takes other arguments
        pass
    return pickle.dumps((WorkerError(f"{type(problem).__name__}: {problem}"), note))
