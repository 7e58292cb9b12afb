"""Cases of one report each, about what its tables say: sums, cells, gaps."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from toolkit.codebook import shipped_codebook
from toolkit.demo.casework import Case, Desk, Sign, Wish, busy, number, of, quiet
from toolkit.demo.faults import SORTS_BY_RULE
from toolkit.demo.model import Key, TrueAgency, TrueReport
from toolkit.demo.quantities import Numbers, Value
from toolkit.demo.slips import Fault, Sort, results

Maker = Callable[[Desk], Case]
_OLD = ("2019", "2019")


def _one(rule: str, name: str, report: TrueReport, *wanted: Sign) -> Case:
    return Case(rule, name, (report,), wanted)


def _sign(rule: str, key: Key) -> Sign:
    """Where a rule tells of a cell that breaks it."""
    table, row, column = key
    if rule in ("requests.balance", "requests.parts"):
        return Sign(rule, 0, table, None, column)
    if rule in ("requests.total", "review.total", "disclosure.stock"):
        return Sign(rule, 0, table, row, None)
    if rule == "cells.total_omitted":
        return Sign(rule, 0, table, None, column) if row == "processed" else Sign(rule, 0, table, row, None)
    return Sign(rule, 0, *key)


def _slip(rule: str, sort: Sort, desk: Desk) -> Case:
    """A slip of the pen in the tables; the prose tells what stands there."""
    old = desk.rng.random() < 0.3
    forms, years = (_OLD, (2019, 2020)) if old else (("2021", "2021"), (2021, 2022, 2023, 2024))
    agency, year = desk.agency(), desk.rng.choice(years)
    while True:
        [numbers] = desk.numbers(agency, forms=forms)
        fault = sort(desk.rng, numbers, year)
        # A blank total is another rule's.
        if fault is not None and not (rule == "cells.blank" and any(key[2] == "total" for key in fault.cells)):
            break
    printed = numbers.changed(fault.cells)
    report = replace(desk.report(agency, year, printed, forms=forms, absent=fault.absent), faults=(fault.text,))
    correct = {key: numbers[key] for key in (*fault.cells, *fault.absent)}
    wanted = [*_declared(rule, fault, numbers)]
    # Where the prose tells the outcomes of reviews, it repeats a total that is not their sum.
    if any(key[0] == "review" for key in fault.cells) and "其中结果维持" in report.sections[0][1]:
        wanted += [Sign("claims.arithmetic")] * any(key[:2] == ("review", "review") for key in fault.cells)
    case = replace(_one(rule, sort.__name__.strip("_"), report, *wanted), correct=correct)
    # Beside an empty cell of table 2 a number may have slid: the reader leaves it open.
    slid = any(key[0] == "disclosure" and value is None for key, value in fault.cells.items())
    return replace(case, unjudged=frozenset({"cells.unreadable"})) if slid else case


def _declared(rule: str, fault: Fault, numbers: Numbers) -> Sequence[Sign]:
    if rule == "structure.tables":
        return (Sign(rule),)
    if rule != "cells.total_omitted":
        return [_sign(rule, key) for key in (*fault.cells, *sorted(fault.absent))]
    # The corner of the table belongs to a row and to a column: who leaves out the one tells the other.
    of_column = all(row == "processed" for _, row, _ in fault.cells)
    return [_sign(rule, key) for key in fault.cells if numbers[key] and (of_column or key[1] != "processed")]


def _coherent(rule: str, name: str, wish: Wish, forms: tuple[str, str], desk: Desk) -> Case:
    """A coherent report with something that looks odd and is in order."""
    agency = desk.agency(of("province", "department") if name.startswith("large") else None)
    year = desk.rng.choice((2019, 2020) if forms == _OLD else (2021, 2022, 2023, 2024))
    [numbers] = desk.numbers(agency, wish=wish, forms=forms)
    return _one(rule, name, desk.report(agency, year, numbers, forms=forms))


def _wish(test: Callable[[Numbers], bool]) -> Callable[[Sequence[Numbers]], bool]:
    return lambda years: test(years[0])


def _only_carried(desk: Desk) -> Numbers:
    """Nothing new; what was carried in is answered, or carried out again."""
    agency = desk.agency()
    [numbers] = desk.numbers(agency, wish=quiet)
    count, out = desk.rng.randint(1, 9), desk.rng.randint(0, 3)
    applicant = desk.rng.choice(shipped_codebook().applicants)
    row = desk.rng.choice(results(numbers)[:2])
    cells: dict[Key, Value] = {}
    for at, value in (("carried_in", count + out), (row, count), ("processed", count), ("carried_out", out)):
        cells |= {("requests", at, column): value for column in (applicant, "total")}
    return numbers.changed(cells)


def _carried_only(rule: str, desk: Desk) -> Case:
    agency, year = desk.agency(), desk.rng.randint(2021, 2024)
    return _one(rule, "only_carried_in", desk.report(agency, year, _only_carried(desk)))


def _stock_emptied(desk: Desk) -> Case:
    """All that is in force was issued this year, or more was repealed than issued."""
    agency, year = desk.agency(), desk.rng.randint(2021, 2024)
    [numbers] = desk.numbers(agency)
    issued, repealed = desk.rng.choice(((4, 0), (3, 3), (5, 2), (0, 7), (2, 9)))
    left = max(0, issued - repealed)
    row = ("disclosure", "normative_documents")
    cells: dict[Key, Value] = {(*row, "issued"): issued, (*row, "repealed"): repealed, (*row, "in_force"): left}
    return _one("disclosure.stock", "all_in_force_is_new", desk.report(agency, year, numbers.changed(cells)))


def _slashes(rule: str, desk: Desk) -> Case:
    """An organ that may make no regulations has "/" for them."""
    agency, year = desk.agency(of("county")), desk.rng.randint(2021, 2024)
    [numbers] = desk.numbers(agency)
    blank: dict[Key, Value] = {key: None for key in numbers if key[1] == "regulations"}
    report = replace(desk.report(agency, year, numbers.changed(blank)), slashes=frozenset(blank))
    return _one(rule, "slash_for_regulations", report)


def blanks(desk: Desk, *, one_zero: bool = False) -> TrueReport:
    """Returns a report that leaves the zeros of tables 3 and 4 blank, all of them or all but one."""
    agency, year = desk.agency(), desk.rng.randint(2021, 2024)
    [numbers] = desk.numbers(agency)
    blank: dict[Key, Value] = {key: None for key, value in numbers.items() if key[0] != "disclosure" and value == 0}
    if one_zero:
        blank.pop(desk.rng.choice([key for key in blank if key[2] != "total"]))
    return desk.report(agency, year, numbers.changed(blank), told=numbers)


def _blank_zeros(desk: Desk) -> Case:
    return _one("cells.blank_convention", "zeros_left_blank", blanks(desk), Sign("cells.blank_convention"))


def _zeros_blank(rule: str, desk: Desk) -> Case:
    return _one(rule, "zeros_left_blank", blanks(desk))


def _one_zero(desk: Desk) -> Case:
    return _one("cells.blank_convention", "one_zero_is_printed", blanks(desk, one_zero=True))


def _all_blank(rule: str, desk: Desk) -> Case:
    agency, year = desk.agency(), desk.rng.randint(2021, 2024)
    [numbers] = desk.numbers(agency, wish=quiet)
    blank: dict[Key, Value] = {key: None for key in numbers if key[0] != "disclosure"}
    return _one(rule, "blank_throughout", desk.report(agency, year, numbers.changed(blank)))


def _total_blank_beside_zeros(desk: Desk) -> Case:
    agency, year = desk.agency(), desk.rng.randint(2021, 2024)
    [numbers] = desk.numbers(agency, wish=_wish(_some_zero))
    row = desk.rng.choice([row for row in results(numbers) if not number(numbers, "requests", row)])
    blank: dict[Key, Value] = {("requests", row, "total"): None}
    return _one("cells.total_omitted", "blank_total_of_nothing", desk.report(agency, year, numbers.changed(blank)))


def _total_omitted(desk: Desk) -> Case:
    """A total left blank beside parts that are not zero is told once, and not as a blank cell."""
    agency, year = desk.agency(), desk.rng.randint(2021, 2024)
    [numbers] = desk.numbers(agency)
    row = desk.rng.choice([row for row in ("new", *results(numbers)) if number(numbers, "requests", row)])
    report = desk.report(agency, year, numbers.changed({("requests", row, "total"): None}), told=numbers)
    return _one("cells.blank", "omitted_total", report)


def _nothing(rule: str, desk: Desk) -> Case:
    agency, year = desk.agency(of(kind="department")), desk.rng.randint(2021, 2024)
    [numbers] = desk.numbers(agency, wish=quiet)
    if rule == "gaps.all_zero":
        numbers = numbers.changed({key: 0 for key, value in numbers.items() if value})
    return _one(rule, "nothing_at_all", desk.report(agency, year, numbers), Sign(rule))


def _something(desk: Desk) -> Case:
    """Every number is zero but one, somewhere in table 2."""
    agency, year = desk.agency(of(kind="department")), desk.rng.randint(2021, 2024)
    [numbers] = desk.numbers(agency, wish=quiet)
    cells: dict[Key, Value] = {key: 0 for key, value in numbers.items() if value}
    places = (("licensing", "decisions"), ("penalties", "decisions"), ("normative_documents", "in_force"))
    key = ("disclosure", *desk.rng.choice(places))
    report = desk.report(agency, year, numbers.changed({**cells, key: desk.rng.randint(1, 9)}))
    return _one("gaps.all_zero", "one_number", report)


def _negative_change(desk: Desk) -> Case:
    agency, year = desk.agency(), desk.rng.choice((2019, 2020))
    [numbers] = desk.numbers(agency, forms=_OLD)
    row = desk.rng.choice(("licensing", "other_services", "penalties", "coercion"))
    cells: dict[Key, Value] = {("disclosure", row, "change"): -desk.rng.randint(1, 9)}
    return _one("cells.count", "negative_change", desk.report(agency, year, numbers.changed(cells), forms=_OLD))


def _decimal_fees(desk: Desk) -> Case:
    agency, year = desk.agency(), desk.rng.randint(2021, 2024)
    [numbers] = desk.numbers(agency)
    cells: dict[Key, Value] = {("disclosure", "fees", "amount"): desk.rng.randint(1, 99_999) / 1000}
    return _one("cells.count", "fees_with_decimals", desk.report(agency, year, numbers.changed(cells)))


def _some_zero(numbers: Numbers) -> bool:
    return busy([numbers]) and not all(number(numbers, "requests", row) for row in results(numbers))


def _organisations_only(numbers: Numbers) -> bool:
    return not number(numbers, "requests", "new", "natural_person") and number(numbers, "requests", "new") > 0


def _disputes(numbers: Numbers) -> bool:
    return busy([numbers]) and number(numbers, "review", "review", "pending") > 0


def _mostly_zero(numbers: Numbers) -> bool:
    return busy([numbers]) and number(numbers, "requests", "new") < 4


def _large(numbers: Numbers) -> bool:
    return number(numbers, "requests", "new") > 1000


def _is_busy(numbers: Numbers) -> bool:
    return busy([numbers])


def _trap(rule: str, name: str, test: Callable[[Numbers], bool], forms: tuple[str, str] = ("2021", "2021")) -> Maker:
    return partial(_coherent, rule, name, _wish(test), forms)


FAULTS: Mapping[str, tuple[Maker, ...]] = {
    **{rule: tuple(partial(_slip, rule, sort) for sort in sorts) for rule, sorts in SORTS_BY_RULE.items()},
    "cells.blank_convention": (_blank_zeros,),
    "gaps.zero_requests": (partial(_nothing, "gaps.zero_requests"),),
    "gaps.all_zero": (partial(_nothing, "gaps.all_zero"),),
}
TRAPS: Mapping[str, tuple[Maker, ...]] = {
    "requests.balance": (
        partial(_carried_only, "requests.balance"), partial(_zeros_blank, "requests.balance"),
        _trap("requests.balance", "large", _large),
    ),
    "requests.parts": (
        _trap("requests.parts", "old_form", _is_busy, _OLD), _trap("requests.parts", "large", _large),
        partial(_zeros_blank, "requests.parts"), _trap("requests.parts", "forms_differ", _is_busy, ("2021", "2019")),
    ),
    "requests.total": (
        _trap("requests.total", "organisations_only", _organisations_only), _trap("requests.total", "large", _large),
        _trap("requests.total", "old_form", _is_busy, _OLD),
    ),
    "review.total": (_trap("review.total", "pending", _disputes), _trap("review.total", "large", _large)),
    "disclosure.stock": (_stock_emptied,),
    "cells.blank": (partial(_slashes, "cells.blank"), _total_omitted),
    "cells.unreadable": (
        partial(_slashes, "cells.unreadable"), partial(_all_blank, "cells.unreadable"),
        _trap("cells.unreadable", "large", _large),
    ),
    "cells.missing": (
        _trap("cells.missing", "old_form", _is_busy, _OLD), partial(_all_blank, "cells.missing"),
        _trap("cells.missing", "forms_differ", _is_busy, ("2021", "2019")),
    ),
    "cells.count": (_negative_change, _decimal_fees, partial(_zeros_blank, "cells.count")),
    "cells.blank_convention": (
        _one_zero, partial(_all_blank, "cells.blank_convention"),
        _trap("cells.blank_convention", "zeros", _mostly_zero),
    ),
    "cells.total_omitted": (_total_blank_beside_zeros, partial(_zeros_blank, "cells.total_omitted")),
    "structure.tables": (
        partial(_all_blank, "structure.tables"), _trap("structure.tables", "old_form", _is_busy, _OLD),
        _trap("structure.tables", "forms_differ", _is_busy, ("2021", "2019")),
    ),
    "gaps.zero_requests": (partial(_carried_only, "gaps.zero_requests"), partial(_all_blank, "gaps.zero_requests")),
    "gaps.all_zero": (_something, partial(_carried_only, "gaps.all_zero"), partial(_all_blank, "gaps.all_zero")),
}  # fmt: skip


def may_regulate(agency: TrueAgency) -> bool:
    """Returns whether an agency is a government that may make regulations."""
    named = agency.level in ("province", "city") and agency.kind == "government"
    return named and not agency.name.endswith("行政公署") and agency.city != "儋州市"
