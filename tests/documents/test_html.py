"""Web pages: what is shown, in the order it is shown, and where in its table."""

import pytest

from toolkit.documents import html
from toolkit.documents.html import HtmlReader, place_cells, shown
from toolkit.documents.reader import Unreadable
from toolkit.records import Grid, Paragraph, Place, SourceText

Shown = list[str | list[list[str]]]


def source(body: str, head: str = "") -> SourceText:
    return HtmlReader().read(f"<html><head>{head}</head><body>{body}</body></html>".encode())


def read(body: str) -> Shown:
    """Paragraphs as their text, grids as their rows of texts."""
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in row] for row in block.rows]
        for block in source(body).blocks
    ]


def cell(inner: str) -> str:
    """The text of a table cell."""
    grid = read(f"<table><tr><td>{inner}</td><td>0</td></tr></table>")[0]
    assert isinstance(grid, list)
    return grid[0][0]


def columns(rows: list[list[tuple[str, int, int]]]) -> list[list[tuple[str, int, int, int]]]:
    return [[(c.text, c.column, c.columns, c.rows) for c in row] for row in place_cells(rows)]


# ------------------------------------------------------------------------------------------------ merged cells
def test_a_cell_merged_downwards_pushes_the_rows_below_to_the_right() -> None:
    assert columns([[("三", 1, 3), ("a", 1, 1)], [("b", 1, 1)], [("c", 1, 1)]]) == [
        [("三", 0, 1, 3), ("a", 1, 1, 1)],
        [("b", 1, 1, 1)],
        [("c", 1, 1, 1)],
    ]


def test_a_row_after_the_merged_cell_begins_at_the_left_again() -> None:
    assert columns([[("三", 1, 2), ("a", 1, 1)], [("b", 1, 1)], [("c", 1, 1)]])[2] == [("c", 0, 1, 1)]


def test_a_wide_merged_cell_covers_all_its_columns() -> None:
    assert columns([[("a", 1, 1), ("b", 2, 2), ("c", 1, 1)], [("d", 1, 1), ("e", 1, 1)]])[1] == [
        ("d", 0, 1, 1),
        ("e", 3, 1, 1),
    ]


def test_spans_beyond_the_end_are_cut_there() -> None:
    assert columns([[("a", 1, 1)], [("b", 1, 99)]]) == [[("a", 0, 1, 1)], [("b", 0, 1, 1)]]
    assert columns([[("a", 1, 99)], [("b", 1, 1)]]) == [[("a", 0, 1, 2)], [("b", 1, 1, 1)]]


def test_a_span_of_zero_rows_reaches_to_the_end() -> None:
    assert columns([[("a", 1, 0)], [("b", 1, 1)], [("c", 1, 1)]]) == [
        [("a", 0, 1, 3)],
        [("b", 1, 1, 1)],
        [("c", 1, 1, 1)],
    ]


def test_two_merged_cells_that_end_in_different_rows() -> None:
    placed = columns([[("a", 1, 3), ("b", 1, 2), ("c", 1, 1)], [("d", 1, 1)], [("e", 1, 1), ("f", 1, 1)]])
    assert placed[1] == [("d", 2, 1, 1)]
    assert placed[2] == [("e", 1, 1, 1), ("f", 2, 1, 1)]


@pytest.mark.parametrize(
    ("attributes", "span"),
    [
        ("colspan=3", (3, 1)),
        ('rowspan="3"', (1, 2)),  # cut at the table's end
        ('colspan=" 2 "', (2, 1)),
        ('colspan="+2"', (2, 1)),
        ('colspan="2px"', (2, 1)),
        ('colspan="0"', (1, 1)),
        ('rowspan=" 0 "', (1, 2)),
        ('colspan="-3"', (1, 1)),
        ('colspan="all"', (1, 1)),
        ('colspan=""', (1, 1)),
        ("colspan", (1, 1)),
        ('colspan="2.9"', (2, 1)),
        ('colspan="999999999"', (1000, 1)),
        ('colspan="9999999999999999999999"', (1000, 1)),
    ],
)
def test_spans_as_pages_write_them(attributes: str, span: tuple[int, int]) -> None:
    grid = source(f"<table><tr><td {attributes}>a<td>b<tr><td>c<td>d</table>").blocks[0]
    assert isinstance(grid, Grid)
    first, second = grid.rows[0]
    assert (first.columns, first.rows) == span
    assert second.column == span[0]


# ------------------------------------------------------------------------------------------------ text of a cell
@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("商业<br>企业", "商业\n企业"),
        ("商业 \n\t 企业", "商业 企业"),
        ("\n  12\n ", "12"),
        ("&nbsp;", ""),
        ("\u3000１２&nbsp;", "１２"),
        ("<p>1</p><p>2</p>", "1\n2"),
        ("<div>1<div>2</div></div>3", "1\n2\n3"),
        ("1<span>2</span>3", "123"),
        ("<span>1</span><b>2</b>", "12"),
        ("12<sup>1</sup>", "12\n1"),
        ("12<sub>1</sub>", "12\n1"),
        ("<del>5</del>7", "~\n5\n~\n7"),
        ("<s>5</s>7", "~\n5\n~\n7"),
        ("<strike>5</strike>7", "~\n5\n~\n7"),
        ('<span style="text-decoration: line-through">5</span>7', "~5~\n7"),
        ("<del>本年</del>度", "本年\n度"),
        ("<bdo>12</bdo>", "~\n12\n~"),
        ('<span dir="RTL">12</span>', "~12~"),
        ('1<span style="color:#ffffff">2</span>3', "1\n2\n3"),
        ('1<span style="color: #FFF">2</span>', "1\n2"),
        ('1<span style="color: white">2</span>', "1\n2"),
        ('1<span style="color: rgb(255, 255, 255)">2</span>', "1\n2"),
        ('1<font color="#FFFFFF">2</font>', "1\n2"),
        ('1<font color="white">2</font>', "1\n2"),
        ('1<span style="color:#000">2</span>', "12"),
        ('1<span style="background-color:white">2</span>', "12"),
        ('1<span style="background-color:#fff">2</span>', "12"),
        ('1<span style="color:#fffff0">2</span>', "12"),
        ("1<script>var x = 9</script>2<style>a{}</style>", "12"),
        ("1<!-- 9 -->2", "12"),
        ("1<select><option>9</option></select>", "1"),
        ("1<template>9</template><noscript>8</noscript>", "1"),
        ("1<br><br> <br>2", "1\n2"),
        ("<br>12<br>", "12"),
        ("1&lt;2", "1<2"),
        ("&#48;", "0"),
    ],
)
def test_text_of_a_cell(inner: str, text: str) -> None:
    assert cell(inner) == text


@pytest.mark.parametrize(
    "style",
    ["display:none", "DISPLAY : NONE", "color:red;display:none;", "visibility: hidden", "mso-hide:all", "font-size:0",
     "font-size:0px", "font-size: 0pt !important", "font-size:0.0em", "opacity:0", "opacity: 0;", "color:transparent"],
)  # fmt: skip
def test_what_a_style_hides_is_not_read(style: str) -> None:
    assert cell(f'12<span style="{style}">34</span>') == "12"
    assert read(f'<p>甲</p><p style="{style}">乙</p>') == ["甲"]


@pytest.mark.parametrize(
    "style", ["font-size:0.8em", "font-size:09pt", "opacity:0.9", "background-color:transparent", "display:block"]
)
def test_what_a_style_does_not_hide_is_read(style: str) -> None:
    assert cell(f'12<span style="{style}">34</span>') == "1234"


def test_hidden_elements_and_the_reading_aids_of_ruby() -> None:
    assert cell("12<span hidden>34</span>") == "12"
    assert cell("<ruby>汉<rp>(</rp><rt>han</rt><rp>)</rp></ruby>") == "汉"


def test_hidden_inside_hidden() -> None:
    assert read('<p>甲</p><div style="display:none"><p style="display:none">乙</p><p hidden>丙</p></div>') == ["甲"]


def test_a_page_whose_body_is_hidden_until_its_script_runs_is_read() -> None:
    page = b'<html hidden><body style="display:none"><p>12</p></body></html>'
    assert HtmlReader().read(page).blocks == (Paragraph("12", Place(block=0)),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", "12"),
        (" \u3000\xa012\n", "12"),
        ("a \t\n b", "a b"),
        ("a \u2028 \u2028 b", "a\nb"),
        ("\u2028a\u2028", "a"),
    ],
)
def test_text_as_the_page_shows_it(text: str, expected: str) -> None:
    assert shown(text) == expected


# ------------------------------------------------------------------------------------------------ the page
def test_paragraphs_and_tables_in_reading_order() -> None:
    page = "<h1>标题</h1>甲<br>乙<p>丙<b>丁</b></p><table><tr><td>规章<td>0</table>尾"
    assert read(page) == ["标题", "甲", "乙", "丙丁", [["规章", "0"]], "尾"]
    assert [block.place for block in source(page).blocks] == [Place(block=number) for number in range(6)]


def test_a_grid_knows_its_columns() -> None:
    grid = source("<table><tr><td rowspan=2>三<td colspan=2>a<tr><td>b<td>c</table>").blocks[0]
    assert isinstance(grid, Grid)
    assert grid.aligned
    assert [[c.column for c in row] for row in grid.rows] == [[0, 1], [1, 2]]


def test_a_layout_table_is_walked_and_the_table_in_it_is_a_grid() -> None:
    page = "<table><tr><td>导航</td><td><p>甲</p><table><tr><td>规章<td>0</table><p>乙</p></td></tr></table>"
    assert read(page) == ["导航", "甲", [["规章", "0"]], "乙"]


def test_a_table_of_one_column_is_a_frame_around_prose() -> None:
    assert read("<table><tr><td>甲<br>乙</td></tr><tr></tr><tr><td>丙</td></tr></table>") == ["甲", "乙", "丙"]


def test_a_caption_stands_before_its_table() -> None:
    assert read("<table><caption>表二</caption><tr><td>规章<td>0</table>") == ["表二", [["规章", "0"]]]


def test_head_body_and_foot_of_a_table_are_its_rows_and_an_empty_row_counts() -> None:
    page = (
        "<table><thead><tr><th>甲<th>乙</thead><tbody><tr></tr><tr><td>1<td>2</tbody>"
        "<tfoot><tr><td>3<td>4</tfoot></table>"
    )
    assert read(page) == [[["甲", "乙"], [], ["1", "2"], ["3", "4"]]]


def test_cells_without_a_row_and_unclosed_tags() -> None:
    assert read("<table><td>规章<td>0") == [[["规章", "0"]]]


def test_a_row_that_lost_its_table_is_prose() -> None:
    assert read("<div><tr><td>规章</td><td>0</td></tr></div>") == ["规章0"]


def test_a_table_cut_in_two_is_two_grids() -> None:
    assert read("<table><tr><td>规章<td>0</table><table><tr><td>许可<td>1</table>") == [
        [["规章", "0"]],
        [["许可", "1"]],
    ]


def test_source_line_ends_are_spaces_and_blank_paragraphs_are_none() -> None:
    assert read("<p>一、\n总体情况</p><p>&nbsp;</p><div>\u3000</div>") == ["一、 总体情况"]


def test_metadata_by_lower_case_name_first_value_wins() -> None:
    head = (
        '<title> 神池县\n教育局 </title><meta name="PubDate" content=" 2024-01-22 ">'
        '<meta name="pubdate" content="2025">'
        '<meta property="og:title" content="甲"><meta itemprop="datePublished" content="乙">'
        '<meta name="empty" content=" ">'
        '<meta content="无名"><meta charset="utf-8"><meta http-equiv="X-Built" content="丙">'
    )
    assert source("<p>x</p>", head).metadata == {
        "pubdate": "2024-01-22",
        "og:title": "甲",
        "datepublished": "乙",
        "x-built": "丙",
        "title": "神池县 教育局",
    }


def test_a_meta_element_called_title_goes_before_the_title_element() -> None:
    assert source("<p>x</p>", '<title>甲</title><meta name="title" content="乙">').metadata == {"title": "乙"}


def test_gbk_pages() -> None:
    assert HtmlReader().read("<meta charset=gb2312><p>政府信息公开</p>".encode("gbk")).blocks == (
        Paragraph("政府信息公开", Place(block=0)),
    )


def test_nul_characters_fall_out() -> None:
    assert read("<p>" + "政" * 60 + "\x00府</p>") == ["政" * 60 + "府"]


@pytest.mark.parametrize(
    "page", [b"<html><body></body></html>", b"<p>&nbsp;</p>", b"<script>1</script>", b"<!-- x -->"]
)
def test_a_page_that_shows_nothing(page: bytes) -> None:
    with pytest.raises(Unreadable) as error:
        HtmlReader().read(page)
    assert error.value.reason == "empty"


def test_bytes_that_are_no_page() -> None:
    with pytest.raises(Unreadable) as error:
        HtmlReader().read(b"<html>" + bytes(range(1, 9)) * 40)
    assert error.value.reason == "binary"


def test_elements_nested_deeper_than_calls_can_be() -> None:
    page = b"<div>" * 5_000 + b"12" + b"</div>" * 5_000
    assert HtmlReader().read(page).blocks == (Paragraph("12", Place(block=0)),)


def test_a_cell_nested_deep() -> None:
    assert cell("<b>" * 5000 + "1<br>2" + "</b>" * 5000) == "1\n2"


def test_too_many_cells_over_all_tables_of_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MAX_CELLS", 4)
    table = "<table><tr><td>1<td>2</table>"
    assert len(read(table * 2)) == 2
    with pytest.raises(Unreadable) as error:
        read(table * 3)
    assert error.value.reason == "too_large"


@pytest.mark.parametrize(
    ("page", "cut"),
    [("<p>1</p></body></html>", False), ("<table><tr><td>1<td>2</table>", False), ("<p>1</p></BODY >", False),
     ("<table><tr><td>1<td>12", True), ("<p>1</p>", True), ("<table></table><p>1</p><table><tr><td>12", True)],
)  # fmt: skip
def test_a_page_that_stops_before_its_end_is_cut_off(page: str, cut: bool) -> None:
    assert HtmlReader().read(page.encode()).cut_off is cut


def test_text_inside_elements_of_a_caption() -> None:
    assert read("<table><caption><b>表<i>二</i></b></caption><tr><td>规章<td>0</table>")[0] == "表二"


@pytest.mark.parametrize(
    "tag",
    ["p", "div", "h1", "h6", "li", "section", "article", "header", "footer", "main", "aside", "nav", "form", "dt", "dd",
     "center", "blockquote", "pre", "fieldset", "figure", "address"],
)  # fmt: skip
def test_elements_that_stand_on_lines_of_their_own(tag: str) -> None:
    assert read(f"甲<{tag}>乙</{tag}>丙") == ["甲", "乙", "丙"]
    assert cell(f"1<{tag}>2</{tag}>3") == "1\n2\n3"


def test_elements_that_stand_in_a_line() -> None:
    assert read("甲<span>乙</span><b>丙</b><a>丁</a><em>戊</em>") == ["甲乙丙丁戊"]


@pytest.mark.parametrize("source_text", ["\ue0a70\ue0a7", "甲\ue0a7乙"])
def test_private_characters_of_a_page_are_no_marks_of_tables(source_text: str) -> None:
    grid = "<table><tr><td>规章<td>0</table>"
    assert len(read(f"<p>{source_text}</p>{grid}")) == 2


@pytest.mark.parametrize("source_text", ["&#xe0a7;0&#xe0a7;", "甲&#57511;乙", "&#xE0A7;甲&#xE0A7;"])
def test_references_to_private_characters_are_no_marks_of_tables(source_text: str) -> None:
    grid = "<table><tr><td>规章<td>0</table>"
    assert len([one for one in read(f"<p>{source_text}</p>{grid}") if isinstance(one, list)]) == 1


# ------------------------------------------------------------------------------------------------ what is remembered
PLAIN = "color:#000000"
TAUGHT = "<p style='color:#000000'>1</p>" * 40
LATER = [
    f"<p style='{PLAIN}'>1<del style='{PLAIN}'>5</del>2</p>",
    f"<p style='{PLAIN}' hidden>3</p><p style='{PLAIN}'>4</p>",
    f"<p style='{PLAIN}'>6<span style='display:none'>7</span></p>",
    f"<p>8<font style='{PLAIN}' color='white'>9</font></p>",
]


@pytest.mark.parametrize("page", LATER)
def test_styles_met_often_on_pages_before_change_nothing(page: str) -> None:
    html._plain_styles.clear()
    fresh = read(page)
    read(TAUGHT)
    assert list(html._plain_styles) == [PLAIN]
    assert read(page) == fresh
    assert read(page.replace(PLAIN, "color:#000001")) == fresh


@pytest.mark.parametrize("style", ["font-family:'宋体'", "font-family:&quot;宋体&quot;", "a\\b:c", "a:b;\n c:d"])
def test_styles_that_no_query_can_name_are_not_remembered(style: str) -> None:
    html._plain_styles.clear()
    quote = '"' if "'" in style else "'"
    read(f"<p style={quote}{style}{quote}>1</p>" * 40)
    assert [one for one in html._plain_styles if '"' in one or "\\" in one or "\n" in one] == []
    read("<p>2</p>")


def test_few_styles_are_remembered() -> None:
    html._plain_styles.clear()
    for number in range(9):
        read(f"<p style='margin:{number}px'>1</p>" * 40)
    assert list(html._plain_styles) == [f"margin:{number}px" for number in range(5, 9)]
