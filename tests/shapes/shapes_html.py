"""Pages whose tables are right, or wrong in the ways page editors and content management systems make them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from random import Random

from tests.shapes.shapes_form import NOTE, RESULTS, Grid, Line, Slot, lay_out, printed
from tests.shapes.shapes_page import (
    NAMES,
    body,
    cell,
    editor_cell,
    finish,
    page,
    paragraph,
    rows,
    simple,
    spans,
    table,
    tables,
)
from tests.shapes.shapes_paper import paper_of
from tests.shapes.shapes_text import blank_zero
from toolkit.demo.model import Printed, TrueReport


def merged_cells_right(report: TrueReport, rng: Random) -> Printed:
    """Everything in order: merged cells right, the page's own navigation around."""
    return simple(report, rng, "merged_cells_right", rng.choice((cell, editor_cell)))


def rowspan_99(report: TrueReport, rng: Random) -> Printed:
    """三、本年度办理结果 claims 99 rows; the last cell of some rows claims three columns."""

    def make(slot: Slot) -> str:
        if slot.text == RESULTS:
            slot = replace(slot, rows=99)
        elif slot.key and slot.key[2] == "total" and slot.key[0] == "requests":
            slot = replace(slot, columns=rng.choice((1, 1, 3)))
        return editor_cell(slot)

    return simple(report, rng, "rowspan_99", make)


def merges_dropped(report: TrueReport, rng: Random) -> Printed:
    """A sanitizer dropped all rowspan and colspan: every row has its own cells only, moved to the left."""
    return simple(report, rng, "merges_dropped", lambda slot: editor_cell(replace(slot, rows=1, columns=1)))


def padded_cells(report: TrueReport, rng: Random) -> Printed:
    """Wide cells of table 2 are printed as a cell and empty ones; `&nbsp;`, breaks and spaces stand beside numbers."""

    def make(slot: Slot) -> str:
        more = 0
        if (slot.key and slot.key[0] == "disclosure") or slot.text.startswith(("本年处理", "本年收费", "采购总")):
            slot, more = replace(slot, columns=1), slot.columns - 1
        made = editor_cell(slot) + "<td>&nbsp;</td>" * more
        return (
            made.replace("</span>", rng.choice(("</span>", "&nbsp;</span>", "</span><br/>", "\n </span>")))
            if slot.key
            else made
        )

    return simple(report, rng, "padded_cells", make)


def table_cut_in_two(report: TrueReport, rng: Random) -> Printed:
    """The editor cut table 3 in two inside 三、本年度办理结果; the rest has no header, or repeats it."""
    form, paper = lay_out(report), paper_of(report, rng)
    grid = form.requests
    at = rng.randrange(7, len(grid) - 3)
    second: Grid = (*grid[:3], *grid[at:]) if rng.random() < 0.3 else grid[at:]
    between = rng.choice(("", "<p>&nbsp;</p>", '<p style="page-break-before:always"></p>', "<p>— 4 —</p>"))
    three = tables(form)
    three[1] = table(grid[:at], editor_cell) + between + table(second, editor_cell)
    return finish(report, rng, form, paper, body(paper, three), "table_cut_in_two")


def nested_layout(report: TrueReport, rng: Random) -> Printed:
    """The report's tables stand in layout tables inside layout tables, each section in a row of its own."""
    form, paper = lay_out(report), paper_of(report, rng)
    three = [
        f'<table width="95%"><tr><td><table><tr><td>{inner}</td></tr></table></td></tr></table>'
        for inner in tables(form, cell)
    ]
    article = body(
        paper,
        three,
        heading=lambda text: f'<table width="100%"><tr><td class="h"><b>{escape(text)}</b></td></tr></table>',
    )
    return finish(
        report, rng, form, paper, f"<table><tr><td>{article}</td><td>&nbsp;</td></tr></table>", "nested_layout"
    )


def broken_labels(report: TrueReport, rng: Random) -> Printed:
    """Labels broken by `<br>`, spaces, `&nbsp;`, full-width spaces and paragraphs."""
    breaks = ("<br>", "<br/>\n", " ", "&nbsp;", "　", "</span></p><p><span>", "\n\t\t")

    def make(slot: Slot) -> str:
        made = editor_cell(slot)
        if slot.key or len(slot.text) < 3:
            return made
        at = rng.randrange(1, len(slot.text))
        halves = escape(slot.text[:at]) + rng.choice(breaks) + escape(slot.text[at:])
        return made.replace(f">{escape(slot.text)}<", f">{halves}<")

    return simple(report, rng, "broken_labels", make)


def vertical_labels(report: TrueReport, rng: Random) -> Printed:
    """Group labels and table 4's header one character a line; the label of the results is one paragraph a character."""

    def make(slot: Slot) -> str:
        upright = slot.rows > 3 or (slot.head and slot.text in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"))
        if not upright:
            return editor_cell(slot)
        joint = rng.choice(("<br/>", "</p><p>"))
        return f"<td{spans(slot)}><p>{joint.join(slot.text)}</p></td>"

    return simple(report, rng, "vertical_labels", make)


def blank_zeros(report: TrueReport, rng: Random) -> Printed:
    """Zeros left blank, as nothing, `&nbsp;`, a full-width space or an empty paragraph."""
    form, paper = lay_out(report, blank_zero), paper_of(report, rng)
    empty = rng.choice(("", "&nbsp;", "　", "<br/>", "&#160;&#160;"))
    three = [inner.replace(">&nbsp;<", f">{empty}<") for inner in tables(form)]
    return finish(report, rng, form, paper, body(paper, three), "blank_zeros")


def header_tags(report: TrueReport, rng: Random) -> Printed:
    """`<thead>`, `<tbody>`, `<tfoot>`, `<caption>`, `<colgroup>`; headers and labels in `<th>`."""

    def make(slot: Slot) -> str:
        kind = "td" if slot.key else "th"
        return f"<{kind}{spans(slot)}{'' if slot.key or slot.head else ' scope=row'}>{escape(slot.text)}</{kind}>"

    def one(grid: Grid, name: str) -> str:
        heads = next((n for n, line in enumerate(grid) if not line[-1].head), 0)
        lines, wide = rows(grid, make), sum(slot.columns for slot in grid[0])
        last = f"<tfoot>{lines[-1]}</tfoot>" if name == NAMES[2] else f"<tbody>{lines[-1]}</tbody>"
        return (
            f"<table><caption>{name}</caption><colgroup><col span={wide}></colgroup>"
            f"<thead>{''.join(lines[:heads])}</thead>"
            f"<tbody>{''.join(lines[heads:-1])}</tbody>{last}</table>"
        )

    form, paper = lay_out(report), paper_of(report, rng)
    three = [one(grid, name) for grid, name in zip(form.grids, NAMES[1:4], strict=True)]
    return finish(report, rng, form, paper, body(paper, three), "header_tags")


def hidden_rows(report: TrueReport, rng: Random) -> Printed:
    """Rows, cells and tables that are not displayed hold other numbers; so does a script."""
    form, paper = lay_out(report), paper_of(report, rng)
    hide = rng.choice((' style="display:none"', ' style="height:0; DISPLAY: none;"', " hidden"))

    def stale(line: Line) -> str:
        return "".join(cell(replace(slot, text="77", rows=1) if slot.key else replace(slot, rows=1)) for slot in line)

    def one(grid: Grid) -> str:
        lines: list[str] = []
        for line, shown in zip(grid, rows(grid, editor_cell), strict=True):
            # A hidden row inside a merged cell would be counted by it: only lone rows get one before them.
            lone = (line[0].columns == 3 and not line[0].head) or line[0].text in ("规章", "行政许可", "行政处罚")
            lines += [f"<tr{hide}>{stale(line)}</tr>"] * (lone and rng.random() < 0.7) + [shown]
        return "<table><tbody>" + "\n".join(lines) + "</tbody></table>"

    whole = (
        f"<div{hide}>{table(form.requests, lambda slot: cell(replace(slot, text='88') if slot.key else slot))}</div>"
    )
    template = table(form.review, lambda slot: cell(replace(slot, text="99") if slot.key else slot))
    script = f"<script type='text/html'>{template}</script>"
    three = [one(form.disclosure), whole + one(form.requests), script + one(form.review)]
    return finish(report, rng, form, paper, body(paper, three), "hidden_rows")


def local_additions(report: TrueReport, rng: Random) -> Printed:
    """Labels carry local brackets, table 2 rows of its own and a note; none of them is a cell of the form."""
    brackets = {
        "规章": "规章（设区的市以上政府填写）",
        "行政规范性文件": "行政规范性文件（以本机关名义印发）",
        "行政许可": "行政许可（含其他权力事项）",
        "行政处罚": "行政处罚（件）",
        "一、本年新收政府信息公开申请数量": "一、本年新收政府信息公开申请数量（含网络、信函、当面）",
    }
    form = lay_out(report).worded(lambda text: brackets.get(text, text) if rng.random() < 0.7 else text)
    paper = paper_of(report, rng)
    lines = list(form.disclosure)
    lines.insert(4, (Slot("其他主动公开文件"), *(Slot(str(rng.randrange(90)), wide) for wide in (1, 1, 1))))
    lines.append((Slot("注：1.以上数据由各业务科室提供。2.“现行有效件数”为截至12月31日的数量。", 4),))
    three = tables(form)
    three[0] = table(tuple(lines), editor_cell)
    return finish(report, rng, form, paper, body(paper, three), "local_additions")


def footnotes_in_headers(report: TrueReport, rng: Random) -> Printed:
    """Notes in headers, numbered by a small figure, spelled out below the table."""
    marks = {
        "本年制发件数": "<sup>①</sup>",
        "现行有效件数": "<sup>[2]</sup>",
        "本年增/减": "<sup>注2</sup>",
        "处理决定数量": "<sup>3</sup>",
        "其他": "<sup>注</sup>",
        "尚未审结": "<sup>*</sup>",
        "对外公开总数量": "（注：截至12月31日）",
        NOTE: "<br/>（单位：件）",
    }

    def make(slot: Slot) -> str:
        made = editor_cell(slot)
        return made.replace("</span>", f"{marks[slot.text]}</span>") if slot.head and slot.text in marks else made

    form, paper = lay_out(report), paper_of(report, rng)
    note = paragraph("注：①指本年度制定并印发的件数；[2]指截至年底仍有效的件数；3.按决定书份数统计。")
    three = [inner + note for inner in tables(form, make)]
    return finish(report, rng, form, paper, body(paper, three), "footnotes_in_headers")


def tabs_in_divs(report: TrueReport, rng: Random) -> Printed:
    """Each section in a tab of its own behind a bar of tabs that repeats all section names."""
    form, paper = lay_out(report), paper_of(report, rng)
    three = tables(form)
    bar = "".join(f'<li class="tab{" on" if n == 0 else ""}">{name}</li>' for n, name in enumerate(NAMES))
    panes = []
    for number, (head, prose) in enumerate(paper.sections, 1):
        inner = "".join(map(paragraph, prose)) + (three[number - 2] if 2 <= number <= 4 else "")
        panes.append(
            f'<div class="pane" id="p{number}"><div class="pane-title">{head}</div>'
            f'<div class="scroll"><div>{inner}</div></div></div>'
        )
    last = "".join(f"<div>{line}</div>" for line in paper.closing)
    first = "".join(map(paragraph, paper.opening))
    return finish(
        report,
        rng,
        form,
        paper,
        f'{first}<ul class="tabs">{bar}</ul><div class="panes">{"".join(panes)}</div>{last}',
        "tabs_in_divs",
    )


def mobile_blocks(report: TrueReport, rng: Random) -> Printed:
    """A mobile page without a single `<table>`: a `<div>` a row, a `<div>` a cell."""
    form, paper = lay_out(report), paper_of(report, rng)
    three = [
        '<div class="table">'
        + "".join(
            '<div class="tr">' + "".join(f'<div class="td">{escape(slot.text)}</div>' for slot in line) + "</div>\n"
            for line in grid
        )
        + "</div>"
        for grid in form.grids
    ]
    return finish(report, rng, form, paper, body(paper, three), "mobile_blocks")


def careless_tags(report: TrueReport, rng: Random) -> Printed:
    """Tags of the nineties: upper case, no quotes, cells and rows and paragraphs never closed."""

    def make(slot: Slot) -> str:
        return f"<TD{spans(slot).upper().replace(chr(34), '')} ALIGN=center><FONT SIZE=2>{escape(slot.text)}</FONT>"

    def one(grid: Sequence[Line]) -> str:
        return (
            "<TABLE BORDER=1 CELLPADDING=0>"
            + "".join("\n<TR>" + "".join(map(make, line)) for line in grid)
            + "</TABLE>"
        )

    form, paper = lay_out(report), paper_of(report, rng)
    article = body(paper, [one(grid) for grid in form.grids], heading=lambda text: f"<P><B>{escape(text)}</B>")
    article = re.sub(r"</p>|</span>", "", article)
    text, told = page(report, rng, paper, article, charset="gb2312")
    return printed(told, form, f"{report.year}.htm", text.encode("gbk"), "careless_tags")
