"""What other programs make of prints is read too, where the machine has them."""

import os
import random
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

import toolkit as tk
from toolkit import scoring
from toolkit.demo import MAKERS, SHAPES, Maker, made_specimens, score, true_reports
from toolkit.documents import formats_read
from toolkit.errors import SourceError, UnknownName

BY_NAME = {maker.name: maker for maker in MAKERS}
REPORTS = true_reports(agencies=6)[3::18]
FLOOR = 0.995  # of the cells of undamaged prints


@pytest.fixture(params=BY_NAME)
def maker(request: pytest.FixtureRequest) -> Maker:
    return _there(request.param)


def _there(name: str) -> Maker:
    maker = BY_NAME[name]
    if maker.program is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{maker.programs[0]} is not there")
        pytest.skip(f"no {maker.programs[0]} here")
    return maker


def _cases() -> Iterator[object]:
    for name, maker in BY_NAME.items():
        for shape in maker.shapes:
            yield pytest.param(name, shape, id=f"{name}-{shape}")


@pytest.mark.parametrize(("name", "shape"), list(_cases()))
def test_undamaged_prints_are_read(name: str, shape: str, tmp_path: Path) -> None:
    maker = _there(name)
    if maker.ending not in formats_read():
        pytest.skip(f"{maker.ending} is not read yet")
    sources = [SHAPES[shape](report, random.Random(shape)) for report in REPORTS]
    made = zip(sources, maker([source.data for source in sources]), strict=True)
    printed = [replace(source, name=f"{source.name}.{maker.ending}", data=data) for source, data in made]
    for document in printed:
        (tmp_path / document.name).write_bytes(document.data)
    corpus = tk.load(tmp_path, progress=False, workers=1)
    read = {Path(source).name: found for source, found in corpus.reports.select("source", "report_id").rows()}
    found = score(printed, corpus.cells, corpus.reports, read).row(0, named=True)
    assert found["documents"] == len(REPORTS) == 2
    assert found["wrong"] == 0
    assert found["right"] >= FLOOR * found["cells"]


def test_what_is_made_is_of_the_format_named(maker: Maker) -> None:
    signatures = {"pdf": b"%PDF-", "doc": b"\xd0\xcf\x11\xe0", "rtf": b"{\\rtf", "odt": b"PK\x03\x04"}
    first, second = (SHAPES[maker.shapes[0]](REPORTS[0], random.Random(at)).data for at in range(2))
    made = maker([first, second])
    assert len(made) == 2
    assert all(data.startswith(signatures[maker.ending]) for data in made)


def copying(program: Path) -> Maker:
    def copy(path: str, files: object) -> list[bytes]:
        assert path == str(program)
        return [bytes(data) + b" made" for data in files]  # type: ignore[attr-defined]

    return Maker("copy", "txt", ("text_tabs", "text_gbk"), (str(program),), copy, 3)


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "program"
    path.write_text("#!/bin/sh\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_made_specimens_keep_the_truth_and_are_named_for_their_maker(program: Path) -> None:
    made = list(made_specimens(copying(program)))
    assert len(made) == 2 * (6 + 8)
    assert made[0].shape == "copy:text_tabs"
    assert made[6].shape == "copy:text_tabs+split_cell"
    assert made[0].name.startswith("copy_")
    assert made[0].name.endswith(".txt")
    assert all(printed.data.endswith(b" made") for printed in made)
    assert len({printed.name for printed in made}) == len(made)


def test_what_is_made_is_scored_under_its_makers_name(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoring, "_MAKERS", {"copy": copying(program)})
    scores = scoring.score_readers(["copy"], of_each=2, progress=False, workers=1)
    assert scores["documents"].sum() == 2 * (6 + 8)  # a third of what is printed here, at least one of each
    assert set(scores.filter(~pl.col("shape").str.contains("+", literal=True))["right"]) != {0}
    assert all(shape.startswith("copy:") for shape in scores["shape"])


def test_a_program_that_is_not_there_is_named(tmp_path: Path) -> None:
    absent = copying(tmp_path / "absent")
    assert absent.program is None
    with pytest.raises(SourceError, match=r"copy needs .*absent"):
        absent([b""])


def test_a_program_that_makes_nothing_is_an_error(program: Path) -> None:
    for name in ("pdf-chromium", "rtf"):
        with pytest.raises(SourceError, match="was not made"):
            replace(BY_NAME[name], programs=(str(program),))([b"x"])


def test_only_what_can_be_made_and_is_read_is_measured(monkeypatch: pytest.MonkeyPatch, program: Path) -> None:
    here, gone = replace(copying(program), name="here"), replace(copying(program / "x"), name="gone")
    unread = replace(here, name="unread", ending="xyz")
    monkeypatch.setattr(scoring, "_MAKERS", {maker.name: maker for maker in (here, gone, unread)})
    monkeypatch.setattr(scoring, "MAKERS", (here, gone, unread))
    assert scoring.measurable() == ("html", "txt", "docx", "xlsx", "pdf", "here")
    assert scoring.without_program() == {"gone": str(program / "x")}


def test_a_format_that_nobody_makes_names_the_near_one() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'pdf-chromium'"):
        scoring.score_readers(["pdf-chrome"])
