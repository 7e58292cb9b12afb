"""The frames made of what was read, each when it is asked for: what researchers export, what the rules need."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from toolkit.codebook import Codebook
from toolkit.corpus import across_years, claimed, deadlines, derived, digits, facts, form, histories, regulations
from toolkit.corpus.agency_frames import AGENCY_FRAMES, AgencyFrames
from toolkit.corpus.agency_keys import with_keys
from toolkit.corpus.store import reading_errors

if TYPE_CHECKING:
    from toolkit.corpus.readings import Reading

DERIVED = (
    *AGENCY_FRAMES, "panel",
    "requests_by_column", "requests_by_row", "review_by_channel", "disclosure_by_report", "report_pairs", "cell_facts",
    "report_facts", "pairs_by_column", "pairs_by_row", "pairs_by_total", "report_history", "fee_amounts",
    "regulation_cells", "suspect_digits",
    "claim_checks", "claim_statements", "claim_arithmetic", "report_dates", "form_facts", "reuse",
)  # fmt: skip
"""Their names."""

_REPORTS_AT_ONCE = 4_000

_Derive = Callable[[pl.DataFrame, pl.LazyFrame, Codebook], pl.DataFrame]


class DerivedFrames(AgencyFrames):
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
        def _scan(self, name: str, reports: pl.DataFrame | None = None) -> pl.LazyFrame: ...
        def frame(self, name: str) -> pl.DataFrame: ...

    _counted: pl.DataFrame

    @cached_property
    def panel(self) -> pl.DataFrame:
        """One row per agency and year with a report, one column per cell, values as reported."""
        return self._derived(derived.panel)

    @cached_property
    def requests_by_column(self) -> pl.DataFrame:
        """One row per report and applicant column of table 3."""
        return self._derived_in_runs(derived.requests_by_column)

    @cached_property
    def requests_by_row(self) -> pl.DataFrame:
        """One row per report and row of table 3."""
        return self._derived_in_runs(derived.requests_by_row)

    @cached_property
    def review_by_channel(self) -> pl.DataFrame:
        """One row per report and channel of table 4."""
        return self._derived_in_runs(derived.review_by_channel)

    @cached_property
    def disclosure_by_report(self) -> pl.DataFrame:
        """One row per report, the cells of table 2 side by side."""
        return self._derived_in_runs(derived.disclosure_by_report)

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
        if "_counted" not in self.__dict__:
            for _ in self.runs("cell_facts"):
                pass
        return facts.report_facts(self.reports, self._counted)

    def runs(self, name: str) -> Iterator[pl.DataFrame]:
        """Yields a frame in runs of whole reports, each report in one of them; there is always one, if an empty one.

        Only `cell_facts`, which has a row for every cell, comes in several. None of them is kept: memory is bounded by
        a run.

        Args:
            name: of the frame.
        """
        if name != "cell_facts":
            yield self.frame(name)
            return
        counted = []
        for run in [self.cell_facts] if "cell_facts" in self.__dict__ else self._runs_of_facts():
            # What is told of a report as a whole is counted on the way: making the facts again would take as long.
            counted.append(facts.counted(run))
            yield run
        self._counted = pl.concat(counted)

    def _runs_of_facts(self) -> Iterator[pl.DataFrame]:
        for reports in in_runs(self._reading.reports):
            with reading_errors():
                yield facts.cell_facts(reports, self._scan("cells", reports), self.codebook)

    def _derived_in_runs(self, derive: _Derive) -> pl.DataFrame:
        """A frame whose rows are of one report each, and sorted by report first."""
        with reading_errors():
            runs = [
                derive(reports.drop("part"), self._scan("cells", reports), self.codebook)
                for reports in in_runs(self._reading.reports)
            ]
        return pl.concat(runs).sort("report_id", maintain_order=True)

    @cached_property
    def pairs_by_column(self) -> pl.DataFrame:
        """One row per pair of years and applicant column: carried out, carried in."""
        broken = across_years.broken_reports(self.requests_by_column, self.requests_by_row, self.codebook)
        return across_years.pairs_by_column(self.report_pairs, broken, self.codebook)

    @cached_property
    def pairs_by_row(self) -> pl.DataFrame:
        """One row per pair of years and row of table 2 that goes on from year to year."""
        return across_years.pairs_by_row(self.report_pairs, self.codebook)

    @cached_property
    def pairs_by_total(self) -> pl.DataFrame:
        """One row per pair of years in a row and total of tables 3 and 4."""
        return across_years.pairs_by_total(self.report_pairs, self.codebook)

    @cached_property
    def report_history(self) -> pl.DataFrame:
        """One row per report, with what its agency's earlier years make of it."""
        return histories.report_history(self._keyed, self._keyed_claimed, self.review_by_channel)

    @cached_property
    def fee_amounts(self) -> pl.DataFrame:
        """One row per report with an amount of fees other than zero, or none that is a number."""
        return histories.fee_amounts(derived.preferred(self._keyed), self._keyed, self.disclosure_by_report)

    @cached_property
    def regulation_cells(self) -> pl.DataFrame:
        """One row per number of regulations in table 2."""
        with reading_errors():
            return regulations.regulation_cells(self.reports, self._scan("cells"))

    @cached_property
    def suspect_digits(self) -> pl.DataFrame:
        """One row per number whose digits look wrong, and per report and kind without any."""
        with reading_errors():
            return digits.suspect_digits(
                self.reports, self._scan("cells"), self.requests_by_column, self.requests_by_row,
                self.review_by_channel, self.codebook,
            )  # fmt: skip

    @cached_property
    def report_dates(self) -> pl.DataFrame:
        """One row per report: whether it was published in time, and whether its dates are in order."""
        return deadlines.report_dates(self.reports)

    @cached_property
    def form_facts(self) -> pl.DataFrame:
        """One row per report: how it keeps to the official form, and what its prose says that the form asks for."""
        with reading_errors():
            return pl.concat(
                form.form_facts(
                    reports.drop("part"), self._scan("sections", reports), self._scan("cells", reports), self.codebook
                )
                for reports in in_runs(self._reading.reports)
            ).sort("report_id")

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
            return claimed.claim_arithmetic(self._keyed, self._scan("cells"), self.statements, self.codebook)

    @cached_property
    def reuse(self) -> pl.DataFrame:
        """One row per report and section of prose, beside the agency's year before and the nearest other agency's."""
        # Imported here: numpy's and the comparison's libraries cost nothing to who does not ask for it.
        from toolkit.corpus.reuse import reuse

        with reading_errors():
            runs = in_runs(with_keys(self._reading.reports, self._keys))
            return reuse([(reports.drop("part"), self._scan("sections", reports)) for reports in runs])

    def _derived(self, derive: _Derive) -> pl.DataFrame:
        with reading_errors():
            return derive(self._keyed, self._scan("cells"), self.codebook)


def in_runs(reports: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Yields reports, with `part`, a run at a time, those of a part together: each is read once. At least one run."""
    waiting: list[pl.DataFrame] = []
    parts = reports.sort("part", "report_id").partition_by("part", maintain_order=True)
    for part in parts:
        for start in range(0, part.height, _REPORTS_AT_ONCE):
            waiting.append(part.slice(start, _REPORTS_AT_ONCE))
            if sum(one.height for one in waiting) >= _REPORTS_AT_ONCE:
                yield pl.concat(waiting)
                waiting = []
    if waiting or reports.is_empty():
        yield pl.concat([reports.clear(), *waiting])
