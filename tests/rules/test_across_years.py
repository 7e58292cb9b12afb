"""The suite of neighbouring years on rows written out by hand: severities, places, numbers and words."""

from tests.rules.shipped_on_rows import Row, checked_rows
from toolkit.rules import Findings


def told(findings: Findings) -> list[tuple[object, ...]]:
    return findings.frame.select("severity", "row", "column", "expected", "actual", "difference").rows()


def test_carry_over_is_critical_or_a_warning_as_the_pair_is() -> None:
    differs: Row = {"column": "total", "previous_carried_out": 3, "carried_in": 4}
    for contradicts, severity in ((True, "critical"), (False, "warning")):
        findings = checked_rows("across_years", pairs_by_column=[{**differs, "contradicts": contradicts}])
        assert told(findings) == [(severity, None, "total", 3.0, 4.0, 1.0)]
        [message] = findings.frame["message_zh"]
        assert message.startswith("总计：2022年报告结转下年度 3，2023年报告上年结转 4（机构改革、合并")
        assert "（空白按 0 计）" not in message


def test_a_zero_that_was_assumed_is_told() -> None:
    row: Row = {"column": "total", "previous_carried_out": 3, "contradicts": False, "assumed_zero": True}
    [message] = checked_rows("across_years", pairs_by_column=[row]).frame["message_zh"]
    assert message.endswith("（空白按 0 计）")


def test_a_year_between_cannot_be_judged_and_says_what_lacks() -> None:
    row: Row = {"column": "total", "previous_carried_out": None, "carried_in": 4, "contradicts": False}
    findings = checked_rows("across_years", pairs_by_column=[row])
    assert findings.frame.is_empty()
    assert findings.unknown["message_zh"].to_list() == ["总计：不能判断，没有可用的数：上年报告的结转下年度"]


def test_more_in_force_is_a_warning_and_less_worth_a_look() -> None:
    stock: Row = {"row": "regulations", "previous_in_force": 9, "issued": 3, "repealed": 2, "minus_repealed": -2}
    for in_force, fewer, severity in ((11, False, "warning"), (9, True, "info")):
        findings = checked_rows("across_years", pairs_by_row=[{**stock, "in_force": in_force, "fewer": fewer}])
        assert told(findings) == [(severity, "regulations", None, 10.0, float(in_force), in_force - 10.0)]
        [message] = findings.frame["message_zh"]
        assert f"2023年报告现行有效 {in_force}，" in message
        assert "2022年报告现行有效 9 + 2023年制发 3 − 废止 2" in message
    assert checked_rows("across_years", pairs_by_row=[{**stock, "in_force": 10, "fewer": False}]).frame.is_empty()


def test_items_are_judged_in_the_2019_form_alone() -> None:
    items: Row = {"row": "fees", "previous_prior_items": 5, "previous_change": -2, "prior_items": 4, "fewer": False}
    findings = checked_rows("across_years", pairs_by_row=[{**items, "form": "2019"}])
    assert told(findings) == [("info", "fees", None, 3.0, 4.0, 1.0)]
    assert checked_rows("across_years", pairs_by_row=[{**items, "form": "2021"}]).frame.is_empty()


def test_of_a_finding_the_cells_of_its_own_report_are_lit() -> None:
    column: Row = {"column": "total", "previous_carried_out": 3, "carried_in": 4, "contradicts": True}
    row: Row = {"row": "regulations", "in_force": 7, "fewer": False}
    lit = checked_rows("across_years", pairs_by_column=[column], pairs_by_row=[row]).highlight("r1")
    stock = [("disclosure", "regulations", name) for name in ("issued", "repealed", "in_force")]
    assert list(lit) == [*stock, ("requests", "carried_in", "total")]
