"""The options of the command `ogi` that more than one command has, or that take more than a line to say."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class ExportFormat(StrEnum):
    """What `export` writes."""

    csv = "csv"
    xlsx = "xlsx"
    parquet = "parquet"
    duckdb = "duckdb"
    stata = "stata"
    spss = "spss"


class Lang(StrEnum):
    """Languages of what is printed."""

    en = "en"
    zh = "zh"


class Verify(StrEnum):
    """Ways to read a second time."""

    ocr = "ocr"


class FailOn(StrEnum):
    """From which severity on findings make the command end with 1."""

    info = "info"
    warning = "warning"
    critical = "critical"
    never = "never"


SuiteOption = Annotated[
    list[str] | None,
    typer.Option("--suite", metavar="NAME|FILE", help="A shipped suite or a JSON file of your own; may come again."),
]
ExportOption = Annotated[
    ExportFormat | None,
    typer.Option("--to", help="The format; told by the ending of .xlsx and .duckdb.", show_default=False),
]
LangOption = Annotated[Lang, typer.Option("--lang", help="Language of what is printed.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
CheckedStoreOption = Annotated[
    Path | None,
    typer.Option(
        "--store", metavar="DIR", help="Check this store, and tell how often each rule was broken.", show_default=False
    ),
]
CellOption = Annotated[
    tuple[str, str, str] | None,
    typer.Option("--cell", metavar="TABLE ROW COLUMN", help="Show where this number stands in its document."),
]
PlaceOption = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="With --cell: the place as a picture (.png) or page (.html)."),
]
DocumentOption = Annotated[
    Path | None,
    typer.Option("--source", metavar="PATH", help="With --cell: the document, or the folder it lies below now."),
]
ScorecardOption = Annotated[
    bool,
    typer.Option(
        "--scorecard",
        help="Measure the readers: print every shape with every damage in every format this machine can make, read it "
        "back, and count the cells right, left open and wrong. Takes minutes.",
    ),
]
FormatsOption = Annotated[
    list[str] | None,
    typer.Option("--format", metavar="NAME", help="Of the scorecard: only this format; may come again."),
]
OfEachOption = Annotated[
    int,
    typer.Option(
        "--of-each", min=1, help="Of the scorecard: files of each shape and damage; six times as many undamaged."
    ),
]
WorkersOption = Annotated[
    int | None, typer.Option("--workers", min=1, help="Processes that read; one a core if not given.")
]
MappingOption = Annotated[
    Path | None,
    typer.Option(
        "--mapping",
        metavar="FILE",
        help="TOML that says how tables of parsed numbers (CSV, JSON, Parquet) are laid out.",
        show_default=False,
    ),
]
LinksOption = Annotated[
    Path | None,
    typer.Option(
        "--links",
        metavar="FILE",
        help="CSV with agency, later_agency, accepted: which names are one agency's.",
        show_default=False,
    ),
]
RosterOption = Annotated[
    Path | None,
    typer.Option(
        "--roster",
        metavar="FILE",
        help="CSV of the agencies that are to have a report: agency, and region_code, years (2019-2023).",
        show_default=False,
    ),
]
SubordinatesOption = Annotated[
    Path | None,
    typer.Option(
        "--subordinates",
        metavar="FILE",
        help="CSV with agency and superior: whose reports a government's is at least.",
        show_default=False,
    ),
]
VerifyOption = Annotated[
    Verify | None,
    typer.Option("--verify", help="Read PDFs a second time, by pictures of their pages.", show_default=False),
]
