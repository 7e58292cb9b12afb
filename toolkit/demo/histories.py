"""What happens at an agency year after year: requests, reviews and disclosure that agree with each other."""

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from toolkit.demo.model import TrueAgency

SIZES = ("none", "small", "medium", "large")
# How often each size is, by level: a township seldom has requests, a province has thousands.
_SIZES_BY_LEVEL = {
    "national": (0, 1, 4, 5),
    "province": (1, 3, 4, 4),
    "city": (3, 5, 3, 1),
    "county": (5, 5, 2, 0),
    "township": (8, 3, 0, 0),
}
_SIZES_OF_GOVERNMENTS = {
    "province": (0, 0, 1, 6),
    "city": (0, 0, 3, 5),
    "county": (0, 2, 5, 2),
    "township": (5, 4, 1, 0),
}
# How requests end, from experience of what is frequent. The rest of a large number is granted.
_OUTCOMES = {
    "granted": 0.45, "partly_granted": 0.12, "denied_state_secret": 0.003, "denied_law": 0.01, "denied_security": 0.004,
    "denied_third_party": 0.008, "denied_internal": 0.012, "denied_process": 0.012, "denied_enforcement_file": 0.01,
    "denied_inquiry": 0.03, "unable_not_held": 0.22, "unable_not_ready": 0.015, "unable_unclear": 0.008,
    "rejected_petition": 0.03, "rejected_repeat": 0.012, "rejected_publication": 0.001, "rejected_excessive": 0.003,
    "rejected_confirmation": 0.002, "other_not_corrected": 0.02, "other_fee_unpaid": 0.002, "other_rest": 0.029,
}  # fmt: skip
_ROWS, _WEIGHTS = tuple(_OUTCOMES), tuple(_OUTCOMES.values())
_APPLICANTS = (0.88, 0.06, 0.004, 0.006, 0.03, 0.02)
_CHANNELS = ("review", "direct_litigation", "post_review_litigation")
_ITEMS = ("licensing", "other_services", "penalties", "coercion", "fees")

Six = list[int]
Amount = int | float


class YearFacts(NamedTuple):
    """One year of an agency.

    Attributes:
        requests: rows of table 3 (2021 form, without `processed`) to the six applicants; a row not there is zero.
        review: channels of table 4 to upheld, corrected, other, pending; a channel not there is zero.
        disclosure: cells of table 2 of both forms, by (row, column); one not there is zero.
        procurement_unit: `元` or `万元`.
    """

    requests: Mapping[str, Sequence[int]]
    review: Mapping[str, Sequence[int]]
    disclosure: Mapping[tuple[str, str], Amount]
    procurement_unit: str


def histories(rng: random.Random, agency: TrueAgency, years: int) -> Iterator[YearFacts]:
    """Yields an agency's years in order: what is carried out of one is carried into the next, stocks add up.

    Args:
        rng: the agency's own source of chance.
        agency: decides how much there is of everything.
        years: how many.
    """
    weights = _SIZES_OF_GOVERNMENTS if agency.kind == "government" else _SIZES_BY_LEVEL
    size = rng.choices(SIZES, weights[agency.level])[0]
    unit = rng.choice(("元", "万元"))
    requests = _requests(rng, size)
    disclosure = _disclosure(rng, agency, size, unit)
    for _ in range(years):
        table, total = next(requests)
        yield YearFacts(table, _review(rng, size, total), next(disclosure), unit)


def _requests(rng: random.Random, size: str) -> Iterator[tuple[dict[str, Six], int]]:
    if size == "none":
        while True:
            yield {}, 0
    usual = {"small": 3, "medium": rng.randint(20, 250), "large": rng.randint(1200, 6000)}[size]
    carried = _by_applicant(rng, rng.choice((0, 0, 1)) if size == "small" else usual // 40)
    while True:
        count = rng.choice((0, 0, 0, 1, 1, 2, 3, 5, 9, 14)) if size == "small" else int(usual * rng.uniform(0.8, 1.3))
        new = _by_applicant(rng, count)
        share = rng.choice((0.0, 0.0, 0.2)) if size == "small" else rng.uniform(0.0, 0.05)
        handled = [a + b for a, b in zip(new, carried, strict=True)]
        left = [int(n * share) for n in handled]
        table = _outcomes(rng, [a - b for a, b in zip(handled, left, strict=True)]) if any(handled) else {}
        for row, six in (("new", new), ("carried_in", carried), ("carried_out", left)):
            if any(six):
                table[row] = six
        carried = left
        yield table, count


def _by_applicant(rng: random.Random, count: int) -> Six:
    six = [0] * 6
    if count <= 30:
        for applicant in rng.choices(range(6), _APPLICANTS, k=count):
            six[applicant] += 1
        return six
    for applicant in range(1, 6):
        six[applicant] = int(count * _APPLICANTS[applicant] * rng.uniform(0.0, 2.0))
    six[0] = count - sum(six)
    return six


def _outcomes(rng: random.Random, processed: Six) -> dict[str, Six]:
    table: dict[str, Six] = {}
    for applicant, count in enumerate(processed):
        if count <= 30:
            for row in rng.choices(_ROWS, _WEIGHTS, k=count):
                table.setdefault(row, [0] * 6)[applicant] += 1
            continue
        rest = count
        for row, weight in zip(_ROWS[1:], _WEIGHTS[1:], strict=True):
            part = int(count * weight * rng.uniform(0.5, 1.5))
            if part:
                table.setdefault(row, [0] * 6)[applicant] += part
                rest -= part
        table.setdefault("granted", [0] * 6)[applicant] += rest
    return table


def _review(rng: random.Random, size: str, requests: int) -> dict[str, list[int]]:
    if not requests or size == "none" or (size == "small" and rng.random() < 0.8):
        return {}
    table = {}
    for channel, share in zip(_CHANNELS, (0.06, 0.01, 0.015), strict=True):
        count = int(requests * share * rng.uniform(0.3, 1.8)) if size != "small" else rng.choice((0, 1))
        if count:
            outcomes = [0, 0, 0, 0]
            for outcome in rng.choices(range(4), (6, 1, 4, 2), k=count):
                outcomes[outcome] += 1
            table[channel] = outcomes
    return table


def _may_regulate(agency: TrueAgency) -> bool:
    # An administrative office (行政公署) may not make 规章, nor could 儋州 before 2023.
    if agency.name.endswith("行政公署") or agency.city == "儋州市":
        return False
    return agency.level == "national" or (agency.kind == "government" and agency.level in ("province", "city"))


def _disclosure(
    rng: random.Random, agency: TrueAgency, size: str, unit: str
) -> Iterator[dict[tuple[str, str], Amount]]:
    ruling = agency.kind == "government"
    stock = {"regulations": rng.randint(5, 80) if _may_regulate(agency) else 0}
    stock["normative_documents"] = rng.randint(20, 400) if ruling else rng.choice((0, 0, 3, 11, 27))
    scale = {"none": 8, "small": 60, "medium": 4_000, "large": 400_000}[size] if rng.random() < 0.8 else 0
    items = {item: rng.randint(0, 40) if scale else 0 for item in _ITEMS}
    while True:
        cells: dict[tuple[str, str], Amount] = {}
        for row in stock:
            _documents(rng, row, stock, cells)
        for item in items:
            _services(rng, item, items, scale, cells)
        charging = rng.random() < 0.4
        cells["fees", "amount"] = round(rng.uniform(0, scale / 4), rng.choice((0, 1, 2, 4))) if charging else 0
        cells["procurement", "projects"] = rng.randint(0, 12) if scale else 0
        yuan = int(cells["procurement", "projects"]) * rng.randint(20, 900) * 1000
        cells["procurement", "amount"] = yuan if unit == "元" else round(yuan / 10_000, 2)
        yield cells


def _documents(rng: random.Random, row: str, stock: dict[str, int], cells: dict[tuple[str, str], Amount]) -> None:
    active = stock[row] > 0
    issued = rng.randint(0, 1 + stock[row] // 12) if active else 0
    if not active and row == "normative_documents" and rng.random() < 0.08:
        issued = rng.randint(1, 3)  # the agency's first ones: all that are in force were issued this year
    repealed = rng.randint(0, stock[row] // 15) if active else 0
    stock[row] += issued - repealed
    cells[row, "issued"] = cells[row, "made"] = cells[row, "disclosed"] = issued
    cells[row, "repealed"] = repealed
    cells[row, "in_force"] = cells[row, "disclosed_total"] = stock[row]


def _services(
    rng: random.Random, item: str, items: dict[str, int], scale: int, cells: dict[tuple[str, str], Amount]
) -> None:
    change = rng.choice((0, 0, 0, 1, 3, 19, -1, -4)) if scale else 0
    change = max(change, -items[item])
    cells[item, "prior_items"], cells[item, "change"] = items[item], change
    items[item] += change
    if item != "fees":
        cells[item, "decisions"] = rng.randint(0, scale) if scale else 0
