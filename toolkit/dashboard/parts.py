"""A part of a corpus and of its findings: the agencies of one province, judged as in the whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from toolkit.codebook import Codebook
from toolkit.dashboard.agencies import agencies, agency_named, agency_of
from toolkit.dashboard.sources import Checked, Key, Loaded

_KEY = ["agency", "region_code"]


@dataclass(frozen=True)
class CorpusPart:
    """Some agencies of a corpus and their reports; of the documents, those these come from."""

    whole: Loaded
    documents: pl.DataFrame
    reports: pl.DataFrame
    agency_years: pl.DataFrame

    @property
    def codebook(self) -> Codebook:
        """The official forms."""
        return self.whole.codebook

    @property
    def report_dates(self) -> pl.DataFrame:
        """The frame of that name."""
        return self._own(self.whole.report_dates)

    @property
    def claim_checks(self) -> pl.DataFrame:
        """The frame of that name."""
        return self._own(self.whole.claim_checks)

    @property
    def report_pairs(self) -> pl.DataFrame:
        """The frame of that name."""
        return self._own(self.whole.report_pairs)

    @property
    def reuse(self) -> pl.DataFrame:
        """The frame of that name; what a section is like may be of another part."""
        return self._own(self.whole.reuse)

    def _own(self, frame: pl.DataFrame) -> pl.DataFrame:
        return frame.join(self.reports.select("report_id"), on="report_id", how="semi")

    def cells_of(self, report_ids: pl.Series) -> Iterator[pl.DataFrame]:
        """Yields the cells of some reports."""
        return self.whole.cells_of(report_ids)

    def summary(self) -> dict[str, Any]:
        """Returns what the page's head tells."""
        years = self.reports["year"].drop_nulls().unique().sort()
        agencies = self.reports.drop_nulls("agency").select("agency", "region_code").n_unique()
        counts = {"total": self.reports.height, "agencies": agencies}
        return {
            "documents": {"total": self.documents.height},
            "reports": counts | {"by_year": {str(year): 1 for year in years}},
            "warnings": [],
        }


@dataclass(frozen=True)
class FindingsPart:
    """The findings about some agencies; `summary` counts no passes, which are not kept row by row."""

    whole: Checked
    frame: pl.DataFrame
    unknown: pl.DataFrame

    def summary(self) -> pl.DataFrame:
        """Returns the rules of the whole, with the counts of this part."""
        keys = ["suite", "rule", "severity"]
        rules = self.whole.summary().drop("pass", "fail", "unknown")
        for name, rows in (("fail", self.frame), ("unknown", self.unknown)):
            rules = rules.join(
                rows.group_by(keys).len(name), on=keys, how="left", nulls_equal=True, maintain_order="left"
            )
        return rules.with_columns(pl.col("fail", "unknown").fill_null(0), pl.lit(None, pl.Int64).alias("pass"))

    def cells_at(self, suite: str, rule: str, table: str, row: str | None, column: str | None) -> list[Key]:
        """Returns the cells of a finding's place."""
        return self.whole.cells_at(suite, rule, table, row, column)


def by_province(corpus: Loaded, findings: Checked) -> list[tuple[str | None, str | None, CorpusPart, FindingsPart]]:
    """Returns province, the two digits its codes begin with, and its part, in the order of the codes.

    The last one, without a province, holds national agencies and those of which the province is not known.
    """
    known = agencies(corpus, findings.frame).with_columns(prefix=pl.col("region_code").str.slice(0, 2))
    prefixes = known.drop_nulls("province").group_by("province").agg(pl.col("prefix").drop_nulls().min())
    order = prefixes.sort("prefix", "province", nulls_last=True)
    of_report = agency_of(corpus, known).join(known.select("at", "province"), on="at", how="left")
    of_name = agency_named(known).join(known.select("at", "province"), on="at").select("agency", of_name="province")
    placed = [
        rows.join(of_report.select("report_id", "province", here=True), on="report_id", how="left")
        .join(of_name, on="agency", how="left")
        .with_columns(province=pl.when(pl.col("here").is_null()).then("of_name").otherwise("province"))
        .drop("here", "of_name")
        for rows in (findings.frame, findings.unknown)
    ]
    parts = []
    for province, prefix in [*order.iter_rows(), (None, None)]:
        of_part = pl.col("province").eq_missing(pl.lit(province, pl.String))
        part = _corpus_part(corpus, known.filter(of_part), of_report.filter(of_part).select("report_id"))
        found, unknown = (rows.filter(of_part).drop("province") for rows in placed)
        if part.reports.height or part.agency_years.height or found.height:
            parts.append((province, prefix, part, FindingsPart(findings, found, unknown)))
    return parts


def _corpus_part(corpus: Loaded, known: pl.DataFrame, ids: pl.DataFrame) -> CorpusPart:
    documents = corpus.documents.explode("report_ids", keep_nulls=False, empty_as_null=False)
    named = documents.join(ids, left_on="report_ids", right_on="report_id", how="semi").select("document_id")
    return CorpusPart(
        corpus,
        corpus.documents.join(named, on="document_id", how="semi"),
        corpus.reports.join(ids, on="report_id", how="semi"),
        corpus.agency_years.join(known.select(_KEY), on=_KEY, how="semi", nulls_equal=True),
    )
