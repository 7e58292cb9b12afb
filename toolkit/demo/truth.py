"""What the demo's agencies report year after year, and the faults sown into it."""

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from toolkit.demo.agencies import DemoAgency, demo_agencies
from toolkit.demo.faults import broken_carry_over, deadline, draw_fault, omitted_totals
from toolkit.demo.histories import YearFacts, histories
from toolkit.demo.model import Key, TrueReport
from toolkit.demo.prose import sections, without_fees
from toolkit.demo.quantities import Numbers, Value, numbers_of, units
from toolkit.demo.slips import Fault
from toolkit.errors import SourceError

FAULT_RATE = 0.15


class Sown(NamedTuple):
    """A report as it says, and what the cells its faults changed should say."""

    report: TrueReport
    correct: Mapping[Key, Value]


def true_reports(
    agencies: int = 24, years: tuple[int, int] = (2019, 2024), seed: int = 1, *, fault_rate: float = FAULT_RATE
) -> list[TrueReport]:
    """Returns the reports of so many agencies, by agency and year.

    Args:
        agencies: how many; the first ones stay the same when more are asked for.
        years: first and last year reported about.
        seed: equal seeds give equal reports, in any process.
        fault_rate: share of reports with a fault, 0 to 1.

    Raises:
        SourceError: more agencies than there are, or years that are no first and last year.

    >>> reports = true_reports(agencies=2, years=(2022, 2023))
    >>> [(report.agency.name, report.year) for report in reports][:2]
    [('淮安市人民政府', 2022), ('淮安市人民政府', 2023)]
    """
    return [sown.report for sown in sown_reports(agencies, years, seed, fault_rate)]


def sown_reports(
    agencies: int = 24, years: tuple[int, int] = (2019, 2024), seed: int = 1, fault_rate: float = FAULT_RATE
) -> Iterator[Sown]:
    """Yields the reports of `true_reports` one by one, with what their faulty cells should say."""
    if not 2008 <= years[0] <= years[1] <= 9998:
        raise SourceError(f"years={years} is not (first, last) with 2008 ≤ first ≤ last.")
    for agency in demo_agencies(agencies, seed):
        rng = random.Random(f"{seed}:{agency.now.name}")  # its own, so that others coming in change nothing
        yield from _agency_reports(agency, range(years[0], years[1] + 1), rng, fault_rate)


def _agency_reports(agency: DemoAgency, years: range, rng: random.Random, fault_rate: float) -> Iterator[Sown]:
    # A gap year lies between two reports, else nobody could miss it.
    gap = rng.choice(years[1:-1]) if agency.spread % 10 == 9 and len(years) > 2 else None
    follows = False
    for number, (year, facts) in enumerate(zip(years, histories(rng, agency.now, len(years)), strict=True)):
        if year == gap or not agency.first <= year <= agency.last:
            follows = False
            continue
        turn = _turn(agency.spread * len(years) + number, fault_rate)
        known = facts._replace(requests={}, review={}, disclosure={}) if _silent(agency) else facts
        yield _report(agency, year, known, rng, turn, follows=follows)
        follows = True


def _turn(number: int, rate: float) -> int | None:
    """Returns how many of the reports before this one are faulty if it is itself, else None: one in so many is."""
    before = int(number * rate)
    return before if int((number + 1) * rate) > before else None


def _silent(agency: DemoAgency) -> bool:
    # Every number of these is zero, year after year. No government has nothing to tell.
    return agency.spread % 24 == 14 and agency.now.kind != "government" and agency.now.level != "national"


def _report(
    agency: DemoAgency, year: int, facts: YearFacts, rng: random.Random, turn: int | None, *, follows: bool
) -> Sown:
    forms = _forms(agency.spread, year)
    coherent = numbers_of(facts, *forms)
    carry = broken_carry_over(rng, coherent) if turn is not None and follows and turn % 8 == 7 else None
    # A broken carry-over is no slip of the pen: tables and prose agree with it.
    believed = coherent.changed(carry.cells) if carry else coherent
    blank = agency.spread % 12 == 7
    fault = carry
    if blank:
        fault = carry or (omitted_totals(believed) if agency.spread % 24 == 19 else None)
    elif turn is not None and carry is None:
        fault = draw_fault(rng, coherent, year, turn)
    printed = _as_printed(agency.spread, believed, None if carry else fault, blank=blank)
    return Sown(_told(agency, year, forms, believed, printed, fault, facts, rng), _correct(coherent, fault))


def _told(
    agency: DemoAgency, year: int, forms: tuple[str, str], believed: Numbers, printed: Numbers,
    fault: Fault | None, facts: YearFacts, rng: random.Random,
) -> TrueReport:  # fmt: skip
    who = agency.at(year)
    prose = sections(rng, who, year, believed, fault.told if fault else None)
    if fault and fault.without_fees:
        prose = (*prose[:-1], (prose[-1][0], without_fees(rng)))
    published, signed = _dates(rng, deadline(who.level, who.kind, year), fault.late if fault else 0)
    there = _without(printed, fault.absent) if fault and fault.absent else printed
    return TrueReport(
        agency=who, year=year, template_disclosure=forms[0], template_requests=forms[1],
        published=published, signed=signed, sections=prose, numbers=there,
        units=units(*forms, facts.procurement_unit), faults=(fault.text,) if fault else (),
        slashes=_slashes(agency.spread, there),
    )  # fmt: skip


def _forms(spread: int, year: int) -> tuple[str, str]:
    if year < 2021:
        return "2019", "2019"
    if year < 2023 and spread % 24 == 11:  # some were late to take up the new form
        return "2019", "2019"
    if year < 2023 and spread % 24 == 5:  # a few took it up for one table only
        return "2021", "2019"
    return "2021", "2021"


def _as_printed(spread: int, numbers: Numbers, slip: Fault | None, *, blank: bool) -> Numbers:
    changes: dict[Key, Value] = {}
    if blank:
        tables = ("requests", "review") if spread % 24 == 7 else ("disclosure", "requests", "review")
        changes = {key: None for key, value in numbers.items() if key[0] in tables and value == 0}
    if _slashing(spread):
        changes |= {key: None for key, value in numbers.items() if key[1] == "regulations" and value == 0}
    return numbers.changed({**changes, **(slip.cells if slip else {})})


def _slashing(spread: int) -> bool:
    # Some have "/" for 规章 they did not make: in order at organs that may not make them, a blank cell at others.
    return spread % 24 == 2


def _without(numbers: Numbers, absent: frozenset[Key]) -> dict[Key, Value]:
    return {key: value for key, value in numbers.items() if key not in absent}


def _slashes(spread: int, numbers: Mapping[Key, Value]) -> frozenset[Key]:
    blank = (key for key, value in numbers.items() if key[1] == "regulations" and value is None)
    return frozenset(blank if _slashing(spread) else ())


def _correct(coherent: Numbers, fault: Fault | None) -> dict[Key, Value]:
    return {key: coherent[key] for key in coherent if key in fault.cells or key in fault.absent} if fault else {}


def _dates(rng: random.Random, last: date, late: int) -> tuple[date | None, date | None]:
    start = date(last.year, 1, 5)
    published = last + timedelta(days=late) if late else start + timedelta(days=rng.randint(0, (last - start).days))
    signed = date(last.year, 1, 1) + timedelta(days=rng.randint(0, (published - date(last.year, 1, 1)).days))
    shown = late > 0 or rng.random() < 0.9
    return published if shown else None, signed if rng.random() < 0.7 else None
