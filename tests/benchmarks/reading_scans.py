"""How well and how fast scans are read: cells right, left open and wrong, by wear and threshold; seconds a page.

Pages are drawn PDFs rendered at 150 dpi and worn; processor time on one core, models loaded before.
"""

from collections.abc import Iterator
from time import thread_time
from typing import Any

import toolkit.extraction.cells as extracted
from tests.benchmarks.figure import Figure, at_least, at_most
from tests.specimens.drawn_pdf import draw_report
from tests.specimens.printed_page import numbers, page
from tests.specimens.scanned import pictures, saved, worn
from toolkit.codebook import shipped_codebook
from toolkit.documents import read_blocks
from toolkit.extraction import extract_reports
from toolkit.extraction.wordings import shipped_wordings
from toolkit.records import Cell

WEAR: dict[str, dict[str, Any]] = {
    "clean": {},
    "skewed and noisy": {"degrees": -1.5, "corner": 0.004, "blur": 0.6, "shadow": 0.3, "noise": 8, "quality": 40},
    "worse": {"degrees": 2.5, "corner": 0.008, "blur": 0.9, "shadow": 0.4, "noise": 14, "quality": 30},
}
LEAST = {"clean": 0.99, "skewed and noisy": 0.97}
SCORES = (0.0001, 0.3, 0.6, 0.8, 0.95)
SEEDS = (1, 2)
TRUTH = numbers("2021")


def measure() -> list[Figure]:
    """Returns shares of cells by wear, wrong numbers by threshold, and seconds a page."""
    figures = []
    for name, wear in WEAR.items():
        cells: list[Cell] = []
        seconds = 0.0
        pages = 0
        for told, spent, count in _read(wear):
            cells += told
            seconds, pages = seconds + spent, pages + count
        asked = len(TRUTH) * len(SEEDS)
        for least in SCORES:
            sure = [cell for cell in cells if cell.value is not None and (cell.score or 0) >= least]
            right = sum(1 for cell in sure if cell.value == TRUTH[cell[:3]])
            shown = f"{right / asked:.1%} right, {len(sure) - right} of {asked} wrong"
            figures.append(Figure(f"{name} scan at 150 dpi, scores of {least:g} and more", shown))
            if least == shipped_wordings().least_score and name in LEAST:
                figures.append(at_least(f"{name} scan: cells right", right / asked, LEAST[name], "{:.1%}"))
        figures.append(at_most(f"{name} scan: seconds a page", seconds / pages, 5.0, "{:.1f}"))
    return figures


def _read(wear: dict[str, Any]) -> Iterator[tuple[list[Cell], float, int]]:
    """The cells of scans with every number taken, however unsure."""
    shipped = extracted.shipped_wordings
    for seed in SEEDS:
        data = draw_report(page("安吉县水利局", TRUTH), 20 + seed)
        pages = [worn(each, seed=seed, **wear) for each in pictures(data)]
        scan = saved(pages)
        start = thread_time()
        source = read_blocks(scan, "pdf")
        spent = thread_time() - start
        # Told with its score where two readings agree; 0 stays 0, which no threshold lets in.
        extracted.shipped_wordings = lambda: _unbounded(shipped())
        try:
            (report,) = extract_reports(source, shipped_codebook()).reports
        finally:
            extracted.shipped_wordings = shipped
        # A tall page is as much paper as two.
        yield list(report.cells), spent, 2 * len(pages)


def _unbounded(wordings: Any) -> Any:
    from dataclasses import replace

    return replace(wordings, least_score=-1.0)
