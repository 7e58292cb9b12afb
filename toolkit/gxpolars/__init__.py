"""Great Expectations on polars frames, eager or lazy, from the outside: nothing in it is patched. Knows no reports.

    from toolkit import gxpolars

    result = gxpolars.run_suite(frame, suite)              # the quick way, same result objects
    masks = gxpolars.row_masks(frame, suite.expectations)  # which rows pass, fail, or cannot be judged

    context = gxpolars.get_context()                       # Checkpoints and Data Docs
    asset = context.data_sources.add_polars("frames").add_dataframe_asset("reports")

A whole suite is one polars query. What runs and what differs from pandas stands in docs/gxpolars.md. By module:

- `columns`, `row_conditions`: columns and conditions as Great Expectations means them (NaN is missing);
- `map_conditions` and its three families `column_conditions`, `text_conditions`, `record_conditions`: what each
  expectation asks of a row; `aggregates`: of a column or table;
- `masks`: in scope, ignored, unexpected;
- `query`, `answers`: all questions in one query, and what is made of its values;
- `engine`, `metrics`, `datasource`: Great Expectations' own way; `runner`: the quick one;
- `support`: what runs, and the page that tells it.
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toolkit.gxpolars.context import get_context
    from toolkit.gxpolars.datasource import PolarsDataFrameAsset, PolarsDatasource
    from toolkit.gxpolars.engine import PolarsExecutionEngine
    from toolkit.gxpolars.map_conditions import MapCondition
    from toolkit.gxpolars.masks import RowMasks, compares_rows, row_masks
    from toolkit.gxpolars.metrics import register_map_expectation
    from toolkit.gxpolars.runner import run_suite
    from toolkit.gxpolars.support import UnsupportedExpectation, supported_types

__all__ = [
    "MapCondition",
    "PolarsDataFrameAsset",
    "PolarsDatasource",
    "PolarsExecutionEngine",
    "RowMasks",
    "UnsupportedExpectation",
    "compares_rows",
    "get_context",
    "register_map_expectation",
    "row_masks",
    "run_suite",
    "supported_types",
]

# Great Expectations takes seconds to import: it comes with the first name that needs it.
_HOMES = {
    "MapCondition": "map_conditions",
    "PolarsDataFrameAsset": "datasource",
    "PolarsDatasource": "datasource",
    "PolarsExecutionEngine": "engine",
    "RowMasks": "masks",
    "UnsupportedExpectation": "support",
    "compares_rows": "masks",
    "get_context": "context",
    "register_map_expectation": "metrics",
    "row_masks": "masks",
    "run_suite": "runner",
    "supported_types": "support",
}

# Nothing is sent out, unless the user has said otherwise.
os.environ.setdefault("GX_ANALYTICS_ENABLED", "False")


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'toolkit.gxpolars' has no attribute '{name}'")
    value = getattr(import_module(f"toolkit.gxpolars.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
