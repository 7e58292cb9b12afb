"""One input file: a file on the disk, or a member of an archive there."""

from pathlib import Path, PurePosixPath
from typing import NamedTuple


class SourceFile(NamedTuple):
    """One file to be read, or why it cannot be.

    Attributes:
        source: the path as given by the user, with `/` between its parts; bytes of a name that are no text are
            escaped. Of a member of an archive: the archive's source, `/`, and its name there. No two files have the
            same.
        path: where it is opened; the archive, for a member of one.
        bytes: size; None when it could not be looked at or is no file.
        problem: None, or a reason and one sentence for a person. Reasons: `link` (a link that is not followed),
            `not_a_file` (a pipe, socket or device; it is never opened), `no_permission`, `not_found` (gone since its
            folder was listed), `io_error` (anything else the system says); of archives and their members also
            `damaged`, `empty`, `encrypted`, `too_large`, `unsafe_name` and `unsupported_format`.
        member: its place in the archive, counted from 0; two numbers for a member of an archive in an archive.
        converted: whether another program must convert it before it is read, going by its first bytes.
    """

    source: str
    path: Path
    bytes: int | None
    problem: tuple[str, str] | None
    member: tuple[int, ...] = ()
    converted: bool = False

    @property
    def name(self) -> str:
        """The file's own name, without folders and archives."""
        return PurePosixPath(self.source).name if self.member else self.path.name
