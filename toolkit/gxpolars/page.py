"""The page docs/gxpolars.md: which expectations run on polars, and what differs from pandas.

python -m toolkit.gxpolars.page > docs/gxpolars.md
"""

from typing import Any

from toolkit.gxpolars.support import implementations, is_supported, reason_against

_TEMPLATE = """# Great Expectations on polars

`toolkit.gxpolars` runs suites of Great Expectations 1.24 and later on polars frames, eager and lazy, without a copy in
pandas. This page is written by `python -m toolkit.gxpolars.page`; a test holds it to the code.

```python
from toolkit import gxpolars

result = gxpolars.run_suite(frame, suite, result_format="SUMMARY")  # the quick way

context = gxpolars.get_context()  # Checkpoints, Data Docs
asset = context.data_sources.add_polars("frames").add_dataframe_asset("reports")
batch = asset.add_batch_definition_whole_dataframe("whole").get_batch({{"dataframe": frame}})
result = batch.validate(suite)

for masks in gxpolars.row_masks(frame, suite.expectations):  # None for aggregates and tables
    bad = frame.filter(masks.unexpected)
```

A context knows polars only if `toolkit.gxpolars` registered it before the context was made: `gxpolars.get_context` sees
to that; before your own `great_expectations.get_context`, name `gxpolars.PolarsDatasource` once.

## Expectations

{runs} of the {total} expectations of the core run. Any other fails, with its name and this list in `exception_info`
(engine) or as `UnsupportedExpectation` (`run_suite`, `row_masks`).

| expectation | about | runs on polars |
|---|---|---|
{rows}

Own map expectations run with `register_map_expectation(expectation_type, condition)`, where `condition` makes of the
expectation's arguments and the frame's schema a `MapCondition`: a polars expression that holds where the row is as
expected, and, where `ignore_row_if` does not say it, the columns without whose values a row is not evaluated.

## What is meant by what

- NaN is missing, as in pandas: it is null before anything is asked.
- Row conditions: Condition objects, their JSON, `col("year") >= 2021`, and of the language of `DataFrame.query`
  comparisons, `in`, `.isnull()`, `.notnull()`, + - * /, and, or, not. A missing value differs from everything (`!=` and
  `not in` hold) and meets no other comparison.
- Regular expressions are Python's. What polars' own engine reads alike it searches; look-around, backreferences and the
  few things it reads otherwise are searched with Python's `re`, once for each distinct value.
- Lengths are characters, not bytes.
- A fault of one expectation (a column that is not there, a text where a number is needed) costs only that expectation.

## What differs from pandas

- Values keep the frame's types: a column of integers with gaps stays one of integers (pandas makes it 1.0, 2.0, and
  a pattern or a length then sees "1.0"); missing values are None, not NaN; moments are Python's.
- `unexpected_index_query` is `df[[…]]`, for a polars frame.
- `partial_unexpected_counts` counts missing values together; pandas counts each NaN apart. Great Expectations leaves
  the field out where it cannot sort values with None among them.
- `partial_missing_list` is sorted.
- `unexpected_rows` is a list of mappings.
- Interpolated quantiles beside infinite values: NaN in pandas also where a rank is whole; here the value at that rank.
- Comparing columns, or a column and a value, of types that cannot be compared is a fault; pandas finds them different.
- Texts are wanted where a text is needed: truth values, dates and moments are cast in the frame first, since polars and
  pandas print them differently. Mean, median, sum, deviation and quantiles want numbers; pandas takes dates, too.
- Bounds and values of dates may be ISO texts everywhere; pandas wants them as dates in some places.
- `row_condition` with `expect_column_pair_values_to_be_in_set` is a fault in `run_suite` and `row_masks`; Great
  Expectations itself never passes it on, on any engine.
- The four LIKE patterns run here; Great Expectations has them for SQL only.
- `Batch.head` and the column statistics of profilers are not there.
"""


def page() -> str:
    """Returns the text of docs/gxpolars.md."""
    core = [(name, kind) for name, kind in implementations() if kind.__module__.startswith("great_expectations.")]
    rows = [
        f"| `{name}` | {_about(kind)} | {'yes' if is_supported(kind) else f'no: {reason_against(name)}'} |"
        for name, kind in core
    ]
    runs = sum(is_supported(kind) for _, kind in core)
    return _TEMPLATE.format(rows="\n".join(rows), runs=runs, total=len(core))


def _about(kind: Any) -> str:
    from great_expectations.expectations.expectation import (
        ColumnAggregateExpectation,
        ColumnMapExpectation,
        ColumnPairMapExpectation,
        MulticolumnMapExpectation,
    )

    families = {
        ColumnMapExpectation: "values of a column",
        ColumnPairMapExpectation: "pairs of a row",
        MulticolumnMapExpectation: "columns of a row",
        ColumnAggregateExpectation: "a column as a whole",
    }
    return next((text for family, text in families.items() if issubclass(kind, family)), "a table")


if __name__ == "__main__":
    print(page(), end="")
