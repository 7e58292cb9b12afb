"""The user's table of subordinates: a government's report about its area beside those of the agencies below it."""

from pathlib import Path
from typing import NamedTuple

import polars as pl

from toolkit.corpus.agency_lookup import Agency, KnownAgencies
from toolkit.corpus.agency_spelling import spelling
from toolkit.corpus.derived import preferred
from toolkit.corpus.frames import Identifies
from toolkit.corpus.roster import meant_by
from toolkit.corpus.schema import SORT_KEYS
from toolkit.corpus.user_tables import NAME, REGION_CODE, YEAR, read_table

SUBORDINATE_COLUMNS = {
    "agency": NAME,
    "superior": NAME,
    "year": YEAR,
    "region_code": REGION_CODE,
    "superior_region_code": REGION_CODE,
}
PAIRS = pl.Schema({"agency_key": pl.String(), "superior_key": pl.String(), "year": pl.Int32()})


class Below(NamedTuple):
    """Who is below whom: `pairs` (agency_key, superior_key, year; null for every year), and what was not used."""

    pairs: pl.DataFrame
    warnings: tuple[str, ...]


def read_subordinates(given: str | Path | pl.DataFrame) -> pl.DataFrame:
    """Returns the user's table of subordinates.

    Args:
        given: a CSV file or frame with `agency` and `superior` (a government), and optionally `year` (without it: in
            every year) and `region_code`, `superior_region_code` (six digits, GB/T 2260).

    Raises:
        MetadataError: the file cannot be read, a column is unknown or lacking, or a row has a value that is none.
    """
    return read_table(given, "table of subordinates", SUBORDINATE_COLUMNS, needed=("agency", "superior"))


def below(subordinates: pl.DataFrame, keys: pl.DataFrame, identifier: Identifies) -> Below:
    """Returns who is below whom among the agencies of a corpus.

    Args:
        subordinates: as `read_subordinates` returns them.
        keys: of the corpus, as `agency_keys` returns them.
        identifier: tells places of names.
    """
    known, found, warnings = KnownAgencies(keys), [], []
    columns = ("agency", "region_code", "superior", "superior_region_code", "year", "where")
    for agency, code, superior, superior_code, year, where in subordinates.select(columns).iter_rows():
        ends = [_meant(name, told, year, known, identifier)
                for name, told in ((agency, code), (superior, superior_code))]  # fmt: skip
        lost = [end for end in ends if isinstance(end, str)]
        warnings += [f"subordinates: {where}: {end}" for end in lost]
        if not lost:
            found.append((*(end.key for end in ends if isinstance(end, Agency)), year))
    pairs = pl.DataFrame(found, schema=PAIRS, orient="row").unique(maintain_order=True)
    return Below(pairs.filter(pl.col("agency_key") != pl.col("superior_key")), tuple(warnings))


def _meant(
    agency: str, told: str | None, year: int | None, known: KnownAgencies, identifier: Identifies
) -> Agency | str:
    identity = identifier.identify(agency, year)
    code = told or identity.region_code
    certain, doubtful = meant_by(agency, spelling(agency, code, identity.level, year).name, code, known)
    if certain:
        return certain
    return f"{agency!r} may be several agencies: add region_code." if doubtful else f"there is no agency {agency!r}."


def roll_ups(reports: pl.DataFrame, by_row: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Returns one row per government's report, subordinate's report of the same year and row of table 3.

    Args:
        reports: with their keys.
        by_row: the frame `requests_by_row`.
        pairs: who is below whom, as `below` tells it.

    Returns:
        report_id, agency, year (of the government's report), `subordinate`, `subordinate_report_id`, `row`, `total`
        and `subordinate_total`: numbers of the column total.
    """
    chosen = preferred(reports).select("agency_key", "agency", "year", "report_id", "kind")
    areas = chosen.filter(pl.col("kind") == "government").drop("kind").rename({"agency_key": "superior_key"})
    agencies = chosen.select("agency_key", "year", subordinate="agency", subordinate_report_id="report_id")
    beside = (
        pairs.rename({"year": "told_year"})
        .join(areas, on="superior_key")
        .join(agencies, on=["agency_key", "year"])
        .filter(pl.col("told_year").is_null() | (pl.col("told_year") == pl.col("year")))
        .unique(["report_id", "subordinate_report_id"], maintain_order=True)
    )
    totals = by_row.select("report_id", "row", "total", "assumed_zero")
    below_ = totals.rename({"report_id": "subordinate_report_id", "total": "subordinate_total"})
    return (
        beside.join(totals, on="report_id")
        .join(below_, on=["subordinate_report_id", "row"], suffix="_below")
        .with_columns(assumed_zero=pl.col("assumed_zero") | pl.col("assumed_zero_below"))
        .select(
            "report_id", "agency", "year", "subordinate", "subordinate_report_id", "row", "total",
            "subordinate_total", "assumed_zero",
        )
        .sort(SORT_KEYS["roll_ups"])
    )  # fmt: skip
