"""How well and how fast scans are read: cells right, left open and wrong, by wear and threshold; seconds a page.

Pages are drawn PDFs rendered at 150 dpi and worn; processor time on one core, models loaded before.
"""

from collections.abc import Iterator, Sequence
from time import thread_time
from typing import Any

from tests.benchmarks.figure import Figure, at_least, at_most
from tests.specimens.drawn_pdf import draw_report
from tests.specimens.printed_page import numbers, page
from tests.specimens.scanned import pictures, saved, worn
from toolkit.codebook import shipped_codebook
from toolkit.documents import read_blocks
from toolkit.extraction import extract_reports
from toolkit.extraction.numbers import read_number
from toolkit.extraction.wordings import shipped_wordings
from toolkit.records import Cell

WEAR: dict[str, dict[str, Any]] = {
    "clean": {},
    "skewed and noisy": {"degrees": -1.5, "corner": 0.004, "blur": 0.6, "shadow": 0.3, "noise": 8, "quality": 40},
    "worse": {"degrees": 2.5, "corner": 0.008, "blur": 0.9, "shadow": 0.4, "noise": 14, "quality": 30},
}
LEAST = {"clean": 0.99, "skewed and noisy": 0.97}
SCORES = (0.0, 0.001, 0.3, 0.8, 0.95)
SEEDS = (1,)
TRUTH = numbers("2021")


def measure() -> list[Figure]:
    """Returns shares of cells by wear, wrong numbers by threshold, and seconds a page."""
    figures = []
    shipped = shipped_wordings().least_score
    for name, wear in WEAR.items():
        numbers_read: list[tuple[float, bool]] = []
        seconds = pages = 0.0
        for cells, spent, count in _read(wear):
            # Whatever the shipped threshold makes of it: what stood there as a number, and whether it is the true one.
            values = [(cell.score or 0.0, read_number(cell.raw or "").value, TRUTH[cell[:3]]) for cell in cells]
            numbers_read += [(score, value == true) for score, value, true in values if value is not None]
            seconds, pages = seconds + spent, pages + count
        asked = len(TRUTH) * len(SEEDS)
        for least in sorted({*SCORES, shipped}):
            sure = [right for score, right in numbers_read if score >= least]
            shown = f"{sum(sure) / asked:.1%} right, {len(sure) - sum(sure)} of {asked} wrong"
            figures.append(Figure(f"{name} scan at 150 dpi, scores of {least:g} and more", shown))
            if least == shipped and name in LEAST:
                figures.append(at_least(f"{name} scan: cells right", sum(sure) / asked, LEAST[name], "{:.1%}"))
        figures.append(at_most(f"{name} scan: seconds a page", seconds / pages, 5.0, "{:.1f}"))
    return figures


def _read(wear: dict[str, Any]) -> Iterator[tuple[Sequence[Cell], float, int]]:
    """The cells of scans, with the seconds and pages of A4 that they took."""
    for seed in SEEDS:
        data = draw_report(page("安吉县水利局", TRUTH), 20 + seed)
        pages = [worn(each, seed=seed, **wear) for each in pictures(data)]
        start = thread_time()
        source = read_blocks(saved(pages), "pdf")
        spent = thread_time() - start
        (report,) = extract_reports(source, shipped_codebook()).reports
        yield report.cells, spent, 2 * len(pages)  # a tall page is as much paper as two
