"""A file's bytes → blocks: one reader a format behind one small protocol."""

from toolkit.documents.formats import find_format
from toolkit.documents.reader import Reader, Unreadable
from toolkit.documents.reading import LIMITS, ReadingLimits, formats_read, read_blocks
from toolkit.documents.sources import SourceFile, Sources, digest, find_sources, read_source, without_double

__all__ = [
    "LIMITS",
    "Reader",
    "ReadingLimits",
    "SourceFile",
    "Sources",
    "Unreadable",
    "digest",
    "find_format",
    "find_sources",
    "formats_read",
    "read_blocks",
    "read_source",
    "without_double",
]
