"""A table printed just as one before, but for its numbers, is read as that one was.

Agencies fill in one official form, and a content management system prints it the same way every time. How such a table
is read depends on its labels, its merged cells and on where a number stands, not on which number it is; so the way from
field to cell is remembered, and the next table of that print only has its numbers put in their places.

Nothing is remembered where a number could have had a say: where it stands beside an empty field (it may have slipped),
under a header in another order than the form's, in a row that is printed twice, or where not every number was read.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple

from toolkit.codebook import Codebook
from toolkit.extraction.cells import missing_cell
from toolkit.extraction.labels import label_key, table_labels
from toolkit.extraction.lines import Line
from toolkit.extraction.requests import TableReading
from toolkit.extraction.rows import place_of
from toolkit.records import Cell, Place

_REMEMBERED = 512
_PLAIN = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]+)?")

Read = Callable[..., TableReading]
Spot = tuple[int, int | None]
"""Where in a table's lines a cell stands: line and field; no field for the cells of an empty row."""
_Key = tuple[Any, ...]
_Head = tuple[str, str, str, str | None, str, str]
"""Table, row, column, unit, state and source of a cell."""
# `Cell(…)` is a function of Python's own; two hundred calls a report add up.
_new_cell = partial(tuple.__new__, Cell)
_new_place = partial(tuple.__new__, Place)


class _Way(NamedTuple):
    """How a table is read: what of each cell no number decides, and where it stands; None for one the table lacks.

    What is the same in many prints is kept once: a way takes a few kilobytes.
    """

    template: str | None
    rows_found: int
    heads: tuple[_Head, ...]
    spots: tuple[Spot | None, ...]


_ways: dict[_Key, _Way] = {}


def read_as_before(read: Read, lines: Sequence[Line], codebook: Codebook, *context: str | None) -> TableReading:
    """Returns `read(lines, codebook, *context)`, by memory where a table of the same print was read before.

    Args:
        read: `read_disclosure`, `read_requests` or `read_review`.
        lines: the table's lines, in order.
        codebook: the forms.
        *context: what else the reading depends on.
    """
    key = _print_of(lines, codebook)
    if key is None:
        return read(lines, codebook, *context)
    key = (read, codebook, *context, *key)
    way = _ways.get(key)
    if way is not None:
        return _follow(way, lines)
    reading = read(lines, codebook, *context)
    way = _way(reading, lines)
    if way is not None:
        if len(_ways) >= _REMEMBERED:
            del _ways[next(iter(_ways))]
        _ways[tuple(map(_once, key))] = way
    return reading


def forget() -> None:
    """Forgets every table, as a new process would."""
    _ways.clear()


@lru_cache(maxsize=50_000)
def plain_number(text: str) -> float | None:
    """Returns a number printed in digits alone, the same in every table and column; None for all else.

    >>> plain_number("1234"), plain_number("-4"), plain_number("96171.6"), plain_number("1,234"), plain_number("007")
    (1234.0, -4.0, 96171.6, None, None)
    """
    return (float(text) or 0.0) if _PLAIN.fullmatch(text) else None  # -0 is 0


def _print_of(lines: Sequence[Line], codebook: Codebook) -> _Key | None:
    """What tables of one print have in common: everything but their numbers and where they stand in the document."""
    parts: list[Any] = []
    first = lines[0].place.block if lines else None
    for fields, place, aligned, _, _ in lines:
        if not aligned or place.block is None or first is None:
            return None
        if any(field.score is not None for field in fields):
            return None  # how sure a recogniser is of a number has a say
        parts += (place.block - first, place.grid_row)
        parts += [_meaning(field[0], codebook) for field in fields]
        parts += [field[1:4] for field in fields]  # column, columns, rows
    return tuple(parts) if parts else None


@lru_cache(maxsize=50_000)
def _meaning(text: str, codebook: Codebook) -> Any:
    """What the readers of tables can see of a field: nothing of a number, of a label what it stands for."""
    if plain_number(text) is not None:
        return None
    key = label_key(text)
    if not key.words:
        return text
    codes = tuple(index.exact.get(key.words) for index in table_labels(codebook))
    return key.number, codes if any(codes) else key.words, "关系" in text, "元" in text, "万元" in text


@lru_cache(maxsize=20_000)
def _once(part: Any) -> Any:
    """The part itself, the same one for all that are equal."""
    return part


def _follow(way: _Way, lines: Sequence[Line]) -> TableReading:
    rows = [(line.fields, line.place) for line in lines]
    cells: list[Cell] = []
    for (table, row, name, unit, state, source), spot in zip(way.heads, way.spots, strict=True):
        if spot is None:
            cells.append(missing_cell((table, row, name), source, unit))
            continue
        fields, where = rows[spot[0]]
        if spot[1] is None:
            cells.append(Cell(table, row, name, None, unit, "", state, source, None, where))
            continue
        page, block, text_line, grid_row, _, _ = where
        text, column, _, _, own_line, own_page, box, score, _ = fields[spot[1]]
        place = _new_place((own_page or page, block, own_line or text_line, grid_row, column, box))
        cells.append(_new_cell((table, row, name, plain_number(text), unit, text, state, source, score, place)))
    return TableReading(way.template, tuple(cells), (), way.rows_found)


def _way(reading: TableReading, lines: Sequence[Line]) -> _Way | None:
    """The way a table was read, None where a number could have had a say in it."""
    if reading.leftovers or not reading.cells:
        return None
    spots: dict[Place, Spot] = {}
    numbers = set()
    for at, line in enumerate(lines):
        own = [(at, number) for number, field in enumerate(line.fields) if plain_number(field.text) is not None]
        if own and not all(field.text for field in line.fields):
            return None
        numbers.update(own)
        spots.update((place_of(line, field), (at, number)) for number, field in enumerate(line.fields))
        if not own:
            spots[line.place] = (at, None)  # a row without a number: its cells are blank, and stand nowhere in it
    where = [spots.get(cell.place) for cell in reading.cells]
    read = [spot for cell, spot in zip(reading.cells, where, strict=True) if cell.state == "number"]
    if set(read) != numbers:
        return None
    plain = all(
        cell.state in ("number", "missing") or (cell.state == "blank" and spot is not None)
        for cell, spot in zip(reading.cells, where, strict=True)
    )
    if not plain or not _in_form_order(read):
        return None
    heads = tuple([_once((*cell[:3], cell.unit, cell.state, cell.source)) for cell in reading.cells])
    return _Way(reading.template, reading.rows_found, heads, tuple(map(_once, where)))


def _in_form_order(spots: Sequence[Spot | None]) -> bool:
    """Whether the numbers of each line, in the order of the form's cells, stand from left to right."""
    latest: dict[int, int] = {}
    for at, number in filter(None, spots):
        if number is not None:
            if number < latest.get(at, 0):
                return False
            latest[at] = number
    return True
