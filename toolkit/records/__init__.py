"""What the stages hand each other: frozen records, no logic.

documents → blocks (`Paragraph`, `Grid`) → `Report` (its `Section`, `Cell`, `Leftover`, `Claim`) → frames.
Every record that carries text or a number carries its `Place` too.
"""

from toolkit.records.blocks import Block, Grid, GridCell, Paragraph, SourceText
from toolkit.records.document import DOCUMENT_STATUSES, NOT_READ_TWICE, Document
from toolkit.records.parsed import ParsedReports
from toolkit.records.place import Box, Place
from toolkit.records.report import CELL_STATES, Cell, Claim, Leftover, Report, SecondReading, Section, Statement

__all__ = [
    "CELL_STATES",
    "DOCUMENT_STATUSES",
    "NOT_READ_TWICE",
    "Block",
    "Box",
    "Cell",
    "Claim",
    "Document",
    "Grid",
    "GridCell",
    "Leftover",
    "Paragraph",
    "ParsedReports",
    "Place",
    "Report",
    "SecondReading",
    "Section",
    "SourceText",
    "Statement",
]
