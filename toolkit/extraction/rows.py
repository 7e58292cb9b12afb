"""Table lines → labelled rows with their printed values, and the rules by which values meet columns."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from toolkit.extraction.lines import Line
from toolkit.extraction.numbers import is_value
from toolkit.records import GridCell, Leftover, Place

Known = Callable[[str], bool]


class TableRow(NamedTuple):
    """A label and the printed values after it.

    Attributes:
        labels: the printed labels, outer headings first; the last one names the row. Empty for values alone.
        values: the printed fields after the label, empty ones kept.
        line: the line the label stands in.
        spread: whether values came from later lines.
        certain: whether label and values surely belong together.
    """

    labels: tuple[str, ...]
    values: tuple[GridCell, ...]
    line: Line
    spread: bool = False
    certain: bool = True

    @property
    def label(self) -> str:
        return self.labels[-1] if self.labels else ""

    @property
    def filled(self) -> tuple[GridCell, ...]:
        return tuple(value for value in self.values if value.text)

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
        if known(text):
            if has_value:
                parts.append(_Part(labels, values))
                labels = []
            values = []  # empty fields between heading and label are padding
            labels.append(text)
            has_value, after_row = False, True
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
                last = rows[-1]
                if last.filled and not last.spread and len(values) > 1:
                    rows.append(TableRow((), tuple(values), line))
                else:
                    rows[-1] = last._replace(values=last.values + tuple(values), spread=True)
    return _doubt_slipped(_join_wrapped(rows, known))


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
        if row.labels and not row.line.aligned and not known(row.label):
            for count in range(1, min(3, len(joined)) + 1):
                before = joined[-count:]
                if any(earlier.values or len(earlier.labels) != 1 for earlier in before):
                    break
                label = "".join(earlier.label for earlier in before) + row.label
                if known(label):
                    del joined[-count:]
                    row = row._replace(labels=(label,), line=before[0].line)
                    break
        joined.append(row)
    return joined


class Columns(NamedTuple):
    """How the values of a table's rows meet its columns.

    Attributes:
        count: how many values a complete row has.
        at: by block, the grid columns that values stand in, where the grid is aligned.
        positional: whether empty fields of text rows stand for empty cells; not so where tabs were lost or doubled.
    """

    count: int
    at: Mapping[int | None, tuple[int, ...]]
    positional: bool


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
    return Columns(count, at, all(len(row.values) == count and not row.line.from_text for row in texts))


def assign(row: TableRow, columns: Columns) -> list[GridCell] | None:
    """Returns the printed field of each column, left to right.

    None when it cannot be told which value belongs to which column: some of the values are lost, glued, or more
    than there are columns.
    """
    values, wanted = row.values, columns.count
    filled = row.filled
    if not row.certain:
        return None
    if len(filled) == wanted and (len(values) == wanted or not row.line.aligned):
        return list(filled)
    if not row.line.aligned:
        return list(values) if len(values) == wanted and columns.positional else None
    places = columns.at.get(row.line.place.block)
    if places is None:
        return None
    by_column = {value.column: value for value in values}
    if all(place in by_column for place in places) and all(
        value.column in places for value in filled
    ):
        return [by_column[place] for place in places]
    # A span that reaches too far down (rowspan="99") pushes the rows below it to the right, all cells alike.
    if len(values) == wanted:
        shifts = {value.column - place for value, place in zip(values, places, strict=True)}
        if len(shifts) == 1 and shifts.pop() > 0:
            return list(values)
    inner = _stripped(values)
    return list(inner) if len(inner) == wanted and len(filled) == wanted else None


def _stripped(values: Sequence[GridCell]) -> Sequence[GridCell]:
    start, end = 0, len(values)
    while start < end and not values[start].text:
        start += 1
    while end > start and not values[end - 1].text:
        end -= 1
    return values[start:end]


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
    return [row._replace(values=row.values[cut]) if row in longer else row for row in rows]


def leftover(table: str, row: TableRow) -> Leftover:
    """Returns a row that matched nothing as a leftover."""
    return Leftover(table, row.raw, row.line.place)


def place_of(line: Line, field: GridCell | None) -> Place:
    """Returns the place of a field, or of its line where there is no field."""
    place = line.place
    if field is None:
        return place
    return Place(
        field.page or place.page, place.block, field.line or place.line, place.grid_row, field.column, field.box
    )
