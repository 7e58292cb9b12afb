"""Great Expectations' own pages about a run: each suite on each frame, validated by its Checkpoint."""

from collections.abc import Sequence
from pathlib import Path

import great_expectations as gx
from great_expectations.checkpoint import UpdateDataDocsAction

from toolkit.errors import ToolkitError
from toolkit.gxpolars import get_context
from toolkit.rules.frames import HasFrames
from toolkit.rules.suites import Suite

_SITE = "site"


def write_data_docs(corpus: HasFrames, suites: Sequence[Suite], directory: Path) -> Path:
    """Writes the Data Docs of suites run on a corpus; see `Findings.data_docs`."""
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise ToolkitError(f"{str(directory)!r} holds something already: name an empty or a new folder.")
    directory.mkdir(parents=True, exist_ok=True)
    context = get_context(mode="ephemeral")
    for name in context.get_site_names():
        context.delete_data_docs_site(name)
    context.add_data_docs_site(
        _SITE,
        {
            "class_name": "SiteBuilder",
            "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(directory.resolve())},
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
        },
    )
    source = context.data_sources.add_polars("corpus")
    for suite in suites:
        for name in suite.frames:
            asset = source.add_dataframe_asset(f"{suite.name}.{name}")
            definition = context.validation_definitions.add(
                gx.ValidationDefinition(
                    name=f"{suite.name}.{name}",
                    data=asset.add_batch_definition_whole_dataframe("all"),
                    suite=context.suites.add(suite.on(name)),
                )
            )
            checkpoint = gx.Checkpoint(
                name=f"{suite.name}.{name}",
                validation_definitions=[definition],
                actions=[UpdateDataDocsAction(name="docs", site_names=[_SITE])],
                result_format="SUMMARY",
            )
            context.checkpoints.add(checkpoint).run(batch_parameters={"dataframe": corpus.frame(name)})
    return directory / "index.html"
