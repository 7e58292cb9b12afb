"""A data frame given in Python → a polars frame. No other library is imported: a frame of one brings its own."""

from typing import Any

import polars as pl

from toolkit.errors import ParsedInputError


def is_frame(source: object) -> bool:
    """Says whether something is a data frame: of polars, lazy or not, or of pandas."""
    return isinstance(source, pl.DataFrame | pl.LazyFrame) or _is_pandas(source)


def as_polars(frame: Any) -> pl.DataFrame:
    """Returns a data frame of polars (lazy ones collected) or pandas as a polars frame.

    What pandas takes as missing (NaN, None, NaT) is null.

    Raises:
        ParsedInputError: a column of the frame cannot be read, or the lazy frame cannot be collected.
    """
    if isinstance(frame, pl.DataFrame):
        return frame
    if isinstance(frame, pl.LazyFrame):
        try:
            return frame.collect()
        except pl.exceptions.PolarsError as error:
            raise ParsedInputError("bad_columns", f"The lazy frame cannot be collected: {error}") from None
    # Column by column: polars' own conversion needs pyarrow for text.
    return pl.DataFrame([_series(str(name), frame.iloc[:, at]) for at, name in enumerate(frame.columns)])


def _series(name: str, column: Any) -> pl.Series:
    values = column.astype(object).where(column.notna(), None).tolist()
    kinds = {type(value) for value in values if value is not None}
    if str in kinds and len(kinds) > 1:  # 3 and "3件" in one column: what is no text is written as such
        values = [value if value is None or isinstance(value, str) else f"{value}" for value in values]
    try:
        return pl.Series(name, values, strict=False)
    except (pl.exceptions.PolarsError, TypeError) as error:
        raise ParsedInputError("bad_columns", f"The column {name!r} cannot be read: {error}") from None


def _is_pandas(source: object) -> bool:
    kind = type(source)
    return kind.__name__ == "DataFrame" and kind.__module__.partition(".")[0] == "pandas"
