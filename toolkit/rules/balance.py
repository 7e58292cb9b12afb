"""`expect_sums_to_balance`: the sum of some columns equals that of others. On polars, pandas and SQL."""

from collections.abc import Mapping
from functools import reduce
from operator import add
from typing import Any, ClassVar, Literal

import polars as pl
from great_expectations.compatibility import pydantic
from great_expectations.execution_engine import PandasExecutionEngine, SqlAlchemyExecutionEngine
from great_expectations.expectations.expectation import MulticolumnMapExpectation, render_suite_parameter_string
from great_expectations.expectations.metrics.map_metric_provider import MulticolumnMapMetricProvider
from great_expectations.expectations.metrics.map_metric_provider.multicolumn_condition_partial import (
    multicolumn_condition_partial,
)
from great_expectations.render import LegacyRendererType, RenderedStringTemplateContent
from great_expectations.render.renderer.renderer import renderer

from toolkit.gxpolars import MapCondition, register_map_expectation
from toolkit.gxpolars.record_conditions import row_sum
from toolkit.rules.rendering import rendered

TOLERANCE = 1e-6
"""Two sums that differ by less are equal: decimals are held in binary, in which 0.1 + 0.2 is not 0.3."""

_SIGNS = {"equal": "=", "at_least": "≥"}


class ExpectSumsToBalance(MulticolumnMapExpectation):
    """Expect the sum of some columns to equal the sum of others, in each row.

    A row in which one of the columns is empty is not evaluated: an identity with a term that is not known is neither
    kept nor broken.

    Args:
        left: the columns of one side.
        right: the columns of the other.
        relation: `equal`, or `at_least` where the left side may be more.
        mostly: the share of rows that must balance, 1 if not given.

    >>> from toolkit.gxpolars import run_suite
    >>> from great_expectations import ExpectationSuite
    >>> balance = ExpectSumsToBalance(left=["new", "carried_in"], right=["processed", "carried_out"])
    >>> frame = pl.DataFrame({"new": [3, 3], "carried_in": [1, 1], "processed": [4, 4], "carried_out": [0, 1]})
    >>> run_suite(frame, ExpectationSuite("requests", expectations=[balance])).results[0].result["unexpected_count"]
    1
    """

    left: list[str]
    right: list[str]
    relation: Literal["equal", "at_least"] = "equal"
    column_list: list[str] = pydantic.Field(default_factory=list)
    ignore_row_if: Literal["any_value_is_missing"] = "any_value_is_missing"

    map_metric: ClassVar[str] = "sums.balance"
    success_keys: ClassVar[tuple[str, ...]] = ("left", "right", "relation", "mostly")
    args_keys: ClassVar[tuple[str, ...]] = ("left", "right")

    @pydantic.root_validator(pre=True)
    def _columns_of_both_sides(cls, values: dict[str, Any]) -> dict[str, Any]:
        left, right = values.get("left"), values.get("right")
        for name, side in (("left", left), ("right", right)):
            if not isinstance(side, list) or not side or not all(isinstance(column, str) for column in side):
                raise ValueError(f"{name} must be a list of column names with at least one")
        columns = list(dict.fromkeys([*(left or []), *(right or [])]))
        if values.get("column_list", columns) != columns:
            raise ValueError("column_list follows from left and right: leave it out")
        return {**values, "column_list": columns}

    @classmethod
    @renderer(renderer_type=LegacyRendererType.PRESCRIPTIVE)
    @render_suite_parameter_string
    def _prescriptive_renderer(
        cls, configuration: Any = None, result: Any = None, runtime_configuration: Any = None, **_: Any
    ) -> list[RenderedStringTemplateContent]:
        kwargs = configuration.kwargs
        columns = {f"c{at}": name for at, name in enumerate([*kwargs["left"], *kwargs["right"]])}
        sides = list(columns)
        left, right = sides[: len(kwargs["left"])], sides[len(kwargs["left"]) :]
        sign = _SIGNS[kwargs.get("relation", "equal")]
        template = f"{' + '.join(f'${name}' for name in left)} {sign} {' + '.join(f'${name}' for name in right)}"
        return rendered(template, columns, kwargs.get("mostly"), runtime_configuration)


class SumsBalance(MulticolumnMapMetricProvider):
    """The condition on Great Expectations' own engines."""

    condition_metric_name = "sums.balance"
    condition_value_keys = ("left", "right", "relation")

    @multicolumn_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, column_list: Any, left: list[str], right: list[str], relation: str = "equal", **_: Any) -> Any:
        more = column_list[left].sum(axis=1, skipna=False) - column_list[right].sum(axis=1, skipna=False)
        return more > -TOLERANCE if relation == "at_least" else more.abs() < TOLERANCE

    @multicolumn_condition_partial(engine=SqlAlchemyExecutionEngine)  # type: ignore[untyped-decorator]
    def _sqlalchemy(cls, column_list: Any, left: list[str], right: list[str], relation: str = "equal", **_: Any) -> Any:
        import sqlalchemy  # only who uses a database has it

        named = {column.name: column for column in column_list}
        more = reduce(add, (named[name] for name in left)) - reduce(add, (named[name] for name in right))
        enough = more > -TOLERANCE
        return enough if relation == "at_least" else sqlalchemy.and_(enough, more < TOLERANCE)


def _on_polars(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    more = row_sum(kwargs["left"], schema) - row_sum(kwargs["right"], schema)
    return MapCondition(more > -TOLERANCE if kwargs["relation"] == "at_least" else more.abs() < TOLERANCE)


register_map_expectation("expect_sums_to_balance", _on_polars)
