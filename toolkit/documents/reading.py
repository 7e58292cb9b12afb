"""The front door of the readers: bytes and a name in, format and blocks out."""

from collections.abc import Callable
from dataclasses import dataclass

from toolkit.documents.docx import DocxReader
from toolkit.documents.html import HtmlReader
from toolkit.documents.pdf import PdfReader
from toolkit.documents.picture import PictureReader
from toolkit.documents.reader import PageReader, Reader, Unreadable, unwatched
from toolkit.documents.text import TextReader
from toolkit.documents.xlsx import XlsxReader
from toolkit.records import SourceText


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What one document may cost before it counts as unreadable.

    Attributes:
        bytes: size of the file; a real report of text or web page is below 1 MB, pages with pictures inside below 20.
    """

    bytes: int = 32 * 1024 * 1024


LIMITS = ReadingLimits()
_READERS: tuple[Reader, ...] = (HtmlReader(), TextReader(), DocxReader(), XlsxReader())
_PAGE_READERS: tuple[PageReader, ...] = (PdfReader(), PictureReader())
_BY_FORMAT = {format_: reader for reader in _READERS for format_ in reader.formats}
_PAGED = {format_: reader for reader in _PAGE_READERS for format_ in reader.formats}


def read_blocks(data: bytes, format_: str, on_page: Callable[[], None] = unwatched) -> SourceText:
    """Returns the blocks of a document.

    Args:
        data: the whole content.
        format_: as `find_format` tells it.
        on_page: called before each page that takes seconds, as pictures do.

    Raises:
        Unreadable: with a reason code: `empty`, `binary`, `unsupported_format`, `too_large`, `encrypted`, `damaged`,
            `missing_extra`.
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("empty", "The file holds no text.")
    if format_ in _PAGED:
        return _PAGED[format_].read(data, on_page)
    reader = _BY_FORMAT.get(format_)
    if reader is None:
        raise Unreadable(
            "unsupported_format",
            f"The format '{format_ or 'unknown'}' is not read yet; read are: {', '.join(sorted(_BY_FORMAT | _PAGED))}.",
        )
    return reader.read(data)
