"""Word files → blocks: the paragraphs and tables of the main text, merged cells placed."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from toolkit.documents.docx_text import cell_text, flatten, prose_lines
from toolkit.documents.html import MAX_CELLS, MAX_SPAN
from toolkit.documents.package import Package
from toolkit.documents.reader import Unreadable
from toolkit.documents.wordml import NAMESPACE, Numbering, tagged, whole
from toolkit.records import Block, Grid, GridCell, Paragraph, Place, SourceText

if TYPE_CHECKING:
    from lxml.etree import _Element

# Word itself names the part after its number where a file was saved anew in the browser: `document2.xml`.
_MAIN = re.compile(r"word/document\d*\.xml")
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_DEEPEST = 114  # libxml2's code for what is beyond its limits of depth and length
_P, _TBL, _TR, _TC, _TRPR, _TCPR = map(tagged, ("p", "tbl", "tr", "tc", "trPr", "tcPr"))
_GRID, _COLUMN, _WIDTH = map(tagged, ("tblGrid", "gridCol", "w"))
_SPAN, _VMERGE, _HMERGE, _BEFORE, _VAL = map(tagged, ("gridSpan", "vMerge", "hMerge", "gridBefore", "val"))
_DELETED_ROW, _HIDDEN_ROW, _DELETED_CELL = map(tagged, ("del", "hidden", "cellDel"))
# Twentieths of a point. No character is so narrow: such a column is where two edges failed to meet.
_SLIVER = 30
_LEAVES = frozenset((_P, _TBL, _TR, _TC))


class DocxReader:
    """Reads Word files. Headers, footers, comments, footnotes and properties are not read: none is the report's text.

    Properties (title, creator, dates) are those of the file that the report was typed over more often than its own.
    """

    formats = frozenset({"docx"})

    def read(self, data: bytes) -> SourceText:
        """Returns the blocks of the main text.

        Raises:
            Unreadable: `encrypted`, `damaged`, `too_large`, `empty`, or `unsupported_format` for old binary files.
        """
        package = Package(data, "Word")
        main = next(filter(_MAIN.fullmatch, package.names), None)
        if main is None:
            raise Unreadable("damaged", "The file holds no 'word/document.xml', where a Word file has its text.")
        root = _parse(package.read(main))
        if sum(1 for _ in root.iter(_TC)) > MAX_CELLS:
            raise Unreadable("too_large", f"The file has more than {MAX_CELLS:,} table cells.")
        numbering = _numbering(package, root)
        flatten(root)
        blocks = tuple(_Walk(numbering).blocks(root))
        if not blocks:
            raise Unreadable("empty", "The file shows no text.")
        return SourceText(blocks, {})


def _parse(xml: bytes) -> "_Element":
    """The tree of a part. Entities are not resolved, nothing is fetched, depth and length stay within libxml2's limits.

    Raises:
        Unreadable: `too_large` beyond these limits; `damaged` for XML that is broken or declares entities.
    """
    # Imported here: loads of text and web pages do without.
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(xml.replace(_STRICT, NAMESPACE.encode()) if _STRICT in xml else xml, parser)
    except etree.XMLSyntaxError as error:
        reason = "too_large" if getattr(error, "code", None) == _DEEPEST else "damaged"
        raise Unreadable(reason, f"The file's text is beyond the limits or broken: {error.msg}.") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("damaged", "The file's text declares a document type, which no Word file does.")
    return root


def _numbering(package: Package, root: "_Element") -> Numbering | None:
    """How the text is numbered, or None where nothing is: most reports have their numbers typed."""
    if "word/numbering.xml" not in package.names or next(root.iter(tagged("numPr")), None) is None:
        return None
    return Numbering(_parse(package.read("word/numbering.xml")))


def _through(element: "_Element") -> Iterator["_Element"]:
    """The paragraphs, tables, rows or cells in an element, those in content controls and insertions too."""
    for child in element:
        if child.tag in _LEAVES:
            yield child
        else:
            yield from _through(child)


class _Walk:
    def __init__(self, numbering: Numbering | None) -> None:
        self._numbering = numbering
        self._number = 0

    def blocks(self, element: "_Element") -> Iterator[Block]:
        """Yields paragraphs and grids below an element, in order."""
        for child in _through(element):
            if child.tag == _P:
                yield from self._prose(child)
            elif child.tag != _TBL:
                # A row or cell outside a table: damage, but its text stands there.
                yield from self.blocks(child)
            elif next(child.iterdescendants(_TBL), None) is not None:
                # A table around tables lays out the page.
                yield from self.blocks(child)
            else:
                yield from self._table(child)

    def _place(self) -> Place:
        self._number += 1
        return Place(block=self._number - 1)

    def _prose(self, paragraph: "_Element") -> Iterator[Paragraph]:
        for line in prose_lines(paragraph, self._numbering):
            yield Paragraph(line, self._place())

    def _table(self, table: "_Element") -> Iterator[Block]:
        rows = [list(_through(row)) for row in _through(table) if row.tag == _TR and not _is_left_out(row)]
        if all(len(row) <= 1 for row in rows):
            # A table of one column is a frame around prose, not a table.
            for row in rows:
                for cell in row:
                    yield from self.blocks(cell)
            return
        yield Grid(_without_slivers(self._placed(rows), table), self._place(), aligned=True)

    def _placed(self, rows: Sequence[Sequence["_Element"]]) -> list[list[GridCell]]:
        """Each row's own cells. What a merged cell's continuation holds is not shown, hence not read."""
        placed: list[list[GridCell]] = []
        above: dict[int, tuple[int, int]] = {}  # column -> where the merged cell that reaches down to here stands
        for row in rows:
            cells: list[GridCell] = []
            reaching: dict[int, tuple[int, int]] = {}
            column = _before(row[0]) if row else 0
            for cell in row:
                if cell.tag != _TC:
                    continue
                columns, down, right = _merges(cell)
                if right == "continue" and cells:
                    cells[-1] = cells[-1]._replace(columns=cells[-1].columns + columns)
                elif down == "continue" and column in above:
                    at, index = reaching[column] = above[column]
                    placed[at][index] = placed[at][index]._replace(rows=len(placed) - at + 1)
                else:
                    # A continuation of nothing (the row above was deleted, or is on the page before) is its own cell.
                    if down:
                        reaching[column] = len(placed), len(cells)
                    cells.append(GridCell(cell_text(cell, self._numbering), column, columns))
                column += columns
            placed.append(cells)
            above = reaching
        return placed


def _without_slivers(rows: list[list[GridCell]], table: "_Element") -> tuple[tuple[GridCell, ...], ...]:
    """The rows without columns too narrow to hold anything, unless a cell has no other: then widths tell nothing."""
    widths = [whole(column.get(_WIDTH), 0) for column in table.iterfind(f"{_GRID}/{_COLUMN}")]
    if any(0 <= width <= _SLIVER for width in widths):
        edges = [0, *accumulate(int(width > _SLIVER) for width in widths)]
        more = max((cell.column + cell.columns for row in rows for cell in row), default=0) + 1 - len(edges)
        edges += [edges[-1] + beyond for beyond in range(1, more + 1)]
        moved = [
            [
                cell._replace(column=(at := edges[cell.column]), columns=edges[cell.column + cell.columns] - at)
                for cell in row
            ]
            for row in rows
        ]
        if all(cell.columns for row in moved for cell in row):
            rows = moved
    return tuple(map(tuple, rows))


def _is_left_out(row: "_Element") -> bool:
    """Whether a row is deleted (but not yet accepted as such) or hidden."""
    properties = row.find(_TRPR)
    return properties is not None and any(properties.find(tag) is not None for tag in (_DELETED_ROW, _HIDDEN_ROW))


def _before(cell: "_Element") -> int:
    """How many grid columns stay empty before a row's first cell."""
    row = next(cell.iterancestors(_TR), None)
    found = row.find(f"{_TRPR}/{_BEFORE}") if row is not None else None
    return 0 if found is None else min(whole(found.get(_VAL), 0), MAX_SPAN)


def _merges(cell: "_Element") -> tuple[int, str | None, str | None]:
    """How many columns a cell covers, and whether it begins or continues a merge downwards and to the right."""
    columns, down, right = 1, None, None
    properties = cell.find(_TCPR)
    if properties is not None:
        for item in properties:
            if item.tag == _SPAN:
                columns = whole(item.get(_VAL), 1)
            elif item.tag == _VMERGE:
                down = item.get(_VAL) or "continue"
            elif item.tag == _HMERGE:
                right = item.get(_VAL) or "continue"
    return min(max(columns, 1), MAX_SPAN), down, right
