"""Layouts drawn line by line: the rules, fills and orders of text that agencies' programs write into PDFs."""

import random
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from tests.blind_layouts.articles import Article, with_radicals
from tests.blind_layouts.drawn_flow import SHARES, Box, Paper
from tests.blind_layouts.drawn_ink import Ink, backwards, by_columns, drawn, edges, frame, grey_heads
from tests.blind_layouts.layout import Draft, Layout, Make
from toolkit.demo.layout import Style

A4_LANDSCAPE, A3 = (842.0, 595.0), (842.0, 1191.0)


def _filled(canvas: Any, boxes: list[Box], rng: random.Random) -> None:
    """Rules as rectangles half a point thick."""
    for (x0, y0, x1, y1), _ in edges(boxes):
        canvas.rect(x0 - 0.25, y0 - 0.25, x1 - x0 + 0.5, y1 - y0 + 0.5, stroke=0, fill=1)


def _boxed(canvas: Any, boxes: list[Box], rng: random.Random) -> None:
    """Each cell its own rectangle, a little smaller than its place."""
    grey_heads(canvas, boxes)
    for box in boxes:
        canvas.rect(box.x0 + 0.75, box.y0 + 0.75, box.x1 - box.x0 - 1.5, box.y1 - box.y0 - 1.5, fill=0)


def _dashed(canvas: Any, boxes: list[Box], rng: random.Random) -> None:
    """Dashed rules inside two lines around the table."""
    canvas.setDash(2, 1.5)
    left, low, right, high = (round(value, 2) for value in frame(boxes))
    for (x0, y0, x1, y1), _ in edges(boxes):
        if not (x0 == x1 in (left, right) or y0 == y1 in (low, high)):
            canvas.line(x0, y0, x1, y1)
    canvas.setDash()
    for out in (0, 1.8):
        canvas.rect(left - out, low - out, right - left + 2 * out, high - low + 2 * out, fill=0)


def _doubled(canvas: Any, boxes: list[Box], rng: random.Random) -> None:
    """Each rule two thin lines."""
    canvas.setLineWidth(0.3)
    for (x0, y0, x1, y1), _ in edges(boxes):
        across = (0.0, 0.7) if y0 == y1 else (0.7, 0.0)
        canvas.line(x0 - across[0], y0 - across[1], x1 - across[0], y1 - across[1])
        canvas.line(x0 + across[0], y0 + across[1], x1 + across[0], y1 + across[1])


def _torn(canvas: Any, boxes: list[Box], rng: random.Random) -> None:
    """One rule in twelve is not there, nor any at the table's left and right end, nor where the page cut a cell."""
    left, _, right, _ = (round(value, 2) for value in frame(boxes))
    for (x0, y0, x1, y1), _ in edges(boxes, closed=False):
        if not (x0 == x1 in (left, right)) and rng.random() > 1 / 12:
            canvas.line(x0, y0, x1, y1)


def _across(canvas: Any, boxes: list[Box], rng: random.Random) -> None:
    """Rules across only, thick ones above and below."""
    _, low, _, high = (round(value, 2) for value in frame(boxes))
    for (x0, y0, x1, y1), box in edges(boxes):
        if y0 == y1:
            canvas.setLineWidth(1.5 if y0 in (low, high) else 0.4)
            # A little gap parts the heads of groups, as printers do it.
            short = 2 if box.role == "head" and y0 not in (low, high) else 0
            canvas.line(x0 + short, y0, x1 - short, y1)


def _whole(canvas: Any, boxes: list[Box], rng: random.Random) -> None:
    """Rules as lines on end, drawn as one path of pieces that touch."""
    path = canvas.beginPath()
    for (x0, y0, x1, y1), _ in edges(boxes):
        path.moveTo(x0, y0)
        path.lineTo(x1, y1)
    canvas.drawPath(path, stroke=1, fill=0)


def _striped(canvas: Any, boxes: list[Box], rng: random.Random) -> None:
    """No rule at all inside: each second row grey, white gaps between the columns."""
    for box in boxes:
        canvas.setFillGray(0.75 if box.role == "head" else 0.9 if box.row % 2 else 0.97)
        canvas.rect(box.x0 + 0.5, box.y0 + 0.5, box.x1 - box.x0 - 1, box.y1 - box.y0 - 1, stroke=0, fill=1)
    canvas.setFillGray(0)


def _drawn(paper: Paper, ink: Ink, *, radicals: bool = False) -> Make:
    def make(article: Article, rng: random.Random) -> Draft:
        return Draft(drawn(with_radicals(article) if radicals else article, paper, ink, rng), "pdf")

    return make


def _layout(name: str, paper: Paper, ink: Ink, style: Style, *, radicals: bool = False) -> Layout:
    needs = frozenset({"font"}) if ink.face == "embedded" else frozenset[str]()
    return Layout(f"drawn_{name}", "pdf", _drawn(paper, ink, radicals=radicals), style, needs=needs)


_NARROW = {**SHARES, "requests": (0.05, 0.08, 0.31, *[0.08] * 7)}
_LAYOUTS = (
    # White rectangles lie behind the prose; head rows stand again on each page.
    _layout("filled_rules", Paper(repeat=True), Ink(_filled, white=True), Style(blank=("", "—"))),
    # Heads are grey; cells are cut by the end of a page; the merged label stands upright.
    _layout(
        "boxed_cells",
        Paper(cut=True, vertical=True, shares=_NARROW, padding=4, text=14),
        Ink(_boxed, foot="第 {} 页"),
        Style(thousands=True, blank=("", "-")),
    ),
    _layout(
        "dashed_rules",
        Paper(margins=(60, 60, 90, 70), align="right", small=9),
        Ink(_dashed, foot="-{}-"),
        Style(blank=("", "/"), words=True),
    ),
    _layout("doubled_rules", Paper(size=(612, 792), repeat=True, top=True), Ink(_doubled, face="plain"), Style()),
    # Rows go over the page whole, nothing closes the cut, and the page number stands between the halves.
    _layout("torn_rules", Paper(cut=True, padding=2.5), Ink(_torn), Style(blank=("", "—"))),
    _layout("rules_across", Paper(padding=4, repeat=True), Ink(_across, foot="{}"), Style(blank=("-", "—"))),
    # Six points, each character for itself, column by column.
    _layout(
        "tiny_by_columns",
        Paper(small=6, text=9, margins=(90, 90, 80, 80), padding=1.5, align="right"),
        Ink(_whole, by_columns, single=True),
        Style(thousands=True, blank=("",)),
    ),
    # Lying pages that are stored upright, the last text first, digits in full width.
    _layout(
        "turned_backwards",
        Paper(size=A4_LANDSCAPE, margins=(70, 70, 60, 60), small=9, repeat=True, top=True),
        Ink(_whole, backwards, rotate=True),
        Style(fullwidth=True, blank=("", "／")),
    ),
    # What the print shop sent: marks of the cutter and a line of the shop lie outside the crop box.
    _layout(
        "cropped", Paper(cut=True, vertical=True, text=15), Ink(_whole, slug=42, foot="·{}·"), Style(suffixed=True)
    ),
    _layout(
        "radicals_in_a_form",
        Paper(small=8, padding=2),
        Ink(_filled, inside=0.86, foot="{}"),
        Style(blank=("", "—")),
        radicals=True,
    ),
    _layout("stripes", Paper(padding=3.5, repeat=True), Ink(_striped, face="plain", foot=""), Style(blank=("—",))),
    _layout("zeros_left_blank", Paper(cut=True, small=8, text=15), Ink(_whole), Style(blank_zeros=True, blank=("",))),
)
DRAWN_LAYOUTS: Mapping[str, Layout] = MappingProxyType({one.name: one for one in _LAYOUTS})
# One sheet of A3, to be scanned as one picture.
POSTER = _layout(
    "poster", Paper(size=A3, margins=(60, 60, 40, 60), text=9, small=9.5, padding=0.7), Ink(_whole), Style()
)
