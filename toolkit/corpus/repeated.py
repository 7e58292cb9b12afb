"""Reports of an agency and year that another one stands before, and reports that do not say whose they are."""

import polars as pl

from toolkit.corpus.agency_words import name_words
from toolkit.corpus.derived import preferred, with_agency_key
from toolkit.corpus.schema import SORT_KEYS

_CELL = ["table", "row", "column"]


def set_aside(reports: pl.DataFrame) -> pl.DataFrame:
    """Returns the reports of which another of the same agency and year is preferred, with its id.

    Args:
        reports: all of them, with their keys.
    """
    known = with_agency_key(reports.filter(pl.col("agency").is_not_null() & pl.col("year").is_not_null()))
    first = preferred(known).select(
        "agency_key", "year", *(pl.col(name).alias(f"preferred_{name}") for name in ("report_id", "published"))
    )
    beside = known.join(first, on=["agency_key", "year"])
    return beside.filter(pl.col("report_id") != pl.col("preferred_report_id"))


def repeated_reports(aside: pl.DataFrame, cells: pl.LazyFrame) -> pl.DataFrame:
    """Returns one row per report beside which another of the same agency and year is preferred.

    Args:
        aside: as `set_aside` returns them.
        cells: those of these reports and of the preferred ones, or more.

    Returns:
        report_id, agency, year, preferred_report_id, `published` and `preferred_published` (as text, empty where not
        known), `differences` (how many cells differ in number or state, those of one form alone included), `restated`
        (they differ, and both are dated, on different days), `duplicate` (they differ otherwise).
    """
    ids = pl.concat([aside["report_id"], aside["preferred_report_id"]]).unique()
    here = (
        cells.filter(pl.col("report_id").is_in(ids.implode())).select("report_id", *_CELL, "value", "state").collect()
    )
    pairs = aside.select("report_id", "preferred_report_id")
    own = pairs.join(here, on="report_id")
    other = pairs.join(here.rename({"report_id": "preferred_report_id"}), on="preferred_report_id")
    both = own.join(other, on=["report_id", *_CELL], how="full", coalesce=True, suffix="_preferred")
    unequal = pl.col("value").ne_missing(pl.col("value_preferred")) | pl.col("state").ne_missing(
        pl.col("state_preferred")
    )
    counted = both.filter(unequal).group_by("report_id").agg(differences=pl.len().cast(pl.Int64))
    dates = ("published", "preferred_published")
    days = pl.col("published") != pl.col("preferred_published")
    return (
        aside.join(counted, on="report_id", how="left")
        .with_columns(pl.col("differences").fill_null(0))
        .with_columns(differs=pl.col("differences") > 0, days=days.fill_null(False))
        .with_columns(restated=pl.col("differs") & pl.col("days"), duplicate=pl.col("differs") & ~pl.col("days"))
        .with_columns(pl.col(name).cast(pl.String).fill_null("") for name in dates)
        .select("report_id", "agency", "year", "preferred_report_id", *dates, "differences", "restated", "duplicate")
        .sort(SORT_KEYS["repeated_reports"])
    )


def report_identities(reports: pl.DataFrame) -> pl.DataFrame:
    """Returns one row per report: report_id, agency, year, and whether both are `identified`; what lacks, in words."""
    lacks = {name: pl.col(name).is_null() for name in ("agency", "year")}
    told = name_words()["told"]["lacking"]
    return reports.select(
        "report_id",
        "agency",
        "year",
        identified=~pl.any_horizontal(lacks.values()),
        **{
            f"lacking_{lang}": pl.when(pl.all_horizontal(lacks.values()))
            .then(pl.lit(words["both"]))
            .when(lacks["agency"])
            .then(pl.lit(words["agency"]))
            .when(lacks["year"])
            .then(pl.lit(words["year"]))
            .otherwise(pl.lit(""))
            for lang, words in told.items()
        },
    ).sort(SORT_KEYS["report_identities"])
