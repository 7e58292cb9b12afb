"""PDFs without rules, or with some: columns by where numbers stand, rows by the line of their numbers."""

import pytest

from tests.specimens.drawn_pdf import WIDTHS, Drawing, DrawnTable
from tests.specimens.printed_page import Slot, numbers, page
from toolkit.codebook import shipped_codebook
from toolkit.documents import read_blocks
from toolkit.documents.pdf_aligned import aligned_grid
from toolkit.documents.pdf_text import Glyph, TextLine
from toolkit.extraction import extract_reports
from toolkit.records import Cell, Grid, Paragraph, SourceText

TRUTH = numbers("2021")
REPORT = page("安吉县水利局", TRUTH)
HEADINGS = {
    "disclosure": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "review": "四、政府信息公开行政复议、行政诉讼情况",
}
Texts = list[list[tuple[int, str]]]


def read(on: Drawing) -> SourceText:
    return read_blocks(on.data(), "pdf")


def grids(on: Drawing) -> list[Grid]:
    return [block for block in read(on).blocks if isinstance(block, Grid)]


def texts(grid: Grid) -> Texts:
    return [[(cell.column, cell.text) for cell in row] for row in grid.rows]


def row(on: Drawing, y: float, *texts: str, xs: tuple[float, ...] = (70, 200, 280, 360)) -> None:
    for x, text in zip(xs, texts, strict=False):
        on.text(x, y, text)


def cells_of(on: Drawing) -> dict[tuple[str, str, str], Cell]:
    (report,) = extract_reports(read(on), shipped_codebook()).reports
    return {cell[:3]: cell for cell in report.cells}


# ------------------------------------------------------------------------------------------------ without any rule
def test_numbers_in_columns_under_headings_are_a_grid_with_page_and_box() -> None:
    on = Drawing()
    row(on, 100, "信息内容", "制发件数", "废止件数", "现行有效")
    row(on, 120, "规章", "2", "1", "9")
    row(on, 140, "规范性文件", "15", "3", "41")
    (found,) = grids(on)
    assert (found.aligned, found.inferred) == (True, True)
    assert texts(found)[1:] == [
        [(0, "规章"), (1, "2"), (2, "1"), (3, "9")],
        [(0, "规范性文件"), (1, "15"), (2, "3"), (3, "41")],
    ]
    assert all(cell.page == 1 and cell.box for cells in found.rows for cell in cells)


def test_a_blank_beside_numbers_is_a_cell_in_its_column() -> None:
    on = Drawing()
    row(on, 100, "信息内容", "制发件数", "废止件数", "现行有效")
    row(on, 120, "规章", "2", "", "9")
    row(on, 140, "规范性文件", "15", "3", "")
    assert texts(grids(on)[0])[1:] == [
        [(0, "规章"), (1, "2"), (2, ""), (3, "9")],
        [(0, "规范性文件"), (1, "15"), (2, "3"), (3, "")],
    ]


def test_a_column_of_blanks_is_told_by_its_heading() -> None:
    on = Drawing()
    row(on, 100, "信息内容", "制发件数", "废止件数", "现行有效")
    row(on, 120, "规章", "2", "", "9")
    row(on, 140, "规范性文件", "15", "", "41")
    assert texts(grids(on)[0])[1] == [(0, "规章"), (1, "2"), (2, ""), (3, "9")]


def test_columns_without_headings_have_no_blanks() -> None:
    on = Drawing()
    row(on, 100, "规章", "2", "1", "9")
    row(on, 120, "规范性文件", "15", "", "41")
    row(on, 140, "其他文件", "5", "3", "")
    (found,) = grids(on)
    assert not found.aligned
    assert texts(found)[1] == [(0, "规范性文件"), (1, "15"), (2, "41")]


@pytest.mark.parametrize("at", [0, 7, 14])
def test_a_label_of_two_lines_stands_beside_its_row_wherever_its_numbers_are_set(at: int) -> None:
    on = Drawing()
    row(on, 100, "信息内容", "制发件数", "废止件数", "现行有效")
    row(on, 120, "规章和其他文件一", "2", "1", "9")
    row(on, 140, "行政机关制发的规范")
    row(on, 154, "性文件")
    row(on, 140 + at, "", "15", "3", "41")
    assert texts(grids(on)[0])[-1] == [(0, "行政机关制发的规范性文件"), (1, "15"), (2, "3"), (3, "41")]


def test_a_label_that_ends_close_to_its_number_is_no_part_of_it() -> None:
    on = Drawing()
    row(on, 100, "信息内容", "制发件数", "废止件数", "现行有效")
    row(on, 120, "规章", "2", "1", "9")
    on.text(200 - 13 * 10.5 - 2, 140, "行政规范性文件和其他各类文")
    row(on, 140, "", "15", "3", "41")
    assert [text for _, text in texts(grids(on)[0])[-1]] == ["行政规范性文件和其他各类文", "15", "3", "41"]


def test_numbers_of_one_row_on_several_heights_stay_in_it_and_stay_apart() -> None:
    on = Drawing()
    row(on, 100, "信息内容", "制发件数", "废止件数", "现行有效")
    row(on, 120, "规章", "2", "1", "9")
    row(on, 146, "规范性文件", "", "3", "41")
    on.text(200, 140, "12")  # a number too wide for its column, wrapped around the middle of its row
    on.text(200, 152, "7")
    assert texts(grids(on)[0])[-1] == [(0, "规范性文件"), (1, "12\n7"), (2, "3"), (3, "41")]


def test_a_number_that_wraps_in_the_first_row_is_no_heading() -> None:
    on = Drawing()
    row(on, 100, "信息内容", "制发件数", "废止件数", "现行有效")
    on.text(360, 120, "18")
    row(on, 126, "规章", "2", "1", "")
    on.text(360, 132, "8")
    row(on, 150, "规范性文件", "15", "3", "41")
    assert texts(grids(on)[0])[1] == [(0, "规章"), (1, "2"), (2, "1"), (3, "18\n8")]


def test_a_sign_of_words_in_place_of_a_number_is_no_blank() -> None:
    on = Drawing()
    row(on, 100, "信息内容", "制发件数", "废止件数", "现行有效")
    row(on, 120, "规章", "2", "减少1件", "9")
    row(on, 140, "规范性文件", "15", "3", "41")
    assert texts(grids(on)[0])[1] == [(0, "规章"), (1, "2"), (2, "减少1件"), (3, "9")]


def test_headings_between_rows_of_numbers_begin_another_table() -> None:
    on = Drawing()
    row(on, 100, "信息内容", "制发件数", "废止件数")
    row(on, 120, "规章", "2", "1")
    row(on, 140, "规范性文件", "15", "3")
    row(on, 170, "三、收到和处理")
    row(on, 200, "信息内容", "自然人", "总计")
    row(on, 220, "新收", "7", "8")
    row(on, 240, "结转", "0", "0")
    found = read(on).blocks
    assert [type(block) for block in found] == [Grid, Paragraph, Grid]
    assert getattr(found[1], "text", None) == "三、收到和处理"


def test_a_column_without_a_heading_among_others_leaves_no_blanks() -> None:
    on = Drawing()
    row(on, 100, "信息内容", "制发件数", "", "现行有效")
    row(on, 120, "规章", "2", "1", "9")
    row(on, 140, "规范性文件", "15", "", "41")
    (found,) = grids(on)
    assert not found.aligned
    assert texts(found)[-1] == [(0, "规范性文件"), (1, "15"), (2, "41")]


def test_numbers_right_of_all_headings_make_a_row_longer() -> None:
    on = Drawing()
    row(on, 100, "信息内容", "制发件数", "废止件数")
    row(on, 120, "规章", "2", "1")
    row(on, 140, "规范性文件", "1", "5", "3")
    assert texts(grids(on)[0])[1:] == [
        [(0, "规章"), (1, "2"), (2, "1")], [(0, "规范性文件"), (1, "1"), (2, "5"), (3, "3")],
    ]  # fmt: skip


def test_what_was_recognised_leaves_no_blanks() -> None:
    texts = {0: ("信息内容", "制发件数"), 1: ("规章", "2"), 2: ("规范性文件", "")}
    lines = [
        TextLine(
            1,
            tuple(
                Glyph(character, x + 10.5 * at, 100 + 20 * y, score=0.9)
                for x, text in zip((70, 200), pair, strict=True)
                for at, character in enumerate(text)
            ),
            10.5,
        )
        for y, pair in texts.items()
    ]
    assert aligned_grid(lines, 0, {}) is None
    plain = [TextLine(1, tuple(glyph._replace(score=None) for glyph in line.glyphs), 10.5) for line in lines]
    assert aligned_grid(plain, 0, {}) is not None


def test_numbers_close_above_others_without_a_label_may_have_been_one() -> None:
    on = Drawing()
    row(on, 100, "信息内容", "制发件数", "废止件数")
    row(on, 130, "规章", "13", "44")
    row(on, 143, "", "2", "87")
    row(on, 170, "规范性文件", "5", "6")
    assert texts(grids(on)[0])[1] == [(0, "规章"), (1, "13\n2"), (2, "44\n87")]


def test_the_rest_of_a_label_at_the_top_of_a_page_belongs_to_the_row_before() -> None:
    on = Drawing()
    row(on, 700, "信息内容", "制发件数", "废止件数")
    row(on, 720, "行政机关制发的规范", "2", "1")
    on.turn()
    row(on, 60, "性文件")
    row(on, 90, "规章", "15", "3")
    assert texts(grids(on)[0])[1:] == [
        [(0, "行政机关制发的规范性文件"), (1, "2"), (2, "1")], [(0, "规章"), (1, "15"), (2, "3")],
    ]  # fmt: skip


def test_a_header_at_the_top_of_a_page_whose_heading_stands_at_the_foot_before_is_no_rest_of_a_row() -> None:
    on = Drawing()
    row(on, 700, "信息内容", "制发件数", "废止件数")
    row(on, 720, "规章", "12", "31")
    row(on, 740, "第二十条第（五）项")
    on.turn()
    row(on, 60, "信息内容")
    row(on, 90, "行政许可", "15", "38")
    assert [(0, "规章"), (1, "12"), (2, "31")] in [row_ for found in grids(on) for row_ in texts(found)]


def test_headings_set_to_the_left_and_numbers_to_the_right_are_columns() -> None:
    on = Drawing()
    row(on, 100, "信息内容", "制发件数", "废止件数", xs=(70, 180, 270))
    row(on, 120, "规章", "2", "1", xs=(70, 250, 340))
    row(on, 140, "规范性文件", "5", "7", xs=(70, 250, 340))
    row(on, 160, "其他文件", "8", "", xs=(70, 250, 340))
    assert texts(grids(on)[0])[1:] == [
        [(0, "规章"), (1, "2"), (2, "1")], [(0, "规范性文件"), (1, "5"), (2, "7")],
        [(0, "其他文件"), (1, "8"), (2, "")],
    ]  # fmt: skip


def test_a_column_ends_in_the_gap_between_two_headings() -> None:
    on = Drawing()
    row(on, 100, "信息内容", "本年制发件数", "本年废止件数", xs=(70, 200, 267))
    row(on, 120, "规章", "2", "1", xs=(70, 200, 267))
    row(on, 140, "规范性文件", "5", "7", xs=(70, 200, 267))
    row(on, 160, "其他文件", "8", "9", xs=(70, 200, 267))
    assert texts(grids(on)[0])[0] == [(0, "信息内容"), (1, "本年制发件数"), (2, "本年废止件数")]


def test_a_heading_over_several_columns_is_as_wide_as_none_of_them() -> None:
    on = Drawing()
    row(on, 80, "", "法人或其他组织的情况", xs=(70, 225))
    row(on, 100, "信息内容", "企业", "机构", "其他", xs=(70, 200, 270, 340))
    row(on, 120, "新收", "2", "", "3", xs=(70, 200, 270, 340))
    row(on, 140, "结转", "1", "", "4", xs=(70, 200, 270, 340))
    assert texts(grids(on)[0])[-2:] == [
        [(0, "新收"), (1, "2"), (2, ""), (3, "3")], [(0, "结转"), (1, "1"), (2, ""), (3, "4")],
    ]  # fmt: skip


def test_a_heading_that_begins_above_its_neighbours_belongs_to_the_table() -> None:
    on = Drawing()
    on.text(360, 88, "现行有效")
    row(on, 102, "信息内容", "制发件数", "废止件数", "件数")
    row(on, 122, "规章", "2", "1", "9")
    row(on, 142, "规范性文件", "15", "3", "41")
    assert [text for cells in texts(grids(on)[0])[:2] for _, text in cells] == [
        "现行有效", "信息内容", "制发件数", "废止件数", "件数",
    ]  # fmt: skip


def _report(**drawn: bool) -> Drawing:
    on = Drawing(height=1700)
    y = on.lines(150, 60, [REPORT.title()], 16, 40)
    for name, heading in HEADINGS.items():
        y = on.lines(91, y + 10, [heading])
        y = DrawnTable(REPORT.tables[name].rows, WIDTHS[name]).draw(on, y, **drawn) + 20
    return on


def test_a_report_without_rules_is_read() -> None:
    cells = cells_of(_report(ruled=False))
    assert {key: cell.value for key, cell in cells.items() if cell.value is not None}.items() <= TRUTH.items()
    right = sum(cells[key].value == value for key, value in TRUTH.items())
    assert right >= 190


# ------------------------------------------------------------------------------------------------ rules of dots
def test_borders_of_dots_are_rules() -> None:
    on = Drawing()
    for x in (70, 150, 230):
        for step in range(40):
            on.canvas.rect(x, 842 - 100 - step * 1.2, 0.6, 0.6, stroke=0, fill=1)
    for y in (100, 124, 148):
        for step in range(134):
            on.canvas.rect(70 + step * 1.2, 842 - y, 0.6, 0.6, stroke=0, fill=1)
    row(on, 115, "规章", "2", xs=(76, 156))
    row(on, 139, "规范性文件", "15", xs=(76, 156))
    (found,) = grids(on)
    assert (found.aligned, found.inferred) == (True, False)
    assert texts(found) == [[(0, "规章"), (1, "2")], [(0, "规范性文件"), (1, "15")]]


# ------------------------------------------------------------------------------------------------ some rules
def test_rules_between_columns_alone_do_not_make_one_number_of_all_rows() -> None:
    on = Drawing()
    for x in (66, 190, 270, 350, 430):
        on.rule(x, 85, x, 300)
    for y in (85, 300):
        on.rule(66, y, 430, y)
    row(on, 100, "信息内容", "制发件数", "废止件数", "现行有效")
    for at, name in enumerate(("规章", "规范性文件", "许可", "处罚", "强制", "收费")):
        row(on, 130 + 25 * at, name, str(at), str(at + 1), str(at + 2))
    assert texts(grids(on)[0])[-1] == [(0, "收费"), (1, "5"), (2, "6"), (3, "7")]


# ------------------------------------------------------------------------------------------------ in ruled cells
def test_a_number_wraps_where_every_number_of_its_narrow_column_does() -> None:
    on = Drawing()
    rows = [[Slot("新收"), Slot("36\n46")], [Slot("结转"), Slot("13\n2")], [Slot("公开"), Slot("28")]]
    DrawnTable(rows, [60, 24]).draw(on, 100)
    assert texts(grids(on)[0]) == [[(0, "新收"), (1, "3646")], [(0, "结转"), (1, "132")], [(0, "公开"), (1, "28")]]


def test_numbers_one_above_the_other_are_two_where_a_longer_one_stands_in_one_line() -> None:
    on = Drawing()
    rows = [[Slot("新收"), Slot("36\n46")], [Slot("结转"), Slot("132")]]
    DrawnTable(rows, [60, 24]).draw(on, 100)
    assert texts(grids(on)[0])[0] == [(0, "新收"), (1, "36\n46")]


def test_numbers_that_are_struck_through_are_set_apart_and_words_left_out() -> None:
    on = Drawing()
    DrawnTable([[Slot("918新收"), Slot("5590")], [Slot("结转"), Slot("12")]], [90, 60]).draw(on, 100)
    on.rule(73, 111, 73 + 3 * 5.25, 111)
    on.rule(163, 111, 163 + 3 * 5.25, 111)
    assert texts(grids(on)[0]) == [[(0, "新收"), (1, "~559~\n0")], [(0, "结转"), (1, "12")]]


def test_a_line_below_a_number_does_not_strike_it() -> None:
    on = Drawing()
    DrawnTable([[Slot("新收"), Slot("559")], [Slot("结转"), Slot("12")]], [90, 60]).draw(on, 100)
    on.rule(163, 115.5, 163 + 3 * 5.25, 115.5)
    assert texts(grids(on)[0])[0] == [(0, "新收"), (1, "559")]


def _cut(lower: str, width: float) -> Texts:
    on = Drawing()
    widths = [60, width, width]
    DrawnTable([[Slot("结转"), Slot("28"), Slot("13")], [Slot("新收到"), Slot("36"), Slot("5")]], widths).draw(on, 700)
    on.turn()
    DrawnTable([[Slot(""), Slot(lower), Slot("")], [Slot("公开"), Slot("70"), Slot("1")]], widths).draw(on, 60)
    return texts(grids(on)[0])


def test_a_number_cut_by_the_page_is_whole_where_it_fills_its_column() -> None:
    assert _cut("46", 24) == [
        [(0, "结转"), (1, "28"), (2, "13")], [(0, "新收到"), (1, "3646"), (2, "5")], [(0, "公开"), (1, "70"), (2, "1")],
    ]  # fmt: skip


def test_a_row_with_a_label_of_its_own_below_the_break_is_no_rest() -> None:
    on = Drawing()
    upper = [[Slot("结转", columns=2), Slot("28"), Slot("13")], [Slot("总计", columns=2), Slot("36"), Slot("5")]]
    DrawnTable(upper, [40, 40, 24, 24]).draw(on, 700)
    on.turn()
    DrawnTable([[Slot("四"), Slot("结余"), Slot("46"), Slot("")]], [40, 40, 24, 24]).draw(on, 60)
    assert texts(grids(on)[0])[1:] == [
        [(0, "总计"), (2, "36"), (3, "5")], [(0, "四"), (1, "结余"), (2, "46"), (3, "")],
    ]  # fmt: skip


def test_a_number_cut_by_the_page_in_a_wide_column_stays_apart() -> None:
    assert _cut("46", 60)[1] == [(0, "新收到"), (1, "36\n46"), (2, "5")]
