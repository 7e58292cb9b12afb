"""Sixty-four shapes that reports come in, read through the public contract (see README.md)."""

import polars as pl
import pytest

import toolkit as tk
from tests.shapes.shapes_catalogue import specimens
from tests.shapes.specimen_score import FACTS, Score, score, write_specimens

OF_EACH = 12
PLACES = ("level", "kind", "region_code")
# Not held to the share of cells read: what is missing there is null, never a wrong number.
OPEN = {
    "pipes_after_cells": "a blank cell is a pipe among the pipes that pad a row: rows with blanks stay unreadable",
}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Score:
    folder = tmp_path_factory.mktemp("shapes")
    written = write_specimens(list(specimens(OF_EACH)), folder)
    return score(written, tk.load(folder))


def right(outcome: Score, fact: str) -> float:
    """The share of reports whose fact is right; a committee's zone that is no division has no level specified."""
    counted = outcome.reports
    if fact == "level":
        counted = counted.filter(pl.col("kind_wanted") != "committee")
    return float(counted.get_column(f"{fact}_right").sum() / counted.height)


def test_every_file_is_read_as_one_report(outcome: Score) -> None:
    unread = outcome.reports.filter(pl.col("status") != "read")
    assert unread.is_empty(), unread.select("file", "status").rows()


def test_cells_are_right(outcome: Score) -> None:
    cells = outcome.cells.filter(~pl.col("shape").is_in(list(OPEN)))
    share = cells.get_column("right").sum() / cells.height
    assert share >= 0.999, f"cells right: {share:.4%}\n{outcome.table()}{outcome.worst(~pl.col('right'))}"


def test_no_wrong_number_is_told(outcome: Score) -> None:
    wrong = outcome.cells.get_column("wrong").sum()
    assert wrong == 0, f"{wrong} numbers told that are not printed\n{outcome.worst(pl.col('wrong'))}"


@pytest.mark.parametrize("fact", ["agency", "year", "form", "published", "signed"])
def test_facts_are_right(outcome: Score, fact: str) -> None:
    share = right(outcome, fact)
    assert share >= 0.99, f"{fact} right: {share:.2%}{outcome.wrong_facts(fact)}"


@pytest.mark.parametrize("fact", PLACES)
def test_agencies_are_placed(outcome: Score, fact: str) -> None:
    share = right(outcome, fact)
    assert share >= 0.97, f"{fact} right: {share:.2%}{outcome.wrong_facts(fact)}"


@pytest.mark.parametrize("fact", PLACES)
def test_no_agency_is_misplaced(outcome: Score, fact: str) -> None:
    misplaced = pl.col(fact).is_not_null() & ~pl.col(f"{fact}_right")
    assert outcome.reports.filter(misplaced).is_empty(), outcome.wrong_facts(fact, misplaced)


def test_no_agency_is_wrongly_national(outcome: Score) -> None:
    wrongly = (pl.col("level") == "national") & (pl.col("level_wanted") != "national")
    assert outcome.reports.filter(wrongly).is_empty(), outcome.wrong_facts("level", wrongly)


def test_all_facts_are_looked_at(outcome: Score) -> None:
    assert {f"{fact}_right" for fact in FACTS} <= set(outcome.reports.columns)
