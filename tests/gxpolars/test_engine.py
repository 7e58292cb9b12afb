"""Great Expectations' own way on polars: checkpoints, Data Docs, faults and refusals."""

from pathlib import Path
from typing import Any

import great_expectations as gx
import great_expectations.expectations as gxe
import polars as pl
import pytest
from great_expectations.core import ExpectationSuite
from great_expectations.data_context import AbstractDataContext
from great_expectations.exceptions import DataContextError, GreatExpectationsError
from great_expectations.exceptions.exceptions import BuildBatchRequestError

from tests.gxpolars.comparing import make_suite, outcomes, validate
from toolkit.gxpolars import PolarsExecutionEngine, get_context

FRAME = pl.DataFrame({"agency": ["甲", "乙", "丙"], "new": [3, -1, None]})


@pytest.fixture(scope="module")
def context() -> AbstractDataContext:
    return get_context()


def faults(context: AbstractDataContext, suite: ExpectationSuite) -> dict[str, str]:
    """Returns what each expectation that could not be evaluated tells, by its type."""
    told = {}
    for result in validate(context, "polars", FRAME, suite, "SUMMARY").results:
        assert result.expectation_config is not None
        info: Any = result.exception_info
        for one in [info] if "raised_exception" in info else info.values():
            if one["raised_exception"]:
                told[result.expectation_config.type] = str(one["exception_message"])
                assert result.success is False
    return told


@pytest.mark.parametrize("frame", [FRAME, FRAME.lazy()], ids=["eager", "lazy"])
def test_a_checkpoint_runs_and_its_data_docs_are_built(frame: Any, tmp_path: Path) -> None:
    context = get_context(mode="file", project_root_dir=tmp_path)
    source = context.data_sources.add_polars("frames")
    data = source.add_dataframe_asset("reports").add_batch_definition_whole_dataframe("whole")
    suite = context.suites.add(
        gx.ExpectationSuite("counts", expectations=[gxe.ExpectColumnValuesToBeBetween(column="new", min_value=0)])
    )
    definition = context.validation_definitions.add(gx.ValidationDefinition(name="v", data=data, suite=suite))
    checkpoint = context.checkpoints.add(
        gx.Checkpoint(
            name="c",
            validation_definitions=[definition],
            result_format={"result_format": "COMPLETE", "unexpected_index_column_names": ["agency"]},
            actions=[gx.checkpoint.UpdateDataDocsAction(name="docs")],
        )
    )
    result = checkpoint.run(batch_parameters={"dataframe": frame})
    [validation] = result.run_results.values()
    assert result.success is False
    assert validation.results[0].result["unexpected_index_list"] == [{"new": -1, "agency": "乙"}]
    pages = list((tmp_path / "gx" / "uncommitted" / "data_docs").rglob("*.html"))
    assert any("expect" not in page.name and "counts" in str(page) for page in pages)
    assert all(page.stat().st_size for page in pages)
    # The project is found again, polars and all.
    again = get_context(mode="file", project_root_dir=tmp_path)
    assert again.checkpoints.get("c").run(batch_parameters={"dataframe": frame}).success is False


def test_nothing_is_written_to_the_terminal(context: AbstractDataContext, capfd: pytest.CaptureFixture[str]) -> None:
    validate(context, "polars", FRAME, make_suite([gxe.ExpectColumnValuesToNotBeNull(column="agency")]), "SUMMARY")
    assert capfd.readouterr() == ("", "")


def test_two_frames_in_turn_are_not_taken_for_one_another(context: AbstractDataContext) -> None:
    suite = make_suite([gxe.ExpectColumnMaxToBeBetween(column="new", max_value=9)])
    seen = [
        outcomes(validate(context, "polars", frame, suite, "BASIC"))[0]["observed_value"]
        for frame in (FRAME, FRAME.with_columns(pl.lit(7).alias("new")), FRAME)
    ]
    assert seen == [3, 7, 3]


def test_an_expectation_that_is_not_there_fails_by_its_name_and_lists_what_is(context: AbstractDataContext) -> None:
    partition = {"values": ["甲", "乙"], "weights": [0.5, 0.5]}
    told = faults(
        context,
        make_suite(
            [
                gxe.ExpectColumnValuesToBeOfType(column="new", type_="int64"),
                gxe.ExpectColumnTypeToBe(column="new", type_="int64"),
                gxe.ExpectColumnKLDivergenceToBeLessThan(column="agency", partition_object=partition, threshold=0.1),
                gxe.UnexpectedRowsExpectation(unexpected_rows_query="SELECT * FROM {batch} WHERE new < 0"),
                gxe.ExpectColumnValuesToNotBeNull(column="agency"),
            ]
        ),
    )
    assert set(told) == {
        "expect_column_values_to_be_of_type",
        "expect_column_type_to_be",
        "expect_column_kl_divergence_to_be_less_than",
        "unexpected_rows_expectation",
    }
    for name, text in told.items():
        assert name in text
        assert "not run on polars" in text
        assert "There are: expect_column_distinct_values_to_be_in_set, " in text


def test_each_fault_tells_its_own_reason(context: AbstractDataContext) -> None:
    told = faults(
        context,
        make_suite(
            [
                gxe.ExpectColumnValuesToNotBeNull(column="agnecy"),
                gxe.ExpectColumnMeanToBeBetween(column="agency", min_value=0),
                gxe.ExpectColumnValuesToMatchRegex(column="agency", regex="("),
                gxe.ExpectColumnMaxToBeBetween(column="new", max_value=9),
                gxe.ExpectColumnPairValuesAToBeGreaterThanB(column_A="agency", column_B="new"),
            ]
        ),
    )
    assert told["expect_column_values_to_not_be_null"] == "The frame has no column 'agnecy'. Did you mean 'agency'?"
    assert told["expect_column_mean_to_be_between"] == "Column 'agency' is String; a number is needed here."
    assert "cannot be read" in told["expect_column_values_to_match_regex"]
    assert "cannot compare" in told["expect_column_pair_values_a_to_be_greater_than_b"]
    assert len(told) == 4


def test_an_index_column_that_is_not_there_is_named(context: AbstractDataContext) -> None:
    wanted = {"result_format": "COMPLETE", "unexpected_index_column_names": ["agnecy"]}
    suite = make_suite([gxe.ExpectColumnValuesToNotBeNull(column="new")])
    [result] = validate(context, "polars", FRAME, suite, wanted).results
    assert "no column 'agnecy'" in str(result.exception_info)


@pytest.mark.parametrize("options", [None, {}, {"dataframe": [1, 2]}, {"dataframe": FRAME, "more": 1}])
def test_what_is_no_frame_is_refused(context: AbstractDataContext, options: Any) -> None:
    source = context.data_sources.add_or_update_polars(name="refusing")
    definition = source.add_dataframe_asset("a").add_batch_definition_whole_dataframe("b")
    with pytest.raises((BuildBatchRequestError, DataContextError), match="polars DataFrame or LazyFrame"):
        definition.get_batch(options)


def test_the_engine_takes_frames_only() -> None:
    with pytest.raises(GreatExpectationsError, match="A polars frame is needed, not list"):
        PolarsExecutionEngine(batch_data_dict={"b": [1]})


def test_rows_in_scope_can_be_had_from_the_engine() -> None:
    engine = PolarsExecutionEngine(batch_data_dict={"b": FRAME})
    rows, compute, accessor = engine.get_compute_domain(
        {"batch_id": "b", "column": "new", "row_condition": "new > 0"}, domain_type="column"
    )
    assert rows.collect()["agency"].to_list() == ["甲"]
    assert (compute["batch_id"], accessor) == ("b", {"column": "new"})
