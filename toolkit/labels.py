"""The words for codes, Chinese and English, read from `labels.toml`: columns, states, levels, headings."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

Words = Mapping[str, str]


@cache
def _labels() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("labels.toml").read_text("utf-8"))


def label(group: str, code: str, lang: str = "zh") -> str:
    """Returns the word for a code: Chinese as the official forms have it, or English.

    Args:
        group: a group of `labels.toml`: `columns`, `statuses`, `cell_states`, `cell_marks`, `request_states`,
            `severities`, `slips`, `causes`, `answers`, `levels`, `kinds`, `tables`, `form`, …
        code: a column name, state, level, … of that group; without a Chinese label it comes back as it is.
        lang: `zh`, or `en`: the code with its underscores as spaces where English has no entry of its own.

    Raises:
        KeyError: no such group or language.

    >>> label("cell_states", "blank"), label("columns", "requests__new__total")
    ('空白', 'requests__new__total')
    >>> label("statuses", "not_a_report", "en"), label("request_states", "missing", "en")
    ('not a report', 'no report')
    """
    chinese: Words = _labels()[group]
    english: Words = _labels()["english"].get(group, {})
    words = {"zh": chinese, "en": english}[lang]
    return words.get(code, code if lang == "zh" else " ".join(code.replace("_", " ").split()))


def codes(group: str) -> tuple[str, ...]:
    """Returns the codes of a group in the order of `labels.toml`.

    Args:
        group: as of `label`.

    >>> codes("levels")[0]
    'national'
    """
    return tuple(_labels()[group])


def column_labels() -> Words:
    """Returns the Chinese labels of the frames' columns by name."""
    labels: Words = _labels()["columns"]
    return labels
