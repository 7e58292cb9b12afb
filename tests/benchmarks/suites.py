"""150 rules on a wide frame: the quick runner beside the same conditions as one bare polars query, and beside pandas.

The frame has the shape of `panel`: 244 columns, one of them for each cell of table 3. Wall time, medians; polars uses
all cores here as it does in use. pandas gets a tenth of the rows, and its time is taken times ten: it grows in
proportion, and takes long otherwise. Its fixed cost is taken off first, measured on an empty frame.

    python -m tests.benchmarks.suites --profile     # where the quick runner's time goes
"""

import cProfile
import gc
import pstats
import sys
import warnings
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

import polars as pl

from tests.benchmarks.figure import Figure, at_least, at_most, show

ROWS = 100_000
# pandas: a part of the rows.
PART = 10
ROUNDS = 9
TABLE = [[f"t3_{row}_{column}" for column in range(7)] for row in range(28)]
REGIONS = ["北京", "上海", "广东", "四川", "湖北"]


class Rule(NamedTuple):
    """One rule, said twice: as an expectation, and as a bare condition of polars for the rows that fail."""

    expectation: Any
    condition: pl.Expr


def measure() -> list[Figure]:
    """Returns milliseconds of each way, and the ratios that have a target.

    Raises:
        AssertionError: two ways find different numbers of failing rows: the comparison would mean nothing.
    """
    import great_expectations as gx

    from toolkit.gxpolars import get_context, run_suite

    frame, rules = make_frame(ROWS), make_rules()
    suite = gx.ExpectationSuite("rules", expectations=[rule.expectation for rule in rules])
    source = get_context().data_sources.add_polars("polars")
    asset = source.add_dataframe_asset("frames")
    whole = asset.add_batch_definition_whole_dataframe("whole").get_batch({"dataframe": frame})
    conditions = [rule.condition.sum().alias(str(at)) for at, rule in enumerate(rules)]
    counts = frame.select(conditions).row(0)
    found = run_suite(frame, suite, result_format="BASIC").results
    assert [one.result["unexpected_count"] for one in found] == list(counts)
    ways: dict[str, Callable[[], object]] = {
        "one bare polars query": lambda: frame.select(conditions),
        "quick runner, BOOLEAN_ONLY": lambda: run_suite(frame, suite, result_format="BOOLEAN_ONLY"),
        "quick runner, SUMMARY": lambda: run_suite(frame, suite),
        "engine, BOOLEAN_ONLY": lambda: whole.validate(suite, result_format="BOOLEAN_ONLY"),
    }
    times = {name: median(rounds) for name, rounds in _by_turns(ways).items()}
    bare, quick = times["one bare polars query"], times["quick runner, BOOLEAN_ONLY"]
    pandas = _pandas_milliseconds(frame, suite)
    what = f"{len(rules)} rules, {ROWS:,} rows, {frame.width} columns"
    return [
        *(Figure(f"{what}: {name}", f"{value:.0f} ms") for name, value in times.items()),
        Figure(f"{what}: pandas, BOOLEAN_ONLY (from {ROWS // PART:,} rows)", f"{pandas:.0f} ms"),
        at_most("quick runner ÷ bare query", quick / bare, 4.0, "{:.1f}"),
        at_least("pandas ÷ quick runner", pandas / quick, 20.0, "{:.0f}"),
    ]


def _by_turns(ways: dict[str, Callable[[], object]]) -> dict[str, list[float]]:
    """Returns milliseconds of each way; they take turns, so that what else the machine does meets all."""
    for way in ways.values():
        way()
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            times[name].append(_milliseconds(way))
    return times


def _milliseconds(way: Callable[[], object]) -> float:
    gc.collect()
    start = perf_counter()
    way()
    return 1000 * (perf_counter() - start)


def _pandas_milliseconds(frame: pl.DataFrame, suite: Any) -> float:
    import pandas as pd

    from toolkit.gxpolars import get_context

    part = frame.head(ROWS // PART)
    # Without pyarrow polars makes no pandas frame by itself.
    whole = pd.DataFrame({column.name: column.to_list() for column in part})
    source = get_context().data_sources.add_pandas("pandas")
    definition = source.add_dataframe_asset("frames").add_batch_definition_whole_dataframe("whole")

    def timed(data: pd.DataFrame) -> float:
        batch = definition.get_batch({"dataframe": data})
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return median(_milliseconds(lambda: batch.validate(suite, result_format="BOOLEAN_ONLY")) for _ in range(3))

    fixed = timed(whole.head(0))
    return fixed + PART * max(0.0, timed(whole) - fixed)


def make_frame(rows: int) -> pl.DataFrame:
    """Returns a frame of 244 columns in which few rows break a rule, but for the sums, which nearly all break."""
    row = pl.int_range(rows)
    names = [name for line in TABLE for name in line]
    cells = [
        pl.when(row.hash(seed) % 500 == 0)
        .then(None)
        .when(row.hash(seed) % 1999 == 0)
        .then(-1)
        .otherwise((row.hash(seed) % 50).cast(pl.Int64))
        .alias(name)
        for seed, name in enumerate(names)
    ]
    others = [(row.hash(1000 + at) % 100).cast(pl.Int64).alias(f"x_{at}") for at in range(43)]
    frame = pl.select(
        (pl.lit("A") + (row % (rows - rows // 200 or 1)).cast(pl.String).str.zfill(7)).alias("agency"),
        (2015 + row.hash(7) % 10).cast(pl.Int64).alias("year"),
        pl.lit(pl.Series([*REGIONS, "火星"])).gather((row.hash(8) % 97 % 6).cast(pl.Int64)).alias("region"),
        pl.when(row % 2 == 0).then(pl.lit("2019")).otherwise(pl.lit("2021")).alias("form"),
        pl.when(row.hash(9) % 100 == 0).then(pl.lit("-")).otherwise(pl.lit("page")).alias("source"),
        *cells,
        *others,
    )
    totals = [pl.sum_horizontal(pl.col(line[:6]), ignore_nulls=False).alias(line[6]) for line in TABLE]
    off = pl.when(pl.col("x_0") == 1).then(1).otherwise(0)
    return frame.with_columns([total + off for total in totals])


def make_rules() -> list[Rule]:
    """Returns 150 rules of the kinds that suites for reports are made of."""
    import great_expectations.expectations as gxe

    names = [name for line in TABLE for name in line]
    rules = [Rule(gxe.ExpectColumnValuesToNotBeNull(column=name), pl.col(name).is_null()) for name in names[:50]]
    rules += [
        Rule(gxe.ExpectColumnValuesToBeBetween(column=name, min_value=0), pl.col(name) < 0) for name in names[:51]
    ]
    for line in TABLE[:5]:
        for name in line[:7]:
            expectation = gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A=line[6], column_B=name, or_equal=True, ignore_row_if="either_value_is_missing"
            )
            rules.append(Rule(expectation, pl.col(line[6]) < pl.col(name)))
    for at in range(10):
        parts = names[3 * at : 3 * at + 4]
        total = pl.sum_horizontal(pl.col(parts), ignore_nulls=False)
        present = pl.all_horizontal(pl.col(parts).is_not_null())
        rules.append(
            Rule(
                gxe.ExpectMulticolumnSumToEqual(column_list=parts, sum_total=98, ignore_row_if="any_value_is_missing"),
                present & (total != 98),
            )
        )
    return [
        *rules,
        Rule(
            gxe.ExpectCompoundColumnsToBeUnique(column_list=["agency", "year"]),
            pl.struct("agency", "year").is_duplicated(),
        ),
        Rule(
            gxe.ExpectColumnValuesToMatchRegex(column="agency", regex="^A[0-9]{6}[0-8]$"),
            ~pl.col("agency").str.contains("^A[0-9]{6}[0-8]$"),
        ),
        Rule(
            gxe.ExpectColumnValuesToBeInSet(column="region", value_set=REGIONS),
            ~pl.col("region").is_in(REGIONS),
        ),
        Rule(
            gxe.ExpectColumnValuesToBeInSet(column="form", value_set=["2019", "2021"]),
            ~pl.col("form").is_in(["2019", "2021"]),
        ),
    ]


def _profile() -> None:
    import great_expectations as gx

    from toolkit.gxpolars import run_suite

    frame = make_frame(ROWS)
    suite = gx.ExpectationSuite("rules", expectations=[rule.expectation for rule in make_rules()])
    run_suite(frame, suite, result_format="BOOLEAN_ONLY")
    profiler = cProfile.Profile()
    profiler.enable()
    run_suite(frame, suite, result_format="BOOLEAN_ONLY")
    profiler.disable()
    pstats.Stats(profiler).strip_dirs().sort_stats("cumtime").print_stats(35)


if __name__ == "__main__":
    if "--profile" in sys.argv[1:]:
        _profile()
    else:
        show(measure(), "suites")
