"""Word files by other hands: a library, an office program, editors that control and track, lists that number."""

import io
import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Any

from tests.blind_layouts.articles import Article, Part
from tests.blind_layouts.layout import Draft, Layout
from tests.blind_layouts.printed_html import body as html_body
from tests.blind_layouts.printed_html import page, rows
from tests.blind_layouts.word_markup import (
    SPACES,
    WIDTHS,
    Dress,
    body,
    cell_of,
    cell_text,
    document,
    paragraph,
    prose,
    run,
    table,
    text_box,
)
from toolkit.demo.grid import spread
from toolkit.demo.layout import Field, Sheet, Style

_DRESS = Dress(font="宋体", prose=28, margin=40)


def _by_library(article: Article, rng: random.Random) -> Draft:
    """A library's document: its styles, its merged cells, page numbers and a running title."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    made = Document()
    made.sections[0].header.paragraphs[0].text = "政府信息公开"
    for part in article.parts:
        if part.kind == "table":
            _library_table(made, part.sheet)
        elif part.kind == "title":
            made.add_heading(part.text, 0)
        elif part.kind == "heading":
            made.add_heading(part.text, 1)
        else:
            line = made.add_paragraph(part.text)
            if part.kind == "signature":
                line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    buffer = io.BytesIO()
    made.save(buffer)
    return Draft(buffer.getvalue(), "docx")


def _library_table(made: Any, sheet: Sheet) -> None:
    grid = spread(sheet)
    new = made.add_table(len(grid), len(grid[0]), style="Table Grid")
    cells = [list(row.cells) for row in new.rows]  # once: the library walks through the whole table each time
    for row, spots in enumerate(grid):
        for column, spot in enumerate(spots):
            if spot.down or spot.right:
                continue
            cell, field = cells[row][column], spot.field
            if field.rows * field.columns > 1:
                cell = cell.merge(cells[row + field.rows - 1][column + field.columns - 1])
            cell.text = field.text


def _from_page(article: Article, rng: random.Random) -> Draft:
    """A page that an office program opened and saved."""

    def write(sheet: Sheet, name: str) -> str:
        return f'<table border="1" cellspacing="0" width="100%">{rows(sheet)}</table>'

    return Draft(page(html_body(article, write), "", "年报"), "html", "soffice", "docx")


def _resaved(article: Article, rng: random.Random) -> Draft:
    """A Word file that another office program opened and saved."""
    dress = replace(_DRESS, exact=300, small=15, repeat=True, upright=True)
    return Draft(document(body(article, dress)), "docx", "soffice", "docx")


def _variants(article: Article, rng: random.Random) -> Draft:
    """The rarer mark-up of merged cells; table 3 is cut in two, the second half without heads."""
    parts = []
    for part in article.parts:
        if part.kind != "table":
            parts.append(prose(part, _DRESS))
        elif part.table == "requests":
            parts.append(_halves(part.sheet, rng))
        else:
            parts.append(_old_merging(table(part.sheet, part.table, _DRESS), part) + paragraph(""))
    return Draft(document("".join(parts)), "docx")


def _old_merging(markup: str, part: Part) -> str:
    """Merged cells of table 2's titles as a row of four cells that say they are merged."""
    if part.table != "disclosure":
        return markup.replace("<w:vMerge/>", "<w:vMerge w:val='continue'/>")
    widths = WIDTHS["disclosure"]
    for line in part.sheet:
        if line[0].columns == 4:
            whole = cell_of(line[0], 0, sum(widths), _DRESS, cell_text(line[0], 0, _DRESS))
            first = whole.replace("<w:gridSpan w:val='4'/>", "<w:hMerge w:val='restart'/>")
            empty = f"<w:tc><w:tcPr><w:hMerge w:val='continue'/></w:tcPr>{paragraph('')}</w:tc>"
            markup = markup.replace(whole, first + empty * 3)
    return markup


def _halves(sheet: Sheet, rng: random.Random) -> str:
    """Two tables; in the second the merged label at the left is skipped by the grid, with no cell at all."""
    whole = table(sheet, "requests", _DRESS)
    start, *lines = whole.removesuffix("</w:tbl>").split("<w:tr>")
    cut = rng.randrange(6, len(lines) - 4)
    below = []
    covered = cell_of(Field("", 1, 2), 1, WIDTHS["requests"][0], _DRESS, cell_text(Field(""), 1, _DRESS))
    for line in lines[cut:]:
        skipped = line.replace(covered, "", 1) if line.startswith(covered) else line
        before = "<w:trPr><w:gridBefore w:val='1'/></w:trPr>" if skipped != line else ""
        below.append(f"<w:tr>{before}{skipped}")
    upper = f"{start}{''.join(f'<w:tr>{line}' for line in lines[:cut])}</w:tbl>"
    return f"{upper}{paragraph('')}{start}{''.join(below)}</w:tbl>{paragraph('')}"


def _controlled(article: Article, rng: random.Random) -> Draft:
    """A form: cells and rows in controls, rows that were inserted or deleted, moved text, the title in a box."""
    inside = partial(_tracked_text, rng=rng)
    parts = []
    titles = [prose(part, _DRESS) for part in article.parts if part.kind == "title"]
    parts.append(text_box("".join(titles), 420, 90))
    for part in article.parts:
        if part.kind == "table":
            parts.append(_controlled_table(table(part.sheet, part.table, _DRESS, inside), rng) + paragraph(""))
        elif part.kind != "title":
            parts.append(prose(part, _DRESS))
    return Draft(document("".join(parts)), "docx")


def _tracked_text(field: Field, down: int, dress: Dress, rng: random.Random) -> str:
    text = "" if down else field.text
    shown = run(text, dress, dress.small)
    stamp = "w:author='校对' w:date='2031-01-05T09:00:00Z'"
    if text and field.role == "value":
        old = f"<w:r><w:delText>{rng.randrange(100)}</w:delText></w:r>"
        shown = rng.choice(
            (
                shown,
                shown,
                f"<w:moveFrom w:id='3' {stamp}>{run(str(rng.randrange(50)), dress, 18)}</w:moveFrom>"
                f"<w:moveTo w:id='4' {stamp}>{shown}</w:moveTo>",
                f"<w:del w:id='5' {stamp}>{old}</w:del><w:ins w:id='6' {stamp}>{shown}</w:ins>",
                f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{shown}</w:sdtContent></w:sdt>",
                f"<w:fldSimple w:instr=' MERGEFIELD 件数 '>{shown}</w:fldSimple>",
                "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> MERGEFIELD 第12列 </w:instrText></w:r>"
                f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{shown}<w:r><w:fldChar w:fldCharType='end'/></w:r>",
            )
        )
    elif text and rng.random() < 0.2:
        shown = f"<w:smartTag w:uri='x' w:element='chsdate'>{shown}</w:smartTag>"
    return paragraph(shown, "center")


def _controlled_table(markup: str, rng: random.Random) -> str:
    """Puts some rows, and first cells of others, into controls; below them stays a row that was deleted."""
    start, *lines = markup.removesuffix("</w:tbl>").split("<w:tr>")
    stamp = "w:author='校对' w:date='2031-01-05T09:00:00Z'"
    made = []
    for line in lines:
        first, end, others = line.partition("</w:tc>")
        made.append(
            rng.choice(
                (
                    f"<w:tr>{line}",
                    f"<w:sdt><w:sdtPr/><w:sdtContent><w:tr>{line}</w:sdtContent></w:sdt>",
                    f"<w:tr><w:sdt><w:sdtPr/><w:sdtContent>{first}{end}</w:sdtContent></w:sdt>{others}",
                    f"<w:tr><w:trPr><w:ins w:id='7' {stamp}/></w:trPr>{line}",
                )
            )
        )
    cells = lines[-1].count("<w:tc>")
    gone = f"<w:r><w:delText>{rng.randrange(100)}</w:delText></w:r>"
    deleted = f"<w:tc><w:tcPr/><w:p><w:del w:id='8' {stamp}>{gone}</w:del></w:p></w:tc>" * cells
    return f"{start}{''.join(made)}<w:tr><w:trPr><w:del w:id='9' {stamp}/></w:trPr>{deleted}</w:tr></w:tbl>"


def _nested(article: Article, rng: random.Random) -> Draft:
    """Each table inside the one cell of another, its heading in the row above; number cells of table 4 hold tables."""
    parts: list[str] = []
    for part in article.parts:
        if part.kind != "table":
            parts.append(prose(part, _DRESS))
            continue
        inner = table(part.sheet, part.table, _DRESS, _table_in_cell if part.table == "review" else cell_text)
        heading = parts.pop()
        rows_of = (f"<w:tr><w:tc><w:tcPr/>{inside}</w:tc></w:tr>" for inside in (heading, inner + paragraph("")))
        parts.append(f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='9000'/></w:tblGrid>{''.join(rows_of)}</w:tbl>")
        parts.append(paragraph(""))
    return Draft(document("".join(parts)), "docx")


def _table_in_cell(field: Field, down: int, dress: Dress) -> str:
    text = cell_text(field, down, dress)
    if field.role != "value":
        return text
    small = f"<w:tr><w:tc><w:tcPr/>{text}</w:tc></w:tr>"
    return f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='400'/></w:tblGrid>{small}</w:tbl>{paragraph('')}"


_LISTS = "".join(
    f"<w:abstractNum w:abstractNumId='{at}'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='{kind}'/>"
    f"<w:suff w:val='nothing'/><w:lvlText w:val='{text}'/></w:lvl></w:abstractNum>"
    for at, (kind, text) in enumerate((("chineseCountingThousand", "%1、"), ("decimal", "%1.")))
)


def _listed(article: Article, rng: random.Random) -> Draft:
    """Headings are numbered by their style and the points 1., 2., … of table 3 by lists; blanks are tabs."""
    count = [1]  # list 1 numbers the headings, each group of labels has one of its own

    def inside(field: Field, down: int, dress: Dress) -> str:
        if field.role == "value" and not field.text:
            return paragraph(run("\t", dress, dress.small))
        number, point, label = field.text.partition(".")
        if field.role != "label" or down or not (point and number.isdigit()):
            return cell_text(field, down, dress)
        count[0] += number == "1"
        listed = f"<w:numPr><w:ilvl w:val='0'/><w:numId w:val='{count[0]}'/></w:numPr>"
        return paragraph(run(label, dress, dress.small), more=listed)

    parts = []
    for part in article.parts:
        if part.kind == "table":
            parts.append(table(part.sheet, part.table, _DRESS, inside) + paragraph(""))
        elif part.kind == "heading":
            text = part.text.partition("、")[2]
            parts.append(paragraph(run(text, _DRESS, 28, bold=True), more="<w:pStyle w:val='a3'/>"))
        else:
            parts.append(prose(part, _DRESS))
    numbers = [f"<w:num w:numId='{at}'><w:abstractNumId w:val='{int(at > 1)}'/>" for at in range(1, count[0] + 1)]
    again = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride>"
    lists = f"{numbers[0]}</w:num>" + "".join(f"{number}{again}</w:num>" for number in numbers[1:])
    styles = (
        "<w:style w:type='paragraph' w:styleId='a3'><w:name w:val='标题一'/>"
        "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
    )
    return Draft(
        document(
            "".join(parts),
            styles=f"<w:styles {SPACES}>{styles}</w:styles>",
            numbering=f"<w:numbering {SPACES}>{_LISTS}{lists}</w:numbering>",
        ),
        "docx",
    )


def _pieces(article: Article, rng: random.Random) -> Draft:
    """Each character of a number in a run of its own; labels parted by soft breaks and paragraphs; white blanks."""

    def inside(field: Field, down: int, dress: Dress) -> str:
        text = "" if down else field.text
        if field.role == "value":
            shown = "".join(run(character, dress, dress.small) for character in text)
            return paragraph(shown or run(rng.choice((" ", "　", "\u00a0")), dress, dress.small), "right")
        cut = rng.randrange(len(text)) if len(text) > 4 and "." not in text[:3] and rng.random() < 0.4 else 0
        halves = [run(piece, dress, dress.small) for piece in (text[:cut], text[cut:])]
        if cut and rng.random() < 0.5:
            return paragraph(halves[0], "center") + paragraph(halves[1], "center")
        return paragraph(f"{halves[0]}<w:r><w:br/></w:r>{halves[1]}" if cut else halves[1], "center")

    parts = [
        table(part.sheet, part.table, _DRESS, inside) + paragraph("") if part.kind == "table" else prose(part, _DRESS)
        for part in article.parts
    ]
    return Draft(document("".join(parts)), "docx")


_OFFICE = frozenset({"soffice"})
_MAKERS: tuple[tuple[str, Callable[[Article, random.Random], Draft], Style, frozenset[str]], ...] = (
    ("library", _by_library, Style(blank=("", "—")), frozenset()),
    ("from_page", _from_page, Style(thousands=True, blank=("", "-")), _OFFICE),
    ("resaved", _resaved, Style(blank=("",)), _OFFICE),
    ("variants", _variants, Style(words=True, blank=("", "/")), frozenset()),
    ("controlled", _controlled, Style(blank=("",)), frozenset()),
    ("nested", _nested, Style(suffixed=True, blank=("", "—")), frozenset()),
    ("listed", _listed, Style(blank=("",)), frozenset()),
    ("pieces", _pieces, Style(blank=("",), blank_zeros=True), frozenset()),
)
WORD_LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {f"docx_{name}": Layout(f"docx_{name}", "docx", make, style, 0.5, needs) for name, make, style, needs in _MAKERS}
)
