"""What value, raw text, state and unit of a parsed number say together."""

import polars as pl
import pytest

from toolkit.extraction.numbers import read_number
from toolkit.extraction.parsed_cells import Settled, Told, settle, settle_rows, shortest


def told(
    value: str | None = None,
    raw: str | None = None,
    state: str | None = None,
    unit: str | None = None,
    kind: str = "count",
) -> Told:
    return Told(kind, value, raw, state, unit)


AGREED = {
    "value_alone": (told("12"), (12.0, "12", "number")),
    "value_of_a_float_column": (told("12.0"), (12.0, "12", "number")),
    "value_with_exponent": (told("3e-5"), (0.00003, "0.00003", "number")),
    "minus_zero": (told("-0.0"), (0.0, "0", "number")),
    "zero_is_a_number": (told("0"), (0.0, "0", "number")),
    "printed_number_in_the_value_column": (told("1,234件"), (1234.0, "1,234件", "number")),
    "dash_in_the_value_column": (told("—"), (None, "—", "blank")),
    "empty_text_in_the_value_column": (told(""), (None, "", "blank")),
    "word_in_the_value_column": (told("无"), (None, "无", "unreadable")),
    "not_a_number": (told("NaN"), (None, "NaN", "unreadable")),
    "infinite": (told("inf"), (None, "inf", "unreadable")),
    "beyond_what_a_float_holds": (told("9007199254740993"), (None, "9007199254740993", "unreadable")),
    "leading_zeros_are_a_code": (told("007"), (None, "007", "unreadable")),
    "raw_alone": (told(raw="１２"), (12.0, "１２", "number")),
    "raw_empty": (told(raw=""), (None, "", "blank")),
    "raw_dash": (told(raw="/"), (None, "/", "blank")),
    "raw_word": (told(raw="若干"), (None, "若干", "unreadable")),
    "value_and_raw_agree": (told("1234", "1,234"), (1234.0, "1,234", "number")),
    "both_the_same_text": (told("1,234", " 1,234"), (1234.0, " 1,234", "number")),
    "state_and_value": (told("3", state="number"), (3.0, "3", "number")),
    "blank_by_state": (told(state="blank"), (None, "", "blank")),
    "blank_by_state_with_its_dash": (told(raw="—", state="blank"), (None, "—", "blank")),
    "unreadable_by_state_though_raw_looks_like_a_number": (
        told(raw="12 3", state="unreadable"),
        (None, "12 3", "unreadable"),
    ),
    "unreadable_without_its_text": (told(state="unreadable"), (None, None, "unreadable")),
    "missing_by_state": (told(state="missing"), (None, None, "missing")),
    "missing_by_state_from_a_csv": (told(raw="", state="missing"), (None, None, "missing")),
    "fewer": (told("-4", "减4", kind="change"), (-4.0, "减4", "number")),
    "nothing_told": (told(), (None, None, None)),
}


@pytest.mark.parametrize("name", AGREED)
def test_what_is_told_without_contradiction(name: str) -> None:
    given, expected = AGREED[name]
    found = settle(given)
    assert (found.value, found.raw, found.state) == expected
    assert found.doubt is None


CONTRADICTING = {
    "value_and_raw_differ": (told("3", "4"), "4", "value 3 beside raw '4'"),
    "blank_filled_with_zero": (told("0", ""), "", "value 0 beside raw ''"),
    "dash_counted_as_zero": (told("0", "—"), "—", "value 0 beside raw '—'"),
    "word_counted_as_a_number": (told("3", "3①"), "3①", "value 3 beside raw '3①'"),
    "text_beside_raw": (told("many", "3"), "3", "value 'many' beside raw '3'"),
    "number_told_blank": (told("3", state="blank"), "3", "value 3 beside state 'blank'"),
    "number_told_missing": (told("3", state="missing"), "3", "value 3 beside state 'missing'"),
    "number_told_unreadable": (told("3", "3", "unreadable"), "3", "value 3 beside state 'unreadable'"),
    "text_told_blank": (told(raw="3", state="blank"), "3", "state 'blank' beside raw '3'"),
    "text_told_missing": (told(raw="3", state="missing"), "3", "state 'missing' beside raw '3'"),
    "number_without_number": (told(state="number"), None, "state 'number' without value and raw"),
    "number_of_a_dash": (told(raw="—", state="number"), "—", "state 'number' beside raw '—'"),
    "unknown_state": (told("3", state="ok"), "3", "unknown state 'ok'"),
    "count_of_money": (told("3", unit="万元"), "3", "unit '万元' for a count"),
    "amount_of_pieces": (told("3", unit="件", kind="amount"), "3", "unknown unit '件'"),
    "two_units": (told("3", "3元", unit="万元", kind="amount"), "3元", "unit '万元' beside raw '3元'"),
}


@pytest.mark.parametrize("name", CONTRADICTING)
def test_a_contradiction_is_unreadable_keeps_its_text_and_is_told(name: str) -> None:
    given, raw, doubt = CONTRADICTING[name]
    found = settle(given)
    assert (found.value, found.raw, found.state, found.doubt) == (None, raw, "unreadable", doubt)


@pytest.mark.parametrize(
    ("given", "unit"),
    [
        (told("3"), "件"),
        (told("3", unit="项"), "件"),
        (told("3", kind="change"), "件"),
        (told("3", kind="amount"), None),
        (told("3", unit="元", kind="amount"), "元"),
        (told(raw="3元", kind="amount"), "元"),
        (told(raw="3元", unit="元", kind="amount"), "元"),
        (told(state="missing", kind="amount"), None),
    ],
)
def test_counts_are_pieces_and_money_is_what_it_is_told_to_be(given: Told, unit: str | None) -> None:
    assert settle(given).unit == unit


def test_nothing_told_is_blank_only_where_the_mapping_says_so() -> None:
    assert settle(told(), "blank") == Settled(None, "件", "", "blank")
    assert settle(told("3"), "blank").state == "number"


@pytest.mark.parametrize("value", [0.0, 1.0, 0.1, 1e-7, 123456789.25, 2.0**53 - 1])
def test_the_shortest_text_of_a_number_is_read_as_that_number(value: float) -> None:
    assert read_number(shortest(value), "amount").value == value


def test_rows_keep_their_other_columns_and_their_order() -> None:
    schema = {"at": pl.Int64, **dict.fromkeys(Told._fields, pl.String)}
    rows = pl.DataFrame([(2, *told("3")), (1, *told()), (3, *told("3", "4"))], schema=schema, orient="row")
    found = settle_rows(rows, "missing")
    assert found.columns == ["at", *Settled._fields]
    assert found.select("at", "value", "state").rows() == [(2, 3.0, "number"), (1, None, None), (3, None, "unreadable")]
    assert settle_rows(rows.head(0), "missing").height == 0
