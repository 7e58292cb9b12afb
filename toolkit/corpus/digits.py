"""Numbers whose digits look wrong: glued to their neighbour's, split over two cells, or a year among the counts."""

from itertools import pairwise

import polars as pl

from toolkit.codebook import Codebook
from toolkit.corpus.across_years import broken_columns, broken_rows
from toolkit.corpus.schema import SORT_KEYS

KINDS = ("leading_zero", "split", "year")
"""Why a number is suspected; of several the first is told."""
_MOST_DIGITS = 6
_PLACE = ["report_id", "table", "row", "column"]


def suspect_digits(
    reports: pl.DataFrame, cells: pl.LazyFrame, by_column: pl.DataFrame, by_row: pl.DataFrame, review: pl.DataFrame,
    codebook: Codebook,
) -> pl.DataFrame:  # fmt: skip
    """Returns one row per number under suspicion, and one per report and kind of suspicion without any.

    Args:
        reports: the frame of that name.
        cells: the long frame.
        by_column: the frame `requests_by_column`.
        by_row: the frame `requests_by_row`.
        review: the frame `review_by_channel`.
        codebook: names rows and columns.

    Returns:
        report_id, agency, year, kind (as in `KINDS`), table, row, column, raw (of `leading_zero`), value, neighbour
        and total (of `split`), and `suspect`: null where nothing is suspected but a cell of tables 3 and 4 is not
        readable, missing, or a table of the two is not there.
    """
    outcomes = tuple(column.code for column in codebook.review_columns if column.code != "total")
    rows = [
        ("requests", codebook.applicants, broken_rows(by_row, codebook.applicants)),
        ("review", outcomes, broken_rows(review, outcomes)),
    ]
    terms = [_cells_of(found, "row", table, [*parts, "total"]) for table, parts, found in rows]
    terms += [_cells_of(found, "column", "requests", names) for found, names in broken_columns(by_column, codebook)]
    suspected = pl.concat(
        [
            _leading_zeros(cells, reports),
            *(_split(found, table, parts) for table, parts, found in rows),
            pl.concat(terms).filter((pl.col("value") - pl.col("year")).is_in([0.0, 1.0])).drop("year"),
        ],
        how="diagonal",
    ).with_columns(pl.col("kind").fill_null("year"))
    suspected = suspected.sort(*_PLACE, pl.col("kind").cast(pl.Enum(KINDS))).unique(
        _PLACE, keep="first", maintain_order=True
    )
    heads = reports.select("report_id", "agency", "year")
    every = heads.join(pl.DataFrame({"kind": KINDS}), how="cross")
    return (
        every.join(suspected, on=["report_id", "kind"], how="left")
        .join(_readable(cells), on="report_id", how="left")
        .with_columns(suspect=pl.when(pl.col("table").is_not_null()).then(True).when("readable").then(False))
        .select(
            "report_id", "agency", "year", "kind", "table", "row", "column", "raw", "value", "neighbour", "total",
            "suspect",
        )
        .sort(SORT_KEYS["suspect_digits"])
    )  # fmt: skip


def _readable(cells: pl.LazyFrame) -> pl.DataFrame:
    """Whether tables 3 and 4 of a report are there, each cell a number or blank."""
    counts = cells.filter(pl.col("table") != "disclosure").group_by("report_id")
    both = pl.col("table").n_unique() == 2
    return counts.agg(readable=both & pl.col("state").is_in(["number", "blank"]).all()).collect()


def _leading_zeros(cells: pl.LazyFrame, reports: pl.DataFrame) -> pl.DataFrame:
    wanted = cells.filter(pl.col("raw").str.contains(r"^\s*0\d+\s*$")).select(*_PLACE, "raw", "value")
    return (
        wanted.join(reports.lazy().select("report_id"), on="report_id", how="semi")
        .with_columns(kind=pl.lit("leading_zero"))
        .collect()
    )


def _cells_of(found: pl.DataFrame, along: str, table: str, names: list[str]) -> pl.DataFrame:
    """The cells of rows or columns that do not add up."""
    other = "column" if along == "row" else "row"
    return found.unpivot(names, index=["report_id", "year", along], variable_name=other).select(
        "report_id", "year", pl.lit(table).alias("table"), "row", "column", "value"
    )


def _split(found: pl.DataFrame, table: str, parts: tuple[str, ...]) -> pl.DataFrame:
    """The first of two neighbours whose digits, put together or apart, make their row add up in one way alone."""
    missing = pl.col("total") - pl.sum_horizontal(parts)
    whole = pl.all_horizontal([(pl.col(name) >= 0) & (pl.col(name) % 1 == 0) for name in (*parts, "total")])
    rows = found.filter(whole).with_columns(missing=missing)
    ways = [
        rows.filter(way).select(
            "report_id", pl.lit(table).alias("table"), "row", pl.lit(first).alias("column"),
            pl.col(first).alias("value"), pl.col(second).alias("neighbour"), "total", kind=pl.lit("split"),
        )
        for first, second in pairwise(parts) for way in _ways(pl.col(first), pl.col(second))
    ]  # fmt: skip
    return pl.concat(ways).filter(pl.len().over("report_id", "row") == 1)


def _ways(first: pl.Expr, second: pl.Expr) -> list[pl.Expr]:
    """How the digits of two neighbours may have been torn or glued, as whether that mends the row."""
    digits = [10.0**power for power in range(1, _MOST_DIGITS)]
    ways = []
    for power in digits:  # 10 | 0 for 100: the second has so many digits
        least = 0 if power == 10 else power / 10
        fits = (first > 0) & (second >= least) & (second < power)
        ways.append(fits & (first * power + second - first - second == pl.col("missing")))
    for whole, empty in ((first, second), (second, first)):  # 120 for 12 | 0
        for power in digits:
            head, tail = (whole / power).floor(), whole % power
            fits = (empty == 0) & (head > 0) & (tail >= (0 if power == 10 else power / 10))
            ways.append(fits & (head + tail - whole == pl.col("missing")))
    return ways
