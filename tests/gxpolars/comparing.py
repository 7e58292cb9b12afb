"""One suite on pandas, on the polars engine and in the quick runner; and their results made comparable."""

import math
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import great_expectations as gx
import numpy as np
import pandas as pd
from great_expectations.core import ExpectationSuite, ExpectationSuiteValidationResult
from great_expectations.data_context import AbstractDataContext
from great_expectations.expectations.expectation import Expectation

Format = str | dict[str, Any]


def make_suite(expectations: list[Expectation]) -> ExpectationSuite:
    """Returns a suite; each expectation carries its place, as Great Expectations changes the order of its results."""
    for at, expectation in enumerate(expectations):
        expectation.meta = {"at": at}
    return gx.ExpectationSuite(f"suite {uuid4()}", expectations=expectations)


def validate(
    context: AbstractDataContext, source: str, frame: Any, suite: ExpectationSuite, result_format: Format
) -> ExpectationSuiteValidationResult:
    """Returns the result of a suite as Great Expectations itself runs it; `source` is `pandas` or `polars`."""
    maker = getattr(context.data_sources, f"add_or_update_{source}")(name=source)
    batch = (
        maker.add_dataframe_asset("frames")
        .add_batch_definition_whole_dataframe("whole")
        .get_batch({"dataframe": frame})
    )
    result = batch.validate(suite, result_format=result_format)
    assert isinstance(result, ExpectationSuiteValidationResult)
    return result


def outcomes(result: ExpectationSuiteValidationResult) -> dict[int, dict[str, Any]]:
    """Returns what each expectation came to, by its place in the suite."""
    found = {}
    for one in result.results:
        assert one.expectation_config is not None
        info = one.exception_info or {}
        faults = [info] if "raised_exception" in info else list(info.values())
        raised = any(fault["raised_exception"] for fault in faults)
        found[one.expectation_config.meta["at"]] = {
            "success": one.success,
            "raised": raised,
            **{name: plain(value) for name, value in one.result.items()},
        }
    assert len(found) == len(result.results)
    return found


def plain(value: Any) -> Any:
    """Returns a value without what only the engines differ in: NaN is None, numbers and moments are Python's."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, pd.DataFrame):
        return [plain(row) for row in value.to_dict("records")]
    if isinstance(value, list | tuple | set | np.ndarray):
        return [plain(item) for item in value]
    if value is None or value is pd.NaT:
        return None
    if isinstance(value, np.datetime64 | datetime):
        return pd.Timestamp(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | float | np.number):
        number = float(value)
        # Sums are added in another order.
        return None if math.isnan(number) else float(f"{number:.10g}")
    return value
