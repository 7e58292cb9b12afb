"""What was loaded, what was read and what not, and why."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from toolkit.dashboard.data import STATUSES
from toolkit.dashboard.words import Both, both, named, numbered


def headline(summary: Mapping[str, Any]) -> Both:
    """Returns the corpus in one line: files → reports of agencies, first to last year."""
    years = [int(year) for year in summary["reports"]["by_year"] if year.isdigit()]
    span = Both("", "")
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
            why = [(both(f"reasons.{code}"), f"{count:,}") for _, code, count in rows.drop_nulls("reason").iter_rows()]
            found.append((status, named("statuses", status), f"{rows['len'].sum():,}", why))
    return found
