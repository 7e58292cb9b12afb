"""The quick runner: the same result objects, in the order of the suite."""

import json
from typing import Any

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl
import pytest
from great_expectations.core import ExpectationSuite

from toolkit.errors import ToolkitError
from toolkit.gxpolars import UnsupportedExpectation, run_suite

FRAME = pl.DataFrame({"agency": ["甲", "乙", "丙", "丁"], "new": [3, -1, None, -2]})


def suite(*expectations: Any) -> ExpectationSuite:
    return gx.ExpectationSuite("counts", expectations=list(expectations))


BETWEEN = gxe.ExpectColumnValuesToBeBetween(column="new", min_value=0, meta={"rule": "new_is_a_count"})


@pytest.mark.parametrize(
    ("result_format", "wanted"),
    [
        ("BOOLEAN_ONLY", {}),
        ("BASIC", {"unexpected_count": 2, "partial_unexpected_list": [-1, -2], "missing_count": 1}),
        ("SUMMARY", {"partial_unexpected_index_list": [1, 3]}),
        ("COMPLETE", {"unexpected_index_list": [1, 3], "unexpected_index_query": "df[[1, 3]]"}),
        (
            {"result_format": "COMPLETE", "unexpected_index_column_names": ["agency"]},
            {"unexpected_index_list": [{"new": -1, "agency": "乙"}, {"new": -2, "agency": "丁"}]},
        ),
        (
            {"result_format": "BOOLEAN_ONLY", "return_unexpected_index_query": True},
            {"unexpected_index_query": "df[[1, 3]]"},
        ),
    ],
)
def test_a_result_format_says_how_much_is_told(result_format: Any, wanted: dict[str, Any]) -> None:
    [result] = run_suite(FRAME, suite(BETWEEN), result_format=result_format).results
    assert result.success is False
    assert {name: result.result[name] for name in wanted} == wanted
    if not wanted:
        assert result.result == {}


def test_mostly_lets_some_rows_fail() -> None:
    kinds = [gxe.ExpectColumnValuesToBeBetween(column="new", min_value=0, mostly=share) for share in (0.33, 0.34)]
    assert [result.success for result in run_suite(FRAME, suite(*kinds)).results] == [True, False]


def test_results_stand_in_the_order_of_the_suite_and_a_fault_costs_only_its_own() -> None:
    result = run_suite(
        FRAME,
        suite(
            gxe.ExpectColumnValuesToNotBeNull(column="nwe"),
            BETWEEN,
            gxe.ExpectColumnSumToBeBetween(column="new", max_value=0),
        ),
    )
    assert [one.success for one in result.results] == [False, False, True]
    info: Any = result.results[0].exception_info
    assert info["exception_message"] == "The frame has no column 'nwe'. Did you mean 'new'?"
    assert "UnknownName" in info["exception_traceback"]
    assert result.results[2].result == {"observed_value": 0}
    assert result.statistics["successful_expectations"] == 1
    assert (result.success, result.suite_name) == (False, "counts")


def test_a_result_knows_its_expectation_and_goes_into_json() -> None:
    result = run_suite(FRAME.lazy(), suite(BETWEEN))
    config = result.results[0].expectation_config
    assert config is not None
    assert config.meta == {"rule": "new_is_a_count"}
    assert config.kwargs["min_value"] == 0
    assert json.dumps(result.to_json_dict(), ensure_ascii=False)  # type: ignore[no-untyped-call]


def test_the_choice_of_a_result_format_is_left_as_it_was() -> None:
    chosen = {"result_format": "COMPLETE"}
    run_suite(FRAME, suite(BETWEEN), result_format=chosen)
    assert chosen == {"result_format": "COMPLETE"}


def test_an_empty_suite_succeeds() -> None:
    assert run_suite(FRAME, suite()).success is True


def test_what_is_not_on_polars_is_refused_before_anything_runs() -> None:
    kinds = [BETWEEN, gxe.ExpectColumnValuesToBeInTypeList(column="new", type_list=["int64"])]
    with pytest.raises(UnsupportedExpectation, match=r"expect_column_values_to_be_in_type_list does not.* There are: "):
        run_suite(FRAME, suite(*kinds))


def test_a_suite_parameter_is_refused_by_name() -> None:
    with pytest.raises(ToolkitError, match="takes min_value from a suite parameter"):
        run_suite(FRAME, suite(gxe.ExpectColumnValuesToBeBetween(column="new", min_value={"$PARAMETER": "low"})))
