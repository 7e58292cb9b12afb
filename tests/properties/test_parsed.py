"""Laws of parsed tables: what is handed on comes back, in any file and any order, and nothing else ever does."""

import io
import random
from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extraction.parsed_tables import BOOK, parsed
from toolkit.codebook import TABLES
from toolkit.corpus import Corpus, frames_of, identify
from toolkit.documents import read_table
from toolkit.extraction.numbers import read_number
from toolkit.extraction.parsed_cells import kind_of
from toolkit.records import Document, ParsedReports

ADDRESSES = [(table, *cell) for form in ("2019", "2021") for table in TABLES for cell in BOOK.cells(table, form)]
NUMBERS = st.integers(0, 12) | st.integers(-5, 10**12) | st.floats(0, 10**9, allow_nan=False)
PRINTED = st.sampled_from(
    ["0", "1,234", "１２", "3件", "", "—", "/", "无", "12 3", "3①", "007", "1.50", 'a"b', "x\ny", "减4"]
)
SAID = ["table", "row", "column", "value", "unit", "raw", "state"]


@st.composite
def tables(draw: st.DrawFn) -> pl.DataFrame:
    """Cells of a few reports as a sound tool would write them: value, raw text and state agree."""
    rows = []
    for year in range(2019, 2019 + draw(st.integers(1, 3))):
        addresses = draw(st.lists(st.sampled_from(ADDRESSES), min_size=1, max_size=12, unique=True))
        for table, row, column in addresses:
            state = draw(st.sampled_from(["printed", "printed", "unreadable", "missing", "value"]))
            raw = draw(PRINTED) if state in ("printed", "unreadable") else None
            value = float(draw(NUMBERS)) if state == "value" else None
            if state == "printed":
                read = read_number(raw or "", kind_of(column))
                value, state = read.value, read.state
            rows.append(
                (f"r{year}", "安吉县水利局", year, table, row, column, value, raw, None if state == "value" else state)
            )
    names = ["report_id", "agency", "year", "table", "row", "column", "value", "raw", "state"]
    return pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None).cast(
        {"value": pl.Float64, "raw": pl.String, "state": pl.String}
    )


def corpus_of(found: ParsedReports) -> Corpus:
    class Nobody:
        level = kind = province = city = county = region_code = region_source = None

        def identify(self, *_: object, **__: object) -> "Nobody":
            return self

    document = Document("frame", "frame", None, found.sha256, "read", parsed=found)
    return Corpus.of_frames(identify(frames_of([document]), Nobody()))


def said(corpus: Corpus) -> pl.DataFrame:
    return (
        corpus.cells.join(corpus.reports.select("report_id", "year"), on="report_id")
        .select("year", *SAID)
        .sort(pl.all())
    )


def through(frame: pl.DataFrame, format_: str) -> pl.DataFrame:
    """The frame written and read again."""
    buffer = io.BytesIO()
    writers: dict[str, Callable[[io.BytesIO], object]] = {
        "csv": frame.write_csv,
        "json": frame.write_json,
        "parquet": frame.write_parquet,
    }
    writers[format_](buffer)
    return read_table(buffer.getvalue(), format_)


@settings(max_examples=30)
@given(tables())
def test_what_was_told_is_what_is_there(told: pl.DataFrame) -> None:
    found = parsed(told)
    assert found.notes == () or all("another form" in note for note in found.notes)
    cells = said(corpus_of(found))
    joined = told.join(cells, on=["year", "table", "row", "column"], suffix="_read", how="inner")
    # Every cell told is a cell or, where its report has more of the other form, a leftover.
    assert (
        joined.height + found.leftovers.height >= told.filter(pl.col("state").fill_null("number") != "missing").height
    )
    same = joined.filter(pl.col("state").fill_null("number") == pl.col("state_read"))
    assert same.height == joined.height
    assert joined.filter(pl.col("value").eq_missing(pl.col("value_read"))).height == joined.height
    assert joined.filter(pl.col("raw").is_not_null() & (pl.col("raw") != pl.col("raw_read"))).is_empty()


@pytest.mark.parametrize("format_", ["csv", "json", "parquet"])
@settings(max_examples=20)
@given(told=tables())
def test_what_is_handed_on_comes_back(format_: str, told: pl.DataFrame) -> None:
    first = corpus_of(parsed(told))
    facts = first.reports.select("report_id", "agency", "year", "template_disclosure", "template_requests")
    handed_on = first.cells.drop("box", "source").join(facts, on="report_id")
    again = parsed(through(handed_on, format_))
    assert again.notes == ()
    assert said(corpus_of(again)).equals(said(first).filter(pl.col("year").is_in(handed_on["year"].unique())))


@settings(max_examples=20)
@given(tables())
def test_a_panel_comes_back_with_every_number(told: pl.DataFrame) -> None:
    first = corpus_of(parsed(told))
    again = corpus_of(parsed(through(first.panel, "csv")))
    assert again.panel.drop("report_id").equals(first.panel.drop("report_id"))


@settings(max_examples=20)
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_does_not_matter(told: pl.DataFrame, chance: random.Random) -> None:
    order, names = list(range(told.height)), list(told.columns)
    chance.shuffle(order)
    chance.shuffle(names)
    found, shuffled = parsed(told), parsed(told[order].select(names))
    assert shuffled.sha256 == found.sha256
    left, right = corpus_of(found), corpus_of(shuffled)
    assert right.cells.equals(left.cells)
    assert right.reports.equals(left.reports)
