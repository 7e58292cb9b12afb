"""The contract: what Great Expectations says on polars is what it says on pandas, in every field of every result.

Random frames with missing values of both kinds, an empty one, one of nothing but nulls; every expectation that runs on
both; row conditions in every form, `mostly`, every `ignore_row_if`, every result format. The engine and the quick
runner, eager and lazy, are held to pandas alike.
"""

import warnings
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import pytest
from great_expectations.data_context import AbstractDataContext
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.registry import get_expectation_impl

from tests.gxpolars.comparing import Format, make_suite, outcomes, plain, validate
from tests.gxpolars.random_cases import make_twins, some_expectations
from toolkit.gxpolars import get_context, run_suite, supported_types

pytestmark = [
    # A row condition in a string, which is compared too.
    pytest.mark.filterwarnings("ignore:.*row_condition.*:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:.*condition_parser.*:DeprecationWarning"),
    # pandas on a pattern with a group.
    pytest.mark.filterwarnings("ignore:This pattern is interpreted as a regular expression:UserWarning"),
]


class Difference(NamedTuple):
    """A field of a result that is not compared as it is, and why."""

    field: str
    where: str
    reason: str


KNOWN_DIFFERENCES = [
    Difference("unexpected_index_query", "everywhere", "a text for its own engine: df.filter(…) there, df[[…]] here"),
    Difference(
        "partial_unexpected_counts",
        "where an unexpected value, or a part of one, is missing",
        "pandas counts each NaN apart, since none equals another; None is counted once, and Great Expectations leaves "
        "the field out where it cannot sort values",
    ),
    Difference("partial_missing_list", "order only", "pandas lists a set as it comes; here it is sorted"),
    Difference(
        "observed_value",
        "interpolated quantiles beside infinite values, which these frames do not have",
        "numpy multiplies infinity by 0 even where a rank is whole",
    ),
]
# Great Expectations has them for SQL only.
NOT_ON_PANDAS = {
    "expect_column_values_to_match_like_pattern",
    "expect_column_values_to_match_like_pattern_list",
    "expect_column_values_to_not_match_like_pattern",
    "expect_column_values_to_not_match_like_pattern_list",
}


class Run(NamedTuple):
    """A frame, and how the results are to look."""

    seed: int
    rows: int
    share_missing: float
    result_format: Format


KEYED: dict[str, Any] = {"result_format": "COMPLETE", "unexpected_index_column_names": ["key", "label"]}
RUNS = [
    Run(0, 30, 0.2, "COMPLETE"),
    Run(1, 60, 0.2, {"result_format": "SUMMARY", "partial_unexpected_count": 40}),
    Run(2, 30, 0.2, "BASIC"),
    Run(3, 30, 0.2, "BOOLEAN_ONLY"),
    Run(4, 30, 0.3, KEYED),
    Run(5, 12, 0.5, KEYED),
    Run(6, 0, 0.0, "COMPLETE"),
    Run(7, 8, 1.0, "COMPLETE"),
    Run(8, 1, 0.0, "SUMMARY"),
    Run(9, 40, 0.0, "COMPLETE"),
    Run(10, 30, 0.2, {"result_format": "SUMMARY", "partial_unexpected_count": 3, "include_unexpected_rows": True}),
    Run(11, 30, 0.2, {**KEYED, "exclude_unexpected_values": True, "include_unexpected_rows": True}),
    Run(12, 250, 0.1, "COMPLETE"),
    Run(13, 0, 0.0, "SUMMARY"),
    Run(14, 8, 1.0, KEYED),
    Run(15, 30, 0.2, "SUMMARY"),
]


class Outcomes(NamedTuple):
    """What one suite came to."""

    expectations: list[Expectation]
    pandas: dict[int, dict[str, Any]]
    others: dict[str, dict[int, dict[str, Any]]]


@pytest.fixture(scope="module")
def context() -> AbstractDataContext:
    return get_context()


@cache
def compared(context: AbstractDataContext, run: int) -> Outcomes:
    """Returns the outcomes of a run; each takes a fifth of the expectations, so that five runs take them all."""
    seed, rows, share_missing, result_format = RUNS[run]
    twins = make_twins(seed, rows, share_missing)
    suite = make_suite(some_expectations(seed, 5))
    others = {
        "engine": validate(context, "polars", twins.polars, suite, result_format),
        "quick runner": run_suite(twins.polars, suite, result_format=result_format),
        "quick runner, lazy": run_suite(twins.polars.lazy(), suite, result_format=result_format),
    }
    with warnings.catch_warnings():
        # What pandas and numpy say of empty columns is their own.
        warnings.simplefilter("ignore")
        pandas = validate(context, "pandas", twins.pandas, suite, result_format)
    return Outcomes(list(suite.expectations), outcomes(pandas), {name: outcomes(one) for name, one in others.items()})


def _comparable(outcome: dict[str, Any]) -> dict[str, Any]:
    """Returns an outcome without the known differences."""
    told = {name: value for name, value in outcome.items() if name != "unexpected_index_query"}
    if _has_missing(told.get("unexpected_list", told.get("partial_unexpected_list"))):
        told.pop("partial_unexpected_counts", None)
    if "partial_missing_list" in told:
        told["partial_missing_list"] = sorted(told["partial_missing_list"], key=str)
    return told


def _has_missing(values: Any) -> bool:
    flat = [part for value in values or () for part in _parts(value)]
    return None in flat


def _parts(value: Any) -> Iterator[Any]:
    yield from value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]


@pytest.mark.parametrize("run", range(len(RUNS)), ids=[f"{run.rows} rows, seed {run.seed}" for run in RUNS])
def test_polars_says_what_pandas_says(context: AbstractDataContext, run: int) -> None:
    expectations, pandas, others = compared(context, run)
    assert len(pandas) == len(expectations) > 70
    differing = [
        (way, expectations[at].expectation_type, plain(expectations[at].dict(exclude_defaults=True)), here, there)
        for way, found in others.items()
        for at in pandas
        if (there := _comparable(pandas[at])) != (here := _comparable(found[at]))
    ]
    assert differing == []


def test_every_expectation_that_runs_on_both_is_compared_in_success_and_in_failure(
    context: AbstractDataContext,
) -> None:
    met: dict[str, set[bool]] = {}
    for run in range(len(RUNS)):
        expectations, pandas, _ = compared(context, run)
        for at, outcome in pandas.items():
            assert not outcome["raised"], expectations[at]
            met.setdefault(expectations[at].expectation_type, set()).add(bool(outcome["success"]))
    core = {
        name for name in supported_types() if get_expectation_impl(name).__module__.startswith("great_expectations.")
    }
    assert met.keys() == core - NOT_ON_PANDAS
    assert {name: outcome for name, outcome in met.items() if outcome != {True, False}} == {}
