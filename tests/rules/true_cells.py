"""The cells of a true report as the rules see them: their state, their number, and what a blank one counts as."""

from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property

from toolkit.codebook import TABLES, shipped_codebook
from toolkit.demo.model import Key, TrueAgency, TrueReport

_BOOK = shipped_codebook()
_ZERO = Decimal(0)
Terms = tuple[list[Key], list[Key]]
"""The cells of an identity: the terms, and what is told against them."""


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
    told = TrueCells(report)
    values = [value for key in told.keys("requests", "review") if (value := told.number(key)) is not None]
    if _ZERO in values or not any(value > 0 for value in values):
        return "none"
    for column in _BOOK.applicants:
        for left, right in (balance_terms(column), parts_terms(told, column)):
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
    told = TrueCells(report)
    terms: list[Key] = []
    for row in ("new", "carried_in"):
        total = ("requests", row, "total")
        terms += [total] if told.number(total) is not None else applicants(row)
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


class TrueCells:
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
        """`number`, `blank`, `unreadable` or `missing`."""
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
        assumed = self.state(key) == "blank" and is_part(key) and self.convention == "zero"
        return _ZERO if assumed else self.number(key)

    @cached_property
    def convention(self) -> str:
        """The blank convention of the report."""
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


def applicants(row: str) -> list[Key]:
    """Returns the six applicants' cells of a row of table 3."""
    return [("requests", row, column) for column in _BOOK.applicants]


def is_part(key: Key) -> bool:
    """Returns whether the blank convention may speak for a cell: tables 3 and 4 but for their total columns."""
    return key[0] != "disclosure" and key[2] != "total"


def balance_terms(column: str) -> Terms:
    """Returns what came in, and what became of it, in a column of table 3."""
    left = [("requests", row, column) for row in ("new", "carried_in")]
    return left, [("requests", row, column) for row in ("processed", "carried_out")]


def parts_terms(told: TrueCells, column: str) -> Terms:
    """Returns the result rows of the form of table 3, and their total, in a column."""
    results = _BOOK.result_rows(told.forms["requests"])
    return [("requests", row, column) for row in results], [("requests", "processed", column)]
