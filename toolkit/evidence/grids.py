"""A table and a cell in it → its header and the rows around the cell, laid out anew as plain text."""

from collections.abc import Collection, Sequence

from toolkit.evidence.excerpts import Fragment, FragmentCell, FragmentRow
from toolkit.records import Grid, GridCell

AROUND = 3
"""Rows shown above and below the cell's own."""
MOST_HEADER_ROWS = 5
MOST_COLUMNS = 40
MOST_CHARACTERS = 300

_Owner = tuple[int, GridCell]


def cell_at(grid: Grid, row: int, column: int) -> GridCell | None:
    """Returns the cell that starts at a row and column of a grid; None where none does."""
    if not 0 <= row < len(grid.rows):
        return None
    return next((cell for cell in grid.rows[row] if cell.column == column), None)


def header_above(row: int, numbered: Collection[int]) -> range:
    """Returns the rows of the header above a row: the last ones above it, and above all others, without numbers.

    Args:
        row: a row with numbers.
        numbered: all rows of the grid with numbers.
    """
    while row in numbered:
        row -= 1
    stop = row + 1
    while row >= 0 and row not in numbered and stop - row <= MOST_HEADER_ROWS:
        row -= 1
    return range(row + 1, stop)


def fragment(
    grid: Grid, row: int, column: int | None, header: range, *, lit: bool, above: Fragment | None = None
) -> Fragment:
    """Returns the header and the rows around a cell.

    Args:
        grid: the table.
        row: the cell's, from 0.
        column: the cell's first; None for the whole row.
        header: the header's rows in this grid.
        lit: whether the cell is to be lit.
        above: the header where it stands in another grid.
    """
    first, last = max(row - AROUND, 0), min(row + AROUND + 1, len(grid.rows))
    if header and header.stop >= first - 1:  # one row is not worth leaving out
        first = min(header.start, first)
    parts = list(above.parts) if above else []
    left = max((column or 0) - MOST_COLUMNS // 2, 0)
    target = (row, column) if lit else None
    if header and header.stop < first:
        parts.append(_part(grid.rows, header, left, None))
    parts.append(_part(grid.rows, range(first, last), left, target))
    return Fragment(tuple(part for part in parts if part))


def header_fragment(grid: Grid, header: range) -> Fragment:
    """Returns the header of a grid alone."""
    return Fragment((_part(grid.rows, header, 0, None),))


def _part(
    rows: Sequence[Sequence[GridCell]], shown: range, left: int, target: tuple[int, int | None] | None
) -> tuple[FragmentRow, ...]:
    """Rows that follow each other, as rectangles: where spans of a page overlap, a row's own cell goes first."""
    right = left + MOST_COLUMNS
    owners: dict[tuple[int, int], _Owner] = {}
    for at in range(shown.stop):
        for cell in rows[at]:
            owner = (at, cell)  # told apart by identity
            for row in range(max(at, shown.start), min(at + cell.rows, shown.stop)):
                for column in range(max(cell.column, left), min(cell.column + cell.columns, right)):
                    owners[row, column] = owner
    if not owners:
        return ()
    right = max(column for _, column in owners) + 1
    done: set[tuple[int, int]] = set()
    told: set[tuple[int, int]] = set()
    found = []
    for row in shown:
        cells = []
        for column in range(left, right):
            if (row, column) in done:
                continue
            width, height = _extent(owners, done, row, column, shown.stop, right)
            done.update((row + down, column + across) for down in range(height) for across in range(width))
            found_owner = owners.get((row, column))
            name = (found_owner[0], found_owner[1].column) if found_owner else None
            text = found_owner[1].text if found_owner and name not in told else ""
            lit = bool(target and name and name not in told and _is_meant(name, target))
            if name:
                told.add(name)
            cells.append(FragmentCell(_cut(text), width, height, lit))
        found.append(FragmentRow(row, tuple(cells)))
    return tuple(found)


def _extent(
    owners: dict[tuple[int, int], _Owner], done: set[tuple[int, int]], row: int, column: int, bottom: int, right: int
) -> tuple[int, int]:
    """How many columns and rows the cell at a place covers there, as one rectangle."""
    owner = owners.get((row, column))
    width = 1
    while column + width < right and owners.get((row, column + width)) is owner and (row, column + width) not in done:
        width += 1
    height = 1
    while (
        owner is not None
        and row + height < bottom
        and all(owners.get((row + height, column + across)) is owner for across in range(width))
    ):
        height += 1
    return width, height


def _is_meant(name: tuple[int, int], target: tuple[int, int | None]) -> bool:
    return name[0] == target[0] and target[1] in (None, name[1])


def _cut(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else text[:MOST_CHARACTERS] + "…"
