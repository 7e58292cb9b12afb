"""From a cell to its place: what is marked is what was read, whatever the document; else it is said why not."""

import random
from collections.abc import Mapping
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

import toolkit as tk
from toolkit.codebook import shipped_codebook
from toolkit.corpus import ReportView
from toolkit.corpus.printed import Key
from toolkit.demo import SHAPES, Shape, true_reports
from toolkit.errors import SourceError, ToolkitError, UnknownName
from toolkit.evidence import Evidence, Fragment, Lines, looking

# Of a PDF a picture is shown: see test_pages.py.
ALL_SHAPES: Mapping[str, Shape] = {name: shape for name, shape in SHAPES.items() if shape.ending != "pdf"}
REPORTS = true_reports(agencies=3)
SPITEFUL = '<script>alert("x")</script>'
IMAGE = '"><img src=x onerror=alert(1)>'


def loaded(path: Path, data: bytes, name: str) -> ReportView:
    (path / name).write_bytes(data)
    return tk.load(path / name, progress=False, workers=1).report(name)


def marked(evidence: Evidence) -> list[str]:
    shown = evidence.excerpt
    if isinstance(shown, Lines):
        return [line.text[line.start : line.end] for line in shown.lines if line.start is not None]
    if isinstance(shown, Fragment):
        return [cell.text for part in shown.parts for row in part for cell in row.cells if cell.lit]
    return []


def names(evidence: Evidence) -> list[str]:
    return [note.name for note in evidence.notes]


NEW = "一、本年新收政府信息公开申请数量"
SECTIONS = ("总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况")
TITLE = "安吉县水利局2023年政府信息公开工作年度报告"
HEADS = ("", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
NUMBERS = ("1", *"00000", "1")


def rows(numbers: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Table 3, cut after its tenth row."""
    labels = [row.label for row in shipped_codebook().request_rows[2:10]]
    zeros = [(label, *"0000000") for label in labels]
    return [HEADS, (NEW, *numbers), ("二、上年结转政府信息公开申请数量", "2", *"00000", "2"), *zeros]


def report_text(numbers: tuple[str, ...] = NUMBERS, above: str = "无。") -> str:
    """A text with table 3, and what stands right above its heading."""
    parts = [f"{number}、{name}\n有序推进。\n" for number, name in zip("一二三四", SECTIONS, strict=True)]
    table = "".join("\t".join(row) + "\n" for row in rows(numbers))
    parts[2] = f"{above}\n三、{SECTIONS[2]}\n{table}"
    return f"{TITLE}\n{''.join(parts)}五、存在的主要问题及改进情况\n无。\n"


def report_page(numbers: tuple[str, ...] = NUMBERS) -> str:
    """A web page with table 3."""
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows(numbers))
    parts = [f"<p>{number}、{name}</p><p>无。</p>" for number, name in zip("一二三四", SECTIONS, strict=True)]
    parts[2] = f"<p>三、{SECTIONS[2]}</p><table>{table}</table>"
    return f"<html><meta charset=utf-8><body><h1>{TITLE}</h1>{''.join(parts)}</body></html>"


# ------------------------------------------------------------------------------------------------ the law
@pytest.mark.parametrize("name", ALL_SHAPES)
def test_what_is_marked_is_what_was_read_for_every_cell_of_every_shape(tmp_path: Path, name: str) -> None:
    printed = ALL_SHAPES[name](REPORTS[len(name) % len(REPORTS)], random.Random(1))
    view = loaded(tmp_path, printed.data, printed.name)
    assert view.cells.height >= 190
    for cell in view.cells.iter_rows(named=True):
        evidence = view.evidence(cell["table"], cell["row"], cell["column"])
        where = (cell, evidence.excerpt)
        if cell["grid_column"] is None:
            # A row that is printed without its cells: all of it is marked, and none of them.
            assert cell["state"] == "blank", where
            assert (evidence.marked, names(evidence)) == (False, ["row_blank"]), where
            assert set(marked(evidence)) == {""}, where
        else:
            assert evidence.marked, where
            assert marked(evidence) == [cell["raw"]], where
            assert names(evidence) == [], where


def test_one_cell_of_many_alike_is_marked(tmp_path: Path) -> None:
    view = loaded(tmp_path, report_text().encode(), "a.txt")
    for at, column in enumerate(("natural_person", "enterprise", "research")):
        shown = view.evidence("requests", "granted", column).excerpt
        assert isinstance(shown, Lines)
        (line,) = (line for line in shown.lines if line.start is not None)
        assert (line.number, line.start) == (11, len("（一）予以公开\t") + 2 * at)


def test_in_a_line_parted_by_spaces_the_field_of_its_column_is_marked(tmp_path: Path) -> None:
    view = loaded(tmp_path, report_text().replace("\t", " ").encode(), "a.txt")
    for at, column in enumerate(("natural_person", "enterprise", "research")):
        shown = view.evidence("requests", "granted", column).excerpt
        assert isinstance(shown, Lines)
        (line,) = (line for line in shown.lines if line.start is not None)
        assert (line.number, line.start) == (11, len("（一）予以公开 ") + 2 * at)


def test_a_line_without_end_is_shown_around_the_number(tmp_path: Path) -> None:
    words = report_text(above="无。 " + "见 网站 。 " * 50).replace("\t", " ").replace("\n", " ") + "附注 " * 2000
    evidence = loaded(tmp_path, words.encode(), "a.txt").evidence("requests", "granted", "research")
    assert isinstance(evidence.excerpt, Lines)
    (line,) = evidence.excerpt.lines
    assert line.start is not None
    assert line.text[: line.start].endswith(
        "总计 " + " ".join((NEW, *NUMBERS)) + " 二、上年结转政府信息公开申请数量 2 0 0 0 0 0 2 （一）予以公开 0 0 "
    )
    assert (line.text[line.start : line.end], line.text[0], line.text[-1]) == ("0", "…", "…")
    assert len(line.text) < 300


def test_of_a_long_table_a_window_with_its_header_is_shown(tmp_path: Path) -> None:
    filler = "".join("<tr>" + f"<td>某事项{at}</td>" + "<td>9</td>" * 7 + "</tr>" for at in range(1000))
    page = report_page().replace("<tr><td>二、上年结转", filler + "<tr><td>二、上年结转")
    evidence = loaded(tmp_path, page.encode(), "a.html").evidence("requests", "carried_in", "total")
    assert marked(evidence) == ["2"]
    assert isinstance(evidence.excerpt, Fragment)
    assert [[row.number for row in part] for part in evidence.excerpt.parts] == [
        [0],
        [999, 1000, 1001, 1002, 1003, 1004, 1005],
    ]


def test_a_number_on_a_line_of_its_own_is_marked_there(tmp_path: Path) -> None:
    text = report_text().replace("\t", "\n")
    view = loaded(tmp_path, text.encode(), "a.txt")
    shown = view.evidence("requests", "carried_in", "total").excerpt
    assert isinstance(shown, Lines)
    (line,) = (line for line in shown.lines if line.start is not None)
    assert (line.text, text.splitlines()[line.number - 1]) == ("2", "2")
    assert text.splitlines()[line.number] == "（一）予以公开"


def test_a_number_in_a_page_that_has_lost_its_table_is_marked_in_its_paragraph(tmp_path: Path) -> None:
    table = "".join(f"<p>{cell}</p>" for row in rows(NUMBERS) for cell in row if cell)
    start, end = report_page().split("<table>")[0], report_page().split("</table>")[1]
    evidence = loaded(tmp_path, (start + table + end).encode(), "a.html").evidence("requests", "carried_in", "total")
    assert (marked(evidence), names(evidence)) == (["2"], [])
    assert isinstance(evidence.excerpt, Lines)
    assert evidence.excerpt.counted == "block"
    at = next(at for at, line in enumerate(evidence.excerpt.lines) if line.start is not None)
    assert evidence.excerpt.lines[at].number == evidence.cell["block"]
    assert evidence.excerpt.lines[at + 1].text == "（一）予以公开"


def test_of_a_table_cut_in_two_the_first_part_gives_the_header(tmp_path: Path) -> None:
    page = report_page().replace("<tr><td>3.危及", "</table><p></p><table><tr><td>3.危及")
    evidence = loaded(tmp_path, page.encode(), "a.html").evidence("requests", "denied_security", "total")
    assert marked(evidence) == ["0"]
    assert isinstance(evidence.excerpt, Fragment)
    header, body = evidence.excerpt.parts
    assert [cell.text for cell in header[0].cells] == list(HEADS)
    assert (body[0].number, body[0].cells[0].text) == (0, "3.危及“三安全一稳定”")


def test_merged_cells_of_a_header_stay_merged(tmp_path: Path) -> None:
    page = report_page().replace("<table>", "<table><tr><td rowspan=2></td><td colspan=7>申请人情况</td></tr>")
    page = page.replace("<tr><td></td><td>自然人", "<tr><td>自然人")
    shown = loaded(tmp_path, page.encode(), "a.html").evidence("requests", "new", "total").excerpt
    assert isinstance(shown, Fragment)
    first, second, *_ = shown.parts[0]
    assert [(cell.text, cell.columns, cell.rows) for cell in first.cells] == [("", 1, 2), ("申请人情况", 7, 1)]
    assert [cell.text for cell in second.cells] == list(HEADS[1:])


def test_a_file_of_another_size_is_not_even_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    view = loaded(tmp_path, report_text().encode(), "a.txt")
    (tmp_path / "a.txt").write_bytes(b"another")
    monkeypatch.setattr(looking, "read_source", lambda source: pytest.fail(f"{source} was read"))
    assert names(view.evidence("requests", "new", "total")) == ["changed"]


def test_cells_that_overlap_keep_their_columns(tmp_path: Path) -> None:
    page = report_page().replace("<td>一、本年新收", '<td rowspan="99">一、本年新收')
    view = loaded(tmp_path, page.encode(), "a.html")
    for cell in view.cells.filter(table="requests", state="number").iter_rows(named=True):
        evidence = view.evidence("requests", cell["row"], cell["column"])
        assert marked(evidence) == [cell["raw"]]
        assert isinstance(evidence.excerpt, Fragment)
        for part in evidence.excerpt.parts:
            area = sum(one.rows * one.columns for row in part for one in row.cells)
            assert area % len(part) == 0  # a full rectangle


# ------------------------------------------------------------------------------------------------ what is not there
def test_a_row_that_is_missing_shows_the_table_from_its_first_numbers_on(tmp_path: Path) -> None:
    evidence = loaded(tmp_path, report_page().encode(), "a.html").evidence("requests", "processed", "total")
    assert names(evidence) == ["no_row"]
    assert marked(evidence) == []
    assert not evidence.marked
    assert isinstance(evidence.excerpt, Fragment)
    assert "没有此行" in evidence._repr_html_()


def test_a_column_that_is_missing_shows_its_row(tmp_path: Path) -> None:
    page = report_page().replace("<td>法律服务机构</td>", "")
    page = "<tr>".join(line.replace("<td>0</td>", "", 1) for line in page.split("<tr>"))
    view = loaded(tmp_path, page.encode(), "a.html")
    cell = view.cells.filter(table="requests", row="new", column="legal_service").row(0, named=True)
    assert cell["state"] == "missing"
    evidence = view.evidence("requests", "new", "legal_service")
    assert (names(evidence), marked(evidence)) == (["no_column"], [])
    assert evidence.excerpt is not None


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_a_row_whose_numbers_cannot_be_told_apart_is_marked_as_a_whole(tmp_path: Path, name: str) -> None:
    lost = ("1", *"0000")
    view = loaded(tmp_path, (report_text(lost) if name == "a.txt" else report_page(lost)).encode(), name)
    evidence = view.evidence("requests", "new", "total")
    assert evidence.cell["state"] == "unreadable"
    assert names(evidence) == ["row_only"]
    assert not evidence.marked
    assert NEW in "".join(marked(evidence))


def test_a_document_that_is_gone_or_changed_is_said_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here").mkdir()
    file = tmp_path / "here" / "a.txt"
    file.write_text(report_text(), encoding="utf-8")
    tk.load("here", store="store", progress=False, workers=1)
    view = tk.open_corpus("store").report("a.txt")
    assert marked(view.evidence("requests", "new", "total")) == ["1"]
    for content in (
        report_text() + "多一行。\n",
        report_text().replace("\t1\n", "\t7\n", 1),
    ):  # other size, the same size
        file.write_text(content, encoding="utf-8")
        evidence = view.evidence("requests", "new", "total")
        assert (names(evidence), evidence.excerpt, evidence.cell["raw"]) == (["changed"], None, "1")
    file.rename(tmp_path / "moved.txt")
    evidence = view.evidence("requests", "new", "total")
    assert (names(evidence), evidence.excerpt) == (["gone"], None)
    assert "here/a.txt" in str(evidence)
    assert "“1”" in str(evidence)
    (tmp_path / "moved.txt").write_text(report_text(), encoding="utf-8")
    assert marked(view.evidence("requests", "new", "total", source="moved.txt")) == ["1"]
    (tmp_path / "other" / "here").mkdir(parents=True)
    (tmp_path / "moved.txt").rename(tmp_path / "other" / "here" / "a.txt")
    assert marked(view.evidence("requests", "new", "total", source=tmp_path / "other")) == ["1"]


def test_a_filtered_corpus_shows_places_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(report_text(), encoding="utf-8")
    corpus = tk.load(tmp_path, progress=False, workers=1).filter(years=2023)
    assert marked(corpus.report("a.txt").evidence("requests", "new", "total")) == ["1"]


# ------------------------------------------------------------------------------------------------ names
@pytest.mark.parametrize(
    "named",
    [
        ("requests", "new", "total"),
        ("收到和处理政府信息公开申请情况", "一、本年新收政府信息公开申请数量", "总计"),
        ("requests", "本年新收政府信息公开申请数量", " 总 计 "),
    ],
)
def test_official_labels_name_a_cell_too(tmp_path: Path, named: Key) -> None:
    evidence = loaded(tmp_path, report_page().encode(), "a.html").evidence(*named)
    assert (evidence.cell["row"], evidence.cell["column"], evidence.cell["raw"]) == ("new", "total", "1")


@pytest.mark.parametrize(
    ("named", "told"),
    [
        (("requsts", "new", "total"), "no table 'requsts': .* Did you mean 'requests'"),
        (("requests", "nwe", "total"), "no row 'nwe' in table 'requests': .* Did you mean 'new'"),
        (("requests", "new", "totl"), "no column 'totl' in row 'new' of table 'requests': .* Did you mean 'total'"),
        (("requests", "new", ""), "no column ''"),
        (("disclosure", "regulations", "made"), "no table 'disclosure'"),
    ],
)
def test_a_name_that_is_not_there_is_told_with_near_ones(tmp_path: Path, named: Key, told: str) -> None:
    view = loaded(tmp_path, report_page().encode(), "a.html")
    with pytest.raises(UnknownName, match=told):
        view.evidence(*named)


def test_a_corpus_of_frames_alone_says_how_to_get_places(tmp_path: Path) -> None:
    from toolkit.corpus import open_corpus

    (tmp_path / "a.txt").write_text(report_text(), encoding="utf-8")
    tk.load(tmp_path / "a.txt", store=tmp_path / "store", progress=False, workers=1)
    with pytest.raises(SourceError, match=r"toolkit\.open_corpus"):
        open_corpus(tmp_path / "store").report("a.txt").evidence("requests", "new", "total")


# ------------------------------------------------------------------------------------------------ how it is shown
def test_text_from_a_document_is_only_ever_text(tmp_path: Path) -> None:
    escaped = [text.replace("&", "&amp;").replace("<", "&lt;") for text in (SPITEFUL, IMAGE)]
    page = report_page((escaped[0], *"00000", escaped[1])).replace("<td></td>", f"<td>{escaped[1]}</td>")
    page = page.replace("安吉县水利局2023", f"{escaped[0]}安吉县水利局2023")
    view = loaded(tmp_path, page.encode(), "a.html").lit({("requests", "new", "total"): SPITEFUL})
    for column in ("natural_person", "total"):
        shown = view.evidence("requests", "new", column)
        assert marked(shown) == [SPITEFUL if column == "natural_person" else IMAGE]
        html = LexborHTMLParser(shown._repr_html_())
        assert not html.css("script, img, td script")
        assert "alert" in html.text()
        assert shown.save(tmp_path / "e.html").read_text(encoding="utf-8").count("<script") == 0
    text = loaded(tmp_path, report_text(above=f"{SPITEFUL}{IMAGE}").encode(), "b.txt")
    html = LexborHTMLParser(text.evidence("requests", "carried_in", "total")._repr_html_())
    assert not html.css("script, img")
    assert SPITEFUL in html.text()


def test_a_terminal_never_obeys_a_document(tmp_path: Path) -> None:
    text = report_text(above="附注\x1b[31m\u202e[red]")
    shown = str(loaded(tmp_path, text.encode(), "a.txt").evidence("requests", "carried_in", "total"))
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "[red]" in shown
    assert "[2]" in shown


def test_a_table_in_a_terminal_has_its_columns_below_each_other(tmp_path: Path) -> None:
    shown = str(loaded(tmp_path, report_page().encode(), "a.html").evidence("requests", "carried_in", "enterprise"))
    row = next(line for line in shown.splitlines() if line.startswith("2 "))
    assert [part.strip() for part in row.split("│")][2:4] == ["2", "[0]"]


def test_what_is_known_stands_above(tmp_path: Path) -> None:
    view = loaded(tmp_path, report_page().encode(), "a.html").lit({("requests", "new", "total"): "差 1"})
    evidence = view.evidence("requests", "new", "total")
    told = dict(evidence.told())
    assert told["单元格"] == "一、本年新收政府信息公开申请数量 › 总计"
    assert (told["原文"], told["状态"], told["数值"], told["说明"]) == ("“1”", "数值", "1 件", "差 1")
    assert repr(evidence) == "<Evidence requests new total: '1' (number), fragment>"


def test_it_is_written_as_a_page_or_a_picture_only(tmp_path: Path) -> None:
    evidence = loaded(tmp_path, report_page().encode(), "a.html").evidence("requests", "new", "total")
    with pytest.raises(ToolkitError, match=r"no picture to write"):
        evidence.save(tmp_path / "a.png")
    with pytest.raises(ToolkitError, match=r"as \.html or \.png, not as 'a\.txt'"):
        evidence.save(tmp_path / "a.txt")
    with pytest.raises(ToolkitError, match=r"could not be written"):
        evidence.save(tmp_path / "nowhere" / "a.html")
    assert evidence.png is None
    assert 'class="lit"' in evidence.save(tmp_path / "b.html").read_text(encoding="utf-8")
