"""What the rules ask of a corpus."""

from typing import TYPE_CHECKING, Protocol

import polars as pl

from toolkit.codebook import Codebook

if TYPE_CHECKING:
    from toolkit.corpus import ReportView


class HasFrames(Protocol):
    """A corpus, as far as the rules need one: its forms, and its frames by name."""

    @property
    def codebook(self) -> Codebook: ...
    def frame(self, name: str) -> pl.DataFrame: ...


class HasReports(HasFrames, Protocol):
    """A corpus that can show a report as well."""

    def report(self, name: str | tuple[str, int], year: int | None = None) -> "ReportView": ...
