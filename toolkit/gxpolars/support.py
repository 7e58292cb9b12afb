"""Which expectations run on polars, and why the others do not."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from toolkit.errors import ToolkitError, near_matches
from toolkit.gxpolars.aggregates import AGGREGATES
from toolkit.gxpolars.answers import MAP_SUFFIXES
from toolkit.gxpolars.map_conditions import find_condition

if TYPE_CHECKING:
    from great_expectations.expectations.expectation import Expectation

_BY_TYPE_NAME = "Great Expectations compares type names of pandas, SQL or Spark; a polars frame has its schema"
_BY_SQL = "it is written in SQL"
_WITHOUT = {
    "expect_column_kl_divergence_to_be_less_than": "Great Expectations computes it from a series of pandas",
    "expect_column_type_to_be": _BY_TYPE_NAME,
    "expect_column_values_to_be_in_type_list": _BY_TYPE_NAME,
    "expect_column_values_to_be_of_type": _BY_TYPE_NAME,
    "expect_query_results_to_match_comparison": _BY_SQL,
    "expect_table_row_count_to_equal_other_table": "a batch is one frame: there is no other table beside it",
    "unexpected_rows_expectation": _BY_SQL,
}
# Metrics that an expectation asks for by itself, beside those it declares.
_ASKED_BY_ITSELF = {
    "expect_column_kl_divergence_to_be_less_than": (
        "column.value_counts",
        "column.partition",
        "column.histogram",
        "column_values.nonnull.count",
        "column_values.between.count",
    ),
    "expect_column_values_to_be_in_type_list": ("table.column_types",),
    "expect_column_values_to_be_of_type": ("table.column_types",),
}


class UnsupportedExpectation(ToolkitError):
    """An expectation that has no implementation on polars."""


def is_supported(expectation: Any) -> bool:
    """Returns whether an expectation, or a class of expectations, runs on polars."""
    if expectation.expectation_type in _WITHOUT:
        return False
    map_metric = getattr(expectation, "map_metric", None)
    if map_metric is not None:
        return find_condition(map_metric) is not None
    metrics = expectation.metric_dependencies
    return bool(metrics) and all(metric in AGGREGATES for metric in metrics)


def require_supported(expectations: "Iterable[Expectation]") -> None:
    """Raises `UnsupportedExpectation` for the first expectation that does not run on polars."""
    for expectation in expectations:
        if not is_supported(expectation):
            raise UnsupportedExpectation(_refused([expectation.expectation_type]))


def is_known(metric: str) -> bool:
    """Returns whether a metric has an implementation on polars."""
    map_metric, _, suffix = metric.rpartition(".")
    return metric in AGGREGATES or (suffix in MAP_SUFFIXES and find_condition(map_metric) is not None)


def refused_metrics() -> dict[str, list[str]]:
    """Returns the metrics that only expectations without an implementation on polars need, with these expectations."""
    needed: dict[str, list[str]] = {}
    for name, implementation in implementations():
        if is_supported(implementation):
            continue
        map_metric = getattr(implementation, "map_metric", None)
        metrics = [f"{map_metric}.{suffix}" for suffix in MAP_SUFFIXES] if map_metric else []
        for metric in [*metrics, *implementation.metric_dependencies, *_ASKED_BY_ITSELF.get(name, ())]:
            if not is_known(metric):
                needed.setdefault(metric, []).append(name)
    return needed


def refusal(metric: str) -> UnsupportedExpectation:
    """Returns the error for a metric that has no implementation on polars, naming the expectations that need it."""
    types = refused_metrics().get(metric)
    return UnsupportedExpectation(_refused(types) if types else f"The metric {metric!r} has nothing on polars.")


def _refused(types: list[str]) -> str:
    reasons = {_WITHOUT[name] for name in types if name in _WITHOUT}
    why = f": {'; '.join(sorted(reasons))}" if reasons else ""
    known = supported_types()
    near = near_matches(types[0], known) if not reasons else ""
    verb = "does" if len(types) == 1 else "do"
    return f"{' and '.join(types)} {verb} not run on polars{why}.{near} There are: {', '.join(known)}."


def supported_types() -> list[str]:
    """Returns the names of the expectations that run on polars, core and own."""
    return [name for name, implementation in implementations() if is_supported(implementation)]


def reason_against(expectation_type: str) -> str:
    """Returns why an expectation of the core does not run on polars; empty where nobody has said."""
    return _WITHOUT.get(expectation_type, "")


def implementations() -> list[tuple[str, Any]]:
    """Returns all expectations that Great Expectations knows by now, by name."""
    import great_expectations.expectations  # noqa: F401  (registers the core ones)
    from great_expectations.expectations.registry import (
        get_expectation_impl,
        list_registered_expectation_implementations,
    )

    return [(name, get_expectation_impl(name)) for name in sorted(list_registered_expectation_implementations())]
