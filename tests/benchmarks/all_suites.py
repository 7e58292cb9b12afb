"""`toolkit.check` of all suites on 20,000 agencies × 5 years: wall time and memory, by suite and by frame.

Each figure is of a process of its own, on two cores, reading a store of made-up reports. `reuse` compares prose with
prose and is measured apart. Beside it Great Expectations on pandas, on the same frames of fewer agencies: it copies a
frame for each rule, and the cells of 100,000 reports as Python's own values would not fit into memory.

    python -m tests.benchmarks.all_suites check STORE [SUITE…]      # one figure, of a store that is there
"""

import json
import os
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import polars as pl

from tests.benchmarks.figure import Figure, at_least, at_most, show
from tests.benchmarks.loading import peak_memory, run_python
from tests.benchmarks.made_reports import YEARS, write_store

AGENCIES, FEW = 20_000, 500
CORES = "2"
SLOW = "reuse"
SECONDS, SECONDS_WITH_SLOW, GIGABYTES = 60, 300, 6


def measure() -> list[Figure]:
    """Returns seconds and gigabytes of the check, of each suite and frame, and the ratio to pandas."""
    from toolkit.rules import load_suites, shipped_names

    quick = [name for name in shipped_names() if name != SLOW]
    with tempfile.TemporaryDirectory() as folder:
        store, few = Path(folder) / "store", Path(folder) / "few"
        start = perf_counter()
        cells = write_store(store, AGENCIES)
        what = f"{AGENCIES:,} agencies, {AGENCIES * len(YEARS):,} reports, {cells:,} cells"
        figures = [Figure(f"made: {what}", f"{perf_counter() - start:.0f} s")]
        write_store(few, FEW)
        together = _child("check", store, *quick)
        figures += [
            at_most(f"check of {', '.join(quick)}", together["seconds"], SECONDS, "{:.0f} s"),
            at_most("its peak", together["gigabytes"], GIGABYTES, "{:.1f} GB"),
            Figure("its findings", f"{together['findings']:,}"),
            Figure("then `findings.unknown`", f"{together['unknown_seconds']:.0f} s, {together['unknown']:,} rows"),
            Figure("peak with it", f"{together['unknown_gigabytes']:.1f} GB"),
        ]
        for name in quick:
            figures.append(_told(f"suite {name} alone", _child("check", store, name)))
        if SLOW in shipped_names():
            everything = _child("check", store, *quick, SLOW)
            figures.append(at_most(f"{SLOW} included", everything["seconds"], SECONDS_WITH_SLOW, "{:.0f} s"))
            figures.append(at_most("its peak", everything["gigabytes"], GIGABYTES, "{:.1f} GB"))
        for name in dict.fromkeys(name for suite in load_suites(quick) for name in suite.frames):
            figures.append(_told(f"frame {name}", _child("frame", store, name)))
        return [*figures, *_beside_pandas(few, quick)]


def _told(what: str, cost: dict[str, Any]) -> Figure:
    return Figure(what, f"{cost['seconds']:.1f} s, {cost['gigabytes']:.1f} GB, {cost['rows']:,} rows")


def _beside_pandas(store: Path, suites: list[str]) -> list[Figure]:
    """Returns what a row costs on pandas and here, on the same frames, all of them made already."""
    cost = _child("pandas", store, *suites)
    what = f"{FEW:,} agencies, {cost['rows']:,} rows judged"
    return [
        Figure(f"{what}: Great Expectations on pandas", f"{cost['pandas'] / cost['rows'] * 1e6:.2f} µs a row"),
        Figure(f"{what}: here", f"{cost['ours'] / cost['rows'] * 1e6:.2f} µs a row"),
        at_least("pandas ÷ here", cost["pandas"] / cost["ours"], 10.0, "{:.0f}"),
    ]


def _child(way: str, store: Path, *names: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run_python(["-m", "tests.benchmarks.all_suites", way, str(store), *names]))
    return found


def _check(store: str, *suites: str) -> dict[str, Any]:
    import toolkit as tk
    from toolkit.rules import load_suites

    loaded = load_suites(list(suites) or None)  # Great Expectations is imported: its seconds are no suite's
    corpus = tk.open_corpus(store)
    start = perf_counter()
    findings = tk.check(corpus, [suite.name for suite in loaded])
    seconds, peak = perf_counter() - start, peak_memory(os.getpid())
    start = perf_counter()
    unknown = findings.unknown.height
    return {
        "seconds": seconds,
        "gigabytes": peak / 1e9,
        "findings": findings.frame.height,
        "rows": int(findings.summary().select(pl.sum_horizontal(pl.col("pass", "fail", "unknown").sum())).item()),
        "unknown": unknown,
        "unknown_seconds": perf_counter() - start,
        "unknown_gigabytes": peak_memory(os.getpid()) / 1e9,
    }


def _frame(store: str, name: str) -> dict[str, Any]:
    import toolkit as tk

    corpus = tk.open_corpus(store)
    start = perf_counter()
    rows = sum(run.height for run in corpus.runs(name))
    return {"seconds": perf_counter() - start, "gigabytes": peak_memory(os.getpid()) / 1e9, "rows": rows}


def _pandas(store: str, *suites: str) -> dict[str, Any]:
    """Seconds of Great Expectations on pandas and of `run_suite` on polars, the same suites on the same frames."""
    import pandas as pd

    import toolkit as tk
    from toolkit.gxpolars import get_context, run_suite
    from toolkit.rules import load_suites

    corpus = tk.open_corpus(store)
    source = get_context().data_sources.add_pandas("pandas")
    cost = {"pandas": 0.0, "ours": 0.0, "rows": 0.0}
    for suite in load_suites(list(suites)):
        for name in suite.frames:
            frame, stated = corpus.frame(name), suite.on(name)
            columns = [column for column in frame if column.dtype != pl.List(pl.Float64)]
            # Without pyarrow polars makes no pandas frame by itself.
            data = pd.DataFrame({column.name: column.to_list() for column in columns})
            asset = source.add_dataframe_asset(f"{suite.name}.{name}")
            batch = asset.add_batch_definition_whole_dataframe("whole").get_batch({"dataframe": data})
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                cost["pandas"] += _seconds(lambda: batch.validate(suite.on(name), result_format="BOOLEAN_ONLY"))  # noqa: B023
            cost["ours"] += _seconds(lambda: run_suite(frame, stated, result_format="BOOLEAN_ONLY"))  # noqa: B023
            cost["rows"] += frame.height * len(stated.expectations)
    return cost | {"rows": int(cost["rows"])}


def _seconds(way: Callable[[], object]) -> float:
    start = perf_counter()
    way()
    return perf_counter() - start


def _main(way: str, *arguments: str) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: int(CORES)])
    ways: dict[str, Callable[..., dict[str, Any]]] = {"check": _check, "frame": _frame, "pandas": _pandas}
    print(json.dumps(ways[way](*arguments)))


if __name__ == "__main__":
    if sys.argv[1:]:
        _main(*sys.argv[1:])
    else:
        show(measure(), "all suites")
