"""Cases about prose that comes again: from the year before, from another agency, with another's name left in it."""

from collections.abc import Callable, Mapping
from functools import partial

from toolkit.demo.casework import Case, Desk, Sign, busy, number, of, with_section
from toolkit.demo.model import TrueAgency, TrueReport

Maker = Callable[[Desk], Case]
_SECTIONS = (1, 5)


def _two_years(desk: Desk, years: tuple[int, int] = (2022, 2023)) -> tuple[TrueReport, TrueReport]:
    agency = desk.agency()
    numbers = desk.numbers(agency, years[1] - years[0] + 1, busy)
    return desk.report(agency, years[0], numbers[0]), desk.report(agency, years[1], numbers[-1])


def _copied(source: TrueReport, target: TrueReport, section: int) -> tuple[TrueReport, TrueReport]:
    """The two, the target with the source's section: year, name and number of requests are brought up to date."""
    told = source
    if section == 1:
        told, target = _shortly(source), _shortly(target)
    text = told.sections[section - 1][1].replace(str(source.year), str(target.year))
    if section == 1:
        lines, own = text.split("\n"), target.sections[0][1].split("\n")
        text = "\n".join((*lines[:2], own[2], *lines[3:]))
    return told, with_section(target, section, text.replace(source.agency.name, target.agency.name))


def _shortly(report: TrueReport) -> TrueReport:
    """The report with one sentence about its requests."""
    lines = report.sections[0][1].split("\n")
    lines[2] = f"（二）依申请公开。全年共收到政府信息公开申请{number(report.numbers, 'requests', 'new'):.0f}件。"
    return with_section(report, 1, "\n".join(lines))


def _repeated(desk: Desk) -> Case:
    before, now = _two_years(desk)
    section = desk.rng.choice(_SECTIONS)
    reports = _copied(before, now, section)
    return Case("reuse.previous_year", f"section_{section}", reports, (Sign("reuse.previous_year", 1),))


def _renewed(desk: Desk) -> Case:
    return Case("reuse.previous_year", "renewed", _two_years(desk))


def _half_renewed(desk: Desk) -> Case:
    """Some sentences are last year's."""
    before, now = _two_years(desk)
    old, new = (one.sections[4][1].split("\n") for one in (before, now))
    text = "\n".join((_partly(old[0], new[0]).replace(str(before.year), str(now.year)), *new[1:]))
    return Case("reuse.previous_year", "half_renewed", (before, with_section(now, 5, text)))


def _partly(old: str, new: str) -> str:
    """The first sentences of one paragraph and the last ones of another."""
    first, last = (text.split("。") for text in (old, new))
    return "。".join((*first[:3], *last[3:]))


def _year_between(desk: Desk) -> Case:
    before, now = _two_years(desk, (2021, 2023))
    return Case("reuse.previous_year", "year_between", _copied(before, now, 5))


def _two_agencies(desk: Desk, same_year: bool) -> tuple[TrueReport, TrueReport]:
    year = desk.rng.randint(2021, 2023)
    one, other = desk.agency(of("county", "department")), desk.agency(of("county", "department"))
    first, second = (desk.numbers(agency, wish=busy)[0] for agency in (one, other))
    return desk.report(one, year, first), desk.report(other, year if same_year else year + 1, second)


def _taken(same_year: bool, desk: Desk) -> Case:
    source, target = _two_agencies(desk, same_year)
    section = desk.rng.choice(_SECTIONS)
    at = (0, 1) if same_year else (1,)
    signs = tuple(Sign("reuse.other_agency", one) for one in at)
    return Case("reuse.other_agency", f"section_{section}", _copied(source, target, section), signs)


def _name_left(desk: Desk) -> Case:
    """Another place's office of the same sort speaks in section 5."""
    [report] = _two_agencies(desk, same_year=True)[:1]
    other = desk.pool.take(lambda agency: _like(agency, report.agency))
    prose = report.sections[4][1].split("\n")
    text = "\n".join((f"{other.name}认真落实公开要求，但仍有不足。{prose[0]}", *prose[1:]))
    return Case("reuse.other_agency", f"name_left: {other.name}", (with_section(report, 5, text),),
                (Sign("reuse.other_agency"),))  # fmt: skip


def _like(agency: TrueAgency, reporter: TrueAgency) -> bool:
    """Whether it is the same office of another county."""
    place, own = agency.county or "", reporter.county or "?"
    office = reporter.name.rpartition(own)[2]
    return bool(place) and place != own and agency.level == "county" and agency.name == f"{place}{office}"


def _own_words(desk: Desk) -> Case:
    return Case("reuse.other_agency", "own_words", _two_agencies(desk, desk.rng.random() < 0.5))


def _shared_sentences(desk: Desk) -> Case:
    """Agencies of one county share a template: some sentences are the same."""
    source, target = _two_agencies(desk, same_year=True)
    old, new = (one.sections[4][1].split("\n") for one in (source, target))
    return Case(
        "reuse.other_agency",
        "shared_sentences",
        (source, with_section(target, 5, f"{_partly(old[0], new[0])}\n{new[1]}")),
    )


def _partner_named(desk: Desk) -> Case:
    """Another agency is named, as a partner."""
    report, other = _two_agencies(desk, same_year=True)
    text = f"{report.sections[4][1]}与{other.agency.name}交流了经验。"
    return Case("reuse.other_agency", "partner_named", (with_section(report, 5, text), other))


FAULTS: Mapping[str, tuple[Maker, ...]] = {
    "reuse.previous_year": (_repeated,),
    "reuse.other_agency": (partial(_taken, True), partial(_taken, False), _name_left),
}
TRAPS: Mapping[str, tuple[Maker, ...]] = {
    "reuse.previous_year": (_renewed, _half_renewed, _year_between),
    "reuse.other_agency": (_own_words, _shared_sentences, _partner_named),
}
