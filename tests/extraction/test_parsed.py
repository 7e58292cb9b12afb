"""Tables of parsed numbers → reports: which cells, which form, which report, and what is doubted."""

import polars as pl
import pytest

from tests.extraction.parsed_tables import AGENCY, BOOK, cells, parsed, table
from toolkit.errors import ParsedInputError
from toolkit.extraction import TableMapping, parsed_forms

NEW, CARRIED, GRANTED = "requests.new.total", "requests.carried_in.total", "requests.granted.total"
THREE = [(NEW, 3), (CARRIED, 0), (GRANTED, None)]


# ---------------------------------------------------------------- cells and forms
def test_all_cells_of_the_form_are_there_and_the_absent_ones_are_missing() -> None:
    found = parsed(table((NEW, 3), ("requests.other_rest.total", 1)))
    assert found.cells.height == len(BOOK.cells("requests", "2021"))
    assert found.reports.select("template_disclosure", "template_requests").rows() == [(None, "2021")]
    assert cells(found, NEW, CARRIED) == [(3.0, "3", "number"), (None, None, "missing")]
    assert found.notes == ()
    assert found.cells["unit"].unique().to_list() == ["件"]


@pytest.mark.parametrize(
    ("told", "disclosure", "requests"),
    [
        ([("requests.other.total", 1)], None, "2019"),
        ([("requests.other_rest.total", 1)], None, "2021"),
        ([("disclosure.regulations.made", 1), (NEW, 1)], "2019", "2019"),
        ([("disclosure.regulations.issued", 1), ("requests.other.total", 1)], "2021", "2019"),
        ([("disclosure.penalties.decisions", 1), (NEW, 1)], "2021", "2021"),
        ([("review.review.total", 1)], None, None),
    ],
)
def test_the_form_of_each_table_is_found_in_its_rows(
    told: list[tuple[str, int]], disclosure: str | None, requests: str | None
) -> None:
    found = parsed(table(*told)).reports
    assert found.select("template_disclosure", "template_requests").rows() == [(disclosure, requests)]


def test_a_form_that_the_rows_do_not_show_is_the_one_told() -> None:
    found = parsed(table((NEW, 3), template_requests="2019"))
    assert found.reports["template_requests"].to_list() == ["2019"]
    assert found.cells.filter(row="other").height == 7
    shown = parsed(table(("requests.other_rest.total", 3), template_requests="2019"))
    assert shown.reports["template_requests"].to_list() == ["2021"]


def test_rows_of_both_forms_are_of_the_form_that_the_year_asks_for() -> None:
    years = table((NEW, 3), (NEW, 3), (NEW, 3), year=[2020, 2021, None], source=["a", "b", "c"])
    found = parsed(years).reports.sort("given_source")
    assert found["template_requests"].to_list() == ["2019", "2021", None]
    assert parsed(years).cells.group_by("report_id").len()["len"].sort().to_list() == [154, 161, 175]


def test_a_whole_table_without_the_rows_that_tell_the_forms_apart_has_none() -> None:
    shared = [cell for cell in BOOK.cells("requests", "2019") if cell in BOOK.cells("requests", "2021")]
    found = parsed(table(*[(f"requests.{row}.{column}", 0) for row, column in shared]))
    assert found.reports["template_requests"].to_list() == [None]
    assert found.cells.height == len(shared)
    assert parsed(table(*[(f"requests.{row}.{column}", 0) for row, column in shared[1:]])).cells.height == 175


def test_rows_of_which_nothing_is_told_show_no_form() -> None:
    found = parsed(table((NEW, 3), ("requests.other.total", None), ("requests.other_rest.total", 2)))
    assert found.reports["template_requests"].to_list() == ["2021"]
    assert found.leftovers.height == 0


def test_a_number_shows_a_form_sooner_than_blanks_do() -> None:
    blanks = [(f"requests.other.{column}", None) for column in ("research", "enterprise", "total")]
    found = parsed(table(("requests.other_rest.total", 1), *blanks, raw=["1", "", "", ""]))
    assert found.reports["template_requests"].to_list() == ["2021"]
    assert found.leftovers.height == 3


def test_cells_told_to_be_missing_are_no_leftovers_of_the_other_form() -> None:
    found = parsed(table(("requests.other_rest.total", 1), ("requests.other.total", None), state=["number", "missing"]))
    assert (found.leftovers.height, found.notes) == (0, ())


def test_a_number_of_the_other_form_is_left_over_and_told() -> None:
    found = parsed(
        table(("requests.other_rest.total", 2), ("requests.other_fee_unpaid.total", 2), ("requests.other.total", 9))
    )
    assert found.reports["template_requests"].to_list() == ["2021"]
    assert found.leftovers.select("table", "raw", "grid_row").rows() == [
        ("requests", "requests | other | total | 9 | 件 | number", 2)
    ]
    assert found.notes == (
        "1 cell of another form than the rest of its table is kept as leftovers; the first in row 3.",
    )


def test_states_are_those_of_documents() -> None:
    applicants = [f"requests.{row}.{column}" for row in ("new", "carried_in") for column in BOOK.applicants]
    assert parsed(table(*[(cell, 0) for cell in applicants])).reports["requests_state"].to_list() == ["zero"]
    blank = table(*[(cell, None) for cell in applicants], raw="")
    assert parsed(blank).reports["requests_state"].to_list() == ["blank"]
    assert parsed(table((CARRIED, 0), (GRANTED, 1))).reports["requests_state"].to_list() == ["unreadable"]


def test_zeros_left_blank_are_the_reports_convention_where_its_sums_show_it() -> None:
    ones = {("new", "natural_person"), ("granted", "natural_person"), ("processed", "natural_person")}
    told = [
        (f"requests.{row}.{column}", 1 if (row, column) in ones else None)
        for row, column in BOOK.cells("requests", "2021")
    ]
    raws = ["1" if value else "" for _, value in told]
    found = parsed(table(*told, raw=raws))
    assert found.reports.select("blank_convention", "requests_state").rows() == [("zero", "requests")]
    raws[0], raws[1] = "", "1"
    assert parsed(table(*[(cell, None) for cell, _ in told], raw=raws)).reports["blank_convention"].to_list() == [
        "none"
    ]


# ---------------------------------------------------------------- labels
def test_official_labels_and_wordings_are_known_words() -> None:
    labels = pl.DataFrame(
        {
            "机关": [AGENCY] * 4,
            "年度": ["2023年"] * 4,
            "表": ["收到和处理政府信息公开申请情况"] * 2 + ["review", "主动公开情况"],
            "行": ["一、本年新收政府信息公开申请数量", "（六）其它处理", "行政诉讼 / 复议后起诉", "行政规范性文件"],
            "列": ["合计", "自然人", "结果维持", "本年制发件数"],
            "数值": ["1", "2", "3", "4"],
        }
    )
    found = parsed(labels)
    asked = ["requests.new.total", "requests.other.natural_person", "review.post_review_litigation.upheld"]
    assert [value for value, _, _ in cells(found, *asked)] == [1.0, 2.0, 3.0]
    assert cells(found, "disclosure.normative_documents.issued")[0][0] == 4.0
    assert found.reports.select("agency", "year").rows() == [(AGENCY, 2023)]


def test_a_damaged_label_is_not_guessed() -> None:
    found = parsed(table((NEW, 3), ("requests.属于国家秘.total", 1), (GRANTED, 0)))
    assert found.leftovers["raw"].to_list() == ["requests | 属于国家秘 | total | 1"]


# ---------------------------------------------------------------- what is doubted
def test_a_few_rows_that_are_no_cells_are_leftovers_and_the_report_stays() -> None:
    found = parsed(
        table((NEW, 3), ("requests.carried_inn.total", 5), (GRANTED, 0), ("requests.new.city", 1), (CARRIED, 2))
    )
    assert found.leftovers.sort("grid_row").select("table", "raw", "grid_row").rows() == [
        ("requests", "requests | carried_inn | total | 5", 1),
        ("requests", "requests | new | city | 1", 3),
    ]
    assert found.notes == (
        "2 rows fitted no cell of a form and are kept as leftovers; row 2: row 'carried_inn' is no row of table "
        "'requests'. Did you mean 'carried_in' or 'carried_out'?",
    )
    assert cells(found, NEW)[0] == (3.0, "3", "number")


def test_a_cell_that_its_row_does_not_have_is_left_over() -> None:
    found = parsed(table((NEW, 3), (GRANTED, 3), ("disclosure.regulations.decisions", 5)))
    assert (
        "row 'regulations' has no column 'decisions' in any form; it has disclosed, disclosed_total" in found.notes[0]
    )


def test_a_cell_told_twice_alike_is_one_cell_and_its_text_the_first() -> None:
    for raws in (["3", "３"], ["３", "3"]):
        found = parsed(table((NEW, 3), (NEW, 3), raw=raws))
        assert (cells(found, NEW), found.notes) == ([(3.0, "3", "number")], ())


def test_a_cell_told_twice_and_differently_is_not_believed() -> None:
    for values in ([3, 4], [4, 3]):
        found = parsed(table((CARRIED, 0), (NEW, values[0]), (NEW, values[1])))
        assert cells(found, NEW, CARRIED) == [(None, "3 ¦ 4", "unreadable"), (0.0, "0", "number")]
        assert found.notes == ("1 cell told more than once, and differently, is unreadable; the first in row 2.",)


def test_a_row_that_tells_nothing_contradicts_no_other() -> None:
    found = parsed(table((NEW, None), (NEW, 3), ("requests.other.total", None)))
    assert (cells(found, NEW), found.notes) == ([(3.0, "3", "number")], ())
    assert found.reports["template_requests"].to_list() == ["2021"]


def test_a_cell_told_twice_in_two_units_is_not_believed() -> None:
    found = parsed(table(("disclosure.fees.amount", 3), ("disclosure.fees.amount", 3), unit=["元", "万元"]))
    assert cells(found, "disclosure.fees.amount") == [(None, "3 ¦ 3", "unreadable")]


def test_a_contradiction_is_told_with_its_row() -> None:
    found = parsed(table(*THREE, raw=["3", "1", None]))
    assert cells(found, CARRIED) == [(None, "1", "unreadable")]
    assert found.notes == (
        "1 cell told in ways that contradict each other is unreadable; row 2: value 0 beside raw '1'.",
    )


# ---------------------------------------------------------------- reports
def test_reports_are_told_apart_by_id_or_source_or_agency_and_year() -> None:
    by_year = parsed(table((NEW, 3), (NEW, 4), year=[2022, 2023]))
    assert sorted(by_year.reports["year"]) == [2022, 2023]
    by_source = table((NEW, 3), (NEW, 4), source=["a.pdf", "b.pdf"]).drop("agency", "year")
    assert parsed(by_source).reports.height == 2
    by_id = table((NEW, 3), (NEW, 4), report_id=["x", "y"], source=["text", "text"])
    assert parsed(by_id).reports.height == 2


def test_a_source_of_a_frame_of_cells_names_no_report() -> None:
    with pytest.raises(ParsedInputError, match=r"names no report: it needs a column 'report_id' or 'source'"):
        parsed(table(*THREE, source="text").drop("agency", "year"))


def test_a_report_without_any_number_is_still_a_report() -> None:
    found = parsed(table((NEW, 3), (CARRIED, None), year=[2022, 2023]))
    assert found.reports.sort("year").select("year", "requests_state").rows() == [
        (2022, "requests"),
        (2023, "unreadable"),
    ]


def test_a_row_that_names_no_report_is_told() -> None:
    found = parsed(table((NEW, 3), (GRANTED, 4), report_id=["x", " "]))
    assert found.reports.height == 1
    assert found.notes == ("1 row names no report (first: row 2) and could not be kept: 'report_id' being empty.",)


def test_facts_that_contradict_each_other_are_not_believed() -> None:
    found = parsed(table((NEW, 3), (CARRIED, 3), report_id="x", year=[2022, 2023], published="2024-01-31"))
    assert found.reports.select("agency", "year", "published_source").rows() == [(AGENCY, None, "user")]
    assert found.notes == ("1 × year of a report is told differently in its rows ('2022', '2023'): none is taken.",)


def test_years_and_dates_are_read_as_tables_write_them() -> None:
    for year, published in (("2023.0", "2024-01-31 00:00:00"), ("2023年", "2024/1/31"), ("2023年度", "2024年1月31日")):
        (row,) = parsed(table((NEW, 3), year=year, published=published)).reports.to_dicts()
        assert (row["year"], str(row["published"])) == (2023, "2024-01-31")


def test_a_year_that_is_none_is_null_and_told() -> None:
    found = parsed(table((NEW, 3), (NEW, 4), (NEW, 5), report_id=["x", "y", "z"], year=["2023", "20x3", "2021"]))
    assert sorted(found.reports["year"].to_list(), key=str) == [2021, 2023, None]
    assert found.notes == ("1 × year could not be read; row 2 has year '20x3', which is no year from 1990 to 2099.",)


def test_agency_and_year_that_are_not_told_are_the_titles() -> None:
    found = parsed(
        table((NEW, 3), report_id="x", title="安吉县水利局2022年政府信息公开工作年度报告").drop("agency", "year")
    )
    assert found.reports.select("agency", "year").rows() == [(AGENCY, 2022)]


# ---------------------------------------------------------------- ids
def test_the_id_is_what_the_rows_say_not_their_order_or_layout() -> None:
    long = table((NEW, 3), (CARRIED, 0))
    wide = pl.DataFrame(
        {"agency": [AGENCY], "year": [2023], "requests__carried_in__total": ["0"], "requests__new__total": [3.0]}
    )
    ids = {parsed(frame).reports["report_id"].item() for frame in (long, long.reverse(), wide)}
    assert len(ids) == 1
    assert parsed(table((NEW, 4), (CARRIED, 0))).reports["report_id"].item() not in ids
    assert parsed(table((NEW, 3), (CARRIED, 0), year=2022)).reports["report_id"].item() not in ids
    assert parsed(long).sha256 == parsed(long.reverse()).sha256


def test_reports_that_say_the_same_are_numbered() -> None:
    wide = pl.DataFrame({"agency": [AGENCY] * 2, "year": [2023] * 2, "requests__new__total": [3] * 2})
    ids = sorted(parsed(wide).reports["report_id"])
    assert ids[1] == f"{ids[0]}-2"
    assert parsed(wide).cells.group_by("report_id").len()["len"].n_unique() == 1


# ---------------------------------------------------------------- layouts
def test_an_unknown_column_of_a_wide_table_is_left_over_where_it_holds_something() -> None:
    wide = pl.DataFrame(
        {"agency": [AGENCY] * 2, "year": [2022, 2023], "requests__new__total": [1, 2], "requests__new__city": [7, None]}
    )
    found = parsed(wide)
    assert found.leftovers["raw"].to_list() == ["requests | new | city | 7"]
    assert "row 1: column 'city' is no column of table 'requests'" in found.notes[0]


def test_empty_fields_are_blank_where_the_mapping_says_so() -> None:
    mapping = TableMapping(
        "m", {name: name for name in ("agency", "year", "table", "row", "column", "value")}, empty="blank"
    )
    assert cells(parsed(table(*THREE), mapping), GRANTED) == [(None, "", "blank")]
    assert cells(parsed(table(*THREE)), GRANTED) == [(None, None, "missing")]


def test_a_table_that_would_grow_beyond_bounds_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    two = table((NEW, 3), (NEW, 3), year=[2022, 2023])
    monkeypatch.setattr(parsed_forms, "MAX_CELLS", 350)
    assert parsed(two).cells.height == 350
    monkeypatch.setattr(parsed_forms, "MAX_CELLS", 349)
    with pytest.raises(ParsedInputError, match="Its 2 reports have 350 cells by their forms") as error:
        parsed(two)
    assert error.value.reason == "too_large"


BAD = {
    "column_missing": (table(*THREE).drop("row"), "bad_columns", r"lacks the column 'row'\. It has 'table', 'column'"),
    "column_misspelt": (table(*THREE).rename({"value": "valeu"}), "bad_columns", r"'value'\. Did you mean 'valeu'\?"),
    "no_agency": (table(*THREE).drop("agency"), "bad_columns", r"names no report \(it has 'year' alone\)"),
    "column_of_lists": (table(*THREE).with_columns(value=pl.lit([1])), "bad_columns", r"'value' holds List"),
    "column_of_truths": (table(*THREE).with_columns(value=True), "bad_columns", r"'value' holds true and false"),
    "column_of_dates": (table(*THREE).with_columns(value=pl.date(2024, 1, 1)), "bad_columns", r"'value' holds Date"),
    "column_twice": (
        table(*THREE).with_columns(pl.lit(1).alias("value_duplicated_0")), "bad_columns", r"the column 'value' twice"
    ),
    "column_twice_by_its_spaces": (
        table(*THREE).with_columns(pl.lit(1).alias(" value")), "bad_columns", "'value' twice"
    ),
    "codes_of_another_tool": (
        table(("T3.1.a", 1), ("T3.2.a", 2)), "bad_rows", r"2 of 2 rows are no cells .* row 1: table 'T3' is no table"
    ),
    "rows_misspelt": (
        table(("requests.nwe.total", 1)), "bad_rows", r"row 'nwe' is no row of table 'requests'\. Did you mean 'new'\?"
    ),
    "years_of_another_column": (table(*THREE, year="水利"), "bad_rows", r"no years: row 1 has year '水利'"),
    "reports_without_name": (table(*THREE, report_id=""), "bad_rows", "No row names a report: nothing stands in 'rep"),
    "header_alone": (table(*THREE).head(0), "empty", "no rows"),
    "something_else": (pl.DataFrame({"name": ["x"], "price": [1]}), "other_page", "It has 'name', 'price'"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_table_that_cannot_be_used_is_told_by_its_column(name: str) -> None:
    frame, reason, sentence = BAD[name]
    with pytest.raises(ParsedInputError, match=sentence) as error:
        parsed(frame)
    assert error.value.reason == reason


def test_a_column_that_is_nearly_ours_is_told() -> None:
    found = parsed(table(*THREE, pubished="2024-01-31"))
    assert found.notes == ("The column 'pubished' was not read. Did you mean 'published'?",)
