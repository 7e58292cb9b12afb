"""A second opinion on digits, regulations and forms, worked out from the true numbers of one report."""

from collections.abc import Iterator
from itertools import pairwise

from tests.rules.oracle import expected_verdicts
from tests.rules.true_cells import TrueCells, absent_tables, balance_terms, may_make_regulations, parts_terms
from toolkit.codebook import shipped_codebook
from toolkit.demo.casework import Sign
from toolkit.demo.model import Key, TrueReport

_BOOK = shipped_codebook()
_OUTCOMES = tuple(column.code for column in _BOOK.review_columns if column.code != "total")
_COLUMNS = (*_BOOK.applicants, "total")
RULES = ("plausibility.digits", "plausibility.regulation_power", "structure.template")


def signs_of_facts(report: TrueReport, at: int) -> Iterator[Sign]:
    """Yields what these rules must tell of a report, which is the case's so-manieth."""
    for key in sorted(_suspects(report)):
        yield Sign("plausibility.digits", at, *key)
    yield from _regulations(report, at)
    form = "2019" if report.year in (2019, 2020) else "2021"
    found = {
        told for table, told in (("disclosure", report.template_disclosure), ("requests", report.template_requests))
        if table not in absent_tables(report)
    }  # fmt: skip
    if report.year >= 2019 and found - {form}:
        yield Sign("structure.template", at)


def _suspects(report: TrueReport) -> set[Key]:
    told = TrueCells(report)
    texts = {key: text for key, text in report.numbers.items() if isinstance(text, str)}
    keys = {key for key, text in texts.items() if text.isdigit() and len(text) > 1 and text[0] == "0"}
    for finding in expected_verdicts(report):
        if finding.verdict != "fail":
            continue
        if finding.rule in ("requests.total", "review.total"):
            table, row = str(finding.table), str(finding.row)
            parts = _BOOK.applicants if table == "requests" else _OUTCOMES
            terms = [(table, row, column) for column in (*parts, "total")]
            keys |= _torn(told, table, row, parts)
        elif finding.rule in ("requests.balance", "requests.parts"):
            column = str(finding.column)
            left, right = balance_terms(column) if finding.rule == "requests.balance" else parts_terms(told, column)
            terms = [*left, *right]
        else:
            continue
        keys |= {key for key in terms if told.number(key) in (report.year, report.year + 1)}
    return keys


def _torn(told: TrueCells, table: str, row: str, parts: tuple[str, ...]) -> set[Key]:
    """The first of two neighbours whose digits, joined or taken apart, mend the row in one way alone."""
    values = [told.counted((table, row, column)) for column in (*parts, "total")]
    if any(value is None or value < 0 or value % 1 for value in values):
        return set()
    numbers = [int(value or 0) for value in values]
    total = numbers.pop()
    ways = []
    for first, second in pairwise(range(len(parts))):
        one, two = numbers[first], numbers[second]
        rest = sum(numbers) - one - two
        if one:
            ways += [first] * (rest + int(f"{one}{two}") == total)
        for whole in (one,) if not two else (two,) if not one else ():
            text = str(whole)
            for cut in range(1, len(text)):
                if text[cut] != "0" or cut == len(text) - 1:  # a number does not begin with 0
                    ways += [first] * (rest + int(text[:cut]) + int(text[cut:]) == total)
    return {(table, row, parts[ways[0]])} if len(ways) == 1 else set()


def _regulations(report: TrueReport, at: int) -> Iterator[Sign]:
    """Numbers of regulations of an organ without the power; the office of a government that has it may tell them."""
    agency = report.agency
    seat = agency.name.removesuffix("办公厅").removesuffix("办公室")
    asked = agency if agency.kind != "office" else type(agency)(
        seat, agency.level, "government", agency.province, agency.city, agency.county, agency.region_code
    )  # fmt: skip
    if may_make_regulations(asked, report.year):
        return
    for key in report.numbers:
        if key[:2] == ("disclosure", "regulations") and (TrueCells(report).number(key) or 0) > 0:
            yield Sign("plausibility.regulation_power", at, *key)
