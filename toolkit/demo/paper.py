"""Pages of a PDF to draw on: lines of text set and broken, columns filled, pages turned, headed and numbered."""

import io
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

FONT = "STSong-Light"  # named in the file, its outlines not in it: every viewer brings a Song face of its own
A4 = (595.0, 842.0)
LANDSCAPE = (842.0, 595.0)
# The margins that the standard for official documents (GB/T 9704-2012) asks for: left, top, right, bottom.
OFFICIAL = (79.0, 105.0, 74.0, 99.0)
_WORD = re.compile(r"[!-~]+|.")
_CLOSING = frozenset("，。、；：？！）》”’%％")
# Colours as a PDF writes them: red, green, blue.
_WHITE, _BLACK, BLUE = "1 1 1", "0 0 0", "0.78 0.85 0.94"

Pen = Callable[["Paper", float, float, float, float], None]


class Line(NamedTuple):
    """A line of text: what it says, how far it is set in, how large, and whether it is a heading."""

    text: str
    indent: float = 0.0
    size: float = 16.0
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Stock:
    """The paper and what stands on every page.

    Attributes:
        page: width and height as shown.
        margins: left, top, right, bottom.
        turned: the page lies on its side in the file and is turned by the viewer.
        number: page number with `{}` in it, empty for none.
        headed: the title stands above the text from the second page on.
        columns: of prose without a table.
        step: from line to line, in sizes of the text.
        painted: white rectangles lie behind prose, and headings are made bold by printing them twice.
    """

    page: tuple[float, float] = A4
    margins: tuple[float, float, float, float] = OFFICIAL
    turned: bool = False
    number: str = "- {} -"
    headed: bool = False
    columns: int = 1
    step: float = 1.75
    painted: bool = False


class Paper:
    """Pages to draw on, in points from the top left of the page as shown; equal calls give equal bytes.

    Attributes:
        y: where the next line or table begins.
        pages: how many have been begun.
    """

    def __init__(self, stock: Stock, title: str) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont
        from reportlab.pdfgen.canvas import Canvas

        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self._buffer = io.BytesIO()
        # Not compressed: builds of zlib differ in what they make of the same bytes.
        self.canvas = Canvas(self._buffer, invariant=True, pageCompression=0, initialFontName=FONT)
        self.stock, self.title, self._size = stock, title, 0.0
        self.pages = 0
        self._begin(stock.page)

    @property
    def left(self) -> float:
        """The left edge of the text."""
        return self.stock.margins[0]

    @property
    def width(self) -> float:
        """The width of the text."""
        return self._page[0] - self.stock.margins[0] - self.stock.margins[2]

    @property
    def height(self) -> float:
        """The room for text on a fresh page."""
        return self._page[1] - self.stock.margins[1] - self.stock.margins[3]

    @property
    def room(self) -> float:
        """The room that is left on this page."""
        return self._page[1] - self.stock.margins[3] - self.y

    def turn(self, page: tuple[float, float] | None = None) -> None:
        """Goes on to a new page, of another size if one is given."""
        self.canvas.showPage()
        self._begin(page or self._page)

    def data(self) -> bytes:
        """Returns the file; nothing can be drawn after it."""
        self.canvas.showPage()
        self.canvas.save()
        return self._buffer.getvalue()

    def text(self, x: float, y: float, text: str, size: float) -> None:
        """Writes a line of text; `y` is its base line."""
        if size != self._size:
            self.canvas.setFont(FONT, size)
            self._size = size
        self.canvas.drawString(x, self._page[1] - y, text)

    def spread_text(self, x: float, y: float, text: str, size: float, width: float) -> None:
        """Writes a line of text letter by letter over a width, as 分散对齐 does."""
        gap = (width - text_width(text, size)) / max(1, len(text) - 1)
        for letter in text:
            self.text(x, y, letter, size)
            x += text_width(letter, size) + gap

    def stroke(self, x0: float, y0: float, x1: float, y1: float, width: float, dash: tuple[float, ...] = ()) -> None:
        """Draws a line."""
        dashes = " ".join(map(str, dash))
        y0, y1 = self._page[1] - y0, self._page[1] - y1
        self.canvas.addLiteral(f"{width} w [{dashes}] 0 d {x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l S")

    def fill(self, x0: float, y0: float, x1: float, y1: float, color: str = _BLACK) -> None:
        """Fills a rectangle."""
        y1, high = self._page[1] - y1, y1 - y0
        # Written out: the canvas' own methods take ten times as long, and a table has hundreds of these.
        self.canvas.addLiteral(f"{color} rg {x0:.2f} {y1:.2f} {x1 - x0:.2f} {high:.2f} re f {_BLACK} rg")

    def flow(self, lines: Sequence[Line], columns: int = 1) -> None:
        """Writes lines below each other, in columns, onto as many pages as they need."""
        while lines:
            step = self.stock.step * max(line.size for line in lines)
            fitting = int(self.room / step)
            if fitting < 1:
                self.turn()
                continue
            # Columns end level, as before every table.
            deep = min(math.ceil(len(lines) / columns), fitting)
            for column in range(columns):
                for at, line in enumerate(lines[column * deep : (column + 1) * deep]):
                    self._write(line, self.left + column * self.width / columns, self.y + (at + 0.75) * step)
            lines = lines[columns * deep :]
            self.y += deep * step

    def prose_lines(self, text: str, size: float, *, columns: int = 1, heading: bool = False) -> Iterator[Line]:
        """Yields a paragraph as lines that fit into a column, the first set in by two characters."""
        gap = 0.0 if columns == 1 else 2 * size
        for at, line in enumerate(wrapped(text, self.width / columns - gap, size, first=2 * size, hanging=True)):
            yield Line(line, 0.0 if at else 2 * size, size, heading)

    def _write(self, line: Line, x: float, y: float) -> None:
        x += line.indent
        if self.stock.painted:
            self.fill(x, y - line.size, x + text_width(line.text, line.size), y + 0.3 * line.size, _WHITE)
            if line.heading:
                self.text(x + 0.3, y, line.text, line.size)
        self.text(x, y, line.text, line.size)

    def _begin(self, page: tuple[float, float]) -> None:
        self._page = page
        self._size = 0.0
        self.pages += 1
        self.y = self.stock.margins[1]
        width, height = page
        self.canvas.setPageSize(page)
        if self.stock.turned:
            self.canvas.setPageRotation(90)
            self.canvas.transform(0, 1, -1, 0, height, 0)
        if self.stock.headed and self.pages > 1:
            self.text(self.left, 0.05 * height, self.title, 9)
        if self.stock.number:
            shown = self.stock.number.format(self.pages)
            self.text((width - text_width(shown, 10.5)) / 2, 0.95 * height, shown, 10.5)


def thin(paper: Paper, x0: float, y0: float, x1: float, y1: float) -> None:
    """Draws a rule as WPS does: one thin stroke."""
    paper.stroke(x0, y0, x1, y1, 0.5)


def bar(paper: Paper, x0: float, y0: float, x1: float, y1: float) -> None:
    """Draws a rule as Word does: a filled rectangle."""
    paper.fill(x0 - 0.24, y0 - 0.24, x1 + 0.24, y1 + 0.24)


def double(paper: Paper, x0: float, y0: float, x1: float, y1: float) -> None:
    """Draws a rule as two strokes beside each other."""
    across, down = (0.75, 0.0) if x0 == x1 else (0.0, 0.75)
    for side in (-1, 1):
        paper.stroke(x0 + side * across, y0 + side * down, x1 + side * across, y1 + side * down, 0.5)


def dashed(paper: Paper, x0: float, y0: float, x1: float, y1: float) -> None:
    """Draws a rule as one hair-thin stroke of dashes."""
    paper.stroke(x0, y0, x1, y1, 0.1, (0.5, 1.0))


def dotted(paper: Paper, x0: float, y0: float, x1: float, y1: float) -> None:
    """Draws a rule as small squares, a dot by itself."""
    dots = max(1, round(max(x1 - x0, y1 - y0) / 4.0))
    for at in range(dots + 1):
        x, y = x0 + (x1 - x0) * at / dots, y0 + (y1 - y0) * at / dots
        paper.fill(x - 0.24, y - 0.24, x + 0.24, y + 0.24)


@cache
def _letter_width(letter: str) -> float:
    from reportlab.pdfbase import pdfmetrics

    return float(pdfmetrics.stringWidth(letter, FONT, 1))


def text_width(text: str, size: float) -> float:
    """Returns how wide a text is in a size."""
    return size * sum(map(_letter_width, text))


def wrapped(text: str, width: float, size: float, *, first: float = 0.0, hanging: bool = False) -> list[str]:
    """Returns a text in lines that fit a width; words and numbers stay whole where they can.

    Args:
        text: without line breaks.
        width: of a line.
        size: of the text.
        first: how far the first line is set in.
        hanging: closing marks stand in the margin rather than at the start of a line.
    """
    lines: list[list[str]] = [[]]
    left = width - first
    for word in _WORD.findall(text):
        pieces = [word] if text_width(word, size) <= width else list(word)
        for piece in pieces:
            wide = text_width(piece, size)
            if wide > left and lines[-1] and not (hanging and piece in _CLOSING):
                lines.append([])
                left = width
            lines[-1].append(piece)
            left -= wide
    return ["".join(line) for line in lines]
