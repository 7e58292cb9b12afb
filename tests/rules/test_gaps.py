"""The suite of gaps: reports without requests, and without any number other than zero."""

import pytest

from tests.rules.shipped_on_rows import Row, checked_rows


@pytest.mark.parametrize(
    ("column", "rule", "severity", "message_zh", "message_en", "doubt_zh", "doubt_en"),
    [
        (
            "received", "gaps.zero_requests", "info",
            "新收、上年结转的申请都是零", "No request was new or carried in",
            "报告：不能判断：全年没有政府信息公开申请", "report: cannot be judged: No request, new or carried in",
        ),
        (
            "anything", "gaps.all_zero", "warning",
            "三张表中的数全部是零", "Every number in the three tables is zero",
            "报告：不能判断：报告中的数全部是零", "report: cannot be judged: Every number of the report is zero",
        ),
    ],
)  # fmt: skip
def test_a_rule(
    column: str, rule: str, severity: str, message_zh: str, message_en: str, doubt_zh: str, doubt_en: str
) -> None:
    rows: list[Row] = [
        {"report_id": "r1", column: True},
        {"report_id": "r2", column: False},
        {"report_id": "r3", column: None},
    ]
    findings = checked_rows("gaps", report_facts=rows)
    columns = ("report_id", "suite", "rule", "severity", "table", "row", "column", "message_zh", "message_en")
    nowhere = (None, None, None)
    assert findings.frame.select(columns).rows() == [("r2", "gaps", rule, severity, *nowhere, message_zh, message_en)]
    assert findings.unknown.select(columns).rows() == [("r3", "gaps", rule, severity, *nowhere, doubt_zh, doubt_en)]
    summary = {name: counts for name, *counts in findings.summary().select("rule", "pass", "fail", "unknown").rows()}
    other = ({"gaps.zero_requests", "gaps.all_zero"} - {rule}).pop()
    assert summary == {
        rule: [1, 1, 1],
        other: [3, 0, 0],
        "gaps.zero_streak": [0, 0, 0],
        "gaps.not_published": [0, 0, 0],
    }


def test_a_third_year_without_a_request_is_told_on_its_report() -> None:
    rows: list[Row] = [{"report_id": f"r{at}", "zero_streak": told} for at, told in enumerate((True, False, None))]
    findings = checked_rows("gaps", report_history=rows)
    assert findings.frame.select("report_id", "severity", "table", "message_zh").rows() == [
        ("r0", "info", None, "2023年及此前两年都没有新收、结转的政府信息公开申请")
    ]
    assert findings.unknown["report_id"].to_list() == ["r2"]
