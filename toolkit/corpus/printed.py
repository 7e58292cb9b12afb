"""The three tables as the official form prints them: which cell stands where, over how many rows and columns."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from toolkit.codebook import Codebook, Name
from toolkit.labels import label

Key = tuple[str, str, str]
"""(table, row, column), codes of the codebook."""


class Printed(NamedTuple):
    """One printed cell: a heading with its text, or the place of a number (`key`)."""

    text: str
    columns: int = 1
    rows: int = 1
    key: Key | None = None


Line = list[Printed]


def printed_table(codebook: Codebook, table: str, form: str) -> list[Line]:
    """Returns a table's lines as printed, each with the cells that start in it.

    Args:
        codebook: the official forms.
        table: `disclosure`, `requests` or `review`.
        form: `2019` or `2021`; table 4 is the same in both.
    """
    lines = {"disclosure": _disclosure, "requests": _requests, "review": _review}[table]
    return list(lines(codebook, form))


def _disclosure(codebook: Codebook, form: str) -> Iterator[Line]:
    width = max(len(block.columns[form]) for block in codebook.blocks)
    for block in codebook.blocks:
        rows = [row for row in block.rows if form in row.templates]
        if not rows:
            continue
        columns = block.columns[form]
        last = width - len(columns) + 1  # a block with fewer columns lets its last one reach to the right edge
        spans = [*(1 for _ in columns[1:]), last]
        yield [Printed(block.label, width + 1)]
        yield [
            Printed(label("form", "item")),
            *(Printed(column.label, span) for column, span in zip(columns, spans, strict=True)),
        ]
        for row in rows:
            yield [
                Printed(row.label),
                *(
                    Printed("", span, key=("disclosure", row.code, column.code))
                    for column, span in zip(columns, spans, strict=True)
                ),
            ]


def _requests(codebook: Codebook, form: str) -> Iterator[Line]:
    first, *organisations, last = codebook.request_columns
    yield [Printed(label("form", "corner"), 3, 3), Printed(label("form", "applicants"), len(organisations) + 2)]
    yield [
        Printed(first.label, rows=2),
        Printed(label("form", "organisations"), len(organisations)),
        Printed(last.label, rows=2),
    ]
    yield [Printed(column.label) for column in organisations]
    rows = [row for row in codebook.request_rows if form in row.templates]
    outer = codebook.request_groups[0].label
    for inside, some in groupby(rows, key=lambda row: bool(row.group)):
        members = list(some)
        if not inside:
            yield from ([Printed(row.label, 3), *_numbers(codebook, row)] for row in members)
            continue
        heading = [Printed(outer, rows=len(members))]
        for group, of_group in groupby(members, key=lambda row: row.group):
            in_group = list(of_group)
            if group != outer:
                heading.append(Printed(group, rows=len(in_group)))
            for row in in_group:
                yield [*heading, Printed(row.label, 2 if group == outer else 1), *_numbers(codebook, row)]
                heading = []


def _numbers(codebook: Codebook, row: Name) -> Line:
    return [Printed("", key=("requests", row.code, column.code)) for column in codebook.request_columns]


def _review(codebook: Codebook, form: str) -> Iterator[Line]:
    outcomes = codebook.review_columns
    # A channel's label is `行政诉讼 / 复议后起诉`: what stands above it and its own; 行政复议 has nothing above.
    split = [(row, row.label.split(" / ")) for row in codebook.review_rows]
    top: Line = []
    for heading, some in groupby(split, key=lambda entry: entry[1][0]):
        members = list(some)
        alone = len(members[0][1]) == 1
        top.append(Printed(heading, len(members) * len(outcomes), 2 if alone else 1))
    yield top
    yield [Printed(parts[1], len(outcomes)) for _, parts in split if len(parts) > 1]
    yield [Printed(outcome.label) for _ in split for outcome in outcomes]
    yield [Printed("", key=("review", row.code, outcome.code)) for row, _ in split for outcome in outcomes]
