"""Every word of the page in both languages: the page holds both, and shows one."""

import unicodedata
from typing import NamedTuple

from toolkit.labels import label
from toolkit.messages import counted, message


class Both(NamedTuple):
    """A text in both languages."""

    en: str
    zh: str


def both(name: str, **values: object) -> Both:
    """Returns a message in both languages; values that are in both are filled in each in its own.

    >>> both("nouns.rule").zh
    '条规则'
    """
    en, zh = ({key: _in(value, place) for key, value in values.items()} for place in (0, 1))
    return Both(message(name, "en", **en), message(name, "zh", **zh))


def named(group: str, code: str) -> Both:
    """Returns the label of a code in both languages."""
    return Both(label(group, code, "en"), label(group, code))


def numbered(count: int, noun: str) -> Both:
    """Returns a count with its noun in both languages."""
    return Both(counted(count, noun, "en"), counted(count, noun, "zh"))


def same(text: object) -> Both:
    """Returns a text that no language changes; control characters, which could turn a line around, as spaces.

    >>> same("局\\u202e")
    Both(en='局 ', zh='局 ')
    """
    kept = "".join(" " if unicodedata.category(mark) in ("Cc", "Cf", "Cs") else mark for mark in str(text))
    return Both(kept, kept)


def _in(value: object, place: int) -> object:
    return value[place] if isinstance(value, Both) else value
