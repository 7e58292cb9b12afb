"""From where on a number is taken to be out of the ordinary: read from `thresholds.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any


@cache
def thresholds() -> Mapping[str, Any]:
    """Returns the limits by the rule they belong to.

    >>> thresholds()["jump"]["times"]
    5
    """
    return tomllib.loads(Path(__file__).with_name("thresholds.toml").read_text("utf-8"))
