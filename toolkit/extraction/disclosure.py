"""Table 2: what was disclosed on the agency's own initiative, block by block of article 20."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from toolkit.codebook import Block, Codebook
from toolkit.codebook.model import AMOUNT_COLUMNS, CHANGE_COLUMNS
from toolkit.extraction.cells import (
    agreed,
    blank_cell,
    in_form_order,
    merged,
    missing_cell,
    read_cell,
    unreadable_cell,
)
from toolkit.extraction.doubts import prints_zeros
from toolkit.extraction.labels import LabelIndex, is_rest_of, label_key, table_labels
from toolkit.extraction.lines import HEADER_WORDS, Line
from toolkit.extraction.numbers import is_value
from toolkit.extraction.requests import NO_TABLE, TableReading
from toolkit.extraction.rows import (
    Columns,
    TableRow,
    assign,
    columns_of,
    is_noisy,
    leftover,
    table_rows,
    without_trailing_tabs,
)
from toolkit.records import Cell, GridCell

Header = list[tuple[str | None, GridCell]]


class _Part(NamedTuple):
    """The lines below one header of the table; `torn` if the header is text of several lines."""

    block: str | None
    header: Header
    header_block: int | None
    lines: list[Line]
    torn: bool = False


class _Row(NamedTuple):
    row: TableRow
    header: Header
    layout: Columns
    prints_zeros: bool
    torn: bool = False


def read_disclosure(lines: Sequence[Line], codebook: Codebook, source: str) -> TableReading:
    """Returns table 2 of a report.

    Args:
        lines: the table's lines, in order.
        codebook: the forms.
        source: `text` or `ocr`.
    """
    labels = table_labels(codebook)
    parts = _parts(lines, labels.disclosure_blocks, labels.disclosure_columns, labels.disclosure_rows)
    found: dict[str, list[_Row]] = {}
    rest: list[TableRow] = []
    zeros = prints_zeros(
        [field.text for line in lines for field in line.fields if not field.text or is_value(field.text)]
    )
    for part in parts:
        _name_rows(part, codebook, labels.disclosure_rows, found, rest, zeros=zeros)
    if not found:
        return NO_TABLE
    if is_noisy((entry.row, len(entry.header)) for entries in found.values() for entry in entries):
        found = {
            code: [entry._replace(layout=entry.layout._replace(noisy=True)) for entry in entries]
            for code, entries in found.items()
        }
    template = _template(found, codebook)
    if template is None:
        return TableReading(None, (), tuple(leftover("disclosure", row) for row in rest), len(found))
    cells = [
        cell
        for block in codebook.blocks
        for name in block.rows
        if template in name.templates
        for cell in _row_cells(name.code, found.get(name.code, []), block, template, source)
    ]
    # A row that only the other form has is still a printed row: it is kept with what matched nothing.
    asked = {cell.row for cell in cells}
    rest += [entry.row for code, rows in found.items() if code not in asked for entry in rows if entry.row.filled]
    return TableReading(template, tuple(cells), tuple(leftover("disclosure", row) for row in rest), len(found))


def _parts(lines: Sequence[Line], blocks: LabelIndex, columns: LabelIndex, rows: LabelIndex) -> list[_Part]:
    parts = [_Part(None, [], None, [])]
    for line in lines:
        texts = [field for field in line.fields if field.text and not is_value(field.text)]
        code = next((blocks.find(field.text) for field in texts if blocks.find(field.text)), None)
        if code:
            parts.append(_Part(code, [], None, []))
        has_row = any(rows.find(field.text) for field in texts)
        has_value = len(texts) < sum(1 for field in line.fields if field.text)
        named = [(_column_code(field, columns), field) for field in texts if not blocks.find(field.text)]
        is_header = not has_row and not has_value and any(found or _is_word(field.text) for found, field in named)
        if not is_header:
            if has_row or has_value or not code:
                parts[-1].lines.append(line)
            continue
        if parts[-1].lines:
            parts.append(_Part(None, [], None, []))
        # Right of a known column an unknown one is a column too; it has no name, but its values have a place.
        first = next((at for at, (found, _) in enumerate(named) if found), len(named))
        header = [(found, field) for found, field in named[first:] if not _is_word(field.text)]
        at = line.place.block if line.aligned else None
        torn = parts[-1].torn or (at is None and bool(parts[-1].header) and bool(header))
        parts[-1] = parts[-1]._replace(header=parts[-1].header + header, header_block=at, torn=torn)
    return parts


def _column_code(field: GridCell, columns: LabelIndex) -> str | None:
    return columns.find(field.text) or columns.find_damaged(field.text, columns.exact.values())


def _is_word(text: str) -> bool:
    words = label_key(text).words
    return words in HEADER_WORDS["disclosure"] or is_rest_of(words, "信息内容")


def _name_rows(
    part: _Part,
    codebook: Codebook,
    rows: LabelIndex,
    found: dict[str, list[_Row]],
    rest: list[TableRow],
    *,
    zeros: bool,
) -> None:
    printed = table_rows(part.lines, lambda text: "row" if rows.find(text) else None)
    count = len(part.header)
    trimmed = without_trailing_tabs(printed, count) if count else printed
    layout = columns_of(trimmed, [cell for _, cell in part.header], part.header_block)
    known = {rows.find(row.label) for row in trimmed}
    here = {
        row.code for block in codebook.blocks if part.block in (None, block.code) for row in block.rows
    } - known  # fmt: skip
    for row in trimmed:
        code = rows.find(row.label) if row.label else None
        if code is None and row.label and row.filled:
            code = rows.find_damaged(row.label, here - set(found))
        if code:
            found.setdefault(code, []).append(_Row(row, part.header, layout, zeros, part.torn))
        elif row.filled or (row.line.aligned and row.values and row.label):
            rest.append(row)


def _template(found: dict[str, list[_Row]], codebook: Codebook) -> str | None:
    """The form by the headers: they name its columns. Without any header, by rows and counts of values."""
    votes = dict.fromkeys(codebook.templates, 0)
    for block in codebook.blocks:
        for name in block.rows:
            for entry in found.get(name.code, []):
                codes = {code for code, _ in entry.header if code}
                for template in codebook.templates:
                    official = {column.code for column in block.columns[template]}
                    others = {
                        column.code
                        for other in codebook.templates
                        if other != template
                        for column in block.columns[other]
                    }
                    fits = codes and codes <= official and (codes - others or codes == official)
                    count = len(entry.row.filled)
                    fits = fits or (not codes and template in name.templates and count == len(official) > 0)
                    votes[template] += (2 if codes else 1) * bool(fits)
                    votes[template] += 1 if name.templates == (template,) and entry.row.filled else 0
    best = max(votes.values())
    leaders = [template for template, count in votes.items() if count == best]
    return leaders[0] if best and len(leaders) == 1 else (max(leaders) if best else None)


def _row_cells(code: str, rows: Sequence[_Row], block: Block, template: str, source: str) -> Iterable[Cell]:
    official = [column.code for column in block.columns[template]]
    read = agreed([(entry.row, _one_row(code, entry, official, source)) for entry in rows])
    for column in official:
        unit = None if column in AMOUNT_COLUMNS else "件"
        yield read.get(column) or missing_cell(("disclosure", code, column), source, unit)


def _one_row(code: str, entry: _Row, official: Sequence[str], source: str) -> dict[str, Cell]:
    row, header, layout = entry.row, entry.header, entry.layout
    order: list[str | None] = [column for column, _ in header]
    if (not order or (in_form_order(order, official) and len(order) < len(official))) and (
        len(row.filled) == len(official) or not row.filled
    ):
        order = list(official)
        header = [(column, GridCell("", -1)) for column in official]
        layout = Columns(len(official), {}, positional=False)
    units = {column: _unit(column, cell.text) for column, cell in header if column}
    columns = [column for column in order if column in official]
    if not row.filled:
        return {c: blank_cell(("disclosure", code, c), row.line, source, units.get(c, "件")) for c in columns if c}
    fields = assign(row, layout)
    # A heading whose lines are printed apart may stand on a line above its neighbours: which column it names, the
    # order of lines does not tell.
    jumbled = entry.torn and not in_form_order(order, official)
    if fields is None or not order or jumbled:
        lost = {column: units.get(column, _unit(column, "")) for column in (columns or official) if column}
        return _unreadable(code, row, lost, source)
    wide = [cell.columns for _, cell in header] if row.line.aligned and header[0][1].text else None
    spans = merged(fields, wide)
    doubtful = _beside_blank(fields) if entry.prints_zeros else set()
    cells: dict[str, Cell] = {}
    for place, column in enumerate(order):
        if column is None or column not in official:
            continue
        address, field = ("disclosure", code, column), fields[place]
        kind = "amount" if column in AMOUNT_COLUMNS else "change" if column in CHANGE_COLUMNS else "count"
        if field.text and ((spans[place] and len(order) > 1) or place in doubtful):
            cells[column] = unreadable_cell(address, row.line, field.text, source, units[column])
        else:
            cells[column] = read_cell(address, row.line, field, source, kind=kind, unit=units[column])
    return cells


def _unreadable(code: str, row: TableRow, units: dict[str, str | None], source: str) -> dict[str, Cell]:
    """The columns of a row whose values cannot be told apart, each with all that stands in it."""
    raw = " | ".join(value.text for value in row.filled)
    return {
        column: unreadable_cell(("disclosure", code, column), row.line, raw, source, unit)
        for column, unit in units.items()
    }


def _beside_blank(fields: Sequence[GridCell]) -> set[int]:
    """Numbers of several digits beside an empty field, in a table that prints its zeros: 123 may be 12 | 3."""
    return {
        at
        for at, field in enumerate(fields)
        if len(field.text) > 1
        and any(0 <= other < len(fields) and not fields[other].text for other in (at - 1, at + 1))
    }


def _unit(column: str, header: str) -> str | None:
    """The unit a header tells; amounts without one keep None, since real forms mix 元 and 万元."""
    if column not in AMOUNT_COLUMNS:
        return "件"
    return "万元" if "万元" in header else "元" if "元" in header else None
