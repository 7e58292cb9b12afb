"""Names of Word's markup, and the automatic numbers of its paragraphs."""

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def tagged(name: str) -> str:
    """Returns a name of Word's in the notation of the tree.

    >>> tagged("p")
    '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p'
    """
    return f"{{{NAMESPACE}}}{name}"


def whole(value: str | None, otherwise: int) -> int:
    """Returns an attribute as a whole number; `otherwise` where it is none.

    >>> whole("3", 1), whole("all", 1), whole(None, 0)
    (3, 1, 0)
    """
    return int(value) if value and value.isdecimal() and len(value) < 10 else otherwise


_VAL, _PPR, _NUM, _LEVEL, _NUM_ID = map(tagged, ("val", "pPr", "numPr", "ilvl", "numId"))
_NUMERALS = "〇一二三四五六七八九十"
_PLACES = re.compile(r"%(\d)")
_CHINESE = ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "taiwaneseCounting")


class Numbering:
    """The automatic numbers of paragraphs: 一、 that is counted by Word stands nowhere in the text."""

    def __init__(self, root: "_Element") -> None:
        """Reads the definitions.

        Args:
            root: of the part `word/numbering.xml`.
        """
        abstract = {item.get(tagged("abstractNumId")): item for item in root.iter(tagged("abstractNum"))}
        self._lists: dict[str, str] = {}
        self._levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._counts: Counter[tuple[str, int]] = Counter()
        for number in root.iter(tagged("num")):
            target = _value(number, "abstractNumId")
            name = number.get(_NUM_ID)
            if target is None or name is None or target not in abstract:
                continue
            # Two lists of one definition count on, unless one starts anew.
            restarts = next(number.iter(tagged("startOverride")), None) is not None
            self._lists[name] = f"{target}/{name}" if restarts else target
            for level in abstract[target].iter(tagged("lvl")):
                at = whole(level.get(_LEVEL), 0)
                start = whole(_value(level, "start"), 1)
                shape = _value(level, "numFmt") or "decimal", _value(level, "lvlText") or "", start
                self._levels[self._lists[name], at] = shape

    def next_number(self, paragraph: "_Element") -> str:
        """Returns the number that a paragraph shows, empty where it has none; to be asked once, in document order."""
        properties = paragraph.find(f"{_PPR}/{_NUM}")
        if properties is None:
            return ""
        found = self._lists.get(_value(properties, "numId") or "")
        level = whole(_value(properties, "ilvl"), 0)
        if found is None or (found, level) not in self._levels:
            return ""
        self._counts[found, level] += 1
        for deeper in range(level + 1, 10):
            self._counts.pop((found, deeper), None)
        if self._levels[found, level][0] in ("bullet", "none"):
            return ""
        return _PLACES.sub(lambda place: self._written(found, int(place[1]) - 1), self._levels[found, level][1])

    def _written(self, found: str, level: int) -> str:
        shape, _, start = self._levels.get((found, level), ("decimal", "", 1))
        number = max(self._counts[found, level], 1) + start - 1
        return _chinese(number) if shape in _CHINESE else str(number)


def _value(element: "_Element", name: str) -> str | None:
    found = element.find(tagged(name))
    return None if found is None else found.get(_VAL)


def _chinese(number: int) -> str:
    """A number below 100 in Chinese numerals.

    >>> [_chinese(number) for number in (1, 10, 12, 20, 35)]
    ['一', '十', '十二', '二十', '三十五']
    """
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return (_NUMERALS[tens] if tens > 1 else "") + ("十" if tens else "") + (_NUMERALS[ones] if ones else "")
