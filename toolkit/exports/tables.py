"""What is handed on: tables with what each of their columns is, the same in every format."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from toolkit.codebook import TABLES, Codebook
from toolkit.corpus.naming import official_labels
from toolkit.exports.names import short_name
from toolkit.labels import label

if TYPE_CHECKING:
    from toolkit.corpus import Corpus
    from toolkit.rules import Findings

STATES = ("blank", "unreadable", "missing")
"""Why a cell that the form asks for has no number. One that the report's form does not ask for has no state."""

_OF_REPORT = (
    "level", "kind", "province", "city", "county", "published", "signed", "template_disclosure", "template_requests",
    "requests_state", "source",
)  # fmt: skip
_READ = ("documents", "reports", "cells", "leftovers", "sections", "claims", "second_readings")


class Table(NamedTuple):
    """A table to hand on.

    Attributes:
        name: `panel`, …; what its file or sheet is called.
        title_zh: what it holds, in Chinese.
        frame: its rows.
        labels: the Chinese label of each column, in order.
    """

    name: str
    title_zh: str
    frame: pl.DataFrame
    labels: tuple[str, ...]


def tables_of(corpus: "Corpus", findings: "Findings | None") -> list[Table]:
    """Returns the panel, the states of what is no number in it, all agencies' years, the findings, and the codebook.

    Args:
        corpus: as loaded.
        findings: as found, or None.
    """
    book = corpus.codebook
    panel = _panel(corpus)
    tables = [
        _table("panel", panel, book),
        _table("panel_states", _states(corpus, panel, book), book),
        _table("agency_years", corpus.agency_years, book),
    ]
    if findings is not None:
        tables.append(_table("findings", findings.frame, book))
    return [*tables, _table("codebook", _codebook(tables, book), book)]


def read_tables(corpus: "Corpus") -> list[Table]:
    """Returns the frames that were read, for formats that hold any number of rows and lists.

    Args:
        corpus: as loaded.
    """
    return [_table(name, corpus.frame(name), corpus.codebook) for name in _READ]


def cell_key(name: str) -> tuple[str, str, str] | None:
    """Returns the table, row and column of a column of the panel; None where it is no cell.

    >>> cell_key("requests__new__total"), cell_key("agency")
    (('requests', 'new', 'total'), None)
    """
    table, *rest = name.split("__")
    return (table, rest[0], rest[1]) if table in TABLES and len(rest) == 2 else None


def column_label(name: str, book: Codebook) -> str:
    """Returns what a column is called in Chinese: for a cell its table, row and column as the form has them.

    Args:
        name: of the column.
        book: the official forms.
    """
    key = cell_key(name)
    return label("columns", name) if key is None else " · ".join(official_labels(book, None, key))


def _table(name: str, frame: pl.DataFrame, book: Codebook) -> Table:
    return Table(name, label("exports", name), frame, tuple(column_label(column, book) for column in frame.columns))


def _panel(corpus: "Corpus") -> pl.DataFrame:
    panel = corpus.panel
    known = corpus.reports.select("report_id", *_OF_REPORT)
    first = ["agency", "year", "report_id", "region_code"]
    joined = panel.join(known, on="report_id", how="left", maintain_order="left")
    return joined.select(*first, *_OF_REPORT, pl.exclude(*first, *_OF_REPORT))


def _states(corpus: "Corpus", panel: pl.DataFrame, book: Codebook) -> pl.DataFrame:
    """The panel's shape; in place of each number that is not there, why."""
    names = [name for name in panel.columns if cell_key(name)]
    found = (
        corpus.cells.lazy()
        .filter(pl.col("state") != "number")
        .join(panel.lazy().select("report_id"), on="report_id", how="semi")
        .select("report_id", "state", name=pl.concat_str("table", "row", "column", separator="__"))
        .collect()
        .pivot("name", index="report_id", values="state")
    )
    absent = [pl.lit(None, pl.String).alias(name) for name in names if name not in found.columns]
    head = panel.select("agency", "year", "report_id", "region_code")
    joined = head.join(found.with_columns(absent), on="report_id", how="left", maintain_order="left")
    return joined.select(*head.columns, *names)


def _codebook(tables: Sequence[Table], book: Codebook) -> pl.DataFrame:
    """One row per column of the other tables: what it is called everywhere, its unit, and which forms have it."""
    rows = []
    for table in tables:
        for name, told in zip(table.frame.columns, table.labels, strict=True):
            key = cell_key(name)
            code, row, column = key or (None, None, None)
            rows.append(
                {
                    "of_table": table.name,
                    "column_name": name,
                    "short_name": short_name(name),
                    "label_zh": told,
                    "label_en": label("columns", name, "en") if key is None else " · ".join(_words(key)),
                    "table": code, "row": row, "column": column,
                    "unit": None if key is None else _unit(key),
                    "forms": None if key is None else _forms(key, book),
                }
            )  # fmt: skip
    return pl.DataFrame(rows, schema_overrides=dict.fromkeys(("table", "row", "column", "unit", "forms"), pl.String))


def _words(key: tuple[str, str, str]) -> list[str]:
    return [code.replace("_", " ") for code in key]


def _unit(key: tuple[str, str, str]) -> str:
    # The 2019 form does not say in what unit procurement is told: `cells.unit` has what the report printed.
    amounts = {"fees": "万元", "procurement": "见 cells.unit"}
    return amounts.get(key[1], "件") if key[2] == "amount" else "件"


def _forms(key: tuple[str, str, str], book: Codebook) -> str:
    return " ".join(form for form in book.templates if key[1:] in book.cells(key[0], form))
