"""The quick way to run a suite: the same questions and result objects, without bookkeeping for each metric.

Great Expectations copies an expectation's configuration about 144 times to validate it once. Here it is asked for its
arguments once; all questions go into one query; and Great Expectations' own `_validate` still judges the answers.
"""

import traceback
from collections.abc import Callable, Hashable, Mapping
from copy import deepcopy
from typing import Any, NamedTuple

from great_expectations import __version__ as gx_version
from great_expectations.core import ExpectationSuite, ExpectationSuiteValidationResult
from great_expectations.core.expectation_validation_result import ExpectationValidationResult
from great_expectations.expectations.expectation import (
    ColumnMapExpectation,
    ColumnPairMapExpectation,
    Expectation,
    MulticolumnMapExpectation,
    parse_result_format,
)
from great_expectations.validator.validator import calc_validation_statistics

from toolkit.errors import ToolkitError
from toolkit.gxpolars.answers import aggregate_question, map_question, missing_question, shared_key
from toolkit.gxpolars.map_conditions import find_condition
from toolkit.gxpolars.masks import arguments
from toolkit.gxpolars.query import Frame, Question, answer
from toolkit.gxpolars.support import require_supported

_NOTHING_RAISED = {"raised_exception": False, "exception_traceback": None, "exception_message": None}
_ROWS = "table.row_count"
_MISSING = "column_values.nonnull.unexpected_count"
# What is left in a result of nothing but success, where the query is asked for.
_KEPT = ("unexpected_index_query", "unexpected_index_column_names")


class _Asked(NamedTuple):
    """What is asked for one expectation.

    Attributes:
        keys: of its questions.
        metrics: from their answers to the metrics that Great Expectations judges by.
    """

    keys: list[Hashable]
    metrics: Callable[[list[Any]], dict[str, Any]]


def run_suite(
    frame: Frame, suite: ExpectationSuite, *, result_format: str | Mapping[str, Any] = "SUMMARY"
) -> ExpectationSuiteValidationResult:
    """Returns the result of a suite on a frame, as Great Expectations' own validation would.

    An expectation that cannot be evaluated (a column is missing, a type does not fit) fails with the reason in its
    `exception_info`, as there. Results stand in the order of the suite.

    Args:
        frame: eager or lazy.
        suite: of core expectations, and own ones that are registered with `register_map_expectation`.
        result_format: `BOOLEAN_ONLY`, `BASIC`, `SUMMARY`, `COMPLETE`, or a mapping with more choices. `COMPLETE` with
            `unexpected_index_column_names` makes a mapping for each bad row: `row_masks` and a filter are the way to
            them where they are many.

    Raises:
        UnsupportedExpectation: one does not run on polars.
        ToolkitError: one has a suite parameter (`$PARAMETER`) in place of a value.

    >>> import great_expectations as gx
    >>> import polars as pl
    >>> suite = gx.ExpectationSuite("counts", expectations=[
    ...     gx.expectations.ExpectColumnValuesToBeBetween(column="new", min_value=0)])
    >>> result = run_suite(pl.DataFrame({"new": [3, -1, None]}), suite)
    >>> result.success, result.results[0].result["partial_unexpected_list"]
    (False, [-1])
    """
    wanted = parse_result_format(result_format if isinstance(result_format, str) else deepcopy(dict(result_format)))
    expectations = list(suite.expectations)
    require_supported(expectations)
    questions: dict[Hashable, Question] = {}
    asked = [_ask(at, expectation, wanted, questions) for at, expectation in enumerate(expectations)]
    answers, faults = answer(frame, questions)
    results = []
    for expectation, ask in zip(expectations, asked, strict=True):
        fault = next((faults[key] for key in ask.keys if key in faults), None)
        if fault is None:
            results.append(_judged(expectation, ask.metrics([answers[key] for key in ask.keys]), wanted))
        else:
            results.append(_failed(expectation, fault))
    return _summed_up(suite, results)


def _ask(at: int, expectation: Expectation, wanted: Mapping[str, Any], questions: dict[Hashable, Question]) -> _Asked:
    kwargs = arguments(expectation) | {"result_format": wanted}
    for name, value in kwargs.items():
        if isinstance(value, dict) and "$PARAMETER" in value:
            raise ToolkitError(f"{expectation.expectation_type} takes {name} from a suite parameter: give it a value.")
    map_metric = getattr(expectation, "map_metric", None)
    condition = find_condition(map_metric)
    if condition is None:
        return _ask_aggregates(expectation, kwargs, questions)
    suffixes = _suffixes(expectation, wanted)
    questions[at] = map_question(condition, kwargs, suffixes)
    # Many expectations share these two: the number of rows in scope, and of missing values in a column.
    scope = "" if kwargs.get("row_condition") is None else shared_key({"": kwargs["row_condition"]})
    rows = (_ROWS, scope)
    questions.setdefault(rows, aggregate_question(_ROWS, kwargs))
    keys: list[Hashable] = [at, rows]
    if isinstance(expectation, ColumnMapExpectation):
        missing = (_MISSING, scope, kwargs["column"])
        questions.setdefault(missing, missing_question(kwargs))
        keys.append(missing)

    def metrics(answers: list[Any]) -> dict[str, Any]:
        found, row_count, *missing_count = answers
        return {
            _ROWS: row_count,
            _MISSING: next(iter(missing_count), None),
            # After the missing ones: for `nonnull` these are its own.
            **{f"{map_metric}.{suffix}": found[suffix] for suffix in suffixes},
        }

    return _Asked(keys, metrics)


def _suffixes(expectation: Expectation, wanted: Mapping[str, Any]) -> list[str]:
    """Returns what Great Expectations asks of a map expectation for a result format."""
    level = wanted["result_format"]
    suffixes = ["unexpected_count"]
    if isinstance(expectation, ColumnPairMapExpectation | MulticolumnMapExpectation):
        suffixes.append("filtered_row_count")
    if level != "BOOLEAN_ONLY":
        suffixes.append("unexpected_values")
        if wanted["include_unexpected_rows"]:
            suffixes.append("unexpected_rows")
    if level in ("SUMMARY", "COMPLETE"):
        suffixes.append("unexpected_index_list")
    if wanted.get("return_unexpected_index_query", level == "COMPLETE"):
        suffixes.append("unexpected_index_query")
    return suffixes


def _ask_aggregates(expectation: Expectation, kwargs: dict[str, Any], questions: dict[Hashable, Question]) -> _Asked:
    if "quantile_ranges" in kwargs:
        # The one metric whose argument is not the expectation's own.
        kwargs = kwargs | {"quantiles": dict(kwargs["quantile_ranges"])["quantiles"]}
    names: list[str] = list(getattr(expectation, "metric_dependencies", ()))
    keys: list[Hashable] = [(id(expectation), name) for name in names]
    questions.update((key, aggregate_question(name, kwargs)) for key, name in zip(keys, names, strict=True))
    return _Asked(keys, lambda answers: dict(zip(names, answers, strict=True)))


def _judged(expectation: Expectation, metrics: dict[str, Any], wanted: dict[str, Any]) -> ExpectationValidationResult:
    try:
        judged = expectation._validate(metrics=metrics, runtime_configuration={"result_format": wanted})
    except Exception as fault:
        return _failed(expectation, fault)
    success, result = (
        (judged["success"], judged.get("result", {})) if isinstance(judged, dict) else (judged.success, judged.result)
    )
    if wanted["result_format"] == "BOOLEAN_ONLY":
        kept = _KEPT if wanted.get("return_unexpected_index_query") else ()
        result = {name: result[name] for name in kept if name in result}
    return ExpectationValidationResult(
        success=bool(success),
        result=result,
        expectation_config=expectation.configuration,
        exception_info=dict(_NOTHING_RAISED),
    )


def _failed(expectation: Expectation, fault: Exception) -> ExpectationValidationResult:
    return ExpectationValidationResult(
        success=False,
        result={},
        expectation_config=expectation.configuration,
        exception_info={
            "raised_exception": True,
            "exception_traceback": "".join(traceback.format_exception(fault)),
            "exception_message": str(fault),
        },
    )


def _summed_up(suite: ExpectationSuite, results: list[ExpectationValidationResult]) -> ExpectationSuiteValidationResult:
    statistics = calc_validation_statistics(results)
    return ExpectationSuiteValidationResult(
        success=statistics.success,
        results=results,
        suite_name=suite.name,
        statistics={
            "evaluated_expectations": statistics.evaluated_expectations,
            "successful_expectations": statistics.successful_expectations,
            "unsuccessful_expectations": statistics.unsuccessful_expectations,
            "success_percent": statistics.success_percent,
        },
        meta={"great_expectations_version": gx_version},
    )
