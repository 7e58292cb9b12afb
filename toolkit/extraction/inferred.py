"""Grids whose columns were told by gaps → grids whose columns have names, or none that mean anything."""

from collections.abc import Collection, Iterator, Sequence

from toolkit.codebook import Codebook
from toolkit.extraction.lines import is_known
from toolkit.extraction.numbers import is_value
from toolkit.records import Grid, GridCell

Row = tuple[GridCell, ...]

# What stands for a number of which it cannot be told whether it is blank.
_UNTOLD = "\ufffd"
_NEAR = 2


def with_names(grid: Grid, codebook: Codebook) -> Grid:
    """Returns a grid with one row of whole names over its columns; unaligned where a column has no known name.

    A name is what the lines over a column make when read together, from some line down to the last: the lines above
    them are headings over several columns.

    Args:
        grid: with `inferred` columns.
        codebook: the forms, whose names are known.
    """
    numbered = [any(cell.text and is_value(cell.text) for cell in row) for row in grid.rows]
    columns = {cell.column for row, has in zip(grid.rows, numbered, strict=True) if has
               for cell in row if not cell.text or is_value(cell.text)}  # fmt: skip
    # Right of all headings stand the numbers of rows that a split cell makes longer.
    headed = [cell.column for row, has in zip(grid.rows, numbered, strict=True) if not has
              for cell in row if cell.text and cell.column in columns]  # fmt: skip
    columns = {column for column in columns if column <= max(headed, default=-1)}
    rows: list[Row] = []
    named = False
    for zone, has_values in _zones(grid.rows, numbered):
        if has_values or not any(cell.column in columns and cell.text for row in zone for cell in row):
            # A row whose label is known may have nothing but blanks; a line of a heading beside it has none.
            rows += [row if has_values or _is_labelled(row, codebook) else _shown(row) for row in zone]
            continue
        names = [_name(zone, column, codebook) for column in sorted(columns)]
        found = [name for name in names if name is not None]
        if len(found) < len(names):
            return _without_blanks(grid)
        rows += [tuple(cell for cell in row if cell.column not in columns) for row in zone[:-1]]
        rows.append((*(cell for cell in zone[-1] if cell.column not in columns), *found))
        named = True
    if not named:
        return _without_blanks(grid)
    return grid._replace(rows=tuple(_doubted(_ended(rows, columns), columns, codebook)))


def _ended(rows: Sequence[Row], columns: Collection[int]) -> list[Row]:
    """Rows; one without the last number that most others have may have lost any: its blanks are not told."""
    last = max(columns)

    def has(row: Row, *places: int) -> bool:
        return any(cell.column in places and cell.text for cell in row)

    numbered = [has(row, *columns) for row in rows]
    short = [some and not has(row, last) for some, row in zip(numbered, rows, strict=True)]
    if 2 * sum(short) >= sum(numbered):
        return list(rows)
    return [_shown(row) if early else row for early, row in zip(short, rows, strict=True)]


def _doubted(rows: Sequence[Row], columns: Collection[int], codebook: Codebook) -> Iterator[Row]:
    """Rows; a known label without numbers beside numbers without a known label has no blanks: these may be its own."""
    numbered = [any(cell.column in columns and cell.text for cell in row) for row in rows]
    stray = [has and not _is_labelled(row, codebook) for row, has in zip(rows, numbered, strict=True)]
    for at, row in enumerate(rows):
        beside = stray[max(at - _NEAR, 0) : at] + stray[at + 1 : at + 1 + _NEAR]
        if not numbered[at] and any(beside) and _is_labelled(row, codebook):
            row = tuple(cell._replace(text=_UNTOLD) if cell.column in columns else cell for cell in row)
        yield row


def _without_blanks(grid: Grid) -> Grid:
    """The grid as rows of texts: without names over them it is not told which columns there are, so none is blank."""
    return grid._replace(rows=tuple(map(_shown, grid.rows)), aligned=False)


def _shown(row: Row) -> Row:
    return tuple(cell for cell in row if cell.text)


def _is_labelled(row: Row, codebook: Codebook) -> bool:
    return any(cell.text and is_known(cell.text, codebook) for cell in row)


def _zones(rows: Sequence[Row], numbered: Sequence[bool]) -> Iterator[tuple[list[Row], bool]]:
    """Rows with values, and those between them, in turn."""
    zone: list[Row] = []
    for at, row in enumerate(rows):
        if zone and numbered[at] != numbered[at - 1]:
            yield zone, numbered[at - 1]
            zone = []
        zone.append(row)
    if zone:
        yield zone, numbered[-1]


def _name(zone: Sequence[Row], column: int, codebook: Codebook) -> GridCell | None:
    """The name over a column: the longest that is known of those that its last lines make."""
    stack = [cell for row in zone for cell in row if cell.column == column]
    for start in range(len(stack)):
        text = "".join(cell.text for cell in stack[start:])
        if is_known(text, codebook):
            return stack[start]._replace(text=text)
    return None
