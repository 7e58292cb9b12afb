"""The Chinese labels of what is shown, read from `labels.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def _labels() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_name("labels.toml").read_text("utf-8"))


def label(group: str, code: str) -> str:
    """Returns the Chinese label of a code, or the code itself where there is none.

    Args:
        group: `columns`, `statuses`, `cell_states`, `cell_marks`, `request_states`, `levels`, `kinds`, `tables`,
            `form`.
        code: a column name, state, level, … of that group.

    >>> label("cell_states", "blank"), label("columns", "requests__new__total")
    ('空白', 'requests__new__total')
    """
    return _labels()[group].get(code, code)


def column_labels() -> Mapping[str, str]:
    """Returns the Chinese labels of the frames' columns by name."""
    return _labels()["columns"]
