"""Excel files: sheets as grids and lines, merged cells placed, values as they show."""

import io
import time
import zipfile
from contextlib import suppress

import pytest

from toolkit.demo.shapes_excel import excel_file, worksheet
from toolkit.documents.formats import find_format
from toolkit.documents.package import MAX_BYTES
from toolkit.documents.reader import Unreadable
from toolkit.documents.reading import read_blocks
from toolkit.documents.xlsx import XlsxReader
from toolkit.records import Grid, Paragraph, Place

Shown = list[str | list[list[str]]]
HEAD = "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"


def sheet(rows: str, *merged: str) -> str:
    """A sheet of these rows; cells are written out, `<c/>` is one without a value."""
    merges = "".join(f"<mergeCell ref='{area}'/>" for area in merged)
    return f"{HEAD}<sheetData>{rows}</sheetData>{f'<mergeCells>{merges}</mergeCells>' if merges else ''}</worksheet>"


def row(number: int, *values: str) -> str:
    """A row: numbers as numbers, other texts as text, nothing for the empty text."""
    cells = []
    for column, value in zip("ABCDEFGHIJ", values, strict=False):
        address = f"{column}{number}"
        if value.startswith("<"):
            cells.append(value.replace("<c", f"<c r='{address}'", 1))
        elif value.replace(".", "", 1).replace("-", "", 1).isdigit():
            cells.append(f"<c r='{address}'><v>{value}</v></c>")
        elif value:
            cells.append(f"<c r='{address}' t='inlineStr'><is><t xml:space='preserve'>{value}</t></is></c>")
    return f"<row r='{number}'>{''.join(cells)}</row>"


def read(*sheets: str, hidden: tuple[str, ...] = ()) -> Shown:
    data = excel_file({f"S{at}": text for at, text in enumerate(sheets)}, hidden)
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in cells] for cells in block.rows]
        for block in XlsxReader().read(data).blocks
    ]


def value(cell: str) -> str:
    (grid,) = read(sheet(row(1, "a", cell, "b")))
    assert isinstance(grid, list)
    return grid[0][1]


def columns(text: str) -> list[list[tuple[str, int, int, int]]]:
    (grid,) = XlsxReader().read(excel_file({"S": text})).blocks
    assert isinstance(grid, Grid)
    assert grid.aligned
    return [[(c.text, c.column, c.columns, c.rows) for c in cells] for cells in grid.rows]


# ------------------------------------------------------------------------------------------------ values
@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("5", "5"),
        ("5.0", "5"),
        ("0", "0"),
        ("-3", "-3"),
        ("96171.6", "96171.6"),
        ("59237.2449", "59237.2449"),
        ("<c><v>0.30000000000000004</v></c>", "0.3"),
        ("<c><v>1.2E3</v></c>", "1200"),
        ("<c t='str'><f>A1</f><v>12件</v></c>", "12件"),
        ("<c><f>SUM(A1:A2)</f><v>7</v></c>", "7"),
        ("<c t='b'><v>1</v></c>", "TRUE"),
        ("<c/>", ""),
        ("３５０５", "３５０５"),
        ("3,505", "3,505"),
        (" 无 ", "无"),
        ("商业\n企业", "商业\n企业"),
    ],
)
def test_values_as_they_show(cell: str, text: str) -> None:
    assert value(cell) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<c t='e'><v>#REF!</v></c>", "#REF!"),
        ("<c><f>SUM(A1:A2)</f></c>", "="),
        ("<c><f>SUM(A1:A2)</f><v/></c>", "="),
        ("<c><f>SUM(A1:A2)</f><v></v></c>", "="),
        ("<c t='str'><f>IF(A1,1,\"\")</f><v></v></c>", ""),
        ("<c t='inlineStr'><is><t>#</t></is></c>", "#"),
    ],
)
def test_an_error_or_a_formula_without_its_value_is_not_blank(cell: str, text: str) -> None:
    assert value(cell) == text


def test_an_error_on_the_second_sheet_stays_there() -> None:
    assert read(sheet(row(1, "a", "", "b")), sheet(row(1, "a", "<c t='e'><v>#N/A</v></c>", "b"))) == [
        [["a", "", "b"]],
        [["a", "#N/A", "b"]],
    ]


# ------------------------------------------------------------------------------------------------ merged cells
def test_merged_cells_are_placed() -> None:
    text = sheet(row(1, "三", "", "a") + row(2, "", "", "b") + row(3, "c", "d", "e"), "A1:B2")
    assert columns(text) == [
        [("三", 0, 2, 2), ("a", 2, 1, 1)],
        [("b", 2, 1, 1)],
        [("c", 0, 1, 1), ("d", 1, 1, 1), ("e", 2, 1, 1)],
    ]


def test_merged_cells_end_with_the_sheet() -> None:
    assert columns(sheet(row(1, "a", "1") + row(2, "", "2"), "A1:A99"))[0][0] == ("a", 0, 1, 2)
    assert columns(sheet(row(1, "a", "1"), "Z9:ZZ99"))[0] == [("a", 0, 1, 1), ("1", 1, 1, 1)]


def test_what_a_merged_cell_hides_is_not_read() -> None:
    assert columns(sheet(row(1, "7", "a") + row(2, "9", "b"), "A1:A2"))[1] == [("b", 1, 1, 1)]


# ------------------------------------------------------------------------------------------------ what is not shown
def test_hidden_rows_and_columns_are_not_read() -> None:
    rows = row(1, "a", "1", "2", "3") + row(2, "b", "4", "5", "6").replace("<row ", "<row hidden='1' ")
    rows += row(3, "c", "7", "8", "9")
    text = sheet(rows).replace("<sheetData>", "<cols><col min='2' max='2' hidden='true'/></cols><sheetData>")
    assert read(text) == [[["a", "2", "3"], ["c", "8", "9"]]]


def test_a_merged_cell_shows_while_a_part_of_it_does() -> None:
    rows = row(1, "a", "", "1") + row(2, "b", "2", "3")
    text = sheet(rows, "A1:B1").replace("<sheetData>", "<cols><col min='1' max='1' hidden='1'/></cols><sheetData>")
    assert read(text) == [[["a", "1"], ["2", "3"]]]


def test_a_merged_cell_of_which_the_first_row_is_hidden_stands_in_the_next() -> None:
    rows = row(1, "a", "1").replace("<row ", "<row hidden='1' ") + row(2, "", "2") + row(3, "", "3")
    assert columns(sheet(rows, "A1:A3")) == [[("a", 0, 1, 2), ("2", 1, 1, 1)], [("3", 1, 1, 1)]]


def test_a_row_that_only_speaks_of_hidden_things_is_shown() -> None:
    assert read(sheet(row(1, "hidden='1'", "1") + row(2, "b", "2"))) == [[["hidden='1'", "1"], ["b", "2"]]]


# ------------------------------------------------------------------------------------------------ lines and tables
def test_titles_prose_and_tables_below_each_other() -> None:
    text = sheet(
        row(1, "某局2023年报告")
        + row(2, "一、总体情况")
        + row(3, "全年无事。")
        + row(5, "二、主动公开")
        + row(6, "信息内容", "制发", "废止")
        + row(7, "规章", "0", "")
        + row(8, "规范性文件", "", "")
        + row(10, "2024年1月8日")
    )
    assert read(text) == [
        "某局2023年报告", "一、总体情况", "全年无事。", "二、主动公开",
        [["信息内容", "制发", "废止"], ["规章", "0", ""], ["规范性文件", "", ""]],
        "2024年1月8日",
    ]  # fmt: skip


def test_prose_within_a_table_parts_it() -> None:
    text = sheet(row(1, "a", "1") + row(2, "这是一句话。") + row(3, "b", "2"))
    assert read(text) == [[["a", "1"]], "这是一句话。", [["b", "2"]]]


def test_a_heading_over_the_whole_sheet_parts_tables_of_different_width() -> None:
    text = sheet(row(1, "a", "1") + row(2, "三、申请") + row(3, "b", "2", "3", "4"), "A2:D2")
    assert read(text) == [[["a", "1"]], [["三、申请"], ["b", "2", "3", "4"]]]


def test_what_lies_beside_a_table_is_not_its_blank_cells() -> None:
    text = sheet(row(1, "a", "1") + row(3, "b", "2", "3", "4"))
    assert read(text) == [[["a", "1"]], [["b", "2", "3", "4"]]]


def test_a_blank_last_column_under_its_header_stays() -> None:
    assert read(sheet(row(1, "a", "b", "总计") + row(2, "c", "1", ""))) == [[["a", "b", "总计"], ["c", "1", ""]]]


def test_a_table_may_begin_anywhere() -> None:
    text = sheet(row(3, "", "a", "1") + row(4, "", "b", "2"))
    assert [cells[0][1] for cells in columns(text)] == [1, 1]


def test_sheets_in_order_without_the_hidden_ones() -> None:
    first, second, third = (sheet(row(1, text, "1")) for text in "abc")
    assert read(first, second, third, hidden=("S1",)) == [[["a", "1"]], [["c", "1"]]]


def test_blocks_are_numbered_over_all_sheets() -> None:
    data = excel_file({"a": sheet(row(1, "a")), "b": sheet(row(1, "b", "1"))})
    assert [block.place for block in XlsxReader().read(data).blocks] == [Place(block=0), Place(block=1)]


# ------------------------------------------------------------------------------------------------ what cannot be read
def reason(data: bytes, name: str = "a.xlsx") -> str:
    with pytest.raises(Unreadable) as error:
        read_blocks(data, find_format(name, data))
    return error.value.reason


GOOD = excel_file({"S": sheet(row(1, "a", "1"))})


@pytest.mark.parametrize("kept", [30, 400, len(GOOD) // 2, len(GOOD) - 10])
def test_a_file_that_was_cut_is_damaged(kept: int) -> None:
    assert reason(GOOD[:kept]) == "damaged"


def test_no_workbook_is_damage() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/styles.xml", "<x/>")
    assert reason(buffer.getvalue()) == "damaged"


@pytest.mark.parametrize("text", ["", "<worksheet", "<worksheet><sheetData><row><c r='A1'><v>1</w>"])
def test_broken_xml_is_damage_or_empty(text: str) -> None:
    assert reason(excel_file({"S": text})) in ("damaged", "empty")


def test_sheets_without_text_are_empty() -> None:
    assert reason(excel_file({"S": worksheet([])})) == "empty"
    assert reason(excel_file({"S": sheet(row(1, "a", "1"))}, ["S"])) == "empty"


def test_a_cell_far_away_costs_nothing() -> None:
    """The grid between A1 and the last cell of a sheet would take hundreds of gigabytes."""
    far = "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"
    assert reason(excel_file({"S": sheet(row(1, "a", "1") + far)})) == "too_large"


def test_merged_cells_without_end_cost_nothing() -> None:
    rows = "".join(row(at, "a", *"123456789") for at in range(1, 1001))
    assert reason(excel_file({"S": sheet(rows, *["A1:XFD1048576"] * 1000)})) == "too_large"


def test_a_bomb_is_not_unpacked() -> None:
    assert reason(excel_file({"S": sheet(" " * (MAX_BYTES + 1))})) == "too_large"


@pytest.mark.parametrize(
    "declared",
    ['<!ENTITY x "7">', '<!ENTITY x SYSTEM "file:///etc/hostname">', '<!ENTITY a "77777"><!ENTITY x "&a;&a;&a;">'],
)
def test_entities_are_not_resolved(declared: str) -> None:
    cell = "<row r='2'><c r='B2' t='inlineStr'><is><t>&x;</t></is></c></row>"
    data = excel_file({"S": f"<!DOCTYPE d [{declared}]>{sheet(row(1, 'a') + cell)}"})
    with suppress(Unreadable):  # damaged, if the parser minds
        assert "7" not in str(XlsxReader().read(data))


@pytest.mark.slow
def test_empty_rows_by_the_hundred_thousand_cost_little() -> None:
    empty = "".join(f"<row r='{at}'><c r='A{at}' s='1'/></row>" for at in range(2, 600_000))
    start = time.process_time()
    assert read(sheet(row(1, "a", "1") + empty)) == [[["a", "1"]]]
    assert time.process_time() - start < 20


def test_an_excel_file_under_another_name() -> None:
    assert find_format("a.docx", GOOD) == "xlsx"
    assert find_format("年报.xls", GOOD) == "xlsx"
