"""No word of a shipped suite is idle: whatever is dropped, moved or changed in it, some verdict is another one.

Each mutant is one expectation with one change, run on rows that hold each number and each fact by itself.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from functools import cache, partial
from itertools import product
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.rules.engines import verdicts
from tests.rules.shipped_on_rows import COLUMNS, Row, rows_of
from tests.rules.small_corpus import ONE_REPORT, SmallCorpus, suite_file
from toolkit.corpus.schema import SCHEMAS
from toolkit.rules import check, load_suites, shipped_names, suite_folder

Entry = dict[str, Any]
ENTRIES: dict[str, Entry] = {
    f"{name} {at}": one
    for name in shipped_names()
    for at, one in enumerate(json.loads((suite_folder() / f"{name}.json").read_text("utf-8"))["expectations"], 1)
    if one["meta"]["frame"] in COLUMNS  # those of the prose: test_claims
}
BALANCES = {name: one for name, one in ENTRIES.items() if one["type"] == "expect_sums_to_balance"}
SLOTS = {
    "requests_by_column": {"column": "enterprise"},
    "requests_by_row": {"row": "new"},
    "review_by_channel": {"row": "review"},
}
TOTALS = {
    "requests_by_column": ["processed"],
    "requests_by_row": ["total"],
    "review_by_channel": ["total"],
    "disclosure_by_report": [
        f"{row}__{column}" for row in ("regulations", "normative_documents") for column in ("issued", "disclosed")
    ],
}
FLAGS = {
    "cell_facts": ("assumed_zero", "left_blank", "omitted_in_row", "omitted_in_column"),
    "report_facts": ("blank_means_zero", "tables_complete", "received", "anything"),
}


# ---------------------------------------------------------------- rows


def unit_rows(frame: str) -> Iterator[Row]:
    """Of each form and number 1, −1 and nothing, all others 0; and beside totals of one or two."""
    numbers = [name for name, dtype in COLUMNS[frame].items() if dtype == pl.Float64]
    values = [(1.0, 0.0), (-1.0, 0.0), (None, 0.0), (1.0, 1.0), (1.0, 2.0), (2.0, 1.0), (1.0, -2.0)]
    for form, name, (value, total) in product(("2019", "2021", None), numbers, values):
        yield {"form": form, **SLOTS.get(frame, {}), **dict.fromkeys(TOTALS[frame], total), name: value}


def cell_rows() -> Iterator[Row]:
    """Cells of each state, each fact by itself true, false or unknown; counts of all sorts."""
    for row in ("granted", "processed"):
        for column in ("total", "research", "amount", "change"):
            here = {"row": row, "column": column, "left_blank": False, "assumed_zero": False}
            for state in ("number", "blank", "unreadable", "missing"):
                cell = {**here, "state": state, "raw": "x", "value": None, "counted": None}
                yield cell
                for flag in FLAGS["cell_facts"]:
                    yield from ({**cell, flag: value} for value in (True, False, None))
            for counted in (0.0, 0.5, 1.0, 1.5, -1.0, -1.5, -2.0):
                yield {**here, "counted": counted, "value": 7.0}


def report_rows() -> Iterator[Row]:
    for flag in FLAGS["report_facts"]:
        others = dict.fromkeys(FLAGS["report_facts"], None)
        yield from ({**others, flag: value} for value in (True, False, None))


@cache
def corpus() -> SmallCorpus:
    made: dict[str, Sequence[Row]] = {name: list(unit_rows(name)) for name in COLUMNS if name not in FLAGS}
    made |= {"cell_facts": list(cell_rows()), "report_facts": list(report_rows())}
    most = max(map(len, made.values()))
    reports = pl.DataFrame(
        [{**ONE_REPORT, "report_id": f"r{at:03}"} for at in range(most)],
        schema={name: SCHEMAS["reports"][name] for name in ONE_REPORT},
    )
    frames = {
        name: rows_of(name, [{**row, "report_id": f"r{at:03}"} for at, row in enumerate(rows)])
        for name, rows in made.items()
    }
    return SmallCorpus(reports=reports, **frames)


# ---------------------------------------------------------------- outcomes


def outcome(folder: Path, entry: Entry) -> Mapping[str, Any]:
    """Every verdict of an expectation, with its place, severity and numbers; not its words."""
    findings = check(corpus(), load_suites(suite_file(folder, entry)))
    told = pl.exclude("message_zh", "message_en")
    counts = findings.summary().select("pass", "fail", "unknown").rows()
    return {
        "fail": findings.frame.select(told).rows(),
        "unknown": findings.unknown.select(told).rows(),
        "counts": counts,
    }


def masks(folder: Path, entry: Entry) -> str:
    """The verdict of each row, and no more: the many mutants of terms need not be told in words."""
    [suite] = load_suites(suite_file(folder, entry))
    return verdicts(corpus().frame(entry["meta"]["frame"]), suite.rules[0].expectation)


def survivors(entry: Entry, mutants: Iterable[tuple[str, Entry]], of: Callable[[Entry], Any]) -> list[str]:
    """The mutants of which the same is said as of the unchanged expectation."""
    unchanged = of(entry)
    return [name for name, mutant in mutants if of(mutant) == unchanged]


def changed(entry: Entry, *path: str, to: Any = None) -> Entry:
    """An expectation with the value at a path changed; without it if `to` is None."""
    mutant = deepcopy(entry)
    at = mutant
    for key in path[:-1]:
        at = at[key]
    if to is None:
        del at[path[-1]]
    else:
        at[path[-1]] = to
    return mutant


# ---------------------------------------------------------------- mutants


def of_terms(entry: Entry) -> Iterator[tuple[str, Entry]]:
    """Each term dropped, moved, told twice, in place of another; each other number added."""
    sides = {side: entry["kwargs"][side] for side in ("left", "right")}
    numbers = [name for name, dtype in COLUMNS[entry["meta"]["frame"]].items() if dtype == pl.Float64]
    strange = [name for name in numbers if name not in (*sides["left"], *sides["right"])]
    for side, other in (("left", "right"), ("right", "left")):
        for term in sides[side]:
            rest = [one for one in sides[side] if one != term]
            if rest:
                without = changed(entry, "kwargs", side, to=rest)
                yield f"without {term}", without
                yield f"{term} moved", changed(without, "kwargs", other, to=[*sides[other], term])
            yield f"{term} twice", changed(entry, "kwargs", side, to=[*sides[side], term])
            yield f"{term} on both sides", changed(entry, "kwargs", other, to=[*sides[other], term])
            if strange:
                yield f"{strange[0]} for {term}", changed(entry, "kwargs", side, to=[*rest, strange[0]])
        for term in strange:
            yield f"{term} added", changed(entry, "kwargs", side, to=[*sides[side], term])
    relation = "equal" if entry["kwargs"].get("relation") == "at_least" else "at_least"
    yield f"relation {relation}", changed(entry, "kwargs", "relation", to=relation)


@pytest.mark.parametrize("name", BALANCES)
def test_every_term_counts_on_its_side(tmp_path: Path, name: str) -> None:
    entry, mutants = BALANCES[name], list(of_terms(BALANCES[name]))
    assert survivors(entry, mutants, partial(masks, tmp_path)) == []
    assert len(mutants) >= 12


OPERATORS = {"==": "!=", "!=": "=="}
PARAMETERS = {"2021": "2019", "2019": "2021", "blank": "number", "total": "research", "processed": "granted",
              "amount": "research", "change": "research"}  # fmt: skip


def of_condition(entry: Entry) -> Iterator[tuple[str, Entry]]:
    """The row condition, or one part of it, left out, turned round, or about another value or column."""
    condition = entry["kwargs"].get("row_condition")
    if condition is None:
        return
    yield "no row condition", changed(entry, "kwargs", "row_condition")
    parts = condition.get("conditions", [condition])
    if parts is not condition and len(parts) > 1:
        yield "or for and", changed(entry, "kwargs", "row_condition", "type", to="or")
    for at, part in enumerate(parts):
        here = {key: value for key, value in part.items() if key != "type"}
        told = f"{part['column']['name']} {part['operator']} {part['parameter']}"
        texts = [name for name, dtype in COLUMNS[entry["meta"]["frame"]].items() if dtype == pl.String]
        changes: list[tuple[str, Any]] = [
            ("operator", OPERATORS[here["operator"]]),
            ("parameter", PARAMETERS[here["parameter"]]),
            *(("column", {"name": name}) for name in texts if name != here["column"]["name"]),
        ]
        for key, value in changes:
            mutant = deepcopy(entry)
            now = mutant["kwargs"]["row_condition"]
            now.get("conditions", [now])[at][key] = value
            yield f"{told}: {key} {value}", mutant
        if len(parts) > 1:
            mutant = deepcopy(entry)
            del mutant["kwargs"]["row_condition"]["conditions"][at]
            yield f"without {told}", mutant


def of_values(entry: Entry) -> Iterator[tuple[str, Entry]]:
    """Another set, another least number, another column, rows that may fail."""
    kwargs, frame = entry["kwargs"], entry["meta"]["frame"]
    yield "mostly", changed(entry, "kwargs", "mostly", to=0.0)
    if {"left", "right"} <= kwargs.keys():
        swapped = changed(entry, "kwargs", "left", to=kwargs["right"])
        yield "sides swapped", changed(swapped, "kwargs", "right", to=kwargs["left"])
    if "value_set" in kwargs:
        others = [[True], [False], [True, False], ["blank"], ["unreadable", "missing"], ["number"], []]
        yield from (
            (f"set {one}", changed(entry, "kwargs", "value_set", to=one))
            for one in others
            if one != kwargs["value_set"]
        )
    if entry["type"] == "expect_column_values_to_be_whole_numbers":
        for least in (-1, 1, 0.5, 0):
            if least != kwargs.get("min_value"):
                yield f"min_value {least}", changed(entry, "kwargs", "min_value", to=least)
        if "min_value" in kwargs:
            yield "no min_value", changed(entry, "kwargs", "min_value")
    if "column" in kwargs:
        kind = type(kwargs.get("value_set", [0.0])[0])
        fitting = {str: pl.String(), bool: pl.Boolean()}.get(kind, pl.Float64())
        for name, dtype in COLUMNS[frame].items():
            if dtype == fitting and name != kwargs["column"]:
                yield f"column {name}", changed(entry, "kwargs", "column", to=name)


def of_meta(entry: Entry) -> Iterator[tuple[str, Entry]]:
    """Another severity, another place."""
    for severity in {"critical", "warning", "info"} - {entry["severity"]}:
        yield severity, changed(entry, "severity", to=severity)
    yield "rule", changed(entry, "meta", "rule", to="another.rule")
    texts = [name for name, dtype in COLUMNS[entry["meta"]["frame"]].items() if dtype == pl.String]
    for part in ("table", "row", "column"):
        if part in entry["meta"]:
            yield f"no {part}", changed(entry, "meta", part)
            yield f"another {part}", changed(entry, "meta", part, to="another")
        elif f"{part}_from" in entry["meta"]:
            yield f"no {part}_from", changed(entry, "meta", f"{part}_from")
            for name in texts:
                if name != entry["meta"][f"{part}_from"]:
                    yield f"{part}_from {name}", changed(entry, "meta", f"{part}_from", to=name)
        else:
            yield f"a {part}", changed(entry, "meta", part, to="another")


def others_of(entry: Entry) -> Iterator[tuple[str, Entry]]:
    yield from of_condition(entry)
    yield from of_values(entry)
    yield from of_meta(entry)


@pytest.mark.parametrize("name", ENTRIES)
def test_every_condition_value_severity_and_place_counts(tmp_path: Path, name: str) -> None:
    entry, mutants = ENTRIES[name], list(others_of(ENTRIES[name]))
    assert outcome(tmp_path, entry)["fail"]
    assert survivors(entry, mutants, partial(outcome, tmp_path)) == []
    assert len(mutants) >= 6
