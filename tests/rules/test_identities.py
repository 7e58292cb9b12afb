"""Each identity of the suite, term by term: a 1 in one column and 0 in all others shows on which side it stands."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import polars as pl
import pytest

from tests.rules.shipped_on_rows import COLUMNS, Row, checked_rows

OUTCOMES = (
    "granted", "partly_granted", "denied_state_secret", "denied_law", "denied_security", "denied_third_party",
    "denied_internal", "denied_process", "denied_enforcement_file", "denied_inquiry", "unable_not_held",
    "unable_not_ready", "unable_unclear", "rejected_petition", "rejected_repeat", "rejected_publication",
    "rejected_excessive", "rejected_confirmation",
)  # fmt: skip
APPLICANTS = ("natural_person", "enterprise", "research", "public_welfare", "legal_service", "other_organisation")


class Identity(NamedTuple):
    """What the catalogue of rules says of one identity, with the forms it is about and the place it names."""

    frame: str
    rule: str
    severity: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    forms: tuple[str | None, ...] = ("2019", "2021", None)
    at_least: bool = False
    slot: dict[str, str] = {}  # noqa: RUF012  (never changed)
    place: tuple[str | None, str | None, str | None] = (None, None, None)


COLUMN = {"column": "enterprise"}
IDENTITIES = {
    "balance": Identity(
        "requests_by_column", "requests.balance", "critical", ("new", "carried_in"), ("processed", "carried_out"),
        slot=COLUMN, place=("requests", None, "enterprise"),
    ),
    "parts 2021": Identity(
        "requests_by_column", "requests.parts", "critical",
        (*OUTCOMES, "other_not_corrected", "other_fee_unpaid", "other_rest"), ("processed",),
        forms=("2021",), slot=COLUMN, place=("requests", None, "enterprise"),
    ),
    "parts 2019": Identity(
        "requests_by_column", "requests.parts", "critical", (*OUTCOMES, "other"), ("processed",),
        forms=("2019",), slot=COLUMN, place=("requests", None, "enterprise"),
    ),
    "total": Identity(
        "requests_by_row", "requests.total", "critical", APPLICANTS, ("total",),
        slot={"row": "granted"}, place=("requests", "granted", None),
    ),
    "review": Identity(
        "review_by_channel", "review.total", "critical", ("upheld", "corrected", "other", "pending"), ("total",),
        slot={"row": "direct_litigation"}, place=("review", "direct_litigation", None),
    ),
    **{
        f"stock {form} {row}": Identity(
            "disclosure_by_report", "disclosure.stock", "warning", tuple(f"{row}__{term}" for term in left),
            (f"{row}__{right}",), forms=(form,), at_least=True, place=("disclosure", row, None),
        )
        for row in ("regulations", "normative_documents")
        for form, left, right in (
            ("2021", ("in_force", "repealed"), "issued"), ("2019", ("disclosed_total",), "disclosed"),
        )
    },
}  # fmt: skip


# Expectations of one rule and place, each about a form of its own, are told together.
TOGETHER: dict[str, list[Identity]] = {}
for each in IDENTITIES.values():
    TOGETHER.setdefault(" ".join(part for part in (each.rule, each.place[1]) if part), []).append(each)


def verdicts(identity: Identity, rows: Sequence[Row]) -> list[tuple[Any, ...]]:
    """Place, severity and numbers of each failing row, by report; `unknown` stands in place of numbers."""
    findings = checked_rows("identities", **{identity.frame: rows})
    found: list[tuple[Any, ...]] = []
    for name, frame in (("fail", findings.frame), ("unknown", findings.unknown)):
        # Of two rows of table 2 only the one that this identity is about.
        of_rule = frame.filter(rule=identity.rule).filter(
            pl.col("row").eq_missing(pl.lit(identity.place[1], pl.String))
        )
        columns = ("report_id", "severity", "table", "row", "column", "expected", "actual", "difference")
        found += [(report, name, *rest) for report, *rest in of_rule.select(columns).iter_rows()]
    return sorted(found, key=lambda one: one[:2])


@pytest.mark.parametrize("size", [1.0, -1.0])
@pytest.mark.parametrize("name", TOGETHER)
def test_every_column_stands_where_it_belongs_and_nowhere_else(name: str, size: float) -> None:
    identity = TOGETHER[name][0]
    columns = [column for column, dtype in COLUMNS[identity.frame].items() if dtype == pl.Float64]
    rows: list[Row] = []
    expected: list[tuple[Any, ...]] = []
    for form in ("2019", "2021", None):
        for column in columns:
            report = f"{form} {column}"
            rows.append({"report_id": report, "form": form, **identity.slot, column: size})
            for one in TOGETHER[name]:
                left, right = size * one.left.count(column), size * one.right.count(column)
                broken = left < right if one.at_least else left != right
                if broken and form in one.forms:
                    numbers = (None,) * 3 if one.at_least else (left, right, right - left)
                    expected.append((report, "fail", one.severity, *one.place, *numbers))
    found = verdicts(identity, rows)
    assert found == sorted(expected, key=lambda one: one[:2])
    assert found


@pytest.mark.parametrize("name", TOGETHER)
def test_it_is_unknown_exactly_where_a_term_is(name: str) -> None:
    identity = TOGETHER[name][0]
    columns = [column for column, dtype in COLUMNS[identity.frame].items() if dtype == pl.Float64]
    rows = [
        {"report_id": f"{form} {column}", "form": form, **identity.slot, column: None}
        for form in ("2019", "2021", None)
        for column in columns
    ]
    expected = [
        (f"{form} {column}", "unknown", one.severity, *one.place, None, None, None)
        for one in TOGETHER[name]
        for form in one.forms
        for column in (*one.left, *one.right)
    ]
    assert verdicts(identity, rows) == sorted(expected, key=lambda one: one[:2])


def messages(frame: str, *rows: Row, unknown: bool = False) -> list[tuple[str, str, str]]:
    findings = checked_rows("identities", **{frame: rows})
    told = findings.unknown if unknown else findings.frame
    return told.select("rule", "message_zh", "message_en").rows()


def test_the_balance_in_words() -> None:
    # The outcomes add up, so that the balance alone is told.
    row = {"column": "natural_person", "new": 12, "carried_in": 1, "granted": 10, "processed": 10, "carried_out": 2}
    assert messages("requests_by_column", row) == [
        (
            "requests.balance",
            "自然人：新收 12 + 上年结转 1 = 13，办结 10 + 结转下年度 2 = 12，差 1",
            "natural person: new 12 + carried in 1 = 13, processed 10 + carried out 2 = 12, off by 1",
        )
    ]


def test_the_outcomes_in_words() -> None:
    few = {"column": "total", "new": 5, "granted": 2, "denied_law": 1, "processed": 5}
    none = {"report_id": "r2", "column": "total", "new": 5, "processed": 5}
    one = {"report_id": "r3", "column": "total", "new": 5, "other_rest": 2.5, "processed": 5}
    assert messages("requests_by_column", few, none, one) == [
        (
            "requests.parts",
            "总计：予以公开 2 + 其他法律行政法规禁止公开 1 = 3，办结 5，差 2",
            "total: granted 2 + denied law 1 = 3, processed 5, off by 2",
        ),
        ("requests.parts", "总计：各项 0，办结 5，差 5", "total: all 0, processed 5, off by 5"),
        (
            "requests.parts",
            "总计：其他处理中的其他 2.5，办结 5，差 2.5",
            "total: other rest 2.5, processed 5, off by 2.5",
        ),
    ]


def test_the_total_in_words() -> None:
    row = {"row": "granted", "natural_person": 0.1, "enterprise": 0.2, "total": 0.5}
    assert messages("requests_by_row", row) == [
        (
            "requests.total",
            "予以公开：自然人 0.1 + 商业企业 0.2 = 0.3，总计 0.5，差 0.2",
            "granted: natural person 0.1 + enterprise 0.2 = 0.3, total 0.5, off by 0.2",
        )
    ]


def test_the_outcomes_of_review_are_all_told_zeros_too() -> None:
    assert messages("review_by_channel", {"row": "review", "upheld": 1, "total": 2}) == [
        (
            "review.total",
            "行政复议：结果维持 1 + 结果纠正 0 + 其他结果 0 + 尚未审结 0 = 1，总计 2，差 1",
            "review: upheld 1 + corrected 0 + other 0 + pending 0 = 1, total 2, off by 1",
        )
    ]


def test_the_stock_in_words() -> None:
    new = {"normative_documents__in_force": 1, "normative_documents__repealed": 2, "normative_documents__issued": 4}
    old = {"report_id": "r2", "form": "2019", "regulations__disclosed_total": 1, "regulations__disclosed": 3}
    assert messages("disclosure_by_report", new, old) == [
        (
            "disclosure.stock",
            "行政规范性文件：现行有效件数 1 + 本年废止件数 2 = 3，小于 本年制发件数 4，差 1",
            "normative documents: in force 1 + repealed 2 = 3, less than issued 4, off by 1",
        ),
        (
            "disclosure.stock",
            "规章：对外公开总数量 1，小于 本年新公开数量 3，差 2",
            "regulations: disclosed total 1, less than disclosed 3, off by 2",
        ),
    ]


def test_zeros_that_were_assumed_are_told() -> None:
    row = {"column": "natural_person", "new": 2, "granted": 1, "processed": 1, "assumed_zero": True}
    assert messages("requests_by_column", row) == [
        (
            "requests.balance",
            "自然人：新收 2 + 上年结转 0 = 2，办结 1 + 结转下年度 0 = 1，差 1（空白按 0 计）",
            "natural person: new 2 + carried in 0 = 2, processed 1 + carried out 0 = 1, off by 1 (blank counted as 0)",
        )
    ]


def test_what_wants_a_number_is_told_each_term_by_name() -> None:
    row = {"column": "total", "carried_in": None, "carried_out": None}
    assert messages("requests_by_column", row, unknown=True) == [
        (
            "requests.balance",
            "总计：不能判断，没有可用的数：上年结转、结转下年度",
            "total: cannot be judged, no number for carried in, carried out",
        )
    ]
    stock = {"regulations__in_force": None, "form": "2021"}
    assert messages("disclosure_by_report", stock, unknown=True) == [
        (
            "disclosure.stock",
            "规章：不能判断，没有可用的数：现行有效件数",
            "regulations: cannot be judged, no number for in force",
        )
    ]


def test_decimals_and_small_differences() -> None:
    sound = {"row": "new", "natural_person": 0.1, "enterprise": 0.2, "total": 0.3}
    off = {"report_id": "r2", "row": "new", "natural_person": 0.1, "enterprise": 0.2, "total": 0.31}
    findings = checked_rows("identities", requests_by_row=[sound, off])
    assert findings.frame.select("report_id", "expected", "actual", "difference").rows() == [("r2", 0.3, 0.31, 0.01)]
    assert findings.frame["message_en"].to_list() == [
        "new: natural person 0.1 + enterprise 0.2 = 0.3, total 0.31, off by 0.01"
    ]
