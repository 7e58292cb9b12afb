"""PDFs whose tables lack a rule between two cells, or a cell at a row's end."""

from tests.specimens.drawn_pdf import Drawing
from toolkit.documents import read_blocks
from toolkit.records import Grid

Texts = list[list[tuple[int, str]]]
XS, YS = (70.0, 190.0, 230.0, 270.0, 310.0), (100.0, 124.0, 148.0, 172.0)


def drawn(rows: list[list[str]], *, without: tuple[tuple[str, int, int], ...] = ()) -> Texts:
    """A table of three rows and four columns; `without` names missing rules: `|` or `-`, its edge, its slot."""
    on = Drawing()
    for row in range(3):
        for edge, x in enumerate(XS):
            if ("|", edge, row) not in without:
                on.rule(x, YS[row], x, YS[row + 1])
    for column in range(4):
        for edge, y in enumerate(YS):
            if ("-", edge, column) not in without:
                on.rule(XS[column], y, XS[column + 1], y)
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            on.text(XS[column] + 5, YS[row] + 16, text)
    (grid,) = (block for block in read_blocks(on.data(), "pdf").blocks if isinstance(block, Grid))
    return [[(cell.column, cell.text) for cell in row] for row in grid.rows]


ROWS = [["1.属于国家秘密", "7", "0", "7"], ["2.其他法律禁止", "13", "2", "15"], ["3.危及安全", "1", "0", "1"]]
WHOLE = [list(enumerate(row)) for row in ROWS]


def test_a_table_with_all_its_rules() -> None:
    assert drawn(ROWS) == WHOLE


def test_two_numbers_between_which_no_rule_stands_are_two() -> None:
    assert drawn(ROWS, without=(("|", 2, 1),)) == WHOLE


def test_a_label_and_a_number_between_which_no_rule_stands_are_two() -> None:
    assert drawn(ROWS, without=(("|", 1, 1),)) == WHOLE


def test_numbers_of_two_rows_between_which_no_rule_stands_are_two() -> None:
    assert drawn(ROWS, without=(("-", 1, 2), ("-", 2, 2))) == WHOLE


def test_labels_that_begin_with_numbers_of_their_own_are_two() -> None:
    assert drawn(ROWS, without=(("-", 2, 0),)) == WHOLE


def test_a_label_of_two_rows_stays_one() -> None:
    rows = [["（三）不予", "7", "0", "7"], ["公开", "13", "2", "15"], ["3.危及安全", "1", "0", "1"]]
    assert drawn(rows, without=(("-", 1, 0),))[0][0] == (0, "（三）不予公开")


def test_a_number_in_a_cell_over_several_columns_stays_there() -> None:
    rows = [["行政许可", "317", "", ""], ["行政处罚", "58", "", ""], ["行政强制", "6", "", ""]]
    gone = tuple(("|", edge, row) for edge in (2, 3) for row in range(3))
    assert drawn(rows, without=gone) == [[(0, row[0]), (1, row[1])] for row in rows]


def test_a_heading_over_all_columns_stays_one() -> None:
    rows = [["规章", "7", "0", "7"], ["第二十条第（五）项", "", "", ""], ["行政许可", "1", "0", "1"]]
    assert drawn(rows, without=tuple(("|", edge, 1) for edge in (1, 2, 3)))[1] == [(0, "第二十条第（五）项")]


def test_a_row_that_ends_early_has_no_blank_beside_it() -> None:
    rows = [ROWS[0], ["2.其他法律禁止", "13", "15", ""], ROWS[2]]
    assert drawn(rows, without=(("|", 4, 1),))[1] == [(0, "2.其他法律禁止"), (1, "13"), (2, "15")]


def test_a_table_without_a_right_border_keeps_its_blanks() -> None:
    rows = [ROWS[0], ["2.其他法律禁止", "13", "2", ""], ROWS[2]]
    assert drawn(rows, without=tuple(("|", 4, row) for row in range(3)))[1][-1] == (3, "")


def test_a_number_that_stands_across_a_missing_rule_stays_one() -> None:
    rows = [["1.属于国家秘密", "7", "0", "7"], ["2.其他法律禁止", "", "", "15"], ["3.危及安全", "1", "0", "1"]]
    rows[1][1] = "       123456"  # its middle lies where the rule would be
    assert drawn(rows, without=(("|", 2, 1),))[1][1] == (1, "123456")


def test_cells_that_run_together_around_a_corner_are_rectangles() -> None:
    # A rule is missing above the row's last number, and one beside the number above it: three numbers run together.
    missing = (("-", 1, 3), ("|", 3, 0))
    assert drawn(ROWS, without=missing) == WHOLE
    rows = [ROWS[0], ["2.其他法律禁止", "13", "2", ""], ROWS[2]]
    assert drawn(rows, without=missing)[1] == [(0, "2.其他法律禁止"), (1, "13"), (2, "2"), (3, "")]
