"""A parsed table in any layout → rows of text: one a number, with our own column names."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import polars as pl

from toolkit.codebook import TABLES, Codebook
from toolkit.errors import ParsedInputError, near_matches
from toolkit.extraction.labels import table_labels
from toolkit.extraction.mapping import ADDRESS, CELL, FACTS, TableMapping
from toolkit.labels import column_labels

NUMBER = "number"
"""The column that holds a row's number in the table, from 1."""

_PATTERNS = ("{table}__{row}__{column}", "tables.{table}.{row}.{column}", "{table}.{row}.{column}")
# What a frame of cells says of how a number came about; no name of a report.
_KINDS = ("text", "ocr", "parsed")
_SHOWN = 12
_LONGEST = 60
_COMPARED = 500


class Rows(NamedTuple):
    """A table in the long layout.

    Attributes:
        frame: `number` and what is told of cells, by our names, all text; of a wide table the fields that are not
            empty.
        reports: `number` and what is told of reports, a line for each row of the table.
        keys: the columns of `reports` that tell one report from another.
        notes: what a person must know, one sentence each.
    """

    frame: pl.DataFrame
    reports: pl.DataFrame
    keys: tuple[str, ...]
    notes: tuple[str, ...]


def rows_of(frame: pl.DataFrame, mapping: TableMapping, codebook: Codebook) -> Rows:
    """Returns a parsed table as rows of text, one a number.

    Args:
        frame: as read, in the long layout (table, row, column, value) or the wide one (a column for each cell).
        mapping: how it is laid out.
        codebook: the official forms.

    Raises:
        ParsedInputError: a column is missing, twice there or of another type, or it is no table of reports at all.
    """
    own_names = frame.columns
    frame = _named(frame, chinese=not mapping.name)
    if mapping.name:
        told = _mapped(frame, mapping)
    else:
        told = {name: name for name in (*FACTS, *CELL) if name in frame.columns}
    for name in told.values():
        if f"{name}_duplicated_0" in frame.columns:  # so polars calls the second of two columns of a CSV
            raise _twice(name)
    cells = _wide_columns(frame.columns, mapping, codebook, told)
    long = all(name in told or name in mapping.constants for name in ADDRESS) and bool({"value", "raw"} & told.keys())
    if not cells and not long:
        raise _no_layout(own_names, told, mapping)
    if not frame.height:
        raise ParsedInputError("empty", "The table has no rows.")
    numbered = frame.with_row_index(NUMBER, offset=1)
    wide = bool(cells) and not long
    facts = _texts(numbered, told, FACTS, mapping)
    if "source" in facts.columns and facts["source"].is_in(_KINDS).all():
        facts = facts.drop("source")
    keys = _keys(facts)
    if wide:
        return Rows(_unpivoted(numbered, cells), facts, (NUMBER,), tuple(_notes(frame.columns, told)))
    rows = _texts(numbered, told, CELL, mapping)
    return Rows(rows, facts, keys, tuple(_notes(frame.columns, told)))


def _named(frame: pl.DataFrame, *, chinese: bool) -> pl.DataFrame:
    """The frame with trimmed column names; if asked for, the Chinese names of our own columns as their codes."""
    codes = {label: code for code, label in column_labels().items() if code in (*FACTS, *CELL)} if chinese else {}
    codes.pop(column_labels()["source"], None)  # 来源 is a word of many tables
    names = {name: name.strip().lstrip("\ufeff") for name in frame.columns}
    names = {
        name: codes[new] if new in codes and codes[new] not in names.values() else new for name, new in names.items()
    }
    if len(set(names.values())) < len(names):
        double = sorted(new for new in set(names.values()) if list(names.values()).count(new) > 1)
        raise _twice(double[0])
    return frame.rename(names)


def _twice(name: str) -> ParsedInputError:
    return ParsedInputError("bad_columns", f"The table has the column {name!r} twice: keep one.")


def _mapped(frame: pl.DataFrame, mapping: TableMapping) -> dict[str, str]:
    for where, names in (("[columns]", mapping.columns.values()), ("[wide.columns]", mapping.wide)):
        for name in names:
            if name not in frame.columns:
                raise ParsedInputError(
                    "bad_columns",
                    f"{mapping.name}: {where} names the column {name!r}, which the table does not have."
                    f"{_near(name, frame.columns)} It has {_shown(frame.columns)}.",
                )
    return dict(mapping.columns)


def _wide_columns(
    names: Sequence[str], mapping: TableMapping, codebook: Codebook, told: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """The columns that each hold one cell, with what they say of table, row and column."""
    found: dict[str, tuple[str, ...]] = dict(mapping.wide)
    patterns = [mapping.pattern] if mapping.pattern else [] if mapping.name and mapping.wide else _PATTERNS
    if mapping.name and not mapping.is_wide and set(ADDRESS) <= {*told, *mapping.constants}:
        return {}
    tables = table_labels(codebook).tables
    renamed = mapping.values.get("table", {})
    for pattern in patterns:
        matcher = _matcher(pattern)
        for name in names:
            match = matcher.fullmatch(name) if len(name) <= 4 * _LONGEST else None
            if match and name not in found and name not in told.values():
                table = match["table"]
                if table in TABLES or table in renamed or tables.find(table):
                    found[name] = tuple(match[part] for part in ADDRESS)
    return found


@cache
def _matcher(pattern: str) -> re.Pattern[str]:
    escaped = re.escape(pattern)
    for part in ADDRESS:
        escaped = escaped.replace(re.escape(f"{{{part}}}"), f"(?P<{part}>.+?)")
    return re.compile(escaped, re.DOTALL)


def _no_layout(names: Sequence[str], told: Mapping[str, str], mapping: TableMapping) -> ParsedInputError:
    needed = [*ADDRESS, "value"]
    missing = [name for name in needed if name not in told and name not in mapping.constants]
    if "raw" in told and "value" in missing:
        missing.remove("value")
    near = {name: _near(name, [other for other in names if other not in told]) for name in missing}
    named = " and ".join(repr(name) for name in missing)
    if mapping.name:
        return ParsedInputError(
            "bad_columns",
            f"{mapping.name}: [columns] does not say which column holds {named}, and no column is named by a cell's "
            f"pattern. The table has {_shown(names)}.",
        )
    # Half a layout, or one with a slip in its header, is meant to be one; any other table is something else.
    if len(missing) - sum(bool(text) for text in near.values()) > 2:
        return ParsedInputError(
            "other_page",
            f"It has neither the columns of a table of cells (table, row, column, value) nor a column for each cell. "
            f"It has {_shown(names)}. If they are numbers of reports, a mapping can say which column holds what.",
        )
    hint = next((text for text in near.values() if text), "")
    return ParsedInputError(
        "bad_columns",
        f"The table lacks the column{'s' * (len(missing) > 1)} {named}.{hint} It has {_shown(names)}. "
        "A mapping can say which of its columns hold what.",
    )


def _near(name: str, names: Iterable[str]) -> str:
    """The near matches of a name; a header of thousands of columns or endless names is not compared in whole."""
    return near_matches(name, [other for other in names if len(other) <= _LONGEST][:_COMPARED])


def _shown(names: Iterable[str]) -> str:
    listed = [repr(name if len(name) <= 40 else name[:40] + "…") for name in names]
    return ", ".join(listed[:_SHOWN]) + (f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else "")


def _texts(frame: pl.DataFrame, told: Mapping[str, str], names: Sequence[str], mapping: TableMapping) -> pl.DataFrame:
    """The told columns of these names, all as text, with the mapping's constants and meanings."""
    columns = [pl.col(NUMBER)]
    for name in names:
        if name in told:
            texts = _text(frame, name, told[name])
            if (meanings := mapping.values.get(name)) and name not in ADDRESS:
                texts = texts.str.strip_chars().replace(dict(meanings))
            columns.append(texts.alias(name))
        elif name in mapping.constants:
            columns.append(pl.lit(mapping.constants[name]).alias(name))
    return frame.select(columns)


def _text(frame: pl.DataFrame, name: str, theirs: str) -> pl.Expr:
    dtype = frame.schema[theirs]
    column = pl.col(theirs)
    if isinstance(dtype, pl.List) and name == "box":
        return pl.lit("[") + column.cast(pl.List(pl.String)).list.join(",") + pl.lit("]")
    if dtype.is_nested() or dtype in (pl.Binary, pl.Object) or (dtype.is_temporal() and name in ("value", *ADDRESS)):
        raise ParsedInputError("bad_columns", f"The column {theirs!r} holds {dtype}, which is no {name}.")
    if dtype == pl.Boolean and name in ("value", "year", *ADDRESS):
        raise ParsedInputError("bad_columns", f"The column {theirs!r} holds true and false, which is no {name}.")
    return column if dtype == pl.String else column.cast(pl.String)


def _keys(facts: pl.DataFrame) -> tuple[str, ...]:
    """The columns that tell one report from another: its id, else its source, agency and year, those that are there."""
    if "report_id" in facts.columns:
        return ("report_id",)
    names = [name for name in ("source", "agency", "year") if name in facts.columns]
    if "source" in names or {"agency", "year"} <= set(names):
        return tuple(names)
    has = f" (it has {names[0]!r} alone)" if names else ""
    raise ParsedInputError(
        "bad_columns",
        f"The table names no report{has}: it needs a column 'report_id' or 'source', or both 'agency' and 'year'.",
    )


def _unpivoted(frame: pl.DataFrame, cells: Mapping[str, Sequence[str]]) -> pl.DataFrame:
    """A row for each field of a wide table that is not null."""
    texts = [_text(frame, "value", name).alias(name) for name in cells]
    wide = frame.select(NUMBER, *texts)
    long = wide.unpivot(index=NUMBER, variable_name="name", value_name="value").drop_nulls("value")
    parts = pl.DataFrame([(name, *address) for name, address in cells.items()], schema=["name", *ADDRESS], orient="row")
    return long.join(parts, on="name", maintain_order="left").select(NUMBER, *ADDRESS, "value")


def _notes(names: Sequence[str], told: Mapping[str, str]) -> Iterable[str]:
    """Names that are nearly ours: what they hold was not read, and perhaps should have been."""
    absent = [name for name in (*FACTS, *CELL) if name not in told]
    for name in names[:_COMPARED]:
        if name not in told.values() and "__" not in name and "." not in name:
            near = near_matches(name, absent, most=1) if 3 < len(name) <= _LONGEST else ""
            if near:
                yield f"The column {name!r} was not read.{near}"
