"""What agencies carried from year to year, as small as the page can tell it."""

from typing import Any

import polars as pl

from toolkit.dashboard.packing import columns
from toolkit.figures.chains import INTO, OUT


def chains(pairs: pl.DataFrame, ids: pl.Series) -> dict[str, Any]:
    """Returns one row per report with an earlier one of its agency beside it, as lists by column.

    - `report`: its place among the reports;
    - `back`: how many places before it the earlier report stands; 0 where the page does not have that;
    - `before`: the earlier report's year;
    - `out`, `into`: what the earlier one carried out and this one carried in; null where it is not told.

    Args:
        pairs: the frame `report_pairs`.
        ids: the reports of the page, in its order.
    """
    at = pl.DataFrame({"report_id": ids}).with_columns(at=pl.int_range(pl.len(), dtype=pl.Int64))
    earlier = at.rename({"report_id": "previous_report_id", "at": "previous_at"})
    rows = pairs.join(at, on="report_id").join(earlier, on="previous_report_id", how="left").sort("at")
    return columns(
        rows.select(
            report="at", back=pl.col("at") - pl.col("previous_at").fill_null(pl.col("at")), before="previous_year",
            out=OUT, into=INTO,
        )
    )  # fmt: skip
