"""What the page needs of a corpus, of findings and of suspects."""

from collections.abc import Iterator
from typing import Any, Protocol

import polars as pl

from toolkit.codebook import Codebook

Key = tuple[str, str, str]
"""Table, row and column."""


class Loaded(Protocol):
    """What the page needs of a corpus."""

    @property
    def codebook(self) -> Codebook: ...
    @property
    def documents(self) -> pl.DataFrame: ...
    @property
    def reports(self) -> pl.DataFrame: ...
    @property
    def agency_years(self) -> pl.DataFrame: ...
    @property
    def report_dates(self) -> pl.DataFrame: ...
    @property
    def claim_checks(self) -> pl.DataFrame: ...
    @property
    def report_pairs(self) -> pl.DataFrame: ...
    @property
    def reuse(self) -> pl.DataFrame: ...
    def cells_of(self, report_ids: pl.Series) -> Iterator[pl.DataFrame]: ...
    def summary(self) -> dict[str, Any]: ...


class Checked(Protocol):
    """What the page needs of the findings."""

    @property
    def frame(self) -> pl.DataFrame: ...
    @property
    def unknown(self) -> pl.DataFrame: ...
    def summary(self) -> pl.DataFrame: ...
    def cells_at(self, suite: str, rule: str, table: str, row: str | None, column: str | None) -> list[Key]: ...


class Localised(Protocol):
    """What the page needs of the suspects."""

    @property
    def frame(self) -> pl.DataFrame: ...
