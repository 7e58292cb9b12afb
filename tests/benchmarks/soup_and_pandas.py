"""The baseline: a report's page read with BeautifulSoup and pandas.read_html, as one would for such pages.

It is written for clean pages of the official forms and trusts them: no damaged labels, no cut tables, no encodings
but UTF-8, no rows out of place. What a run can prepare once (the dictionaries of labels) is prepared once.
"""

import io
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from bs4 import BeautifulSoup

from toolkit.codebook import Name, shipped_codebook

Key = tuple[str, str, str]
Value = tuple[float | None, str | None, str]
"""A cell's value, unit and state."""

_TITLE = re.compile(r"(?:(\d{4})年度?)?(.+?)(?:(\d{4})年度?)?政府信息公开(?:工作)?年度报告")
_DAY = re.compile(r"(\d{4})[年-](\d{1,2})[月-](\d{1,2})日?")
_NUMBER = re.compile(r"([+-]?)(\d+(?:\.\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?)(件|万元|元)?")
_DASHES = frozenset({"", "/", "-", "—"})


class Page(NamedTuple):
    """What the baseline finds on a page."""

    agency: str | None
    year: int | None
    published: date | None
    signed: date | None
    site_id: str | None
    sections: Mapping[int, str]
    cells: Mapping[Key, Value]


class _Labels(NamedTuple):
    sections: Mapping[str, int]
    disclosure_rows: Mapping[str, str]
    disclosure_columns: Mapping[tuple[str, str], str]
    request_rows: Mapping[str, str]
    request_columns: Mapping[str, str]
    review_rows: Mapping[str, str]
    review_columns: Mapping[str, str]


def read_page(file: Path) -> Page:
    """Returns what a clean page of a report says: who, when, its sections, and every cell of its three tables."""
    text = file.read_bytes().decode()
    soup = BeautifulSoup(text, "lxml")
    cells: dict[Key, Value] = {}
    for frame in pd.read_html(io.StringIO(text), flavor="lxml", keep_default_na=False):
        cells.update(_cells(frame.to_numpy().tolist()))
    metadata = {str(tag.get("name", "")).lower(): str(tag.get("content", "")) for tag in soup.find_all("meta")}
    for table in soup.find_all("table"):
        table.extract()
    heading = soup.find("h1")
    title = _TITLE.search("".join(heading.get_text().split())) if heading is not None else None
    sections, signed = _prose([tag.get_text().strip() for tag in soup.find_all("p")])
    return Page(
        title[2] if title else None,
        int(title[1] or title[3]) if title and (title[1] or title[3]) else None,
        _day(metadata.get("pubdate", "")),
        signed,
        metadata.get("siteidcode"),
        {number: "\n".join(lines) for number, lines in sections.items()},
        cells,
    )


def _prose(paragraphs: list[str]) -> tuple[dict[int, list[str]], date | None]:
    """Returns the lines of each section, and the day below the last one."""
    labels = _labels()
    sections: dict[int, list[str]] = {}
    current = 0
    for text in paragraphs:
        number = labels.sections.get(text.partition("、")[2])
        if number:
            current = number
            sections[current] = []
        elif current == 6 and _DAY.fullmatch(text):
            sections[current].pop()  # the name of who signed
            return sections, _day(text)
        elif current and text:
            sections[current].append(text)
    return sections, None


def _day(text: str) -> date | None:
    match = _DAY.match(text)
    return date(int(match[1]), int(match[2]), int(match[3])) if match else None


def _cells(rows: list[list[Any]]) -> Iterator[tuple[Key, Value]]:
    corner = str(rows[0][0])
    if corner.startswith("第二十条"):
        return _disclosure(rows)
    return _requests(rows) if "申请人情况" in rows[0] else _review(rows)


def _disclosure(rows: list[list[Any]]) -> Iterator[tuple[Key, Value]]:
    labels = _labels()
    block, header = "", rows[0]
    for row in rows:
        first = str(row[0])
        if first.startswith("第二十条"):
            block = first
        elif first == "信息内容":
            header = row
        else:
            code = labels.disclosure_rows[first]
            # read_html repeats merged cells: a column that comes again is the same one.
            for name, raw in dict(zip(header[1:], row[1:], strict=True)).items():
                column = labels.disclosure_columns[block, name.removesuffix("（元）").removesuffix("（万元）")]
                unit = "件"
                if column == "amount":
                    unit = "万元" if "万元" in name else "元" if "元" in name else ""
                yield ("disclosure", code, column), _value(raw, unit)


def _requests(rows: list[list[Any]]) -> Iterator[tuple[Key, Value]]:
    labels = _labels()
    columns = [labels.request_columns[name] for name in rows[2][3:]]
    for row in rows[3:]:
        code = labels.request_rows[row[2]]
        for column, raw in zip(columns, row[3:], strict=True):
            yield ("requests", code, column), _value(raw, "件")


def _review(rows: list[list[Any]]) -> Iterator[tuple[Key, Value]]:
    labels = _labels()
    above, channels, outcomes, values = rows
    for upper, channel, outcome, raw in zip(above, channels, outcomes, values, strict=True):
        row = labels.review_rows.get(channel) or labels.review_rows[upper]
        yield ("review", row, labels.review_columns[outcome]), _value(raw, "件")


def _value(raw: str, unit: str) -> Value:
    if raw in _DASHES:
        return None, unit or None, "blank"
    match = _NUMBER.fullmatch(raw)
    if match is None:
        return None, unit or None, "unreadable"
    value = float(match[2].replace(",", ""))
    return -value if match[1] == "-" else value, (unit or match[3]) or None, "number"


@cache
def _labels() -> _Labels:
    book = shipped_codebook()
    review_rows = {row.label.rpartition(" / ")[2]: row.code for row in book.review_rows}
    columns = {
        (block.label, label): code
        for block in book.blocks
        for names in block.columns.values()
        for label, code in _wordings(names).items()
    }
    return _Labels(
        {label: section.number for section in book.sections for label in (section.label, *section.aliases)},
        _wordings(row for block in book.blocks for row in block.rows),
        columns | {(block, label.split("（")[0]): code for (block, label), code in columns.items()},
        _wordings(book.request_rows),
        _wordings(book.request_columns),
        review_rows,
        _wordings(book.review_columns),
    )


def _wordings(names: "Iterator[Name] | tuple[Name, ...]") -> dict[str, str]:
    return {label: name.code for name in names for label in (name.label, *name.aliases)}
