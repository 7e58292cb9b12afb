"""A report to look at: laid out as the official form, every state told apart, text from reports only ever data."""

import io
import re

import pytest
from rich.console import Console
from selectolax.lexbor import LexborHTMLParser

from tests.corpus.small_reports import BLANK, MISSING, Key, frames, read, report
from toolkit.codebook import TABLES, shipped_codebook
from toolkit.corpus import Corpus, ReportView
from toolkit.corpus.printed import Printed, printed_table
from toolkit.corpus.schema import SCHEMAS
from toolkit.errors import UnknownName
from toolkit.labels import column_labels, label
from toolkit.records import Leftover, Place

SPITEFUL = '<script>alert("x")</script>'


def view(printed: dict[Key, float | str | None] | None = None, **told: object) -> ReportView:
    made = report(printed=printed, **told)  # type: ignore[arg-type]
    return Corpus.of_frames(frames(read("a.html", made))).report("a.html")


def expanded(lines: list[list[Printed]]) -> list[list[Printed]]:
    """The grid of single cells that printed cells cover, as a browser lays them out."""
    grid: dict[tuple[int, int], Printed] = {}
    for row, line in enumerate(lines):
        column = 0
        for cell in line:
            while (row, column) in grid:
                column += 1
            for down in range(cell.rows):
                for across in range(cell.columns):
                    assert (row + down, column + across) not in grid
                    grid[row + down, column + across] = cell
    width = max(column for _, column in grid) + 1
    return [[grid[row, column] for column in range(width)] for row in range(len(lines))]


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("table", TABLES)
def test_printed_tables_are_full_rectangles_with_every_cell_once(table: str, form: str) -> None:
    lines = printed_table(shipped_codebook(), table, form)
    # `expanded` fails where a cell covers another, or leaves a hole.
    expanded(lines)
    keys = [cell.key for line in lines for cell in line if cell.key]
    assert keys == [(table, row, column) for row, column in shipped_codebook().cells(table, form)]


def test_table_3_stands_under_its_headings_as_in_the_form() -> None:
    grid = expanded(printed_table(shipped_codebook(), "requests", "2021"))
    assert [cell.text for cell in grid[0][3:]] == ["申请人情况"] * 7
    assert [cell.text for cell in grid[1][3:]] == ["自然人", *["法人或其他组织"] * 5, "总计"]
    assert [cell.text for cell in grid[2][3:]] == [
        "自然人",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
        "总计",
    ]
    denied = next(line for line in grid if line[2].text == "1.属于国家秘密")
    assert [cell.text for cell in denied[:3]] == ["三、本年度办理结果", "（三）不予公开", "1.属于国家秘密"]
    assert [cell.text for cell in grid[-1][:3]] == ["四、结转下年度继续办理"] * 3
    old = expanded(printed_table(shipped_codebook(), "requests", "2019"))
    assert [cell.text for cell in old[-3][:3]] == ["三、本年度办理结果", "（六）其他处理", "（六）其他处理"]


def test_a_report_in_a_notebook_shows_three_tables_and_tells_the_states_apart() -> None:
    page = LexborHTMLParser(
        view(
            {
                ("requests", "new", "total"): 12,
                ("review", "review", "total"): BLANK,
                ("requests", "other_rest", "total"): MISSING,
                ("requests", "granted", "total"): "若干",
            }
        )._repr_html_()
    )
    legend, *tables = page.css("table")
    assert [len(table.css("td")) for table in tables] == [10, 175, 15]
    assert [cell.text() for cell in legend.css("td")] == ["空", "？", "缺"]
    assert [cell.text() for cell in tables[2].css("td.blank")] == ["空"]
    assert [(cell.text(), cell.attributes["title"]) for cell in tables[1].css("td.missing, td.unreadable")] == [
        ("若干？", "无法识别"),
        ("缺", "缺失"),
    ]
    assert tables[1].css("td")[6].text() == "12"


def test_lit_cells_carry_their_message() -> None:
    key = ("requests", "new", "total")
    plain = view({("requests", "new", "total"): BLANK})
    lit = plain.lit({key: '差 1 "<b>"'})
    (cell,) = LexborHTMLParser(lit._repr_html_()).css("td.highlighted[title]")
    assert cell.attributes["title"] == '空白; 差 1 "<b>"'
    assert cell.attributes["class"] == "blank highlighted"
    assert plain.highlight == {}
    assert not LexborHTMLParser(plain._repr_html_()).css("td.highlighted")


def test_text_from_reports_is_escaped_everywhere() -> None:
    spiteful = view(
        {("requests", "new", "total"): SPITEFUL},
        agency=SPITEFUL,
        leftovers=(Leftover("requests", SPITEFUL, Place()),),
    ).lit({("requests", "new", "total"): SPITEFUL})
    html = spiteful._repr_html_()
    assert html.count("alert") == 5
    assert "<script" not in html
    assert not LexborHTMLParser(html).css("script")
    shown = Corpus.of_frames(frames(read(SPITEFUL, report(SPITEFUL))))._repr_html_()
    assert "<script" not in shown


def test_a_table_that_is_not_there_is_said_to_be_missing() -> None:
    without = view(requests=None, disclosure="2021")
    assert without._repr_html_().count("未找到此表") == 2
    assert without.table("requests").is_empty()
    assert without.table("review")["总计"].to_list() == []
    assert "未找到此表" in drawn(without)


def test_tables_as_frames_have_the_official_labels_and_what_was_printed() -> None:
    shown = view(
        {
            ("requests", "carried_in", "research"): BLANK,
            ("requests", "carried_in", "total"): MISSING,
            ("disclosure", "fees", "amount"): 1.5,
            ("review", "review", "other"): 2,
        }
    )
    requests = shown.table("requests")
    assert requests.columns == [
        "类别",
        "项目",
        "自然人",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
        "总计",
    ]
    assert requests.row(1) == (None, "二、上年结转政府信息公开申请数量", "0", "0", "", "0", "0", "0", None)
    assert shown.table("disclosure").row(-1) == (
        "第二十条第（八）项",
        "行政事业性收费",
        "本年收费金额（单位：万元）",
        "1.5",
    )
    assert shown.table("review").row(0) == ("行政复议", "0", "0", "2", "0", "0")
    with pytest.raises(
        UnknownName, match=r"no table 'requsts': disclosure, requests, review. Did you mean 'requests'\?"
    ):
        shown.table("requsts")


def drawn(shown: ReportView, width: int = 200) -> str:
    console = Console(file=io.StringIO(), width=width, color_system=None)
    shown.render(console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_terminal_shows_the_tables_and_the_signs() -> None:
    text = drawn(
        view(
            {
                ("requests", "new", "total"): 1234,
                ("requests", "new", "enterprise"): BLANK,
                ("requests", "new", "research"): MISSING,
            }
        ).lit({("review", "review", "total"): "差 1"})
    )
    line = next(line for line in text.splitlines() if "一、本年新收" in line)
    assert line.split()[1:] == ["0", "空", "缺", "0", "0", "0", "1234"]
    assert text.count("（三）不予公开") == 1
    assert "行政复议 / 总计  差 1" in text


def test_a_terminal_never_obeys_a_report() -> None:
    text = drawn(view({("requests", "new", "total"): "[red]\x1b[31m\u202e"}, agency="局\x1b]0;x\x07"))
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", text)
    assert "[red]" in text


def test_every_column_of_the_contract_has_a_label() -> None:
    names = {name for schema in SCHEMAS.values() for name in schema}
    assert names - set(column_labels()) - {"code", "start", "end"} == set()
    assert label("cell_states", "number") == "数值"
