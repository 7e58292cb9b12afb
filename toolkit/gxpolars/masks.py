"""Three masks for each map expectation: which rows it is about, which of them it passes over, which fail."""

import operator
from collections.abc import Iterable, Mapping
from functools import reduce
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from toolkit.errors import ToolkitError
from toolkit.gxpolars.columns import column
from toolkit.gxpolars.map_conditions import Condition, MapCondition, domain_columns, find_condition
from toolkit.gxpolars.row_conditions import row_condition_mask

if TYPE_CHECKING:
    from great_expectations.expectations.expectation import Expectation

_ALL_MISSING = ("all_values_are_missing", "both_values_are_missing")
_ANY_MISSING = ("any_value_is_missing", "either_value_is_missing")
_NEVER = ("never", "neither")


class RowMasks(NamedTuple):
    """What an expectation says of each row; a row in scope that is neither ignored nor unexpected passes.

    Attributes:
        in_scope: the row condition holds.
        ignored: in scope, but a value it needs is missing, so the row is not evaluated.
        unexpected: in scope, evaluated, and not as expected.
    """

    in_scope: pl.Expr
    ignored: pl.Expr
    unexpected: pl.Expr


def row_masks(
    frame: pl.DataFrame | pl.LazyFrame | pl.Schema, expectations: "Iterable[Expectation]"
) -> list[RowMasks | None]:
    """Returns the masks of each expectation; None for one that is not about single rows (aggregates, tables).

    Args:
        frame: the frame that the masks are to be used on, or its schema.
        expectations: of Great Expectations, core or own (`register_map_expectation`).

    Raises:
        UnsupportedExpectation: one has no condition on polars.
        UnknownName: one names a column that is not there.

    >>> import great_expectations.expectations as gxe
    >>> frame = pl.DataFrame({"year": [2020, 2021, 2021, 2021], "new": [-1, 3, None, -1]})
    >>> [masks] = row_masks(frame, [gxe.ExpectColumnValuesToBeBetween(
    ...     column="new", min_value=0, row_condition={
    ...         "type": "comparison", "column": {"name": "year"}, "operator": "==", "parameter": 2021})])
    >>> frame.select(**masks._asdict()).cast(pl.Int8).rows()
    [(0, 0, 0), (1, 0, 0), (1, 1, 0), (1, 0, 1)]
    """
    from toolkit.gxpolars.support import require_supported

    listed = list(expectations)
    require_supported(listed)
    schema = frame if isinstance(frame, pl.Schema) else frame.collect_schema()
    return [_masks_of_expectation(expectation, schema) for expectation in listed]


def _masks_of_expectation(expectation: "Expectation", schema: pl.Schema) -> RowMasks | None:
    condition = find_condition(getattr(expectation, "map_metric", None))
    return None if condition is None else build_masks(condition, arguments(expectation), schema).for_rows()


COMPARING_ROWS = frozenset(
    {
        "column_values.unique", "column_values.increasing", "column_values.decreasing",
        "column_values.z_score.under_threshold", "column_values.not_outliers", "compound_columns.unique",
    }
)  # fmt: skip
"""Metrics of which each row's verdict depends on other rows."""


def compares_rows(expectation: "Expectation", schema: pl.Schema) -> bool:
    """Returns whether an expectation judges a row by other rows, so that it needs all of them at once: uniqueness.

    Raises:
        UnknownName: it names a column that is not there.
    """
    metric = getattr(expectation, "map_metric", None)
    condition = find_condition(metric)
    return condition is None or metric in COMPARING_ROWS or callable(condition(arguments(expectation), schema).expected)


def arguments(expectation: "Expectation") -> dict[str, Any]:
    """Returns the arguments of an expectation by name, defaults included."""
    # Not `expectation.configuration`, which copies everything each time it is asked.
    return {name: getattr(expectation, name) for name in expectation.__fields__}


class Masks(NamedTuple):
    """The masks of one expectation, with what is known beforehand left out.

    Attributes:
        in_scope: None where every row is.
        missing: rows that are not evaluated for want of a value, in scope or not; None where there are none.
        unexpected: as in `RowMasks`.
    """

    in_scope: pl.Expr | None
    missing: pl.Expr | None
    unexpected: pl.Expr

    def for_rows(self) -> RowMasks:
        """Returns them complete."""
        in_scope = pl.lit(True) if self.in_scope is None else self.in_scope
        ignored = pl.lit(False) if self.missing is None else self.missing
        if self.in_scope is not None and self.missing is not None:
            ignored = self.in_scope & self.missing
        return RowMasks(in_scope, ignored, self.unexpected)


def build_masks(condition: Condition, kwargs: Mapping[str, Any], schema: pl.Schema) -> Masks:
    """Returns the masks of a condition with its arguments; all three are never null."""
    asked = condition(kwargs, schema)
    in_scope = row_condition_mask(kwargs.get("row_condition"), schema)
    missing = _missing(asked, kwargs, schema)
    conditions = [mask for mask in (in_scope, None if missing is None else ~missing) if mask is not None]
    if callable(asked.expected):
        evaluated = reduce(operator.and_, conditions) if conditions else pl.lit(True)
        expected = asked.expected(evaluated)
    else:
        expected = asked.expected
    return Masks(in_scope, missing, reduce(operator.and_, [*conditions, ~expected.fill_null(False)]))


def _missing(asked: MapCondition, kwargs: Mapping[str, Any], schema: pl.Schema) -> pl.Expr | None:
    if asked.needed is not None:
        nulls = [column(name, schema).is_null() for name in asked.needed]
        return reduce(operator.or_, nulls) if nulls else None
    nulls = [column(name, schema).is_null() for name in dict.fromkeys(domain_columns(kwargs))]
    if kwargs.get("column") is not None:
        return nulls[0]
    rule = getattr(kwargs.get("ignore_row_if"), "value", kwargs.get("ignore_row_if"))
    if rule in _ALL_MISSING:
        return pl.all_horizontal(nulls)
    if rule in _ANY_MISSING:
        return pl.any_horizontal(nulls)
    if rule in _NEVER:
        return None
    known = ", ".join([*_ALL_MISSING, *_ANY_MISSING, *_NEVER])
    raise ToolkitError(f"ignore_row_if is {rule!r}; it must be one of {known}.")
