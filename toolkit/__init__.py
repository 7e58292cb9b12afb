"""Annual reports on open government information (政府信息公开工作年度报告) → polars frames one can trust.

The flow, one folder a stage: documents → blocks → report → frames → verdicts → findings.

    import toolkit as tk

    corpus = tk.load("reports/", store="corpus/")    # or tk.open_corpus("corpus/")
    corpus.documents                                 # every file, read or not, and why
    corpus.cells.filter(table="requests", row="new") # every number, as printed, with its place
    corpus.report("…")                               # one report, its tables as printed
    corpus.report("…").evidence("requests", "new", "total")  # where that number stands in the document
    findings = tk.check(corpus)                      # what contradicts itself, is blank or missing
    findings.frame                                   # one row per finding, with its place and its numbers
    tk.explore(corpus, findings)                     # in Jupyter: filters, figures, reports with failing cells lit
    tk.export(corpus, "panel.xlsx", findings=findings)  # or csv, parquet, duckdb, stata, spss
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toolkit.corpus import Corpus, ReportView
    from toolkit.dashboard import write_dashboard
    from toolkit.errors import (
        MetadataError,
        MissingExtra,
        ParsedInputError,
        SourceError,
        StoreError,
        SuiteError,
        ToolkitError,
        UnknownName,
    )
    from toolkit.evidence import Evidence
    from toolkit.explorer import Explorer, explore
    from toolkit.exports import export
    from toolkit.pipeline import check, load, open_corpus
    from toolkit.rules import Findings

__all__ = [
    "Corpus",
    "Evidence",
    "Explorer",
    "Findings",
    "MetadataError",
    "MissingExtra",
    "ParsedInputError",
    "ReportView",
    "SourceError",
    "StoreError",
    "SuiteError",
    "ToolkitError",
    "UnknownName",
    "check",
    "explore",
    "export",
    "load",
    "open_corpus",
    "write_dashboard",
]

# Imported when first asked for: `import toolkit` costs nothing, and workers load only what reads documents.
_HOMES = {
    "Corpus": "toolkit.corpus",
    "ReportView": "toolkit.corpus",
    "Evidence": "toolkit.evidence",
    "open_corpus": "toolkit.pipeline",
    "check": "toolkit.pipeline",
    "load": "toolkit.pipeline",
    "write_dashboard": "toolkit.dashboard",
    "Findings": "toolkit.rules",
    "export": "toolkit.exports",
    "Explorer": "toolkit.explorer",
    "explore": "toolkit.explorer",
} | dict.fromkeys(
    (
        "MetadataError",
        "MissingExtra",
        "ParsedInputError",
        "SourceError",
        "StoreError",
        "SuiteError",
        "ToolkitError",
        "UnknownName",
    ),
    "toolkit.errors",
)


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'toolkit' has no attribute '{name}'")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
