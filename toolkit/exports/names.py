"""Names of the panel's columns that programs with short names allow."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

LONGEST = 32
"""What Stata allows."""


@cache
def _short() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("names.toml").read_text("utf-8"))


def short_name(name: str) -> str:
    """Returns the name of a column for programs that allow 32 characters; a name that is no cell's stays.

    Args:
        name: of the column; a cell's is `table__row__column`.

    >>> short_name("requests__denied_enforcement_file__public_welfare"), short_name("agency")
    ('r_denied_enforcement_welfare', 'agency')
    """
    parts = name.split("__")
    if len(parts) != 3:
        return name
    table, row, column = parts
    words = _short()
    return "_".join(
        (words["tables"].get(table, table), words["rows"].get(row, row), words["columns"].get(column, column))
    )
