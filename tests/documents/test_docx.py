"""Word files: what they show, in the order it is shown, and where in its table; one test a trap."""

import io
import struct
import subprocess
import sys
import zipfile

import pytest

from toolkit.documents import package
from toolkit.documents.docx import DocxReader
from toolkit.documents.formats import find_format
from toolkit.documents.reader import Unreadable
from toolkit.documents.reading import read_blocks
from toolkit.documents.wordml import NAMESPACE
from toolkit.records import Grid, Paragraph, Place, SourceText

Shown = list[str | list[list[str]]]
NAMES = (
    f'xmlns:w="{NAMESPACE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def zipped(**parts: str | bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return buffer.getvalue()


def document(body: str, head: str = "") -> str:
    return f"<?xml version='1.0' encoding='UTF-8'?>{head}<w:document {NAMES}><w:body>{body}</w:body></w:document>"


def source(body: str, **others: str) -> SourceText:
    return DocxReader().read(zipped(document=document(body), **others))


def read(body: str, **others: str) -> Shown:
    """Paragraphs as their text, grids as their rows of texts."""
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in row] for row in block.rows]
        for block in source(body, **others).blocks
    ]


def r(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def p(*inner: str) -> str:
    return f"<w:p>{''.join(inner)}</w:p>"


def tc(inner: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner if '<w:p>' in inner else p(r(inner))}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def cell(inner: str) -> str:
    """The text of a table cell that holds this paragraph."""
    grid = read(tbl(tr(tc(p(inner)), tc("0"))))[0]
    assert isinstance(grid, list)
    return grid[0][0]


def columns(*rows: str) -> list[list[tuple[str, int, int, int]]]:
    grid = source(tbl(*rows)).blocks[0]
    assert isinstance(grid, Grid)
    return [[(c.text, c.column, c.columns, c.rows) for c in row] for row in grid.rows]


SPAN2, RESTART, CONTINUE = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
DIGIT = r("5")


# ------------------------------------------------------------------------------------------------ merged cells
def test_cells_merged_to_the_right_and_downwards() -> None:
    assert columns(
        tr(tc("三", SPAN2 + RESTART), tc("a")),
        tr(tc("", SPAN2 + CONTINUE), tc("b")),
        tr(tc("c"), tc("d"), tc("e")),
    ) == [[("三", 0, 2, 2), ("a", 2, 1, 1)], [("b", 2, 1, 1)], [("c", 0, 1, 1), ("d", 1, 1, 1), ("e", 2, 1, 1)]]


def test_two_merged_cells_below_each_other_stay_two() -> None:
    rows = [tr(tc(text, merge), tc("0")) for text, merge in
            (("a", RESTART), ("", CONTINUE), ("b", RESTART), ("", CONTINUE), ("", CONTINUE))]  # fmt: skip
    assert [row[0] for row in columns(*rows) if len(row) == 2] == [("a", 0, 1, 2), ("b", 0, 1, 3)]


def test_a_continuation_of_nothing_is_its_own_cell() -> None:
    assert columns(tr(tc("a", CONTINUE), tc("b")), tr(tc("c"), tc("d"))) == [
        [("a", 0, 1, 1), ("b", 1, 1, 1)],
        [("c", 0, 1, 1), ("d", 1, 1, 1)],
    ]


def test_what_a_merged_cell_hides_is_not_read() -> None:
    assert columns(tr(tc("7", RESTART), tc("b")), tr(tc("9", CONTINUE), tc("d")))[1] == [("d", 1, 1, 1)]


def test_merges_of_the_old_kind_to_the_right() -> None:
    row = tr(tc("a", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("b"))
    assert columns(row) == [[("a", 0, 2, 1), ("b", 2, 1, 1)]]


def test_a_row_that_begins_further_right() -> None:
    assert columns(
        tr(tc("a"), tc("b"), tc("c")),
        tr(tc("d"), properties='<w:gridBefore w:val="2"/>'),
    )[1] == [("d", 2, 1, 1)]


@pytest.mark.parametrize(
    ("value", "wide"), [("0", 1), ("-3", 1), ("all", 1), ("", 1), ("999999999999", 1), ("5000", 1000)]
)
def test_spans_that_are_none(value: str, wide: int) -> None:
    assert columns(tr(tc("a", f'<w:gridSpan w:val="{value}"/>'), tc("b")))[0] == [("a", 0, wide, 1), ("b", wide, 1, 1)]


def test_rows_and_cells_in_content_controls() -> None:
    inner = tr(f"<w:sdt><w:sdtContent>{tc('a')}</w:sdtContent></w:sdt>", tc("b"))
    assert columns(f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>") == [
        [("a", 0, 1, 1), ("b", 1, 1, 1)]
    ]


def test_deleted_and_hidden_rows_are_left_out() -> None:
    gone = [tr(tc("7"), tc("8"), properties=mark) for mark in ('<w:del w:id="1"/>', "<w:hidden/>")]
    assert columns(tr(tc("a"), tc("b")), *gone) == [[("a", 0, 1, 1), ("b", 1, 1, 1)]]


# ------------------------------------------------------------------------------------------------ nested tables
def test_the_innermost_table_is_the_grid_and_the_outer_one_layout() -> None:
    inner = tbl(tr(tc("a"), tc("1")))
    outer = tbl(tr(tc("导航"), f"<w:tc>{p(r('前'))}{inner}{p(r('后'))}</w:tc>"))
    assert read(outer) == ["导航", "前", [["a", "1"]], "后"]


def test_a_table_of_one_column_is_a_frame_around_prose() -> None:
    assert read(tbl(tr(tc("一、总体情况")), tr(tc("文字")))) == ["一、总体情况", "文字"]


def test_blocks_are_numbered_as_they_stand() -> None:
    blocks = source(p(r("a")) + p() + tbl(tr(tc("b"), tc("1"))) + p(r("c"))).blocks
    assert [block.place for block in blocks] == [Place(block=0), Place(block=1), Place(block=2)]
    assert isinstance(blocks[1], Grid)
    assert blocks[1].aligned


# ------------------------------------------------------------------------------------------------ text of a cell
@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (r("1") + r("2"), "12"),  # a number in several runs, as spelling and edits leave it
        (r("1") + "<w:bookmarkStart/><w:bookmarkEnd/><w:proofErr/>" + r("2"), "12"),
        (r("商业") + "<w:r><w:br/></w:r>" + r("企业"), "商业\n企业"),
        (r("1") + "<w:r><w:cr/></w:r>" + r("2"), "1\n2"),
        (r("1") + "<w:r><w:tab/></w:r>" + r("2"), "1\n2"),
        ("<w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr>" + r("12"), "12"),
        (r("1") + "<w:r><w:softHyphen/></w:r>" + r("2"), "12"),
        (r("1\xad2"), "12"),
        ("<w:r><w:noBreakHyphen/></w:r>" + r("3"), "-3"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "□"),
        ('<w:r><w:sym w:font="Symbol" w:char="F035"/></w:r>', "5"),
        ('<w:r><w:sym w:font="宋体" w:char="2014"/></w:r>', "—"),
        ('<w:r><w:sym w:font="宋体" w:char="?"/></w:r>', "□"),
        (r("\u3000１２\xa0"), "１２"),
        ('<w:del w:id="1"><w:r><w:delText>9</w:delText><w:tab/></w:r></w:del>' + DIGIT, "5"),
        ('<w:ins w:id="1">' + DIGIT + "</w:ins>", "5"),
        ("<w:moveFrom>" + r("9") + "</w:moveFrom><w:moveTo>" + DIGIT + "</w:moveTo>", "5"),
        (r("9", "<w:vanish/>") + DIGIT, "5"),
        (r("9", '<w:vanish w:val="0"/>') + DIGIT, "95"),
        (r("9", "<w:strike/>") + DIGIT, "~9~\n5"),
        (r("9", "<w:dstrike/>") + DIGIT, "~9~\n5"),
        (r("9", '<w:strike w:val="false"/>') + DIGIT, "95"),
        (r("无", "<w:strike/>") + DIGIT, "无5"),
        (r("9", '<w:color w:val="FFFFFF"/>') + DIGIT, "9\n5"),
        (r("9", '<w:color w:val="FF0000"/>') + DIGIT, "95"),
        (r("12") + r("1", '<w:vertAlign w:val="superscript"/>'), "12\n1"),
        (r("12") + '<w:r><w:footnoteReference w:id="1"/></w:r>', "12"),
        (r("12") + '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>1</w:t></w:r>', "12"),
        ("<w:ruby><w:rt>" + r("9") + "</w:rt><w:rubyBase>" + DIGIT + "</w:rubyBase></w:ruby>", "5"),
        ("<w:sdt><w:sdtPr/><w:sdtContent>" + DIGIT + "</w:sdtContent></w:sdt>", "5"),
        ("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + r("单击") + "</w:sdtContent></w:sdt>", ""),
        ("<w:fldSimple w:instr=' =SUM(ABOVE) '>" + DIGIT + "</w:fldSimple>", "5"),
        ("<w:r><w:instrText> =1+1 </w:instrText></w:r>" + DIGIT, "5"),
        ("<w:smartTag>" + DIGIT + "</w:smartTag>", "5"),
        ("<m:oMath><m:r><m:t>5</m:t></m:r></m:oMath>", "5"),
        ("<!-- 9 -->" + DIGIT, "5"),
    ],
)  # fmt: skip
def test_the_text_of_a_cell(inner: str, text: str) -> None:
    assert cell(inner) == text


def test_paragraphs_of_a_cell_are_lines() -> None:
    assert read(tbl(tr(tc(p(r("1")) + p() + p(r("2"))), tc("0")))) == [[["1\n2", "0"]]]


# ------------------------------------------------------------------------------------------------ prose
def test_a_break_ends_a_line_of_prose() -> None:
    assert read(p(r("一、总体情况"), "<w:r><w:br/></w:r>", r("全年"))) == ["一、总体情况", "全年"]


def test_tabs_and_raised_digits_part_no_prose() -> None:
    assert read(p(r("一、"), "<w:r><w:tab/></w:r>", r("总体  情况"))) == ["一、 总体 情况"]
    assert read(p(r("3m"), r("2", '<w:vertAlign w:val="superscript"/>'))) == ["3m2"]


def box(inner: str, tag: str = "wps:txbx") -> str:
    return f"<{tag}><w:txbxContent>{inner}</w:txbxContent></{tag}>"


def test_a_text_box_is_taken_once_and_behind_its_paragraph() -> None:
    twice = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'>{box(p(r('框')))}</mc:Choice>"
        f"<mc:Fallback>{box(p(r('框')), 'v:textbox')}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert read(p(r("前"), twice, r("后"))) == ["前后", "框"]


def test_text_boxes_stay_in_order_and_may_hold_tables() -> None:
    first, second = (f"<w:r>{box(p(r(text)))}</w:r>" for text in "甲乙")
    assert read(p(first, second, r("文"))) == ["文", "甲", "乙"]
    assert read(p(f"<w:r>{box(tbl(tr(tc('a'), tc('1'))))}</w:r>", r("文"))) == ["文", [["a", "1"]]]
    nested = f"<w:r>{box(p(r('外'), '<w:r>' + box(p(r('内'))) + '</w:r>'))}</w:r>"
    assert read(p(nested)) == ["外", "内"]


def test_content_controls_and_insertions_around_paragraphs() -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{p(r('甲'))}{tbl(tr(tc('a'), tc('1')))}</w:sdtContent></w:sdt>"
    assert read(f"{control}<w:ins>{p(r('乙'))}</w:ins>") == ["甲", [["a", "1"]], "乙"]


def test_headers_footers_and_properties_are_not_read() -> None:
    found = source(p(r("文")), header1=document(p(r("页眉"))), footnotes=document(p(r("注"))))
    assert [block.text for block in found.blocks if isinstance(block, Paragraph)] == ["文"]
    assert found.metadata == {}


# ------------------------------------------------------------------------------------------------ numbers by Word
def numbered(text: str, level: int = 0, number: int = 1) -> str:
    properties = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
    return p(properties, r(text) if text else "")


def level(at: int, shape: str, text: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{shape}"/><w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*levels: str) -> str:
    return (
        f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def test_headings_that_word_numbers() -> None:
    body = numbered("甲") + numbered("子", 1) + numbered("丑", 1) + p(r("文")) + numbered("乙") + numbered("寅", 1)
    defined = numbering(level(0, "chineseCountingThousand", "%1、"), level(1, "decimal", "%2."))
    assert read(body, numbering=defined) == ["一、甲", "1.子", "2.丑", "文", "二、乙", "1.寅"]


def test_a_number_that_names_its_upper_level_and_starts_elsewhere() -> None:
    defined = numbering(level(0, "decimal", "%1", start=3), level(1, "decimal", "%1.%2"))
    assert read(numbered("甲") + numbered("子", 1), numbering=defined) == ["3甲", "3.1子"]


def test_a_number_by_word_is_never_glued_to_one_that_is_typed() -> None:
    defined = numbering(level(0, "decimal", "%1."))
    assert read(tbl(tr(tc(numbered("5")), tc("0"))), numbering=defined) == [[["1.\n5", "0"]]]


def test_the_number_of_an_empty_cell_is_no_content() -> None:
    defined = numbering(level(0, "decimal", "%1"))
    assert read(tbl(tr(tc("a"), f"<w:tc>{numbered('')}</w:tc>")), numbering=defined) == [[["a", ""]]]


@pytest.mark.parametrize("defined", [numbering(level(0, "bullet", "●")), numbering(), f"<w:numbering {NAMES}/>"])
def test_bullets_and_lists_that_are_not_defined_show_no_number(defined: str) -> None:
    assert read(numbered("甲"), numbering=defined) == ["甲"]
    assert read(numbered("甲")) == ["甲"]


# ------------------------------------------------------------------------------------------------ what cannot be read
def reason(data: bytes, name: str = "a.docx") -> str:
    with pytest.raises(Unreadable) as error:
        read_blocks(data, find_format(name, data))
    return error.value.reason


GOOD = zipped(document=document(p(r("文" * 500))))


@pytest.mark.parametrize("kept", [30, 100, len(GOOD) // 2, len(GOOD) - 10])
def test_a_file_that_was_cut_is_damaged(kept: int) -> None:
    assert reason(GOOD[:kept]) == "damaged"


def test_bytes_that_changed_are_damage() -> None:
    at = GOOD.index(b"document.xml") + 20
    assert reason(GOOD[:at] + bytes(byte ^ 0x55 for byte in GOOD[at : at + 40]) + GOOD[at + 40 :]) == "damaged"


def test_no_main_part_is_damage() -> None:
    assert reason(zipped(styles="<x/>")) == "damaged"


@pytest.mark.parametrize("xml", ["", "<w:document", "text", "<a><b></a>", "<a>\x01</a>", "<a>&nbsp;</a>"])
def test_broken_xml_is_damage(xml: str) -> None:
    assert reason(zipped(document=xml)) == "damaged"


def test_nothing_in_it_is_empty() -> None:
    assert reason(zipped(document=document(p() + p(r(" "))))) == "empty"


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE d [<!ENTITY x "文">]>',
        '<!DOCTYPE d [<!ENTITY a "文文文文文文文文文文"><!ENTITY x "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    ],
)
def test_entities_are_not_resolved(head: str) -> None:
    assert reason(zipped(document=document(p(r("&x;")), head))) == "damaged"


def test_an_external_document_type_is_not_fetched() -> None:
    assert reason(zipped(document=document(p(r("文")), '<!DOCTYPE d SYSTEM "none.dtd">'))) == "damaged"


def test_ten_thousand_nested_tables_are_too_much() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 10_000 + p(r("1")) + "</w:tc></w:tr></w:tbl>" * 10_000
    assert reason(zipped(document=document(deep))) == "too_large"


def test_nesting_within_the_limits_is_read() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 80 + p(r("1")) + "</w:tc></w:tr></w:tbl>" * 80
    assert read(deep) == ["1"]


def test_more_cells_than_any_report_has() -> None:
    assert reason(zipped(document=document(tbl(tr("<w:tc/>" * 400) * 260)))) == "too_large"


def test_a_bomb_is_not_unpacked() -> None:
    assert reason(zipped(document=b"\x20" * (package.MAX_BYTES + 1))) == "too_large"
    assert reason(zipped(document=b"<a>" + b" " * 8_000_000 + b"</a>")) == "too_large"


def test_a_bomb_that_tells_a_small_size() -> None:
    data = bytearray(zipped(document=b"\x20" * (package.MAX_BYTES + 1)))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.index(signature) + at
        data[start : start + 4] = struct.pack("<I", 10)
    assert reason(bytes(data)) in ("too_large", "damaged")


def test_a_package_with_a_password() -> None:
    container = package.OLE + b"\x00" * 600 + package.ENCRYPTED + b"\x00" * 100
    assert reason(container) == "encrypted"
    assert reason(container, "a.doc") == "encrypted"
    assert reason(container, "a.xlsx") == "encrypted"


def test_a_part_with_a_password() -> None:
    data = bytearray(GOOD)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + at] |= 1
    assert reason(bytes(data)) == "encrypted"


def test_an_old_file_is_no_package() -> None:
    with pytest.raises(Unreadable, match="old binary format") as error:
        DocxReader().read(package.OLE + b"\x00" * 600)
    assert error.value.reason == "unsupported_format"


def test_what_a_cell_was_before_a_tracked_change_counts_no_more() -> None:
    was = "<w:tcPrChange w:id='1'><w:tcPr><w:gridSpan w:val='3'/><w:vMerge/></w:tcPr></w:tcPrChange>"
    [block] = source(f"<w:tbl><w:tr>{tc('a')}{tc('1')}</w:tr><w:tr>{tc('b', was)}{tc('2', was)}</w:tr></w:tbl>").blocks
    assert isinstance(block, Grid)
    assert [[(cell.text, cell.column) for cell in row] for row in block.rows] == [
        [("a", 0), ("1", 1)],
        [("b", 0), ("2", 1)],
    ]


def test_a_column_too_narrow_for_anything_is_none() -> None:
    """Edges that miss each other by a hair, as in files that were converted."""
    grid = "".join(f"<w:gridCol w:w='{width}'/>" for width in (600, 599, 1, 600))
    wide = "<w:gridSpan w:val='2'/>"
    head = f"<w:tr>{tc('a', wide)}{tc('b', wide)}</w:tr>"
    body = f"<w:tr>{tc('1')}{tc('2', wide)}{tc('3')}</w:tr>"

    def places(*rows: str) -> list[list[tuple[int, int]]]:
        [block] = source(f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>").blocks
        assert isinstance(block, Grid)
        return [[(cell.column, cell.columns) for cell in row] for row in block.rows]

    assert places(head, body) == [[(0, 2), (2, 1)], [(0, 1), (1, 1), (2, 1)]]
    # Where a cell has that column alone, or none has a width, widths tell nothing.
    four = f"<w:tr>{tc('1')}{tc('2')}{tc('3')}{tc('4')}</w:tr>"
    assert places(four, body) == [[(0, 1), (1, 1), (2, 1), (3, 1)], [(0, 1), (1, 2), (3, 1)]]
    # Rows may have more columns than were told.
    assert places(f"<w:tr>{tc('1')}{tc('2', wide)}{tc('3')}{tc('4')}</w:tr>", head) == [
        [(0, 1), (1, 1), (2, 1), (3, 1)],
        [(0, 2), (2, 1)],
    ]


# ------------------------------------------------------------------------------------------------ names and variants
@pytest.mark.parametrize("name", ["a.xlsx", "a.zip", "a.txt", "a.doc", "a.wps", "a"])
def test_a_word_file_under_another_name(name: str) -> None:
    assert find_format(name, GOOD) == "docx"


def test_the_main_part_of_a_file_saved_in_the_browser() -> None:
    data = zipped(document2=document(p(r("文"))))
    assert find_format("a.zip", data) == "docx"
    assert len(read_blocks(data, "docx").blocks) == 1


def test_the_strict_variant() -> None:
    strict = document(p(r("文"))).replace(NAMESPACE, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert len(DocxReader().read(zipped(document=strict)).blocks) == 1


def test_loads_without_word_files_never_import_the_parsers() -> None:
    code = (
        "import sys, toolkit; from toolkit.documents import read_blocks; read_blocks(b'<p>1</p>', 'html');"
        "read_blocks(b'1', 'txt'); assert not {'lxml', 'python_calamine'} & set(sys.modules), sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
