"""A quantity told in prose → its value, its unit, and whether it is told exactly."""

import re
from functools import lru_cache
from typing import NamedTuple

_DIGITS = r"\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMERALS = "零〇一二三四五六七八九十百千万两廿"
QUANTITY = (
    rf"(?P<figure>(?P<few>[几数上])?(?:{_DIGITS}|[{_NUMERALS}]+)(?P<much>(?:[余多几来]?[万亿千百十](?!元))?)"
    rf"(?P<more>[余多几来]?)(?P<span>[-—–~～至到]\d[\d,.]*)?)"
    rf"(?:(?P<unit>万元|亿元|元|%|个百分点|件次|宗次|条次|人次|件|宗|起|条|份|例|项|部|个(?!工作日|月|小时|百分点))"
    rf"(?P<after>余|多|以上|左右|上下|以下|以内|之多)?)?"
)
_PLAIN = re.compile(_DIGITS)
_TIMES = {"": 1, "十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_DIGIT = {numeral: digit for digit, numeral in enumerate("零一二三四五六七八九")}


class Quantity(NamedTuple):
    """A number as told: `value` is None where it is no single number, `exact` says whether nothing was rounded."""

    value: float | None
    unit: str
    exact: bool


def read_quantity(found: re.Match[str]) -> Quantity:
    """Returns what a match of `QUANTITY` says."""
    figure, unit = found["figure"], found["unit"] or ""
    if found["few"] or found["span"] or "几" in figure:
        return Quantity(None, unit, False)
    return _read(figure, unit, bool(found["after"]))


@lru_cache(maxsize=4096)
def _read(figure: str, unit: str, rounded: bool) -> Quantity:
    plain = _PLAIN.match(figure)
    if plain is None:
        bare = figure.rstrip("余多几来")
        inner = re.sub("[余多几来]", "", bare)
        return Quantity(read_numerals(inner), unit, not rounded and inner == figure)
    rest = figure[plain.end() :]
    times = re.sub("[余多几来]", "", rest)
    if times not in _TIMES:
        return Quantity(None, unit, False)
    digits = plain.group().replace(",", "")
    if len(digits) > 1 and digits[0] == "0" and "." not in digits:
        return Quantity(None, unit, False)
    # 1.2万 is a number rounded to thousands; a count that is no whole number is none at all.
    return Quantity(float(digits) * _TIMES[times], unit, not rounded and not rest)


@lru_cache(maxsize=4096)
def read_numerals(text: str) -> float | None:
    """Returns the number of Chinese numerals, None where it is not certain which.

    >>> [read_numerals(text) for text in ("一百二十三", "两百", "二〇", "三百十二", "三四", "十百", "两")]
    [123.0, 200.0, 20.0, 312.0, None, None, 2.0]
    """
    plain = text.replace("〇", "零").replace("廿", "二十")
    if all(character in _DIGIT for character in plain):
        # Two digits beside each other are about so many (三四件), unless one is a nought.
        if len(plain) == 1 or (plain[0] != "零" and (len(plain) > 2 or "零" in plain)):
            return float("".join(str(_DIGIT[character]) for character in plain))
        return None
    if plain == "两":
        return 2.0
    plain = re.sub("两(?=[百千万])", "二", plain)
    plain = re.sub("(?<=[百千万零])十", "一十", plain)
    from cn2an import cn2an  # rarely needed, and not free to import

    try:
        return float(cn2an(plain, "strict"))
    except ValueError:
        return None
