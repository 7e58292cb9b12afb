"""Every agency with every year, and what there is of it: what the rules about years without a report judge."""

from collections.abc import Collection

import polars as pl

from toolkit.corpus.agency_words import name_words
from toolkit.corpus.derived import preferred
from toolkit.corpus.schema import SCHEMAS, SORT_KEYS

_KEY = ["agency_key", "year"]
_LANGUAGES = ("zh", "en")


def every_year(
    reports: pl.DataFrame, claimed: pl.DataFrame, expected: pl.DataFrame, years: Collection[int] | None
) -> pl.DataFrame:
    """Returns every agency with every year from its first to its last.

    Args:
        reports: with their keys; those without an agency or year are left out.
        claimed: unreadable documents whose agency and year are known, with their keys.
        expected: agencies and years of a roster, as `expected_years` tells them.
        years: those that the corpus was filtered to, None for all: of others nothing can be said.

    Returns:
        agency_key, agency (its latest name), region_code (its latest), year, `state` (`missing` where there is
        nothing), report_id, `expected` (it is on the roster), `certain` (false: which agency the roster means is not
        known), `near`.
    """
    columns = [*_KEY, "agency", "region_code", "state", "report_id"]
    named = {"agency": pl.col("agency_name"), "region_code": pl.col("agency_region")}
    chosen = preferred(reports).with_columns(**named, state="requests_state").select(columns)
    papers = claimed.with_columns(**named, state=pl.lit("unreadable"), report_id=pl.lit(None, pl.String))
    wanted = expected.with_columns(state=pl.lit(None, pl.String), report_id=pl.lit(None, pl.String))
    known = (
        pl.concat([chosen, papers.select(columns), wanted.select(columns)])
        .sort(*_KEY, pl.col("report_id").is_null(), pl.col("state").is_null())
        .unique(_KEY, keep="first", maintain_order=True)
    )
    spans = known.group_by("agency_key", maintain_order=True).agg(
        pl.col("agency", "region_code").first(), year=pl.int_ranges(pl.col("year").min(), pl.col("year").max() + 1)
    )
    every = spans.explode("year", empty_as_null=False).cast({"year": pl.Int32})
    on_roster = expected.select(*_KEY, "certain", "near", expected=pl.lit(True))
    joined = every.join(known.select(*_KEY, "state", "report_id"), on=_KEY, how="left").join(
        on_roster, on=_KEY, how="left"
    )
    asked = joined if years is None else joined.filter(pl.col("year").is_in(list(years)))
    return asked.with_columns(
        pl.col("state").fill_null("missing"), pl.col("expected").fill_null(False), pl.col("certain").fill_null(True)
    )


def agency_years(every: pl.DataFrame) -> pl.DataFrame:
    """Returns the columns that researchers have of `every_year`; agencies that are not surely one are left out."""
    schema = SCHEMAS["agency_years"]
    return every.filter("certain").select(schema.names()).cast(schema).sort(SORT_KEYS["agency_years"])


def agency_year_facts(every: pl.DataFrame) -> pl.DataFrame:
    """Returns one row per agency and year, with what the rules must know of it.

    Args:
        every: as `every_year` returns it.

    Returns:
        report_id, agency, region_code, year, state, `year_before` and `year_after` (the nearest years of which there
        is something), `missing_between` (nothing of this year, but of a year before and of one after), `expected` (it
        is on the roster), `published` (there is a report; null where a document could not be read or the roster does
        not tell which agency it means), `near_zh` and `near_en` (agencies with a name alike that have a report of the
        year, in words; empty where there are none).
    """
    there = pl.when(pl.col("state") != "missing").then("year")
    ordered = every.sort(_KEY).with_columns(
        year_before=there.shift(1).forward_fill().over("agency_key"),
        year_after=there.shift(-1).backward_fill().over("agency_key"),
    )
    missing = pl.col("state") == "missing"
    published = (
        pl.when(pl.col("report_id").is_not_null()).then(True)
        .when(pl.col("certain") & missing).then(False)
    )  # fmt: skip
    facts = ordered.with_columns(
        missing_between=missing & pl.col("year_before").is_not_null() & pl.col("year_after").is_not_null(),
        published=published,
    ).join(_near(every), on=_KEY, how="left")
    return facts.select(
        "report_id", "agency", "region_code", "year", "state", "year_before", "year_after", "missing_between",
        "expected", "published", *(pl.col(f"near_{lang}").fill_null("") for lang in _LANGUAGES),
    ).sort(SORT_KEYS["agency_year_facts"])  # fmt: skip


def _near(every: pl.DataFrame) -> pl.DataFrame:
    """The agencies of a name alike that have a report, by agency and year without one."""
    wanted = every.filter(pl.col("expected") & pl.col("report_id").is_null()).select(*_KEY, "near")
    there = every.filter(pl.col("report_id").is_not_null()).select(key="agency_key", year="year")
    alike = (
        wanted.explode("near", empty_as_null=False).drop_nulls("near").unnest("near").join(there, on=["key", "year"])
    )
    told = name_words()["told"]
    words = [
        pl.format(told["near"][lang], pl.col("name").unique(maintain_order=True).str.join(told["between"][lang])).alias(
            f"near_{lang}"
        )
        for lang in _LANGUAGES
    ]
    return alike.group_by(_KEY, maintain_order=True).agg(words)


def agency_chains(every: pl.DataFrame) -> pl.DataFrame:
    """Returns one row per agency and run of years in which it has a report, without a year between.

    Args:
        every: as `every_year` returns it.

    Returns:
        agency, region_code, `run` (1 for its first), first_year, last_year, `years` (how many).
    """
    there = every.filter(pl.col("report_id").is_not_null()).sort(_KEY)
    begins = (pl.col("year") != pl.col("year").shift(1).over("agency_key") + 1).fill_null(True)
    runs = there.with_columns(run=begins.cum_sum().over("agency_key"))
    return (
        runs.group_by("agency_key", "run", maintain_order=True)
        .agg(
            pl.col("agency", "region_code").first(),
            first_year=pl.col("year").min(),
            last_year=pl.col("year").max(),
            years=pl.len(),
        )
        .select("agency", "region_code", "run", "first_year", "last_year", "years")
        .sort(SORT_KEYS["agency_chains"])
    )


def agency_names(keys: pl.DataFrame) -> pl.DataFrame:
    """Returns one row per agency, name as printed and code: which names are one agency's.

    Args:
        keys: as `agency_keys` returns them.

    Returns:
        agency (its latest name), region_code (its latest), `name`, `name_region_code`, first_year, last_year, reports.
    """
    code = pl.when(~pl.col("code").str.starts_with("site:")).then("code")
    return keys.select(
        region_code="agency_region", name="agency", name_region_code=code,
        first_year="first_year", last_year="last_year", reports="reports", agency="agency_name",
    ).select(pl.col("agency"), pl.exclude("agency")).sort(SORT_KEYS["agency_names"])  # fmt: skip
