"""What is chosen of a corpus: agency-years, agencies, reports, findings."""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from toolkit.explorer.choice import PLACES, UNKNOWN, Choice

PAGE = 100
"""Agencies listed at a time: a browser stays quick, however many there are."""

_KEYS = ["agency", "region_code"]


def gathered(reports: pl.DataFrame, agency_years: pl.DataFrame) -> pl.DataFrame:
    """Returns one row per report, and one per agency and year without any, with what they can be filtered by.

    Args:
        reports: as `corpus.reports`.
        agency_years: as `corpus.agency_years`.

    Returns:
        entry (number of the row), unit (number of the agency; null if it is not known), agency, region_code, year,
        state, report_id, source, province, level, kind.
    """
    traits = reports.select("report_id", "source", *PLACES)
    of_years = agency_years.select(*_KEYS, "year", "state", "report_id")
    # Also reports that another one of the same agency and year goes before, and those whose agency is not known.
    others = reports.join(of_years.drop_nulls("report_id"), on="report_id", how="anti")
    code = of_years.group_by("agency").agg(
        own=pl.when(pl.col("region_code").n_unique() == 1).then(pl.col("region_code").first())
    )
    others = others.join(code, on="agency", how="left").select(
        "agency", "year", "report_id", region_code=pl.coalesce("own", "region_code"), state="requests_state"
    )
    both = pl.concat([of_years, others.select(of_years.columns)]).join(traits, on="report_id", how="left")
    # A year without a report is where its agency is in its other years.
    both = both.sort(*_KEYS, "year", "report_id", nulls_last=True).with_columns(
        pl.when(pl.col("report_id").is_null())
        .then(pl.col(PLACES).drop_nulls().last().over(_KEYS))
        .otherwise(pl.col(PLACES))
        .name.keep()
    )
    unit = pl.when(pl.col("agency").is_not_null()).then(pl.struct(_KEYS).rank("dense"))
    return both.with_columns(unit=unit).with_row_index("entry")


def placed(findings: pl.DataFrame, entries: pl.DataFrame) -> pl.DataFrame:
    """Returns findings with the `entry` that each is about; null where it is none of these.

    Args:
        findings: report_id, agency, year, ….
        entries: as `gathered` returns them.
    """
    by_report = entries.drop_nulls("report_id").select("report_id", "entry")
    # A finding may be about a year without a report.
    by_year = entries.filter(pl.col("agency").is_not_null()).unique(["agency", "year"], keep="first")
    by_year = by_year.select("agency", "year", of_year="entry")
    both = findings.join(by_report, on="report_id", how="left", maintain_order="left").join(
        by_year, on=["agency", "year"], how="left", maintain_order="left"
    )
    own = pl.when(pl.col("report_id").is_null()).then("of_year").otherwise("entry")
    return both.with_columns(entry=own).drop("of_year")


@dataclass(frozen=True)
class Selection:
    """What was chosen.

    Attributes:
        population: the entries of the years, provinces, levels, kinds and agencies asked for.
        entries: of these, those with a finding of the rule and severity asked for; all where none was.
        findings: those of the entries, of the rule and severity asked for.
    """

    population: pl.DataFrame
    entries: pl.DataFrame
    findings: pl.DataFrame

    @cached_property
    def _counts(self) -> pl.DataFrame:
        critical = (pl.col("severity") == "critical").sum()
        return self.findings.group_by("entry").agg(findings=pl.len(), critical=critical)

    @cached_property
    def agencies(self) -> pl.DataFrame:
        """One row per agency, those with the gravest and most findings first: unit, agency, region_code, province,
        reports, critical, findings."""
        counts = self.findings.group_by("entry").agg(
            findings=pl.len(), critical=(pl.col("severity") == "critical").sum()
        )
        rows = self.entries.join(counts, on="entry", how="left").filter(pl.col("unit").is_not_null())
        return (
            rows.group_by("unit")
            .agg(
                pl.col("agency", "region_code").first(),
                pl.col("province").drop_nulls().last(),
                reports=pl.col("report_id").count(),
                critical=pl.col("critical").sum(),
                findings=pl.col("findings").sum(),
            )
            .sort("critical", "findings", "agency", "region_code", descending=[True, True, False, False])
        )

    @property
    def units(self) -> int:
        """How many agencies."""
        return self.entries["unit"].drop_nulls().n_unique()

    @property
    def reports(self) -> int:
        """How many reports."""
        return self.entries["report_id"].count()

    def years_of(self, unit: int | None) -> pl.DataFrame:
        """Returns an agency's years, with how many findings each has; the reports of no known agency for None."""
        own = self.entries.filter(pl.col("unit").eq_missing(unit))
        counts = self.findings.group_by("entry").agg(
            findings=pl.len(), critical=(pl.col("severity") == "critical").sum()
        )
        return (
            own.join(counts, on="entry", how="left")
            .with_columns(pl.col("findings", "critical").fill_null(0))
            .sort("year", "report_id", nulls_last=True)
        )

    def agency_years(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Returns those of an `agency_years` frame that are chosen."""
        return frame.join(self.entries, on=[*_KEYS, "year"], how="semi", nulls_equal=True, maintain_order="left")


def select(entries: pl.DataFrame, findings: pl.DataFrame, choice: Choice) -> Selection:
    """Returns what a choice asks for.

    Args:
        entries: as `gathered` returns them.
        findings: as `placed` returns them.
        choice: the filter.
    """
    wanted = pl.lit(True)
    if choice.years is not None:
        wanted &= pl.col("year").is_between(*choice.years).fill_null(False)
    for name in PLACES:
        value = getattr(choice, name)
        if value is not None:
            wanted &= pl.col(name).is_null() if value == UNKNOWN else pl.col(name).eq(value).fill_null(False)
    for word in choice.agency.casefold().split():
        wanted &= pl.col("agency").str.to_lowercase().str.contains(word, literal=True).fill_null(False)
    population = entries.filter(wanted)
    asked = pl.lit(True)
    for name in ("rule", "severity"):
        if getattr(choice, name) is not None:
            asked &= pl.col(name) == getattr(choice, name)
    found = findings.filter(asked).join(population, on="entry", how="semi", maintain_order="left")
    chosen = population.join(found, on="entry", how="semi", maintain_order="left") if choice.of_findings else population
    return Selection(population, chosen, found)


def page_of(rows: pl.DataFrame, page: int) -> tuple[pl.DataFrame, int, int]:
    """Returns one page of a list, its number, and how many there are; a page beyond the last is the last.

    >>> page_of(pl.DataFrame({"unit": range(250)}), 7)[0]["unit"].to_list()[0], page_of(pl.DataFrame(), 3)[1:]
    (200, (0, 1))
    """
    pages = max(1, -(-rows.height // PAGE))
    page = min(max(page, 0), pages - 1)
    return rows.slice(page * PAGE, PAGE), page, pages
