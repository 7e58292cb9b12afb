"""Two years of an agency beside each other, and what its other years say of one."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus.small_reports import BLANK, UNREADABLE, Key, frames, read, report, unreadable
from toolkit.corpus import Corpus

Printed = dict[Key, float | str | None]
TOTAL = "total"


def history(*years: tuple[int, Printed], **told: str) -> Corpus:
    """One agency's reports, each consistent unless printed says otherwise; the 2019 form until 2020."""
    forms = [(year, printed, "2019" if year < 2021 else "2021") for year, printed in years]
    return Corpus.of_frames(
        frames(*(read(f"{year}", report(year=year, printed=printed, disclosure=form, requests=form, **told))  # type: ignore[arg-type]
                 for year, printed, form in forms))
    )  # fmt: skip


def carried(row: str, number: float | str | None, applicant: str = "natural_person") -> Printed:
    """A carried number of one applicant with the number that balances it."""
    other = {"carried_in": "processed", "carried_out": "new"}[row]
    printed: Printed = {("requests", name, column): number for name in (row, other) for column in (applicant, TOTAL)}
    if row == "carried_in":
        printed |= {("requests", "granted", column): number for column in (applicant, TOTAL)}
    return printed


def columns(corpus: Corpus, *names: str) -> list[tuple[object, ...]]:
    return corpus.pairs_by_column.select("column", "previous_carried_out", "carried_in", *names).rows()


def test_carried_out_stands_beside_carried_in_over_the_change_of_form() -> None:
    corpus = history((2020, carried("carried_out", 3)), (2021, carried("carried_in", 4)))
    found = columns(corpus, "contradicts")
    assert found[2] == ("natural_person", 3.0, 4.0, True)
    assert found[6] == ("total", 3.0, 4.0, True)
    assert found[0] == ("enterprise", 0.0, 0.0, True)  # the pair's, which a column that agrees does not use


def test_a_split_over_other_applicants_contradicts_nothing() -> None:
    corpus = history((2022, carried("carried_out", 3)), (2023, carried("carried_in", 3, "enterprise")))
    assert {row[3] for row in columns(corpus, "contradicts")} == {False}


def test_a_report_that_is_broken_in_itself_makes_the_pair_a_warning() -> None:
    keys: list[Key] = [
        ("requests", "new", TOTAL), ("requests", "granted", "enterprise"), ("review", "review", "upheld")
    ]  # fmt: skip
    for key in keys:
        table = key[0]
        for at in (0, 1):
            printed = [carried("carried_out", 3), carried("carried_in", 4)]
            printed[at][key] = 9
            corpus = history((2022, printed[0]), (2023, printed[1]))
            assert {row[3] for row in columns(corpus, "contradicts")} == {table == "review"}


def test_a_year_between_leaves_nothing_to_compare() -> None:
    corpus = history((2020, carried("carried_out", 3)), (2023, carried("carried_in", 4)))
    assert {row[1] for row in columns(corpus)} == {None}
    assert {row[3] for row in columns(corpus, "contradicts")} == {False}
    assert corpus.pairs_by_total.is_empty()


def test_a_total_that_is_no_number_is_no_contradiction() -> None:
    printed = carried("carried_in", 4) | {("requests", "carried_in", TOTAL): UNREADABLE}
    corpus = history((2022, carried("carried_out", 3)), (2023, printed))
    assert {row[3] for row in columns(corpus, "contradicts")} == {False}


def test_blank_zeros_count_and_say_so() -> None:
    blank: Printed = {("requests", "carried_in", "enterprise"): BLANK}
    corpus = history((2022, {}), (2023, blank), convention="zero")
    found = corpus.pairs_by_column.filter(column="enterprise")
    assert found.select("carried_in", "assumed_zero").rows() == [(0.0, True)]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 50), min_size=3, max_size=5), st.data())
def test_a_coherent_history_agrees_and_one_number_moved_is_one_disagreement(
    counts: list[int], data: st.DataObject
) -> None:
    moved = data.draw(st.integers(1, len(counts) - 1))
    for shift in (0, 1):
        years: list[tuple[int, Printed]] = []
        for at, count in enumerate(counts):
            before = counts[at - 1] + (shift if at == moved else 0) if at else 0
            years.append(
                (2019 + at, {("requests", "carried_in", TOTAL): before, ("requests", "carried_out", TOTAL): count})
            )
        found = history(*years).pairs_by_column
        assert found.filter(pl.col("previous_carried_out") != pl.col("carried_in")).height == shift


def stock(**numbers: float) -> Printed:
    return {("disclosure", "normative_documents", name): number for name, number in numbers.items()}


def test_what_is_in_force_stands_beside_what_it_follows_from() -> None:
    for in_force, fewer in ((11, False), (10, False), (9, True)):
        corpus = history((2022, stock(in_force=9)), (2023, stock(in_force=in_force, issued=3, repealed=2)))
        row = corpus.pairs_by_row.filter(row="normative_documents")
        names = ("previous_in_force", "issued", "minus_repealed", "in_force", "fewer")
        assert row.select(names).rows() == [(9.0, 3.0, -2.0, float(in_force), fewer)]
        assert corpus.pairs_by_row["row"].to_list() == ["normative_documents", "regulations"]


def test_the_change_of_form_has_no_rows_of_table_2() -> None:
    assert history((2020, {}), (2021, {})).pairs_by_row.is_empty()


def test_items_of_the_2019_form() -> None:
    old: Printed = {("disclosure", "licensing", "prior_items"): 5, ("disclosure", "licensing", "change"): -2}
    found = history((2019, old), (2020, {("disclosure", "licensing", "prior_items"): 4})).pairs_by_row
    assert found["row"].to_list() == ["coercion", "fees", "licensing", "other_services", "penalties"]
    numbers = found.filter(row="licensing").select("previous_prior_items", "previous_change", "prior_items")
    assert numbers.rows() == [(5.0, -2.0, 4.0)]


def test_a_jump_needs_two_large_totals() -> None:
    for before, now, jumped in ((20, 100, True), (100, 20, True), (19, 200, False), (20, 99, False), (0, 500, False),
                                (UNREADABLE, 500, None), (UNREADABLE, 3, False)):  # fmt: skip
        corpus = history((2022, {("requests", "new", TOTAL): before}), (2023, {("requests", "new", TOTAL): now}))
        found = corpus.pairs_by_total.filter(row="new")["jumped"].to_list()
        assert found == [jumped], (before, now)


def streak(*states: str | None, last: int = 2023) -> list[bool | None]:
    """Whether each report stands in a streak; None for a year without a report."""
    first = last - len(states) + 1
    documents = [
        read(str(first + at), report(year=first + at, state=state)) for at, state in enumerate(states) if state
    ]
    return Corpus.of_frames(frames(*documents)).report_history.sort("year")["zero_streak"].to_list()


def test_three_years_without_a_request() -> None:
    assert streak("zero", "zero", "zero", "zero") == [False, False, True, True]
    assert streak("requests", "zero", "zero") == [False, False, False]
    assert streak("zero", "blank", "zero", "zero") == [False, None, None, None]
    assert streak("zero", None, "zero") == [False, None]
    assert streak("requests", None, "requests", "zero") == [False, False, False]


def test_an_unreadable_document_is_a_year_that_cannot_be_told() -> None:
    documents = [read("a", report(year=2021)), read("c", report(year=2023)), unreadable("b/神池县水利局2022年.pdf")]
    assert Corpus.of_frames(frames(*documents)).report_history["zero_streak"].null_count() == 1


def litigated(*years: tuple[int, str, float | str]) -> list[bool | None]:
    documents = [
        read(str(year), report(year=year, state=state, printed={("review", "review", TOTAL): number}))
        for year, state, number in years
    ]
    return Corpus.of_frames(frames(*documents)).report_history.sort("year")["litigated_only"].to_list()


def test_litigation_without_a_request_this_year_and_the_last() -> None:
    assert litigated((2022, "zero", 0), (2023, "zero", 1)) == [False, True]
    assert litigated((2023, "zero", 1)) == [True]
    assert litigated((2022, "requests", 0), (2023, "zero", 1)) == [False, False]
    assert litigated((2021, "zero", 0), (2023, "zero", 1)) == [False, None]
    assert litigated((2022, "blank", 0), (2023, "zero", 1)) == [False, None]
    assert litigated((2023, "zero", UNREADABLE)) == [None]
    # Whether there were requests is not told; where there were, no number of table 4 matters.
    assert litigated((2023, "blank", 1)) == litigated((2023, "unreadable", 1)) == [None]
    assert litigated((2023, "blank", 0)) == litigated((2023, "requests", UNREADABLE)) == [False]


def fees(*amounts: tuple[int, float | str | None]) -> list[tuple[int, bool | None]]:
    found = history(*((year, {("disclosure", "fees", "amount"): amount}) for year, amount in amounts)).fee_amounts
    return found.sort("year").select("year", "off").rows()


def test_an_amount_in_yuan_beside_those_in_ten_thousands() -> None:
    assert fees((2021, 3.5), (2022, 36000), (2023, 4)) == [(2021, False), (2022, True), (2023, False)]
    assert fees((2021, 35000), (2022, 3.6), (2023, 40000)) == [(2021, False), (2022, True), (2023, False)]
    assert fees((2022, 3.5), (2023, 36000)) == [(2022, False), (2023, True)]
    assert fees((2021, 3.5), (2023, 3.5 * 3000)) == [(2021, False), (2023, False)]


def test_nothing_to_compare_an_amount_with_is_unknown_and_zero_is_not_judged() -> None:
    assert fees((2022, 0), (2023, 36000)) == [(2023, None)]
    assert fees((2022, 5), (2023, UNREADABLE)) == [(2022, None), (2023, None)]


def test_amounts_of_other_years_are_told_with_their_years_and_without_a_point() -> None:
    cell: Key = ("disclosure", "fees", "amount")
    corpus = history((2021, {cell: 3.5}), (2022, {cell: 36000}), (2023, {cell: 4}))
    assert corpus.fee_amounts.filter(year=2022)["others"].to_list() == ["3.5 (2021), 4 (2023)"]
