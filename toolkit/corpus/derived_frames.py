"""The frames made of what was read, each when it is asked for: what researchers export, what the rules need."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from toolkit.codebook import Codebook
from toolkit.corpus import claimed, derived, facts
from toolkit.corpus.store import reading_errors

if TYPE_CHECKING:
    from toolkit.corpus.readings import Reading

DERIVED = (
    "agency_years", "panel",
    "requests_by_column", "requests_by_row", "review_by_channel", "disclosure_by_report", "report_pairs", "cell_facts",
    "report_facts", "claim_checks", "claim_statements", "claim_arithmetic",
)  # fmt: skip
"""Their names."""

_Derive = Callable[[pl.DataFrame, pl.LazyFrame, Codebook], pl.DataFrame]


class DerivedFrames:
    """The part of a corpus that is made of its reports, cells, sections and claims."""

    if TYPE_CHECKING:
        codebook: Codebook

        @property
        def _reading(self) -> Reading: ...
        @cached_property
        def reports(self) -> pl.DataFrame: ...
        @cached_property
        def sections(self) -> pl.DataFrame: ...
        @cached_property
        def claims(self) -> pl.DataFrame: ...
        @cached_property
        def statements(self) -> pl.DataFrame: ...
        def _scan(self, name: str) -> pl.LazyFrame: ...

    @cached_property
    def agency_years(self) -> pl.DataFrame:
        """One row per agency and year between its first and its last, with what there is of it."""
        return derived.agency_years(self.reports, self._reading.claimed)

    @cached_property
    def panel(self) -> pl.DataFrame:
        """One row per agency and year with a report, one column per cell, values as reported."""
        return self._derived(derived.panel)

    @cached_property
    def requests_by_column(self) -> pl.DataFrame:
        """One row per report and applicant column of table 3."""
        return self._derived(derived.requests_by_column)

    @cached_property
    def requests_by_row(self) -> pl.DataFrame:
        """One row per report and row of table 3."""
        return self._derived(derived.requests_by_row)

    @cached_property
    def review_by_channel(self) -> pl.DataFrame:
        """One row per report and channel of table 4."""
        return self._derived(derived.review_by_channel)

    @cached_property
    def disclosure_by_report(self) -> pl.DataFrame:
        """One row per report, the cells of table 2 side by side."""
        return self._derived(derived.disclosure_by_report)

    @cached_property
    def report_pairs(self) -> pl.DataFrame:
        """One row per report that has an earlier one of its agency beside it."""
        return self._derived(derived.report_pairs)

    @cached_property
    def cell_facts(self) -> pl.DataFrame:
        """One row per cell, with what the rules must know of it."""
        return self._derived(facts.cell_facts)

    @cached_property
    def report_facts(self) -> pl.DataFrame:
        """One row per report, with what the rules must know of it as a whole."""
        return facts.report_facts(self.reports, self.cell_facts)

    @cached_property
    def claim_checks(self) -> pl.DataFrame:
        """One row per quantity told in the prose, beside the number that the table has."""
        with reading_errors():
            return claimed.claim_checks(self.reports, self._scan("cells"), self.claims, self.codebook)

    @cached_property
    def claim_statements(self) -> pl.DataFrame:
        """One row per statement of the prose that no number of the tables may contradict."""
        with reading_errors():
            return claimed.claim_statements(self.reports, self._scan("cells"), self.statements, self.codebook)

    @cached_property
    def claim_arithmetic(self) -> pl.DataFrame:
        """One row per sum or rate that the prose tells with its numbers."""
        with reading_errors():
            return claimed.claim_arithmetic(self.reports, self._scan("cells"), self.statements, self.codebook)

    def _derived(self, derive: _Derive) -> pl.DataFrame:
        with reading_errors():
            return derive(self.reports, self._scan("cells"), self.codebook)
