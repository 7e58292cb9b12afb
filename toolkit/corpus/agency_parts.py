"""What two agencies' names share: whether one can be the other's later name.

Precision comes first. What tells alike names apart (第一 and 第二, 东城 and 西城, the names of townships, schools and
zones) must be equal; of the rest only an organ's stem may change, and only as renamings change it.
"""

import re
from functools import cache
from typing import NamedTuple

from rapidfuzz.distance import Indel

from toolkit.corpus.agency_words import name_words, reforms
from toolkit.corpus.places import divisions_of


class Parts(NamedTuple):
    """A name's parts.

    Attributes:
        family: `government`, `township`, `zone`, `whole` or `organ`: only names of one family are compared.
        proper: what must be the same: a township's name, the district of a branch that is no division.
        stem: what an organ is for: 卫生健康 of 卫生健康委员会.
        suffix: what its name ends with; a branch's 分局 too.
        place: the place that the name starts with.
    """

    family: str
    proper: str
    stem: str
    suffix: str
    place: str


class Likeness(NamedTuple):
    """Why two names may be one agency's: a code of `[links.reasons]`, and how much speaks for it, 0 to 1."""

    reason: str
    score: float


def parts_of(place: str, rest: str, region_code: str | None, year: int | None) -> Parts:
    """Returns the parts of a name.

    Args:
        place: that the name starts with.
        rest: what follows it.
        region_code: of the agency, which may lie in that place.
        year: of the code.

    >>> parts_of("忻州市", "生态环境局神池分局", "140927", 2023)
    Parts(family='organ', proper='', stem='生态环境', suffix='分局', place='忻州市')
    >>> parts_of("神池县", "生态环境分局", "140927", 2023).stem
    '生态环境'
    >>> parts_of("神池县", "卫生和计划生育委员会", "140927", 2017).stem
    '卫生计划生育'
    """
    words = name_words()["parts"]
    if re.search(words["government_pattern"], rest):
        return Parts("government", "", "", rest, place)
    if found := re.search(words["township_pattern"], rest):
        return Parts("township", found["name"], "", rest.removeprefix(found["name"]), place)
    if found := re.search(words["zone_pattern"], rest):
        return Parts("zone", "", found["name"], "管委会", place)
    if found := re.search(words["branch_pattern"], rest):
        proper = _without_place(found["place"] or "", region_code, year)
        return Parts("organ", proper, _stem(found["organ"]), found["branch"], place)
    if re.search(words["whole_pattern"], rest):
        return Parts("whole", rest, "", "", place)
    suffix = next((one for one in words["suffixes"] if rest.endswith(one) and rest != one), "")
    own = _without_place(rest.removesuffix(suffix), region_code, year, leading=True)
    return Parts("organ", "", _stem(own), suffix, place)


def _stem(text: str) -> str:
    return re.sub(name_words()["parts"]["connectors_pattern"], "", text)


def _without_place(text: str, region_code: str | None, year: int | None, *, leading: bool = False) -> str:
    """Takes the agency's own place out of a part of its name: 神池 of 生态环境局神池分局 and of 神池生态环境局."""
    region = divisions_of(year).by_code.get(region_code) if region_code else None
    for name in (region.name, region.short) if region else ():
        if text == name and not leading:
            return ""
        if leading and text.startswith(name) and text != name:
            return text.removeprefix(name)
    return text


def likeness(earlier: Parts, later: Parts, last_year: int, first_year: int) -> Likeness | None:
    """Returns why the later name may be the earlier agency's, None where nothing says so.

    Args:
        earlier: of the name that ends.
        later: of the name that begins.
        last_year: of the earlier name.
        first_year: of the later name.

    >>> earlier, later = (parts_of("神池县", rest, "140927", 2020) for rest in ("扶贫开发办公室", "乡村振兴局"))
    >>> likeness(earlier, later, 2020, 2021)
    Likeness(reason='reform', score=0.9)
    """
    if (earlier.family, earlier.proper) != (later.family, later.proper):
        return None
    scores = name_words()["links"]["scores"]
    if earlier.stem == later.stem:
        same_end, same_place = earlier.suffix == later.suffix, earlier.place == later.place
        if "分局" in (earlier.suffix, later.suffix) and not (same_end and same_place):
            reason = "branch"
        elif same_end:
            reason = "similar_name" if same_place else "place_renamed"
        else:
            reason = "suffix"
        return Likeness(reason, scores[reason])
    if earlier.family == "organ" and _by_reform(earlier.stem, later.stem, last_year, first_year):
        return Likeness("reform", scores["reform"])
    share = alike(earlier.stem, later.stem)
    return Likeness("similar_name", round(share * scores["similar_name"], 3)) if share else None


def _by_reform(earlier: str, later: str, last_year: int, first_year: int) -> bool:
    return any(
        start - 1 <= first_year and last_year <= end + 1 and earlier in stems and later in becomes
        for (start, end), stems, becomes in _reforms()
    )


@cache
def _reforms() -> tuple[tuple[tuple[int, int], frozenset[str], frozenset[str]], ...]:
    return tuple(((*one["years"],), frozenset(one["from"]), frozenset(one["to"])) for one in reforms())


def alike(earlier: str, later: str) -> float:
    """Returns the share of characters that two stems share, 0 where they are too unlike or surely two things.

    >>> round(alike("教育", "教育体育"), 2), alike("东城管理", "西城管理"), alike("公安", "公安局交通警察支队")
    (0.67, 0.0, 0.0)
    """
    limits, apart = name_words()["links"], name_words()["apart"]
    share = float(Indel.normalized_similarity(earlier, later))
    pieces = [
        (step.tag, earlier[step.src_start : step.src_end] + later[step.dest_start : step.dest_end])
        for step in Indel.opcodes(earlier, later)
        if step.tag != "equal"
    ]
    one_way = len({tag for tag, _ in pieces}) == 1
    if min(len(earlier), len(later)) < 2 or share < limits["alike" if one_way else "alike_replaced"]:
        return 0.0
    for _, piece in pieces:
        short = len(piece) <= apart["longest"] and re.search(apart["characters_pattern"], piece)
        if short or re.search(apart["organs_pattern"], piece):
            return 0.0
    return share
