"""An agency's name → its level, kind and region.

Precision comes first: a field is None wherever the name leaves a doubt that neither the page's site id nor the
document's own prose removes, and `national` is said only of bodies listed by name. How agencies are named is data, in
`agencies.toml`; divisions and how names are made of them are in `places`.
"""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from toolkit.corpus.places import (
    Chain,
    Division,
    Divisions,
    agency_words,
    begins,
    decide_between,
    divisions_of,
    is_authority,
    is_name,
    known_years,
    outermost,
)

_STATE = "中华人民共和国"


class Identity(NamedTuple):
    """What an agency's name says, None where it does not.

    Attributes:
        level: of the government it belongs to: `national`, `province`, `city`, `county` or `township`.
        kind: `government`, `office`, `department`, `branch`, `subdistrict`, `committee` or `authorised`.
        province: full name.
        city: full name; None in municipalities and for cities and counties directly under a province.
        county: full name of the county or district.
        region_code: six digits, GB/T 2260 of the report's year, of the smallest division known.
        region_source: `name` (the document's prose included) or `site_id`; None without a region.
    """

    level: str | None
    kind: str | None
    province: str | None
    city: str | None
    county: str | None
    region_code: str | None
    region_source: str | None


class _Reading(NamedTuple):
    """What the name alone says.

    `region` is certain. Without it `candidates` are what the name can mean, `lead` is the character that stands for
    the place (县 of 县水利局), and an `open` name has no place at all. `levelled`: the level is the region's own, so a
    region found later brings it. `unknown`: it names a division that the year does not have.
    """

    year: int
    name: str
    kind: str | None
    level: str | None = None
    region: Division | None = None
    candidates: tuple[Division, ...] = ()
    lead: str = ""
    lead_levels: tuple[str, ...] = ()
    levelled: bool = False
    open: bool = False
    unknown: bool = False


class Identifier:
    """Tells level, kind and region of agencies; remembers each name and year it has read.

    The divisions are loaded with the first name that needs them.

    >>> found = Identifier().identify("忻州市生态环境局神池分局", 2023)
    >>> found.level, found.kind, found.city, found.county, found.region_code
    ('county', 'branch', '忻州市', '神池县', '140927')
    >>> Identifier().identify("鼓楼区人民政府", 2023, hint="徐州市鼓楼区人民政府编制本报告。").region_code
    '320302'
    """

    def __init__(self) -> None:
        self._readings: dict[tuple[str, int], _Reading] = {}

    def identify(
        self, agency: str | None, year: int | None, *, site_id: str | None = None, hint: str | None = None
    ) -> Identity:
        """Returns the identity of an agency.

        Args:
            agency: its name as printed; None is known by its site id only.
            year: the year of the report, whose divisions and codes count; None and years after the last known one
                take the last known one.
            site_id: SiteIDCode of the page: ten characters that start with a GB/T 2260 code (`3208000001`), or with
                letters for national bodies. Read only where the name leaves the region open, and never against it.
            hint: the document's prose, about its first 1000 characters: decides between places of one name.
        """
        name = _plain(agency or "")
        first, last = known_years()
        at = last if year is None else min(max(year, first), last)
        reading = self._readings.get((name, at))
        if reading is None:
            reading = self._readings[name, at] = _read_near(name, at)
        return _settle(reading, divisions_of(reading.year), site_id or "", hint or "")


def _plain(agency: str) -> str:
    name = re.sub(r"\s+", "", unicodedata.normalize("NFKC", agency))
    name = re.sub(r"(?<=.)\([^()]*\)$", "", name)
    name = re.sub(r"^[\W_]+|[\W_]+$", "", name)
    return name.removeprefix(_STATE) or name


# ---------------------------------------------------------------- reading a name


def _read_near(name: str, year: int) -> _Reading:
    """A title written early the next year may use a name newer than its report's year; a late one, an older name."""
    reading = _read(name, divisions_of(year))
    first, last = known_years()
    for other in (year + 1, year - 1):
        if reading.unknown and first <= other <= last:
            nearby = _read(name, divisions_of(other))
            reading = reading if nearby.unknown else nearby
    return reading


def _read(name: str, divisions: Divisions) -> _Reading:
    if not name:
        return _Reading(divisions.year, name, None, open=True)
    for kind, bodies in agency_words()["national"].items():
        if name in bodies:
            return _Reading(divisions.year, name, kind, "national")
    if corps := _read_corps(name, divisions):
        return corps
    prefix = next((prefix for prefix in _prefixes() if name.startswith(prefix)), None)
    if prefix is None:
        return _read_local(name, divisions, system=False)
    return _read_local(name.removeprefix(prefix).removeprefix("驻"), divisions, system=True)


@cache
def _prefixes() -> tuple[str, ...]:
    words = agency_words()
    names = {*words["systems"]["prefixes"], *(body for bodies in words["national"].values() for body in bodies)}
    return tuple(sorted(names, key=lambda prefix: (-len(prefix), prefix)))


def _read_corps(name: str, divisions: Divisions) -> _Reading | None:
    words = agency_words()["corps"]
    prefix = next((prefix for prefix in words["prefixes"] if name.startswith(prefix)), "")
    rest = name.removeprefix(prefix)
    region = divisions.by_code[words["region"]]
    unit = re.search(words["division_pattern"], rest)
    rest = rest[unit.end() :] if unit else rest
    chain = divisions.read(rest) if unit else None
    if chain and chain.divisions[0].within(region):
        region, rest = chain.divisions[0], rest[chain.end :]
    elif not prefix:
        return None  # armies have divisions of that name too
    kind = _kind(rest)
    level, _ = _level_behind(rest, kind, "city" if unit else "province")
    # A regiment is like a township, but not one.
    level = None if level == "township" or re.search(words["regiment_pattern"], rest) else level
    return _Reading(divisions.year, name, kind, level, region)


def _read_local(name: str, divisions: Divisions, *, system: bool) -> _Reading:
    runs_into = agency_words()["townships"]["runs_into_pattern"]
    for chain in divisions.readings(name):
        if not re.search(runs_into, name[chain.end :]):
            return _read_behind(name, chain, divisions)
    return _read_placeless(name, divisions, system=system)


def _read_behind(name: str, chain: Chain, divisions: Divisions) -> _Reading:
    """Reads what follows the divisions at the start of the name."""
    words = agency_words()
    rest = name[chain.end :]
    kind = _kind(rest)
    read = _Reading(divisions.year, name, kind)
    if len(chain.divisions) > 1 or (chain.links == 1 and name[: chain.end] in words["divisions"]["generic"]):
        levels = {division.level for division in chain.divisions}
        level, unknown = _level_behind(rest, kind, levels.pop() if len(levels) == 1 else None)
        # 滨海新区管理委员会 may be of any city's unofficial 滨海新区.
        level = None if kind == "committee" else level
        levelled = _follows_region(rest, kind)
        return read._replace(level=level, candidates=chain.divisions, levelled=levelled, unknown=unknown)
    division = chain.divisions[0]
    if division.level == "county" and re.search(words["townships"]["bare_office_pattern"], rest):
        return read._replace(kind="subdistrict", level="township", region=division)
    if branch := _read_branch(rest, division, divisions):
        region, level = branch
        return read._replace(kind="branch", level=level, region=region)
    level, unknown = _level_behind(rest, kind, division.level)
    if level != "township" and (other := divisions.another(rest, division)):
        # 江苏省烟草公司淮安市公司 is not of the province's level. 伊犁州阿勒泰地区行政公署 is not 伊犁's by its code,
        # but the 清河区 that 淮安市 had until 2016 is not the one of 铁岭市.
        inside = other.within(division)
        elsewhere = not inside and other.province_code == division.province_code
        return read._replace(region=None if elsewhere else division, unknown=not inside)
    return read._replace(level=level, region=division, unknown=unknown)


def _follows_region(rest: str, kind: str | None) -> bool:
    return _level_behind(rest, kind, "county")[0] == "county"


def _level_behind(rest: str, kind: str | None, level: str | None) -> tuple[str | None, bool]:
    """Returns the level of an agency called `rest` behind a division of that level, and whether it names another."""
    words = agency_words()
    if _is_township(rest):
        return "township", False
    if kind == "committee":
        return (level if re.search("^(管理委员会|管委会)", rest) else None), False
    if re.search(words["zones"]["pattern"], rest):
        return None, False
    if _unknown_division(rest):
        return None, True
    if level == "province" and kind == "authorised" and re.search(words["schools"]["pattern"], rest):
        return None, False
    return level, False


def _read_branch(rest: str, parent: Division, divisions: Divisions) -> tuple[Division, str | None] | None:
    """Returns region and level of a branch that names its district behind its organ, None for anything else."""
    words = agency_words()["dispatched"]
    for organ in words["organs"]:
        if rest.endswith(organ) and (place := divisions.inside(rest.removesuffix(organ), parent)):
            return place, place.level
    found = re.search(words["pattern"], rest)
    if not found:
        return None
    if place := divisions.inside(found["place"], parent):
        return place, place.level
    # A branch in a place that is no division (高新区分局) is neither surely the city's nor surely a county's.
    own = parent.level == "county" or re.search(words["own_pattern"], rest)
    return parent, parent.level if own else None


def _read_placeless(name: str, divisions: Divisions, *, system: bool) -> _Reading:
    words = agency_words()
    kind = _kind(name)
    read = _Reading(divisions.year, name, kind)
    if post := _read_post(name, divisions, system=system):
        region, level = post
        return read._replace(region=region, level=level)
    zoned = bool(re.search(words["zones"]["pattern"], name))
    if zoned and (city := _zone_city(name, divisions)):
        return read._replace(region=city, level="township" if _is_township(name) else None)
    if system or name.startswith(tuple(words["systems"]["reserved"])):
        return read
    if _is_township(name) or re.search(words["townships"]["runs_into_pattern"], name):
        return read._replace(level="township", open=True)
    lead = next((lead for lead in words["leads"] if name.startswith(lead)), "")
    if lead and not re.search(words["lead_rules"]["not_a_lead_pattern"], name):
        levels = tuple(words["leads"][lead])
        if re.search(words["lead_rules"]["province_pattern"], name):
            levels = ("province",)
        level, _ = _level_behind(name.removeprefix(lead), kind, levels[0] if len(levels) == 1 else None)
        levelled = _follows_region(name.removeprefix(lead), kind)
        return read._replace(level=level, lead=lead, lead_levels=levels, levelled=levelled)
    if not zoned and _unknown_division(name):
        return read._replace(unknown=True)
    return read._replace(open=True, levelled=not zoned and kind in ("government", "office", "department", "branch"))


def _read_post(name: str, divisions: Divisions, *, system: bool) -> tuple[Division, str | None] | None:
    for post in agency_words()["posts"]:
        if not name.endswith(post["ending"]) or (post.get("system", False) and not system):
            continue
        called = _called_shortly(name.removesuffix(post["ending"]), divisions)
        for ranks in post["ranks"]:
            among = [division for division in called if division.level in ranks]
            if among:
                place = outermost(among)
                return (place, place.level if post.get("level", True) else None) if place else None
    return None


def _zone_city(name: str, divisions: Divisions) -> Division | None:
    """Returns the city (or province) whose short name stands before a zone: 淮安 of 淮安经济技术开发区.

    Counties are left out: 太湖旅游度假区 lies in 苏州, 太湖县 does not.
    """
    for length in range(min(len(name), 8), 1, -1):
        if called := _called_shortly(name[:length], divisions):
            city = outermost(called)
            return city if city and city.level != "county" else None
    return None


def _called_shortly(name: str, divisions: Divisions) -> tuple[Division, ...]:
    called = divisions.called_shortly(name)
    if name in agency_words()["zones"]["prominent"]:
        return tuple(division for division in called if division.level != "county")
    return called


def _kind(rest: str) -> str | None:
    if not rest:
        return "government"  # a bare division
    for entry in agency_words()["kinds"]:
        if re.search(entry["pattern"], rest):
            return str(entry["kind"])
    words = agency_words()
    if re.search(words["townships"]["government_pattern"], rest) and _is_township(rest):
        return "government"
    zone = re.search(words["zones"]["pattern"] + "$", rest)
    return "committee" if zone else None


def _is_township(rest: str) -> bool:
    words = agency_words()["townships"]
    return bool(re.search(words["pattern"], rest) or re.search(words["posts_pattern"], rest))


def _unknown_division(rest: str) -> bool:
    words = agency_words()["unknown"]
    found = re.search(words["pattern"], rest)
    return bool(found) and not re.search(words["not_a_division_pattern"], found["name"] if found else "")


# ---------------------------------------------------------------- what the page adds


def _settle(reading: _Reading, divisions: Divisions, site_id: str, hint: str) -> Identity:
    site = _site_division(site_id, divisions)
    if reading.level == "national":
        # A regional site under a national name is a title cut short: better nothing than a local body as national.
        level = None if site and site.province_code != "110000" else "national"
        return Identity(level, reading.kind, None, None, None, None, None)
    region, level, source = reading.region, reading.level, "name"
    if region is None:
        by_site = _decide_by_site(reading, site)
        by_hint = _decide_by_hint(reading, divisions, hint) if hint else None
        if by_site is None or by_hint is None or by_hint.within(by_site):
            region = by_hint if by_hint and by_hint != by_site else by_site
            source = "site_id" if by_site and region == by_site else "name"
        # A city's site may show its counties' agencies too: there an open name keeps its level open.
        sure = by_hint == region or not reading.open or (region is not None and region.level == "county")
        if region and reading.levelled and sure:
            level = region.level
    elif level == "township" and region.level != "county" and site and site.level == "county" and site.within(region):
        region, source = site, "site_id"  # 苏州市周庄镇 on the site of 昆山市
    if region is None:
        return Identity(level, reading.kind, None, None, None, None, None)
    return Identity(level, reading.kind, region.province, region.city, region.county, region.code, source)


def _site_division(site_id: str, divisions: Divisions) -> Division | None:
    found = re.match(r"\d{6}(?=[0-9A-Za-z]{4}$)", site_id.strip())
    return divisions.by_code.get(found[0]) if found else None


def _decide_by_site(reading: _Reading, site: Division | None) -> Division | None:
    if site is None:
        return None
    if reading.candidates:
        among = [candidate for candidate in reading.candidates if candidate.within(site)]
        return among[0] if len(among) == 1 else None
    if reading.lead:
        fits = site.level in reading.lead_levels and site.name.endswith(reading.lead)
        return site if fits else None
    return site if reading.open else None


def _decide_by_hint(reading: _Reading, divisions: Divisions, hint: str) -> Division | None:
    if not reading.candidates and (not (reading.lead or reading.open) or not reading.name):
        return None
    # Lines break inside names; paragraphs do not.
    text = re.sub(r"\s+", "", re.sub(r"\n\s*\n", "。", unicodedata.normalize("NFKC", hint)))
    if reading.candidates:
        return decide_between(reading.candidates, divisions, text)
    name = reading.name.removeprefix(reading.lead)
    named: set[Division] = set()
    authorities: set[Division] = set()
    mentioned: set[Division] = set()
    for chain in divisions.mentions(text):
        division = chain.divisions[0]
        if not division.name.endswith(reading.lead) or (reading.lead and division.level not in reading.lead_levels):
            continue
        if is_name(text, chain):
            mentioned.update(chain.divisions)
        if len(chain.divisions) == 1 and is_name(text, chain) and begins(text, chain):
            if text.startswith(name, chain.end):
                named.add(division)
            if reading.lead and is_authority(text, chain):
                authorities.add(division)
    # A second place, even in passing, leaves a doubt; the agency's own full name leaves none.
    return _only(named) if named else _only(authorities) if mentioned == authorities else None


def _only(found: set[Division]) -> Division | None:
    return next(iter(found)) if len(found) == 1 else None
