"""Cases about who reports when: years without a report, reports twice, rosters, agencies below others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

from toolkit.demo.casework import Case, Desk, Sign, number, of
from toolkit.demo.model import Key, TrueAgency, TrueReport
from toolkit.demo.quantities import Numbers, Value
from toolkit.demo.slips import results

Maker = Callable[[Desk], Case]
ANY = -1
"""`Sign.at` of a finding on one of a case's reports, whichever it is."""
_SUMMARY = ("new", "carried_in", "processed", "carried_out")
# What is said of two reports of one year depends on which of them the corpus goes by.
_TWICE = frozenset({"reuse.previous_year", "reuse.other_agency"})


def _years(desk: Desk, agency: TrueAgency, years: Sequence[int]) -> tuple[TrueReport, ...]:
    numbers = desk.numbers(agency, max(years) - min(years) + 1)
    return tuple(desk.report(agency, year, numbers[year - min(years)]) for year in years)


def _missing(years: Sequence[int], desk: Desk) -> Case:
    agency = desk.agency()
    gone = [year for year in range(min(years), max(years)) if year not in years]
    signs = tuple(Sign("panel.missing_year", None, agency=agency.name, year=year) for year in gone)
    return Case("panel.missing_year", f"without_{len(gone)}", _years(desk, agency, years), signs)


def _two_agencies(desk: Desk) -> Case:
    """One agency's last year before another's first: nobody lacks a year."""
    one, other = desk.agency(), desk.agency()
    return Case("panel.missing_year", "two_agencies", (*_years(desk, one, (2021,)), *_years(desk, other, (2023, 2024))))


# ---------------------------------------------------------------- reports twice


def _corrected(desk: Desk, numbers: Numbers) -> Numbers:
    """Another number of requests, and what follows from it."""
    more = desk.rng.randint(1, 9)
    rows = ("new", "processed", desk.rng.choice(results(numbers)))
    cells: dict[Key, Value] = {
        ("requests", row, column): int(number(numbers, "requests", row, column)) + more
        for row in rows for column in ("natural_person", "total")
    }  # fmt: skip
    return numbers.changed(cells)


def _twice(desk: Desk, *, differ: bool) -> tuple[TrueReport, TrueReport]:
    agency, year = desk.agency(), desk.rng.randint(2021, 2024)
    [numbers] = desk.numbers(agency)
    first = replace(desk.report(agency, year, numbers), signed=None)
    second = replace(desk.report(agency, year, _corrected(desk, numbers) if differ else numbers), signed=None)
    return first, second


def _on(first: TrueReport, second: TrueReport, days: int | None) -> tuple[TrueReport, TrueReport]:
    """The two, the second so many days after the first; None: the second shows no date."""
    assert first.published is not None
    later = None if days is None else first.published + timedelta(days=days)
    return first, replace(second, published=later)


def _restated(desk: Desk) -> Case:
    first, second = _on(*_twice(desk, differ=True), desk.rng.randint(1, 200))
    if desk.rng.random() < 0.5:
        return Case("panel.restated", "corrected", (second, first), (Sign("panel.restated", 1),), _TWICE)
    return Case("panel.restated", "corrected", (first, second), (Sign("panel.restated", 0),), _TWICE)


def _duplicate(days: int | None, desk: Desk) -> Case:
    first, second = _on(*_twice(desk, differ=True), days)
    at = 1 if days is None else ANY  # one with a date goes before one without
    return Case("panel.duplicate", f"days_{days}", (first, second), (Sign("panel.duplicate", at),), _TWICE)


def _undated(desk: Desk) -> Case:
    first, second = (replace(one, published=None) for one in _twice(desk, differ=True))
    return Case("panel.duplicate", "undated", (first, second), (Sign("panel.duplicate", ANY),), _TWICE)


def _same(rule: str, desk: Desk) -> Case:
    """The same numbers in another file, on another day or not."""
    pair = _on(*_twice(desk, differ=False), desk.rng.choice((0, 30, None)))
    return Case(rule, "same_numbers", pair, unjudged=_TWICE)


def _other_year(rule: str, desk: Desk) -> Case:
    agency = desk.agency()
    return Case(rule, "other_year", _years(desk, agency, (2022, 2023)))


def _other_sort(rule: str, desk: Desk) -> Case:
    """Two reports that differ, of the other sort."""
    case = _restated(desk) if rule == "panel.duplicate" else _duplicate(desk.rng.choice((0, None)), desk)
    return replace(case, rule=rule)


# ---------------------------------------------------------------- who it is


def _nobody(lack: str, desk: Desk) -> Case:
    agency, year = desk.agency(), desk.rng.randint(2021, 2024)
    [numbers] = desk.numbers(agency)
    whole = desk.report(agency, year, numbers)
    title = f"{year}年政府信息公开工作年度报告" if lack == "agency" else f"{agency.name}政府信息公开工作年度报告"
    prose = tuple((head, _unnamed(text, agency, year, lack)) for head, text in whole.sections)
    report = replace(
        whole, title=(title,), preamble="根据政府信息公开条例编制本报告。", sections=prose, signed=None, published=None
    )
    # Of whom nobody knows, or of what year, other rules can say little.
    unjudged = frozenset({"structure.title", "narrative.year"})
    return Case(
        "panel.unidentified", f"without_{lack}", (report,), (Sign("panel.unidentified"),), unjudged,
        shapes=("html_clean", "html_layout_table", "text_tabs"),
    )  # fmt: skip


def _unnamed(text: str, agency: TrueAgency, year: int, lack: str) -> str:
    if lack == "agency":
        return text.replace(agency.name, "本机关")
    return text.replace(f"{year}年度", "本年度").replace(f"{year}年", "本年")


def _somebody(title: str, desk: Desk) -> Case:
    """Agency and year are told, in whatever order and on however many lines."""
    agency, year = desk.agency(), desk.rng.randint(2021, 2024)
    [numbers] = desk.numbers(agency)
    lines = tuple(line.format(agency=agency.name, year=year) for line in title.split("|"))
    report = replace(desk.report(agency, year, numbers), title=lines)
    return Case("panel.unidentified", title, (report,))


# ---------------------------------------------------------------- rosters, subordinates


def _roster(wanted: Sequence[int], there: Sequence[int], name: str, desk: Desk) -> Case:
    agency = desk.agency()
    roster = tuple((agency.name, agency.region_code, year) for year in wanted)
    gone = [year for year in wanted if year not in there]
    signs = tuple(Sign("gaps.not_published", None, agency=agency.name, year=year) for year in gone)
    return Case("gaps.not_published", name, _years(desk, agency, there), signs, roster=roster)


def _below(desk: Desk, name: str, rows: Sequence[str], others: int = 1) -> Case:
    """A government's report about its area, and those of agencies below it, each of whose numbers it holds."""
    government, year = desk.agency(of(kind="government")), desk.rng.randint(2021, 2024)
    agencies = [desk.agency(of("county", "department")) for _ in range(others)]
    parts = [desk.numbers(agency)[0] for agency in agencies]
    own = desk.numbers(government)[0]
    total = own.changed({
        key: max(int(number(one, *key)) for one in (own, *parts))
        for key in own if key[0] == "requests"
    })  # fmt: skip
    cells: dict[Key, Value] = {("requests", row, "total"): int(number(total, "requests", row)) + 3 for row in rows}
    parts[0] = parts[0].changed(cells)
    reports = (desk.report(government, year, total), *map(desk.report, agencies, [year] * others, parts))
    signs = tuple(Sign("panel.roll_up", 0, "requests", row) for row in rows)
    below = tuple((agency.name, government.name) for agency in agencies)
    return Case("panel.roll_up", name, reports, signs, subordinates=below)


def _more_below(desk: Desk) -> Case:
    return _below(desk, "more_below", desk.rng.sample(_SUMMARY, desk.rng.choice((1, 2))))


def _all_held(desk: Desk) -> Case:
    return _below(desk, "all_held", ())


def _held_one_by_one(desk: Desk) -> Case:
    """Together the agencies below have more than the government: a transferred request is counted twice."""
    return _below(desk, "held_one_by_one", (), 3)


def _not_below(desk: Desk) -> Case:
    """Somebody else's numbers are larger: nobody said that it stands below."""
    return replace(_more_below(desk), name="not_below", wanted=(), subordinates=())


def _shared_years(years: Sequence[int]) -> Maker:
    return partial(_missing, years)


FAULTS: Mapping[str, tuple[Maker, ...]] = {
    "panel.missing_year": (_shared_years((2021, 2023)), _shared_years((2021, 2022, 2024)), _shared_years((2021, 2024))),
    "panel.restated": (_restated,),
    "panel.duplicate": (partial(_duplicate, 0), partial(_duplicate, None), _undated),
    "panel.unidentified": (partial(_nobody, "agency"), partial(_nobody, "year")),
    "panel.roll_up": (_more_below,),
    "gaps.not_published": (
        partial(_roster, (2021, 2022, 2023), (2021, 2022), "last_year"),
        partial(_roster, (2022, 2023, 2024), (2023, 2024), "first_year"),
        partial(_roster, (2021, 2022, 2023), (2022,), "two_years"),
    ),
}  # fmt: skip
TRAPS: Mapping[str, tuple[Maker, ...]] = {
    "panel.missing_year": (_shared_years((2021, 2022, 2023)), _shared_years((2024,)), _two_agencies),
    "panel.restated": (partial(_same, "panel.restated"), partial(_other_year, "panel.restated"),
                       partial(_other_sort, "panel.restated")),
    "panel.duplicate": (partial(_same, "panel.duplicate"), partial(_other_year, "panel.duplicate"),
                        partial(_other_sort, "panel.duplicate")),
    "panel.unidentified": tuple(partial(_somebody, title) for title in (
        "{agency}|{year}年政府信息公开工作年度报告", "{year}年度|{agency}政府信息公开工作年度报告",
        "{agency}政府信息公开工作年度报告（{year}年）", "{year}年{agency}政府信息公开年度报告",
    )),
    "panel.roll_up": (_all_held, _held_one_by_one, _not_below),
    "gaps.not_published": (
        partial(_roster, (2021, 2022, 2023), (2021, 2022, 2023), "all_there"),
        partial(_roster, (2022,), (2021, 2022, 2023), "more_than_asked"),
        partial(_roster, (), (2021, 2022), "not_on_the_roster"),
    ),
}  # fmt: skip
