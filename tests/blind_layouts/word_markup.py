"""Word's markup as Word and WPS write it: fonts, widths, heights, margins, sections, text boxes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from tests.blind_layouts.articles import Article, Part
from toolkit.demo.grid import Spot, spread
from toolkit.demo.layout import Field, Sheet
from toolkit.demo.office import RELATIONS, office_file

SPACES = (
    "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' "
    f"xmlns:r='{RELATIONS}' xmlns:v='urn:schemas-microsoft-com:vml' "
    "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' "
    "xmlns:wp='http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing' "
    "xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main' "
    "xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape'"
)
WIDTHS = {
    "disclosure": (3400, 1700, 1700, 1700),
    "requests": (600, 950, 2600, *[620] * 7),
    "review": (568,) * 15,
}


@dataclass(frozen=True, slots=True)
class Dress:
    """How a document looks.

    Attributes:
        font: of all text; a machine without it takes another.
        prose: size of the prose in half points.
        small: size in tables.
        widths: of columns in twentieths of a point, by table.
        exact: height of a line of a table in twentieths of a point; rows as high as they need if 0.
        align: `both`, `left` or `center`, of prose.
        numbers: the same for numbers.
        border: kind and eighths of a point.
        margin: room at the left and right inside cells.
        repeat: head rows are marked to stand again on each page.
        autofit: columns as wide as their content wants.
        floating: codes of tables that float.
        upright: the merged label of table 3 is written downwards.
    """

    font: str = "仿宋_GB2312"
    prose: int = 32
    small: int = 18
    widths: Mapping[str, tuple[int, ...]] = field(default_factory=lambda: WIDTHS)
    exact: int = 0
    align: str = "both"
    numbers: str = "center"
    border: tuple[str, int] = ("single", 4)
    margin: int = 108
    repeat: bool = False
    autofit: bool = False
    floating: tuple[str, ...] = ()
    upright: bool = False


def run(text: str, dress: Dress, size: int, *, bold: bool = False) -> str:
    """Returns text as one run."""
    if not text:
        return ""
    fonts = f"<w:rFonts w:ascii='{dress.font}' w:hAnsi='{dress.font}' w:eastAsia='{dress.font}' w:hint='eastAsia'/>"
    heavy = "<w:b/>" if bold else ""
    size_of = f"<w:sz w:val='{size}'/><w:szCs w:val='{size}'/>"
    inside = "<w:tab/>" if text == "\t" else f"<w:t xml:space='preserve'>{escape(text, quote=False)}</w:t>"
    return f"<w:r><w:rPr>{fonts}{heavy}{size_of}</w:rPr>{inside}</w:r>"


def paragraph(inner: str, align: str = "left", *, indent: int = 0, more: str = "") -> str:
    """Returns a paragraph around runs."""
    first = f"<w:ind w:firstLine='{indent}'/>" if indent else ""
    return f"<w:p><w:pPr>{more}{first}<w:jc w:val='{align}'/></w:pPr>{inner}</w:p>"


def cell_of(field: Field, down: int, width: int, dress: Dress, inner: str) -> str:
    """Returns a cell with its spans around paragraphs."""
    spans = f"<w:gridSpan w:val='{field.columns}'/>" if field.columns > 1 else ""
    merged = "<w:vMerge/>" if down else "<w:vMerge w:val='restart'/>" if field.rows > 1 else ""
    turned = "<w:textDirection w:val='tbRlV'/>" if dress.upright and field.rows > 9 else ""
    properties = f"<w:tcW w:w='{width}' w:type='dxa'/>{spans}{merged}{turned}<w:vAlign w:val='center'/>"
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def cell_text(field: Field, down: int, dress: Dress) -> str:
    """Returns the paragraph inside a cell; the covered part of a merged one is empty."""
    align = dress.numbers if field.role == "value" else "center" if field.role == "head" else "left"
    return paragraph(run("" if down else field.text, dress, dress.small), align)


def table(sheet: Sheet, name: str, dress: Dress, inside: Callable[[Field, int, Dress], str] = cell_text) -> str:
    """Returns a table."""
    widths, lines = dress.widths[name], []
    for spots in spread(sheet):
        cells = []
        for at, spot in enumerate(spots):
            if not spot.right:
                width = sum(widths[at : at + spot.field.columns])
                cells.append(cell_of(spot.field, spot.down, width, dress, inside(spot.field, spot.down, dress)))
        head = all(spot.field.role == "head" for spot in spots) and name != "disclosure"
        lines.append(f"<w:tr>{_row_properties(spots, widths, dress, head)}{''.join(cells)}</w:tr>")
    grid = "".join(f"<w:gridCol w:w='{width}'/>" for width in widths)
    return f"<w:tbl>{_table_properties(name, dress)}<w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"


def _row_properties(spots: Sequence[Spot], widths: tuple[int, ...], dress: Dress, head: bool) -> str:
    height = ""
    if dress.exact:
        lines = max(_lines(spot.field, widths, at, dress) for at, spot in enumerate(spots) if not spot.right)
        height = f"<w:trHeight w:val='{dress.exact * lines + 60}' w:hRule='exact'/>"
    repeated = "<w:tblHeader/>" if dress.repeat and head else ""
    return f"<w:trPr>{height}{repeated}</w:trPr>" if height or repeated else ""


def _lines(field: Field, widths: tuple[int, ...], at: int, dress: Dress) -> int:
    """So many lines the text of a cell may need in one row: nothing may be clipped where heights are exact."""
    room = sum(widths[at : at + field.columns]) - 2 * dress.margin
    return -(-len(field.text) // max(int(room / (dress.small * 10)), 1)) if field.rows == 1 else 1


def _table_properties(name: str, dress: Dress) -> str:
    kind, size = dress.border
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f"<w:{side} w:val='{kind}' w:sz='{size}' w:space='0' w:color='000000'/>" for side in sides)
    floats = "<w:tblpPr w:leftFromText='180' w:rightFromText='180' w:vertAnchor='text' w:tblpY='120'/>"
    width = (
        "<w:tblW w:w='0' w:type='auto'/>"
        if dress.autofit
        else f"<w:tblW w:w='{sum(dress.widths[name])}' w:type='dxa'/>"
    )
    return (
        f"<w:tblPr>{floats if name in dress.floating else ''}{width}<w:jc w:val='center'/>"
        f"<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type='{'autofit' if dress.autofit else 'fixed'}'/>"
        f"<w:tblCellMar><w:left w:w='{dress.margin}' w:type='dxa'/><w:right w:w='{dress.margin}' w:type='dxa'/>"
        "</w:tblCellMar></w:tblPr>"
    )


def prose(part: Part, dress: Dress) -> str:
    """Returns a part that is no table."""
    big = {"title": dress.prose + 12, "byline": dress.prose - 8}.get(part.kind, dress.prose)
    align = {"title": "center", "byline": "center", "signature": "right"}.get(part.kind, dress.align)
    indent = dress.prose * 20 if part.kind in ("text", "heading") else 0
    bold = part.kind in ("title", "heading")
    return paragraph(run(part.text, dress, big, bold=bold), align, indent=indent)


def body(article: Article, dress: Dress) -> str:
    """Returns all parts, one below the other."""
    return "".join(
        table(part.sheet, part.table, dress) + paragraph("") if part.kind == "table" else prose(part, dress)
        for part in article.parts
    )


def text_box(inner: str, width: int, height: int) -> str:
    """Returns a paragraph that anchors a box of text without a border, as Word writes it: new mark-up beside old."""
    place = f"position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{height}pt"
    content = f"<w:txbxContent>{inner}</w:txbxContent>"
    old = f"<v:shape style='{place}' stroked='f' filled='f'><v:textbox>{content}</v:textbox></v:shape>"
    extent = f"cx='{width * 12700}' cy='{height * 12700}'"
    at = "<wp:posOffset>0</wp:posOffset>"
    shape = (
        "<wps:wsp><wps:cNvSpPr txBox='1'/><wps:spPr>"
        f"<a:xfrm><a:off x='0' y='0'/><a:ext {extent}/></a:xfrm>"
        "<a:prstGeom prst='rect'><a:avLst/></a:prstGeom></wps:spPr>"
        f"<wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp>"
    )
    new = (
        "<w:drawing><wp:anchor distT='0' distB='0' distL='0' distR='0' simplePos='0' relativeHeight='2' behindDoc='0' "
        "locked='0' layoutInCell='1' allowOverlap='0'><wp:simplePos x='0' y='0'/>"
        f"<wp:positionH relativeFrom='column'>{at}</wp:positionH>"
        f"<wp:positionV relativeFrom='paragraph'>{at}</wp:positionV>"
        f"<wp:extent {extent}/><wp:effectExtent l='0' t='0' r='0' b='0'/><wp:wrapTopAndBottom/>"
        "<wp:docPr id='1' name='box'/><wp:cNvGraphicFramePr/><a:graphic>"
        "<a:graphicData uri='http://schemas.microsoft.com/office/word/2010/wordprocessingShape'>"
        f"{shape}</a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )
    both = f"<mc:Choice Requires='wps'>{new}</mc:Choice><mc:Fallback><w:pict>{old}</w:pict></mc:Fallback>"
    return f"<w:p><w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r></w:p>"


def section(*, landscape: bool = False, size: tuple[int, int] = (11906, 16838), foot: str = "r1") -> str:
    """Returns the properties of a section: paper, margins, footer."""
    width, height = size[::-1] if landscape else size
    turned = " w:orient='landscape'" if landscape else ""
    return (
        f"<w:sectPr><w:footerReference w:type='default' r:id='{foot}'/><w:pgSz w:w='{width}' w:h='{height}'{turned}/>"
        "<w:pgMar w:top='1440' w:right='1500' w:bottom='1440' w:left='1500' w:header='851' w:footer='992'/></w:sectPr>"
    )


def footer(before: str = "— ", after: str = " —") -> str:
    """Returns a footer with the page's number."""
    number = "<w:fldSimple w:instr=' PAGE '><w:r><w:t>1</w:t></w:r></w:fldSimple>"
    sides = [f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>" for text in (before, after)]
    inner = f"<w:p><w:pPr><w:jc w:val='center'/></w:pPr>{sides[0]}{number}{sides[1]}</w:p>"
    return f"<w:ftr {SPACES}>{inner}</w:ftr>"


def document(inner: str, last: str = "", foot: str | None = None, **others: str) -> bytes:
    """Returns a Word file.

    Args:
        inner: its paragraphs and tables.
        last: properties of the last section.
        foot: the footer; the usual one by default.
        others: further parts by name, such as `styles`.
    """
    parts = {"footer": footer() if foot is None else foot, **others}
    return office_file(
        (
            "word/document.xml",
            "wordprocessingml.document.main",
            f"<w:document {SPACES}><w:body>{inner}{last or section()}</w:body></w:document>",
        ),
        {f"word/{name}.xml": (f"wordprocessingml.{name}", text) for name, text in parts.items()},
    )
