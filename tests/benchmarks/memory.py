"""Memory of `toolkit.load(folder, store=…)`: it is to be bounded by the parts of the store, not by the corpus.

1,000 and 4,000 documents of all shapes by turns, no two with the same content, each load in a process of its own.
"""

import tempfile
from pathlib import Path

from tests.benchmarks.corpora import write_documents
from tests.benchmarks.figure import Figure, at_most, show
from tests.benchmarks.loading import Cost, measured_load

FEW, MANY = 1000, 4000
WORKERS = 2


def measure() -> list[Figure]:
    """Returns the peaks of the parent and of the largest worker, and how they grow with the corpus."""
    few, many = _cost(FEW), _cost(MANY)
    return [
        Figure(f"peak of the parent, {FEW:,} and {MANY:,} documents", _megabytes(few.parent_peak, many.parent_peak)),
        Figure("peak of the largest worker", _megabytes(few.worker_peak, many.worker_peak)),
        at_most(f"parent, {MANY:,} ÷ {FEW:,} documents", many.parent_peak / few.parent_peak, 1.2, "{:.2f}"),
        at_most("worker", many.worker_peak / few.worker_peak, 1.2, "{:.2f}"),
    ]


def _cost(count: int) -> Cost:
    with tempfile.TemporaryDirectory() as folder:
        write_documents(Path(folder), count)
        cost = measured_load(Path(folder), workers=WORKERS, watched=True)
    assert cost.documents == count, f"{cost.documents:,} of {count:,} documents read"
    return cost


def _megabytes(*sizes: int) -> str:
    return ", ".join(f"{size / 1e6:.0f} MB" for size in sizes)


if __name__ == "__main__":
    show(measure(), "memory")
