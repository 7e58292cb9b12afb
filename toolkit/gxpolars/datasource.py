"""`context.data_sources.add_polars(name).add_dataframe_asset(name)`: polars frames as a source of Great Expectations.

The class registers itself with Great Expectations as it is made: only a context made after that has `add_polars`.
"""

from collections.abc import Sequence
from typing import Any, ClassVar, Literal, TypeAlias

import polars as pl
from great_expectations.compatibility import pydantic
from great_expectations.core.batch import LegacyBatchDefinition
from great_expectations.core.batch_definition import BatchDefinition
from great_expectations.core.batch_spec import RuntimeDataBatchSpec
from great_expectations.core.id_dict import IDDict
from great_expectations.datasource.fluent.batch_identifier_util import make_batch_identifier
from great_expectations.datasource.fluent.batch_request import BatchRequest
from great_expectations.datasource.fluent.interfaces import Batch, DataAsset, Datasource
from great_expectations.exceptions.exceptions import BuildBatchRequestError, InvalidBatchRequestError

from toolkit.gxpolars.engine import PolarsExecutionEngine
from toolkit.gxpolars.metrics import refuse_the_rest

# Inside the datasource `type` is a field.
_EngineClass: TypeAlias = type[PolarsExecutionEngine]


def _is_frame(options: Any) -> bool:
    return set(options or ()) == {"dataframe"} and isinstance(options["dataframe"], pl.DataFrame | pl.LazyFrame)


class PolarsDataFrameAsset(DataAsset[Any, Any]):
    """Frames that are given when they are to be validated, as `batch_parameters={"dataframe": frame}`."""

    type: Literal["polars_dataframe"] = "polars_dataframe"

    class Config:
        extra = pydantic.Extra.forbid

    def test_connection(self) -> None:
        """There is nothing to connect to."""

    def get_batch_parameters_keys(self, partitioner: Any = None) -> tuple[str, ...]:
        """Returns the one name a frame is given by."""
        return ("dataframe",)

    def build_batch_request(
        self, options: Any = None, batch_slice: Any = None, partitioner: Any = None
    ) -> BatchRequest[Any]:
        """Returns the request for the batch that is one frame.

        Raises:
            BuildBatchRequestError: the options are not `{"dataframe": frame}`, or a part of a frame is asked for.
        """
        if batch_slice is not None or partitioner is not None:
            raise BuildBatchRequestError(message="A polars frame is one batch: no batch_slice, no partitioner.")
        if not _is_frame(options):
            raise BuildBatchRequestError(
                message='The batch parameters must be {"dataframe": frame}, with a polars DataFrame or LazyFrame.'
            )
        return BatchRequest(datasource_name=self.datasource.name, data_asset_name=self.name, options=options)

    def _validate_batch_request(self, batch_request: BatchRequest[Any]) -> None:
        mine = (batch_request.datasource_name, batch_request.data_asset_name) == (self.datasource.name, self.name)
        if not (mine and _is_frame(batch_request.options)):
            raise InvalidBatchRequestError(f"This is no request for a polars frame of the asset {self.name!r}.")

    def get_batch_identifiers_list(self, batch_request: BatchRequest[Any]) -> list[dict[str, Any]]:
        """Returns what tells the batch of a request from others."""
        return [IDDict(batch_request.options)]

    def add_batch_definition_whole_dataframe(self, name: str) -> BatchDefinition[Any]:
        """Returns a new batch definition: the whole frame."""
        return self.add_batch_definition(name=name, partitioner=None)

    def get_batch(self, batch_request: BatchRequest[Any]) -> Batch:
        """Returns the frame of a request as a batch."""
        self._validate_batch_request(batch_request)
        refuse_the_rest()
        spec = RuntimeDataBatchSpec(batch_data=batch_request.options["dataframe"])
        data, markers = self.datasource.get_execution_engine().get_batch_data_and_markers(batch_spec=spec)
        return Batch(
            datasource=self.datasource,
            data_asset=self,
            batch_request=batch_request,
            data=data,
            metadata=self._get_batch_metadata_from_batch_request(batch_request, ignore_options=("dataframe",)),
            batch_markers=markers,
            batch_spec=spec,
            batch_definition=LegacyBatchDefinition(
                datasource_name=self.datasource.name,
                data_connector_name="fluent",
                data_asset_name=self.name,
                batch_identifiers=make_batch_identifier(batch_request.options),
                batch_spec_passthrough=None,
            ),
        )


class PolarsDatasource(Datasource[Any, Any]):
    """Polars frames, eager or lazy, validated as they are."""

    asset_types: ClassVar[Sequence[type[DataAsset[Any, Any]]]] = [PolarsDataFrameAsset]

    type: Literal["polars"] = "polars"
    assets: list[PolarsDataFrameAsset] = []  # noqa: RUF012  (a field of a pydantic model: copied for each)

    @property
    def execution_engine_type(self) -> _EngineClass:
        """Returns the engine that runs on its frames."""
        return PolarsExecutionEngine

    def test_connection(self, test_assets: bool = True) -> None:
        """There is nothing to connect to."""

    def add_dataframe_asset(self, name: str, batch_metadata: dict[str, Any] | None = None) -> PolarsDataFrameAsset:
        """Returns a new asset, whose frames are given when they are validated."""
        asset = PolarsDataFrameAsset(name=name, batch_metadata=batch_metadata or {})
        self._add_asset(asset)
        return asset
