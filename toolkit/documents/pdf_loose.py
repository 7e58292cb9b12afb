"""Tables without ruling lines: lines of fields parted by gaps. Which fields are empty, a gap does not tell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.documents.pdf_text import TextLine, around, is_numbered, least_score
from toolkit.records import Box, Grid, GridCell, Place

# A stretch of lines with gaps in them is a table when it has so many lines of so many fields.
_TABLE_LINES = 3
_TABLE_FIELDS = 3
# Lines of labels and headings between two lines of several fields are at most so many, or half as wide as prose.
_LONGEST_WRAP = 12
# A cell's own lines stand closer, in sizes of a character, than rows do.
_WRAPPED_STEP = 1.6


def stretches(lines: Sequence[TextLine]) -> Iterator[tuple[Sequence[TextLine], bool]]:
    """Yields stretches of prose and of tables without rules, each with whether it is a table.

    A table's stretch is its lines of several fields and the lone labels between them; a signature or an address with
    a gap in it is prose.
    """
    fields = [len(line.fields()) for line in lines]
    widest = max((line.x1 - line.x0 for line in lines), default=0.0)
    start = 0
    while start < len(lines):
        if fields[start] < 2:
            end = next((at for at in range(start, len(lines)) if fields[at] > 1), len(lines))
            while end < len(lines) and end > start and _stands_over(lines[end - 1], lines[end]):
                end -= 1
            if end > start:
                yield lines[start:end], False
                start = end
                continue
        end = last = start + 1
        prose = 0
        while end < len(lines) and prose < _TABLE_LINES:
            end += 1
            if fields[end - 1] > 1:
                last, prose = end, 0
            else:
                prose += 1 if end - last >= _LONGEST_WRAP or lines[end - 1].x1 - lines[end - 1].x0 > widest / 2 else 0
        while last < len(lines) and _is_rest(lines[last - 1], lines[last], widest):
            last += 1
        tabular = sum(1 for count in fields[start:last] if count >= _TABLE_FIELDS)
        yield lines[start:last], tabular >= _TABLE_LINES
        start = last


def _stands_over(upper: TextLine, lower: TextLine) -> bool:
    """Whether a lone line close above a table's first one is the beginning of a heading over its columns."""
    near = upper.page == lower.page and 0 <= lower.y - upper.y <= _WRAPPED_STEP * lower.size
    return near and upper.x0 > lower.placed_fields[0][2]


def _is_rest(upper: TextLine, lower: TextLine, widest: float) -> bool:
    """Whether a short line close below a table's last row goes on with that row's label."""
    near = upper.page == lower.page and 0 <= lower.y - upper.y <= _WRAPPED_STEP * lower.size
    return near and lower.x1 - lower.x0 < widest / 2 and not is_numbered(lower.text)


@dataclass
class _Field:
    """A field with the lines it has been joined of."""

    text: str
    x0: float
    x1: float
    y: float
    boxes: list[Box]
    page: int
    score: float | None


def loose_grid(lines: Sequence[TextLine], number: int) -> Grid:
    """Returns lines as rows whose columns mean nothing.

    Args:
        lines: a stretch that is a table.
        number: position of the block in the document.
    """
    rows: list[list[_Field]] = []
    for line in lines:
        # A score is the line's: what one reading alone tells is no surer than its least sure character.
        score = least_score(line.glyphs)
        fields = [_Field(text, x0, x1, line.y, [line.box], line.page, score) for text, x0, x1 in line.placed_fields]
        wrapped = _wrapped(rows[-1], fields, line.size) if rows else None
        if wrapped is None:
            rows.append(fields)
            continue
        for upper, lower in zip(wrapped, fields, strict=True):
            upper.text += lower.text
            upper.x0, upper.x1, upper.y = min(upper.x0, lower.x0), max(upper.x1, lower.x1), lower.y
            upper.boxes += lower.boxes
            upper.score = lower.score if upper.score is None else min(upper.score, lower.score or 0.0)
    placed = tuple(
        tuple(
            GridCell(field.text, at, page=field.page, box=around(field.boxes), score=field.score)
            for at, field in enumerate(row)
        )
        for row in rows
    )
    first = [line.box for line in lines if line.page == lines[0].page]
    return Grid(placed, Place(lines[0].page, number, box=around(first)), aligned=False)


def _wrapped(above: Sequence[_Field], fields: Sequence[_Field], size: float) -> list[_Field] | None:
    """The fields that a line of words goes on with, one for each of its own; None when it is a row of its own.

    Headers of narrow columns wrap (`社会` | `法律` over `公益` | `服务`): read line by line they would name
    other columns.
    """
    found: list[_Field] = []
    for field in fields:
        over = [upper for upper in above if upper.x0 < field.x1 and field.x0 < upper.x1]
        if len(over) != 1 or over[0] in found or any(map(str.isdigit, field.text)):
            return None
        upper = over[0]
        if upper.page != field.page or field.y - upper.y > _WRAPPED_STEP * size or upper.text[-1].isdigit():
            return None
        found.append(upper)
    return found
