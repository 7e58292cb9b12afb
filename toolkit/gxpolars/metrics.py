"""Tells Great Expectations' registry which metrics there are on polars. The engine answers them all by itself."""

from collections.abc import Sequence
from typing import Any

from great_expectations.core.metric_function_types import MetricFunctionTypes
from great_expectations.exceptions import MetricProviderError
from great_expectations.expectations.expectation import ColumnMapExpectation, ColumnPairMapExpectation, Expectation
from great_expectations.expectations.metrics.map_metric_provider import (
    ColumnMapMetricProvider,
    ColumnPairMapMetricProvider,
    MulticolumnMapMetricProvider,
)
from great_expectations.expectations.metrics.metric_provider import MetricProvider
from great_expectations.expectations.registry import (
    get_expectation_impl,
    get_metric_kwargs,
    list_registered_expectation_implementations,
    register_core_metrics,
    register_metric,
)

from toolkit.errors import ToolkitError, near_matches
from toolkit.gxpolars.aggregates import AGGREGATES
from toolkit.gxpolars.answers import MAP_SUFFIXES
from toolkit.gxpolars.engine import PolarsExecutionEngine
from toolkit.gxpolars.map_conditions import Condition, known_metrics, map_condition
from toolkit.gxpolars.support import refused_metrics

_WITHOUT_FORMAT = {"unexpected_count"}


class _PolarsMetric(MetricProvider):
    """No dependencies: all that a metric needs is in the frame, and the graph of metrics stays flat."""

    @classmethod
    def _get_evaluation_dependencies(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {}


def _answered_by_the_engine(*args: Any, **kwargs: Any) -> Any:
    raise AssertionError("PolarsExecutionEngine.resolve_metrics answers every metric")


def register_map_expectation(expectation_type: str, condition: Condition) -> None:
    """Lets a map expectation of your own run on polars: in the engine, in `run_suite` and in `row_masks`.

    Its class must be there by then, and its metrics for pandas, SQL or Spark if it has any: Great Expectations takes
    the names and defaults of a metric's arguments from the first that tells it of one.

    Args:
        expectation_type: as in a suite, `expect_sums_to_balance`.
        condition: from the expectation's arguments by name, and the schema of the frame, to what is asked of a row.

    Raises:
        ToolkitError: there is no such expectation, or it is not a map expectation.
    """
    known = list_registered_expectation_implementations()
    if expectation_type not in known:
        raise ToolkitError(
            f"There is no expectation {expectation_type!r}.{near_matches(expectation_type, known)} "
            "Import its class before you register it."
        )
    implementation = get_expectation_impl(expectation_type)
    metric = getattr(implementation, "map_metric", None)
    if not metric:
        raise ToolkitError(f"{expectation_type} is no map expectation: it has no map_metric.")
    map_condition(metric)(condition)
    _register_map_metric(metric, *_keys(metric, implementation))


def _keys(metric: str, implementation: type[Expectation]) -> tuple[Sequence[str], Sequence[str]]:
    """Returns the names of the arguments that choose rows and columns, and of those that make the condition."""
    try:
        known = get_metric_kwargs(f"{metric}.unexpected_count")
    except MetricProviderError:  # no other engine knows the metric
        values = [name for name in implementation.success_keys if name != "mostly"]
        return _domain_keys(implementation), values
    return known["metric_domain_keys"], known["metric_value_keys"]


def _domain_keys(implementation: type[Expectation]) -> Sequence[str]:
    if issubclass(implementation, ColumnMapExpectation):
        return ColumnMapMetricProvider.condition_domain_keys
    if issubclass(implementation, ColumnPairMapExpectation):
        return ColumnPairMapMetricProvider.condition_domain_keys
    return MulticolumnMapMetricProvider.condition_domain_keys


def _register_map_metric(metric: str, domain_keys: Sequence[str], value_keys: Sequence[str]) -> None:
    for suffix in MAP_SUFFIXES:
        values = value_keys if suffix in _WITHOUT_FORMAT else [*value_keys, "result_format"]
        _register(f"{metric}.{suffix}", domain_keys, values)


def _register(metric: str, domain_keys: Sequence[str], value_keys: Sequence[str]) -> None:
    register_metric(
        metric_name=metric,
        metric_domain_keys=tuple(domain_keys),
        metric_value_keys=tuple(value_keys),
        execution_engine=PolarsExecutionEngine,
        metric_class=_PolarsMetric,
        metric_provider=_answered_by_the_engine,
        metric_fn_type=MetricFunctionTypes.VALUE,
    )


def refuse_the_rest() -> None:
    """Lets the engine refuse, by name, expectations that have no implementation on polars.

    Left to itself Great Expectations finds no provider for one of their metrics, and names only that.
    """
    for metric in refused_metrics():
        try:
            known = get_metric_kwargs(metric)
        except MetricProviderError:
            continue
        _register(metric, known["metric_domain_keys"], known["metric_value_keys"])


def _register_core() -> None:
    register_core_metrics()
    for metric in known_metrics():
        known = get_metric_kwargs(f"{metric}.unexpected_count")
        _register_map_metric(metric, known["metric_domain_keys"], known["metric_value_keys"])
    for metric in AGGREGATES:
        known = get_metric_kwargs(metric)
        _register(metric, known["metric_domain_keys"], known["metric_value_keys"])


_register_core()
