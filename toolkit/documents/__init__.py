"""A file's bytes → blocks: one reader a format behind one small protocol."""

from toolkit.documents.reading import LIMITS, ReadingLimits, read_blocks
from toolkit.documents.reader import Reader, Unreadable

__all__ = ["LIMITS", "Reader", "ReadingLimits", "Unreadable", "read_blocks"]
