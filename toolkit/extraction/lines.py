"""Blocks → the lines of each table: grid rows and table-like text lines, told apart by what their labels say."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from toolkit.codebook import TABLES, Codebook
from toolkit.extraction.labels import label_key, table_labels
from toolkit.extraction.numbers import is_value
from toolkit.extraction.wordings import shipped_wordings
from toolkit.records import Grid, GridCell, Paragraph, Place

SECTION_TABLES = dict(enumerate(TABLES, 2))
# Words of the printed headers that are neither row nor column of the codebook.
HEADER_WORDS: Mapping[str, frozenset[str]] = {
    "disclosure": frozenset({"信息内容", "内容"}),
    "requests": frozenset({"申请人情况", "法人或其他组织", "法人和其他组织"}),
    "review": frozenset({"行政复议", "行政诉讼"}),
}
# These labels stand in more than one table, so they tell none.
_SHARED = frozenset({"总计", "合计", "其他", "其他处理", "其它处理", "企业", "内容"})
_PROSE = re.compile(r"[。；！？]")
_LONGEST_LABEL = 90
_LABEL_WITH_NUMBER = re.compile(r"(.*[^\d.,，．、\s])\s*(\d[\d,.，]*)")


class Line(NamedTuple):
    """One line of a table as printed: its fields left to right, and where it stands.

    Attributes:
        fields: the printed fields; empty ones kept.
        place: block, line, page and grid row.
        aligned: whether the fields' column numbers mean the same in every line of the grid.
        from_text: whether it was a paragraph, its fields parted by spaces (so that empty fields are lost).
        in_zone: whether it stands in the table's own section.
    """

    fields: tuple[GridCell, ...]
    place: Place
    aligned: bool
    from_text: bool
    in_zone: bool = False


@cache
def known_words(codebook: Codebook) -> dict[str, str]:
    """Words that tell a table: comparable label → table."""
    labels = table_labels(codebook)
    words: dict[str, str] = {}
    indexes = {
        "requests": (labels.request_rows, labels.request_groups, labels.request_columns),
        "disclosure": (labels.disclosure_blocks, labels.disclosure_rows, labels.disclosure_columns),
        "review": (labels.review_rows, labels.review_columns),
    }
    for table, entries in indexes.items():
        for index in entries:
            words.update(dict.fromkeys(index.exact, table))
        words.update(dict.fromkeys(HEADER_WORDS[table], table))
    return {word: table for word, table in words.items() if word not in _SHARED}


def is_known(text: str, codebook: Codebook) -> bool:
    """Says whether a text is a label or header word of any table, shared ones included."""
    words = label_key(text).words
    return words in known_words(codebook) or words in _SHARED


def table_of(line: Line, codebook: Codebook) -> str | None:
    """Returns the table whose labels a line holds, None when it holds none or only shared ones."""
    for field in line.fields:
        found = _table_told(field.text, codebook)
        if found is not None:
            return found
    return None


@lru_cache(maxsize=20_000)
def _table_told(text: str, codebook: Codebook) -> str | None:
    if not text or len(text) > _LONGEST_LABEL or is_value(text):
        return None
    found = known_words(codebook).get(label_key(text).words)
    return "requests" if found is None and "勾稽关系" in text else found


def grid_lines(grid: Grid) -> Iterator[Line]:
    """Yields the lines of a grid."""
    place = grid.place
    for number, fields in enumerate(grid.rows):
        if fields:
            first = fields[0]
            yield Line(
                fields,
                Place(first.page or place.page, place.block, first.line or place.line, number),
                grid.aligned,
                from_text=False,
            )


def text_line(paragraph: Paragraph, codebook: Codebook) -> Line | None:
    """Returns a paragraph as a table line, its fields parted by spaces, or None when it is prose."""
    text = paragraph.text
    if len(text) > 4 * _LONGEST_LABEL or _PROSE.search(text):
        return None
    if shipped_wordings().page_number.fullmatch(text.replace(" ", "")):
        return None
    fields = _fields(text.split(), codebook)
    if not any(is_value(field) or is_known(field, codebook) for field in fields) and len(text) > _LONGEST_LABEL:
        return None
    place = paragraph.place
    cells = tuple(
        GridCell(field, column, line=place.line, page=place.page, box=place.box, score=paragraph.score)
        for column, field in enumerate(fields)
    )
    return Line(cells, place, aligned=False, from_text=True)


def _fields(tokens: Sequence[str], codebook: Codebook) -> list[str]:
    """Joins the tokens between numbers back into labels: known ones first, the longest that fits."""
    fields: list[str] = []
    run: list[str] = []
    for token in tokens:
        if is_value(token):
            fields.extend(_labels(run, codebook))
            run = []
            fields.append(token)
        else:
            run.append(token)
    fields.extend(_labels(run, codebook))
    return fields


def _labels(run: list[str], codebook: Codebook) -> list[str]:
    found: list[str] = []
    unknown: list[str] = []
    start = 0
    while start < len(run):
        end = next(
            (end for end in range(len(run), start, -1) if is_known("".join(run[start:end]), codebook)),
            None,
        )
        if end is None:
            unknown.append(run[start])
            start += 1
            continue
        if unknown:
            found.append(" ".join(unknown))
            unknown = []
        found.append(" ".join(run[start:end]))
        start = end
    if unknown:
        found.extend(_split_number(" ".join(unknown), codebook))
    return found


def _split_number(text: str, codebook: Codebook) -> list[str]:
    """A label with a number glued to its end: 规章0 → 规章, 0; only where the rest is a known label."""
    match = _LABEL_WITH_NUMBER.fullmatch(text)
    if match and is_known(match[1], codebook):
        return [match[1], match[2]]
    return [text]
