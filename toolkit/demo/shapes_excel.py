"""Reports as Excel files: a sheet for each table, or all on one sheet."""

import random
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from types import MappingProxyType

from toolkit.codebook import TABLES
from toolkit.demo.grid import spread
from toolkit.demo.layout import Field, Layout, Sheet
from toolkit.demo.office import RELATIONS, office_file
from toolkit.demo.shape import Shape

_EXCEL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def worksheet(sheet: Sheet) -> str:
    """Returns a sheet as Excel's markup: numbers as numbers where they are written plainly, all else as text."""
    rows, merged = [], []
    for at, row in enumerate(spread(sheet), 1):
        cells = []
        for column, spot in enumerate(row):
            if spot.down or spot.right:
                continue
            field = spot.field
            cells.append(_cell(field.text, f"{_letters(column)}{at}"))
            if field.rows > 1 or field.columns > 1:
                last = f"{_letters(column + field.columns - 1)}{at + field.rows - 1}"
                merged.append(f"<mergeCell ref='{_letters(column)}{at}:{last}'/>")
        rows.append(f"<row r='{at}'>{''.join(cells)}</row>")
    merges = f"<mergeCells count='{len(merged)}'>{''.join(merged)}</mergeCells>" if merged else ""
    return f"<worksheet xmlns='{_EXCEL}'><sheetData>{''.join(rows)}</sheetData>{merges}</worksheet>"


def _cell(text: str, address: str) -> str:
    if not text:
        return f"<c r='{address}'/>"
    if text.isascii() and text.isdigit() and text == str(int(text)):  # a number would lose its leading zeros
        return f"<c r='{address}'><v>{text}</v></c>"
    return f"<c r='{address}' t='inlineStr'><is><t>{escape(text, quote=False)}</t></is></c>"


def _letters(column: int) -> str:
    return ("" if column < 26 else _letters(column // 26 - 1)) + chr(65 + column % 26)


def excel_file(sheets: Mapping[str, str], hidden: Sequence[str] = ()) -> bytes:
    """Returns an Excel file.

    Args:
        sheets: each sheet's markup by its name.
        hidden: names of sheets that are not shown.
    """
    states = ("visible", "hidden")
    named = "".join(
        f"<sheet name='{escape(name)}' sheetId='{at}' state='{states[name in hidden]}' r:id='r{at}'/>"
        for at, name in enumerate(sheets, 1)
    )
    # The sheet in front is one that shows: programs bring a hidden one that is in front back to light.
    front = next((at for at, name in enumerate(sheets) if name not in hidden), 0)
    views = f"<bookViews><workbookView activeTab='{front}'/></bookViews>"
    workbook = f"<workbook xmlns='{_EXCEL}' xmlns:r='{RELATIONS}'>{views}<sheets>{named}</sheets></workbook>"
    return office_file(
        ("xl/workbook.xml", "spreadsheetml.sheet.main", workbook),
        {
            f"xl/worksheets/sheet{at}.xml": ("spreadsheetml.worksheet", markup)
            for at, markup in enumerate(sheets.values(), 1)
        },
    )


def _lines(layout: Layout) -> Iterator[tuple[str, Sheet]]:
    """The report as lines of text and tables, in order: (text, the table below it)."""
    for line in (*layout.title, *((layout.byline,) if layout.byline is not None else ()), layout.preamble):
        yield line, []
    for number, (heading, prose) in enumerate(layout.truth.sections, 1):
        table = layout.sheets[TABLES[number - 2]] if 2 <= number <= 4 else []
        texts = prose.split("\n") if prose else []
        for at, text in enumerate((heading, *texts)):
            yield text, table if at == len(texts) else []
    for line in layout.signature:
        yield line, []


def _one_sheet(layout: Layout, rng: random.Random) -> bytes:
    """All on one sheet; every text is merged over the whole width, as it would not fit its column."""
    rows: Sheet = []
    for text, table in _lines(layout):
        rows += [[Field(text, 15)], *table]
    return excel_file({"Sheet1": worksheet(rows)})


def _left_column(layout: Layout, rng: random.Random) -> bytes:
    """All on one sheet; texts stand in the first column and run over the ones beside it, an empty row below tables."""
    rows: Sheet = []
    for text, table in _lines(layout):
        rows += [[Field(text)], *table, *([[Field("")]] if table else [])]
    return excel_file({"年报": worksheet(rows)})


def _sheets(layout: Layout, rng: random.Random) -> bytes:
    """The tables on sheets of their own, with the heading in the first row; the texts before and after on others."""
    groups: list[Sheet] = [[]]
    for text, table in _lines(layout):
        if text in {heading for heading, _ in layout.truth.sections[1:5]}:
            groups.append([])
        groups[-1] += [[Field(text)], *table]
    sheets = {f"Sheet{at}": worksheet(rows) for at, rows in enumerate(groups, 1)}
    old = worksheet([[Field("一、总体情况")], [Field("上年"), Field("7")]])
    return excel_file({"旧": old, **sheets}, hidden=["旧"])


_SHAPES = (
    Shape("xlsx_one_sheet", "xlsx", _one_sheet, gridded=True),
    Shape("xlsx_left_column", "xlsx", _left_column, gridded=True),
    Shape("xlsx_sheets", "xlsx", _sheets, gridded=True),
)
EXCEL_SHAPES: Mapping[str, Shape] = MappingProxyType({shape.name: shape for shape in _SHAPES})
