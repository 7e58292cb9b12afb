"""Conditions on two or more columns of a row."""

import operator
from collections.abc import Mapping
from functools import reduce
from typing import Any

import polars as pl

from toolkit.errors import ToolkitError
from toolkit.gxpolars.columns import column, comparable, dtype_of, number
from toolkit.gxpolars.map_conditions import MapCondition, map_condition


def _pair(kwargs: Mapping[str, Any], schema: pl.Schema) -> tuple[pl.Expr, pl.Expr]:
    return column(kwargs["column_A"], schema), column(kwargs["column_B"], schema)


def _columns(kwargs: Mapping[str, Any], schema: pl.Schema) -> list[pl.Expr]:
    return [column(name, schema) for name in kwargs["column_list"]]


def row_sum(names: list[str], schema: pl.Schema) -> pl.Expr:
    """Returns the sum of some columns in each row, null where a part is missing.

    >>> frame = pl.DataFrame({"new": [1, 2], "carried_in": [1, None]})
    >>> frame.select(row_sum(["new", "carried_in"], frame.schema)).to_series().to_list()
    [2, None]
    """
    parts = [number(name, schema) for name in names]
    # Small integers would overflow: pandas adds in 64 bits.
    whole = [dtype_of(name, schema).is_integer() for name in names]
    wide = [part.cast(pl.Int64) if integer else part for part, integer in zip(parts, whole, strict=True)]
    return pl.sum_horizontal(wide, ignore_nulls=False)


@map_condition("column_pair_values.equal")
def _pair_equal(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    first, second = _pair(kwargs, schema)
    return MapCondition(first == second)


@map_condition("column_pair_values.a_greater_than_b")
def _pair_greater(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    first, second = _pair(kwargs, schema)
    return MapCondition(first >= second if kwargs.get("or_equal") else first > second)


@map_condition("column_pair_values.in_set")
def _pair_in_set(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    if kwargs.get("row_condition") is not None:
        # Great Expectations' own metric is not told of it: its engines check all rows without a word.
        raise ToolkitError("expect_column_pair_values_to_be_in_set knows no row_condition: filter the frame instead.")
    first, second = _pair(kwargs, schema)
    if kwargs.get("value_pairs_set") is None:
        return MapCondition(first.is_null() | first.is_not_null())
    types = (dtype_of(kwargs["column_A"], schema), dtype_of(kwargs["column_B"], schema))
    pairs = [
        first.eq_missing(_literal(one, types[0])) & second.eq_missing(_literal(other, types[1]))
        for one, other in kwargs["value_pairs_set"]
    ]
    return MapCondition(reduce(operator.or_, pairs) if pairs else first.is_null() & first.is_not_null())


def _literal(value: Any, dtype: pl.DataType) -> pl.Expr:
    return pl.lit(comparable(value, dtype))


@map_condition("compound_columns.unique")
def _compound_unique(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    values = _columns(kwargs, schema)
    if kwargs.get("row_condition") is None:
        return MapCondition(~pl.struct(_named(values)).is_duplicated())
    # Only rows that are evaluated count as copies of one another.
    return MapCondition(lambda evaluated: pl.len().over(*values, evaluated) == 1)


def _named(values: list[pl.Expr]) -> list[pl.Expr]:
    return [value.alias(str(at)) for at, value in enumerate(values)]


@map_condition("multicolumn_sum.equal")
def _sum_equal(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    return MapCondition(row_sum(list(kwargs["column_list"]), schema) == comparable(kwargs["sum_total"], pl.Int64()))


@map_condition("multicolumn_values.equal")
def _values_equal(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    first, *others = _columns(kwargs, schema)
    return MapCondition(reduce(operator.and_, [first.eq_missing(other) for other in others]))


@map_condition("select_column_values.unique.within_record")
def _unique_within_record(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    values = _columns(kwargs, schema)
    # Two missing values are two equal values here.
    different = [one.ne_missing(other) for at, one in enumerate(values) for other in values[at + 1 :]]
    return MapCondition(reduce(operator.and_, different))
