"""Cases about form and prose: sections, title, what is left to fill in, what must be told; from `cases_form.toml`."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from toolkit.demo.casework import Case, Desk, Fits, Sign, busy, number, of, with_section
from toolkit.demo.model import Key, TrueReport
from toolkit.demo.prose import facts_told
from toolkit.demo.quantities import Value

Maker = Callable[[Desk], Case]
_OLD = ("2019", "2019")
_NUMERALS = "〇一二三四五六七八九"
_PARTS = ("disclosure", "requests", "management", "platform", "supervision")
_OF_SECTIONS = frozenset({
    "narrative.five_parts", "narrative.accountability", "narrative.both_parts", "narrative.year", "fees.statement",
})  # fmt: skip
_UNNAMED = frozenset({"panel.unidentified", "structure.title"})


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("cases_form.toml").read_text(encoding="utf-8"))


def _plain(desk: Desk, fits: Fits | None = None, year: int | None = None) -> TrueReport:
    agency, told = desk.agency(fits), year or desk.rng.randint(2021, 2024)
    forms = _OLD if told < 2021 else ("2021", "2021")
    [numbers] = desk.numbers(agency, forms=forms)
    return desk.report(agency, told, numbers, forms=forms)


def _say(report: TrueReport, text: str, **more: object) -> str:
    zh = "".join(_NUMERALS[int(digit)] for digit in str(report.year))
    new = int(number(report.numbers, "requests", "new"))
    years = {"year": report.year, "previous": report.year - 1, "next": report.year + 1, "year_zh": zh}
    spoken = {key: value for key, value in facts_told(report.agency).items() if key in ("who", "self", "agency")}
    return text.format_map({**spoken, **years, "new": new, **more})


def _one(rule: str, name: str, report: TrueReport, *wanted: str, unjudged: frozenset[str] = frozenset()) -> Case:
    return Case(rule, name, (report,), tuple(map(Sign, wanted)), unjudged - {rule})


# ---------------------------------------------------------------- sections, forms, title


def _lacking(section: int, desk: Desk) -> Case:
    report = _plain(desk)
    left = tuple(one for at, one in enumerate(report.sections, 1) if at != section)
    changed = replace(report, sections=left)
    return _one("structure.sections", f"without_{section}", changed, "structure.sections", unjudged=_OF_SECTIONS)


def _turned(desk: Desk) -> Case:
    report = _plain(desk)
    changed = replace(report, sections=(*report.sections[:4], report.sections[5], report.sections[4]))
    return _one("structure.sections", "turned", changed, "structure.sections", unjudged=_OF_SECTIONS)


def _empty(section: int, text: str, desk: Desk) -> Case:
    # A signature would stand in the last section.
    changed = with_section(replace(_plain(desk), signed=None), section, text)
    return _one("structure.sections", f"empty_{section}", changed, "structure.sections", unjudged=_OF_SECTIONS)


def _nothing_else(desk: Desk) -> Case:
    """无 is in order in the last section; of 2021 and later it says nothing of fees."""
    report = with_section(_plain(desk, year=desk.rng.choice((2019, 2020, 2023))), 6, "无")
    return _one("structure.sections", "nothing_else", report, *(["fees.statement"] if report.year > 2020 else []))


def _tables_only(desk: Desk) -> Case:
    report = _plain(desk)
    for section in (2, 3, 4):
        report = with_section(report, section, "")
    return _one("structure.sections", "tables_only", report)


def _form_of_another_year(desk: Desk) -> Case:
    forms, year = desk.rng.choice(((_OLD, 2022), (("2021", "2021"), 2020), (("2021", "2019"), 2021), (_OLD, 2024)))
    agency = desk.agency()
    [numbers] = desk.numbers(agency, forms=forms)
    report = desk.report(agency, year, numbers, forms=forms)
    return _one("structure.template", f"{forms[0]}_{forms[1]}_in_{year}", report, "structure.template")


def _form_of_its_year(desk: Desk) -> Case:
    return _one("structure.template", "of_its_year", _plain(desk, year=desk.rng.randint(2019, 2024)))


def _one_table(desk: Desk) -> Case:
    """A table that is not there is of no form."""
    agency, year = desk.agency(), desk.rng.randint(2021, 2024)
    [numbers] = desk.numbers(agency)
    table = desk.rng.choice(("disclosure", "review"))
    gone = [key for key in numbers if key[0] == table]
    return _one("structure.template", "table_absent", desk.report(agency, year, numbers, absent=gone))


def _title(kind: str, at: int, desk: Desk) -> Case:
    report = _plain(desk)
    text = _say(report, _words()["titles"][kind][at])
    wanted = ("structure.title",) if kind == "faults" else ()
    # Whose report it is may be told elsewhere; where a whole title stands beside the article nothing is said of this.
    case = _one("structure.title", text, replace(report, title=(text,)), *wanted, unjudged=_UNNAMED)
    return replace(case, shapes=("html_clean", "html_layout_table", "text_tabs", "text_suffixed"))


# ---------------------------------------------------------------- what stands in the prose


def _inserted(kind: str, at: int, desk: Desk) -> Case:
    report = _plain(desk)
    text = _say(report, _words()["placeholder"][kind][at])
    number_ = desk.rng.choice((1, 5))
    changed = with_section(report, number_, f"{report.sections[number_ - 1][1]}\n{text}")
    return _one("structure.placeholder", text, changed, *(["structure.placeholder"] if kind == "faults" else []))


def _period(kind: str, at: int, desk: Desk) -> Case:
    report = _plain(desk)
    text = _say(report, _words()["year"][kind][at])
    wanted = () if kind.startswith("trap") else ("narrative.year",)
    return _one("narrative.year", text, replace(report, preamble=text), *wanted)


def _opened(kind: str, at: int, desk: Desk) -> Case:
    """The first sentence tells a year, and so does that of the requests."""
    report, known = _plain(desk), _words()["year"]
    told = known[kind]
    paragraphs = report.sections[0][1].split("\n")
    paragraphs[0] = _say(report, told[at])
    if kind == "openings":
        paragraphs[2] = "（二）依申请公开。" + _say(report, desk.rng.choice(known["told"]))
    wanted = ("narrative.year",) if kind == "openings" else ()
    return _one("narrative.year", paragraphs[0], with_section(report, 1, "\n".join(paragraphs)), *wanted)


def _parts(report: TrueReport, desk: Desk, lists: Mapping[str, Sequence[str]], left_out: Sequence[str]) -> TrueReport:
    opening = _say(report, desk.rng.choice(_words()["five_parts"]["opening"]))
    said = "".join(desk.rng.choice(lists[part]) for part in _PARTS if part not in left_out)
    return with_section(report, 1, opening + said)


def _part_lacks(desk: Desk) -> Case:
    gone = desk.rng.sample(_PARTS, desk.rng.choice((1, 1, 2)))
    report = _parts(_plain(desk, of(kind="department")), desk, _words()["five_parts"], gone)
    return _one("narrative.five_parts", f"without_{'_'.join(gone)}", report, "narrative.five_parts")


def _parts_told(desk: Desk) -> Case:
    lists = _words()["five_parts"]
    lists = desk.rng.choice((lists, lists["odd"]))
    return _one("narrative.five_parts", "all", _parts(_plain(desk, of(kind="department")), desk, lists, ()))


def _parts_before(desk: Desk) -> Case:
    """Before 2021 nobody was asked for the five parts."""
    report = _plain(desk, of(kind="department"), desk.rng.choice((2019, 2020)))
    changed = _parts(report, desk, _words()["five_parts"], desk.rng.sample(_PARTS, 2))
    return _one("narrative.five_parts", "before_2021", changed)


def _results(kind: str, fits: Fits, at: int, desk: Desk) -> Case:
    report = _plain(desk, fits)
    text = _words()["accountability"][kind][at]
    paragraphs = [*report.sections[0][1].split("\n")[:5], text]
    rule = "narrative.accountability"
    wanted = (rule,) if kind == "faults" and report.agency.kind == "government" else ()
    return _one(rule, text, with_section(report, 1, "\n".join(paragraphs)), *wanted)


def _sides(kind: str, at: int, desk: Desk) -> Case:
    report = _plain(desk)
    text = _say(report, _words()["both_parts"][kind][at])
    wanted = ("narrative.both_parts",) if kind == "faults" else ()
    return _one("narrative.both_parts", text, with_section(report, 5, text), *wanted)


# ---------------------------------------------------------------- fees


def _fees(kind: str, at: int, desk: Desk, year: int | None = None) -> Case:
    report = _plain(desk, year=year)
    text = _say(report, _words()["fees"][kind][at])
    asked = kind == "faults" and report.year > 2020
    told = with_section(report, 6, text)
    return _one("fees.statement", text, told, *(["fees.statement"] if asked else []))


def _fee(above: bool, at: int, desk: Desk) -> Case:
    """A fee told in the last section, more than the fees of table 2 or as much as they may hold."""
    agency, year = desk.agency(), desk.rng.randint(2021, 2024)
    [numbers] = desk.numbers(agency, wish=busy)
    fee = desk.rng.randint(3, 400) * 10
    less, enough = (0, fee // 20 / 1000, fee // 2 / 10_000), (fee / 10_000, 3 * fee / 10_000, fee / 200)
    amount = desk.rng.choice(less if above else enough)
    cells: dict[Key, Value] = {("disclosure", "fees", "amount"): round(amount, 4)}
    report = desk.report(agency, year, numbers.changed(cells))
    text = _say(report, _words()["fees"]["amounts"][at], fee=fee)
    return _one("fees.amount", text, with_section(report, 6, text), *(["fees.amount"] if above else []))


def _each(make: Callable[..., Case], where: str, kind: str, *before: object, **more: object) -> tuple[Maker, ...]:
    """One maker for each wording, so that all take their turns."""
    return tuple(partial(make, *before, at, **more) for at in range(len(_words()[where][kind])))


FAULTS: Mapping[str, tuple[Maker, ...]] = {
    "structure.sections": (
        partial(_lacking, 5), partial(_lacking, 6), _turned, partial(_empty, 1, ""), partial(_empty, 5, ""),
        partial(_empty, 5, "无"), partial(_empty, 6, ""), partial(_empty, 1, "无。"),
    ),
    "structure.template": (_form_of_another_year,),
    "structure.title": _each(_title, "titles", "faults", "faults"),
    "structure.placeholder": _each(_inserted, "placeholder", "faults", "faults"),
    "narrative.year": (
        *_each(_period, "year", "preambles", "preambles"), *_each(_opened, "year", "openings", "openings"),
    ),
    "narrative.five_parts": (_part_lacks,),
    "narrative.accountability": _each(_results, "accountability", "faults", "faults", of(kind="government")),
    "narrative.both_parts": _each(_sides, "both_parts", "faults", "faults"),
    "fees.statement": _each(_fees, "fees", "faults", "faults"),
    "fees.amount": _each(_fee, "fees", "amounts", True),
}  # fmt: skip
TRAPS: Mapping[str, tuple[Maker, ...]] = {
    "structure.sections": (_nothing_else, _tables_only),
    "structure.template": (_form_of_its_year, _one_table),
    "structure.title": _each(_title, "titles", "traps", "traps"),
    "structure.placeholder": _each(_inserted, "placeholder", "traps", "traps"),
    "narrative.year": (
        *_each(_period, "year", "trap_preambles", "trap_preambles"),
        *_each(_opened, "year", "trap_openings", "trap_openings"),
    ),
    "narrative.five_parts": (_parts_told, _parts_before),
    "narrative.accountability": (
        *_each(_results, "accountability", "traps", "traps", of(kind="government")),
        *_each(_results, "accountability", "faults", "faults", of(kind="department")),
    ),
    "narrative.both_parts": _each(_sides, "both_parts", "traps", "traps"),
    "fees.statement": (
        *_each(_fees, "fees", "traps", "traps"), *_each(_fees, "fees", "faults", "faults", year=2020),
    ),
    "fees.amount": _each(_fee, "fees", "amounts", False),
}  # fmt: skip
