"""Questions are answered together; a fault costs only its own."""

import math
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from toolkit.gxpolars.query import Query, answer

FRAME = pl.DataFrame({"a": [1, 2, 3], "b": [math.nan, 0.5, None]})


@pytest.mark.parametrize("frame", [FRAME, FRAME.lazy()], ids=["eager", "lazy"])
def test_scalars_rows_and_records(frame: pl.DataFrame | pl.LazyFrame) -> None:
    query = Query(frame)
    total = query.scalar(pl.col("a").sum())
    rows = query.rows(pl.col("a") > 1)
    none = query.rows(pl.lit(False))
    every = query.rows(pl.lit(True))
    records = query.records(every, ["b", "a"], 2)
    nothing = query.records(none, ["a"], None)
    query.run()
    assert total() == 6
    assert (rows.count(), rows.positions().to_list(), rows.positions(1).to_list()) == (2, [1, 2], [1])
    assert (none.count(), every.count()) == (0, 3)
    assert records().to_dicts() == [{"b": None, "a": 1}, {"b": 0.5, "a": 2}]
    assert nothing().to_dicts() == []


@pytest.mark.parametrize("rows", [0, 1])
def test_a_mask_without_a_column_is_as_long_as_the_frame(rows: int) -> None:
    query = Query(FRAME.head(rows))
    every = query.rows(pl.lit(True))
    query.run()
    assert every.count() == rows


def test_a_fault_costs_only_its_own_question() -> None:
    def asks(expression: pl.Expr) -> Callable[[Query], Callable[[], Any]]:
        return lambda query: query.scalar(expression)

    def cannot_ask(query: Query) -> Callable[[], Any]:
        raise ValueError("no question")

    def cannot_finish(query: Query) -> Callable[[], Any]:
        return lambda: 1 // 0

    answers, faults = answer(
        FRAME,
        {
            "good": asks(pl.col("a").max()),
            "bad in polars": asks(pl.col("nowhere").max()),
            "bad before": cannot_ask,
            "bad after": cannot_finish,
        },
    )
    assert answers == {"good": 3}
    assert {name: type(fault).__name__ for name, fault in faults.items()} == {
        "bad in polars": "ColumnNotFoundError",
        "bad before": "ValueError",
        "bad after": "ZeroDivisionError",
    }


def test_a_lazy_frame_is_collected_once_where_nothing_is_to_be_shown() -> None:
    collected = []

    def count(frame: pl.DataFrame) -> pl.DataFrame:
        collected.append(frame.height)
        return frame

    lazy = FRAME.lazy().map_batches(count)
    query = Query(lazy)
    collected.clear()
    query.rows(pl.col("a") > 1)
    query.rows(pl.col("a") > 2)
    query.scalar(pl.col("a").sum())
    query.run()
    assert collected == [3]


def test_no_questions_no_answers() -> None:
    assert answer(FRAME, {}) == ({}, {})
