"""How names of agencies vary and change, as data: read from `agency_names.toml` and `agency_reforms.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any


@cache
def name_words() -> Mapping[str, Any]:
    """Returns what is known of how one name is written in several ways.

    >>> name_words()["short"]["市监局"]
    '市场监督管理局'
    """
    return _read("agency_names.toml")


@cache
def reforms() -> tuple[Mapping[str, Any], ...]:
    """Returns the known renamings, each with `years`, `source`, `from` and `to`.

    >>> [reform["years"] for reform in reforms() if "扶贫开发" in reform["from"]]
    [[2021, 2021]]
    """
    return tuple(_read("agency_reforms.toml")["reforms"])


def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))
