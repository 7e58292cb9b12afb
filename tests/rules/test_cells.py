"""The suite of cells, rule by rule: verdict, place, severity and both messages."""

from typing import Any

import pytest

from tests.rules.shipped_on_rows import Row, checked_rows
from toolkit.rules import Findings

Told = list[tuple[Any, ...]]
BLANK: Row = {"value": None, "raw": "", "state": "blank", "counted": None}


def cells(*rows: Row) -> Findings:
    return checked_rows("cells", cell_facts=[{"report_id": f"r{at}", **row} for at, row in enumerate(rows, 1)])


def told(findings: Findings, rule: str, *, unknown: bool = False) -> Told:
    """Report, severity, place of the verdicts of a rule; the numbers of no rule of cells are told apart."""
    frame = findings.unknown if unknown else findings.frame
    assert frame.select("expected", "actual", "difference").null_count().row(0) == (frame.height,) * 3
    return frame.filter(rule=rule).select("report_id", "severity", "table", "row", "column").rows()


def words(findings: Findings) -> list[tuple[str, str, str]]:
    return findings.frame.select("rule", "message_zh", "message_en").rows()


def counts(findings: Findings, rule: str) -> tuple[int, ...]:
    [found] = findings.summary().filter(rule=rule).select("pass", "fail", "unknown").rows()
    return found


PLACE = ("requests", "new", "total")


def test_a_sound_cell_passes_every_rule() -> None:
    findings = cells({})
    assert findings.frame.is_empty()
    assert findings.unknown.is_empty()
    asked = {"cells.blank", "cells.unreadable", "cells.missing", "cells.count"}
    assert {rule: counts(findings, rule) for rule in asked} == dict.fromkeys(asked, (1, 0, 0))


def test_blank() -> None:
    findings = cells({**BLANK, "left_blank": True}, {**BLANK, "left_blank": False}, {**BLANK, "left_blank": None}, {})
    assert told(findings, "cells.blank") == [("r1", "warning", *PLACE)]
    assert told(findings, "cells.blank", unknown=True) == [("r3", "warning", *PLACE)]
    assert counts(findings, "cells.blank") == (2, 1, 1)
    assert words(findings) == [
        (
            "cells.blank",
            "新收 · 总计：应填的数没有填（空白、横线或斜线）",
            "new · total: left blank, or a dash or slash",
        )
    ]


def test_unreadable_tells_what_is_printed() -> None:
    findings = cells({**BLANK, "state": "unreadable", "raw": "若干{x}"})
    assert told(findings, "cells.unreadable") == [("r1", "warning", *PLACE)]
    assert words(findings) == [
        (
            "cells.unreadable",
            "新收 · 总计：“若干{x}”认不出是这一格的数",
            "new · total: “若干{x}” cannot be told to be this cell's number",
        )
    ]


def test_missing() -> None:
    findings = cells({**BLANK, "state": "missing", "raw": None})
    assert told(findings, "cells.missing") == [("r1", "critical", *PLACE)]
    assert words(findings) == [
        ("cells.missing", "新收 · 总计：表中没有这一格", "new · total: the table has no such cell")
    ]


@pytest.mark.parametrize("state", ["number", "blank", "unreadable", "missing"])
def test_one_state_is_one_finding_at_most(state: str) -> None:
    findings = cells({**BLANK, "state": state})
    expected = {"unreadable": ["cells.unreadable"], "missing": ["cells.missing"]}.get(state, [])
    assert findings.frame["rule"].to_list() == expected


COUNTS: dict[tuple[str, float | None], str] = {
    ("total", 3): "pass",
    ("total", 0): "pass",
    ("total", -1): "fail",
    ("total", 1.5): "fail",
    ("total", None): "unknown",
    ("change", 3): "pass",
    ("change", -1): "pass",
    ("change", -1.5): "fail",
    ("change", None): "unknown",
    ("amount", 1.25): "not asked",
    ("amount", -3): "not asked",
    ("amount", None): "not asked",
}


@pytest.mark.parametrize(("column", "counted"), COUNTS)
def test_counts_are_whole_and_not_below_zero(column: str, counted: float | None) -> None:
    findings = cells({"table": "disclosure", "row": "fees", "column": column, "counted": counted, "value": None})
    verdict = COUNTS[column, counted]
    wanted = [("r1", "critical", "disclosure", "fees", column)]
    assert told(findings, "cells.count") == (wanted if verdict == "fail" else [])
    assert told(findings, "cells.count", unknown=True) == (wanted if verdict == "unknown" else [])
    assert counts(findings, "cells.count") == tuple(int(verdict == name) for name in ("pass", "fail", "unknown"))


def test_counts_in_words() -> None:
    findings = cells(
        {"counted": -1.0}, {"table": "disclosure", "row": "penalties", "column": "change", "counted": -1.5}
    )
    assert words(findings) == [
        ("cells.count", "新收 · 总计：-1 不是不小于零的整数", "new · total: -1 is no whole number of zero or more"),
        ("cells.count", "行政处罚 · 本年增/减：-1.5 不是整数", "penalties · change: -1.5 is no whole number"),
    ]


def test_a_count_that_is_unknown_is_told_by_its_title() -> None:
    findings = cells({"counted": None})
    assert findings.unknown.select("message_zh", "message_en").rows() == [
        (
            "新收 · 总计：不能判断：件数应为不小于零的整数",
            "new · total: cannot be judged: Counts are whole numbers, zero or more",
        )
    ]


@pytest.mark.parametrize(
    ("row", "place", "message"),
    [
        (
            {**BLANK, "row": "granted", "omitted_in_row": True},
            ("requests", "granted", None),
            (
                "予以公开：总计留空，而同行有不为零的数",
                "granted: the total is left blank beside numbers other than zero",
            ),
        ),
        (
            {**BLANK, "row": "processed", "column": "research", "omitted_in_column": True},
            ("requests", None, "research"),
            (
                "科研机构：办理结果总计留空，而同列有不为零的数",
                "research: the total of the outcomes is left blank beside numbers other than zero",
            ),
        ),
    ],
)
def test_a_total_left_out(row: Row, place: tuple[str | None, ...], message: tuple[str, str]) -> None:
    findings = cells(row)
    assert told(findings, "cells.total_omitted") == [("r1", "info", *place)]
    assert findings.frame.select("message_zh", "message_en").rows() == [message]


def test_the_corner_may_be_told_as_row_and_as_column() -> None:
    findings = cells({**BLANK, "row": "processed", "omitted_in_row": True, "omitted_in_column": True})
    assert told(findings, "cells.total_omitted") == [
        ("r1", "info", "requests", None, "total"),
        ("r1", "info", "requests", "processed", None),
    ]
    findings = cells({**BLANK, "row": "processed", "omitted_in_row": None, "omitted_in_column": False})
    assert told(findings, "cells.total_omitted") == []
    assert told(findings, "cells.total_omitted", unknown=True) == [("r1", "info", "requests", "processed", None)]


# Rows that `cells.total_omitted` is not about, whatever else they say.
NOT_OMITTED: dict[str, Row] = {
    "no total": {**BLANK, "row": "granted", "column": "research", "omitted_in_row": True, "omitted_in_column": True},
    "a number": {"row": "processed", "omitted_in_row": True, "omitted_in_column": True},
    "unreadable": {**BLANK, "state": "unreadable", "row": "processed", "omitted_in_row": True},
    "missing": {**BLANK, "state": "missing", "row": "processed", "omitted_in_column": True},
}


@pytest.mark.parametrize("name", NOT_OMITTED)
def test_what_is_no_total_left_out(name: str) -> None:
    findings = cells(NOT_OMITTED[name])
    assert counts(findings, "cells.total_omitted") == (0, 0, 0)


def reports(*rows: Row) -> Findings:
    return checked_rows("cells", report_facts=[{"report_id": f"r{at}", **row} for at, row in enumerate(rows, 1)])


def test_the_blank_convention_is_told_once() -> None:
    findings = reports({"blank_means_zero": True}, {"blank_means_zero": False})
    assert told(findings, "cells.blank_convention") == [("r1", "info", None, None, None)]
    assert counts(findings, "cells.blank_convention") == (1, 1, 0)
    [(_, chinese, english)] = words(findings)
    assert chinese == "表三、表四没有印出一个零；空白按零计，六类申请人的勾稽关系都成立，因此空白按零计"
    assert english == (
        "No zero is printed in tables 3 and 4, and with blank as zero every identity of the six kinds of applicants "
        "holds: blanks count as zero"
    )


def test_tables() -> None:
    findings = reports(
        {"tables_absent": "requests review", "tables_complete": False},
        {"cells_missing": 7, "tables_complete": False},
        {},
    )
    assert told(findings, "structure.tables") == [
        ("r1", "critical", None, None, None),
        ("r2", "critical", None, None, None),
    ]
    assert words(findings) == [
        (
            "structure.tables",
            "缺少的表：收到和处理政府信息公开申请情况、政府信息公开行政复议、行政诉讼情况；其余表中缺少的单元格：0",
            "Tables absent: requests, review; cells missing in the others: 0",
        ),
        (
            "structure.tables",
            "缺少的表：无；其余表中缺少的单元格：7",
            "Tables absent: none; cells missing in the others: 7",
        ),
    ]
