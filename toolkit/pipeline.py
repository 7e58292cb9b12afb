"""The whole flow on one page: documents → blocks → report → frames. The only module that sees every stage."""

import contextlib
import gc
import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from toolkit.codebook import shipped_codebook
from toolkit.corpus import (
    Changes,
    Corpus,
    Frames,
    Known,
    StoreWriter,
    frames_of,
    identify,
    open_corpus,
    read_metadata,
)
from toolkit.corpus.agencies import Identifier
from toolkit.demo import demo_documents, score, write_demo
from toolkit.documents import (
    LIMITS,
    SourceFile,
    Sources,
    Unreadable,
    can_recognise,
    digest,
    find_format,
    find_sources,
    read_blocks,
    recognise_pdf,
    without_double,
)
from toolkit.errors import MissingExtra, UnknownName
from toolkit.extraction import extract_reports, with_second_readings
from toolkit.messages import message
from toolkit.progress import progress_bar
from toolkit.records import Document, Report
from toolkit.workers import Failure, Limits, run

if TYPE_CHECKING:
    import polars as pl

    from toolkit.rules import Findings

BATCH = 16
LARGE, LARGE_BATCH = 512, 64
"""Documents handed to a worker at a time: few, so that a small load has work for all workers; more in a large one."""

PART = 512
"""Documents in one part of a store: what a load holds in memory, whatever the size of the corpus."""

READING_LIMITS = Limits(seconds=30.0, megabytes=1536)
"""What one document may cost. Memory: recognising a page takes up to 1,140 MB of address space, models included."""


class Job(NamedTuple):
    """One file for a worker: what is known of it before it is opened.

    `sha256` is None where nothing depends on it before the file is read; the worker then tells it.
    """

    file: SourceFile
    sha256: str | None
    duplicate_of: str | None
    verify: bool = False


def load(
    source: Sources,
    *,
    store: str | Path | None = None,
    metadata: "str | Path | pl.DataFrame | None" = None,
    workers: int | None = None,
    progress: bool = True,
    limits: Limits = READING_LIMITS,
    verify: str | None = None,
) -> Corpus:
    """Returns the reports of files as polars frames.

    Every file has its line in `corpus.documents`, read or not. The same files give the same frames, byte for byte,
    whatever the number of workers.

    Args:
        source: a file, a folder (with all below it), a glob pattern, or a list of these.
        store: a folder that keeps what was read. Loading into it again reads only what is new or changed; what was
            committed before an interruption is kept.
        metadata: a CSV file or frame with `source` or `report_id`, and any of `agency`, `year`, `region_code`,
            `published`: goes before what was read. A store keeps it until it is given again.
        workers: processes that read; one a core if None.
        progress: whether to show a bar on long loads.
        limits: what one document may cost; one that is recognised may take as many seconds for each page.
        verify: `ocr` to read PDFs a second time, by pictures of their pages: `corpus.second_readings` tells what that
            reading says of each cell. The first reading is not changed.

    Raises:
        MissingExtra: `verify` needs what is not installed.
        UnknownName: `verify` names no way to read.
        SourceError: nothing is there to read.
        StoreError: the store's folder is damaged, of another version, or holds something else.
        MetadataError: the metadata has a wrong column or value.
    """
    _require(verify)
    found = find_sources(source)
    overrides = None if metadata is None else read_metadata(metadata)
    identifier = Identifier()

    def read(known: Mapping[str, str], advance: Callable[[int], None]) -> Iterator[Frames]:
        jobs = (job._replace(verify=verify is not None) for job in _jobs(found, known, advance))
        size = LARGE_BATCH if len(found) >= LARGE else BATCH
        batches = run(read_batch, _batches(jobs, size), workers=workers, limits=limits, on_done=advance)
        for part in _parts(map(Frames.from_bytes, batches)):
            yield identify(part, identifier)

    with progress_bar(message("progress.reading"), len(found), show=progress) as advance:
        if store is None:
            return Corpus.of_frames(Frames.concat(read({}, advance)), metadata=overrides, identifier=identifier)
        with StoreWriter(
            Path(store), parser=_reading_version(verify), codebook=shipped_codebook().version, toolkit=toolkit_version()
        ) as writer:
            known = writer.known()
            for part in read(_current(known, verify), advance):
                writer.add(part)
            if overrides is not None:
                writer.set_metadata(overrides)
            now = writer.known()
    sources = {file.source for file in found}
    changed = tuple(sorted(name for name, was in known.items() if name in sources and now[name].sha256 != was.sha256))
    corpus = open_corpus(store)
    corpus.changes = Changes(changed, tuple(sorted(known.keys() - sources)))
    return corpus


def check(corpus: Corpus, suites: str | Path | Sequence[str | Path] | None = None) -> "Findings":
    """Returns what is inconsistent, implausible or missing in a corpus, by the rules of expectation suites.

    Args:
        corpus: as loaded.
        suites: names of shipped suites (`identities`, `cells`, `gaps`), or JSON files of your own; all shipped ones if
            None.

    Raises:
        SuiteError: there is no such suite, or it cannot be used, or it names a frame or column that there is not.
    """
    # Imported here: Great Expectations takes seconds, and who only loads needs none of it.
    from toolkit.rules import check as check_frames
    from toolkit.rules import load_suites

    return check_frames(corpus, load_suites(suites))


def load_demo(
    directory: str | Path, *, agencies: int = 24, seed: int = 1, workers: int | None = None, progress: bool = True
) -> Corpus:
    """Writes a synthetic corpus with known faults, loads it into `store/` beside it, and returns it.

    Args:
        directory: where to write: absent, empty, or a former demo, which is replaced.
        agencies: how many.
        seed: equal seeds give equal demos.
        workers: processes that read; one a core if None.
        progress: whether to show a bar.

    Raises:
        SourceError: the folder holds something else.
    """
    folder = write_demo(directory, agencies=agencies, seed=seed)
    store = folder / "store"
    if store.exists():
        shutil.rmtree(store)
    return load(folder / "reports", store=store, workers=workers, progress=progress)


def score_demo(corpus: Corpus, directory: str | Path, *, agencies: int = 24, seed: int = 1) -> "pl.DataFrame":
    """Returns how well a demo was read: a row for each shape and mutation, cells and facts right, null and wrong.

    Args:
        corpus: of `load_demo`.
        directory: where it was written.
        agencies: as given to `load_demo`.
        seed: as given to `load_demo`.
    """
    printed = list(demo_documents(agencies=agencies, seed=seed))
    prefix = Path(directory).as_posix().rstrip("/") + "/"
    read = corpus.documents.filter(status="read").select("source", "report_ids").iter_rows()
    sources = {source.removeprefix(prefix): ids[0] for source, ids in read}
    return score(printed, corpus.cells, corpus.reports, sources)


def read_batch(jobs: Sequence[Job], failures: Mapping[int, Failure], begin: Callable[[int], None]) -> bytes:
    """Returns the frames of a few files, as bytes. Runs in a worker process, and knows no other file.

    Args:
        jobs: the files.
        failures: those that cost a worker its life already, with the reason: they are not opened again.
        begin: told the position of each file before it is opened, and again before each page that is recognised.
    """
    # Reading makes many small records and no cycles: looking for garbage after every few hundred costs a tenth.
    gc.set_threshold(100_000, 50, 100)
    documents = []
    for place, job in enumerate(jobs):
        failure = failures.get(place)
        if failure is None:
            begin(place)
            documents.append(read_document(job, partial(begin, place)))
        else:
            with contextlib.suppress(OSError):
                job = job._replace(sha256=job.sha256 or digest(job.file.path))
            documents.append(_unreadable(job, None, failure.reason, failure.detail))
    return frames_of(documents).to_bytes()


def read_document(job: Job, on_page: Callable[[], None] = lambda: None) -> Document:
    """Returns what became of one file: read, or why not.

    Args:
        job: the file.
        on_page: called before each page that is recognised.
    """
    file = job.file
    if file.problem:
        return _unreadable(job, None, *file.problem)
    if file.bytes is not None and file.bytes > LIMITS.bytes:
        return _unreadable(job, None, "too_large", f"{file.bytes:,} bytes; the most that is read is {LIMITS.bytes:,}.")
    try:
        data = file.path.read_bytes()
    except OSError as error:
        return _unreadable(job, None, "io_error", f"It could not be opened: {error.strerror or error}.")
    job = job._replace(sha256=job.sha256 or hashlib.sha256(data).hexdigest())
    format_ = find_format(file.path.name, data)
    if job.duplicate_of is not None:
        same = f"The same content as {job.duplicate_of}."
        return Document(file.source, format_, len(data), job.sha256, "duplicate", "same_content", same)
    try:
        blocks = read_blocks(data, format_, on_page)
        extraction = extract_reports(blocks, shipped_codebook())
        reports = extraction.reports
        if job.verify and format_ == "pdf" and blocks.source == "text" and reports:
            reports = with_second_readings(reports, _read_again(data, on_page))
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
    return Document(file.source, format_, len(data), job.sha256, "read", reports=reports)


def _read_again(data: bytes, on_page: Callable[[], None]) -> tuple[Report, ...]:
    """The reports of a PDF by pictures of its pages; none where they are too many, which costs only this reading."""
    try:
        return extract_reports(recognise_pdf(data, on_page), shipped_codebook()).reports
    except Unreadable:
        return ()


def _unreadable(job: Job, format_: str | None, reason: str, detail: str) -> Document:
    return Document(job.file.source, format_ or _ending(job), job.file.bytes, job.sha256, "unreadable", reason, detail)


def _ending(job: Job) -> str | None:
    return job.file.path.suffix.lower().lstrip(".") or None


def _jobs(found: Sequence[SourceFile], known: Mapping[str, str], advance: Callable[[int], None]) -> Iterator[Job]:
    """Yields the files to read: those whose content is new. Of files with the same content the first is read."""
    first: dict[str, str] = {}
    for source, content in sorted(known.items()):
        first.setdefault(content, source)
    single = frozenset() if known else without_double(found)
    for file in found:
        if file.problem or (file.bytes or 0) > LIMITS.bytes or file.source in single:
            yield Job(file, None, None)
            continue
        try:
            sha256 = digest(file.path)
        except OSError as error:
            problem = ("io_error", f"It could not be opened: {error.strerror or error}.")
            yield Job(file._replace(problem=problem), None, None)
            continue
        if known.get(file.source) == sha256:
            advance(1)
            continue
        owner = first.setdefault(sha256, file.source)
        yield Job(file, sha256, owner if owner != file.source else None)


def _batches(jobs: Iterable[Job], size: int) -> Iterator[list[Job]]:
    batch: list[Job] = []
    for job in jobs:
        batch.append(job)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _parts(batches: Iterable[Frames]) -> Iterator[Frames]:
    """Gathers batches into parts of a fixed number of documents, so that parts do not depend on who read them."""
    gathered: list[Frames] = []
    for frames in batches:
        gathered.append(frames)
        if sum(each.documents.height for each in gathered) >= PART:
            yield Frames.concat(gathered)
            gathered = []
    if gathered:
        yield Frames.concat(gathered)


def _require(verify: str | None) -> None:
    if verify is None:
        return
    if verify != "ocr":
        raise UnknownName(f"verify={verify!r}: there is one way to read again, 'ocr'.")
    if not can_recognise():
        raise MissingExtra('Reading a second time by OCR needs more: pip install "ogi-toolkit[ocr]"')


def _current(known: Mapping[str, Known], verify: str | None) -> dict[str, str]:
    """The contents that this version of the toolkit has read already, twice where asked: sha256 by source."""
    enough = {_reading_version(verify), _reading_version("ocr")}
    codebook = shipped_codebook().version
    return {
        source: entry.sha256
        for source, entry in known.items()
        if entry.sha256 and entry.parser in enough and entry.codebook == codebook
    }


def _reading_version(verify: str | None) -> str:
    """The parser's version and, where documents are read twice, by what."""
    return parser_version() if verify is None else f"{parser_version()}+{verify}"


@cache
def parser_version() -> str:
    """Returns a version of everything that decides what a document is read as: 12 hex digits of its code and wordings.

    A store knows by it which documents an older toolkit has read: they are read again.
    """
    content = hashlib.sha256()
    for stage in ("records", "documents", "extraction"):
        for file in sorted(files(f"toolkit.{stage}").iterdir(), key=lambda entry: entry.name):
            if file.name.endswith((".py", ".toml")):
                content.update(file.name.encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n"))
    return content.hexdigest()[:12]


def toolkit_version() -> str:
    """Returns the version of the installed toolkit."""
    try:
        return version("ogi-toolkit")
    except PackageNotFoundError:
        return "0"
