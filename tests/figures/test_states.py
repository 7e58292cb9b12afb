"""Agencies × years: five states, never mixed; rows for some, shares for many."""

import polars as pl
import pytest

from tests.figures.made_up import AGENCY_YEARS, STATES, agency_years
from toolkit.figures import agency_states
from toolkit.figures.states import ROWS

SMALL = pl.DataFrame(
    [
        ("神池县教育局", "140927", 2022, "requests", "a"),
        ("神池县教育局", "140927", 2023, "zero", "b"),
        ("鼓楼区教育局", "320106", 2022, "blank", "c"),
        ("鼓楼区教育局", "320106", 2023, "unreadable", "d"),
        ("鼓楼区教育局", "320302", 2022, "missing", None),
        ("鼓楼区教育局", "320302", 2023, "requests", "e"),
    ],
    schema=AGENCY_YEARS,
    orient="row",
)


def test_each_agency_year_is_one_tile_of_its_state() -> None:
    drawn = agency_states(SMALL)
    tiles = {
        trace.name: [
            (row, round(base + 0.47)) for row, base in zip(trace.y, trace.base, strict=False) if row is not None
        ]
        for trace in drawn.data
    }
    assert tiles == {
        "R requests": [(0, 2022), (2, 2023)],
        "0 zero": [(0, 2023)],
        "B blank": [(1, 2022)],
        "? unreadable": [(1, 2023)],
        "– no report": [(2, 2022)],
    }
    assert drawn.layout.title.text == "1 of 3 agencies reported no request in at least one year"
    assert drawn.layout.title.subtitle.text == (
        "6 agency-years, 2022–2023: requests 2, zero 1, blank 1, unreadable 1, no report 1"
    )


def test_agencies_of_one_name_are_told_apart_by_their_region() -> None:
    ticks = agency_states(SMALL).layout.yaxis.ticktext
    assert ticks == ("神池县教育局", "鼓楼区教育局 320106", "鼓楼区教育局 320302")


def test_agencies_without_region_are_one_agency_each() -> None:
    rows = [("甲局", None, 2022, "zero", "a"), ("甲局", None, 2023, "zero", "b"), ("乙局", None, 2022, "missing", None)]
    drawn = agency_states(pl.DataFrame(rows, schema=AGENCY_YEARS, orient="row"))
    assert drawn.layout.title.text.startswith("1 of 2 agencies")
    assert sum(len(trace.customdata) for trace in drawn.data) == 3


def test_in_chinese_all_words_are_chinese() -> None:
    drawn = agency_states(SMALL, lang="zh")
    assert drawn.layout.title.text == "3 个机关中，1 个至少有一年为零申请"
    assert [trace.name for trace in drawn.data] == ["有 有申请", "零 零申请", "空 空白", "？ 无法识别", "缺 缺报告"]
    assert drawn.data[4].customdata[0][2] == "无报告"


def test_states_are_told_apart_without_colour() -> None:
    rows, shares = agency_states(agency_years(20)), agency_states(agency_years(ROWS + 1))
    assert len({trace.text[0] for trace in rows.data}) == len(STATES)
    fills = {(trace.marker.color, trace.marker.pattern.shape) for trace in shares.data}
    assert len(fills) == len(STATES)


def test_a_state_that_does_not_occur_stands_in_the_legend_all_the_same() -> None:
    for frame in (SMALL.filter(state="zero"), agency_years(ROWS + 5).filter(state="zero")):
        drawn = agency_states(frame)
        assert [trace.showlegend for trace in drawn.data] == [True] * len(STATES)
        assert all(len(trace.y) for trace in drawn.data)


@pytest.mark.parametrize("agencies", [ROWS + 1, 20_000])
def test_many_agencies_are_shares_per_year(agencies: int) -> None:
    frame = agency_years(agencies)
    drawn = agency_states(frame)
    assert len(drawn.data) == len(STATES)
    assert all(len(trace.x) <= 3 for trace in drawn.data)
    for place in range(3):
        assert sum(trace.y[place] for trace in drawn.data) == pytest.approx(1)
    assert sum(count for trace in drawn.data for count, _ in trace.customdata) == frame.height
    assert "too many for rows" in drawn.layout.title.subtitle.text


def test_an_empty_frame_says_so() -> None:
    drawn = agency_states(SMALL.clear())
    assert drawn.layout.title.text == "No agency and year is known"
    assert not drawn.data


def test_one_agency_year() -> None:
    drawn = agency_states(SMALL.head(1))
    assert drawn.layout.title.subtitle.text.startswith("1 agency-year, 2022:")
    assert list(drawn.layout.yaxis.ticktext) == ["神池县教育局"]


def test_a_name_is_text_and_no_markup() -> None:
    drawn = agency_states(SMALL.with_columns(agency=pl.lit("<a href='x'>局</a>")))
    assert "<" not in drawn.layout.yaxis.ticktext[0]
    assert all("<" not in row[0] for trace in drawn.data for row in trace.customdata)


def test_the_frame_is_left_as_it_was() -> None:
    before = SMALL.clone()
    agency_states(SMALL)
    assert SMALL.equals(before)
