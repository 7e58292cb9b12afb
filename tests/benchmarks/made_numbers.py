"""The numbers of made-up reports: coherent histories, then faults. All by numpy, a run of agencies at a time."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from toolkit.codebook import TABLES, shipped_codebook

Numbers = NDArray[np.float64]
Values = dict[tuple[str, str, str], Numbers]
"""By table, row and column the numbers, agencies × years."""

NUMBER, BLANK, UNREADABLE, MISSING = range(4)
WRONG, HOLES, ZEROS_BLANK, ALL_BLANK, TORN = 0.015, 0.005, 0.03, 0.01, 0.001
"""Shares of the reports: with a wrong number; with some blank cells; that leave zeros blank; that leave every cell
blank; that lack the rows from somewhere on."""


class Made(NamedTuple):
    """The numbers of some agencies.

    Attributes:
        values: by form the reports of its years, one row each (agency by agency, year by year), one column a cell in
            the order of the cells' keys.
        states: as `values`: `NUMBER`, `BLANK`, `UNREADABLE` or `MISSING`.
        new: requests of each report, agency by agency and year by year, as first made.
        processed: of each report.
        blank_zero: whether a report leaves its zeros blank.
        requests_state: 0 requests, 1 zero, 2 blank, 3 unreadable.
    """

    values: dict[str, Numbers]
    states: dict[str, NDArray[np.uint8]]
    new: Numbers
    processed: Numbers
    blank_zero: NDArray[np.bool_]
    requests_state: NDArray[np.int64]


def histories(agencies: int, years: tuple[int, ...], rng: np.random.Generator) -> Made:
    """Returns the numbers of so many agencies over the years, the first year in the form of 2019."""
    book = shipped_codebook()
    requests = _requests(agencies, len(years), rng)
    shared = _disclosure(agencies, len(years), rng) | _review(agencies, len(years), rng)
    sound = {form: shared | found for form, found in requests.items()}
    new, carried_in, processed = (
        requests["2021"]["requests", row, "total"].ravel() for row in ("new", "carried_in", "processed")
    )
    count = agencies * len(years)
    blank_zero = (rng.random(count) < ZEROS_BLANK) & (new > 0)
    all_blank = (rng.random(count) < ALL_BLANK) & ~blank_zero
    values, states = {}, {}
    for form, chosen in (("2019", slice(0, 1)), ("2021", slice(1, None))):
        keys = sorted((table, row, column) for table in TABLES for row, column in book.cells(table, form))
        matrix = np.stack([sound[form][key][:, chosen].ravel() for key in keys], axis=1)
        mine = np.zeros((agencies, len(years)), dtype=bool)
        mine[:, chosen] = True
        of = np.flatnonzero(mine.ravel())
        parts = np.array([table != "disclosure" for table, _, _ in keys])
        values[form], states[form] = _sown(matrix, parts, blank_zero[of], all_blank[of], rng)
    state = np.where(all_blank, 2, np.where(new + carried_in > 0, 0, 1))
    return Made(values, states, new, processed, blank_zero, state)


def _requests(agencies: int, years: int, rng: np.random.Generator) -> dict[str, Values]:
    """Table 3 by form: a third of the agencies never has a request, few have many."""
    activity = np.where(rng.random(agencies) < 0.35, 0.0, rng.lognormal(1.5, 1.3, agencies))
    shares = np.array([0.8, 0.12, 0.01, 0.01, 0.02, 0.04])
    new = rng.poisson(activity[:, None, None] * shares, (agencies, years, 6))
    out = rng.binomial(new, 0.06)
    carried_in = np.concatenate([np.zeros_like(out[:, :1]), out[:, :-1]], axis=1)
    processed = new + carried_in - out
    outer = {"new": new, "carried_in": carried_in, "processed": processed, "carried_out": out}
    book = shipped_codebook()
    found: dict[str, Values] = {}
    for form in book.templates:
        results = book.result_rows(form)
        weights = np.ones(len(results))
        weights[:2] = 14, 4
        parts = rng.multinomial(processed, weights / weights.sum())
        rows = outer | {row: parts[..., at] for at, row in enumerate(results)}
        found[form] = _with_totals(rows)
    return found


def _with_totals(rows: dict[str, NDArray[np.int64]]) -> Values:
    found: Values = {}
    for row, numbers in rows.items():
        for at, column in enumerate(shipped_codebook().applicants):
            found["requests", row, column] = numbers[..., at].astype(float)
        found["requests", row, "total"] = numbers.sum(axis=2).astype(float)
    return found


def _disclosure(agencies: int, years: int, rng: np.random.Generator) -> Values:
    shape = (agencies, years)
    found: Values = {}
    for row, mean in (("regulations", 0.0), ("normative_documents", 3.0)):
        issued = rng.poisson(mean, shape)
        first = rng.poisson(8 * mean, (agencies, 1))
        repealed = np.minimum(rng.poisson(mean / 3, shape), issued)
        stock = first + np.cumsum(issued - repealed, axis=1)
        told = {"issued": issued, "repealed": repealed, "in_force": stock, "made": issued, "disclosed": issued}
        told["disclosed_total"] = stock + issued
        found |= {("disclosure", row, column): numbers.astype(float) for column, numbers in told.items()}
    for row in ("licensing", "other_services", "penalties", "coercion", "fees"):
        first, change = rng.poisson(40, (agencies, 1)), rng.integers(-2, 3, shape)
        prior = first + np.cumsum(change, axis=1) - change
        told = {"prior_items": prior, "change": change, "decisions": rng.poisson(60, shape)}
        found |= {("disclosure", row, column): numbers.astype(float) for column, numbers in told.items()}
    found["disclosure", "fees", "amount"] = rng.poisson(20, shape).astype(float)
    found["disclosure", "procurement", "projects"] = rng.poisson(9, shape).astype(float)
    found["disclosure", "procurement", "amount"] = rng.poisson(300, shape).astype(float)
    return found


def _review(agencies: int, years: int, rng: np.random.Generator) -> Values:
    outcomes = [column.code for column in shipped_codebook().review_columns if column.code != "total"]
    found: Values = {}
    for row in shipped_codebook().review_rows:
        total = rng.poisson(0.15, (agencies, years))
        parts = rng.multinomial(total, [0.7, 0.1, 0.1, 0.1])
        found |= {("review", row.code, column): parts[..., at].astype(float) for at, column in enumerate(outcomes)}
        found["review", row.code, "total"] = total.astype(float)
    return found


def _sown(
    matrix: Numbers, parts: NDArray[np.bool_], blank_zero: NDArray[np.bool_], all_blank: NDArray[np.bool_],
    rng: np.random.Generator,
) -> tuple[Numbers, NDArray[np.uint8]]:  # fmt: skip
    """The reports with faults, and the states of their cells."""
    reports, cells = matrix.shape
    values = matrix.copy()
    wrong = np.flatnonzero((rng.random(reports) < WRONG) & ~blank_zero)
    values[wrong, rng.integers(0, cells, len(wrong))] += rng.integers(1, 10, len(wrong))
    states = np.zeros((reports, cells), dtype=np.uint8)
    states[(values == 0) & parts & blank_zero[:, None]] = BLANK
    holed = np.flatnonzero(rng.random(reports) < HOLES)
    for kind in (BLANK, BLANK, UNREADABLE):
        states[holed, rng.integers(0, cells, len(holed))] = kind
    torn = np.flatnonzero(rng.random(reports) < TORN)
    states[torn] = np.where(np.arange(cells) >= rng.integers(1, cells, (len(torn), 1)), MISSING, states[torn])
    states[all_blank] = BLANK
    return values, states
