"""Which printed values are which row's, and which column's."""

import pytest

from tests.extraction.printed_lines import grid, spaced, tabs
from toolkit.extraction.lines import Line
from toolkit.extraction.rows import (
    Columns,
    TableRow,
    assign,
    columns_of,
    is_noisy,
    leftover,
    place_of,
    table_rows,
    without_false_spans,
    without_trailing_tabs,
)
from toolkit.records import GridCell, Leftover, Place

ROWS = {"规章", "许可", "处罚", "强制", "新收政府信息"}
GROUPS = {"不予公开"}


def known(text: str) -> str | None:
    return "row" if text in ROWS else "group" if text in GROUPS else None


def read(lines: list[Line]) -> list[TableRow]:
    return table_rows(lines, known)


def shown(lines: list[Line]) -> list[tuple[tuple[str, ...], list[str]]]:
    return [(row.labels, [value.text for value in row.values]) for row in read(lines)]


def fields(row: TableRow, columns: Columns) -> list[str] | None:
    found = assign(row, columns)
    return None if found is None else [field.text for field in found]


def one(lines: list[Line], count: int, header: list[GridCell] | None = None) -> list[str] | None:
    """The fields of the first row, by the columns that all rows of the lines show."""
    rows = read(lines)
    return fields(rows[0], columns_of(rows, header or [GridCell("", -1)] * count, None))


# ------------------------------------------------------------------------------------------------ rows
def test_a_label_and_its_values() -> None:
    assert shown(tabs("规章\t0\t1\n许可\t2\t")) == [(("规章",), ["0", "1"]), (("许可",), ["2", ""])]


def test_empty_fields_before_the_label_are_padding() -> None:
    assert shown(tabs("\t\t规章\t0\t1")) == [(("规章",), ["0", "1"])]


def test_headings_stand_before_the_label() -> None:
    assert shown(tabs("不予公开\t规章\t0")) == [(("不予公开", "规章"), ["0"])]
    assert shown(tabs("不予公开\t\t规章\t0")) == [(("不予公开", "规章"), ["0"])]


def test_an_unknown_label_is_a_label_until_a_value_comes() -> None:
    assert shown(tabs("其他文件\t5\t6")) == [(("其他文件",), ["5", "6"])]


def test_text_in_the_place_of_a_value_is_a_value() -> None:
    assert shown(tabs("规章\t无\t1")) == [(("规章",), ["无", "1"])]
    assert shown(tabs("其他文件\t1\t无")) == [(("其他文件",), ["1", "无"])]


def test_in_a_line_parted_by_spaces_words_before_the_values_belong_to_the_label() -> None:
    assert shown(spaced("规章 甲 1 2 乙")) == [(("规章", "甲"), ["1", "2", "乙"])]


def test_two_rows_on_one_line() -> None:
    assert shown(tabs("规章\t0\t许可\t1")) == [(("规章",), ["0"]), (("许可",), ["1"])]


def test_values_before_a_label_may_be_the_line_befores() -> None:
    (row,) = read(tabs("5\t规章\t1\t2"))
    assert (row.labels, [value.text for value in row.values], row.certain) == (("规章",), ["5", "1", "2"], False)


def test_one_cell_a_line() -> None:
    (first, second) = read(spaced("规章", "0", "1", "许可", "2", "3"))
    assert (first.labels, [v.text for v in first.values], first.spread) == (("规章",), ["0", "1"], True)
    assert (second.labels, [v.text for v in second.values]) == (("许可",), ["2", "3"])


def test_all_values_on_the_line_after_the_label() -> None:
    assert shown(tabs("规章\t\n0\t1\n")) == [(("规章",), ["", "0", "1"])]


def test_a_number_below_a_row_that_has_its_values_is_a_page_number_or_worse() -> None:
    first, second = read([*tabs("规章\t0\t1"), *spaced("3")])
    assert (first.trailed, first.spread) == (True, False)
    assert (second.labels, [v.text for v in second.filled]) == ((), ["3"])


def test_several_numbers_below_a_row_are_a_row_of_their_own() -> None:
    first, second = read(tabs("规章\t0\t1\n3\t4\n"))
    assert (first.trailed, second.labels) == (False, ())


def test_a_label_wrapped_over_two_or_three_lines() -> None:
    assert shown(spaced("新收", "政府信息 1 2")) == [(("新收政府信息",), ["1", "2"])]
    assert shown(spaced("新收", "政府", "信息 1 2")) == [(("新收政府信息",), ["1", "2"])]
    assert shown(spaced("新收", "政", "府", "信息 1 2")) == [(("新收政府信息",), ["1", "2"])]


def test_a_label_that_is_whole_is_not_joined() -> None:
    assert shown(spaced("其他", "规章 1 2")) == [(("其他",), []), (("规章",), ["1", "2"])]


def test_labels_of_an_aligned_grid_are_never_joined_over_rows() -> None:
    assert shown(grid(["新收", ""], ["政府信息", "1"])) == [(("新收",), [""]), (("政府信息",), ["1"])]


def test_rows_between_an_empty_label_and_loose_values_may_have_slipped() -> None:
    rows = read(tabs("规章\t\t\n许可\t1\t2\n3\t4\n处罚\t5\t6"))
    assert [(row.label, row.certain) for row in rows] == [
        ("规章", False), ("许可", False), ("", False), ("处罚", True),
    ]  # fmt: skip
    rows = read(tabs("规章\t1\t2\n3\t4\n许可\t5\t6\n处罚\t\t\n强制\t5\t6"))
    assert [(row.label, row.certain) for row in rows] == [
        ("规章", True), ("", False), ("许可", False), ("处罚", False), ("强制", True),
    ]  # fmt: skip
    rows = read(tabs("规章\t1\t2\n3\t4\n许可\t5\t6"))
    assert all(row.certain for row in rows)


def test_a_lone_number_beside_an_empty_label_is_no_slip() -> None:
    rows = read([*tabs("规章\t\t\n许可\t1\t2"), *spaced("3")])
    assert [(row.label, row.certain) for row in rows] == [("规章", True), ("许可", True), ("", True)]


def test_raw_shows_labels_and_values() -> None:
    (row,) = read(tabs("不予公开\t规章\t0\t\t1"))
    assert row.raw == "不予公开 | 规章 | 0 | 1"
    assert leftover("requests", row) == Leftover("requests", "不予公开 | 规章 | 0 | 1", row.line.place)
    assert (row.label, [v.text for v in row.filled]) == ("规章", ["0", "1"])
    assert TableRow((), (), row.line).label == ""


# ------------------------------------------------------------------------------------------------ columns
def test_as_many_values_as_columns() -> None:
    assert one(tabs("规章\t1\t2\t3"), 3) == ["1", "2", "3"]


@pytest.mark.parametrize("line", ["规章\t1\t2", "规章\t1\t2\t3\t4", "规章\t1\t\t2\t3"])
def test_a_value_lost_one_too_many_or_a_tab_doubled(line: str) -> None:
    assert one(tabs(line), 3) is None


def test_an_empty_field_is_an_empty_cell_where_every_row_has_all_its_fields() -> None:
    assert one(tabs("规章\t1\t\t3\n许可\t4\t5\t6"), 3) == ["1", "", "3"]


def test_an_empty_field_tells_nothing_where_another_row_has_fields_too_many() -> None:
    assert one(tabs("规章\t1\t\t3\n许可\t4\t5\t6\t"), 3) is None


def test_text_parted_by_spaces_has_no_empty_cells() -> None:
    assert one(spaced("规章 1 3", "许可 4 5 6"), 3) is None
    assert one(spaced("规章 1 2 3"), 3) == ["1", "2", "3"]


def test_padding_that_other_rows_have_too() -> None:
    lines = tabs("规章\t\t1\t2\t3\n许可\t\t4\t5\t6\n处罚\t7\t8\t9")
    assert one(lines, 3) == ["1", "2", "3"]


def test_padding_of_one_row_among_many_is_doubtful() -> None:
    many = "".join(f"\n许可\t{n}\t1\t1" for n in range(6))
    assert one(tabs("规章\t\t1\t2\t3" + many), 3) is None
    assert one(tabs("规章\t\t1\t2\t3" + "\n处罚\t\t1\t1\t1" * 2 + many), 3) == ["1", "2", "3"]


def test_where_tabs_are_doubled_everywhere_they_mean_nothing() -> None:
    lines = tabs("规章\t1\t\t2\t3\n许可\t4\t5\t\t6\n处罚\t7\t8\t9")
    assert one(lines, 3) == ["1", "2", "3"]


def test_noise_is_two_rows_and_more_than_half() -> None:
    def noisy(text: str) -> bool:
        return is_noisy((row, 2) for row in read(tabs(text)))

    assert not noisy("规章\t1\t\t2")
    assert noisy("规章\t1\t\t2\n许可\t3\t\t4")
    assert not noisy("规章\t1\t\t2\n许可\t3\t\t4\n处罚\t5\t6\n强制\t7\t8")
    assert noisy("规章\t1\t\t2\n许可\t3\t\t4\n处罚\t5\t6\n强制\t\t")
    assert not is_noisy((row, 2) for row in read(grid(["规章", "1", "", "2"], ["许可", "3", "", "4"])))


def test_a_row_that_is_uncertain_or_trailed_gives_no_number() -> None:
    (row,) = read(tabs("规章\t1\t2\t3"))
    columns = Columns(3, {}, positional=True)
    assert fields(row._replace(certain=False), columns) is None
    assert fields(row._replace(trailed=True), columns) is None
    assert fields(row._replace(trailed=True, adds_up=True), columns) == ["1", "2", "3"]


def test_a_row_that_adds_up_bears_its_padding() -> None:
    (row,) = read(tabs("规章\t1\t\t2\t3"))
    columns = Columns(3, {}, positional=False)
    assert fields(row, columns) is None
    assert fields(row._replace(adds_up=True), columns) == ["1", "2", "3"]


def test_the_only_column_takes_the_only_value() -> None:
    assert one(tabs("规章\t\t\t5"), 1) == ["5"]
    assert one(tabs("规章\t5\t6"), 1) is None


HEADER = [GridCell("a", 1), GridCell("b", 2), GridCell("c", 3)]


def aligned(*rows: list[str | tuple[str, int]]) -> list[str] | None:
    """The last row of a grid whose header stands above columns 1 to 3."""
    found = read(grid(*rows))
    return fields(found[-1], columns_of(found, HEADER, 0))


def test_an_empty_cell_of_a_grid_keeps_its_place() -> None:
    assert aligned(["规章", "1", "", "3"]) == ["1", "", "3"]


def test_a_cell_beyond_the_columns_means_a_cell_was_split() -> None:
    assert aligned(["规章", "1", "0", "", "3"]) is None
    assert aligned(["规章", "1", "2", "3", "4"]) is None
    assert aligned(["规章", "1", "2", "3", ""]) == ["1", "2", "3"]


def test_a_row_that_lost_a_cell() -> None:
    assert aligned(["规章", "1", "3"]) is None


def test_a_row_pushed_to_the_right_as_a_whole() -> None:
    assert aligned([("规章", 2), "1", "", "3"]) == ["1", "", "3"]
    # Pushed to the left, or its cells by different steps: nobody knows.
    assert aligned([("规章", 2), "1", ("", 2), "3"]) is None


def test_columns_of_a_grid_whose_header_is_elsewhere_are_those_most_rows_have() -> None:
    rows = read(grid(["规章", "1", "2"], ["许可", "3", "4"], [("处罚", 2), "", "6"]))
    columns = columns_of(rows, [GridCell("a", 5), GridCell("b", 6)], 9)
    assert columns.at == {0: (1, 2)}
    assert fields(rows[2], columns) == ["", "6"]
    empty = read(grid(["规章", "1", ""]))
    assert fields(empty[0], Columns(2, {}, positional=True)) is None


def test_the_header_of_the_same_grid_tells_the_columns() -> None:
    rows = read(grid([("规章", 2), "1", "2"]))
    header = [GridCell("a", 1), GridCell("b", 2)]
    assert columns_of(rows, header, 0).at == {0: (1, 2)}
    assert columns_of(rows, header, 1).at == {0: (2, 3)}
    assert columns_of(rows, header, None).at == {0: (2, 3)}


# ------------------------------------------------------------------------------------------------ repairs
def trimmed(text: str, wanted: int) -> list[tuple[list[str], bool]]:
    rows = without_trailing_tabs(read(tabs(text)), wanted)
    return [([value.text for value in row.values], row.certain) for row in rows]


def test_a_tab_behind_the_last_number_of_every_row() -> None:
    assert trimmed("规章\t1\t2\t\n许可\t3\t\t", 2) == [(["1", "2"], True), (["3", ""], True)]


def test_a_tab_before_the_first_number_of_every_row() -> None:
    assert trimmed("规章\t\t1\t2\n许可\t\t\t4", 2) == [(["1", "2"], True), (["", "4"], True)]


def test_a_tab_at_either_end_tells_nothing() -> None:
    assert trimmed("规章\t1\t2\t\n许可\t\t3\t4", 2) == [(["1", "2", ""], True), (["", "3", "4"], True)]
    assert trimmed("规章\t\t2\t", 2) == [(["", "2", ""], True)]


def test_a_row_that_has_the_tab_and_lost_a_value() -> None:
    assert trimmed("规章\t1\t2\t\n许可\t3\t\n处罚\t5\t6", 2) == [
        (["1", "2"], True),
        (["3", ""], False),
        (["5", "6"], True),
    ]


def test_rows_without_fields_too_many_are_left_alone() -> None:
    assert trimmed("规章\t1\t2\n许可\t3\t", 2) == [(["1", "2"], True), (["3", ""], True)]
    rows = read(grid(["规章", "1", "2", ""]))
    assert without_trailing_tabs(rows, 2) == rows


def spans(*rows: list[str | tuple[str, int, int]]) -> list[list[int]]:
    found = without_false_spans(read(grid(*rows)), 2)
    return [[value.rows for value in row.values] for row in found]


def test_a_span_over_rows_that_have_all_their_own_values_is_false() -> None:
    assert spans(["规章", ("1", 1, 99), "2"], ["许可", "3", "4"], ["处罚", "5", "6"]) == [[1, 1], [1, 1], [1, 1]]


def test_a_number_that_stands_for_two_rows_leaves_the_lower_one_a_value_short() -> None:
    assert spans(["规章", ("1", 1, 2), "2"], ["许可", "4"]) == [[2, 1], [1]]
    assert spans(["规章", ("1", 1, 3), "2"], ["许可", "3", "4"], ["处罚", "6"]) == [[3, 1], [1, 1], [1]]


def test_places() -> None:
    line = Line((), Place(page=2, block=3, line=4, grid_row=5), aligned=True, from_text=False)
    assert place_of(line, None) == line.place
    assert place_of(line, GridCell("1", 6)) == Place(2, 3, 4, 5, 6)
    assert place_of(line, GridCell("1", 6, line=9, page=8)) == Place(8, 3, 9, 5, 6)


def test_a_label_is_not_joined_to_a_row_that_has_its_values() -> None:
    assert shown(spaced("新收 5", "政府信息 1 2")) == [(("新收",), ["5"]), (("政府信息",), ["1", "2"])]


def test_a_label_is_not_joined_over_more_than_four_lines() -> None:
    assert shown(spaced("新", "收", "政", "府", "信息 1 2"))[-1] == (("信息",), ["1", "2"])


def test_a_cell_on_a_line_of_its_own_brings_no_empty_cells_with_it() -> None:
    assert shown([*spaced("规章"), *tabs("\t5\t"), *spaced("6")]) == [(("规章",), ["5", "6"])]
