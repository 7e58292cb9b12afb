"""`expect_column_values_to_be_whole_numbers`: counts have no fraction. On polars, pandas and SQL."""

from collections.abc import Mapping
from typing import Any, ClassVar

import polars as pl
from great_expectations.execution_engine import PandasExecutionEngine, SqlAlchemyExecutionEngine
from great_expectations.expectations.expectation import ColumnMapExpectation, render_suite_parameter_string
from great_expectations.expectations.metrics.map_metric_provider import ColumnMapMetricProvider
from great_expectations.expectations.metrics.map_metric_provider.column_condition_partial import (
    column_condition_partial,
)
from great_expectations.render import LegacyRendererType, RenderedStringTemplateContent
from great_expectations.render.renderer.renderer import renderer

from toolkit.gxpolars import MapCondition, register_map_expectation
from toolkit.gxpolars.columns import number
from toolkit.rules.rendering import rendered

_ALL_WHOLE = 2.0**53


class ExpectColumnValuesToBeWholeNumbers(ColumnMapExpectation):
    """Expect the numbers of a column to be whole, and not below a least one where it is given.

    Args:
        column: of numbers.
        min_value: the least number allowed.
        mostly: the share of values that must be so, 1 if not given.

    >>> from toolkit.gxpolars import run_suite
    >>> from great_expectations import ExpectationSuite
    >>> counts = ExpectColumnValuesToBeWholeNumbers(column="new", min_value=0)
    >>> frame = pl.DataFrame({"new": [3.0, 1.5, -1.0, None]})
    >>> run_suite(frame, ExpectationSuite("counts", expectations=[counts])).results[0].result["partial_unexpected_list"]
    [1.5, -1.0]
    """

    min_value: float | None = None

    map_metric: ClassVar[str] = "column_values.whole_numbers"
    success_keys: ClassVar[tuple[str, ...]] = ("min_value", "mostly")
    args_keys: ClassVar[tuple[str, ...]] = ("column", "min_value")

    @classmethod
    @renderer(renderer_type=LegacyRendererType.PRESCRIPTIVE)
    @render_suite_parameter_string
    def _prescriptive_renderer(
        cls, configuration: Any = None, result: Any = None, runtime_configuration: Any = None, **_: Any
    ) -> list[RenderedStringTemplateContent]:
        kwargs = configuration.kwargs
        least = kwargs.get("min_value")
        template = "$column must be whole numbers" + ("" if least is None else " of $min_value or more")
        params = {"column": kwargs["column"], "min_value": "" if least is None else f"{least:g}"}
        return rendered(template, params, kwargs.get("mostly"), runtime_configuration)


class WholeNumbers(ColumnMapMetricProvider):
    """The condition on Great Expectations' own engines."""

    condition_metric_name = "column_values.whole_numbers"
    condition_value_keys = ("min_value",)

    @column_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column: Any, min_value: float | None = None, **_: Any) -> Any:
        whole = column % 1 == 0
        return whole if min_value is None else whole & (column >= min_value)

    @column_condition_partial(engine=SqlAlchemyExecutionEngine)
    def _sqlalchemy(cls, column: Any, min_value: float | None = None, **_: Any) -> Any:
        import sqlalchemy  # only who uses a database has it

        # Beyond 2⁵³ a number held in binary has no fraction, and soon is none that a database casts to an integer.
        small = sqlalchemy.func.abs(column) < _ALL_WHOLE
        within = sqlalchemy.case((small, column), else_=0)
        whole = sqlalchemy.or_(~small, sqlalchemy.cast(within, sqlalchemy.BigInteger) == column)
        return whole if min_value is None else sqlalchemy.and_(whole, column >= min_value)


def _on_polars(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    value = number(kwargs["column"], schema)
    whole = value % 1 == 0
    return MapCondition(whole if kwargs["min_value"] is None else whole & (value >= kwargs["min_value"]))


register_map_expectation("expect_column_values_to_be_whole_numbers", _on_polars)
