"""A second opinion on the rules: the verdicts a report deserves, worked out from its true cells in plain Python.

Written from the catalogue of rules alone. Knows the forms (codebook) and true reports (demo), neither suites nor
readers nor frames, so that whoever runs the rules can be held to it. A verdict that is not told is a pass.

How the catalogue is read where it leaves room:

- A cell is a number, blank, unreadable (a text that is no number) or missing (its form asks for it, the print lacks
  it). Whatever adds up a cell that is no number is `unknown`; so is `cells.count` of such a cell. The cells of a table
  that is absent are missing ones, so that nothing about them passes; `absent_tables` tells them apart.
- Numbers are added as the decimals that are printed: 0.1 + 0.2 is 0.3.
- One wrong cell breaks every identity it stands in: a part breaks `requests.parts` of its column and `requests.total`
  of its row; `new` and the carried rows break the balance and the total; `processed` breaks balance, parts and total.
  A total breaks its row, and whatever its own column adds up. Each is told by itself.
- `expected` is what the terms of an identity come to (new + carried in; the sum of the parts), `actual` what is told
  against it (processed + carried out; the total printed); `difference` is actual − expected.
- Where blanks are taken as 0, parts are the cells of tables 3 and 4 outside the total columns. The row `processed` is
  among them: in the applicants' columns the convention itself has proved its blanks to be 0. A blank cell of a total
  column, which nothing has proved, is never taken as 0, not even beside parts that all are.
- See `blank_convention`, `requests_state` and `may_make_regulations` for these, and each rule's function for the rest.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from tests.rules.true_cells import (
    Terms,
    TrueCells,
    absent_tables,
    applicants,
    balance_terms,
    blank_convention,
    is_part,
    may_make_regulations,
    parts_terms,
    requests_state,
)
from toolkit.codebook import TABLES, shipped_codebook
from toolkit.demo.model import Key, TrueReport

__all__ = [
    "SEVERITIES",
    "Expected",
    "absent_tables",
    "blank_convention",
    "expected_verdicts",
    "may_make_regulations",
    "requests_state",
]

_BOOK = shipped_codebook()
_OUTCOMES = tuple(column.code for column in _BOOK.review_columns if column.code != "total")
_CHANNELS = tuple(row.code for row in _BOOK.review_rows)
_COLUMNS = (*_BOOK.applicants, "total")
Place = tuple[str | None, str | None, str | None]

SEVERITIES = {
    "requests.balance": "critical",
    "requests.parts": "critical",
    "requests.total": "critical",
    "review.total": "critical",
    "disclosure.stock": "warning",
    "cells.blank": "warning",
    "cells.unreadable": "warning",
    "cells.missing": "critical",
    "cells.count": "critical",
    "cells.blank_convention": "info",
    "cells.total_omitted": "info",
    "structure.tables": "critical",
    "gaps.zero_requests": "info",
    "gaps.all_zero": "warning",
}
"""The rules judged here, with their severities."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A verdict a report deserves.

    Attributes:
        rule: as the catalogue names it.
        severity: `critical`, `warning` or `info`.
        verdict: `fail` or `unknown`.
        table: code of the table, None where the rule is about the report.
        row: code of the row, None where the rule names none.
        column: code of the column, None where the rule names none.
        expected: what the terms of an identity come to; None but for failing balances and sums.
        actual: what is told against it.
        difference: actual − expected.
    """

    rule: str
    severity: str
    verdict: str
    table: str | None = None
    row: str | None = None
    column: str | None = None
    expected: float | None = None
    actual: float | None = None
    difference: float | None = None

    @property
    def key(self) -> tuple[str, str, str, str | None, str | None, str | None]:
        """Rule, severity, verdict and place, without the numbers."""
        return self.rule, self.severity, self.verdict, self.table, self.row, self.column


def expected_verdicts(report: TrueReport) -> frozenset[Expected]:
    """Returns every verdict but the passes that a report deserves.

    Args:
        report: what is printed (`Printed.truth`), blank marks told in `slashes`.
    """
    told = TrueCells(report)
    rules = (
        _balance, _parts, _totals, _review_totals, _stock, _unreadable, _missing, _count, _convention, _blank, _omitted,
        _tables, _zero_requests, _all_zero,
    )  # fmt: skip
    return frozenset(chain.from_iterable(rule(told) for rule in rules))


def _verdict(rule: str, verdict: str, place: Place = (None, None, None)) -> Expected:
    return Expected(rule, SEVERITIES[rule], verdict, *place)


def _identity(told: TrueCells, rule: str, terms: Terms, place: Place) -> Iterator[Expected]:
    expected, actual = map(told.sum, terms)
    if expected is None or actual is None:
        yield _verdict(rule, "unknown", place)
    elif expected != actual:
        numbers = (float(expected), float(actual), float(actual - expected))
        yield Expected(rule, SEVERITIES[rule], "fail", *place, *numbers)


def _balance(told: TrueCells) -> Iterator[Expected]:
    """`requests.balance`, each of the seven columns; names the column."""
    for column in _COLUMNS:
        yield from _identity(told, "requests.balance", balance_terms(column), ("requests", None, column))


def _parts(told: TrueCells) -> Iterator[Expected]:
    """`requests.parts`, each of the seven columns, over the result rows of the form of table 3; names the column."""
    for column in _COLUMNS:
        yield from _identity(told, "requests.parts", parts_terms(told, column), ("requests", None, column))


def _totals(told: TrueCells) -> Iterator[Expected]:
    """`requests.total`, each row of the form of table 3 (25 or 23); names the row."""
    for row in dict.fromkeys(row for _, row, _ in told.keys("requests")):
        terms = applicants(row), [("requests", row, "total")]
        yield from _identity(told, "requests.total", terms, ("requests", row, None))


def _review_totals(told: TrueCells) -> Iterator[Expected]:
    """`review.total`, each channel; names the row."""
    for channel in _CHANNELS:
        terms = [("review", channel, outcome) for outcome in _OUTCOMES], [("review", channel, "total")]
        yield from _identity(told, "review.total", terms, ("review", channel, None))


def _stock(told: TrueCells) -> Iterator[Expected]:
    """`disclosure.stock`, regulations and normative documents; names the row, carries no numbers.

    Any term that is no number makes it unknown, a "/" in order too. The blank convention is about tables 3 and 4 only.
    """
    columns = {"2021": ("in_force", "issued", "repealed"), "2019": ("disclosed_total", "disclosed")}
    for row in ("regulations", "normative_documents"):
        terms = [told.number(("disclosure", row, column)) for column in columns[told.forms["disclosure"]]]
        numbers = [term for term in terms if term is not None]
        if len(numbers) < len(terms):
            yield _verdict("disclosure.stock", "unknown", ("disclosure", row, None))
        elif numbers[0] < numbers[1] - sum(numbers[2:]):
            yield _verdict("disclosure.stock", "fail", ("disclosure", row, None))


def _blank(told: TrueCells) -> Iterator[Expected]:
    """`cells.blank`, each blank cell of the three tables; names row and column. Left out are:

    - a "/" (no other mark) in `regulations` of an organ that may not make them;
    - blank parts under the convention `zero`, for which `cells.blank_convention` is told once;
    - totals for which `cells.total_omitted` is told: nothing is told twice.

    A blank total beside parts that are all 0, or blank, or taken as 0, is blank like any other cell.
    """
    omitted = {key for finding in _omitted(told) if finding.verdict == "fail" for key in _omitted_cells(finding)}
    for key in told.keys(*TABLES):
        if told.state(key) != "blank" or told.in_order(key) or key in omitted:
            continue
        if told.counted(key) is None:
            yield _verdict("cells.blank", "fail", key)


def _omitted_cells(finding: Expected) -> list[Key]:
    if finding.row is not None:
        return [(finding.table or "", finding.row, "total")]
    return [("requests", "processed", finding.column or "")]


def _unreadable(told: TrueCells) -> Iterator[Expected]:
    """`cells.unreadable`, each cell with a text that is no number; names row and column."""
    for key in told.keys(*TABLES):
        if told.state(key) == "unreadable":
            yield _verdict("cells.unreadable", "fail", key)


def _missing(told: TrueCells) -> Iterator[Expected]:
    """`cells.missing`, each cell that is not there; names row and column.

    A row that is gone is told seven times, a column once for each row of the form. Of a table wholly absent no cell is
    told, `structure.tables` is.
    """
    for key in told.keys(*TABLES):
        if told.state(key) == "missing" and key[0] not in absent_tables(told.report):
            yield _verdict("cells.missing", "fail", key)


def _count(told: TrueCells) -> Iterator[Expected]:
    """`cells.count`, each cell but the amounts; names row and column.

    A `change` may be below 0 but is whole. Unknown where the cell counts as no number (under the convention `zero`
    blank parts are 0 and pass).
    """
    for key in told.keys(*TABLES):
        if key[2] == "amount":
            continue
        value = told.counted(key)
        if value is None:
            yield _verdict("cells.count", "unknown", key)
        elif value % 1 or (value < 0 and key[2] != "change"):
            yield _verdict("cells.count", "fail", key)


def _convention(told: TrueCells) -> Iterator[Expected]:
    """`cells.blank_convention`, once a report, where the convention is `zero` and at least one part is blank."""
    parts = [key for key in told.keys("requests", "review") if is_part(key) and told.state(key) == "blank"]
    if parts and told.convention == "zero":
        yield _verdict("cells.blank_convention", "fail")


def _omitted(told: TrueCells) -> Iterator[Expected]:
    """`cells.total_omitted`, each blank total by itself, beside a part that is a number other than 0.

    Tables 3 and 4: a blank cell of the total column, beside the parts of its row, names the row. Table 3: a blank cell
    of the row `processed`, beside the result rows of its column, names the column. A whole total column left blank is
    told row by row. The corner (`processed`, `total`) belongs to both and may be told as row and as column. Unknown
    where no part is other than 0 but one is no number; a total that is unreadable or missing is not omitted.
    """
    rows = [("requests", row, applicants(row)) for row in dict.fromkeys(row for _, row, _ in told.keys("requests"))]
    rows += [("review", channel, [("review", channel, outcome) for outcome in _OUTCOMES]) for channel in _CHANNELS]
    for table, row, parts in rows:
        yield from _omitted_total(told, (table, row, "total"), parts, (table, row, None))
    for column in _COLUMNS:
        parts, [total] = parts_terms(told, column)
        yield from _omitted_total(told, total, parts, ("requests", None, column))


def _omitted_total(told: TrueCells, total: Key, parts: list[Key], place: Place) -> Iterator[Expected]:
    if told.state(total) != "blank":
        return
    values = [told.counted(key) for key in parts]
    if any(values):
        yield _verdict("cells.total_omitted", "fail", place)
    elif None in values:
        yield _verdict("cells.total_omitted", "unknown", place)


def _tables(told: TrueCells) -> Iterator[Expected]:
    """`structure.tables`, once a report: a table is absent, or not complete, which is to say that a cell is missing."""
    if any(told.state(key) == "missing" for key in told.keys(*TABLES)):
        yield _verdict("structure.tables", "fail")


def _zero_requests(told: TrueCells) -> Iterator[Expected]:
    """`gaps.zero_requests`, once a report: fails in the state `zero`, unknown in `blank` and `unreadable`."""
    state = requests_state(told.report)
    if state != "requests":
        yield _verdict("gaps.zero_requests", "fail" if state == "zero" else "unknown")


def _all_zero(told: TrueCells) -> Iterator[Expected]:
    """`gaps.all_zero`, once a report: fails if every cell of the three tables is 0.

    A number other than 0 settles it. Else a cell that is no number leaves it unknown, so that blank reports are not
    zero; but a "/" in order stands for no number and is passed over.
    """
    values = [told.number(key) for key in told.keys(*TABLES) if not told.in_order(key)]
    if not any(values):
        yield _verdict("gaps.all_zero", "unknown" if None in values else "fail")
