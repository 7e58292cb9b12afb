"""A document read twice: what the second reading says of each cell."""

import pytest

from tests.corpus.small_reports import report
from toolkit.extraction import with_second_readings
from toolkit.records import Cell, Place

AT = ("requests", "new", "total")


def cell(value: float | None, state: str = "number") -> Cell:
    return Cell(*AT, value, "件", "", state, "text", None, Place())


@pytest.mark.parametrize(
    ("first", "second", "agrees"),
    [
        (cell(12), cell(12), True),
        (cell(12), cell(17), False),
        (cell(None, "blank"), cell(None, "blank"), True),
        (cell(0), cell(None, "blank"), False),
        (cell(12), cell(None, "unreadable"), None),
        (cell(None, "unreadable"), cell(12), None),
        (cell(12), cell(None, "missing"), None),
    ],
)
def test_readings_agree_disagree_or_cannot_be_compared(first: Cell, second: Cell, agrees: bool | None) -> None:
    one, other = (report()._replace(cells=(each,)) for each in (first, second))
    (read,) = with_second_readings((one,), (other,))
    assert read._replace(second_readings=()) == one
    (again,) = read.second_readings
    assert again[:4] == (*AT, second.value)
    assert (again.state, again.agrees) == (second.state, agrees)


def test_reports_that_the_second_reading_does_not_find_are_missing() -> None:
    (read,) = with_second_readings((report()._replace(cells=(cell(12),)),), ())
    assert [(again.state, again.agrees) for again in read.second_readings] == [("missing", None)]
