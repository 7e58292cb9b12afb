"""A table's pieces, page by page → one grid: columns placed anew, what the page break cut joined."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from toolkit.documents.pdf_rules import Lattice, edges, nearest
from toolkit.documents.pdf_text import (
    VALUE,
    Glyph,
    cell_text,
    is_numbered,
    least_score,
    number_length,
    size_of,
    text_lines,
)
from toolkit.documents.pdf_torn import parted
from toolkit.records import Box, GridCell

# Points by which the outer edges of one table may differ from page to page.
_SAME_EDGE = 6.0
# Numbers in one cell, and such cells in one row, that are more than wrapped numbers.
_MANY_NUMBERS = 5
_SIDE_BY_SIDE = 3
_DIGIT = re.compile(r"\d")


class PieceCell(NamedTuple):
    """A printed cell. `full`: its last line runs to the cell's edge, so that its text may go on.

    `score` is that of its least sure character where the text was recognised, 1 where such a page shows no ink in it.
    """

    row: int
    column: int
    rows: int
    columns: int
    text: str
    full: bool
    page: int
    box: Box
    score: float | None = None

    @property
    def below(self) -> int:
        """The row below it."""
        return self.row + self.rows

    @property
    def beyond(self) -> int:
        """The column right of it."""
        return self.column + self.columns


class Piece(NamedTuple):
    """A table, or what stands of it on one page.

    Attributes:
        pages: first and last page.
        xs: column edges.
        box: its rectangle on its first page.
        height: number of rows.
        cells: its printed cells.
    """

    pages: tuple[int, int]
    xs: tuple[float, ...]
    box: Box
    height: int
    cells: tuple[PieceCell, ...]


def fill(lattice: Lattice, glyphs: Sequence[list[Glyph]], page: int, size: float, *, recognised: bool = False) -> Piece:
    """Returns a lattice with its text.

    Args:
        lattice: the table's rules.
        glyphs: the characters of each of its cells.
        page: its page.
        size: of the page's full characters; those of a table may be smaller.
        recognised: whether the page was recognised, so that its cells have scores.
    """
    size = size_of([glyph for inside in glyphs for glyph in inside], size)
    filled = [each for each in parted(lattice, glyphs, size) if each.glyphs or each.cell.closed]
    lines = [text_lines(inside, page, size) for _, inside in filled]
    longest: defaultdict[tuple[int, int], int] = defaultdict(int)
    for (cell, _), inside in zip(filled, lines, strict=True):
        where = cell.column, cell.columns
        longest[where] = max([longest[where], *map(number_length, inside)])
    cells = []
    for (cell, own), inside in zip(filled, lines, strict=True):
        text, full = cell_text(inside, cell.box.x1 - cell.box.x0, longest[cell.column, cell.columns])
        score = least_score(own, otherwise=1.0) if recognised else None
        cells.append(PieceCell(cell.row, cell.column, cell.rows, cell.columns, text, full, page, cell.box, score))
    return Piece((page, page), lattice.xs, lattice.box, len(lattice.ys) - 1, tuple(cells))


def has_unruled_rows(lattice: Lattice, glyphs: Sequence[Sequence[Glyph]], size: float) -> bool:
    """Says whether cells side by side hold many numbers one below the other: no rule parts their rows."""
    many: defaultdict[int, int] = defaultdict(int)
    for cell, inside in zip(lattice.cells, glyphs, strict=True):
        if len(inside) >= _MANY_NUMBERS:
            lines = text_lines(inside, 0, size)
            many[cell.row] += sum(bool(VALUE.fullmatch(line.text)) for line in lines) >= _MANY_NUMBERS
    return any(columns >= _SIDE_BY_SIDE for columns in many.values())


def is_continued(upper: Piece, lower: Piece) -> bool:
    """Says whether a table at a page's top goes on with the one at the end of the page before: the same outer edges."""
    return (
        lower.pages[0] == upper.pages[1] + 1
        and abs(upper.xs[0] - lower.xs[0]) < _SAME_EDGE
        and abs(upper.xs[-1] - lower.xs[-1]) < _SAME_EDGE
    )


def stitch(upper: Piece, lower: Piece) -> Piece:
    """Returns two pieces of one table as one, their columns on the union of both pieces' edges."""
    xs = edges((*upper.xs, *lower.xs))
    above, below = _placed(upper, xs), _without_header(_placed(lower, xs), _placed(upper, xs))
    height = max((cell.below for cell in below), default=0)
    pages = (upper.pages[0], lower.pages[1])
    pairs = _seam(above, below, upper.height)
    if not pairs:
        shifted = [cell._replace(row=cell.row + upper.height) for cell in below]
        return Piece(pages, xs, upper.box, upper.height + height, (*above, *shifted))
    if _is_cut_row(pairs, [cell for cell in below if cell.row == 0]):
        overlap, merged = 1, pairs
    else:
        overlap, merged = 0, [pair for pair in pairs if _is_cut_span(*pair, _first_value(pairs))]
    cells = {cell: cell for cell in above}
    gone = set()
    for one, other in merged:
        # An empty half tells nothing; the half with the text tells where the cell is.
        told = other if other.text and not one.text else one
        text = one.text + ("\n" if _are_numbers(one, other) and not one.full else "") + other.text
        cells[one] = one._replace(
            rows=one.rows + other.rows - overlap, text=text, page=told.page, box=told.box,
            score=_lower(one.score, other.score),
        )  # fmt: skip
        gone.add(other)
    start = upper.height - overlap
    shifted = [cell._replace(row=cell.row + start) for cell in below if cell not in gone]
    return Piece(pages, xs, upper.box, start + height, (*cells.values(), *shifted))


def _lower(one: float | None, other: float | None) -> float | None:
    return min((score for score in (one, other) if score is not None), default=None)


def _placed(piece: Piece, xs: Sequence[float]) -> list[PieceCell]:
    """A piece's cells in the columns of other edges."""
    if tuple(xs) == piece.xs:
        return list(piece.cells)
    at = [nearest(xs, x) for x in piece.xs]
    return [cell._replace(column=at[cell.column], columns=at[cell.beyond] - at[cell.column]) for cell in piece.cells]


def _rows(cells: Iterable[PieceCell]) -> list[list[PieceCell]]:
    rows: list[list[PieceCell]] = []
    for cell in sorted(cells):
        while len(rows) <= cell.row:
            rows.append([])
        rows[cell.row].append(cell)
    return rows


def _without_header(below: list[PieceCell], above: Sequence[PieceCell]) -> list[PieceCell]:
    """Drops the header rows that a table prints again on its next page."""
    repeated = 0
    for first, again in zip(_rows(above), _rows(below), strict=False):
        said = [(cell.column, cell.columns, cell.text) for cell in first]
        if said != [(cell.column, cell.columns, cell.text) for cell in again] or not any(cell.text for cell in again):
            break
        if any(VALUE.fullmatch(cell.text) for cell in again):
            break
        repeated += 1
    if any(cell.row < repeated < cell.below for cell in below):
        return below
    return [cell._replace(row=cell.row - repeated) for cell in below if cell.row >= repeated]


Pair = tuple[PieceCell, PieceCell]


def _seam(above: Sequence[PieceCell], below: Sequence[PieceCell], height: int) -> list[Pair]:
    """The cells at the page break that stand one below the other and are equally wide."""
    upper = {(cell.column, cell.columns): cell for cell in above if cell.below == height}
    lower = [cell for cell in below if cell.row == 0]
    return [(upper[cell.column, cell.columns], cell) for cell in sorted(lower) if (cell.column, cell.columns) in upper]


def _runs_over(one: PieceCell, other: PieceCell) -> bool:
    """Whether a cell's text goes on in the other: it is full, and the other starts nothing of its own."""
    return one.full and not is_numbered(other.text) and not _DIGIT.match(other.text)


def _is_cut_row(pairs: Sequence[Pair], first: Sequence[PieceCell]) -> bool:
    """Whether the break goes through one printed row: nowhere two texts, but for such as run over.

    Args:
        pairs: the cells at the break, one below the other.
        first: the first row below it.
    """
    if not any(one.text for one, _ in pairs) or not any(other.text for _, other in pairs):
        return False
    # Merged cells of labels are cut by any break; they tell nothing of the row.
    own = [(one, other) for one, other in pairs if one.rows == 1 and other.rows == 1]
    if len(own) < 2 or not any(one.text for one, _ in own) or not any(other.text for _, other in own):
        return False
    # A number may be cut too, where the row's other numbers are not: else these would be the blanks of a row below.
    paired = {other for _, other in pairs}
    labelled = any(cell.text and cell not in paired for cell in first)
    uncut = not labelled and any(VALUE.fullmatch(one.text) and not other.text for one, other in own)
    return all(
        not one.text or not other.text or _runs_over(one, other) or (uncut and _are_numbers(one, other))
        for one, other in pairs
    )


def _are_numbers(one: PieceCell, other: PieceCell) -> bool:
    return bool(VALUE.fullmatch(one.text) and _DIGIT.match(other.text) and VALUE.fullmatch(other.text))


def _first_value(pairs: Sequence[Pair]) -> int:
    """The column in which values begin."""
    values = [one.column for one, other in pairs if VALUE.fullmatch(one.text) or VALUE.fullmatch(other.text)]
    return min(values, default=max(one.beyond for one, _ in pairs))


def _is_cut_span(one: PieceCell, other: PieceCell, first_value: int) -> bool:
    """Whether two halves are one merged label: left of the rows' own labels, and the lower starts nothing new."""
    if one.beyond >= first_value:
        return False
    if not one.text or not other.text:
        return True
    return one.rows + other.rows > 2 and not is_numbered(other.text)


def grid_rows(piece: Piece) -> tuple[tuple[GridCell, ...], ...]:
    """Returns each row's own cells, left to right."""
    return tuple(
        tuple(
            GridCell(
                cell.text, cell.column, cell.columns, cell.rows, page=cell.page, box=_rounded(cell.box),
                score=cell.score,
            )
            for cell in row
        )
        for row in _rows(piece.cells)
    )  # fmt: skip


def _rounded(box: Box) -> Box:
    return Box(*(round(side, 2) for side in box))
