"""In scope, ignored, unexpected: what findings are made of."""

import math
from typing import Any

import great_expectations.expectations as gxe
import polars as pl
import pytest

from toolkit.errors import ToolkitError, UnknownName
from toolkit.gxpolars import UnsupportedExpectation, row_masks
from toolkit.gxpolars.map_conditions import find_condition
from toolkit.gxpolars.masks import build_masks

FRAME = pl.DataFrame(
    {
        "year": [2020, 2021, 2021, 2021, None],
        "new": [-1, 3, None, -1, 0],
        "total": [1.0, 3.0, 2.0, math.nan, None],
    }
)
IN_2021: Any = {"type": "comparison", "column": {"name": "year"}, "operator": "==", "parameter": 2021}


def verdicts(expectation: Any, frame: pl.DataFrame = FRAME) -> str:
    """Returns one letter a row: pass, fail, unknown, or - where it is out of scope."""
    [masks] = row_masks(frame, [expectation])
    assert masks is not None
    found = frame.with_columns(**masks._asdict()).select(masks._fields)
    assert found.null_count().row(0) == (0, 0, 0)
    letters = {
        (False, False, False): "-",
        (True, False, False): "p",
        (True, True, False): "u",
        (True, False, True): "f",
    }
    return "".join(letters[row] for row in found.iter_rows())


def test_a_row_passes_fails_is_unknown_or_out_of_scope() -> None:
    assert verdicts(gxe.ExpectColumnValuesToBeBetween(column="new", min_value=0)) == "fpufp"
    assert verdicts(gxe.ExpectColumnValuesToBeBetween(column="new", min_value=0, row_condition=IN_2021)) == "-puf-"


def test_a_missing_value_is_what_these_two_are_about_and_never_unknown() -> None:
    assert verdicts(gxe.ExpectColumnValuesToNotBeNull(column="total")) == "pppff"
    assert verdicts(gxe.ExpectColumnValuesToBeNull(column="total")) == "fffpp"


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [("either_value_is_missing", "fpuuu"), ("both_values_are_missing", "fpfff"), ("neither", "fpfff")],
)
def test_a_pair_is_unknown_as_ignore_row_if_says(rule: Any, wanted: str) -> None:
    assert verdicts(gxe.ExpectColumnPairValuesToBeEqual(column_A="new", column_B="total", ignore_row_if=rule)) == wanted


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [("any_value_is_missing", "fpu"), ("all_values_are_missing", "fpf"), ("never", "fpf")],
)
def test_several_columns_are_unknown_as_ignore_row_if_says(rule: Any, wanted: str) -> None:
    several = gxe.ExpectMulticolumnSumToEqual(column_list=["new", "total"], sum_total=6, ignore_row_if=rule)
    assert verdicts(several, FRAME.head(3)) == wanted


def test_only_rows_in_scope_are_copies_of_one_another() -> None:
    unique: dict[str, Any] = {"column_list": ["year", "new"]}
    assert verdicts(gxe.ExpectCompoundColumnsToBeUnique(**unique), pl.concat([FRAME, FRAME.head(1)])) == "fppppf"
    frame = pl.DataFrame({"year": [2020, 2021], "new": [1, 1]})
    assert verdicts(gxe.ExpectColumnValuesToBeUnique(column="new", row_condition=IN_2021), frame) == "-p"


def test_aggregates_and_tables_have_no_masks() -> None:
    expectations = [gxe.ExpectColumnMaxToBeBetween(column="new", max_value=3), gxe.ExpectTableRowCountToEqual(value=5)]
    assert row_masks(FRAME, expectations) == [None, None]


def test_a_schema_is_enough() -> None:
    expectation = gxe.ExpectColumnValuesToBeBetween(column="new", min_value=0)
    for frame in (FRAME.schema, FRAME.lazy()):
        [masks] = row_masks(frame, [expectation])
        assert masks is not None
        assert FRAME.filter(masks.unexpected)["new"].to_list() == [-1, -1]


def test_an_empty_frame_has_masks() -> None:
    assert verdicts(gxe.ExpectColumnValuesToBeUnique(column="new"), FRAME.clear()) == ""


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(UnknownName, match=r"no column 'nwe'\. Did you mean 'new'"):
        row_masks(FRAME, [gxe.ExpectColumnValuesToNotBeNull(column="nwe")])
    with pytest.raises(UnsupportedExpectation, match="expect_column_values_to_be_of_type does not run on polars"):
        row_masks(FRAME, [gxe.ExpectColumnValuesToBeOfType(column="new", type_="int64")])
    pairs = gxe.ExpectColumnPairValuesToBeInSet(
        column_A="new", column_B="total", value_pairs_set=[(1, 1)], row_condition=IN_2021
    )
    with pytest.raises(ToolkitError, match="knows no row_condition"):
        row_masks(FRAME, [pairs])


def test_an_unknown_ignore_row_if_is_refused() -> None:
    condition = find_condition("compound_columns.unique")
    assert condition is not None
    with pytest.raises(ToolkitError, match="ignore_row_if is 'sometimes'"):
        build_masks(condition, {"column_list": ["year", "new"], "ignore_row_if": "sometimes"}, FRAME.schema)
