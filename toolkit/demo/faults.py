"""Known faults, sown into a coherent report: what was changed is recorded, so that rules can be held to it.

A fault is written `code@row/column,row/column…`: the rule that must find it and the cells changed (the row tells the
table). Faults of the prose, of dates or of a table left out carry a code only, or the cell whose number the prose
tells wrongly.
"""

import random
from collections.abc import Mapping
from datetime import date

from toolkit.codebook import shipped_codebook
from toolkit.demo.model import Key
from toolkit.demo.quantities import Numbers, Value
from toolkit.demo.slips import SLIPS_BY_RULE, TABLE_SLIPS, Fault, Sort, count, results, written


def draw_fault(rng: random.Random, numbers: Numbers, year: int, turn: int) -> Fault | None:
    """Returns one slip for a report with these numbers, None where no sort fits.

    Args:
        rng: draws the place.
        numbers: the coherent numbers.
        year: the year reported about.
        turn: how many faults came before; the sorts take turns, so that a small demo has them all.
    """
    start = turn % len(_SORTS)
    for sort in (*_SORTS[start:], *_SORTS[:start]):
        fault = sort(rng, numbers, year)
        if fault is not None:
            return fault
    return None


def broken_carry_over(rng: random.Random, numbers: Numbers) -> Fault | None:
    """Returns a fault that breaks carrying over and nothing else: some new requests told as carried in."""
    fitting = [a for a in shipped_codebook().applicants if count(numbers, "new", a) > 0]
    if not fitting:
        return None
    applicant = rng.choice(fitting)
    moved = rng.randint(1, min(9, count(numbers, "new", applicant)))
    cells: dict[Key, Value] = {}
    for row, change in (("carried_in", moved), ("new", -moved)):
        for column in (applicant, "total"):
            cells["requests", row, column] = count(numbers, row, column) + change
    return Fault(written("carry_over.requests", cells), cells)


def omitted_totals(numbers: Numbers) -> Fault | None:
    """Returns a total column left blank beside parts that are not zero."""
    cells: dict[Key, Value] = {
        key: None for key, value in numbers.items() if key[0] == "requests" and key[2] == "total" and value
    }
    return Fault(written("cells.total_omitted", cells), cells) if cells else None


def deadline(level: str, kind: str, year: int) -> date:
    """Returns the last day a report may be published (article 49): governments have two months more."""
    ruling = kind in ("government", "subdistrict", "committee") or level == "township"
    return date(year + 1, 3, 31) if ruling else date(year + 1, 1, 31)


def _part_changed(rng: random.Random, numbers: Numbers, year: int) -> Fault | None:
    parts = [("requests", row, a) for row in results(numbers) for a in shipped_codebook().applicants]
    key = rng.choice([key for key in parts if numbers[key]] or parts)
    value = count(numbers, key[1], key[2]) + rng.randint(1, 9)
    return Fault(written("requests.parts", {key: value}), {key: value})


def _total_changed(rng: random.Random, numbers: Numbers, year: int) -> Fault | None:
    totals = [("requests", row, "total") for row in ("new", "processed", *results(numbers))]
    fitting = [key for key in totals if numbers[key]]
    if not fitting:
        return None
    key = rng.choice(fitting)
    value = max(0, count(numbers, key[1], "total") + rng.choice((-2, -1, 1, 2, 10)))
    return Fault(written("requests.total", {key: value}), {key: value})


def _digits_swapped(rng: random.Random, numbers: Numbers, year: int) -> Fault | None:
    parts = [(row, a) for row in ("new", *results(numbers)) for a in shipped_codebook().applicants]
    cells = {("requests", row, a): _swapped(rng, count(numbers, row, a)) for row, a in parts}
    fitting = [key for key, value in cells.items() if value is not None]
    if not fitting:
        return None
    key = rng.choice(fitting)
    return Fault(written("digits_swapped", {key: 0}), {key: cells[key]})


def _swapped(rng: random.Random, value: int) -> int | None:
    text = str(value)
    # A swap that brings a zero to the front would print another length: no swap anybody makes.
    places = [i for i in range(len(text) - 1) if text[i] != text[i + 1] and (i or text[1] != "0")]
    if not places:
        return None
    i = rng.choice(places)
    return int(text[:i] + text[i + 1] + text[i] + text[i + 2 :])


def _cell(code: str, value: Value) -> Sort:
    def sow(rng: random.Random, numbers: Numbers, year: int) -> Fault | None:
        key = rng.choice([key for key in numbers if key[0] != "disclosure"])
        return Fault(written(code, {key: value}), {key: value})

    return sow


def _review_total(rng: random.Random, numbers: Numbers, year: int) -> Fault | None:
    key = ("review", rng.choice(("review", "direct_litigation", "post_review_litigation")), "total")
    value = numbers[key]
    cells: dict[Key, Value] = {key: (value if isinstance(value, int) else 0) + rng.randint(1, 3)}
    return Fault(written("review.total", cells), cells)


def _unit(rng: random.Random, numbers: Numbers, year: int) -> Fault | None:
    key = ("disclosure", "fees", "amount")
    value = numbers.get(key)
    if not isinstance(value, int | float) or value < 1:
        return None
    cells: dict[Key, Value] = {key: round(value * 10_000, 0)}
    return Fault(written("fees.unit", cells), cells)


def _claim(rng: random.Random, numbers: Numbers, year: int) -> Fault | None:
    new = count(numbers, "new", "total")
    return Fault("claims.table@new/total", told={"new": new + rng.randint(1, 5)}) if new else None


def _year(rng: random.Random, numbers: Numbers, year: int) -> Fault | None:
    return Fault("narrative.year", told={"year": year - 1})


def _late(rng: random.Random, numbers: Numbers, year: int) -> Fault | None:
    return Fault("timeliness.deadline", late=rng.randint(1, 90))


def _fees(rng: random.Random, numbers: Numbers, year: int) -> Fault | None:
    return Fault("fees.statement", without_fees=True) if year >= 2021 else None


_SORTS: tuple[Sort, ...] = (
    _part_changed, _total_changed, _digits_swapped, _cell("cells.blank", None), _cell("cells.unreadable", "无"),
    _review_total, _unit, _claim, _year, _late, _fees, *TABLE_SLIPS,
)  # fmt: skip
SORTS_BY_RULE: Mapping[str, tuple[Sort, ...]] = {
    **SLIPS_BY_RULE,
    "requests.parts": (_part_changed,),
    "requests.total": (_total_changed, _digits_swapped),
    "review.total": (_review_total,),
    "cells.blank": (_cell("cells.blank", None), *SLIPS_BY_RULE["cells.blank"]),
    "cells.unreadable": tuple(_cell("cells.unreadable", text) for text in ("无", "约5", "见附件", "若干")),
}
"""The sorts of wrong cells by the rule they break first."""
