"""Where reports and their six sections begin."""

import pytest

from tests.extraction.printed_lines import BOOK, grid, items
from toolkit.extraction.outline import Heading, find_headings, is_furniture, item_text, split_reports
from toolkit.records import Paragraph, Place

LABELS = [section.label for section in BOOK.sections]
NUMERALS = "一二三四五六"


def headings(*lines: str) -> list[Heading]:
    return find_headings([Paragraph(line, Place(block=at)) for at, line in enumerate(lines)], BOOK)


def found(*lines: str) -> list[tuple[int, int]]:
    """Position and section of each heading."""
    return [(heading.at, heading.section.number) for heading in headings(*lines)]


def six(style: str = "{}、{}") -> list[str]:
    return [style.format(numeral, label) for numeral, label in zip(NUMERALS, LABELS, strict=True)]


@pytest.mark.parametrize(
    "style",
    [
        "{}、{}",
        "{}.{}",
        "{}，{}",
        "{}{}",
        "第{}部分{}",
        "第{}部分、{}",
        "（{}）{}",
        "({}){}",
        " {}、 {} ",
        "## {}、{}",
        "**{}、{}**",
    ],
)
def test_numbering_as_printed(style: str) -> None:
    lines = [line for heading in six(style) for line in (heading, "正文。")]
    assert found(*lines) == [(0, 1), (2, 2), (4, 3), (6, 4), (8, 5), (10, 6)]


def test_arabic_numbers_and_none() -> None:
    lines = [line for at, label in enumerate(LABELS, 1) for line in (f"{at}.{label}", "正文。")]
    assert [section for _, section in found(*lines)] == [1, 2, 3, 4, 5, 6]
    lines = [line for label in LABELS for line in (label, "正文。")]
    assert [section for _, section in found(*lines)] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("section", BOOK.sections, ids=lambda section: str(section.code))
def test_every_wording_of_the_codebook_is_a_heading(section: object) -> None:
    assert section in BOOK.sections
    for at, entry in enumerate(BOOK.sections):
        for label in (entry.label, *entry.aliases):
            assert found(f"{NUMERALS[at]}、{label}", "正文。") == [(0, at + 1)]


def test_a_sub_heading_with_a_sections_wording_is_none() -> None:
    lines = ["一、总体情况", "（一）主动公开情况", "正文。", "二、主动公开政府信息情况", "正文。"]
    assert found(*lines) == [(0, 1), (3, 2)]


def test_a_heading_that_lost_its_number_counts_where_it_fits() -> None:
    lines = ["一、总体情况", "主动公开政府信息情况", "正文", "三、收到和处理政府信息公开申请情况", "总体情况"]
    assert found(*lines) == [(0, 1), (1, 2), (3, 3)]


def test_a_bare_heading_out_of_its_place_is_prose() -> None:
    lines = [
        "一、总体情况",
        "存在的主要问题及改进情况",
        "正文",
        "三、收到和处理政府信息公开申请情况",
        "主动公开政府信息情况",
    ]
    assert found(*lines) == [(0, 1), (3, 3)]


@pytest.mark.parametrize(
    ("line", "heading", "rest"),
    [
        ("一、总体情况", "一、总体情况", ""),
        ("一、总体情况。本年度工作平稳。", "一、总体情况", "本年度工作平稳。"),
        ("一、总体情况：本年度工作平稳。", "一、总体情况", "本年度工作平稳。"),
        ("一、总体情况 本年度工作平稳", "一、总体情况", "本年度工作平稳"),
        ("一、总体 情况", "一、总体 情况", ""),
    ],
)
def test_text_on_the_headings_own_line(line: str, heading: str, rest: str) -> None:
    (only,) = headings(line, "正文。")
    assert (only.text, only.rest, only.style) == (heading, rest, "main")


@pytest.mark.parametrize(
    "line",
    ["一、总体情况良好", "一、", "总体情况是好的", "一、本年度总体情况", "一、" + "总" * 60, "七、总体情况汇报", ""],
)
def test_what_is_no_heading(line: str) -> None:
    assert found(line, "正文。") == []


def test_a_wrong_number_does_not_hide_a_heading() -> None:
    assert found("二、总体情况", "正文。") == [(0, 1)]


def test_a_table_of_contents_is_dropped() -> None:
    lines = [*six(), "根据条例编制。", *(line for heading in six() for line in (heading, "正文。"))]
    assert [at for at, _ in found(*lines)] == [7, 9, 11, 13, 15, 17]


def test_a_table_of_contents_right_above_the_first_section_is_dropped() -> None:
    lines = [*six(), *(line for heading in six() for line in (heading, "正文。"))]
    assert [at for at, _ in found(*lines)] == [6, 8, 10, 12, 14, 16]


def test_headings_without_text_between_them_are_no_contents_if_they_do_not_come_again() -> None:
    assert len(found(*six())) == 6
    assert [
        at for at, _ in found("一、总体情况", "二、主动公开政府信息情况", "一、总体情况", "x", "二、主动公开情况")
    ] == [0, 1, 2, 4]


def test_a_heading_printed_in_a_table() -> None:
    lines = [*grid(["一、总体情况", ""]), *grid(["规章", "0"], ["", ""])]
    assert [item_text(line) for line in lines] == ["一、总体情况", "", ""]
    assert [heading.at for heading in find_headings(lines, BOOK)] == [0]


def test_several_reports_in_one_document() -> None:
    lines = [line for _ in range(2) for heading in six() for line in (heading, "正文。")]
    parts = split_reports(headings(*lines))
    assert [[heading.section.number for heading in part] for part in parts] == [[1, 2, 3, 4, 5, 6]] * 2
    assert [part[0].at for part in parts] == [0, 12]


def numbers_of(*sections: int) -> list[list[int]]:
    lines = [line for number in sections for line in (six()[number - 1], "正文。")]
    return [[heading.section.number for heading in part] for part in split_reports(headings(*lines))]


def test_a_heading_that_comes_again_is_one() -> None:
    assert numbers_of(1, 2, 3, 3, 4) == [[1, 2, 3, 4]]
    assert numbers_of(1, 2, 1, 3) == [[1, 2, 3]]
    assert numbers_of(1, 2, 3, 1, 2) == [[1, 2, 3], [1, 2]]
    assert numbers_of(2, 3, 4) == [[2, 3, 4]]
    assert split_reports([]) == []


def test_the_same_headings_in_a_text() -> None:
    assert [
        heading.at for heading in find_headings(items("一、总体情况\n正文。\n规章\t0\n二、主动公开情况\n"), BOOK)
    ] == [0, 3]


@pytest.mark.parametrize(
    "line",
    [
        "版权所有：神池县",
        "晋ICP备05000000号",
        "网站标识码：1409270001",
        "主办单位：神池县人民政府办公室",
        "【打印】",
        "[关闭窗口]",
        "上一篇：无",
        "下一条：关于…",
        "来源：本站",
        "责任编辑：张",
        "附件：报告.pdf",
        "分享到：",
        "微信",
        "- 3 -",
        "第3页 共6页",
        "3/6",
        "Copyright 2024",
        "扫一扫",
    ],
)
def test_lines_of_the_page_around_a_report(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    ["一、总体情况", "3", "主动公开政府信息", "没有收到微信申请", "附近居民", "来源于网站的申请", "第3页所列为本年"],
)
def test_lines_of_a_report(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize("line", ["关闭政务新媒体账号2个。", "打印机采购1台", "分享经验做法2次。"])
def test_short_prose_that_begins_like_a_button(line: str) -> None:
    assert not is_furniture(line)
