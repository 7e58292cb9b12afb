"""The oracle on dates: deadlines on the day and a day late, and dates out of order."""

from dataclasses import replace
from datetime import date

import pytest

from tests.rules.oracle_dates import date_verdicts
from tests.rules.sound_report import CITY, report
from toolkit.demo.model import TrueReport


def _report(level: str, kind: str, published: date | None, signed: date | None = None) -> TrueReport:
    agency = replace(CITY, level=level, kind=kind)
    return replace(report(), agency=agency, year=2022, published=published, signed=signed)


def _told(report: TrueReport, rule: str) -> list[tuple[str, str]]:
    return [(v.severity, v.verdict) for v in date_verdicts(report) if v.rule == rule]


@pytest.mark.parametrize(
    ("level", "kind", "published", "told"),
    [
        ("county", "government", date(2023, 3, 31), []),
        ("county", "government", date(2023, 4, 1), [("warning", "fail")]),
        ("city", "committee", date(2023, 3, 31), []),
        ("city", "department", date(2023, 1, 31), []),
        ("city", "department", date(2023, 2, 1), [("warning", "fail")]),
        ("county", "office", date(2023, 2, 1), [("warning", "fail")]),
        ("township", "government", date(2023, 3, 31), [("info", "unknown")]),
        ("township", "government", date(2023, 4, 1), [("info", "fail")]),
        ("county", "subdistrict", date(2023, 4, 1), [("info", "fail")]),
        ("city", "department", None, [("warning", "unknown")]),
    ],
)
def test_a_deadline_is_passed_the_day_after(
    level: str, kind: str, published: date | None, told: list[tuple[str, str]]
) -> None:
    assert _told(_report(level, kind, published), "timeliness.deadline") == told


@pytest.mark.parametrize(
    ("signed", "published", "told"),
    [
        (date(2023, 1, 9), date(2023, 1, 9), []),
        (date(2023, 1, 10), date(2023, 1, 9), [("warning", "fail")]),
        (date(2022, 12, 31), None, []),
        (date(2022, 12, 30), None, [("warning", "fail")]),
        (None, date(2022, 12, 30), [("warning", "fail")]),
        (None, None, [("warning", "unknown")]),
    ],
)
def test_dates_stand_in_order_and_after_the_year(
    signed: date | None, published: date | None, told: list[tuple[str, str]]
) -> None:
    assert _told(_report("city", "department", published, signed), "dates.order") == told
