"""Table lines → labelled rows with their printed values, and the rules by which values meet columns."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from toolkit.extraction.lines import Line
from toolkit.extraction.numbers import is_value
from toolkit.records import GridCell, Leftover, Place

Known = Callable[[str], str | None]
"""Says what a text is in a table: `row` (the label of a row), `group` (a heading above rows), or None."""


class TableRow(NamedTuple):
    """A label and the printed values after it.

    Attributes:
        labels: the printed labels, outer headings first; the last one names the row. Empty for values alone.
        values: the printed fields after the label, empty ones kept.
        line: the line the label stands in.
        spread: whether values came from later lines.
        certain: whether label and values surely belong together.
        trailed: whether a lone number stands on the next line: a page number, or the rest of the last value.
        adds_up: whether the printed values are one sum with its total: a witness that none is lost, split or glued.
    """

    labels: tuple[str, ...]
    values: tuple[GridCell, ...]
    line: Line
    spread: bool = False
    certain: bool = True
    trailed: bool = False
    adds_up: bool = False

    @property
    def label(self) -> str:
        return self.labels[-1] if self.labels else ""

    @property
    def filled(self) -> tuple[GridCell, ...]:
        return tuple([value for value in self.values if value.text])  # a list first: this is asked often

    @property
    def raw(self) -> str:
        return " | ".join(text for text in (*self.labels, *(value.text for value in self.values)) if text)


class _Part(NamedTuple):
    labels: list[str]
    values: list[GridCell]


def _parts(line: Line, known: Known) -> list[_Part]:
    """Splits a line into label-and-values parts: one as a rule, more where several rows share a line."""
    parts: list[_Part] = []
    labels: list[str] = []
    values: list[GridCell] = []
    has_value = after_row = False
    for field in line.fields:
        text = field.text
        if not text:
            values.append(field)
            continue
        kind = known(text)
        if kind:
            if has_value:
                parts.append(_Part(labels, values))
                labels = []
            values = []  # empty fields between heading and label are padding
            labels.append(text)
            has_value, after_row = False, kind == "row"
        elif is_value(text) or has_value or after_row:
            # After a known label whatever is printed stands in a value's place: 无, 1/2, a remark.
            if line.from_text and not is_value(text) and not has_value:
                labels.append(text)
                after_row = False
                continue
            values.append(field)
            has_value = True
        else:
            labels.append(text)
            values = []
    parts.append(_Part(labels, values))
    return parts


def table_rows(lines: Iterable[Line], known: Known) -> list[TableRow]:
    """Returns the labelled rows of a table's lines, in order.

    A line of values alone belongs to the label before it: that is how text with one cell a line reads. A label
    wrapped over several lines is joined again where the whole is known.

    Args:
        lines: the lines without the header.
        known: says whether a text is a label of this table.
    """
    rows: list[TableRow] = []
    for line in lines:
        parts = _parts(line, known)
        if len(parts) > 1 and not parts[0].labels:
            # Values before the label: whether they are its own or the line before's cannot be told.
            values = [value for part in parts for value in part.values]
            rows.append(TableRow(tuple(parts[-1].labels), tuple(values), line, certain=False))
            continue
        for labels, values in parts:
            if labels or not rows or not line.fields:
                rows.append(TableRow(tuple(labels), tuple(values), line))
            elif any(value.text for value in values):
                if _goes_on(rows[-1], values):
                    # A cell on a line of its own brings no empty cells with it.
                    lone = [value for value in values if value.text]
                    values = lone if len(lone) == 1 else values
                    rows[-1] = rows[-1]._replace(values=rows[-1].values + _moved(values, line), spread=True)
                else:
                    if len(values) == 1 and rows[-1].labels:
                        rows[-1] = rows[-1]._replace(trailed=True)
                    rows.append(TableRow((), tuple(values), line))
    return _doubt_slipped(_join_wrapped(rows, known))


def _moved(values: Iterable[GridCell], line: Line) -> tuple[GridCell, ...]:
    """Values that join a label on another line: each keeps the place of its own."""
    return tuple([value if value.moved_from else value._replace(moved_from=line.place) for value in values])


def _goes_on(row: TableRow, values: Sequence[GridCell]) -> bool:
    """Whether a line of values alone goes on with the row before it.

    Where label and values share a line, it is a page number or a row of its own.
    """
    if row.labels:
        return row.spread or not row.filled
    return sum(1 for value in values if value.text) == 1 and (row.spread or len(row.filled) == 1)


def _doubt_slipped(rows: list[TableRow]) -> list[TableRow]:
    """Doubts the rows between a label without values and values without a label: they may have slipped by a line."""
    loose = [at for at, row in enumerate(rows) if not row.labels and len(row.filled) > 1]
    empty = [at for at, row in enumerate(rows) if row.labels and not row.filled and (row.values or row.line.from_text)]
    for at in loose:
        before = max((other for other in empty if other < at), default=at)
        after = min((other for other in empty if other > at), default=at)
        if before < after:
            rows[before : after + 1] = [row._replace(certain=False) for row in rows[before : after + 1]]
    return rows


def _join_wrapped(rows: list[TableRow], known: Known) -> list[TableRow]:
    joined: list[TableRow] = []
    for row in rows:
        if row.labels and not row.line.aligned and known(row.label) != "row":
            for count in range(1, min(3, len(joined)) + 1):
                before = joined[-count:]
                if any(earlier.values or not earlier.labels for earlier in before):
                    break
                if any(len(earlier.labels) != 1 for earlier in before[1:]) or len(row.labels) != 1:
                    break
                label = "".join(earlier.label for earlier in before) + row.label
                if known(label) == "row":
                    del joined[-count:]
                    labels = (*before[0].labels[:-1], label)
                    row = row._replace(labels=labels, values=_moved(row.values, row.line), line=before[0].line)
                    break
        joined.append(row)
    return joined


class Columns(NamedTuple):
    """How the values of a table's rows meet its columns.

    Attributes:
        width: how many values a complete row has.
        at: by block, the grid columns that values stand in, where the grid is aligned.
        positional: whether empty fields of text rows stand for empty cells; not so where tabs were lost or doubled.
        paddings: how many empty fields before and after its values a row may have: what other rows have too.
        noisy: whether empty fields mean nothing at all, since most rows have more of them than columns are left.
    """

    width: int
    at: Mapping[int | None, tuple[int, ...]]
    positional: bool
    paddings: frozenset[tuple[int, int]] = frozenset()
    noisy: bool = False


def columns_of(rows: Sequence[TableRow], header: Sequence[GridCell], header_block: int | None) -> Columns:
    """Returns how values meet columns, from the header and from what the rows have in common.

    Args:
        rows: the labelled rows.
        header: the header's cells, left to right, one for each column; empty when only their count is known.
        header_block: the block the header stands in.
    """
    count = len(header)
    at: dict[int | None, tuple[int, ...]] = {}
    by_block: dict[int | None, Counter[tuple[int, ...]]] = {}
    for row in rows:
        if row.line.aligned and len(row.values) == count:
            places = tuple(value.column for value in row.values)
            by_block.setdefault(row.line.place.block, Counter())[places] += 1
    for block, seen in by_block.items():
        at[block] = min(seen, key=lambda places: (-seen[places], places))
    if header_block is not None and any(row.line.aligned and row.line.place.block == header_block for row in rows):
        at[header_block] = tuple(cell.column for cell in header)
    texts = [row for row in rows if not row.line.aligned and row.values]
    seen_paddings = Counter(_padding(row) for row in rows if len(row.filled) == count)
    often = 3 if len(rows) > 5 else 1
    paddings = frozenset(padding for padding, times in seen_paddings.items() if padding and times >= often)
    positional = all(len(row.values) == count and not row.line.from_text and row.certain for row in texts)
    return Columns(count, at, positional, paddings, is_noisy((row, count) for row in rows))


def is_noisy(rows: Iterable[tuple[TableRow, int]]) -> bool:
    """Says whether a table's empty fields mean nothing: most rows have all their values and empty fields besides.

    Args:
        rows: each row with the number of its columns.
    """
    known = [(row, count) for row, count in rows if row.filled and not row.line.aligned]
    more = sum(1 for row, count in known if len(row.filled) == count < len(row.values))
    return more >= 2 and 2 * more > len(known)


def _padding(row: TableRow) -> tuple[int, int] | None:
    """How many empty fields stand before and after a row's values; None where they stand between them."""
    texts = [bool(value.text) for value in row.values]
    if True not in texts:
        return None
    before, after = texts.index(True), texts[::-1].index(True)
    return (before, after) if all(texts[before : len(texts) - after]) else None


def assign(row: TableRow, columns: Columns) -> list[GridCell] | None:
    """Returns the printed field of each column, left to right.

    None when it cannot be told which value belongs to which column: some of the values are lost, glued, or more
    than there are columns.
    """
    values, wanted = row.values, columns.width
    filled = row.filled
    if not row.certain or (row.trailed and not row.adds_up):
        return None
    if len(filled) == wanted and (
        len(values) == wanted or columns.noisy or wanted == 1 or _padding(row) in columns.paddings or row.adds_up
    ):
        return list(filled)
    if not row.line.aligned:
        return list(values) if len(values) == wanted and columns.positional else None
    places = columns.at.get(row.line.place.block)
    if not places:
        return None
    by_column = {value.column: value for value in values}
    beyond = any(value.column > places[-1] for value in values)  # a split cell pushes its row to the right
    if all(place in by_column for place in places) and all(value.column in places for value in filled) and not beyond:
        return [by_column[place] for place in places]
    # A span that reaches too far down (rowspan="99") pushes the rows below it to the right, all cells alike.
    if len(values) == wanted:
        shifts = {value.column - place for value, place in zip(values, places, strict=True)}
        if len(shifts) == 1 and shifts.pop() > 0:
            return list(values)
    return None


def without_trailing_tabs(rows: list[TableRow], wanted: int) -> list[TableRow]:
    """Returns the rows without a column of empty fields that all of them carry at one same end.

    Copied text ends its lines with a tab, or sets one between label and values; where every row has just one
    field too many and it is empty at one end only, that field is no value.
    """
    longer = [row for row in rows if not row.line.aligned and len(row.values) == wanted + 1]
    if not longer:
        return rows
    first = all(not row.values[0].text for row in longer)
    last = all(not row.values[-1].text for row in longer)
    if first == last:
        return rows
    cut = slice(1, None) if first else slice(None, -1)
    end = 0 if first else -1
    trimmed = []
    for row in rows:
        if row in longer:
            row = row._replace(values=row.values[cut])
        elif len(row.values) == wanted and not row.line.aligned and row.filled and not row.values[end].text:
            row = row._replace(certain=False)  # the field at this end is that tab: one of the values is lost
        trimmed.append(row)
    return trimmed


def without_false_spans(rows: Sequence[TableRow], wanted: int) -> list[TableRow]:
    """Returns the rows with a value's span over the rows below undone where those rows have all their own values.

    Pages carry `rowspan="99"` on cells that cover one row; a number that really stands for two rows leaves the
    lower one a value short.
    """
    if not any(value.rows > 1 for row in rows for value in row.values):
        return list(rows)
    whole = {
        (row.line.place.block, row.line.place.grid_row)
        for row in rows
        if row.line.aligned and len(row.values) >= wanted
    }
    undone = []
    for row in rows:
        block, top = row.line.place.block, row.line.place.grid_row
        below = {other.line.place.grid_row for other in rows if other.line.place.block == block}
        if row.line.aligned and top is not None and any(value.rows > 1 for value in row.values):
            values = tuple(
                value._replace(rows=1)
                if all((block, at) in whole for at in range(top + 1, top + value.rows) if at in below)
                else value
                for value in row.values
            )
            row = row._replace(values=values)
        undone.append(row)
    return undone


def leftover(table: str, row: TableRow) -> Leftover:
    """Returns a row that matched nothing as a leftover."""
    return Leftover(table, row.raw, row.line.place)


def place_of(line: Line, field: GridCell | None) -> Place:
    """Returns the place of a field, or of its line where there is no field."""
    if field is None:
        return line.place
    page, block, text_line, grid_row, _, _ = field.moved_from or line.place
    return Place(field.page or page, block, field.line or text_line, grid_row, field.column, field.box)
