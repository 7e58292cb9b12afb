"""True reports and their score: the parts shared with the development shapes, imported here and nowhere else."""

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any, Protocol

import polars as pl

from toolkit.demo.model import Key, Printed, TrueAgency, TrueReport

HOUSE = Path(__file__).parents[1] / "shapes"  # the one line to change when that folder is renamed
Number = int | float | str | None


class Score(Protocol):
    """What was read beside what is printed; the score's own docstring tells the columns."""

    cells: pl.DataFrame
    reports: pl.DataFrame

    def share(self, fact: str) -> float: ...
    def table(self) -> str: ...
    def worst(self, fault: pl.Expr) -> str: ...


sys.path.insert(0, str(HOUSE))
_prose: Any = import_module("specimen_prose")
_score: Any = import_module("specimen_score")
_truth: Any = import_module("specimen_truth")

sections_of: Callable[[TrueReport, Random], tuple[tuple[str, str], ...]] = _prose.sections_of
agencies: Callable[[], tuple[TrueAgency, ...]] = _truth.agencies
specimen_report: Callable[[Random, TrueAgency | None, int | None], TrueReport] = _truth.specimen_report
with_forms: Callable[[TrueReport, Random, str, str], TrueReport] = _truth.with_forms
FACTS: tuple[str, ...] = _score.FACTS
score: Callable[..., Score] = _score.score
shown: Callable[..., str] = _score.shown
wanted_cells: Callable[..., list[tuple[str, str, str, float | None, str]]] = _score.wanted_cells
write_specimens: Callable[..., dict[str, Printed]] = _score.write_specimens

__all__ = [
    "FACTS",
    "Key",
    "Number",
    "Score",
    "agencies",
    "score",
    "sections_of",
    "shown",
    "specimen_report",
    "wanted_cells",
    "with_forms",
    "write_specimens",
]
