"""Tables without ruling lines → grids: columns by where their numbers stand, rows by the line of their numbers.

Labels wrap above and below the line of their row's numbers, headings over the columns wrap too, and a blank cell shows
nothing: only what stands in one line, and what stands one below the other, tells what belongs together.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf

from toolkit.documents.pdf_columns import (
    UNIT,
    Text,
    bands_of,
    beyond,
    edges_of,
    is_number_part,
    pieces_of,
    values_of,
)
from toolkit.documents.pdf_rules import Rule
from toolkit.documents.pdf_text import VALUE, Glyph, TextLine, around, is_numbered
from toolkit.records import Box, Grid, GridCell, Place

# All in sizes of a character. Lines of one cell are no further apart, unless no rule parts them where rules part the
# rows. What is set to the left begins at one place. A line that wraps ends near the edge of its column. What stands in
# one row stands on one height.
_LINE_STEP = 1.5
_RULED_STEP = 2.4
_SAME_LEFT = 0.25
_WRAP = 2.0
_SAME_ROW = 0.5
# Labels that begin at one place and make a column for certain.
_COLUMN = 3

Across = Mapping[int, Sequence[Rule]]
"""A document's horizontal rules by page."""


@dataclass
class _Row:
    """A row of the grid: its texts by the columns they cover, from the first to before the last."""

    page: int
    y: float
    cells: dict[tuple[int, int], Text] = field(default_factory=dict)


def split_tables(lines: Sequence[TextLine], across: Across) -> list[Sequence[TextLine]]:
    """Returns the tables of a stretch of lines, each with the headings above it.

    Where headings over columns stand between two rows of numbers, the next table begins.
    """
    values = [values_of(line) for line in lines]
    starts, left = [0], inf
    for upper, lower in pairwise(at for at, found in enumerate(values) if found):
        own = _left_of(lines[upper], values[upper])
        # A lone number may stand anywhere in the width of its column: it tells nothing of the rows after it.
        left = min(left, own) if len(values[upper]) > 1 else left
        begin = left if len(values[upper]) > 1 else own
        between = range(upper + 1, lower)
        if any(_reaches(lines[at], begin) for at in between):
            starts.append(next((at for at in between if not _is_rest(lines, at, begin, across)), lower))
            left = inf
    return [lines[start:end] for start, end in pairwise([*starts, len(lines)])]


def aligned_grid(lines: Sequence[TextLine], number: int, across: Across) -> Grid | None:
    """Returns a table as a grid, None where its numbers do not stand in columns, or were recognised.

    Args:
        lines: of the table and the headings above it, of one or more pages.
        number: position of the block in the document.
        across: the horizontal rules, where rows have some.
    """
    bands = bands_of(lines)
    if not bands or any(glyph.score is not None for line in lines for glyph in line.glyphs):
        return None  # of a recognised page no blank is known: what was not seen there shows nothing either
    left = bands[0][0]
    rows = _number_rows(lines, left)
    pieces = [pieces_of(line, left) for line in lines]
    edges = edges_of(bands, [piece for line in pieces for piece in line], lines)
    begins = Counter(round(label.x0, 1) for label in _labels(pieces, edges))
    begin = [x for x, times in begins.items() if times >= _COLUMN]
    pieces = [pieces_of(line, left, begin) for line in lines]
    named = _columns(_labels(pieces, edges))
    headings = _headings([line for line in lines if (line.page, line.y) not in rows], edges, len(named))
    headed = _headed(headings, len(named))
    if not headed:
        return None
    blocks = _label_blocks(named, left, across)
    _put_values(rows, pieces, edges, len(named))
    numbered = list({id(row): row for row in rows.values()}.values())
    others = _other_rows([*_put_labels(numbered, blocks), *headings])
    filled = [row for row in (*numbered, *others) if row.cells]
    ordered = _with_doubts(sorted(filled, key=lambda row: (row.page, row.y)), len(named))
    first = [line.box for line in lines if line.page == lines[0].page]
    columns = len(named) + headed
    top = min((row.page, row.y) for row in numbered)
    cells = tuple(_grid_cells(row, edges, len(named), columns if (row.page, row.y) >= top else 0) for row in ordered)
    return Grid(cells, Place(lines[0].page, number, box=around(first)), aligned=True, inferred=True)


def _left_of(line: TextLine, values: Sequence[tuple[str, float, float]]) -> float:
    """Where the columns of values begin, by one row: at its first number, or where the label of a lone one ends."""
    if len(values) > 1:
        return values[0][1]
    return max((x1 for _, _, x1 in line.placed_fields if x1 < values[0][1]), default=values[0][1]) + line.size


def _reaches(line: TextLine, left: float) -> bool:
    """Whether a heading in a line begins over the columns of values."""
    return any(not is_number_part(piece.text) for piece in beyond(line, left))


def _is_rest(lines: Sequence[TextLine], at: int, left: float, across: Across) -> bool:
    """Whether a line goes on with the label of the row above it."""
    upper, line = lines[at - 1], lines[at]
    if upper.page != line.page or _reaches(line, left) or is_numbered(line.text):
        return False
    ends = [x1 for text, _, x1 in upper.placed_fields if not VALUE.fullmatch(text)]
    near = line.y - upper.y <= _LINE_STEP * line.size and bool(ends) and max(ends) > left - 2 * _WRAP * line.size
    return near and not _ruled(across, line.page, upper.y, line.y, line.x0, line.x1)


def _ruled(across: Across, page: int, above: float, below: float, x0: float, x1: float) -> bool:
    """Whether a rule runs between two base lines."""
    return any(above < rule.at < below and rule.start < x1 and x0 < rule.end for rule in across.get(page, ()))


def _labels(pieces: Sequence[Sequence[Text]], edges: Sequence[float]) -> list[Text]:
    return [piece for line in pieces for piece in line if piece.x0 <= edges[0]]


def _columns(labels: Sequence[Text]) -> list[list[Text]]:
    """The labels by the columns they stand in: set to the left these begin at one place, else have one middle."""

    def middle(label: Text) -> float:
        return (label.x0 + label.x1) / 2

    def shared(place: Callable[[Text], float]) -> int:
        return sum(len(cluster) for cluster in _clusters(labels, place) if len(cluster) > 1)

    place = _left if shared(_left) >= shared(middle) else middle
    clusters = _clusters(labels, place)
    often = [cluster for cluster in clusters if len(cluster) > 1] or clusters[:1]
    for cluster in clusters:
        if len(cluster) == 1 and cluster is not often[0]:
            before = [other for other in often if place(other[0]) < place(cluster[0])]
            (before[-1] if before else often[0]).append(cluster[0])
    return [sorted(cluster, key=lambda label: (label.page, label.top, label.x0)) for cluster in often]


def _left(label: Text) -> float:
    return label.x0


def _clusters(labels: Sequence[Text], place: Callable[[Text], float]) -> list[list[Text]]:
    clusters: list[list[Text]] = []
    for label in sorted(labels, key=place):
        if clusters and place(label) - place(clusters[-1][-1]) <= _SAME_LEFT * label.size:
            clusters[-1].append(label)
        else:
            clusters.append([label])
    return clusters


Block = tuple[int, int, Text]
"""A text and the columns it covers, from the first to before the last."""


def _label_blocks(columns: Sequence[Sequence[Text]], left: float, across: Across) -> list[Block]:
    """The labels, joined of their lines."""
    blocks: list[Block] = []
    for column, texts in enumerate(columns):
        # A line that wraps is about as long as the longest; or ends where the next column of labels begins.
        widest = max((text.x1 - text.x0 for text in texts if text.x1 <= left), default=left)
        ends = [min(text.x0 for text in other) for other in columns[column + 1 : column + 2]]
        found: list[Text] = []
        for text in texts:
            upper = found[-1] if found else None
            if upper is not None and _goes_on(upper, text, widest, ends, across):
                upper.extend(text)
            else:
                found.append(text)
        blocks += [(column, column + 1, text) for text in found]
    return blocks


def _goes_on(upper: Text, lower: Text, widest: float, ends: Iterable[float], across: Across) -> bool:
    """Whether a line is the next one of the label above it: near, not numbered, and the line above it is full."""
    if upper.page != lower.page or is_numbered(lower.text) or lower.top - upper.bottom < _SAME_ROW * lower.size:
        return False
    rules = across.get(upper.page, ())
    if rules and _ruled(across, upper.page, upper.bottom, lower.top, lower.x0, lower.x1):
        return False
    step = lower.top - upper.bottom
    if step > (_RULED_STEP if rules else _LINE_STEP) * lower.size:
        return False
    last, wrap = upper.boxes[-1], _WRAP * lower.size
    return last.x1 - last.x0 > widest - wrap or any(end - wrap < last.x1 <= end for end in ends)


def _headings(lines: Sequence[TextLine], edges: Sequence[float], labels: int) -> list[Block]:
    """What stands over the columns of values, line by line and column by column.

    Names that wrap and headings over several columns are cut alike: which lines make a name, words tell.
    """
    blocks: list[Block] = []
    for line in lines:
        slots: dict[int, list[Glyph]] = {}
        beside = [piece.x1 for piece in pieces_of(line, edges[0]) if piece.x0 <= edges[0]]
        for at, glyph in enumerate(line.glyphs):
            middle = (glyph.x + line.end_of(at)) / 2
            if middle > max([edges[0], *beside]):
                slot = min(bisect_right(edges, middle) - 1, len(edges) - 2)
                slots.setdefault(slot, []).append(glyph)
        for slot, glyphs in slots.items():
            part = TextLine(line.page, tuple(glyphs), line.size)
            text = "".join(glyph.text for glyph in glyphs)
            piece = Text(text, part.x0, part.x1, line.page, line.y, line.y, line.size, [part.box])
            blocks.append((labels + slot, labels + slot + 1, piece))
    return blocks


def _headed(headings: Sequence[Block], labels: int) -> int:
    """How many columns have a heading of their own, 0 where one without stands among them.

    Without it a blank cell and a column that is none look alike. Numbers right of all headings are those of rows that
    a split cell makes longer.
    """
    found = {first - labels for first, _, _ in headings}
    return len(found) if found == set(range(len(found))) else 0


def _number_rows(lines: Sequence[TextLine], left: float) -> dict[tuple[int, float], _Row]:
    """The rows by the heights of their numbers: where some of a row's numbers wrap, it has several heights."""
    rows: dict[tuple[int, float], _Row] = {}
    last: tuple[int, float] | None = None
    for line in lines:
        pieces = [piece.text for piece in beyond(line, left)]
        if not (pieces and all(map(is_number_part, pieces))) and not values_of(line):
            continue
        here = line.page, line.y
        step = 1.0 if any(VALUE.fullmatch(text) for text in pieces) else _LINE_STEP
        near = last is not None and last[0] == line.page and line.y - last[1] < step * line.size
        if near and last is not None:
            rows[here] = rows[last]
            rows[here].y = (rows[here].y + line.y) / 2
        else:
            rows[here] = _Row(line.page, line.y)
        last = here
    return rows


def _put_values(
    rows: Mapping[tuple[int, float], _Row], pieces: Sequence[Sequence[Text]], edges: Sequence[float], labels: int
) -> None:
    """Puts the values into the columns of their rows."""
    for line in pieces:
        row = rows.get((line[0].page, line[0].top))
        if row is None:
            continue
        for piece in line:
            middle = (piece.x0 + piece.x1) / 2
            if middle <= edges[0]:
                continue
            column = labels + max((at for at, x in enumerate(edges[:-1]) if x <= middle), default=0)
            known = row.cells.get((column, column + 1))
            if known is None:
                row.cells[column, column + 1] = piece
            else:
                between = "" if UNIT.fullmatch(piece.text) else " " if known.top == piece.top else "\n"
                known.text += between + piece.text
                known.boxes += piece.boxes


def _put_labels(rows: Sequence[_Row], blocks: Sequence[Block]) -> list[Block]:
    """Puts labels into the rows they stand beside; returns those that stand beside none."""
    loose: list[Block] = []
    for block in blocks:
        first, last, text = block
        slack = _SAME_ROW * text.size
        beside = [row for row in rows if row.page == text.page and text.top - slack <= row.y <= text.bottom + slack]
        if len(beside) > 1:  # a heading beside its rows: at the one in the middle
            beside = [min(beside, key=lambda row: abs(row.y - text.middle))]
        if beside and (first, last) not in beside[0].cells:
            beside[0].cells[first, last] = text
        else:
            loose.append(block)
    return [block for block in loose if not _put_over_page(rows, block, loose)]


def _put_over_page(rows: Sequence[_Row], block: Block, loose: Sequence[Block]) -> bool:
    """Puts a label that the end of a page cut to its other half, and says whether it was one.

    What follows a label without numbers at the foot of the page before goes on with that one, not with a row's.
    """
    first, last, text = block
    on_page = [row.y for row in rows if row.page == text.page]
    slack = _SAME_ROW * text.size
    if on_page and text.bottom < min(on_page) and not is_numbered(text.text):
        above = [row for row in rows if row.page == text.page - 1]
        lowest = max(above, key=lambda row: row.y) if above else None
        upper = lowest.cells.get((first, last)) if lowest else None
        foot = lowest and any(other.page == lowest.page and other.top > lowest.y + slack for _, _, other in loose)
        if upper is not None and not foot:
            upper.text += text.text
            return True
    return False


def _other_rows(blocks: Sequence[Block]) -> list[_Row]:
    """Rows of what stands beside no numbers: headings."""
    rows: list[_Row] = []
    for first, last, text in sorted(blocks, key=lambda block: (block[2].page, block[2].middle, block[0])):
        near = rows and rows[-1].page == text.page and text.middle - rows[-1].y <= _SAME_ROW * text.size
        if not near or any(first < end and start < last for start, end in rows[-1].cells):
            rows.append(_Row(text.page, text.middle))
        rows[-1].cells[first, last] = text
    return rows


def _with_doubts(rows: Sequence[_Row], labels: int) -> list[_Row]:
    """Doubts numbers close above others that have no label of their own: narrow columns wrap numbers.

    Both show in the upper cell, since what was one number is not told.
    """
    kept: list[_Row] = []
    for row in rows:
        cells = row.cells.items()
        bare = all(first >= labels and VALUE.fullmatch(text.text) for (first, _), text in cells)
        upper = kept[-1] if kept else None
        size = next(iter(row.cells.values())).size
        kept.append(row)
        if not bare or upper is None or upper.page != row.page or row.y - upper.y > _LINE_STEP * size:
            continue
        for place, text in row.cells.items():
            known = upper.cells.get(place)
            if known is not None:
                known.text += f"\n{text.text}"
    return kept


def _grid_cells(row: _Row, edges: Sequence[float], labels: int, columns: int) -> tuple[GridCell, ...]:
    """A row's cells left to right; a column of values that shows nothing is a blank cell. Headings have none."""
    texts = dict(row.cells)
    named = [first for first, _ in texts if first < labels]
    cells = []
    for (first, last), text in texts.items():
        if named and first == max(named):
            last = labels
        cells.append(GridCell(text.text, first, last - first, page=text.page, box=around(text.boxes)))
    size = next(iter(texts.values())).size
    filled = {first for first, _ in texts}
    for column in range(labels, columns):
        if column not in filled:
            x0, x1 = edges[column - labels], edges[column - labels + 1]
            box = around([Box(x0, row.y - size, x1, row.y + 0.3 * size)])
            cells.append(GridCell("", column, page=row.page, box=box))
    return tuple(sorted(cells, key=lambda cell: cell.column))
