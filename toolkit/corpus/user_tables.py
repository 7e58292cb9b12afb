"""Tables a user gives: CSV files or frames, read strictly; an error names the row and the line."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from toolkit.errors import MetadataError, near_matches

YEARS = range(1990, 2100)


class Column(NamedTuple):
    """A column that a table may have.

    Attributes:
        dtype: of its values.
        parse: a text → its value, None where it is none; None where any text will do.
        wanted: what the error says of a value that is none.
    """

    dtype: pl.DataType
    parse: Callable[[str], Any] | None = None
    wanted: str = ""


def read_table(
    given: str | Path | pl.DataFrame,
    what: str,
    columns: Mapping[str, Column],
    *,
    needed: Sequence[str],
    passed_over: Collection[str] = (),
    check: Callable[[pl.DataFrame], None] = lambda table: None,
) -> pl.DataFrame:
    """Returns a user's table with all columns it may have, and `where` (row and line) of each row.

    Args:
        given: a CSV file (UTF-8, or the GB18030 that spreadsheets write) or a frame.
        what: what errors call it: `roster`.
        columns: those it may have, by name. An empty value is null.
        needed: those it must have, with a value in every row.
        passed_over: columns that may be there and say nothing.
        check: raises `MetadataError` where values of a row do not go together.

    Raises:
        MetadataError: the file cannot be read, a column is unknown or lacking, or a row has a value that is none.
    """
    if isinstance(given, pl.DataFrame):
        table = _read(given, None, what, columns, needed, passed_over)
        check(table)
        return table
    path = Path(given)
    try:
        table = _read(read_csv(path, what), 2, what, columns, needed, passed_over)
        check(table)
        return table
    except MetadataError as error:
        raise (error if str(path) in str(error) else MetadataError(f"{path}: {error}")) from None


def read_csv(path: Path, what: str) -> pl.DataFrame:
    """Returns a CSV file as a frame of texts.

    Args:
        path: of the file, UTF-8 or GB18030.
        what: what errors call it.

    Raises:
        MetadataError: it is not there, or no such text.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise MetadataError(f"{path}: there is no such {what} file.") from None
    except OSError as error:
        raise MetadataError(f"{path} cannot be read: {error.strerror}.") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            raise MetadataError(f"{path} is neither UTF-8 nor GB18030 text: save it as CSV (UTF-8).") from None
    try:
        return pl.read_csv(text.encode(), infer_schema=False, raise_if_empty=True)
    except pl.exceptions.PolarsError as error:
        raise MetadataError(f"{path} is not a CSV table: {str(error).splitlines()[0]}.") from None


def row_told(number: int, first_line: int | None) -> str:
    """Returns what an error calls a row.

    >>> row_told(0, 2)
    'row 1 (line 2)'
    """
    return f"row {number + 1}" + (f" (line {number + first_line})" if first_line else "")


def texts_of(frame: pl.DataFrame) -> pl.DataFrame:
    """Returns a frame as texts without spaces around them; null where there is none."""
    texts = frame.with_columns(pl.all().cast(pl.String).str.strip_chars())
    return texts.with_columns(pl.when(pl.all() != "").then(pl.all()))


def year_of(text: str) -> int | None:
    """Returns the year that a text is, None where it is none."""
    match = re.fullmatch(r"(\d{4})(?:\.0)?年?", text, re.ASCII)
    return int(match[1]) if match and int(match[1]) in YEARS else None


def region_code_of(text: str) -> str | None:
    """Returns the region code that a text is, None where it is none."""
    match = re.fullmatch(r"([1-9]\d{5})(?:\.0)?", text, re.ASCII)
    return match[1] if match else None


YEAR = Column(pl.Int32(), year_of, f"which is no year from {YEARS[0]} to {YEARS[-1]}")
REGION_CODE = Column(pl.String(), region_code_of, "which is not a region code of six digits (GB/T 2260)")
NAME = Column(pl.String())


def _read(
    frame: pl.DataFrame,
    first_line: int | None,
    what: str,
    columns: Mapping[str, Column],
    needed: Sequence[str],
    passed_over: Collection[str],
) -> pl.DataFrame:
    for name in frame.columns:
        if name not in columns and name not in passed_over:
            known = ", ".join(columns)
            near = near_matches(name, columns)
            raise MetadataError(f"The {what} has an unknown column {name!r}.{near} Known are {known}.")
    for name in needed:
        if name not in frame.columns:
            raise MetadataError(f"The {what} needs a column {name!r}.")
    texts = texts_of(frame.select(name for name in frame.columns if name in columns))
    rows = [row_told(number, first_line) for number in range(texts.height)]
    found = {}
    for name, column in columns.items():
        values = texts[name].to_list() if name in texts.columns else [None] * texts.height
        if name in needed and None in values:
            raise MetadataError(f"The {what}'s {rows[values.index(None)]} has no {name}.")
        parsed = [_parsed(column, value, name, row, what) for value, row in zip(values, rows, strict=True)]
        found[name] = pl.Series(name, parsed, column.dtype)
    return pl.DataFrame([*found.values(), pl.Series("where", rows, pl.String)])


def _parsed(column: Column, value: str | None, name: str, row: str, what: str) -> Any:
    if value is None or column.parse is None:
        return value
    parsed = column.parse(value)
    if parsed is None:
        raise MetadataError(f"The {what}'s {row} has {name} {value!r}, {column.wanted}.")
    return parsed
