"""The truth of a demo corpus as Parquet files."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from toolkit.demo.model import Key, Printed
from toolkit.demo.quantities import Value

REPORTS = pl.Schema({
    "source": pl.String(), "shape": pl.String(), "agency": pl.String(), "year": pl.Int32(), "template": pl.String(),
    "template_disclosure": pl.String(), "template_requests": pl.String(), "level": pl.String(), "kind": pl.String(),
    "province": pl.String(), "city": pl.String(), "county": pl.String(), "region_code": pl.String(),
    "published": pl.Date(), "signed": pl.Date(), "faults": pl.List(pl.String),
})  # fmt: skip
CELLS = pl.Schema({
    "source": pl.String, "table": pl.String, "row": pl.String, "column": pl.String, "value": pl.Float64,
    "text": pl.String, "state": pl.String, "unit": pl.String,
})  # fmt: skip
FAULTS = pl.Schema({
    "source": pl.String, "agency": pl.String, "year": pl.Int32, "fault": pl.String, "table": pl.String,
    "row": pl.String, "column": pl.String, "reported": pl.Float64, "state": pl.String, "correct": pl.Float64,
})  # fmt: skip
DOCUMENTS = pl.Schema({"source": pl.String, "status": pl.String, "reason": pl.String})
_ROWS_AT_ONCE = 500_000
Row = tuple[object, ...]


def template(printed: Printed) -> str:
    """Returns the form of a report: that of its tables, `mixed` where they differ."""
    truth = printed.truth
    return truth.template_requests if truth.template_requests == truth.template_disclosure else "mixed"


def state(value: Value) -> str:
    """Returns the state a cell must be read in: `number`, `blank` or `unreadable`."""
    return "blank" if value is None else "unreadable" if isinstance(value, str) else "number"


def cell_rows(source: str, printed: Printed) -> list[Row]:
    """Returns the cells of a print, in the order of `CELLS`."""
    truth = printed.truth
    return [
        (source, *key, _number(value), value if isinstance(value, str) else None, state(value), truth.units[key])
        for key, value in truth.numbers.items()
    ]


def report_row(source: str, printed: Printed) -> Row:
    """Returns what is true of a print, in the order of `REPORTS`."""
    truth, agency = printed.truth, printed.truth.agency
    return (
        source, printed.shape, agency.name, truth.year, template(printed), truth.template_disclosure,
        truth.template_requests, agency.level, agency.kind, agency.province, agency.city, agency.county,
        agency.region_code, truth.published, truth.signed, list(truth.faults),
    )  # fmt: skip


class TruthTables:
    """Gathers the truth, report by report, and writes it."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Row]] = {"reports": [], "faults": [], "documents": []}
        self._cells: list[Row] = []
        self._parts: list[pl.DataFrame] = []

    def add(self, source: str, printed: Printed, correct: Mapping[Key, Value]) -> None:
        """Takes in a report.

        Args:
            source: path of its file below the demo's folder.
            printed: the file and its truth.
            correct: what the cells changed by faults should say.
        """
        self._rows["reports"].append(report_row(source, printed))
        self._rows["faults"] += _fault_rows(source, printed, correct)
        self.add_file(source, "read", None)
        self._cells += cell_rows(source, printed)
        if len(self._cells) >= _ROWS_AT_ONCE:
            self._flush()

    def add_file(self, source: str, status: str, reason: str | None) -> None:
        """Takes in a file and what must become of it."""
        self._rows["documents"].append((source, status, reason))

    def write(self, folder: Path) -> None:
        """Writes `reports`, `cells`, `faults` and `documents` as Parquet, sorted by source."""
        self._flush()
        folder.mkdir(parents=True, exist_ok=True)
        frames = {"cells": pl.concat(self._parts)}
        for name, schema in (("reports", REPORTS), ("faults", FAULTS), ("documents", DOCUMENTS)):
            frames[name] = pl.DataFrame(self._rows[name], schema=schema, orient="row")
        for name, frame in frames.items():
            frame.sort("source", maintain_order=True).write_parquet(folder / f"{name}.parquet")

    def _flush(self) -> None:
        self._parts.append(pl.DataFrame(self._cells, schema=CELLS, orient="row"))
        self._cells = []


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _fault_rows(source: str, printed: Printed, correct: Mapping[Key, Value]) -> list[Row]:
    truth = printed.truth
    rows: list[Row] = []
    for text in truth.faults:
        code, _, cells = text.partition("@")
        start = (source, truth.agency.name, truth.year, code)
        places = [tuple(cell.split("/")) for cell in cells.split(",")] if cells else []
        for row, column in places:
            key = next((key for key in truth.units if key[1:] == (row, column)), None)
            if key is None or (key not in truth.numbers and code != "cells.missing"):
                continue  # a damaged print may not show the cell
            value = truth.numbers.get(key)
            told = state(value) if key in truth.numbers else "missing"
            rows.append((*start, *key, _number(value), told, _number(correct.get(key, value))))
        if not places:
            rows.append((*start, None, None, None, None, None, None))
    return rows
