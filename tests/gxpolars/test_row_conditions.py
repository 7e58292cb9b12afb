"""Row conditions in every form; a missing value differs from everything and meets no other comparison."""

from datetime import datetime
from typing import Any

import polars as pl
import pytest
from great_expectations.expectations.row_conditions import Column

from toolkit.errors import UnknownName
from toolkit.gxpolars.row_conditions import BadRowCondition, row_condition_mask

FRAME = pl.DataFrame(
    {
        "year": [2020, 2021, None],
        "form": ["2019", "2021", None],
        "total amount": [1, 2, 3],
        "flag": [True, False, None],
        "signed": [datetime(2024, 1, 1), datetime(2024, 3, 1), None],
    }
)


def rows(condition: Any) -> list[bool]:
    mask = row_condition_mask(condition, FRAME.schema)
    assert mask is not None
    return FRAME.select(mask).to_series().to_list()


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_condition_is_no_mask(nothing: str | None) -> None:
    assert row_condition_mask(nothing, FRAME.schema) is None


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        (Column("year") == 2021, [False, True, False]),
        (Column("year") != 2021, [True, False, True]),
        (Column("year") < 2021, [True, False, False]),
        (Column("year").is_in([2020.0, 2021]), [True, True, False]),
        (Column("year").is_not_in([2020]), [False, True, True]),
        (Column("year").is_null(), [False, False, True]),
        (Column("year").is_not_null(), [True, True, False]),
        ((Column("year") >= 2020) & (Column("form") != "2019"), [False, True, False]),
        ((Column("year") == 2020) | (Column("form") == "2021"), [True, True, False]),
        (Column("signed") >= "2024-02-01", [False, True, False]),
    ],
)
def test_an_object_and_its_json_say_the_same(condition: Any, wanted: list[bool]) -> None:
    assert rows(condition) == rows(condition.dict()) == wanted


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        ('col("year") >= 2021', [False, True, False]),
        ("year != 2021", [True, False, True]),
        ("not (year == 2021)", [True, False, True]),
        ("year > 2019 & form == '2021'", [False, True, False]),
        ("year == 2020 | form == '2021'", [True, True, False]),
        ("`total amount` >= 2", [False, True, True]),
        ("form == 'a & b'", [False, False, False]),
        ("2020 <= year < 2021", [True, False, False]),
        ("year - 2019 == `total amount`", [True, True, False]),
        ("form not in ['2019']", [False, True, True]),
        ("~form.isnull()", [True, True, False]),
        ("flag", [True, False, False]),
        ("signed >= '2024-02-01'", [False, True, False]),
        ("year > -1", [True, True, False]),
    ],
)
def test_a_string_is_read(condition: str, wanted: list[bool]) -> None:
    assert rows(condition) == rows({"type": "pass_through", "pass_through_filter": condition}) == wanted


@pytest.mark.parametrize(
    "condition",
    ["year ==", "year", "1 == 1", "year is None", "__import__('os').system('x')", "year.max() > 1", "form in year"],
)
def test_a_string_that_is_no_condition_is_refused_and_never_run(condition: str) -> None:
    with pytest.raises(BadRowCondition, match="cannot be read"):
        row_condition_mask(condition, FRAME.schema)


def test_a_condition_names_the_column_that_is_not_there() -> None:
    with pytest.raises(UnknownName, match="no column 'yaer'"):
        row_condition_mask("yaer > 1", FRAME.schema)


def test_json_of_no_known_type_is_refused() -> None:
    with pytest.raises(BadRowCondition, match="type 'xor'"):
        row_condition_mask({"type": "xor"}, FRAME.schema)
