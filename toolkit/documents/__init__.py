"""A file's bytes → blocks: one reader a format behind one small protocol."""

from toolkit.documents.contents import Contents
from toolkit.documents.conversion import Converter, convert_alone
from toolkit.documents.formats import CONVERTED, find_format
from toolkit.documents.given import as_polars, is_frame
from toolkit.documents.ocr import can_recognise
from toolkit.documents.pdf import recognise_pdf
from toolkit.documents.reader import Reader, Unreadable
from toolkit.documents.reading import LIMITS, Convert, ReadingLimits, formats_read, read_blocks
from toolkit.documents.source_file import SourceFile
from toolkit.documents.sources import Sources, find_sources, read_source, without_double
from toolkit.documents.tables import TABLE_FORMATS, is_table, read_table

__all__ = [
    "CONVERTED",
    "LIMITS",
    "TABLE_FORMATS",
    "Contents",
    "Convert",
    "Converter",
    "Reader",
    "ReadingLimits",
    "SourceFile",
    "Sources",
    "Unreadable",
    "as_polars",
    "can_recognise",
    "convert_alone",
    "find_format",
    "find_sources",
    "formats_read",
    "is_frame",
    "is_table",
    "read_blocks",
    "read_source",
    "read_table",
    "recognise_pdf",
    "without_double",
]
