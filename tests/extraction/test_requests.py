"""Table 3: requests received and handled."""

import pytest

from tests.extraction.printed_lines import BOOK, grid, page, part, row_of, spaced, tabs, values
from tests.specimens.printed_page import COLUMNS, Slot, Table, numbers, requests_table
from toolkit.extraction.lines import Line
from toolkit.extraction.requests import NO_TABLE, TableReading, read_requests
from toolkit.records import Box, GridCell, Place

NUMBERS = numbers("2021")
TRUE = part(NUMBERS, "requests")
HEADER = "\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计"


def table(form: str = "2021") -> Table:
    return requests_table(numbers(form), form)


def read(lines: list[Line], fallback: str | None = None) -> TableReading:
    return read_requests(lines, BOOK, "text", fallback)


def few(*rows: str, header: str = HEADER) -> TableReading:
    """A short table: the header and some rows, as tab text."""
    return read(tabs("\n".join([header, *rows])))


def row(reading: TableReading, code: str) -> list[float | str | None]:
    told = row_of(reading.cells, code)
    return [told[column] for column in COLUMNS]


NEW = "一、本年新收政府信息公开申请数量"
IN = "二、上年结转政府信息公开申请数量"
OUT = "四、结转下年度继续办理"


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
    assert values(reading.cells) == part(numbers(form), "requests")
    assert [(cell.row, cell.column) for cell in reading.cells] == list(BOOK.cells("requests", form))
    assert (reading.template, reading.leftovers) == (form, ())
    assert reading.rows_found == len({cell.row for cell in reading.cells})


def test_no_lines_are_no_table() -> None:
    assert read([]) == NO_TABLE
    assert read(tabs("规章\t0\t1")) == NO_TABLE


def test_a_cell_knows_its_place_its_source_and_what_was_printed() -> None:
    cell = next(c for c in read(page(table())).cells if (c.row, c.column) == ("carried_in", "enterprise"))
    assert (cell.raw, cell.unit, cell.source, cell.score) == ("38", "件", "text", None)
    assert (cell.place.grid_row, cell.place.grid_column, cell.place.block) == (4, 4, 0)
    assert {c.source for c in read_requests(page(table()), BOOK, "ocr", None).cells} == {"ocr"}


# ------------------------------------------------------------------------------------------------ the form
@pytest.mark.parametrize("code", ["other_not_corrected", "other_fee_unpaid"])
def test_the_form_is_told_by_any_row_below_other_handling(code: str) -> None:
    printed = table()
    for other in {"other_not_corrected", "other_fee_unpaid", "other_rest"} - {code}:
        printed.drop_row(printed.index(other))
    assert read(page(printed)).template == "2021"


def test_the_2019_form_has_one_row_of_other_handling() -> None:
    reading = few(f"{NEW}\t1\t0\t0\t0\t0\t0\t1", "（六）其他处理\t0\t0\t0\t0\t0\t0\t0")
    assert reading.template == "2019"
    assert row(reading, "other") == [0] * 7


def test_where_the_rows_do_not_tell_the_form_table_2_does() -> None:
    lines = tabs(f"{HEADER}\n{NEW}\t1\t0\t0\t0\t0\t0\t1")
    assert read(lines).template is None
    assert read(lines, "2019").template == "2019"
    # Without a form the cells are those that both forms have.
    assert {c.row for c in read(lines).cells} == {r.code for r in BOOK.request_rows if len(r.templates) == 2}


def test_rows_the_table_does_not_have_are_missing() -> None:
    reading = few(f"{NEW}\t1\t0\t0\t0\t0\t0\t1")
    assert row(reading, "new") == [1, 0, 0, 0, 0, 0, 1]
    assert row(reading, "carried_out") == ["missing"] * 7
    assert next(c for c in reading.cells if c.state == "missing").raw is None


# ------------------------------------------------------------------------------------------------ columns
def test_columns_printed_in_another_order_go_by_their_header_if_the_rows_add_up() -> None:
    header = HEADER.replace("自然人\t商业企业", "商业企业\t自然人")
    reading = few(f"{NEW}\t1\t2\t0\t0\t0\t0\t3", header=header)
    assert row(reading, "new")[:2] == [2, 1]


def test_a_header_in_disorder_over_rows_that_do_not_add_up_is_not_believed() -> None:
    header = HEADER.replace("\t自然人", "").replace("\t总计", "\t总计\t自然人")
    assert row(few(f"{NEW}\t1\t2\t0\t0\t0\t3\t4", header=header), "new") == ["unreadable"] * 7
    assert row(few(f"{NEW}\t2\t0\t0\t0\t0\t3\t1", header=header), "new") == [1, 2, 0, 0, 0, 0, 3]
    reading = few(f"{NEW}\t1\t2\t0\t0\t0\t0\t3", f"{IN}\t1\t0\t0\t0\t0\t0\t1", header=header)
    assert row(reading, "new") == ["unreadable"] * 7


@pytest.mark.parametrize(
    ("header", "printed"),
    [
        ("\t总计\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他", "3\t1\t2\t0\t0\t0\t0"),
        ("\t自然人\t总计\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他", "1\t3\t2\t0\t0\t0\t0"),
    ],
)
def test_a_header_on_one_line_stands_as_it_is_printed(header: str, printed: str) -> None:
    assert row(few(f"{NEW}\t{printed}", header=header), "new") == [1, 2, 0, 0, 0, 0, 3]


def test_a_lost_header_leaves_the_forms_own_order() -> None:
    assert row(read(tabs(f"{NEW}\t1\t2\t0\t0\t0\t0\t3")), "new") == [1, 2, 0, 0, 0, 0, 3]


def test_a_header_that_lost_columns_over_whole_rows() -> None:
    header = "\t自然人\t科研机构\t总计"
    assert row(few(f"{NEW}\t1\t2\t0\t0\t0\t0\t3", header=header), "new") == [1, 2, 0, 0, 0, 0, 3]


def test_rows_that_lost_columns_with_their_header() -> None:
    reading = few(f"{NEW}\t1\t2\t3", f"{IN}\t4\t5\t9", header="\t自然人\t商业企业\t总计")
    assert row(reading, "new") == [1, 2, "missing", "missing", "missing", "missing", 3]
    assert row(reading, "carried_in") == [4, 5, "missing", "missing", "missing", "missing", 9]


def test_a_column_of_its_own_name_keeps_its_place_and_is_no_cell() -> None:
    header = HEADER.replace("\t其他", "\t合作社\t其他")
    assert row(few(f"{NEW}\t1\t2\t0\t0\t0\t9\t0\t12", header=header), "new") == [1, 2, 0, 0, 0, 0, 12]


def test_other_wordings_and_damaged_names_of_columns() -> None:
    header = HEADER.replace("商业企业", "企业").replace("总计", "合计").replace("法律服务机构", "律服务机构")
    assert row(few(f"{NEW}\t1\t2\t0\t0\t0\t0\t3", header=header), "new") == [1, 2, 0, 0, 0, 0, 3]


@pytest.mark.parametrize(
    ("score", "first", "known"), [(0.9, "自然人", True), (None, "自然人", False), (0.9, "科研机构", False)]
)
def test_misread_names_of_columns_are_told_by_the_others(score: float | None, first: str, known: bool) -> None:
    lines = grid(HEADER.split("\t"), [NEW, *"1234567"], [IN, *"0000000"])
    names = {"其他": "也总", "总计": "计", "自然人": first, "科研机构": "自然人" if first == "科研机构" else "科研机构"}
    fields = tuple(field._replace(text=names.get(field.text, field.text), score=score) for field in lines[0].fields)
    told = row(read([lines[0]._replace(fields=fields), *lines[1:]]), "new")
    assert (told == [1, 2, 3, 4, 5, 6, 7]) is known


def test_a_header_of_two_lines_in_text_stands_below_its_heading() -> None:
    header = "申请人情况\n自然人\t法人或其他组织\t总计\n商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他"
    assert row(few(f"{NEW}\t1\t2\t0\t0\t0\t0\t3", header=header), "new") == [1, 2, 0, 0, 0, 0, 3]
    without = header.replace("法人或其他组织\t", "")
    assert row(few(f"{NEW}\t1\t2\t0\t0\t0\t0\t3", header=without), "new") == [1, 2, 0, 0, 0, 0, 3]
    total_first = header.replace("自然人\t法人或其他组织\t总计", "自然人\t总计\t法人或其他组织")
    assert row(few(f"{NEW}\t1\t3\t2\t0\t0\t0\t0", header=total_first), "new") == [1, 2, 0, 0, 0, 0, 3]


def test_a_header_printed_again_after_a_page_break() -> None:
    reading = few(f"{NEW}\t1\t2\t0\t0\t0\t0\t3", HEADER, f"{IN}\t0\t0\t0\t0\t0\t0\t0")
    assert (row(reading, "new")[0], row(reading, "carried_in"), reading.leftovers) == (1, [0] * 7, ())


def test_the_note_in_the_corner_is_no_column() -> None:
    header = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）" + HEADER
    assert row(few(f"{NEW}\t1\t2\t0\t0\t0\t0\t3", header=header), "new") == [1, 2, 0, 0, 0, 0, 3]


# ------------------------------------------------------------------------------------------------ rows
def test_damaged_labels_are_known_by_wording_number_and_position() -> None:
    printed = table()
    printed.label("denied_law").text = "2.其他法律行政止公开"
    printed.label("carried_in").text = "结转政府信息公开申请数量"
    assert values(read(page(printed)).cells) == TRUE


@pytest.mark.parametrize(
    ("label", "known"),
    [
        ("3.危及“三实全 稳定”", True),
        ("3.危险二实金 稳", False),
        ("5.危及“三实全 稳定”", False),
        ("危及“三实全 稳定”", False),
    ],
)
def test_a_misread_label_is_known_where_one_place_is_left_and_the_number_is_its(label: str, known: bool) -> None:
    rows = ["2.其他法律行政法规禁止公开\t5\t0\t0\t0\t0\t0\t5", f"{label}\t25\t2\t0\t0\t0\t0\t27"]
    reading = few(*rows, "4.保护第三方合法权益\t3\t0\t0\t0\t0\t0\t3")
    assert row(reading, "denied_security") == ([25, 2, 0, 0, 0, 0, 27] if known else ["missing"] * 7)


def test_a_damaged_label_out_of_its_place_is_a_leftover() -> None:
    reading = few(f"{OUT}\t0\t0\t0\t0\t0\t0\t0", "于国家秘密\t1\t0\t0\t0\t0\t0\t1")
    assert row(reading, "denied_state_secret") == ["missing"] * 7
    assert [left.raw for left in reading.leftovers] == ["于国家秘密 | 1 | 0 | 0 | 0 | 0 | 0 | 1"]


def test_rows_of_their_own_are_left_over_in_order() -> None:
    reading = few(
        f"{NEW}\t1\t2\t0\t0\t0\t0\t3",
        "其中：网上申请\t1\t0\t0\t0\t0\t0\t1",
        f"{IN}\t0\t0\t0\t0\t0\t0\t0",
        "备注\t无\t5",
    )
    assert [left.raw for left in reading.leftovers] == ["其中：网上申请 | 1 | 0 | 0 | 0 | 0 | 0 | 1", "备注 | 无 | 5"]
    assert {left.table for left in reading.leftovers} == {"requests"}


def test_headings_inside_the_table_are_no_leftovers() -> None:
    reading = few(f"{NEW}\t1\t2\t0\t0\t0\t0\t3", "三、本年度办理结果\t\t\t\t\t\t\t", "（三）不予公开\t\t\t\t\t\t\t")
    assert reading.leftovers == ()


def test_a_heading_with_numbers_is_a_leftover() -> None:
    reading = few(f"{NEW}\t1\t2\t0\t0\t0\t0\t3", "（三）不予公开\t4\t0\t0\t0\t0\t0\t4")
    assert [left.raw for left in reading.leftovers] == ["（三）不予公开 | 4 | 0 | 0 | 0 | 0 | 0 | 4"]


def test_loose_numbers_are_left_over() -> None:
    reading = few(f"{NEW}\t1\t2\t0\t0\t0\t0\t3", "7\t8\t9")
    assert [left.raw for left in reading.leftovers] == ["7 | 8 | 9"]


def test_a_row_printed_twice_alike_is_one_and_twice_different_is_none() -> None:
    first = f"{NEW}\t1\t2\t0\t0\t0\t0\t3"
    assert row(few(first, first), "new") == [1, 2, 0, 0, 0, 0, 3]
    reading = few(first, f"{NEW}\t1\t3\t0\t0\t0\t0\t4")
    assert row(reading, "new") == ["unreadable"] * 7
    assert reading.cells[0].raw == f"{NEW} | 1 | 2 | 0 | 0 | 0 | 0 | 3 ¦ {NEW} | 1 | 3 | 0 | 0 | 0 | 0 | 4"


def test_the_half_of_a_row_that_a_page_break_left_empty_says_nothing() -> None:
    first = f"{NEW}\t1\t2\t0\t0\t0\t0\t3"
    assert row(few(NEW + "\t\t\t\t\t\t\t", first), "new") == [1, 2, 0, 0, 0, 0, 3]


def test_other_below_other_handling_and_the_grand_total_are_told_by_number_and_place() -> None:
    rest = ["1.申请人逾期不补正\t1\t0\t0\t0\t0\t0\t1", "2.逾期不缴费\t2\t0\t0\t0\t0\t0\t2"]
    reading = few(*rest, "3.其他\t3\t0\t0\t0\t0\t0\t3", "（七）总计\t6\t0\t0\t0\t0\t0\t6")
    assert (row(reading, "other_rest")[0], row(reading, "processed")[0]) == (3, 6)
    reading = few(*rest, "其他\t3\t0\t0\t0\t0\t0\t3", "总计\t6\t0\t0\t0\t0\t0\t6")
    assert (row(reading, "other_rest")[0], row(reading, "processed")[0]) == (3, 6)
    reading = few(*rest, "4.其他\t3\t0\t0\t0\t0\t0\t3", "（六）总计\t6\t0\t0\t0\t0\t0\t6")
    assert (row(reading, "other_rest")[0], row(reading, "processed")[0]) == ("missing", "missing")
    reading = few(f"{NEW}\t1\t0\t0\t0\t0\t0\t1", "3.其他\t3\t0\t0\t0\t0\t0\t3", rest[0])
    assert row(reading, "other_rest")[0] == "missing"


# ------------------------------------------------------------------------------------------------ doubtful cells
@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("1\t2\t0\t0\t0\t0\t3", [1, 2, 0, 0, 0, 0, 3]),
        ("1\t2\t0\t0\t0\t0\t9", [1, 2, 0, 0, 0, 0, 9]),  # a wrong sum is the report's own
        ("1\t/\t—\t无\t0\t0\t1", [1, "blank", "blank", "unreadable", 0, 0, 1]),
        ("1\t2\t0\t0\t0\t3", ["unreadable"] * 7),  # a value lost
        ("1\t2\t0\t0\t0\t0\t0\t3", ["unreadable"] * 7),  # a value too many
        ("1\t2\t0\t0\t0\t0\t", [1, 2, 0, 0, 0, 0, "blank"]),
        ("\t\t\t\t\t\t", ["blank"] * 7),
        ("", ["blank"] * 7),
        ("12\t\t0\t0\t0\t0\t3", ["unreadable", "blank", *["unreadable"] * 5]),  # more than its total: it has slipped
        ("1\t7\t0\t0\t0\t513\t", [1, 7, 0, 0, 0, "unreadable", "blank"]),  # 5 | 13 glued beside an empty cell
        ("1\t7\t0\t0\t0\t512\t", [1, 7, 0, 0, 0, 512, "blank"]),
        ("3\t0\t0\t0\t0\t508\t", [3, 0, 0, 0, 0, 508, "blank"]),  # 08 is no number
        ("12\t—\t0\t0\t0\t0\t3", [12, "blank", 0, 0, 0, 0, 3]),  # a dash holds its own place
        ("1\t12\t\t0\t0\t0\t13", [1, 12, "blank", 0, 0, 0, 13]),
        ("12 345\t\t0\t0\t0\t0\t12345", ["unreadable", "blank", 0, 0, 0, 0, 12345]),
        ("12 345\t0\t0\t0\t0\t0\t12345", [12345, 0, 0, 0, 0, 0, 12345]),
    ],
)
def test_values_of_a_row(printed: str, told: list[float | str]) -> None:
    reading = few(f"{NEW}\t{printed}", f"{IN}\t0\t0\t0\t0\t0\t0\t0", f"{OUT}\t0\t0\t0\t0\t0\t0\t0")
    assert row(reading, "new") == told
    assert row(reading, "carried_in") == [0] * 7


def test_the_fields_of_an_unreadable_row_are_kept_as_raw() -> None:
    reading = few(f"{NEW}\t1\t2\t0\t0\t0\t3")
    assert {cell.raw for cell in reading.cells if cell.row == "new"} == {"1 | 2 | 0 | 0 | 0 | 3"}


def test_a_number_merged_over_two_columns_is_neithers() -> None:
    printed = table()
    slots = printed.values("new")
    slots[1].columns = 2
    printed.drop(slots[2])
    reading = read(page(printed))
    assert row(reading, "new") == ["unreadable"] * 7
    assert row(reading, "carried_in") == [TRUE["requests", "carried_in", column] for column in COLUMNS]


def test_a_number_merged_over_two_rows_is_neithers() -> None:
    printed = table()
    printed.values("granted")[0].rows = 2
    printed.drop(printed.values("partly_granted")[0])
    reading = read(page(printed))
    assert row(reading, "granted")[0] == "unreadable"
    assert ("requests", "partly_granted", "natural_person") not in values(reading.cells)


def test_a_row_merged_too_far_down_pushes_the_others_aside_without_harm() -> None:
    printed = table()
    printed.rows[printed.index("granted")][0].rows = 99
    assert values(read(page(printed)).cells) == TRUE
    printed = table()
    printed.values("new")[0].rows = 9
    assert values(read(page(printed)).cells) == TRUE


def test_text_of_two_neighbours_may_be_one_number_with_a_space() -> None:
    lines = spaced(HEADER.strip().replace("\t", " "), f"{NEW} 1 234 0 0 0 0 5")
    assert row(read(lines), "new") == ["unreadable"] * 7
    lines = spaced(HEADER.strip().replace("\t", " "), f"{NEW} 1 234 0 0 0 0 235")
    assert row(read(lines), "new") == [1, 234, 0, 0, 0, 0, 235]


def test_a_split_number_pushes_its_row_to_the_right() -> None:
    printed = table()
    slots = printed.rows[printed.index("new")]
    slots.insert(2, Slot("5"))
    assert row(read(page(printed)), "new") == ["unreadable"] * 7


def test_a_table_cut_in_two_whose_second_half_has_no_header() -> None:
    first, second = table(), table()
    at = first.index("denied_internal")
    for _ in range(len(first.rows) - at):
        first.drop_row(len(first.rows) - 1)
    del second.rows[:at]
    second.rows[0][:0] = [Slot("", rows=99), Slot("", rows=4)]
    lines = page(first) + [line._replace(place=line.place._replace(block=1)) for line in page(second)]
    assert values(read(lines).cells) == TRUE


def test_the_heading_of_the_organisations_that_lost_a_character_still_tells_their_place() -> None:
    header = "自然人\t总计\t人或其他组织\n商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他"
    assert row(few(f"{NEW}\t1\t3\t2\t0\t0\t0\t0", header=header), "new") == [1, 2, 0, 0, 0, 0, 3]


def test_columns_one_a_line_in_another_order() -> None:
    names = ["商业企业", "自然人", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    assert row(read(spaced(*names, NEW, *"2100003")), "new") == [1, 2, 0, 0, 0, 0, 3]


def test_every_cell_is_table_3s() -> None:
    assert {cell.table for cell in few(f"{NEW}\t1\t2\t0\t0\t0\t0\t3").cells} == {"requests"}


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("12\t\t\t\t\t\t12", [12, "blank", "blank", "blank", "blank", "blank", 12]),
        ("12\t\t\t\t\t\t3", ["unreadable", "blank", "blank", "blank", "blank", "blank", 3]),  # 1 | 2
        ("\t12\t\t\t\t\t3", ["blank", "unreadable", "blank", "blank", "blank", "blank", 3]),
        ("\t14\t\t\t\t\t3", ["blank", 14, "blank", "blank", "blank", "blank", 3]),  # a wrong sum is the report's own
    ],
)
def test_values_of_a_row_where_no_zero_is_printed(printed: str, told: list[float | str]) -> None:
    reading = few(f"{NEW}\t{printed}", f"{IN}\t\t\t\t\t\t\t", f"{OUT}\t\t\t\t\t\t\t")
    assert row(reading, "new") == told


# ------------------------------------------------------------------------------------------------ torn headers
LOWER = HEADER.removeprefix("\t自然人\t").removesuffix("\t总计")
TORN = {
    "upper_line_first": "自然人 法人或其他组织 总计/商业 科研 社会 法律 其他/企业 机构 公益 服务/组织 机构",
    "heading_first": "法人或其他组织/自然人 总计/商业 科研 社会公 法律服 其他/企业 机构 益组织 务机构",
    "whole_names_in_another_order": f"法人或其他组织/自然人 总计/{LOWER}",
}


@pytest.mark.parametrize("name", TORN)
def test_a_header_torn_over_lines_gives_no_column_anothers_number(name: str) -> None:
    rows = [f"{NEW}\t1\t2\t3\t4\t5\t6\t21", f"{IN}\t0\t0\t0\t0\t0\t0\t0", f"{OUT}\t1\t2\t3\t4\t5\t6\t21"]
    told = row_of(read(tabs("\n".join([*TORN[name].replace(" ", "\t").split("/"), *rows]))).cells, "new")
    true = dict(zip(COLUMNS, [1, 2, 3, 4, 5, 6, 21], strict=True))
    assert {column: value for column, value in told.items() if not isinstance(value, str)}.items() <= true.items()


def test_headings_drawn_on_several_lines_in_another_order_name_no_column() -> None:
    names = [["科研机构", "自然人"], ["商业企业", "社会公益组织", "法律服务机构", "其他", "总计"]]
    rows = [*names, [NEW, "1", "2", "3", "4", "5", "6", "21"]]
    drawn = [
        Line(tuple(GridCell(text, at, page=1, box=Box(at, y, at + 1, y + 1)) for at, text in enumerate(texts)),
             Place(block=0, grid_row=y), aligned=False, from_text=False)
        for y, texts in enumerate(rows)
    ]  # fmt: skip
    assert set(row(read(drawn), "new")) == {"unreadable"}
    written = [line._replace(fields=tuple(field._replace(box=None) for field in line.fields)) for line in drawn]
    assert 1.0 in row(read(written), "new")
