"""Parsed tables on their way: a file or a data frame → one document with its reports. Joins the stages for tables."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.codebook import shipped_codebook
from toolkit.documents import as_polars, is_frame, read_table
from toolkit.errors import ParsedInputError
from toolkit.extraction import TableMapping, load_mapping, read_parsed
from toolkit.records import Document, ParsedReports

if TYPE_CHECKING:
    import polars as pl

NOT_READ = frozenset({"bad_columns", "bad_rows", "other_page"})
"""Reasons why a table does not fit the layout it is read by."""


def mapping_of(given: str | Path | None) -> TableMapping | None:
    """Returns the mapping of a file, None where none is given.

    Raises:
        ParsedInputError: it cannot be read, or has an unknown key, code or name.
    """
    return None if given is None else load_mapping(given, shipped_codebook())


def parted(source: Any) -> tuple[list[Any], Any]:
    """Returns the data frames among what is to be loaded, and the rest; None where there is no rest."""
    if is_frame(source):
        return [source], None
    if isinstance(source, list | tuple) and any(is_frame(one) for one in source):
        return [one for one in source if is_frame(one)], [one for one in source if not is_frame(one)] or None
    return [], source


def frame_documents(frames: Sequence[Any], mapping: TableMapping | None) -> list[Document]:
    """Returns data frames given in Python as documents, named `frame`, `frame-2`, …

    Raises:
        ParsedInputError: a frame does not have the columns of a parsed table, or its rows are no cells.
    """
    documents = []
    for number, frame in enumerate(frames, 1):
        source = "frame" if number == 1 else f"frame-{number}"
        try:
            parsed = read_parsed(as_polars(frame), shipped_codebook(), mapping)
        except ParsedInputError as error:
            raise ParsedInputError(error.reason, f"{source}: {error.detail}") from None
        documents.append(_read(Document(source, "frame", None, parsed.sha256, "read"), parsed))
    return documents


def table_document(document: Document, data: bytes, mapping: TableMapping | None) -> Document:
    """Returns what became of a file of parsed numbers.

    Args:
        document: its line as far as it is known.
        data: its content.
        mapping: how it is laid out, where it is not one of the toolkit's own layouts.

    Raises:
        Unreadable: the content is not what its format says, or is beyond the limits.
    """
    assert document.format is not None
    paths = {} if mapping is None else {"reports": mapping.reports, "cells": mapping.cells}
    try:
        parsed = read_parsed(read_table(data, document.format, **paths), shipped_codebook(), mapping)
    except ParsedInputError as error:
        status = "not_a_report" if error.reason == "other_page" else "unreadable"
        return document._replace(status=status, reason=error.reason, detail=error.detail)
    return _read(document, parsed)


def refuse_misfits(documents: "pl.DataFrame", named: Iterable[str]) -> None:
    """Raises an error where a table that the user named together with a mapping does not fit it.

    Args:
        documents: what became of files.
        named: the sources that the user named one by one.

    Raises:
        ParsedInputError: with what is wrong.
    """
    chosen = set(named)
    for source, reason, detail in documents.sort("source").select("source", "reason", "detail").iter_rows():
        if source in chosen and reason in NOT_READ:
            raise ParsedInputError(reason, f"{source}: {detail}")


def _read(document: Document, parsed: ParsedReports) -> Document:
    return document._replace(detail=" ".join(parsed.notes) or None, parsed=parsed)
