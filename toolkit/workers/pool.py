"""Batches out, results in order: the caller's side of the pool, its lanes and its watchdog."""

import contextlib
import functools
import os
import pickle
import queue
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from toolkit.workers.limits import Failure, Limits, WorkerError
from toolkit.workers.messages import LAST, RAISED
from toolkit.workers.process import Died, Worker

T = TypeVar("T")
R = TypeVar("R")
Task = Callable[[Sequence[T], Mapping[int, Failure], Callable[[int], None]], R]

DEFAULT_LIMITS = Limits()
TRIES = 3  # workers that may die in a row without an item to blame
MOST_FAILURES = 2
TICK = 0.05  # the watchdog looks this often (seconds)
TOLD_EVERY = 0.1  # seconds between two words on the progress within a batch: a progress bar shows no more


def usable_cores() -> int:
    """Returns how many cores this process may use (not how many the machine has)."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(
    task: Task[T, R],
    batches: Iterable[Sequence[T]],
    *,
    workers: int | None = None,
    limits: Limits = DEFAULT_LIMITS,
    on_done: Callable[[int], None] | None = None,
) -> Generator[R, None, None]:
    """Returns the results of `task` over the batches, in the order of the batches, whatever the number of workers.

    `task(items, failures, begin)` runs in a worker. It calls `begin(k)` before it works on item k (counted from 0 in
    its batch), and may call it again while it does, for an item of many parts: the time allowed then counts anew.
    An item that ends its worker or breaks a limit costs the worker, and the batch is worked again by a fresh one with
    k in `failures`: the task writes such an item as failed, or begins it once more in a way that costs less; what
    failed twice it does not begin. The batches are consumed in the caller's thread, at most two for each worker ahead
    of the result that is yielded next. Closing the generator, an exception and the end of this process end the
    workers and the processes they started.

    Args:
        task: a function of an importable module, or a `functools.partial` of one; what it takes and gives is pickled.
        batches: sequences of items.
        workers: how many processes; None for one a usable core. Never more than there are batches.
        limits: what one item may cost.
        on_done: called in the caller's thread with how many more items are through; its calls add up to all items.

    Raises:
        ValueError: `workers` is below 1, or the task is none that a worker could import.
        WorkerError: workers do not start, or die again and again with no item to blame.
        Exception: what the task raised (a bug), at its batch's turn, with the worker's traceback as a note.
    """
    if workers is not None and workers < 1:
        raise ValueError(f"workers: at least 1, got {workers}")
    origin: Any = task
    while isinstance(origin, functools.partial):
        origin = origin.func
    if getattr(origin, "__module__", "__main__") == "__main__":
        raise ValueError(f"a worker cannot import {origin!r}: put it into a module, not into the script or notebook")
    pool = _Pool(pickle.dumps((task, limits)), limits, workers or usable_cores())
    return _in_order(pool, iter(batches), on_done)


def _in_order(
    pool: "_Pool", batches: Iterator[Any], on_done: Callable[[int], None] | None
) -> Generator[Any, None, None]:
    """Yields the results; of the batches it holds no more than the pool's width allows."""
    taken = given = 0
    finished: dict[int, bytes | BaseException] = {}
    more = True
    try:
        while True:
            while more and taken <= given + 2 * pool.width:
                try:
                    pool.put(taken, next(batches))
                    taken += 1
                except StopIteration:
                    more = False
            if given == taken:
                return
            while given not in finished:
                event = pool.next_event()
                if on_done is not None and event.done:
                    on_done(event.done)
                if event.outcome is not None:
                    finished[event.batch] = event.outcome
            outcome = finished.pop(given)
            given += 1
            if isinstance(outcome, BaseException):
                raise outcome
            # Unpickled here and not when it came: what waits for its turn waits small.
            yield pickle.loads(outcome)
    finally:
        pool.close()


class _Event(NamedTuple):
    """From a lane: `done` more items of a batch are through; `outcome` is the pickled result or the exception."""

    batch: int
    done: int
    outcome: bytes | BaseException | None


class _Pool:
    """The lanes, what they are to do and what they have done, and the watchdog."""

    def __init__(self, hello: bytes, limits: Limits, width: int) -> None:
        self.hello, self.limits, self.width = hello, limits, width
        self.inbox: queue.SimpleQueue[tuple[int, Sequence[Any]] | None] = queue.SimpleQueue()
        self.outbox: queue.SimpleQueue[_Event] = queue.SimpleQueue()
        self.closed = threading.Event()
        self._lanes: list[_Lane] = []
        self._alive: set[Worker] = set()
        self._lock = threading.Lock()

    def put(self, number: int, items: Sequence[Any]) -> None:
        self.inbox.put((number, items))
        if len(self._lanes) < self.width:
            if not self._lanes:
                threading.Thread(target=self._watch, name="workers-watchdog", daemon=True).start()
            self._lanes.append(_Lane(self))
            self._lanes[-1].start()

    def next_event(self) -> _Event:
        while True:
            # A wait without end cannot be interrupted from the keyboard on Windows.
            with contextlib.suppress(queue.Empty):
                return self.outbox.get(timeout=1.0)

    def start_worker(self) -> Worker:
        worker = Worker(self.limits)
        with self._lock:
            self._alive.add(worker)
            closed = self.closed.is_set()
        try:
            if closed:
                worker.kill()
            worker.greet(self.hello)
        except BaseException:
            self.drop(worker)
            raise
        return worker

    def drop(self, worker: Worker) -> None:
        worker.end()
        with self._lock:
            self._alive.discard(worker)

    def close(self) -> None:
        with self._lock:
            self.closed.set()
            alive = list(self._alive)
        for worker in alive:
            worker.kill()
        for _ in self._lanes:
            self.inbox.put(None)
        for lane in self._lanes:
            lane.join()

    def _watch(self) -> None:
        then = time.monotonic()
        while not self.closed.wait(TICK):
            now = time.monotonic()
            lost, then = _lost(now - then), now
            with self._lock:
                alive = list(self._alive)
            for worker in alive:
                worker.look(now, lost)


def _lost(elapsed: float) -> float:
    """Returns the seconds this process itself stood still (Ctrl-Z, a starved machine) between two looks.

    They are not the items' fault, and what the workers said meanwhile is not read yet.
    """
    return elapsed - TICK if elapsed > TICK + 1.0 else 0.0


class _Lane(threading.Thread):
    """Works on one batch after the other, with one worker at a time."""

    def __init__(self, pool: _Pool) -> None:
        super().__init__(name="workers-lane", daemon=True)
        self._pool = pool
        self._worker: Worker | None = None
        self._told = 0  # items of the batch in hand that `on_done` hears of
        self._told_at = 0.0

    def run(self) -> None:
        while (job := self._pool.inbox.get()) is not None and not self._pool.closed.is_set():
            number, items = job
            self._told = 0
            outcome: bytes | BaseException
            try:
                outcome = self._work(number, items)
            except BaseException as problem:  # told to the caller's thread, which raises it
                outcome = problem
                self._drop()
            self._pool.outbox.put(_Event(number, len(items) - self._told, outcome))
        self._drop()

    def _tell(self, number: int, items: int, failed: int, through: int) -> None:
        """Tells of items not told of yet (a second try of the batch comes by the same ones again), now and then."""
        # One that failed may be begun once more: with it as many as there are would be exceeded.
        through = min(through + failed, items)
        now = time.monotonic()
        if through > self._told and now > self._told_at + TOLD_EVERY:
            self._pool.outbox.put(_Event(number, through - self._told, None))
            self._told, self._told_at = through, now

    def _work(self, number: int, items: Sequence[Any]) -> bytes:
        """Returns the pickled result, after as many workers as the batch's items cost."""
        failures: dict[int, Failure] = {}
        strays = 0
        while True:
            try:
                self._worker = self._worker or self._pool.start_worker()
                tell = functools.partial(self._tell, number, len(items), len(failures))
                kind, payload = self._worker.work(pickle.dumps((items, failures)), tell)
            except Died as death:
                if self._pool.closed.is_set():
                    raise
                self._drop()
                strays += death.item is None
                if strays == TRIES:
                    raise WorkerError(f"{TRIES} workers died with no item to blame: {death.failure.detail}") from None
                if death.item is not None:
                    times = failures[death.item].times + 1 if death.item in failures else 1
                    if times > MOST_FAILURES:
                        raise WorkerError(f"the task began item {death.item} again, which had failed") from None
                    failures[death.item] = death.failure._replace(times=times)
                continue
            if kind == LAST:
                self._drop()
            if kind != RAISED:
                return payload
            exception, note = pickle.loads(payload)
            exception.add_note(note)
            raise exception

    def _drop(self) -> None:
        if self._worker is not None:
            self._pool.drop(self._worker)
            self._worker = None
