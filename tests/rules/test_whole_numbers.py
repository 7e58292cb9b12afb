"""`expect_column_values_to_be_whole_numbers`: the same on polars, pandas and SQL; arguments, wording, JSON."""

import json
from random import Random
from typing import Any

import great_expectations as gx
import polars as pl
import pytest

from tests.rules.engines import Outcome, everywhere, verdicts
from toolkit.rules import ExpectColumnValuesToBeWholeNumbers as WholeNumbers

ROWS: dict[float | None, tuple[str, str]] = {
    # value: verdict without a least number, with 0 as the least
    0: ("p", "p"),
    3: ("p", "p"),
    -1: ("p", "f"),
    1.5: ("f", "f"),
    -1.5: ("f", "f"),
    0.9999999: ("f", "f"),
    2**53 - 1: ("p", "p"),
    2**30 + 0.5: ("f", "f"),
    1e20: ("p", "p"),
    -1e20: ("p", "f"),
    1e-9: ("f", "f"),
    None: ("?", "?"),
}


def frame(values: list[float | None]) -> pl.DataFrame:
    return pl.DataFrame({"n": pl.Series(values, dtype=pl.Float64)})


@pytest.mark.parametrize(("least", "at"), [(None, 0), (0, 1)])
def test_each_value_and_every_engine(least: float | None, at: int) -> None:
    expectation = WholeNumbers(column="n", min_value=least)
    expected = "".join(row[at] for row in ROWS.values())
    rows = frame(list(ROWS))
    assert verdicts(rows, expectation) == expected
    assert everywhere(rows, expectation) == Outcome(False, len(ROWS), 1, expected.count("f"), False)


def test_the_least_number_is_allowed_and_may_be_any() -> None:
    assert verdicts(frame([2, 3, 4]), WholeNumbers(column="n", min_value=3)) == "fpp"
    assert verdicts(frame([-3, -2]), WholeNumbers(column="n", min_value=-2)) == "fp"


@pytest.mark.parametrize("dtype", [pl.Int8, pl.UInt16, pl.Int64, pl.Boolean])
def test_integers_are_whole(dtype: type[pl.DataType]) -> None:
    rows = pl.DataFrame({"n": [0, 1, None]}).cast(dtype)
    assert verdicts(rows, WholeNumbers(column="n", min_value=1)) == "fp?"


def test_mostly_and_row_condition() -> None:
    rows = frame([1, 1, 1, 0.5, None, 0.5]).with_columns(kind=pl.Series(["a"] * 5 + ["b"]))
    condition: Any = {"type": "comparison", "column": {"name": "kind"}, "operator": "!=", "parameter": "b"}
    for mostly, success in ((0.75, True), (0.76, False)):
        expectation = WholeNumbers(column="n", mostly=mostly, row_condition=condition)
        assert verdicts(rows, expectation) == "pppf?-"
        assert everywhere(rows, expectation) == Outcome(success, 5, 1, 1, False)


@pytest.mark.parametrize("seed", range(4))
def test_random_frames(seed: int) -> None:
    random = Random(seed)
    rows = frame([random.choice([None, 0, 1, -1, 0.5, 1e9, 1e17, -2.25, 7]) for _ in range(80)])
    least = random.choice([None, 0, -1, 5])
    expectation = WholeNumbers(column="n", min_value=least, mostly=random.choice([1, 0.5]))
    told = verdicts(rows, expectation)
    assert everywhere(rows, expectation)[1:] == (80, told.count("?"), told.count("f"), False)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({}, "column"),
        ({"column": "n", "min_value": "none"}, "not a valid float"),
        ({"column": "n", "max_value": 3}, "extra fields not permitted"),
        ({"column": "n", "mostly": -0.1}, "greater than or equal to 0"),
    ],
)
def test_bad_arguments(arguments: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        WholeNumbers(**arguments)


def prescriptive(**arguments: Any) -> str:
    expectation = WholeNumbers(column="n", **arguments)
    [content] = expectation._prescriptive_renderer(configuration=expectation.configuration)
    template: str = content.string_template["template"]
    for name, value in content.string_template["params"].items():
        template = template.replace(f"${name}", str(value))
    return template


def test_data_docs_say_it_in_a_sentence() -> None:
    assert prescriptive() == "n must be whole numbers."
    assert prescriptive(min_value=0) == "n must be whole numbers of 0 or more."
    assert (
        prescriptive(min_value=0.5, mostly=0.9) == "n must be whole numbers of 0.5 or more, at least 90 % of the time."
    )
    assert prescriptive(mostly=1) == "n must be whole numbers."


def test_a_suite_goes_through_json_and_back() -> None:
    suite = gx.ExpectationSuite("own", expectations=[WholeNumbers(column="n", min_value=0, mostly=0.5)])
    again = gx.ExpectationSuite(**json.loads(json.dumps(suite.to_json_dict(), default=str)))
    [read] = again.expectations
    assert isinstance(read, WholeNumbers)
    assert (read.column, read.min_value, read.mostly) == ("n", 0, 0.5)
