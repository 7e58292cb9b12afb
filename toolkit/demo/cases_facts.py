"""Cases of one report each, about digits, dates, and what an agency may make."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from toolkit.codebook import shipped_codebook
from toolkit.demo.cases_tables import may_regulate
from toolkit.demo.casework import Case, Desk, Fits, Sign, busy, number, of
from toolkit.demo.faults import deadline
from toolkit.demo.model import Key, TrueAgency, TrueReport
from toolkit.demo.quantities import Numbers, Value
from toolkit.demo.slips import results

Maker = Callable[[Desk], Case]


# ---------------------------------------------------------------- digits


def _leading_zero(desk: Desk) -> Case:
    """`00`, `012`: digits of two cells in one."""
    agency, year = desk.agency(), desk.rng.randint(2021, 2024)
    [numbers] = desk.numbers(agency)
    key = desk.rng.choice([key for key in numbers if isinstance(numbers[key], int)])
    value = numbers[key]
    # What may be two cells in one is no number.
    text = f"0{value}" if value else desk.rng.choice(("00", "000"))
    report = desk.report(agency, year, numbers.changed({key: text}), told=numbers)
    return Case("plausibility.digits", "leading_zero", (report,), (Sign("plausibility.digits", 0, *key),))


def _split(desk: Desk) -> Case:
    """The digits of one number in two cells, beside zeros: 1 | 20 for 120."""
    applicants = shipped_codebook().applicants
    while True:
        row, whole, agency, numbers = _lone(desk)
        text = str(whole)
        at = desk.rng.randint(1, len(text) - 1) if len(text) > 1 else 0
        left, right = text[:at], text[at:]
        # 1 | 11 is 111 as well if the 11 and the zero behind it belong together.
        if at and (right[0] != "0" or right == "0") and int(left) * (10 ** len(right) - 1) != int(right) * 9:
            break
    halves = zip(applicants, (int(left), int(right)), strict=False)
    cells: dict[Key, Value] = {("requests", row, column): half for column, half in halves}
    return _digits("split", desk, agency, numbers.changed(cells), row)


def _glued(desk: Desk) -> Case:
    """The digits of two numbers in one cell: 120 for 12 | 0."""
    applicants = shipped_codebook().applicants
    while True:
        row, whole, agency, numbers = _lone(desk)
        part = desk.rng.randint(0, whole - 1)
        both = f"{whole - part}{part}"
        cuts = [at for at in range(1, len(both)) if both[at] != "0" or at == len(both) - 1]
        # 1 | 12 and 11 | 2 come to the same.
        if sum(int(both[:at]) + int(both[at:]) == whole for at in cuts) == 1:
            break
    cells: dict[Key, Value] = {("requests", row, applicants[0]): int(both), ("requests", row, applicants[1]): 0}
    return _digits("glued", desk, agency, numbers.changed(cells), row)


def _lone(desk: Desk) -> tuple[str, int, TrueAgency, Numbers]:
    """A row of which all is told under the first applicant, and its number."""
    others = shipped_codebook().applicants[1:]
    agency = desk.agency()
    while True:
        [numbers] = desk.numbers(agency)
        rows = [
            row for row in ("new", "processed", *results(numbers))
            if number(numbers, "requests", row) and not any(number(numbers, "requests", row, a) for a in others)
        ]  # fmt: skip
        if rows:
            row = desk.rng.choice(rows)
            return row, int(number(numbers, "requests", row)), agency, numbers


def _digits(name: str, desk: Desk, agency: TrueAgency, numbers: Numbers, row: str) -> Case:
    sign = Sign("plausibility.digits", 0, "requests", row, shipped_codebook().applicants[0])
    return Case("plausibility.digits", name, (desk.report(agency, desk.rng.randint(2021, 2024), numbers),), (sign,))


def _year_as_count(desk: Desk) -> Case:
    agency, year = desk.agency(), desk.rng.randint(2021, 2024)
    [numbers] = desk.numbers(agency)
    row = desk.rng.choice(("new", "processed", *results(numbers)))
    key: Key = ("requests", row, desk.rng.choice(shipped_codebook().applicants))
    report = desk.report(agency, year, numbers.changed({key: year + desk.rng.choice((0, 1))}))
    return Case("plausibility.digits", "year", (report,), (Sign("plausibility.digits", 0, *key),))


def _true_year(desk: Desk) -> Case:
    """As many requests as the year has: every sum holds."""
    agency, year = desk.agency(), desk.rng.randint(2021, 2024)
    [numbers] = desk.numbers(agency)
    count = year + desk.rng.choice((0, 1))
    cells: dict[Key, Value] = {key: 0 for key, value in numbers.items() if key[0] == "requests" and value}
    for row in ("new", "processed", desk.rng.choice(results(numbers))):
        cells |= {("requests", row, column): count for column in ("natural_person", "total")}
    return Case("plausibility.digits", "so_many_requests", (desk.report(agency, year, numbers.changed(cells)),))


def _neighbours(desk: Desk) -> Case:
    """1 beside 0, 10 beside 0, 12 beside 1: all of them in order."""
    agency, year = desk.agency(), desk.rng.randint(2021, 2024)
    [numbers] = desk.numbers(agency, wish=lambda years: busy(years) and number(years[0], "requests", "new") > 60)
    return Case("plausibility.digits", "neighbours", (desk.report(agency, year, numbers),))


def _two_ways(desk: Desk) -> Case:
    """1 | 1 | 0 beside a total of 11: the first two may belong together, or the last two; nobody knows."""
    row, _, agency, numbers = _lone(desk)
    digit = desk.rng.randint(1, 9)
    told = (*(digit, digit, 0, 0, 0, 0), 11 * digit)
    columns = (*shipped_codebook().applicants, "total")
    cells: dict[Key, Value] = {("requests", row, column): n for column, n in zip(columns, told, strict=True)}
    return replace(_digits("two_ways", desk, agency, numbers.changed(cells), row), wanted=())


def _other_slip(desk: Desk) -> Case:
    """A total that is one too many: no digits mend it."""
    agency, year = desk.agency(), desk.rng.randint(2021, 2024)
    [numbers] = desk.numbers(agency)
    key: Key = ("requests", "new", "total")
    changed = numbers.changed({key: int(number(numbers, *key)) + 1})
    return Case("plausibility.digits", "off_by_one", (desk.report(agency, year, changed),))


def _small_amount(desk: Desk) -> Case:
    """0.5 begins with a zero, as it should."""
    agency, year = desk.agency(), desk.rng.randint(2021, 2024)
    [numbers] = desk.numbers(agency)
    cells: dict[Key, Value] = {("disclosure", "fees", "amount"): desk.rng.randint(1, 99) / 100}
    return Case("plausibility.digits", "amount_below_one", (desk.report(agency, year, numbers.changed(cells)),))


# ---------------------------------------------------------------- regulations


def _no_power(agency: TrueAgency) -> bool:
    return not may_regulate(agency) and not _own_office(agency)


def _regulations(fits: Fits, name: str, desk: Desk, forms: tuple[str, str] = ("2021", "2021")) -> Case:
    old = forms[0] == "2019"
    agency, year = desk.agency(fits), desk.rng.choice((2019, 2020) if old else (2023, 2024))
    [numbers] = desk.numbers(agency, wish=lambda years: True, forms=forms)
    columns = ("made", "disclosed", "disclosed_total") if old else ("issued", "repealed", "in_force")
    counts = (2, 2, 9) if old else (desk.rng.randint(0, 2), desk.rng.randint(0, 1), desk.rng.randint(2, 9))
    cells: dict[Key, Value] = {("disclosure", "regulations", c): n for c, n in zip(columns, counts, strict=True)}
    report = desk.report(agency, year, numbers.changed(cells), forms=forms)
    told = [c for c, n in zip(columns, counts, strict=True) if n]
    rule = "plausibility.regulation_power"
    signs = [Sign(rule, 0, "disclosure", "regulations", column) for column in told] if _no_power(agency) else []
    return Case(rule, name, (report,), tuple(signs))


def _no_regulations(desk: Desk) -> Case:
    agency, year = desk.agency(of("county")), desk.rng.randint(2021, 2024)
    [numbers] = desk.numbers(agency)
    cells: dict[Key, Value] = {key: 0 for key in numbers if key[1] == "regulations"}
    return Case("plausibility.regulation_power", "none", (desk.report(agency, year, numbers.changed(cells)),))


def _own_office(agency: TrueAgency) -> bool:
    seat = replace(agency, name=agency.name.removesuffix("办公厅").removesuffix("办公室"), kind="government")
    return agency.kind == "office" and may_regulate(seat)


# ---------------------------------------------------------------- dates


def _dated(desk: Desk, fits: Fits | None, published: Callable[[TrueAgency, int], date | None]) -> TrueReport:
    agency, year = desk.agency(fits), desk.rng.randint(2019, 2024)
    forms = ("2019", "2019") if year < 2021 else ("2021", "2021")
    [numbers] = desk.numbers(agency, forms=forms)
    report = desk.report(agency, year, numbers, forms=forms)
    return replace(report, published=published(agency, year), signed=None)


def _last(agency: TrueAgency, year: int) -> date:
    return deadline(agency.level, agency.kind, year)


def _late(days: tuple[int, int], name: str, desk: Desk) -> Case:
    late = timedelta(days=desk.rng.randint(*days))
    report = _dated(desk, None, lambda agency, year: _last(agency, year) + late)
    wanted = (Sign("timeliness.deadline"),) if late.days > 0 else ()
    return Case("timeliness.deadline", name, (report,), wanted)


def _government_in_march(desk: Desk) -> Case:
    report = _dated(desk, of(kind="government"), lambda agency, year: date(year + 1, 3, desk.rng.randint(1, 31)))
    return Case("timeliness.deadline", "government_in_march", (report,))


def _undated(desk: Desk) -> Case:
    report = _dated(desk, None, lambda agency, year: None)
    signed = _last(report.agency, report.year) + timedelta(days=desk.rng.randint(1, 60))
    return Case("timeliness.deadline", "only_signed_late", (replace(report, signed=signed),))


def _order(name: str, desk: Desk) -> Case:
    """Signed after it was published, or published before the year was over."""
    report = _dated(desk, None, lambda agency, year: date(year + 1, 1, desk.rng.randint(6, 31)))
    published = report.published or date(report.year + 1, 1, 6)
    signed = published + timedelta(days=desk.rng.randint(1, 30))
    if name == "published_within_the_year":
        published = date(report.year, 12, 31) - timedelta(days=desk.rng.randint(1, 90))
        return _misdated(name, report, published, None if desk.rng.random() < 0.5 else published)
    if name == "signed_within_the_year":
        signed = date(report.year, 12, 31) - timedelta(days=desk.rng.randint(1, 90))
    return _misdated(name, report, published, signed)


def _misdated(name: str, report: TrueReport, published: date, signed: date | None) -> Case:
    dated = replace(report, published=published, signed=signed)
    return Case("dates.order", name, (dated,), (Sign("dates.order"),))


def _in_order(name: str, desk: Desk) -> Case:
    report = _dated(desk, None, lambda agency, year: date(year + 1, 1, desk.rng.randint(6, 31)))
    published = report.published or date(report.year + 1, 1, 6)
    signed = published
    if name == "last_day_of_the_year":
        signed = date(report.year, 12, 31)
        published = desk.rng.choice((signed, published))
    elif name == "long_before":
        signed = date(report.year + 1, 1, 1)
    return Case("dates.order", name, (replace(report, published=published, signed=signed),))


_OLD = ("2019", "2019")
_POWER = "plausibility.regulation_power"
FAULTS: Mapping[str, tuple[Maker, ...]] = {
    "plausibility.digits": (_leading_zero, _split, _glued, _year_as_count),
    _POWER: (
        partial(_regulations, of("county"), "county"), partial(_regulations, of("city", "department"), "department"),
        partial(_regulations, of("county"), "county_2019", forms=_OLD),
        partial(_regulations, lambda a: a.name.endswith(("司法局", "司法厅")), "judicial"),
    ),
    "timeliness.deadline": (partial(_late, (1, 1), "a_day_late"), partial(_late, (2, 200), "late")),
    "dates.order": (
        partial(_order, "signed_after"), partial(_order, "published_within_the_year"),
        partial(_order, "signed_within_the_year"),
    ),
}  # fmt: skip
TRAPS: Mapping[str, tuple[Maker, ...]] = {
    "plausibility.digits": (_true_year, _neighbours, _other_slip, _small_amount, _two_ways),
    _POWER: (
        partial(_regulations, may_regulate, "capable"), partial(_regulations, _own_office, "own_office"),
        _no_regulations,
    ),
    "timeliness.deadline": (
        partial(_late, (0, 0), "on_the_last_day"), partial(_late, (-20, -1), "in_time"), _government_in_march, _undated,
    ),
    "dates.order": (
        partial(_in_order, "same_day"), partial(_in_order, "last_day_of_the_year"), partial(_in_order, "long_before"),
    ),
}  # fmt: skip
