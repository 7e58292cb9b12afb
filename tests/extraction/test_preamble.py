"""What stands above the first section is kept, the title's lines with it; so is prose that stands in cells."""

import pytest

from tests.extraction.test_report import BOOK, HTML, TEXT, TITLE, changed, extract, only
from tests.extraction.test_traditional import REPORT, extracted
from toolkit.documents import read_blocks
from toolkit.extraction import extract_reports
from toolkit.records import Grid, GridCell, Paragraph, Place

PREFACE = "根据政府信息公开条例的要求编制本报告。"
FIRST = "一、总体情况"


@pytest.mark.parametrize("source", [TEXT, HTML], ids=["text", "html"])
def test_title_and_preface_are_the_preamble(source: str) -> None:
    assert only(source).preamble == f"{TITLE}\n{PREFACE}"


def test_what_the_page_has_above_the_title_is_none_of_it() -> None:
    text = "首页 > 政务公开\n欢迎访问本站\n" + changed(TEXT, FIRST, f"来源：办公室\n{FIRST}")
    assert only(text).preamble == f"{TITLE}\n{PREFACE}"


def test_of_a_long_one_what_stands_nearest_to_the_report_is_kept() -> None:
    told = only(changed(TEXT, PREFACE, "长" * 5000 + PREFACE)).preamble
    assert told is not None
    assert len(told) == 4000
    assert told.endswith("长" + PREFACE)


def test_without_sections_there_is_none() -> None:
    lines = [line for line in TEXT.split("\n") if not line.startswith(tuple(f"{n}、" for n in "一二三四五六"))]
    assert not (report := only("\n".join(lines))).sections
    assert report.preamble is None


def test_each_report_of_a_document_has_its_own() -> None:
    second = TEXT.replace("2023年", "2024年")
    told = [report.preamble for report in extract(f"{TEXT}\n{second}").reports]
    assert told == [f"{TITLE}\n{PREFACE}", f"{TITLE.replace('2023', '2024')}\n{PREFACE}"]


def test_in_traditional_characters_it_is_as_printed() -> None:
    (report,) = extracted(REPORT).reports
    assert report.preamble is not None
    assert report.preamble.startswith("乾縣人民政府2023年政府信息公開工作年度報告")


def test_prose_in_a_row_of_one_cell_is_a_section_s() -> None:
    """A worksheet has everything in cells."""
    source = read_blocks(TEXT.encode(), "txt")
    plain = only(TEXT)
    prose = {section.text for section in plain.sections if section.number in (1, 5, 6)}
    blocks = tuple(
        Grid(((GridCell(block.text, 0),),), block.place, aligned=True)
        if isinstance(block, Paragraph) and block.text in prose
        else block
        for block in source.blocks
    )
    assert len(prose) == 3
    assert sum(block not in source.blocks for block in blocks) == 3
    (report,) = extract_reports(source._replace(blocks=blocks), BOOK).reports
    assert [section.text for section in report.sections] == [section.text for section in plain.sections]
    assert report.cells == plain.cells


def test_a_row_of_several_cells_is_no_prose() -> None:
    source = read_blocks(TEXT.encode(), "txt")
    row = Grid(((GridCell("联系人", 0), GridCell("办公室", 1)),), Place(block=10_000), aligned=True)
    (report,) = extract_reports(source._replace(blocks=(*source.blocks, row)), BOOK).reports
    assert "联系人" not in report.sections[-1].text
