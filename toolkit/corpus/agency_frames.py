"""The frames about agencies over the years, and the user's tables that they rest on."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from toolkit.corpus import agency_years, repeated, subordinates
from toolkit.corpus.agency_keys import agency_keys, with_keys
from toolkit.corpus.agency_links import agency_links
from toolkit.corpus.derived import preferred
from toolkit.corpus.links import Decisions, decide
from toolkit.corpus.roster import EXPECTED, Expected, expected_years
from toolkit.corpus.store import reading_errors
from toolkit.corpus.subordinates import PAIRS, Below

if TYPE_CHECKING:
    from toolkit.corpus.corpus import Corpus
    from toolkit.corpus.frames import Identifies
    from toolkit.corpus.readings import Reading

AGENCY_FRAMES = (
    "agency_years", "agency_year_facts", "agency_names", "agency_chains", "agency_links", "repeated_reports",
    "report_identities", "roll_ups",
)  # fmt: skip
"""Their names."""


@dataclass(frozen=True)
class UserTables:
    """What a user tells of agencies, read and checked, None where nothing.

    Attributes:
        links: which names are one agency's.
        roster: which agencies are to have a report.
        subordinates: which agencies are below which government.
    """

    links: pl.DataFrame | None = None
    roster: pl.DataFrame | None = None
    subordinates: pl.DataFrame | None = None


class AgencyFrames:
    """The part of a corpus that is about whose reports there are."""

    if TYPE_CHECKING:
        _whole: Corpus
        _tables: UserTables
        _asked: pl.Expr
        _years: frozenset[int] | None

        @property
        def _reading(self) -> Reading: ...
        @cached_property
        def reports(self) -> pl.DataFrame: ...
        @cached_property
        def requests_by_row(self) -> pl.DataFrame: ...
        def _scan(self, name: str, reports: pl.DataFrame | None = None) -> pl.LazyFrame: ...
        @property
        def _identifier(self) -> Identifies: ...

    # ------------------------------------------------------------------ which reports are whose

    @cached_property
    def _names_alone(self) -> pl.DataFrame:
        """The keys that names alone make, of all reports there are, whatever this corpus was filtered to."""
        if self._whole is not self:
            return self._whole._names_alone
        columns = ["agency", "year", "region_code", "level", "kind"]
        reading = self._reading
        rows = [reading.reports.select(*columns, "site_id"), reading.claimed.select(columns)]
        self._rows_of_names = pl.concat(rows, how="diagonal")
        return agency_keys(self._rows_of_names)

    @cached_property
    def _decisions(self) -> Decisions:
        if self._whole is not self:
            return self._whole._decisions
        links = self._tables.links
        return Decisions() if links is None else decide(links, self._names_alone)

    @cached_property
    def _keys(self) -> pl.DataFrame:
        """The keys of all reports there are, with the user's links."""
        if self._whole is not self:
            return self._whole._keys
        names, decisions = self._names_alone, self._decisions
        if not decisions.joined and not decisions.apart:
            return names
        return agency_keys(self._rows_of_names, decisions.joined, decisions.apart)

    @cached_property
    def _keyed(self) -> pl.DataFrame:
        """The reports, each with the key, the name and the code of its agency."""
        return with_keys(self.reports, self._keys)

    @cached_property
    def _keyed_claimed(self) -> pl.DataFrame:
        return with_keys(self._reading.claimed, self._keys)

    @cached_property
    def _on_roster(self) -> Expected:
        """The roster's agencies and years, as far as this corpus was filtered to them."""
        if self._whole is not self:
            whole = self._whole._on_roster
            return whole._replace(rows=whole.rows.filter(self._asked))
        roster = self._tables.roster
        if roster is None:
            return Expected(pl.DataFrame(schema=EXPECTED), ())
        years = self._reading.reports["year"].drop_nulls()
        span = (int(years.min()), int(years.max())) if len(years) else (1, 0)  # type: ignore[arg-type]
        return expected_years(roster, self._keys, span, self._identifier)

    @cached_property
    def _below(self) -> Below:
        if self._whole is not self:
            return self._whole._below
        told = self._tables.subordinates
        if told is None:
            return Below(pl.DataFrame(schema=PAIRS), ())
        return subordinates.below(told, self._keys, self._identifier)

    @property
    def warnings_of_tables(self) -> tuple[str, ...]:
        """What of the user's links, roster and subordinates could not be used, one sentence each; near names, too."""
        return (*self._decisions.warnings, *self._on_roster.warnings, *self._below.warnings)

    # ------------------------------------------------------------------ frames

    @cached_property
    def _every_year(self) -> pl.DataFrame:
        return agency_years.every_year(self._keyed, self._keyed_claimed, self._on_roster.rows, self._years)

    @cached_property
    def agency_years(self) -> pl.DataFrame:
        """One row per agency and year between its first and its last (or the roster's), with what there is of it."""
        return agency_years.agency_years(self._every_year)

    @cached_property
    def agency_year_facts(self) -> pl.DataFrame:
        """One row per agency and year, with what the rules must know of it."""
        return agency_years.agency_year_facts(self._every_year)

    @cached_property
    def agency_chains(self) -> pl.DataFrame:
        """One row per agency and run of years in which it has a report."""
        return agency_years.agency_chains(self._every_year)

    @cached_property
    def agency_names(self) -> pl.DataFrame:
        """One row per agency and name as printed, of all reports there are: which names are one agency's."""
        return agency_years.agency_names(self._keys)

    @cached_property
    def agency_links(self) -> pl.DataFrame:
        """One row per likely renaming, of all reports there are: whether two agencies are one is for you to say."""
        if self._whole is not self:
            return self._whole.agency_links
        names = self._names_alone
        with reading_errors():
            chosen = preferred(with_keys(self.reports, names))
            return agency_links(names, chosen, self._scan("cells"), self._decisions)

    @cached_property
    def repeated_reports(self) -> pl.DataFrame:
        """One row per report beside which another of the same agency and year is preferred."""
        aside = repeated.set_aside(self._keyed)
        ids = pl.concat([aside["report_id"], aside["preferred_report_id"]]).unique()
        rows = self._reading.reports.filter(pl.col("report_id").is_in(ids.implode()))
        with reading_errors():
            return repeated.repeated_reports(aside, self._scan("cells", rows))

    @cached_property
    def report_identities(self) -> pl.DataFrame:
        """One row per report: whether its agency and its year are known."""
        return repeated.report_identities(self.reports)

    @cached_property
    def roll_ups(self) -> pl.DataFrame:
        """One row per government's report, listed subordinate's report and row of table 3."""
        return subordinates.roll_ups(self._keyed, self.requests_by_row, self._below.pairs)
