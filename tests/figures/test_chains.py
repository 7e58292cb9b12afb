"""Carry-over chains: links that agree, that do not, and those of which nothing can be said."""

from typing import Any

import polars as pl

from toolkit.figures import carry_over_chains
from toolkit.figures.chains import ROWS
from toolkit.figures.style import one_line

_OUT, _IN = "previous__requests__carried_out__total", "requests__carried_in__total"


def pair(agency: str, year: int, out: float | None, into: float | None, *, before: int | None = None) -> dict[str, Any]:
    previous = year - 1 if before is None else before
    return {"report_id": f"{agency}{year}",
        "previous_report_id": f"{agency}{previous}", "agency": agency, "year": year, "previous_year": previous,
            "gap": previous != year - 1, _OUT: out, _IN: into}  # fmt: skip


def pairs(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema_overrides={_OUT: pl.Float64, _IN: pl.Float64})


SOME = pairs(
    pair("甲局", 2021, 3, 3),
    pair("甲局", 2022, 3, 4),
    pair("乙局", 2022, None, 4),
    pair("乙局", 2024, 1, 2, before=2022),
)


def test_a_link_over_a_missing_year_is_unknown_not_broken() -> None:
    drawn = carry_over_chains(SOME)
    spans = {
        trace.name: [(trace.x[at], trace.x[at + 2], trace.y[at]) for at in range(0, len(trace.x), 4)]
        for trace in drawn.data[:3]
    }
    assert spans == {
        "agrees": [(2020, 2021, 0)],
        "does not agree": [(2021, 2022, 0)],
        "unknown": [(2021, 2022, 1), (2022, 2024, 1)],
    }
    heading = one_line(drawn.layout.title.text)
    assert heading == "1 of 4 steps from year to year does not carry over what was left; 2 unknown"


def test_the_hover_tells_both_years_and_numbers() -> None:
    drawn = carry_over_chains(SOME, lang="zh")
    assert drawn.data[1].customdata[0] == ["甲局", 2021, "3", 2022, "4"]
    assert "%{customdata[1]} 年结转下年度" in drawn.data[1].hovertemplate
    assert drawn.data[2].customdata[0] == ["乙局", 2021, "–", 2022, "4"]


def test_links_are_told_apart_without_colour() -> None:
    assert len({trace.line.dash for trace in carry_over_chains(SOME).data[:3]}) == 3


def test_many_agencies_are_shares_that_add_up() -> None:
    drawn = carry_over_chains(pairs(*(pair(f"{at}局", 2022, 1, at % 2) for at in range(ROWS + 1))))
    assert [trace.type for trace in drawn.data] == ["bar"] * 3
    assert sum(trace.y[0] for trace in drawn.data) == 1
    assert "too many for rows" in one_line(drawn.layout.title.subtitle.text)


def test_agencies_of_one_name_have_a_row_each() -> None:
    one, two = pair("鼓楼区教育局", 2022, 1, 1), pair("鼓楼区教育局", 2022, 1, 2)
    drawn = carry_over_chains(pairs(one, two | {"report_id": "x", "previous_report_id": "y"}))
    assert drawn.layout.yaxis.ticktext == ("鼓楼区教育局", "鼓楼区教育局")
    assert one_line(drawn.layout.title.subtitle.text).startswith("2 agencies")


def test_an_agency_whose_name_is_written_otherwise_is_one_row() -> None:
    later = pair("乙县局", 2023, 1, 2) | {"previous_report_id": "乙局2022"}
    drawn = carry_over_chains(pairs(pair("乙局", 2022, 1, 1), later))
    assert drawn.layout.yaxis.ticktext == ("乙县局",)
    assert [len(trace.x) for trace in drawn.data[:2]] == [4, 4]
    assert drawn.layout.title.subtitle.text.startswith("1 agency")


def test_no_pair_at_all() -> None:
    assert carry_over_chains(SOME.clear()).layout.title.text == "No agency has reports of two years"


def test_a_name_is_text_and_no_markup() -> None:
    drawn = carry_over_chains(pairs(pair("<b>局</b>", 2022, 1, 1)))
    assert "<b>" not in drawn.layout.yaxis.ticktext[0] + drawn.data[0].customdata[0][0]
