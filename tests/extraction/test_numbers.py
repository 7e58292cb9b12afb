"""A printed cell is a number, blank, or honestly unreadable; nothing is guessed."""

import pytest

from toolkit.extraction.numbers import BLANK, UNREADABLE, Reading, is_value, read_number


def number(value: float, unit: str | None = None, *, spaced: bool = False) -> Reading:
    return Reading(value, unit, "number", spaced)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("0", 0),
        ("7", 7),
        ("3505", 3505),
        ("3,505", 3505),
        ("1,234,567", 1234567),
        ("12，345", 12345),
        ("１２", 12),
        ("３，５０５．２５", 3505.25),
        ("96171.6", 96171.6),
        ("59237.2449", 59237.2449),
        ("0.5", 0.5),
        (" 12\n", 12),
        ("\u300012\xa0", 12),
        ("\u200b12\ufeff", 12),
        ("1\u200b2", 12),  # what cannot be seen parts nothing
        ("+19", 19),
        ("-3", -3),
        ("－3", -3),
        ("\u22123", -3),
        ("- 3", -3),
        ("-0", 0),
        ("9007199254740991", 9007199254740991),
    ],
)
def test_numbers_as_they_are_printed(raw: str, value: float) -> None:
    assert read_number(raw) == number(value)


def test_minus_zero_is_zero() -> None:
    assert str(read_number("-0").value) == "0.0"


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("1 234", 1234),
        ("1\xa0234", 1234),
        ("1\u2009234", 1234),
        ("1\u3000234\u3000567", 1234567),
        ("12\u202f345.5", 12345.5),
        ("-1 234", -1234),
        ("1 234件", 1234),
    ],
)
def test_thousands_parted_by_a_space_are_marked_since_two_numbers_look_like_it(raw: str, value: float) -> None:
    assert read_number(raw) == number(value, "件" if raw.endswith("件") else None, spaced=True)


def test_a_space_before_the_unit_is_no_space_between_thousands() -> None:
    assert read_number("1,234 件") == number(1234, "件")
    assert read_number("12 件") == number(12, "件")


@pytest.mark.parametrize(
    "raw", ["", " ", "\n", "\u3000", "\xa0", "\u200b", "-", "－", "—", "——", "–", "/", "／", "─", "- -", "—\n—"]
)
def test_a_dash_or_slash_is_blank_never_zero(raw: str) -> None:
    assert read_number(raw) == BLANK


@pytest.mark.parametrize(
    "raw",
    [
        "无",
        "12\n3",  # two stacked numbers
        "10 0",
        "12 345 6",
        "1 23",
        "0 123",
        "1234 567",
        "00",
        "01",
        "007",
        "000",
        "1,23",
        "1,2345",
        "0,123",
        "1234,567",
        "1,234 567",
        "1.2.3",
        "1.",
        ".5",
        "1e3",
        "1/2",
        "3①",
        "3²",
        "３²",
        "①",
        "Ⅲ",
        "十二",
        "１O",
        "l2",
        "12*",
        "~5~\n7",
        "12…",
        "12%",
        "+-3",
        "--3",
        "+",
        "3-",
        "\u202e12\u202c",
        "1\u202d2",
        "٣",  # a digit, but of another script
        "१२",
        "9007199254740992",
        "9" * 400,
        "件",
        "12人",
        "约12",
        "12件3",
        "万元",
        "12万件",
    ],
)
def test_what_is_no_number_in_whole_stays_unreadable(raw: str) -> None:
    assert read_number(raw) == UNREADABLE


@pytest.mark.parametrize("unit", ["件", "件次", "项", "宗", "起", "条", "份", "个"])
def test_units_of_counts(unit: str) -> None:
    assert read_number(f"8{unit}") == number(8, "件")
    assert read_number(f"1,008 {unit}") == number(1008, "件")


@pytest.mark.parametrize(
    ("raw", "reading"),
    [
        ("12.5", number(12.5)),
        (".5", number(0.5)),
        ("251000元", number(251000, "元")),
        ("1,234.56 万元", number(1234.56, "万元")),
        ("-12.5万元", number(-12.5, "万元")),
        ("0元", number(0, "元")),
        ("12件", UNREADABLE),
        ("元", UNREADABLE),
        ("12亿元", UNREADABLE),
        ("¥12", UNREADABLE),
    ],
)
def test_amounts_may_carry_their_unit(raw: str, reading: Reading) -> None:
    assert read_number(raw, "amount") == reading


def test_a_count_in_yuan_is_no_count() -> None:
    assert read_number("12元") == UNREADABLE


@pytest.mark.parametrize(
    ("raw", "reading"),
    [
        ("+19", number(19)),
        ("-3", number(-3)),
        ("增4", number(4)),
        ("增加4项", number(4, "件")),
        ("减4", number(-4)),
        ("减少 4", number(-4)),
        ("无变化", number(0)),
        ("持平", number(0)),
        ("不变", number(0)),
        ("增", UNREADABLE),
        ("减少", UNREADABLE),
        ("增-4", UNREADABLE),
        ("变化4", UNREADABLE),
        ("—", BLANK),
    ],
)
def test_changes_of_the_2019_form(raw: str, reading: Reading) -> None:
    assert read_number(raw, "change") == reading


def test_a_count_knows_no_words_of_change() -> None:
    assert read_number("增4") == UNREADABLE
    assert read_number("持平") == UNREADABLE


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "12",
        "1,234",
        "1 234",
        "12 3",
        "00",
        "/",
        "—",
        "",
        "8项",
        "3件次",
        "12*",
        "12.5万元",
        "+3",
        "持平",
        "增4",
        "12%",
    ],
)
def test_what_stands_in_the_place_of_a_number(text: str) -> None:
    assert is_value(text)


@pytest.mark.parametrize(
    "text", ["规章", "1.属于国家秘密", "（一）予以公开", "2023年", "无", "3①", "第1项", "12人", "附件1"]
)
def test_what_does_not(text: str) -> None:
    assert not is_value(text)
