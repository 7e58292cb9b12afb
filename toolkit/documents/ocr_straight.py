"""A photographed or scanned page → the same page upright and straight, and the way back to where things stood."""

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from toolkit.documents.ocr_engine import Picture, Quad
from toolkit.documents.page_place import Homography

Array = NDArray[np.float64]

_STEEPEST = 0.18
"""Slope (10°) up to which a line is level but for skew; steeper ones are drawings."""
_LEVEL = 0.0008
# A line of text this many times longer than high tells a slope.
_LONG = 5.0
# Fewer lines than this tell nothing of how their slopes change over the page.
_ENOUGH = 6
_MOST_TURNED = 0.00015
"""Change of slope per pixel that a page not quite flat under the lens has at the most."""


class Slopes(NamedTuple):
    """How level lines slope, as `at` the page's middle and `change` per pixel across them."""

    at: float
    change: float


class Straight(NamedTuple):
    """A page made straight. `back` maps its pixels to the picture's it was made of."""

    picture: Picture
    back: Array


def is_turned(quads: Sequence[Quad]) -> bool:
    """Says whether the lines of text run up or down the page: most of their length stands upright."""
    along = up = 0.0
    for quad in quads:
        wide, high = _sides(quad)
        if max(wide, high) > 2 * min(wide, high):
            along, up = (along + wide, up) if wide > high else (along, up + high)
    return up > 2 * along


def turned(picture: Picture, quarters: int) -> Straight:
    """Returns a page turned clockwise by so many quarters."""
    high, wide = picture.shape[:2]
    back = np.eye(3)
    for _ in range(quarters % 4):
        # A pixel (x, y) of the turned page was (y, height - 1 - x) before.
        back = back @ np.array([[0, 1, 0], [-1, 0, high - 1], [0, 0, 1]], dtype=np.float64)
        high, wide = wide, high
    return Straight(np.ascontiguousarray(np.rot90(picture, -quarters)), back)


def straightened(picture: Picture, grey: NDArray[np.uint8], quads: Sequence[Quad]) -> Straight:
    """Returns a page without skew and slight perspective, as its long rules and its lines of text tell them.

    Args:
        picture: the page, upright.
        grey: the same without colours.
        quads: where its lines of text stand.
    """
    high, wide = grey.shape
    across, down = _segments(grey)
    level = _slopes(across, high) or _text_slopes(quads, high)
    upright = _slopes(down, wide) or (Slopes(-level.at, 0.0) if level else None)
    if level is None or upright is None:
        return Straight(picture, np.eye(3))
    farthest = max(abs(level.at), abs(upright.at), abs(level.change) * high, abs(upright.change) * wide)
    if farthest < _LEVEL:
        return Straight(picture, np.eye(3))
    forth = _homography(level, upright, wide, high)
    made = cv2.warpPerspective(picture, forth, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return Straight(np.asarray(made, dtype=np.uint8), np.asarray(np.linalg.inv(forth), dtype=np.float64))


def moved(quads: Sequence[Quad], back: Array) -> list[Quad]:
    """Returns quads of a picture where they stand on the page made straight of it."""
    forth = np.linalg.inv(back)
    return [cv2.perspectiveTransform(quad[None], forth)[0].astype(np.float64) for quad in quads]


def homography(matrix: Array) -> Homography:
    """Returns a matrix as plain numbers."""
    rows = matrix / matrix[2, 2]
    return (
        (float(rows[0, 0]), float(rows[0, 1]), float(rows[0, 2])),
        (float(rows[1, 0]), float(rows[1, 1]), float(rows[1, 2])),
        (float(rows[2, 0]), float(rows[2, 1]), float(rows[2, 2])),
    )


def _sides(quad: Quad) -> tuple[float, float]:
    """The width and height of a quad."""
    return float(np.linalg.norm(quad[1] - quad[0])), float(np.linalg.norm(quad[3] - quad[0]))


Segment = tuple[float, float, float]
"""A nearly level or upright line: its slope, its place across, its length."""


def _segments(grey: NDArray[np.uint8]) -> tuple[list[Segment], list[Segment]]:
    """The page's long straight lines: the level ones, and the upright ones with their axes exchanged."""
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 10)
    found = []
    for page, length in ((dark, grey.shape[1]), (np.ascontiguousarray(dark.T), grey.shape[0])):
        # Short runs are letters; what is left are rules, in pieces where they slope.
        runs = cv2.morphologyEx(page, cv2.MORPH_OPEN, np.ones((1, max(12, length // 60)), np.uint8))
        lines = cv2.HoughLinesP(runs, 1, np.pi / 3600, 80, minLineLength=length // 6, maxLineGap=12)
        segments = []
        for x0, y0, x1, y1 in [] if lines is None else lines.reshape(-1, 4).astype(float):
            slope = (y1 - y0) / (x1 - x0) if x1 != x0 else 1.0
            if abs(slope) < _STEEPEST:
                segments.append((slope, (y0 + y1) / 2, abs(x1 - x0)))
        found.append(segments)
    return found[0], found[1]


def _text_slopes(quads: Sequence[Quad], high: int) -> Slopes | None:
    segments = []
    for quad in quads:
        wide, tall = _sides(quad)
        middle = (quad[1] + quad[2] - quad[0] - quad[3]) / 2
        if wide > _LONG * tall and middle[0] > 0 and abs(middle[1]) < _STEEPEST * middle[0]:
            segments.append((float(middle[1] / middle[0]), float(quad[:, 1].mean()), wide))
    return _slopes(segments, high)


def _slopes(segments: Sequence[Segment], extent: int) -> Slopes | None:
    """How slopes change over the page, by the medians of its two halves; None where too few lines tell."""
    if len(segments) < 2:
        return None
    at = median(slope for slope, _, _ in segments)
    near = [segment for segment in segments if abs(segment[0] - at) < 0.02]
    halves = sorted(near, key=lambda segment: segment[1])
    upper, lower = halves[: len(halves) // 2], halves[len(halves) // 2 :]
    if len(upper) < _ENOUGH // 2 or len(lower) < _ENOUGH // 2:
        return Slopes(at, 0.0)
    places = [median(segment[1] for segment in half) for half in (upper, lower)]
    if places[1] - places[0] < extent / 6:
        return Slopes(at, 0.0)
    ends = [median(segment[0] for segment in half) for half in (upper, lower)]
    change = (ends[1] - ends[0]) / (places[1] - places[0])
    if abs(change) > _MOST_TURNED:
        return Slopes(at, 0.0)
    return Slopes(ends[0] + change * (extent / 2 - places[0]), change)


def _homography(level: Slopes, upright: Slopes, wide: int, high: int) -> Array:
    """The map that makes level lines level and upright ones upright, and leaves the page's middle where it is.

    Four lines through the middles of the page's sides, sloping as lines there do, cross in four corners; these become
    the corners of the page.
    """

    def crossing(y: float, x: float) -> tuple[float, float]:
        # y' = y + s (x' - wide / 2) and x' = x + t (y' - high / 2)
        s = level.at + level.change * (y - high / 2)
        t = upright.at + upright.change * (x - wide / 2)
        across = (x + t * (y - s * wide / 2 - high / 2)) / (1 - s * t)
        return across, y + s * (across - wide / 2)

    corners = [(0.0, 0.0), (float(wide), 0.0), (float(wide), float(high)), (0.0, float(high))]
    seen = np.array([crossing(y, x) for x, y in corners], dtype=np.float32)
    return np.asarray(cv2.getPerspectiveTransform(seen, np.array(corners, dtype=np.float32)), dtype=np.float64)
