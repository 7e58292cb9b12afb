"""Which agencies' reports there are: years between, reports twice, the roster, subordinates."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

import toolkit as tk
from tests.corpus.small_reports import Key, read, report, unreadable
from toolkit.corpus import Corpus, frames_of, identify
from toolkit.corpus.agencies import Identifier
from toolkit.errors import MetadataError
from toolkit.records import Document, Report
from toolkit.rules import Findings

NEW: Key = ("requests", "new", "total")
IDENTIFIER = Identifier()
OFFICE, OTHER = "神池县水利局", "神池县教育局"


def corpus(*told: Report | Document, metadata: pl.DataFrame | None = None) -> Corpus:
    documents = [read(f"{at}", one) if isinstance(one, Report) else one for at, one in enumerate(told)]
    frames = identify(frames_of(documents), IDENTIFIER)
    return Corpus.of_frames(frames, identifier=IDENTIFIER, metadata=metadata)


def unread(agency: str, year: int, *read_: Report) -> Corpus:
    """Reports beside a file that cannot be read, of which the user says whose it is."""
    metadata = pl.DataFrame({"source": ["scan.pdf"], "agency": [agency], "year": [year]})
    return corpus(*read_, unreadable("scan.pdf"), metadata=metadata)


def years(agency: str, *told: int) -> list[Report]:
    return [report(agency, year, requests="2021") for year in told]


def found(findings: Findings, rule: str) -> list[tuple[object, ...]]:
    own = findings.frame.filter(rule=rule)
    return own.select("report_id", "agency", "year", "severity").rows()


def open_of(findings: Findings, rule: str) -> list[tuple[object, ...]]:
    return findings.unknown.filter(rule=rule).select("agency", "year").rows()


# ------------------------------------------------------------------ years between


def test_a_year_between_two_reports_is_one_finding_without_a_report() -> None:
    findings = tk.check(corpus(*years(OFFICE, 2019, 2020, 2023), *years(OTHER, 2022)), "across_years")
    assert found(findings, "panel.missing_year") == [
        (None, OFFICE, 2021, "warning"), (None, OFFICE, 2022, "warning")
    ]  # fmt: skip
    assert findings.frame.filter(rule="panel.missing_year")["message_zh"][0] == (
        "神池县水利局：2020年、2023年有报告，2021年没有"
    )
    assert set(findings.frame["rule"]) == {"panel.missing_year"}


def test_a_report_that_could_not_be_read_is_no_missing_year() -> None:
    one = unread(OFFICE, 2021, *years(OFFICE, 2020, 2022))
    assert one.agency_years.filter(year=2021)["state"].to_list() == ["unreadable"]
    assert found(tk.check(one, "across_years"), "panel.missing_year") == []


def test_years_that_were_not_asked_for_are_not_missing() -> None:
    one = corpus(*years(OFFICE, 2019, 2021, 2023)).filter(years=[2019, 2021])
    assert found(tk.check(one, "across_years"), "panel.missing_year") == []
    one = corpus(*years(OFFICE, 2019, 2023)).filter(years="2019-2023")
    assert [row[2] for row in found(tk.check(one, "across_years"), "panel.missing_year")] == [2020, 2021, 2022]


# ------------------------------------------------------------------ several reports of one year


def twice(first: date | None, second: date | None, number: float = 1, **more: str) -> Corpus:
    return corpus(
        report(OFFICE, 2023, {NEW: 0}, published=first),
        report(OFFICE, 2023, {NEW: number}, published=second, **more),  # type: ignore[arg-type]
    )


JAN, FEB = date(2024, 1, 10), date(2024, 2, 20)


def test_a_report_published_again_with_other_numbers_is_restated_and_told_on_the_earlier_one() -> None:
    one = twice(JAN, FEB)
    [earlier] = one.reports.filter(published=JAN)["report_id"]
    findings = tk.check(one, "across_years")
    assert found(findings, "panel.restated") == [(earlier, OFFICE, 2023, "info")]
    assert found(findings, "panel.duplicate") == []
    [message] = findings.frame.filter(rule="panel.restated")["message_en"]
    assert message == f"{OFFICE}, 2023: published on 2024-01-10, and again on 2024-02-20; cells that differ: 1"


@pytest.mark.parametrize("days", [(None, None), (JAN, None), (JAN, JAN)])
def test_two_reports_that_differ_without_two_days_are_duplicates(days: tuple[date | None, date | None]) -> None:
    one = twice(*days)
    findings = tk.check(one, "across_years")
    [(_, agency, year, severity)] = found(findings, "panel.duplicate")
    assert (agency, year, severity) == (OFFICE, 2023, "warning")
    assert found(findings, "panel.restated") == []


def test_the_same_report_in_two_formats_is_neither() -> None:
    findings = tk.check(twice(JAN, FEB, number=0), "across_years")
    assert found(findings, "panel.restated") == found(findings, "panel.duplicate") == []


def test_another_form_is_another_report() -> None:
    assert len(found(tk.check(twice(JAN, FEB, number=0, disclosure="2019"), "across_years"), "panel.restated")) == 1


@pytest.mark.parametrize("told", [(0, ""), ("", "若干"), ("", None)])
def test_blank_zero_unreadable_and_missing_are_not_the_same_report(told: tuple[float | str | None, ...]) -> None:
    one = corpus(*(report(OFFICE, 2023, {NEW: number}) for number in told))
    assert len(found(tk.check(one, "across_years"), "panel.duplicate")) == 1


def test_of_three_reports_each_that_differs_from_the_preferred_is_told() -> None:
    one = corpus(*(report(OFFICE, 2023, {NEW: number}, published=day)
                   for number, day in ((1, JAN), (2, date(2024, 1, 20)), (2, FEB))))  # fmt: skip
    assert len(found(tk.check(one, "across_years"), "panel.restated")) == 1


# ------------------------------------------------------------------ whose it is


@pytest.mark.parametrize(
    ("agency", "year", "zh"), [(None, 2023, "机关名称"), (OFFICE, None, "年份"), (None, None, "机关名称和年份")]
)
def test_a_report_of_nobody_or_of_no_year_is_told(agency: str | None, year: int | None, zh: str) -> None:
    findings = tk.check(corpus(report(agency, year, requests="2021"), *years(OTHER, 2022)), "across_years")
    own = findings.frame.filter(rule="panel.unidentified")
    assert own["message_zh"].to_list() == [f"读不出报告的{zh}"]
    assert own["severity"].to_list() == ["warning"]


# ------------------------------------------------------------------ the roster


def roster(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "roster.csv"
    path.write_text(text, "utf-8")
    return path


def test_without_a_roster_nothing_is_said_of_agencies_without_reports() -> None:
    findings = tk.check(corpus(*years(OFFICE, 2023)), "gaps")
    assert found(findings, "gaps.not_published") == open_of(findings, "gaps.not_published") == []


def test_agencies_of_the_roster_without_a_report_are_critical(tmp_path: Path) -> None:
    one = corpus(*years(OFFICE, 2021, 2022), *years(OTHER, 2022))
    path = roster(tmp_path, "agency,years\n神池县 水利局,2021-2022\n神池县教育局,2021-2022\n神池县林业局,2022\n")
    findings = tk.check(one, "gaps", roster=path)
    assert found(findings, "gaps.not_published") == [
        (None, OTHER, 2021, "critical"), (None, "神池县林业局", 2022, "critical")
    ]  # fmt: skip


def test_an_unreadable_document_of_a_roster_agency_cannot_be_judged(tmp_path: Path) -> None:
    one = unread(OTHER, 2022, *years(OFFICE, 2022))
    findings = tk.check(one, "gaps", roster=roster(tmp_path, "agency,year\n神池县教育局,2022\n"))
    assert found(findings, "gaps.not_published") == []
    assert open_of(findings, "gaps.not_published") == [(OTHER, 2022)]


def test_a_near_name_is_told_and_not_taken_for_it(tmp_path: Path) -> None:
    one = corpus(*years("神池县教育体育局", 2022))
    told = one.with_roster(roster(tmp_path, "agency\n神池县教育局\n"))
    findings = tk.check(told, "gaps")
    [row] = findings.frame.filter(rule="gaps.not_published").rows(named=True)
    assert (row["agency"], row["year"]) == (OTHER, 2022)
    assert "当年有报告的相近名称：神池县教育体育局" in row["message_zh"]
    [warning] = told.warnings_of_tables
    assert warning.startswith("roster: row 1 (line 2): there is no report of '神池县教育局'; near names, not taken ")
    assert warning.endswith("for it: '神池县教育体育局'.")


def test_a_name_of_several_places_is_not_judged_without_a_code(tmp_path: Path) -> None:
    one = corpus(report("鼓楼区教育局", 2022, site_id="3201060001"), report("鼓楼区教育局", 2022, site_id="3203020001"))
    assert one.agency_years.height == 2
    findings = tk.check(one, "gaps", roster=roster(tmp_path, "agency,years\n鼓楼区教育局,2021-2022\n"))
    assert found(findings, "gaps.not_published") == []
    assert open_of(findings, "gaps.not_published") == [("鼓楼区教育局", 2021), ("鼓楼区教育局", 2022)]
    assert one.with_roster(tmp_path / "roster.csv").agency_years.height == 2
    coded = tk.check(one, "gaps", roster=pl.DataFrame(
        {"agency": ["鼓楼区教育局"], "region_code": ["320302"], "years": ["2021-2022"]}))  # fmt: skip
    assert [row[2] for row in found(coded, "gaps.not_published")] == [2021]


def test_a_name_without_a_place_is_the_agency_of_that_name(tmp_path: Path) -> None:
    one = corpus(*years("高新区管委会", 2022))
    findings = tk.check(one, "gaps", roster=roster(tmp_path, "agency,years\n高新区管委会,2022-2023\n"))
    assert found(findings, "gaps.not_published") == [(None, "高新区管委会", 2023, "critical")]


def test_years_of_the_roster_after_the_last_report_are_no_years_between(tmp_path: Path) -> None:
    one = corpus(*years(OFFICE, 2021))
    told = one.with_roster(roster(tmp_path, "agency,years\n神池县水利局,2020-2023\n"))
    assert told.agency_years["state"].to_list() == ["missing", "zero", "missing", "missing"]
    findings = tk.check(told, ["across_years", "gaps"])
    assert found(findings, "panel.missing_year") == []
    assert [row[2] for row in found(findings, "gaps.not_published")] == [2020, 2022, 2023]


def test_a_report_stands_before_an_unreadable_document_of_its_year() -> None:
    one = unread(OFFICE, 2021, *years(OFFICE, 2021))
    assert one.agency_years.select("state", pl.col("report_id").is_not_null()).rows() == [("zero", True)]


@pytest.mark.parametrize(
    ("years_told", "wanted"),
    [
        ("2019-2021", [2019, 2020, 2021]),
        ("2019、2021", [2019, 2021]),
        ("2019年至2020年", [2019, 2020]),
        ("2021", [2021]),
    ],
)
def test_years_of_a_roster(tmp_path: Path, years_told: str, wanted: list[int]) -> None:
    one = corpus(*years(OTHER, 2022))
    findings = tk.check(one, "gaps", roster=roster(tmp_path, f"agency,years\n神池县水利局,{years_told}\n"))
    assert [row[2] for row in found(findings, "gaps.not_published")] == wanted


def test_a_roster_without_years_means_those_of_the_corpus(tmp_path: Path) -> None:
    one = corpus(*years(OTHER, 2021, 2022, 2023))
    findings = tk.check(one, "gaps", roster=roster(tmp_path, "agency,first,last\n神池县水利局,,2022\n"))
    assert [row[2] for row in found(findings, "gaps.not_published")] == [2021, 2022]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("name\n神池县水利局\n", "unknown column 'name'"),
        ("agency,years\n神池县水利局,2023-2019\n", "row 1 (line 2) has years '2023-2019'"),
        ("agency,years\n神池县水利局,去年\n", "row 1 (line 2) has years '去年'"),
        ("agency,years,year\n神池县水利局,2020,2021\n", "tells years twice"),
        ("agency,region_code\n神池县水利局,14\n", "not a region code of six digits"),
        ("agency,first,last\n神池县水利局,2022,2020\n", "has first 2022 after last 2020"),
        ("", "is not a CSV table"),
    ],
)
def test_a_wrong_roster_is_refused_with_its_line(tmp_path: Path, text: str, wanted: str) -> None:
    path = roster(tmp_path, text)
    with pytest.raises(MetadataError) as error:
        tk.check(corpus(*years(OTHER, 2022)), "gaps", roster=path)
    assert wanted in str(error.value)
    assert str(path) in str(error.value)


def test_a_roster_that_is_not_there_is_told() -> None:
    with pytest.raises(MetadataError, match="there is no such roster file"):
        tk.check(corpus(*years(OTHER, 2022)), "gaps", roster="nowhere.csv")


# ------------------------------------------------------------------ subordinates

COUNTY = "神池县人民政府"


def below(*told: tuple[str, ...]) -> pl.DataFrame:
    return pl.DataFrame(told, schema=["agency", "superior", "year"][: len(told[0])], orient="row")


def counted(agency: str, year: int, number: float | str) -> Report:
    return report(agency, year, {NEW: number}, requests="2021")


def test_a_government_with_less_than_an_agency_below_it_is_told_once_for_the_row() -> None:
    one = corpus(counted(COUNTY, 2023, 4), counted(OFFICE, 2023, 5), counted(OTHER, 2023, 4))
    findings = tk.check(one, "across_years", subordinates=below((OFFICE, COUNTY), (OTHER, COUNTY)))
    own = findings.frame.filter(rule="panel.roll_up")
    assert own.select("agency", "row", "column", "severity").rows() == [(COUNTY, "new", None, "info")]
    assert own["message_en"][0].endswith(f"{COUNTY} 4, less than {OFFICE} below it 5")


def test_only_governments_of_the_year_are_held_to_their_subordinates() -> None:
    one = corpus(counted(COUNTY, 2022, 0), counted(OTHER, 2023, 1), counted(OFFICE, 2023, 5))
    for told in (below((OFFICE, COUNTY)), below((OFFICE, OTHER))):
        assert found(tk.check(one, "across_years", subordinates=told), "panel.roll_up") == []


def test_a_year_told_is_the_only_one_compared() -> None:
    told = ((COUNTY, 1), (OFFICE, 5))
    one = corpus(*(counted(agency, year, number) for year in (2022, 2023) for agency, number in told))
    findings = tk.check(one, "across_years", subordinates=below((OFFICE, COUNTY, "2023")))
    assert [row[2] for row in found(findings, "panel.roll_up")] == [2023]


def test_a_number_that_is_not_there_cannot_be_compared() -> None:
    one = corpus(counted(COUNTY, 2023, "若干"), counted(OFFICE, 2023, 5))
    findings = tk.check(one, "across_years", subordinates=below((OFFICE, COUNTY)))
    assert found(findings, "panel.roll_up") == []
    assert open_of(findings, "panel.roll_up") == [(COUNTY, 2023)]
