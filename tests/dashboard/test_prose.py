"""Whose prose is like whose, as the page holds it."""

from typing import Any

import polars as pl
import pytest

from toolkit.dashboard import prose as prose_module
from toolkit.dashboard.prose import prose

IDS = pl.Series(["a", "b", "c"])
SCHEMA = {
    "report_id": pl.String, "section": pl.String, "section_zh": pl.String, "section_en": pl.String,
    "repeats_previous": pl.Boolean, "repeats_other": pl.Boolean, "other_agency": pl.String, "other_year": pl.Int32,
    "other_similarity": pl.Float64, "other_share": pl.Float64, "other_passage": pl.String,
}  # fmt: skip
LIKE = ("b", "problems", "存在的主要问题", "problems", False, True, "乙局", 2022, 0.95, 0.8, "协调不够")
OWN = ("b", "overview", "总体情况", "overview", True, False, None, None, None, None, None)


def told(*rows: tuple[object, ...]) -> dict[str, Any]:
    return prose(pl.DataFrame(list(rows), schema=SCHEMA, orient="row"), IDS)


def test_a_section_like_anothers_has_all_that_is_told_of_it() -> None:
    made = told(LIKE, OWN)
    assert made["alike"] == {
        "report": [1], "year": [2022], "similarity": [0.95], "share": [0.8], "other": [0], "passage": [0],
        "section": [0],
    }  # fmt: skip
    assert (made["others"], made["passages"]) == (["乙局"], ["协调不够"])
    assert made["sections"] == {"zh": ["存在的主要问题"], "en": ["problems"]}


def test_what_is_judged_not_judged_and_repeats_the_year_before_is_counted_by_report() -> None:
    unknown = ("a", "overview", "总体情况", "overview", None, None, *[None] * 5)
    elsewhere = ("x", *OWN[1:])
    assert told(LIKE, OWN, unknown, elsewhere)["judged"] == {
        "report": [0, 1], "judged": [0, 2], "left": [1, 0], "previous": [0, 1]
    }  # fmt: skip


def test_a_name_left_in_a_text_of_its_own_has_neither_similarity_nor_passage() -> None:
    made = told((*LIKE[:8], None, None, None))["alike"]
    assert (made["similarity"], made["share"], made["passage"]) == ([None], [None], [-1])


def test_only_the_most_similar_sections_are_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prose_module, "PASSAGES", 1)
    made = told(LIKE, ("c", *LIKE[1:8], 0.99, 1.0, "全文相同"), ("a", *LIKE[1:8], None, None, "名称"))
    assert made["alike"]["passage"] == [-1, -1, 0]
    assert made["passages"] == ["全文相同"]
    assert made["alike"]["report"] == [0, 1, 2]
