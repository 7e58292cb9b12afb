"""The front door of the readers: bytes and a name in, format and blocks out."""

from collections.abc import Callable
from dataclasses import dataclass

from toolkit.documents.conversion import convert_alone
from toolkit.documents.docx import DocxReader
from toolkit.documents.formats import CONVERTED
from toolkit.documents.html import HtmlReader
from toolkit.documents.pdf import PdfReader
from toolkit.documents.picture import PictureReader
from toolkit.documents.reader import PageReader, Reader, Unreadable, unwatched
from toolkit.documents.tables import TABLE_FORMATS, is_table
from toolkit.documents.text import TextReader
from toolkit.documents.xlsx import XlsxReader
from toolkit.records import SourceText


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What one document may cost before it counts as unreadable.

    Attributes:
        bytes: size of the file; a real report of text or web page is below 1 MB, pages with pictures inside below 20.
        table_bytes: the same of a table of parsed numbers, which holds thousands of reports.
    """

    bytes: int = 32 * 1024 * 1024
    table_bytes: int = 256 * 1024 * 1024

    def of(self, name: str) -> int:
        """Returns the most bytes that a file of this name may have."""
        return self.table_bytes if is_table(name) else self.bytes


LIMITS = ReadingLimits()
_NOTHING = b"\x00 \t\r\n\xef\xbb\xbf"
_READERS: tuple[Reader, ...] = (HtmlReader(), TextReader(), DocxReader(), XlsxReader())
_PAGE_READERS: tuple[PageReader, ...] = (PdfReader(), PictureReader())
_PACKED = frozenset({"zip", "rar", "7z", "gz", "tgz", "tar", "bz2", "xz"})
_BY_FORMAT = {format_: reader for reader in _READERS for format_ in reader.formats}
_PAGED = {format_: reader for reader in _PAGE_READERS for format_ in reader.formats}

Convert = Callable[[bytes, str], bytes]
"""Gives a document of a format in `CONVERTED` as a package of today's programs."""


def formats_read() -> frozenset[str]:
    """Returns the formats that have a reader."""
    return frozenset({*_BY_FORMAT, *_PAGED, *CONVERTED})


def read_blocks(
    data: bytes, format_: str, convert: Convert = convert_alone, on_page: Callable[[], None] = unwatched
) -> SourceText:
    """Returns the blocks of a document.

    Args:
        data: the whole content.
        format_: as `find_format` tells it.
        convert: what converts documents of old programs; one by one, which takes a second each, if not given.
        on_page: called before each page that takes seconds, as pictures do.

    Raises:
        Unreadable: with a reason code: `empty`, `binary`, `unsupported_format`, `too_large`, `encrypted`, `damaged`,
            `crashed` and `missing_extra` (of what recognises pictures, or of the program that converts).
    """
    # Its start first: to strip is to copy.
    if not data[:64].strip(_NOTHING) and not data.strip(_NOTHING):
        raise Unreadable("empty", "The file holds no text.")
    if format_ in CONVERTED:
        data, format_ = convert(data, format_), CONVERTED[format_]
    if format_ in _PAGED:
        return _PAGED[format_].read(data, on_page)
    reader = _BY_FORMAT.get(format_)
    if reader is None and format_ in _PACKED:
        raise Unreadable(
            "unsupported_format", f"Packed files of the kind '{format_}' are not opened: unpack it and load the folder."
        )
    if reader is None:
        known = ", ".join(sorted(formats_read() | set(TABLE_FORMATS)))
        raise Unreadable(
            "unsupported_format", f"The format '{format_ or 'unknown'}' is not read yet; read are: {known}."
        )
    return reader.read(data)
