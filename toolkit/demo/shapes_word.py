"""Reports as Word files: plain ones, ones laid out by a table, edited ones, and ones that Word numbers by itself."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from html import escape
from types import MappingProxyType

from toolkit.codebook import TABLES
from toolkit.demo.grid import column_widths, spread
from toolkit.demo.layout import Field, Layout, Sheet, Style
from toolkit.demo.office import office_file
from toolkit.demo.shape import Shape

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NUMBERED = "<w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr>"
_NUMBERING = (
    f"<w:numbering xmlns:w='{_WORD}'><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='1'/>"
    "<w:numFmt w:val='chineseCounting'/><w:lvlText w:val='%1、'/></w:lvl></w:abstractNum>"
    "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>"
)
_SIDES = "".join(
    f"<w:{side} w:val='single' w:sz='4' w:color='000000'/>"
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_MARGINS = "<w:tblCellMar><w:left w:w='28' w:type='dxa'/><w:right w:w='28' w:type='dxa'/></w:tblCellMar>"
_PAGE = (
    "<w:sectPr><w:pgSz w:w='11906' w:h='16838'/>"
    "<w:pgMar w:top='2098' w:right='1474' w:bottom='1984' w:left='1588'/></w:sectPr>"
)
_WIDE, _GROUPS = 8840, (400, 900)  # twentieths of a point
Runs = Callable[[str], str]


def run(text: str) -> str:
    """Returns text as one run of Word's markup."""
    return f"<w:r><w:t xml:space='preserve'>{escape(text, quote=False)}</w:t></w:r>" if text else ""


def paragraph(text: str, runs: Runs = run, properties: str = "") -> str:
    """Returns a text as a paragraph."""
    return f"<w:p>{properties}{runs(text)}</w:p>"


def table(sheet: Sheet, name: str, runs: Runs = run) -> str:
    """Returns a sheet as a table of Word with rules, the official form's merged cells with it."""
    grid = spread(sheet)
    widths = [round(width) for width in column_widths(name, max(map(len, grid)), _WIDE, _GROUPS)]
    rows = []
    for row in grid:
        cells = (_cell(spot.field, spot.down, widths[at:], runs) for at, spot in enumerate(row) if not spot.right)
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return _table(widths, "".join(rows), f"<w:tblBorders>{_SIDES}</w:tblBorders>{_MARGINS}")


def _table(widths: Sequence[int], rows: str, properties: str = "") -> str:
    columns = "".join(f"<w:gridCol w:w='{width}'/>" for width in widths)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def _cell(field: Field, down: int, widths: Sequence[int], runs: Runs) -> str:
    width = f"<w:tcW w:w='{sum(widths[: field.columns])}' w:type='dxa'/>"
    wide = f"<w:gridSpan w:val='{field.columns}'/>" if field.columns > 1 else ""
    merged = "<w:vMerge/>" if down else "<w:vMerge w:val='restart'/>" if field.rows > 1 else ""
    inside = paragraph("" if down else field.text, runs)
    return f"<w:tc><w:tcPr>{width}{wide}{merged}</w:tcPr>{inside}</w:tc>"


def word_file(body: str, **others: str) -> bytes:
    """Returns a Word file.

    Args:
        body: paragraphs and tables.
        others: further parts beside the main one, such as `numbering`.
    """
    document = f"<w:document xmlns:w='{_WORD}'><w:body>{body}{_PAGE}</w:body></w:document>"
    return office_file(
        ("word/document.xml", "wordprocessingml.document.main", document),
        {f"word/{name}.xml": (f"wordprocessingml.{name}", text) for name, text in others.items()},
    )


def _article(layout: Layout, runs: Runs = run, *, numbered: bool = False) -> str:
    parts = [paragraph(line, runs) for line in layout.title]
    parts += [paragraph(layout.byline, runs)] if layout.byline is not None else []
    parts.append(paragraph(layout.preamble, runs))
    for number, (heading, prose) in enumerate(layout.truth.sections, 1):
        shown = heading.partition("、")[2] if numbered else heading
        parts.append(paragraph(shown, runs, _NUMBERED if numbered else ""))
        parts += [paragraph(text, runs) for text in (prose.split("\n") if prose else ())]
        if 2 <= number <= 4 and layout.sheets[TABLES[number - 2]]:
            # Without a paragraph between them Word makes one table of two.
            name = TABLES[number - 2]
            parts += [table(layout.sheets[name], name, runs), paragraph("")]
    return "".join(parts + [paragraph(line, runs) for line in layout.signature])


def _plain(layout: Layout, rng: random.Random) -> bytes:
    return word_file(_article(layout))


def _nested(layout: Layout, rng: random.Random) -> bytes:
    side = f"<w:tc><w:tcPr/>{paragraph('年报')}</w:tc>"
    main = f"<w:tc><w:tcPr/>{_article(layout)}{paragraph('')}</w:tc>"
    return word_file(_table((800, _WIDE), f"<w:tr>{side}{main}</w:tr>") + paragraph(""))


def _edited(layout: Layout, rng: random.Random) -> bytes:
    """Numbers and words in pieces, as corrections leave them, with what was there before still in the file."""

    def runs(text: str) -> str:
        cut = rng.randint(0, len(text))
        before = f"<w:del w:id='1'><w:r><w:delText>{rng.randint(0, 999)}</w:delText></w:r></w:del>"
        hidden = f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{rng.randint(0, 9)}</w:t></w:r>"
        between = rng.choice(("", before, hidden, "<w:bookmarkStart w:id='0' w:name='_GoBack'/>"))
        return f"{run(text[:cut])}{between}<w:ins w:id='2'>{run(text[cut:])}</w:ins>"

    return word_file(_article(layout, runs))


def _numbered(layout: Layout, rng: random.Random) -> bytes:
    return word_file(_article(layout, numbered=True), numbering=_NUMBERING)


_PLAIN = Shape("docx_plain", "docx", _plain)
_SHAPES = (
    _PLAIN,
    replace(_PLAIN, name="docx_nested", render=_nested),
    replace(_PLAIN, name="docx_edited", render=_edited, style=Style(thousands=True)),
    replace(_PLAIN, name="docx_numbered", render=_numbered),
)
WORD_SHAPES: Mapping[str, Shape] = MappingProxyType({shape.name: shape for shape in _SHAPES})
