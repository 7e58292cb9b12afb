"""The pool of workers: what an item can do to its worker, and that nothing else is touched by it.

The tasks live in a module of their own, written aside, so that workers can import them. A named pipe tells when
processes are gone: reading it ends when the last one that holds it has ended.
"""

import functools
import importlib
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from toolkit import workers
from toolkit.workers import Failure, Limits, WorkerError, pool, process

TASKS = '''
"""Tasks for the tests of the worker pool."""
import ctypes, os, resource, subprocess, sys, time

LEAK = []

def act(items, failures, begin):
    """An item is a number, which is doubled, or the name of a mishap."""
    done = []
    for k, item in enumerate(items):
        if k in failures:
            done.append(tuple(failures[k]))
            continue
        begin(k)
        if item == "pages":
            for _ in range(6):
                time.sleep(0.2)
                begin(k)
            item = 1
        if str(item).startswith("/"):
            hold(item)
        done.append(item * 2 if isinstance(item, int) else MISHAPS[item]())
    return done

def eat():
    hoard = []
    while True:
        hoard.append(bytearray(16 << 20))

def say(words, code):
    sys.stderr.write(words)
    sys.stderr.flush()
    os._exit(code)

def chatter():
    print("to standard output, in Chinese: 政府信息公开", flush=True)
    os.write(1, b"S" * 4096)
    subprocess.run(["echo", "a child's words"], check=True)
    return sys.stdin.read()

def leak():
    LEAK.append(bytearray(96 << 20))
    return os.getpid()

def shout():
    while True:
        os.write(2, b"x" * 65536)

MISHAPS = {
    "segfault": lambda: ctypes.string_at(0),
    "exit": lambda: os._exit(3),
    "leave": lambda: sys.exit(4),
    "hang": lambda: time.sleep(20),
    "eat": eat,
    "abort": lambda: say("memory allocation of 4096 bytes failed", 134),
    "words": lambda: say("at 0x7f12ab in /home/somebody/lib/thing.so: broken", 1),
    "mutter": lambda: print("an earlier item's words"),
    "chatter": chatter,
    "bug": lambda: 1 // 0,
    "pid": os.getpid,
    "leak": leak,
    "shout": shout,
    "threads": lambda: os.environ["POLARS_MAX_THREADS"],
    "allowance": lambda: resource.getrlimit(resource.RLIMIT_AS)[0] >> 20,
}

def slow_first(items, failures, begin):
    """The first batch ends after the second has: it waits for a word that the second gives it."""
    begin(0)
    pipe, number = items[0]
    with open(pipe, "rb" if number == 0 else "wb") as stream:
        stream.read() if number == 0 else stream.write(b"now")
    return number

def hold(pipe):
    """Hangs with the pipe open, as does a process it started."""
    with open(pipe, "wb", buffering=0) as stream:
        subprocess.Popen(["sleep", "20"], stdout=stream)
        stream.write(b"%d\\n" % os.getpid())
        time.sleep(20)

def seize(items, failures, begin):
    """Hangs inside C code that keeps the interpreter's lock, with the pipe open."""
    begin(0)
    with open(items[0], "wb", buffering=0) as stream:
        stream.write(b"%d\\n" % os.getpid())
        ctypes.PyDLL(None).sleep(20)

class Odd(Exception):
    def __init__(self, one, two):
        super().__init__("both")

def odd(items, failures, begin):
    raise Odd(1, 2)

def stubborn(items, failures, begin):
    begin(0)
    os._exit(3)

def early(items, failures, begin):
    os._exit(3)

def scale(items, failures, begin, by):
    return [item * by for item in items]
'''


@pytest.fixture
def tasks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The module above, where only the import path of this process knows to find it."""
    (tmp_path / "tasks_of_the_pool.py").write_text(TASKS, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    module: ModuleType = importlib.import_module("tasks_of_the_pool")
    yield module
    del sys.modules["tasks_of_the_pool"]


def test_results_come_in_the_order_of_the_batches_with_any_number_of_workers(tasks: Any) -> None:
    batches: list[list[Any]] = [[1, 2], [], [3], ["exit", 4, "segfault"], [5], [6, 7, 8]]
    one = list(workers.run(tasks.act, batches, workers=1))
    assert one[:3] == [[2, 4], [], [6]]
    assert one[3][1] == 8
    assert one[4:] == [[10], [12, 14, 16]]
    assert list(workers.run(tasks.act, batches, workers=3)) == one


def test_a_batch_that_ends_early_waits_for_its_turn(tasks: Any, tmp_path: Path) -> None:
    pipe = str(tmp_path / "pipe")
    os.mkfifo(pipe)
    assert list(workers.run(tasks.slow_first, [[(pipe, 0)], [(pipe, 1)]], workers=2)) == [0, 1]


@pytest.mark.parametrize(
    ("mishap", "failure"),
    [
        ("segfault", Failure("crashed", "It ended its worker with signal SIGSEGV.")),
        ("exit", Failure("crashed", "It ended its worker with exit code 3.")),
        ("leave", Failure("crashed", "It ended its worker with exit code 4.")),
        ("abort", Failure("too_large", "It needed more than 1024 MB of memory.")),
        ("words", Failure("crashed", "It ended its worker with exit code 1: at 0x… in …/thing.so: broken")),
    ],
)
def test_an_item_that_ends_its_worker_costs_itself_alone(tasks: Any, mishap: str, failure: Failure) -> None:
    assert list(workers.run(tasks.act, [[1, "mutter", mishap, 2], [3]], workers=1)) == [[2, None, failure, 4], [6]]


def test_words_of_an_earlier_item_are_not_put_down_to_the_one_that_crashed(tasks: Any) -> None:
    [[_, failure]] = workers.run(tasks.act, [["mutter", "exit"]], workers=1)
    assert failure == Failure("crashed", "It ended its worker with exit code 3.")


def test_several_bad_items_in_one_batch_each_have_their_failure(tasks: Any) -> None:
    [[first, middle, last]] = workers.run(tasks.act, [["exit", 5, "segfault"]], workers=1)
    assert first == Failure("crashed", "It ended its worker with exit code 3.")
    assert middle == 10
    assert last == Failure("crashed", "It ended its worker with signal SIGSEGV.")


def test_an_item_that_hangs_is_ended_at_the_limit(tasks: Any) -> None:
    began = time.monotonic()
    results = list(workers.run(tasks.act, [[1, "hang", 2]], workers=1, limits=Limits(seconds=0.5)))
    assert results == [[2, Failure("timeout", "It took longer than 0.5 s."), 4]]
    assert time.monotonic() - began < 10


def test_an_item_that_only_prints_is_ended_at_the_limit_and_fills_no_disk(tasks: Any) -> None:
    results = list(workers.run(tasks.act, [["shout"]], workers=1, limits=Limits(seconds=0.5)))
    assert results == [[Failure("timeout", "It took longer than 0.5 s.")]]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the address space")
def test_an_item_that_eats_memory_is_too_large(tasks: Any) -> None:
    results = list(workers.run(tasks.act, [[1, "eat", 2]], workers=1, limits=Limits(megabytes=64)))
    assert results == [[2, Failure("too_large", "It needed more than 64 MB of memory."), 4]]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the address space")
def test_memory_kept_by_earlier_items_is_not_charged_to_the_next(tasks: Any) -> None:
    limits = Limits(megabytes=128)
    [[before, _, after]] = workers.run(tasks.act, [["allowance", "leak", "allowance"]], workers=1, limits=limits)
    assert after - before >= 96


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the address space")
def test_a_worker_that_keeps_too_much_is_replaced(tasks: Any) -> None:
    # The first batch is the measure; the second and third keep 96 MB each: 192 MB are over the 128 MB.
    batches = [["pid"], ["leak"], ["leak"], ["pid"]]
    [first], [second], [third], [fourth] = workers.run(tasks.act, batches, workers=1, limits=Limits(megabytes=128))
    assert first == second == third
    assert fourth != first


def test_what_a_task_prints_reaches_nobody_and_breaks_nothing(tasks: Any, capfd: pytest.CaptureFixture[str]) -> None:
    assert list(workers.run(tasks.act, [["chatter", 1]], workers=1)) == [["", 2]]
    assert capfd.readouterr() == ("", "")


def test_noise_at_the_interpreters_start_breaks_nothing(
    tasks: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text("print('noise\\nwithout an end of line', end='')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert list(workers.run(tasks.act, [[1]], workers=1)) == [[2]]


def test_a_bug_in_the_task_is_raised_at_its_turn_with_the_workers_traceback(tasks: Any) -> None:
    results = workers.run(tasks.act, [[1], ["bug"], [2]], workers=2)
    assert next(results) == [2]
    with pytest.raises(ZeroDivisionError) as caught:
        next(results)
    assert "tasks_of_the_pool.py" in caught.value.__notes__[0]


def test_an_exception_that_cannot_be_pickled_is_told_all_the_same(tasks: Any) -> None:
    with pytest.raises(WorkerError, match="Odd: both"):
        list(workers.run(tasks.odd, [[1]], workers=1))


def test_a_module_that_cannot_be_imported_raises_at_once(tasks: Any, tmp_path: Path) -> None:
    (tmp_path / "tasks_of_the_pool.py").write_text("import nothing_of_this_name")
    with pytest.raises(ModuleNotFoundError, match="nothing_of_this_name"):
        list(workers.run(tasks.act, [[1]], workers=2))


@pytest.mark.parametrize("statement", ["import os; os._exit(5)", "raise SystemExit(5)"])
def test_workers_that_die_at_start_raise_and_do_not_loop(tasks: Any, tmp_path: Path, statement: str) -> None:
    (tmp_path / "tasks_of_the_pool.py").write_text(statement)
    with pytest.raises(WorkerError, match="3 workers died with no item to blame"):
        list(workers.run(tasks.act, [[1]], workers=1))


def test_a_worker_that_hangs_at_its_start_is_ended(tasks: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "START_SECONDS", 0.2)
    monkeypatch.setattr(pool, "TRIES", 1)
    (tmp_path / "tasks_of_the_pool.py").write_text("import time; time.sleep(20)")
    with pytest.raises(WorkerError, match=r"It took longer than 0\.2 s"):
        list(workers.run(tasks.act, [[1]], workers=1))


def test_a_task_that_dies_before_its_first_item_raises(tasks: Any) -> None:
    with pytest.raises(WorkerError, match="no item to blame: It ended its worker with exit code 3"):
        list(workers.run(tasks.early, [[1]], workers=1))


def test_a_task_that_tries_a_failed_item_again_raises(tasks: Any) -> None:
    with pytest.raises(WorkerError, match="began item 0 again"):
        list(workers.run(tasks.stubborn, [[1]], workers=1))


def test_a_task_of_the_script_is_refused() -> None:
    def task(items: Any, failures: Any, begin: Any) -> None: ...

    task.__module__ = "__main__"
    with pytest.raises(ValueError, match="put it into a module"):
        workers.run(functools.partial(task), [[1]])


def test_fewer_than_one_worker_is_refused(tasks: Any) -> None:
    with pytest.raises(ValueError, match="at least 1, got 0"):
        workers.run(tasks.act, [[1]], workers=0)


def test_arguments_travel_in_a_partial(tasks: Any) -> None:
    assert list(workers.run(functools.partial(tasks.scale, by=10), [[1], [2]], workers=1)) == [[10], [20]]


def test_batches_are_drawn_at_most_two_a_worker_ahead(tasks: Any) -> None:
    drawn = []

    def batches() -> Iterator[list[int]]:
        for number in range(100):
            drawn.append(number)
            yield [number]

    results = workers.run(tasks.act, batches(), workers=2)
    assert drawn == []
    assert next(results) == [0]
    assert len(drawn) == 5
    assert next(results) == [2]
    assert len(drawn) == 6
    results.close()


def test_no_more_workers_than_batches(tasks: Any) -> None:
    started = len(list(workers.run(tasks.act, [["pid"]], workers=8)))
    pids = {pid for [pid] in workers.run(tasks.act, [["pid"], ["pid"]], workers=8)}
    assert started == 1
    assert len(pids) <= 2
    assert os.getpid() not in pids


def test_a_worker_counts_on_one_core(tasks: Any) -> None:
    assert list(workers.run(tasks.act, [["threads"]], workers=1)) == [["1"]]


def test_on_done_adds_up_to_all_items(tasks: Any) -> None:
    told: list[int] = []
    list(workers.run(tasks.act, [[1, "exit", 2], [], [3, 4]], workers=2, on_done=told.append))
    assert sum(told) == 5


def test_on_done_is_told_within_a_long_batch_and_a_second_try_tells_nothing_twice(tasks: Any) -> None:
    told: list[int] = []
    batch = [1, 2, "hang", 3, "hang"]
    list(workers.run(tasks.act, [batch], workers=1, limits=Limits(seconds=0.5), on_done=told.append))
    assert len(told) > 1
    assert sum(told) == 5


def test_each_item_is_told_once_however_often_its_batch_is_worked(tasks: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "TOLD_EVERY", -1.0)
    told: list[int] = []
    list(workers.run(tasks.act, [[1, 2, 3, "exit", 4]], workers=1, on_done=told.append))
    assert told == [1, 1, 1, 1, 1]


def test_a_parent_that_stood_still_does_not_put_it_down_to_the_items() -> None:
    assert pool._lost(0.06) == 0.0
    assert pool._lost(61.0) == pytest.approx(61.0 - pool.TICK)
    watched = process.Worker(Limits(seconds=1.0))
    watched._expect(0, 1.0)
    expired = []
    for later, lost in ((60.0, 60.0), (120.0, 0.0)):
        watched.look(time.monotonic() + later, lost)
        expired.append(watched._expired)
    watched.end()
    assert expired == [False, True]


def test_a_worker_that_waits_is_not_ended_by_the_alarm_of_its_last_item(tasks: Any, tmp_path: Path) -> None:
    with (tmp_path / "tasks_of_the_pool.py").open("a", encoding="utf-8") as module:
        module.write("\nimport toolkit.workers.serve as serve\nserve.GRACE = 0.0\n")
    results = workers.run(tasks.act, [["pid"]] * 6, workers=1, limits=Limits(seconds=0.25))
    pids = [next(results)]
    list(workers.run(tasks.act, [["hang"]], workers=1, limits=Limits(seconds=0.7)))  # meanwhile the alarm's 0.5 s pass
    pids += results
    assert len(pids) == 6
    assert pids == pids[:1] * 6


def test_what_a_worker_prints_does_not_fill_the_disk() -> None:
    watched = process.Worker(Limits())
    sizes = []
    for _ in range(2):
        watched._noise.write(b"x" * (process.NOISE + 1))
        watched._noise.flush()
        watched.look(time.monotonic(), lost=0.0)
        sizes.append(os.fstat(watched._noise.fileno()).st_size)
    watched.end()
    assert sizes == [0, 0]


def _read_pipe_holder(pipe: str) -> tuple[int, int]:
    """Returns the open pipe and the number of the worker that holds it."""
    stream = os.open(pipe, os.O_RDONLY)
    return stream, int(os.read(stream, 16))


def test_closing_the_generator_ends_workers_and_what_they_started(tasks: Any, tmp_path: Path) -> None:
    pipe = str(tmp_path / "pipe")
    os.mkfifo(pipe)
    results = workers.run(tasks.act, [[1], [pipe]], workers=2)
    assert next(results) == [2]
    reader, _ = _read_pipe_holder(pipe)
    began = time.monotonic()
    results.close()
    assert os.read(reader, 16) == b""  # ends when worker and grandchild are gone, else after 20 s
    os.close(reader)
    assert time.monotonic() - began < 10


def test_a_worker_at_its_limit_takes_along_what_it_started(tasks: Any, tmp_path: Path) -> None:
    pipe = str(tmp_path / "pipe")
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    began = time.monotonic()
    [[_, failure, last]] = workers.run(tasks.act, [[1, pipe, 2]], workers=1, limits=Limits(seconds=0.5))
    assert (failure[0], last) == ("timeout", 4)
    os.set_blocking(reader, True)
    while os.read(reader, 16):
        pass
    os.close(reader)
    assert time.monotonic() - began < 10


SCRIPT = """
import sys
sys.path.insert(0, {folder!r})
import tasks_of_the_pool as tasks
from toolkit import workers
print("the script runs", flush=True)
"""


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT])
def test_the_end_of_the_parent_ends_workers_and_what_they_started(
    tasks: Any, tmp_path: Path, ending: signal.Signals
) -> None:
    pipe = str(tmp_path / "pipe")
    os.mkfifo(pipe)
    script = SCRIPT.format(folder=str(tmp_path)) + f"list(workers.run(tasks.act, [[{pipe!r}]], workers=1))"
    with subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.DEVNULL) as parent:
        reader, worker = _read_pipe_holder(pipe)
        assert worker != parent.pid
        began = time.monotonic()
        parent.send_signal(ending)
        assert os.read(reader, 16) == b""  # ends when worker and grandchild are gone, else after 20 s
    os.close(reader)
    assert time.monotonic() - began < 10


def test_a_worker_that_lets_no_thread_run_ends_without_its_parent(tasks: Any, tmp_path: Path) -> None:
    pipe = str(tmp_path / "pipe")
    os.mkfifo(pipe)
    with (tmp_path / "tasks_of_the_pool.py").open("a", encoding="utf-8") as module:
        module.write("\nimport toolkit.workers.serve as serve\nserve.GRACE = 0.0\n")
    script = SCRIPT.format(folder=str(tmp_path)) + (
        f"list(workers.run(tasks.seize, [[{pipe!r}]], workers=1, limits=workers.Limits(seconds=1.0)))"
    )
    with subprocess.Popen([sys.executable, "-c", script]) as parent:
        reader, _ = _read_pipe_holder(pipe)
        began = time.monotonic()
        parent.kill()
        assert os.read(reader, 16) == b""  # ends with the worker, else after 20 s
    os.close(reader)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("how", ["-c", "-", "file"])
def test_a_script_without_a_main_guard_runs_once(tasks: Any, tmp_path: Path, how: str) -> None:
    script = SCRIPT.format(folder=str(tmp_path)) + "print(list(workers.run(tasks.act, [[1], [2]], workers=2)))"
    (tmp_path / "script.py").write_text(script)
    arguments = {"-c": ["-c", script], "-": ["-"], "file": [str(tmp_path / "script.py")]}[how]
    environment = os.environ | {"PYTHONPATH": os.getcwd()}
    ran = subprocess.run(
        [sys.executable, *arguments], input=script, capture_output=True, text=True, check=True, env=environment
    )
    assert ran.stdout == "the script runs\n[[2], [4]]\n"
    assert ran.stderr == ""


def test_a_platform_without_memory_limits_is_told_in_the_log(
    tasks: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    # The task's module hides the limits from its worker: it is imported before they are looked for.
    with (tmp_path / "tasks_of_the_pool.py").open("a", encoding="utf-8") as module:
        module.write("\nimport toolkit.workers.serve as serve\nserve.STATM = '/no/such/file'\n")
    with caplog.at_level(logging.WARNING):
        assert list(workers.run(tasks.act, [[1]], workers=1)) == [[2]]
    assert "memory limit skipped" in caplog.text


def test_an_item_that_begins_again_has_its_time_anew_and_is_counted_once(tasks: ModuleType) -> None:
    told: list[int] = []
    run = workers.run(tasks.act, [[4, "pages", 5]], workers=1, limits=Limits(seconds=0.6), on_done=told.append)
    assert list(run) == [[8, 2, 10]]
    assert sum(told) == 3
