"""Workbooks as offices keep them: sheets for tables, titles over merged cells, numbers as text, formats, formulas."""

import io
import random
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from tests.blind_layouts.articles import Article, Part
from tests.blind_layouts.layout import Draft, Layout
from toolkit.demo.grid import spread
from toolkit.demo.layout import Field, Sheet, Style

Write = Callable[[Any, Field], None]
"""Puts a field into a cell."""
_THIN = Border(*[Side("thin")] * 4)
_CENTRE = Alignment("center", "center", wrap_text=True)
_WIDTHS = {"disclosure": (24, 12, 12, 12), "requests": (5, 9, 30, *[9] * 7), "review": (8,) * 15}


def _number(text: str) -> int | float | None:
    """The number that a plain text is."""
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    return float(text) if re.fullmatch(r"-?\d+\.\d+", text) else None


def as_number(cell: Any, field: Field) -> None:
    """Numbers as numbers, all else as text."""
    number = _number(field.text) if field.role == "value" else None
    cell.value = number if number is not None else field.text or None


def as_text(cell: Any, field: Field) -> None:
    """Everything as text, numbers with the mark for it."""
    cell.value = field.text or None
    cell.number_format, cell.quotePrefix = "@", field.role == "value"
    if cell.value is not None:
        cell.data_type = "s"


def formatted(cell: Any, field: Field) -> None:
    """Numbers that a format shows with a unit, with zeros before, or grouped; the value is the number."""
    as_number(cell, field)
    if isinstance(cell.value, float):
        cell.number_format = "0.0000"
    elif isinstance(cell.value, int):
        cell.number_format = "#,##0" if field.key and field.key[0] == "disclosure" else '0"件"'


def place(sheet: Any, table: Sheet, top: int, left: int, write: Write) -> int:
    """Writes a table with its merged cells; returns the row below it."""
    grid = spread(table)
    for row, spots in enumerate(grid, top):
        for column, spot in enumerate(spots, left):
            cell = sheet.cell(row, column)
            cell.border, cell.alignment = _THIN, _CENTRE
            if not spot.down and not spot.right:
                write(cell, spot.field)
    for row, spots in enumerate(grid, top):
        for column, spot in enumerate(spots, left):
            field = spot.field
            if not spot.down and not spot.right and field.rows * field.columns > 1:
                sheet.merge_cells(
                    start_row=row,
                    start_column=column,
                    end_row=row + field.rows - 1,
                    end_column=column + field.columns - 1,
                )
    return top + len(grid)


def _line(sheet: Any, row: int, text: str, wide: int, *, left: int = 1, bold: bool = False) -> int:
    sheet.cell(row, left, text).font = Font(name="宋体", size=14 if bold else 11, bold=bold)
    sheet.cell(row, left).alignment = Alignment("center" if bold else "left", "center", wrap_text=True)
    if wide > 1:
        sheet.merge_cells(start_row=row, start_column=left, end_row=row, end_column=left + wide - 1)
    sheet.row_dimensions[row].height = 18 * (1 + len(text) // 48)
    return row + 1


def _all_on_one(sheet: Any, article: Article, write: Write, *, left: int = 1, wide: int = 10, gap: int = 0) -> None:
    row = 1 + gap
    for part in article.parts:
        if part.kind == "table":
            row = place(sheet, part.sheet, row + gap, left, write) + gap + 1
        else:
            row = _line(sheet, row, part.text, wide, left=left, bold=part.kind in ("title", "heading"))


def _saved(book: Any) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _by_table(article: Article, rng: random.Random) -> Draft:
    """A sheet for each table with its heading over merged cells, the prose on sheets before and after."""
    book = Workbook()
    sheet, row = book.active, 1
    sheet.title = "报告"
    tables = {"disclosure": "主动公开", "requests": "依申请公开", "review": "复议诉讼"}
    for group in _sections(article):
        table = next((part for part in group if part.kind == "table"), None)
        if table or sheet.title in tables.values():
            sheet, row = book.create_sheet(tables[table.table] if table else "报告（续）"), 1
        wide = sum(field.columns for field in table.sheet[0]) if table else 8
        for part in group:
            if part.kind == "table":
                row = place(sheet, part.sheet, row + 1, 1, as_number)
            else:
                row = _line(sheet, row, part.text, wide, bold=part.kind in ("title", "heading"))
    return Draft(_saved(book), "xlsx")


def _sections(article: Article) -> list[list[Part]]:
    """The parts, a list a section; what stands before the first heading is the first list."""
    groups: list[list[Part]] = [[]]
    for part in article.parts:
        if part.kind == "heading":
            groups.append([])
        groups[-1].append(part)
    return groups


def _as_text(article: Article, rng: random.Random) -> Draft:
    """All on one sheet, every number kept as text."""
    book = Workbook()
    _all_on_one(book.active, article, as_text)
    return Draft(_saved(book), "xlsx")


def _formats(article: Article, rng: random.Random) -> Draft:
    """The report begins in C4, rows and columns lie empty around it, numbers have formats."""
    book = Workbook()
    _all_on_one(book.active, article, formatted, left=3, gap=3)
    book.active.freeze_panes = "C4"
    return Draft(_saved(book), "xlsx")


def _hidden(article: Article, rng: random.Random) -> Draft:
    """Last year's sheet is hidden, and so are a row of helping sums below table 2 and a column beside the tables."""
    book = Workbook()
    sheet = book.active
    sheet.title = f"{article.truth.year}"
    row = 1
    for part in article.parts:
        if part.kind != "table":
            row = _line(sheet, row, part.text, 10, bold=part.kind in ("title", "heading"))
            continue
        bottom = place(sheet, part.sheet, row, 1, as_number)
        for at in range(row, bottom):
            sheet.cell(at, 18, rng.randrange(90))
        if part.table == "disclosure":
            for column, text in enumerate(("核对", *(rng.randrange(1000) for _ in range(3))), 1):
                sheet.cell(bottom, column, text)
            sheet.row_dimensions[bottom].hidden = True
        row = bottom + 2
    sheet.column_dimensions["R"].hidden = True
    old = book.create_sheet("上年", 0)
    old.sheet_state = "hidden"
    book.active = 1
    for table in article.sheets().values():
        other = [[_other_year(field, rng) for field in line] for line in table]
        place(old, other, old.max_row + 2, 1, as_number)
    return Draft(_saved(book), "xlsx")


def _other_year(field: Field, rng: random.Random) -> Field:
    return field._replace(text=str(rng.randrange(900))) if field.role == "value" else field


def _formulas(article: Article, rng: random.Random) -> Draft:
    """Totals of table 3 are formulas where they agree with their parts; an office program computed and saved them."""
    book = Workbook()
    sheet = book.active

    def write(cell: Any, field: Field) -> None:
        as_number(cell, field)
        if field.key and field.key[0] == "requests" and field.key[2] == "total" and isinstance(cell.value, int):
            parts = [sheet.cell(cell.row, cell.column - back).value for back in range(1, 7)]
            if sum(part for part in parts if isinstance(part, int)) == cell.value:
                first, last = (get_column_letter(cell.column - back) for back in (6, 1))
                cell.value = f"=SUM({first}{cell.row}:{last}{cell.row})"

    _all_on_one(sheet, article, write)
    return Draft(_saved(book), "xlsx", "soffice", "xlsx")


def _lines(field: Field, widths: tuple[int, ...], at: int) -> int:
    """So many lines the text of a cell may need in one row."""
    room = sum(widths[at : at + field.columns]) / 2.4
    return -(-len(field.text) // int(room)) if field.rows == 1 else 1


def printed_workbook(article: Article) -> bytes:
    """Returns a workbook made for print: a sheet a table, fitted to the paper's width, heads again on each page."""
    book = Workbook()
    sheet = book.active
    row = 1
    for part in article.parts:
        if part.kind != "table":
            row = _line(sheet, row, part.text, 10, bold=part.kind in ("title", "heading"))
            continue
        sheet = book.create_sheet(part.table)
        row = place(sheet, part.sheet, 1, 1, as_number) + 1
        widths = _WIDTHS[part.table]
        for column, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        for at, spots in enumerate(spread(part.sheet), 1):
            lines = max(_lines(spot.field, widths, column) for column, spot in enumerate(spots) if not spot.right)
            sheet.row_dimensions[at].height = 6 + 15 * lines
        for head in sheet[1]:
            head.fill = PatternFill("solid", "FFDDDDDD")
    for sheet in book.worksheets:
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    return _saved(book)


_LAYOUTS = (
    Layout("xlsx_by_table", "xlsx", _by_table, Style(blank=("", "—"))),
    Layout("xlsx_as_text", "xlsx", _as_text, Style(thousands=True, blank=("", "-", "/"))),
    Layout("xlsx_formats", "xlsx", _formats, Style(blank=("",))),
    Layout("xlsx_hidden", "xlsx", _hidden, Style(blank=("", "/"))),
    Layout("xlsx_formulas", "xlsx", _formulas, Style(blank=("",)), needs=frozenset({"soffice"})),
)
EXCEL_LAYOUTS: Mapping[str, Layout] = MappingProxyType({one.name: one for one in _LAYOUTS})
