"""Excel files → blocks: each sheet that is shown as a grid, merged cells placed, numbers as they stand there."""

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from toolkit.documents.html import MAX_CELLS, shown
from toolkit.documents.package import Package
from toolkit.documents.reader import Unreadable
from toolkit.records import Block, Grid, GridCell, Paragraph, Place, SourceText

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_SHEET = re.compile(r"xl/(?:worksheets/.*\.(?:xml|bin)|sharedstrings\.(?:xml|bin)|workbook\d*\.(?:xml|bin))")
# A cell that holds something, by its address.
_FILLED = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*(?<!/)>")
# The most that may lie between the first and the last cell: a grid is laid out in full before it is read.
_MAX_AREA = 4_000_000
_MERGED = tuple[tuple[int, int], tuple[int, int]]
_Row = Sequence[object]


class XlsxReader:
    """Reads Excel files. A formula counts as the value that was saved with it; hidden sheets are left out."""

    formats = frozenset({"xlsx"})

    def read(self, data: bytes) -> SourceText:
        """Returns the blocks of all sheets that are shown, in order.

        Raises:
            Unreadable: `encrypted`, `damaged`, `too_large`, `empty`, or `unsupported_format` for old binary files.
        """
        _weigh(Package(data, "Excel"))
        # Imported here: loads of text and web pages do without.
        from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

        blocks: list[Block] = []
        try:
            workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
            for at, sheet in enumerate(workbook.sheets_metadata):
                if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet:
                    blocks += _blocks(workbook, at, len(blocks))
        except PasswordError as error:
            raise Unreadable("encrypted", "The file is protected by a password.") from error
        except (CalamineError, OSError, ValueError) as error:
            raise Unreadable("damaged", f"The file is no whole Excel file ({error}).") from error
        if not blocks:
            raise Unreadable("empty", "The file shows no text.")
        return SourceText(tuple(blocks), {})


def _weigh(package: Package) -> None:
    """Unpacks what will be read, within bounds, and looks how far its cells lie apart.

    Raises:
        Unreadable: `too_large`; `damaged` where no workbook is.
    """
    if not any(name.startswith("xl/workbook") for name in package.names):
        raise Unreadable("damaged", "The file holds no 'xl/workbook.xml', where an Excel file names its sheets.")
    for name in filter(_SHEET.fullmatch, package.names):
        content = package.read(name)
        if "/worksheets/" in name:
            addresses = _FILLED.findall(content)
            rows = max((int(row) for _, row in addresses), default=0)
            columns = max((_column(letters) for letters, _ in addresses), default=0)
            if rows * columns > _MAX_AREA or len(addresses) > MAX_CELLS:
                raise Unreadable("too_large", f"The sheet '{name}' has {rows:,} rows and {columns:,} columns.")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _blocks(workbook: "CalamineWorkbook", at: int, number: int) -> list[Block]:
    """A sheet as blocks: rows that hold one cell alone, wherever, are prose; rows between them are grids."""
    sheet = workbook.get_sheet_by_index(at)
    blocks: list[Block] = []
    rows: list[tuple[GridCell, ...]] = []

    def close() -> None:
        if rows:
            blocks.append(Grid(tuple(rows), Place(block=number + len(blocks)), aligned=True))
            rows.clear()

    placed = _placed(sheet)
    covered = 0  # rows that a merged cell above still reaches into belong to its table
    for row in placed:
        alone = len([cell for cell in row if cell.text]) <= 1 and len(row) <= 1
        if not covered and (not any(cell.text for cell in row) or (alone and row[0].rows == 1)):
            close()
            lines = row[0].text.split("\n") if row else []
            blocks += [Paragraph(line, Place(block=number + len(blocks) + i)) for i, line in enumerate(lines) if line]
            continue
        rows.append(row)
        covered = max([covered - 1, *(cell.rows - 1 for cell in row)])
    close()
    return blocks


def _placed(sheet: "CalamineSheet") -> list[tuple[GridCell, ...]]:
    """The rows of a sheet, each with its own cells: what a merged cell covers besides its first place is not shown."""
    values: list[_Row] = list(sheet.to_python(skip_empty_area=False))
    merged: Sequence[_MERGED] = sheet.merged_cell_ranges or ()
    spans = {first: (last[0] - first[0] + 1, last[1] - first[1] + 1) for first, last in merged}
    width = max(map(len, values), default=0)
    covered = {
        (row, column)
        for (top, left), (bottom, right) in merged
        for row in range(top, min(bottom + 1, len(values)))
        for column in range(left, min(right + 1, width))
        if (row, column) != (top, left)
    }
    if sum(map(len, values)) > _MAX_AREA:
        raise Unreadable("too_large", f"The sheet '{sheet.name}' has {len(values):,} rows.")
    placed = []
    for row, line in enumerate(values):
        cells = []
        for column, value in enumerate(line):
            if (row, column) not in covered:
                rows, columns = spans.get((row, column), (1, 1))
                cells.append(GridCell(_written(value), column, columns, min(rows, len(values) - row)))
        placed.append(tuple(cells))
    return placed


def _written(value: object) -> str:
    """A value as text; whole numbers without the decimals that Excel does not show either.

    >>> _written(5.0), _written(96171.6), _written(0.1 + 0.2), _written(True)
    ('5', '96171.6', '0.3', 'TRUE')
    """
    if isinstance(value, str):
        return shown(value.replace("\r\n", "\u2028").replace("\n", "\u2028"))
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        # Fifteen digits are what Excel itself keeps; the sixteenth is noise of its sums.
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    if isinstance(value, datetime | date):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    return str(value)
