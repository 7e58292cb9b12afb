"""What was named to be loaded → the files there are, each with one line, sorted.

Hidden is what the system hides (names that begin with a dot: `.git`, `.ipynb_checkpoints`, `.DS_Store`) and the lock
files of office programs (`~$report.docx`): within a folder or behind a pattern's wildcard they are passed over,
files and folders alike. A hidden file that the user names is read. Everything else has its line: what cannot be read
(a link that leads out of the folder, a named pipe, a file without permission) is listed with its problem.
A zip archive of documents is a folder of its members, which have their own lines.
"""

import contextlib
import errno
import fnmatch
import glob
import os
import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from toolkit.documents.archives import GLIMPSE, Member, first_name, is_zip, list_members, open_archive
from toolkit.documents.contents import Contents
from toolkit.documents.formats import CONVERTED, find_format, is_named_as_package, is_package
from toolkit.documents.reader import Unreadable
from toolkit.documents.source_file import SourceFile
from toolkit.errors import SourceError, near_matches

OneSource = str | os.PathLike[str]
Sources = OneSource | Iterable[OneSource]

MOST_COMPARED = 2000  # names in a folder that are looked at for near matches: comparing takes a while
MOST_SHOWN = 3
_GLIMPSES = 8
_GLIMPSED = 32  # bytes

_KINDS = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFDIR: "a folder",
}


def find_sources(source: Sources) -> list[SourceFile]:
    """Returns the files of what was named: a file, a folder with all below it, a glob pattern, or a list of these.

    Files are sorted by `source`, each once, however often it is named. A link that the user names is followed. In a
    folder, links to files within the same folder are read, all others are listed as `link`; links to folders are
    never followed, so there are no circles. A folder that a pattern matches is taken with all below it; `**` stands
    for any number of folders. A path that exists is never taken for a pattern. Instead of an archive its members are
    listed; the archive itself only if it cannot be opened or holds nothing.

    Raises:
        SourceError: a path is not there, a pattern matches nothing, a folder holds no visible file, or nothing was
            named.

    >>> find_sources("no such folder/report.txt")
    Traceback (most recent call last):
    toolkit.errors.SourceError: 'no such folder/report.txt' is not there: ...
    """
    if isinstance(source, str | os.PathLike):
        named: list[OneSource] = [source]
    elif isinstance(source, Iterable):
        named = list(source)
    else:
        raise SourceError(f"a path, a pattern or a list of these is to be loaded, not {source!r}")
    if not named:
        raise SourceError("nothing was named to be loaded: give a file, a folder, a pattern or a list of these")
    found: dict[str, SourceFile] = {}
    for one in named:
        for file in _files_of(_path_of(one)):
            known = found.get(str(file.path))
            if known is None or known.problem:  # a link that its folder may not follow may be named by itself
                found[str(file.path)] = file
    files = [part for file in _distinct(found.values()) for part in _opened(file)]
    return sorted(files, key=lambda file: file.source)


def read_source(source: str) -> bytes:
    """Returns the bytes behind a `source` of `documents`: of a file, or of a member of an archive.

    Args:
        source: as it stands there; a relative one is looked for from the current folder.

    Raises:
        SourceError: it is gone, or cannot be read any more.
    """
    told = f"{source!r} cannot be read"
    # Folders come first: only a member of an archive lies below a file.
    path = Path(_unescaped(source))
    file = next((part for part in (path, *path.parents) if part.is_file()), None)
    if file is None:
        raise SourceError(_missing(path))
    try:
        whole = SourceFile(_written(file), file, None, None)
        members = [whole] if file == path else [part for part in _opened(whole) if part.source == source]
        found = next(iter(members), None)
        if found is None:
            raise SourceError(f"{source!r} is not there: {_written(file)!r} holds no such file")
        if found.problem:
            raise SourceError(f"{told}: {found.problem[1]}")
        with Contents() as contents:
            return contents.read(found)
    except Unreadable as unreadable:
        raise SourceError(f"{told}: {unreadable.detail}") from None


def without_double(files: Sequence[SourceFile]) -> frozenset[str]:
    """Returns the sources whose content no other of these files can have: they differ in size or in a few bytes.

    A digest costs reading a whole file; most need none to be told apart. A member of an archive is not looked into: to
    unpack a few bytes from all over it costs as much as a digest.
    """
    sizes = Counter(file.bytes for file in files)
    packed = {file.bytes for file in files if file.member}
    looks: dict[tuple[int, bytes], list[str]] = {}
    single = {file.source for file in files if file.bytes is not None and sizes[file.bytes] == 1}
    for file in files:
        if file.bytes and not file.problem and sizes[file.bytes] > 1 and file.bytes not in packed:
            with contextlib.suppress(OSError):
                looks.setdefault((file.bytes, _glimpse(file.path, file.bytes)), []).append(file.source)
    return frozenset(single.union(*(sources for sources in looks.values() if len(sources) == 1)))


def _glimpse(path: Path, size: int) -> bytes:
    """A few bytes from all over a file."""
    with path.open("rb", buffering=0) as stream:
        places = range(0, size, max(size // _GLIMPSES, 1))
        return b"".join(stream.read(_GLIMPSED) for place in places if stream.seek(place) >= 0)


def _opened(file: SourceFile) -> list[SourceFile]:
    """Returns the members of a file that is an archive of documents; else the file, with what its first bytes tell."""
    if file.problem:
        return [file]
    try:
        with file.path.open("rb", buffering=0) as stream:
            start = stream.read(GLIMPSE)
    except OSError:
        return [file]  # it is opened again when its turn comes, and then says why it cannot be
    name = file.path.name
    if not is_zip(start) or is_package(name, [first_name(start)]):
        return [file._replace(converted=_is_converted(name, start))]
    try:
        archive, opened = open_archive(file.path)
        with opened:
            if archive.is_package(name):
                return [file]
            return [_member(file, member) for member in list_members(archive)]
    except OSError as problem:
        return [file._replace(problem=_reason(problem))]
    except Unreadable as unreadable:
        # A damaged office document is for its reader to tell of.
        damaged = unreadable.reason == "damaged" and is_named_as_package(name)
        return [file if damaged else file._replace(problem=(unreadable.reason, unreadable.detail))]


def _member(archive: SourceFile, member: Member) -> SourceFile:
    source, converted = f"{archive.source}/{member.name}", _is_converted(member.name, member.start)
    return SourceFile(source, archive.path, member.size, member.problem, member.place, converted)


def _is_converted(name: str, start: bytes) -> bool:
    return bool(start) and find_format(name, start) in CONVERTED


def _path_of(one: OneSource) -> Path:
    """Returns the path as given, without needless dots and slashes; `..` stays, as it may lead through a link."""
    text = os.fspath(one) if isinstance(one, os.PathLike) else one
    if not isinstance(text, str):
        raise SourceError(f"a path, a pattern or a list of these is to be loaded, not {one!r}")
    if not text.strip():
        raise SourceError("an empty path was named to be loaded: for the current folder write '.'")
    if "\0" in text:
        raise SourceError(f"{text!r} is no path: it holds a null character")
    if "://" in text:
        raise SourceError(f"{text!r} is a web address: save the page and load the file, nothing is fetched")
    path = Path(text)
    return path if os.path.lexists(path) else Path(os.path.expanduser(path))


def _files_of(path: Path) -> list[SourceFile]:
    try:
        info = os.stat(path)
    except OSError as problem:
        if os.path.islink(path):
            return [_linked(path, "")]
        if problem.errno == errno.EACCES:
            raise SourceError(f"{_written(path)!r} cannot be looked at: no permission for a folder above it") from None
        if glob.has_magic(str(path)):
            return _matched(path)
        raise SourceError(_missing(path)) from None
    if not stat.S_ISDIR(info.st_mode):
        return [_file(path, info)]
    files = list(_below(path, os.path.realpath(path)))
    if not files:
        raise SourceError(f"{_written(path)!r} holds no files (hidden ones do not count): name the folder they are in")
    return files


def _below(folder: Path, root: str) -> Iterator[SourceFile]:
    """Yields the visible files of a folder and all folders below it; `root` is what links may not leave."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            names = _visible(here)
        except OSError as problem:
            yield SourceFile(_written(here), here, None, _reason(problem))
            continue
        for name in names:
            path = here / name
            try:
                info = os.lstat(path)
            except OSError as problem:
                yield SourceFile(_written(path), path, None, _reason(problem))
                continue
            if stat.S_ISDIR(info.st_mode):
                waiting.append(path)
            else:
                yield _linked(path, root) if stat.S_ISLNK(info.st_mode) else _file(path, info)


def _visible(folder: Path, pattern: str = "*") -> list[str]:
    """Returns the names in a folder that are not hidden, unless the pattern begins as they do."""
    return [
        name
        for name in os.listdir(folder)
        if not any(name.startswith(mark) and not pattern.startswith(mark) for mark in (".", "~$"))
    ]


def _file(path: Path, info: os.stat_result) -> SourceFile:
    if not stat.S_ISREG(info.st_mode):
        kind = _KINDS.get(stat.S_IFMT(info.st_mode), "something else")
        return SourceFile(_written(path), path, None, ("not_a_file", f"It is {kind}, which is not opened."))
    # Asked and not tried: where the system can, for the user the process acts for, as opening would.
    effective = os.access in os.supports_effective_ids
    readable = os.access(path, os.R_OK, effective_ids=effective)
    problem = None if readable else ("no_permission", "This user may not read it.")
    return SourceFile(_written(path), path, info.st_size, problem)


def _linked(path: Path, root: str) -> SourceFile:
    """Returns a link as the file it points to if that lies within `root`, else with its problem."""
    try:
        info = os.stat(path)
    except OSError as problem:
        detail = "It is a link in a circle." if problem.errno == errno.ELOOP else "It is a link to nothing."
        return SourceFile(_written(path), path, None, ("link", detail))
    if not stat.S_ISREG(info.st_mode):
        kind = _KINDS.get(stat.S_IFMT(info.st_mode), "something else")
        return SourceFile(_written(path), path, None, ("link", f"It is a link to {kind}, which is not followed."))
    if not Path(os.path.realpath(path)).is_relative_to(root):
        return SourceFile(_written(path), path, None, ("link", "It is a link that leads out of the folder."))
    return _file(path, info)


def _matched(pattern: Path) -> list[SourceFile]:
    """Returns the files a pattern matches, and those below the folders it matches."""
    first = next(number for number, part in enumerate(pattern.parts) if glob.has_magic(part))
    base = Path(*pattern.parts[:first])
    if not base.is_dir():
        raise SourceError(_missing(base, pattern))
    root = os.path.realpath(base)
    folders: set[Path] = set()
    files: list[SourceFile] = []
    for path in _expanded(base, pattern.parts[first:]):
        if os.path.islink(path):
            files.append(_linked(path, root))
        elif path.is_dir():
            folders.add(path)
        else:
            files.append(_file(path, os.lstat(path)))
    for folder in folders:
        if folders.isdisjoint(folder.parents):  # else it is walked with the folder above it
            files += _below(folder, root)
    if not files:
        raise SourceError(
            f"nothing matches {_written(pattern)!r}.{_holds(base, pattern.name)} In a pattern '*' stands for any text"
            " in one name, '**' for any folders"
        )
    return files


def _expanded(base: Path, parts: tuple[str, ...]) -> Iterator[Path]:
    """Yields the paths a pattern matches. The standard library's own `glob` follows links, and so circles."""
    waiting = [(base, parts)]
    while waiting:
        here, rest = waiting.pop()
        linked = os.path.islink(here) and here != base
        if not rest or (linked and here.is_dir()):
            yield here  # a match; or a linked folder on the way, which is listed and not followed
            continue
        if linked or not here.is_dir():
            continue
        part, after = rest[0], rest[1:]
        try:
            names = _visible(here, part)
        except OSError:
            yield here  # has its line, with the problem
            continue
        if part == "**":
            waiting.append((here, after))
            waiting += [(here / name, rest) for name in names if (here / name).is_dir()]
        else:
            waiting += [(here / name, after) for name in names if _same(name, part)]


def _same(name: str, pattern: str) -> bool:
    """Says whether a name matches, however its accents are composed: macOS writes them apart, keyboards in one."""
    return fnmatch.fnmatch(unicodedata.normalize("NFC", name), unicodedata.normalize("NFC", pattern))


def _missing(path: Path, pattern: Path | None = None) -> str:
    """Returns what to say of a path that is not there: which part of it is missing, and what is there instead."""
    told = f"{_written(pattern or path)!r} is not there: "
    absent = path
    for part in [*reversed(path.parents), path]:
        if os.path.lexists(part) and not part.is_dir():
            return f"{told}{_written(part)!r} is a file, not a folder"
        if not os.path.lexists(part):
            absent = part
            break
    above = absent.parent
    place = "the current folder" if str(above) == "." else repr(_written(above))
    return f"{told}{place} holds no {_written(Path(absent.name))!r}.{_holds(above, absent.name)}"


def _holds(folder: Path, name: str) -> str:
    """Returns what a folder has that is like the name, or else some of what it has."""
    try:
        names = sorted(_written(Path(there)) for there in _visible(folder))[:MOST_COMPARED]
    except OSError:
        return ""
    if near := near_matches(_written(Path(name)), names):
        return near
    shown = ", ".join(repr(there) for there in names[:MOST_SHOWN]) + (", …" if len(names) > MOST_SHOWN else "")
    return f" It holds {shown}." if names else " It is empty."


def _reason(problem: OSError) -> tuple[str, str]:
    if problem.errno in (errno.EACCES, errno.EPERM):
        return "no_permission", "This user may not look at it."
    if problem.errno == errno.ENOENT:
        return "not_found", "It was gone before it could be looked at."
    return "io_error", f"The system says: {problem.strerror}."


def _written(path: Path) -> str:
    """Returns a path as text that can be written: the bytes of a name that are no text are escaped (`\\udcff`)."""
    return path.as_posix().encode("utf-8", "backslashreplace").decode("utf-8")


def _unescaped(source: str) -> str:
    """Returns a written path as the system knows it; see `_written`."""
    if os.path.lexists(source):
        return source
    return re.sub(r"\\(ud[c-f][0-9a-f]{2})", lambda escape: chr(int(escape[1][1:], 16)), source)


def _distinct(files: Iterable[SourceFile]) -> list[SourceFile]:
    """Returns the files sorted, and none with the name of another: an escaped name may look like one given so."""
    taken: dict[str, SourceFile] = {}
    for file in sorted(files, key=lambda file: (file.source != file.path.as_posix(), file.source)):
        source = file.source
        while source in taken:
            source = source.replace("\\ud", "\\\\ud")
        taken[source] = file._replace(source=source)
    return [taken[source] for source in sorted(taken)]
