"""One query for all that a suite asks of a frame: questions are collected first, then answered together."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

import polars as pl

K = TypeVar("K", bound=Hashable)
Frame: TypeAlias = pl.DataFrame | pl.LazyFrame
# Called once with the query to ask, and once more, when it has been run, for the answer.
Question: TypeAlias = "Callable[[Query], Callable[[], Any]]"

# No column of a frame that people make is called so.
_PREFIX = "\x00mask "


class Rows:
    """The rows that one mask picks out, once the query has been run."""

    def __init__(self, query: "Query", at: int) -> None:
        self._query = query
        self._at = at
        self._positions: pl.Series | None = None

    def count(self) -> int:
        """Returns how many."""
        return int(self._query.mask_values(self._at).sum())

    def positions(self, limit: int | None = None) -> pl.Series:
        """Returns their row numbers, the first `limit` of them or all."""
        if self._positions is None:
            self._positions = self._query.mask_values(self._at).arg_true()
        return self._positions if limit is None else self._positions.head(limit)


class Query:
    """Expressions collected for one frame, and their values once they are there.

    Args:
        frame: eager or lazy; a lazy one is collected once for the masks and aggregates, and once more, only the cells
            needed, where failing rows are to be shown.
    """

    def __init__(self, frame: Frame) -> None:
        self.schema = frame.collect_schema()
        self._lazy = frame.lazy()
        self._eager = frame if isinstance(frame, pl.DataFrame) else None
        self._scalars: list[pl.Expr] = []
        self._masks: list[pl.Expr] = []
        self._shown: list[tuple[Rows, list[str], int | None]] = []
        self._values: pl.DataFrame | None = None
        self._mask_columns: list[pl.Series] = []
        self._records: dict[int, pl.DataFrame] = {}

    def scalar(self, expression: pl.Expr) -> Callable[[], Any]:
        """Asks for one value."""
        at = len(self._scalars)
        self._scalars.append(expression.alias(str(at)))
        return lambda: self._scalar_values().to_series(at).item()

    def rows(self, mask: pl.Expr) -> Rows:
        """Asks which rows a mask picks out; it must never be null."""
        at = len(self._masks)
        self._masks.append(mask.alias(f"{_PREFIX}{at}"))
        return Rows(self, at)

    def records(self, rows: Rows, columns: Sequence[str], limit: int | None) -> Callable[[], pl.DataFrame]:
        """Asks for some columns of the first `limit` of some rows, NaN as null; `columns` without repeats."""
        at = len(self._shown)
        self._shown.append((rows, list(columns), limit))
        return lambda: self._records[at]

    def run(self) -> None:
        """Answers all questions."""
        # A mask may come out as a single value; beside the frame's own columns it is spread over all rows.
        masks = self._lazy.with_columns(self._masks).select([f"{_PREFIX}{at}" for at in range(len(self._masks))])
        values = self._lazy.select(self._scalars)
        if self._masks and self._scalars:
            mask_frame, self._values = pl.collect_all([masks, values])
        else:
            mask_frame = masks.collect() if self._masks else pl.DataFrame()
            self._values = values.collect() if self._scalars else pl.DataFrame()
        self._mask_columns = mask_frame.get_columns()
        self._show()

    def _show(self) -> None:
        wanted = {at: (rows.positions(limit), columns) for at, (rows, columns, limit) in enumerate(self._shown)}
        cells: dict[int, pl.DataFrame] = {}
        if self._eager is not None:
            cells = {at: self._eager.select(columns)[positions] for at, (positions, columns) in wanted.items()}
        elif wanted:
            picked = [
                pl.struct(columns).gather(positions).implode().alias(str(at))
                for at, (positions, columns) in wanted.items()
            ]
            found = self._lazy.select(picked).collect()
            cells = {at: found[str(at)].item().struct.unnest() for at in wanted}
        self._records = {at: _nan_as_null(frame) for at, frame in cells.items()}

    def mask_values(self, at: int) -> pl.Series:
        """Returns the values of a mask."""
        return self._mask_columns[at]

    def _scalar_values(self) -> pl.DataFrame:
        assert self._values is not None, "a question is answered when the query has been run"
        return self._values


def _nan_as_null(frame: pl.DataFrame) -> pl.DataFrame:
    floats = [name for name, dtype in frame.schema.items() if dtype.is_float()]
    return frame.with_columns(pl.col(name).fill_nan(None) for name in floats) if floats else frame


def answer(frame: Frame, questions: Mapping[K, Question]) -> tuple[dict[K, Any], dict[K, Exception]]:
    """Returns the answers to questions, and what went wrong for those that have none.

    All are asked in one query. Where that fails each is asked alone, so that a fault costs only its own question.

    Args:
        frame: what is asked about.
        questions: by a key of the caller's.
    """
    answers: dict[K, Any] = {}
    faults: dict[K, Exception] = {}
    query, waiting = Query(frame), {}
    for key, question in questions.items():
        try:
            waiting[key] = question(query)
        except Exception as fault:
            faults[key] = fault
    try:
        query.run()
    except Exception as fault:
        if len(waiting) == 1:
            return answers, faults | dict.fromkeys(waiting, fault)
        for key in waiting:
            own_answers, own_faults = answer(frame, {key: questions[key]})
            answers |= own_answers
            faults |= own_faults
        return answers, faults
    for key, finish in waiting.items():
        try:
            answers[key] = finish()
        except Exception as fault:
            faults[key] = fault
    return answers, faults
