"""A pool of worker processes with limits on time and memory. It knows nothing of what it works on.

Each worker is a plain `python -c` with messages over its pipes, not a `multiprocessing` process: so it starts in a
notebook, from a script without `if __name__ == "__main__"` and from standard input alike, never runs the user's
script a second time, and never forks a parent that holds threads.

- `pool`: `run` hands out batches and yields their results in order; a lane owns one worker and blames the item that
  ends it; a watchdog ends workers whose item takes too long;
- `process`: one worker as the parent sees it;
- `serve`: what runs inside the worker;
- `messages`: what the two say to each other;
- `limits`: what an item may cost, and what becomes of one that costs more.
"""

from toolkit.workers.limits import Failure, Limits, WorkerError
from toolkit.workers.pool import Task, run, usable_cores

__all__ = ["Failure", "Limits", "Task", "WorkerError", "run", "usable_cores"]
