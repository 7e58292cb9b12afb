"""A file's bytes → blocks: one reader a format behind one small protocol."""

from toolkit.documents.formats import find_format
from toolkit.documents.ocr import can_recognise
from toolkit.documents.pdf import recognise_pdf
from toolkit.documents.reader import Reader, Unreadable
from toolkit.documents.reading import LIMITS, ReadingLimits, read_blocks
from toolkit.documents.sources import SourceFile, Sources, digest, find_sources, without_double

__all__ = [
    "LIMITS",
    "Reader",
    "ReadingLimits",
    "SourceFile",
    "Sources",
    "Unreadable",
    "can_recognise",
    "digest",
    "find_format",
    "find_sources",
    "read_blocks",
    "recognise_pdf",
    "without_double",
]
