"""Which lines of a report belong to which table."""

from collections.abc import Sequence
from typing import NamedTuple

from toolkit.codebook import TABLES, Codebook
from toolkit.extraction.lines import SECTION_TABLES, Line, is_known, table_of, text_line
from toolkit.extraction.numbers import is_value
from toolkit.extraction.outline import Heading, Item, is_furniture
from toolkit.records import Paragraph

# Where a table's own section holds this many of its lines, like lines elsewhere are another table's.
_LINES_OF_A_TABLE = 2


class Zones(NamedTuple):
    """The lines of each table in order, and the positions of all items that are table and not prose."""

    lines: dict[str, list[Line]]
    table_items: frozenset[int]


def sort_into_tables(
    items: Sequence[Item], headings: Sequence[Heading], start: int, end: int, codebook: Codebook
) -> Zones:
    """Returns the table lines among a report's items.

    A line belongs to the table its labels tell, else to the table of the line before it, else to the table of its
    section. Text lines count only inside the sections of the tables, or after a line that a table's labels tell.
    """
    zones = {heading.at: SECTION_TABLES.get(heading.section.number) for heading in headings}
    zone: str | None = None
    current: str | None = None
    found: list[tuple[int, str, Line]] = []
    for at in range(start, end):
        if at in zones:
            zone = current = zones[at]
            continue
        item = items[at]
        if isinstance(item, Paragraph):
            if (current is None and headings) or is_furniture(item.text):
                continue
            line = text_line(item, codebook)
            if line is None:
                continue
            told = table_of(line, codebook)
            if told is None and not _is_table_text(line, current, codebook):
                continue
        else:
            line, told = item, table_of(item, codebook)
        current = told or current
        if current is not None:
            found.append((at, current, line._replace(in_zone=current == zone)))
    lines: dict[str, list[Line]] = {}
    for table in TABLES:
        own = [line for _, name, line in found if name == table]
        inside = [line for line in own if line.in_zone]
        lines[table] = inside if len(inside) >= _LINES_OF_A_TABLE else own
    return Zones(lines, frozenset(at for at, _, _ in found))


def _is_table_text(line: Line, current: str | None, codebook: Codebook) -> bool:
    """Whether a text line that tells no table goes on one: values, a short label, a label of several tables."""
    if current is None:
        return False
    filled = [field.text for field in line.fields if field.text]
    values = sum(1 for text in filled if is_value(text))
    if any(is_known(text, codebook) for text in filled):
        return True
    return values > 0 or (len(filled) == 1 and len(filled[0]) <= 16) or len(filled) > 3
