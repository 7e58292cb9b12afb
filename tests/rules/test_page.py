"""docs/rules.md and the table of suites say what the suites say."""

import re
from pathlib import Path

import pytest

from tests.rules.small_corpus import expectation, suite_file
from toolkit.rules import load_suites, shipped_names
from toolkit.rules.page import page, page_of

BALANCE = "expect_sums_to_balance"
IN_SET = "expect_column_values_to_not_be_in_set"


def test_the_page_is_current(root: Path) -> None:
    assert (root / "docs" / "rules.md").read_text("utf-8") == page(), "make pages"


def test_every_suite_has_its_line_in_the_table_of_suites(root: Path) -> None:
    told = (root / "expectations" / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)\.json` \| (\S.*?) \|$", told, re.MULTILINE)
    assert {name for name, _ in rows} == set(shipped_names())
    assert len(rows) == len(shipped_names())


def test_every_rule_is_told_once_with_both_titles_and_its_wordings() -> None:
    told = page()
    for suite in load_suites():
        assert f"## {suite.name}\n\n{suite.title_zh} · {suite.title_en}\n" in told
        for rule in suite.rules:
            assert told.count(f"### `{rule.rule}`\n") == 1
            assert f"{rule.title_zh} · {rule.title_en}\n" in told


@pytest.fixture
def own(tmp_path: Path) -> str:
    """The page of a suite of one rule with two severities, and of a balance."""
    meta = {"rule": "mine.late", "title_en": "Late", "message_en": "{n} days | late_ness", "legal_basis": "see R 49"}
    late = {"column": "late", "value_set": [True]}
    only = {"type": "nullity", "column": {"name": "day"}, "is_null": False}
    return page_of(
        load_suites(
            suite_file(
                tmp_path,
                {**expectation(IN_SET, meta, **late), "severity": "info"},
                {**expectation(IN_SET, {**meta, "notes": "Kind."}, **late, row_condition=only), "severity": "warning"},
                expectation(BALANCE, {"table": "requests", "row": "new"}, left=["new", "carried_in"], right=["total"]),
            )
        )
    )


def test_a_rule_of_two_severities_tells_which_expectation_has_which(own: str) -> None:
    assert "- severity: warning 警告 / info 提示\n" in own
    assert "- info 提示: on `own`: `late not in [true]`\n" in own
    assert "- warning 警告: on `own`: `late not in [true]`, only where `day is not null`\n" in own
    assert "  - Kind.\n" in own


def test_a_basis_from_memory_is_told_as_such(own: str) -> None:
    assert "- rests on: see R 49 (from memory, not checked)\n" in own
    assert "(from memory" not in page_of(load_suites("identities"))


def test_wordings_are_shown_as_they_stand_and_those_of_a_balance_by_example(own: str) -> None:
    assert r"  - {n} days \| late\_ness" in own
    assert "  - names table `requests`, row `new`\n" in own
    assert "  - for example: 新收：新收 12 + 上年结转 1 = 13，总计 15，差 2\n" in own
    assert "new 12 + carried in 1 = 13, total 15, off by 2\n" in own
