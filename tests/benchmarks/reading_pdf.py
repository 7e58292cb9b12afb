"""How long a PDF takes from file to blocks, beside PDFium's bare parse with its text taken out.

The two take turns on the same drawn report, so that what else the machine does changes little; processor time, best
and median.
"""

from collections.abc import Callable
from statistics import median
from time import thread_time

import pypdfium2 as pdfium

from tests.benchmarks.figure import Figure, at_most
from tests.specimens.drawn_pdf import draw_report
from tests.specimens.printed_page import numbers, page
from toolkit.documents import read_blocks

ROUNDS = 40


def measure() -> list[Figure]:
    """Returns milliseconds a PDF of a report's three tables, and the ratio to the bare parse."""
    data = draw_report(page("安吉县水利局", numbers("2021")), cut=20)
    bare, ours = [], []
    for _ in range(ROUNDS):
        bare.append(_milliseconds(lambda: _bare(data)))
        ours.append(_milliseconds(lambda: read_blocks(data, "pdf")))
    return [
        Figure("a PDF with a table cut in two: bare PDFium text", f"{median(bare):.1f} ms (best {min(bare):.1f})"),
        Figure("a PDF with a table cut in two: file to blocks", f"{median(ours):.1f} ms (best {min(ours):.1f})"),
        at_most("file to blocks ÷ bare PDFium text", min(ours) / min(bare), 4.0, "{:.1f}"),
    ]


def _milliseconds(act: Callable[[], object]) -> float:
    start = thread_time()
    act()
    return (thread_time() - start) * 1000


def _bare(data: bytes) -> None:
    document = pdfium.PdfDocument(data)
    for sheet in document:
        sheet.get_textpage().get_text_range()
    document.close()
