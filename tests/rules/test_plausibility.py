"""The suite of plausibility, and the unit of fees, on rows written out by hand."""

import pytest

from tests.rules.shipped_on_rows import Row, checked_rows


@pytest.mark.parametrize("weight", ["critical", "warning", "info"])
def test_regulations_of_who_may_make_none(weight: str) -> None:
    rows: list[Row] = [
        {"report_id": f"r{at}", "column": "issued", "value": 2, "weight": weight, "unfit": unfit}
        for at, unfit in enumerate((True, False, None))
    ]
    findings = checked_rows("plausibility", regulation_cells=rows)
    places = findings.frame.select("report_id", "severity", "table", "row", "column")
    assert places.rows() == [("r0", weight, "disclosure", "regulations", "issued")]
    assert "2；神池县水利局没有规章制定权" in findings.frame["message_zh"][0]
    assert findings.unknown["report_id"].to_list() == ["r2"]


def test_litigation_without_requests_tells_how_many() -> None:
    rows: list[Row] = [{"litigated_only": True, "review_total": 2}, {"report_id": "r2", "litigated_only": False}]
    findings = checked_rows("plausibility", report_history=rows)
    assert findings.frame.select("report_id", "severity", "table").rows() == [("r1", "info", None)]
    assert "共 2 件" in findings.frame["message_zh"][0]


def test_review_is_not_held_against_the_year_before_the_law_changed() -> None:
    jump: Row = {"jumped": True, "previous_total": 20, "total": 100}
    cases = (("requests", "new", 2024, True), ("review", "review", 2024, False), ("review", "review", 2023, True))
    for table, row, year, fires in cases:
        rows: list[Row] = [{**jump, "table": table, "row": row, "year": year, "previous_year": year - 1}]
        findings = checked_rows("plausibility", pairs_by_total=rows)
        places = findings.frame.select("severity", "table", "row", "column").rows()
        assert places == ([("info", table, row, None)] if fires else [])
        if fires:
            assert findings.frame["message_zh"][0].endswith(f"{year - 1}年 20，{year}年 100")


@pytest.mark.parametrize(
    ("kind", "numbers"),
    [
        ("leading_zero", "“012”以 0 开头"),
        ("split", "10 与右邻的 0 拆开或合并后，本行才等于总计 107"),
        ("year", "10 像是年份"),
    ],
)
def test_suspect_digits_tell_what_is_printed(kind: str, numbers: str) -> None:
    cell: Row = {"table": "requests", "row": "new", "column": "enterprise", "raw": "012", "value": 10, "neighbour": 0}
    findings = checked_rows("plausibility", suspect_digits=[{**cell, "kind": kind, "total": 107, "suspect": True}])
    places = findings.frame.select("severity", "table", "row", "column")
    assert places.rows() == [("warning", "requests", "new", "enterprise")]
    assert numbers in findings.frame["message_zh"][0]
    assert checked_rows("plausibility", suspect_digits=[{"kind": kind, "suspect": False}]).frame.is_empty()


def test_fees_in_another_unit_light_their_amount() -> None:
    rows: list[Row] = [{"amount": 36000, "others": "2022年 3.5", "off": True}, {"report_id": "r2", "off": None}]
    findings = checked_rows("cells", fee_amounts=rows)
    assert findings.frame.select("rule", "severity", "row", "column").rows() == [("fees.unit", "warning", "fees", None)]
    assert "2023年 36000 万元，相邻年度为 2022年 3.5（万元）" in findings.frame["message_zh"][0]
    assert ("disclosure", "fees", "amount") in findings.highlight("r1")
    assert findings.unknown["report_id"].to_list() == ["r2"]
