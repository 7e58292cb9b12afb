"""How long a page takes from file to cells, beside the bare parse and beside BeautifulSoup with pandas.read_html.

One process, one core. The three take turns in rounds of pages, and no page is read twice: what is remembered of a page
(labels, numbers) helps with the next one as it would in a corpus, never with itself. Processor time is measured, and
medians over all pages compared, so that what else the machine does changes little.

    python -m tests.benchmarks.reading_html --profile     # where our time goes
"""

import cProfile
import gc
import pstats
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import thread_time
from typing import TypeVar

from selectolax.lexbor import LexborHTMLParser

from tests.benchmarks.corpora import CMS_PAGE, documents
from tests.benchmarks.figure import Figure, at_least, at_most, show
from tests.benchmarks.soup_and_pandas import Key, Page, Value, read_page
from toolkit.codebook import shipped_codebook
from toolkit.documents import find_format, read_blocks
from toolkit.extraction import extract_reports
from toolkit.records import Report

T = TypeVar("T")
R = TypeVar("R")

ROUNDS = 7
PAGES = 24  # a round
WARM_UP = 12


def measure() -> list[Figure]:
    """Returns milliseconds a page, and the two ratios.

    Raises:
        AssertionError: we and the baseline do not read the same cells: the comparison would mean nothing.
    """
    with tempfile.TemporaryDirectory() as folder:
        files = _write_pages(Path(folder), WARM_UP + ROUNDS * PAGES)
        kilobytes = sum(file.stat().st_size for file in files) / len(files) / 1000
        _round(files[:WARM_UP])
        # The modules of all three are here by now: none pays for looking through the others' at every collection.
        gc.freeze()
        rounds = [_round(files[start : start + PAGES]) for start in range(WARM_UP, len(files), PAGES)]
    bare, ours, baseline = ([page for round_ in each for page in round_] for each in zip(*rounds, strict=True))
    where = f"a page of {kilobytes:.0f} KB"
    return [
        _milliseconds(f"{where}: bare lexbor parse", bare),
        _milliseconds(f"{where}: file to cells", ours),
        _milliseconds(f"{where}: BeautifulSoup(lxml) + pandas.read_html, same cells", baseline),
        at_most("file to cells ÷ bare parse", median(ours) / median(bare), 8.0, "{:.1f}"),
        at_least("baseline ÷ file to cells", median(baseline) / median(ours), 10.0, "{:.1f}"),
    ]


def _write_pages(folder: Path, count: int) -> list[Path]:
    files = []
    for number, printed in enumerate(documents(count, [CMS_PAGE])):
        files.append(folder / f"{number:04}.html")
        files[-1].write_bytes(printed.data)
    return files


def _milliseconds(what: str, pages: Sequence[float]) -> Figure:
    return Figure(what, f"{median(pages):.2f} ms (best {min(pages):.2f})")


def _round(files: list[Path]) -> tuple[list[float], list[float], list[float]]:
    """Returns the milliseconds that the three took for each page, having checked that the cells are the same."""
    pages = [file.read_bytes() for file in files]
    bare, _ = _timed(lambda data: LexborHTMLParser(data).root is not None, pages)
    ours, reports = _timed(read_file, files)
    baseline, found = _timed(read_page, files)
    for report, page in zip(reports, found, strict=True):
        _compare(report, page)
    return bare, ours, baseline


def _timed(work: Callable[[T], R], items: Sequence[T]) -> tuple[list[float], list[R]]:
    """Returns milliseconds of each item, and what came of it."""
    # What the one before left behind is not this one's to clear away.
    gc.collect()
    # As `timeit` does: whose turn it is to look for garbage is chance. The workers of a load put it off too.
    gc.disable()
    times, results = [], []
    for item in items:
        start = thread_time()
        results.append(work(item))
        times.append(1000 * (thread_time() - start))
    gc.enable()
    return times, results


def read_file(file: Path) -> tuple[Report, ...]:
    """Returns the reports of a file, as `toolkit.load` reads it: format, blocks, reports with their cells."""
    data = file.read_bytes()
    return extract_reports(read_blocks(data, find_format(file.name, data)), shipped_codebook()).reports


def _compare(reports: tuple[Report, ...], page: Page) -> None:
    (report,) = reports
    cells: dict[Key, Value] = {(c.table, c.row, c.column): (c.value, c.unit, c.state) for c in report.cells}
    assert cells == page.cells, f"{report.title}: {cells.items() ^ page.cells.items()}"
    facts = (report.agency, report.year, report.published, report.signed, report.site_id)
    assert facts == (page.agency, page.year, page.published, page.signed, page.site_id), report.title
    # The last section ends where the page's footer begins, which the baseline does not see.
    prose = [(section.number, section.text) for section in report.sections if section.number < 6]
    assert prose == sorted(page.sections.items())[:5], report.title


def _profile() -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = _write_pages(Path(folder), 300)
        for file in files[:WARM_UP]:
            read_file(file)
        profiler = cProfile.Profile()
        profiler.enable()
        for file in files[WARM_UP:]:
            read_file(file)
        profiler.disable()
    pstats.Stats(profiler).strip_dirs().sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    if "--profile" in sys.argv[1:]:
        _profile()
    else:
        show(measure(), "reading_html")
