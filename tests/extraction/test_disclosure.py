"""Table 2: what was disclosed on the agency's own initiative, block by block."""

import pytest

from tests.extraction.printed_lines import BOOK, page, part, row_of, spaced, tabs, values
from tests.specimens.printed_page import DISCLOSURE, Slot, Table, disclosure_table, numbers
from toolkit.extraction.disclosure import read_disclosure
from toolkit.extraction.lines import Line
from toolkit.extraction.requests import NO_TABLE, TableReading
from toolkit.records import Cell

FIRST = "第二十条第（一）项"
HEAD = "信息内容\t本年制发件数\t本年废止件数\t现行有效件数"
FEES = "第二十条第（八）项\n信息内容\t本年收费金额（单位：万元）"


def table(form: str = "2021") -> Table:
    return disclosure_table(numbers(form), form)


def true(form: str = "2021") -> dict[tuple[str, str, str], float]:
    return part(numbers(form), "disclosure")


def read(lines: list[Line]) -> TableReading:
    return read_disclosure(lines, BOOK, "text")


def text(*rows: str) -> TableReading:
    return read(tabs("\n".join(rows)))


def row(reading: TableReading, code: str) -> list[float | str | None]:
    return list(row_of(reading.cells, code).values())


def cell(reading: TableReading, code: str, column: str) -> Cell:
    return next(cell for cell in reading.cells if (cell.row, cell.column) == (code, column))


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("shape", ["page", "tabs", "cells"])
def test_the_undamaged_table(form: str, shape: str) -> None:
    printed = table(form)
    lines = {
        "page": lambda: page(printed),
        "tabs": lambda: tabs(printed.text()),
        "cells": lambda: spaced(*printed.one_a_line().split("\n")),
    }[shape]()
    reading = read(lines)
    assert values(reading.cells) == true(form)
    assert [(c.row, c.column) for c in reading.cells] == list(BOOK.cells("disclosure", form))
    assert (reading.template, reading.leftovers) == (form, ())
    assert reading.rows_found == len({c.row for c in reading.cells})


def test_no_lines_are_no_table() -> None:
    assert read([]) == NO_TABLE
    assert text("一、本年新收政府信息公开申请数量\t0") == NO_TABLE


def test_a_cell_knows_its_place_and_what_was_printed() -> None:
    found = cell(read(page(table())), "normative_documents", "repealed")
    assert (found.raw, found.unit, found.source) == ("3", "件", "text")
    assert (found.place.grid_row, found.place.grid_column) == (3, 2)


# ------------------------------------------------------------------------------------------------ the form
def test_the_form_is_told_by_the_headers() -> None:
    assert text(HEAD, "规章\t1\t2\t3").template == "2021"
    assert text("信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量", "规章\t1\t2\t3").template == "2019"


def test_a_hybrid_goes_by_the_most_of_its_headers() -> None:
    rows = (
        table("2021")
        .text()
        .replace("本年制发件数\t本年废止件数\t现行有效件数", "本年新制作数量\t本年新公开数量\t对外公开总数量")
    )
    assert text(rows).template == "2021"


def test_without_any_header_the_counts_of_values_tell() -> None:
    assert text("规章\t1\t2\t3", "行政处罚\t5").template == "2021"
    assert text("规章\t1\t2\t3", "行政处罚\t5\t6\t7").template == "2019"
    assert row(text("规章\t1\t2\t3", "行政处罚\t5"), "penalties") == [5]
    assert row(text("规章\t1\t2\t3", "行政处罚\t5\t6\t7"), "penalties") == [5, 6, 7]


def test_a_row_that_only_one_form_has_tells_it() -> None:
    assert text("规章\t1\t2\t3", "其他对外管理服务事项\t5\t6\t7").template == "2019"
    # Three values fit both forms: the newer one, when nothing else tells.
    assert text("规章\t1\t2\t3").template == "2021"


def test_where_nothing_fits_no_form_is_told_and_there_are_no_cells() -> None:
    reading = text("规章\t1\t2", "备注\t3")
    assert (reading.template, reading.cells) == (None, ())


def test_a_row_of_the_other_form_is_left_over() -> None:
    reading = text(FIRST, HEAD, "规章\t1\t2\t3", "行政规范性文件\t1\t2\t3", "其他对外管理服务事项\t5\t6\t7")
    assert reading.template == "2021"
    assert [left.raw for left in reading.leftovers] == ["其他对外管理服务事项 | 5 | 6 | 7"]


# ------------------------------------------------------------------------------------------------ units
@pytest.mark.parametrize(
    ("header", "printed", "value", "unit"),
    [
        ("本年收费金额（单位：万元）", "12.5", 12.5, "万元"),
        ("本年收费金额（单位：元）", "251000", 251000, "元"),
        ("本年收费金额", "12.5", 12.5, None),
        ("本年收费金额", "251000元", 251000, "元"),
        ("本年收费金额（单位：万元）", "251000元", 251000, "元"),
        ("本年收费金额（单位：万元，保留4位小数）", "59237.2449", 59237.2449, "万元"),
        ("本年收费金额（单位：万元）", "1,234.56", 1234.56, "万元"),
    ],
)
def test_units_of_amounts(header: str, printed: str, value: float, unit: str | None) -> None:
    found = cell(text("第二十条第（八）项", f"信息内容\t{header}", f"行政事业性收费\t{printed}"), "fees", "amount")
    assert (found.value, found.unit, found.state) == (value, unit, "number")


def test_a_fee_told_in_pieces_is_none() -> None:
    assert cell(text(FEES, "行政事业性收费\t12件"), "fees", "amount").state == "unreadable"


def test_the_unit_of_an_amount_that_is_no_number() -> None:
    assert cell(text(FEES, "行政事业性收费\t—"), "fees", "amount")[3:7] == (None, "万元", "—", "blank")
    assert cell(text(FEES, "行政事业性收费"), "fees", "amount").unit == "万元"
    assert cell(text(FEES, "行政事业性收费\t1\t2"), "fees", "amount")[3:7] == (None, "万元", "1 | 2", "unreadable")
    assert cell(text(FIRST, HEAD, "规章\t1\t2\t3"), "fees", "amount")[3:7] == (None, None, None, "missing")
    assert cell(text(FIRST, HEAD, "规章\t1\t2\t3"), "licensing", "decisions").unit == "件"


# ------------------------------------------------------------------------------------------------ changes
@pytest.mark.parametrize(
    ("printed", "value"), [("+19", 19), ("-3", -3), ("减4", -4), ("增3", 3), ("持平", 0), ("无变化", 0)]
)
def test_changes_of_the_2019_form(printed: str, value: float) -> None:
    head = "信息内容\t上一年项目数量\t本年增/减\t处理决定数量"
    reading = text("第二十条第（五）项", head, f"行政许可\t84\t{printed}\t317")
    assert row(reading, "licensing") == [84, value, 317]


def test_only_changes_know_words() -> None:
    assert row(text(FIRST, HEAD, "规章\t增3\t2\t3"), "regulations") == ["unreadable", 2, 3]


# ------------------------------------------------------------------------------------------------ columns and rows
def test_columns_in_another_order() -> None:
    head = "信息内容\t现行有效件数\t本年制发件数\t本年废止件数"
    assert row_of(text(FIRST, head, "规章\t3\t1\t2").cells, "regulations") == {
        "issued": 1,
        "repealed": 2,
        "in_force": 3,
    }


def test_an_unknown_column_keeps_its_place_and_is_no_cell() -> None:
    head = "信息内容\t本年制发件数\t本年修订件数\t本年废止件数\t现行有效件数"
    assert row(text(FIRST, head, "规章\t1\t9\t2\t3"), "regulations") == [1, 2, 3]


def test_a_header_that_lost_a_column_over_whole_rows() -> None:
    head = "信息内容\t本年制发件数\t现行有效件数"
    assert row(text(FIRST, head, "规章\t1\t2\t3"), "regulations") == [1, 2, 3]
    assert row(text(FIRST, head, "规章\t1\t3"), "regulations") == [1, "missing", 3]


def test_damaged_headers_in_another_order() -> None:
    head = "信息内容\t行有效件数\t年制发件数\t年废止件数"
    assert row(text(FIRST, head, "规章\t3\t1\t2"), "regulations") == [1, 2, 3]


def test_a_broken_row_below_a_header_that_lost_a_column() -> None:
    head = "信息内容\t本年制发件数\t现行有效件数"
    assert row(text(FIRST, head, "规章\t1"), "regulations") == ["unreadable", "missing", "unreadable"]


@pytest.mark.parametrize(
    "head",
    [
        "信息内容\t本年制发数量\t本年终止件数\t现行有效件数（历史累计）",
        "内容\t年制发件数\t年废止件数\t行有效件数",
        "信息\n内容\t本年制 发件数\t本年\u3000废止件数\t现行有效件数",
    ],
)
def test_other_wordings_and_damaged_headers(head: str) -> None:
    assert row(text(FIRST, head.replace("\n", " "), "规章\t1\t2\t3"), "regulations") == [1, 2, 3]


@pytest.mark.parametrize(
    "label", ["行政规范性文件", "规范性文件", "行政规范性文件（指有正式文号的）", "政规范性文件", "行政规范性 文件①"]
)
def test_labels_of_rows(label: str) -> None:
    assert row(text(FIRST, HEAD, "规章\t1\t2\t3", f"{label}\t4\t5\t6"), "normative_documents") == [4, 5, 6]


def test_a_damaged_label_may_only_mean_a_row_of_its_block() -> None:
    reading = text("第二十条第（六）项", "信息内容\t本年处理决定数量", "行政处\t5", "政许可\t7")
    assert row(reading, "penalties") == [5]
    assert row(reading, "licensing") == ["missing"]
    assert [left.raw for left in reading.leftovers] == ["政许可 | 7"]


def test_a_damaged_label_never_takes_the_row_of_a_whole_one() -> None:
    reading = text(FIRST, HEAD, "规范性文\t9\t9\t9", "行政规范性文件\t4\t5\t6")
    assert row(reading, "normative_documents") == [4, 5, 6]
    assert [left.raw for left in reading.leftovers] == ["规范性文 | 9 | 9 | 9"]


def test_rows_of_their_own_are_left_over() -> None:
    reading = text(FIRST, HEAD, "规章\t1\t2\t3", "其他主动公开文件\t4\t5\t6", "行政规范性文件\t7\t8\t9")
    assert row(reading, "normative_documents") == [7, 8, 9]
    assert [left.raw for left in reading.leftovers] == ["其他主动公开文件 | 4 | 5 | 6"]
    assert reading.leftovers[0].table == "disclosure"


def test_a_note_across_the_table_is_no_row() -> None:
    printed = table()
    printed.rows.insert(4, [Slot("说明：以上为本年数", columns=4)])
    assert read(page(printed)).leftovers == ()


def test_an_unlabelled_header_begins_a_new_block() -> None:
    reading = text(HEAD, "规章\t1\t2\t3", "信息内容\t本年处理决定数量", "行政许可\t4")
    assert (row(reading, "regulations"), row(reading, "licensing")) == ([1, 2, 3], [4])


def test_a_block_heading_and_its_header_on_one_line() -> None:
    reading = text(f"{FIRST}\t本年制发件数\t本年废止件数\t现行有效件数", "规章\t1\t2\t3")
    assert row(reading, "regulations") == [1, 2, 3]


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("1\t2\t3", [1, 2, 3]),
        ("1\t/\t无", [1, "blank", "unreadable"]),
        ("1\t2", ["unreadable"] * 3),
        ("1\t2\t3\t4", ["unreadable"] * 3),
        ("\t\t", ["blank"] * 3),
        ("", ["blank"] * 3),
        ("1\t\t3", [1, "blank", 3]),
        ("12\t\t3", ["unreadable", "blank", 3]),  # 1 | 2 glued beside an empty cell
        ("\t12\t3", ["blank", "unreadable", 3]),
        ("1\t\t2\t3", ["unreadable"] * 3),  # a tab doubled, or a value lost and one too many
    ],
)
def test_values_of_a_row(printed: str, told: list[float | str]) -> None:
    assert row(text(FIRST, HEAD, f"规章\t{printed}", "行政规范性文件\t0\t0\t0"), "regulations") == told


def test_where_no_zero_is_printed_an_empty_cell_is_one() -> None:
    reading = text(FIRST, HEAD, "规章\t\t\t", "行政规范性文件\t12\t\t41", FEES, "行政事业性收费\t")
    assert row(reading, "normative_documents") == [12, "blank", 41]


def test_a_row_printed_twice_differently_is_not_believed() -> None:
    assert row(text(FIRST, HEAD, "规章\t1\t2\t3", "规章\t1\t2\t4"), "regulations") == ["unreadable"] * 3
    assert row(text(FIRST, HEAD, "规章\t1\t2\t3", "规章\t1\t2\t3"), "regulations") == [1, 2, 3]


def test_a_number_merged_over_two_columns_is_neithers() -> None:
    printed = table()
    slots = printed.values("regulations")
    slots[0].columns = 2
    printed.drop(slots[1])
    assert row(read(page(printed)), "regulations")[0] != 2


def test_a_number_merged_over_two_rows_is_neithers() -> None:
    printed = table()
    printed.values("regulations")[0].rows = 2
    printed.drop(printed.values("normative_documents")[0])
    reading = read(page(printed))
    assert row(reading, "regulations") == ["unreadable", 1, 9]
    assert row(reading, "normative_documents")[0] in ("unreadable", "missing")


def test_the_only_number_of_a_row_may_be_as_wide_as_the_table() -> None:
    printed = table()
    for code in ("licensing", "penalties", "coercion", "fees"):
        printed.values(code)[0].columns = 3
    assert values(read(page(printed)).cells) == true()


def test_tabs_doubled_in_most_rows_mean_nothing() -> None:
    reading = text(FIRST, HEAD, "规章\t1\t\t2\t3", "行政规范性文件\t4\t5\t\t6")
    assert (row(reading, "regulations"), row(reading, "normative_documents")) == ([1, 2, 3], [4, 5, 6])


def test_the_table_in_two_columns_on_one_page_and_four_on_the_next() -> None:
    printed = table()
    lines = page(Table(printed.rows[:4])) + [
        line._replace(place=line.place._replace(block=1))
        for line in page(Table([[Slot(slot.text) for slot in slots] for slots in printed.rows[4:]]))
    ]
    assert values(read(lines).cells) == true()


def test_all_numbers_of_the_truth_are_different_from_their_neighbours() -> None:
    """Else a shift of columns would pass the tests above."""
    assert len(set(DISCLOSURE["2021"].values())) == len(DISCLOSURE["2021"])


def test_headings_on_lines_of_their_own_that_are_jumbled_name_no_column() -> None:
    lines = ("现行有效件数", "信息内容\t本年制发件数\t本年废止件数", "规章\t2\t1\t9")
    reading = text(FIRST, *lines)
    assert [one.value for one in reading.cells if one.row == "regulations"] == [None] * 3
    assert {one.state for one in reading.cells if one.row == "regulations"} == {"unreadable"}
