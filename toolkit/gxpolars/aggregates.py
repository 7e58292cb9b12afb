"""Metrics of a whole column or table: one expression each, and what is made of its value."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

import polars as pl

from toolkit.errors import ToolkitError
from toolkit.gxpolars.columns import column, comparable, dtype_of, number
from toolkit.gxpolars.row_conditions import row_condition_mask

# What Great Expectations lists at most of values that should not be there, or are missing.
MOST_DISTINCT_VALUES = 20


def _as_it_is(value: Any) -> Any:
    return value


class Aggregate(NamedTuple):
    """One value of a column or table.

    Attributes:
        expression: what polars computes.
        finish: from its value to what Great Expectations wants.
    """

    expression: pl.Expr
    finish: Callable[[Any], Any] = _as_it_is


AggregateFunction: TypeAlias = Callable[[Mapping[str, Any], pl.Schema], Aggregate]
# By metric (`column.max`), as Great Expectations names it.
AGGREGATES: dict[str, AggregateFunction] = {}


def aggregate(metric: str) -> Callable[[AggregateFunction], AggregateFunction]:
    """Returns a decorator that makes a function the metric of a name."""

    def register(function: AggregateFunction) -> AggregateFunction:
        AGGREGATES[metric] = function
        return function

    return register


def _in_scope(values: pl.Expr, kwargs: Mapping[str, Any], schema: pl.Schema) -> pl.Expr:
    mask = row_condition_mask(kwargs.get("row_condition"), schema)
    return values if mask is None else values.filter(mask)


def _values(kwargs: Mapping[str, Any], schema: pl.Schema) -> pl.Expr:
    return _in_scope(column(kwargs["column"], schema), kwargs, schema)


def _numbers(kwargs: Mapping[str, Any], schema: pl.Schema) -> pl.Expr:
    return _in_scope(number(kwargs["column"], schema), kwargs, schema)


# ---------------------------------------------------------------- tables


@aggregate("table.row_count")
def _row_count(kwargs: Mapping[str, Any], schema: pl.Schema) -> Aggregate:
    mask = row_condition_mask(kwargs.get("row_condition"), schema)
    return Aggregate(pl.len() if mask is None else mask.sum(), int)


@aggregate("table.columns")
def _column_names(kwargs: Mapping[str, Any], schema: pl.Schema) -> Aggregate:
    return Aggregate(pl.lit(None), lambda _: list(schema))


@aggregate("table.column_count")
def _column_count(kwargs: Mapping[str, Any], schema: pl.Schema) -> Aggregate:
    return Aggregate(pl.lit(None), lambda _: len(schema))


# ---------------------------------------------------------------- columns


@aggregate("column.max")
def _max(kwargs: Mapping[str, Any], schema: pl.Schema) -> Aggregate:
    return Aggregate(_values(kwargs, schema).max())


@aggregate("column.min")
def _min(kwargs: Mapping[str, Any], schema: pl.Schema) -> Aggregate:
    return Aggregate(_values(kwargs, schema).min())


@aggregate("column.sum")
def _sum(kwargs: Mapping[str, Any], schema: pl.Schema) -> Aggregate:
    return Aggregate(_numbers(kwargs, schema).sum(), lambda total: 0 if total is None else total)


@aggregate("column.mean")
def _mean(kwargs: Mapping[str, Any], schema: pl.Schema) -> Aggregate:
    return Aggregate(_numbers(kwargs, schema).mean())


@aggregate("column.median")
def _median(kwargs: Mapping[str, Any], schema: pl.Schema) -> Aggregate:
    return Aggregate(_numbers(kwargs, schema).cast(pl.Float64).median())


@aggregate("column.standard_deviation")
def _standard_deviation(kwargs: Mapping[str, Any], schema: pl.Schema) -> Aggregate:
    return Aggregate(_numbers(kwargs, schema).cast(pl.Float64).std())


@aggregate("column.quantile_values")
def _quantiles(kwargs: Mapping[str, Any], schema: pl.Schema) -> Aggregate:
    values = _numbers(kwargs, schema).drop_nulls()
    interpolation: Any = kwargs.get("allow_relative_error") or "nearest"
    known = ("linear", "lower", "higher", "midpoint", "nearest")
    if interpolation not in known:
        raise ToolkitError(f"allow_relative_error is {interpolation!r}; it must be false or one of {', '.join(known)}.")
    quantiles = [float(quantile) for quantile in kwargs["quantiles"]]
    if interpolation == "nearest":
        # Half way between two ranks pandas takes the even one, polars the upper one.
        ordered, last = values.sort(), values.len().cast(pl.Float64) - 1
        ranks = [(last * quantile).round(0, mode="half_to_even").clip(0).cast(pl.Int64) for quantile in quantiles]
        found = [ordered.get(rank, null_on_oob=True) for rank in ranks]
    else:
        found = [values.cast(pl.Float64).quantile(quantile, interpolation=interpolation) for quantile in quantiles]
    return Aggregate(pl.concat_list(found), list)


@aggregate("column.distinct_values.count")
def _distinct_count(kwargs: Mapping[str, Any], schema: pl.Schema) -> Aggregate:
    return Aggregate(_values(kwargs, schema).drop_nulls().n_unique())


@aggregate("column.unique_proportion")
def _unique_proportion(kwargs: Mapping[str, Any], schema: pl.Schema) -> Aggregate:
    values = _values(kwargs, schema).drop_nulls()
    return Aggregate(values.n_unique() / values.len(), _share)


@aggregate("column.non_null_proportion")
def _non_null_proportion(kwargs: Mapping[str, Any], schema: pl.Schema) -> Aggregate:
    values = _values(kwargs, schema)
    return Aggregate(values.count() / values.len(), _share)


def _share(value: float | None) -> float:
    # No rows: 0 ÷ 0.
    return 0 if value is None or value != value else value


@aggregate("column.most_common_value")
def _most_common(kwargs: Mapping[str, Any], schema: pl.Schema) -> Aggregate:
    return Aggregate(_values(kwargs, schema).drop_nulls().mode().sort().implode(), list)


# ---------------------------------------------------------------- sets of values


def _distinct(kwargs: Mapping[str, Any], schema: pl.Schema, compare: Callable[[set[Any], set[Any]], Any]) -> Aggregate:
    dtype = dtype_of(kwargs["column"], schema)
    expected = {comparable(value, dtype) for value in kwargs.get("value_set") or ()}
    distinct = _values(kwargs, schema).drop_nulls().unique().implode()
    return Aggregate(distinct, lambda values: compare(set(values), expected))


def _listed(values: set[Any]) -> list[Any]:
    try:
        return sorted(values)[:MOST_DISTINCT_VALUES]
    except TypeError:  # of several types
        return list(values)[:MOST_DISTINCT_VALUES]


@aggregate("column.distinct_values.not_in_set.count")
def _not_in_set_count(kwargs: Mapping[str, Any], schema: pl.Schema) -> Aggregate:
    return _distinct(kwargs, schema, lambda found, expected: len(found - expected))


@aggregate("column.distinct_values.not_in_set")
def _not_in_set(kwargs: Mapping[str, Any], schema: pl.Schema) -> Aggregate:
    return _distinct(kwargs, schema, lambda found, expected: _listed(found - expected))


@aggregate("column.distinct_values.missing_from_column.count")
def _missing_count(kwargs: Mapping[str, Any], schema: pl.Schema) -> Aggregate:
    return _distinct(kwargs, schema, lambda found, expected: len(expected - found))


@aggregate("column.distinct_values.missing_from_column")
def _missing(kwargs: Mapping[str, Any], schema: pl.Schema) -> Aggregate:
    return _distinct(kwargs, schema, lambda found, expected: _listed(expected - found))
