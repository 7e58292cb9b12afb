"""One sound report, and what the oracle says once a cell of it is changed."""

from collections.abc import Iterable, Mapping
from datetime import date

from tests.rules.oracle import expected_verdicts
from toolkit.codebook import shipped_codebook
from toolkit.demo.model import Key, TrueAgency, TrueReport

BOOK = shipped_codebook()
Value = int | float | str | None
Cells = Mapping[Key, Value]
Found = set[tuple[str, str, str | None, str | None, str | None]]
OFFICE = TrueAgency("偏关县水利局", "county", "department", "山西省", "忻州市", "偏关县", "140932")
CITY = TrueAgency("淮安市人民政府", "city", "government", "江苏省", "淮安市", None, "320800")

NEW, IN, GRANTED = ("requests", "new"), ("requests", "carried_in"), ("requests", "granted")
DONE, OUT = ("requests", "processed"), ("requests", "carried_out")
PERSON = "natural_person"
# Three requests of persons, of which one was carried in and one is carried out, and one of an enterprise; two reviews.
SOUND: dict[Key, Value] = {
    (*NEW, PERSON): 2, (*NEW, "enterprise"): 1, (*NEW, "total"): 3,
    (*IN, PERSON): 1, (*IN, "total"): 1,
    (*GRANTED, PERSON): 2, (*GRANTED, "enterprise"): 1, (*GRANTED, "total"): 3,
    (*DONE, PERSON): 2, (*DONE, "enterprise"): 1, (*DONE, "total"): 3,
    (*OUT, PERSON): 1, (*OUT, "total"): 1,
    ("review", "review", "upheld"): 1, ("review", "review", "pending"): 1, ("review", "review", "total"): 2,
    ("disclosure", "licensing", "decisions"): 40, ("disclosure", "fees", "amount"): 1.25,
}  # fmt: skip
ZEROS: Cells = {}


def report(
    changes: Cells = ZEROS, *, form: str = "2021", disclosure: str = "", agency: TrueAgency = OFFICE, year: int = 2022,
    without: Iterable[Key] = (), slashes: Iterable[Key] = (), sound: Cells = SOUND,
) -> TrueReport:  # fmt: skip
    """A report whose cells are 0 but for `sound` and `changes`; those `without` are not there."""
    forms = {"disclosure": disclosure or form, "requests": form, "review": form}
    keys = [(table, *cell) for table, code in forms.items() for cell in BOOK.cells(table, code)]
    assert set(changes) <= set(keys)
    gone = set(without)
    numbers = {key: changes.get(key, sound.get(key, 0)) for key in keys if key not in gone}
    day = date(year + 1, 1, 20)
    return TrueReport(agency, year, forms["disclosure"], form, day, day, (), numbers, {}, (), frozenset(slashes))


def blank_zeros(changes: Cells = ZEROS, *, without: Iterable[Key] = (), sound: Cells = SOUND) -> TrueReport:
    """A report that leaves the zeros of tables 3 and 4 blank, parts and totals."""
    plain = report(sound=sound)
    blank = {key: None for key, value in plain.numbers.items() if key[0] != "disclosure" and value == 0}
    return report({**blank, **changes}, without=without, sound=sound)


def judged(told: TrueReport) -> Found:
    """Rule, verdict and place of every verdict."""
    return {(e.rule, e.verdict, e.table, e.row, e.column) for e in expected_verdicts(told)}


def fails(told: TrueReport, *rules: str) -> Found:
    return {found for found in judged(told) if found[1] == "fail" and (not rules or found[0] in rules)}


def of(told: TrueReport, rule: str) -> Found:
    return {found for found in judged(told) if found[0] == rule}


def cell(rule: str, verdict: str, key: Key) -> tuple[str, str, str, str, str]:
    return rule, verdict, *key


def numbers(told: TrueReport) -> set[tuple[str, str | None, str | None, float | None, float | None, float | None]]:
    return {(e.rule, e.row, e.column, e.expected, e.actual, e.difference) for e in expected_verdicts(told)}


REGULATIONS: list[Key] = [("disclosure", "regulations", column) for column in ("issued", "repealed", "in_force")]


def blank_totals(told: TrueReport) -> Found:
    """`cells.blank` of every blank cell of a total column."""
    blank = (key for key, value in told.numbers.items() if value is None and key[2] == "total")
    return {cell("cells.blank", "fail", key) for key in blank}
