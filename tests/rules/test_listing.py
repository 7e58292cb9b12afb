"""Rules as plain data: one entry a rule, its severities and expectations in it."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.rules.small_corpus import expectation, suite_file
from toolkit.codebook import shipped_codebook
from toolkit.corpus import Corpus
from toolkit.rules import example, list_rules, load_suites
from toolkit.rules.listing import condition_told

IN_SET = "expect_column_values_to_not_be_in_set"
FORM = {"type": "comparison", "column": {"name": "form"}, "operator": "==", "parameter": "2021"}
YEARS = {"type": "comparison", "column": {"name": "year"}, "operator": "IN", "parameter": [2021, 2022]}
KNOWN = {"type": "nullity", "column": {"name": "agency"}, "is_null": False}


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        (None, ""),
        ('col("form") == "2021"', 'col("form") == "2021"'),
        (FORM, 'form == "2021"'),
        (YEARS, "year in [2021, 2022]"),
        (KNOWN, "agency is not null"),
        ({**KNOWN, "is_null": True}, "agency is null"),
        ({"type": "and", "conditions": [FORM, KNOWN]}, 'form == "2021" and agency is not null'),
        (
            {"type": "and", "conditions": [{"type": "or", "conditions": [FORM, KNOWN]}, YEARS]},
            '(form == "2021" or agency is not null) and year in [2021, 2022]',
        ),
    ],
)
def test_a_row_condition_is_told_as_one_writes_it(condition: Any, told: str) -> None:
    assert condition_told(condition) == told


def test_a_rule_is_listed_once_with_its_severities_gravest_first(tmp_path: Path) -> None:
    one = expectation(IN_SET, {"rule": "mine.one", "title_en": "One"}, column="n", value_set=[1])
    two = {
        **expectation(IN_SET, {"rule": "mine.one", "title_en": "One"}, column="n", value_set=[2]),
        "severity": "info",
    }
    [told] = list_rules(load_suites(suite_file(tmp_path, two, one)))
    assert told["severities"] == ["critical", "info"]
    assert [stated["severity"] for stated in told["expectations"]] == ["info", "critical"]
    assert [stated["asks"] for stated in told["expectations"]] == [["n"], ["n"]]


def test_what_may_be_null_is_not_asked_for(tmp_path: Path) -> None:
    null = expectation("expect_column_values_to_not_be_null", column="n")
    [told] = list_rules(load_suites(suite_file(tmp_path, null)))
    assert told["expectations"][0]["asks"] == []


def test_every_shipped_rule_has_an_example_in_both_languages_without_a_gap() -> None:
    nothing, book = Corpus.empty(), shipped_codebook()
    for suite in load_suites():
        for rule in suite.rules:
            schema = nothing.frame(rule.frame).schema
            for lang in ("zh", "en"):
                told = example(rule, schema, book, lang)
                assert told
                assert "{" not in told, rule.rule
                assert "null" not in told, rule.rule


def test_an_example_tells_numbers_that_differ_and_names_what_a_document_would_tell(tmp_path: Path) -> None:
    words = {"message_en": "{place}: {raw} is {n} of {m} in {year}", "row_from": "row", "table": "requests"}
    [suite] = load_suites(suite_file(tmp_path, expectation(IN_SET, words, column="n", value_set=[1])))
    schema = pl.Schema({"row": pl.String(), "raw": pl.String(), "n": pl.Int64(), "m": pl.Float64(), "year": pl.Int32()})
    assert example(suite.rules[0], schema, shipped_codebook(), "en") == "new: ‹raw› is 12 of 15 in 2023"
