"""What a table of numbers that somebody has parsed already says: whole frames, since it may hold a million numbers."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import polars as pl


class ParsedReports(NamedTuple):
    """The reports of a parsed table.

    Attributes:
        reports: one row a report: `report_id`, and of the facts of a `Report` those that a table can tell;
            `told_region` is the region code that the table gives.
        cells: `report_id` and the fields of a `Cell`, its place spread over columns. All cells of the form are there.
        leftovers: `report_id`, `table`, `raw` and the row of the table (`grid_row`, from 0) of rows that fit nothing.
        notes: what a person must know of the reading, one sentence each.
        sha256: hex digest of the canonical rows of all reports.
    """

    reports: "pl.DataFrame"
    cells: "pl.DataFrame"
    leftovers: "pl.DataFrame"
    notes: tuple[str, ...]
    sha256: str
