"""Tables as CSV and Parquet files, one each, in a folder."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from toolkit.exports.tables import Table

# A spreadsheet takes a text that begins so for a formula, and runs it when the file is opened.
_FORMULA = r"^[=+\-@\t\r\n]"


def write_csv(tables: Sequence[Table], folder: Path) -> None:
    """Writes a CSV file per table, with the mark by which Excel knows UTF-8.

    A text that a spreadsheet would take for a formula has an apostrophe before it, and lists are parted by spaces.

    Args:
        tables: what to write.
        folder: where to; it is there.
    """
    for table in tables:
        plain = _plain(table.frame)
        plain.write_csv(folder / f"{table.name}.csv", include_bom=True, line_terminator="\r\n")


def write_parquet(tables: Sequence[Table], folder: Path) -> None:
    """Writes a Parquet file per table.

    Args:
        tables: what to write.
        folder: where to; it is there.
    """
    for table in tables:
        table.frame.write_parquet(folder / f"{table.name}.parquet")


def neutral(text: pl.Expr) -> pl.Expr:
    """Returns a text with an apostrophe before it where a spreadsheet would take it for a formula.

    Args:
        text: strings.

    >>> pl.DataFrame({"raw": ["=1+1", "-3", "3"]}).select(neutral(pl.col("raw"))).to_series().to_list()
    ["'=1+1", "'-3", '3']
    """
    return pl.when(text.str.contains(_FORMULA)).then("'" + text).otherwise(text)


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    lists = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    told = frame.with_columns(pl.col(name).cast(pl.List(pl.String)).list.join(" ") for name in lists)
    texts = [name for name, dtype in told.schema.items() if dtype == pl.String]
    return told.with_columns(neutral(pl.col(name)).alias(name) for name in texts)
