"""The official forms as the codebook tells them, counted against the documents."""

import dataclasses

import pytest

from toolkit.codebook import TABLES, Codebook, shipped_codebook

BOOK = shipped_codebook()


@pytest.mark.parametrize(("form", "cells"), [("2019", (22, 161, 15)), ("2021", (10, 175, 15))])
def test_how_many_numbers_a_form_asks_for(form: str, cells: tuple[int, int, int]) -> None:
    assert tuple(len(BOOK.cells(table, form)) for table in TABLES) == cells
    for table in TABLES:
        assert len(set(BOOK.cells(table, form))) == len(BOOK.cells(table, form))


def test_cells_come_in_printed_order() -> None:
    assert BOOK.cells("disclosure", "2021")[:4] == (
        ("regulations", "issued"),
        ("regulations", "repealed"),
        ("regulations", "in_force"),
        ("normative_documents", "issued"),
    )
    assert BOOK.cells("requests", "2021")[0] == ("new", "natural_person")
    assert BOOK.cells("requests", "2021")[-1] == ("carried_out", "total")
    assert BOOK.cells("review", "2019")[5] == ("direct_litigation", "upheld")


def test_a_form_or_table_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        BOOK.cells("requests", "2020")


def test_result_rows_lie_between_received_and_processed() -> None:
    for form, count in (("2019", 19), ("2021", 21)):
        rows = BOOK.result_rows(form)
        assert len(rows) == count
        assert rows[0] == "granted"
        assert not {"new", "carried_in", "processed", "carried_out"} & set(rows)
    assert BOOK.result_rows("2019")[-1] == "other"
    assert BOOK.result_rows("2021")[-3:] == ("other_not_corrected", "other_fee_unpaid", "other_rest")


def test_applicants() -> None:
    assert BOOK.applicants == (
        "natural_person", "enterprise", "research", "public_welfare", "legal_service", "other_organisation",
    )  # fmt: skip


def test_labels() -> None:
    assert BOOK.labels["requests", "denied_law"] == "2.其他法律行政法规禁止公开"
    assert BOOK.labels["requests", "total"] == BOOK.labels["review", "total"] == "总计"
    assert BOOK.labels["review", "upheld"] == "结果维持"
    assert BOOK.labels["disclosure", "fees"] == "行政事业性收费"
    told = {("disclosure", code) for form in BOOK.templates for cell in BOOK.cells("disclosure", form) for code in cell}
    assert told <= set(BOOK.labels)


def test_forms_and_the_years_they_are_for() -> None:
    years = {code: (form.first_year, form.last_year, form.document) for code, form in BOOK.templates.items()}
    assert years == {
        "2019": (2019, 2020, "国办公开办函〔2019〕60号"),
        "2021": (2021, 9999, "国办公开办函〔2021〕30号"),
    }


def test_sums_hold_rows_and_each_row_once() -> None:
    for terms in BOOK.sums.values():
        assert len(set(terms)) == len(terms)
    parts = [row for name in ("disclosed_any", "denied", "unable", "rejected", "other_any") for row in BOOK.sums[name]]
    assert sorted(parts) == sorted({*BOOK.result_rows("2019"), *BOOK.result_rows("2021")})


def test_other_wordings_are_of_one_form_and_rows_of_theirs() -> None:
    columns = {column.code: column for column in BOOK.blocks[0].columns["2021"]}
    assert columns["repealed"].aliases == ("本年终止件数", "本年废止数量")
    assert columns["repealed"].templates == ("2021",)
    rows = {row.code: row for row in BOOK.request_rows}
    assert rows["other_rest"].templates == ("2021",)
    assert rows["other_rest"].group == "（六）其他处理"
    assert rows["new"].group == ""
    assert BOOK.request_groups[0].label == "三、本年度办理结果"
    assert BOOK.request_groups[0].aliases == ("三、本年办理结果",)


def test_the_codebook_is_frozen_and_may_be_a_key() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        BOOK.version = "x"  # type: ignore[misc]
    assert {BOOK: 1}[BOOK] == 1
    assert isinstance(BOOK, Codebook)
