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
- Totals are the total columns of tables 3 and 4 and the row `processed` of table 3. All other cells of these two tables
  are parts, the rows `new`, `carried_in` and `carried_out` too.
- See `blank_convention`, `requests_state` and `may_make_regulations` for these, and each rule's function for the rest.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import chain

from toolkit.codebook import TABLES, shipped_codebook
from toolkit.demo.model import Key, TrueAgency, TrueReport

_BOOK = shipped_codebook()
_OUTCOMES = tuple(column.code for column in _BOOK.review_columns if column.code != "total")
_CHANNELS = tuple(row.code for row in _BOOK.review_rows)
_COLUMNS = (*_BOOK.applicants, "total")
_ZERO = Decimal(0)

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
    told = _Told(report)
    rules = (
        _balance, _parts, _totals, _review_totals, _stock, _unreadable, _missing, _count, _convention, _blank, _omitted,
        _tables, _zero_requests, _all_zero,
    )  # fmt: skip
    return frozenset(chain.from_iterable(rule(told) for rule in rules))


def absent_tables(report: TrueReport) -> tuple[str, ...]:
    """Returns the tables of which nothing is printed, in order."""
    return tuple(table for table in TABLES if not any(key[0] == table for key in report.numbers))


def blank_convention(report: TrueReport) -> str:
    """Returns `zero` where a blank part of tables 3 and 4 means 0, else `none`.

    It is `zero` if no cell of the two tables is 0, at least one of them is above 0, and balance and parts hold in each
    of the six applicant columns with every blank of theirs taken as 0. The totals over the applicants
    (`requests.total`) are not among these identities, else nobody who omits the total column could have the convention.
    An identity with an unreadable or missing cell does not hold; without table 3 none does, without table 4 table 3
    decides alone.
    """
    told = _Told(report)
    values = [value for key in told.keys("requests", "review") if (value := told.number(key)) is not None]
    if _ZERO in values or not any(value > 0 for value in values):
        return "none"
    for column in _BOOK.applicants:
        for left, right in (_balance_terms(column), _parts_terms(told, column)):
            if any(told.state(key) in ("unreadable", "missing") for key in (*left, *right)):
                return "none"
            if sum(told.number(key) or _ZERO for key in left) != sum(told.number(key) or _ZERO for key in right):
                return "none"
    return "zero"


def requests_state(report: TrueReport) -> str:
    """Returns `requests`, `unreadable`, `blank` or `zero`: what the report says of requests new and carried in.

    Of each of the two rows the total counts if it is a number, else its six parts. Cells count as printed: a blank does
    not say 0, whatever the blank convention.
    """
    told = _Told(report)
    terms: list[Key] = []
    for row in ("new", "carried_in"):
        total = ("requests", row, "total")
        terms += [total] if told.number(total) is not None else _applicants(row)
    if any((told.number(key) or _ZERO) > 0 for key in terms):
        return "requests"
    states = {told.state(key) for key in terms}
    if states & {"unreadable", "missing"}:
        return "unreadable"
    return "blank" if "blank" in states else "zero"


def may_make_regulations(agency: TrueAgency, year: int) -> bool:
    """Returns whether an organ is one of those that may make 规章.

    National ones; governments of provinces; governments of cities and autonomous prefectures, 儋州 from 2023. No
    administrative office of a province (行政公署), nobody below the city. The office of a government that may make them
    is not that government: it makes none itself, so that "/" is in order there.
    """
    if agency.level == "national":
        return True
    if agency.kind != "government" or agency.level not in ("province", "city"):
        return False
    if agency.name.endswith("行政公署"):
        return False
    return agency.city != "儋州市" or year >= 2023


class _Told:
    """The cells of a report by state, as number, and as what they count as."""

    def __init__(self, report: TrueReport) -> None:
        self.report = report
        self.forms = dict(
            zip(TABLES, (report.template_disclosure, report.template_requests, report.template_requests), strict=True)
        )

    def keys(self, *tables: str) -> list[Key]:
        """Every cell that the forms of these tables ask for."""
        return [(table, *cell) for table in tables for cell in _BOOK.cells(table, self.forms[table])]

    def state(self, key: Key) -> str:
        if key not in self.report.numbers:
            return "missing"
        value = self.report.numbers[key]
        return "blank" if value is None else "unreadable" if isinstance(value, str) else "number"

    def number(self, key: Key) -> Decimal | None:
        """The number printed, None where there is none."""
        value = self.report.numbers.get(key)
        return Decimal(str(value)) if isinstance(value, int | float) else None

    def counted(self, key: Key) -> Decimal | None:
        """The number a cell counts as: the one printed, or 0 for a blank part where the convention says so."""
        assumed = self.state(key) == "blank" and _is_part(key) and self.convention == "zero"
        return _ZERO if assumed else self.number(key)

    @cached_property
    def convention(self) -> str:
        return blank_convention(self.report)

    def sum(self, keys: Iterable[Key]) -> Decimal | None:
        """The sum of what cells count as, None if one of them is no number."""
        values = [self.counted(key) for key in keys]
        numbers = [value for value in values if value is not None]
        return sum(numbers, _ZERO) if len(numbers) == len(values) else None

    def in_order(self, key: Key) -> bool:
        """Whether a cell is a "/" that an organ without the power puts in place of its regulations."""
        slashed = self.state(key) == "blank" and key in self.report.slashes and key[1] == "regulations"
        return slashed and not may_make_regulations(self.report.agency, self.report.year)


def _verdict(
    rule: str, verdict: str, table: str | None = None, row: str | None = None, column: str | None = None,
    numbers: tuple[float, float, float] | tuple[None, None, None] = (None, None, None),
) -> Expected:  # fmt: skip
    return Expected(rule, SEVERITIES[rule], verdict, table, row, column, *numbers)


def _applicants(row: str) -> list[Key]:
    return [("requests", row, column) for column in _BOOK.applicants]


def _is_total(key: Key) -> bool:
    return key[0] != "disclosure" and (key[2] == "total" or key[1] == "processed")


def _is_part(key: Key) -> bool:
    return key[0] != "disclosure" and not _is_total(key)


def _balance_terms(column: str) -> tuple[list[Key], list[Key]]:
    left = [("requests", row, column) for row in ("new", "carried_in")]
    return left, [("requests", row, column) for row in ("processed", "carried_out")]


def _parts_terms(told: _Told, column: str) -> tuple[list[Key], list[Key]]:
    results = _BOOK.result_rows(told.forms["requests"])
    return [("requests", row, column) for row in results], [("requests", "processed", column)]


def _identity(told: _Told, rule: str, terms: list[Key], against: list[Key], *place: str | None) -> Iterator[Expected]:
    expected, actual = told.sum(terms), told.sum(against)
    if expected is None or actual is None:
        yield _verdict(rule, "unknown", *place)
    elif expected != actual:
        numbers = (float(expected), float(actual), float(actual - expected))
        yield _verdict(rule, "fail", *place, numbers=numbers)


def _balance(told: _Told) -> Iterator[Expected]:
    """`requests.balance`, each of the seven columns; names the column."""
    for column in _COLUMNS:
        yield from _identity(told, "requests.balance", *_balance_terms(column), "requests", None, column)


def _parts(told: _Told) -> Iterator[Expected]:
    """`requests.parts`, each of the seven columns, over the result rows of the form of table 3; names the column."""
    for column in _COLUMNS:
        yield from _identity(told, "requests.parts", *_parts_terms(told, column), "requests", None, column)


def _totals(told: _Told) -> Iterator[Expected]:
    """`requests.total`, each row of the form of table 3 (25 or 23); names the row."""
    for row in dict.fromkeys(row for _, row, _ in told.keys("requests")):
        yield from _identity(
            told, "requests.total", _applicants(row), [("requests", row, "total")], "requests", row, None
        )


def _review_totals(told: _Told) -> Iterator[Expected]:
    """`review.total`, each channel; names the row."""
    for channel in _CHANNELS:
        outcomes = [("review", channel, outcome) for outcome in _OUTCOMES]
        yield from _identity(told, "review.total", outcomes, [("review", channel, "total")], "review", channel, None)


def _stock(told: _Told) -> Iterator[Expected]:
    """`disclosure.stock`, regulations and normative documents; names the row, carries no numbers.

    Any term that is no number makes it unknown, a "/" in order too. The blank convention is about tables 3 and 4 only.
    """
    columns = {"2021": ("in_force", "issued", "repealed"), "2019": ("disclosed_total", "disclosed")}
    for row in ("regulations", "normative_documents"):
        terms = [told.number(("disclosure", row, column)) for column in columns[told.forms["disclosure"]]]
        numbers = [term for term in terms if term is not None]
        if len(numbers) < len(terms):
            yield _verdict("disclosure.stock", "unknown", "disclosure", row)
        elif numbers[0] < numbers[1] - sum(numbers[2:]):
            yield _verdict("disclosure.stock", "fail", "disclosure", row)


def _blank(told: _Told) -> Iterator[Expected]:
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
            yield _verdict("cells.blank", "fail", *key)


def _omitted_cells(finding: Expected) -> list[Key]:
    if finding.row is not None:
        return [(finding.table or "", finding.row, "total")]
    return [("requests", "processed", finding.column or "")]


def _unreadable(told: _Told) -> Iterator[Expected]:
    """`cells.unreadable`, each cell with a text that is no number; names row and column."""
    for key in told.keys(*TABLES):
        if told.state(key) == "unreadable":
            yield _verdict("cells.unreadable", "fail", *key)


def _missing(told: _Told) -> Iterator[Expected]:
    """`cells.missing`, each cell that is not there; names row and column.

    A row that is gone is told seven times, a column once for each row of the form. Of a table wholly absent no cell is
    told, `structure.tables` is.
    """
    for key in told.keys(*TABLES):
        if told.state(key) == "missing" and key[0] not in absent_tables(told.report):
            yield _verdict("cells.missing", "fail", *key)


def _count(told: _Told) -> Iterator[Expected]:
    """`cells.count`, each cell but the amounts; names row and column.

    A `change` may be below 0 but is whole. Unknown where the cell counts as no number (under the convention `zero`
    blank parts are 0 and pass).
    """
    for key in told.keys(*TABLES):
        if key[2] == "amount":
            continue
        value = told.counted(key)
        if value is None:
            yield _verdict("cells.count", "unknown", *key)
        elif value % 1 or (value < 0 and key[2] != "change"):
            yield _verdict("cells.count", "fail", *key)


def _convention(told: _Told) -> Iterator[Expected]:
    """`cells.blank_convention`, once a report, where the convention is `zero` and at least one part is blank."""
    parts = [key for key in told.keys("requests", "review") if _is_part(key) and told.state(key) == "blank"]
    if parts and told.convention == "zero":
        yield _verdict("cells.blank_convention", "fail")


def _omitted(told: _Told) -> Iterator[Expected]:
    """`cells.total_omitted`, each blank total by itself, beside a part that is a number other than 0.

    Tables 3 and 4: a blank cell of the total column, beside the parts of its row, names the row. Table 3: a blank cell
    of the row `processed`, beside the result rows of its column, names the column. A whole total column left blank is
    told row by row. The corner (`processed`, `total`) belongs to both and may be told as row and as column. Unknown
    where no part is other than 0 but one is no number; a total that is unreadable or missing is not omitted.
    """
    rows = [("requests", row, _applicants(row)) for row in dict.fromkeys(row for _, row, _ in told.keys("requests"))]
    rows += [("review", channel, [("review", channel, outcome) for outcome in _OUTCOMES]) for channel in _CHANNELS]
    for table, row, parts in rows:
        yield from _omitted_total(told, (table, row, "total"), parts, table, row, None)
    for column in _COLUMNS:
        parts, [total] = _parts_terms(told, column)
        yield from _omitted_total(told, total, parts, "requests", None, column)


def _omitted_total(told: _Told, total: Key, parts: list[Key], *place: str | None) -> Iterator[Expected]:
    if told.state(total) != "blank":
        return
    values = [told.counted(key) for key in parts]
    if any(values):
        yield _verdict("cells.total_omitted", "fail", *place)
    elif None in values:
        yield _verdict("cells.total_omitted", "unknown", *place)


def _tables(told: _Told) -> Iterator[Expected]:
    """`structure.tables`, once a report: a table is absent, or not complete, which is to say that a cell is missing."""
    if any(told.state(key) == "missing" for key in told.keys(*TABLES)):
        yield _verdict("structure.tables", "fail")


def _zero_requests(told: _Told) -> Iterator[Expected]:
    """`gaps.zero_requests`, once a report: fails in the state `zero`, unknown in `blank` and `unreadable`."""
    state = requests_state(told.report)
    if state != "requests":
        yield _verdict("gaps.zero_requests", "fail" if state == "zero" else "unknown")


def _all_zero(told: _Told) -> Iterator[Expected]:
    """`gaps.all_zero`, once a report: fails if every cell of the three tables is 0.

    A number other than 0 settles it. Else a cell that is no number leaves it unknown, so that blank reports are not
    zero; but a "/" in order stands for no number and is passed over.
    """
    values = [told.number(key) for key in told.keys(*TABLES) if not told.in_order(key)]
    if not any(values):
        yield _verdict("gaps.all_zero", "unknown" if None in values else "fail")
