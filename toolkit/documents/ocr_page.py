"""A picture of a page → its ruling lines and its characters, as a page of a PDF has them.

Imported when the first scan is read, with all that it needs.
"""

from collections.abc import Sequence
from math import ceil
from statistics import mean
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from toolkit.documents.ocr_cells import read_cells
from toolkit.documents.ocr_engine import Picture, Quad, engine
from toolkit.documents.ocr_lines import Recognised, read_quads
from toolkit.documents.ocr_rules import find_ink, without_rules
from toolkit.documents.ocr_straight import homography, is_turned, moved, straightened, turned
from toolkit.documents.pdf_page import PageContent

# The paper that characters, gaps and margins are measured by: A4, in points.
_SHORT_SIDE, _LONG_SIDE = 595.0, 842.0
_PAPER = 1.7
"""A page longer than this times its width is a strip of a web page, or a table cut out."""
PIXELS = 1_654
"""Pixels along an A4 page's short side at 200 dpi: finer scans are read no better, only slower."""
FEWEST = 1_157
"""The same at 140 dpi: letters and rules of coarser scans are too thin for what follows."""
# The mean score of a page's longest lines: the right way up it is above 0.9, upside down below 0.6.
_UPRIGHT = 0.75
_SAMPLE = 6


class Shown(NamedTuple):
    """A page as it is shown: its number, from 1, and its size in points."""

    number: int
    width: float
    height: float


def recognise(picture: Picture, shown: Shown) -> PageContent:
    """Returns the content of a page of which there is only a picture; its text has scores.

    Places are in points of an upright A4 page; `back` leads from there to the page as shown.

    Args:
        picture: the page, of any orientation and resolution.
        shown: where and how large it is.
    """
    work = _resized(picture)
    page, quads, way = _upright(work)
    straight = straightened(page, grey_of(page), quads)
    quads, way = moved(quads, straight.back), way @ straight.back
    page, scale = straight.picture, _scale(straight.picture)
    ink = find_ink(grey_of(page), scale)
    page = without_rules(page, ink)
    lines = read_quads(page, quads)
    if _score(lines) < _UPRIGHT:
        over = turned(page, 2)
        other = read_quads(over.picture, _lines_of(over.picture))
        if _score(other) > _score(lines):
            ink = find_ink(grey_of(turned(straight.picture, 2).picture), scale)
            page, lines, way = over.picture, other, way @ over.back
    back = np.diag([shown.width / work.shape[1], shown.height / work.shape[0], 1.0]) @ way
    return PageContent(
        shown.number, page.shape[1] * scale, page.shape[0] * scale, ink.rules, read_cells(page, ink, lines, scale),
        images=1, nameless=0, invisible=False, empty=False, back=homography(back @ np.diag([1 / scale, 1 / scale, 1])),
    )  # fmt: skip


def grey_of(picture: Picture) -> NDArray[np.uint8]:
    """Returns a picture without its colours."""
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def _paper(picture: Picture) -> float:
    """The width in points of the paper that the picture is taken for."""
    high, wide = picture.shape[:2]
    upright = high >= wide
    if max(high, wide) > _PAPER * min(high, wide):
        return _SHORT_SIDE if upright else _LONG_SIDE
    return _SHORT_SIDE if upright else _SHORT_SIDE * wide / high


def _scale(picture: Picture) -> float:
    return _paper(picture) / float(picture.shape[1])


def _resized(picture: Picture) -> Picture:
    """The picture at 140 to 200 dpi of its paper."""
    high, wide = picture.shape[:2]
    pixels = wide * _SHORT_SIDE / _paper(picture)
    if FEWEST <= pixels <= PIXELS:
        return picture
    if pixels < FEWEST:
        factor = FEWEST / pixels
        size = (ceil(wide * factor), ceil(high * factor))
        return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
    factor = PIXELS / pixels
    size = (ceil(wide * factor), ceil(high * factor))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _upright(picture: Picture) -> tuple[Picture, list[Quad], NDArray[np.float64]]:
    """The page with its lines of text level (perhaps upside down), where they stand, and the way back."""
    quads = _lines_of(picture)
    if not is_turned(quads):
        return picture, quads, np.eye(3)
    page, back = turned(picture, 1)
    return page, _lines_of(page), back


def _lines_of(picture: Picture) -> list[Quad]:
    """Where the lines of text stand; a strip is looked at window by window, since all at once its letters are tiny."""
    high, wide = picture.shape[:2]
    dark = grey_of(picture).std(axis=1) if high > _PAPER * wide else None
    quads: list[Quad] = []
    top = 0
    while top < high:
        bottom = high
        if dark is not None and high - top > _PAPER * wide:
            # The plainest row of the window's last third: no line of text is cut.
            first, last = top + wide, top + int(1.5 * wide)
            bottom = first + int(dark[first:last].argmin())
        quads += [
            quad + np.array([0.0, top]) for quad in engine().find_lines(np.ascontiguousarray(picture[top:bottom]))
        ]
        top = bottom
    return quads


def _score(lines: Sequence[Recognised]) -> float:
    """How surely a page's longest lines are read."""
    longest = sorted(lines, key=lambda line: line.frame.left - line.frame.right)[:_SAMPLE]
    scores = [mean(character.score for character in line.characters) if line.characters else 0.0 for line in longest]
    return mean(scores) if scores else 0.0
