"""Every shape prints what its truth says."""

import random
import re
import unicodedata
from collections import Counter

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.demo.printed_text import ENCODINGS, text_of
from toolkit.demo import FORMATS, HTML_SHAPES, SHAPES, TEXT_SHAPES, TrueReport, true_reports

REPORTS = true_reports(agencies=26, years=(2020, 2022))
# Headers, page numbers and columns stand between the lines of a paragraph.
CUT = frozenset(FORMATS["pdf"])
BYTES = frozenset(name for format_ in ("docx", "xlsx", "pdf") for name in FORMATS[format_])


def some(name: str, at_most: int = 99) -> list[TrueReport]:
    """Reports to print: fewer as PDFs, which take twenty times as long."""
    return REPORTS[::9][:at_most] if name in CUT else REPORTS[:at_most]


def received(report: TrueReport) -> int:
    value = report.numbers["requests", "new", "total"]
    return value if isinstance(value, int) else 0


def flat(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace(",", "")


def numbers_in(text: str) -> Counter[float]:
    return Counter(abs(float(token)) for token in re.findall(r"\d+(?:\.\d+)?", text))


@pytest.mark.parametrize("name", SHAPES)
def test_every_number_of_the_truth_is_printed(name: str) -> None:
    for report in some(name):
        printed = SHAPES[name](report, random.Random(7))
        text = text_of(printed)
        tables = text[text.index(report.sections[1][0].partition("、")[2]) :]
        wanted = Counter(abs(float(v)) for v in printed.truth.numbers.values() if isinstance(v, int | float))
        if name == "html_words":
            wanted[0.0] = 0  # a change of zero may be told as 持平
        assert wanted <= numbers_in(tables), (report.agency.name, report.year)
        text = flat(text)
        assert report.agency.name in text
        assert f"{report.year}" in text
        for heading, prose in report.sections:
            # Word numbers the headings itself in this shape: their numbers stand in no paragraph.
            assert flat(heading.partition("、")[2] if name == "docx_numbered" else heading) in text
            assert all(flat(line) in text for line in prose.split("\n")) or name in CUT


@pytest.mark.parametrize("name", SHAPES)
def test_equal_chance_prints_equal_bytes(name: str) -> None:
    first, again = (SHAPES[name](REPORTS[4], random.Random(3)) for _ in range(2))
    assert first == again


@pytest.mark.parametrize("name", SHAPES)
def test_the_truth_is_changed_only_where_the_shape_changes_what_is_printed(name: str) -> None:
    for report in some(name, 12):
        truth = SHAPES[name](report, random.Random(1)).truth
        assert truth.agency == report.agency
        assert truth.sections == report.sections
        assert truth.published in (report.published, None)
        if name == "html_blank_zeros":
            assert all(v != 0 for k, v in truth.numbers.items() if k[0] != "disclosure")
        else:
            assert truth.numbers == report.numbers


@pytest.mark.parametrize("name", SHAPES)
def test_the_date_of_the_truth_is_shown_and_no_other_one_is(name: str) -> None:
    for report in some(name, 12):
        printed = SHAPES[name](report, random.Random(report.year))
        text = text_of(printed)
        text += "" if name in BYTES else printed.data.decode(ENCODINGS.get(name, "utf-8"))
        shown = re.search(r"发布(?:日期|时间)[::]|PubDate\" content=\"\d", text)
        assert (shown is not None) == (printed.truth.published is not None)


@pytest.mark.parametrize(
    "name",
    ["html_clean", "html_cms", "html_thousands", "html_fullwidth", "html_gbk", "html_blank_zeros", "html_unmerged"],
)
@pytest.mark.parametrize("report", [r for r in REPORTS if r.year == 2022][:9], ids=lambda report: report.agency.name)
def test_a_page_holds_the_values_of_table_3_in_the_order_of_the_form(name: str, report: TrueReport) -> None:
    printed = HTML_SHAPES[name](report, random.Random(1))
    tree = LexborHTMLParser(printed.data.decode(ENCODINGS.get(name, "utf-8")))
    rows = [[cell.text() for cell in row.css("td")] for row in tree.css("table")[1].css("tr")]
    cells = [unicodedata.normalize("NFKC", text).replace(",", "").strip() for row in rows[3:] for text in row[-7:]]
    wanted = ["" if v is None else str(v) for k, v in printed.truth.numbers.items() if k[0] == "requests"]
    assert [cell.strip("/—-") for cell in cells] == wanted


def covered_columns(rows: list[list[tuple[int, int]]]) -> list[int]:
    """How many columns each row of a table covers, merged cells from above included; (rows, columns) by cell."""
    covered = [0] * (len(rows) + 100)
    for i, row in enumerate(rows):
        for down, wide in row:
            covered[i : i + down] = [count + wide for count in covered[i : i + down]]
    assert not any(covered[len(rows) :])
    return covered[: len(rows)]


@pytest.mark.parametrize("name", sorted(set(HTML_SHAPES) - {"html_rowspan_99", "html_layout_table"}))
def test_the_cells_of_a_table_fill_its_grid(name: str) -> None:
    for report in REPORTS[:12]:
        printed = HTML_SHAPES[name](report, random.Random(report.year))
        for table in LexborHTMLParser(printed.data.decode(ENCODINGS.get(name, "utf-8"))).css("table"):
            spans = [
                [(int(cell.get("rowspan") or 1), int(cell.get("colspan") or 1)) for cell in cells]
                for cells in ([td.attributes for td in row.css("td")] for row in table.css("tr"))
            ]
            assert set(covered_columns(spans)) <= {4} or set(covered_columns(spans)) in ({10}, {15})


def test_tabs_keep_the_merged_fields_of_the_clipboard() -> None:
    report = next(r for r in REPORTS if r.template_requests == "2021" and not r.faults)
    lines = text_of(TEXT_SHAPES["text_tabs"](report, random.Random(2))).splitlines()
    second = next(line for line in lines if "其他法律" in line)
    assert second.startswith("\t\t2.")
    assert len(second.rstrip("\t").split("\t")) == 2 + 1 + 7


@pytest.mark.parametrize("name", TEXT_SHAPES)
def test_a_merged_field_is_printed_once(name: str) -> None:
    text = text_of(TEXT_SHAPES[name](REPORTS[0], random.Random(4)))
    assert len(re.findall("申请人情况|请人情况", text)) == 1
    assert len(re.findall("年度办理结果|年办理结果", text)) == 1


def test_pages_declare_what_their_shape_says() -> None:
    data = {name: HTML_SHAPES[name](REPORTS[0], random.Random(1)).data for name in HTML_SHAPES}
    assert b"charset" not in data["html_gbk"]
    assert b"charset=utf-8" in data["html_gbk_as_utf8"]
    assert b"charset=gb2312" in data["html_utf8_as_gb2312"]
    data["html_utf8_as_gb2312"].decode("utf-8")
    with pytest.raises(UnicodeDecodeError):
        data["html_gbk_as_utf8"].decode("utf-8")


def test_a_cms_page_is_big_and_carries_its_metadata() -> None:
    report = next(r for r in REPORTS if r.agency.name == "淮安市人民政府" and r.published is not None)
    printed = HTML_SHAPES["html_cms"](report, random.Random(1))
    assert 100_000 < len(printed.data) < 160_000
    tags = LexborHTMLParser(printed.data.decode()).css("meta[name]")
    metadata = {tag.attributes["name"]: tag.attributes["content"] or "" for tag in tags}
    assert metadata["SiteIDCode"] == "3208000001"
    assert metadata["ContentSource"] == "淮安市人民政府"
    assert metadata["PubDate"][:10] == str(report.published)


def test_a_cut_table_goes_on_in_a_second_one_without_a_header() -> None:
    printed = HTML_SHAPES["html_cut_table"](REPORTS[0], random.Random(1))
    tables = LexborHTMLParser(printed.data.decode()).css("table")
    assert len(tables) == 4
    assert "自然人" in tables[1].text()
    assert "自然人" not in tables[2].text()


def test_broken_shapes_are_broken() -> None:
    def data(name: str) -> str:
        return SHAPES[name](REPORTS[0], random.Random(1)).data.decode(ENCODINGS.get(name, "utf-8"))

    assert 'rowspan="99"' in data("html_rowspan_99")
    assert "span=" not in data("html_unmerged")
    assert re.search("[一-龥](?:<br>|&nbsp;| )[一-龥]", data("html_broken_labels"))
    assert "\t持\t正\t果\t结\t计" in data("text_ghost_row")
    assert "\n| --- |" in data("text_pipes").replace("\r", "")
    assert "\n|\n" in data("text_pipe_lines").replace("\r", "")
    assert "\t\t" in data("text_tabs_doubled")
    assert "\t" not in data("text_spaces")
    assert "件\t" in data("text_suffixed")


def test_the_form_of_2019_tells_changes_in_words_and_amounts_with_their_unit() -> None:
    old = true_reports(agencies=60, years=(2019, 2020), fault_rate=0)
    pages = "".join(HTML_SHAPES["html_words"](r, random.Random(i)).data.decode() for i, r in enumerate(old))
    units = (r">\d+000元<", "采购总金额（万元）", "采购总金额（元）")
    for wording in (r">\+19<", ">增3<", ">减4<", ">-4<", ">持平<", *units):
        assert re.search(wording, pages), wording


def test_blank_cells_leave_a_mark_where_columns_get_lost() -> None:
    blank = [r for r in true_reports(agencies=8) if sum(v is None for v in r.numbers.values()) > 120]
    assert blank
    for name in ("text_spaces", "text_one_a_line", "text_tabs_doubled"):
        text = TEXT_SHAPES[name](blank[0], random.Random(1)).data.decode()
        assert len(re.findall(r"(?<![\d-])[/—-](?![\d-])", text)) > 100
