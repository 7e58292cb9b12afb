"""Grids told by gaps: their columns get names from the lines above them, or none of them means anything."""

from toolkit.codebook import shipped_codebook
from toolkit.extraction.inferred import with_names
from toolkit.records import Grid, GridCell, Place

BOOK = shipped_codebook()


def grid(*rows: list[tuple[int, str]]) -> Grid:
    cells = tuple(tuple(GridCell(text, column) for column, text in row) for row in rows)
    return Grid(cells, Place(), aligned=True, inferred=True)


def texts(found: Grid) -> list[list[tuple[int, str]]]:
    return [[(cell.column, cell.text) for cell in row] for row in found.rows]


NUMBERS = [(0, "一、本年新收政府信息公开申请数量"), (1, "3"), (2, ""), (3, "5")]


def test_names_that_wrap_are_one_and_headings_above_them_are_left_out() -> None:
    found = with_names(
        grid(
            [(1, "申请人"), (2, "情况")],
            [(0, "（本列数据"), (1, "自然"), (2, "法人或其他"), (3, "组织")],
            [(1, "人"), (2, "科研"), (3, "其")],
            [(2, "机构"), (3, "他")],
            NUMBERS,
        ),
        BOOK,
    )
    assert found.aligned
    assert texts(found) == [[], [(0, "（本列数据")], [], [(1, "自然人"), (2, "科研机构"), (3, "其他")], NUMBERS]


def test_a_column_without_a_known_name_leaves_no_column_nor_blank() -> None:
    found = with_names(grid([(1, "自然人"), (2, "科研机"), (3, "构总计")], NUMBERS), BOOK)
    assert not found.aligned
    assert texts(found)[1] == [cell for cell in NUMBERS if cell[1]]


def test_a_grid_without_headings_has_no_columns() -> None:
    assert not with_names(grid(NUMBERS), BOOK).aligned


def test_a_known_label_without_numbers_has_blanks_and_a_piece_of_a_label_has_none() -> None:
    blank = [(0, "二、上年结转政府信息公开申请数量"), (1, ""), (2, ""), (3, "")]
    piece = [(0, "供的"), (1, ""), (2, ""), (3, "")]
    found = with_names(grid([(1, "自然人"), (2, "科研机构"), (3, "总计")], NUMBERS, blank, piece, NUMBERS), BOOK)
    assert texts(found)[2:4] == [blank, piece[:1]]


def test_a_row_that_ends_early_may_have_lost_any_of_its_numbers() -> None:
    heads = [(1, "自然人"), (2, "科研机构"), (3, "总计")]
    short = [(0, "二、上年结转政府信息公开申请数量"), (1, "1"), (2, "4"), (3, "")]
    whole = [(0, "（一）予以公开"), (1, "2"), (2, ""), (3, "2")]
    found = with_names(grid(heads, NUMBERS, short, whole), BOOK)
    assert texts(found)[2:] == [short[:3], whole]


def test_a_last_column_that_is_blank_throughout_is_blank() -> None:
    heads = [(1, "自然人"), (2, "科研机构"), (3, "总计")]
    rows = [[(0, "（一）予以公开"), (1, "2"), (2, "1"), (3, "")], [(0, "（七）总计"), (1, "2"), (2, "1"), (3, "")]]
    assert texts(with_names(grid(heads, *rows), BOOK))[1:] == rows


def test_a_known_label_beside_numbers_of_nobody_has_no_blanks() -> None:
    heads = [(1, "自然人"), (2, "科研机构"), (3, "总计")]
    bare = [(0, "二、上年结转政府信息公开申请数量"), (1, ""), (2, ""), (3, "")]
    stray = [(0, "处理"), (1, "1"), (2, "0"), (3, "1")]
    assert texts(with_names(grid(heads, NUMBERS, bare, stray), BOOK))[2] == [
        bare[0],
        *((c, "\ufffd") for c in (1, 2, 3)),
    ]


def test_numbers_right_of_all_names_are_no_column() -> None:
    heads = [(1, "自然人"), (2, "科研机构"), (3, "总计")]
    longer = [(0, "（一）予以公开"), (1, "1"), (2, "2"), (3, "0"), (4, "3")]
    found = with_names(grid(heads, NUMBERS, longer), BOOK)
    assert found.aligned
    assert texts(found)[2] == longer
