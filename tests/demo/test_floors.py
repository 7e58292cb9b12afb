"""What the readers must reach on specimens of every shape with every damage: the scorecard, held to floors."""

import polars as pl
import pytest

from tests.demo.unread_shapes import UNREAD
from toolkit.demo import FORMATS, by_format
from toolkit.scoring import score_readers

# The share of the cells of undamaged prints that must be read. Those left open are told in `unread_shapes`.
UNDAMAGED = {"html": 0.999, "txt": 0.998, "docx": 0.999, "xlsx": 0.999, "pdf": 0.995}
# The share of all cells, damaged prints included, that may be a number that is not the printed one.
WRONG = {"html": 0.0, "txt": 0.0, "docx": 0.0, "xlsx": 0.0, "pdf": 1e-4}


@pytest.fixture(scope="module")
def scores() -> pl.DataFrame:
    # PDFs take most of the time: fewer of each shape, of which there are most.
    fast = score_readers([name for name in FORMATS if name != "pdf"], of_each=2, progress=False)
    return pl.concat([fast, score_readers(["pdf"], of_each=1, progress=False)]).filter(
        ~pl.col("shape").str.split("+").list.first().is_in(UNREAD)
    )


def counts(scores: pl.DataFrame, format_: str, **only: str | None) -> dict[str, int]:
    rows = by_format(scores).filter(format=format_)
    for column, value in only.items():
        rows = rows.filter(pl.col(column).eq_missing(pl.lit(value)))
    return rows.select(pl.exclude("format", "mutation").sum()).row(0, named=True)


@pytest.mark.parametrize("format_", FORMATS)
def test_undamaged_prints_are_read(format_: str, scores: pl.DataFrame) -> None:
    found = counts(scores, format_, mutation=None)
    assert found["cells"] > 3_000
    assert found["right"] >= UNDAMAGED[format_] * found["cells"]
    assert found["wrong"] == 0


@pytest.mark.parametrize(
    "format_",
    [
        pytest.param(name, marks=pytest.mark.xfail(reason="rows that end early are read as full ones"))
        if name == "pdf"
        else name
        for name in FORMATS
    ],
)
def test_no_number_is_given_for_another(format_: str, scores: pl.DataFrame) -> None:
    found = counts(scores, format_)
    assert found["cells"] > 10_000
    assert found["wrong"] <= WRONG[format_] * found["cells"]


def test_of_a_pdf_only_rows_that_end_early_are_read_wrong(scores: pl.DataFrame) -> None:
    wrong = by_format(scores).filter(pl.col("format") == "pdf", pl.col("wrong") > 0)
    assert set(wrong["mutation"]) <= {"lost_cells", "glued_numbers"}


@pytest.mark.parametrize("format_", FORMATS)
def test_agency_and_year_are_never_another(format_: str, scores: pl.DataFrame) -> None:
    found = counts(scores, format_)
    assert found["agency_wrong"] == found["year_wrong"] == found["form_wrong"] == 0
