"""What the rules must know of a cell, of a report and of an organ's power, case by case."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl
import pytest

from tests.corpus.small_reports import BLANK, MISSING, UNREADABLE, Key, frames, read, report
from toolkit.codebook import shipped_codebook
from toolkit.corpus import Corpus, facts
from toolkit.corpus.regulations import regulation_power
from toolkit.corpus.schema import SCHEMAS
from toolkit.records import Document

PERSON, TOTAL = "natural_person", "total"
REVIEW: Key = ("review", "review", "upheld")
Printed = Mapping[Key, float | str | None]


def corpus(*documents: Document) -> Corpus:
    return Corpus.of_frames(frames(*documents))


def cell(printed: Printed, key: Key, **told: Any) -> dict[str, Any]:
    """The facts of one cell of a report that prints 0 everywhere else."""
    found = corpus(read("a", report(printed=printed, **told))).cell_facts
    [row] = found.filter(table=key[0], row=key[1], column=key[2]).to_dicts()
    return row


def told(printed: Printed, **more: Any) -> dict[str, Any]:
    """The facts of one report."""
    [row] = corpus(read("a", report(printed=printed, **more))).report_facts.to_dicts()
    return row


# ---------------------------------------------------------------- single cells


@pytest.mark.parametrize(
    ("printed", "convention", "counted", "assumed", "left_blank"),
    [
        (3, "none", 3, False, False),
        (0, "zero", 0, False, False),
        (BLANK, "none", None, False, True),
        (BLANK, "zero", 0, True, False),
        (UNREADABLE, "zero", None, False, False),
        (MISSING, "zero", None, False, False),
    ],
)
def test_a_part_of_table_3(
    printed: float | str | None, convention: str, counted: float | None, assumed: bool, left_blank: bool
) -> None:
    key: Key = ("requests", "granted", PERSON)
    found = cell({key: printed}, key, convention=convention)
    assert (found["counted"], found["assumed_zero"], found["left_blank"]) == (counted, assumed, left_blank)
    assert (found["omitted_in_row"], found["omitted_in_column"]) == (None, None)
    assert (found["agency"], found["year"], found["form"]) == ("神池县水利局", 2023, "2021")


@pytest.mark.parametrize(
    ("key", "assumed"),
    [
        (REVIEW, True),
        (("review", "review", TOTAL), False),
        (("requests", "new", TOTAL), False),
        (("requests", "processed", PERSON), True),
        (("requests", "processed", TOTAL), False),
        (("disclosure", "licensing", "decisions"), False),
        (("disclosure", "fees", "amount"), False),
    ],
)
def test_which_blanks_the_convention_speaks_for(key: Key, assumed: bool) -> None:
    found = cell({key: BLANK}, key, convention="zero")
    assert (found["assumed_zero"], found["counted"], found["left_blank"]) == (
        assumed, 0 if assumed else None, not assumed
    )  # fmt: skip
    found = cell({key: BLANK}, key, convention="none")
    assert (found["assumed_zero"], found["counted"], found["left_blank"]) == (False, None, True)


def test_the_form_is_that_of_the_table() -> None:
    found = corpus(read("a", report(disclosure="2019", requests="2021"))).cell_facts
    assert dict(found.select("table", "form").unique().iter_rows()) == {
        "disclosure": "2019", "requests": "2021", "review": "2021"
    }  # fmt: skip


# ---------------------------------------------------------------- totals left out


@pytest.mark.parametrize(
    ("printed", "convention", "omitted"),
    [
        ({("requests", "new", PERSON): 2}, "none", True),
        ({("requests", "new", PERSON): 2, ("requests", "new", "research"): BLANK}, "none", True),
        ({}, "none", False),
        ({("requests", "new", PERSON): BLANK}, "none", None),
        ({("requests", "new", PERSON): UNREADABLE}, "none", None),
        ({("requests", "new", PERSON): MISSING}, "none", None),
        ({("requests", "new", PERSON): BLANK}, "zero", False),
        ({("requests", "new", PERSON): -1}, "none", True),
        ({("requests", "carried_in", PERSON): 2}, "none", False),
        ({("review", "review", "upheld"): 2}, "none", False),
    ],
)
def test_a_total_of_a_row(printed: Printed, convention: str, omitted: bool | None) -> None:
    key: Key = ("requests", "new", TOTAL)
    found = cell({**printed, key: BLANK}, key, convention=convention)
    assert (found["omitted_in_row"], found["omitted_in_column"]) == (omitted, None)
    # What is told as omitted is not told as blank.
    assert found["left_blank"] is (omitted is not True)
    assert cell({**printed, key: 2}, key, convention=convention)["omitted_in_row"] is None
    assert cell({**printed, key: UNREADABLE}, key, convention=convention)["omitted_in_row"] is None


@pytest.mark.parametrize(
    ("printed", "omitted"),
    [
        ({REVIEW: 1}, True),
        ({}, False),
        ({REVIEW: BLANK}, None),
        ({("review", "direct_litigation", "upheld"): 1}, False),
        ({("requests", "new", PERSON): 1}, False),
    ],
)
def test_a_total_of_a_channel(printed: Printed, omitted: bool | None) -> None:
    key: Key = ("review", "review", TOTAL)
    assert cell({**printed, key: BLANK}, key)["omitted_in_row"] is omitted


@pytest.mark.parametrize(
    ("printed", "omitted"),
    [
        ({("requests", "granted", PERSON): 2}, True),
        ({("requests", "other_rest", PERSON): 2}, True),
        ({("requests", "new", PERSON): 2}, False),
        ({("requests", "carried_in", PERSON): 2}, False),
        ({("requests", "carried_out", PERSON): 2}, False),
        ({("requests", "granted", "research"): 2}, False),
        ({("requests", "granted", PERSON): BLANK}, None),
        ({("requests", "granted", PERSON): BLANK, ("requests", "other_rest", PERSON): 1}, True),
        ({}, False),
    ],
)
def test_a_total_of_the_outcomes(printed: Printed, omitted: bool | None) -> None:
    key: Key = ("requests", "processed", PERSON)
    found = cell({**printed, key: BLANK}, key)
    assert (found["omitted_in_row"], found["omitted_in_column"]) == (None, omitted)
    assert found["left_blank"] is (omitted is not True)


@pytest.mark.parametrize(
    ("printed", "in_row", "in_column"),
    [
        ({("requests", "processed", PERSON): 2, ("requests", "granted", TOTAL): 2}, True, True),
        ({("requests", "processed", PERSON): 2}, True, False),
        ({("requests", "granted", TOTAL): 2}, False, True),
        ({}, False, False),
        ({("requests", "granted", TOTAL): BLANK}, False, None),
        ({("requests", "processed", PERSON): BLANK}, None, False),
    ],
)
def test_the_corner(printed: Printed, in_row: bool | None, in_column: bool | None) -> None:
    key: Key = ("requests", "processed", TOTAL)
    found = cell({**printed, key: BLANK}, key)
    assert (found["omitted_in_row"], found["omitted_in_column"]) == (in_row, in_column)
    assert found["left_blank"] is not (in_row is True or in_column is True)


def test_reports_are_kept_apart() -> None:
    key: Key = ("requests", "new", TOTAL)
    found = corpus(
        read("a", report(printed={key: BLANK, ("requests", "new", PERSON): 1})),
        read("b", report("宁武县水利局", printed={key: BLANK})),
    ).cell_facts.filter(row="new", column=TOTAL)
    assert sorted(found.select("agency", "omitted_in_row").iter_rows()) == [
        ("宁武县水利局", False), ("神池县水利局", True)
    ]  # fmt: skip


# ---------------------------------------------------------------- a slash for the regulations


def slashed(raw: str, row: str = "regulations", *, state: str = "blank", **organ: Any) -> bool | None:
    """`left_blank` of a cell that prints something, of an organ that is a county's department unless told otherwise."""
    base = corpus(read("a", report()))
    reports = base.reports.with_columns(
        **{name: pl.lit(value, SCHEMAS["reports"][name]) for name, value in organ.items()}
    )
    here = (pl.col("table") == "disclosure") & (pl.col("row") == row)
    cells = base.cells.lazy().with_columns(
        value=pl.when(here).then(None).otherwise("value"),
        raw=pl.when(here).then(pl.lit(raw)).otherwise("raw"),
        state=pl.when(here).then(pl.lit(state)).otherwise("state"),
    )
    found = facts.cell_facts(reports, cells, shipped_codebook()).filter(here)["left_blank"].unique()
    [one] = found
    assert one is None or isinstance(one, bool)
    return one


@pytest.mark.parametrize("raw", ["/", " / ", "／", "\u3000／\u3000", "\u00a0/\n"])
def test_a_slash_is_in_order_without_the_power(raw: str) -> None:
    assert slashed(raw) is False


@pytest.mark.parametrize("raw", ["", "-", "—", "//", "\\", "1/2"])
def test_another_mark_is_blank(raw: str) -> None:
    assert slashed(raw) is True


def test_a_slash_elsewhere_or_with_the_power_is_blank() -> None:
    assert slashed("/", "normative_documents") is True
    assert slashed("/", "licensing") is True
    assert slashed("/", level="city", kind="government") is True
    assert slashed("/", level="national", kind="department") is True


def test_a_slash_of_an_organ_of_unknown_power_cannot_be_judged() -> None:
    assert slashed("/", level=None) is None
    assert slashed("/", level="city", kind=None) is None
    assert slashed("", level=None) is True
    assert slashed("/", state="unreadable", level=None) is False


# ---------------------------------------------------------------- the power to make regulations

POWER: list[tuple[str | None, str | None, str | None, str | None, int | None, bool | None]] = [
    # agency, level, kind, city, year; the power
    ("财政部", "national", "department", None, 2023, True),
    (None, "national", None, None, None, True),
    ("山西省人民政府", "province", "government", None, 2023, True),
    ("山西省水利厅", "province", "department", None, 2023, False),
    ("山西省人民政府办公厅", "province", "office", None, 2023, False),
    ("淮安市人民政府", "city", "government", "淮安市", 2023, True),
    ("淮安市人民政府", "city", "government", None, 2023, True),
    ("淮安市人民政府", "city", "government", "淮安市", None, True),
    (None, "city", "government", None, 2023, True),
    ("淮安市司法局", "city", "department", "淮安市", 2023, False),
    ("东莞市人民政府", "city", "government", "东莞市", 2019, True),
    ("恩施土家族苗族自治州人民政府", "city", "government", "恩施土家族苗族自治州", 2023, True),
    ("大兴安岭地区行政公署", "city", "government", "大兴安岭地区", 2023, False),
    ("儋州市人民政府", "city", "government", "儋州市", 2022, False),
    ("儋州市人民政府", "city", "government", "儋州市", 2023, True),
    ("儋州市人民政府", "city", "government", "儋州市", None, None),
    ("神池县人民政府", "county", "government", "忻州市", 2023, False),
    ("神池县人民政府", "county", None, None, None, False),
    ("某镇人民政府", "township", "government", "忻州市", 2023, False),
    ("某管委会", "city", "committee", "淮安市", 2023, False),
    # Perhaps a ministry, perhaps a county's bureau.
    ("民政部", None, "department", None, 2023, None),
    ("鼓楼区人民政府", None, "government", None, 2023, None),
    ("某局", "city", None, "淮安市", 2023, None),
    (None, None, None, None, None, None),
]


@pytest.mark.parametrize(("agency", "level", "kind", "city", "year", "power"), POWER)
def test_the_power_to_make_regulations(
    agency: str | None, level: str | None, kind: str | None, city: str | None, year: int | None, power: bool | None
) -> None:
    told = {"agency": agency, "level": level, "kind": kind, "city": city, "year": year}
    row = pl.DataFrame([told], schema={name: SCHEMAS["reports"][name] for name in told})
    assert row.select(power=regulation_power())["power"].to_list() == [power]


# ---------------------------------------------------------------- reports as a whole


@pytest.mark.parametrize(
    ("printed", "convention", "means_zero"),
    [
        ({REVIEW: BLANK}, "zero", True),
        ({REVIEW: BLANK}, "none", False),
        ({}, "zero", False),
        ({("review", "review", TOTAL): BLANK}, "zero", False),
        ({("disclosure", "licensing", "decisions"): BLANK}, "zero", False),
    ],
)
def test_blanks_that_mean_zero(printed: Printed, convention: str, means_zero: bool) -> None:
    assert told(printed, convention=convention)["blank_means_zero"] is means_zero


def test_tables_that_are_there_and_whole() -> None:
    found = told({})
    assert (found["tables_absent"], found["cells_missing"], found["tables_complete"]) == ("", 0, True)
    assert (found["agency"], found["year"], found["form"]) == ("神池县水利局", 2023, "2021")


def test_cells_that_are_not_there() -> None:
    found = told({("requests", "new", PERSON): MISSING, REVIEW: MISSING})
    assert (found["tables_absent"], found["cells_missing"], found["tables_complete"]) == ("", 2, False)
    assert found["anything"] is None


@pytest.mark.parametrize(
    ("disclosure", "requests", "absent", "form"),
    [
        (None, "2021", "disclosure", "2021"),
        ("2019", None, "requests review", "2019"),
        ("2019", "2021", "", "2021"),
    ],
)
def test_tables_that_are_absent(disclosure: str | None, requests: str | None, absent: str, form: str) -> None:
    found = told({}, disclosure=disclosure, requests=requests)
    assert (found["tables_absent"], found["cells_missing"], found["form"]) == (absent, 0, form)
    assert found["tables_complete"] is (absent == "")


@pytest.mark.parametrize(
    ("state", "received"), [("requests", True), ("zero", False), ("blank", None), ("unreadable", None)]
)
def test_whether_requests_were_received(state: str, received: bool | None) -> None:
    assert told({}, state=state)["received"] is received


@pytest.mark.parametrize(
    ("printed", "more", "anything"),
    [
        ({}, {}, False),
        ({REVIEW: 1}, {}, True),
        ({("disclosure", "fees", "amount"): 0.01}, {}, True),
        ({REVIEW: -1}, {}, True),
        ({REVIEW: BLANK}, {}, None),
        ({REVIEW: BLANK, ("requests", "new", PERSON): 1}, {}, True),
        ({REVIEW: UNREADABLE}, {}, None),
        ({("disclosure", "regulations", "issued"): UNREADABLE}, {}, None),
        ({("disclosure", "regulations", "issued"): BLANK}, {}, None),
        # As printed: an assumed zero is no number that the report tells.
        ({REVIEW: BLANK}, {"convention": "zero"}, None),
        ({}, {"disclosure": None}, None),
        ({REVIEW: 1}, {"disclosure": None}, True),
    ],
)
def test_whether_anything_is_other_than_zero(printed: Printed, more: dict[str, Any], anything: bool | None) -> None:
    assert told(printed, **more)["anything"] is anything


def test_a_slash_in_order_does_not_hide_that_all_is_zero() -> None:
    base = corpus(read("a", report()))
    here = pl.col("row") == "regulations"
    cells = base.cells.lazy().with_columns(
        value=pl.when(here).then(None).otherwise("value"), raw=pl.when(here).then(pl.lit("/")).otherwise("raw"),
        state=pl.when(here).then(pl.lit("blank")).otherwise("state"),
    )  # fmt: skip
    for level, anything in (("county", False), (None, None)):
        reports = base.reports.with_columns(level=pl.lit(level, pl.String))
        found = facts.report_facts(reports, facts.counted(facts.cell_facts(reports, cells, shipped_codebook())))
        assert found["anything"].to_list() == [anything]


def test_a_report_without_any_cell() -> None:
    found = told({}, disclosure=None, requests=None, state="unreadable")
    assert {name: found[name] for name in ("form", "tables_absent", "cells_missing", "tables_complete")} == {
        "form": None, "tables_absent": "disclosure requests review", "cells_missing": 0, "tables_complete": False
    }  # fmt: skip
    assert (found["blank_means_zero"], found["received"], found["anything"]) == (False, None, None)


# ---------------------------------------------------------------- the frames


def many() -> Iterator[Document]:
    for at in range(7):
        yield read(f"{at}", report(f"神池县{at}局", printed={("requests", "new", TOTAL): BLANK if at % 2 else at}))


def test_the_order_is_that_of_the_cells_whatever_the_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = corpus(*many()).cell_facts
    assert whole.select(SCHEMAS["cells"].names()[:4]).equals(
        corpus(*many()).cells.select("report_id", "table", "row", "column")
    )
    for size in (1, 3, 7):
        monkeypatch.setattr(facts, "_AT_ONCE", size)
        assert corpus(*many()).cell_facts.equals(whole)


def test_the_order_does_not_follow_the_parts_of_a_store() -> None:
    base = corpus(*many())
    turned = base.cells.sort("report_id", descending=True, maintain_order=True)
    found = facts.cell_facts(base.reports, turned.lazy(), shipped_codebook())
    assert found.equals(base.cell_facts)


def test_no_reports_are_empty_frames_with_all_columns() -> None:
    some, none = corpus(*many()), corpus()
    assert none.cell_facts.schema == some.cell_facts.schema
    assert none.report_facts.schema == some.report_facts.schema
    assert (none.cell_facts.height, none.report_facts.height) == (0, 0)
    assert some.report_facts["report_id"].to_list() == some.reports["report_id"].to_list()
