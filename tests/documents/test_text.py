"""Text as scraped: tabs lost and doubled, pipes, Markdown, reports run into one line."""

import pytest

from toolkit.documents import text
from toolkit.documents.reader import Unreadable
from toolkit.documents.reading import LIMITS, read_blocks
from toolkit.documents.text import TextReader
from toolkit.records import Grid, Paragraph, Place


def read(source: str) -> list[str | list[list[str]]]:
    """Paragraphs as their text, grids as their rows of texts."""
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in row] for row in block.rows]
        for block in TextReader().read(source.encode()).blocks
    ]


def grids(source: str) -> list[Grid]:
    return [block for block in TextReader().read(source.encode()).blocks if isinstance(block, Grid)]


def test_lines_with_tabs_are_a_grid_other_lines_paragraphs() -> None:
    assert read("一、总体情况\n规章\t0\t1\n行政许可\t2\n\n结束\n") == [
        "一、总体情况",
        [["规章", "0", "1"], ["行政许可", "2"]],
        "结束",
    ]


def test_blocks_are_counted_from_0_and_lines_from_1() -> None:
    blocks = TextReader().read("甲\n\n规章\t0\n许可\t1\n乙".encode()).blocks
    assert [block.place for block in blocks] == [
        Place(block=0, line=1),
        Place(block=1, line=3),
        Place(block=2, line=5),
    ]
    assert isinstance(blocks[1], Grid)
    assert [cell.line for row in blocks[1].rows for cell in row] == [3, 3, 4, 4]
    assert [cell.column for cell in blocks[1].rows[0]] == [0, 1]
    assert not blocks[1].aligned


def test_a_blank_line_cuts_a_table() -> None:
    assert read("规章\t0\n\n许可\t1") == [[["规章", "0"]], [["许可", "1"]]]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_of_every_kind(end: str) -> None:
    assert read(f"甲{end}规章\t0{end}乙{end}") == ["甲", [["规章", "0"]], "乙"]


def test_lost_and_doubled_tabs_are_kept_as_printed() -> None:
    assert read("\t\t规章\t\t0\t") == [[["", "", "规章", "", "0", ""]]]


def test_spaces_around_a_field_are_no_part_of_it() -> None:
    assert read("\u3000规章\xa0\t 0 \t１２\u3000") == [[["规章", "0", "１２"]]]


def test_a_line_of_tabs_alone_is_an_empty_line() -> None:
    assert read("规章\t0\n\t\t\n许可\t1") == [[["规章", "0"]], [["许可", "1"]]]


def test_prose_that_begins_with_a_tab_is_prose() -> None:
    prose = "本局围绕群众关心的供水和防汛及时发布信息并按季核对栏目内容确保准确权威完整及时规范有序"
    assert len(prose) == 43
    assert read("\t" + prose) == [prose]
    assert read("\t" + prose[:40]) == [[["", prose[:40]]]]
    assert read("\t" + prose[:41]) == [prose[:41]]


def test_pipes_at_both_ends_bound_the_table() -> None:
    assert read("| 规章 | 0 | |\n|---|:--:|---|\n| 许可 | | 2 |") == [[["规章", "0", ""], ["许可", "", "2"]]]


def test_pipes_between_fields_only() -> None:
    assert read("规章 | 0 | 1\n许可 | | 2") == [[["规章", "0", "1"], ["许可", "", "2"]]]


def test_a_pipe_at_the_start_of_every_row_bounds_the_table_a_tab_does_not() -> None:
    assert read("| 规章 | 0\n| 许可 | 1\n\t其他\t3") == [[["规章", "0"], ["许可", "1"], ["", "其他", "3"]]]


def test_a_pipe_at_the_start_of_one_row_is_an_empty_field() -> None:
    assert read("| 规章 | 0\n许可 | 1 | 2") == [[["", "规章", "0"], ["许可", "1", "2"]]]


def test_a_pipe_at_the_end_of_every_row() -> None:
    assert read("规章 | 0 |\n许可 | 1 |") == [[["规章", "0"], ["许可", "1"]]]


@pytest.mark.parametrize("pipe", ["|", "｜", "│", "┃"])
def test_pipes_of_every_kind(pipe: str) -> None:
    assert read(f"{pipe}规章{pipe}0{pipe}") == [[["规章", "0"]]]


def test_one_pipe_is_no_table() -> None:
    assert read("首页 | 信息公开") == ["首页 | 信息公开"]


def test_a_pipe_and_a_cell_on_alternating_lines() -> None:
    assert read("|\n规章\n|\n0\n|\n12 |\n") == ["规章", "0", "12"]


@pytest.mark.parametrize("rule", ["---", "|---|---|", "│├──┼──┤", "=====", "| :-: | --- |"])
def test_rules_are_no_text(rule: str) -> None:
    assert read(f"甲\n{rule}\n乙") == ["甲", "乙"]


def test_a_lone_dash_is_no_text_but_a_dash_in_a_field_is() -> None:
    assert read("甲\n—\n规章\t—\t0") == ["甲", "—", [["规章", "—", "0"]]]


def test_markdown_headings_and_emphasis_are_not_printed() -> None:
    assert read("## 一、总体情况 ##\n**重点**\n| **规章** | __0__ |") == ["一、总体情况", "重点", [["规章", "0"]]]


def test_what_is_to_be_filled_in_is_no_emphasis() -> None:
    assert read("共收到申请____件，其中当面____件。") == ["共收到申请____件，其中当面____件。"]
    assert read("2023#1\n#规章") == ["2023#1", "#规章"]


def test_struck_numbers_keep_their_marks() -> None:
    assert read("| 规章 | ~~5~~7 |") == [[["规章", "~~5~~7"]]]


def endless(joints: int, joint: str) -> str:
    return joint.join(["政府信息公开"] * joints + ["终"]) + "\n"


def test_a_report_run_into_one_line_is_cut_where_it_was_joined() -> None:
    pieces = read(endless(220, " "))
    assert pieces == ["政府信息公开"] * 220 + ["终"]
    assert read(endless(220, "|")) == pieces
    blocks = TextReader().read(endless(220, " ").encode()).blocks
    assert [block.place for block in blocks[:2]] == [Place(block=0, line=1), Place(block=1, line=1)]


def test_a_long_paragraph_with_few_spaces_is_a_paragraph() -> None:
    # Long enough, but 149 spaces make 150 pieces: one joint too few.
    line = " ".join(["政府信息公开工作进展"] * 150)
    assert len(line) > 1500
    assert read(line) == [line]
    assert len(read(line + " 终")) == 151
    short = " ".join(["政府信息"] * 200)
    assert len(short) < 1500
    assert read(short) == [short]


def test_gbk_is_decoded_and_nul_characters_fall_out() -> None:
    source = TextReader().read(("规章\t0\n公开\x00条例" + "政府" * 20 + "\n").encode("gbk"))
    assert source.blocks[1] == Paragraph("公开条例" + "政府" * 20, Place(block=1, line=2))
    assert (source.metadata, source.source) == ({}, "text")


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", "\u3000\xa0\n".encode(), b"\xef\xbb\xbf", b"\x00"])
def test_a_file_without_text(data: bytes) -> None:
    with pytest.raises(Unreadable) as error:
        read_blocks(data, "txt")
    assert error.value.reason in ("empty", "binary")


def test_a_file_that_holds_spaces_only_is_empty() -> None:
    with pytest.raises(Unreadable) as error:
        TextReader().read("\u3000\n".encode())
    assert error.value.reason == "empty"


def test_a_file_that_is_no_text() -> None:
    with pytest.raises(Unreadable) as error:
        TextReader().read(bytes(range(32)) * 10)
    assert error.value.reason == "binary"
    assert str(error.value).startswith("binary: ")


def test_too_many_lines_and_a_line_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "MAX_LINES", 3)
    monkeypatch.setattr(text, "MAX_LINE", 4)
    assert read("1\n2\n1234") == ["1", "2", "1234"]
    for source in ("1\n2\n3\n4", "12345"):
        with pytest.raises(Unreadable) as error:
            read(source)
        assert error.value.reason == "too_large"
    assert "Line 1 " in str(error.value)


@pytest.mark.parametrize(
    ("source", "cut"),
    [("规章\t0\n", False), ("规章\t0\r", False), ("规章\t0\t", False), ("|规章|0|", False), ("没有其他事项。", False),
     ("2024年1月18日", False), ("规章\t12", True), ("没有其他事", True)],
)  # fmt: skip
def test_a_text_that_stops_without_its_end_is_cut_off(source: str, cut: bool) -> None:
    assert TextReader().read(source.encode()).cut_off is cut


@pytest.mark.parametrize("format_", ["ofd", "ods", "xyz", ""])
def test_formats_that_are_not_read_yet_are_told_with_those_that_are(format_: str) -> None:
    told = (
        r"read are: bmp, csv, doc, docx, et, gif, html, jpg, json, md, odt, parquet, pdf, png, rtf, tif, txt, webp,"
        r" wps, xls, xlsx\."
    )
    with pytest.raises(Unreadable, match=told) as error:
        read_blocks(b"x", format_)
    assert error.value.reason == "unsupported_format"
    assert f"'{format_ or 'unknown'}'" in error.value.detail


@pytest.mark.parametrize("format_", ["zip", "rar", "7z", "gz", "tar"])
def test_packed_files_are_to_be_unpacked(format_: str) -> None:
    with pytest.raises(Unreadable, match=f"unsupported_format: Packed files of the kind '{format_}' are not opened"):
        read_blocks(b"x", format_)


def test_markdown_and_text_have_one_reader() -> None:
    assert read_blocks(b"a\n", "md") == read_blocks(b"a\n", "txt")


def test_a_file_without_a_character_is_empty_whatever_it_calls_itself() -> None:
    for format_ in ("html", "txt", "pdf", ""):
        with pytest.raises(Unreadable) as error:
            read_blocks(b"\xef\xbb\xbf \r\n\t\x00", format_)
        assert error.value.reason == "empty"


def test_what_a_document_may_cost() -> None:
    assert LIMITS.bytes == 33_554_432
