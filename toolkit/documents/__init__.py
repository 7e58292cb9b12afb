"""A file's bytes → blocks: one reader a format behind one small protocol."""

from toolkit.documents.formats import find_format
from toolkit.documents.given import as_polars, is_frame
from toolkit.documents.reader import Reader, Unreadable
from toolkit.documents.reading import LIMITS, ReadingLimits, formats_read, read_blocks
from toolkit.documents.sources import SourceFile, Sources, digest, find_sources, read_source, without_double
from toolkit.documents.tables import TABLE_FORMATS, is_table, read_table

__all__ = [
    "LIMITS",
    "TABLE_FORMATS",
    "Reader",
    "ReadingLimits",
    "SourceFile",
    "Sources",
    "Unreadable",
    "as_polars",
    "digest",
    "find_format",
    "find_sources",
    "formats_read",
    "is_frame",
    "is_table",
    "read_blocks",
    "read_source",
    "read_table",
    "without_double",
]
