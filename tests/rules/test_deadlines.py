"""The suite of deadlines, held to the oracle of dates."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import polars as pl
import pytest

from tests.rules.oracle import Expected
from tests.rules.oracle_dates import date_verdicts
from tests.rules.small_corpus import SmallCorpus
from tests.rules.sound_report import CITY, report
from toolkit.corpus.deadlines import report_dates
from toolkit.demo import true_reports
from toolkit.demo.model import TrueReport
from toolkit.rules import Findings, check, load_suites

SCHEMA = {
    "report_id": pl.String, "source": pl.String, "agency": pl.String, "year": pl.Int32, "level": pl.String,
    "kind": pl.String, "published": pl.Date, "signed": pl.Date,
}  # fmt: skip


def frame(reports: Iterable[TrueReport]) -> pl.DataFrame:
    rows = [
        (f"r{at:05}", "a.txt", one.agency.name, one.year, one.agency.level, one.agency.kind, one.published, one.signed)
        for at, one in enumerate(reports)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def checked(reports: pl.DataFrame) -> Findings:
    return check(SmallCorpus(reports=reports, report_dates=report_dates(reports)), load_suites("deadlines"))


def verdicts(reports: list[TrueReport]) -> list[frozenset[Expected]]:
    findings = checked(frame(reports))
    found: dict[str, set[Expected]] = {f"r{at:05}": set() for at in range(len(reports))}
    for verdict, rows in (("fail", findings.frame), ("unknown", findings.unknown)):
        for report_id, rule, severity in rows.select("report_id", "rule", "severity").iter_rows():
            found[report_id].add(Expected(rule, severity, verdict))
    return [frozenset(found[report_id]) for report_id in sorted(found)]


def all_sorts() -> list[TrueReport]:
    """Reports of each level and kind, published and signed on the days that matter and those around them."""
    days: list[date | None] = [None]
    for last in (date(2022, 12, 31), date(2023, 1, 31), date(2023, 3, 31)):
        days += [last - timedelta(1), last, last + timedelta(1)]
    agencies = [
        replace(CITY, level=level, kind=kind)
        for level, kind in (
            ("national", "department"), ("province", "office"), ("city", "government"), ("county", "government"),
            ("county", "branch"), ("city", "committee"), ("county", "authorised"), ("township", "government"),
            ("county", "subdistrict"), ("township", "subdistrict"),
        )
    ]  # fmt: skip
    return [
        replace(report(), agency=agency, year=2022, published=published, signed=signed)
        for agency, published, signed in product(agencies, days, (None, date(2022, 12, 31), date(2023, 2, 1)))
    ]


def test_every_verdict_is_the_oracles() -> None:
    reports = [*all_sorts(), *true_reports(agencies=80, seed=4)]
    wanted = [date_verdicts(one) for one in reports]
    assert {(v.rule, v.severity, v.verdict) for verdicts in wanted for v in verdicts} == {
        ("timeliness.deadline", "warning", "fail"), ("timeliness.deadline", "warning", "unknown"),
        ("timeliness.deadline", "info", "fail"), ("timeliness.deadline", "info", "unknown"),
        ("dates.order", "warning", "fail"), ("dates.order", "warning", "unknown"),
    }  # fmt: skip
    assert verdicts(reports) == wanted


@pytest.mark.parametrize(("level", "kind"), [(None, "department"), ("county", None), (None, None)])
def test_who_is_not_known_is_not_judged(level: str | None, kind: str | None) -> None:
    row = ("r1", "a.txt", "某局", 2022, level, kind, date(2023, 6, 1), date(2023, 1, 5))
    findings = checked(pl.DataFrame([row], schema=SCHEMA, orient="row"))
    assert findings.frame.is_empty()
    assert findings.unknown["rule"].to_list() == ["timeliness.deadline"]


def test_a_year_that_is_not_known_leaves_nothing_to_say() -> None:
    row = ("r1", "a.txt", "某局", None, "county", "department", date(2023, 6, 1), date(2023, 1, 5))
    findings = checked(pl.DataFrame([row], schema=SCHEMA, orient="row"))
    assert findings.frame.is_empty()
    assert findings.unknown.height == 2


def test_the_message_tells_both_days_and_that_pages_may_be_wrong() -> None:
    row = ("r1", "a.txt", "某局", 2022, "county", "department", date(2023, 2, 1), date(2023, 2, 3))
    findings = checked(pl.DataFrame([row], schema=SCHEMA, orient="row"))
    told = dict(findings.frame.select("rule", "message_zh").iter_rows())
    assert told == {
        "timeliness.deadline": "页面显示日期 2023-02-01，期限 2023-01-31（网站迁移会改变日期）",
        "dates.order": "报告年度 2022，落款日期“2023-02-03”，页面显示日期“2023-02-01”",
    }
