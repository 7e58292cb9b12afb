"""Who the page tells of: one row per agency, and which of them each report and finding is about."""

import polars as pl

from toolkit.dashboard.sources import Loaded

_KEY = ["agency", "region_code"]
_PLACES = ["level", "kind", "province", "city", "county"]


def agencies(corpus: Loaded, findings: pl.DataFrame) -> pl.DataFrame:
    """Returns one row per agency: agency, region_code, level, kind, province, city, county; sorted by name and code.

    Agencies are those of `agency_years`, of reports without a year, and of findings about an agency that has no report.
    What an agency is, its latest report that tells it says.
    """
    years, reports = corpus.agency_years, corpus.reports
    of_years = years.select(_KEY).unique()
    told = _agency_of_reports(corpus).join(reports.select("report_id", "year", *_PLACES), on="report_id")
    latest = told.sort("year", "report_id", nulls_last=False).group_by(_KEY).agg(pl.col(_PLACES).drop_nulls().last())
    named = findings.filter(pl.col("report_id").is_null()).select("agency", region_code=pl.lit(None, pl.String))
    only_named = named.drop_nulls("agency").join(of_years, on="agency", how="anti")
    every = pl.concat([of_years, told.select(_KEY), only_named]).drop_nulls("agency").unique()
    joined = every.join(latest, on=_KEY, how="left", nulls_equal=True)
    # Of an agency without a report, its region's code tells the province.
    prefix = pl.col("region_code").str.slice(0, 2)
    known = joined.select(prefix.alias("prefix"), "province").drop_nulls().unique("prefix", keep="none")
    with_prefix = joined.with_columns(prefix=prefix).join(known, on="prefix", how="left", suffix="_of_code")
    return (
        with_prefix.with_columns(province=pl.coalesce("province", "province_of_code"))
        .select(*_KEY, *_PLACES)
        .sort(_KEY, nulls_last=True)
        .with_row_index("at")
        .cast({"at": pl.Int64})
    )


def _agency_of_reports(corpus: Loaded) -> pl.DataFrame:
    """report_id, agency, region_code as `agency_years` has them; null where a report does not name its agency."""
    years = corpus.agency_years
    reports = corpus.reports.select("report_id", *_KEY)
    direct = years.drop_nulls("report_id").select("report_id", pl.col(_KEY).name.prefix("of_"))
    # Another report of an agency and year, or one without a year: by its name, where that names one agency only.
    alone = years.select(_KEY).unique().unique("agency", keep="none").select("agency", by_name="region_code", one=True)
    joined = reports.join(direct.unique("report_id"), on="report_id", how="left").join(alone, on="agency", how="left")
    code = (
        pl.when(pl.col("of_agency").is_not_null()).then("of_region_code")
        .when(pl.col("one").fill_null(False)).then("by_name")
        .otherwise("region_code")
    )  # fmt: skip
    return joined.select("report_id", "agency", region_code=code)


def agency_of(corpus: Loaded, known: pl.DataFrame) -> pl.DataFrame:
    """Returns report_id and `at`, the row of its agency among the known ones (null where it is not known)."""
    found = _agency_of_reports(corpus)
    return found.join(known.select("at", *_KEY), on=_KEY, how="left", nulls_equal=True).select("report_id", "at")


def agency_named(known: pl.DataFrame) -> pl.DataFrame:
    """Returns agency and `at` of the names that only one agency has."""
    return known.select("agency", "at").unique("agency", keep="none")
