"""What the page's script works on, held to the frames it comes from."""

from typing import Any

import polars as pl
import pytest

from tests.dashboard.made_up_page import SmallCorpus, SmallFindings, corpus, findings, suspects
from toolkit.dashboard.agencies import agencies, agency_of
from toolkit.dashboard.data import cell_counts, tidy
from toolkit.dashboard.packing import columns


def told(made: SmallCorpus, shown: SmallFindings) -> dict[str, Any]:
    return tidy(made, shown, None, cell_counts(made.cells))


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    made = corpus(12)
    return told(made, findings(40, made))


def test_every_finding_is_there_with_its_report_agency_rule_and_place(data: dict[str, Any]) -> None:
    made = corpus(12)
    frame = findings(40, made).frame
    found, rules, places = data["findings"], data["rules"], data["places"]
    rows = [
        (
            data["reports"]["id"][report], data["agencies"]["name"][agency], year, rules["suite"][rule],
            rules["rule"][rule], rules["severity"][rule], places["table"][place], places["row"][place],
            places["column"][place], found["message_ens"][en], found["message_zhs"][zh], expected, actual,
        )
        for report, agency, year, rule, place, en, zh, expected, actual in zip(
            *(found[name] for name in ("report", "agency", "year", "rule", "place", "message_en", "message_zh",
                                       "expected", "actual")), strict=True
        )
    ]  # fmt: skip
    names = ["report_id", "agency", "year", "suite", "rule", "severity", "table", "row", "column", "message_en"]
    expected_rows = frame.select(*names, "message_zh", "expected", "actual").rows()
    assert sorted(rows, key=str) == sorted(
        [tuple(int(one) if isinstance(one, float) else one for one in row) for row in expected_rows], key=str
    )


def test_every_agency_year_is_there_with_its_state_and_report(data: dict[str, Any]) -> None:
    states = ("requests", "zero", "blank", "unreadable", "missing")
    years = data["years"]
    rows = {
        (data["agencies"]["name"][agency], year, states[state], None if report < 0 else data["reports"]["id"][report])
        for agency, year, state, report in zip(
            *(years[name] for name in ("agency", "year", "state", "report")), strict=True
        )
    }
    assert rows == set(corpus(12).agency_years.select("agency", "year", "state", "report_id").iter_rows())


def test_unknown_verdicts_are_counted_apart(data: dict[str, Any]) -> None:
    made = corpus(12)
    shown = findings(40, made)
    assert sum(data["unknown"]["count"]) == shown.unknown.height
    assert len(data["findings"]["rule"]) == shown.frame.height


def test_what_is_no_number_is_null_and_never_zero() -> None:
    frame = pl.DataFrame({"n": [1.0, 2.5, None, float("nan"), float("inf"), 0.0]})
    assert columns(frame) == {"n": [1, 2.5, None, None, None, 0]}


def test_a_report_without_a_total_tells_no_outcome() -> None:
    made = corpus(3)
    without = made.cells.filter(
        ~((pl.col("row") == "processed") & (pl.col("report_id") == made.reports["report_id"][0]))
    )
    data = told(SmallCorpus(made.documents, made.reports, made.agency_years, without), findings(0))
    place = data["reports"]["id"].index(made.reports["report_id"][0])
    totals = data["reports"]["totals"]
    assert totals["processed"][place] is None
    assert totals["granted"][place] is None
    assert sum(one is None for one in totals["granted"]) == 1
    assert totals["granted_more"][place - 1] == 0


def test_of_agencies_of_one_name_each_has_its_own_reports() -> None:
    made = corpus(2, agency="鼓楼区教育局")
    known = agencies(made, findings(0).frame)
    assert known["agency"].to_list() == ["鼓楼区教育局"] * 2
    assert known["region_code"].n_unique() == 2
    placed = agency_of(made, known).join(made.reports.select("report_id", "region_code"), on="report_id")
    codes = dict(known.select("at", "region_code").iter_rows())
    assert all(codes[at] == code for _, at, code in placed.iter_rows())


def test_an_agency_that_only_a_finding_names_is_an_agency_too() -> None:
    made = corpus(2)
    shown = findings(2, made)
    missing = shown.frame.head(1).with_columns(
        agency=pl.lit("未公开局"), report_id=pl.lit(None, pl.String), source=pl.lit(None, pl.String)
    )
    data = told(made, SmallFindings(pl.concat([shown.frame, missing]), shown.unknown))
    at = data["agencies"]["name"].index("未公开局")
    assert data["findings"]["agency"].count(at) == 1
    assert data["findings"]["report"][data["findings"]["agency"].index(at)] == -1


def test_a_place_that_is_a_column_lights_all_its_terms(data: dict[str, Any]) -> None:
    places = data["places"]
    (column,) = {at for at, row in enumerate(places["row"]) if row is None}
    lit = [cells for key, cells in places["lit"].items() if key.endswith(f":{column}")]
    terms = [["requests", row, "total"] for row in ("new", "carried_in", "processed", "carried_out")]
    assert lit
    assert all(cells == terms for cells in lit)


def test_suspects_are_those_of_the_cheapest_explanation_the_sure_ones_first() -> None:
    made = corpus(2)
    report = made.reports["report_id"][0]
    data = tidy(made, findings(0), suspects(report), cell_counts(made.cells))
    assert data["suspects"]["unique"] == [True, False]
    assert data["suspects"]["reported"] == [12, 3]
    assert data["suspects"]["report"] == [data["reports"]["id"].index(report), -1]
