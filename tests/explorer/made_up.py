"""Reports, years and findings for the explorer, written out by hand."""

import polars as pl

from tests.figures.made_up import AGENCY_YEARS, FINDINGS

REPORTS = {
    "report_id": pl.String,
    "source": pl.String,
    "agency": pl.String,
    "year": pl.Int32,
    "region_code": pl.String,
    "requests_state": pl.String,
    "province": pl.String,
    "level": pl.String,
    "kind": pl.String,
}

UNNAMED = """政府信息公开工作年度报告
一、总体情况
无。
二、主动公开政府信息情况
无。
三、收到和处理政府信息公开申请情况
无。
四、政府信息公开行政复议、行政诉讼情况
无。
"""
"""A report that does not say whose it is, nor of which year."""


def reports() -> pl.DataFrame:
    """Two agencies of one name, one without 2022, a second report of a year, and one of no known agency."""
    rows = [
        ("a1", "鼓楼区教育局", 2021, "320106", "requests", "江苏省", "county", "department"),
        ("a2", "鼓楼区教育局", 2023, "320106", "zero", "江苏省", "county", "department"),
        ("b1", "鼓楼区教育局", 2021, "350102", "zero", "福建省", "county", "department"),
        ("c1", "山西省人民政府", 2021, "140000", "requests", "山西省", "province", "government"),
        ("c2", "山西省人民政府", 2021, "140000", "requests", "山西省", "province", "government"),
        ("d1", None, None, None, "unreadable", None, None, None),
    ]
    return pl.DataFrame([(row[0], f"reports/{row[0]}.html", *row[1:]) for row in rows], schema=REPORTS, orient="row")


def agency_years() -> pl.DataFrame:
    rows = [
        ("山西省人民政府", "140000", 2021, "requests", "c1"),
        ("鼓楼区教育局", "320106", 2021, "requests", "a1"),
        ("鼓楼区教育局", "320106", 2022, "missing", None),
        ("鼓楼区教育局", "320106", 2023, "zero", "a2"),
        ("鼓楼区教育局", "350102", 2021, "zero", "b1"),
    ]
    return pl.DataFrame(rows, schema=AGENCY_YEARS, orient="row")


def findings(*rows: tuple[str | None, str | None, int | None, str, str]) -> pl.DataFrame:
    """Findings of (report_id, agency, year, rule, severity)."""
    told = [
        {"report_id": report, "agency": agency, "year": year, "suite": "s", "rule": rule, "severity": severity}
        for report, agency, year, rule, severity in rows
    ]
    return pl.DataFrame(told, schema={name: FINDINGS[name] for name in ("report_id", "agency", "year", "suite")} | {
        "rule": pl.String, "severity": pl.String})  # fmt: skip
