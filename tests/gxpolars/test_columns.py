"""Columns and values as Great Expectations means them."""

import math
from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from toolkit.errors import UnknownName
from toolkit.gxpolars.columns import (
    WrongType,
    by_distinct_value,
    column,
    comparable,
    is_among,
    number,
    text,
)


def values(expression: pl.Expr, frame: pl.DataFrame) -> list[Any]:
    return frame.select(expression).to_series().to_list()


def test_nan_is_missing() -> None:
    frame = pl.DataFrame({"share": [0.5, math.nan, None]})
    assert values(column("share", frame.schema), frame) == [0.5, None, None]


def test_a_missing_column_is_named_with_near_matches() -> None:
    with pytest.raises(UnknownName, match=r"no column 'yaer'. Did you mean 'year'\?"):
        column("yaer", pl.Schema({"year": pl.Int64}))


def test_categories_compare_by_their_text() -> None:
    frame = pl.DataFrame({"form": ["b", "a"]}, schema={"form": pl.Enum(["b", "a"])})
    assert values(column("form", frame.schema) < "b", frame) == [False, True]


@pytest.mark.parametrize(
    ("value", "dtype", "wanted"),
    [
        (0.0, pl.Int64(), 0),
        (0.5, pl.Int64(), 0.5),
        ("2024-03-31", pl.Date(), date(2024, 3, 31)),
        ("2024-03-31 12:30", pl.Date(), datetime(2024, 3, 31, 12, 30)),
        ("2024-03-31", pl.Datetime(), datetime(2024, 3, 31)),
        ("2024-03-31", pl.String(), "2024-03-31"),
        (None, pl.Int64(), None),
    ],
)
def test_a_bound_takes_the_type_of_its_column(value: Any, dtype: pl.DataType, wanted: Any) -> None:
    found = comparable(value, dtype)
    assert (found, type(found)) == (wanted, type(wanted))


def test_a_value_of_another_type_is_never_among() -> None:
    frame = pl.DataFrame({"year": [2019, 2021, None], "form": ["2019", "2021", None], "flag": [True, False, None]})
    assert values(is_among("year", [2019.0, "2021", None, 2019.5], frame.schema), frame) == [True, False, None]
    assert values(is_among("form", [2019, "2021"], frame.schema), frame) == [False, True, None]
    assert values(is_among("flag", [1], frame.schema), frame) == [True, False, None]
    assert values(is_among("year", [], frame.schema), frame) == [False, False, None]


def test_the_mean_of_a_text_is_refused() -> None:
    with pytest.raises(WrongType, match="Column 'agency' is String; a number is needed here"):
        number("agency", pl.Schema({"agency": pl.String}))


@pytest.mark.parametrize("dtype", [pl.Boolean(), pl.Date(), pl.Datetime()])
def test_what_polars_and_pandas_print_differently_is_refused_as_text(dtype: Any) -> None:
    with pytest.raises(WrongType, match="cast it in the frame"):
        text("signed", pl.Schema({"signed": dtype}))


def test_a_python_test_is_called_once_for_each_distinct_value() -> None:
    seen: list[str] = []
    frame = pl.DataFrame({"a": ["x", "y", None, "x"]})

    def is_x(value: str) -> bool:
        seen.append(value)
        return value == "x"

    holds = by_distinct_value(pl.col("a"), is_x)
    assert values(holds, frame) == [True, False, None, True]
    assert sorted(seen) == ["x", "y"]
