"""Parsed tables on their way: a file or a data frame → one document with its reports. Joins the stages for tables."""

from collections.abc import Iterable, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.codebook import shipped_codebook
from toolkit.documents import SourceFile, as_polars, find_sources, is_frame, read_table
from toolkit.errors import ParsedInputError
from toolkit.extraction import TableMapping, load_mapping, read_parsed
from toolkit.records import Document, ParsedReports

if TYPE_CHECKING:
    import polars as pl

NOT_READ = frozenset({"bad_columns", "bad_rows", "empty", "too_large", "other_page"})
"""Reasons why a table does not fit the layout it is read by."""


class Given(NamedTuple):
    """What is to be loaded.

    Attributes:
        files: files, sorted by their source.
        framed: data frames, as documents already.
        mapping: how tables of parsed numbers are laid out, where the user says so.
        named: sources of files that the user named one by one together with a mapping.
    """

    files: Sequence[SourceFile]
    framed: Sequence[Document]
    mapping: TableMapping | None
    named: frozenset[str]

    @property
    def sources(self) -> frozenset[str]:
        """The sources of all of them."""
        return frozenset({file.source for file in self.files} | {document.source for document in self.framed})


def find_given(source: Any, mapping: str | Path | None) -> Given:
    """Returns what is to be loaded: data frames read already, files yet to be read.

    Args:
        source: a path, a pattern, a data frame, or a list of these.
        mapping: a TOML file that says how tables of parsed numbers are laid out.

    Raises:
        SourceError: a path is not there, or nothing was named.
        ParsedInputError: the mapping is not in order, or a frame does not have the columns of a parsed table.
    """
    layout = None if mapping is None else load_mapping(mapping, shipped_codebook())
    if is_frame(source):
        return Given((), _framed([source], layout), layout, frozenset())
    listed = [source] if isinstance(source, str | PathLike) or not isinstance(source, Iterable) else list(source)
    frames = [one for one in listed if is_frame(one)]
    rest = [one for one in listed if not is_frame(one)]
    files = [] if frames and not rest else find_sources(rest)
    paths = {path for one in rest for path in (Path(one), Path(one).expanduser())}
    named = frozenset(file.source for file in files if layout and file.path in paths)
    return Given(files, _framed(frames, layout), layout, named)


def _framed(frames: Sequence[Any], mapping: TableMapping | None) -> list[Document]:
    """Data frames as documents, named `frame`, `frame-2`, …"""
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
