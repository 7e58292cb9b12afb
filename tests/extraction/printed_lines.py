"""Printed tables as the extraction meets them: written down here as rows of texts, or printed and read."""

from collections.abc import Iterable, Mapping, Sequence

from tests.specimens.printed_page import Key, Table
from toolkit.codebook import shipped_codebook
from toolkit.documents import read_blocks
from toolkit.extraction.lines import Line, grid_lines, text_line
from toolkit.extraction.outline import Item
from toolkit.records import Block, Cell, Grid, GridCell, Paragraph, Place

BOOK = shipped_codebook()
Field = str | tuple[str, int] | tuple[str, int, int]
"""The text of a printed cell, or its text, columns and rows."""


def grid(*rows: Sequence[Field], block: int = 0) -> list[Line]:
    """The lines of an aligned grid without merged cells over rows; columns follow from the widths."""
    lines = []
    for number, fields in enumerate(rows):
        cells, column = [], 0
        for field in fields:
            text, columns, spanned = field if isinstance(field, tuple) and len(field) == 3 else (
                (*field, 1) if isinstance(field, tuple) else (field, 1, 1)
            )  # fmt: skip
            cells.append(GridCell(text, column, columns, spanned))
            column += columns
        lines.append(Line(tuple(cells), Place(block=block, grid_row=number), aligned=True, from_text=False))
    return lines


def tabs(text: str) -> list[Line]:
    """The table lines of a text, as its reader gives them: fields parted by tabs or pipes, or alone on a line."""
    found = (item if isinstance(item, Line) else text_line(item, BOOK) for item in items(text))
    return [line for line in found if line is not None]


def spaced(*texts: str) -> list[Line]:
    """Lines of text whose fields are parted by spaces."""
    lines = [text_line(Paragraph(text, Place(block=at, line=at + 1)), BOOK) for at, text in enumerate(texts)]
    assert None not in lines
    return [line for line in lines if line is not None]


def page(table: Table) -> list[Line]:
    """The lines of a table as a web page prints it."""
    return lines_of(read_blocks(table.html().encode(), "html").blocks)


def lines_of(blocks: Iterable[Block]) -> list[Line]:
    return [line for block in blocks if isinstance(block, Grid) for line in grid_lines(block)]


def items_of(blocks: Iterable[Block]) -> list[Item]:
    items: list[Item] = []
    for block in blocks:
        items.extend(grid_lines(block) if isinstance(block, Grid) else [block])
    return items


def items(text: str) -> list[Item]:
    """The items of a text."""
    return items_of(read_blocks(text.encode(), "txt").blocks)


def values(cells: Iterable[Cell]) -> dict[Key, float]:
    """The numbers among cells, by address."""
    return {
        (cell.table, cell.row, cell.column): cell.value
        for cell in cells
        if cell.state == "number" and cell.value is not None
    }


def row_of(cells: Iterable[Cell], row: str) -> dict[str, float | str | None]:
    """A row by column: its numbers, and the state of each cell that is none."""
    return {cell.column: cell.value if cell.state == "number" else cell.state for cell in cells if cell.row == row}


def part(numbers: Mapping[Key, float], table: str) -> dict[Key, float]:
    return {key: value for key, value in numbers.items() if key[0] == table}
