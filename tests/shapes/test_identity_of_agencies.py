"""Who reports and where that is: every agency of the list, each on a plain page, through the public contract only."""

from random import Random

import polars as pl
import pytest

import toolkit as tk
from tests.shapes.shapes_html import merged_cells_right
from tests.shapes.specimen_score import Score, score, write_specimens
from tests.shapes.specimen_truth import agencies, specimen_report

YEARS = (2019, 2021, 2024)


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Score:
    files = []
    for agency in agencies():
        for year in YEARS:
            rng = Random(f"identity/{agency.name}/{year}")
            files.append(merged_cells_right(specimen_report(rng, agency, year), rng))
    folder = tmp_path_factory.mktemp("agencies")
    return score(write_specimens(files, folder), tk.load(folder))


def test_agencies_are_known_by_their_full_names(outcome: Score) -> None:
    assert outcome.share("agency") == 1, outcome.wrong_facts("agency")


@pytest.mark.parametrize("fact", ["level", "kind", "region_code"])
def test_agencies_are_placed_right_or_left_open(outcome: Score, fact: str) -> None:
    misplaced = pl.col(fact).is_not_null() & ~pl.col(f"{fact}_right")
    assert outcome.reports.filter(misplaced).is_empty(), outcome.wrong_facts(fact, misplaced)


@pytest.mark.parametrize("fact", ["level", "kind", "region_code"])
def test_few_agencies_are_left_open(outcome: Score, fact: str) -> None:
    counted = outcome.reports
    if fact == "level":  # of a committee whose zone is no division it is not specified
        counted = counted.filter(pl.col("kind_wanted") != "committee")
    assert counted.get_column(f"{fact}_right").mean() >= 0.97, outcome.wrong_facts(fact)  # type: ignore[operator]


def test_a_name_that_several_places_share_has_no_region(outcome: Score) -> None:
    shared = outcome.reports.filter(pl.col("region_code_wanted").is_null() & (pl.col("level_wanted") != "national"))
    assert shared.height == 3 * len(YEARS)
    assert shared.get_column("region_code").drop_nulls().to_list() == []
