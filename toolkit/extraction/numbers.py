"""A printed cell → a number, or the honest reason why it is none."""

import re
from functools import lru_cache
from typing import NamedTuple

from toolkit.extraction.wordings import shipped_wordings

# Beyond this a float no longer holds every whole number.
_LARGEST = 2**53
# Only digits and signs have other widths; NFKC would also turn ① and ² into digits and 3① into 31.
_WIDTHS = str.maketrans("０１２３４５６７８９，．＋－−％／　\xa0\u2002\u2003\u2009\u202f", "0123456789,.+--%/      ")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\u2066-\u2069\ufeff\xad]")
_REVERSED = re.compile("[\u202a-\u202e]")
_PLAIN = re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?")
_COMMAS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_SPACED = re.compile(r"[1-9]\d{0,2}(?: \d{3})+(?:\.\d+)?")
_BARE_DECIMAL = re.compile(r"\.\d+")


class Reading(NamedTuple):
    """A printed text read as a number: `state` is `number`, `blank` or `unreadable`.

    `unit` is the unit printed with the number (`件`, `万元`, `元`), None when there is none.
    `spaced` says that the thousands are parted by a space, which two neighbouring numbers look like too.
    """

    value: float | None
    unit: str | None
    state: str
    spaced: bool = False


BLANK = Reading(None, None, "blank")
UNREADABLE = Reading(None, None, "unreadable")


@lru_cache(maxsize=50_000)
def read_number(raw: str, kind: str = "count") -> Reading:
    """Returns a printed text read as a number.

    Never guesses: what is not a number in whole stays unreadable. A dash or slash is blank, 无 is unreadable, and so is
    a number with a leading zero (`012`), which may be the digits of two cells.

    Args:
        raw: the text as printed.
        kind: `count`; `amount` (money, may carry 元 or 万元); `change` (2019 form: sign or 增/减 allowed).

    >>> read_number("1,234").value, read_number("２０件"), read_number("—").state, read_number("无").state
    (1234.0, Reading(value=20.0, unit='件', state='number', spaced=False), 'blank', 'unreadable')
    >>> read_number("012").state, read_number("0.12").value
    ('unreadable', 0.12)
    >>> read_number("12\\n3").state, read_number("3①").state, read_number("减4", "change").value
    ('unreadable', 'unreadable', -4.0)
    """
    if raw.isascii() and raw.isdigit() and (raw[0] != "0" or len(raw) == 1) and len(raw) < 16:
        return Reading(float(raw), None, "number")
    words = shipped_wordings()
    text = _INVISIBLE.sub("", raw.translate(_WIDTHS)).strip()
    if not text or words.dashes.fullmatch(text.replace(" ", "").replace("\n", "")):
        return BLANK
    if _REVERSED.search(text):
        return UNREADABLE
    text, sign = _sign(text, kind)
    if not text:
        return Reading(0.0, None, "number")
    text, unit = _unit(text, kind)
    value = _magnitude(text, kind)
    if value is None:
        return UNREADABLE
    return Reading(sign * value if value else 0.0, unit, "number", bool(_SPACED.fullmatch(text)))


def _sign(text: str, kind: str) -> tuple[str, int]:
    """Splits a sign off; an empty rest means that nothing changed."""
    if kind == "change":
        words = shipped_wordings()
        if text in words.same:
            return "", 1
        for entries, sign in ((words.more, 1), (words.less, -1)):
            for word in entries:
                if text.startswith(word):
                    return text[len(word) :].strip() or word, sign
    if text[0] in "+-":
        return text[1:].lstrip() or "?", -1 if text[0] == "-" else 1
    return text, 1


def _unit(text: str, kind: str) -> tuple[str, str | None]:
    words = shipped_wordings()
    for unit in words.amount_units if kind == "amount" else words.count_units:
        if text.endswith(unit):
            return text[: -len(unit)].rstrip(), unit if kind == "amount" else "件"
    return text, None


def _magnitude(text: str, kind: str) -> float | None:
    if _COMMAS.fullmatch(text):
        text = text.replace(",", "")
    elif _SPACED.fullmatch(text):
        text = text.replace(" ", "")
    elif not _PLAIN.fullmatch(text) and not (kind == "amount" and _BARE_DECIMAL.fullmatch(text)):
        return None
    value = float(text)
    return value if value < _LARGEST else None


_VALUE_LIKE = re.compile(r"[+\-]?[\d.,%\s+\-]*\d[\d.,%*\s]*(?:件次|件|项|宗|起|条|份|个|万元|元)?")


@lru_cache(maxsize=20_000)
def is_value(text: str) -> bool:
    """Says whether a printed text stands in the place of a number: digits, a dash, digits with a unit.

    >>> [is_value(text) for text in ("0", "/", "1,234件", "12 3", "规章", "1.属于国家秘密", "00")]
    [True, True, True, True, False, False, True]
    """
    shown = _INVISIBLE.sub("", text.translate(_WIDTHS)).strip()
    return bool(_VALUE_LIKE.fullmatch(shown)) or read_number(text, "change").state != "unreadable"
