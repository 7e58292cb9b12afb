"""PDFs drawn stroke by stroke, so that a test can say where every rule and character of a page stands."""

import io
from collections.abc import Sequence
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.specimens.printed_page import PROSE, SECTIONS, Page, Slot

FONT = "STSong-Light"  # named in the file, its outlines not in it
SIZE = 10.5
WIDTHS = {
    "disclosure": [160.0, 96.0, 96.0, 96.0],
    "requests": [24.0, 44.0, 128.0, *[36.0] * 7],
    "review": [30.0] * 15,
}
_STEP = 14.0
_PAD = 3.0


class Placed(NamedTuple):
    """A cell and the first row and column it covers."""

    row: int
    column: int
    slot: Slot


class Drawing:
    """Pages to draw on, in points from the top left."""

    def __init__(self, width: float = 595, height: float = 842, password: str | None = None) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.height = height
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=(width, height), encrypt=password, invariant=True)

    def text(self, x: float, y: float, text: str, size: float = SIZE) -> None:
        """Writes a line; `y` is its base line."""
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, self.height - y, text)

    def lines(self, x: float, y: float, lines: Sequence[str], size: float = SIZE, step: float = 20) -> float:
        """Writes lines one below the other and returns the base line of the next."""
        for line in lines:
            self.text(x, y, line, size)
            y += step
        return y

    def rule(self, x0: float, y0: float, x1: float, y1: float, *, filled: bool = False) -> None:
        """Draws a line, stroked or as a thin filled rectangle."""
        if filled:
            self.canvas.rect(x0, self.height - y1 - 0.25, x1 - x0 + 0.5, y1 - y0 + 0.5, stroke=0, fill=1)
        else:
            self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def turn(self) -> None:
        """Begins a new page."""
        self.canvas.showPage()

    def data(self) -> bytes:
        """Returns the file."""
        self.canvas.showPage()
        self.canvas.save()
        return self.buffer.getvalue()


def place(rows: Sequence[Sequence[Slot]]) -> list[Placed]:
    """Returns the cells of a table with their places."""
    placed: list[Placed] = []
    taken: set[tuple[int, int]] = set()
    for row, slots in enumerate(rows):
        column = 0
        for slot in slots:
            while (row, column) in taken:
                column += 1
            placed.append(Placed(row, column, slot))
            taken |= {(row + r, column + c) for r in range(slot.rows) for c in range(slot.columns)}
    return placed


def wrapped(text: str, width: float) -> list[str]:
    """Returns a text in lines as wide as a cell lets them be."""
    lines = [""]
    left = width - 2 * _PAD
    for character in text:
        step = SIZE / 2 if character.isascii() else SIZE
        if character == "\n" or (left < step and lines[-1]):
            lines.append("")
            left = width - 2 * _PAD
        if character != "\n":
            lines[-1] += character
            left -= step
    return lines


class DrawnTable:
    """A table to be drawn in parts; a cell that a part ends in goes on in the next, as its text does."""

    def __init__(self, rows: Sequence[Sequence[Slot]], widths: Sequence[float], left: float = 70) -> None:
        self.placed = place(rows)
        self.xs = [left + sum(widths[:at]) for at in range(len(widths) + 1)]
        self.heights = [
            max((len(self._lines(cell)) for cell in self.placed if cell.row == row and cell.slot.rows == 1), default=1)
            * _STEP
            + 2 * _PAD
            for row in range(len(rows))
        ]
        self.printed: dict[tuple[int, int], int] = {}  # how many lines of a cell stand on earlier pages

    def _lines(self, cell: Placed) -> list[str]:
        return wrapped(cell.slot.text, self.xs[cell.column + cell.slot.columns] - self.xs[cell.column])

    def draw(self, on: Drawing, top: float, first: int = 0, end: int | None = None, *, ruled: bool = True,
             filled: bool = False) -> float:  # fmt: skip
        """Draws rows from `first` up to `end` and returns where they end."""
        end = len(self.heights) if end is None else end
        ys = {row: top + sum(self.heights[first:row]) for row in range(first, end + 1)}
        for cell in self.placed:
            start, stop = max(cell.row, first), min(cell.row + cell.slot.rows, end)
            if start >= stop:
                continue
            x0, x1 = self.xs[cell.column], self.xs[cell.column + cell.slot.columns]
            y0, y1 = ys[start], ys[stop]
            if ruled:
                for side in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
                    on.rule(*side, filled=filled)
            done = self.printed.get(cell[:2], 0)
            room = int((y1 - y0 - 2 * _PAD) / _STEP) if cell.row + cell.slot.rows > end else 99
            shown = self._lines(cell)[done : done + room]
            self.printed[cell[:2]] = done + len(shown)
            on.lines(x0 + _PAD, y0 + _PAD + 11, shown, step=_STEP)
        return ys[end]


def draw_report(report: Page, cut: int | None = None, table: str = "requests", *, filled: bool = False) -> bytes:
    """Returns a report as a PDF of tall pages, one of its tables cut before the row `cut`."""
    on = Drawing(height=1700)
    y = on.lines(150, 60, [report.title()], 16, 40)
    page = 1

    def turn() -> float:
        nonlocal page
        on.text(290, 1660, f"— {page} —")
        page += 1
        on.turn()
        return 60.0

    for number, heading, prose, name in zip(
        "一二三四五六", SECTIONS, PROSE, ("", "disclosure", "requests", "review", "", ""), strict=True
    ):
        y = on.lines(91, y + 10, [f"{number}、{heading}"])
        y = on.lines(91, y, wrapped(prose, 430)[:1])
        y = on.lines(70, y, wrapped(prose, 430)[1:])
        if name:
            drawn = DrawnTable(report.tables[name].rows, WIDTHS[name])
            if name == table and cut is not None:
                drawn.draw(on, y, 0, cut, filled=filled)
                y = drawn.draw(on, turn(), cut, filled=filled) + 20
            else:
                y = drawn.draw(on, y, filled=filled) + 20
    on.lines(350, y + 20, [report.agency, f"{report.year + 1}年1月18日"])
    turn()
    return on.data()
