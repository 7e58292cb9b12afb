"""PDFs: tables by their ruling lines, over page breaks; prose in whole paragraphs; what is no text."""

import shutil
import subprocess
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from tests.specimens.drawn_pdf import FONT, SIZE, WIDTHS, Drawing, DrawnTable, draw_report
from tests.specimens.printed_page import PROSE, Slot, numbers, page
from toolkit.codebook import shipped_codebook
from toolkit.documents import Unreadable, ocr, pdf, read_blocks
from toolkit.documents.pdf_forms import PLAIN_FORMS
from toolkit.extraction import extract_reports
from toolkit.records import Grid, Paragraph, Report, SourceText

TRUTH = numbers("2021")
REPORT = page("安吉县水利局", TRUTH)
Row = list[tuple[str, int, int, int]]


def source(on: Drawing) -> SourceText:
    return read_blocks(on.data(), "pdf")


def grid(read: SourceText) -> Grid:
    (found,) = (block for block in read.blocks if isinstance(block, Grid))
    return found


def texts(read: SourceText) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid(read).rows]


def prose(read: SourceText) -> list[str]:
    return [block.text for block in read.blocks if isinstance(block, Paragraph)]


def slots(*rows: str) -> list[list[Slot]]:
    return [[Slot(text) for text in row.split("|")] for row in rows]


def report_of(data: bytes) -> Report:
    (report,) = extract_reports(read_blocks(data, "pdf"), shipped_codebook()).reports
    return report


def reason(data: bytes) -> str:
    with pytest.raises(Unreadable) as error:
        read_blocks(data, "pdf")
    return error.value.reason


# ------------------------------------------------------------------------------------------------ tables with rules
@pytest.mark.parametrize("filled", [False, True])
def test_a_ruled_table_is_a_grid_with_page_and_box(filled: bool) -> None:
    on = Drawing()
    DrawnTable(slots("规章|2|1", "行政规范性文件|15|3"), [120, 60, 60]).draw(on, 100, filled=filled)
    read = source(on)
    assert texts(read) == [["规章", "2", "1"], ["行政规范性文件", "15", "3"]]
    found = grid(read)
    assert found.aligned
    assert found.place.page == 1
    cell = found.rows[1][2]
    assert (cell.page, cell.column) == (1, 2)
    assert cell.box == pytest.approx((250, 120, 310, 140), abs=0.6)


def test_merged_cells_span_their_columns_and_rows() -> None:
    on = Drawing()
    rows = [[Slot("三", rows=3), Slot("（一）", columns=2), Slot("7")], [Slot("（二）", rows=2), Slot("1."), Slot("8")],
            [Slot("2."), Slot("9")]]  # fmt: skip
    DrawnTable(rows, [30, 50, 60, 40]).draw(on, 100)
    placed: list[Row] = [[cell[:4] for cell in row] for row in grid(source(on)).rows]
    assert placed == [
        [("三", 0, 1, 3), ("（一）", 1, 2, 1), ("7", 3, 1, 1)],
        [("（二）", 1, 1, 2), ("1.", 2, 1, 1), ("8", 3, 1, 1)],
        [("2.", 2, 1, 1), ("9", 3, 1, 1)],
    ]


def test_upright_text_of_one_character_a_line_is_one_label() -> None:
    on = Drawing()
    rows = [[Slot("三、本年度办理结果", rows=8), Slot("0")], *([Slot(str(number))] for number in range(1, 8))]
    DrawnTable(rows, [18, 60]).draw(on, 100)
    assert texts(source(on))[0] == ["三、本年度办理结果", "0"]


def test_numbers_one_above_the_other_stay_apart_and_one_that_runs_over_is_whole() -> None:
    on = Drawing()
    DrawnTable(slots("12\n34|39857\n58"), [60, 36]).draw(on, 100)
    assert texts(source(on)) == [["12\n34", "3985758"]]


def test_a_raised_footnote_mark_is_no_digit_of_its_number() -> None:
    on = Drawing()
    DrawnTable(slots("规章|12"), [60, 60]).draw(on, 100)
    on.text(146, 110, "3", 6)
    assert texts(source(on)) == [["规章", "3\n12"]]


def test_what_is_drawn_twice_to_look_bold_is_there_once() -> None:
    on = Drawing()
    on.lines(70, 100, ["一、总体情况11"])
    on.lines(70.3, 100, ["一、总体情况11"])
    assert prose(source(on)) == ["一、总体情况11"]


def test_a_box_around_prose_and_a_line_below_a_word_are_no_tables() -> None:
    on = Drawing()
    on.rule(70, 200, 300, 200)
    on.canvas.rect(60, 842 - 150, 400, 80)
    on.lines(70, 100, ["一、总体情况", "没有。"])
    read = source(on)
    assert [type(block) for block in read.blocks] == [Paragraph] * len(read.blocks)


def test_white_rectangles_behind_text_are_no_rules() -> None:
    on = Drawing()
    on.canvas.setFillGray(1)
    for y in (80, 110, 140):
        on.canvas.rect(70, 842 - y, 300, 28, stroke=0, fill=1)
    on.canvas.setFillGray(0)
    on.lines(91, 100, ["没有需要报告的事项。"])
    assert prose(source(on)) == ["没有需要报告的事项。"]


def test_a_table_open_at_its_sides_has_its_outer_columns() -> None:
    on = Drawing()
    for y in (100, 120, 140):
        on.rule(70, y, 310, y)
    for x in (190, 250):
        on.rule(x, 100, x, 140)
    for y, row in ((115, ("规章", "2", "1")), (135, ("规范性文件", "5", "3"))):
        for x, text in zip((75, 195, 255), row, strict=True):
            on.text(x, y, text)
    assert texts(source(on)) == [["规章", "2", "1"], ["规范性文件", "5", "3"]]


def test_what_a_form_xobject_holds_stands_where_its_matrix_puts_it() -> None:
    on = Drawing()
    on.canvas.beginForm("part")
    DrawnTable(slots("规章|2", "许可|3"), [60, 60]).draw(on, 100)
    on.canvas.endForm()
    on.canvas.translate(30, -50)
    on.canvas.doForm("part")
    found = grid(source(on))
    assert [[cell.text for cell in row] for row in found.rows] == [["规章", "2"], ["许可", "3"]]
    assert found.rows[0][0].box == pytest.approx((100, 150, 160, 170), abs=0.6)


def test_a_plain_character_that_is_a_radicals_too_stands_where_a_scaled_form_puts_it() -> None:
    on = Drawing()
    on.canvas.beginForm("part")
    DrawnTable(slots("项目数|2", "方法|3"), [60, 60]).draw(on, 100)
    on.canvas.endForm()
    on.canvas.translate(90, 250)
    on.canvas.scale(0.7, 0.7)
    on.canvas.doForm("part")
    assert texts(source(on)) == [["项目数", "2"], ["方法", "3"]]


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(turned: int) -> None:
    on = Drawing(400, 400)
    on.canvas.setPageRotation(turned)
    on.canvas.translate(200, 200)
    on.canvas.rotate(turned)
    on.canvas.translate(-200, -200)
    DrawnTable(slots("规章|2|1", "行政许可|15|3"), [120, 60, 60]).draw(on, 100)
    found = grid(source(on))
    assert [[cell.text for cell in row] for row in found.rows] == [["规章", "2", "1"], ["行政许可", "15", "3"]]
    assert found.rows[0][0].box == pytest.approx((70, 100, 190, 120), abs=0.6)


# ------------------------------------------------------------------------------------------------ page breaks
CUTS = [
    (table, cut) for table in ("disclosure", "requests", "review") for cut in range(1, len(REPORT.tables[table].rows))
]


@pytest.mark.parametrize(("table", "cut"), [("requests", None), *CUTS])
def test_a_table_may_be_cut_between_any_two_rows(table: str, cut: int | None) -> None:
    report = report_of(draw_report(REPORT, cut, table, filled=bool(cut and cut % 2)))
    assert {cell[:3]: cell.value for cell in report.cells} == TRUTH
    assert report.leftovers == ()
    assert [section.text for section in report.sections] == list(PROSE)
    assert (report.agency, report.year) == ("安吉县水利局", 2023)
    pages = {cell.place.page for cell in report.cells if cell.table == table and cell.value is not None}
    assert pages <= {1, 2}
    assert all(cell.place.box for cell in report.cells)


@pytest.mark.parametrize("cut", [4, 9, 20])
def test_the_form_of_2019_may_be_cut_too(cut: int) -> None:
    truth = numbers("2019")
    report = report_of(draw_report(page("安吉县水利局", truth, "2019", 2019), cut))
    assert {cell[:3]: cell.value for cell in report.cells} == truth


def two_pages(upper: list[list[Slot]], lower: list[list[Slot]], widths: list[float]) -> SourceText:
    on = Drawing()
    DrawnTable(upper, widths).draw(on, 600)
    on.text(290, 810, "- 1 -")
    on.turn()
    DrawnTable(lower, widths).draw(on, 60)
    return source(on)


def test_a_row_cut_in_its_label_is_one_row() -> None:
    read = two_pages(slots("规章|2", "申请人逾期不补正|7"), slots("不再处理的|", "其他|1"), [100, 60])
    assert texts(read) == [["规章", "2"], ["申请人逾期不补正不再处理的", "7"], ["其他", "1"]]


def test_rows_left_blank_on_both_sides_of_a_break_stay_two() -> None:
    read = two_pages(slots("行政处罚|", "行政强制|"), slots("行政许可|", "其他|"), [160, 60])
    assert [row[0] for row in texts(read)] == ["行政处罚", "行政强制", "行政许可", "其他"]


def test_a_header_printed_again_is_dropped() -> None:
    read = two_pages(slots("信息内容|件数", "规章|2"), slots("信息内容|件数", "许可|3"), [100, 60])
    assert texts(read) == [["信息内容", "件数"], ["规章", "2"], ["许可", "3"]]


def test_columns_that_change_at_the_break_are_those_of_both_pages() -> None:
    on = Drawing()
    DrawnTable(slots("规章|2|1|9"), [100, 40, 40, 40]).draw(on, 600)
    on.turn()
    DrawnTable(slots("行政处罚|58"), [100, 120]).draw(on, 60)
    placed = [[(cell.text, cell.column, cell.columns, cell.page) for cell in row] for row in grid(source(on)).rows]
    assert placed[0] == [("规章", 0, 1, 1), ("2", 1, 1, 1), ("1", 2, 1, 1), ("9", 3, 1, 1)]
    assert placed[1] == [("行政处罚", 0, 1, 2), ("58", 1, 3, 2)]


def test_tables_with_a_line_between_them_are_two() -> None:
    on = Drawing()
    DrawnTable(slots("规章|2"), [100, 60]).draw(on, 600)
    on.turn()
    on.lines(91, 100, ["三、收到和处理政府信息公开申请情况"])
    DrawnTable(slots("许可|3"), [100, 60]).draw(on, 160)
    assert [type(block) for block in source(on).blocks] == [Grid, Paragraph, Grid]


# ------------------------------------------------------------------------------------------------ prose
LINE = "政府信息公开工作持续推进有关情况如下所述各单位认真组织落实"  # as wide as the page


def test_lines_are_paragraphs_over_a_page_break_without_the_page_number() -> None:
    on = Drawing()
    on.lines(91, 720, ["二" + LINE])
    on.lines(70, 740, ["三" + LINE + "四五"])
    on.text(290, 810, "第1页 共2页")
    on.turn()
    on.lines(70, 60, ["到此为止。"])
    on.lines(91, 80, ["又一段。"])
    on.text(290, 810, "第2页 共2页")
    assert prose(source(on)) == ["二" + LINE + "三" + LINE + "四五" + "到此为止。", "又一段。"]


@pytest.mark.parametrize("shift", [0, 4])
def test_numbers_that_count_the_pages_are_no_values_of_the_tables_above_them(shift: int) -> None:
    on = Drawing()
    for number in range(3):
        on.lines(91, 100, [f"第{'一二三'[number]}段的内容。"])
        DrawnTable(slots("规章|2"), [100, 60]).draw(on, 640)
        on.text(290, 700, str(number + 1 + shift * (number > 1)))  # not near the page's foot
        on.turn()
    assert ("1" in prose(source(on))) == bool(shift)


def test_a_running_header_stands_once() -> None:
    on = Drawing()
    for number in range(3):
        on.text(200, 40, "安吉县水利局年度报告")
        on.lines(91, 100, [f"第{'一二三'[number]}段的内容。"])
        on.turn()
    assert prose(source(on)) == ["安吉县水利局年度报告", "第一段的内容。", "第二段的内容。", "第三段的内容。"]


def test_a_page_of_first_lines_alone_has_the_margin_of_the_others() -> None:
    on = Drawing()
    on.lines(91, 100, ["二" + LINE])
    on.lines(70, 120, ["三" + LINE])
    on.turn()
    on.lines(91, 100, ["五、存在的主要问题及改进情况", "对照要求还有不足。"])
    assert prose(source(on))[1:] == ["五、存在的主要问题及改进情况", "对照要求还有不足。"]


def test_radicals_and_compatibility_forms_become_plain_and_digits_in_circles_stay() -> None:
    plain = "".join(PLAIN_FORMS.get(character, character) for character in "⼀⼆⾏⽂⻅⻓⺠\uf900︵ﬁ①²１")
    assert plain == "一二行文见长民\u8c48（fi①²１"


def test_invisible_text_is_left_out_beside_visible_text() -> None:
    on = Drawing()
    on.lines(91, 100, ["没有需要报告的事项。"])
    hidden = on.canvas.beginText(91, 600)
    hidden.setFont(FONT, SIZE)
    hidden.setTextRenderMode(3)
    hidden.textLine("看不见的文字")
    on.canvas.drawText(hidden)
    assert prose(source(on)) == ["没有需要报告的事项。"]


def test_text_that_is_invisible_throughout_was_recognised() -> None:
    on = Drawing()
    hidden = on.canvas.beginText(91, 600)
    hidden.setFont(FONT, SIZE)
    hidden.setTextRenderMode(3)
    hidden.textLine("扫描件下面的文字")
    on.canvas.drawText(hidden)
    assert source(on).source == "ocr"


# ------------------------------------------------------------------------------------------------ no ruling lines
def test_a_report_without_rules_gives_no_wrong_number() -> None:
    on = Drawing(height=1700)
    y = on.lines(150, 60, [REPORT.title()], 16, 40)
    for number, name in zip("二三四", ("disclosure", "requests", "review"), strict=True):
        y = on.lines(91, y + 10, [f"{number}、" + {"二": "主动公开政府信息情况", "三": "收到和处理政府信息公开申请情况",
                                  "四": "政府信息公开行政复议、行政诉讼情况"}[number]])  # fmt: skip
        y = DrawnTable(REPORT.tables[name].rows, WIDTHS[name]).draw(on, y, ruled=False) + 20
    cells = report_of(on.data()).cells
    assert {cell[:3]: cell.value for cell in cells if cell.value is not None}.items() <= TRUTH.items()
    assert sum(1 for cell in cells if cell.value is not None) >= 100


# ------------------------------------------------------------------------------------------------ what is no report
def test_a_pdf_with_a_password_is_encrypted() -> None:
    on = Drawing(password="geheim")
    on.lines(91, 100, ["没有。"])
    assert reason(on.data()) == "encrypted"


def test_a_pdf_that_only_forbids_printing_is_read() -> None:
    on = Drawing()
    on.canvas.setEncrypt(StandardEncryption("", ownerPassword="x", canPrint=0))
    on.lines(91, 100, ["没有。"])
    assert prose(source(on)) == ["没有。"]


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9])
def test_a_truncated_pdf_is_damaged_or_gives_no_wrong_number(share: float) -> None:
    data = draw_report(REPORT, 12)
    try:
        report = report_of(data[: int(len(data) * share)])
    except Unreadable as unreadable:
        assert unreadable.reason in ("damaged", "empty")  # noqa: PT017 - either outcome is right
    else:
        assert {cell[:3]: cell.value for cell in report.cells if cell.value is not None}.items() <= TRUTH.items()


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"%PDF-1.4\nnothing more", b"no PDF at all"])
def test_what_is_no_pdf_is_damaged(data: bytes) -> None:
    assert reason(data) == "damaged"


def test_a_picture_of_a_page_needs_a_recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda _: None)
    on = Drawing()
    on.canvas.drawInlineImage(_picture(), 0, 0, 595, 842)
    on.text(290, 810, "- 1 -")
    assert reason(on.data()) == "missing_extra"


def _picture() -> object:
    from PIL import Image

    return Image.new("1", (8, 8))


def test_an_empty_page_is_empty() -> None:
    assert reason(Drawing().data()) == "empty"


def test_too_many_pages_and_characters_are_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    on = Drawing()
    for _ in range(4):
        on.lines(91, 100, [LINE])
        on.turn()
    data = on.data()
    monkeypatch.setattr(pdf, "MAX_CHARACTERS", 50)
    assert reason(data) == "too_large"
    monkeypatch.setattr(pdf, "MAX_PAGES", 3)
    with pytest.raises(Unreadable, match="5 pages") as error:
        read_blocks(data, "pdf")
    assert error.value.reason == "too_large"


# ------------------------------------------------------------------------------------------------ a browser's PDF
@pytest.mark.slow
def test_a_page_printed_by_a_browser(tmp_path: Path) -> None:
    """Its text holds radicals inside form XObjects, its rules are filled polygons."""
    chromium = shutil.which("chromium")
    if not chromium or not shutil.which("fc-list"):
        pytest.skip("no chromium here")
    if not subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=True).stdout:
        pytest.skip("no Chinese font here")
    style = "<style>table{border-collapse:collapse}td{padding:4px;font-size:12px}@page{size:A5}</style>"
    (tmp_path / "a.html").write_text(REPORT.html().replace("<head>", "<head>" + style), "utf-8")
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--print-to-pdf=a.pdf", "a.html"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    report = report_of((tmp_path / "a.pdf").read_bytes())
    assert {cell[:3]: cell.value for cell in report.cells} == TRUTH
    assert [section.text for section in report.sections] == list(PROSE)
