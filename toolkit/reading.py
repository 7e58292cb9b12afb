"""One document, from its file to what became of it: what a worker does with the batches that `pipeline` hands out."""

import contextlib
import gc
import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from toolkit.codebook import shipped_codebook
from toolkit.corpus import frames_of
from toolkit.documents import (
    LIMITS,
    TABLE_FORMATS,
    Contents,
    Convert,
    Converter,
    SourceFile,
    Unreadable,
    convert_alone,
    find_format,
    read_blocks,
    recognise_pdf,
)
from toolkit.extraction import TableMapping, extract_reports, with_second_readings
from toolkit.parsed_input import table_document
from toolkit.records import NOT_READ_TWICE, Document, Report
from toolkit.workers import Failure


class Job(NamedTuple):
    """One file for a worker: what is known of it before it is opened.

    `sha256` is None where nothing depends on it before the file is read; the worker then tells it.
    `mapping` says how tables of parsed numbers are laid out.
    """

    file: SourceFile
    sha256: str | None
    duplicate_of: str | None
    mapping: TableMapping | None = None
    verify: bool = False


def read_batch(
    jobs: Sequence[Job],
    failures: Mapping[int, Failure],
    begin: Callable[[int], None],
    workplace: Path | None = None,
) -> bytes:
    """Returns the frames of a few files, as bytes. Runs in a worker process, and knows no other file.

    Args:
        jobs: the files.
        failures: those that cost a worker its life already, with the reason: they are not opened again, but for PDFs
            that were to be read twice: of these the first reading is tried alone.
        begin: told the position of each file before it is read, and again before each page that is recognised.
        workplace: a folder for what another program converts.
    """
    # Reading makes many small records and no cycles: looking for garbage after every few hundred costs a tenth.
    gc.set_threshold(100_000, 50, 100)
    documents = []
    with Converter(workplace) as converter:
        first = [job.file for at, job in enumerate(jobs) if at not in failures and job.duplicate_of is None]
        for data, format_ in _contents().read_converted(first):
            converter.add(data, format_)
        for place, job in enumerate(jobs):
            failure = failures.get(place)
            if failure is None:
                begin(place)
                documents.append(read_document(job, converter.convert, partial(begin, place)))
            elif job.verify and failure.times == 1:
                begin(place)
                documents.append(_read_once(job, failure, converter.convert, partial(begin, place)))
            else:
                documents.append(_failed(job, failure))
    return frames_of(documents).to_bytes()


def read_document(job: Job, convert: Convert = convert_alone, on_page: Callable[[], None] = lambda: None) -> Document:
    """Returns what became of one file: read, or why not.

    Args:
        job: the file.
        convert: what converts documents of old programs.
        on_page: called before each page that is recognised.
    """
    file = job.file
    if file.problem:
        return _unreadable(job, None, *file.problem)
    most = LIMITS.of(file.name)
    if file.bytes is not None and file.bytes > most:
        return _unreadable(job, None, "too_large", f"{file.bytes:,} bytes; the most that is read is {most:,}.")
    try:
        data = _contents().read(file)
    except Unreadable as unreadable:
        return _unreadable(job, None, unreadable.reason, unreadable.detail)
    job = job._replace(sha256=job.sha256 or hashlib.sha256(data).hexdigest())
    format_ = find_format(file.name, data)
    if job.duplicate_of is not None:
        same = f"The same content as {job.duplicate_of}."
        return Document(file.source, format_, len(data), job.sha256, "duplicate", "same_content", same)
    try:
        if format_ in TABLE_FORMATS:
            return table_document(Document(file.source, format_, len(data), job.sha256, "read"), data, job.mapping)
        blocks = read_blocks(data, format_, convert, on_page)
        extraction = extract_reports(blocks, shipped_codebook())
        reports, unread = extraction.reports, None
        if job.verify and format_ == "pdf" and blocks.source == "text" and reports:
            again, unread = _read_again(data, on_page)
            reports = with_second_readings(reports, again)
    except Unreadable as unreadable:
        return _unreadable(job, format_, unreadable.reason, unreadable.detail)
    except RecursionError:
        return _unreadable(job, format_, "damaged", "It is nested too deeply.")
    except MemoryError:
        raise  # the pool knows what to do: the document is too large for its worker
    except Exception as fault:  # a fault of ours must not cost the other documents
        told = f"A fault of the toolkit, please report it: {type(fault).__name__}: {fault}"
        return _unreadable(job, format_, "crashed", told)
    if not reports:
        why = (extraction.reason, extraction.detail)
        return Document(file.source, format_, len(data), job.sha256, "not_a_report", *why)
    return Document(file.source, format_, len(data), job.sha256, "read", detail=unread, reports=reports)


def _read_again(data: bytes, on_page: Callable[[], None]) -> tuple[tuple[Report, ...], str | None]:
    """The reports of a PDF by pictures of its pages; none, and why, where they are too many."""
    try:
        return extract_reports(recognise_pdf(data, on_page), shipped_codebook()).reports, None
    except Unreadable as unreadable:
        return (), f"{NOT_READ_TWICE} {unreadable.detail}"


def _read_once(job: Job, failure: Failure, convert: Convert, on_page: Callable[[], None]) -> Document:
    """A PDF by its first reading alone: what asked too much may have been the second. Nothing else is read twice."""
    try:
        format_ = find_format(job.file.name, _contents().read(job.file))
    except Unreadable:
        return _failed(job, failure)
    if format_ != "pdf":
        return _failed(job, failure)
    once = read_document(job._replace(verify=False), convert, on_page)
    return once._replace(detail=f"{NOT_READ_TWICE} {failure.detail}") if once.status == "read" else once


def _failed(job: Job, failure: Failure) -> Document:
    with contextlib.suppress(Unreadable):
        job = job._replace(sha256=job.sha256 or _contents().digest(job.file))
    return _unreadable(job, None, failure.reason, failure.detail)


def _unreadable(job: Job, format_: str | None, reason: str, detail: str) -> Document:
    format_ = format_ or PurePosixPath(job.file.name).suffix.lower().lstrip(".") or None
    return Document(job.file.source, format_, job.file.bytes, job.sha256, "unreadable", reason, detail)


@cache
def _contents() -> Contents:
    """What a worker reads files by, from batch to batch: a large archive's directory is read once."""
    return Contents()
