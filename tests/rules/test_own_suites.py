"""Suites made in Python: added to, checked, saved, read again; ours and Great Expectations'."""

import json
from collections.abc import Callable
from pathlib import Path

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl
import pytest
from great_expectations.expectations.metadata_types import FailureSeverity
from great_expectations.expectations.row_conditions import Column

from tests.rules.small_corpus import SmallCorpus
from toolkit.errors import SuiteError
from toolkit.rules import ExpectSumsToBalance, Suite, check, load_suites, suite_folder

OWN = pl.DataFrame(
    {"report_id": ["r1", "r1", "r1"], "row": ["new", "new", "processed"], "new": [3, 1, None], "total": [3, 2, 2]}
)
BALANCE = ExpectSumsToBalance(left=["new"], right=["total"], severity=FailureSeverity.WARNING)
BETWEEN = gxe.ExpectColumnValuesToBeBetween(column="total", max_value=2, severity=FailureSeverity.INFO)


def mine() -> Suite:
    return (
        Suite.new("mine", title_zh="自己的规则", title_en="Mine")
        .add(BALANCE, frame="own", rule="mine.balance", title_en="They balance", table="requests", row_from="row")
        .add(BETWEEN, frame="own", message_en="{place}: {total} is more than 2", notes="Two will do.")
    )


def test_a_suite_that_is_added_to_stays_as_it_is() -> None:
    empty = Suite.new("mine")
    one = empty.add(BALANCE, frame="own")
    assert [len(empty.rules), len(one.rules), len(one.add(BETWEEN, frame="own").rules)] == [0, 1, 2]
    assert repr(one) == "<Suite 'mine': 1 expectation>"
    assert not BALANCE.meta


def test_its_rules_are_judged_like_those_of_a_file() -> None:
    findings = check(SmallCorpus(own=OWN), [mine()])
    assert findings.summary().select("rule", "severity", "pass", "fail", "unknown").rows() == [
        ("mine.balance", "warning", 1, 1, 1),
        ("mine.expect_column_values_to_be_between", "info", 2, 1, 0),
    ]
    assert findings.frame.select("rule", "row", "message_en").rows() == [
        ("mine.balance", "new", "new: new 1, total 2, off by 1"),
        ("mine.expect_column_values_to_be_between", None, "report: 3 is more than 2"),
    ]


def test_saved_and_read_again_it_is_the_same(tmp_path: Path) -> None:
    path = mine().save(tmp_path / "mine.json")
    [read] = load_suites(path)
    assert (read.title_zh, read.title_en, read.source) == ("自己的规则", "Mine", path)
    one, two = (check(SmallCorpus(own=OWN), [suite]) for suite in (mine(), read))
    assert one.frame.equals(two.frame)
    assert one.summary().equals(two.summary())
    assert read.save(tmp_path / "again.json").read_bytes() == path.read_bytes()
    assert "自己的规则" in path.read_text("utf-8")


def test_row_conditions_and_descriptions_are_saved(tmp_path: Path) -> None:
    only = (Column("total") > 2) & Column("row").is_not_null()
    told = gxe.ExpectColumnValuesToNotBeNull(column="new", row_condition=only, description="New is told")
    path = Suite.new("mine").add(told, frame="own").save(tmp_path / "mine.json")
    [entry] = json.loads(path.read_text("utf-8"))["expectations"]
    assert entry["description"] == "New is told"
    assert entry["kwargs"]["row_condition"]["type"] == "and"
    assert check(SmallCorpus(own=OWN), load_suites(path)).summary().select("pass", "fail").row(0) == (1, 0)


@pytest.mark.parametrize("name", ["identities", "cells", "gaps"])
def test_a_shipped_suite_saved_says_the_same(name: str, tmp_path: Path) -> None:
    [suite] = load_suites(name)
    saved = json.loads(suite.save(tmp_path / "saved.json").read_text("utf-8"))
    assert saved == json.loads((suite_folder() / f"{name}.json").read_text("utf-8"))


def test_a_suite_of_great_expectations_is_taken_as_it_is() -> None:
    suite = gx.ExpectationSuite(
        "theirs",
        expectations=[
            ExpectSumsToBalance(left=["new"], right=["total"], severity=FailureSeverity.WARNING, meta={"frame": "own"})
        ],
        meta={"title_en": "Theirs"},
    )
    [loaded] = load_suites([suite])
    assert (loaded.name, loaded.title_en) == ("theirs", "Theirs")
    assert check(SmallCorpus(own=OWN), [loaded]).frame["rule"].to_list() == ["theirs.expect_sums_to_balance"]
    assert load_suites(suite)[0].rules[0].severity == "warning"


SLIPS: dict[str, tuple[Callable[[], object], str]] = {
    "no frame": (lambda: Suite.new("mine").add(BALANCE), "suite 'mine', expectation 1 (expect_sums_to_balance): which"),
    "second without frame": (
        lambda: mine().add(BALANCE),
        "suite 'mine', expectation 3 (expect_sums_to_balance): which",
    ),
    "unknown key": (
        lambda: Suite.new("mine").add(BALANCE, frame="own", titel_en="x"),  # type: ignore[call-arg]
        "unknown key 'titel_en' in `meta`. Did you mean 'title_en'",
    ),
    "no expectation": (lambda: Suite.new("mine").add("x", frame="own"), "'x' is no expectation."),  # type: ignore[arg-type]
    "does not run": (
        lambda: Suite.new("mine").add(gxe.ExpectColumnValuesToBeOfType(column="new", type_="int"), frame="own"),
        "no expectation of that type runs on polars.",
    ),
    "suite parameter": (
        lambda: Suite.new("mine").add(
            gxe.ExpectColumnValuesToBeBetween(column="new", max_value={"$PARAMETER": "most"}), frame="own"
        ),
        "`max_value` is a suite parameter: give it a value.",
    ),
    "empty": (lambda: load_suites(Suite.new("mine")), "The suite 'mine' has no expectations."),
    "empty of theirs": (lambda: load_suites(gx.ExpectationSuite("theirs")), "The suite 'theirs' has no expectations."),
    "empty, saved": (lambda: Suite.new("mine").save("nowhere.json"), "The suite 'mine' has no expectations: add one."),
    "twice": (
        lambda: load_suites([mine(), mine()]),
        "one made in Python and one made in Python: two suites are called",
    ),
    "same rule twice": (
        lambda: load_suites(Suite.new("mine").add(BETWEEN, frame="own").add(BETWEEN, frame="own")),
        "the same as suite 'mine', expectation 1",
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_told_with_suite_and_position(slip: str) -> None:
    make, says = SLIPS[slip]
    with pytest.raises(SuiteError) as raised:
        make()
    assert says in str(raised.value)


def test_a_column_that_is_not_there_is_told_with_near_ones() -> None:
    suite = Suite.new("mine").add(gxe.ExpectColumnValuesToBeBetween(column="totl", min_value=0), frame="own")
    with pytest.raises(SuiteError, match=r"suite 'mine', expectation 1 .*'totl'.*Did you mean 'total'"):
        check(SmallCorpus(own=OWN), [suite])
