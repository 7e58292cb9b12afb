"""One expectation on polars, pandas and SQL: success, and which rows are unexpected, from each."""

from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from uuid import uuid4

import great_expectations as gx
import pandas as pd
import polars as pl
import sqlalchemy
from great_expectations.core import ExpectationSuiteValidationResult
from great_expectations.expectations.expectation import Expectation

from toolkit.gxpolars import get_context, row_masks, run_suite


class Outcome(NamedTuple):
    """What one engine says."""

    success: bool
    element_count: int
    missing_count: int
    unexpected_count: int
    raised: bool


def suite_of(expectation: Expectation) -> gx.ExpectationSuite:
    """Returns a suite of one expectation, from its JSON: none is shared between contexts."""
    fields = expectation.configuration.to_json_dict()
    return gx.ExpectationSuite(f"suite {uuid4()}", expectations=[fields])


def outcome(result: ExpectationSuiteValidationResult) -> Outcome:
    """Returns the outcome of the only expectation of a suite."""
    [one] = result.results
    info = one.exception_info or {}
    faults = [info] if "raised_exception" in info else list(info.values())
    elements, missing, unexpected = (
        int(one.result.get(f"{name}_count", -1)) for name in ("element", "missing", "unexpected")
    )
    raised = any(fault["raised_exception"] for fault in faults)
    return Outcome(bool(one.success), elements, missing, unexpected, raised)


def on_checkpoint(frame: pl.DataFrame, expectation: Expectation) -> Outcome:
    """Returns what the polars engine says through a Checkpoint."""
    context = get_context(mode="ephemeral")
    asset = context.data_sources.add_polars("polars").add_dataframe_asset("frames")
    definition = gx.ValidationDefinition(
        name="one",
        data=asset.add_batch_definition_whole_dataframe("whole"),
        suite=context.suites.add(suite_of(expectation)),
    )
    checkpoint = gx.Checkpoint(name="one", validation_definitions=[context.validation_definitions.add(definition)])
    results = context.checkpoints.add(checkpoint).run(batch_parameters={"dataframe": frame}).run_results
    [result] = results.values()
    return outcome(result)


def on_polars(frame: pl.DataFrame, expectation: Expectation) -> Outcome:
    """Returns what the quick runner says."""
    return outcome(run_suite(frame, suite_of(expectation)))


def on_pandas(frame: pl.DataFrame, expectation: Expectation) -> Outcome:
    """Returns what Great Expectations says on pandas."""
    pandas = pd.DataFrame({column.name: column.to_list() for column in frame})
    asset = gx.get_context(mode="ephemeral").data_sources.add_pandas("pandas").add_dataframe_asset("frames")
    batch = asset.add_batch_definition_whole_dataframe("whole").get_batch({"dataframe": pandas})
    return outcome(batch.validate(suite_of(expectation)))


def on_sql(frame: pl.DataFrame, expectation: Expectation) -> Outcome:
    """Returns what Great Expectations says on a table of SQLite."""
    types = {pl.String: sqlalchemy.String, pl.Float64: sqlalchemy.Float}
    columns: list[sqlalchemy.Column[Any]] = [
        sqlalchemy.Column(name, types.get(type(dtype), sqlalchemy.BigInteger)) for name, dtype in frame.schema.items()
    ]
    table = sqlalchemy.Table("frames", sqlalchemy.MetaData(), *columns)
    # Great Expectations connects more than once, and each connection to a database in memory has one of its own.
    with TemporaryDirectory() as folder:
        source = gx.get_context(mode="ephemeral").data_sources.add_sqlite(
            "sql", connection_string=f"sqlite:///{folder}/frames.db"
        )
        with source.get_engine().begin() as connection:
            table.create(connection)
            connection.execute(table.insert(), frame.to_dicts())
        asset = source.add_table_asset("frames", table_name="frames")
        batch = asset.add_batch_definition_whole_table("all").get_batch()
        found = outcome(batch.validate(suite_of(expectation)))
        batch.data.execution_engine.close()
        source.get_engine().dispose()
    return found


def everywhere(frame: pl.DataFrame, expectation: Expectation) -> Outcome:
    """Returns what all engines say, which must be the same."""
    said = {way.__name__: way(frame, expectation) for way in (on_polars, on_checkpoint, on_pandas, on_sql)}
    assert len(set(said.values())) == 1, said
    assert not said["on_polars"].raised
    return said["on_polars"]


def verdicts(frame: pl.DataFrame, expectation: Expectation) -> str:
    """Returns the verdict of each row from its masks: `-` out of scope, `?` unknown, `f`ail, `p`ass."""
    [masks] = row_masks(frame, [expectation])
    assert masks is not None
    told = (
        pl.when(~masks.in_scope).then(pl.lit("-"))
        .when(masks.ignored).then(pl.lit("?"))
        .when(masks.unexpected).then(pl.lit("f")).otherwise(pl.lit("p"))
    )  # fmt: skip
    return "".join(frame.select(pl.int_range(pl.len()), told=told)["told"])
