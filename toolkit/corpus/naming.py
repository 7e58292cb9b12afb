"""What a user calls a cell → its codes: codes themselves, or the official Chinese labels."""

import re
from collections.abc import Collection, Iterable, Mapping

from toolkit.codebook import TABLES, Codebook
from toolkit.corpus.printed import Key
from toolkit.errors import UnknownName, near_matches
from toolkit.labels import label

_SPACE = re.compile(r"\s+")
# What stands before a label to number it: 一、 （三） 2.
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d+[.．、])")
_MOST_NAMED = 8


def find_cell(codebook: Codebook, cells: Collection[Key], table: str, row: str, column: str) -> Key:
    """Returns the codes of a cell.

    Args:
        codebook: the official forms.
        cells: the cells that a report has.
        table: its code or its official name.
        row: its code or its label, with or without its number (`granted`, `（一）予以公开`, `予以公开`).
        column: its code or its label.

    Raises:
        UnknownName: the report has no such table, row or column, or a label means several; with near matches.
    """
    called_table = _find(table, {code: {label("tables", code)} for code in TABLES}, "", "table")
    rows = dict.fromkeys(key[1] for key in cells if key[0] == called_table)
    if not rows:
        raise UnknownName(f"This report has no table {called_table!r} ({label('tables', called_table)}).")
    names = {code: _names([codebook.labels[called_table, code]]) for code in rows}
    called_row = _find(row, names, f"in table {called_table!r}", "row")
    columns = dict.fromkeys(key[2] for key in cells if key[:2] == (called_table, called_row))
    names = {code: _names(_columns_called(codebook, called_table, called_row, code)) for code in columns}
    return called_table, called_row, _find(column, names, f"in row {called_row!r} of table {called_table!r}", "column")


def official_labels(codebook: Codebook, form: str | None, key: Key) -> tuple[str, str, str]:
    """Returns what the official form calls a cell's table, row (below its heading) and column.

    Args:
        codebook: the official forms.
        form: `2019` or `2021`; the newest for None.
        key: the cell.
    """
    table, row, column = key
    heading = next((name.group for name in codebook.request_rows if (table, name.code) == ("requests", row)), "")
    called = _columns_called(codebook, table, row, column, form)
    own = codebook.labels[table, row]
    return label("tables", table), f"{heading} › {own}" if heading else own, called[-1]


def _columns_called(codebook: Codebook, table: str, row: str, column: str, form: str | None = None) -> list[str]:
    """The labels of a column, oldest form first: in table 2 each block and form has its own."""
    if table != "disclosure":
        return [codebook.labels[table, column]]
    return [
        name.label
        for block in codebook.blocks
        if any(one.code == row for one in block.rows)
        for template in sorted(block.columns)
        if form is None or template == form
        for name in block.columns[template]
        if name.code == column
    ] or [codebook.labels[table, column]]


def _names(official: Iterable[str]) -> set[str]:
    """Labels, and their shorter forms: without their number, and of `行政诉讼 / 复议后起诉` the last part."""
    plain = {_SPACE.sub("", one) for one in official}
    last = {_SPACE.sub("", one.rpartition(" / ")[2]) for one in official}
    return {*plain, *(_NUMBERING.sub("", one) for one in plain), *last}


def _find(name: str, known: Mapping[str, Iterable[str]], where: str, what: str) -> str:
    if name in known:
        return name
    asked = _SPACE.sub("", name)
    found = [code for code, names in known.items() if asked and asked in names]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownName(f"{name!r} means several: {', '.join(found)}. Name one of them.")
    near = near_matches(name, [*known, *(text for names in known.values() for text in sorted(names))])
    there = [*list(known)[:_MOST_NAMED], *(["…"] if len(known) > _MOST_NAMED else [])]
    raise UnknownName(f"There is no {what} {name!r}{f' {where}' if where else ''}: {', '.join(there)}.{near}")
