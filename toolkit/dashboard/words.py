"""Every word of the page in both languages: the page holds both, and shows one."""

from typing import Any, NamedTuple

from toolkit.codebook import Codebook
from toolkit.labels import codes, label
from toolkit.messages import LANGUAGES, counted, message, named_in

MESSAGES = ("figures", "dashboard", "nouns", "reasons")
LABELS = (
    "columns", "severities", "levels", "kinds", "request_states", "request_marks", "cell_states", "cell_marks",
    "statuses", "tables", "form", "flow", "links", "deadlines", "slips", "causes", "answers",
)  # fmt: skip
"""The groups of messages and labels that the page's script speaks with."""


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


def spoken(codebook: Codebook) -> dict[str, Any]:
    """Returns the messages and labels of the page's script, each in both languages, and the official row labels."""
    return {
        "messages": {group: named_in(group) for group in MESSAGES},
        "labels": {
            group: {code: {lang: label(group, code, lang) for lang in LANGUAGES} for code in codes(group)}
            for group in LABELS
        },
        "official": {f"{table}/{code}": text for (table, code), text in codebook.labels.items()},
    }


def _in(value: object, place: int) -> object:
    return value[place] if isinstance(value, Both) else value
