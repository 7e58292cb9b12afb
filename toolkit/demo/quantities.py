"""The numbers of a demo report: a lean frozen mapping over the cells its forms ask for."""

import operator
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from toolkit.codebook import TABLES, shipped_codebook
from toolkit.demo.histories import YearFacts
from toolkit.demo.model import Key

Value = int | float | str | None
_OTHER = ("other_not_corrected", "other_fee_unpaid", "other_rest")


class Numbers(Mapping[Key, Value]):
    """Values by (table, row, column), in printed order. All reports of one pair of forms share the keys.

    A hundred thousand reports hold twenty million values: a dict each would need gigabytes.
    """

    __slots__ = ("_positions", "_values")

    def __init__(self, positions: Mapping[Key, int], values: tuple[Value, ...]) -> None:
        self._positions = positions
        self._values = values

    def __getitem__(self, key: Key) -> Value:
        return self._values[self._positions[key]]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._positions)

    def __len__(self) -> int:
        return len(self._positions)

    def __repr__(self) -> str:
        return f"Numbers({dict(self)!r})"

    def changed(self, changes: Mapping[Key, Value]) -> "Numbers":
        """Returns the same numbers with some of them replaced; a key that is not there is a KeyError."""
        values = list(self._values)
        for key, value in changes.items():
            values[self._positions[key]] = value
        return Numbers(self._positions, tuple(values))


@cache
def positions(disclosure: str, requests: str) -> Mapping[Key, int]:
    """Returns every cell the two forms ask for, in printed order, with its position."""
    forms = dict(zip(TABLES, (disclosure, requests, requests), strict=True))
    keys = ((table, row, column) for table in TABLES for row, column in shipped_codebook().cells(table, forms[table]))
    return MappingProxyType({key: position for position, key in enumerate(keys)})


@cache
def units(disclosure: str, requests: str, procurement: str) -> Mapping[Key, str]:
    """Returns the unit of every cell: `procurement` for the amount of procurement, 万元 for fees, 件 for the rest."""
    amounts = {("disclosure", "fees", "amount"): "万元", ("disclosure", "procurement", "amount"): procurement}
    return MappingProxyType({key: amounts.get(key, "件") for key in positions(disclosure, requests)})


def numbers_of(facts: YearFacts, disclosure: str, requests: str) -> Numbers:
    """Returns what a year's facts put into the forms, all identities of the forms holding."""
    values: list[Value] = [facts.disclosure.get(cell, 0) for cell in shipped_codebook().cells("disclosure", disclosure)]
    values += _request_values(facts, requests)
    for channel in ("review", "direct_litigation", "post_review_litigation"):
        outcomes = facts.review.get(channel, (0, 0, 0, 0))
        values += (*outcomes, sum(outcomes))
    return Numbers(positions(disclosure, requests), tuple(values))


def _request_values(facts: YearFacts, form: str) -> list[Value]:
    rows = facts.requests
    if not rows:
        return [0] * len(shipped_codebook().cells("requests", form))
    none = (0,) * 6
    values: list[Value] = []
    processed = list(none)
    for row in _request_rows(form):
        if row == "other":
            six = [sum(parts) for parts in zip(*(rows.get(other, none) for other in _OTHER), strict=True)]
        elif row == "processed":
            six = processed
        else:
            six = list(rows.get(row, none))
        if row not in ("new", "carried_in", "processed", "carried_out"):
            processed = list(map(operator.add, processed, six))
        values += six
        values.append(sum(six))
    return values


@cache
def _request_rows(form: str) -> tuple[str, ...]:
    return tuple(row.code for row in shipped_codebook().request_rows if form in row.templates)
