"""The suite of claims: what is found, where, how severe, and in which words."""

from typing import Any

import polars as pl
import pytest

from tests.rules.small_corpus import ONE_REPORT, SmallCorpus
from toolkit.corpus.schema import SCHEMAS
from toolkit.rules import Findings, check, load_suites

CHECK = {
    "report_id": "r1", "agency": "神池县水利局", "year": 2023, "table": "requests", "row": "new", "column": "total",
    "judged": True, "severity": "critical", "reported": 12.0, "told": 13.0, "difference": 1.0, "off": 1.0,
    "quote": "收到申请13件。",
}  # fmt: skip
STATED = {
    "report_id": "r1", "agency": "神池县水利局", "year": 2023, "in_scope": True, "contradicted": True, "against": 2.0,
    "said_zh": "全部办结", "said_en": "all answered", "quote": "全部办结。",
}  # fmt: skip
SUMMED = {
    "report_id": "r1", "agency": "神池县水利局", "year": 2023, "kind": "breakdown", "holds": False, "value": 3.0,
    "other": 2.0, "expected": 3.0, "actual": 2.0, "quote": "共3件。",
}  # fmt: skip
FRAMES = {"claim_checks": CHECK, "claim_statements": STATED, "claim_arithmetic": SUMMED}


def found(frame: str, *changes: dict[str, Any]) -> Findings:
    """What the suite finds in a frame of these rows, the others holding nothing that fails."""
    frames = {}
    for name, row in FRAMES.items():
        schema = pl.DataFrame([row]).schema
        rows = [{**row, **change} for change in changes] if name == frame else []
        frames[name] = pl.DataFrame(rows, schema=schema)
    sections = pl.DataFrame(
        [{"report_id": "r1", "number": 3, "code": "requests", "page": 4, "line": 7}],
        schema={name: SCHEMAS["sections"][name] for name in ("report_id", "number", "code", "page", "line")},
    )
    cell = {"report_id": "r1", "table": "requests", "row": "new", "column": "total", "page": 5, "line": 9}
    cells = pl.DataFrame([cell], schema=SCHEMAS["cells"])
    reports = pl.DataFrame([ONE_REPORT], schema={name: SCHEMAS["reports"][name] for name in ONE_REPORT})
    corpus = SmallCorpus(reports=reports, sections=sections, cells=cells, **frames)
    return check(corpus, load_suites("claims"))


def test_a_number_that_is_not_the_tables() -> None:
    findings = found("claim_checks", {})
    [one] = findings.frame.iter_rows(named=True)
    assert (one["rule"], one["severity"], one["table"], one["row"], one["column"]) == (
        "claims.table", "critical", "requests", "new", "total"
    )  # fmt: skip
    assert (one["expected"], one["actual"], one["difference"]) == (12, 13, 1)
    assert (one["page"], one["line"]) == (5, 9)
    assert one["message_zh"] == "新收 · 总计：正文所述为 13，表中为 12，差 1：“收到申请13件。”"
    assert one["message_en"] == "new · total: the prose tells 13, the table 12, off by 1: “收到申请13件。”"
    assert list(findings.highlight("r1")) == [("requests", "new", "total")]


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({}, ("critical", "fail")),
        ({"severity": "warning"}, ("warning", "fail")),
        ({"told": 12.0}, ("critical", "pass")),
        ({"told": 12.0, "severity": "warning"}, ("warning", "pass")),
        ({"reported": None}, ("critical", "unknown")),
        ({"judged": False}, None),
        ({"judged": False, "severity": "warning"}, None),
    ],
)
def test_what_is_judged_and_how_severe(change: dict[str, Any], verdict: tuple[str, str] | None) -> None:
    summary = found("claim_checks", change).summary().filter(rule="claims.table")
    told = [
        (row["severity"], name)
        for row in summary.iter_rows(named=True)
        for name in ("pass", "fail", "unknown")
        for _ in range(row[name])
    ]
    assert told == ([] if verdict is None else [verdict])


def test_a_sum_has_the_place_of_its_tables_section_and_lights_its_cells() -> None:
    findings = found("claim_checks", {"row": "handled"})
    [one] = findings.frame.iter_rows(named=True)
    assert (one["row"], one["page"], one["line"]) == ("handled", 4, 7)
    assert one["message_zh"].startswith("新收和上年结转 · 总计：正文所述为 13")
    assert one["message_en"].startswith("new and carried in · total: ")
    assert list(findings.highlight("r1")) == [("requests", "new", "total"), ("requests", "carried_in", "total")]


def test_what_cannot_be_judged_says_so() -> None:
    [message] = found("claim_checks", {"reported": None}).unknown["message_zh"]
    assert message == "新收 · 总计：不能判断，没有可用的数：表中的数"


@pytest.mark.parametrize(
    ("change", "verdict"),
    [({}, "fail"), ({"contradicted": False}, "pass"), ({"contradicted": None}, "unknown"), ({"in_scope": False}, None)],
)
def test_a_contradiction(change: dict[str, Any], verdict: str | None) -> None:
    findings = found("claim_statements", change)
    row = findings.summary().filter(rule="claims.contradiction").row(0, named=True)
    assert {name: row[name] for name in ("pass", "fail", "unknown") if row[name]} == ({verdict: 1} if verdict else {})
    if verdict == "fail":
        [one] = findings.frame.iter_rows(named=True)
        assert (one["severity"], one["table"], one["row"], one["column"]) == ("critical", None, None, None)
        assert one["message_zh"] == "正文称全部办结，表中相应的数合计为 2：“全部办结。”"
        assert one["message_en"] == "The prose says: all answered; the numbers of the tables come to 2: “全部办结。”"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({}, "正文所述分项之和为 2，总数为 3：“共3件。”"),
        ({"kind": "growth", "value": 12.0, "other": 10.0, "expected": 20.0, "actual": 21.0},
         "正文所述增减幅度为 21%，由 10 到 12 应为 20%：“共3件。”"),
        ({"holds": True}, None),
        ({"kind": "growth", "holds": True}, None),
    ],
)  # fmt: skip
def test_arithmetic(change: dict[str, Any], message: str | None) -> None:
    frame = found("claim_arithmetic", change).frame
    assert frame["message_zh"].to_list() == ([message] if message else [])
    assert set(frame["severity"]) <= {"warning"}


def test_one_rule_a_finding() -> None:
    assert found("claim_checks", {}, {"row": "handled", "severity": "warning"}).frame["severity"].to_list() == [
        "warning", "critical"
    ]  # fmt: skip
