"""A sheet drawn as a table on paper, over as many pages as it needs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from toolkit.demo.grid import column_widths, spread
from toolkit.demo.layout import Field, Sheet
from toolkit.demo.paper import BLUE, Paper, Pen, text_width, thin, wrapped

_LEADING = 1.35


@dataclass(frozen=True, slots=True)
class Ruling:
    """How tables look.

    Attributes:
        pen: draws a rule; None for no rules.
        upright: vertical rules are drawn too.
        size: of the text.
        pad: between a cell's rules and its text.
        shaded: rows of heads are filled.
        repeated: the head stands on every page.
        breakable: rows may begin on one page and end on the next.
        vertical: the labels of groups are one character wide.
        spread: heads that nearly fill their cells are spread over them (分散对齐).
    """

    pen: Pen | None = thin
    upright: bool = True
    size: float = 9.0
    pad: float = 3.0
    shaded: bool = False
    repeated: bool = False
    breakable: bool = False
    vertical: bool = False
    spread: bool = False

    @property
    def step(self) -> float:
        """From line to line."""
        return self.size * _LEADING


class _Cell(NamedTuple):
    row: int
    column: int
    field: Field
    lines: tuple[str, ...]

    @property
    def below(self) -> int:
        return self.row + self.field.rows


class _Strip(NamedTuple):
    """A row, or what stands of it on one page."""

    row: int
    height: float


class PaperTable:
    """A table ready to be drawn: its lines broken, its rows as high as they need."""

    def __init__(self, sheet: Sheet, name: str, width: float, ruling: Ruling) -> None:
        self.ruling = ruling
        grid = spread(sheet)
        self.head = next((i for i, row in enumerate(sheet) if any(f.role != "head" for f in row)), 0)
        self.head = self.head if name == "requests" else 0  # tables 2 and 4 hold theirs in the middle
        letter = ruling.size + 2 * ruling.pad + 1
        widths = column_widths(
            name, max(map(len, grid)), width, (letter, letter + ruling.size * 3 * (not ruling.vertical))
        )
        self.xs = [sum(widths[:at]) for at in range(len(widths) + 1)]
        self.cells = [
            _Cell(i, j, spot.field, self._lines(spot.field, j))
            for i, row in enumerate(grid)
            for j, spot in enumerate(row)
            if not spot.down and not spot.right
        ]
        self.depths = [
            max((len(cell.lines) for cell in self.cells if cell.row == i and cell.field.rows == 1), default=1)
            for i in range(len(grid))
        ]
        self.heights = [self._high(depth) for depth in self.depths]
        for cell in self.cells:
            last = min(cell.below, len(grid)) - 1
            short = self._high(len(cell.lines)) + 2 * ruling.pad - sum(self.heights[cell.row : last + 1])
            if cell.field.rows > 1 and short > 0:
                self.heights[last] += short

    def draw(self, paper: Paper, break_in: int | None = None, turn_before: int | None = None) -> None:
        """Draws the table from where the paper stands, turning pages where it must.

        Args:
            paper: what to draw on.
            break_in: a row that a page ends inside of.
            turn_before: a row that begins a page.
        """
        before = sum(self.heights[:break_in]) + self._upper(break_in, None) if break_in is not None else 0.0
        if before > paper.room or sum(self.heights[: self.head + 1]) > paper.room:
            paper.turn()
        if break_in is not None and before <= paper.room:
            paper.y += paper.room - before  # so that the break is at the page's end
        parts = list(self._parts(paper.room, paper.height, break_in, turn_before))
        printed: dict[_Cell, int] = {}
        for at, part in enumerate(parts):
            if at:
                paper.turn()
                if self.ruling.repeated and part[0].row >= self.head:
                    self._draw_part(paper, self._head_strips(), None, {})
            following = parts[at + 1][0].row if at + 1 < len(parts) else None
            self._draw_part(paper, part, following, printed)

    def _head_strips(self) -> list[_Strip]:
        return [_Strip(row, self.heights[row]) for row in range(self.head)]

    def _lines(self, field: Field, column: int) -> tuple[str, ...]:
        room = self.xs[column + field.columns] - self.xs[column] - 2 * self.ruling.pad
        return tuple(wrapped(field.text, room, self.ruling.size)) if field.text else ()

    def _high(self, lines: int) -> float:
        return lines * self.ruling.step + 2 * self.ruling.pad

    def _upper(self, row: int, room: float | None) -> float:
        """How much of a row stays above a break through it; 0 where it goes on whole. Without room: half of it."""
        depth = self.depths[row]
        if room is None:
            # A row of one line keeps it, and leaves an empty strip to the next page.
            return self._high(max(1, depth // 2))
        fitting = int((room - 2 * self.ruling.pad) / self.ruling.step)
        return self._high(fitting) if self.ruling.breakable and 0 < fitting < depth else 0.0

    def _parts(self, room: float, full: float, break_in: int | None, turn_before: int | None) -> Iterator[list[_Strip]]:
        """The table page by page."""
        full -= sum(self.heights[: self.head]) if self.ruling.repeated else 0.0
        part: list[_Strip] = []
        for row, height in enumerate(self.heights):
            if height <= room and row not in (break_in, turn_before):
                part.append(_Strip(row, height))
                room -= height
                continue
            upper = 0.0 if row == turn_before else self._upper(row, None if row == break_in else room)
            if upper:
                part.append(_Strip(row, upper))
            yield part
            lower = height - upper + 2 * self.ruling.pad if upper else height
            part, room = [_Strip(row, lower)], full - lower
        yield part

    def _draw_part(self, paper: Paper, part: list[_Strip], following: int | None, printed: dict[_Cell, int]) -> None:
        if not part:
            return
        tops = {part[0].row: paper.y}
        for strip in part:
            tops[strip.row + 1] = tops[strip.row] + strip.height
        first, end = part[0].row, part[-1].row + 1
        sides: dict[tuple[float, float, float, float], None] = {}
        for cell in self.cells:
            start, stop = max(cell.row, first), min(cell.below, end)
            if start >= stop:
                continue
            x0, x1 = (paper.left + self.xs[at] for at in (cell.column, cell.column + cell.field.columns))
            y0, y1 = tops[start], tops[stop]
            if self.ruling.shaded and cell.field.role == "head":
                paper.fill(x0, y0, x1, y1, BLUE)
            sides |= dict.fromkeys(((x0, y0, x1, y0), (x0, y1, x1, y1)))
            sides |= dict.fromkeys(((x0, y0, x0, y1), (x1, y0, x1, y1)) if self.ruling.upright else ())
            goes_on = following is not None and following < cell.below
            self._write(paper, cell, (x0, y0, x1, y1), goes_on, printed)
        if self.ruling.pen is not None:
            for side in sides:
                self.ruling.pen(paper, *side)
        paper.y = tops[end]

    def _write(
        self,
        paper: Paper,
        cell: _Cell,
        box: tuple[float, float, float, float],
        goes_on: bool,
        printed: dict[_Cell, int],
    ) -> None:
        x0, y0, x1, y1 = box
        size, pad, step = self.ruling.size, self.ruling.pad, self.ruling.step
        waiting = cell.lines[printed.get(cell, 0) :]
        fitting = int((y1 - y0 - 2 * pad) / step + 0.01) if goes_on else len(waiting)
        shown = waiting[:fitting]
        cut = len(shown) < len(waiting) or goes_on or cell in printed
        printed[cell] = printed.get(cell, 0) + len(shown)
        y = y0 + pad if cut else y0 + (y1 - y0 - len(shown) * step) / 2
        for at, line in enumerate(shown):
            base = y + at * step + 0.85 * step
            wide, room = text_width(line, size), x1 - x0 - 2 * pad
            if self.ruling.spread and cell.field.role == "head" and wide < room < 2 * wide:
                paper.spread_text(x0 + pad, base, line, size, room)
            else:
                paper.text(x0 + pad if cell.field.role == "label" else (x0 + x1 - wide) / 2, base, line, size)
