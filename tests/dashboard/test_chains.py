"""What was carried from year to year, as the page holds it."""

from typing import Any

import polars as pl

from toolkit.dashboard.chains import chains

IDS = pl.Series(["a2021", "a2022", "extra", "a2023", "b2022"])
_OUT, _INTO = "previous__requests__carried_out__total", "requests__carried_in__total"


def pair(report: str, previous: str, before: int, out: float | None, into: float | None) -> dict[str, Any]:
    return {"report_id": report, "previous_report_id": previous, "previous_year": before, _OUT: out, _INTO: into}


def told(*rows: dict[str, Any]) -> dict[str, Any]:
    return chains(pl.DataFrame(rows, schema_overrides={_OUT: pl.Float64, _INTO: pl.Float64}), IDS)


def test_each_report_is_told_with_the_place_of_the_one_before_and_both_numbers() -> None:
    assert told(pair("a2023", "a2022", 2022, 3.0, None), pair("a2022", "a2021", 2021, 0.0, 2.0)) == {
        "report": [1, 3], "back": [1, 2], "before": [2021, 2022], "out": [0, 3], "into": [2, None],
    }  # fmt: skip


def test_an_earlier_report_that_is_not_on_the_page_has_its_year_and_number_all_the_same() -> None:
    made = told(pair("b2022", "b2021", 2021, 4.0, 4.0))
    assert (made["report"], made["back"], made["before"], made["out"]) == ([4], [0], [2021], [4])


def test_a_pair_of_a_report_that_is_not_on_the_page_is_left_out() -> None:
    assert told(pair("c2022", "a2021", 2021, 1.0, 1.0))["report"] == []
