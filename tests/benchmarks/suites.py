"""150 rules on a wide frame, said in five ways: how long each takes in one run, on the same frames in memory.

One bare polars query, our quick runner, Great Expectations' own `validate` on polars and on pandas, and pointblank. The
frame has the shape of `panel`: 244 columns, one of them for each cell of table 3. Wall time, medians; all cores are
used, as they are in use. The ways take turns, but for pandas, whose five runs take half a minute.

    python -m tests.benchmarks.suites --profile     # where the quick runner's time goes
"""

import cProfile
import gc
import pstats
import sys
import warnings
from collections.abc import Callable
from copy import copy
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

import polars as pl

from tests.benchmarks.figure import Figure, at_least, at_most, show

ROWS = (10_000, 100_000)
ROUNDS = 5
TABLE = [[f"t3_{row}_{column}" for column in range(7)] for row in range(28)]
BARE, ENGINE = "one bare polars query", "Great Expectations on polars, BOOLEAN_ONLY"
PANDAS, PEER = "Great Expectations on pandas, BOOLEAN_ONLY", "pointblank"
SUMS = ("expect_multicolumn_sum_to_equal",)
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
    figures = []
    for rows in ROWS:
        rules = make_rules()
        frame = make_frame(rows)
        times = _times(frame, rules)
        what = f"{len(rules)} rules, {rows:,} rows, {frame.width} columns"
        figures += [Figure(f"{what}: {name}", f"{value:.0f} ms") for name, value in times.items()]
    # The targets are about the larger frame: on the smaller one fixed costs weigh most.
    bare, quick, engine, pandas, peer = (
        times[name] for name in (BARE, "quick runner, BOOLEAN_ONLY", ENGINE, PANDAS, PEER)
    )
    return [
        *figures,
        at_most("quick runner ÷ bare query", quick / bare, 4.0, "{:.1f}"),
        at_least("pandas ÷ quick runner", pandas / quick, 20.0, "{:.0f}"),
        at_least("pandas ÷ Great Expectations on polars", pandas / engine, 6.0, "{:.1f}"),
        at_least("pointblank ÷ quick runner", peer / quick, 1.0, "{:.1f}"),
    ]


def _times(frame: pl.DataFrame, rules: "list[Rule]") -> dict[str, float]:
    """Returns the milliseconds of each way."""
    import great_expectations as gx

    from toolkit.gxpolars import get_context, run_suite

    suite = gx.ExpectationSuite("rules", expectations=[rule.expectation for rule in rules])
    asset = get_context().data_sources.add_polars("polars").add_dataframe_asset("frames")
    whole = asset.add_batch_definition_whole_dataframe("whole").get_batch({"dataframe": frame})
    conditions = [rule.condition.sum().alias(str(at)) for at, rule in enumerate(rules)]
    counts = list(frame.select(conditions).row(0))
    found = run_suite(frame, suite, result_format="BASIC").results
    assert [one.result["unexpected_count"] for one in found] == counts
    assert list(interrogated(frame).n_failed().values()) == counts
    findings = _findings(frame, rules)
    few = [at for at, rule in enumerate(rules) if rule.expectation.expectation_type not in SUMS]
    assert findings().height == sum(counts[at] for at in few)
    times = _by_turns(
        {
            BARE: lambda: frame.select(conditions),
            "quick runner, BOOLEAN_ONLY": lambda: run_suite(frame, suite, result_format="BOOLEAN_ONLY"),
            "quick runner, SUMMARY": lambda: run_suite(frame, suite),
            ENGINE: lambda: whole.validate(suite, result_format="BOOLEAN_ONLY"),
            PEER: lambda: interrogated(frame),
            f"findings with places and messages ({findings().height:,})": findings,
        }
    )
    times[PANDAS] = _pandas(frame, suite)
    return {name: median(rounds) for name, rounds in times.items()}


def interrogated(frame: pl.DataFrame) -> Any:
    """Returns the same rules said to pointblank, and judged."""
    import pointblank

    names = [name for line in TABLE for name in line]
    asked = pointblank.Validate(frame).col_vals_not_null(columns=names[:50])
    asked = asked.col_vals_ge(columns=names[:51], value=0, na_pass=True)
    for line in TABLE[:5]:
        for name in line[:7]:
            asked = asked.col_vals_ge(columns=line[6], value=pointblank.col(name), na_pass=True)
    for at in range(10):
        total = pl.sum_horizontal(pl.col(names[3 * at : 3 * at + 4]), ignore_nulls=False)
        asked = asked.col_vals_expr(expr=(total == 98).fill_null(True))
    asked = asked.rows_distinct(columns_subset=["agency", "year"])
    asked = asked.col_vals_regex(columns="agency", pattern="^A[0-9]{6}[0-8]$")
    asked = asked.col_vals_in_set(columns="region", set=REGIONS)
    return asked.col_vals_in_set(columns="form", set=["2019", "2021"]).interrogate(collect_extracts=False)


def _findings(frame: pl.DataFrame, rules: "list[Rule]") -> Callable[[], pl.DataFrame]:
    """The rules but for the sums, which nearly all rows break, as `toolkit.check` judges a corpus of such a frame."""
    from toolkit.codebook import Codebook, shipped_codebook
    from toolkit.rules import Suite, check
    from toolkit.rules.rule import rule_of

    known = frame.with_columns(report_id=pl.int_range(pl.len()).cast(pl.String).str.zfill(16))
    reports = known.select("report_id", "agency", "year", source=pl.col("report_id") + ".html")
    cells = known.select(
        "report_id", table=pl.lit("requests"), row=pl.lit("new"), column=pl.lit("total"),
        page=pl.lit(None, pl.Int32), line=pl.int_range(pl.len(), dtype=pl.Int32),
    )  # fmt: skip
    frames = {"wide": known.cast({"year": pl.Int32}), "reports": reports.cast({"year": pl.Int32}), "cells": cells}

    class Wide:
        codebook: Codebook = shipped_codebook()

        def frame(self, name: str) -> pl.DataFrame:
            return frames[name]

    told = []
    for at, rule in enumerate(rules):
        if rule.expectation.expectation_type not in SUMS:
            expectation = copy(rule.expectation)
            expectation.meta = {"frame": "wide", "table": "requests", "row": "new", "column": "total"}
            told.append(rule_of(expectation, "wide", str(at)))
    suite = Suite("wide", Path("wide.json"), tuple(told))
    return lambda: check(Wide(), [suite]).frame


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


def _pandas(frame: pl.DataFrame, suite: Any) -> list[float]:
    import pandas as pd

    from toolkit.gxpolars import get_context

    # Without pyarrow polars makes no pandas frame by itself.
    data = pd.DataFrame({column.name: column.to_list() for column in frame})
    source = get_context().data_sources.add_pandas("pandas")
    definition = source.add_dataframe_asset("frames").add_batch_definition_whole_dataframe("whole")
    batch = definition.get_batch({"dataframe": data})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [_milliseconds(lambda: batch.validate(suite, result_format="BOOLEAN_ONLY")) for _ in range(ROUNDS)]


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

    frame = make_frame(ROWS[-1])
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
