"""Which reports' tables the page holds: all of them, or those with findings first where there is not room for all."""

from dataclasses import dataclass

import polars as pl

from toolkit.codebook import Codebook
from toolkit.dashboard.data import cell_counts
from toolkit.dashboard.packing import packed_text
from toolkit.dashboard.sources import Loaded
from toolkit.dashboard.tables import cells_json, coded_cells
from toolkit.figures.style import SEVERITIES

MOST = 20_000
"""Reports whose cells are looked at: of more the page could not hold the tables anyway."""


@dataclass(frozen=True)
class Held:
    """The tables that a page holds, as letters; of how many reports, and how many there are."""

    letters: str
    count: int
    reports: int


@dataclass(frozen=True)
class Cells:
    """The cells of the reports that may be held, the gravest report first.

    Attributes:
        coded: as `coded_cells` makes them.
        order: report_id, template_disclosure, template_requests.
        reports: how many reports there are.
        codebook: the official forms.
    """

    coded: pl.DataFrame
    order: pl.DataFrame
    reports: int
    codebook: Codebook

    def packed_within(self, room: int) -> Held:
        """Returns the tables of as many reports as there is room for, a number of bytes."""
        count = self.order.height
        while True:
            letters = self._packed(count)
            if len(letters) <= room or count == 0:
                return Held(letters, count, self.reports)
            # A little fewer than would just fit: the next try then mostly does.
            count = min(count - 1, max(0, int(0.95 * count * room / len(letters))))

    def _packed(self, count: int) -> str:
        return packed_text(cells_json(self.coded, self.order.head(count), self.codebook))


def read_cells(corpus: Loaded, findings: pl.DataFrame) -> tuple[pl.DataFrame, Cells]:
    """Returns what is counted of every report's cells (`cell_counts`), and the cells of those that may be held."""
    order = _gravest_first(corpus.reports, findings)
    counts, coded = [], []
    wanted = order.head(MOST)["report_id"].implode()
    for cells in corpus.cells_of(corpus.reports["report_id"]):
        counts.append(cell_counts(cells))
        coded.append(coded_cells(cells.filter(pl.col("report_id").is_in(wanted))))
    chosen = order.head(MOST)
    frame = pl.concat(coded) if coded else coded_cells(_NOTHING)
    counted = pl.concat(counts, how="diagonal") if counts else cell_counts(_NOTHING)
    return counted.sort("report_id"), Cells(frame, chosen, order.height, corpus.codebook)


_NOTHING = pl.DataFrame(
    schema=dict.fromkeys(("report_id", "table", "row", "column", "raw", "state"), pl.String) | {"value": pl.Float64}
)


def _gravest_first(reports: pl.DataFrame, findings: pl.DataFrame) -> pl.DataFrame:
    counts = (
        findings.drop_nulls("report_id")
        .group_by("report_id")
        .agg((pl.col("severity") == severity).sum().alias(severity) for severity in SEVERITIES)
    )
    rows = reports.select("report_id", "template_disclosure", "template_requests").join(
        counts, on="report_id", how="left"
    )
    ordered = rows.with_columns(pl.col(SEVERITIES).fill_null(0)).sort(
        *SEVERITIES, "report_id", descending=[True] * len(SEVERITIES) + [False]
    )
    return ordered.drop(SEVERITIES)
