"""The blind test of the reader, by someone who has not seen it; nothing is tuned on these shapes (see README.md)."""

import polars as pl
import pytest

import toolkit as tk
from tests.blind.catalogue import WORKED_THROUGH, specimens
from tests.blind.infrastructure import FACTS, Score, score, shown, write_specimens

SURE = ("agency", "year", "form", "published", "signed")
PLACED = ("level", "kind", "region_code")
CELLS, SURE_SHARE, PLACED_SHARE = 0.999, 0.99, 0.97


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Score:
    folder = tmp_path_factory.mktemp("blind")
    written = write_specimens(list(specimens()), folder)
    return score(written, tk.load(folder))


def counted(outcome: Score, fact: str) -> pl.DataFrame:
    """The reports that count for a fact: the level of a committee's zone that is no division is not specified."""
    reports = outcome.reports
    return reports.filter(pl.col("kind_wanted") != "committee") if fact == "level" else reports


def share(outcome: Score, fact: str) -> float:
    mean = counted(outcome, fact).get_column(f"{fact}_right").mean()
    return mean if isinstance(mean, float) else 0.0


def worst(outcome: Score, fact: str) -> str:
    """The shapes in which a fact is wrong most often, and the files themselves."""
    faulty = counted(outcome, fact).filter(~pl.col(f"{fact}_right"))
    shapes = faulty.group_by("shape").len("files").sort("files", "shape", descending=[True, False]).head(8)
    files = faulty.select("file", "status", fact, f"{fact}_wanted").head(24)
    return f"{fact} right: {share(outcome, fact):.2%}\n{shown(shapes)}\n{shown(files)}"


def test_every_file_is_read_as_one_report(outcome: Score) -> None:
    unread = outcome.reports.filter(pl.col("status") != "read").select("shape", "file", "status")
    assert unread.is_empty(), shown(unread)


def cells_right(outcome: Score, counted_shapes: pl.Expr) -> float:
    mean = outcome.cells.filter(counted_shapes).get_column("right").mean()
    return mean if isinstance(mean, float) else 0.0


@pytest.mark.parametrize("worked_through", [False, True])
def test_cells_are_right(outcome: Score, worked_through: bool) -> None:
    right = cells_right(outcome, pl.col("shape").is_in(list(WORKED_THROUGH)) == worked_through)
    assert right >= CELLS, f"cells right: {right:.4%}\n{outcome.table()}{outcome.worst(~pl.col('right'))}"


def test_no_wrong_number_is_told(outcome: Score) -> None:
    wrong = outcome.cells.get_column("wrong").sum()
    assert wrong == 0, f"{wrong} numbers told that are not printed\n{outcome.worst(pl.col('wrong'))}"


@pytest.mark.parametrize("fact", SURE)
def test_facts_are_right(outcome: Score, fact: str) -> None:
    assert share(outcome, fact) >= SURE_SHARE, worst(outcome, fact)


@pytest.mark.parametrize("fact", PLACED)
def test_agencies_are_placed(outcome: Score, fact: str) -> None:
    assert share(outcome, fact) >= PLACED_SHARE, worst(outcome, fact)


def test_no_agency_is_wrongly_national(outcome: Score) -> None:
    wrongly = (pl.col("level") == "national") & (pl.col("level_wanted") != "national")
    faulty = outcome.reports.filter(wrongly).select("shape", "file", "agency", "agency_wanted", "level_wanted")
    assert faulty.is_empty(), shown(faulty)


def test_every_fact_has_its_threshold() -> None:
    assert set(SURE + PLACED) == set(FACTS)
