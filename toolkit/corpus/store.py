"""The Parquet store: a folder of parts and a manifest. A reader never sees half a part; a killed load resumes."""

import os
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Protocol

import polars as pl

from toolkit.corpus.frames import Frames
from toolkit.corpus.manifest import MANIFEST, Manifest, Part, is_part_name, read_manifest
from toolkit.corpus.readings import MISSING_EXTRA, SAME_CONTENT
from toolkit.corpus.schema import SCHEMAS, STORED
from toolkit.errors import StoreError

METADATA, LINKS = "metadata.parquet", "links.parquet"
_ROW_GROUP = 65_536


class Known(NamedTuple):
    """What a store knows of a source: its content when last read, and what read it."""

    sha256: str | None
    parser: str
    codebook: str


class Contents(Protocol):
    """Where a corpus comes from: memory or a store."""

    def documents(self) -> pl.DataFrame:
        """Returns every document row, with `part` and `live` (no later part reads that source again)."""
        ...

    def reports(self) -> pl.DataFrame:
        """Returns every report row, with `part`."""
        ...

    def scan(self, name: str, reports: pl.DataFrame) -> pl.LazyFrame:
        """Returns the rows of a frame that belong to the given reports (report_id, part), part by part."""
        ...


class MemoryContents:
    """Frames that are in memory, as one part."""

    def __init__(self, frames: Frames) -> None:
        self._frames = frames

    def documents(self) -> pl.DataFrame:
        """Returns the documents; see `Contents`."""
        return self._frames.documents.with_columns(part=pl.lit(0, pl.Int32), live=True)

    def reports(self) -> pl.DataFrame:
        """Returns the reports; see `Contents`."""
        return self._frames.reports.with_columns(part=pl.lit(0, pl.Int32))

    def scan(self, name: str, reports: pl.DataFrame) -> pl.LazyFrame:
        """Returns the rows of a frame; see `Contents`."""
        frame: pl.LazyFrame = getattr(self._frames, name).lazy()
        if reports.height == self._frames.reports.height:
            return frame
        return frame.filter(_is_of(reports))


class StoredContents:
    """The parts of a store, scanned: nothing is read before it is asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.manifest = read_manifest(path)

    def documents(self) -> pl.DataFrame:
        """Returns the documents; see `Contents`."""
        superseded = pl.DataFrame(
            [(number, source) for number, part in enumerate(self.manifest.parts) for source in part.superseded],
            schema={"part": pl.Int32, "source": pl.String},
            orient="row",
        ).with_columns(live=False)
        rows = self._everything("documents")
        return rows.join(superseded, on=["part", "source"], how="left").with_columns(pl.col("live").fill_null(True))

    def reports(self) -> pl.DataFrame:
        """Returns the reports; see `Contents`."""
        return self._everything("reports")

    def metadata(self) -> pl.DataFrame | None:
        """Returns the user's metadata that is kept with the store, None when there is none."""
        return self._kept(METADATA)

    def links(self) -> pl.DataFrame | None:
        """Returns the user's links between agencies that are kept with the store, None when there are none."""
        return self._kept(LINKS)

    def _kept(self, name: str) -> pl.DataFrame | None:
        file = self.path / name
        return self._collect(pl.scan_parquet(file)) if file.exists() else None

    def scan(self, name: str, reports: pl.DataFrame) -> pl.LazyFrame:
        """Returns the rows of a frame; see `Contents`. Parts without any of the reports are not opened."""
        whole: list[Path] = []
        frames: list[pl.LazyFrame] = []
        wanted = {number: rows for (number,), rows in reports.partition_by("part", as_dict=True).items()}
        for number, part in enumerate(self.manifest.parts):
            rows = wanted.get(number)
            if rows is None:
                continue
            if rows.height == part.reports:
                whole.append(self._file(part, name))
            else:
                frames.append(pl.scan_parquet(self._file(part, name), glob=False).filter(_is_of(rows)))
        if whole:
            frames.insert(0, pl.scan_parquet(whole, glob=False))
        return pl.concat(frames) if frames else pl.LazyFrame(schema=SCHEMAS[name])

    def _file(self, part: Part, name: str) -> Path:
        return self.path / part.name / f"{name}.parquet"

    def _everything(self, name: str) -> pl.DataFrame:
        frames = [
            pl.scan_parquet(self._file(part, name), glob=False).with_columns(part=pl.lit(number, pl.Int32))
            for number, part in enumerate(self.manifest.parts)
        ]
        empty = pl.LazyFrame(schema={**SCHEMAS[name], "part": pl.Int32})
        return self._collect(pl.concat([empty, *frames]))

    def _collect(self, frame: pl.LazyFrame) -> pl.DataFrame:
        with reading_errors():
            return frame.collect()


@contextmanager
def reading_errors() -> Iterator[None]:
    """Turns what polars says of a damaged Parquet file into a `StoreError`."""
    try:
        yield
    except (pl.exceptions.ComputeError, OSError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise StoreError(f"A part of the store cannot be read: {reason}. Load the sources again.") from error


def _is_of(reports: pl.DataFrame) -> pl.Expr:
    # A list of ids, unlike a join, is compared with the Parquet statistics: row groups without them are skipped.
    return pl.col("report_id").is_in(reports["report_id"].implode())


class StoreWriter:
    """Adds parts to a store, making it where there is none. Use it as a context: it holds the store for itself.

    Args:
        path: a store, an empty folder, or a folder to be made.
        parser: version of the code that reads documents.
        codebook: version of the codebook.
        toolkit: version of the toolkit.
        durable: whether to wait until every part is on the disk (fsync), not only handed to the system.

    Raises:
        StoreError: the folder holds something else, is a store that is damaged or of another version, cannot be
            written to, or is being written to by another load.
    """

    def __init__(self, path: Path, *, parser: str, codebook: str, toolkit: str, durable: bool = False) -> None:
        self.path = path
        self._durable = durable
        self._lock: int | None = None
        try:
            if (path.exists() or path.is_symlink()) and not path.is_dir():
                raise StoreError(f"{path} is not a folder; a store is one.")
            path.mkdir(parents=True, exist_ok=True)
            self._lock = _lock(path)
            parts = () if _is_fresh(path) else read_manifest(path).parts
            self._manifest = Manifest(toolkit, parser, codebook, parts)
            self._sweep()
            self._write_manifest(self._manifest)
        except OSError as error:
            self.close()
            raise StoreError(f"{path} cannot be written to: {error.strerror or error}.") from None
        except StoreError:
            self.close()
            raise

    def __enter__(self) -> "StoreWriter":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets other loads write to the store."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def known(self) -> dict[str, Known]:
        """Returns what the store knows of each source, so that what did not change need not be read again."""
        # A later part wins: what it read again stands in it too.
        return {
            source: Known(sha256, part.parser, part.codebook)
            for part in self._manifest.parts
            for source, sha256 in part.documents.items()
        }

    @cached_property
    def lacking(self) -> frozenset[str]:
        """The contents (SHA-256) that no earlier load could read for want of an extra, which may be there now."""
        waiting: dict[str, str] = {}  # a later part wins, as in `known`
        for part in self._manifest.parts:
            file = self.path / part.name / "documents.parquet"
            with reading_errors():
                rows = pl.scan_parquet(file, glob=False).select("source", "sha256", "reason").collect()
            for source, sha256, reason in rows.iter_rows():
                waiting.pop(source, None)
                if reason == MISSING_EXTRA:
                    waiting[source] = sha256
        return frozenset(waiting.values())

    def disappeared(self, found: Collection[str]) -> tuple[str, ...]:
        """Returns the sources the store knows that are not among those found now; their reading is kept."""
        return tuple(sorted(self.known().keys() - set(found)))

    def add(self, frames: Frames) -> None:
        """Commits frames as a part: all of it is there for readers, or none. Sources read before are superseded.

        Documents that were tried again in vain, for want of an extra, add nothing: the store says so already.

        Args:
            frames: identified, each source once.
        """
        frames = self._news(frames)
        if frames.documents.is_empty():
            return
        for name in STORED:
            if getattr(frames, name).schema != SCHEMAS[name]:
                raise ValueError(f"{name} does not have the columns of a stored frame (was it identified?).")
        documents = dict(frames.documents.sort("source").select("source", "sha256").iter_rows())
        if len(documents) < frames.documents.height:
            raise ValueError("A source stands in one part twice.")
        name = f"part-{len(self._manifest.parts) + 1:06}"
        manifest = self._manifest
        earlier = tuple(_supersede(part, documents) for part in manifest.parts)
        try:
            files = self._write_part(name, frames)
            part = Part(name, manifest.parser, manifest.codebook, documents, (), frames.reports.height, files)
            self._write_manifest(replace(manifest, parts=(*earlier, part)))
        except OSError as error:
            raise StoreError(f"{self.path} cannot be written to: {error.strerror or error}.") from None

    def _news(self, frames: Frames) -> Frames:
        """The frames without what the store has from an earlier load, word for word."""
        retold = frames.documents["reason"].is_in([MISSING_EXTRA, SAME_CONTENT])
        if not retold.any() or not self.lacking:
            return frames
        known = self.known()
        news = [
            not (told and sha256 in self.lacking and source in known and known[source].sha256 == sha256)
            for told, source, sha256 in zip(retold, *frames.documents.select("source", "sha256"), strict=True)
        ]
        return replace(frames, documents=frames.documents.filter(news))

    def set_metadata(self, metadata: pl.DataFrame) -> None:
        """Keeps the user's metadata with the store, in place of what was kept before."""
        self._replace(METADATA, lambda file: metadata.write_parquet(file, compression="zstd"))

    def set_links(self, links: pl.DataFrame) -> None:
        """Keeps the user's links between agencies with the store, in place of what was kept before."""
        self._replace(LINKS, lambda file: links.write_parquet(file, compression="zstd"))

    def _write_part(self, name: str, frames: Frames) -> Mapping[str, int]:
        aside = self.path / f".{name}.tmp"
        aside.mkdir()
        sizes = {}
        for frame in STORED:
            file = aside / f"{frame}.parquet"
            getattr(frames, frame).write_parquet(
                file, compression="zstd", compression_level=3, statistics=True, row_group_size=_ROW_GROUP
            )
            self._settle_on_disk(file)
            sizes[frame] = file.stat().st_size
        self._settle_on_disk(aside)
        aside.rename(self.path / name)
        return sizes

    def _write_manifest(self, manifest: Manifest) -> None:
        content = manifest.encode()
        self._replace(MANIFEST, lambda file: file.write_bytes(content))
        self._manifest = manifest

    def _replace(self, name: str, write: Callable[[Path], object]) -> None:
        aside = self.path / f".{name}.tmp"
        write(aside)
        self._settle_on_disk(aside)
        aside.replace(self.path / name)
        self._settle_on_disk(self.path)

    def _settle_on_disk(self, path: Path) -> None:
        if self._durable:
            number = os.open(path, os.O_RDONLY)
            try:
                os.fsync(number)
            finally:
                os.close(number)

    def _sweep(self) -> None:
        """Removes what a killed load left: parts aside, and parts renamed but not yet in the manifest."""
        committed = {part.name for part in self._manifest.parts}
        for entry in self.path.iterdir():
            if _is_aside(entry.name) or (is_part_name(entry.name) and entry.name not in committed):
                if entry.is_dir() and not entry.is_symlink():
                    shutil.rmtree(entry)
                else:
                    entry.unlink()


def _is_aside(name: str) -> bool:
    return name.startswith(".") and name.endswith(".tmp") and name[1:].startswith(("part-", MANIFEST, METADATA, LINKS))


def _is_fresh(path: Path) -> bool:
    """Whether a new store may be made here: nothing there, or only what a load killed at its start left."""
    names = [entry.name for entry in path.iterdir()]
    if MANIFEST in names:
        return False
    if others := sorted(name for name in names if not _is_aside(name)):
        raise StoreError(
            f"{path} is not a store and not empty (it holds {others[0]!r}): nothing was written. "
            "Name a store, an empty folder, or a new one."
        )
    return True


def _lock(path: Path) -> int | None:
    """Holds the folder for this process; the system lets go of it when the process ends, however it ends."""
    try:
        import fcntl
    except ImportError:  # not on Windows
        return None
    number = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(number)
        raise StoreError(f"Another load is writing to {path}: wait until it is done.") from None
    except OSError:  # a file system without locks
        with suppress(OSError):
            os.close(number)
        return None
    return number


def _supersede(part: Part, documents: Mapping[str, object]) -> Part:
    again = part.documents.keys() & documents.keys()
    return replace(part, superseded=tuple(sorted({*part.superseded, *again}))) if again else part
