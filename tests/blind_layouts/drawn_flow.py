"""Pages of a drawn PDF: lines of text and cells of tables set on paper, rows cut where the page ends."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as default
from typing import NamedTuple

from tests.blind_layouts.articles import Article
from toolkit.demo.grid import Spot, spread
from toolkit.demo.layout import Field, Sheet

Measure = Callable[[str, float], float]
"""How wide a text is in points, by its size."""
WIDE = "０１２３４５６７８９．，"
SHARES = {
    "disclosure": (0.4, 0.2, 0.2, 0.2),
    "requests": (0.07, 0.11, 0.33, *[0.07] * 7),
    "review": (1 / 15,) * 15,
}


class Word(NamedTuple):
    """Text on one line, from the left end of its base line; `order` is its row and column in the table, or neither."""

    x: float
    y: float
    text: str
    size: float
    order: tuple[int, int] = (-1, -1)


class Box(NamedTuple):
    """The part of a cell that lies on one page; `open` tells which of its upper and lower edges the page cut."""

    x0: float
    y0: float
    x1: float
    y1: float
    role: str
    row: int
    column: int
    open: tuple[bool, bool] = (False, False)


@dataclass(slots=True)
class Page:
    """What lies on one page; tables are lists of their boxes."""

    words: list[Word] = default(default_factory=list)
    tables: list[list[Box]] = default(default_factory=list)


@dataclass(frozen=True, slots=True)
class Paper:
    """How an article is set.

    Attributes:
        size: width and height in points.
        margins: left, right, top, bottom.
        text: size of the prose.
        small: size of the text in tables.
        shares: widths of the columns of each table.
        repeat: head rows of tables stand again on the next page.
        cut: rows are cut by the end of a page, else they go to the next one whole.
        vertical: the merged label at the left of table 3 stands character below character.
        align: of numbers: `centre` or `right`.
        top: text of cells begins at their top, else it stands in their middle.
        padding: room inside a cell.
        leading: distance of lines in tables, by their size.
    """

    size: tuple[float, float] = (595.0, 842.0)
    margins: tuple[float, float, float, float] = (72, 72, 72, 72)
    text: float = 12
    small: float = 8.5
    shares: dict[str, tuple[float, ...]] = default(default_factory=lambda: SHARES)
    repeat: bool = False
    cut: bool = False
    vertical: bool = False
    align: str = "centre"
    top: bool = False
    padding: float = 3
    leading: float = 1.25


@dataclass(slots=True)
class Cell:
    """A field of a sheet with its lines and the pieces of pages that it got."""

    field: Field
    row: int
    column: int
    x0: float
    x1: float
    lines: list[str]
    pieces: list[tuple[int, float, float]] = default(default_factory=list)


def wrapped(text: str, width: float, size: float, measure: Measure) -> list[str]:
    """Returns text broken into lines of at most a width; numbers are never broken.

    >>> wrapped("规章12", 2, 1, lambda text, size: len(text))
    ['规章', '12']
    """
    lines, line = [], ""
    for token in _tokens(text):
        if line and measure(line + token, size) > width:
            lines.append(line)
            line = ""
        line += token
    return [*lines, line] if line else lines


def _tokens(text: str) -> Iterator[str]:
    number = ""
    for character in text:
        if (character.isascii() and character != " ") or character in WIDE:
            number += character
            continue
        if number:
            yield number
            number = ""
        yield character
    if number:
        yield number


class Press:
    """Sets an article on pages."""

    def __init__(self, paper: Paper, measure: Measure) -> None:
        self.paper, self.measure = paper, measure
        self.pages = [Page()]
        self.left, self.right = paper.margins[0], paper.size[0] - paper.margins[1]
        self.ceiling, self.floor = paper.size[1] - paper.margins[2], paper.margins[3]
        self.y = self.ceiling

    def set(self, article: Article) -> list[Page]:
        """Returns the pages of an article."""
        size = self.paper.text
        for part in article.parts:
            if part.kind == "table":
                self.table(part.sheet, part.table)
            elif part.kind == "title":
                self.lines(part.text, size * 1.5, "centre")
            elif part.kind == "byline":
                self.lines(part.text, size * 0.8, "centre")
            elif part.kind == "signature":
                self.lines(part.text, size, "right")
            else:
                self.lines("　　" + part.text, size, "left")
        return self.pages

    def lines(self, text: str, size: float, align: str) -> None:
        """Sets a paragraph."""
        for line in wrapped(text, self.right - self.left, size, self.measure):
            if self.y - size * 1.7 < self.floor:
                self.turn()
            self.y -= size * 1.7
            room = self.right - self.left - self.measure(line, size)
            x = self.left + {"left": 0, "centre": room / 2, "right": room}[align]
            self.pages[-1].words.append(Word(x, self.y + size * 0.35, line, size))

    def turn(self) -> None:
        """Begins a page."""
        self.pages.append(Page())
        self.y = self.ceiling

    def table(self, sheet: Sheet, name: str) -> None:
        """Sets a table."""
        grid = spread(sheet)
        cells = self._cells(grid, name)
        heights = self._heights(cells, len(grid))
        heads = _head_rows(sheet) if name != "disclosure" else 0
        self.y -= self.paper.small * 0.8
        if self.y - sum(heights[: max(heads, 1) + 1]) < self.floor:
            self.turn()
        first = len(self.pages) - 1
        for row, height in enumerate(heights):
            room = self.y - self.floor
            if self.paper.cut and height > room >= self._room(1) and height >= self._room(2):
                # A row of several lines goes over the page with its last ones.
                self._take(cells, row, room)
                self.turn()
                self._take(cells, row, height - room + self._room(1))
                continue
            if height > room:
                self.turn()
                if self.paper.repeat and heads and row >= heads:
                    self._again(grid, name, heights, heads)
            self._take(cells, row, height)
        self._put(cells, first)
        self.y -= self.paper.small * 0.8

    def _again(self, grid: list[list[Spot]], name: str, heights: Sequence[float], heads: int) -> None:
        copies = [cell for cell in self._cells(grid, name) if cell.row < heads]
        for row in range(heads):
            self._take(copies, row, heights[row])
        self._put(copies, len(self.pages) - 1)

    def _take(self, cells: list[Cell], row: int, height: float) -> None:
        page, top = len(self.pages) - 1, self.y
        self.y -= height
        for cell in cells:
            if cell.row <= row < cell.row + cell.field.rows:
                if cell.pieces and cell.pieces[-1][0] == page:
                    cell.pieces[-1] = (page, cell.pieces[-1][1], self.y)
                else:
                    cell.pieces.append((page, top, self.y))

    def _cells(self, grid: list[list[Spot]], name: str) -> list[Cell]:
        shares = self.paper.shares[name]
        edges = [self.left]
        for share in shares:
            edges.append(edges[-1] + share * (self.right - self.left))
        cells = []
        for row, spots in enumerate(grid):
            for column, spot in enumerate(spots):
                if not spot.down and not spot.right:
                    x0, x1 = edges[column], edges[column + spot.field.columns]
                    cells.append(Cell(spot.field, row, column, x0, x1, self._broken(spot.field, column, x1 - x0)))
        return cells

    def _broken(self, field: Field, column: int, width: float) -> list[str]:
        if self.paper.vertical and field.rows > 3 and column == 0 and field.role == "label":
            return list(field.text)
        return wrapped(field.text, width - 2 * self.paper.padding, self.paper.small, self.measure)

    def _heights(self, cells: list[Cell], rows: int) -> list[float]:
        heights = [self._room(1)] * rows
        for cell in sorted(cells, key=lambda cell: cell.field.rows):
            last = cell.row + cell.field.rows - 1
            lack = self._room(len(cell.lines)) - sum(heights[cell.row : last + 1])
            heights[last] += max(lack, 0)
        return heights

    def _room(self, lines: int) -> float:
        return max(lines, 1) * self.paper.small * self.paper.leading + 2 * self.paper.padding

    def _put(self, cells: list[Cell], first: int) -> None:
        tables: dict[int, list[Box]] = {}
        for cell in cells:
            where = (cell.field.role, cell.row, cell.column)
            last = len(cell.pieces) - 1
            for at, (page, top, bottom) in enumerate(cell.pieces):
                box = Box(cell.x0, bottom, cell.x1, top, *where, (at > 0, at < last))
                tables.setdefault(page, []).append(box)
            self._write(cell)
        for page, boxes in tables.items():
            self.pages[page].tables.append(boxes)

    def _write(self, cell: Cell) -> None:
        """Sets the lines of a cell, on the next piece what does not fit on one."""
        step, waiting = self.paper.small * self.paper.leading, list(cell.lines)
        for at, (page, top, bottom) in enumerate(cell.pieces):
            fits = int((top - bottom - self.paper.padding) / step + 0.05)
            here = waiting if at == len(cell.pieces) - 1 else waiting[:fits]
            waiting = waiting[len(here) :]
            slack = top - bottom - len(here) * step
            y = top - (self.paper.padding if self.paper.top else slack / 2)
            for line in here:
                y -= step
                self.pages[page].words.append(self._line(cell, line, y + step * 0.25))

    def _line(self, cell: Cell, line: str, y: float) -> Word:
        size, padding = self.paper.small, self.paper.padding
        room = cell.x1 - cell.x0 - self.measure(line, size)
        right = cell.field.role == "value" and self.paper.align == "right"
        left = cell.field.role == "label" and cell.field.columns + cell.column == 3 and room > 2 * padding
        x = cell.x0 + (room - padding if right else padding if left else room / 2)
        return Word(x, y, line, size, (cell.row, cell.column))


def _head_rows(sheet: Sheet) -> int:
    return next((at for at, row in enumerate(sheet) if all(field.role != "head" for field in row)), len(sheet))
