"""Frames as columns of JSON, and JSON as letters that may stand anywhere in a page."""

import json
import zlib
from base64 import b64encode
from collections.abc import Sequence
from typing import Any

import polars as pl

_UNSEEN = r"[\p{Cc}\p{Cf}]"
"""Marks that are not seen, but could turn a line around or end it."""


def shown(column: str) -> pl.Expr:
    """Returns a column of texts as the page shows them: marks that are not seen are spaces."""
    return pl.col(column).cast(pl.String).str.replace_all(_UNSEEN, " ")


def columns(frame: pl.DataFrame) -> dict[str, list[Any]]:
    """Returns a frame as lists by column; whole numbers without a point, and null for what is no number."""
    return {name: _told(frame[name]) for name in frame.columns}


def _told(series: pl.Series) -> list[Any]:
    if series.dtype != pl.Float64:
        return series.to_list()
    return [
        None if value is None or value != value or abs(value) == float("inf") else _whole(value) for value in series
    ]


def _whole(value: float) -> float | int:
    return int(value) if value.is_integer() else value


def coded(series: pl.Series) -> tuple[list[Any], list[int]]:
    """Returns the distinct values of a column, sorted, and each row's place among them; −1 is null.

    >>> coded(pl.Series(["b", None, "a", "b"]))
    (['a', 'b'], [1, -1, 0, 1])
    """
    values = series.drop_nulls().unique().sort()
    return values.to_list(), places(series, values)


def places(series: pl.Series, values: pl.Series | Sequence[Any]) -> list[int]:
    """Returns the place of each row's value among distinct values; −1 where it is null or not one of them."""
    known = pl.DataFrame({"value": pl.Series(values, dtype=series.dtype)}).with_row_index("place")
    joined = pl.DataFrame({"value": series}).join(known, on="value", how="left", maintain_order="left")
    return joined["place"].cast(pl.Int64).fill_null(-1).to_list()


def packed(value: object) -> str:
    """Returns a JSON value deflated, in letters and digits: no mark of it can end a script element.

    >>> import base64
    >>> zlib.decompress(base64.b64decode(packed({"a": ["</script>"]}))).decode()
    '{"a":["</script>"]}'
    """
    return packed_text(json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")))


def packed_text(text: str) -> str:
    """Returns text deflated, in letters and digits."""
    return b64encode(zlib.compress(text.encode("utf-8"), 9)).decode("ascii")
