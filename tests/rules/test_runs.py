"""Cells judged run by run: the verdicts are those of the whole frame, and a rule that compares rows gets it whole."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from tests.rules.small_corpus import SmallCorpus, expectation, suite_file
from toolkit.rules import Findings, check, load_suites

OWN = pl.DataFrame(
    {
        "report_id": ["r1", "r2", "r3"], "table": ["requests"] * 3, "row": ["new"] * 3, "column": ["total"] * 3,
        "page": [1, 2, 3], "line": [4, 5, 6], "n": [1, None, 1],
    },
    schema_overrides={"page": pl.Int32, "line": pl.Int32},
)  # fmt: skip
PLACE = {"table_from": "table", "row_from": "row", "column_from": "column"}
IN_SET = expectation("expect_column_values_to_not_be_in_set", PLACE, column="n", value_set=[1])
UNIQUE = expectation("expect_column_values_to_be_unique", PLACE, column="n")
MOSTLY = expectation("expect_column_values_to_not_be_in_set", PLACE, column="n", value_set=[1], mostly=0.0)


class InRuns(SmallCorpus):
    """The same frame, a row at a time."""

    def runs(self, name: str) -> Iterator[pl.DataFrame]:
        yield from self.frame(name).iter_slices(1)

    def cells_of(self, report_ids: pl.Series) -> Iterator[pl.DataFrame]:
        yield self.frame("cells")


def both(folder: Path, one: dict[str, object]) -> tuple[Findings, Findings]:
    suites = load_suites(suite_file(folder, one))
    return check(InRuns(own=OWN), suites), check(SmallCorpus(own=OWN), suites)


@pytest.mark.parametrize("one", [IN_SET, UNIQUE, MOSTLY], ids=["by row", "rows compared", "mostly"])
def test_verdicts_are_those_of_the_whole_frame(one: dict[str, object], tmp_path: Path) -> None:
    in_runs, whole = both(tmp_path, one)
    assert in_runs.summary().equals(whole.summary())
    assert in_runs.frame.equals(whole.frame)
    assert in_runs.unknown.equals(whole.unknown)


def test_findings_of_all_runs_are_counted_and_stand_where_their_row_says(tmp_path: Path) -> None:
    in_runs, _ = both(tmp_path, IN_SET)
    assert in_runs.summary().select("pass", "fail", "unknown").row(0) == (0, 2, 1)
    assert in_runs.frame.select("report_id", "page", "line").rows() == [("r1", 1, 4), ("r3", 3, 6)]
    assert in_runs.unknown.select("report_id", "page", "line").rows() == [("r2", 2, 5)]


def test_the_same_number_in_two_runs_is_no_unique_one(tmp_path: Path) -> None:
    in_runs, _ = both(tmp_path, UNIQUE)
    assert in_runs.frame["report_id"].to_list() == ["r1", "r3"]
