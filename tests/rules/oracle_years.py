"""A second opinion on the rules over several years, worked out from the true numbers of one agency's reports."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from tests.rules.oracle import expected_verdicts, requests_state
from tests.rules.true_cells import TrueCells
from toolkit.codebook import shipped_codebook
from toolkit.demo.casework import Sign
from toolkit.demo.model import Key, TrueReport

_BOOK = shipped_codebook()
_COLUMNS = (*_BOOK.applicants, "total")
_SUMS = ("requests.balance", "requests.parts", "requests.total")
_STOCK = ("regulations", "normative_documents")
_ITEMS = ("licensing", "other_services", "penalties", "coercion", "fees")
_TOTALS = (
    *(("requests", row) for row in ("new", "carried_in", "processed", "carried_out")),
    *(("review", row.code) for row in _BOOK.review_rows),
)
_UNIT = 3162
Years = dict[int, tuple[int, TrueReport]]
RULES = (
    "carry_over.requests", "carry_over.in_force", "carry_over.items", "plausibility.jump", "gaps.zero_streak",
    "plausibility.litigation", "fees.unit", "panel.missing_year",
)  # fmt: skip


def signs_over_years(reports: Sequence[TrueReport]) -> Iterator[Sign]:
    """Yields what the rules over several years must tell of reports, each agency and year of which comes once."""
    agencies: dict[str, Years] = defaultdict(dict)
    for at, report in enumerate(reports):
        agencies[report.agency.name][report.year] = (at, report)
    for name, years in agencies.items():
        ordered = sorted(years)
        for year in ordered:
            before = years.get(year - 1)
            if before is not None:
                yield from _pair(before[1], *years[year])
            yield from _alone(years, year)
            yield from _fees(years, year)
        for year in range(ordered[0], ordered[-1]):
            if year not in years:
                yield Sign("panel.missing_year", None, agency=name, year=year)


def _pair(before: TrueReport, at: int, now: TrueReport) -> Iterator[Sign]:
    then, told = TrueCells(before), TrueCells(now)
    for column in _COLUMNS:
        out = then.counted(("requests", "carried_out", column))
        into = told.counted(("requests", "carried_in", column))
        if out is not None and into is not None and out != into:
            yield Sign("carry_over.requests", at, "requests", None, column)
    forms = (before.template_disclosure, now.template_disclosure)
    for row in _STOCK if forms == ("2021", "2021") else ():
        left, stock = then.number(_cell(row, "in_force")), told.number(_cell(row, "in_force"))
        issued, repealed = told.number(_cell(row, "issued")), told.number(_cell(row, "repealed"))
        if left is None or stock is None or issued is None or repealed is None:
            continue
        if stock != left + issued - repealed:
            yield Sign("carry_over.in_force", at, "disclosure", row)
    for row in _ITEMS if forms == ("2019", "2019") else ():
        prior, change = then.number(_cell(row, "prior_items")), then.number(_cell(row, "change"))
        items = told.number(_cell(row, "prior_items"))
        if prior is not None and change is not None and items is not None and items != prior + change:
            yield Sign("carry_over.items", at, "disclosure", row)
    for table, row in _TOTALS:
        one, other = (cells.number((table, row, "total")) for cells in (then, told))
        if one is None or other is None or (table == "review" and now.year == 2024):
            continue
        if min(one, other) >= 20 and max(one, other) >= 5 * min(one, other):
            yield Sign("plausibility.jump", at, table, row)


def _cell(row: str, column: str) -> Key:
    return ("disclosure", row, column)


def _state(years: Years, year: int) -> str | None:
    return requests_state(years[year][1]) if year in years else None


def _alone(years: Years, year: int) -> Iterator[Sign]:
    at, report = years[year]
    states = [_state(years, year - back) for back in range(3)]
    if states == ["zero"] * 3:
        yield Sign("gaps.zero_streak", at)
    totals = [TrueCells(report).counted(("review", row.code, "total")) for row in _BOOK.review_rows]
    if None in totals or not any(totals) or states[0] != "zero":
        return
    if states[1] == "zero" or year == min(years):
        yield Sign("plausibility.litigation", at)


def _amount(years: Years, year: int) -> float:
    if year not in years or years[year][1].template_disclosure != "2021":
        return 0
    value = TrueCells(years[year][1]).number(_cell("fees", "amount"))
    return float(value or 0)


def _fees(years: Years, year: int) -> Iterator[Sign]:
    amount = _amount(years, year)
    others = {other: _amount(years, other) for other in range(year - 2, year + 3) if other != year}
    others = {other: value for other, value in others.items() if value > 0}
    if amount <= 0 or not others or (len(others) == 1 and min(others) > year):
        return
    above = all(amount >= _UNIT * value for value in others.values())
    below = all(amount * _UNIT <= value for value in others.values())
    if above or below:
        yield Sign("fees.unit", years[year][0], "disclosure", "fees")


def broken(report: TrueReport) -> bool:
    """Whether a sum of table 3 fails in a report."""
    return any(one.rule in _SUMS and one.verdict == "fail" for one in expected_verdicts(report))
