"""Measures time and memory and prints one table: what, measured, target, met. Writes nothing into the project.

python tests/benchmarks/run.py [NAME…]: `importing`, `reading_html`, `reading_pdf`, `reading_office`, `reading_scans`,
`parsed_tables`, `memory`, `workers`, `suites`, `all_suites`, `repeated_prose`, `precision`, `dashboard`,
`notebooks`; all without names.
"""

import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.benchmarks.figure import Figure

ROOT = Path(__file__).resolve().parents[2]
NAMES = (
    "importing", "reading_html", "reading_pdf", "reading_office", "reading_scans", "parsed_tables", "memory", "workers",
    "suites", "all_suites", "repeated_prose", "precision", "dashboard", "notebooks",
)  # fmt: skip


def main(names: list[str]) -> int:
    """Returns 0 when every target was met, 1 when one was not, 2 for an unknown name."""
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        print(f"No benchmark {', '.join(map(repr, unknown))}; there are: {', '.join(NAMES)}.", file=sys.stderr)
        return 2
    # This folder is on the path, not the project: run as a script, and from anywhere.
    sys.path[0] = str(ROOT)
    figures: list[Figure] = []
    start = perf_counter()
    for name in names or NAMES:
        print(f"{name} …", file=sys.stderr, flush=True)
        measure: Callable[[], list[Figure]] = import_module(f"tests.benchmarks.{name}").measure
        figures += measure()
    show: Callable[[list[Figure], str], None] = import_module("tests.benchmarks.figure").show
    show(figures, f"{os.cpu_count()} cores, measured in {perf_counter() - start:.0f} s")
    return int(any(figure.met is False for figure in figures))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
