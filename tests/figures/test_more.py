"""Findings by year, days of publication, and the map of provinces."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from tests.figures.made_up import findings, summary
from toolkit.corpus.deadlines import report_dates
from toolkit.figures import findings_by_year, province_map, publication_dates
from toolkit.figures.provinces import tiles
from toolkit.figures.rule_years import ROWS
from toolkit.figures.style import one_line


def test_rules_stand_by_severity_then_by_how_often_they_fired() -> None:
    frame = findings(300)
    drawn = findings_by_year(frame, titles=summary(frame))
    [cells] = drawn.data
    counts = [sum(one[1] or 0 for one in line) for line in cells.customdata]
    words = [text.split(" · ")[0] for text in drawn.layout.yaxis.ticktext]
    assert words == sorted(words, key=["critical", "warning", "info"].index)
    assert sum(counts) == 300
    assert counts[:2] == sorted(counts[:2], reverse=True)
    assert cells.text[0][0] == f"{cells.customdata[0][0][1]:,}"


def test_a_year_without_a_finding_is_empty_not_zero() -> None:
    frame = pl.DataFrame({"suite": "a", "rule": ["x", "y"], "severity": "info", "year": [2022, 2023]})
    [cells] = findings_by_year(frame).data
    assert [list(line) for line in cells.z] == [[0.0, None], [None, 0.0]]


def test_a_year_in_between_without_any_finding_keeps_its_place() -> None:
    frame = pl.DataFrame({"suite": "a", "rule": "x", "severity": "info", "year": [2020, 2023]})
    [cells] = findings_by_year(frame).data
    assert (list(cells.x), list(cells.z[0])) == ([2020, 2021, 2022, 2023], [0.0, None, None, 0.0])


def test_findings_without_a_year_are_told() -> None:
    frame = pl.DataFrame({"suite": "a", "rule": "x", "severity": "info", "year": [2022, None]})
    assert findings_by_year(frame).layout.title.subtitle.text == "Not drawn, for want of a year: 1 finding."
    assert findings_by_year(frame.filter(pl.col("year").is_null())).layout.title.text == "No rule found anything"


def test_a_rule_of_two_severities_is_two_rows() -> None:
    frame = pl.DataFrame({"suite": "a", "rule": "x", "severity": ["critical", "info"], "year": 2022})
    assert len(findings_by_year(frame).layout.yaxis.ticktext) == 2


def test_more_rules_than_rows() -> None:
    frame = pl.DataFrame({"suite": "a", "rule": [f"r{at}" for at in range(ROWS + 3)], "severity": "info", "year": 2022})
    drawn = findings_by_year(frame)
    assert len(drawn.layout.yaxis.ticktext) == ROWS
    assert one_line(drawn.layout.title.subtitle.text) == "3 rules more not shown."


def reports(*rows: tuple[int | None, date | None, str | None, str | None]) -> pl.DataFrame:
    schema = {"year": pl.Int32, "published": pl.Date, "level": pl.String, "kind": pl.String}
    told = pl.DataFrame(list(rows), schema=schema, orient="row")
    return report_dates(told.with_columns(report_id=pl.lit("r"), agency=pl.lit("a"), signed=pl.lit(None, pl.Date)))


def test_days_are_counted_by_the_group_that_the_regulation_names() -> None:
    drawn = publication_dates(
        reports(
            (2023, date(2024, 1, 31), "county", "department"),
            (2023, date(2024, 2, 1), "county", "department"),
            (2023, date(2024, 3, 31), "city", "government"),
            (2023, date(2024, 4, 1), "city", "government"),
            (2023, date(2024, 1, 5), "township", "government"),
            (2023, None, "city", "government"),
            (None, date(2024, 1, 5), "city", "government"),
        )
    )
    assert [sum(bar.y) for bar in drawn.data] == [2, 2, 1]
    # A leap year: counting days from 1 January would be a day off in March.
    assert one_line(drawn.layout.title.text) == (
        "5 reports with a date: 2 published by 31 January, 2 more by 31 March, 1 later"
    )
    assert "2 reports without a date" in one_line(drawn.layout.title.subtitle.text)


def test_dates_before_the_year_was_over_and_much_later_ones_are_drawn() -> None:
    drawn = publication_dates(
        reports((2022, date(2022, 12, 1), "city", "office"), (2022, date(2025, 6, 1), "city", "office"))
    )
    assert sum(sum(bar.y) for bar in drawn.data) == 2
    assert (drawn.data[0].y[0], drawn.data[0].y[-1], drawn.data[0].customdata[-1]) == (1, 1, "≥ 12-31")
    assert "first bar): 1 report." in one_line(drawn.layout.title.subtitle.text)


def test_no_report_with_a_date() -> None:
    for frame in (reports(), reports((2022, None, None, None))):
        assert not publication_dates(frame).data


def province(*rows: tuple[str | None, float | None], **more: Any) -> Any:
    frame = pl.DataFrame(list(rows), schema={"province": pl.String, "value": pl.Float64}, orient="row")
    return province_map(frame, measure_en="reports", measure_zh="报告数", **more)


def test_every_province_has_a_tile_of_its_own() -> None:
    places = list(tiles()["tiles"].values())
    assert len(places) == 34
    assert len({tuple(place) for place in places}) == 34


def test_a_province_without_a_number_is_no_zero() -> None:
    drawn = province(("山西省", 0.0), ("江苏省", 12.0), ("海南省", None))
    texts = [one.text for one in drawn.layout.annotations]
    assert {"山西<br>0", "江苏<br>12", "海南<br>–", "内蒙古<br>–"} <= set(texts)
    [cells] = drawn.data
    assert sorted(value for line in cells.z for value in line if value is not None) == [0, 12]
    assert one_line(drawn.layout.title.text) == "reports by province: from 0 (山西省) to 12 (江苏省)"


def test_names_that_are_no_province_are_counted() -> None:
    drawn = province(("山西省", 1.0), ("某地", 2.0), (None, 3.0))
    assert one_line(drawn.layout.title.subtitle.text).endswith("Names of no province: 1.")
    with pytest.raises(ValueError, match="twice"):
        province(("山西省", 1.0), ("山西省", 2.0))


def test_shares_are_told_as_shares_in_both_languages() -> None:
    drawn = province(("山西省", 0.25), ("江苏省", 0.5), percent=True, lang="zh")
    assert drawn.layout.title.text == "各省报告数：最低 25 %（山西省），最高 50 %（江苏省）"
    assert not province(("某地", 2.0)).data


def test_one_value_alone_has_a_scale_with_two_ends() -> None:
    drawn = province(("山西省", 0.25), ("江苏省", 0.25), percent=True)
    assert drawn.layout.title.text == "reports: 25 % in every province that is known"
    assert (drawn.layout.coloraxis.cmin, drawn.layout.coloraxis.cmax) == (0, 1)
    counted = province(("山西省", 0.0))
    assert (counted.layout.coloraxis.cmin, counted.layout.coloraxis.cmax) == (0, 1)


def test_a_share_that_only_rounds_to_a_whole_one_is_told_as_rounded() -> None:
    texts = [one.text for one in province(("山西省", 0.9999), ("江苏省", 0.07), percent=True).layout.annotations]
    assert {"山西<br>100.0 %", "江苏<br>7 %"} <= set(texts)


def test_few_reports_are_counted_in_whole_numbers() -> None:
    few, many = (publication_dates(reports(*[(2022, date(2023, 1, 20), "city", "office")] * count)) for count in (5, 6))
    assert (few.layout.yaxis.dtick, many.layout.yaxis.dtick) == (1, None)
