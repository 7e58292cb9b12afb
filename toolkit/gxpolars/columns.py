"""Columns and values as Great Expectations means them: NaN is missing, and a bound has the type of its column."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

import polars as pl

from toolkit.errors import ToolkitError, UnknownName, near_matches


class WrongType(ToolkitError):
    """A condition asks of a column what its type does not have."""


def column(name: str, schema: pl.Schema) -> pl.Expr:
    """Returns a column, null wherever Great Expectations counts a value as missing.

    Args:
        name: the column's name.
        schema: of the frame.

    Raises:
        UnknownName: the frame has no such column.

    >>> frame = pl.DataFrame({"share": [0.5, float("nan"), None]})
    >>> frame.select(column("share", frame.schema).is_null()).to_series().to_list()
    [False, True, True]
    """
    dtype = dtype_of(name, schema)
    if dtype.is_float():
        # NaN is missing in pandas and a value in polars: greater than every number, equal to itself.
        return pl.col(name).fill_nan(None)
    if dtype in (pl.Categorical, pl.Enum):
        # They compare by the order of their categories, not by their text.
        return pl.col(name).cast(pl.String)
    return pl.col(name)


def dtype_of(name: str, schema: pl.Schema) -> pl.DataType:
    """Returns the type of a column; raises `UnknownName` with near matches."""
    try:
        return schema[name]
    except KeyError:
        raise UnknownName(f"The frame has no column {name!r}.{near_matches(name, schema)}") from None


def number(name: str, schema: pl.Schema) -> pl.Expr:
    """Returns a column of numbers or truth values; raises `WrongType` for any other."""
    dtype = dtype_of(name, schema)
    if not (dtype.is_numeric() or dtype in (pl.Boolean, pl.Null)):
        # polars answers null to the mean of a text: a failed expectation without a reason.
        raise WrongType(f"Column {name!r} is {dtype}; a number is needed here.")
    return column(name, schema)


def text(name: str, schema: pl.Schema) -> pl.Expr:
    """Returns a column as the text that pandas would print; raises `WrongType` where the two print differently."""
    dtype = dtype_of(name, schema)
    if dtype in (pl.String, pl.Categorical, pl.Enum, pl.Null):
        return column(name, schema).cast(pl.String)
    if dtype.is_integer() or dtype.is_float():
        return column(name, schema).cast(pl.String)
    raise WrongType(f"Column {name!r} is {dtype}; a text is needed here: cast it in the frame, in the form you mean.")


def comparable(value: Any, dtype: pl.DataType) -> Any:
    """Returns a bound or a value of a suite as a value of a column's type.

    Great Expectations turns `min_value=0` into `0.0`, for which polars would cast the whole column of integers; and
    JSON has no dates.

    >>> comparable(0.0, pl.Int64()), comparable("2024-03-31", pl.Date()), comparable(0.5, pl.Int64())
    (0, datetime.date(2024, 3, 31), 0.5)
    """
    if isinstance(value, float) and value.is_integer() and (dtype.is_integer() or dtype.is_float()):
        return int(value)
    if isinstance(value, str) and dtype in (pl.Date, pl.Datetime):
        from dateutil.parser import parse  # the reader of dates that Great Expectations itself uses

        moment = parse(value)
        return moment.date() if dtype == pl.Date and moment.time() == datetime.min.time() else moment
    return value


def is_among(name: str, values: Iterable[Any], schema: pl.Schema) -> pl.Expr:
    """Returns whether a column's value is one of some values; those of another type never are.

    >>> frame = pl.DataFrame({"form": [2019, 2021, None]})
    >>> frame.select(is_among("form", [2021.0, "2019", None], frame.schema)).to_series().to_list()
    [False, True, None]
    """
    dtype = dtype_of(name, schema)
    wanted = [comparable(value, dtype) for value in values]
    fitting = [bool(value) if dtype == pl.Boolean else value for value in wanted if _fits(value, dtype)]
    return column(name, schema).is_in(pl.Series(fitting, dtype=_series_type(dtype)).implode())


def _fits(value: Any, dtype: pl.DataType) -> bool:
    if dtype in (pl.String, pl.Categorical, pl.Enum):
        return isinstance(value, str)
    if dtype == pl.Boolean:
        return isinstance(value, int | float) and value in (0, 1)
    if dtype.is_integer():
        return isinstance(value, int)
    if dtype.is_float():
        return isinstance(value, int | float) and value == value
    if dtype == pl.Date:
        return isinstance(value, date) and not isinstance(value, datetime)
    return value is not None


def _series_type(dtype: pl.DataType) -> pl.DataType:
    return pl.String() if dtype in (pl.Categorical, pl.Enum) else dtype


def by_distinct_value(values: pl.Expr, holds: Callable[[Any], bool]) -> pl.Expr:
    """Returns a Python test of each value, called once for each distinct one; null stays null."""

    def test(series: pl.Series) -> pl.Series:
        distinct = series.drop_nulls().unique()
        answers = pl.Series([holds(value) for value in distinct], dtype=pl.Boolean)
        return series.replace_strict(distinct, answers, default=None, return_dtype=pl.Boolean)

    return values.map_batches(test, return_dtype=pl.Boolean)
