"""The whole flow on one page: documents → blocks → report → frames. The only module that sees every stage."""

import hashlib
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from toolkit.codebook import Codebook, shipped_codebook
from toolkit.corpus import (
    Changes,
    Corpus,
    Frames,
    Known,
    StoreWriter,
    frames_of,
    identify,
    read_links,
    read_metadata,
)
from toolkit.corpus import open_corpus as open_frames
from toolkit.corpus.agencies import Identifier
from toolkit.demo import write_demo
from toolkit.documents import (
    LIMITS,
    Contents,
    SourceFile,
    Sources,
    Unreadable,
    can_recognise,
    is_table,
    without_double,
)
from toolkit.errors import MissingExtra, UnknownName
from toolkit.evidence import look_up
from toolkit.extraction import TableMapping
from toolkit.messages import message
from toolkit.parsed_input import Given, find_given, refuse_misfits
from toolkit.progress import progress_bar
from toolkit.reading import Job, read_batch
from toolkit.workers import Limits, run

if TYPE_CHECKING:
    import polars as pl

    from toolkit.rules import Findings
    from toolkit.rules.suites import AnySuite

BATCH = 16
LARGE, LARGE_BATCH = 512, 64
"""Documents handed to a worker at a time: few, so that a small load has work for all workers; more in a large one."""

CONVERTED_BATCH = 50
"""Documents that another program converts are handed out by so many: it starts once for each batch of them."""

PART = 512
"""Documents in one part of a store: what a load holds in memory, whatever the size of the corpus."""

READING_LIMITS = Limits(seconds=30.0, megabytes=1536)
"""What one document may cost. Memory: recognising a page takes up to 1,140 MB of address space, models included."""

TABLES_COST = 4
"""How many times more a table of parsed numbers may cost: it holds thousands of reports."""


def load(
    source: "Sources | pl.DataFrame | pl.LazyFrame",
    *,
    store: str | Path | None = None,
    metadata: "str | Path | pl.DataFrame | None" = None,
    links: "str | Path | pl.DataFrame | None" = None,
    mapping: str | Path | None = None,
    workers: int | None = None,
    progress: bool = True,
    limits: Limits = READING_LIMITS,
    verify: str | None = None,
) -> Corpus:
    """Returns the reports of files as polars frames.

    Every file has its line in `corpus.documents`, read or not. The same files give the same frames, byte for byte,
    whatever the number of workers.

    Args:
        source: a file, a folder (with all below it), a zip archive, a glob pattern, or a list of these; or a data
            frame of numbers that somebody has parsed already, as `corpus.cells` or `corpus.panel` are laid out. Files
            of such numbers (CSV, JSON, Parquet) are read wherever they lie.
        store: a folder that keeps what was read. Loading into it again reads only what is new or changed; what was
            committed before an interruption is kept.
        metadata: a CSV file or frame with `source` or `report_id`, and any of `agency`, `year`, `region_code`,
            `published`: goes before what was read. A store keeps it until it is given again.
        links: a CSV file or frame with `agency`, `later_agency`, `accepted`: which names are one agency's
            (`corpus.agency_links` proposes some). A store keeps it until it is given again.
        mapping: a TOML file that says how tables of parsed numbers are laid out, where they are another tool's; all
            of them are read by it, and read again.
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
        MetadataError: the metadata, or the table of links, has a wrong column or value.
        ParsedInputError: a data frame, or a table named together with a mapping, lacks a column or has no cells.
    """
    _require(verify)
    given = find_given(source, mapping)
    overrides, linked = _given(read_metadata, metadata), _given(read_links, links)
    identifier = Identifier()

    def read(known: Mapping[str, str], advance: Callable[[int], None]) -> Iterator[Frames]:
        parts = _read(given, known, advance, workers, limits, verify=verify is not None)
        return (identify(part, identifier) for part in parts)

    with progress_bar(message("progress.reading"), len(given.files), show=progress) as advance:
        if store is None:
            frames = Frames.concat(read({}, advance))
            return _looked_up(Corpus.of_frames(frames, metadata=overrides, identifier=identifier, links=linked))
        with StoreWriter(
            Path(store), parser=_reading_version(verify), codebook=shipped_codebook().version, toolkit=toolkit_version()
        ) as writer:
            known, lacking = writer.known(), writer.lacking
            for part in read(_current(known, lacking, verify), advance):
                writer.add(part)
            for keep, table in ((writer.set_metadata, overrides), (writer.set_links, linked)):
                if table is not None:
                    keep(table)
            now = writer.known()
    sources = given.sources
    changed = tuple(sorted(name for name, was in known.items() if name in sources and now[name].sha256 != was.sha256))
    corpus = open_corpus(store)
    corpus.changes = Changes(changed, tuple(sorted(known.keys() - sources)))
    return corpus


def _given(
    read: "Callable[[str | Path | pl.DataFrame], pl.DataFrame]", table: "str | Path | pl.DataFrame | None"
) -> "pl.DataFrame | None":
    return None if table is None else read(table)


def open_corpus(
    path: str | Path, *, codebook: Codebook | None = None, links: "str | Path | pl.DataFrame | None" = None
) -> Corpus:
    """Returns the corpus that a store holds; nothing but the manifest is read until it is asked for.

    Args:
        path: the store's folder.
        codebook: the official forms, the shipped ones if None.
        links: a CSV file or frame with `agency`, `later_agency`, `accepted`, in place of what the store keeps; it is
            not written to the store.

    Raises:
        StoreError: the folder is no store, or the store is damaged or of another version.
        MetadataError: the table of links has a wrong column or value.
    """
    corpus = _looked_up(open_frames(path, codebook=codebook))
    return corpus if links is None else corpus.with_links(links)


def _looked_up(corpus: Corpus) -> Corpus:
    """A corpus whose numbers can be shown in their documents."""
    corpus.look_up = look_up
    return corpus


def check(
    corpus: Corpus,
    suites: "AnySuite | Sequence[AnySuite] | None" = None,
    *,
    roster: "str | Path | pl.DataFrame | None" = None,
    subordinates: "str | Path | pl.DataFrame | None" = None,
) -> "Findings":
    """Returns what is inconsistent, implausible or missing in a corpus, by the rules of expectation suites.

    Args:
        corpus: as loaded.
        suites: names of shipped suites (`identities`, `claims`, …), JSON files of your own, or suites made in
            Python (`toolkit.rules.Suite.new`, or Great Expectations' `ExpectationSuite`); all shipped ones if None.
        roster: a CSV file or frame of the agencies that are to have a report: `agency`, and optionally `region_code`
            and `years` (`2019-2023`); see `Corpus.with_roster`.
        subordinates: a CSV file or frame with `agency` and `superior`; see `Corpus.with_subordinates`.

    Raises:
        MetadataError: the roster or the table of subordinates has a wrong column or value.
        SuiteError: there is no such suite, or it cannot be used, or it names a frame or column that there is not.
    """
    # Imported here: Great Expectations takes seconds, and who only loads needs none of it.
    from toolkit.rules import check as check_frames
    from toolkit.rules import load_suites

    loaded = load_suites(suites)
    told = corpus if roster is None else corpus.with_roster(roster)
    told = told if subordinates is None else told.with_subordinates(subordinates)
    return check_frames(told, loaded)


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


def _read(
    given: Given,
    known: Mapping[str, str],
    advance: Callable[[int], None],
    workers: int | None,
    limits: Limits,
    *,
    verify: bool,
) -> Iterator[Frames]:
    """Yields the frames of what is new, not identified yet: data frames, documents, tables of parsed numbers."""
    new = [document for document in given.framed if known.get(document.source) != document.sha256]
    if new:
        yield frames_of(new)
    papers = [file for file in given.files if not is_table(file.name)]
    tables = [file for file in given.files if is_table(file.name)]
    size = LARGE_BATCH if len(papers) >= LARGE else BATCH
    # Made here: a worker that must be ended leaves behind what it wrote.
    with TemporaryDirectory(prefix="ogi-", ignore_cleanup_errors=True) as workplace:
        task = partial(read_batch, workplace=Path(workplace))
        for files_, most, cost in ((papers, size, limits), (tables, 1, limits.times(TABLES_COST))):
            found = (job._replace(verify=verify) for job in _jobs(files_, known, advance, given.mapping))
            jobs = _batches(found, most)
            batches = run(task, jobs, workers=workers, limits=cost, on_done=advance)
            for part in _parts(map(Frames.from_bytes, batches)):
                refuse_misfits(part.documents, given.named)
                yield part


def _jobs(
    found: Sequence[SourceFile],
    known: Mapping[str, str],
    advance: Callable[[int], None],
    mapping: TableMapping | None = None,
) -> Iterator[Job]:
    """Yields the files to read: those whose content is new. Of files with the same content the first is read."""
    first: dict[str, str] = {}
    for source, content in sorted(known.items()):
        first.setdefault(content, source)
    single = frozenset() if known else without_double(found)
    with Contents() as contents:
        for file in found:
            if file.problem or (file.bytes or 0) > LIMITS.of(file.name) or file.source in single:
                yield Job(file, None, None, mapping)
                continue
            try:
                sha256 = contents.digest(file)
            except Unreadable:  # its reader says why
                yield Job(file, None, None, mapping)
                continue
            mapped = mapping is not None and is_table(file.name)
            if known.get(file.source) == sha256 and not mapped:
                advance(1)
                continue
            owner = first.setdefault(sha256, file.source)
            yield Job(file, sha256, owner if owner != file.source else None, mapping)


def _batches(jobs: Iterable[Job], size: int) -> Iterator[list[Job]]:
    """Gathers jobs in order, those that another program converts apart from the others."""
    sizes = {False: size, True: CONVERTED_BATCH}
    batches: dict[bool, list[Job]] = {False: [], True: []}
    for job in jobs:
        batch = batches[job.file.converted]
        batch.append(job)
        if len(batch) == sizes[job.file.converted]:
            yield batch
            batches[job.file.converted] = []
    yield from filter(None, batches.values())


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


def _current(known: Mapping[str, Known], lacking: Collection[str], verify: str | None) -> dict[str, str]:
    """The contents that this version of the toolkit has read already, twice where asked: sha256 by source.

    Those that wait for an extra (`lacking`) are tried again at every load: it may be there now.
    """
    enough = {_reading_version(verify), _reading_version("ocr")}
    codebook = shipped_codebook().version
    return {
        source: entry.sha256
        for source, entry in known.items()
        if entry.sha256 and entry.parser in enough and entry.codebook == codebook and entry.sha256 not in lacking
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
            if file.name.endswith((".py", ".toml", ".xcu")):
                content.update(file.name.encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n"))
    return content.hexdigest()[:12]


def toolkit_version() -> str:
    """Returns the version of the installed toolkit."""
    try:
        return version("ogi-toolkit")
    except PackageNotFoundError:
        return "0"
