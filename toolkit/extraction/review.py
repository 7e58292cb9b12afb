"""Table 4: administrative review and litigation, one line of fifteen numbers."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from toolkit.codebook import Codebook
from toolkit.extraction.cells import (
    agreed,
    blank_cell,
    in_form_order,
    merged,
    missing_cell,
    read_cell,
    unreadable_cell,
)
from toolkit.extraction.doubts import doubtful_fields, prints_zeros
from toolkit.extraction.labels import LabelIndex, label_key, table_labels
from toolkit.extraction.lines import Line
from toolkit.extraction.numbers import is_value
from toolkit.extraction.requests import NO_TABLE, TableReading
from toolkit.extraction.rows import TableRow, assign, columns_of, leftover, table_rows
from toolkit.records import Cell, GridCell

Address = tuple[str, str]
_KNOWN = 3
"""Of the fifteen outcomes over a grid, so many tell the places of those that were misread."""


def read_review(lines: Sequence[Line], codebook: Codebook, source: str) -> TableReading:
    """Returns table 4 of a report. It is the same in both forms, so the reading names no template.

    Args:
        lines: the table's lines, in order.
        codebook: the forms.
        source: `text` or `ocr`.
    """
    labels = table_labels(codebook)
    leaves, channels, body, block = _split_header(lines, labels.review_columns, labels.review_rows)
    rows = table_rows(body, lambda text: "row" if labels.review_rows.find(text) else None)
    if not leaves and not any(len(row.filled) > 1 for row in rows):
        return NO_TABLE
    by_channel = [(labels.review_rows.find(row.label), row) for row in rows if row.label and row.filled]
    if by_channel and all(code for code, _ in by_channel) and len(leaves) == len(codebook.review_columns):
        return _upright(by_channel, leaves, block, codebook, source)
    whole_names = [labels.review_columns.find(field.text) is not None for _, field in leaves]
    order = _addresses([code for code, _ in leaves], whole_names, channels, codebook)
    # A name that nobody knows is misread on a recognised page; as it was printed it may be of another column.
    unnamed = frozenset(at for at, (code, field) in enumerate(leaves) if not code and field.score is None)
    whole = [row for row in rows if len(row.filled) > 1]
    values = [row for row in whole if len(row.filled) == len(order)] or whole
    rest = [row for row in rows if row.filled and row not in values]
    if not values:
        blank = TableRow((), (), body[0] if body else lines[0])
        values = [blank] if not rest else rest[:1]
    header = [cell for _, cell in leaves] if len(leaves) == len(order) else [GridCell("", -1)] * len(order)
    read = agreed([(row, _row_cells(row, order, header, block, codebook, source, unnamed)) for row in values])
    cells = tuple(
        read.get(f"{row}/{column}") or missing_cell(("review", row, column), source)
        for row, column in codebook.cells("review", "2021")
    )
    return TableReading(None, cells, tuple(leftover("review", row) for row in rest), len(values))


def _split_header(
    lines: Sequence[Line], columns: LabelIndex, rows: LabelIndex
) -> tuple[list[tuple[str, GridCell]], list[str], list[Line], int | None]:
    """Parts the header (outcomes, channels) from the lines of values."""
    leaves: list[tuple[str, GridCell]] = []
    named: list[tuple[str, GridCell]] = []
    body: list[Line] = []
    block: int | None = None
    for line in lines:
        if any(is_value(field.text) for field in line.fields if field.text):
            body.append(line)
            continue
        own = [(code, field) for field in line.fields if (code := _damaged_or_whole(field.text, columns))]
        if own:
            own = sorted([*own, *_unknown(line, own, columns, rows)], key=lambda leaf: line.fields.index(leaf[1]))
            # A line that names all outcomes repeats what merged cells above it showed.
            leaves = own if len(own) == _outcomes(columns, rows) else leaves + own
            block = line.place.block if line.aligned else block
        for field in line.fields:
            channel = _damaged_or_whole(field.text, rows) or ("litigation" if _is_litigation(field.text) else None)
            if channel and channel not in [name for name, _ in named]:
                named.append((channel, field))
        # A line of empty fields below the header: the unfilled form.
        if leaves and line.fields and not any(field.text for field in line.fields):
            body.append(line)
    if len({cell.column for _, cell in leaves}) < len(leaves):
        block = None  # merged cells were dropped on the way: only the order of reading is left
    if block is not None:
        leaves.sort(key=lambda leaf: leaf[1].column)
    if block is None or len(leaves) != _outcomes(columns, rows):
        leaves = [leaf for leaf in leaves if leaf[0]]
    return leaves, _channel_order(named, aligned=block is not None), body, block


def _outcomes(columns: LabelIndex, rows: LabelIndex) -> int:
    """How many outcomes the form has, of all channels."""
    return len(set(columns.exact.values())) * len(set(rows.exact.values()))


def _unknown(
    line: Line, own: Sequence[tuple[str, GridCell]], columns: LabelIndex, rows: LabelIndex
) -> list[tuple[str, GridCell]]:
    """The names of a grid's header that are none of the form's, among outcomes and as wide, with the code ""."""
    if not line.aligned:
        return []
    wide = min(field.columns for _, field in own)
    known = [field for _, field in own]
    return [
        ("", field)
        for field in line.fields
        if field.text and field not in known and field.columns == wide
        and not _damaged_or_whole(field.text, rows) and not _is_litigation(field.text)
    ]  # fmt: skip


def _damaged_or_whole(text: str, names: LabelIndex) -> str | None:
    return names.find(text) or names.find_damaged(text, names.exact.values())


def _is_litigation(text: str) -> bool:
    return label_key(text).words == "行政诉讼"


def _channel_order(named: Sequence[tuple[str, GridCell]], *, aligned: bool) -> list[str]:
    """The channels left to right. In text the upper line (行政复议, 行政诉讼) comes before its parts."""
    if aligned:
        return [name for name, field in sorted(named, key=lambda entry: entry[1].column) if name != "litigation"]
    names = [name for name, _ in named]
    if "review" in names and "litigation" in names and names.index("litigation") < names.index("review"):
        names.remove("review")
        names.append("review")
    return [name for name in names if name != "litigation"]


def _addresses(
    codes: Sequence[str], whole: Sequence[bool], channels: Sequence[str], codebook: Codebook
) -> list[Address | None]:
    """The cell each column of the line belongs to, told by the outcomes in the header; None where it is not told."""
    official = list(codebook.cells("review", "2021"))
    outcomes = [column.code for column in codebook.review_columns]
    rows = [row.code for row in codebook.review_rows]
    if not codes:
        return list(official)
    width = len(outcomes)
    if sorted(channels) == sorted(rows):
        rows = list(channels)
    if "" in codes:
        told = _are_told_by_others(codes, whole, outcomes * len(rows))
        return [(row, code) for row in rows for code in outcomes] if told else [None] * len(codes)
    chunks = [list(codes[at : at + width]) for at in range(0, len(codes), width)]
    if len(codes) == len(official):
        # A damaged name that was taken for a neighbour's: the others leave one outcome for its place.
        parts = [whole[at : at + width] for at in range(0, len(codes), width)]
        chunks = [
            outcomes if _but_one(chunk, names, outcomes) else chunk for chunk, names in zip(chunks, parts, strict=True)
        ]
    if len(codes) != len(official) or any(sorted(chunk) != sorted(outcomes) for chunk in chunks):
        chunks = _rising_runs(codes, outcomes)
        if len(codes) < len(official) and len(chunks) == len(rows) and len(codes) >= len(official) - 2:
            return [(row, code) for row, chunk in zip(rows, chunks, strict=True) for code in chunk]
        if len(chunks) != len(channels):
            return list(official) if in_form_order(codes, outcomes * len(rows)) else [None] * len(codes)
        rows = [row for row in rows if row in channels]
    return [(row, code) for row, chunk in zip(rows, chunks, strict=True) for code in chunk]


def _but_one(codes: Sequence[str], whole: Sequence[bool], outcomes: Sequence[str]) -> bool:
    """Whether a channel's names stand in the form's order, all but one, which is damaged."""
    other = [name for code, name, outcome in zip(codes, whole, outcomes, strict=True) if code != outcome]
    return other == [False]


def _are_told_by_others(codes: Sequence[str], whole: Sequence[bool], official: Sequence[str]) -> bool:
    """Whether the names of a grid's header that were read whole are some, and stand in the form's places."""
    known = [code == place for code, name, place in zip(codes, whole, official, strict=True) if name]
    return len(known) >= _KNOWN and all(known)


def _rising_runs(codes: Sequence[str], outcomes: Sequence[str]) -> list[list[str]]:
    runs: list[list[str]] = []
    latest = len(outcomes)
    for code in codes:
        place = outcomes.index(code)
        if place <= latest and (not runs or place <= outcomes.index(runs[-1][-1])):
            runs.append([])
        runs[-1].append(code)
        latest = place
    return runs


def _row_cells(
    row: TableRow,
    order: Sequence[Address | None],
    header: Sequence[GridCell],
    block: int | None,
    codebook: Codebook,
    source: str,
    unnamed: Collection[int] = (),
) -> dict[str, Cell]:
    """The cells of the line of values, by `row/column`; those of columns without a known name are unreadable."""
    known = [address for address in order if address]
    wanted = known or list(codebook.cells("review", "2021"))
    if not row.filled and len(row.values) != len(order):
        return {f"{r}/{c}": blank_cell(("review", r, c), row.line, source) for r, c in wanted}
    fields = assign(row, columns_of([row], header, block)) if row.filled else list(row.values)
    official = codebook.cells("review", "2021")
    if fields is None and len(row.filled) == len(official) and _in_official_order(order, official):
        fields, order = list(row.filled), list(official)
    if fields is None or not known:
        raw = " | ".join(value.text for value in row.filled)
        every = official if not known else wanted
        return {f"{r}/{c}": unreadable_cell(("review", r, c), row.line, raw, source) for r, c in every}
    ruled = block is not None and block == row.line.place.block and len(header) == len(fields)
    spans = merged(fields, [cell.columns for cell in header] if ruled else None)
    doubtful = _doubtful(fields, order)
    cells = {}
    for place, address in enumerate(order):
        if address:
            full, field = ("review", *address), fields[place]
            unsure = field.text and (spans[place] or place in doubtful or place in unnamed)
            cells["/".join(address)] = (
                unreadable_cell(full, row.line, field.text, source)
                if unsure
                else read_cell(full, row.line, field, source)
            )
    return cells


def _doubtful(fields: Sequence[GridCell], order: Sequence[Address | None]) -> set[int]:
    """The places of values that may have slipped, by the sums of their channels."""
    doubtful: set[int] = set()
    zeros = prints_zeros([field.text for field in fields])
    for channel in dict.fromkeys(address[0] for address in order if address):
        places = [at for at, address in enumerate(order) if address and address[0] == channel]
        totals = [at for at, place in enumerate(places) if order[place] == (channel, "total")]
        own = [fields[place] for place in places]
        found = doubtful_fields(own, totals[0] if totals else None, prints_zeros=zeros)
        doubtful |= {places[at] for at in found}
    return doubtful


def _in_official_order(order: Sequence[Address | None], official: Sequence[Address]) -> bool:
    rest: Iterator[Address | None] = iter(official)
    return all(address in rest for address in order)


def _upright(
    by_channel: Iterable[tuple[str | None, TableRow]],
    leaves: Sequence[tuple[str, GridCell]],
    block: int | None,
    codebook: Codebook,
    source: str,
) -> TableReading:
    """A table 4 printed with one line a channel."""
    read: dict[str, Cell] = {}
    found: dict[str, list[TableRow]] = {}
    for code, row in by_channel:
        found.setdefault(str(code), []).append(row)
    header = [cell for _, cell in leaves]
    for code, rows in found.items():
        order: list[Address | None] = [(code, column) for column, _ in leaves]
        read.update(agreed([(row, _row_cells(row, order, header, block, codebook, source)) for row in rows]))
    cells = tuple(
        read.get(f"{row}/{column}") or missing_cell(("review", row, column), source)
        for row, column in codebook.cells("review", "2021")
    )
    return TableReading(None, cells, (), len(found))
