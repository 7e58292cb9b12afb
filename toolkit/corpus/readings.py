"""Which reading of a content counts, when files were read again, changed, copied or superseded.

A store keeps every reading that was ever committed. The same content may stand in several files, and a file may
have had several contents. What counts is decided here, from content alone, so that it does not depend on the
order in which files were loaded.
"""

from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

SAME_CONTENT = "same_content"
"""Reason of a document whose content another document has too."""

MISSING_EXTRA = "missing_extra"
"""Reason of a document that waits for a program or an extra to be installed: it is tried again at every load."""


class Changes(NamedTuple):
    """Sources of a store that are not what they were at its last load.

    Attributes:
        changed: sources with another content now.
        disappeared: sources that were not found; their old reading is kept.
    """

    changed: tuple[str, ...] = ()
    disappeared: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What a corpus holds, the big frames apart.

    Attributes:
        documents: one row per input file.
        reports: the reports that count, with a last column `part`: where their cells and sections are.
        claimed: unreadable documents whose agency and year the metadata tells.
        warnings: what in the metadata could not be used, one sentence each.
    """

    documents: pl.DataFrame
    reports: pl.DataFrame
    claimed: pl.DataFrame
    warnings: tuple[str, ...] = ()


def settle(documents: pl.DataFrame, reports: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Returns the documents and reports that count.

    Of files with the same content, the first by source is `read` and owns the reports; the others are
    `duplicate` and name them. The reading that counts is the latest of that content, even if the file it was
    read from has changed since, as long as some file has that content now.

    Args:
        documents: every document row with `part` (a later part supersedes an earlier one) and `live` (not
            superseded).
        reports: every report row with `part`.
    """
    counted = _counted(documents)
    settled = (
        _like_the_original(documents.filter("live"))
        .drop("part", "live")
        .join(counted, on="sha256", how="left", maintain_order="left")
        .with_columns(known=pl.col("owner").is_not_null() & pl.col("status").is_in(["read", "duplicate"]))
    )
    owns = pl.col("source") == pl.col("owner")
    copied = pl.concat_str(pl.lit("The same content as "), "owner", pl.lit("."))
    settled_documents = settled.with_columns(
        status=_known(pl.when(owns).then(pl.lit("read")).otherwise(pl.lit("duplicate")), "status"),
        reason=_known(pl.when(~owns).then(pl.lit(SAME_CONTENT)), "reason"),
        # What was read with doubt of a parsed table; a copy has no doubts of its own.
        detail=_known(pl.when(~owns).then(copied).when(status="read").then("detail"), "detail"),
        report_ids=_known(pl.col("counted_ids"), "report_ids"),
    ).select(c for c in documents.columns if c not in ("part", "live"))
    return settled_documents.sort("document_id"), _owned(reports, counted)


def _like_the_original(documents: pl.DataFrame) -> pl.DataFrame:
    """A copy of a file that was not read, or is no report, is not read either, and for the same reason."""
    told = ["status", "reason", "detail"]
    originals = (
        documents.filter(pl.col("status").is_in(["unreadable", "not_a_report"]) & pl.col("sha256").is_not_null())
        # What was tried again says in its latest reading what it is.
        .sort("live", "part", "source", descending=[True, True, False])
        .unique("sha256", keep="first", maintain_order=True)
        .select("sha256", *(pl.col(name).alias(f"original_{name}") for name in told))
    )
    copied = (pl.col("status") == "duplicate") & pl.col("original_status").is_not_null()
    return documents.join(originals, on="sha256", how="left", maintain_order="left").select(
        pl.when(copied).then(f"original_{name}").otherwise(name).alias(name) if name in told else pl.col(name)
        for name in documents.columns
    )


def _counted(documents: pl.DataFrame) -> pl.DataFrame:
    """One row per content that was read and is still there: sha256, its owner and the reading that counts."""
    readings = (
        documents.filter(status="read")
        .sort("part", "live", "source")
        .unique("sha256", keep="last", maintain_order=True)
        .select("sha256", counted_part="part", counted_ids="report_ids")
    )
    owners = (
        documents.filter(pl.col("live") & pl.col("status").is_in(["read", "duplicate"]))
        .sort("source")
        .unique("sha256", keep="first", maintain_order=True)
        .select("sha256", owner="source", owner_id="document_id")
    )
    return readings.join(owners, on="sha256", how="inner")


def _known(value: pl.Expr, column: str) -> pl.Expr:
    return pl.when("known").then(value).otherwise(pl.col(column))


def _owned(reports: pl.DataFrame, counted: pl.DataFrame) -> pl.DataFrame:
    ids = counted.select("counted_part", "owner", "owner_id", report_id="counted_ids").explode(
        "report_id", empty_as_null=False
    )
    return (
        reports.join(ids, left_on=["part", "report_id"], right_on=["counted_part", "report_id"], how="inner")
        .with_columns(document_id="owner_id", source="owner")
        # Two files may tell the same report: a parsed table as CSV and as Parquet.
        .sort("source")
        .unique("report_id", keep="first", maintain_order=True)
        .select(reports.columns)
        .sort("report_id")
    )
