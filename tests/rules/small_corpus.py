"""A corpus as far as the rules need one: frames written out by hand, and suites written to a file."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from toolkit.codebook import Codebook, shipped_codebook
from toolkit.corpus.schema import SCHEMAS
from toolkit.errors import UnknownName
from toolkit.rules import Findings, check, load_suites

ONE_REPORT = {"report_id": "r1", "source": "a.txt", "agency": "神池县水利局", "year": 2023}


class SmallCorpus:
    """Frames by name; `reports` and `cells` are there, with one report and no cell unless given."""

    def __init__(self, **frames: pl.DataFrame) -> None:
        columns = {name: SCHEMAS["reports"][name] for name in ONE_REPORT}
        self._frames = {
            "reports": pl.DataFrame([ONE_REPORT], schema=columns),
            "cells": pl.DataFrame(schema=SCHEMAS["cells"]),
            **frames,
        }
        self.asked: list[str] = []

    @property
    def codebook(self) -> Codebook:
        return shipped_codebook()

    def frame(self, name: str) -> pl.DataFrame:
        self.asked.append(name)
        if name not in self._frames:
            raise UnknownName(f"There is no frame {name!r}.")
        return self._frames[name]


def expectation(kind: str, meta: Mapping[str, Any] | None = None, **kwargs: Any) -> dict[str, Any]:
    """Returns an expectation of a suite file, about the frame `own` unless `meta` says otherwise."""
    return {"type": kind, "kwargs": kwargs, "meta": {"frame": "own", **(meta or {})}}


def suite_file(folder: Path, *expectations: Any, name: str = "mine", **more: Any) -> Path:
    """Returns a suite file of these expectations."""
    path = folder / f"{name}.json"
    path.write_text(json.dumps({"name": name, "expectations": list(expectations), **more}), "utf-8")
    return path


def checked(folder: Path, own: pl.DataFrame, *expectations: dict[str, Any], **frames: pl.DataFrame) -> Findings:
    """Returns what expectations find in a frame `own`."""
    return check(SmallCorpus(own=own, **frames), load_suites(suite_file(folder, *expectations)))
