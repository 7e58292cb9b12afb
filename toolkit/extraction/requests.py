"""Table 3: requests received and handled."""

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
    unreadable_cell,
)
from toolkit.extraction.labels import TableLabels, label_key, table_labels
from toolkit.extraction.lines import HEADER_WORDS, Line
from toolkit.extraction.numbers import is_value, read_number
from toolkit.extraction.rows import (
    Columns,
    TableRow,
    assign,
    columns_of,
    leftover,
    table_rows,
    without_trailing_tabs,
)
from toolkit.records import Cell, GridCell, Leftover

# Labels of a row that are also labels of a column: which one is meant tells only the place in the table.
_ROW_AND_COLUMN = frozenset({"总计", "合计", "其他"})


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
    rows = table_rows(body, lambda text: _is_row_label(text, labels))
    named, rest = _name_rows(rows, codebook, labels)
    template = _template(named, fallback)
    if not named:
        return NO_TABLE
    columns = _columns(header, codebook)
    plain = without_trailing_tabs([row for _, row in named], len(columns))
    named = [(code, row) for (code, _), row in zip(named, plain, strict=True)]
    layout = columns_of(plain, [cell for _, cell in columns], header_block)
    order = [code for code, _ in columns]
    cells = tuple(_cells(named, order, header, layout, codebook, template, source))
    return TableReading(template, cells, tuple(leftover("requests", row) for row in rest), len({c for c, _ in named}))


# ---------------------------------------------------------------- header


def _split_header(
    lines: Sequence[Line], labels: TableLabels
) -> tuple[list[tuple[str | None, GridCell]], list[Line], int | None]:
    """Parts header lines from body lines; a header may come again after a page break."""
    header: list[tuple[str | None, GridCell]] = []
    body: list[Line] = []
    block: int | None = None
    in_header, complete = True, False
    for line in lines:
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
            (body if any(kind == "unknown" for kind in kinds) else []).append(line)
            continue
        if complete:
            continue
        if block is None and "column" in kinds:
            block = line.place.block if line.aligned else None
        header.extend(_header_columns(line, kinds, labels))
    return _in_order(header), body, block


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
    if words in HEADER_WORDS["requests"]:
        return "word"
    return "note" if "关系" in text else "unknown"


def _has_values(line: Line) -> bool:
    return any(field.text and is_value(field.text) for field in line.fields)


def _header_columns(
    line: Line, kinds: Sequence[str], labels: TableLabels
) -> Iterable[tuple[str | None, GridCell]]:
    """The columns a header line names; an unknown name right of a known one is a column of its own."""
    after_known = False
    for field, kind in zip(line.fields, kinds, strict=True):
        if kind in ("column", "either"):
            after_known = True
            yield labels.request_columns.find(field.text), field
        elif kind == "word" and field.columns > 1:
            after_known = True  # 申请人情况, 法人或其他组织: a heading above columns
        elif kind == "unknown" and (after_known or "column" in kinds) and len(label_key(field.text).words) <= 10:
            known = {code for code in labels.request_columns.exact.values()}
            yield labels.request_columns.find_damaged(field.text, known), field


def _in_order(header: list[tuple[str | None, GridCell]]) -> list[tuple[str | None, GridCell]]:
    """Puts the columns of a two-line header in the order in which they stand side by side."""
    seen: set[str] = set()
    unique: list[tuple[str | None, GridCell]] = []
    for code, field in header:
        if code is None or code not in seen:
            unique.append((code, field))
            seen.add(code or "")
    if all(field.box is None for _, field in unique) and len({field.column for _, field in unique}) == len(unique):
        by_place = sorted(unique, key=lambda entry: entry[1].column)
        if by_place[0][0] == "natural_person" and by_place[-1][0] in ("total", None):
            return by_place
    codes = [code for code, _ in unique]
    if "natural_person" in codes and "total" in codes and codes.index("total") == codes.index("natural_person") + 1:
        # As text reads: 自然人, 总计 on the upper line, the organisations below them.
        total = unique.pop(codes.index("total"))
        unique.append(total)
    return unique


def _columns(header: list[tuple[str | None, GridCell]], codebook: Codebook) -> list[tuple[str | None, GridCell]]:
    """The columns by the header, or those of the form where the header is lost, wholly or in part.

    A header that lost columns is completed only if what is left stands in the order of the form: rows that have
    all the form's values then still fit, rows that do not fit it are not read.
    """
    official = [column.code for column in codebook.request_columns]
    codes = [code for code, _ in header]
    complete = [(code, GridCell("", -1)) for code in official]
    return complete if not header or (len(codes) < len(official) and in_form_order(codes, official)) else header


# ---------------------------------------------------------------- rows


def _is_row_label(text: str, labels: TableLabels) -> bool:
    words = label_key(text).words
    return words in labels.request_rows.exact or words in labels.request_groups.exact


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
    named = [(code, row) for code, row in zip(codes, rows, strict=True) if code]
    rest = [
        row for code, row in zip(codes, rows, strict=True)
        if not code and row.labels != () and _is_leftover(row, labels) or (not code and not row.labels and row.filled)
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
    named: Sequence[tuple[str, TableRow]],
    order: Sequence[str | None],
    header: Sequence[tuple[str | None, GridCell]],
    layout: Columns,
    codebook: Codebook,
    template: str | None,
    source: str,
) -> Iterable[Cell]:
    forms = [template] if template else list(codebook.templates)
    by_code: dict[str, list[TableRow]] = {}
    for code, row in named:
        by_code.setdefault(code, []).append(row)
    wide = [field.columns for _, field in header] if len(header) == len(order) else None
    for name in codebook.request_rows:
        if not all(form in name.templates for form in forms):
            continue
        rows = by_code.get(name.code, [])
        read = agreed([(row, _one_row(name.code, row, order, layout, wide, source)) for row in rows])
        for column in codebook.request_columns:
            address = ("requests", name.code, column.code)
            yield read.get(column.code) or missing_cell(address, source)


def _one_row(
    code: str,
    row: TableRow,
    order: Sequence[str | None],
    layout: Columns,
    wide: Sequence[int] | None,
    source: str,
) -> dict[str, Cell]:
    columns = [column for column in order if column]
    if not row.filled:
        fields = row.values if len(row.values) == len(order) else None
        if fields is None:
            return {column: blank_cell(("requests", code, column), row.line, source) for column in columns}
    else:
        assigned = assign(row, layout)
        if assigned is None or (row.line.from_text and has_split_thousands(row) and not _adds_up(row)):
            raw = " | ".join(value.text for value in row.filled)
            return {column: unreadable_cell(("requests", code, column), row.line, raw, source) for column in columns}
        fields = tuple(assigned)
    spans = merged(fields, wide if row.line.aligned else None)
    cells: dict[str, Cell] = {}
    for place, column in enumerate(order):
        if column is None:
            continue
        field, address = fields[place], ("requests", code, column)
        beside_blank = any(0 <= at < len(fields) and not fields[at].text for at in (place - 1, place + 1))
        if field.text and (spans[place] or (read_number(field.text).spaced and beside_blank)):
            # A merged field, or 12 345 beside an empty one: whose number it is cannot be told.
            cells[column] = unreadable_cell(address, row.line, field.text, source)
        else:
            cells[column] = read_cell(address, row.line, field, source)
    return cells


def _adds_up(row: TableRow) -> bool:
    values = [read_number(value.text).value for value in row.filled]
    numbers = [value for value in values if value is not None]
    return len(numbers) == len(values) and sum(numbers[:-1]) == numbers[-1]
