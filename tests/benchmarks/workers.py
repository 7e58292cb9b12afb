"""Wall time of `toolkit.load(folder, store=…)` with one worker against two, over the same web pages.

Pairs take turns, so that what else the machine does meets both; the median of their ratios counts. A third line says
how much of the work is the parent's own: it bounds what more workers can bring.

    python -m tests.benchmarks.workers --profile     # where the parent's time goes
"""

import cProfile
import os
import pstats
import sys
import tempfile
from pathlib import Path
from statistics import median

from tests.benchmarks.corpora import CMS_PAGE, write_documents
from tests.benchmarks.figure import Figure, at_least, show
from tests.benchmarks.loading import measured_load

PAGES = 2400
PAIRS = 5


def measure() -> list[Figure]:
    """Returns seconds with one and two workers, their ratio, and the parent's share of the work."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_documents(folder, PAGES, [CMS_PAGE])
        before = _load_average()
        pairs = [(measured_load(folder, workers=1), measured_load(folder, workers=2)) for _ in range(PAIRS)]
        after = _load_average()
    one, two = ([cost.seconds for cost in costs] for costs in zip(*pairs, strict=True))
    ratios = [single / double for single, double in zip(one, two, strict=True)]
    parent = median(cost.parent_seconds for cost, _ in pairs)
    worker = median(cost.worker_seconds for cost, _ in pairs)
    met = at_least("one worker ÷ two", median(ratios), 1.7, "{:.2f}")
    if (os.cpu_count() or 1) < 2:
        met = met._replace(target="two cores needed", met=None)
    if median(ratios) > 2:
        # Two workers cannot bring more than twice: something else slowed the runs with one.
        met = met._replace(target="disturbed by other work, measure again", met=None)
    return [
        Figure(f"{PAGES:,} pages, one worker", f"{median(one):.1f} s ({1000 * median(one) / PAGES:.1f} ms a page)"),
        Figure(f"{PAGES:,} pages, two workers", f"{median(two):.1f} s"),
        met,
        Figure("each pair", ", ".join(f"{ratio:.2f}" for ratio in ratios)),
        Figure("processor time with one worker", f"parent {parent:.1f} s, worker {worker:.1f} s"),
        Figure("two cores allow at most", f"{2 * worker / (worker + parent):.2f}"),
        Figure("load average before and after", f"{before}, {after}"),
    ]


def _load_average() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "?"


def _profile() -> None:
    import toolkit as tk

    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as store:
        write_documents(Path(folder), PAGES, [CMS_PAGE])
        profiler = cProfile.Profile()
        profiler.enable()
        tk.load(folder, store=store, workers=1, progress=False)
        profiler.disable()
    pstats.Stats(profiler).strip_dirs().sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    if "--profile" in sys.argv[1:]:
        _profile()
    else:
        show(measure(), "workers")
