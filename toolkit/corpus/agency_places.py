"""Places that kept on under another code, or under another name: which codes of GB/T 2260 mean the same place.

公主岭市 was 220381 until 2019 and is 220184 since; 太谷县 (140726) is 太谷区 (140703). The codes of neighbouring
years are compared: a division that is gone and one that is new in the same province, on the same level and with the
same name (or the same name but for 县, 市, 区), and no other such pair, are one place. A county-level 铜仁市 that
became a prefecture-level 铜仁市 is not: its offices are others.
"""

import re
from functools import cache

import polars as pl

from toolkit.corpus.agency_words import name_words
from toolkit.corpus.places import division_names

_FIRST = 2007
"""The year before the first annual reports."""


def same_place(code: str | None) -> str | None:
    """Returns the latest code of a place that kept its name; the code itself where there is no later one.

    >>> same_place("220381"), same_place("140726"), same_place(None)
    ('220184', '140726', None)
    """
    return _latest("name").get(code, code) if code else None


def same_seat(code: str | None) -> str | None:
    """Returns the latest code of a place that may have become a city or a district.

    >>> same_seat("140726"), same_seat("522201")
    ('140703', '522201')
    """
    return _latest("stem").get(code, code) if code else None


@cache
def _latest(by: str) -> dict[str, str]:
    """Returns the latest code by earlier code, of places whose `name` or `stem` is the same."""
    endings = "|".join(map(re.escape, name_words()["places"]["endings"]))
    names = division_names().filter(pl.col("year") >= _FIRST)
    names = names.with_columns(stem=pl.col("name").str.replace(f"(?:{endings})$", ""))
    keys = ["province", "level", by]
    before = names.with_columns(pl.col("year") + 1)
    gone = before.join(names, on=["code", "year"], how="anti").join(names, on="year", how="semi")
    new = names.join(before, on=["code", "year"], how="anti")
    single = [frame.filter(pl.len().over(*keys, "year") == 1) for frame in (gone, new)]
    pairs = single[0].join(single[1], on=[*keys, "year"], suffix="_new").sort("year", "code")
    steps = dict(pairs.select("code", "code_new").iter_rows())
    return {code: _end(code, steps) for code in steps}


def _end(code: str, steps: dict[str, str]) -> str:
    seen = {code}
    while (code_new := steps.get(code)) and code_new not in seen:
        seen.add(code_new)
        code = code_new
    return code
