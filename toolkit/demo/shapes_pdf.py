"""Reports as PDFs that hold text: as offices print them from WPS and Word, on paper of every cut."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from toolkit.codebook import TABLES
from toolkit.demo.layout import Layout, Sheet, Style, plain_title
from toolkit.demo.paper import LANDSCAPE, Line, Paper, Stock, bar, dashed, dotted, double, text_width
from toolkit.demo.paper_tables import PaperTable, Ruling
from toolkit.demo.shape import Shape

_TITLE, _SMALL = 22.0, 10.5


@dataclass(frozen=True, slots=True)
class _Press:
    """Prints layouts in one way.

    Attributes:
        stock: the paper.
        ruling: how tables look.
        size: of the prose.
        table_2_cut: a page ends inside table 2 where its columns change.
        tables_across: the tables stand on pages that lie across, between upright ones.
    """

    stock: Stock = field(default_factory=Stock)
    ruling: Ruling = field(default_factory=Ruling)
    size: float = 16.0
    table_2_cut: bool = False
    tables_across: bool = False

    def __call__(self, layout: Layout, rng: random.Random) -> bytes:
        paper = Paper(self.stock, plain_title(layout.truth))
        _draw_title(paper, layout, self.size)
        self._write(paper, (layout.preamble,))
        for number, (heading, prose) in enumerate(layout.truth.sections, 1):
            table = TABLES[number - 2] if 2 <= number <= 4 else ""
            if self.tables_across and number in (2, 5):
                paper.turn(LANDSCAPE if table else self.stock.page)
            self._write(paper, prose.split("\n") if prose else (), heading, columns=1 if table else self.stock.columns)
            if table and layout.sheets[table]:
                # Blank lines, so that pages end elsewhere in every report.
                paper.y += min(paper.room, rng.choice((0.0, 0.5, 2.0, 5.0)) * self.size)
                self._draw(paper, layout, table)
                paper.y += self.size
        for line in layout.signature:
            paper.flow([Line(line, paper.width - text_width(line, self.size), self.size)])
        return paper.data()

    def _write(self, paper: Paper, texts: Sequence[str], heading: str = "", columns: int = 1) -> None:
        lines = list(paper.prose_lines(heading, self.size, columns=columns, heading=True)) if heading else []
        for text in texts:
            lines += paper.prose_lines(text, self.size, columns=columns)
        paper.flow(lines, columns)

    def _draw(self, paper: Paper, layout: Layout, table: str) -> None:
        sheet = layout.sheets[table]
        broken = layout.page_break[1] if layout.page_break is not None and layout.page_break[0] == table else None
        turned = _second_block(sheet) if self.table_2_cut and table == "disclosure" else None
        PaperTable(sheet, table, paper.width, self.ruling).draw(paper, broken, turned)


def _draw_title(paper: Paper, layout: Layout, size: float) -> None:
    large = min(_TITLE, *(paper.width / text_width(line, 1) for line in layout.title))
    lines = [(line, large) for line in layout.title]
    lines += [(layout.byline, _SMALL)] if layout.byline is not None else []
    for text, high in lines:
        paper.text(paper.left + (paper.width - text_width(text, high)) / 2, paper.y + high, text, high)
        paper.y += 1.6 * high
    paper.y += size


def _second_block(sheet: Sheet) -> int | None:
    """The row of table 2 from which on it has other columns: the second that is one wide head."""
    return next((at for at, row in enumerate(sheet) if at and len(row) == 1), None)


_PLAIN = Shape("pdf_bordered", "pdf", _Press(), paged=True)
_NARROW = (40.0, 60.0, 40.0, 60.0)
_WPS = _Press(Stock(painted=True), Ruling(shaded=True, spread=True))
_CUT = _Press(Stock(headed=True, number="第 {} 页"), Ruling(size=10.5, pad=5, breakable=True))
_REPEATED = _Press(Stock(headed=True, number="{}"), Ruling(size=10.5, pad=4, repeated=True))
_TURNED = _Press(Stock(page=LANDSCAPE, margins=_NARROW, turned=True), Ruling(bar))
_WIDE = _Press(Stock(margins=(12, 50, 12, 50)), Ruling(size=5, pad=1))


def _shape(name: str, press: _Press, style: Style = _PLAIN.style) -> Shape:
    return replace(_PLAIN, name=name, render=press, style=style)


_SHAPES = (
    _PLAIN,
    _shape("pdf_word", _Press(Stock(number="{}"), Ruling(bar, breakable=True)), Style(thousands=True)),
    _shape("pdf_wps", _WPS),
    _shape("pdf_double", _Press(Stock(number="— {} —"), Ruling(double, shaded=True))),
    _shape("pdf_dashed", _Press(Stock(number="{}"), Ruling(dashed))),
    _shape("pdf_dotted", _Press(Stock(number=""), Ruling(dotted))),
    _shape("pdf_horizontal", _Press(ruling=Ruling(upright=False))),
    _shape("pdf_borderless", _Press(ruling=Ruling(None))),
    _shape("pdf_page_cut", _CUT),
    _shape("pdf_head_repeated", _REPEATED),
    _shape("pdf_vertical", _Press(ruling=Ruling(size=10.5, vertical=True, breakable=True))),
    _shape("pdf_table_2_cut", _Press(table_2_cut=True)),
    _shape("pdf_across", _Press(ruling=Ruling(size=10.5), tables_across=True)),
    _shape("pdf_turned", _TURNED),
    _shape("pdf_two_columns", _Press(Stock(columns=2), size=10.5)),
    _shape("pdf_wide", _WIDE),
)
PDF_SHAPES: Mapping[str, Shape] = MappingProxyType({shape.name: shape for shape in _SHAPES})
