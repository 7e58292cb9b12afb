"""What the readers must reach on specimens of every shape with every damage: the scorecard, held to floors."""

import polars as pl
import pytest

from tests.demo.unread_shapes import BLANKS_LOST
from toolkit.demo import FORMATS, SHAPES, by_format
from toolkit.scoring import score_readers

# The share of the cells of undamaged prints that must be read.
UNDAMAGED = {"html": 0.999, "txt": 0.999, "docx": 0.999, "xlsx": 0.999, "pdf": 0.995}
BLANKS_LOST_FLOOR = 0.95
# The share of all cells, damaged prints included, that may be a number that is not the printed one.
WRONG = {"html": 0.0, "txt": 0.0, "docx": 0.0, "xlsx": 0.0, "pdf": 0.0}


Cells = dict[str, int]


@pytest.fixture(scope="module")
def scores() -> pl.DataFrame:
    # PDFs take most of the time: fewer of each shape, of which there are most.
    fast = score_readers([name for name in FORMATS if name != "pdf"], of_each=2, progress=False)
    return pl.concat([fast, score_readers(["pdf"], of_each=1, progress=False)])


def of(scores: pl.DataFrame, shapes: frozenset[str]) -> pl.DataFrame:
    return scores.filter(pl.col("shape").str.split("+").list.first().is_in(shapes))


READ_WELL = frozenset(SHAPES) - BLANKS_LOST


def counts(scores: pl.DataFrame, format_: str, *, undamaged: bool = False) -> Cells:
    rows = by_format(scores).filter(format=format_)
    rows = rows.filter(pl.col("mutation").is_null()) if undamaged else rows
    return rows.select(pl.exclude("format", "mutation").sum()).row(0, named=True)


@pytest.mark.parametrize("format_", FORMATS)
def test_undamaged_prints_are_read(format_: str, scores: pl.DataFrame) -> None:
    found = counts(of(scores, READ_WELL), format_, undamaged=True)
    assert found["cells"] > 5_000
    assert found["right"] >= UNDAMAGED[format_] * found["cells"]
    assert found["wrong"] == 0


def test_text_whose_blanks_are_lost_is_read_but_for_rows_with_blanks(scores: pl.DataFrame) -> None:
    found = counts(of(scores, BLANKS_LOST), "txt", undamaged=True)
    assert found["right"] >= BLANKS_LOST_FLOOR * found["cells"]
    assert found["wrong"] == 0


@pytest.mark.parametrize("format_", FORMATS)
def test_no_number_is_given_for_another(format_: str, scores: pl.DataFrame) -> None:
    found = counts(scores, format_)
    assert found["cells"] > 10_000
    assert found["wrong"] <= WRONG[format_] * found["cells"]


@pytest.mark.parametrize("format_", FORMATS)
def test_agency_and_year_are_never_another(format_: str, scores: pl.DataFrame) -> None:
    found = counts(scores, format_)
    assert found["agency_wrong"] == found["year_wrong"] == found["form_wrong"] == 0
