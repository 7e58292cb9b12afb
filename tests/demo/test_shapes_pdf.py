"""PDFs are printed as their shapes say: every page, every rule, every letter where it belongs."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest

from tests.demo.printed_text import pdf_pages
from toolkit.demo import PDF_SHAPES, Printed, TrueReport, true_reports
from toolkit.demo.layout import Layout, Style, lay_out
from toolkit.demo.paper import Paper, Stock, text_width, wrapped
from toolkit.demo.paper_tables import PaperTable, Ruling

REPORTS = true_reports(agencies=26, years=(2020, 2022))
BIG = next(r for r in REPORTS if r.agency.name == "北京市人民政府" and r.template_requests == "2021")


def printed(name: str, report: TrueReport = BIG, seed: int = 1) -> Printed:
    return PDF_SHAPES[name](report, random.Random(seed))


def sizes(data: bytes) -> list[tuple[float, float]]:
    document = pdfium.PdfDocument(data)
    try:
        return [page.get_size() for page in document]
    finally:
        document.close()


def flat(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("name", PDF_SHAPES)
def test_no_letter_is_lost_or_another(name: str) -> None:
    document = printed(name)
    text = flat("".join(pdf_pages(document.data)))
    assert "\ufffd" not in text
    letters = set("".join(field.text for sheet in laid_out().sheets.values() for row in sheet for field in row))
    assert letters - set(text) == set()
    assert document.truth.agency.name in text


@pytest.mark.parametrize("name", PDF_SHAPES)
def test_nothing_is_drawn_beyond_the_page(name: str) -> None:
    for page in _pages(printed(name).data):
        width, height = page.get_size()
        if page.get_rotation():  # places are told as they lie in the file
            width, height = height, width
        text = page.get_textpage()
        for at in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(at)
            assert -1 <= left <= right <= width + 1
            assert -1 <= bottom <= top <= height + 1


def _pages(data: bytes) -> Iterator[pdfium.PdfPage]:
    document = pdfium.PdfDocument(data)
    try:
        yield from document
    finally:
        document.close()


def test_pages_lie_as_their_shape_says() -> None:
    assert set(sizes(printed("pdf_bordered").data)) == {(595, 842)}
    assert set(sizes(printed("pdf_turned").data)) == {(842, 595)}
    assert {page.get_rotation() for page in _pages(printed("pdf_turned").data)} == {90}
    turns = [size for size, _ in groupby(sizes(printed("pdf_across").data))]
    assert turns == [(595, 842), (842, 595), (595, 842)]


def test_a_title_stands_above_and_a_number_below_every_page() -> None:
    pages = pdf_pages(printed("pdf_page_cut").data)
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert f"第 {number} 页" in page
        assert ("北京市人民政府" in page.splitlines()[0]) or number == 1


def test_heads_are_repeated_where_the_shape_says_so() -> None:
    def heads(name: str) -> int:
        return sum(flat(page).count("社会公益") for page in pdf_pages(printed(name).data))

    assert heads("pdf_head_repeated") >= 2
    assert heads("pdf_page_cut") == 1


def test_table_2_is_cut_where_its_columns_change() -> None:
    cut = [flat(page) for page in pdf_pages(printed("pdf_table_2_cut").data)]
    above = next(page for page in cut if "第二十条第（一）项" in page)
    assert "第二十条第（五）项" not in above
    below = next(page for page in cut if "第二十条第（五）项" in page)
    assert "本年制发件数" not in below


def test_lone_letters_stand_below_each_other_in_narrow_cells() -> None:
    tall = "".join(pdf_pages(printed("pdf_vertical").data))
    assert re.search("年\\s*\n度", tall) or re.search("办\\s*\n理", tall)


def rules_of(data: bytes) -> tuple[int, int]:
    """Counts what is drawn besides letters: strokes and filled shapes."""
    strokes = fills = 0
    for page in _pages(data):
        for drawn in page.get_objects([pdfium_c.FPDF_PAGEOBJ_PATH]):
            fill, stroke = pdfium_c.c_int(), pdfium_c.c_int()
            pdfium_c.FPDFPath_GetDrawMode(drawn, fill, stroke)
            strokes += bool(stroke.value)
            fills += bool(fill.value)
    return strokes, fills


def test_rules_are_drawn_as_their_programs_draw_them() -> None:
    found = {name: rules_of(printed(name).data) for name in PDF_SHAPES}
    assert found["pdf_borderless"] == (0, 0)
    assert found["pdf_bordered"][0] > 300
    assert found["pdf_bordered"][1] == 0
    assert found["pdf_word"][0] == 0
    assert found["pdf_word"][1] > 300
    assert found["pdf_double"][0] > 1.9 * found["pdf_bordered"][0]
    assert found["pdf_horizontal"][0] < 0.6 * found["pdf_bordered"][0]
    assert found["pdf_dotted"][1] > 3_000
    assert found["pdf_wps"][1] > 50


# ------------------------------------------------------------------------------------------------------- page breaks
def laid_out() -> Layout:
    return lay_out(BIG, random.Random(1), Style(own_words=0))


@pytest.mark.parametrize("row", range(3, 27))
def test_a_page_ends_inside_the_row_named(row: int) -> None:
    layout = replace(laid_out(), page_break=("requests", row))
    pages = pdf_pages(PDF_SHAPES["pdf_bordered"].render(layout, random.Random(1)))
    here, following = (flat(own_label(layout, at))[:6] for at in (row, row + 1))
    ending = next(page for page in map(flat, pages) if here in page.partition("申请人情况")[2])
    assert following not in ending.partition("申请人情况")[2]


def own_label(layout: Layout, row: int) -> str:
    return next(field.text for field in reversed(layout.sheets["requests"][row]) if field.role != "value")


def test_the_lines_of_a_row_that_is_cut_stand_on_both_pages_and_none_is_lost() -> None:
    sheet = laid_out().sheets["requests"]
    row = next(i for i, fields in enumerate(sheet) if any(f.text.startswith("2.申请人逾期未按") for f in fields))
    label = next(f.text for f in sheet[row] if f.role == "label" and f.text.startswith("2."))
    paper = Paper(Stock(number=""), "")
    PaperTable(sheet, "requests", paper.width, Ruling()).draw(paper, row)
    first, second = (flat(page) for page in pdf_pages(paper.data()))
    assert label not in first
    assert label not in second
    assert any(
        first.endswith(label[:at]) or (label[:at] in first and label[at:] in second) for at in range(4, len(label))
    )


def test_page_breaks_are_for_shapes_with_pages() -> None:
    from toolkit.demo import SHAPES
    from toolkit.errors import UnknownName

    assert SHAPES["pdf_word"].mutated("page_break_in_row").name == "pdf_word+page_break_in_row"
    with pytest.raises(UnknownName, match="of html_clean"):
        SHAPES["html_clean"].mutated("page_break_in_row")


# -------------------------------------------------------------------------------------------------------------- text
def test_lines_fit_their_width_and_numbers_stay_whole() -> None:
    text = "本年共收到政府信息公开申请12345件，其中结转67890件。"
    lines = wrapped(text, 60, 10)
    assert "".join(lines) == text
    assert all(text_width(line, 10) <= 60 for line in lines)
    assert any("12345" in line for line in lines)
    assert any("67890" in line for line in lines)


def test_a_number_wider_than_its_cell_is_broken_and_lost_nowhere() -> None:
    assert "".join(wrapped("1234567890", 20, 10)) == "1234567890"
    assert len(wrapped("1234567890", 20, 10)) > 1


def test_prose_hangs_its_closing_marks() -> None:
    assert wrapped("一二三，四", 30, 10, hanging=True) == ["一二三，", "四"]
    assert wrapped("一二三，四", 30, 10) == ["一二三", "，四"]
    assert wrapped("一二三四", 30, 10, first=20) == ["一", "二三四"]
