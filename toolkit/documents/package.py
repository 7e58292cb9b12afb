"""Office packages: the zip around a Word or Excel file, opened within bounds; what is wrong with those that fail."""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from toolkit.documents.reader import Unreadable

MAX_BYTES = 32 * 1024 * 1024
"""The most that a package's parts may unpack to; the text of a real report takes below 3 MB, its tables included."""
MAX_RATIO = 400
RATIO_FROM = 4 * 1024 * 1024  # empty cells repeat each other: small parts may shrink as much as they like
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A stream in the container of a package with a password.
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# What Python's unpackers raise on damaged data, each after its own fashion.
_DAMAGES = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError, OverflowError,
    NotImplementedError,
)  # fmt: skip


class Package:
    """An open package; counts what it unpacks."""

    def __init__(self, data: bytes, kind: str) -> None:
        """Opens a package.

        Args:
            data: the whole file.
            kind: what it should be (`Word`), for messages.

        Raises:
            Unreadable: `encrypted`, `damaged`, or `unsupported_format` for the binary files of old programs.
        """
        self._kind = kind
        self._left = MAX_BYTES
        if data.startswith(OLE):
            if ENCRYPTED in data:
                raise Unreadable("encrypted", "The file is protected by a password.")
            raise Unreadable("unsupported_format", f"The file is of the old binary format, not a {kind} package.")
        with unpacking(f"The file is no whole {kind} file"):
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        # Some programs write `word\document.xml`, some capitals.
        self.names = {info.filename.replace("\\", "/").lower(): info for info in self._archive.infolist()}

    def read(self, name: str) -> bytes:
        """Returns a part unpacked.

        Raises:
            Unreadable: `encrypted`, `damaged`, or `too_large`, found while unpacking: what a zip tells of its size
                may be a lie.
        """
        info = self.names[name]
        with unpacking(f"The file is no whole {self._kind} file"), self._archive.open(info) as part:
            content = part.read(self._left + 1)
        self._left -= len(content)
        shrunk = len(content) > RATIO_FROM and len(content) > MAX_RATIO * max(info.compress_size, 1)
        if self._left < 0 or shrunk:
            raise Unreadable("too_large", f"'{name}' unpacks to more than {MAX_BYTES:,} bytes or {MAX_RATIO}-fold.")
        return content


@contextmanager
def unpacking(damage: str) -> Iterator[None]:
    """Whatever is wrong with a zip becomes a reason: `damaged`, told by the sentence given, or `encrypted`."""
    try:
        yield
    except _DAMAGES as error:
        raise Unreadable("damaged", f"{damage} ({type(error).__name__}: {error}).") from error
    except RuntimeError as error:
        # Python has no type of its own for a part that asks for a password.
        if "password" not in str(error):
            raise
        raise Unreadable("encrypted", "The file is protected by a password.") from error
