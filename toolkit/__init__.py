"""Annual reports on open government information (政府信息公开工作年度报告) → polars frames one can trust.

The flow, one folder a stage: documents → blocks → report → frames.

    import toolkit as tk

    corpus = tk.load("reports/", store="corpus/")    # or tk.open_corpus("corpus/")
    corpus.documents                                 # every file, read or not, and why
    corpus.cells.filter(table="requests", row="new") # every number, as printed, with its place
    corpus.report("…")                               # one report, its tables as printed
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toolkit.corpus import Corpus, ReportView, open_corpus
    from toolkit.dashboard import write_dashboard
    from toolkit.errors import MetadataError, SourceError, StoreError, ToolkitError, UnknownName
    from toolkit.pipeline import load

__all__ = [
    "Corpus",
    "MetadataError",
    "ReportView",
    "SourceError",
    "StoreError",
    "ToolkitError",
    "UnknownName",
    "load",
    "open_corpus",
    "write_dashboard",
]

# Imported when first asked for: `import toolkit` costs nothing, and workers load only what reads documents.
_HOMES = {
    "Corpus": "toolkit.corpus",
    "ReportView": "toolkit.corpus",
    "open_corpus": "toolkit.corpus",
    "load": "toolkit.pipeline",
    "write_dashboard": "toolkit.dashboard",
} | dict.fromkeys(("MetadataError", "SourceError", "StoreError", "ToolkitError", "UnknownName"), "toolkit.errors")


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'toolkit' has no attribute '{name}'")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
