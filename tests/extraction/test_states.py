"""What a report's cells say together."""

from collections.abc import Mapping

import pytest

from tests.specimens.printed_page import COLUMNS, Key, numbers
from toolkit.codebook import shipped_codebook
from toolkit.extraction.states import blank_convention, requests_state
from toolkit.records import Cell, Place

BOOK = shipped_codebook()
Printed = float | str | None
"""What a cell holds: a number, a state, or None for blank."""


def cell(key: Key, printed: Printed) -> Cell:
    state = "blank" if printed is None else printed if isinstance(printed, str) else "number"
    value = printed if isinstance(printed, int | float) else None
    return Cell(*key, value, "件", "", state, "text", None, Place())


def request_cells(form: str = "2021", changes: Mapping[str, Printed] | None = None) -> list[Cell]:
    """Tables 3 and 4 with zeros left blank: one natural person asked once and was granted it."""
    printed: dict[Key, Printed] = {key: None for key in numbers(form) if key[0] != "disclosure"}
    for row in ("new", "granted", "processed"):
        printed["requests", row, "natural_person"] = printed["requests", row, "total"] = 1
    for name, value in (changes or {}).items():
        row, _, column = name.partition("__")
        table = "review" if row in ("review", "direct_litigation", "post_review_litigation") else "requests"
        printed[table, row, column] = value
    return [cell(key, value) for key, value in printed.items()]


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_a_report_that_leaves_its_zeros_blank(form: str) -> None:
    assert blank_convention(request_cells(form), BOOK, form) == "zero"


@pytest.mark.parametrize(
    "changes",
    [
        {"carried_in__natural_person": 0},  # a zero is printed: blank means something else
        {"review__upheld": 0},
        {"review__total": 0},
        {"new__natural_person": 2},  # received and handled differ
        {"granted__natural_person": 2},  # parts and processed differ
        {"granted__enterprise": 1},
        {"processed__enterprise": 1},
        {"carried_in__enterprise": 1},
        {"carried_out__legal_service": 1},
        {"new__natural_person": "unreadable"},
        {"denied_law__other_organisation": "missing"},
        {"rejected_repeat__research": "unreadable"},
    ],
)
def test_what_breaks_the_convention(changes: dict[str, Printed]) -> None:
    assert blank_convention(request_cells(changes=changes), BOOK, "2021") == "none"


@pytest.mark.parametrize(
    "changes",
    [
        {"new__total": None},  # an omitted total is no zero, and no witness against the convention
        {"processed__total": 7},
        {"granted__total": "unreadable"},
        {"review__upheld": 3},
        {"review__upheld": "unreadable"},
        {"carried_in__enterprise": 2, "carried_out__enterprise": 2},
    ],
)
def test_what_does_not(changes: dict[str, Printed]) -> None:
    assert blank_convention(request_cells(changes=changes), BOOK, "2021") == "zero"


def test_zeros_of_table_2_say_nothing_of_tables_3_and_4() -> None:
    cells = [*request_cells(), cell(("disclosure", "regulations", "issued"), 0)]
    assert blank_convention(cells, BOOK, "2021") == "zero"


def test_without_any_number_or_without_any_blank_there_is_no_convention() -> None:
    empty = [one._replace(value=None, state="blank") for one in request_cells()]
    assert blank_convention(empty, BOOK, "2021") == "none"
    full = [one._replace(value=one.value or 1.0, state="number") for one in request_cells()]
    assert blank_convention(full, BOOK, "2021") == "none"
    assert blank_convention(request_cells(), BOOK, None) == "none"
    assert blank_convention([], BOOK, "2021") == "none"


def test_a_full_table_whose_sums_hold_has_no_convention() -> None:
    values = numbers("2021")
    cells = [cell(key, value) for key, value in values.items() if key[0] != "disclosure"]
    assert blank_convention(cells, BOOK, "2021") == "none"


def state(new: list[Printed], carried_in: list[Printed]) -> str:
    rows = {"new": new, "carried_in": carried_in}
    return requests_state(
        [cell(("requests", row, column), value) for row, printed in rows.items()
         for column, value in zip(COLUMNS, printed, strict=True)]
    )  # fmt: skip


ZERO: list[Printed] = [0] * 7
BLANK: list[Printed] = [None] * 7


@pytest.mark.parametrize(
    ("new", "carried_in", "expected"),
    [
        (ZERO, ZERO, "zero"),
        ([1, 0, 0, 0, 0, 0, 1], ZERO, "requests"),
        (ZERO, [0, 1, 0, 0, 0, 0, 1], "requests"),
        (BLANK, BLANK, "blank"),
        (ZERO, BLANK, "blank"),
        ([1, *BLANK[1:]], BLANK, "requests"),
        ([*BLANK[1:], 0], [*BLANK[1:], 0], "zero"),  # the total decides if it is a number
        ([*ZERO[1:], None], ZERO, "zero"),  # else its parts do
        ([1, 0, 0, 0, 0, 0, 0], ZERO, "zero"),
        (["unreadable", *ZERO[1:]], ZERO, "zero"),
        (["unreadable", *ZERO[1:6], "unreadable"], ZERO, "unreadable"),
        (["missing"] * 7, ZERO, "unreadable"),
        (["missing"] * 7, BLANK, "unreadable"),
        (["missing"] * 7, [0, 0, 0, 0, 0, 0, 2], "requests"),
        (["unreadable", 3, *BLANK[2:]], BLANK, "requests"),
    ],
)
def test_the_state_of_an_agencys_year(new: list[Printed], carried_in: list[Printed], expected: str) -> None:
    assert state(new, carried_in) == expected


def test_without_table_3_nothing_is_known() -> None:
    assert requests_state([]) == "unreadable"
    assert requests_state([cell(("review", "review", "total"), 5)]) == "unreadable"
    assert requests_state([cell(("requests", "granted", "total"), 5)]) == "unreadable"
