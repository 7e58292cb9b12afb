"""A file's bytes → blocks: one reader a format behind one small protocol."""

from toolkit.documents.contents import Contents
from toolkit.documents.conversion import Converter
from toolkit.documents.formats import CONVERTED, find_format
from toolkit.documents.reader import Reader, Unreadable
from toolkit.documents.reading import LIMITS, ReadingLimits, read_blocks
from toolkit.documents.source_file import SourceFile
from toolkit.documents.sources import Sources, find_sources, read_source, without_double

__all__ = [
    "CONVERTED",
    "LIMITS",
    "Contents",
    "Converter",
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
