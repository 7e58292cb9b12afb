"""Documents as read → frames. The worker's side of the corpus: columns are built whole, never row by row."""

import io
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from hashlib import sha256
from itertools import repeat
from typing import Any, Protocol

import polars as pl

from toolkit.corpus.parsed import parsed_frames, with_told_regions
from toolkit.corpus.schema import IDENTITY_COLUMNS, PLACE_COLUMNS, RAW_REPORTS, SCHEMAS, SORT_KEYS, STORED
from toolkit.records import Document, Place, Report

_LENGTHS = struct.Struct(f"<{len(STORED)}Q")


class Identity(Protocol):
    """What an agency's name tells: see the columns of the same names in `reports`."""

    @property
    def level(self) -> str | None: ...
    @property
    def kind(self) -> str | None: ...
    @property
    def province(self) -> str | None: ...
    @property
    def city(self) -> str | None: ...
    @property
    def county(self) -> str | None: ...
    @property
    def region_code(self) -> str | None: ...
    @property
    def region_source(self) -> str | None: ...


class Identifies(Protocol):
    """Resolves an agency's name to its level, kind and region."""

    def identify(
        self, agency: str | None, year: int | None, *, site_id: str | None = None, hint: str | None = None
    ) -> Identity: ...


@dataclass(frozen=True)
class Frames:
    """The frames a set of documents was read into, each sorted by its keys; a report stands in them once.

    `reports` has the columns of `RAW_REPORTS` as workers make it, those of `SCHEMAS["reports"]` once identified.
    """

    documents: pl.DataFrame
    reports: pl.DataFrame
    cells: pl.DataFrame
    leftovers: pl.DataFrame
    sections: pl.DataFrame
    claims: pl.DataFrame
    statements: pl.DataFrame
    second_readings: pl.DataFrame

    def to_bytes(self) -> bytes:
        """Returns the frames as one run of bytes (Arrow IPC streams, uncompressed), to hand from process to process."""
        # One buffer for all: a table of a million cells would else be held three times.
        buffer, lengths = io.BytesIO(), []
        buffer.seek(_LENGTHS.size)
        for name in STORED:
            frame: pl.DataFrame = getattr(self, name)
            start = buffer.tell()
            # Most batches have no leftovers; `reports` has two schemas, so that even an empty one is told.
            if frame.height or name == "reports":
                frame.write_ipc_stream(buffer)
            lengths.append(buffer.tell() - start)
        buffer.seek(0)
        buffer.write(_LENGTHS.pack(*lengths))
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Frames":
        """Returns the frames that `to_bytes` made these bytes of."""
        start, frames, whole = _LENGTHS.size, {}, memoryview(data)
        for name, length in zip(STORED, _LENGTHS.unpack_from(data), strict=True):
            stream = io.BytesIO(whole[start : start + length])
            frames[name] = pl.read_ipc_stream(stream) if length else _empty(name)
            start += length
        return cls(**frames)

    @classmethod
    def concat(cls, batches: Iterable["Frames"]) -> "Frames":
        """Returns several batches as one. Of a report that stands in several, the first batch's is kept."""
        columns: dict[str, list[pl.DataFrame]] = {field.name: [] for field in fields(cls)}
        seen: set[str] = set()
        for batch in batches:
            ids = batch.reports["report_id"].to_list()
            repeated = [report_id for report_id in ids if report_id in seen]
            seen.update(ids)
            for name, frames in columns.items():
                frame: pl.DataFrame = getattr(batch, name)
                if repeated and name != "documents":
                    frame = frame.filter(~pl.col("report_id").is_in(repeated))
                frames.append(frame)
        if not columns["documents"]:
            return frames_of(())
        # Every batch is sorted in itself and a report is in one batch only: a stable sort by its id does the rest.
        return cls(
            **{
                name: pl.concat(frames).sort(SORT_KEYS[name][0], maintain_order=True)
                for name, frames in columns.items()
            }
        )


@cache
def _empty(name: str) -> pl.DataFrame:
    return pl.DataFrame(schema=SCHEMAS[name])  # made once: a schema takes longer to build than to read a stream


def report_ids(document: Document) -> list[str]:
    """Returns the ids of a document's reports: the start of its content's SHA-256, then `-2`, `-3`, …

    Those of a parsed table are what its rows say, whatever the file.

    >>> from toolkit.records import Document
    >>> report_ids(Document("a.txt", "txt", 0, "0123456789abcdef" * 4, "not_a_report"))
    []
    """
    if document.parsed is not None:
        return document.parsed.reports["report_id"].sort().to_list()
    if not document.reports:
        return []
    if not document.sha256:
        raise ValueError(f"{document.source}: a document with reports has no sha256.")
    first = document.sha256[:16]
    return [first, *(f"{first}-{number}" for number in range(2, len(document.reports) + 1))]


def document_id(source: str) -> str:
    """Returns the id of an input file: the first 16 hex digits of the SHA-256 of its path as given."""
    return sha256(source.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def frames_of(documents: Sequence[Document]) -> Frames:
    """Returns what was read as frames, sorted by their keys; `reports` is not identified yet.

    Args:
        documents: input files with what became of them. Of files with the same content, the first one's reports
            are kept; the others' `report_ids` name them too.
    """
    listed = [(document, report_ids(document)) for document in documents]
    found: dict[str, tuple[Document, Report]] = {}
    for document, ids in listed:
        for report_id, report in zip(ids, document.reports, strict=document.parsed is None):
            found.setdefault(report_id, (document, report))
    reports = [(report_id, report) for report_id, (_, report) in found.items()]
    frames = Frames(
        documents=_documents(listed),
        reports=_reports(found),
        cells=_placed("cells", [(report_id, report.cells) for report_id, report in reports]),
        leftovers=_placed("leftovers", [(report_id, report.leftovers) for report_id, report in reports]),
        sections=_placed("sections", [(report_id, report.sections) for report_id, report in reports]),
        claims=_frame("claims", _columns([(report_id, report.claims) for report_id, report in reports])),
        statements=_frame("statements", _columns([(report_id, report.statements) for report_id, report in reports])),
        second_readings=_frame(
            "second_readings", _columns([(report_id, report.second_readings) for report_id, report in reports])
        ),
    )
    parsed = [_parsed(document) for document in documents if document.parsed is not None]
    return Frames.concat([frames, *parsed]) if parsed else frames


def _parsed(document: Document) -> Frames:
    """The frames of a parsed table, without its line in `documents`."""
    assert document.parsed is not None
    facts = {
        "document_id": document_id(document.source),
        "source": _written(document.source),
        "format": document.format,
    }
    return Frames(**{name: _empty(name) for name in STORED} | parsed_frames(document.parsed, facts))


def identify(frames: Frames, identifier: Identifies) -> Frames:
    """Returns the frames with every report's level, kind and region in place of what they are derived from.

    Args:
        frames: as made by `frames_of` or `Frames.concat`.
        identifier: asked once for each distinct agency, year, site and hint.
    """
    reports = frames.reports
    keys = ["agency", "year", "site_id", "region_hint"]
    resolved = identities(reports.select(keys).unique(maintain_order=True), identifier)
    joined = reports.join(resolved, on=keys, how="left", nulls_equal=True, maintain_order="left")
    joined = with_told_regions(joined)
    contract = SCHEMAS["reports"]
    return replace(frames, reports=joined.select(contract.names()).cast(contract))


def identities(distinct: pl.DataFrame, identifier: Identifies) -> pl.DataFrame:
    """Returns a frame of agency, year, site_id (and region_hint) with the identity columns beside them."""
    columns: list[list[Any]] = [[] for _ in IDENTITY_COLUMNS]
    for agency, year, site_id, *hint in distinct.iter_rows():
        identity = identifier.identify(agency, year, site_id=site_id, hint=hint[0] if hint else None)
        for column, name in zip(columns, IDENTITY_COLUMNS, strict=True):
            column.append(getattr(identity, name))
    return distinct.with_columns(
        pl.Series(name, values, dtype=pl.String) for name, values in zip(IDENTITY_COLUMNS, columns, strict=True)
    )


def _documents(listed: Sequence[tuple[Document, list[str]]]) -> pl.DataFrame:
    sources = [_written(document.source) for document, _ in listed]
    columns = [
        [document_id(document.source) for document, _ in listed],
        sources,
        *_columns_of([document for document, _ in listed], 1, 7),
        [ids for _, ids in listed],
    ]
    return _frame("documents", columns)


def _written(source: str) -> str:
    # A file name that is not UTF-8 reaches us with lone surrogates, which no frame can hold.
    return source.encode("utf-8", "backslashreplace").decode()


def _columns_of(records: Sequence[tuple[Any, ...]], start: int, stop: int) -> list[Sequence[Any]]:
    if not records:
        return [()] * (stop - start)
    columns: list[Sequence[Any]] = [*zip(*records, strict=True)]
    return columns[start:stop]


def _reports(found: dict[str, tuple[Document, Report]]) -> pl.DataFrame:
    columns: dict[str, list[Any]] = {name: [] for name in RAW_REPORTS}
    for report_id, (document, report) in found.items():
        facts = {
            **report._asdict(),
            "report_id": report_id,
            "document_id": document_id(document.source),
            "source": _written(document.source),
            "format": document.format,
            "template": _template(report.template_disclosure, report.template_requests),
        }
        for name, column in columns.items():
            column.append(facts.get(name))
    frame = pl.DataFrame([pl.Series(name, columns[name], dtype=dtype) for name, dtype in RAW_REPORTS.items()])
    return frame.sort("report_id")


def _template(disclosure: str | None, requests: str | None) -> str | None:
    if disclosure and requests and disclosure != requests:
        return "mixed"
    return requests or disclosure


def _columns(listed: Sequence[tuple[str, Sequence[tuple[Any, ...]]]]) -> list[Sequence[Any]]:
    """Turns (report_id, records) into whole columns: report_id and one a field; empty when there is no record."""
    ids: list[str] = []
    records: list[tuple[Any, ...]] = []
    for report_id, some in listed:
        ids.extend(repeat(report_id, len(some)))
        records.extend(some)
    return [ids, *zip(*records, strict=True)] if records else []


def _placed(name: str, listed: Sequence[tuple[str, Sequence[tuple[Any, ...]]]]) -> pl.DataFrame:
    """Lays out records whose last field is their place."""
    columns = _columns(listed)
    if columns:
        places: Sequence[Place] = columns.pop()
        by_name = dict(zip(PLACE_COLUMNS, zip(*places, strict=True), strict=True))
        boxes = by_name["box"]
        # A nested column is dear to build: text has no boxes at all.
        by_name["box"] = tuple(box and list(box) for box in boxes) if any(boxes) else ()
        columns.extend(by_name[column] for column in PLACE_COLUMNS if column in SCHEMAS[name])
    return _frame(name, columns)


def _frame(name: str, columns: Sequence[Sequence[Any]]) -> pl.DataFrame:
    schema = SCHEMAS[name]
    if not columns:
        return pl.DataFrame(schema=schema)
    height = len(columns[0])
    series = []
    for (column, dtype), values in zip(schema.items(), columns, strict=True):
        if len(values) == height:
            series.append(pl.Series(column, values, dtype=dtype))
        else:
            series.append(pl.Series(column, [None], dtype=dtype).new_from_index(0, height))
    return pl.DataFrame(series).sort(SORT_KEYS[name])
