"""Tables as one Excel workbook: a sheet each, names and Chinese labels frozen on top, a filter on every column."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from toolkit.errors import ToolkitError
from toolkit.exports.tables import Table

MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
_HEADER = 2
# No clock in what is written: equal tables give equal bytes.
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)


def write_workbook(tables: Sequence[Table], path: Path) -> None:
    """Writes a workbook. Texts are texts, whatever they begin with: no formula, no link.

    Args:
        tables: what to write.
        path: of the file.

    Raises:
        ToolkitError: a table has more rows, or a cell more text, than Excel can hold.
    """
    for table in tables:
        if table.frame.height > MOST_ROWS - _HEADER:
            raise ToolkitError(
                f"The table {table.name} has {table.frame.height:,} rows, a sheet of Excel holds {MOST_ROWS:,}: filter "
                "the corpus, or export to csv, parquet or duckdb."
            )
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": _CREATED.replace(tzinfo=None)})
        formats = {
            "name": book.add_format({"bold": True, "bottom": 0, "bg_color": "#EEF2F5"}),
            "label": book.add_format({"bottom": 1, "bg_color": "#EEF2F5", "text_wrap": True, "valign": "top"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        for table in tables:
            _sheet(book, table, formats)


def _sheet(book: Any, table: Table, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(table.name)
    frame = table.frame
    sheet.freeze_panes(_HEADER, min(2, frame.width))
    if frame.width:
        # The filter stands on the labels: the row above is the names that programs use.
        sheet.autofilter(1, 0, frame.height + 1, frame.width - 1)
    for at, width in enumerate(_widths(table)):
        sheet.set_column(at, at, width)
    sheet.set_row(1, 45)
    for at, name in enumerate(frame.columns):
        sheet.write_string(0, at, name, formats["name"])
    for at, told in enumerate(table.labels):
        sheet.write_string(1, at, told, formats["label"])
    for row, values in enumerate(frame.iter_rows(), start=_HEADER):
        for column, value in enumerate(values):
            if value is not None:
                _write(sheet, row, column, value, formats["date"], table.name)


def _write(sheet: Any, row: int, column: int, value: object, day: Any, name: str) -> None:
    match value:
        case bool():
            sheet.write_boolean(row, column, value)
        case int() | float():
            sheet.write_number(row, column, value)
        case date():
            sheet.write_datetime(row, column, value, day)
        case _:
            text = " ".join(map(str, value)) if isinstance(value, list) else str(value)
            if len(text) > MOST_CHARACTERS:
                raise ToolkitError(
                    f"The table {name} has a text of {len(text):,} characters, a cell of Excel holds "
                    f"{MOST_CHARACTERS:,}: export to csv, parquet or duckdb."
                )
            sheet.write_string(row, column, text)


def _widths(table: Table) -> list[int]:
    """How wide columns are: numbers narrow, texts by what stands in their first rows."""
    widths = []
    for name in table.frame.columns:
        first = table.frame[name].head(200)
        longest = max((len(str(value)) for value in first if value is not None), default=0)
        widths.append(12 if longest <= 12 else min(48, 2 + 2 * longest))
    return widths
