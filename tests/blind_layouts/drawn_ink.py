"""Ink on the pages of a drawn PDF: how rules are painted, and in which order text is written."""

import io
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.blind_layouts.articles import Article
from tests.blind_layouts.drawn_flow import Box, Page, Paper, Press, Word

EMBEDDED = Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc")
"""An outline font with all characters; Debian's `fonts-wqy-zenhei`."""
Edge = tuple[float, float, float, float]
Rules = Callable[[Any, list[Box], random.Random], None]
Order = Callable[[list[Word]], list[Word]]


@cache
def font(name: str) -> str:
    """Returns the name of a registered font: `embedded`, or `plain` for one that every viewer brings itself."""
    if name == "plain":
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        return "STSong-Light"
    pdfmetrics.registerFont(TTFont("Embedded", str(EMBEDDED), subfontIndex=0))
    return "Embedded"


def edges(boxes: Iterable[Box], *, closed: bool = True) -> Iterator[tuple[Edge, Box]]:
    """Yields every edge once, with the first box it belongs to.

    Args:
        boxes: of one table on one page.
        closed: whether edges made by the end of a page are drawn too.
    """
    seen = set()
    for box in boxes:
        x0, y0, x1, y1 = (round(value, 2) for value in box[:4])
        cut_above, cut_below = box.open
        for edge, cut in (
            ((x0, y1, x1, y1), cut_above),
            ((x0, y0, x1, y0), cut_below),
            ((x0, y0, x0, y1), False),
            ((x1, y0, x1, y1), False),
        ):
            if edge not in seen and (closed or not cut):
                seen.add(edge)
                yield edge, box


def frame(boxes: Sequence[Box]) -> Edge:
    """Returns left, lower, right and upper end of a table."""
    return (
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )


def grey_heads(canvas: Any, boxes: Iterable[Box], shade: float = 0.88) -> None:
    """Fills heads with grey."""
    canvas.setFillGray(shade)
    for box in boxes:
        if box.role == "head":
            canvas.rect(box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0, stroke=0, fill=1)
    canvas.setFillGray(0)


def by_columns(words: list[Word]) -> list[Word]:
    """Tables column by column, as an export from a spreadsheet writes them; prose stays where it was."""
    return sorted(words, key=lambda word: (word.order != (-1, -1), word.order[1], word.order[0], -word.y))


def backwards(words: list[Word]) -> list[Word]:
    """The last text of the page first."""
    return words[::-1]


@dataclass(frozen=True, slots=True)
class Ink:
    """How pages are painted.

    Attributes:
        rules: draws the rules of one table on one page.
        order: in which order text is written.
        face: `embedded` or `plain`, see `font`.
        single: each character is an own text object at its own place.
        foot: page number at the foot, with a place for it; none if empty.
        rotate: the page is stored upright and told to be shown turned by 90°.
        slug: the page is larger than what is shown of it, with cutter's marks and the print shop's line outside.
        inside: all lies in a form of its own, made smaller by this factor; 1 for none.
        white: white rectangles lie behind lines of text.
    """

    rules: Rules
    order: Order = field(default=list)
    face: str = "embedded"
    single: bool = False
    foot: str = "— {} —"
    rotate: bool = False
    slug: float = 0
    inside: float = 1
    white: bool = False


def drawn(article: Article, paper: Paper, ink: Ink, rng: random.Random) -> bytes:
    """Returns the article as a PDF."""
    face = font(ink.face)
    pages = Press(paper, lambda text, size: pdfmetrics.stringWidth(text, face, size)).set(article)
    buffer = io.BytesIO()
    width, height = paper.size
    # A turned page is stored upright: the canvas itself swaps width and height of one.
    size = (width + 2 * ink.slug, height + 2 * ink.slug)
    canvas = Canvas(buffer, pagesize=size, invariant=1, pageCompression=1)
    canvas.setTitle("年报")
    for number, page in enumerate(pages, 1):
        if ink.rotate:
            canvas.setPageRotation(90)
            canvas.transform(0, 1, -1, 0, height, 0)
        if ink.slug:
            _slug(canvas, ink.slug, paper.size, number, face)
        _sheet(canvas, page, number, paper, ink, rng)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _sheet(canvas: Any, page: Page, number: int, paper: Paper, ink: Ink, rng: random.Random) -> None:
    if ink.inside != 1:
        canvas.beginForm(f"sheet{number}", 0, 0, *paper.size)
    canvas.setLineWidth(0.5)
    if ink.white:
        canvas.setFillGray(1)
        for word in page.words:
            canvas.rect(word.x, word.y - word.size * 0.3, len(word.text) * word.size, word.size * 1.4, stroke=0, fill=1)
        canvas.setFillGray(0)
    for boxes in page.tables:
        ink.rules(canvas, boxes, rng)
    canvas.setDash()
    foot = ink.foot.format(number)
    words = ink.order(page.words) + [Word(paper.size[0] / 2 - 15, 40, foot, 10)] * bool(foot)
    for word in words:
        _write(canvas, word, font(ink.face), single=ink.single)
    if ink.inside != 1:
        canvas.endForm()
        canvas.saveState()
        room = (1 - ink.inside) / 2
        canvas.transform(ink.inside, 0, 0, ink.inside, paper.size[0] * room, paper.size[1] * room)
        canvas.doForm(f"sheet{number}")
        canvas.restoreState()


def _write(canvas: Any, word: Word, face: str, *, single: bool) -> None:
    if not single:
        canvas.setFont(face, word.size)
        canvas.drawString(word.x, word.y, word.text)
        return
    x = word.x
    for character in word.text:
        canvas.setFont(face, word.size)
        canvas.drawString(x, word.y, character)
        x += pdfmetrics.stringWidth(character, face, word.size)


def _slug(canvas: Any, slug: float, size: tuple[float, float], number: int, face: str) -> None:
    width, height = size
    canvas.setCropBox((slug, slug, slug + width, slug + height))
    canvas.setLineWidth(0.25)
    for x in (slug, slug + width):
        canvas.line(x, 0, x, slug - 8)
        canvas.line(x, slug + height + 8, x, height + 2 * slug)
    canvas.setFont(face, 6)
    canvas.drawString(slug + 10, slug / 3, f"年报 内文.indd   {number}   2031/1/17   16:20:3{number % 10}")
    canvas.translate(slug, slug)
