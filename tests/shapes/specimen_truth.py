"""Reports as they truly are, for the shapes: seeded, coherent, of real agencies and made-up numbers."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

from tests.shapes.specimen_prose import sections_of
from toolkit.codebook import shipped_codebook
from toolkit.demo.model import Key, TrueAgency, TrueReport

Number = int | float | str | None
APPLICANT_WEIGHTS = (60, 14, 1, 1, 4, 2)
YEARS = (2019, 2020, 2021, 2022, 2023, 2024)


@cache
def agencies() -> tuple[TrueAgency, ...]:
    """Returns the agencies of `agencies.csv`, in its order."""
    with Path(__file__).with_name("agencies.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            TrueAgency(
                row["name"],
                row["level"],
                row["kind"],
                row["province"] or None,
                row["city"] or None,
                row["county"] or None,
                row["region_code"] or None,
            )
            for row in csv.DictReader(lines)
        )


def agency_named(name: str) -> TrueAgency:
    """Returns the agency of that full name.

    Raises:
        KeyError: no such agency in `agencies.csv`.
    """
    for agency in agencies():
        if agency.name == name:
            return agency
    raise KeyError(name)


def specimen_report(rng: Random, agency: TrueAgency | None = None, year: int | None = None) -> TrueReport:
    """Returns a coherent report: all identities of the form hold, its prose tells its numbers.

    Args:
        rng: where every choice comes from.
        agency: who reports; drawn from the list when left out.
        year: the year reported about; 2019 to 2024 when left out. Now and then the form is not the year's own.
    """
    who = agency or rng.choice(agencies())
    about = year or rng.choice(YEARS)
    form = "2019" if about <= 2020 else "2021"
    if about > 2020 and rng.random() < 0.08:
        form = "2019"
    published = date(about + 1, 1, 5) + timedelta(days=rng.randrange(85)) if rng.random() < 0.85 else None
    signed = None
    if rng.random() < 0.8:
        last = published or date(about + 1, 1, 28)
        signed = max(date(about + 1, 1, 2), last - timedelta(days=rng.randrange(12)))
    bare = TrueReport(who, about, form, form, published, signed, (), {}, {}, ())
    return with_forms(bare, rng, form, form)


def with_forms(report: TrueReport, rng: Random, disclosure: str, requests: str) -> TrueReport:
    """Returns the report with new numbers in the forms named, and prose to suit.

    Args:
        report: whose agency, year and dates stay.
        rng: where the numbers come from.
        disclosure: form of table 2, `2019` or `2021`.
        requests: form of table 3.
    """
    size = rng.choices((0, 4, 40, 900), (20, 45, 25, 10))[0]
    numbers: dict[Key, Number] = {}
    numbers.update(_disclosure(rng, report.agency, disclosure))
    numbers.update(_requests(rng, requests, size))
    numbers.update(_review(rng, size))
    money = {key: "万元" for key in numbers if key[2] == "amount"}
    changed = replace(report, template_disclosure=disclosure, template_requests=requests, numbers=numbers, units=money)
    return replace(changed, sections=sections_of(changed, rng))


def _count(rng: Random, largest: int) -> int:
    """Most counts of real reports are zero or small, a few run to hundreds of thousands."""
    if rng.random() < 0.45:
        return 0
    return rng.randrange(1, rng.choice((10, 60, 400, largest)) + 1)


def _disclosure(rng: Random, agency: TrueAgency, form: str) -> Iterator[tuple[Key, Number]]:
    makes_rules = agency.level in ("national", "province", "city") and agency.kind == "government"
    for row, column in shipped_codebook().cells("disclosure", form):
        value: Number
        if row == "regulations":
            value = rng.randrange(0, 40) if makes_rules else 0
        elif column == "change":
            value = rng.choice((0, 0, 0, rng.randrange(1, 60), -rng.randrange(1, 20)))
        elif column == "amount":
            value = (
                0
                if rng.random() < 0.4
                else round(rng.uniform(0.05, rng.choice((90, 9_000, 99_999))), rng.choice((1, 2, 4)))
            )
        elif column == "decisions":
            value = _count(rng, 480_000)
        else:
            value = _count(rng, 900)
        yield ("disclosure", row, column), value


def _requests(rng: Random, form: str, size: int) -> Iterator[tuple[Key, Number]]:
    book = shipped_codebook()
    results = book.result_rows(form)
    table = {row: dict.fromkeys(book.applicants, 0) for row, _ in book.cells("requests", form)}
    for _ in range(rng.randrange(1, size + 1) if size else 0):
        who = rng.choices(book.applicants, APPLICANT_WEIGHTS)[0]
        row = results[0] if rng.random() < 0.4 else rng.choice(results)
        table[row][who] += 1
    for who in book.applicants:
        processed = sum(table[row][who] for row in results)
        carried_out = rng.randrange(0, 1 + max(1, processed // 8)) if size else 0
        carried_in = min(rng.randrange(0, 1 + max(1, processed // 9)) if size else 0, processed + carried_out)
        table["processed"][who], table["carried_out"][who] = processed, carried_out
        table["carried_in"][who], table["new"][who] = carried_in, processed + carried_out - carried_in
    for row, column in book.cells("requests", form):
        yield ("requests", row, column), sum(table[row].values()) if column == "total" else table[row][column]


def _review(rng: Random, size: int) -> Iterator[tuple[Key, Number]]:
    book = shipped_codebook()
    for channel in book.review_rows:
        total = 0
        for outcome in book.review_columns:
            if outcome.code == "total":
                yield ("review", channel.code, "total"), total
                continue
            value = rng.randrange(0, 2 + size // 30) if size and rng.random() < 0.4 else 0
            total += value
            yield ("review", channel.code, outcome.code), value
