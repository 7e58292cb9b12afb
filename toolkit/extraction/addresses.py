"""What a parsed table calls tables, rows and columns → cells of the official forms."""

from collections.abc import Collection, Mapping
from functools import cached_property

import polars as pl

from toolkit.codebook import TABLES, Codebook, Template
from toolkit.errors import near_matches
from toolkit.extraction.labels import LabelIndex, table_labels
from toolkit.extraction.mapping import ADDRESS
from toolkit.extraction.parsed_cells import kind_of

NO_FORM = "both"
"""Stands for the form of a table whose rows stand in all of them: its cells are those that all forms have."""


_LONGEST = 100
"""Characters of the longest label that is looked up; the official ones have some fifty."""


class AddressBook:
    """All cells of all forms, each with a number, and the words that lead to them.

    Args:
        codebook: the official forms.
        renamed: what the table's own codes mean, by `table`, `row` and `column`.
    """

    def __init__(self, codebook: Codebook, renamed: Mapping[str, Mapping[str, str]]) -> None:
        self._codebook = codebook
        self._renamed = renamed
        forms = {
            (table, form): [(table, *cell) for cell in codebook.cells(table, form)]
            for table in TABLES
            for form in codebook.templates
        }
        # Numbered in the order of their codes: whoever sorts by the number has sorted by the codes.
        self.cells = sorted({cell for cells in forms.values() for cell in cells})
        self._numbers = {cell: number for number, cell in enumerate(self.cells)}
        self._forms = forms
        self._rows = {table: {row for of, row, _ in self.cells if of == table} for table in TABLES}
        self._columns = {table: {column for of, _, column in self.cells if of == table} for table in TABLES}

    @property
    def forms(self) -> tuple[Template, ...]:
        """The official forms, in the order of the codebook."""
        return tuple(self._codebook.templates.values())

    @cached_property
    def frame(self) -> pl.DataFrame:
        """One row a cell: its number (`address`), codes, `kind`, and the form that alone has it (`only`)."""
        rows = []
        for number, cell in enumerate(self.cells):
            of = [form for form in self._codebook.templates if cell in self._forms[cell[0], form]]
            rows.append((number, *cell, kind_of(cell[2]), of[0] if len(of) == 1 else None))
        schema = {"address": pl.UInt16, **dict.fromkeys(ADDRESS, pl.String), "kind": pl.String, "only": pl.String}
        return pl.DataFrame(rows, schema=schema, orient="row")

    @cached_property
    def asked(self) -> pl.DataFrame:
        """The cells that each form asks for: `table`, `form`, `address`."""
        rows = [(table, form, self._numbers[cell]) for (table, form), cells in self._forms.items() for cell in cells]
        for table in TABLES:
            everywhere = set.intersection(*(set(self._forms[table, form]) for form in self._codebook.templates))
            rows += [(table, NO_FORM, number) for cell, number in self._numbers.items() if cell in everywhere]
        return pl.DataFrame(rows, schema={"table": pl.String, "form": pl.String, "address": pl.UInt16}, orient="row")

    def find(self, table: str | None, row: str | None, column: str | None) -> tuple[int | None, str | None]:
        """Returns the number of a cell and its table's code; None for what there is not.

        A code is taken as it is; an official label or a known wording of one where it means one code only.
        """
        code, found_row, found_column = self._codes(table, row, column)
        return self._numbers.get((code or "", found_row or "", found_column or "")), code

    def problem(self, table: str | None, row: str | None, column: str | None) -> str:
        """Returns what is wrong with an address that is no cell, with the near matches of what is unknown."""
        code, found_row, found_column = self._codes(table, row, column)
        if code is None:
            return _unknown("table", table, TABLES)
        if found_row is None:
            return _unknown("row", row, sorted(self._rows[code]), code)
        if found_column is None:
            return _unknown("column", column, sorted(self._columns[code]), code)
        own = [other for of, name, other in self.cells if (of, name) == (code, found_row)]
        return f"row {row!r} has no column {column!r} in any form; it has {', '.join(own)}"

    def _codes(
        self, table: str | None, row: str | None, column: str | None
    ) -> tuple[str | None, str | None, str | None]:
        code = self._code("table", table, TABLES, self._tables)
        if code is None:
            return None, None, None
        found_row = self._code("row", row, self._rows[code], self._index(code, "rows"))
        return code, found_row, self._code("column", column, self._columns[code], self._index(code, "columns"))

    def _code(self, name: str, text: str | None, codes: Collection[str], index: LabelIndex) -> str | None:
        text = (text or "").strip()
        text = self._renamed.get(name, {}).get(text, text)
        if text in codes:
            return text
        if len(text) > _LONGEST:
            return None
        # A channel of table 4 is told with what stands above it: 行政诉讼 / 复议后起诉.
        return index.find(text) or index.find(text.rsplit("/", 1)[-1])

    @cached_property
    def _tables(self) -> LabelIndex:
        return table_labels(self._codebook).tables

    def _index(self, table: str, what: str) -> LabelIndex:
        labels = table_labels(self._codebook)
        name = {"disclosure": "disclosure", "requests": "request", "review": "review"}[table]
        index: LabelIndex = getattr(labels, f"{name}_{what}")
        return index


def _unknown(name: str, text: str | None, codes: Collection[str], table: str | None = None) -> str:
    if not text:
        return f"{name} is empty"
    of = f" of table {table!r}" if table else ""
    shown = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    near = near_matches(shown, codes)
    return f"{name} {shown!r} is no {name}{of}" + (f".{near}" if near else "")
