"""Reports as scrapers and converters leave them: cell a line, pipes of every kind, one endless line, Markdown."""

import re
from dataclasses import replace
from random import Random

from tests.shapes.shapes_form import Form, full_grid, lay_out, own_cells, printed
from tests.shapes.shapes_paper import Paper, paper_of, text_lines, told_on
from tests.shapes.shapes_text import blank_zero
from tests.shapes.specimen_truth import agency_named, with_forms
from toolkit.demo.model import Printed, TrueReport


def scraped(report: TrueReport, rng: Random, form: Form, lines: list[str], shape: str, ending: str = ".txt") -> Printed:
    """Returns a text file that a scraper wrote, sometimes led by the page's title, path and date of publication."""
    shown = report.published if rng.random() < 0.5 else None
    head = []
    if shown:
        head = [
            f"当前位置：首页 > 政务公开 > 政府信息公开年报 > {report.year}年",
            "",
            f"{told_on(shown, rng)} 来源：办公室 浏览次数：{rng.randrange(9, 999)}",
            "",
        ]
    data = "\n".join([*head, *lines]).encode()
    return printed(replace(report, published=shown), form, f"{rng.randrange(10**6)}{ending}", data, shape)


def inner_text_lines(report: TrueReport, rng: Random) -> Printed:
    """One cell a line, nothing else."""
    form = lay_out(report)
    tables = [[text for row in own_cells(grid) for text in row] for grid in form.grids]
    return scraped(
        report, rng, form, text_lines(paper_of(report, rng), tables, gap=rng.randrange(2)), "inner_text_lines"
    )


def inner_text_paragraphs(report: TrueReport, rng: Random) -> Printed:
    """What a browser's innerText gives for cells that hold paragraphs: cell, empty line, a tab alone, empty line."""
    form = lay_out(report)
    tables = [
        [
            line
            for row in own_cells(grid)
            for number, text in enumerate(row)
            for line in ([text] if number == 0 else ["", "\t", "", text])
        ]
        for grid in form.grids
    ]
    return scraped(report, rng, form, text_lines(paper_of(report, rng), tables), "inner_text_paragraphs")


def paragraph_a_cell(report: TrueReport, rng: Random) -> Printed:
    """Every cell a paragraph of its own; labels that were broken in the page are two paragraphs."""
    form = lay_out(report)
    broken = {
        "本年新制作数量": 3,
        "本年新公开数量": 3,
        "本年增/减": 4,
        "商业企业": 2,
        "科研机构": 2,
        "社会公益组织": 4,
        "法律服务机构": 4,
    }

    def parts(text: str) -> list[str]:
        at = broken.get(text)
        return [text[:at], "", text[at:], ""] if at else [text, ""]

    tables = [[line for row in own_cells(grid) for text in row for line in parts(text)] for grid in form.grids]
    return scraped(report, rng, form, text_lines(paper_of(report, rng), tables), "paragraph_a_cell")


def pipes_alternating(report: TrueReport, rng: Random) -> Printed:
    """A pipe and a cell on alternating lines."""
    form = lay_out(report)
    tables = [[line for row in own_cells(grid) for text in row for line in ("|", text)] + ["|"] for grid in form.grids]
    return scraped(report, rng, form, text_lines(paper_of(report, rng), tables), "pipes_alternating")


def pipes_after_cells(report: TrueReport, rng: Random) -> Printed:
    """A cell and a pipe a line, pipes fill a row up to the table's width; zeros may be blank."""
    blank = rng.random() < 0.5
    form = lay_out(report, blank_zero) if blank else lay_out(report)
    tables = []
    for grid in form.grids:
        wide = max(len(row) for row in full_grid(grid))
        lines: list[str] = []
        for row in own_cells(grid):
            lines += [f"{text} |" if text else "|" for text in row]
            lines += ["|" * (wide - len(row))] if len(row) < wide else []
        tables.append(lines)
    return scraped(report, rng, form, text_lines(paper_of(report, rng), tables, gap=0), "pipes_after_cells")


def pipe_rows_own_cells(report: TrueReport, rng: Random) -> Printed:
    """A row a line with pipes behind the cells; a header's second halves are a row of their own; zeros may be blank."""
    form = lay_out(report, blank_zero) if rng.random() < 0.4 else lay_out(report)
    tables = [[" | ".join(row) + " |" for row in full_grid(grid, once=True)] for grid in form.grids]
    tables[1][2] = "| | 商业 | 科研 | 社会公益组织 | 法律服务机构 | 其他 |"
    tables[1].insert(3, "企业 | 机构 |")
    return scraped(report, rng, form, text_lines(paper_of(report, rng), tables), "pipe_rows_own_cells")


def _marked(paper: Paper, level: str) -> Paper:
    first, *rest = paper.title
    return replace(paper.headed(lambda heading: f"{level} {heading}"), title=(f"# {first}", *rest))


def pandoc_pipe_table(report: TrueReport, rng: Random) -> Printed:
    """Markdown with true pipe tables: every column there, cells reached into empty, a rule below the first row."""
    form = lay_out(report)
    tables = []
    for grid in form.grids:
        rows = full_grid(grid)
        lines = ["| " + " | ".join(f"{text:　<5}" for text in row) + " |" for row in rows]
        lines.insert(1, "|" + "|".join(":-----:" for _ in rows[0]) + "|")
        tables.append(["", *lines])
    return scraped(
        report, rng, form, text_lines(_marked(paper_of(report, rng), "##"), tables), "pandoc_pipe_table", ".md"
    )


def _escaped(text: str) -> str:
    """Escapes what would begin a list, as converters do: a numeral, its point and a space."""
    return re.sub(r"^(\d)\.(?=\s)", r"\1\\.", text)


def _spaced(form: Form, rng: Random) -> Form:
    """Returns the form with a space behind the points of its numerals, or as it is."""
    return form.worded(lambda label: re.sub(r"^(\d)\.", r"\1. ", label)) if rng.random() < 0.6 else form


def markdownify_table(report: TrueReport, rng: Random) -> Printed:
    """A converter that widens cells to empty ones but drops downward merges; points escaped, totals bold."""
    form = _spaced(lay_out(report), rng)
    tables = []
    for grid in form.grids:
        lines = []
        for line in grid:
            cells = []
            for slot in line:
                text = _escaped(slot.text)
                cells += [f"**{text}**" if slot.text.endswith("总计") else text] + [""] * (slot.columns - 1)
            lines.append("| " + " | ".join(cells) + " |")
        lines.insert(1, "| " + " | ".join("---" for _ in range(lines[0].count("|") - 1)) + " |")
        tables.append(["", *lines, ""])
    paper = _marked(paper_of(report, rng), rng.choice(("##", "###")))
    return scraped(report, rng, form, text_lines(paper, tables), "markdownify_table", ".md")


def html2text_table(report: TrueReport, rng: Random) -> Printed:
    """html2text: no outer pipes, own cells only, a rule below the first row, bold headings, escaped numerals."""
    form = _spaced(lay_out(report), rng)
    tables = []
    for grid in form.grids:
        lines = [" | ".join(_escaped(text) for text in row) + "  " for row in own_cells(grid)]
        lines.insert(1, "|".join("---" for _ in grid[0]) + "  ")
        tables.append(lines)
    paper = paper_of(report, rng).headed(lambda heading: f"**{heading}**")
    return scraped(report, rng, form, text_lines(paper, tables), "html2text_table", rng.choice((".md", ".txt")))


def _in_one_line(report: TrueReport, rng: Random, mark: str, shape: str) -> Printed:
    form = lay_out(report)
    tables = [[text for row in own_cells(grid) for text in row] for grid in form.grids]
    lines = text_lines(paper_of(report, rng), tables, gap=0)
    return scraped(report, rng, form, [mark.join(lines)], shape)


def get_text_bar(report: TrueReport, rng: Random) -> Printed:
    """All texts of the page joined by a bar in one endless line."""
    return _in_one_line(report, rng, "|", "get_text_bar")


def get_text_space(report: TrueReport, rng: Random) -> Printed:
    """All texts of the page joined by a space in one endless line."""
    return _in_one_line(report, rng, " ", "get_text_space")


def get_text_indented(report: TrueReport, rng: Random) -> Printed:
    """The text of the page with the page's own line breaks, indents and non-breaking spaces left in."""
    form = lay_out(report)

    def cell(text: str) -> list[str]:
        pad = "\t" * rng.randrange(5) + " " * rng.randrange(3)
        return [pad, f"{pad}{text}{rng.choice(('', ' ', chr(0xA0)))}", *[""] * rng.randrange(3)]

    tables = [
        [line for row in own_cells(grid) for line in ["", "", *(part for text in row for part in cell(text))]]
        for grid in form.grids
    ]
    return scraped(report, rng, form, text_lines(paper_of(report, rng), tables, gap=2), "get_text_indented")


# Pairs of the characters that the specimens use; 製 is 制 and 復 is 複 here, as mirrors have it.
PAIRS = (
    "规規范範废廢终終发發数數现現许許处處决決罚罰强強业業费費额額单單万萬购購总總项項开開关關结結转轉办辦续續继繼国國属屬"
    "稳穩护護权權内內务務过過执執询詢查查机機构構没沒补補确確认認获獲诉訴讼訟访訪举舉报報类類复複请請当當缴繳纳納无無经經"
    "维維纠糾审審计計织織组組团團条條众眾门門网網时時问問题題与與对對进進区區县縣镇鎮级級优優质質员員领領导導责責协協调調"
    "标標准準严嚴实實积積学學习習贯貫彻徹后後让讓围圍绕繞细細体體议議会會况況个個别別识識这這坚堅丰豐监監减減将將动動并並"
    "户戶采採收收势勢划劃专專栏欄链鏈还還够夠视視频頻较較训訓泄洩错錯种種为為听聽据據间間称稱来來临臨产產论論读讀础礎图圖"
    "书書设設该該话話馈饋参參试試满滿声聲创創新新广廣东東义義长長阳陽应應点點层層资資统統节節约約邮郵编編码碼电電"
    "权權传傳宣宣讲講课課师師绩績齐齊线線连連绝絕难難运運给給从從检檢档檔随隨单單专專达達两兩济濟营營环環境境净淨类類于於仅僅录錄华華联聯评評"
)
MIRRORED = {ord(simple): mirror for simple, mirror in zip(PAIRS[::2], PAIRS[1::2], strict=True)}
SAME_IN_BOTH = ("昆山市人民政府", "文昌市人民政府", "吉林市人民政府", "仙桃市人民政府", "上海市人民政府")


def traditional_mirror(report: TrueReport, rng: Random) -> Printed:
    """A mirror of the page in traditional characters; the agency's name is the same in both scripts."""
    moved = replace(report, agency=agency_named(rng.choice(SAME_IN_BOTH)), published=None)
    moved = with_forms(moved, rng, report.template_disclosure, report.template_requests)
    form = lay_out(moved)
    tables = [[" | ".join(row) + " |" for row in own_cells(grid)] for grid in form.grids]
    text = "\n".join(text_lines(paper_of(moved, rng), tables)).translate(MIRRORED)
    return printed(moved, form, f"{report.year}-tw.txt", text.encode(), "traditional_mirror")
