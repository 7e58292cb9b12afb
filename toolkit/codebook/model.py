"""The shape of the codebook once loaded: frozen, in the order of the official forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

TABLES = ("disclosure", "requests", "review")
AMOUNT_COLUMNS = frozenset({"amount"})
CHANGE_COLUMNS = frozenset({"change"})


@dataclass(frozen=True)
class Template:
    """An official form: its document and the report years (first, last) that must follow it."""

    code: str
    document: str
    first_year: int
    last_year: int


@dataclass(frozen=True)
class Name:
    """A row or column: its code, the official label, other wordings, and the forms that have it.

    `group` is the heading the row stands under in table 3 (`（三）不予公开`), empty elsewhere.
    """

    code: str
    label: str
    aliases: tuple[str, ...]
    templates: tuple[str, ...]
    group: str = ""


@dataclass(frozen=True)
class SectionName:
    """One of the six sections: its number, code, official heading and other headings in use."""

    number: int
    code: str
    label: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Block:
    """One block of table 2, an item of article 20, with its own header line; columns by form."""

    code: str
    label: str
    rows: tuple[Name, ...]
    columns: Mapping[str, tuple[Name, ...]]


@dataclass(frozen=True, eq=False)
class Codebook:
    """The official forms.

    Attributes:
        version: first 12 hex digits of the file's SHA-256.
        templates: the forms by code (`2019`, `2021`).
        sections: the six sections in order.
        blocks: table 2, block by block.
        request_rows: rows of table 3.
        request_columns: columns of table 3.
        request_groups: headings inside table 3 that carry no numbers of their own, with their other wordings.
        review_rows: channels of table 4.
        review_columns: outcomes of table 4.
        sums: sums that prose tells as one number, by code.
    """

    version: str
    templates: Mapping[str, Template]
    sections: tuple[SectionName, ...]
    blocks: tuple[Block, ...]
    request_rows: tuple[Name, ...]
    request_columns: tuple[Name, ...]
    request_groups: tuple[Name, ...]
    review_rows: tuple[Name, ...]
    review_columns: tuple[Name, ...]
    sums: Mapping[str, tuple[str, ...]]

    @cached_property
    def _cells(self) -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
        cells: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
        for template in self.templates:
            cells["disclosure", template] = tuple(
                (row.code, column.code)
                for block in self.blocks
                for row in block.rows
                if template in row.templates
                for column in block.columns[template]
            )
            cells["requests", template] = tuple(
                (row.code, column.code)
                for row in self.request_rows
                if template in row.templates
                for column in self.request_columns
            )
            cells["review", template] = tuple(
                (row.code, column.code) for row in self.review_rows for column in self.review_columns
            )
        return cells

    def cells(self, table: str, template: str) -> tuple[tuple[str, str], ...]:
        """Returns the (row, column) codes that a form asks for in a table, in printed order.

        Args:
            table: `disclosure`, `requests` or `review` (table 4 is the same in both forms).
            template: `2019` or `2021`.

        >>> from toolkit.codebook import shipped_codebook
        >>> [len(shipped_codebook().cells(table, "2021")) for table in TABLES]
        [10, 175, 15]
        """
        return self._cells[table, template]

    def result_rows(self, template: str) -> tuple[str, ...]:
        """Returns the rows of table 3 whose sum is `processed`: 21 in the 2021 form, 19 in the 2019 form.

        >>> from toolkit.codebook import shipped_codebook
        >>> len(shipped_codebook().result_rows("2021")), len(shipped_codebook().result_rows("2019"))
        (21, 19)
        """
        outer = {"new", "carried_in", "processed", "carried_out"}
        return tuple(row.code for row in self.request_rows if template in row.templates and row.code not in outer)

    @cached_property
    def applicants(self) -> tuple[str, ...]:
        """The six applicant columns of table 3, without the total."""
        return tuple(column.code for column in self.request_columns if column.code != "total")

    @cached_property
    def labels(self) -> dict[tuple[str, str], str]:
        """Official Chinese labels by (table, row or column code)."""
        labels: dict[tuple[str, str], str] = {}
        for block in self.blocks:
            for name in (*block.rows, *(column for columns in block.columns.values() for column in columns)):
                labels["disclosure", name.code] = name.label
        for name in (*self.request_rows, *self.request_columns):
            labels["requests", name.code] = name.label
        for name in (*self.review_rows, *self.review_columns):
            labels["review", name.code] = name.label
        return labels
