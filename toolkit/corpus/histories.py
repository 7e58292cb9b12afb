"""A report among the other years of its agency: years without requests, litigation out of nothing, amounts in 元."""

import polars as pl

from toolkit.corpus.derived import with_agency_key
from toolkit.corpus.schema import SORT_KEYS
from toolkit.corpus.thresholds import thresholds

_HEAD = ("report_id", "agency", "year")
_BLANK = ("blank", "unreadable")


def report_history(reports: pl.DataFrame, claimed: pl.DataFrame, review: pl.DataFrame) -> pl.DataFrame:
    """Returns one row per report, with what its agency's earlier years make of it.

    Args:
        reports: the frame of that name.
        claimed: unreadable documents whose agency and year are known.
        review: the frame `review_by_channel`.

    Returns:
        report_id, agency, year, `state` (of its requests), `review_total` (all of table 4; null if one of it is no
        number), and

        - `zero_streak`: whether it is the third year in a row, or a later one, without a request; null where it or a
          year before it, within the agency's reports, does not tell;
        - `litigated_only`: whether there is review or litigation, and neither this year nor the one before a request.
    """
    keyed = _keyed(reports, claimed)
    totals = review.group_by("report_id").agg(
        review_total=pl.when(pl.col("total").is_null().any()).then(None).otherwise(pl.col("total").sum())
    )
    span = thresholds()["streak"]["years"]
    best = (
        keyed.drop_nulls(["agency_key", "year"])
        .sort("agency_key", "year", pl.col("report_id").is_null(), "published", "report_id",
              descending=[False, False, False, True, False], nulls_last=True)
        .unique(["agency_key", "year"], keep="first", maintain_order=True)
    )  # fmt: skip
    found = keyed.filter(pl.col("report_id").is_not_null()).join(totals, on="report_id", how="left")
    for back in range(1, span):
        earlier = best.select(
            "agency_key", (pl.col("year") + back).alias("year"), pl.col("state").alias(f"state_{back}")
        )
        found = found.join(earlier, on=["agency_key", "year"], how="left")
    first = best.group_by("agency_key").agg(first=pl.col("year").min())
    found = found.join(first, on="agency_key", how="left")
    return (
        found.with_columns(zero_streak=_zero_streak(span), litigated_only=_litigated_only())
        .select(*_HEAD, "state", "review_total", "zero_streak", "litigated_only")
        .sort(SORT_KEYS["report_history"])
    )


def _zero_streak(span: int) -> pl.Expr:
    before = [pl.col(f"state_{back}") for back in range(1, span)]
    own = pl.col("state")
    some = pl.any_horizontal([(state == "requests").fill_null(False) for state in before])
    zeros = pl.all_horizontal([(state == "zero").fill_null(False) for state in before])
    return (
        pl.when(own.is_in(_BLANK)).then(None)
        .when(own != "zero").then(False)
        .when(pl.col("year").is_null() | pl.col("first").is_null()).then(None)
        .when(some | (pl.col("year") - (span - 1) < pl.col("first"))).then(False)
        .when(zeros).then(True)
    )  # fmt: skip


def _litigated_only() -> pl.Expr:
    total, before = pl.col("review_total"), pl.col("state_1")
    return (
        pl.when(pl.col("state") == "requests").then(False)
        .when(total.is_null()).then(None)
        .when(total <= 0).then(False)
        .when(pl.col("state").is_in(_BLANK) | pl.col("first").is_null()).then(None)
        .when((before == "zero") | (pl.col("first") == pl.col("year"))).then(True)
        .when(before == "requests").then(False)
    )  # fmt: skip


def _keyed(reports: pl.DataFrame, claimed: pl.DataFrame) -> pl.DataFrame:
    documents = claimed.select("agency", "year", "region_code", requests_state=pl.lit("unreadable"))
    every = pl.concat([reports, documents], how="diagonal_relaxed")
    unnamed = every.filter(pl.col("agency").is_null()).with_columns(agency_key=pl.lit(None, pl.String))
    named = with_agency_key(every.filter(pl.col("agency").is_not_null()))
    columns = [*_HEAD, "agency_key", "published", pl.col("requests_state").alias("state")]
    return pl.concat([named.select(columns), unnamed.select(columns)])


def fee_amounts(chosen: pl.DataFrame, reports: pl.DataFrame, disclosure: pl.DataFrame) -> pl.DataFrame:
    """Returns one row per report whose amount of fees, in 万元, is not zero, beside those of the years around it.

    Args:
        chosen: one report per agency and year, as `preferred` returns them.
        reports: the frame of that name.
        disclosure: the frame `disclosure_by_report`.

    Returns:
        report_id, agency, year, `amount`, `others` (as text, each with its year) and `off`: whether the amount is
        thousands of times each of theirs, or as small a part; null where there is no amount, or none beside it.
    """
    limits = thresholds()["fees"]
    amounts = disclosure.filter(pl.col("form") == "2021").select(*_HEAD, amount="fees__amount")
    amounts = amounts.filter(pl.col("amount").is_null() | (pl.col("amount") != 0))
    keys = with_agency_key(reports.filter(pl.col("agency").is_not_null())).select("report_id", "agency_key")
    found = amounts.join(keys, on="report_id", how="left")
    known = (
        found.join(chosen.select("report_id"), on="report_id", how="semi")
        .filter(pl.col("amount") > 0)
        .select("agency_key", other_year="year", other="amount")
    )
    shifts = [shift for shift in range(-limits["years"], limits["years"] + 1) if shift]
    beside = pl.concat(
        known.with_columns(year=pl.col("other_year") + shift) for shift in shifts
    )  # the year whose report has this one beside it
    ratio = pl.col("amount") / pl.col("other")
    compared = (
        found.filter(pl.col("amount") > 0)
        .join(beside.with_columns(pl.col("year").cast(pl.Int32)), on=["agency_key", "year"])
        .sort("report_id", "other_year")
        .group_by("report_id", maintain_order=True)
        .agg(
            above=(ratio >= limits["times"]).all(),
            below=(ratio <= 1 / limits["times"]).all(),
            settled=(pl.len() > 1) | (pl.col("other_year").first() < pl.col("year").first()),
            others=pl.format("{} ({})", _plain("other"), "other_year").str.join(", "),
        )
    )
    off = pl.when(pl.col("above").is_not_null()).then((pl.col("above") | pl.col("below")) & pl.col("settled"))
    joined = found.join(compared, on="report_id", how="left").with_columns(off=off)
    return joined.select(*_HEAD, "amount", "others", "off").sort(SORT_KEYS["fee_amounts"])


def _plain(column: str) -> pl.Expr:
    """An amount as text, whole ones without a point."""
    return pl.col(column).cast(pl.String).str.strip_suffix(".0")
