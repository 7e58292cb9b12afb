"""Whose prose is like whose, as small as the page can tell it."""

from typing import Any

import polars as pl

from toolkit.dashboard.packing import coded, columns, places, shown

PASSAGES = 4_000
"""Sections of which the page quotes what they repeat, the most similar ones; of all others it tells all but that."""


def prose(reuse: pl.DataFrame, ids: pl.Series) -> dict[str, Any]:
    """Returns what is told of the sections of reports, as lists by column; `report` is a place among the reports.

    - `judged`: by report, how many sections are, how many are not, and how many repeat the agency's year before;
    - `alike`: those that repeat another agency's, with places among `others`, `sections` and `passages`.

    Args:
        reuse: the frame of that name.
        ids: the reports of the page, in its order.
    """
    at = pl.DataFrame({"report_id": ids}).with_columns(report=pl.int_range(pl.len(), dtype=pl.Int64))
    rows = reuse.join(at, on="report_id")
    judged = rows.group_by("report").agg(
        judged=pl.col("repeats_other").count(), left=pl.col("repeats_other").null_count(),
        previous=pl.col("repeats_previous").sum(),
    ).sort("report")  # fmt: skip
    alike = rows.filter(pl.col("repeats_other") & pl.col("other_agency").is_not_null())
    return {"judged": columns(judged.cast(pl.Int64)), **_alike(alike)}


def _alike(alike: pl.DataFrame) -> dict[str, Any]:
    sections = alike.select("section", "section_zh", "section_en").unique().sort("section")
    most = pl.col("other_similarity").fill_null(0).rank("ordinal", descending=True) <= PASSAGES
    rows = (
        alike.sort("report", "section")
        .with_columns(shown("other_agency"), other_passage=pl.when(most).then(shown("other_passage")))
        .with_columns(pl.col("other_passage").replace("", None))
    )
    others, other = coded(rows["other_agency"])
    passages, passage = coded(rows["other_passage"])
    told = rows.select("report", year="other_year", similarity="other_similarity", share="other_share")
    return {
        "alike": columns(told)
        | {"other": other, "passage": passage, "section": places(rows["section"], sections["section"])},
        "others": others,
        "passages": passages,
        "sections": {lang: sections[f"section_{lang}"].to_list() for lang in ("zh", "en")},
    }
