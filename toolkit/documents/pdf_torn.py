"""Rules that are missing between two cells: told by two numbers, or two numbered labels, that stand in one.

Programs lose a border here and there: on the way to PDF, by hand, or where two tables were made one. No official cell
holds two numbers, each in a row and column of its own.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from toolkit.documents.pdf_rules import Lattice, LatticeCell
from toolkit.documents.pdf_text import VALUE, Glyph, advance, is_numbered, text_lines
from toolkit.records import Box

# In sizes of a character: how far a letter reaches above and below its base line; how far apart numbers of two cells
# are at least.
_ABOVE, _BELOW = 0.7, 0.1
_APART = 0.5


class Filled(NamedTuple):
    """A printed cell and its characters."""

    cell: LatticeCell
    glyphs: list[Glyph]


def parted(lattice: Lattice, glyphs: Sequence[list[Glyph]], size: float) -> list[Filled]:
    """Returns a lattice's cells with their characters, those parted between which a rule is missing.

    Args:
        lattice: the table's rules.
        glyphs: the characters of each of its cells.
        size: of full characters.
    """
    found: list[Filled] = []
    for cell, inside in zip(lattice.cells, glyphs, strict=True):
        if cell.rows * cell.columns == 1 or len(inside) < 2:
            found.append(Filled(cell, inside))
        else:
            for row in _by_rows(Filled(cell, inside), lattice, size):
                found += _by_columns(row, lattice, size)
    return sorted(found, key=lambda filled: (filled.cell.row, filled.cell.column))


def _by_rows(filled: Filled, lattice: Lattice, size: float) -> Iterator[Filled]:
    """Parts a cell at the first row edge between what must be two cells, and goes on below it."""
    cell, glyphs = filled
    for edge in range(cell.row + 1, cell.row + cell.rows):
        y = lattice.ys[edge]
        if any(glyph.y - _ABOVE * size < y < glyph.y + _BELOW * size for glyph in glyphs):
            continue
        above, below = [g for g in glyphs if g.y < y], [g for g in glyphs if g.y >= y]
        if above and below and _are_two(_text(above, size), _text(below, size)):
            yield Filled(_cell(lattice, cell._replace(rows=edge - cell.row)), above)
            rest = cell._replace(row=edge, rows=cell.row + cell.rows - edge)
            yield from _by_rows(Filled(_cell(lattice, rest), below), lattice, size)
            return
    yield filled


def _by_columns(filled: Filled, lattice: Lattice, size: float) -> Iterator[Filled]:
    cell, glyphs = filled
    for edge in range(cell.column + 1, cell.column + cell.columns):
        x = lattice.xs[edge]
        before, after = [g for g in glyphs if g.x < x], [g for g in glyphs if g.x >= x]
        if not before or not after:
            continue
        end = max(glyph.x + advance(glyph.text, size) for glyph in before)
        gap = min(glyph.x for glyph in after) - end
        if end <= x and gap > _APART * size and VALUE.fullmatch(_text(after, size).split("\n")[0]):
            yield Filled(_cell(lattice, cell._replace(columns=edge - cell.column)), before)
            rest = cell._replace(column=edge, columns=cell.column + cell.columns - edge)
            yield from _by_columns(Filled(_cell(lattice, rest), after), lattice, size)
            return
    yield filled


def _are_two(above: str, below: str) -> bool:
    """Whether two texts, one above the other, are two cells': both are values, or the lower begins with its number."""
    values = all(VALUE.fullmatch(text) for text in (*above.split("\n"), *below.split("\n")))
    return values or (is_numbered(above) and is_numbered(below))


def _text(glyphs: Sequence[Glyph], size: float) -> str:
    """The fields of some characters, one a line."""
    return "\n".join(field for line in text_lines(glyphs, 0, size) for field in line.fields())


def _cell(lattice: Lattice, cell: LatticeCell) -> LatticeCell:
    """A cell with the rectangle of its rows and columns."""
    xs, ys = lattice.xs, lattice.ys
    box = Box(xs[cell.column], ys[cell.row], xs[cell.column + cell.columns], ys[cell.row + cell.rows])
    return cell._replace(box=box)
