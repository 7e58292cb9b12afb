"""The mapping that says how another tool's table is laid out: a small TOML file, loaded strictly."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from toolkit.codebook import TABLES, Codebook
from toolkit.errors import ParsedInputError, near_matches
from toolkit.records import CELL_STATES

FACTS = (
    "report_id", "source", "agency", "year", "region_code", "title", "published", "published_source", "signed",
    "template", "template_disclosure", "template_requests", "site_id",
)  # fmt: skip
"""What a table may tell of a whole report."""

ADDRESS = ("table", "row", "column")
PLACES = ("page", "block", "line", "grid_row", "grid_column", "box")
CELL = (*ADDRESS, "value", "raw", "state", "unit", "score", *PLACES)
"""What a table may tell of one cell."""

_SECTIONS = {"columns", "constants", "values", "wide", "json", "empty"}
_VALUES = (*ADDRESS, "state", "unit")
_EMPTY = ("missing", "blank")
_FIELD = re.compile(r"\{(\w*)\}")


@dataclass(frozen=True)
class TableMapping:
    """How a table is laid out. The one without entries is that of the toolkit's own frames.

    Attributes:
        name: the file it was read from, for messages.
        columns: the table's own column by our name (`agency` → `单位`).
        constants: what is the same for the whole table and stands in no column.
        values: what the table's codes mean: our code by theirs, by `table`, `row`, `column`, `state` or `unit`.
        pattern: how a wide table names the column of a cell, with `{table}`, `{row}` and `{column}`.
        wide: cells by the names of columns that follow no pattern.
        reports: where in a JSON file the list of reports is.
        cells: where in each of its reports the list of cells is.
        empty: the state of a cell of which nothing is told.
    """

    name: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    pattern: str | None = None
    wide: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    reports: str | None = None
    cells: str | None = None
    empty: str = "missing"

    @property
    def is_wide(self) -> bool:
        """Whether it describes a table with a column for each cell."""
        return bool(self.pattern or self.wide)


def load_mapping(path: str | Path, codebook: Codebook) -> TableMapping:
    """Returns the mapping of a TOML file; what it may hold stands in `docs/parsed_input.md`.

    Args:
        path: the file.
        codebook: the official forms, whose codes it may name.

    Raises:
        ParsedInputError: it cannot be read, or has an unknown key, code or name.
    """
    path = Path(path)
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ParsedInputError("mapping", f"{path}: there is no such mapping file.") from None
    except OSError as error:
        raise ParsedInputError("mapping", f"{path} cannot be read: {error.strerror}.") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise ParsedInputError("mapping", f"{path} is not a TOML file: {error}.") from None
    return _Loader(str(path), codebook).mapping(document)


class _Loader:
    def __init__(self, name: str, codebook: Codebook) -> None:
        self.name = name
        self.addresses = {
            (table, *cell) for table in TABLES for form in codebook.templates for cell in codebook.cells(table, form)
        }
        self.codes: Mapping[str, tuple[str, ...]] = {
            "table": TABLES,
            "row": tuple(sorted({row for _, row, _ in self.addresses})),
            "column": tuple(sorted({column for _, _, column in self.addresses})),
            "state": CELL_STATES,
            "unit": ("件", "万元", "元"),
        }

    def mapping(self, document: dict[str, Any]) -> TableMapping:
        self.known("the mapping", document, _SECTIONS)
        columns = self.texts("columns", document.get("columns", {}))
        constants = self.texts("constants", document.get("constants", {}), numbers=True)
        for section, entries in (("columns", columns), ("constants", constants)):
            self.known(f"[{section}]", entries, (*FACTS, *CELL))
        for name in columns.keys() & constants.keys():
            raise self.fail(f"{name!r} stands in both [columns] and [constants]: keep one.")
        values = self.table("values", document.get("values", {}))
        self.known("[values]", values, _VALUES)
        wide = self.table("wide", document.get("wide", {}))
        self.known("[wide]", wide, {"pattern", "columns"})
        json = self.texts("json", document.get("json", {}))
        self.known("[json]", json, {"reports", "cells"})
        empty = document.get("empty", "missing")
        if empty not in _EMPTY:
            raise self.fail(f"empty is {empty!r}; it may be 'missing' or 'blank'.")
        return TableMapping(
            self.name,
            columns,
            constants,
            {name: self.renamed(name, entries) for name, entries in values.items()},
            self.pattern(wide.get("pattern")),
            {name: self.address(name, text) for name, text in self.texts("wide", wide.get("columns", {})).items()},
            json.get("reports"),
            json.get("cells"),
            empty,
        )

    def fail(self, message: str) -> ParsedInputError:
        return ParsedInputError("mapping", f"{self.name}: {message}")

    def known(self, where: str, entries: Mapping[str, Any], names: Iterable[str]) -> None:
        for key in entries:
            if key not in names:
                raise self.fail(
                    f"{where} has an unknown key {key!r}.{near_matches(key, names)} Known: {', '.join(sorted(names))}."
                )

    def table(self, where: str, entries: Any) -> Mapping[str, Any]:
        if not isinstance(entries, dict):
            raise self.fail(f"[{where}] is not a table of keys and values.")
        return entries

    def texts(self, where: str, entries: Any, *, numbers: bool = False) -> Mapping[str, str]:
        found = {}
        for key, value in self.table(where, entries).items():
            # A year reads as a number in TOML, a date as a date.
            told = value if isinstance(value, str) else None if isinstance(value, dict | list | bool) else str(value)
            if told is None or not (numbers or isinstance(value, str)) or not told.strip():
                raise self.fail(f"[{where}] {key} is {value!r}, which is no text.")
            found[key] = told
        return found

    def renamed(self, name: str, entries: Any) -> Mapping[str, str]:
        found = self.texts(f"values.{name}", entries)
        for theirs, code in found.items():
            if code not in self.codes[name]:
                raise self.fail(
                    f"[values.{name}] {theirs!r} means {code!r}, which is no {name}."
                    f"{near_matches(code, self.codes[name])}"
                )
        return found

    def pattern(self, pattern: Any) -> str | None:
        if pattern is None:
            return None
        if not isinstance(pattern, str) or sorted(_FIELD.findall(pattern)) != sorted(ADDRESS):
            raise self.fail(
                f"[wide] pattern is {pattern!r}; it names {{table}}, {{row}} and {{column}}, each once, "
                "as in '{table}__{row}__{column}'."
            )
        if re.search(r"\}\{", pattern):
            raise self.fail(f"[wide] pattern {pattern!r} has nothing between two of its fields.")
        return pattern

    def address(self, name: str, text: str) -> tuple[str, str, str]:
        parts = tuple(text.split("."))
        if len(parts) != len(ADDRESS) or parts not in self.addresses:
            known = {".".join(address) for address in self.addresses}
            raise self.fail(
                f"[wide.columns] {name!r} means {text!r}, which is no cell of a form (table.row.column)."
                f"{near_matches(text, known)}"
            )
        return parts
