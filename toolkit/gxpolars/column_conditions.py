"""Conditions on the values of one column."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from toolkit.errors import ToolkitError
from toolkit.gxpolars.columns import column, comparable, dtype_of, is_among, number
from toolkit.gxpolars.map_conditions import MapCondition, map_condition


@map_condition("column_values.nonnull")
def _not_null(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    return MapCondition(column(kwargs["column"], schema).is_not_null(), needed=())


@map_condition("column_values.null")
def _null(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    return MapCondition(column(kwargs["column"], schema).is_null(), needed=())


@map_condition("column_values.between")
def _between(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    return MapCondition(between(column(kwargs["column"], schema), kwargs, dtype_of(kwargs["column"], schema)))


def between(values: pl.Expr, kwargs: Mapping[str, Any], dtype: pl.DataType) -> pl.Expr:
    """Returns whether values lie between `min_value` and `max_value`, each included unless `strict_`."""
    low, high = (comparable(kwargs.get(name), dtype) for name in ("min_value", "max_value"))
    if low is None and high is None:
        raise ToolkitError("min_value and max_value cannot both be missing.")
    if low is not None and high is not None and low > high:
        raise ToolkitError(f"min_value {low!r} is greater than max_value {high!r}.")
    sides: list[pl.Expr] = []
    if low is not None:
        sides.append(values > low if kwargs.get("strict_min") else values >= low)
    if high is not None:
        sides.append(values < high if kwargs.get("strict_max") else values <= high)
    return sides[0] if len(sides) == 1 else sides[0] & sides[1]


@map_condition("column_values.in_set")
def _in_set(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    if kwargs.get("value_set") is None:
        return _everything(kwargs, schema)
    return MapCondition(is_among(kwargs["column"], kwargs["value_set"], schema))


@map_condition("column_values.not_in_set")
def _not_in_set(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    if kwargs.get("value_set") is None:
        return _everything(kwargs, schema)
    return MapCondition(~is_among(kwargs["column"], kwargs["value_set"], schema))


def _everything(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    return MapCondition(column(kwargs["column"], schema).is_not_null())


@map_condition("column_values.unique")
def _unique(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    value = column(kwargs["column"], schema)
    if kwargs.get("row_condition") is None:
        return MapCondition(~value.is_duplicated())
    # Only rows that are evaluated count as copies of one another.
    return MapCondition(lambda evaluated: pl.len().over(value, evaluated) == 1)


@map_condition("column_values.increasing")
def _increasing(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    return _ordered(kwargs, schema, rising=True)


@map_condition("column_values.decreasing")
def _decreasing(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    return _ordered(kwargs, schema, rising=False)


def _ordered(kwargs: Mapping[str, Any], schema: pl.Schema, *, rising: bool) -> MapCondition:
    value = column(kwargs["column"], schema)
    if not dtype_of(kwargs["column"], schema).is_temporal():
        value = number(kwargs["column"], schema)

    def expected(evaluated: pl.Expr) -> pl.Expr:
        # The row before is the last one that was evaluated, however far up it stands.
        before = pl.when(evaluated).then(value).forward_fill().shift(1)
        later, earlier = (value, before) if rising else (before, value)
        in_order: pl.Expr = later > earlier if kwargs.get("strictly") else later >= earlier
        return in_order | before.is_null()

    return MapCondition(expected)


@map_condition("column_values.z_score.under_threshold")
def _z_score(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    value = number(kwargs["column"], schema).cast(pl.Float64)
    threshold = kwargs["threshold"]

    def expected(evaluated: pl.Expr) -> pl.Expr:
        # Mean and deviation are of the rows in scope; missing values do not count in them.
        among = value.filter(evaluated)
        score = ((value - among.mean()) / among.std()).fill_nan(None)
        within: pl.Expr = score.abs() < abs(threshold) if kwargs.get("double_sided", True) else score < threshold
        # A column without spread has no scores: nothing is an outlier in it.
        flat: pl.Expr = (among.std() == 0).fill_null(True)
        return within | score.is_null() | flat

    return MapCondition(expected)


@map_condition("column_values.not_outliers")
def _not_outliers(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    value = number(kwargs["column"], schema).cast(pl.Float64)
    method = getattr(kwargs.get("method"), "value", kwargs.get("method")) or "iqr"
    multiplier = 1.5 if kwargs.get("multiplier") is None else kwargs["multiplier"]
    if method not in ("iqr", "std"):
        raise ToolkitError(f"method is {method!r}; it must be iqr or std.")

    def expected(evaluated: pl.Expr) -> pl.Expr:
        among = value.filter(evaluated)
        if method == "iqr":
            low, high = (among.quantile(share, interpolation="linear") for share in (0.25, 0.75))
            reach = multiplier * (high - low)
            inside = (value >= low - reach) & (value <= high + reach)
        else:
            low, reach = among.mean(), multiplier * among.std()
            inside = pl.when(reach <= 0).then(value == low).otherwise((value - low).abs() < reach)
        # Fewer than two values have no spread: nothing is an outlier then.
        return inside | reach.is_null() | ~reach.is_finite()

    return MapCondition(expected)
