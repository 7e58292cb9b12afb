"""What the prose tells of its numbers, as small as the page can tell it."""

from typing import Any

import polars as pl

from toolkit.dashboard.packing import columns, places, shown
from toolkit.figures.style import SEVERITIES

_PLACE = ["table", "row", "column"]


def claims(checks: pl.DataFrame, ids: pl.Series) -> dict[str, Any]:
    """Returns the numbers told in prose that were judged, as lists by column; `report` is a place among the reports.

    - `same`: those that agree, once for each report and number, with how often it is told;
    - `other`: those that differ, the largest difference first;
    - `left`: by report, how many have no number to be held against, and how many are not judged.

    Args:
        checks: the frame `claim_checks`.
        ids: the reports of the page, in its order.
    """
    at = pl.DataFrame({"report_id": ids}).with_columns(report=pl.int_range(pl.len(), dtype=pl.Int64))
    rows = checks.with_columns(pl.col("judged").fill_null(value=False)).join(at, on="report_id")
    judged = rows.filter("judged")
    same = judged.filter("agrees").group_by("report", "reported").agg(count=pl.len()).sort("report", "reported")
    left = rows.group_by("report").agg(
        unknown=(pl.col("judged") & pl.col("agrees").is_null()).sum(), apart=(~pl.col("judged")).sum()
    )
    left = left.filter((pl.col("unknown") > 0) | (pl.col("apart") > 0)).sort("report")
    return {"same": columns(same), **_other(judged.filter(~pl.col("agrees"))), "left": columns(left)}


def _other(differing: pl.DataFrame) -> dict[str, Any]:
    place = differing.select(_PLACE).unique().sort(_PLACE, nulls_last=True)
    numbered = place.with_columns(place=pl.int_range(pl.len(), dtype=pl.Int64))
    keys = ["off", "agency", "year", *_PLACE, "quote", "report", "told", "severity"]
    rows = differing.join(numbered, on=_PLACE, how="left", nulls_equal=True).sort(
        keys, descending=[True, *[False] * (len(keys) - 1)], nulls_last=True
    )
    told = columns(rows.select("report", "told", "reported", "place"))
    return {
        "other": told | {"severity": places(rows["severity"], SEVERITIES)},
        "places": columns(place.select(shown(name) for name in _PLACE)),
    }
