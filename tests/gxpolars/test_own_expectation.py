"""An expectation of one's own, through `register_map_expectation`: in the engine, the quick runner and the masks."""

from collections.abc import Mapping
from typing import Any, ClassVar

import great_expectations as gx
import great_expectations.expectations as gxe
import pandas as pd
import polars as pl
import pytest
from great_expectations.compatibility import pydantic
from great_expectations.data_context import AbstractDataContext
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import ColumnMapExpectation, MulticolumnMapExpectation
from great_expectations.expectations.metrics.map_metric_provider import (
    MulticolumnMapMetricProvider,
    multicolumn_condition_partial,
)

from tests.gxpolars.comparing import make_suite, outcomes, validate
from toolkit.errors import ToolkitError
from toolkit.gxpolars import MapCondition, get_context, register_map_expectation, row_masks, run_suite
from toolkit.gxpolars.columns import number
from toolkit.gxpolars.record_conditions import row_sum

FRAME = pl.DataFrame({"new": [3, 3, 3, None], "old": [1, 1, 1, 1], "done": [4, 5, None, 4]})


class ExpectTestSumsToBalance(MulticolumnMapExpectation):
    """Two sums are equal; on pandas, too."""

    left: list[str]
    right: list[str]
    column_list: list[str] = []  # noqa: RUF012  (a field of a pydantic model)

    map_metric: ClassVar[str] = "test_sums.balance"
    success_keys: ClassVar[tuple[str, ...]] = ("left", "right", "mostly")

    @pydantic.root_validator(pre=True)
    def _both_sides(cls, values: dict[str, Any]) -> dict[str, Any]:
        return {**values, "column_list": [*values["left"], *values["right"]]}


class SumsBalance(MulticolumnMapMetricProvider):
    condition_metric_name = "test_sums.balance"
    condition_value_keys = ("left", "right")

    @multicolumn_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, column_list: Any, left: list[str], right: list[str], **_: Any) -> Any:
        return column_list[left].sum(axis=1, skipna=False) == column_list[right].sum(axis=1, skipna=False)


class ExpectTestValuesToBeEven(ColumnMapExpectation):
    """On polars only."""

    map_metric: ClassVar[str] = "test_values.even"


def balances(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    return MapCondition(row_sum(kwargs["left"], schema) == row_sum(kwargs["right"], schema))


def is_even(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    return MapCondition(number(kwargs["column"], schema) % 2 == 0)


@pytest.fixture(scope="module")
def context() -> AbstractDataContext:
    register_map_expectation("expect_test_sums_to_balance", balances)
    register_map_expectation("expect_test_values_to_be_even", is_even)
    return get_context()


@pytest.mark.parametrize(
    ("rule", "unexpected"), [("any_value_is_missing", [1]), ("all_values_are_missing", [1, 2, 3]), ("never", [1, 2, 3])]
)
def test_it_says_the_same_everywhere(context: AbstractDataContext, rule: Any, unexpected: list[int]) -> None:
    pandas = pd.DataFrame({column.name: column.to_list() for column in FRAME})
    suite = make_suite([ExpectTestSumsToBalance(left=["new", "old"], right=["done"], ignore_row_if=rule)])
    found = [
        outcomes(validate(context, "pandas", pandas, suite, "SUMMARY"))[0],
        outcomes(validate(context, "polars", FRAME, suite, "SUMMARY"))[0],
        outcomes(validate(context, "polars", FRAME.lazy(), suite, "SUMMARY"))[0],
        outcomes(run_suite(FRAME, suite))[0],
    ]
    told = ["success", "raised", "element_count", "missing_count", "unexpected_percent", "partial_unexpected_list"]
    assert [[one[name] for name in told] for one in found] == [[found[0][name] for name in told]] * 4
    assert [one["partial_unexpected_index_list"] for one in found] == [unexpected] * 4
    [masks] = row_masks(FRAME, suite.expectations)
    assert masks is not None
    assert FRAME.select(masks.unexpected.arg_true()).to_series().to_list() == unexpected


def test_one_that_is_on_polars_only_runs_there(context: AbstractDataContext) -> None:
    suite = make_suite([ExpectTestValuesToBeEven(column="done", mostly=0.6)])
    for result in (validate(context, "polars", FRAME, suite, "BASIC"), run_suite(FRAME, suite, result_format="BASIC")):
        [outcome] = outcomes(result).values()
        assert outcome["partial_unexpected_list"] == [5]
        assert (outcome["success"], outcome["missing_count"]) == (True, 1)


def test_it_may_say_itself_what_a_row_needs() -> None:
    from toolkit.gxpolars.masks import build_masks

    def needs_old(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
        return MapCondition(pl.col("new") == pl.col("done"), needed=("done",))

    masks = build_masks(needs_old, {"column_list": ["new", "done"], "ignore_row_if": "never"}, FRAME.schema).for_rows()
    assert FRAME.select(masks.ignored).to_series().to_list() == [False, False, True, False]
    assert FRAME.select(masks.unexpected).to_series().to_list() == [True, True, False, True]


def test_what_is_no_map_expectation_cannot_be_registered() -> None:
    with pytest.raises(ToolkitError, match=r"no expectation 'expect_sums_to_balanec'.*Import its class"):
        register_map_expectation("expect_sums_to_balanec", balances)
    with pytest.raises(ToolkitError, match="no map expectation"):
        register_map_expectation(gxe.ExpectColumnMaxToBeBetween.expectation_type, balances)


def test_one_without_a_condition_is_refused_by_name(context: AbstractDataContext) -> None:
    class ExpectTestUnregistered(ColumnMapExpectation):
        map_metric: ClassVar[str] = "test_values.unregistered"

    suite = gx.ExpectationSuite("own", expectations=[ExpectTestUnregistered(column="new")])
    with pytest.raises(ToolkitError, match="expect_test_unregistered does not run on polars"):
        run_suite(FRAME, suite)
