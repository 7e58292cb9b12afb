"""Each notebook on the demo corpus, as `make notebooks` runs it: seconds from a fresh kernel to its last cell."""

import tempfile
from pathlib import Path
from time import perf_counter

import papermill

from tests.benchmarks.figure import Figure, at_most, show
from toolkit.demo import write_demo

SECONDS = 60
_NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


def measure() -> list[Figure]:
    """Returns the seconds of each notebook."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reports = write_demo(folder / "demo") / "reports"
        return [_seconds(path, reports, folder) for path in sorted(_NOTEBOOKS.glob("*.ipynb"))]


def _seconds(path: Path, reports: Path, folder: Path) -> Figure:
    start = perf_counter()
    papermill.execute_notebook(
        path, folder / path.name, parameters={"REPORTS": str(reports)}, cwd=_NOTEBOOKS, progress_bar=False,
        log_output=False,
    )  # fmt: skip
    return at_most(path.stem, perf_counter() - start, SECONDS, "{:.0f} s")


if __name__ == "__main__":
    show(measure(), "notebooks")
