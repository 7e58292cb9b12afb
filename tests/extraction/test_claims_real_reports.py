"""Claims of the real reports, where they lie beside the project."""

from pathlib import Path

import pytest

import toolkit as tk
from toolkit.corpus import Corpus


@pytest.fixture(scope="module")
def huaian(real_reports: Path) -> Corpus:
    return tk.load(real_reports / "huaian-2024.pdf", progress=False, workers=1)


def test_every_number_of_requests_reviews_and_litigation_is_a_claim_that_agrees(huaian: Corpus) -> None:
    checks = huaian.claim_checks
    told = checks.select("table", "row", "column", "value", "strength").rows()
    review = [("total", 351), ("upheld", 72), ("corrected", 64), ("other", 178), ("pending", 37)]
    litigation = [("total", 46), ("upheld", 25), ("corrected", 5), ("other", 9), ("pending", 7)]
    assert told == [
        ("disclosure", "regulations", "issued", 1, "weak"),
        ("requests", "new", "total", 3119, "weak"),
        ("requests", "processed", "total", 3050, "strong"),
        ("requests", "carried_in", "total", 34, "strong"),
        ("requests", "carried_out", "total", 103, "strong"),
        *(("review", "review", column, value, "strong") for column, value in review),
        *(("review", "litigation", column, value, "strong") for column, value in litigation),
    ]
    assert checks["agrees"].all()
    assert checks["judged"].all()
    assert set(checks.filter(table="requests")["scope"]) == {"area"}
    text = huaian.sections.filter(code="overview")["text"][0]
    assert [text[start:end] for start, end in checks.select("start", "end").rows()] == [
        f"{value:g}" for value in checks["value"]
    ]


def test_nothing_else_is_a_claim(huaian: Corpus) -> None:
    assert set(huaian.claims["section"]) == {"overview"}
    assert not set(huaian.claims["value"]) & {5500, 95, 12, 4, 11, 21, 6, 3940, 0.394}


def test_both_breakdowns_hold(huaian: Corpus) -> None:
    arithmetic = huaian.claim_arithmetic
    assert arithmetic.select("row", "value", "complete", "holds").rows() == [
        ("review", 351, True, True), ("litigation", 46, True, True)
    ]  # fmt: skip
    assert huaian.claim_statements.is_empty()


def test_publishing_decisions_is_not_deciding(real_reports: Path) -> None:
    corpus = tk.load(real_reports / "shenchi-2023.txt", progress=False, workers=1)
    assert corpus.claims.is_empty()
    assert tk.check(corpus, "claims").frame.is_empty()
