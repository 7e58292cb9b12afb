"""From a metric of Great Expectations and its arguments to a question for the query."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl

from toolkit.gxpolars.aggregates import AGGREGATES
from toolkit.gxpolars.columns import dtype_of
from toolkit.gxpolars.map_conditions import Condition, domain_columns, find_condition
from toolkit.gxpolars.masks import Masks, build_masks
from toolkit.gxpolars.query import Query, Question

# What Great Expectations lists at most of unexpected values, whatever was asked for.
MOST_VALUES = 200
# What is asked of a map metric: `column_values.between.unexpected_count`.
MAP_SUFFIXES = (
    "unexpected_count",
    "unexpected_values",
    "unexpected_index_list",
    "unexpected_index_query",
    "unexpected_rows",
    "filtered_row_count",
)
Finish = Callable[[], Any]


def aggregate_question(metric: str, kwargs: Mapping[str, Any]) -> Question:
    """Returns the question for a metric of a column or table."""

    def ask(query: Query) -> Finish:
        wanted = AGGREGATES[metric](kwargs, query.schema)
        value = query.scalar(wanted.expression)
        return lambda: wanted.finish(value())

    return ask


def map_question(condition: Condition, kwargs: Mapping[str, Any], suffixes: Sequence[str]) -> Question:
    """Returns the question for all that is asked of one map expectation.

    Its answer is a mapping from suffix (`unexpected_count`, …) to value.

    Args:
        condition: of the map metric.
        kwargs: the expectation's arguments, `result_format` among them.
        suffixes: of `MAP_SUFFIXES`.
    """

    def ask(query: Query) -> Finish:
        failing = _Failing(query, build_masks(condition, kwargs, query.schema), kwargs)
        finishes = {suffix: getattr(failing, suffix)() for suffix in suffixes}
        return lambda: {suffix: finish() for suffix, finish in finishes.items()}

    return ask


def missing_question(kwargs: Mapping[str, Any]) -> Question:
    """Returns the question how many values of a column are missing, among the rows in scope."""
    nonnull = find_condition("column_values.nonnull")
    assert nonnull is not None

    def ask(query: Query) -> Finish:
        masks = build_masks(nonnull, {name: kwargs.get(name) for name in ("column", "row_condition")}, query.schema)
        return query.scalar(masks.unexpected.sum())

    return ask


def shared_key(kwargs: Mapping[str, Any]) -> str:
    """Returns what tells the arguments of one question from another's: metrics that share it share a mask."""
    told = {name: value for name, value in kwargs.items() if name != "result_format"}
    return json.dumps(told, default=_plain, sort_keys=True)


def _plain(value: Any) -> Any:
    # The text of a Condition object does not tell 1 from "1".
    return value.dict() if hasattr(value, "dict") else repr(value)


class _Failing:
    """The unexpected rows of one map expectation, counted and shown from one mask."""

    def __init__(self, query: Query, masks: Masks, kwargs: Mapping[str, Any]) -> None:
        self._query = query
        self._masks = masks
        self._rows = query.rows(masks.unexpected)
        self._columns = domain_columns(kwargs)
        self._is_one_column = kwargs.get("column") is not None
        self._is_pair = kwargs.get("column_A") is not None
        self._format: Mapping[str, Any] = kwargs.get("result_format") or {}

    def unexpected_count(self) -> Finish:
        return self._rows.count

    def filtered_row_count(self) -> Finish:
        in_scope, missing = self._masks.in_scope, self._masks.missing
        if missing is None:
            count = pl.len() if in_scope is None else in_scope.sum()
        else:
            count = (~missing if in_scope is None else in_scope & ~missing).sum()
        return self._query.scalar(count)

    def unexpected_values(self) -> Finish:
        limit = MOST_VALUES if self._complete() else min(self._format["partial_unexpected_count"], MOST_VALUES)
        records = self._query.records(self._rows, list(dict.fromkeys(self._columns)), limit)
        if self._is_pair:
            return lambda: [tuple(row[name] for name in self._columns) for row in records().to_dicts()]
        if self._is_one_column:
            return lambda: records().to_series().to_list()
        return lambda: records().to_dicts()

    def unexpected_index_list(self) -> Finish:
        limit = None if self._complete() else self._format["partial_unexpected_count"]
        asked = self._format.get("unexpected_index_column_names")
        if not asked:
            return lambda: self._rows.positions(limit).to_list()
        names = [asked] if isinstance(asked, str) else list(asked)
        for name in names:
            dtype_of(name, self._query.schema)
        if self._format.get("exclude_unexpected_values"):
            # As in pandas: one entry for all rows, and none where no row fails.
            columns = self._query.records(self._rows, names, limit)
            return lambda: [columns().to_dict(as_series=False)] if columns().height else []
        records = self._query.records(self._rows, list(dict.fromkeys([*self._columns, *names])), limit)
        return lambda: records().to_dicts()

    def unexpected_index_query(self) -> Finish:
        # Long where many rows fail, and shown only where asked for.
        if not self._format.get("return_unexpected_index_query", self._complete()):
            return lambda: None
        return lambda: f"df[{self._rows.positions().to_list()}]"

    def unexpected_rows(self) -> Finish:
        limit = MOST_VALUES if self._complete() else min(self._format["partial_unexpected_count"], MOST_VALUES)
        # Great Expectations takes a list of records as well as a frame of pandas.
        records = self._query.records(self._rows, list(self._query.schema), limit)
        return lambda: records().to_dicts()

    def _complete(self) -> bool:
        return bool(self._format["result_format"] == "COMPLETE")
