"""Great Expectations' execution engine on polars: every metric it hands over in one call goes into one query."""

from collections.abc import Hashable, Iterable
from datetime import UTC, datetime
from typing import Any

import great_expectations.exceptions as gx_exceptions
import polars as pl
from great_expectations.core.batch import BatchData, BatchMarkers
from great_expectations.core.batch_spec import RuntimeDataBatchSpec
from great_expectations.core.metric_domain_types import MetricDomainTypes
from great_expectations.execution_engine import ExecutionEngine
from great_expectations.validator.metric_configuration import MetricConfiguration

from toolkit.gxpolars.aggregates import AGGREGATES
from toolkit.gxpolars.answers import MAP_SUFFIXES, aggregate_question, map_question, shared_key
from toolkit.gxpolars.map_conditions import find_condition
from toolkit.gxpolars.query import Frame, Question, answer
from toolkit.gxpolars.row_conditions import row_condition_mask
from toolkit.gxpolars.support import refusal


class PolarsBatchData(BatchData):
    """A frame as Great Expectations holds it."""

    def __init__(self, execution_engine: ExecutionEngine[Any], dataframe: Frame) -> None:
        super().__init__(execution_engine=execution_engine)
        self.dataframe = dataframe


class PolarsExecutionEngine(ExecutionEngine[pl.Expr]):
    """Runs Great Expectations on eager and lazy polars frames."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # A metric's id does not tell the data: the cache would answer for the frame before.
        super().__init__(*args, **{**kwargs, "caching": False})

    # ---------------------------------------------------------------- data

    def load_batch_data(self, batch_id: str, batch_data: Any) -> None:
        """Takes a frame as the data of a batch."""
        if isinstance(batch_data, pl.DataFrame | pl.LazyFrame):
            batch_data = PolarsBatchData(self, batch_data)
        if not isinstance(batch_data, PolarsBatchData):
            raise gx_exceptions.GreatExpectationsError(f"A polars frame is needed, not {type(batch_data).__name__}.")
        super().load_batch_data(batch_id=batch_id, batch_data=batch_data)

    def get_batch_data_and_markers(self, batch_spec: Any) -> tuple[PolarsBatchData, BatchMarkers]:
        """Returns the frame of a batch, and when it was taken."""
        if not isinstance(batch_spec, RuntimeDataBatchSpec):
            raise gx_exceptions.ExecutionEngineError(f"A frame is needed, not {type(batch_spec).__name__}.")
        data = PolarsBatchData(self, batch_spec.batch_data)
        # What is kept of it must go into JSON.
        batch_spec.batch_data = "PolarsDataFrame"
        return data, BatchMarkers({"ge_load_time": datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")})

    def _frame(self, batch_id: str | None) -> Frame:
        known = self.batch_manager.batch_data_cache
        data = known.get(batch_id or self.batch_manager.active_batch_data_id or "")
        if not isinstance(data, PolarsBatchData):
            raise gx_exceptions.ValidationError(f"There is no batch {batch_id!r}.")
        return data.dataframe

    def get_domain_records(self, domain_kwargs: dict[str, Any]) -> pl.LazyFrame:
        """Returns the rows that a row condition lets in."""
        frame = self._frame(domain_kwargs.get("batch_id")).lazy()
        mask = row_condition_mask(domain_kwargs.get("row_condition"), frame.collect_schema())
        return frame if mask is None else frame.filter(mask)

    def get_compute_domain(
        self, domain_kwargs: dict[str, Any], domain_type: str | MetricDomainTypes, accessor_keys: Any = None
    ) -> tuple[pl.LazyFrame, dict[str, Any], dict[str, Any]]:
        """Returns those rows, and the arguments that chose rows and columns."""
        split = self._partition_domain_kwargs(domain_kwargs, domain_type, accessor_keys)
        return self.get_domain_records(domain_kwargs), split.compute, split.accessor

    # ---------------------------------------------------------------- row conditions

    def condition_to_filter_clause(self, condition: Any) -> pl.Expr:
        """Returns a Condition object as a mask, to be used on the frame last loaded."""
        mask = row_condition_mask(condition, self._frame(None).collect_schema())
        assert mask is not None, "a condition was given"
        return mask

    _comparison_condition_to_filter_clause = condition_to_filter_clause
    _nullity_condition_to_filter_clause = condition_to_filter_clause
    _and_condition_to_filter_clause = condition_to_filter_clause
    _or_condition_to_filter_clause = condition_to_filter_clause

    # ---------------------------------------------------------------- metrics

    def resolve_metrics(
        self,
        metrics_to_resolve: Iterable[MetricConfiguration],
        metrics: dict[Any, Any] | None = None,
        runtime_configuration: dict[str, Any] | None = None,
    ) -> dict[Any, Any]:
        """Returns the values of metrics by their id, from one query for each frame.

        Raises:
            MetricResolutionError: some have no value; the values of the others are in `metrics` by then.
        """
        by_batch: dict[str | None, list[MetricConfiguration]] = {}
        for metric in metrics_to_resolve:
            by_batch.setdefault(metric.metric_domain_kwargs.get("batch_id"), []).append(metric)
        resolved: dict[Any, Any] = {}
        failed: list[tuple[MetricConfiguration, Exception]] = []
        for batch_id, group in by_batch.items():
            values, faults = self._resolve(self._frame(batch_id), group)
            resolved |= values
            failed += [(metric, faults[metric.id]) for metric in group if metric.id in faults]
        if failed:
            # What has a value keeps it: GX asks again for the rest only. One error carries one message for all its
            # metrics, so faults are told one at a time.
            if metrics is not None:
                metrics.update(resolved)
            fault = failed[0][1]
            same = [metric for metric, other in failed if str(other) == str(fault)]
            raise gx_exceptions.MetricResolutionError(message=str(fault), failed_metrics=same) from fault
        return resolved

    def _resolve(self, frame: Frame, metrics: list[MetricConfiguration]) -> tuple[dict[Any, Any], dict[Any, Exception]]:
        questions: dict[Hashable, Question] = {}
        askers: dict[Hashable, dict[str, MetricConfiguration]] = {}
        faults: dict[Any, Exception] = {}
        grouped: dict[Hashable, dict[str, Any]] = {}
        for metric in metrics:
            map_metric, _, suffix = metric.metric_name.rpartition(".")
            kwargs = {**metric.metric_domain_kwargs, **metric.metric_value_kwargs}
            if metric.metric_name in AGGREGATES:
                key: Hashable = metric.id
                questions[key] = aggregate_question(metric.metric_name, kwargs)
                askers[key] = {"": metric}
            elif suffix in MAP_SUFFIXES and find_condition(map_metric):
                key = (map_metric, shared_key(kwargs))
                grouped.setdefault(key, {}).update(kwargs)
                askers.setdefault(key, {})[suffix] = metric
            else:
                faults[metric.id] = refusal(metric.metric_name)
        for key, kwargs in grouped.items():
            condition = find_condition(key[0])  # type: ignore[index]
            assert condition is not None, "only metrics with a condition are grouped"
            questions[key] = map_question(condition, kwargs, list(askers[key]))
        answers, unanswered = answer(frame, questions)
        values = {}
        for key, by_suffix in askers.items():
            for suffix, metric in by_suffix.items():
                if key in unanswered:
                    faults[metric.id] = unanswered[key]
                else:
                    values[metric.id] = answers[key][suffix] if suffix else answers[key]
        return values, faults
