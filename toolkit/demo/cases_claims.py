"""Cases about what the prose tells of its tables: numbers, sums, rates, statements. Wordings: `cases_claims.toml`."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from toolkit.demo.casework import Case, Desk, Sign, busy, number, of, with_section
from toolkit.demo.model import Key, TrueAgency, TrueReport
from toolkit.demo.prose import facts_told
from toolkit.demo.quantities import Numbers, Value

Maker = Callable[[Desk], Case]
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千", "万")
_AREAS = {"county": "全县", "city": "全市"}


@dataclass(frozen=True, slots=True)
class _Wording:
    """One sentence of `cases_claims.toml`, with what it is about."""

    text: str
    table: str = "requests"
    row: str = "new"
    column: str = "total"
    of: str = ""
    years: int = 1
    needs: tuple[str, ...] = ()


@cache
def _wordings() -> Mapping[str, tuple[_Wording, ...]]:
    data: dict[str, list[dict[str, Any]]] = tomllib.loads(
        Path(__file__).with_name("cases_claims.toml").read_text(encoding="utf-8")
    )
    return {kind: tuple(_Wording(text, **_about(entry)) for entry in entries for text in entry["texts"])
            for kind, entries in data.items()}  # fmt: skip


def _about(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if key == "needs" else value for key, value in entry.items() if key != "texts"}


def _facts(desk: Desk, agency: TrueAgency, year: int, numbers: Numbers, before: Numbers | None) -> dict[str, Any]:
    """What a sentence may tell: numbers of the tables, and others that are not theirs."""
    rng = desk.rng
    facts: dict[str, Any] = {**facts_told(agency, numbers), "year": year, "previous": year - 1}
    new = facts["new"]
    facts["handled"] = new + facts["carried_in"]
    facts["other"] = new + facts["processed"] + rng.randint(7, 90)
    facts["less"] = max(1, new // 3)
    facts["more"], facts["tens"] = (new // 10 + 1) * 10, new // 10 * 10
    facts["person"] = int(number(numbers, "requests", "new", "natural_person"))
    facts["organisations"] = new - facts["person"]
    facts["off"] = facts["organisations"] + rng.randint(1, 6)
    facts["fee_unpaid"] = int(number(numbers, "requests", "other_fee_unpaid"))
    facts["litigation_corrected"] = int(sum(
        number(numbers, "review", row, "corrected") for row in ("direct_litigation", "post_review_litigation")
    ))  # fmt: skip
    facts["unit"], facts["area"] = facts["who"][-1], _AREAS.get(agency.level, "全省")
    facts["any_rate"] = round(rng.uniform(3, 90), rng.choice((0, 1, 2)))
    for name in ("new", "processed"):
        facts[f"{name}_zh"], facts[f"{name}_wide"] = chinese(facts[name]), str(facts[name]).translate(_WIDE)
    if before is not None:
        facts |= _growth(desk, new, int(number(before, "requests", "new")))
    return facts


def _growth(desk: Desk, new: int, before: int) -> dict[str, Any]:
    rate = (new - before) / before * 100
    size = abs(rate)
    return {
        "before": before, "way": "增长" if rate > 0 else "下降",
        "rate": f"{size:.0f}", "rate_1": f"{size:.1f}", "rate_2": f"{size:.2f}",
        "rate_off": f"{size + desk.rng.choice((1.5, 3.0, 10.0, 41.7)):.1f}",
    }  # fmt: skip


def chinese(value: int) -> str:
    """Returns a number below 100,000 as it is told in words, a larger one in digits.

    >>> [chinese(value) for value in (7, 12, 20, 105, 2030)]
    ['七', '十二', '二十', '一百零五', '二千零三十']
    """
    if value >= 100_000:
        return str(value)
    text, zero = "", False
    digits = [int(digit) for digit in str(value)]
    for at, digit in enumerate(digits):
        if digit:
            text += ("零" if zero else "") + _DIGITS[digit] + _UNITS[len(digits) - 1 - at]
        zero = not digit and bool(text)
    text = text or "零"
    return text[1:] if text.startswith("一十") else text


def _fitting(desk: Desk, wording: _Wording) -> tuple[TrueAgency, int, list[Numbers]]:
    """An agency and its numbers, above 0 where the sentence needs it; reviews and unpaid fees are put in."""
    kind = wording.of or desk.rng.choice(("government", *["department"] * 3))
    agency = desk.agency(of(desk.rng.choice(("city", "county")), kind))
    years = desk.numbers(agency, wording.years, lambda found: _moving(found) and all(map(_lively, found)))
    years[-1] = _with_needs(years[-1], wording.needs, desk)
    return agency, desk.rng.randint(2021, 2024), years


def _moving(years: Sequence[Numbers]) -> bool:
    counts = [number(one, "requests", "new") for one in years]
    return busy(years) and (len(counts) == 1 or abs(counts[0] - counts[1]) >= 3)


def _lively(numbers: Numbers) -> bool:
    rows = ("new", "carried_in", "carried_out", "granted")
    return all(number(numbers, "requests", row) > 1 for row in rows) and number(numbers, "requests", "new") > 9


_ROWS_NEEDED = (("review", "review"), ("review_corrected", "review"), ("litigation_corrected", "direct_litigation"))


def _with_needs(numbers: Numbers, needs: Sequence[str], desk: Desk) -> Numbers:
    cells: dict[Key, Value] = {}
    for need, row in _ROWS_NEEDED:
        if need in needs:
            upheld, corrected = desk.rng.randint(1, 9), desk.rng.randint(1, 4)
            told = (upheld, corrected, 0, 0, upheld + corrected)
            columns = ("upheld", "corrected", "other", "pending", "total")
            cells |= {("review", row, column): value for column, value in zip(columns, told, strict=True)}
    if "fee_unpaid" in needs:
        granted = ("requests", "granted")
        for column in ("natural_person", "total"):
            unpaid: Key = ("requests", "other_fee_unpaid", column)
            cells[unpaid] = int(number(numbers, *unpaid)) + 1
            cells[(*granted, column)] = int(number(numbers, *granted, column)) - 1
    return numbers.changed(cells)


def _tell(report: TrueReport, sentence: str) -> TrueReport:
    """The report with a sentence in place of what section 1 told of its requests."""
    paragraphs = report.sections[0][1].split("\n")
    heading = paragraphs[2].partition("。")[0]
    return with_section(report, 1, "\n".join((*paragraphs[:2], f"{heading}。{sentence}", *paragraphs[3:])))


def _case(rule: str, kind: str, wordings: Sequence[int], desk: Desk) -> Case:
    every = _wordings()[kind]
    wording = every[desk.rng.choice(wordings)]
    agency, year, years = _fitting(desk, wording)
    numbers = years[-1]
    before = years[0] if len(years) > 1 else None
    facts = _facts(desk, agency, year, numbers, before)
    faulty = not kind.endswith("_trap")
    if kind == "table":
        facts |= _wrong(desk, facts, numbers, wording)
    sentence = wording.text.format_map(facts)
    reports = tuple(desk.report(agency, year - len(years) + 1 + at, one) for at, one in enumerate(years))
    told = (*reports[:-1], _tell(reports[-1], sentence))
    place = (wording.table, wording.row, wording.column) if kind == "table" else ()
    wanted = (Sign(rule, len(told) - 1, *place),) if faulty else ()
    return Case(rule, sentence, told, wanted)


def _wrong(desk: Desk, facts: Mapping[str, Any], numbers: Numbers, wording: _Wording) -> dict[str, Any]:
    """Another number than the one a sentence is about, as digits and in words."""
    true = int(facts.get(wording.row, number(numbers, wording.table, wording.row, wording.column)))
    # Not one that another reading of the sentence would make right.
    readings = {facts["new"], facts["handled"], facts["processed"], true}
    wrong = true
    while wrong in readings:
        wrong = max(1, true + desk.rng.randint(-4, 12))
    return {"wrong": wrong, "wrong_zh": chinese(wrong), "wrong_wide": str(wrong).translate(_WIDE)}


def _makers(rule: str, kind: str) -> tuple[Maker, ...]:
    """One maker for each wording, so that all take their turns."""
    return tuple(partial(_case, rule, kind, (at,)) for at in range(len(_wordings()[kind])))


_KINDS = {"claims.table": "table", "claims.arithmetic": "arithmetic", "claims.contradiction": "contradiction"}
FAULTS: Mapping[str, tuple[Maker, ...]] = {rule: _makers(rule, kind) for rule, kind in _KINDS.items()}
TRAPS: Mapping[str, tuple[Maker, ...]] = {rule: _makers(rule, f"{kind}_trap") for rule, kind in _KINDS.items()}
