"""Parsed tables: a million cells as CSV and Parquet, from file to reports, beside polars' bare reading of the file."""

import io
from collections.abc import Callable
from functools import partial
from time import process_time

import polars as pl

from tests.benchmarks.figure import Figure, at_most
from toolkit.codebook import TABLES, shipped_codebook
from toolkit.documents import read_table
from toolkit.extraction import read_parsed

REPORTS = 5_000
TIMES = 12
"""What reading a table may cost, in bare readings of its CSV; a few times is what settling and completing must cost."""


def measure() -> list[Figure]:
    """Returns processor time from bytes to settled, completed reports, as multiples of the bare reading."""
    frame = _cells()
    figures = [Figure("cells of a parsed table", f"{frame.height:,} of {REPORTS:,} reports")]
    bare = 0.0
    for format_ in ("csv", "parquet"):
        buffer = io.BytesIO()
        (frame.write_csv if format_ == "csv" else frame.write_parquet)(buffer)
        data = buffer.getvalue()
        if format_ == "csv":
            bare = _seconds(partial(pl.read_csv, data, infer_schema=False))
            figures.append(Figure(f"bare reading of the CSV, {len(data) / 1e6:.0f} MB", f"{bare:.2f} s"))
        taken = _seconds(partial(_read, data, format_))
        figures.append(Figure(f"{format_} to reports", f"{taken:.2f} s"))
        figures.append(at_most(f"{format_} to reports, in bare readings of the CSV", taken / bare, TIMES, "{:.1f}"))
    return figures


def _read(data: bytes, format_: str) -> None:
    read_parsed(read_table(data, format_), shipped_codebook())


def _seconds(run: Callable[[], object]) -> float:
    start = process_time()
    run()
    return process_time() - start


def _cells() -> pl.DataFrame:
    book = shipped_codebook()
    addresses = pl.DataFrame(
        [(table, *cell) for table in TABLES for cell in book.cells(table, "2021")],
        schema=["table", "row", "column"],
        orient="row",
    )
    numbers = pl.int_range(pl.len())
    reports = pl.select(number=pl.int_range(REPORTS)).select(
        report_id=pl.format("r{}", "number"),
        agency=pl.format("第{}市水利局", pl.col("number") // 5),
        year=2021 + pl.col("number") % 5,
    )
    return (
        reports.join(addresses, how="cross")
        .with_columns(value=((numbers * 7919) % 997).cast(pl.Float64))
        .with_columns(raw=pl.col("value").cast(pl.Int64).cast(pl.String), state=pl.lit("number"))
    )
