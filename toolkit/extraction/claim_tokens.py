"""A sentence of prose → what stands in it: words, numbers, years, marks, and the gaps between what is known."""

import re
from functools import cache
from typing import NamedTuple

from toolkit.extraction.claim_numbers import QUANTITY, Quantity, read_quantity
from toolkit.extraction.claim_words import shipped_claim_words

_WIDE = str.maketrans(
    "０１２３４５６７８９．％,;:()-‐−－　\xa0\u2002\u2003\u2009\u202f",
    "0123456789.%，；：（）----      ",
)
_SPACE = re.compile(r"\s")
_WIDE_THOUSANDS = re.compile("(?<=[０-９])[，,](?=[０-９]{3}(?![０-９]))|(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_YEAR = r"(?P<year>(?:19|20)\d\d|二[〇○零Oo][一二三四五六七八九〇○零]{2})年(?:度)?"
_YEARS = r"(?P<years>(?:19|20)\d\d年?(?:度)?[-—–至到~～](?:19|20)\d\d年(?:度)?)"
# 全市水利系统: more than the one that reports, and not its area.
_SYSTEM = r"(?P<system>[全我][市县区省州盟旗国](?:(?!通过|公开|在线)[一-龥]){1,6}?系统)"
_CARRIED = (
    r"(?P<carried>(?:(?:含|由|从)?(?P<since>20\d\d)年(?:度)?(?:结转|转结|转入|遗留|未办结)(?:[至到入](?:本年度?|今年|20\d\d年度?))?(?:继续办理|办理)?的?)"
    r"|(?:(?:结转|顺延|延续|延|转)(?:[至到入在])?(?P<until>20\d\d)年(?:度)?(?:继续)?(?:办理|答复|处理|办结)?的?))"
)
_MONTH = r"(?P<month>\d{1,2}(?:[-—–至到~～]\d{1,2})?月(?:\d{1,2}[日号]|底|末|份)?)"
_WHOLE_MONTHS = re.compile(r"0?1月0?1[日号]|12月(?:31[日号]|底|末)|0?1[-—–至到~～]12月份?")
# 第三件, and how many nobody knows: 数十件.
_ORDINAL = (
    r"(?P<ordinal>[第每某这该任][一二三四五六七八九十两]+[件条项份个部宗起例]?"
    r"|[数几][十百千万]+(?![一二三四五六七八九]))"
)
_NUMERAL_YEAR = str.maketrans("〇○零Oo一二三四五六七八九", "00000123456789")


class Token(NamedTuple):
    """What stands at a place of a sentence.

    `kind` and `code` are those of a word; of others `kind` is `number`, `year`, `month`, `mark` or `gap`, and `code`
    the text.
    """

    kind: str
    code: str
    start: int
    end: int
    quantity: Quantity | None = None


class Normal(NamedTuple):
    """A sentence with plain digits and marks and no spaces; `at` tells where each character was printed."""

    text: str
    at: tuple[int, ...] | range


def normalised(sentence: str) -> Normal:
    """Returns a sentence in which what means the same is written the same."""
    plain = _WIDE_THOUSANDS.sub("\x1f", sentence).translate(_WIDE).replace("\x1f", ",")
    if _SPACE.search(plain) is None:
        return Normal(plain, range(len(plain)))
    plain = _SPACE.sub(" ", plain)
    kept = [
        at
        for at, character in enumerate(plain)
        # Two numbers beside each other are not one.
        if character != " " or (plain[at - 1 : at].isdigit() and plain[at : at + 8].lstrip()[:1].isdigit())
    ]
    return Normal("".join([plain[at] for at in kept]), tuple(kept))


def tokens_of(text: str, year: int | None = None) -> list[Token]:
    """Returns the tokens of a normalised sentence, in order and without holes.

    Args:
        text: the sentence.
        year: the year reported about: it tells whether what is carried over between two years comes in or goes out.
    """
    words = shipped_claim_words().words
    tokens: list[Token] = []
    at = 0
    for found in _pattern().finditer(text):
        start, end = found.span()
        if start > at:
            tokens.append(Token("gap", text[at:start], at, start))
        if found.lastgroup == "word":
            kind, code = words[found.group()]
            tokens.append(Token(kind, code, start, end))
        else:
            tokens.append(_token(found, year))
        at = end
    if at < len(text):
        tokens.append(Token("gap", text[at:], at, len(text)))
    return tokens


def _token(found: re.Match[str], year: int | None) -> Token:
    start, end = found.span()
    match found.lastgroup:
        case "mark":
            return Token("mark", found.group(), start, end)
        case "month_told":
            return Token("month", "whole" if _WHOLE_MONTHS.fullmatch(found["month"]) else "part", start, end)
        case "year_told":
            return Token("year_told", found["year"].translate(_NUMERAL_YEAR), start, end)
        case "years_told":
            return Token("year", "other", start, end)
        case "system_told":
            return Token("scope", "unknown", start, end)
        case "carried_told":
            return _carried(found, year, start, end)
        case "ordinal":
            return Token("gap", found.group(), start, end)
        case _ if found["unit"] is None and not found["figure"][0].isdigit() and found["figure"] != "零":
            return Token("gap", found.group(), start, end)  # 统一, 一是
        case _:
            return Token("number", found["figure"], start, start + len(found["figure"]), read_quantity(found))


def _carried(found: re.Match[str], year: int | None, start: int, end: int) -> Token:
    """2022年结转, 结转至2024年: carried in from the year before, or out to the year after; else another year's."""
    since, until = (int(told) - (year or 0) if told else None for told in (found["since"], found["until"]))
    if year and (since == -1 or until == 0):
        return Token("requests", "carried_in", start, end)
    if year and until == 1:
        return Token("requests", "carried_out", start, end)
    return Token("year", "other", start, end)


@cache
def _pattern() -> re.Pattern[str]:
    word = shipped_claim_words().pattern
    return re.compile(
        f"(?P<mark>[，；：（）。！？])|(?P<carried_told>{_CARRIED})|(?P<years_told>{_YEARS})"
        f"|(?P<system_told>{_SYSTEM})|(?P<year_told>{_YEAR})|(?P<month_told>{_MONTH})|{_ORDINAL}"
        f"|(?P<word>{word})|(?P<quantity>{QUANTITY})"
    )
