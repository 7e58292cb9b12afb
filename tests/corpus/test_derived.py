"""The derived frames, on reports small enough to check by eye."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus.small_reports import BLANK, MISSING, UNREADABLE, Key, content, frames, read, report, unreadable
from toolkit.codebook import shipped_codebook
from toolkit.corpus import SORT_KEYS, Corpus
from toolkit.corpus.derived import form_cells
from toolkit.corpus.wide import spread
from toolkit.records import Document

DERIVED = (
    "panel",
    "requests_by_column",
    "requests_by_row",
    "review_by_channel",
    "disclosure_by_report",
    "report_pairs",
)


def corpus(*documents: Document) -> Corpus:
    return Corpus.of_frames(frames(*documents))


def new(column: str) -> Key:
    return ("requests", "new", column)


def test_requests_by_column_has_a_row_a_column_and_the_rows_beside_each_other() -> None:
    printed: dict[Key, float | str | None] = {
        new("natural_person"): 3,
        new("total"): 7,
        new("enterprise"): BLANK,
        new("research"): UNREADABLE,
        new("legal_service"): MISSING,
    }
    frame = corpus(read("a", report(printed=printed))).requests_by_column
    assert frame.columns[:5] == ["report_id", "agency", "year", "form", "column"]
    assert frame.columns[5:] == [row.code for row in shipped_codebook().request_rows] + ["assumed_zero"]
    assert frame.select("year", "form", "column", "new", "granted", "other", "assumed_zero").rows() == [
        (2023, "2021", "enterprise", None, 0.0, None, False),
        (2023, "2021", "legal_service", None, 0.0, None, False),
        (2023, "2021", "natural_person", 3.0, 0.0, None, False),
        (2023, "2021", "other_organisation", 0.0, 0.0, None, False),
        (2023, "2021", "public_welfare", 0.0, 0.0, None, False),
        (2023, "2021", "research", None, 0.0, None, False),
        (2023, "2021", "total", 7.0, 0.0, None, False),
    ]


def test_requests_by_row_has_a_row_a_row_and_the_applicants_beside_each_other() -> None:
    frame = corpus(
        read("a", report(printed={new("enterprise"): 4}, requests="2019", disclosure="2021"))
    ).requests_by_row
    assert frame.columns == [
        "report_id",
        "agency",
        "year",
        "form",
        "row",
        "natural_person",
        "enterprise",
        "research",
        "public_welfare",
        "legal_service",
        "other_organisation",
        "total",
        "assumed_zero",
    ]
    assert frame.height == 23
    assert frame.filter(row="new").select("form", "enterprise", "total").rows() == [("2019", 4.0, 0.0)]
    assert "other" in frame["row"]
    assert "other_rest" not in frame["row"]


def test_review_by_channel_has_three_rows_a_report() -> None:
    frame = corpus(read("a", report(printed={("review", "review", "pending"): 2}))).review_by_channel
    assert frame.select("row", "upheld", "pending", "total").rows() == [
        ("direct_litigation", 0.0, 0.0, 0.0),
        ("post_review_litigation", 0.0, 0.0, 0.0),
        ("review", 0.0, 2.0, 0.0),
    ]


def test_disclosure_by_report_has_the_columns_of_both_forms() -> None:
    old = report("宁武县水利局", disclosure="2019", requests="2019", printed={("disclosure", "regulations", "made"): 5})
    frame = corpus(
        read("a", report(printed={("disclosure", "regulations", "issued"): 1})), read("b", old)
    ).disclosure_by_report
    wanted = frame.sort("form").select("form", "regulations__made", "regulations__issued", "licensing__decisions")
    assert wanted.rows() == [("2019", 5.0, None, 0.0), ("2021", None, 1.0, 0.0)]
    assert frame.columns[4:10] == [
        "regulations__made",
        "regulations__disclosed",
        "regulations__disclosed_total",
        "regulations__issued",
        "regulations__repealed",
        "regulations__in_force",
    ]


def blanks(total: float | str) -> dict[Key, float | str | None]:
    parts: dict[Key, float | str | None] = {
        (table, row, column): BLANK
        for table in ("requests", "review", "disclosure")
        for row, column in shipped_codebook().cells(table, "2021")
    }
    return {**parts, new("natural_person"): 3, new("total"): total}


def test_blank_parts_count_as_zero_only_by_the_reports_own_convention() -> None:
    found = corpus(
        read("zero", report(printed=blanks(BLANK), convention="zero")),
        read("none", report("宁武县水利局", printed=blanks(BLANK))),
    )
    by_row = found.requests_by_row.filter(row="new").sort("agency")
    assert by_row.select("agency", "natural_person", "enterprise", "total", "assumed_zero").rows() == [
        ("宁武县水利局", 3.0, None, None, False),
        ("神池县水利局", 3.0, 0.0, None, True),
    ]
    channel = found.review_by_channel.filter(row="review").sort("agency")
    assert channel.select("upheld", "total", "assumed_zero").rows() == [(None, None, False), (0.0, None, True)]
    columns = found.requests_by_column.filter(agency="神池县水利局").sort("column")
    assert columns.select("column", "assumed_zero", "processed").rows()[-1] == ("total", False, None)
    assert columns["assumed_zero"].sum() == 6
    # Table 2 knows no such convention, and the panel shows what was reported.
    assert found.disclosure_by_report["regulations__issued"].to_list() == [None, None]
    assert found.panel["requests__new__enterprise"].to_list() == [None, None]


def test_a_report_without_a_table_has_no_rows_of_it() -> None:
    found = corpus(read("a", report(requests=None, state="unreadable")))
    assert found.requests_by_column.is_empty()
    assert found.review_by_channel.is_empty()
    assert found.disclosure_by_report.height == 1
    assert found.panel.select("requests__new__total", "disclosure__fees__amount").rows() == [(None, 0.0)]


def test_panel_has_every_cell_of_both_forms_in_the_order_of_the_codebook() -> None:
    found = corpus(
        read("a", report(printed={new("total"): 9})), read("b", report(None, 2023)), read("c", report(year=None))
    )
    assert found.panel.columns[:4] == ["agency", "year", "report_id", "region_code"]
    assert found.panel.columns[4:7] == [
        f"disclosure__regulations__{name}" for name in ("made", "disclosed", "disclosed_total")
    ]
    assert found.panel.columns[-1] == "review__post_review_litigation__total"
    assert len(found.panel.columns) == 4 + 29 + 26 * 7 + 15
    assert found.panel.select("agency", "year", "region_code", "requests__new__total").rows() == [
        ("神池县水利局", 2023, "140927", 9.0)
    ]


def test_of_several_reports_for_a_year_the_latest_published_stands_in_the_panel() -> None:
    dated = [("early", date(2024, 1, 2)), ("late", date(2024, 2, 1)), ("undated", None)]
    found = corpus(*(read(name, report(published=published)) for name, published in dated))
    assert found.panel["report_id"].to_list() == [content("late")[:16]]
    assert found.agency_years["report_id"].to_list() == [content("late")[:16]]
    same_day = corpus(*(read(name, report(published=date(2024, 1, 1))) for name in "abc"))
    assert same_day.panel["report_id"].to_list() == [min(content(name)[:16] for name in "abc")]


def test_report_pairs_set_a_report_beside_the_agencys_earlier_one() -> None:
    found = corpus(
        read("19", report(year=2019, printed={("requests", "carried_out", "total"): 1}, disclosure="2019")),
        read("21", report(year=2021, printed={("requests", "carried_in", "total"): 2})),
        read(
            "22", report(year=2022, printed={("requests", "carried_in", "total"): 3, ("review", "review", "total"): 4})
        ),
        read("x", report("宁武县水利局", 2022)),
    )
    pairs = found.report_pairs.sort("year")
    columns = [
        "year",
        "form",
        "previous_year",
        "previous_form",
        "gap",
        "requests__carried_in__total",
        "previous__requests__carried_out__total",
        "previous__requests__carried_in__total",
        "review__review__total",
    ]
    assert pairs.select(columns).rows() == [
        (2021, "2021", 2019, "2019", True, 2.0, 1.0, 0.0, 0.0),
        (2022, "2021", 2021, "2021", False, 3.0, 0.0, 2.0, 4.0),
    ]
    assert pairs["previous_report_id"].to_list() == [content("19")[:16], content("21")[:16]]
    assert {"disclosure__regulations__in_force", "previous__disclosure__fees__prior_items", "assumed_zero"} <= set(
        pairs.columns
    )


def test_a_pair_tells_when_either_year_counts_blanks_as_zero() -> None:
    found = corpus(
        read("21", report(year=2021, printed=blanks(3), convention="zero")),
        read("22", report(year=2022)),
        read("23", report()),
    )
    assert found.report_pairs.sort("year").select(
        "year", "previous__requests__new__enterprise", "previous__disclosure__regulations__issued", "assumed_zero"
    ).rows() == [(2022, 0.0, None, True), (2023, 0.0, 0.0, False)]


def test_agencies_of_one_name_in_two_places_are_two() -> None:
    site = {"神池县": "1409270001", "宁武县": "1409250001"}
    found = corpus(
        read("a", report("鼓楼区教育局", 2022, site_id=site["神池县"])),
        read("b", report("鼓楼区教育局", 2023, site_id=site["宁武县"])),
    )
    assert found.report_pairs.is_empty()
    assert found.agency_years.select("region_code", "year").rows() == [("140925", 2023), ("140927", 2022)]
    # One place alone, and a year that does not tell it: the same agency.
    found = corpus(
        read("a", report("鼓楼区教育局", 2022, site_id=site["神池县"])), read("b", report("鼓楼区教育局", 2023))
    )
    assert found.report_pairs.height == 1
    assert found.agency_years["region_code"].to_list() == ["140927", "140927"]


def test_agency_years_tell_the_five_states_apart() -> None:
    states = {2018: "requests", 2019: "zero", 2020: "blank", 2021: "unreadable"}
    documents = [read(str(year), report(year=year, state=state)) for year, state in states.items()]
    metadata = pl.DataFrame({"source": ["23.pdf", "18.pdf"], "agency": ["神池县水利局"] * 2, "year": [2023, 2018]})
    made = frames(*documents, unreadable("23.pdf"), unreadable("18.pdf"), unreadable("other.pdf"))
    found = Corpus.of_frames(made, metadata=metadata).agency_years
    assert found.select("year", "state").rows() == [*states.items(), (2022, "missing"), (2023, "unreadable")]
    assert found["report_id"].is_null().to_list() == [False] * 4 + [True] * 2


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(st.sampled_from(["神池县水利局", "宁武县水利局", "教育局"]), st.integers(2008, 2026)), max_size=6
    )
)
def test_agency_years_cover_first_to_last_exactly_once(entries: list[tuple[str, int]]) -> None:
    found = corpus(*(read(str(number), report(agency, year)) for number, (agency, year) in enumerate(entries)))
    expected = []
    for agency in sorted({agency for agency, _ in entries}):
        years = {year for name, year in entries if name == agency}
        expected += [
            (agency, year, "zero" if year in years else "missing") for year in range(min(years), max(years) + 1)
        ]
    assert found.agency_years.select("agency", "year", "state").rows() == expected


@pytest.mark.parametrize("name", DERIVED)
def test_derived_frames_are_sorted_and_stand_on_nothing(name: str) -> None:
    documents = [
        read(str(year), report(agency, year))
        for year, agency in [(2022, "神池县水利局"), (2023, "神池县水利局"), (2021, "宁武县水利局")]
    ]
    frame: pl.DataFrame = getattr(corpus(*documents), name)
    empty: pl.DataFrame = getattr(corpus(), name)
    assert frame.height > 0
    assert frame.equals(frame.sort(SORT_KEYS[name]))
    assert empty.schema == frame.schema
    assert empty.is_empty()


def test_form_cells_are_those_of_either_form_once() -> None:
    assert len(form_cells(shipped_codebook(), "disclosure")) == 29
    assert len(set(form_cells(shipped_codebook(), "requests"))) == 26 * 7


def test_spread_puts_numbers_where_they_belong_and_leaves_out_what_is_unknown() -> None:
    cells = pl.LazyFrame(
        [
            ("r2", "x", "a", 1.0, False),
            ("r1", "y", "b", 2.0, True),
            ("r1", "y", "z", 3.0, False),
            ("r3", "x", "a", 4.0, False),
            ("r1", "w", "a", 5.0, False),
            ("r2", "y", "a", None, False),
        ],
        schema=["report_id", "slot", "name", "value", "assumed"],
        orient="row",
    )
    assert spread(cells, pl.Series(["r1", "r2"]), ["a", "b"], ["x", "y"]).rows() == [
        ("r1", "x", None, None, False, False),
        ("r1", "y", None, 2.0, True, True),
        ("r2", "x", 1.0, None, False, True),
        ("r2", "y", None, None, False, True),
    ]
