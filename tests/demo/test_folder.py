"""The demo's folder: the same for equal arguments, and never written over somebody's files."""

import hashlib
from pathlib import Path

import polars as pl
import pytest

from toolkit.demo import SHAPES, demo_cases, demo_documents, true_reports, write_demo
from toolkit.demo.cases import FAULTS
from toolkit.errors import SourceError


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_demo(tmp_path_factory.mktemp("one") / "demo")


def test_equal_arguments_write_equal_bytes(demo: Path, tmp_path: Path) -> None:
    assert digests(write_demo(tmp_path / "again")) == digests(demo)
    assert digests(write_demo(tmp_path / "other", seed=2)) != digests(demo)


def test_every_file_has_its_line_in_the_truth(demo: Path) -> None:
    documents = pl.read_parquet(demo / "truth" / "documents.parquet")
    files = {str(path.relative_to(demo).as_posix()) for path in (demo / "reports").rglob("*") if path.is_file()}
    assert set(documents["source"]) == files
    assert documents["source"].is_sorted()
    statuses = dict(documents.group_by("status").len().iter_rows())
    assert statuses["read"] == len(true_reports()) + sum(len(case.reports) for case in demo_cases())
    assert statuses["unreadable"] == 3
    assert statuses["not_a_report"] == 1
    assert statuses["duplicate"] >= 1


def test_the_truth_of_the_cells_is_that_of_the_documents(demo: Path) -> None:
    reports = pl.read_parquet(demo / "truth" / "reports.parquet")
    cells = pl.read_parquet(demo / "truth" / "cells.parquet")
    printed = {document.name: document for document in demo_documents()}
    assert set(reports["source"]) == set(printed)
    assert cells.height == sum(len(document.truth.numbers) for document in printed.values())
    for row in cells.sample(200, seed=1).iter_rows(named=True):
        value = printed[row["source"]].truth.numbers[row["table"], row["row"], row["column"]]
        assert (row["value"] if row["text"] is None else row["text"]) == value
    for name, document in list(printed.items())[:20]:
        assert (demo / name).read_bytes() == document.data


def test_all_shapes_are_there_and_some_damage(demo: Path) -> None:
    shapes = set(pl.read_parquet(demo / "truth" / "reports.parquet")["shape"])
    assert {shape for shape in shapes if "+" not in shape} == set(SHAPES)
    assert any("+" in shape for shape in shapes)


def test_faults_tell_what_is_reported_and_what_is_correct(demo: Path) -> None:
    faults = pl.read_parquet(demo / "truth" / "faults.parquet")
    changed = faults.filter(pl.col("fault") == "requests.parts")
    assert changed.height > 0
    assert changed.filter(pl.col("reported") == pl.col("correct")).height == 0
    assert set(changed["table"]) == {"requests"}
    blank = faults.filter(pl.col("fault") == "cells.blank")
    assert set(blank["state"]) == {"blank"}
    assert blank["correct"].null_count() == 0


def test_there_is_a_fault_of_every_rule(demo: Path) -> None:
    faults = pl.read_parquet(demo / "truth" / "faults.parquet")
    assert set(FAULTS) <= set(faults["fault"])


def test_what_rules_ask_for_lies_beside_the_truth(demo: Path) -> None:
    roster, below = (pl.read_csv(demo / "truth" / f"{name}.csv") for name in ("roster", "subordinates"))
    assert roster.columns == ["agency", "region_code", "years"]
    reports = pl.read_parquet(demo / "truth" / "reports.parquet")
    there = set(reports.select("agency", "year").iter_rows())
    assert any((agency, year) not in there for agency, year in roster.select("agency", "years").iter_rows())
    assert {*below["agency"], *below["superior"]} <= set(reports["agency"])


def test_a_small_demo_has_no_cases() -> None:
    assert demo_cases(agencies=23) == demo_cases(years=(2022, 2024)) == demo_cases(years=(2019, 2023)) == []
    assert demo_cases(agencies=60)


def test_cases_are_of_agencies_of_their_own() -> None:
    others = {report.agency.name for report in true_reports(60)}
    assert not others & {report.agency.name for case in demo_cases(60) for report in case.reports}


def test_copies_are_byte_for_byte_and_named_after_the_original(demo: Path) -> None:
    copies = pl.read_parquet(demo / "truth" / "documents.parquet").filter(pl.col("status") == "duplicate")["source"]
    for name in copies:
        original = name.replace("_副本", "")
        assert (demo / name).read_bytes() == (demo / original).read_bytes()
        assert name > original


def test_a_former_demo_is_replaced_whole(tmp_path: Path) -> None:
    folder = write_demo(tmp_path / "demo", agencies=6)
    (folder / "notes.txt").write_text("mine")
    write_demo(folder, agencies=2, years=(2021, 2022))
    fresh = digests(write_demo(tmp_path / "fresh", agencies=2, years=(2021, 2022)))
    assert {name: digest for name, digest in digests(folder).items() if name != "notes.txt"} == fresh
    assert (folder / "notes.txt").read_text() == "mine"


def test_somebody_elses_folder_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "mine.txt").write_text("mine")
    with pytest.raises(SourceError, match="holds no demo"):
        write_demo(tmp_path)
    assert digests(tmp_path) == {"reports/mine.txt": hashlib.sha256(b"mine").hexdigest()}


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("mine")
    with pytest.raises(SourceError, match="is a file"):
        write_demo(tmp_path / "demo")
    with pytest.raises(SourceError, match="cannot hold a demo"):
        write_demo(tmp_path / "demo" / "below")


def test_wrong_arguments_leave_a_former_demo_alone(tmp_path: Path) -> None:
    folder = write_demo(tmp_path / "demo", agencies=2)
    before = digests(folder)
    with pytest.raises(SourceError):
        write_demo(folder, agencies=0)
    with pytest.raises(SourceError):
        write_demo(folder, years=(2024, 2019))
    assert digests(folder) == before
