"""Documents of old programs → Word and Excel packages, by LibreOffice, many in one go.

LibreOffice takes a second to start and some milliseconds a document, so it is started once for a batch and its results
are taken one after another as they come. It runs without a window, with a profile of its own in which macros, links
and the network are off, and ends with the process that started it, however that ends.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path

from toolkit.documents.formats import CONVERTED
from toolkit.documents.package import OLE, Package
from toolkit.documents.reader import Unreadable

_FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
_INSTALL = (
    "Install LibreOffice (Debian/Ubuntu: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui; macOS: brew "
    "install --cask libreoffice; Windows: winget install TheDocumentFoundation.LibreOffice) and load again."
)
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
_LOOK_EVERY = 0.005  # seconds
_TEXT = "content.xml"
# The streams that hold the text, by format converted to: Word's and Works'; Excel's.
_STREAMS = {"docx": ("WordDocument", "MatOST"), "xlsx": ("Workbook", "Book")}
_MEMORY, _FILE = 4 * 1024 * 1024, 256 * 1024 * 2
"""What LibreOffice may take: address space in KiB, a file it writes in blocks of 512 bytes."""

# Holds LibreOffice in a group of its own, and ends all of the group as soon as nobody holds the other end of its
# input: also when the process there was killed.
_GUARD = f"""
ulimit -v {_MEMORY} 2>/dev/null; ulimit -f {_FILE} 2>/dev/null
exec 3<&0
"$@" </dev/null & program=$!
{{ cat <&3 >/dev/null; kill -9 0; }} &
wait "$program"
"""


def find_libreoffice() -> str | None:
    """Returns LibreOffice's program, None where it is not installed."""
    names = [shutil.which(name) for name in ("soffice", "libreoffice")]
    return next((name for name in (*names, *filter(os.path.isfile, _USUAL_PLACES)) if name), None)


class Converter:
    """Converts documents in a folder of its own. Use it as a context: it ends LibreOffice and removes the folder."""

    def __init__(self, workplace: Path | None = None) -> None:
        """Makes no folder yet and starts nothing.

        Args:
            workplace: where its folder is to be; where the system has its temporary files if None.
        """
        self._workplace = workplace
        self._folder: Path | None = None
        self._waiting: dict[str, str] = {}  # SHA-256 of a document -> its format
        self._runs: dict[str, _Run] = {}  # format converted to -> the run in hand

    def __enter__(self) -> "Converter":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends what runs and removes what was written."""
        for run in self._runs.values():
            run.end()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._runs, self._waiting, self._folder = {}, {}, None

    def add(self, data: bytes, format_: str) -> None:
        """Has a document converted together with the others that are added before the first is asked for."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="ogi-", dir=self._workplace))
        key = hashlib.sha256(data).hexdigest()
        if key not in self._waiting:
            self._waiting[key] = format_
            self._path(key).write_bytes(data)

    def convert(self, data: bytes, format_: str) -> bytes:
        """Returns a document as a package of today's programs, waiting until it is converted.

        Args:
            data: the whole content.
            format_: one of `CONVERTED`.

        Raises:
            Unreadable: `missing_extra` without LibreOffice; `encrypted`, `damaged`, `crashed`.
        """
        program = find_libreoffice()
        if program is None:
            raise Unreadable("missing_extra", _INSTALL)
        _check(data, CONVERTED[format_])
        self.add(data, format_)
        key, target = hashlib.sha256(data).hexdigest(), CONVERTED[format_]
        together = [other for other, its in self._waiting.items() if CONVERTED[its] == target]
        try:
            for keys in (together, [key]):  # by itself once more: in a run that ended early it may be another's fault
                run = self._runs.get(target)
                if run is None or key not in run.keys or keys is not together:
                    run = self._runs[target] = _Run(program, [self._path(each) for each in keys], keys, target)
                found = run.wait(key)
                if found is not None:
                    return found
                if not run.failed(key):
                    raise _refused(data)
                self._runs.pop(target).end()
        finally:
            self._path(key).unlink(missing_ok=True)
            del self._waiting[key]
        raise Unreadable("crashed", "LibreOffice ended before it had converted it.")

    def _path(self, key: str) -> Path:
        assert self._folder is not None
        format_ = self._waiting[key]
        # Named by its format: what WPS calls its own is Word's, and is looked at as such.
        return self._folder / f"{key}.{ {'wps': 'doc', 'et': 'xls'}.get(format_, format_) }"


def convert_alone(data: bytes, format_: str) -> bytes:
    """Returns one document converted; see `Converter.convert`."""
    with Converter() as converter:
        return converter.convert(data, format_)


class _Run:
    """One run of LibreOffice over some documents."""

    def __init__(self, program: str, paths: Sequence[Path], keys: Iterable[str], target: str) -> None:
        self.keys = list(keys)
        self._target = target
        self._folder = Path(tempfile.mkdtemp(prefix="run-", dir=paths[0].parent))
        profile = self._folder / "profile"
        (profile / "user").mkdir(parents=True)
        settings = files("toolkit.documents").joinpath("libreoffice.xcu").read_bytes()
        (profile / "user" / "registrymodifications.xcu").write_bytes(settings)
        command = [
            program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck",
            "--nodefault", "--nologo", "--convert-to", _FILTERS[target], "--outdir", str(self._folder),
            *map(str, paths),
        ]  # fmt: skip
        guarded = command if sys.platform == "win32" else ["/bin/sh", "-c", _GUARD, "guard", *command]
        self._process = subprocess.Popen(
            guarded,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
            env=_environment(self._folder),
            start_new_session=True,
        )

    def wait(self, key: str) -> bytes | None:
        """Returns a document once it is converted; None when it is certain that it will not be."""
        while True:
            # Asked before it is looked: what was written before the end is found.
            over = self._process.poll() is not None or self._is_past(key)
            if (content := self._converted(key)) is not None:
                return content
            if over:
                return None
            time.sleep(_LOOK_EVERY)

    def failed(self, key: str) -> bool:
        """Says whether the run came to its end before it was through, and not past this document."""
        return bool(self._process.poll()) and not self._is_past(key)

    def end(self) -> None:
        """Ends LibreOffice, whatever it is doing."""
        assert self._process.stdin is not None
        self._process.stdin.close()  # the guard notices
        if sys.platform == "win32":
            self._process.kill()
        self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _written(self, key: str) -> Path:
        return self._folder / f"{key}.{self._target}"

    def _is_past(self, key: str) -> bool:
        """Whether a later document was converted already: they are in order."""
        later = self.keys[self.keys.index(key) + 1 :]
        return any(self._written(other).exists() for other in later)

    def _converted(self, key: str) -> bytes | None:
        """A document that is written to its end: a package's directory is written last."""
        try:
            with zipfile.ZipFile(self._written(key)):
                return self._written(key).read_bytes()
        except (OSError, zipfile.BadZipFile):
            return None


def _environment(folder: Path) -> dict[str, str]:
    """The environment of LibreOffice: no proxy that leads anywhere, and its temporary files where they are removed."""
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), "http://127.0.0.1:9")
    return os.environ | nowhere | {"no_proxy": "", "TMPDIR": str(folder), "SAL_USE_VCLPLUGIN": "svp"}


def _check(data: bytes, target: str) -> None:
    """Refuses what is no old document at all, and what unpacks without measure.

    LibreOffice takes what it does not know for text.
    """
    streams = [stream.encode("utf-16-le") for stream in _STREAMS[target]]
    if data.startswith(OLE) and not any(stream in data for stream in streams):
        raise Unreadable("damaged", "The file is not whole: what holds its text is not there.")
    text = data
    if data.startswith(b"PK"):
        package = Package(data, "OpenDocument")
        if _TEXT not in package.names:
            raise Unreadable("damaged", f"The file holds no '{_TEXT}', where an OpenDocument file has its text.")
        text = package.read(_TEXT)
    if not data.startswith(OLE) and b"<!ENTITY" in text:
        raise Unreadable("damaged", "The file's text declares entities, which no such file does.")


def _refused(data: bytes) -> Unreadable:
    """Why LibreOffice did not open a document."""
    if is_locked(data):
        return Unreadable("encrypted", "The file is protected by a password.")
    return Unreadable("damaged", "LibreOffice could not open the file.")


def is_locked(data: bytes) -> bool:
    """Says whether an old document has a password.

    Word says so in its text stream's head, which begins a sector (of 512 bytes); OpenDocument in its list of parts;
    Excel by a record FILEPASS behind the record that begins its stream.
    """
    if data.startswith(b"PK"):
        return b"manifest:encryption-data" in _manifest(data)
    for start in range(512, len(data), 512):
        head = data[start : start + 64]
        if head.startswith(b"\xec\xa5") and head[11:12] and head[11] & 1:
            return True
        if head.startswith(b"\x09\x08") and b"\x2f\x00" in head[4 + head[2] : 10 + head[2]]:
            return True
    return False


def _manifest(data: bytes) -> bytes:
    package = Package(data, "OpenDocument")
    return package.read("meta-inf/manifest.xml") if "meta-inf/manifest.xml" in package.names else b""
