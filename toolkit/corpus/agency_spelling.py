"""One way to write an agency's name: spaces, widths, short forms and places written out or not make no difference.

忻州市神池县水利局, 神池县 水利局 and 县水利局 on the county's own site are all 神池县水利局, if they are of one
region code. What would be a guess stays as printed: two spellings are then two agencies, and may be linked.
"""

import re
import unicodedata
from typing import NamedTuple

from toolkit.corpus.agency_words import name_words
from toolkit.corpus.places import Chain, Division, Divisions, agency_words, divisions_of

_STATE = "中华人民共和国"


class Spelling(NamedTuple):
    """A name taken apart.

    Attributes:
        name: place and rest, the one way to write it.
        place: the division that the name starts with, by its own full name; empty where none is certain.
        rest: what follows it.
    """

    name: str
    place: str
    rest: str


def plain(agency: str) -> str:
    """Returns a name without what printing adds: spaces, full-width letters, marks around it.

    >>> plain("　神池县 水利局（本级）：")
    '神池县水利局(本级)'
    """
    name = re.sub(r"\s+", "", unicodedata.normalize("NFKC", agency))
    name = re.sub(r"^[^\w(《]+|[^\w)》]+$", "", name)
    return name.removeprefix(_STATE) or name


def spelling(agency: str, region_code: str | None, level: str | None, year: int | None) -> Spelling:
    """Returns the one way to write a name.

    Args:
        agency: as printed.
        region_code: of the smallest division known, GB/T 2260 of the year.
        level: of the government it belongs to, None where it is not known.
        year: of the divisions.

    >>> spelling("山西省忻州市神池县水利局", "140927", "county", 2023).name
    '神池县水利局'
    >>> spelling("徐州市鼓楼区政府办公室", "320302", "county", 2023).name
    '鼓楼区人民政府办公室'
    >>> spelling("县水利局", "140927", "county", 2023).name
    '神池县水利局'
    """
    name = plain(agency)
    divisions = divisions_of(year)
    region = divisions.by_code.get(region_code) if region_code else None
    if region is None:
        return Spelling(name, "", name)
    found = _led_by(name, region, divisions)
    if found is None:
        rest = _placeless(name, region, level)
        return Spelling(name, "", name) if rest is None else _spelt(region, rest)
    division, end = found
    return _spelt(division, name[end:])


def _spelt(division: Division, rest: str) -> Spelling:
    rest = name_words()["short"].get(rest, rest)
    return Spelling(division.name + rest, division.name, rest)


def _led_by(name: str, region: Division, divisions: Divisions) -> tuple[Division, int] | None:
    """Returns the division that the name starts with, if its region is that division or lies in it."""
    runs_into = agency_words()["townships"]["runs_into_pattern"]
    for chain in divisions.readings(name):
        if not re.search(runs_into, name[chain.end :]) and (division := _meant(chain, region)):
            return division, chain.end
    return None


def _meant(chain: Chain, region: Division) -> Division | None:
    around = [division for division in chain.divisions if region.within(division)]
    return around[0] if len(around) == 1 else None


def _placeless(name: str, region: Division, level: str | None) -> str | None:
    """Returns what follows the place that a name without one is of, None where that is not certain."""
    words = agency_words()
    if re.search(words["zones"]["pattern"], name) or level is None:
        return None
    lead = next((lead for lead in words["leads"] if name.startswith(lead)), "")
    if lead and not re.search(words["lead_rules"]["not_a_lead_pattern"], name):
        fits = region.level in words["leads"][lead] and region.name.endswith(lead) and level == region.level
        return name.removeprefix(lead) if fits else None
    if name.startswith(tuple(words["systems"]["reserved"])):
        return None
    county = region.level == "county"
    return name if (county and level in ("county", "township")) or level == region.level else None
