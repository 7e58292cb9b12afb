"""Where lines of text stand on a straight page → what they say, character by character."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from toolkit.documents.ocr_engine import Character, Picture, Quad, engine
from toolkit.documents.pdf_text import Glyph, size_of

# A line this many times higher than wide is upright text; a lone 1 is lower.
_UPRIGHT = 2.6
# Of the width of upright text: one of its characters is no higher.
_ONE = 1.15
# Of the height of a line as found, which has some room around it: its characters, and their base line below its middle.
_SIZE, _BASE = 0.74, 0.36
# Lines whose middles are nearer than this, of their height, stand beside each other.
_BESIDE = 0.4
_NARROW = 0.5
# Of the size: the recogniser tells a character's place by its columns only. Where it saw no space between two of a
# number's characters that are no farther apart than this, there is none.
_UNSPACED, _STEP = 2.0, 0.9


class Frame(NamedTuple):
    """A rectangle in pixels: left, top, right, bottom."""

    left: int
    top: int
    right: int
    bottom: int


class Recognised(NamedTuple):
    """A line of text as recognised."""

    frame: Frame
    characters: tuple[Character, ...]

    @property
    def text(self) -> str:
        """What it says, white space left out."""
        return "".join(character.text for character in self.characters)

    @property
    def score(self) -> float:
        """The score of its least sure character; 0 where it says nothing."""
        return min((character.score for character in self.characters), default=0.0)


def read_quads(picture: Picture, quads: Sequence[Quad]) -> list[Recognised]:
    """Returns the lines of text of a straight page.

    Args:
        picture: the page.
        quads: where its lines stand, level but for a little.
    """
    high, wide = picture.shape[:2]
    frames: list[Frame] = []
    for quad in quads:
        left, top = np.floor(quad.min(axis=0)).astype(int).tolist()
        right, bottom = np.ceil(quad.max(axis=0)).astype(int).tolist()
        frame = Frame(max(left, 0), max(top, 0), min(right, wide), min(bottom, high))
        if frame.right - frame.left > 3 and frame.bottom - frame.top > 3:
            frames += _characters_below(picture, frame)
    return read_frames(picture, frames)


def read_frames(picture: Picture, frames: Sequence[Frame]) -> list[Recognised]:
    """Returns what rectangles of a picture say."""
    crops = [np.ascontiguousarray(picture[frame.top : frame.bottom, frame.left : frame.right]) for frame in frames]
    return [Recognised(*pair) for pair in zip(frames, engine().read_lines(crops), strict=True)]


def _characters_below(picture: Picture, frame: Frame) -> Iterator[Frame]:
    """The frame itself; of upright text, a frame for each of its characters."""
    wide, high = frame.right - frame.left, frame.bottom - frame.top
    if high < _UPRIGHT * wide:
        yield frame
        return
    grey = picture[frame.top : frame.bottom, frame.left : frame.right].min(axis=2).astype(int)
    inked = (grey < (int(grey.max()) + int(grey.min())) / 2).any(axis=1)
    start = end = -1
    for row in [*np.flatnonzero(inked).tolist(), 10 * high]:
        if start < 0:
            start = row
        elif row > end + 1 and row + 1 - start > _ONE * wide:
            pad = max(1, wide // 10)
            yield Frame(frame.left, max(frame.top + start - pad, 0), frame.right, frame.top + end + 1 + pad)
            start = row
        end = row


def glyphs_of(lines: Sequence[Recognised], scale: float, usual: float | None = None) -> list[tuple[Glyph, ...]]:
    """Returns the characters of each line as a PDF would have them, in points.

    Lines beside each other get one base line: found one by one, they would be taken for lines below each other.

    Args:
        lines: of one page.
        scale: points a pixel.
        usual: size of the page's full characters, in points; as these lines tell it if None.
    """
    base: dict[int, float] = {}
    row: tuple[float, float] | None = None
    for at in sorted(range(len(lines)), key=lambda at: _middle(lines[at].frame)):
        frame = lines[at].frame
        height = frame.bottom - frame.top
        middle = _middle(frame)
        if row is None or middle - row[0] > _BESIDE * min(height, row[1]):
            row = (middle, height)
        base[at] = row[0] + _BASE * _SIZE * row[1]
    placed = [_placed(line, base[at], scale) for at, line in enumerate(lines)]
    size = usual or size_of([glyph for line in placed for glyph in line])
    return [tuple(closed(line, size)) for line in placed]


def _placed(line: Recognised, base: float, scale: float) -> tuple[Glyph, ...]:
    left, wide = line.frame.left, line.frame.right - line.frame.left
    size = _SIZE * (line.frame.bottom - line.frame.top)
    glyphs = []
    for text, middle, score, spaced in line.characters:
        x = left + middle * wide - (size if text >= "\u2e80" else _NARROW * size) / 2
        glyphs.append(Glyph(text, x * scale, base * scale, spaced, score))
    return tuple(glyphs)


def closed(line: Sequence[Glyph], size: float) -> list[Glyph]:
    """Returns glyphs with their numbers whole: no gap where the recogniser saw no space.

    Args:
        line: glyphs of one line, or of several one after the other.
        size: of full characters, in points.
    """
    whole = list(line[:1])
    for glyph in line[1:]:
        step = glyph.x - whole[-1].x
        unspaced = glyph.text.isascii() and whole[-1].text.isascii() and not glyph.spaced
        if unspaced and glyph.y == whole[-1].y and _STEP * size < step < _UNSPACED * size:
            glyph = glyph._replace(x=whole[-1].x + _STEP * size)
        whole.append(glyph)
    return whole


def _middle(frame: Frame) -> float:
    return (frame.top + frame.bottom) / 2
