"""Printed fields → cells of the form, each with its state."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from toolkit.extraction.lines import Line
from toolkit.extraction.numbers import read_number
from toolkit.extraction.rows import TableRow, place_of
from toolkit.extraction.wordings import shipped_wordings
from toolkit.records import Cell, GridCell, Place

NOWHERE = Place()
_MISREAD = 3
"""Names of a table's columns that may be misread at the most."""


def read_cell(
    address: tuple[str, str, str],
    line: Line,
    field: GridCell,
    source: str,
    *,
    kind: str = "count",
    unit: str | None = "件",
) -> Cell:
    """Returns the cell printed in a field; unreadable where a recogniser was not sure enough of it.

    Args:
        address: table, row and column code.
        line: the line the field stands in.
        field: the printed field.
        source: `text` or `ocr`.
        kind: how numbers are written here: `count`, `amount` or `change`.
        unit: the unit the header tells; one printed with the number goes before it.
    """
    text, score = field.text, field.score
    value, own_unit, state, _ = read_number(text, kind)
    if score is not None:
        source = "ocr"  # also on a page of a document whose other pages hold text
        if score < shipped_wordings().least_score:
            value, state = None, "unreadable"
    table, row, column = address
    if own_unit and kind == "amount":
        unit = own_unit
    return Cell(table, row, column, value, unit, text, state, source, score, place_of(line, field))


def unreadable_cell(address: tuple[str, str, str], line: Line, raw: str, source: str, unit: str | None = "件") -> Cell:
    """Returns a cell whose number is printed somewhere in `raw`, but cannot be told to be this cell's."""
    return Cell(*address, None, unit, raw, "unreadable", source, None, line.place)


def blank_cell(address: tuple[str, str, str], line: Line, source: str, unit: str | None = "件") -> Cell:
    """Returns a cell of a row that is printed without any value."""
    return Cell(*address, None, unit, "", "blank", source, None, line.place)


def missing_cell(address: tuple[str, str, str], source: str, unit: str | None = "件") -> Cell:
    """Returns a cell whose row or column the table does not have."""
    return Cell(*address, None, unit, None, "missing", source, None, NOWHERE)


def agreed(readings: Sequence[tuple[TableRow, dict[str, Cell]]]) -> dict[str, Cell]:
    """Returns the cells of a row that the table may print more than once.

    Rows that say the same are one; of rows that differ none is believed: their cells are unreadable, `raw` holds
    all of them.

    Args:
        readings: each printed row of the label with its cells by column.
    """
    filled = [(row, cells) for row, cells in readings if row.filled] or list(readings[:1])
    if not filled:
        return {}
    first = filled[0][1]
    if all(_said(cells) == _said(first) for _, cells in filled):
        return first
    raw = " ¦ ".join(row.raw for row, _ in filled)
    line = filled[0][0].line
    return {
        column: unreadable_cell((cell.table, cell.row, cell.column), line, raw, cell.source, cell.unit)
        for column, cell in first.items()
    }


def _said(cells: dict[str, Cell]) -> dict[str, tuple[float | None, str]]:
    return {column: (cell.value, cell.state) for column, cell in cells.items()}


def in_form_order(codes: Sequence[str | None], official: Sequence[str]) -> bool:
    """Whether all codes are the form's and stand in its order, some perhaps lost.

    >>> in_form_order(["a", "c"], ["a", "b", "c"]), in_form_order(["c", "a"], ["a", "b", "c"])
    (True, False)
    """
    rest: Iterator[str | None] = iter(official)
    return all(code in rest for code in codes)


def told_by_others(header: Sequence[tuple[str | None, GridCell]], official: Sequence[str]) -> list[str | None]:
    """Returns the codes of a grid's columns, those of misread names by the places of all others.

    Only on a recognised page: what is printed as an unknown name is a column of its own.
    """
    codes = [code for code, _ in header]
    known = [(code, place) for code, place in zip(codes, official, strict=False) if code]
    misread = all(field.score is not None for code, field in header if code is None)
    few = len(codes) == len(official) and len(known) >= len(official) - _MISREAD
    return list(official) if misread and few and all(code == place for code, place in known) else codes


def merged(fields: Sequence[GridCell], wide: Sequence[int] | None = None) -> list[bool]:
    """Says for each value field whether it covers more than its own cell.

    The last field may be wider than its column: beyond it is nothing that it could cover.

    Args:
        fields: the values of a row.
        wide: how many grid columns each header cell covers, where that is known.
    """
    if wide is None:
        narrow = min((field.columns for field in fields), default=1)
        wide = [narrow] * len(fields)
    last = len(fields) - 1
    return [
        field.rows > 1 or (field.columns > width and at < last)
        for at, (field, width) in enumerate(zip(fields, wide, strict=True))
    ]


def has_split_thousands(row: TableRow) -> bool:
    """Whether two neighbouring values could be one number whose thousands are parted by a space: 1 | 234."""
    texts = [value.text for value in row.filled]
    return any(
        left.isdigit() and right.isdigit() and len(left) <= 3 and len(right) == 3 and left[0] != "0" and right[0] >= "0"
        for left, right in pairwise(texts)
    )
