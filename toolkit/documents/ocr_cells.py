"""The cells of a page's tables read a second time, each by itself: a number counts if both readings say the same.

The detector of lines overlooks lone digits and joins neighbours; a cell cut out by its rules holds one value whole.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from toolkit.documents.ocr_engine import Picture
from toolkit.documents.ocr_lines import Frame, Recognised, closed, glyphs_of, read_frames
from toolkit.documents.ocr_rules import Ink
from toolkit.documents.pdf_rules import Lattice, find_lattices
from toolkit.documents.pdf_text import USUAL_SIZE, Glyph, size_of, text_lines

UNREAD = "\ufffd"
"""Stands for ink that nothing could be read in."""

# Of the size of a character: smaller spots are dirt, a thinner line at the cell's edge is the rim of its rule, and a
# sign is wider, and flatter than digits that have grown together. A flat stroke longer than any dash is of a rule.
_SPOT, _RIM, _SIGN, _FLAT, _LONGEST = 0.24, 0.2, 0.15, 0.35, 3.0
# A slash is a straight stroke that leans more than an italic 1.
_SLANTED, _STRAIGHT = 0.25, 0.6
# Pixels beside a rule that may hold its rim, and points of room that a cut leaves around ink.
_INSET = 2
_ROOM = 2.0
_DASHES = re.compile("[-—–－一―ー−]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
# What a naught looks like; no cell of the form holds such a letter.
_ROUND = "0OoＯｏ〇○"
_NAUGHTS = str.maketrans(_ROUND, "0" * len(_ROUND))
_NUMERALS = str.maketrans("一ー", "——")
# What the rule at a cell's left edge may be read as, points from it.
_STROKES = "|1lI丨｜"
_AT_EDGE = 1.0


class _Cell(NamedTuple):
    """A cell with what the first reading found in it, and the size of its table's full characters in points."""

    frame: Frame
    glyphs: list[Glyph]
    size: float


def read_cells(picture: Picture, ink: Ink, lines: Sequence[Recognised], scale: float) -> list[Glyph]:
    """Returns the characters of a page, those of its tables' values by two readings that agree.

    A value that two readings tell differently has the score 0, and so has `UNREAD` where a cell holds ink and neither
    reading finds a character.

    Args:
        picture: the page.
        ink: its ink and rules.
        lines: its lines as first read.
        scale: points a pixel.
    """
    glyphs = [glyph for line in glyphs_of(lines, scale) for glyph in line]
    size = min(size_of(glyphs), 1.5 * USUAL_SIZE)
    kept: list[Glyph] = []
    cells: list[_Cell] = []
    lattices = [lattice for lattice in find_lattices(ink.rules) if len(lattice.cells) > 1]
    inside: list[list[list[Glyph]]] = [[[] for _ in lattice.cells] for lattice in lattices]
    for glyph in glyphs:
        spot = _spot(lattices, glyph, size)
        (kept if spot is None else inside[spot[0]][spot[1]]).append(glyph)
    for lattice, held in zip(lattices, inside, strict=True):
        # Tables are printed smaller than prose: by its size their signs are dirt, and their numbers fall apart.
        small = min(size_of([glyph for own in held for glyph in own], size), size)
        for cell, own in zip(lattice.cells, held, strict=True):
            if any(_is_word(glyph.text) for glyph in own):
                kept += [glyph for glyph in own if not _is_rule(glyph, cell.box.x0)]
            else:
                cells.append(_Cell(_frame(cell.box, scale), closed(own, small), small))
    return kept + _read_again(picture, ink, cells, scale)


def _spot(lattices: Sequence[Lattice], glyph: Glyph, size: float) -> tuple[int, int] | None:
    for number, lattice in enumerate(lattices):
        cell = lattice.cell_at(glyph.x + 0.25 * size, glyph.y - 0.3 * size)
        if cell is not None:
            return number, cell
    return None


def _is_rule(glyph: Glyph, left: float) -> bool:
    """Whether a character of a label is what was read of the rule beside it: it begins on it."""
    return glyph.text in _STROKES and glyph.x < left + _AT_EDGE


def _is_word(text: str) -> bool:
    return text >= "\u2e80" and text.isalpha() and not _DASHES.fullmatch(text)


def _frame(box: Sequence[float], scale: float) -> Frame:
    left, top, right, bottom = (side / scale for side in box)
    return Frame(int(left) + _INSET, int(top) + _INSET, int(right) - _INSET + 1, int(bottom) - _INSET + 1)


def _read_again(picture: Picture, ink: Ink, cells: Sequence[_Cell], scale: float) -> list[Glyph]:
    found = [_inked(ink.letters, cell.frame, cell.size / scale, _ROOM / scale) for cell in cells]
    frames = [frame for frames in found for frame in frames]
    seconds = iter(read_frames(picture, frames))
    glyphs: list[Glyph] = []
    for cell, own in zip(cells, found, strict=True):
        second = [next(seconds) for _ in own]
        agreed = _agreed(cell, second, own, scale)
        if _NUMBER.fullmatch(_text(agreed, cell.size)) and _has_sign(ink.letters, cell.frame, cell.size / scale):
            agreed = _signed(cell, [glyph for line in glyphs_of(second, scale, cell.size) for glyph in line])
        if own and _text(agreed, cell.size) == "1" and _is_slash(ink.letters, own[0]):
            agreed = [glyph._replace(score=0.0) for glyph in agreed]
        glyphs += _as_dashes(agreed) if _DASHES.fullmatch(_text(agreed, cell.size)) else agreed
    return glyphs


def _signed(cell: _Cell, again: Sequence[Glyph]) -> list[Glyph]:
    """The number of a cell in whose ink a sign is seen: told only if one reading tells the sign too."""
    for one, other in ((cell.glyphs, again), (again, cell.glyphs)):
        said = _DASHES.sub("-", _text(one, cell.size))
        if said == f"-{_text(other, cell.size)}":
            return list(one)
    return [glyph._replace(score=0.0) for glyph in cell.glyphs or again]


def _agreed(cell: _Cell, second: Sequence[Recognised], frames: Sequence[Frame], scale: float) -> list[Glyph]:
    size = cell.size
    again = [glyph for line in glyphs_of(second, scale, size) for glyph in line]
    first, other = _text(cell.glyphs, size), _text(again, size)
    if len(frames) == 1 and frames[0].bottom - frames[0].top < (_FLAT * size + 2 * _ROOM) / scale:
        # What is so flat is no digit, and alone no sign. Where it was read as a number all the same, nobody knows: it
        # may have been cut by what was taken for a rule.
        for told, reading in ((first, cell.glyphs), (other, again)):
            if _NUMBER.fullmatch(told):
                return [glyph._replace(score=0.0) for glyph in reading]
        left, _, _, bottom = frames[0]
        return [Glyph("—", left * scale, bottom * scale, score=1.0)]
    if not frames and not first:
        return []
    if not first and not other:
        left, _, right, bottom = frames[0]
        return [Glyph(UNREAD, (left + right) / 2 * scale - size / 2, bottom * scale, score=0.0)]
    if not frames or not other:
        return [glyph._replace(score=0.0) for glyph in cell.glyphs]
    if first.translate(_NAUGHTS) == other.translate(_NAUGHTS) and _NUMBER.fullmatch(first.translate(_NAUGHTS)):
        return _numbers(cell.glyphs, again)
    if _same(first, other):
        surer = max((cell.glyphs, again), key=_least)
        return list(surer)
    if not first and _NUMBER.fullmatch(other.translate(_NAUGHTS)):
        return _as_digits(again)
    if not first or (_NUMBER.fullmatch(other) and not _NUMBER.fullmatch(first)):
        return again
    return [glyph._replace(score=0.0) for glyph in cell.glyphs]


def _numbers(first: Sequence[Glyph], second: Sequence[Glyph]) -> list[Glyph]:
    """Two readings of one number, which may take naughts for letters.

    The recogniser shares its certainty out between 0 and O, which look alike: each has half of it, and both readings
    together have it whole.
    """
    surer = list(first if _least(first) >= _least(second) else second)
    if not any(glyph.text in _ROUND for glyph in (*first, *second)):
        return surer
    both = 1 - (1 - _least(first)) * (1 - _least(second))
    return [glyph._replace(score=max(glyph.score or 0.0, both)) for glyph in _as_digits(surer)]


def _as_digits(glyphs: Sequence[Glyph]) -> list[Glyph]:
    return [glyph._replace(text=glyph.text.translate(_NAUGHTS)) for glyph in glyphs]


def _as_dashes(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Strokes that stand alone in a cell, none of them a numeral: no count is written so."""
    return [glyph._replace(text=glyph.text.translate(_NUMERALS)) for glyph in glyphs]


def _least(glyphs: Sequence[Glyph]) -> float:
    return min(glyph.score or 0.0 for glyph in glyphs)


def _text(glyphs: Sequence[Glyph], size: float) -> str:
    return "\n".join("".join(glyph.text for glyph in line.glyphs) for line in text_lines(glyphs, 1, size))


def _same(first: str, second: str) -> bool:
    """Whether two readings say the same, whatever width their characters and dashes have."""
    one, other = (_DASHES.sub("-", unicodedata.normalize("NFKC", text)) for text in (first, second))
    return one == other


def _has_sign(letters: Picture, frame: Frame, size: float) -> bool:
    """Whether a flat stroke stands left of all other ink of a cell: a sign that the readings may both overlook.

    It stands beside the digits; below them lies what a pale rule left.
    """
    region = letters[max(frame.top, 0) : max(frame.bottom, 0), max(frame.left, 0) : max(frame.right, 0)]
    if region.size == 0:
        return False
    _, _, boxes, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(region))
    strokes = sorted(tuple(box) for box in boxes[1:, :4].tolist() if max(box[2:4]) >= _SIGN * size)
    if len(strokes) < 2:
        return False
    x, y, wide, high = strokes[0]
    inside = x > 0 and y > 0 and y + high < region.shape[0]
    _, top, _, tall = max(strokes[1:], key=lambda other: other[3])
    beside = top <= y + high / 2 <= top + tall
    flat = wide >= 2 * high and high <= _FLAT * size
    return inside and beside and flat and all(other[0] >= x + wide for other in strokes[1:])


def _is_slash(letters: Picture, frame: Frame) -> bool:
    """Whether the ink of what was read as a 1 is one slanted stroke: a slash, which stands for no number."""
    down, across = np.nonzero(letters[frame.top : frame.bottom, frame.left : frame.right])
    if len(down) < 2 or not down.std() or not across.std():
        return False
    slope = float(np.cov(across, down)[0, 1]) / float(down.var())
    return slope < -_SLANTED and float(np.corrcoef(across, down)[0, 1]) < -_STRAIGHT


def _inked(letters: Picture, frame: Frame, size: float, room: float) -> list[Frame]:
    """The lines of ink in a cell, top to bottom."""
    region = letters[max(frame.top, 0) : max(frame.bottom, 0), max(frame.left, 0) : max(frame.right, 0)]
    if region.size == 0:
        return []
    high, wide = region.shape
    _, _, boxes, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(region))
    spots, signs = [], []
    for x, y, w, h, _ in boxes[1:].tolist():
        at_edge = x == 0 or y == 0 or x + w == wide or y + h == high
        if max(w, h) >= _SPOT * size and not (at_edge and min(w, h) < _RIM * size):
            spots.append((y, x, y + h, x + w))
        elif w >= max(2 * h, _SIGN * size) and not at_edge:
            signs.append((y, x, y + h, x + w))
    lines: list[list[int]] = []
    for top, left, bottom, right in sorted(spots):
        if lines and top < lines[-1][2]:
            last = lines[-1]
            lines[-1] = [last[0], min(last[1], left), max(last[2], bottom), max(last[3], right)]
        else:
            lines.append([top, left, bottom, right])
    for top, left, bottom, right in signs:
        for line in lines:
            if line[0] < top and bottom < line[2] and 0 <= line[1] - right < _SPOT * size:
                line[1] = left
    # A pale rule, whole or in pieces.
    lines = [line for line in lines if line[2] - line[0] > _FLAT * size or line[3] - line[1] <= _LONGEST * size]
    return [
        Frame(
            max(int(frame.left + left - room), frame.left, 0), max(int(frame.top + top - room), frame.top, 0),
            min(int(frame.left + right + room + 1), frame.right), min(int(frame.top + bottom + room + 1), frame.bottom),
        )
        for top, left, bottom, right in lines
    ]  # fmt: skip
