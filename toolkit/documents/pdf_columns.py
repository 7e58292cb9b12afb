"""Tables without ruling lines: what stands in a line, and which columns the numbers and their headings make."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from toolkit.documents.pdf_text import VALUE, TextLine, is_numbered
from toolkit.records import Box

COLUMN_GAP = 0.3
"""Headings side by side are at least so far apart, in sizes of a character."""

UNIT = re.compile(r"万元|[件项个宗条份次元]")
"""What stands behind a number, and below it where its column is narrow."""

_UNITS = re.compile(f"(?:{UNIT.pattern})+")
_NUMBER_GAP = 0.15
_ITEM = re.compile(r"\d{1,3}[.、）)]")


@dataclass
class Text:
    """What stands in a cell, joined of its lines; `top` and `bottom` are the base lines of the first and the last."""

    text: str
    x0: float
    x1: float
    page: int
    top: float
    bottom: float
    size: float
    boxes: list[Box]

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def extend(self, other: "Text") -> None:
        """Takes in what stands below."""
        self.text += other.text
        self.x0, self.x1, self.bottom = min(self.x0, other.x0), max(self.x1, other.x1), other.bottom
        self.boxes += other.boxes


def _fields(line: TextLine) -> list[tuple[str, float, float]]:
    """The fields of a line; a number close behind a long label, or behind another's unit, is a field of its own."""
    glyphs = line.glyphs
    starts = {x0 for _, x0, _ in line.placed_fields}
    cuts = [
        at
        for at in range(1, len(glyphs))
        if glyphs[at].x in starts or (_begins_number(line, at) and VALUE.fullmatch(_run(line, at)))
    ]
    fields = []
    for start, end in pairwise([0, *cuts, len(glyphs)]):
        part = TextLine(line.page, glyphs[start:end], line.size)
        fields.append((part.text, part.x0, part.x1))
    return fields


def _begins_number(line: TextLine, at: int) -> bool:
    """Whether a digit stands apart from the character before it, which is none, or behind another number's unit."""
    before, glyph = line.glyphs[at - 1], line.glyphs[at]
    apart = glyph.x - line.end_of(at - 1) > _NUMBER_GAP * line.size or UNIT.fullmatch(before.text)
    return glyph.text.isdigit() and not before.text.isascii() and bool(apart)


def _run(line: TextLine, at: int) -> str:
    """The text from a character on, up to the next gap."""
    end = at + 1
    while end < len(line.glyphs) and line.glyphs[end].x - line.end_of(end - 1) <= _NUMBER_GAP * line.size:
        end += 1
    return "".join(glyph.text for glyph in line.glyphs[at:end])


def values_of(line: TextLine) -> list[tuple[str, float, float]]:
    """Returns the values of a line with where they begin and end; empty where it is no row of a table.

    One number alone is a row's only where a label stands beside it.
    """
    fields = _fields(line)
    values = [(text, x0, x1) for text, x0, x1 in fields if VALUE.fullmatch(text) and not _ITEM.fullmatch(text)]
    return values if len(fields) > 1 else []


def beyond(line: TextLine, left: float) -> list[Text]:
    """Returns what of a line stands over the columns of values, which begin at `left`."""
    return [piece for piece in pieces_of(line, left) if piece.x0 > left - line.size / 2]


def is_number_part(text: str) -> bool:
    """Says whether a text is a number, or what stands behind one: a number that wraps stands on several lines."""
    return bool(VALUE.fullmatch(text) or _UNITS.fullmatch(text))


def bands_of(lines: Sequence[TextLine]) -> list[tuple[float, float]]:
    """Returns the columns of values, from where to where their texts reach; none if numbers of one line share one."""
    values = [values_of(line) for line in lines]
    bands: list[tuple[float, float]] = []
    for x0, x1 in sorted((x0, x1) for line in values for _, x0, x1 in line):
        if bands and x0 < bands[-1][1]:
            bands[-1] = bands[-1][0], max(bands[-1][1], x1)
        else:
            bands.append((x0, x1))
    for line in values:
        places = [_slot(bands, (x0 + x1) / 2) for _, x0, x1 in line]
        if len(set(places)) < len(places):
            return []
    # Where labels beside numbers end: a heading over the first column begins right of it.
    beside = [x1 for line, numbers in zip(lines, values, strict=True) if numbers
              for _, _, x1 in line.placed_fields if x1 < numbers[0][1]]  # fmt: skip
    labelled = max(beside, default=0.0)
    above = [
        [piece for piece in pieces_of(line, bands[0][0]) if piece.x0 > labelled]
        for line, numbers in zip(lines, values, strict=True)
        if not numbers and bands
    ]
    return _paired(bands, _stacks(above)) or _widened(bands, above)


def _stacks(above: Sequence[Sequence[Text]]) -> list[tuple[float, float]]:
    """The headings that stand one below the other, without those that reach over several, left to right."""
    stacks: list[tuple[float, float]] = []
    for pieces in reversed(above):
        for piece in pieces:
            over = [at for at, (x0, x1) in enumerate(stacks) if piece.x0 < x1 and x0 < piece.x1]
            if not over:
                stacks.append((piece.x0, piece.x1))
            elif len(over) == 1:
                x0, x1 = stacks[over[0]]
                wider = min(x0, piece.x0), max(x1, piece.x1)
                others = [other for at, other in enumerate(stacks) if at != over[0]]
                if not any(wider[0] < end and start < wider[1] for start, end in others):
                    stacks[over[0]] = wider
    return sorted(stacks)


def _paired(
    bands: Sequence[tuple[float, float]], stacks: Sequence[tuple[float, float]]
) -> list[tuple[float, float]] | None:
    """The columns where there are as many headings as columns of numbers, however each is set; else None."""
    if len(bands) != len(stacks):
        return None
    both = [(min(upper[0], lower[0]), max(upper[1], lower[1])) for upper, lower in zip(stacks, bands, strict=True)]
    return both if all(left[1] <= right[0] for left, right in pairwise(both)) else None


def _widened(bands: list[tuple[float, float]], above: Sequence[Sequence[Text]]) -> list[tuple[float, float]]:
    most = max(map(len, above), default=0)
    for pieces in above:
        if 2 * len(pieces) > most:  # lines of few pieces are headings over several columns
            _widen(bands, pieces)
    return bands


def _slot(bands: Sequence[tuple[float, float]], x: float) -> int:
    return next(at for at, (x0, x1) in enumerate(bands) if x0 <= x <= x1)


def _widen(bands: list[tuple[float, float]], headings: Iterable[Text]) -> None:
    """Widens columns by the headings above them, and adds those of which every cell is blank."""
    for heading in headings:
        over = [at for at, (x0, x1) in enumerate(bands) if heading.x0 < x1 and x0 < heading.x1]
        if not over and heading.x0 > bands[0][0]:
            bands.append((heading.x0, heading.x1))
            bands.sort()
        elif len(over) == 1:
            (at,) = over
            bands[at] = min(bands[at][0], heading.x0), max(bands[at][1], heading.x1)


def pieces_of(line: TextLine, left: float, starts: Sequence[float] = ()) -> list[Text]:
    """Returns the fields of a line; right of `left`, where values stand, a smaller gap parts them.

    So it does at `starts`, where columns of labels begin.
    """
    pieces: list[Text] = []
    glyphs = line.glyphs
    start = 0
    fields = line.placed_fields
    ends = [x0 for _, x0, _ in fields[1:]]
    for at in range(1, len(glyphs) + 1):
        if at < len(glyphs):
            glyph, gap = glyphs[at], glyphs[at].x - line.end_of(at - 1)
            # A long label ends close before its row's first number.
            number = _begins_number(line, at)
            apart = glyph.x > left - line.size and (number or (glyph.x > left and gap > COLUMN_GAP * line.size))
            # Beside the heading of its group a label begins with its own number.
            item = gap > _NUMBER_GAP * line.size and (
                is_numbered("".join(other.text for other in glyphs[at : at + 5]))
                or any(abs(glyph.x - start) < 1 for start in starts)
            )
            if glyph.x not in ends and not apart and not item:
                continue
        part = TextLine(line.page, glyphs[start:at], line.size)
        pieces.append(Text(part.text, part.x0, part.x1, line.page, line.y, line.y, line.size, [part.box]))
        start = at
    return pieces


def is_value(piece: Text, left: float) -> bool:
    """Says whether a piece is a value: right of the labels, and no item's number."""
    return piece.x1 > left and bool(VALUE.fullmatch(piece.text)) and not _ITEM.fullmatch(piece.text)


def edges_of(bands: Sequence[tuple[float, float]], pieces: Iterable[Text], lines: Sequence[TextLine]) -> list[float]:
    """Returns where the columns of values begin, and where the last one ends.

    Args:
        bands: from where to where the texts of each column reach.
        pieces: what stands in the table.
        lines: its lines.
    """
    gaps = _gaps(lines)
    left = bands[0][0]
    before = max((label.x1 for label in pieces if label.x1 <= left), default=left - 10)
    between = [_edge(upper[1], lower[0], gaps) for upper, lower in pairwise(bands)]
    return [(before + left) / 2, *between, bands[-1][1] + 10]


def _gaps(lines: Sequence[TextLine]) -> list[tuple[float, float]]:
    """The gaps between characters of the lines without values."""
    return [
        (line.end_of(at), line.glyphs[at + 1].x)
        for line in lines
        if not values_of(line)
        for at in range(len(line.glyphs) - 1)
        if line.glyphs[at + 1].x - line.end_of(at) > _NUMBER_GAP * line.size
    ]


def _edge(left: float, right: float, gaps: Sequence[tuple[float, float]]) -> float:
    """Where one column ends and the next begins: in the gap that most of the lines above have there."""
    inside = [(max(start, left), min(end, right)) for start, end in gaps if start < right and left < end]
    places = sorted({(start + end) / 2 for start, end in inside} | {(left + right) / 2})

    def told(place: float) -> tuple[int, float]:
        there = [(start, end) for start, end in inside if start < place < end]
        return len(there), min((end - start for start, end in there), default=0.0)

    return max(places, key=told)
