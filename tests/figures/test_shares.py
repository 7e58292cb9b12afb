"""Zero requests: shares with what is not known as a range, never mixed in; streaks that may be longer apart."""

import polars as pl
import pytest

from tests.figures.made_up import AGENCY_YEARS, agency_years
from toolkit.figures import zero_shares, zero_streaks
from toolkit.figures.shares import LINES, ROWS
from toolkit.figures.style import one_line


def years_of(agency: str, states: str, first: int = 2019) -> list[tuple[str, None, int, str, str]]:
    """An agency's years in letters: r requests, z zero, b blank, u unreadable, m missing."""
    words = {"r": "requests", "z": "zero", "b": "blank", "u": "unreadable", "m": "missing"}
    told = [(first + at, words[letter]) for at, letter in enumerate(states)]
    return [(agency, None, year, state, f"{agency}{year}") for year, state in told]


def frame(**agencies: str) -> pl.DataFrame:
    rows = [row for name, states in agencies.items() for row in years_of(name, states)]
    return pl.DataFrame(rows, schema=AGENCY_YEARS, orient="row")


def test_what_is_not_known_is_a_range_and_no_share() -> None:
    drawn = zero_shares(frame(a="z", b="r", c="r", d="b", e="m"))
    [line] = drawn.data
    assert list(line.y) == [pytest.approx(1 / 3)]
    assert line.y[0] - line.error_y.arrayminus[0] == pytest.approx(1 / 5)
    assert line.y[0] + line.error_y.array[0] == pytest.approx(3 / 5)
    assert line.customdata[0] == [2019, 1, 3, 5, 0.2, 0.6]


def test_a_year_of_which_nobody_tells_has_no_share() -> None:
    drawn = zero_shares(frame(a="zb", b="ru"))
    assert list(drawn.data[0].y) == [0.5, None]
    assert one_line(drawn.layout.title.text) == "2020: no agency tells whether it had requests"


def test_levels_stand_from_the_highest_with_the_unknown_last() -> None:
    reports = pl.DataFrame(
        [("a2019", "county"), ("b2019", "province"), ("c2019", None)],
        schema=["report_id", "level"],
        orient="row",
    )
    drawn = zero_shares(frame(a="zz", b="rz", c="zr"), by="level", reports=reports)
    assert [line.name for line in drawn.data] == ["province", "county", "not known"]
    assert [list(line.y) for line in drawn.data] == [[0, 1], [1, 1], [1, 0]]
    assert "Of 1 agency the group is not known" in one_line(drawn.layout.title.subtitle.text)
    chinese = zero_shares(frame(a="zz", b="rz", c="zr"), by="level", reports=reports, lang="zh")
    assert [line.name for line in chinese.data] == ["省级", "县级", "未知"]


def test_an_agency_is_what_its_latest_report_says() -> None:
    reports = pl.DataFrame(
        [("a2020", "city"), ("a2019", "county")],
        schema=["report_id", "level"],
        orient="row",
    )
    assert [line.name for line in zero_shares(frame(a="zz"), by="level", reports=reports).data] == ["city"]


def test_agencies_of_one_name_are_each_what_their_own_reports_say() -> None:
    rows = [("鼓楼区教育局", "320106", 2019, "zero", "x"), ("鼓楼区教育局", "350102", 2019, "requests", "y")]
    reports = pl.DataFrame({"report_id": ["x", "y"], "province": ["江苏省", "福建省"]})
    drawn = zero_shares(pl.DataFrame(rows, schema=AGENCY_YEARS, orient="row"), by="province", reports=reports)
    assert {line.name: list(line.y) for line in drawn.data} == {"江苏省": [1.0], "福建省": [0.0]}


def test_lines_are_told_apart_without_colour() -> None:
    rows = frame(**{f"a{at}": "zz" for at in range(LINES)})
    names = [f"a{at}" for at in range(LINES)]
    reports = pl.DataFrame({"report_id": [f"{name}2019" for name in names], "province": names})
    drawn = zero_shares(rows, by="province", reports=reports)
    assert len({(line.line.dash, line.marker.symbol) for line in drawn.data}) == LINES


def test_many_groups_are_rows_the_highest_share_first() -> None:
    names = [f"a{at:02}" for at in range(ROWS + 10)]
    rows = frame(**{name: "z" if at == 7 else "r" for at, name in enumerate(names)})
    reports = pl.DataFrame({"report_id": [f"{name}2019" for name in names], "province": names})
    drawn = zero_shares(rows, by="province", reports=reports)
    [points] = drawn.data
    assert len(points.x) == ROWS
    assert (points.text[0], points.x[0], points.x[1]) == ("a07", 1, 0)
    assert f"The {ROWS} largest of {len(names)} groups" in one_line(drawn.layout.title.subtitle.text)


def test_a_group_without_reports_to_tell_it_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"corpus\.reports"):
        zero_shares(frame(a="z"), by="level")


@pytest.mark.parametrize(
    ("states", "sure", "open_"),
    [
        ("zzz", {3: 1}, {}),
        ("rzzr", {2: 1}, {}),
        ("zzbzzz", {}, {3: 1}),
        ("mzz", {}, {2: 1}),
        ("zrzzrz", {2: 1}, {}),
        ("rrr", {}, {}),
        ("bum", {}, {}),
        ("zzmrzz", {}, {2: 1}),
    ],
)
def test_streaks(states: str, sure: dict[int, int], open_: dict[int, int]) -> None:
    drawn = zero_streaks(frame(a=states))
    found = [{x: y for x, y in zip(bar.x, bar.y, strict=True) if y} for bar in drawn.data]
    assert found == [sure, open_]


@pytest.mark.parametrize(("agencies", "step"), [(0, 1), (5, 1), (6, None)])
def test_counts_of_a_few_agencies_stand_at_whole_numbers(agencies: int, step: int | None) -> None:
    rows = [(f"甲{n}局", None, 2023, "zero") for n in range(agencies)] + [("乙局", None, 2023, "requests")]
    drawn = zero_streaks(pl.DataFrame(rows, schema=["agency", "region_code", "year", "state"], orient="row"))
    assert drawn.layout.yaxis.dtick == step


def test_streaks_of_agencies_do_not_run_into_each_other() -> None:
    drawn = zero_streaks(frame(a="rzz", b="zzr"))
    assert one_line(drawn.layout.title.text).startswith("0 of 2 agencies")
    assert sum(drawn.data[0].y) == 2


@pytest.mark.parametrize("draw", [zero_shares, zero_streaks])
@pytest.mark.parametrize("agencies", [0, 1, 20, 20_000])
def test_any_number_of_agencies(draw: "type", agencies: int) -> None:
    drawn = draw(agency_years(agencies))
    assert one_line(drawn.layout.title.text)
    assert sum(len(trace.x) for trace in drawn.data) < 100
