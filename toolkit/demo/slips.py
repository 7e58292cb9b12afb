"""Slips of the tables: each sort changes a coherent report so that one rule of reporting, or several, must see it."""

import random
from collections.abc import Callable, Mapping
from typing import NamedTuple

from toolkit.codebook import shipped_codebook
from toolkit.demo.model import Key
from toolkit.demo.quantities import Numbers, Value


class Fault(NamedTuple):
    """A fault: how it is written, and what it changes.

    Attributes:
        text: `code@row/column,…`.
        cells: the cells as reported instead.
        absent: cells the report leaves out.
        told: what the prose tells otherwise (`new`, `year`).
        late: days the report is published after its deadline.
        without_fees: the last section says nothing of information-processing fees.
    """

    text: str
    cells: Mapping[Key, Value] = {}
    absent: frozenset[Key] = frozenset()
    told: Mapping[str, object] = {}
    late: int = 0
    without_fees: bool = False


Sort = Callable[[random.Random, Numbers, int], Fault | None]
"""Draws one slip for a report with these numbers about this year; None where the sort does not fit."""


def written(code: str, cells: Mapping[Key, Value]) -> str:
    """Returns how a fault is written down.

    >>> written("review.total", {("review", "review", "total"): 3})
    'review.total@review/total'
    """
    return f"{code}@{','.join(f'{row}/{column}' for _, row, column in cells)}"


def count(numbers: Numbers, row: str, column: str) -> int:
    """Returns a number of table 3, 0 where it is none."""
    value = numbers.get(("requests", row, column), 0)
    return value if isinstance(value, int) else 0


def results(numbers: Numbers) -> tuple[str, ...]:
    """Returns the result rows of the form of table 3 that the numbers follow."""
    form = "2019" if ("requests", "other", "total") in numbers else "2021"
    return shipped_codebook().result_rows(form)


def _changed(code: str, *cells: tuple[Key, Value]) -> Fault:
    return Fault(written(code, dict(cells)), dict(cells))


def _left_out(code: str, numbers: Numbers, table: str, *, row: str = "", column: str = "") -> Fault:
    gone = {k: None for k in numbers if k[0] == table and row in ("", k[1]) and column in ("", k[2])}
    # A table that is gone whole is named by no cell.
    return Fault(written(code, gone) if row or column else code, absent=frozenset(gone))


def _parts(numbers: Numbers) -> list[Key]:
    """The results of the six applicants: those above 0, all where there are none."""
    parts = [("requests", row, a) for row in results(numbers) for a in shipped_codebook().applicants]
    return [key for key in parts if numbers[key]] or parts


def _row_changed(row: str) -> Sort:
    """A number of an outer row: `new` and `carried_out` break balance and total, `processed` the parts as well."""

    def sow(rng: random.Random, numbers: Numbers, year: int) -> Fault | None:
        column = rng.choice(shipped_codebook().applicants)
        value = count(numbers, row, column) + rng.randint(1, 9)
        return _changed("requests.balance", (("requests", row, column), value))

    return sow


def _balance_crossed(rng: random.Random, numbers: Numbers, year: int) -> Fault | None:
    # One applicant's request told under another: every total holds, two balances miss by as much up as down.
    fitting = [a for a in shipped_codebook().applicants if count(numbers, "new", a)]
    if not fitting:
        return None
    giving = rng.choice(fitting)
    taking = rng.choice([a for a in shipped_codebook().applicants if a != giving])
    moved = rng.randint(1, min(9, count(numbers, "new", giving)))
    cells = ((("requests", "new", a), count(numbers, "new", a) + n) for a, n in ((giving, -moved), (taking, moved)))
    return _changed("requests.balance", *cells)


def _negative(rng: random.Random, numbers: Numbers, year: int) -> Fault | None:
    key = rng.choice(_parts(numbers))
    return _changed("cells.count", (key, -max(1, count(numbers, key[1], key[2]))))


def _fractional(rng: random.Random, numbers: Numbers, year: int) -> Fault | None:
    key = rng.choice(_parts(numbers))
    return _changed("cells.count", (key, count(numbers, key[1], key[2]) + rng.choice((0.1, 0.5))))


def _stock(rng: random.Random, numbers: Numbers, year: int) -> Fault | None:
    row = "normative_documents"
    stock = "in_force" if ("disclosure", row, "in_force") in numbers else "disclosed_total"
    flow = "issued" if stock == "in_force" else "disclosed"
    known = [numbers.get(("disclosure", row, column), 0) for column in (stock, "repealed")]
    most = sum(value for value in known if isinstance(value, int))
    return _changed("disclosure.stock", (("disclosure", row, flow), most + rng.randint(1, 4)))


def _blank_disclosure(rng: random.Random, numbers: Numbers, year: int) -> Fault | None:
    return _changed("cells.blank", (rng.choice([key for key in numbers if key[0] == "disclosure"]), None))


def _row_left_out(rng: random.Random, numbers: Numbers, year: int) -> Fault | None:
    # From the second result of a group on: its first one bears the heading of the group.
    rows = [row for row in results(numbers) if row.endswith(("_law", "_process", "_inquiry", "_unclear", "_repeat"))]
    return _left_out("cells.missing", numbers, "requests", row=rng.choice(rows))


def _column_left_out(rng: random.Random, numbers: Numbers, year: int) -> Fault | None:
    return _left_out("cells.missing", numbers, "requests", column=rng.choice(shipped_codebook().applicants[1:]))


def _table_left_out(rng: random.Random, numbers: Numbers, year: int) -> Fault | None:
    return _left_out("structure.tables", numbers, rng.choice(("disclosure", "requests", "review")))


def _total_column_omitted(rng: random.Random, numbers: Numbers, year: int) -> Fault | None:
    return _omitted({key: None for key in numbers if key[0] == "requests" and key[2] == "total"}, numbers)


def _total_row_omitted(rng: random.Random, numbers: Numbers, year: int) -> Fault | None:
    return _omitted({key: None for key in numbers if key[1] == "processed"}, numbers)


def _omitted(cells: dict[Key, Value], numbers: Numbers) -> Fault | None:
    # Beside zeros alone a blank total is a blank cell and no more.
    return _changed("cells.total_omitted", *cells.items()) if any(numbers[key] for key in cells) else None


TABLE_SLIPS: tuple[Sort, ...] = (
    _row_changed("new"), _row_changed("processed"), _row_changed("carried_out"), _balance_crossed, _negative,
    _fractional, _stock, _blank_disclosure, _row_left_out, _column_left_out, _table_left_out, _total_column_omitted,
    _total_row_omitted,
)  # fmt: skip
SLIPS_BY_RULE: Mapping[str, tuple[Sort, ...]] = {
    "requests.balance": (_row_changed("new"), _row_changed("processed"), _row_changed("carried_out"), _balance_crossed),
    "disclosure.stock": (_stock,),
    "cells.blank": (_blank_disclosure,),
    "cells.missing": (_row_left_out, _column_left_out),
    "cells.count": (_negative, _fractional),
    "cells.total_omitted": (_total_column_omitted, _total_row_omitted),
    "structure.tables": (_table_left_out,),
}
"""The sorts by the rule they break first."""
