"""A text and a number in it → the lines around it, the number's own characters told."""

import re
from collections.abc import Sequence

from toolkit.evidence.excerpts import Lines, ShownLine
from toolkit.records import Grid, GridCell, Paragraph

AROUND = 4
"""Lines shown above and below."""
MOST_CHARACTERS = 240
MOST_HEADER_LINES = 3
# What parts fields in a line of a text: as the reader of texts has it.
_TAB, _PIPE = re.compile(r"\t"), re.compile(r"[|｜│┃]")
_MARGIN = " \u3000\xa0\r"

Span = tuple[int, int]


def lines_around(texts: Sequence[str], number: int, span: Span | None, header: int | None = None) -> Lines:
    """Returns the lines around a number.

    Args:
        texts: all lines.
        number: the number's line, from 1.
        span: its characters in that line; None where they are not told.
        header: the first line of the table's numbers: the lines above it are shown too.
    """
    wanted = set(range(max(number - AROUND, 1), min(number + AROUND, len(texts)) + 1))
    if header is not None:
        wanted |= set(range(max(header - MOST_HEADER_LINES, 1), header))
    return Lines(tuple(_shown(at, texts[at - 1], span if at == number else None) for at in sorted(wanted)))


def _shown(number: int, text: str, span: Span | None) -> ShownLine:
    """A line, or of a long one the part around the number."""
    start, end = span or (0, 0)
    left = max(0, min(start - MOST_CHARACTERS // 2, len(text) - MOST_CHARACTERS))
    right = max(left + MOST_CHARACTERS, min(end, left + 8 * MOST_CHARACTERS))
    before, after = "…" if left else "", "…" if right < len(text) else ""
    shown = f"{before}{text[left:right]}{after}"
    if span is None:
        return ShownLine(number, shown)
    moved = len(before) - left
    return ShownLine(number, shown, start + moved, min(end, right) + moved)


def span_in_row(line: str, cells: Sequence[GridCell], column: int) -> Span | None:
    """Returns the characters of a field in a line of fields parted by tabs or pipes; for a blank an empty span.

    Args:
        line: as it stands in the text.
        cells: the fields read from it.
        column: the field's.
    """
    start = len(line) - len(line.lstrip(_MARGIN))
    content = line.strip(_MARGIN)
    parted = _PIPE if len(_PIPE.findall(content)) >= 2 else _TAB
    ends = [*(match.start() for match in parted.finditer(content)), len(content)]
    spans = list(zip([0, *(end + 1 for end in ends[:-1])], ends, strict=True))
    at = next((at for at, cell in enumerate(cells) if cell.column == column), None)
    if at is None:
        return None
    for outside in (0, 1):  # fields before the first: what stands left of a pipe that bounds the table
        own = spans[outside : outside + len(cells)]
        found = [_within(content, span, cell.text) for span, cell in zip(own, cells, strict=False)]
        if len(own) == len(cells) and all(found):
            span = found[at]
            assert span is not None
            return start + span[0], start + span[1]
    return None


def _within(content: str, span: Span, text: str) -> Span | None:
    """Where a field's text stands in its part of a line: without the space and the marks of emphasis around it."""
    part = content[span[0] : span[1]]
    if not text:
        return None if part.strip(" \u3000\xa0\t*_") else (span[0] + len(part) // 2,) * 2
    at = part.find(text)
    return None if at < 0 else (span[0] + at, span[0] + at + len(text))


def span_in_prose(line: str, fields: Sequence[GridCell], column: int, start: int = 0) -> Span | None:
    """Returns the characters of a field in a line of fields parted by spaces.

    Args:
        line: as it stands in the text.
        fields: the fields read from it, in order.
        column: the field's.
        start: where in the line to begin.
    """
    for field in fields:
        # A label may have been cut by more spaces than one.
        match = re.compile(r"\s+".join(map(re.escape, field.text.split()))).search(line, start)
        if match is None:
            return None
        if field.column == column:
            return match.span()
        start = match.end()
    return None


def start_of_piece(line: str, paragraphs: Sequence[Paragraph | Grid], block: int) -> int:
    """Returns where a paragraph begins in a line that was cut into several.

    Args:
        line: as it stands in the text.
        paragraphs: the document's blocks.
        block: the paragraph's position.
    """
    number = paragraphs[block].place.line
    start = 0
    first = block
    while first and paragraphs[first - 1].place.line == number:
        first -= 1
    for piece in paragraphs[first:block]:
        if isinstance(piece, Paragraph):
            at = line.find(piece.text, start)
            start = at + len(piece.text) if at >= 0 else start
    return start
