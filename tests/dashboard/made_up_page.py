"""A corpus and findings as the page takes them, written out by hand."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from tests.figures import made_up

_DOCUMENTS = {
    "document_id": pl.String,
    "source": pl.String,
    "status": pl.String,
    "reason": pl.String,
    "detail": pl.String,
}


@dataclass(frozen=True)
class SmallCorpus:
    """Stands for a `Corpus`."""

    documents: pl.DataFrame
    agency_years: pl.DataFrame

    def summary(self) -> dict[str, Any]:
        return {
            "documents": {
                "total": self.documents.height,
                "by_status": dict(self.documents.group_by("status").len().iter_rows()),
            },
            "reports": {"total": 4, "agencies": 2, "by_year": {"2021": 2, "2022": 2, "unknown": 1}},
            "cells": {"number": 700, "blank": 20, "unreadable": 3, "missing": 1},
            "warnings": ["metadata.csv: 'nobody.html' is no source <b>here</b>"],
        }


@dataclass(frozen=True)
class SmallFindings:
    """Stands for findings."""

    frame: pl.DataFrame
    unknown: pl.DataFrame

    def summary(self) -> pl.DataFrame:
        return made_up.summary(self.frame)


@dataclass(frozen=True)
class SmallSuspects:
    """Stands for suspects."""

    frame: pl.DataFrame


def corpus(agencies: int = 20, agency: str | None = None) -> SmallCorpus:
    """Returns a corpus of four files, two of them read; `agency` renames all its agencies."""
    rows = [
        ("a", "reports/a.html", "read", None, None),
        ("b", "reports/b.html", "read", None, None),
        ("c", f"reports/{agency or 'c'}.bin", "unreadable", "binary", "The file is not text."),
        ("d", "reports/d.html", "duplicate", "same_content", "The same content as reports/a.html."),
    ]
    agency_years = made_up.agency_years(agencies)
    if agency is not None:
        agency_years = agency_years.with_columns(agency=pl.lit(agency))
    return SmallCorpus(pl.DataFrame(rows, schema=_DOCUMENTS, orient="row"), agency_years)


def findings(count: int = 30) -> SmallFindings:
    """Returns so many findings, and a third as many unknown verdicts of other reports."""
    frame = made_up.findings(count)
    unknown = made_up.findings(count // 3).with_columns(report_id=pl.lit("other ") + pl.col("report_id"))
    return SmallFindings(frame, unknown)


def suspects() -> SmallSuspects:
    """Returns one cell without a rival, and two explanations of which either may be true."""
    rows = [
        ("r1", 1, 1, True, "requests", "new", "total", 12.0, 21.0, "digits_swapped", "source", 1.0),
        ("r2", 1, 1, False, "requests", "granted", "enterprise", 3.0, 4.0, "unknown", "unknown", 2.0),
        ("r2", 2, 1, False, "requests", "processed", "enterprise", 9.0, 8.0, "unknown", "unknown", 2.0),
    ]
    names = ["report_id", "explanation", "changes", "unique", "table", "row", "column", "reported", "proposed"]
    return SmallSuspects(pl.DataFrame(rows, schema=[*names, "slip", "cause", "cost"], orient="row"))
