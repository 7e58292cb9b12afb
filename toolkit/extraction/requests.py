"""Table 3: requests received and handled."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from toolkit.codebook import Codebook
from toolkit.extraction.cells import (
    agreed,
    blank_cell,
    has_split_thousands,
    in_form_order,
    merged,
    missing_cell,
    read_cell,
    told_by_others,
    unreadable_cell,
)
from toolkit.extraction.doubts import doubtful_fields, prints_zeros
from toolkit.extraction.labels import TableLabels, is_rest_of, label_key, table_labels
from toolkit.extraction.lines import HEADER_WORDS, Line
from toolkit.extraction.numbers import is_value, read_number
from toolkit.extraction.rows import (
    Columns,
    TableRow,
    assign,
    columns_of,
    leftover,
    table_rows,
    without_false_spans,
    without_trailing_tabs,
)
from toolkit.records import Cell, GridCell, Leftover

# Labels of a row that are also labels of a column: which one is meant tells only the place in the table.
_ROW_AND_COLUMN = frozenset({"总计", "合计", "其他"})
# The columns that stand in the upper line of the header; the others stand below 法人或其他组织.
_UPPER = ("natural_person", "total")


class TableReading(NamedTuple):
    """A table as read: the form found, its cells in printed order, and what matched nothing."""

    template: str | None
    cells: tuple[Cell, ...]
    leftovers: tuple[Leftover, ...]
    rows_found: int


NO_TABLE = TableReading(None, (), (), 0)


def read_requests(lines: Sequence[Line], codebook: Codebook, source: str, fallback: str | None) -> TableReading:
    """Returns table 3 of a report.

    Args:
        lines: the table's lines, in order.
        codebook: the forms.
        source: `text` or `ocr`.
        fallback: the form of table 2, for a table 3 that has lost all rows by which the forms differ.
    """
    labels = table_labels(codebook)
    header, body, header_block = _split_header(lines, labels)
    rows = table_rows(body, lambda text: _label_kind(text, labels))
    named, rest = _name_rows(rows, codebook, labels)
    template = _template(named, fallback)
    if not named:
        return NO_TABLE
    columns = _columns(header, [row for _, row in named], codebook, aligned=header_block is not None)
    plain = [
        row._replace(adds_up=_adds_up(row))
        if row.trailed or len(columns) == len(row.filled) < len(row.values)  # only then it is asked
        else row
        for row in without_false_spans(without_trailing_tabs([row for _, row in named], len(columns)), len(columns))
    ]
    named = [(code, row) for (code, _), row in zip(named, plain, strict=True)]
    layout = columns_of(plain, [cell for _, cell in columns], header_block)
    order = [code for code, _ in columns]
    official = [column.code for column in codebook.request_columns]
    if not in_form_order([code for code in order if code], official):
        named = _doubt_unless_sums_hold(named, order, layout)
    if header_block is None and _is_torn(header, order, official):
        named = [(code, row._replace(certain=False)) for code, row in named]
    fields = [value.text for row in plain for value in row.values]
    table = _Table(order, layout, [field.columns for _, field in columns], prints_zeros(fields), source)
    cells = tuple(_cells(named, table, codebook, template))
    return TableReading(template, cells, tuple(leftover("requests", row) for row in rest), len({c for c, _ in named}))


def _doubt_unless_sums_hold(
    named: Sequence[tuple[str, TableRow]], order: Sequence[str | None], layout: Columns
) -> list[tuple[str, TableRow]]:
    """Believes a header that is not in the form's order only if most rows add up under it."""
    held = 0
    for _, row in named:
        fields = assign(row, layout) if row.filled else None
        if fields is not None and "total" in order:
            values = [read_number(field.text).value or 0.0 for field in fields]
            known = [value for value, code in zip(values, order, strict=True) if code]
            held += 1 if sum(known) == 2 * values[order.index("total")] else -1
    return list(named) if held >= 0 else [(code, row._replace(certain=False)) for code, row in named]


class _Table(NamedTuple):
    """What the rows of the table are read by: their columns' codes and widths, and how values meet them."""

    order: Sequence[str | None]
    layout: Columns
    wide: Sequence[int]
    prints_zeros: bool
    source: str


# ---------------------------------------------------------------- header


class _Named(NamedTuple):
    """A field of the header: `kind` is `upper`, `lower` (a column below 法人或其他组织) or `group` (that heading).

    `row` is the header line it stands in. `aside` marks an unknown name left of all known ones: a column of its
    own, or the heading of the labels.
    """

    kind: str
    code: str | None
    field: GridCell
    row: int
    aside: bool = False


def _is_torn(header: Sequence[_Named], order: Sequence[str | None], official: Sequence[str]) -> bool:
    """Whether a header of text over several lines does not tell its columns.

    Names that wrap in narrow columns (社会 | 法律 over 公益 | 服务) are unknown, and where they stand is not told. Nor
    is it told where a heading stands on a line above its neighbours: set in the middle of two lines, these are printed
    below it. Sums are no witness: the kinds of applicants add up in any order.
    """
    lines = {named.row for named in header if named.kind != "group"}
    on_page = any(named.field.box for named in header)  # its lines are as they were drawn, not as they were written
    if len(lines) > 1 and (None in order or (on_page and not in_form_order(order, official))):
        return True
    headings = [named.row for named in header if named.kind == "group"]
    upper = [named.row for named in header if named.kind == "upper"]
    beside = len(upper) > 1 and len(set(upper)) == 1
    return beside and bool(headings) and min(headings) < upper[0] and not in_form_order(order, official)


def _split_header(lines: Sequence[Line], labels: TableLabels) -> tuple[list[_Named], list[Line], int | None]:
    """Parts header lines from body lines; a header may come again after a page break."""
    header: list[_Named] = []
    body: list[Line] = []
    block: int | None = None
    in_header, complete = True, False
    for line in lines:
        if not in_header and _has_values(line):
            body.append(line)
            continue
        kinds = [_header_kind(field.text, labels) for field in line.fields]
        if "row" in kinds:
            in_header, complete = False, bool(header)
        elif "column" in kinds and not _has_values(line):
            in_header = True
        if not in_header:
            body.append(line)
            continue
        if _has_values(line) and "column" not in kinds:
            # No known row label yet: the damaged first row of a table, or what is left of one.
            if "unknown" in kinds:
                body.append(line)
            continue
        named = list(_header_fields(line, kinds, labels, header[-1].row + 1 if header else 0))
        if not complete:
            if block is None and "column" in kinds:
                block = line.place.block if line.aligned else None
            header.extend(named)
        if header and not named and "unknown" in kinds:
            body.append(line)  # the first line of a label that is wrapped over two
    columns = [named.field.column for named in header if named.kind != "group"]
    if len(set(columns)) < len(columns):
        # Merged cells were dropped on the way: the grid's columns mean nothing any more.
        body = [line._replace(aligned=False) if line.place.block == block else line for line in body]
        block = None
    return header, body, block


def _header_kind(text: str, labels: TableLabels) -> str:
    if not text:
        return "empty"
    if is_value(text):
        return "value"
    words = label_key(text).words
    if words in _ROW_AND_COLUMN:
        return "row" if label_key(text).number else "either"
    if words in labels.request_columns.exact:
        return "column"
    if words in labels.request_rows.exact or words in labels.request_groups.exact:
        return "row"
    if words in HEADER_WORDS["requests"] or is_rest_of(words, "法人或其他组织"):
        return "word"
    return "note" if "关系" in text else "unknown"


def _has_values(line: Line) -> bool:
    return any(field.text and is_value(field.text) for field in line.fields)


def _header_fields(line: Line, kinds: Sequence[str], labels: TableLabels, row: int) -> Iterable[_Named]:
    """The columns a header line names; an unknown name beside known ones is a column of its own."""
    codes = [labels.request_columns.find(field.text) if kind in ("column", "either") else None
             for field, kind in zip(line.fields, kinds, strict=True)]  # fmt: skip
    lower = any(code and code not in _UPPER for code in codes) and not any(code in _UPPER for code in codes)
    beside = "column" in kinds or "either" in kinds
    started = row > 0 and not beside
    for field, kind, code in zip(line.fields, kinds, codes, strict=True):
        if code:
            started = True
            yield _Named("upper" if code in _UPPER else "lower", code, field, row)
        elif kind == "word" and _is_group(field.text):
            started = True
            yield _Named("group", None, field, row)
        elif kind == "unknown" and len(label_key(field.text).words) <= 10 and (beside or started):
            damaged = labels.request_columns.find_damaged(field.text, set(labels.request_columns.exact.values()))
            if damaged or beside:
                under = lower if damaged is None else damaged not in _UPPER
                yield _Named("lower" if under else "upper", damaged, field, row, aside=not (started or damaged))


def _is_group(text: str) -> bool:
    return is_rest_of(label_key(text).words, "法人或其他组织")


def _in_order(header: Sequence[_Named], *, aligned: bool) -> list[tuple[str | None, GridCell]]:
    """Puts the columns of a header of two lines in the order in which they stand side by side.

    A grid tells it by its columns. Text reads the upper line first (自然人, 法人或其他组织, 总计) and then the line
    below: the columns below stand where their heading stood.
    """
    seen: set[str] = set()
    unique: list[_Named] = []
    for named in header:
        if named.kind == "group" or named.code is None or named.code not in seen:
            unique.append(named)
            seen.add(named.code or "")
    columns = [named for named in unique if named.kind != "group"]
    if aligned:
        columns.sort(key=lambda named: named.field.column)
    if aligned or len({named.row for named in columns}) == 1:
        return [(named.code, named.field) for named in columns]
    kinds = [named.kind for named in unique]
    upper = [named for named in unique if named.kind == "upper"]
    lower = [named for named in unique if named.kind == "lower"]
    if "group" in kinds:
        at = sum(1 for kind in kinds[: kinds.index("group")] if kind == "upper")
    elif kinds and kinds == sorted(kinds, reverse=True):
        at = sum(1 for named in upper if named.code == "natural_person")  # upper line first, its heading lost
    else:
        return [(named.code, named.field) for named in columns]
    return [(named.code, named.field) for named in (*upper[:at], *lower, *upper[at:])]


def _columns(
    named: Sequence[_Named], rows: Sequence[TableRow], codebook: Codebook, *, aligned: bool
) -> list[tuple[str | None, GridCell]]:
    """The columns by the header, or those of the form where the header is lost, wholly or in part.

    A header that lost columns is completed if what is left stands in the order of the form and the rows have all
    the form's values; where the rows lost them too, the header tells what is left.
    """
    official = [column.code for column in codebook.request_columns]
    complete: list[tuple[str | None, GridCell]] = [(code, GridCell("", -1)) for code in official]
    if not named:
        return complete
    header = _in_order([entry for entry in named if not entry.aside], aligned=aligned)
    if any(entry.aside for entry in named):
        wider = _in_order(named, aligned=aligned)
        counts = Counter(len(row.values) for row in rows if row.filled)
        if counts[len(wider)] > counts[len(header)]:
            header = wider
    codes = told_by_others(header, official) if aligned else [code for code, _ in header]
    if len(codes) >= len(official) or not in_form_order(codes, official):
        return [(code, field) for code, (_, field) in zip(codes, header, strict=True)]
    lengths = [len(row.filled) for row in rows]
    return complete if lengths.count(len(official)) >= lengths.count(len(codes)) else header


# ---------------------------------------------------------------- rows


def _label_kind(text: str, labels: TableLabels) -> str | None:
    words = label_key(text).words
    if words in labels.request_groups.exact:
        return "group"  # 其他处理 too, the heading of the 2021 form and a row of the 2019 form
    return "row" if words in labels.request_rows.exact else None


def _name_rows(
    rows: list[TableRow], codebook: Codebook, labels: TableLabels
) -> tuple[list[tuple[str, TableRow]], list[TableRow]]:
    """Gives rows their codes: by exact wording, then damaged wordings where wording, number and position agree."""
    codes: list[str | None] = []
    for row in rows:
        codes.append(_exact_code(row, codes, labels))
    order = {name.code: place for place, name in enumerate(codebook.request_rows)}
    for place, row in enumerate(rows):
        if codes[place] is None and row.label and row.filled:
            before = max((order[c] for c in codes[:place] if c), default=-1)
            after = min((order[c] for c in codes[place + 1 :] if c), default=len(order))
            free = [code for code, at in order.items() if code not in codes and before < at < after]
            codes[place] = labels.request_rows.find_damaged(row.label, free)
            if codes[place] is None and len(free) == 1 and labels.request_rows.is_misread(row.label, free[0]):
                codes[place] = free[0]
    named = [(code, row) for code, row in zip(codes, rows, strict=True) if code]
    rest = [
        row for code, row in zip(codes, rows, strict=True)
        if (not code and row.labels != () and _is_leftover(row, labels)) or (not code and not row.labels and row.filled)
    ]  # fmt: skip
    return named, rest


def _exact_code(row: TableRow, before: Sequence[str | None], labels: TableLabels) -> str | None:
    code = labels.request_rows.find(row.label) if row.label else None
    key = label_key(row.label)
    if code == "other" and not row.values:
        return None  # a heading of the 2021 form
    if code == "other_rest":
        latest = next((c for c in reversed(before) if c), None)
        if key.number not in ("", "3") or latest not in ("other_not_corrected", "other_fee_unpaid"):
            return None
    if code == "processed" and key.number not in ("", "7"):
        return None
    return code


def _is_leftover(row: TableRow, labels: TableLabels) -> bool:
    words = label_key(row.label).words
    if words in labels.request_groups.exact or words in HEADER_WORDS["requests"] or "关系" in row.label:
        return bool(row.filled)
    return bool(row.filled) or (row.line.aligned and bool(row.values))


def _template(named: Sequence[tuple[str, TableRow]], fallback: str | None) -> str | None:
    codes = {code for code, _ in named}
    parts = codes & {"other_not_corrected", "other_fee_unpaid", "other_rest"}
    other = any(code == "other" and row.filled for code, row in named)
    if parts:
        return "2021"
    if other or ("other" in codes and not parts and "processed" in codes):
        return "2019"
    return fallback


# ---------------------------------------------------------------- cells


def _cells(
    named: Sequence[tuple[str, TableRow]], table: _Table, codebook: Codebook, template: str | None
) -> Iterable[Cell]:
    forms = [template] if template else list(codebook.templates)
    by_code: dict[str, list[TableRow]] = {}
    for code, row in named:
        by_code.setdefault(code, []).append(row)
    for name in codebook.request_rows:
        if not all(form in name.templates for form in forms):
            continue
        rows = by_code.get(name.code, [])
        read = agreed([(row, _row_cells(name.code, row, table)) for row in rows])
        for column in codebook.request_columns:
            yield read.get(column.code) or missing_cell(("requests", name.code, column.code), table.source)


def _row_cells(code: str, row: TableRow, table: _Table) -> dict[str, Cell]:
    order, source = table.order, table.source
    addresses = {column: ("requests", code, column) for column in order if column}
    if not row.filled and (len(row.values) != len(order) or not row.certain):
        return {column: blank_cell(address, row.line, source) for column, address in addresses.items()}
    fields = assign(row, table.layout) if row.filled else list(row.values)
    if fields is None or (row.line.from_text and has_split_thousands(row) and not _adds_up(row)):
        raw = " | ".join(value.text for value in row.filled)
        return {column: unreadable_cell(address, row.line, raw, source) for column, address in addresses.items()}
    spans = merged(fields, table.wide if row.line.aligned and table.layout.at else None)
    total_at = order.index("total") if "total" in order else None
    doubtful = doubtful_fields(fields, total_at, prints_zeros=table.prints_zeros)
    cells: dict[str, Cell] = {}
    for place, column in enumerate(order):
        if column is None:
            continue
        field, address = fields[place], addresses[column]
        if field.text and (spans[place] or place in doubtful):
            # A merged field, 12 345 beside an empty one, 123 for 12 | 3: whose number it is cannot be told.
            cells[column] = unreadable_cell(address, row.line, field.text, source)
        else:
            cells[column] = read_cell(address, row.line, field, source)
    return cells


def _adds_up(row: TableRow) -> bool:
    """Whether the last of a row's values is the sum of the others."""
    values = [read_number(value.text).value for value in row.filled]
    numbers = [value for value in values if value is not None]
    return len(numbers) == len(values) and sum(numbers[:-1]) == numbers[-1]
