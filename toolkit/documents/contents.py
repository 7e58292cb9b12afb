"""The bytes of source files, those in archives too."""

import contextlib
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from toolkit.documents.archives import Archive, inner_archive, open_archive
from toolkit.documents.formats import CONVERTED, find_format
from toolkit.documents.package import MAX_BYTES
from toolkit.documents.reader import Unreadable
from toolkit.documents.source_file import SourceFile


class Contents:
    """Reads source files. It keeps one archive open: files come sorted, and an archive's members one after another."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._stream: IO[bytes] | None = None
        self._outer: Archive | None = None
        self._inner: tuple[int, Archive] | None = None

    def __enter__(self) -> "Contents":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the archive that is open."""
        if self._stream is not None:
            self._stream.close()
        self._path = self._stream = self._outer = self._inner = None

    def read(self, file: SourceFile) -> bytes:
        """Returns the content of a file.

        Raises:
            Unreadable: `io_error` where it, or its archive, cannot be opened; `damaged`, `too_large` or `not_found` of
                an archive or its member.
        """
        with _opening():
            return self._read(file) if file.member else file.path.read_bytes()

    def _read(self, file: SourceFile) -> bytes:
        outer = self._open(file.path)
        first, last = file.member[0], file.member[-1]
        holder = self._holder(outer, file.member) if first < len(outer.infos) else outer
        if last >= len(holder.infos) or holder.infos[last].file_size != file.bytes:
            raise Unreadable("not_found", "Its archive was changed while it was read: load it again.")
        return holder.read(last)

    def digest(self, file: SourceFile) -> str:
        """Returns the SHA-256 of a file's content as 64 hex digits; a file that is in no archive is read in pieces.

        Raises:
            Unreadable: see `read`.
        """
        if file.member:
            return hashlib.sha256(self.read(file)).hexdigest()
        with _opening(), file.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def read_converted(self, files: Iterable[SourceFile]) -> Iterator[tuple[bytes, str]]:
        """Yields content and format of those files that another program converts.

        What cannot be read is left out: whoever reads it by itself is told why.
        """
        for file in files:
            if file.converted and not file.problem and (file.bytes or 0) <= MAX_BYTES:
                with contextlib.suppress(Unreadable):
                    data = self.read(file)
                    if (format_ := find_format(file.name, data)) in CONVERTED:
                        yield data, format_

    def _open(self, path: Path) -> Archive:
        if self._outer is None or self._path != path:
            self.close()
            self._outer, self._stream = open_archive(path)
            self._path = path
        return self._outer

    def _holder(self, outer: Archive, member: tuple[int, ...]) -> Archive:
        if len(member) == 1:
            return outer
        if self._inner is None or self._inner[0] != member[0]:
            self._inner = None  # the former is let go before the next is held
            self._inner = member[0], inner_archive(outer, member[0])
        return self._inner[1]


@contextlib.contextmanager
def _opening() -> Iterator[None]:
    """What the system says of a file that cannot be opened becomes a reason."""
    try:
        yield
    except OSError as error:
        raise Unreadable("io_error", f"It could not be opened: {error.strerror or error}.") from error
