"""What a filter leaves, on frames small enough to be counted by eye."""

import polars as pl
import pytest

from tests.explorer.made_up import agency_years, findings, reports
from toolkit.explorer.choice import UNKNOWN, Choice, offer
from toolkit.explorer.entries import PAGE, Selection, gathered, page_of, placed, select

ENTRIES = gathered(reports(), agency_years())
FOUND = findings(
    ("a1", "鼓楼区教育局", 2021, "balance", "critical"),
    ("a1", "鼓楼区教育局", 2021, "blank", "warning"),
    ("c2", "山西省人民政府", 2021, "blank", "warning"),
    (None, "鼓楼区教育局", 2022, "missing_year", "warning"),
    ("elsewhere", "他处的局", 2021, "blank", "warning"),
)
PLACED = placed(FOUND, ENTRIES)


def chosen(**filters: object) -> Selection:
    return select(ENTRIES, PLACED, Choice(**filters))  # type: ignore[arg-type]


def ids(selection: Selection) -> list[str | None]:
    return selection.entries["report_id"].sort(nulls_last=True).to_list()


def test_every_report_and_every_year_without_one_is_an_entry_once() -> None:
    assert ENTRIES["report_id"].sort(nulls_last=True).to_list() == ["a1", "a2", "b1", "c1", "c2", "d1", None]
    assert ENTRIES["entry"].to_list() == list(range(7))


def test_agencies_of_one_name_stay_apart_and_a_second_report_is_its_agencys() -> None:
    assert ENTRIES["unit"].drop_nulls().n_unique() == 3
    shanxi = ENTRIES.filter(agency="山西省人民政府")
    assert shanxi["unit"].n_unique() == 1
    assert shanxi.height == 2


def test_a_year_without_a_report_is_where_its_agency_is() -> None:
    row = ENTRIES.filter(state="missing").row(0, named=True)
    assert (row["province"], row["level"], row["kind"]) == ("江苏省", "county", "department")


def test_a_report_of_no_known_agency_is_not_given_the_place_of_another() -> None:
    row = ENTRIES.filter(report_id="d1").row(0, named=True)
    assert (row["unit"], row["province"]) == (None, None)


def test_nothing_asked_for_is_everything() -> None:
    assert chosen().entries.equals(ENTRIES)
    assert chosen().findings.height == 4
    assert (chosen().units, chosen().reports) == (3, 6)


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        ({"years": (2021, 2021)}, ["a1", "b1", "c1", "c2"]),
        ({"years": (2022, 2023)}, ["a2", None]),
        ({"province": "福建省"}, ["b1"]),
        ({"province": UNKNOWN}, ["d1"]),
        ({"level": "province"}, ["c1", "c2"]),
        ({"kind": "department", "years": (2021, 2021)}, ["a1", "b1"]),
        ({"agency": "教育"}, ["a1", "a2", "b1", None]),
        ({"agency": "教育 山西"}, []),
        ({"agency": " 府  山西 "}, ["c1", "c2"]),
        ({"agency": "."}, []),  # a text, not a pattern
        ({"rule": "balance"}, ["a1"]),
        ({"severity": "warning"}, ["a1", "c2", None]),
        ({"severity": "warning", "province": "江苏省"}, ["a1", None]),
        ({"rule": "missing_year"}, [None]),
        ({"rule": "balance", "severity": "warning"}, []),
    ],
)
def test_a_filter_leaves(filters: dict[str, object], left: list[str | None]) -> None:
    assert ids(chosen(**filters)) == left


def test_a_severity_narrows_the_findings_too_but_not_who_was_asked_about() -> None:
    selection = chosen(severity="critical")
    assert selection.findings["rule"].to_list() == ["balance"]
    assert selection.population.height == ENTRIES.height


def test_a_finding_without_a_report_is_of_its_agencys_year_and_a_foreign_one_of_none() -> None:
    assert PLACED["entry"].null_count() == 1
    year = PLACED.filter(rule="missing_year")["entry"].item()
    assert ENTRIES.row(year, named=True)["state"] == "missing"


def test_agencies_are_listed_gravest_first_with_their_counts() -> None:
    listed = chosen().agencies.select("agency", "region_code", "reports", "critical", "findings").rows()
    assert listed == [
        ("鼓楼区教育局", "320106", 2, 1, 3),
        ("山西省人民政府", "140000", 2, 0, 1),
        ("鼓楼区教育局", "350102", 1, 0, 0),
    ]


def test_the_years_of_an_agency_and_the_reports_of_no_known_one() -> None:
    unit = ENTRIES.filter(report_id="a1")["unit"].item()
    years = chosen().years_of(unit).select("year", "report_id", "findings", "critical").rows()
    assert years == [(2021, "a1", 2, 1), (2022, None, 1, 0), (2023, "a2", 0, 0)]
    assert chosen().years_of(None)["report_id"].to_list() == ["d1"]


def test_agency_years_follow_the_choice() -> None:
    left = chosen(province="江苏省", years=(2021, 2022)).agency_years(agency_years())
    assert left.select("region_code", "year").rows() == [("320106", 2021), ("320106", 2022)]


def test_a_page_holds_no_more_than_it_may() -> None:
    rows = pl.DataFrame({"unit": range(2 * PAGE + 1)})
    assert [page_of(rows, page)[0].height for page in (0, 1, 2)] == [PAGE, PAGE, 1]
    assert page_of(rows, 9)[1:] == (2, 3)
    assert page_of(rows, -1)[1] == 0


def test_what_there_is_to_filter_by() -> None:
    there = offer(ENTRIES, PLACED)
    assert there.years == (2021, 2022, 2023)
    assert there.values["province"] == ("山西省", "江苏省", "福建省", UNKNOWN)
    assert there.values["level"] == ("province", "county", UNKNOWN)
    assert there.values["rule"] == ("balance", "blank", "missing_year")
