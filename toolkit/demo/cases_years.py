"""Cases of several years of one agency: what is carried over, what jumps, what stays at nothing."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from toolkit.codebook import shipped_codebook
from toolkit.demo.casework import Case, Desk, Sign, busy, number, of, quiet
from toolkit.demo.model import Key, TrueAgency, TrueReport
from toolkit.demo.quantities import Numbers, Value

Maker = Callable[[Desk], Case]
_OLD = ("2019", "2019")
_ITEMS = ("licensing", "other_services", "penalties", "coercion", "fees")
_JUMPING = (("requests", "new"), ("requests", "processed"), ("review", "review"))


def _reports(desk: Desk, agency: TrueAgency, first: int, years: Sequence[Numbers]) -> tuple[TrueReport, ...]:
    return tuple(desk.report(agency, first + at, numbers) for at, numbers in enumerate(years))


def _steady(years: Sequence[Numbers]) -> bool:
    return busy(years) and all(number(one, "requests", "carried_in") for one in years)


# ---------------------------------------------------------------- what is carried over


def _moved(numbers: Numbers, desk: Desk, applicant: str) -> tuple[Numbers, int]:
    """Some new requests told as carried in, or the reverse: every sum of the report holds."""
    new, carried = (int(number(numbers, "requests", row, applicant)) for row in ("new", "carried_in"))
    choices = [by for by in range(-min(carried, 9), min(new, 9) + 1) if by]
    by = desk.rng.choice(choices)
    cells: dict[Key, Value] = {}
    for row, change in (("carried_in", by), ("new", -by)):
        for column in (applicant, "total"):
            cells["requests", row, column] = int(number(numbers, "requests", row, column)) + change
    return numbers.changed(cells), by


def _carried_wrong(desk: Desk) -> Case:
    agency, first = desk.agency(), desk.rng.randint(2021, 2023)
    years = desk.numbers(agency, 2, _steady)
    years[1], _ = _moved(years[1], desk, "natural_person")
    signs = [Sign("carry_over.requests", 1, "requests", None, column) for column in ("natural_person", "total")]
    return Case("carry_over.requests", "carried_in_wrong", _reports(desk, agency, first, years), tuple(signs))


def _applicant_changed(desk: Desk) -> Case:
    """What is carried in is the same in all, but told under another applicant."""
    agency, first = desk.agency(), desk.rng.randint(2021, 2023)
    years = desk.numbers(agency, 2, _steady)
    other = desk.rng.choice(shipped_codebook().applicants[1:])
    cells: dict[Key, Value] = {}
    for applicant, by in (("natural_person", -1), (other, 1)):
        for row, way in (("carried_in", by), ("new", -by)):
            cells["requests", row, applicant] = int(number(years[1], "requests", row, applicant)) + way
    if any(isinstance(value, int) and value < 0 for value in cells.values()):
        return _carried_wrong(desk)
    years[1] = years[1].changed(cells)
    signs = [Sign("carry_over.requests", 1, "requests", None, column) for column in ("natural_person", other)]
    return Case("carry_over.requests", "applicant_changed", _reports(desk, agency, first, years), tuple(signs))


def _carried_forward(rule: str, desk: Desk) -> Case:
    """Three years in order, whatever grows or shrinks."""
    agency, first = desk.agency(), desk.rng.choice((2021, 2022))
    return Case(rule, "in_order", _reports(desk, agency, first, desk.numbers(agency, 3, _steady)))


def _year_between(rule: str, desk: Desk) -> Case:
    """A year lies between the two: what it carried out nobody knows."""
    agency, first = desk.agency(), desk.rng.choice((2021, 2022))
    years = desk.numbers(agency, 3, _steady)
    one, _, other = _reports(desk, agency, first, years)
    return Case(rule, "year_between", (one, other))


def _two_agencies(desk: Desk) -> Case:
    """The neighbour's number is no one else's."""
    reports = []
    for year in (2022, 2023):
        agency = desk.agency(of("county", "department"))
        reports.append(desk.report(agency, year, desk.numbers(agency, wish=_steady)[0]))
    return Case("carry_over.requests", "two_agencies", tuple(reports))


def _stock_wrong(desk: Desk) -> Case:
    agency, first = desk.agency(), desk.rng.randint(2021, 2023)
    years = desk.numbers(agency, 2)
    row = "normative_documents" if desk.rng.random() < 0.8 else "regulations"
    key: Key = ("disclosure", row, "in_force")
    value = int(number(years[1], *key))
    flow = int(number(years[1], "disclosure", row, "issued") - number(years[1], "disclosure", row, "repealed"))
    near = (at for at in range(value - 6, value + 30) if at != value)
    years[1] = years[1].changed({key: desk.rng.choice([at for at in near if at >= max(flow, 0)])})
    sign = Sign("carry_over.in_force", 1, "disclosure", row)
    return Case("carry_over.in_force", "stock_wrong", _reports(desk, agency, first, years), (sign,))


def _forms_change(rule: str, desk: Desk) -> Case:
    """From the form of 2019 to that of 2021: what the one counts, the other does not."""
    agency = desk.agency()
    new, old = desk.numbers(agency, 1)[0], desk.numbers(agency, 1, forms=_OLD)[0]
    carried = {("requests", "carried_in", a): number(new, "requests", "carried_in", a) for a in _columns()}
    cells = {("requests", "carried_out", a): int(value) for (_, _, a), value in carried.items()}
    short = {("requests", "new", a): int(number(old, "requests", "new", a)) for a in _columns()}
    # What is carried out comes in as new, so that the year's own sums hold.
    for a in _columns():
        more = cells["requests", "carried_out", a] - int(number(old, "requests", "carried_out", a))
        short["requests", "new", a] += more
    if any(value < 0 for value in short.values()):
        return _carried_forward(rule, desk)
    before = old.changed({**cells, **short})
    reports = (desk.report(agency, 2020, before, forms=_OLD), desk.report(agency, 2021, new))
    return Case(rule, "forms_change", reports)


def _columns() -> tuple[str, ...]:
    return (*shipped_codebook().applicants, "total")


def _items_wrong(desk: Desk) -> Case:
    agency = desk.agency()
    years = desk.numbers(agency, 2, forms=_OLD)
    row = desk.rng.choice(_ITEMS)
    key: Key = ("disclosure", row, "prior_items")
    value = int(number(years[1], *key))
    years[1] = years[1].changed({key: value + desk.rng.choice([by for by in (-3, -1, 1, 2, 40) if value + by >= 0])})
    reports = tuple(desk.report(agency, 2019 + at, one, forms=_OLD) for at, one in enumerate(years))
    return Case("carry_over.items", "items_wrong", reports, (Sign("carry_over.items", 1, "disclosure", row),))


def _items_in_order(desk: Desk) -> Case:
    """Items grow and shrink, as last year's change says."""
    agency = desk.agency()
    years = desk.numbers(agency, 2, lambda years: any(number(years[0], "disclosure", r, "change") for r in _ITEMS),
                         forms=_OLD)  # fmt: skip
    reports = tuple(desk.report(agency, 2019 + at, one, forms=_OLD) for at, one in enumerate(years))
    return Case("carry_over.items", "items_change", reports)


# ---------------------------------------------------------------- what jumps


def _scaled(numbers: Numbers, factor: int) -> Numbers:
    """Every count of table 3 so many times as large: all sums hold."""
    return numbers.changed({k: v * factor for k, v in numbers.items() if k[0] == "requests" and isinstance(v, int)})


def _middling(low: int, high: int) -> Callable[[Sequence[Numbers]], bool]:
    return lambda years: busy(years) and all(low <= number(one, "requests", "new") <= high for one in years)


def _jumps(factors: Sequence[int], name: str, desk: Desk) -> Case:
    """The same year again, with so many times as many requests: a jump from five times on."""
    agency, first = desk.agency(), desk.rng.randint(2021, 2023)
    [numbers] = desk.numbers(agency, wish=_middling(20, 400))
    factor = desk.rng.choice(factors)
    pair = [numbers, _scaled(numbers, factor)]
    if desk.rng.random() < 0.4:
        pair.reverse()
    rows = [row for row in ("new", "carried_in", "processed", "carried_out") if number(numbers, "requests", row) >= 20]
    signs = [Sign("plausibility.jump", 1, "requests", row) for row in rows] if factor >= 5 else []
    return Case("plausibility.jump", name, _reports(desk, agency, first, pair), tuple(signs))


def _small_jump(desk: Desk) -> Case:
    """From a few to many: small numbers jump by themselves."""
    agency, first = desk.agency(), desk.rng.randint(2021, 2023)
    [numbers] = desk.numbers(agency, wish=_middling(9, 19))
    pair = [numbers, _scaled(numbers, desk.rng.choice((5, 10, 20)))]
    return Case("plausibility.jump", "small_numbers", _reports(desk, agency, first, pair))


def _reviews(numbers: Numbers, count: int) -> Numbers:
    row = ("review", "review")
    parts = (count - count // 3, 0, count // 3, 0)
    columns = ("upheld", "corrected", "other", "pending", "total")
    return numbers.changed({(*row, column): value for column, value in zip(columns, (*parts, count), strict=True)})


def _law_changed(desk: Desk) -> Case:
    """Many more reviews in 2024: the law on review changed."""
    agency = desk.agency()
    years = desk.numbers(agency, 2, _middling(60, 400))
    count = desk.rng.randint(20, 40)
    pair = [_reviews(years[0], count), _reviews(years[1], count * desk.rng.randint(5, 9))]
    return Case("plausibility.jump", "reviews_of_2024", _reports(desk, agency, 2023, pair))


def _reviews_jump(desk: Desk) -> Case:
    agency, first = desk.agency(), desk.rng.choice((2021, 2022))
    years = desk.numbers(agency, 2, _middling(60, 400))
    count = desk.rng.randint(20, 40)
    pair = [_reviews(years[0], count), _reviews(years[1], count * desk.rng.randint(5, 9))]
    sign = Sign("plausibility.jump", 1, "review", "review")
    return Case("plausibility.jump", "reviews", _reports(desk, agency, first, pair), (sign,))


# ---------------------------------------------------------------- what stays at nothing


def _empty(numbers: Numbers) -> Numbers:
    return numbers.changed({key: 0 for key, value in numbers.items() if key[0] != "disclosure" and value})


def _streak(length: int, name: str, desk: Desk) -> Case:
    """So many years without a request, the last three of them a streak."""
    agency, first = desk.agency(), desk.rng.randint(2021, 2025 - length)
    years = desk.numbers(agency, length, wish=quiet)
    signs = tuple(Sign("gaps.zero_streak", at) for at in range(2, length))
    return Case("gaps.zero_streak", name, _reports(desk, agency, first, years), signs)


def _streak_broken(desk: Desk) -> Case:
    """One request among years without."""
    agency = desk.agency()
    years = desk.numbers(agency, 4, wish=quiet)
    at = desk.rng.choice((1, 2))
    rows, columns = ("new", "processed", "granted"), ("natural_person", "total")
    cells: dict[Key, Value] = {("requests", row, column): 1 for row in rows for column in columns}
    years[at] = years[at].changed(cells)
    return Case("gaps.zero_streak", "one_request_between", _reports(desk, agency, 2021, years))


def _streak_unsure(desk: Desk) -> Case:
    """A year of blanks, or none at all, among years without a request: nobody knows."""
    agency = desk.agency()
    years = desk.numbers(agency, 3, wish=quiet)
    if desk.rng.random() < 0.5:
        one, _, other = _reports(desk, agency, 2021, years)
        return Case("gaps.zero_streak", "year_missing", (one, other))
    years[1] = years[1].changed({key: None for key in years[1] if key[0] == "requests"})
    return Case("gaps.zero_streak", "year_blank", _reports(desk, agency, 2021, years))


def _litigated(years: int, desk: Desk) -> Case:
    """Reviews, and no request, this year or the year before."""
    agency, first = desk.agency(), desk.rng.randint(2021, 2025 - years)
    numbers = desk.numbers(agency, years, wish=quiet)
    channel = desk.rng.choice(("review", "direct_litigation", "post_review_litigation"))
    outcome = desk.rng.choice(("upheld", "corrected", "other", "pending"))
    count = desk.rng.randint(1, 4)
    numbers[-1] = numbers[-1].changed({("review", channel, column): count for column in (outcome, "total")})
    sign = Sign("plausibility.litigation", years - 1)
    return Case("plausibility.litigation", f"after_{years}", _reports(desk, agency, first, numbers), (sign,))


def _litigated_late(desk: Desk) -> Case:
    """Reviews about requests of the year before, or about requests carried in."""
    agency, first = desk.agency(), desk.rng.randint(2021, 2023)
    one, other = desk.numbers(agency, 2)
    other = _reviews(_empty(other), desk.rng.randint(1, 4))
    carried = {("requests", "carried_out", column): 0 for column in _columns()}
    for column in _columns():  # what was carried out is answered in the same year
        more = number(one, "requests", "carried_out", column)
        for row in ("processed", "granted"):
            carried["requests", row, column] = int(number(one, "requests", row, column) + more)
    pair = [one.changed(carried), other]
    return Case("plausibility.litigation", "requests_before", _reports(desk, agency, first, pair))


def _litigated_unsure(desk: Desk) -> Case:
    """The year before is not there: nobody knows whether there were requests."""
    agency = desk.agency()
    one, _, other = desk.numbers(agency, 3, wish=quiet)
    reports = (desk.report(agency, 2021, one), desk.report(agency, 2023, _reviews(other, desk.rng.randint(1, 4))))
    return Case("plausibility.litigation", "year_between", reports)


# ---------------------------------------------------------------- amounts


def _fees(amounts: Sequence[float], name: str, desk: Desk, wrong: int | None = None) -> Case:
    agency, first = desk.agency(), 2025 - len(amounts)
    key: Key = ("disclosure", "fees", "amount")
    years = desk.numbers(agency, len(amounts))
    reports = []
    for at, (numbers, amount) in enumerate(zip(years, amounts, strict=True)):
        reports.append(desk.report(agency, first + at, numbers.changed({key: amount})))
    signs = () if wrong is None else (Sign("fees.unit", wrong, "disclosure", "fees"),)
    return Case("fees.unit", name, tuple(reports), signs)


def _amounts(desk: Desk, count: int) -> list[float]:
    start = desk.rng.uniform(1, 800)
    return [round(start * desk.rng.uniform(0.6, 1.6), 2) for _ in range(count)]


def _in_yuan(desk: Desk) -> Case:
    amounts = _amounts(desk, 3)
    wrong = desk.rng.randrange(3)
    amounts[wrong] = round(amounts[wrong] * 10_000)
    return _fees(amounts, "yuan", desk, wrong)


def _two_units(desk: Desk) -> Case:
    amounts = _amounts(desk, 2)
    wrong = desk.rng.randrange(2)
    amounts[wrong] = round(amounts[wrong] * 10_000)
    return _fees(amounts, "two_years", desk, 1)


def _grown(desk: Desk) -> Case:
    """A hundred times as much, as of a year in which land was sold."""
    amounts = _amounts(desk, 3)
    amounts[desk.rng.randrange(3)] *= desk.rng.choice((10, 100, 1000))
    return _fees([round(amount, 2) for amount in amounts], "grown", desk)


def _without(desk: Desk) -> Case:
    """No fees at all in one year, or in all but one."""
    amounts = _amounts(desk, 3)
    for at in desk.rng.sample(range(3), desk.rng.choice((1, 2))):
        amounts[at] = 0
    return _fees(amounts, "nothing", desk)


FAULTS: Mapping[str, tuple[Maker, ...]] = {
    "carry_over.requests": (_carried_wrong, _applicant_changed),
    "carry_over.in_force": (_stock_wrong,),
    "carry_over.items": (_items_wrong,),
    "plausibility.jump": (partial(_jumps, (5, 6, 8, 20, 100), "grown"), _reviews_jump),
    "gaps.zero_streak": (partial(_streak, 3, "three_years"), partial(_streak, 4, "four_years")),
    "plausibility.litigation": (partial(_litigated, 1), partial(_litigated, 2)),
    "fees.unit": (_in_yuan, _two_units),
}
TRAPS: Mapping[str, tuple[Maker, ...]] = {
    "carry_over.requests": (
        partial(_carried_forward, "carry_over.requests"), partial(_year_between, "carry_over.requests"), _two_agencies,
        partial(_forms_change, "carry_over.requests"),
    ),
    "carry_over.in_force": (
        partial(_carried_forward, "carry_over.in_force"), partial(_year_between, "carry_over.in_force"),
        partial(_forms_change, "carry_over.in_force"),
    ),
    "carry_over.items": (_items_in_order, partial(_forms_change, "carry_over.items")),
    "plausibility.jump": (partial(_jumps, (2, 3, 4), "grown_less"), _small_jump, _law_changed),
    "gaps.zero_streak": (partial(_streak, 2, "two_years"), _streak_broken, _streak_unsure),
    "plausibility.litigation": (_litigated_late, _litigated_unsure),
    "fees.unit": (_grown, _without),
}  # fmt: skip
