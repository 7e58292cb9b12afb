"""What the rules ask of a corpus."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol, runtime_checkable

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


@runtime_checkable
class ReadsInParts(Protocol):
    """A corpus that need not hold all cells to have them judged."""

    def runs(self, name: str) -> Iterator[pl.DataFrame]: ...
    def cells_of(self, report_ids: pl.Series) -> Iterator[pl.DataFrame]: ...


def runs_of(corpus: HasFrames, name: str) -> Iterator[pl.DataFrame]:
    """Yields a frame of a corpus, in runs where it comes so."""
    if isinstance(corpus, ReadsInParts):
        yield from corpus.runs(name)
    else:
        yield corpus.frame(name)


def cells_of(corpus: HasFrames, report_ids: pl.Series) -> Iterator[pl.DataFrame]:
    """Yields the cells of some reports, all of a report's together."""
    if isinstance(corpus, ReadsInParts):
        yield from corpus.cells_of(report_ids)
    else:
        yield corpus.frame("cells").filter(pl.col("report_id").is_in(report_ids.unique().implode()))
