"""A parsed number's value, raw text, state and unit → the cell they tell together, or that they contradict."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

import polars as pl

from toolkit.codebook.model import AMOUNT_COLUMNS, CHANGE_COLUMNS
from toolkit.extraction.numbers import Reading, read_number
from toolkit.extraction.wordings import shipped_wordings
from toolkit.records import CELL_STATES

# Beyond this a float no longer holds every whole number.
_LARGEST = 2**53
_PLAIN = re.compile(r"[+-]?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_COUNTED = "件"

TOLD = ("kind", "value", "raw", "state", "unit")
"""What a parsed table may tell of one cell; all text, null where it does not tell."""


class Told(NamedTuple):
    """What a parsed table tells of one cell.

    Attributes:
        kind: how numbers are written in this column: `count`, `amount` or `change`.
        value: the text of the number.
        raw: the text as printed; empty is an empty cell, None is not told.
        state: one of the cell states.
        unit: the unit.
    """

    kind: str
    value: str | None
    raw: str | None
    state: str | None
    unit: str | None


class Settled(NamedTuple):
    """The cell that was told. `state` is None where nothing was; `doubt` says what contradicts what."""

    value: float | None
    unit: str | None
    raw: str | None
    state: str | None
    doubt: str | None = None


def kind_of(column: str) -> str:
    """Returns how numbers are written in a column.

    >>> kind_of("amount"), kind_of("change"), kind_of("total")
    ('amount', 'change', 'count')
    """
    return "amount" if column in AMOUNT_COLUMNS else "change" if column in CHANGE_COLUMNS else "count"


def settle_rows(rows: pl.DataFrame, empty: str) -> pl.DataFrame:
    """Returns the rows with what they tell settled: value, unit, raw, state and doubt, in place of what was told.

    Args:
        rows: with the columns of `TOLD` and any others.
        empty: the state of a cell of which neither value nor raw nor state is told: `missing` or `blank`.
    """
    # A million cells tell a few thousand different things: each is settled once.
    distinct = rows.select(TOLD).unique(maintain_order=True)
    settled = [settle(Told(*told), empty) for told in distinct.iter_rows()]
    names = [f"settled_{name}" for name in Settled._fields]
    columns: Iterable[tuple[object, ...]] = zip(*settled, strict=True) if settled else [()] * len(names)
    found = distinct.hstack(
        [
            pl.Series(name, values, dtype=pl.Float64 if name == "settled_value" else pl.String)
            for name, values in zip(names, columns, strict=True)
        ]
    )
    joined = rows.join(found, on=TOLD, how="left", nulls_equal=True, maintain_order="left")
    return joined.drop(TOLD).rename(dict(zip(names, Settled._fields, strict=True)))


def settle(told: Told, empty: str = "missing") -> Settled:
    """Returns the cell that value, raw, state and unit tell together; where they contradict, it is unreadable.

    Nothing told is `missing`, never `blank`: a table that leaves a number out does not say that the printed cell was
    empty, and a blank may later count as zero. An empty raw text says it.

    >>> settle(Told("count", "3", None, None, None))
    Settled(value=3.0, unit='件', raw='3', state='number', doubt=None)
    >>> settle(Told("count", None, "1,234件", None, None)).value, settle(Told("count", None, "", None, None)).state
    (1234.0, 'blank')
    >>> settle(Told("count", "0", "", None, None))
    Settled(value=None, unit='件', raw='', state='unreadable', doubt="value 0 beside raw ''")
    """
    kind, value, raw, state, unit = told
    text = value.strip() if value is not None else None
    number = _plain(text) if text else None
    if text is not None and number is None:
        # No plain number in the place of one: it is what was printed there.
        if raw is None:
            raw = text
        elif text not in ("", raw.strip()):
            return _contradiction(told, raw, f"value {text!r} beside raw {raw!r}")
    own_unit, doubt = _unit(kind, unit, raw)
    if doubt is None:
        settled, doubt = _by_state(kind, number, raw, state, empty)
        if doubt is None and settled is not None:
            return settled._replace(unit=own_unit)
    shown = raw if raw is not None else text
    return _contradiction(told, shown, doubt or "")


def _by_state(
    kind: str, number: float | None, raw: str | None, state: str | None, empty: str
) -> tuple[Settled | None, str | None]:
    printed = None if raw is None else read_number(raw, kind)
    if state is None or state == "number":
        if number is None and printed is None:
            if state:
                return None, "state 'number' without value and raw"
            return Settled(None, None, "" if empty == "blank" else None, "blank" if empty == "blank" else None), None
        settled = _number(number, raw, printed)
        if settled is None:
            return None, f"value {shortest(number or 0.0)} beside raw {raw!r}"
        if state and settled.state != state:
            return None, f"state 'number' beside raw {raw!r}"
        return settled, None
    if state not in CELL_STATES:
        return None, f"unknown state {state!r}"
    if number is not None:
        return None, f"value {shortest(number)} beside state {state!r}"
    if state == "blank":
        if printed is not None and printed.state != "blank":
            return None, f"state 'blank' beside raw {raw!r}"
        return Settled(None, None, raw or "", state), None
    if state == "missing" and raw:
        return None, f"state 'missing' beside raw {raw!r}"
    return Settled(None, None, raw if state == "unreadable" else None, state), None


def _number(number: float | None, raw: str | None, printed: Reading | None) -> Settled | None:
    """What value and raw say together; None where they do not say the same."""
    if printed is None:
        assert number is not None
        return Settled(number, None, shortest(number), "number")
    if number is None or (printed.state == "number" and printed.value == number):
        return Settled(printed.value, None, raw, printed.state)
    return None


def _unit(kind: str, unit: str | None, raw: str | None) -> tuple[str | None, str | None]:
    """The unit of a cell, or what is wrong with it: a count of 万元, 元 printed where 万元 is told."""
    words = shipped_wordings()
    unit = (unit or "").strip() or None
    if kind != "amount":
        wrong = unit is not None and unit not in words.count_units
        return _COUNTED, f"unit {unit!r} for a count" if wrong else None
    if unit is not None and unit not in words.amount_units:
        return None, f"unknown unit {unit!r}"
    printed = read_number(raw, kind).unit if raw else None
    if printed and unit and printed != unit:
        return None, f"unit {unit!r} beside raw {raw!r}"
    return printed or unit, None


def _contradiction(told: Told, raw: str | None, doubt: str) -> Settled:
    unit = told.unit if told.kind == "amount" and told.unit in shipped_wordings().amount_units else None
    return Settled(None, _COUNTED if told.kind != "amount" else unit, raw, "unreadable", doubt)


def _plain(text: str) -> float | None:
    if not _PLAIN.fullmatch(text):
        return None
    value = float(text)
    return (value or 0.0) if abs(value) < _LARGEST else None


def shortest(value: float) -> str:
    """Returns the shortest text that reads as the number again, without an exponent.

    >>> shortest(12.0), shortest(0.1), shortest(0.00003)
    ('12', '0.1', '0.00003')
    """
    return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
