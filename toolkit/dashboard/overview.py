"""What was loaded, what was read and what not, and the numbers that matter, each with what is not known of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import polars as pl

from toolkit.dashboard.words import Both, both, named, numbered, same

STATUSES = ("read", "duplicate", "not_a_report", "unreadable")


class Loaded(Protocol):
    """What the page needs of a corpus."""

    @property
    def documents(self) -> pl.DataFrame: ...
    @property
    def agency_years(self) -> pl.DataFrame: ...
    def summary(self) -> dict[str, Any]: ...


class Checked(Protocol):
    """What the page needs of the findings."""

    @property
    def frame(self) -> pl.DataFrame: ...
    @property
    def unknown(self) -> pl.DataFrame: ...
    def summary(self) -> pl.DataFrame: ...


class Localised(Protocol):
    """What the page needs of the suspects."""

    @property
    def frame(self) -> pl.DataFrame: ...


@dataclass(frozen=True)
class KeyFigure:
    """A number, of what it is, and how much is not known."""

    name: Both
    value: str
    of: Both
    unknown: Both


def headline(summary: Mapping[str, Any]) -> Both:
    """Returns the corpus in one line: files → reports of agencies, first to last year."""
    years = [int(year) for year in summary["reports"]["by_year"] if year.isdigit()]
    span = same("")
    if years:
        span = both("summary.years" if min(years) < max(years) else "summary.year", first=min(years), last=max(years))
    return both(
        "summary.title",
        documents=numbered(summary["documents"]["total"], "file"),
        reports=numbered(summary["reports"]["total"], "report"),
        agencies=numbered(summary["reports"]["agencies"], "agency"),
        years=span,
    )


def statuses(documents: pl.DataFrame) -> list[tuple[str, Both, str, list[tuple[Both, str]]]]:
    """Returns code, name, count and reasons (name, count) of each status that occurs."""
    counts = documents.group_by("status", "reason").len().sort("status", "reason")
    found = []
    for status in STATUSES:
        rows = counts.filter(status=status)
        if rows.height:
            why = [(reason(code), f"{count:,}") for _, code, count in rows.drop_nulls("reason").iter_rows()]
            found.append((status, named("statuses", status), f"{rows['len'].sum():,}", why))
    return found


def reason(code: str) -> Both:
    """Returns why a file was not read, in words."""
    return both(f"reasons.{code}")


def key_figures(corpus: Loaded, findings: Checked, suspects: Localised | None) -> list[KeyFigure]:
    """Returns the key figures of a corpus and its findings."""
    summary = corpus.summary()
    figures = [
        _files(summary),
        _cells(summary),
        _zero(corpus.agency_years),
        _findings(findings),
        _contradicted(findings, summary["reports"]["total"]),
    ]
    return figures if suspects is None else [*figures, _suspects(suspects.frame)]


def _files(summary: Mapping[str, Any]) -> KeyFigure:
    counts, total = summary["documents"]["by_status"], summary["documents"]["total"]
    unreadable = counts.get("unreadable", 0)
    return KeyFigure(
        both("dashboard.files_read"),
        f"{counts.get('read', 0):,}",
        both("dashboard.of", count=f"{total:,}"),
        both("dashboard.files_unknown", count=f"{unreadable:,}"),
    )


def _cells(summary: Mapping[str, Any]) -> KeyFigure:
    cells = summary["cells"]
    blank, unreadable, missing = (f"{cells.get(state, 0):,}" for state in ("blank", "unreadable", "missing"))
    return KeyFigure(
        both("dashboard.cells_read"),
        f"{cells.get('number', 0):,}",
        both("dashboard.of", count=f"{sum(cells.values()):,}"),
        both("dashboard.cells_unknown", blank=blank, unreadable=unreadable, missing=missing),
    )


def _zero(agency_years: pl.DataFrame) -> KeyFigure:
    counts = dict(agency_years.group_by("state").len().iter_rows())
    blank, unreadable, missing = (f"{counts.get(state, 0):,}" for state in ("blank", "unreadable", "missing"))
    return KeyFigure(
        both("dashboard.zero_years"),
        f"{counts.get('zero', 0):,}",
        both("dashboard.of", count=f"{agency_years.height:,}"),
        both("dashboard.zero_unknown", blank=blank, unreadable=unreadable, missing=missing),
    )


def _findings(findings: Checked) -> KeyFigure:
    critical = findings.frame.filter(severity="critical").height
    return KeyFigure(
        both("dashboard.critical"),
        f"{critical:,}",
        both("dashboard.of_findings", count=f"{findings.frame.height:,}"),
        both("dashboard.verdicts_unknown", count=f"{findings.unknown.height:,}"),
    )


def _contradicted(findings: Checked, reports: int) -> KeyFigure:
    """Reports with a critical finding; of those without one, some could not be judged by every critical rule."""
    # A finding may be about an agency's missing year, and so about no report.
    critical = findings.frame.filter(severity="critical").select("report_id").drop_nulls().unique()
    open_ones = findings.unknown.filter(severity="critical").select("report_id").drop_nulls().unique()
    return KeyFigure(
        both("dashboard.reports_critical"),
        f"{critical.height:,}",
        both("dashboard.of", count=f"{reports:,}"),
        both("dashboard.reports_unknown", count=f"{open_ones.join(critical, on='report_id', how='anti').height:,}"),
    )


def _suspects(frame: pl.DataFrame) -> KeyFigure:
    first = frame.filter(explanation=1)
    reports = first["report_id"].n_unique()
    open_ones = first.filter(~pl.col("unique"))["report_id"].n_unique()
    return KeyFigure(
        both("dashboard.suspects"),
        f"{first.filter('unique').height:,}",
        both("dashboard.of_explained", count=f"{reports:,}"),
        both("dashboard.suspects_unknown", count=f"{open_ones:,}"),
    )
