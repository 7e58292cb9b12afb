"""A file's bytes → blocks: one reader a format behind one small protocol."""

from toolkit.documents.contents import Contents
from toolkit.documents.formats import find_format
from toolkit.documents.reader import Reader, Unreadable
from toolkit.documents.reading import LIMITS, ReadingLimits, read_blocks
from toolkit.documents.source_file import SourceFile
from toolkit.documents.sources import Sources, find_sources, read_source, without_double

__all__ = [
    "LIMITS",
    "Contents",
    "Reader",
    "ReadingLimits",
    "SourceFile",
    "Sources",
    "Unreadable",
    "find_format",
    "find_sources",
    "read_blocks",
    "read_source",
    "without_double",
]
