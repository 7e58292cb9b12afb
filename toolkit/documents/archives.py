"""Zip archives of reports: what is in them, and what of it cannot be read. Nothing is unpacked to the disk.

A member that cannot be read has its line, with the problem; folders and what is hidden (`__MACOSX` too) are passed
over as they are in folders. An archive in an archive is opened, one level deep. Names only name: a member is opened by
its place in the archive's directory.
"""

import io
import re
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from toolkit.documents.formats import is_named_as_package, is_package
from toolkit.documents.package import MAX_BYTES, MAX_RATIO, RATIO_FROM, unpacking
from toolkit.documents.reader import Unreadable

MAX_MEMBERS = 100_000
"""The most members an archive may have, those of archives in it included."""
MAX_DIRECTORY = 32 * 1024 * 1024
"""The most bytes of an archive's directory: it is held in memory as a whole, before its members can be counted."""
MAX_INNER = 128 * 1024 * 1024
"""The most bytes that an archive in an archive may have: it is held in memory."""
MAX_UNPACKED = 1024 * 1024 * 1024
"""The most bytes that are unpacked of one archive only to list what is in the archives in it."""
GLIMPSE = 128
"""The first bytes of a file, by which an archive or an old document is known."""

_STARTS = (b"PK\x03\x04", b"PK\x05\x06")  # the second is the whole of an archive without members
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
_ENCRYPTED, _UTF8 = 0x1, 0x800
_HIDDEN = (".", "~$")
_DRIVE = re.compile(r"[A-Za-z]:")
_DAMAGED = "The archive is damaged, download it again"
_UNPACK = "unpack the archive and load the folder."


class Member(NamedTuple):
    """What lies in an archive and is no folder.

    Attributes:
        name: its name there, with `/` between its parts; one of an archive in it: that one's name, `/`, its own name.
        place: its place in the archive's directory; two numbers for a member of an archive in it.
        size: in bytes, as the directory tells.
        problem: None, or why it cannot be read: a reason and a sentence.
        start: its first bytes, none where there is a problem.
    """

    name: str
    place: tuple[int, ...]
    size: int
    problem: tuple[str, str] | None
    start: bytes = b""


def is_zip(start: bytes) -> bool:
    """Says whether a file that begins so is a zip: an archive, or the package of an office program."""
    return start.startswith(_STARTS)


class Archive:
    """An open zip."""

    def __init__(self, stream: IO[bytes]) -> None:
        """Reads the archive's directory.

        Raises:
            Unreadable: `damaged`, or `too_large` for a directory beyond the limits.
        """
        with unpacking(_DAMAGED):
            self._zip = zipfile.ZipFile(stream)
        self.infos = self._zip.infolist()
        if len(self.infos) > MAX_MEMBERS:
            self._zip.close()
            raise _too_many()

    def is_package(self, name: str) -> bool:
        """Says whether the zip is a document of an office program rather than an archive of documents."""
        return is_package(name, [info.filename for info in self.infos])

    def start(self, place: int) -> bytes:
        """Returns a member's first bytes; none where it cannot be opened: whoever reads it is told why."""
        try:
            with unpacking(_DAMAGED), self._zip.open(self.infos[place]) as member:
                return member.read(GLIMPSE)
        except Unreadable:
            return b""

    def read(self, place: int, most: int = MAX_BYTES) -> bytes:
        """Returns a member's content.

        Raises:
            Unreadable: `damaged`; `too_large` where it unpacks to more bytes than it may.
        """
        with unpacking("The file is damaged in its archive"), self._zip.open(self.infos[place]) as member:
            content = member.read(most + 1)
        if len(content) > most:
            raise Unreadable("too_large", f"It unpacks to more than {most:,} bytes, the most that is read.")
        return content


class _Bounded(io.BufferedReader):
    """A file of which no more is read at a time than an archive's directory may have."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > MAX_DIRECTORY:
            raise _too_many()
        return super().read(size)


def open_archive(path: Path) -> tuple[Archive, IO[bytes]]:
    """Returns the archive in a file, and the open file, which is to be closed.

    Raises:
        OSError: the file cannot be opened.
        Unreadable: see `Archive`.
    """
    stream = _Bounded(path.open("rb", buffering=0))
    try:
        return Archive(stream), stream
    except BaseException:
        stream.close()
        raise


def inner_archive(outer: Archive, place: int) -> Archive:
    """Returns the archive that a member of an archive is.

    Raises:
        Unreadable: see `Archive`; `too_large` where it has too many bytes.
    """
    return Archive(io.BytesIO(outer.read(place, MAX_INNER)))


def list_members(archive: Archive) -> list[Member]:
    """Returns what is in an archive, in the order of its directory, each name once, and what is in archives in it.

    Raises:
        Unreadable: `empty` where no visible file is in it.
    """
    listing = _Listing()
    members = list(listing.members(archive, "", ()))
    if not members:
        raise Unreadable("empty", "The archive holds no files (hidden ones do not count).")
    return members


class _Listing:
    """What is in an archive and the archives in it, within one measure for all."""

    def __init__(self) -> None:
        self._names: set[str] = set()
        self._members, self._unpacked = MAX_MEMBERS, MAX_UNPACKED

    def members(self, archive: Archive, above: str, outer: tuple[int, ...]) -> Iterator[Member]:
        for place, info in enumerate(archive.infos):
            name = _decoded(info).replace("\\", "/")  # as some programs of Windows write
            if name.endswith("/") or _is_hidden(name):
                continue
            problem = _problem(name, info)
            start = b"" if problem else archive.start(place)
            member = Member(above + _tidy(name), (*outer, place), info.file_size, problem, start)
            if is_zip(start):
                yield from self._zipped(archive, member)
            else:
                yield self._named(member)

    def _zipped(self, archive: Archive, member: Member) -> Iterator[Member]:
        """A zip in an archive: a document of an office program, or an archive, which gives its members."""
        own, place = PurePosixPath(member.name).name, member.place[-1]
        if is_package(own, [first_name(member.start)]):
            yield self._named(member)
            return
        try:
            if member.size > min(MAX_INNER, self._unpacked):
                raise Unreadable("too_large", f"An archive of {member.size:,} bytes in an archive: {_UNPACK}")
            self._unpacked -= member.size
            inner = inner_archive(archive, place)
            if inner.is_package(own):
                yield self._named(member)
                return
            if len(member.place) > 1:
                raise Unreadable(
                    "unsupported_format", f"An archive in an archive in an archive is not opened: {_UNPACK}"
                )
            self._members -= len(inner.infos)
            if self._members < len(archive.infos):
                raise _too_many()
            inside = list(self.members(inner, f"{member.name}/", member.place))
            if not inside:
                raise Unreadable("empty", "The archive holds no files (hidden ones do not count).")
        except Unreadable as unreadable:
            # A damaged office document is for its reader to tell of.
            damaged = unreadable.reason == "damaged" and is_named_as_package(own)
            told = None if damaged else (unreadable.reason, unreadable.detail)
            yield self._named(member._replace(problem=told, start=b""))
        else:
            yield from inside

    def _named(self, member: Member) -> Member:
        """The member under a name that no other has: an archive may hold several of one name, and all are read."""
        path, number, name = PurePosixPath(member.name), 1, member.name
        while name in self._names:
            number += 1
            name = str(path.with_name(f"{path.stem} ({number}){path.suffix}"))
        self._names.add(name)
        return member._replace(name=name)


def _decoded(info: zipfile.ZipInfo) -> str:
    """A member's name. Without the mark of UTF-8 it may be anything: Chinese Windows writes GBK, macOS UTF-8.

    Until here it was taken for the code page of DOS, where every byte is some character.
    """
    if info.flag_bits & _UTF8:
        return info.orig_filename.partition("\0")[0]
    raw = info.orig_filename.encode("cp437").partition(b"\0")[0]
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def _is_hidden(name: str) -> bool:
    return any((part.startswith(_HIDDEN) and part not in (".", "..")) or part == "__MACOSX" for part in name.split("/"))


def _tidy(name: str) -> str:
    """A name without needless slashes and dots; what would lead elsewhere stays to be seen."""
    parts = [part for part in name.split("/") if part not in ("", ".")]
    return ("/" if name.startswith("/") else "") + "/".join(parts)


def _problem(name: str, info: zipfile.ZipInfo) -> tuple[str, str] | None:
    """Why a member cannot be read, as far as the archive's directory tells."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    if name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/"):
        return "unsafe_name", f"Its name leads out of the archive: {_UNPACK}"
    if kind == stat.S_IFLNK:
        return "link", "It is a link in an archive, which is not followed."
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "not_a_file", "It is no ordinary file in its archive."
    if info.flag_bits & _ENCRYPTED:
        return "encrypted", f"It is protected by a password: {_UNPACK}"
    if info.compress_type not in _METHODS:
        return "unsupported_format", f"It is packed in a way that is not known here ({info.compress_type}): {_UNPACK}"
    if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        return "too_large", f"It unpacks to {info.file_size:,} bytes, more than {MAX_RATIO}-fold."
    return None


def first_name(start: bytes) -> str:
    """Returns the name of a zip's first member, going by the zip's first bytes."""
    length = int.from_bytes(start[26:28], "little")
    return start[30 : 30 + length].decode("cp437")


def _too_many() -> Unreadable:
    return Unreadable("too_large", f"The archive holds more than {MAX_MEMBERS:,} members: {_UNPACK}")
