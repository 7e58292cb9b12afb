"""What each map expectation asks of a row: one function a metric, from the expectation's arguments to an expression."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

import polars as pl


class MapCondition(NamedTuple):
    """What one map expectation asks of each row.

    Attributes:
        expected: a boolean expression, true where the row is as expected; null counts as false. For a condition that
            compares rows with one another, a function from the mask of the rows that are evaluated to such an
            expression.
        needed: the columns without whose values the row is not evaluated. None leaves it to Great Expectations: the
            column of a column map expectation, and `ignore_row_if` of a pair or of several columns.
    """

    expected: pl.Expr | Callable[[pl.Expr], pl.Expr]
    needed: tuple[str, ...] | None = None


Condition: TypeAlias = Callable[[Mapping[str, Any], pl.Schema], MapCondition]

# By map metric (`column_values.between`), as Great Expectations names it.
_CONDITIONS: dict[str, Condition] = {}


def map_condition(metric: str) -> Callable[[Condition], Condition]:
    """Returns a decorator that makes a function the condition of a map metric."""

    def register(condition: Condition) -> Condition:
        _CONDITIONS[metric] = condition
        return condition

    return register


def find_condition(metric: str | None) -> Condition | None:
    """Returns the condition of a map metric, None where there is none."""
    _import_conditions()
    return _CONDITIONS.get(metric) if metric is not None else None


def known_metrics() -> list[str]:
    """Returns the map metrics that have a condition."""
    _import_conditions()
    return sorted(_CONDITIONS)


def _import_conditions() -> None:
    # They register themselves, and import this module to do so.
    from toolkit.gxpolars import column_conditions, record_conditions, text_conditions  # noqa: F401


def domain_columns(kwargs: Mapping[str, Any]) -> list[str]:
    """Returns the columns that a map expectation is about.

    >>> domain_columns({"column_A": "new", "column_B": "answered"})
    ['new', 'answered']
    """
    if kwargs.get("column") is not None:
        return [kwargs["column"]]
    if kwargs.get("column_A") is not None:
        return [kwargs["column_A"], kwargs["column_B"]]
    return list(kwargs["column_list"])
