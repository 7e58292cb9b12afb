"""Pages that office programs wrote: WPS and Word saved as HTML, a sheet saved as a page."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from random import Random

from tests.shapes.shapes_form import Form, Grid, Slot, lay_out, printed
from tests.shapes.shapes_page import body, finish, spans
from tests.shapes.shapes_paper import paper_of
from toolkit.demo.model import Printed, TrueReport

XMLNS = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40"'
)
FONT = "mso-spacerun:'yes';font-family:仿宋_GB2312;font-size:12.0000pt;mso-font-kerning:1.0000pt;"


def _runs(text: str, rng: Random, whole: float) -> str:
    """Marks a text up in runs; office programs end a run wherever a language or a revision changes."""
    if len(text) < 2 or rng.random() < whole:
        pieces = [text]
    else:
        at = sorted(rng.sample(range(1, len(text)), min(len(text) - 1, rng.choice((1, 1, 2)))))
        pieces = [text[left:right] for left, right in zip([0, *at], [*at, len(text)], strict=True)]
    lang = '<span lang="EN-US">', "</span>"
    return "".join(
        f'<span style="{FONT}">{lang[0] * piece.isascii()}{escape(piece)}{lang[1] * piece.isascii()}</span>'
        for piece in pieces
    )


def _wps_cell(slot: Slot, rng: Random) -> str:
    runs = _runs(slot.text, rng, 0.4) if slot.text else f'<span style="{FONT}">&nbsp;</span>'
    return (
        f'<td width="{72 * slot.columns}" valign="center"{spans(slot)} '
        f'style="width:{54 * slot.columns}.0000pt;padding:0.0000pt 5.4pt;'
        f'border:1.0000pt solid windowtext;mso-border-alt:0.5000pt solid windowtext;">'
        f'<p class="MsoNormal" align="center">{runs}'
        f'<span style="{FONT}"><o:p></o:p></span></p></td>'
    )


def _wps_table(grid: Grid, rng: Random) -> str:
    lines = "\n".join(
        f'<tr style="height:22.7pt;">{"".join(_wps_cell(slot, rng) for slot in line)}</tr>' for line in grid
    )
    wide = sum(slot.columns for slot in grid[0])
    # Word ends a table of uneven cells with a row that only holds widths.
    widths = "".join(f'<td width="{50 + n}" style="border:none;"></td>' for n in range(wide))
    ruler = f'<![if !supportMisalignedColumns]><tr height="0">{widths}</tr><![endif]>' if rng.random() < 0.5 else ""
    style = "border-collapse:collapse;mso-table-layout-alt:fixed;"
    return f'<table class="MsoNormalTable" border="1" cellspacing="0" style="{style}">{lines}{ruler}</table>'


def wps_pasted(report: TrueReport, rng: Random) -> Printed:
    """Pasted from WPS into a page: mso styles, empty `<o:p>`, the digits of a number in several spans."""
    form, paper = lay_out(report), paper_of(report, rng)
    three = [_wps_table(grid, rng) for grid in form.grids]
    article = body(
        paper, three, heading=lambda text: f'<p class="MsoNormal"><b>{_runs(text, rng, 0.3)}</b><o:p></o:p></p>'
    )
    return finish(report, rng, form, paper, article, "wps_pasted")


def word_saved(report: TrueReport, rng: Random) -> Printed:
    """Saved by Word as a page: conditional comments, office XML in the head, title over several runs."""
    form, paper = lay_out(report), paper_of(report, rng)
    lines = [f"<p class=MsoTitle align=center>{_runs(line, rng, 0.0)}</p>" for line in paper.title]
    lines += [f"<p class=MsoNormal>{_runs(text, rng, 0.5)}</p>" for text in paper.opening]
    for number, (heading, prose) in enumerate(paper.sections, 1):
        lines += [
            f"<h1>{_runs(heading, rng, 0.3)}</h1>",
            *(f"<p class=MsoNormal>{_runs(text, rng, 0.5)}</p>" for text in prose),
        ]
        lines += [_wps_table(form.grids[number - 2], rng)] if 2 <= number <= 4 else []
    lines += [f"<p class=MsoNormal align=right>{_runs(text, rng, 0.2)}<o:p></o:p></p>" for text in paper.closing]
    head = (
        '<meta http-equiv=Content-Type content="text/html; charset=gb2312">\n<meta name=ProgId content=Word.Document>\n'
        '<meta name=Generator content="Microsoft Word 15">\n<title>政府信息公开工作年度报告格式模板</title>\n'
        "<!--[if gte mso 9]><xml><o:DocumentProperties><o:Author>USER</o:Author>"
        "<o:Created>2019-11-08T02:13:00Z</o:Created>"
        "<o:Pages>7</o:Pages></o:DocumentProperties></xml><![endif]-->\n"
        "<style>\n<!--\n @font-face {font-family:宋体;}\n"
        ' p.MsoNormal {mso-style-parent:""; margin:0cm;}\n-->\n</style>'
    )
    inner = "\n".join(lines)
    inner = f"<body lang=ZH-CN style='tab-interval:21.0pt'>\n<div class=WordSection1>\n{inner}\n</div>\n</body>"
    text = f"<html {XMLNS}>\n<head>\n{head}\n</head>\n{inner}\n</html>"
    return _undated(report, form, f"{report.year}年报.htm", text.encode("gb18030"), "word_saved")


def sheet_saved(report: TrueReport, rng: Random) -> Printed:
    """A sheet saved as a page: title, prose and the three tables are rows of one table, ten or fifteen columns wide."""
    form, paper = lay_out(report), paper_of(report, rng)
    lines: list[str] = []

    def prose(text: str, wide: int = 15) -> None:
        lines.append(f'<tr height="38"><td class="xl65" colspan="{wide}" x:str>{escape(text)}</td></tr>')

    for text in (*paper.title, *paper.opening):
        prose(text)
    for number, (heading, paragraphs) in enumerate(paper.sections, 1):
        prose(heading)
        for text in paragraphs:
            prose(text)
        if 2 <= number <= 4:
            lines += _sheet_rows(form.grids[number - 2])
            lines.append('<tr height="19">' + "<td></td>" * 15 + "</tr>")
    for text in paper.closing:
        prose(text)
    cols = '<col width="72" span="15" style="mso-width-source:userset">'
    text = (
        f'<html {XMLNS} xmlns:x="urn:schemas-microsoft-com:office:excel">\n<head>\n'
        '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">\n'
        '<meta name="ProgId" content="Excel.Sheet">\n<meta name="Generator" content="WPS Office ET">\n'
        "<style>.xl65{mso-number-format:General;white-space:normal;}</style></head>\n<body>\n"
        f'<table border="0" cellpadding="0" style="border-collapse:collapse">{cols}\n'
        + "\n".join(lines)
        + "\n</table>\n</body>\n</html>"
    )
    return _undated(report, form, "sheet001.htm", text.encode("gb18030"), "sheet_saved")


def _sheet_rows(grid: Sequence[Sequence[Slot]]) -> list[str]:
    wide = sum(slot.columns for slot in grid[0])
    rest = "<td></td>" * (15 - wide)
    return [
        '<tr height="24">'
        + "".join(
            f'<td{spans(slot)} class="xl66"{" x:num" if slot.key and slot.text else ""}>{escape(slot.text)}</td>'
            for slot in line
        )
        + rest
        + "</tr>"
        for line in grid
    ]


def _undated(report: TrueReport, form: Form, name: str, data: bytes, shape: str) -> Printed:
    return printed(replace(report, published=None), form, name, data, shape)


def heading_styles(report: TrueReport, rng: Random) -> Printed:
    """Numbers of headings are automatic and so not in the text; each heading is an `<h2>` in a list."""
    form = lay_out(report)
    paper = paper_of(report, rng).headed(lambda heading: heading.partition("、")[2])
    article = body(
        paper, [_wps_table(grid, rng) for grid in form.grids], heading=lambda text: f"<ol><li><h2>{text}</h2></li></ol>"
    )
    return finish(report, rng, form, paper, article, "heading_styles")
