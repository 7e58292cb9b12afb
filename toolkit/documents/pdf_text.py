"""Characters with their places → lines, the text of a cell, paragraphs of whole sentences."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import inf
from statistics import median
from typing import NamedTuple

from toolkit.records import Box

USUAL_SIZE = 10.5
"""Points; what tables are printed in, where nothing tells."""

# Of the size of a character: characters of one line stand within `_SAME_LINE` of its base line (a raised footnote
# mark does not), `_SAME_GLYPH` apart is bold made by drawing twice, a gap of `_WORD_GAP` parts words, of `FIELD_GAP`
# fields.
_SAME_LINE = 0.2
_SAME_GLYPH = 0.15
_FLAGGED_GAP = 0.1
_WORD_GAP = 0.5
FIELD_GAP = 1.0
_NARROW = 0.5
# Points left free at both sides of a cell.
_PADDING = 5.4
# The most that is left free at both sides together, of the size of a character.
_WIDEST_MARGINS = 1.4
# Follows every character that is struck through; what is struck through is set apart as in other formats.
STRUCK = "\u0336"
_STRUCK_RUN = re.compile(f"(?:.{STRUCK} ?)+")
# A line through characters lies so much above their base line, in sizes of a character.
_STRIKE = (0.2, 0.42)
_STRUCK_SHARE = 0.6
_OF_NUMBERS = frozenset("0123456789０１２３４５６７８９,，.．")
# A paragraph's first line is set in by more than this; a full line may end this much before the margin, since a
# number or a closing quote is not parted from what it belongs to.
_INDENT = 1.2
_RAGGED = 2.2
_DEEPEST_INDENT = 60.0
_PARAGRAPH_GAP = 1.45
_ENDS_SENTENCE = re.compile(r"[。！？；：.!?;:]$")
_NUMBERED = re.compile(
    r"[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、.．]|\d{1,2}[.．、](?!\d)"
)

VALUE = re.compile(r"[+\-－]?[\d０-９](?:[\d０-９,，.．\s]*[\d０-９])?[^\d\s.．、,，)）]{0,2}|[/／\-—－无]")
"""A printed value: what a label is not."""

Span = tuple[float, float, float]
"""A horizontal line: its height, start and end."""


class Glyph(NamedTuple):
    """A character and its origin: left end and base line; `spaced` where white space stands before it.

    `score` is how sure a recogniser is of it (0..1); None where a font names it.
    """

    text: str
    x: float
    y: float
    spaced: bool = False
    score: float | None = None


@dataclass(frozen=True, eq=False)
class TextLine:
    """A line of characters, left to right.

    Attributes:
        page: from 1.
        glyphs: its characters.
        size: of a full character, in points.
    """

    page: int
    glyphs: tuple[Glyph, ...]
    size: float

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.glyphs[0].x

    @property
    def x1(self) -> float:
        """Where it ends."""
        return self.glyphs[-1].x + advance(self.glyphs[-1].text, self.size)

    def end_of(self, at: int) -> float:
        """Returns where a character ends."""
        return self.glyphs[at].x + advance(self.glyphs[at].text, self.size)

    @property
    def y(self) -> float:
        """Its base line."""
        return self.glyphs[0].y

    @property
    def box(self) -> Box:
        """The rectangle it fills."""
        return Box(self.x0, self.y - 0.88 * self.size, self.x1, self.y + 0.12 * self.size)

    @property
    def text(self) -> str:
        """Its text, fields parted by a space."""
        return " ".join(self.fields())

    def fields(self) -> list[str]:
        """Returns its text in pieces, cut where gaps are wide."""
        return [text for text, _, _ in self.placed_fields]

    @cached_property
    def placed_fields(self) -> list[tuple[str, float, float]]:
        """Its fields, each with where it begins and ends."""
        if len(self.glyphs) == 1:
            return [(self.glyphs[0].text, self.x0, self.x1)]
        fields = [self.glyphs[0].text]
        starts, ends = [self.x0], []
        for left, right in pairwise(self.glyphs):
            end = left.x + advance(left.text, self.size)
            gap = right.x - end
            numbers = left.text.isdigit() and right.text.isdigit()
            if gap > (_WORD_GAP if numbers else FIELD_GAP) * self.size:
                fields.append(right.text)
                starts.append(right.x)
                ends.append(end)
                continue
            words = left.text.isascii() and right.text.isascii()
            # Between Chinese characters a gap is but the line spread to the margin.
            parted = words and (gap > _WORD_GAP * self.size or (right.spaced and gap > _FLAGGED_GAP * self.size))
            fields[-1] += f" {right.text}" if parted else right.text
        return list(zip(fields, starts, [*ends, self.x1], strict=True))


def _is_wide(text: str) -> bool:
    return text >= "\u2e80" or text in "“”‘’—…·"


def advance(text: str, size: float) -> float:
    """Returns how wide a character is."""
    return size if _is_wide(text) else _NARROW * size


def size_of(glyphs: Sequence[Glyph], otherwise: float = USUAL_SIZE) -> float:
    """Returns the size of full characters among glyphs, in points: the usual step from one to the next."""
    steps = [
        (right.x - left.x, right.spaced)
        for left, right in pairwise(glyphs)
        if _is_wide(left.text) and 3 < right.x - left.x < 60 and abs(right.y - left.y) < 0.5
    ]
    # On some pages PDFium sees white space before every character: then it tells nothing.
    close = [step for step, spaced in steps if not spaced] or [step for step, _ in steps]
    return median(close) if close else otherwise


def find_strikes(glyphs: Sequence[Glyph], lines: Iterable[Span], size: float) -> list[Span]:
    """Returns those of a page's horizontal lines that run through characters for most of their length.

    Args:
        glyphs: of a page.
        lines: height, start and end.
        size: of full characters.
    """
    by_height = sorted(glyphs, key=lambda glyph: glyph.y)
    heights = [glyph.y for glyph in by_height]
    low, high = (share * size for share in _STRIKE)
    strikes = []
    for line in lines:
        at, start, end = line
        near = by_height[bisect_left(heights, at + low) : bisect_right(heights, at + high)]
        struck = sum(advance(glyph.text, size) for glyph in near if start - 1 <= glyph.x <= end)
        if near and struck > _STRUCK_SHARE * (end - start):
            strikes.append(line)
    return strikes


def strike_out(glyphs: Iterable[Glyph], strikes: Sequence[Span], size: float) -> list[Glyph]:
    """Returns glyphs, those that one of `strikes` runs through marked as struck."""
    low, high = (share * size for share in _STRIKE)
    marked = []
    for glyph in glyphs:
        middle = glyph.x + 0.5 * advance(glyph.text, size)
        struck = any(low <= glyph.y - at <= high and start <= middle <= end for at, start, end in strikes)
        marked.append(glyph._replace(text=glyph.text + STRUCK) if struck else glyph)
    return marked


def least_score(glyphs: Iterable[Glyph], otherwise: float | None = None) -> float | None:
    """Returns the score of the least sure of recognised characters, `otherwise` where none has a score."""
    return min((glyph.score for glyph in glyphs if glyph.score is not None), default=otherwise)


def text_lines(glyphs: Iterable[Glyph], page: int, size: float) -> list[TextLine]:
    """Returns the lines of glyphs, top to bottom.

    Args:
        glyphs: in any order.
        page: their page.
        size: of their full characters.
    """
    glyphs = list(glyphs)
    if len(glyphs) == 1:
        return [TextLine(page, tuple(glyphs), size)]
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.y):
        if rows and glyph.y - rows[-1][0].y <= _SAME_LINE * size:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    lines = []
    heights = [row[0].y for row in rows]
    for at, row in enumerate(rows):
        row.sort(key=lambda glyph: glyph.x)
        kept = row[:1]
        for glyph in row[1:]:
            if glyph.text != kept[-1].text or glyph.x - kept[-1].x > _SAME_GLYPH * size:
                kept.append(glyph)
        own = size_of(kept, size)
        # Lone characters far apart, the second lines of narrow headings, are no large ones: these need room above.
        beside = (*heights[max(at - 1, 0) : at], *heights[at + 1 : at + 2])
        room = min((abs(heights[at] - other) for other in beside), default=inf)
        lines.append(TextLine(page, tuple(kept), size if own > room and own > size else own))
    return lines


def cell_text(lines: Sequence[TextLine], width: float, longest: int = 0) -> tuple[str, bool]:
    """Returns the text of a cell, and whether its last line is full, so that it may go on elsewhere.

    Lines are joined without a space: labels wrap, and upright text has one character a line. Two numbers one above
    the other stay apart (`\\n`), unless the upper one fills the cell and so runs over.

    Args:
        lines: of the cell, top to bottom.
        width: of the cell, in points.
        longest: the most characters of a number that stand on one line in this cell's column, 0 where none do.
    """
    if not lines:
        return "", False
    text = lines[0].text
    wrapped = _is_wrapped_number(lines, width, longest)
    for upper, lower in pairwise(lines):
        below = lower.text
        # A rest is shorter than what it was too long for, or begins with the naught that no number begins with.
        rest = len(below) < len(upper.glyphs) or (below[0] == "0" and len(below) > 1)
        stacked = text[-1].isdigit() and below[0].isdigit() and not (rest and _is_full(upper, width))
        text += f"\n{below}" if stacked and not wrapped else below
    last = lines[-1]
    full = _is_full(last, width) or (number_length(last) == longest > 0 and _is_tight(last, width))
    return _without_struck(text), full


def _without_struck(text: str) -> str:
    """A cell's text without words that are struck through; a number beside struck ones is not told from them.

    >>> _without_struck("2\u03361\u0336予以公开"), _without_struck("7\u03364\u033612")
    ('予以公开', '~74~\\n12')
    """
    if STRUCK not in text:
        return text
    rest = _STRUCK_RUN.sub("", text)
    if any(_is_wide(character) for character in rest):
        return rest
    shown = _STRUCK_RUN.sub(lambda run: f"\n~{run[0].replace(STRUCK, '').strip()}~\n", text)
    return re.sub(r"\n+", "\n", shown).strip("\n")


def number_length(line: TextLine) -> int:
    """Returns how many characters of a number a line has, 0 where it is none.

    >>> number_length(TextLine(1, (Glyph("4", 10, 50), Glyph("7", 15, 50)), 10.5))
    2
    """
    return len(line.glyphs) if all(glyph.text in _OF_NUMBERS for glyph in line.glyphs) else 0


def _is_wrapped_number(lines: Sequence[TextLine], width: float, longest: int) -> bool:
    """Whether a cell's lines are one number that its narrow column wraps.

    Then every line but the last is as long as the longest in the whole column, and one more digit would leave hardly
    any margin: two numbers, one above the other, are not so by chance.
    """
    *above, last = [number_length(line) for line in lines]
    widest = max(lines, key=lambda line: line.x1 - line.x0)
    return (
        bool(above) and all(length == longest for length in above) and 0 < last <= longest and _is_tight(widest, width)
    )


def _is_tight(line: TextLine, width: float) -> bool:
    """Whether one more digit would leave a line hardly any margin."""
    return width - (line.x1 - line.x0) < (_NARROW + _WIDEST_MARGINS) * line.size


def _is_full(line: TextLine, width: float) -> bool:
    """Whether the next character would not have fitted."""
    return line.x1 - line.x0 + 2 * _PADDING + advance(line.glyphs[-1].text, line.size) > width


def is_numbered(text: str) -> bool:
    """Says whether a text starts with a number of its own, so that it goes on with nothing: `（五）`, `2.`, `四、`."""
    return bool(_NUMBERED.match(text))


class Margins(NamedTuple):
    """What a document's lines tell of how it is set.

    Attributes:
        left: by page, where its lines begin.
        right: where full lines end; infinite where no line is long enough to tell.
        pitch: from one line to the next.
        indented: whether paragraphs begin with an indent.
    """

    left: Mapping[int, float]
    right: float
    pitch: float
    indented: bool


def margins_of(lines: Sequence[TextLine]) -> Margins:
    """Returns the margins of a document's prose."""
    left: dict[int, float] = {}
    for line in lines:
        left[line.page] = min(left.get(line.page, line.x0), line.x0)
    # A page may hold but the first lines of paragraphs; its margin is then the other pages'.
    usual = min(left.values(), key=lambda x: (-sum(abs(x - other) < 3 for other in left.values()), x), default=0.0)
    left = {page: usual if 0 < x - usual < _DEEPEST_INDENT else x for page, x in left.items()}
    ends = Counter(round(line.x1 / 3) * 3 for line in lines if len(line.glyphs) > 12)
    right = float(max(ends, key=lambda end: (ends[end], end))) if ends else inf
    steps = [
        below.y - above.y for above, below in pairwise(lines) if above.page == below.page and 6 < below.y - above.y < 60
    ]
    set_in = sum(1 for line in lines if line.x0 - left[line.page] > _INDENT * line.size)
    return Margins(left, right, median(steps) if steps else 20.0, set_in >= max(2, len(lines) / 20))


def goes_on(upper: TextLine, lower: TextLine, margins: Margins) -> bool:
    """Says whether a line goes on with the paragraph that the line above it belongs to.

    An indent opens a paragraph, a line that stops short closes one. A short line with no indent below it where all
    paragraphs have one, and without the end of a sentence, is a line that a long word was pushed out of.
    """
    if lower.x0 - margins.left[lower.page] > _INDENT * lower.size:
        return False
    if abs(upper.size - lower.size) > 0.2 * lower.size:
        return False
    if lower.page == upper.page and lower.y - upper.y > _PARAGRAPH_GAP * max(margins.pitch, lower.size):
        return False
    ended = bool(_ENDS_SENTENCE.search(upper.text))
    if ended and is_numbered(lower.text):
        return False
    if upper.x1 > margins.right - _RAGGED * upper.size:
        return True
    return margins.indented and not ended and not is_numbered(lower.text) and upper.x1 > 0.75 * margins.right


def joined(lines: Sequence[TextLine]) -> str:
    """Returns the text of a paragraph's lines; words of Latin letters are parted by a space."""
    text = _STRUCK_RUN.sub("", lines[0].text)
    for upper, lower in pairwise(lines):
        below = _STRUCK_RUN.sub("", lower.text)
        if not below:
            continue
        apart = upper.glyphs[-1].text.isalpha() and upper.glyphs[-1].text.isascii() and below[0].isascii()
        text += f" {below}" if apart and below[0].isalpha() else below
    return text


def around(boxes: Iterable[Box]) -> Box:
    """Returns the smallest rectangle around some."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return Box(round(min(x0), 2), round(min(y0), 2), round(max(x1), 2), round(max(y1), 2))
