"""The numbers told in prose, as the page holds them."""

from typing import Any

import polars as pl

from toolkit.dashboard.claims import claims

IDS = pl.Series(["a", "b"])
ROW: dict[str, Any] = {
    "report_id": "b", "agency": "甲局", "year": 2023, "table": "requests", "row": "new", "column": "total",
    "quote": "收到申请12件", "severity": "critical", "judged": True, "agrees": True, "told": 12.0, "reported": 12.0,
    "off": 0.0,
}  # fmt: skip
OTHER = ROW | {"agrees": False, "reported": 11.0, "off": 1.0}
UNKNOWN = ROW | {"agrees": None, "reported": None, "off": None}


def told(*rows: dict[str, Any]) -> dict[str, Any]:
    return claims(pl.DataFrame(rows, schema_overrides={"agrees": pl.Boolean, "off": pl.Float64}), IDS)


def test_numbers_that_agree_are_told_once_by_report_with_how_often() -> None:
    assert told(ROW, ROW, ROW | {"report_id": "a"})["same"] == {"report": [0, 1], "reported": [12, 12], "count": [1, 2]}


def test_numbers_that_differ_are_each_there_the_largest_difference_first() -> None:
    made = told(OTHER, OTHER | {"told": 20.0, "off": 9.0, "row": "handled", "severity": "warning"}, OTHER)
    assert made["other"] == {
        "report": [1, 1, 1], "told": [20, 12, 12], "reported": [11] * 3, "place": [0, 1, 1], "severity": [1, 0, 0],
    }  # fmt: skip
    assert made["places"] == {"table": ["requests"] * 2, "row": ["handled", "new"], "column": ["total"] * 2}
    assert made["same"]["report"] == made["left"]["report"] == []


def test_what_is_not_known_or_not_judged_is_counted_and_never_a_point() -> None:
    made = told(UNKNOWN, UNKNOWN, OTHER | {"judged": False}, OTHER | {"judged": None}, ROW | {"judged": False})
    assert made["left"] == {"report": [1], "unknown": [2], "apart": [3]}
    assert made["same"]["report"] == made["other"]["report"] == []


def test_claims_of_a_report_that_is_not_on_the_page_are_left_out() -> None:
    made = told(ROW | {"report_id": "c"}, OTHER | {"report_id": "c"}, UNKNOWN | {"report_id": "c"})
    assert made["same"]["report"] == made["other"]["report"] == made["left"]["report"] == []


def test_no_sentence_of_a_report_is_held() -> None:
    assert "收到" not in str(told(ROW, OTHER, UNKNOWN))


def test_a_corpus_without_claims_holds_none() -> None:
    made = claims(pl.DataFrame([ROW]).clear(), IDS)
    assert made["same"]["report"] == made["other"]["report"] == made["left"]["report"] == []
