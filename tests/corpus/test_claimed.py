"""What the prose tells, held against the tables: sums, readings, scope, statements, arithmetic."""

from typing import Any

import polars as pl
import pytest

from tests.corpus.small_reports import BLANK, Key, frames, read, report
from toolkit.corpus import Corpus
from toolkit.records import Claim, Statement

NEW: Key = ("requests", "new", "total")
IN: Key = ("requests", "carried_in", "total")
DONE: Key = ("requests", "processed", "total")
OUT: Key = ("requests", "carried_out", "total")


def claim(row: str, value: float, column: str = "total", table: str = "requests", **more: Any) -> Claim:
    sentence = "我局收到政府信息公开申请若干件。"
    return Claim("overview", sentence, 4, 6, table, row, column, value, True, "strong", "own")._replace(**more)


def statement(kind: str, row: str, column: str = "total", table: str = "requests", **more: Any) -> Statement:
    return Statement("overview", "全部办结。", 0, 4, kind, table, row, column, "own")._replace(**more)


def corpus(
    printed: dict[Key, float | str | None] | None = None,
    claims: tuple[Claim, ...] = (),
    statements: tuple[Statement, ...] = (),
    **more: Any,
) -> Corpus:
    told = report(printed=printed, **more)._replace(claims=claims, statements=statements)
    return Corpus.of_frames(frames(read("a.html", told)))


def check(one: Claim, printed: dict[Key, float | str | None], **more: Any) -> dict[str, Any]:
    return corpus(printed, (one,), **more).claim_checks.row(0, named=True)


@pytest.mark.parametrize(
    ("one", "printed", "reported", "difference"),
    [
        (claim("new", 12), {NEW: 12}, 12, 0),
        (claim("new", 12), {NEW: 13}, 13, -1),
        (claim("handled", 12), {NEW: 10, IN: 2}, 12, 0),
        (claim("handled", 12), {NEW: 10, IN: BLANK}, None, None),
        (claim("new", 12), {NEW: BLANK}, None, None),
        (claim("denied", 3),
         {("requests", "denied_law", "total"): 1, ("requests", "denied_inquiry", "total"): 2}, 3, 0),
        (claim("other_any", 3), {("requests", "other_rest", "total"): 3}, 3, 0),
        (claim("litigation", 3, "total", "review"), {("review", "direct_litigation", "total"): 1}, 1, 2),
        (claim("disputes", 3, "upheld", "review"), {("review", "review", "upheld"): 3}, 3, 0),
        (claim("issued_of_another_form", 3), {}, None, None),
        # A weak verb passes if one of its readings fits; if none does, the first is told.
        (claim("new", 12, strength="weak"), {NEW: 10, IN: 2, DONE: 9}, 12, 0),
        (claim("new", 9, strength="weak"), {NEW: 10, IN: 2, DONE: 9}, 9, 0),
        (claim("new", 8, strength="weak"), {NEW: 10, IN: 2, DONE: 9}, 10, -2),
        (claim("new", 8, strength="weak"), {NEW: 10, IN: 2, DONE: BLANK}, None, None),
        (claim("new", 10, strength="weak"), {NEW: 10, IN: 2, DONE: BLANK}, 10, 0),
        (claim("new", 9), {NEW: 10, DONE: 9}, 10, -1),
        # An amount is told to so many digits.
        (claim("fees", 12.5, "amount", "disclosure"), {("disclosure", "fees", "amount"): 12.4567}, 12.4567, 0),
        (claim("fees", 12.5, "amount", "disclosure"), {("disclosure", "fees", "amount"): 12.4}, 12.4, 0.1),
    ],
)  # fmt: skip
def test_a_number_beside_the_tables(
    one: Claim, printed: dict[Key, float | str | None], reported: float | None, difference: float | None
) -> None:
    found = check(one, printed)
    assert (found["reported"], found["difference"]) == (reported, difference)
    assert found["agrees"] == (None if difference is None else difference == 0)


def test_a_blank_part_is_zero_where_the_report_leaves_zeros_blank() -> None:
    one = claim("new", 0, "natural_person")
    printed: dict[Key, float | str | None] = {("requests", "new", "natural_person"): BLANK}
    assert check(one, printed)["reported"] is None
    assert check(one, printed, convention="zero")["reported"] == 0


@pytest.mark.parametrize(
    ("kind", "scope", "strength", "in_scope", "severity"),
    [
        ("government", "area", "strong", True, "critical"),
        ("government", "unknown", "strong", True, "warning"),
        ("government", "own", "strong", False, "critical"),
        ("government", "area", "weak", True, "warning"),
        ("department", "own", "strong", True, "critical"),
        ("department", "unknown", "strong", True, "critical"),
        ("department", "area", "strong", False, "critical"),
        ("department", "own", "weak", True, "warning"),
        (None, "own", "strong", False, "warning"),
        (None, "area", "strong", False, "warning"),
        (None, "unknown", "strong", True, "warning"),
    ],
)
def test_whose_number_is_judged(kind: str | None, scope: str, strength: str, in_scope: bool, severity: str) -> None:
    made = frames(read("a.html", report(printed={NEW: 95})._replace(
        claims=(claim("new", 17, scope=scope, strength=strength),))))  # fmt: skip
    made = type(made)(**{**vars(made), "reports": made.reports.with_columns(kind=pl.lit(kind, pl.String))})
    found = Corpus.of_frames(made).claim_checks.row(0, named=True)
    assert (found["in_scope"], found["judged"]) == (in_scope, in_scope)
    assert found["severity"] == severity or not in_scope


def test_what_is_not_exact_or_judged_as_a_statement_is_not_judged_here() -> None:
    assert check(claim("new", 12, exact=False), {NEW: 13})["judged"] is False
    assert check(claim("new", 0, kind="none"), {NEW: 13})["judged"] is False
    assert check(claim("review", 0, "total", "review", kind="none"), {})["judged"] is False
    assert check(claim("carried_in", 0, kind="none"), {IN: 1})["judged"] is True


@pytest.mark.parametrize(
    ("one", "printed", "against", "contradicted"),
    [
        (statement("all_answered", "carried_out"), {OUT: 2}, 2, True),
        (statement("all_answered", "carried_out"), {}, 0, False),
        (statement("all_answered", "carried_out"), {OUT: BLANK}, 0, None),
        (statement("none_received", "new"), {NEW: 1}, 1, True),
        (statement("all_upheld", "review", "upheld", "review"), {("review", "review", "corrected"): 1}, 1, True),
        (statement("all_upheld", "review", "upheld", "review"), {("review", "review", "pending"): 1}, 1, True),
        (statement("all_upheld", "review", "upheld", "review"), {("review", "review", "upheld"): 1}, 0, False),
        (statement("all_upheld", "review", "upheld", "review"),
         {("review", "direct_litigation", "corrected"): 1}, 0, False),
        (statement("never_lost", "litigation", "corrected", "review"),
         {("review", "post_review_litigation", "corrected"): 1}, 1, True),
        (statement("no_disputes", "disputes", "total", "review"),
         {("review", "direct_litigation", "total"): 4}, 4, True),
        (statement("no_disputes", "review", "total", "review"),
         {("review", "direct_litigation", "total"): 4}, 0, False),
        (statement("no_fee_notice", "other_fee_unpaid"), {("requests", "other_fee_unpaid", "total"): 3}, 3, True),
        # One number that contradicts is enough, whatever another would say.
        (statement("no_disputes", "disputes", "total", "review"),
         {("review", "direct_litigation", "total"): 4, ("review", "review", "total"): BLANK}, 4, True),
    ],
)  # fmt: skip
def test_a_statement_beside_the_tables(
    one: Statement, printed: dict[Key, float | str | None], against: float, contradicted: bool | None
) -> None:
    found = corpus(printed, statements=(one,)).claim_statements.row(0, named=True)
    assert (found["against"], found["contradicted"]) == (against, contradicted)
    assert found["said_zh"]
    assert found["said_en"]


@pytest.mark.parametrize(
    ("value", "parts", "complete", "holds"),
    [
        (3.0, (1.0, 2.0), True, True),
        (3.0, (1.0, 1.0), True, False),
        (3.0, (1.0, 1.0), False, True),
        (3.0, (1.0, 3.0), False, False),
        (3.0, (1.0, 3.0), True, False),
    ],
)
def test_a_whole_and_its_parts(value: float, parts: tuple[float, ...], complete: bool, holds: bool) -> None:
    one = statement("breakdown", "review", "total", "review", value=value, parts=parts, complete=complete)
    found = corpus(statements=(one,)).claim_arithmetic.row(0, named=True)
    assert (found["expected"], found["actual"], found["holds"]) == (value, sum(parts), holds)


@pytest.mark.parametrize(
    ("rate", "step", "parts", "holds"),
    [
        (20.0, 1.0, (10.0,), True),
        (21.0, 1.0, (10.0,), False),
        (-20.0, 1.0, (15.0,), True),
        (9.0, 1.0, (11.0,), True),
        (9.1, 0.1, (11.0,), True),
        (9.0, 0.1, (11.0,), False),
        (9.0, 0.1, (0.0,), None),
        (9.0, 0.1, (), None),
    ],
)
def test_a_rate_and_the_two_numbers_it_is_about(
    rate: float, step: float, parts: tuple[float, ...], holds: bool | None
) -> None:
    one = statement("growth", "new", value=12.0, parts=parts, rate=rate, step=step)
    assert corpus(statements=(one,)).claim_arithmetic["holds"].to_list() == [holds]


@pytest.mark.parametrize(("year", "scope", "holds"), [(2022, "own", True), (2021, "own", None), (2022, "area", None)])
def test_a_rate_against_the_table_of_the_year_before(year: int, scope: str, holds: bool | None) -> None:
    one = statement("growth", "handled", value=12.0, rate=20.0, step=1.0, scope=scope)
    now = report(year=2023)._replace(statements=(one,))
    before = report(year=year, printed={NEW: 8, IN: 2})
    made = Corpus.of_frames(frames(read("a.html", now), read("b.html", before)))
    assert made.claim_arithmetic["holds"].to_list() == [holds]


def test_a_long_sentence_is_quoted_around_its_number() -> None:
    sentence = "办" * 100 + "12件" + "。" * 60
    one = claim("new", 12, sentence=sentence, start=200, end=202, sentence_start=100)
    quote = check(one, {NEW: 12})["quote"]
    assert (quote[:2], quote[-2:]) == ("…办", "。…")
    assert "12件" in quote
    assert len(quote) <= 46


def test_nothing_told_is_nothing_to_judge() -> None:
    made = corpus({NEW: 3})
    assert (made.claim_checks.height, made.claim_statements.height, made.claim_arithmetic.height) == (0, 0, 0)
