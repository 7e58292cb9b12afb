"""The agencies of the demo corpus: real names and places, from `agencies.toml` and `places.csv`."""

import csv
import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from toolkit.demo.model import TrueAgency
from toolkit.errors import SourceError

_HERE = Path(__file__).parent
_MUNICIPALITIES = frozenset({"北京市", "天津市", "上海市", "重庆市"})


@dataclass(frozen=True, slots=True)
class DemoAgency:
    """An agency and the years it bore its name.

    Attributes:
        now: the agency as it is today.
        first: first year with this name.
        last: last year with this name.
        before: the agency up to and in `until`, where its city or code was another then.
        until: see `before`.
        spread: the agency's number, from which its habits follow; equal for equal arguments.
    """

    now: TrueAgency
    first: int = 0
    last: int = 9999
    before: TrueAgency | None = None
    until: int = 0
    spread: int = 0

    def at(self, year: int) -> TrueAgency:
        """Returns the agency as it was in a year."""
        return self.before if self.before is not None and year <= self.until else self.now


def demo_agencies(count: int, seed: int) -> list[DemoAgency]:
    """Returns the first `count` agencies of the demo with this seed: hand-picked ones, then derived ones.

    Args:
        count: how many; the first ones are the same for every count.
        seed: decides which derived agencies come first.

    Raises:
        SourceError: fewer than one, or more than the data files yield.

    >>> [agency.now.name for agency in demo_agencies(2, seed=1)]
    ['淮安市人民政府', '南京市鼓楼区人民政府']
    """
    picked, derived = _known()
    if not 1 <= count <= len(picked) + len(derived):
        raise SourceError(f"The demo knows 1 to {len(picked) + len(derived)} agencies, not {count}: ask for fewer.")
    order = list(range(len(derived)))
    random.Random(f"agencies:{seed}").shuffle(order)
    found = [*picked, *(DemoAgency(derived[i]) for i in order[: max(0, count - len(picked))])]
    return [replace(agency, spread=i + seed) for i, agency in enumerate(found[:count])]


def all_agencies() -> Iterator[TrueAgency]:
    """Yields the derived agencies, in the order of the data files; the hand-picked ones are left out."""
    yield from _known()[1]


@cache
def _known() -> tuple[tuple[DemoAgency, ...], tuple[TrueAgency, ...]]:
    data = tomllib.loads((_HERE / "agencies.toml").read_text(encoding="utf-8"))
    picked = tuple(_picked(entry) for entry in data["agencies"])
    names = {agency.now.name for agency in picked}
    with (_HERE / "places.csv").open(encoding="utf-8", newline="") as file:
        places = list(csv.DictReader(file))
    derived = tuple(a for place in places for a in _of_place(place, data["departments"]) if a.name not in names)
    return picked, derived


def _picked(entry: dict[str, Any]) -> DemoAgency:
    now = TrueAgency(
        entry["name"],
        entry["level"],
        entry["kind"],
        entry.get("province"),
        entry.get("city"),
        entry.get("county"),
        entry.get("region_code"),
    )
    first, last = entry.get("years", (0, 9999))
    until = dict(entry.get("until", {}))
    year = until.pop("year", 0)
    return DemoAgency(now, first, last, replace(now, **until) if until else None, year)


def _of_place(place: dict[str, str], departments: dict[str, list[str]]) -> Iterator[TrueAgency]:
    level, prefix = place["level"], place["prefix"]
    where = (place["province"], place["city"] or None, place["county"] or None, place["region_code"])
    # 地区 and 盟 have no people's government but an administrative office of the province.
    seat = prefix + ("行政公署" if prefix.endswith(("地区", "盟")) else "人民政府")
    yield TrueAgency(seat, level, "government", *where)
    yield TrueAgency(seat + ("办公厅" if level == "province" else "办公室"), level, "office", *where)
    rank = "municipality" if prefix in _MUNICIPALITIES else level
    for department in departments[rank]:
        yield TrueAgency(prefix + department, level, "department", *where)
