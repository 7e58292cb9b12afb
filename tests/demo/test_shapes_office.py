"""Reports as Word and Excel files are read as printed."""

import random
from pathlib import Path

import pytest

import toolkit as tk
from toolkit.demo import EXCEL_SHAPES, WORD_SHAPES, score, true_reports

SHAPES = {**WORD_SHAPES, **EXCEL_SHAPES}
REPORTS = true_reports(agencies=6, years=(2019, 2024))


@pytest.mark.parametrize("name", SHAPES)
def test_equal_chance_prints_equal_bytes(name: str) -> None:
    first, again = (SHAPES[name](REPORTS[4], random.Random(3)) for _ in range(2))
    assert first == again


@pytest.mark.parametrize("name", SHAPES)
def test_every_cell_is_read_and_every_heading_found(name: str, tmp_path: Path) -> None:
    printed = [SHAPES[name](report, random.Random(at)) for at, report in enumerate(REPORTS)]
    for document in printed:
        (tmp_path / document.name).write_bytes(document.data)
    corpus = tk.load(tmp_path, progress=False, workers=1)
    sources = {Path(source).name: found for source, found in corpus.reports.select("source", "report_id").rows()}
    (row,) = score(printed, corpus.cells, corpus.reports, sources).iter_rows(named=True)
    assert (row["documents"], row["right"], row["null"], row["wrong"]) == (len(REPORTS), row["cells"], 0, 0)
    assert row["agency_right"] == row["year_right"] == row["form_right"] == len(REPORTS)
    assert corpus.leftovers.is_empty()
    assert corpus.sections.height == 6 * len(REPORTS)
