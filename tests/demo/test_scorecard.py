"""The scorecard, on little frames."""

import random
from dataclasses import replace

import polars as pl
import pytest

from toolkit.demo import SHAPES, Printed, TrueReport, score, true_reports
from toolkit.demo.model import Key

NEW: Key = ("requests", "new", "total")
IN: Key = ("requests", "carried_in", "total")
OUT: Key = ("requests", "carried_out", "total")


def document(name: str, shape: str, numbers: dict[Key, int | float | str | None]) -> Printed:
    report = true_reports(agencies=1, years=(2022, 2022))[0]
    return Printed(name, b"", replace(report, numbers=numbers), shape)


def cells(*rows: tuple[str, Key, float | None, str]) -> pl.DataFrame:
    schema = ["report_id", "table", "row", "column", "value", "state"]
    types = dict.fromkeys(schema, pl.String) | {"value": pl.Float64}
    return pl.DataFrame([(i, *key, value, state) for i, key, value, state in rows], schema=types, orient="row")


def reports(*rows: tuple[object, ...]) -> pl.DataFrame:
    types = dict.fromkeys(("report_id", "agency", "year", "template", "level", "kind", "region_code"), pl.String)
    return pl.DataFrame(list(rows), schema=types | {"year": pl.Int32}, orient="row")


RIGHT = ("淮安市人民政府", 2022, "2021", "city", "government", "320800")


def counts(frame: pl.DataFrame) -> dict[str, int]:
    return frame.select("cells", "right", "null", "wrong").row(0, named=True)


@pytest.mark.parametrize(
    ("true", "value", "state", "verdict"),
    [
        (5, 5.0, "number", "right"),
        (2.5, 2.5, "number", "right"),
        (0, 0.0, "number", "right"),
        (None, None, "blank", "right"),
        ("无", None, "unreadable", "right"),
        (5, 6.0, "number", "wrong"),
        (None, 0.0, "number", "wrong"),
        ("无", 0.0, "number", "wrong"),
        (5, None, "blank", "null"),
        (5, None, "unreadable", "null"),
        (0, None, "missing", "null"),
        (None, None, "missing", "null"),
        ("无", None, "blank", "null"),
    ],
)
def test_a_cell_is_right_open_or_wrong(
    true: int | float | str | None, value: float | None, state: str, verdict: str
) -> None:
    read = cells(("r", NEW, value, state))
    found = score([document("a", "x", {NEW: true})], read, reports(("r", *RIGHT)), {"a": "r"})
    assert counts(found) == {"cells": 1, "right": 0, "null": 0, "wrong": 0} | {verdict: 1}


def test_a_number_read_for_a_cell_that_is_not_printed_is_wrong_and_a_missing_one_is_no_cell() -> None:
    read = cells(("r", NEW, 5.0, "number"), ("r", IN, 7.0, "number"), ("r", OUT, None, "missing"))
    found = score([document("a", "x", {NEW: 5})], read, reports(("r", *RIGHT)), {"a": "r"})
    assert counts(found) == {"cells": 2, "right": 1, "null": 0, "wrong": 1}


def test_a_document_that_was_not_read_leaves_everything_open() -> None:
    found = score([document("a", "x", {NEW: 5, IN: None})], cells(), reports(), {})
    assert counts(found) == {"cells": 2, "right": 0, "null": 2, "wrong": 0}
    facts = ("agency", "year", "form", "level", "kind", "region")
    assert found.select("documents", *(f"{fact}_null" for fact in facts)).row(0) == (1,) * 7


def test_a_national_report_that_was_not_read_has_no_right_region_either() -> None:
    printed = document("a", "x", {NEW: 5})
    national = replace(printed.truth.agency, level="national", region_code=None)
    printed = replace(printed, truth=replace(printed.truth, agency=national))
    for sources in ({}, {"a": "gone"}):
        assert score([printed], cells(), reports(), sources).select("region_right", "region_null").row(0) == (0, 1)


def test_facts_of_the_report_are_right_open_or_wrong() -> None:
    read = reports(("r", "淮安市人民政府办公室", None, "2021", "city", "office", None))
    row = score([document("a", "x", {NEW: 5})], cells(), read, {"a": "r"}).row(0, named=True)
    assert [row[f"agency_{v}"] for v in ("right", "null", "wrong")] == [0, 0, 1]
    assert [row[f"year_{v}"] for v in ("right", "null", "wrong")] == [0, 1, 0]
    assert [row[f"form_{v}"] for v in ("right", "null", "wrong")] == [1, 0, 0]
    assert [row[f"level_{v}"] for v in ("right", "null", "wrong")] == [1, 0, 0]
    assert [row[f"kind_{v}"] for v in ("right", "null", "wrong")] == [0, 0, 1]
    assert [row[f"region_{v}"] for v in ("right", "null", "wrong")] == [0, 1, 0]


def test_a_hybrid_is_of_the_mixed_form_and_a_national_agency_has_no_region() -> None:
    printed = document("a", "x", {NEW: 5})
    agency = replace(printed.truth.agency, region_code=None)
    printed = replace(printed, truth=replace(printed.truth, template_requests="2019", agency=agency))
    for template, region, verdicts in (("mixed", None, (1, 1)), ("2021", "320800", (0, 0))):
        row = score([printed], cells(), reports(("r", *RIGHT[:2], template, "city", "government", region)), {"a": "r"})
        assert row.select("form_right", "region_right").row(0) == verdicts


def test_each_shape_has_its_row_and_only_its_own_documents() -> None:
    printed = [document("a", "x", {NEW: 5}), document("b", "y+z", {NEW: 5}), document("c", "x", {NEW: 7})]
    read = cells(("r", NEW, 5.0, "number"), ("s", NEW, 55.0, "number"), ("other", NEW, 1.0, "number"))
    found = score(printed, read, reports(("r", *RIGHT), ("s", *RIGHT)), {"a": "r", "b": "s"})
    assert found.select("shape", "documents", "cells", "right", "null", "wrong").rows() == [
        ("x", 2, 2, 1, 1, 0),
        ("y+z", 1, 1, 0, 0, 1),
    ]


def test_two_documents_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="same name"):
        score([document("a", "x", {NEW: 5})] * 2, cells(), reports(), {})


def as_read(printed: Printed) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What a perfect reader makes of a document."""
    truth: TrueReport = printed.truth
    states = [
        (printed.name, key, float(v) if isinstance(v, int | float) else None,
         "blank" if v is None else "unreadable" if isinstance(v, str) else "number")
        for key, v in truth.numbers.items()
    ]  # fmt: skip
    form = truth.template_requests if truth.template_requests == truth.template_disclosure else "mixed"
    agency = truth.agency
    facts = (printed.name, agency.name, truth.year, form, agency.level, agency.kind, agency.region_code)
    return cells(*states), reports(facts)


def test_a_perfect_reader_is_always_right() -> None:
    printed = [SHAPES["html_clean"](report, random.Random(1)) for report in true_reports(years=(2020, 2021))]
    read, facts = (pl.concat(frames) for frames in zip(*map(as_read, printed), strict=True))
    found = score(printed, read, facts, {p.name: p.name for p in printed})
    row = found.row(0, named=True)
    assert row["right"] == row["cells"] == sum(len(p.truth.numbers) for p in printed)
    assert all(row[f"{fact}_right"] == len(printed) for fact in ("agency", "year", "form", "level", "kind", "region"))
