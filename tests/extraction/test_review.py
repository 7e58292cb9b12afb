"""Table 4: administrative review and litigation, fifteen numbers in one line."""

import pytest

from tests.extraction.printed_lines import BOOK, grid, page, part, row_of, spaced, tabs, values
from tests.specimens.printed_page import CHANNELS, OUTCOMES, Slot, Table, numbers, review_table
from toolkit.extraction.lines import Line
from toolkit.extraction.requests import NO_TABLE, TableReading
from toolkit.extraction.review import read_review

NUMBERS = numbers()
TRUE = part(NUMBERS, "review")
LABELS = "结果维持\t结果纠正\t其他结果\t尚未审结\t总计"
HEADER = f"行政复议\t行政诉讼\n未经复议直接起诉\t复议后起诉\n{LABELS}\t{LABELS}\t{LABELS}\n"
VALUES = "4\t2\t1\t3\t10\t7\t5\t8\t9\t29\t16\t12\t13\t14\t55"


def read(lines: list[Line]) -> TableReading:
    return read_review(lines, BOOK, "text")


def text(source: str) -> TableReading:
    return read(tabs(source))


def row(reading: TableReading, code: str) -> list[float | str | None]:
    told = row_of(reading.cells, code)
    return [told[outcome] for outcome in OUTCOMES]


@pytest.mark.parametrize("shape", ["page", "tabs", "cells"])
def test_the_undamaged_table(shape: str) -> None:
    printed = review_table(NUMBERS)
    lines = {
        "page": lambda: page(printed),
        "tabs": lambda: tabs(printed.text()),
        "cells": lambda: spaced(*printed.one_a_line().split("\n")),
    }[shape]()
    reading = read(lines)
    assert values(reading.cells) == TRUE
    assert [(c.row, c.column) for c in reading.cells] == list(BOOK.cells("review", "2021"))
    assert reading.leftovers == ()
    assert reading.template is None


def test_no_lines_are_no_table() -> None:
    assert read([]) == NO_TABLE
    assert text("规章\t0") == NO_TABLE


def test_a_cell_knows_its_place_and_what_was_printed() -> None:
    cell = read(page(review_table(NUMBERS))).cells[5]
    assert (cell.row, cell.column, cell.raw, cell.unit) == ("direct_litigation", "upheld", "7", "件")
    assert (cell.place.grid_row, cell.place.grid_column) == (3, 5)


def test_values_alone_are_read_in_the_forms_order() -> None:
    assert values(text(VALUES).cells) == TRUE


def test_outcomes_in_another_order_go_by_their_header() -> None:
    header = HEADER.replace("结果维持\t结果纠正", "结果纠正\t结果维持")
    assert row(text(header + VALUES), "review") == [2, 4, 1, 3, 10]


def test_one_name_that_was_damaged_into_its_neighbours_is_told_by_the_others() -> None:
    assert values(text(HEADER.replace("结果纠正", "结果维", 1) + VALUES).cells) == TRUE


WHOLE = "结果维持 结果纠正 其他结果 尚未审结 总计"
FEW = "结果持 结果约 其吉果 尚木审结 息计"


def outcomes(*of_each: str, score: float | None = 0.9) -> list[Line]:
    """A grid whose channels have these outcomes; with a score, of a recognised page."""
    channels = [("行政复议", 5), ("未经复议直接起诉", 5), ("复议后起诉", 5)]
    lines = grid(channels, [name for text in of_each for name in text.split()], VALUES.split("\t"))
    return [line._replace(fields=tuple(field._replace(score=score) for field in line.fields)) for line in lines]


def test_names_that_nobody_knows_are_told_by_the_others_of_a_recognised_page() -> None:
    misread = [WHOLE.replace("结果纠正", "结果维"), WHOLE.replace("结果纠正", "结果继"), WHOLE.replace("总计", "息计")]
    assert values(read(outcomes(*misread)).cells) == TRUE
    assert values(read(outcomes(FEW, WHOLE, FEW)).cells) == TRUE


def test_a_column_printed_with_an_unknown_name_has_no_number_and_keeps_its_text() -> None:
    other = [WHOLE.replace("其他结果", "撤回申请")] * 3
    reading = read(outcomes(*other, score=None))
    assert row(reading, "review") == [4, 2, "unreadable", 3, 10]
    assert [cell.raw for cell in reading.cells if cell.column == "other"] == ["1", "8", "13"]


@pytest.mark.parametrize(
    "damaged",
    [
        ("结果继 结果维持 其他结果 尚未审结 总计", WHOLE, WHOLE),
        (FEW, FEW, FEW.replace("其吉果", "其他结果")),
        (WHOLE.replace("结果纠正", "结果继"), WHOLE.replace("结果纠正", "结果维持"), WHOLE),
        (WHOLE.replace("总计", "息计"), WHOLE, WHOLE.replace("结果纠正", "结果维持")),
    ],
)
@pytest.mark.parametrize("score", [0.9, None])
def test_names_that_nobody_knows_beside_another_order_or_few_others_are_not(
    damaged: tuple[str, ...], score: float | None
) -> None:
    assert row(read(outcomes(*damaged, score=score)), "review") == ["unreadable"] * 5


def test_two_names_of_one_channel_that_changed_places_are_not() -> None:
    swapped = HEADER.replace("结果维持\t结果纠正", "结果纠正\t结果维持", 1)
    assert row(text(swapped + VALUES), "review")[:2] == [2, 4]


def test_channels_in_another_order_in_a_grid() -> None:
    upper: list[str | tuple[str, int]] = [("行政诉讼", 10), ("行政复议", 5)]
    middle: list[str | tuple[str, int]] = [("未经复议直接起诉", 5), ("复议后起诉", 5), ("", 5)]
    lines = grid(upper, middle, LABELS.split("\t") * 3, VALUES.split("\t"))
    reading = read(lines)
    assert row(reading, "direct_litigation") == [4, 2, 1, 3, 10]
    assert row(reading, "post_review_litigation") == [7, 5, 8, 9, 29]
    assert row(reading, "review") == [16, 12, 13, 14, 55]


def test_a_column_that_is_two_wide_in_header_and_values_is_one() -> None:
    names = LABELS.split("\t")
    wide: list[str | tuple[str, int]] = [*names[:4], (names[4], 2), *names, *names]
    told = VALUES.split("\t")
    numbers: list[str | tuple[str, int]] = [*told[:4], (told[4], 2), *told[5:]]
    upper: list[str | tuple[str, int]] = [("行政复议", 6), ("未经复议直接起诉", 5), ("复议后起诉", 5)]
    assert values(read(grid(upper, wide, numbers)).cells) == TRUE


def test_channels_in_another_order_in_text() -> None:
    header = HEADER.replace("行政复议\t行政诉讼", "行政诉讼\t行政复议")
    assert row(text(header + VALUES), "review") == [16, 12, 13, 14, 55]
    header = HEADER.replace("未经复议直接起诉\t复议后起诉", "复议后起诉\t未经复议直接起诉")
    assert row(text(header + VALUES), "post_review_litigation") == [7, 5, 8, 9, 29]


def test_a_channel_left_out_is_missing() -> None:
    header = f"行政复议\t未经复议直接起诉\n{LABELS}\t{LABELS}\n"
    reading = text(header + "4\t2\t1\t3\t10\t7\t5\t8\t9\t29")
    assert row(reading, "direct_litigation") == [7, 5, 8, 9, 29]
    assert row(reading, "post_review_litigation") == ["missing"] * 5


def test_an_outcome_left_out_of_every_channel_is_missing() -> None:
    short = LABELS.replace("\t尚未审结", "")
    header = HEADER.replace(LABELS, short)
    reading = text(header + "4\t2\t1\t10\t7\t5\t8\t29\t16\t12\t13\t55")
    assert row(reading, "direct_litigation") == [7, 5, 8, "missing", 29]


def test_an_outcome_lost_from_the_header_only() -> None:
    header = HEADER[::-1].replace("结审未尚\t", "", 1)[::-1]
    assert header.count("尚未审结") == 2
    assert values(text(header + VALUES).cells) == TRUE


def test_damaged_outcomes_and_the_ghosts_of_vertical_headers() -> None:
    assert values(text(HEADER.replace("尚未审结", "未审结") + VALUES).cells) == TRUE
    assert values(text(HEADER + "持\t正\t果\t结\t计\n" + VALUES).cells) == TRUE


@pytest.mark.parametrize(
    "printed", [VALUES.replace("4\t", "", 1), VALUES + "\t6", VALUES.replace("4\t2", "4\t\t2", 1), "1\t2"]
)
def test_a_value_lost_one_too_many_or_a_tab_doubled(printed: str) -> None:
    reading = text(HEADER + printed)
    assert {c.value for c in reading.cells if c.state == "number"} <= {None} or values(reading.cells) == TRUE


def test_values_lost_leave_the_line_as_raw() -> None:
    reading = text(HEADER + VALUES.removeprefix("4\t"))
    assert {c.state for c in reading.cells} == {"unreadable"}
    assert reading.cells[0].raw == VALUES.removeprefix("4\t").replace("\t", " | ")


def test_blank_unreadable_and_signs() -> None:
    reading = text(HEADER + VALUES.replace("4\t2\t1", "—\t无\t1", 1))
    assert row(reading, "review") == ["blank", "unreadable", 1, 3, 10]


def test_an_unfilled_table_is_blank() -> None:
    reading = read(grid(LABELS.split("\t") * 3, [""] * 15))
    assert {c.state for c in reading.cells} == {"blank"}
    assert len(reading.cells) == 15
    assert {c.state for c in text(HEADER).cells} == {"blank"}


def test_an_empty_cell_of_a_grid() -> None:
    fields = VALUES.split("\t")
    fields[1] = ""
    reading = read(grid(LABELS.split("\t") * 3, fields))
    assert row(reading, "review") == [4, "blank", 1, 3, 10]


def test_a_number_that_holds_its_empty_neighbours_digits() -> None:
    fields = VALUES.split("\t")
    fields[0:2] = ["42", ""]
    assert row(read(grid(LABELS.split("\t") * 3, fields)), "review")[0] == "unreadable"
    fields[4] = "46"  # 42 + 1 + 3: the empty cell is a zero, or not told
    assert row(read(grid(LABELS.split("\t") * 3, fields)), "review") == [42, "blank", 1, 3, 46]


def test_a_merged_number_is_nobodys() -> None:
    printed = review_table(NUMBERS)
    slots = printed.values("review")
    slots[0].columns = 2
    printed.drop(slots[1])
    assert "review" not in {key[1] for key in values(read(page(printed)).cells) if key[2] in ("upheld", "corrected")}


def test_a_line_printed_twice_differently_is_not_believed() -> None:
    assert values(text(HEADER + VALUES + "\n" + VALUES).cells) == TRUE
    reading = text(HEADER + VALUES + "\n" + VALUES.replace("55", "56"))
    assert {c.state for c in reading.cells} == {"unreadable"}


def test_other_rows_are_left_over() -> None:
    reading = text(HEADER + VALUES + "\n备注\t3")
    assert [left.raw for left in reading.leftovers] == ["备注 | 3"]
    assert reading.leftovers[0].table == "review"
    assert values(reading.cells) == TRUE


def test_one_line_a_channel() -> None:
    header = "\t" + LABELS + "\n"
    reading = text(
        header + "行政复议\t4\t2\t1\t3\t10\n未经复议直接起诉\t7\t5\t8\t9\t29\n复议后起诉\t16\t12\t13\t14\t55"
    )
    assert values(reading.cells) == TRUE
    reading = text(header + "行政复议\t4\t2\t1\t3\t10\n复议后起诉\t16\t12\t13\t14\t55")
    assert row(reading, "direct_litigation") == ["missing"] * 5
    assert row(reading, "post_review_litigation") == [16, 12, 13, 14, 55]


def test_one_line_a_channel_printed_twice_differently() -> None:
    reading = text(f"\t{LABELS}\n行政复议\t4\t2\t1\t3\t10\n行政复议\t4\t2\t1\t4\t11")
    assert row(reading, "review") == ["unreadable"] * 5


def test_spaces_between_the_values() -> None:
    assert values(read(spaced(*HEADER.replace("\t", " ").split("\n")[:-1], VALUES.replace("\t", " "))).cells) == TRUE


def test_a_grid_whose_merged_header_cells_were_dropped() -> None:
    lines = grid(["行政复议", "行政诉讼"], LABELS.split("\t"), LABELS.split("\t") * 2, VALUES.split("\t"))
    assert values(read(lines).cells) == TRUE


def test_a_table_pushed_aside_by_a_column_for_labels() -> None:
    rows = review_table(NUMBERS).rows
    printed = Table([[Slot("", rows=3), *rows[0]], *rows[1:3], [Slot("件数"), *rows[3]]])
    assert values(read(page(printed)).cells) == TRUE
    assert CHANNELS[0] == "review"


def test_a_lone_number_below_the_header_is_kept_as_raw() -> None:
    reading = read([*tabs(HEADER), *spaced("5")])
    assert {(c.state, c.raw) for c in reading.cells} == {("unreadable", "5")}


def test_a_header_that_names_an_outcome_twice_is_not_believed() -> None:
    header = HEADER.replace("结果维持\t结果纠正", "结果维持\t结果维持", 1)
    assert values(text(header + VALUES).cells) == {}


def test_every_cell_is_table_4s() -> None:
    header = f"行政复议\n{LABELS}\n"
    assert {c.table for c in text(header + "4\t2\t1\t3\t10").cells} == {"review"}


def test_litigation_left_of_review_whose_outcomes_are_merged_over_two_header_rows() -> None:
    first, second, third, last = review_table(NUMBERS).rows
    upright, under = second[:5], second[5:]
    printed = Table([first[::-1], [*under, *upright], third, [*last[5:], *last[:5]]])
    assert values(read(page(printed)).cells) == TRUE
