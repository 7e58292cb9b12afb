"""Hybrids of the two forms, and the form of 2019 with its signs and units."""

from dataclasses import replace
from random import Random

from tests.blind.infrastructure import Key, Number
from tests.blind.printed_files import NEW, OLD, copied_text, shape
from tests.blind.printed_pages import any_dress, marked, on_site
from tests.blind.printed_prose import sheet_of
from tests.blind.printed_tables import Tables, as_copied, digits, draw
from toolkit.demo.model import TrueReport


@shape("official", forms=("2021", "2019"), years=NEW)
def new_disclosure_old_requests(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Table 2 of 2021 beside table 3 of 2019."""
    sheet, tables, dress = sheet_of(report, rng), draw(report), any_dress(rng)
    return on_site(report, rng, sheet, tables, [marked(table, dress) for table in tables.all])


@shape("official", forms=("2019", "2021"), years=NEW)
def old_disclosure_new_requests(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Table 2 of 2019 beside table 3 of 2021."""
    sheet, tables, dress = sheet_of(report, rng), draw(report), any_dress(rng)
    return on_site(report, rng, sheet, tables, [marked(table, dress) for table in tables.all])


@shape("text", forms=("2021", "2019"), years=NEW)
def hybrid_in_text(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Table 2 of 2021 beside table 3 of 2019, as text with tabs or single spaces."""
    sheet, tables = sheet_of(report, rng), draw(report)
    mark = rng.choice(("\t", " "))
    lines = [[mark.join(text for text in line if text) for line in as_copied(table)] for table in tables.all]
    return copied_text(report, rng, sheet, tables, lines)


PROCUREMENT: Key = ("disclosure", "procurement", "amount")


def _lively(report: TrueReport, rng: Random) -> TrueReport:
    """Returns the report with changes and an amount other than zero: neither enters an identity of one report."""
    numbers = dict(report.numbers)
    for key in numbers:
        if key[2] == "change":
            numbers[key] = rng.choice((0, 19, -4, rng.randrange(1, 90), -rng.randrange(1, 40)))
    numbers[PROCUREMENT] = round(rng.uniform(0.5, 9_000), rng.choice((1, 2, 4)))
    return replace(report, numbers=numbers)


def _old_form(report: TrueReport, plus: str, minus: str, unit: str) -> tuple[TrueReport, Tables]:
    """Returns the report and its tables: changes with their sign or word, the amount with its unit.

    Args:
        report: in the form of 2019; its amount is in 万元.
        plus: what stands before a growth.
        minus: what stands before a decline.
        unit: `元` or `万元`; printed behind the amount.
    """

    def show(key: Key, value: Number) -> tuple[str, Number]:
        if key[2] == "change" and isinstance(value, int) and value:
            return f"{plus if value > 0 else minus}{abs(value)}", value
        if key == PROCUREMENT and isinstance(value, int | float):
            amount = round(value * 10_000) if unit == "元" else value
            return digits(key, amount)[0] + unit, amount
        return digits(key, value)

    return replace(report, units={**report.units, PROCUREMENT: unit}), draw(report, show)


@shape("official", forms=("2019", "2019"), years=OLD)
def changes_with_signs(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """The form of 2019 on a page: +19, 减4 or -4, 251000元."""
    lively = _lively(report, rng)
    told, tables = _old_form(lively, rng.choice(("+", "+", "增")), rng.choice(("减", "-")), "元")
    sheet, dress = sheet_of(told, rng), any_dress(rng)
    return on_site(told, rng, sheet, tables, [marked(table, dress) for table in tables.all])


@shape("text", forms=("2019", "2019"), years=OLD)
def changes_in_text(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """The form of 2019 as text, tabs or spaces: 增19, 减4, amounts in 元 or 万元."""
    told, tables = _old_form(_lively(report, rng), rng.choice(("增", "+")), "减", rng.choice(("元", "万元")))
    sheet, mark = sheet_of(told, rng), rng.choice(("\t", " ", "\t\t"))
    lines = [[mark.join(text for text in line if text) for line in as_copied(table)] for table in tables.all]
    return copied_text(told, rng, sheet, tables, lines)
