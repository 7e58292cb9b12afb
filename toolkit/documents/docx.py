"""Word files → blocks: the paragraphs and tables of the main text, merged cells placed."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice
from typing import TYPE_CHECKING, NamedTuple

from toolkit.documents.docx_text import PIECES, cell_text, flatten, prose_lines
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
_DELETED_ROW, _HIDDEN_ROW = map(tagged, ("del", "hidden"))
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
        if next(islice(root.iter(_TC), MAX_CELLS, None), None) is not None:
            raise Unreadable("too_large", f"The file has more than {MAX_CELLS:,} table cells.")
        numbering = _numbering(package, root)
        flatten(root)
        blocks = tuple(_Walk(numbering, _Marks(root)).blocks(root))
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


class _Marks:
    """What rows and cells say of themselves. Looked for once in the whole text: most say nothing."""

    def __init__(self, root: "_Element") -> None:
        self.left_out: set[_Element] = set()
        """Rows that are deleted (but not yet accepted as such) or hidden."""
        self.before: dict[_Element, int] = {}
        """How many grid columns stay empty before a row's first cell."""
        self.spans: dict[_Element, int] = {}
        self.down: dict[_Element, str] = {}
        self.right: dict[_Element, str] = {}
        """Whether a cell begins or continues a merge, downwards or to the right."""
        for mark in root.iter(_SPAN, _VMERGE, _HMERGE, _BEFORE, _DELETED_ROW, _HIDDEN_ROW):
            properties = mark.getparent()
            owner = None if properties is None else properties.getparent()
            if properties is None or owner is None:
                continue
            # What a cell was before a tracked change has an owner too, which nobody asks about.
            if properties.tag == _TCPR:
                if mark.tag == _SPAN:
                    self.spans[owner] = min(max(whole(mark.get(_VAL), 1), 1), MAX_SPAN)
                elif mark.tag in (_VMERGE, _HMERGE):
                    merged = self.down if mark.tag == _VMERGE else self.right
                    merged[owner] = mark.get(_VAL) or "continue"
            elif properties.tag == _TRPR:
                if mark.tag == _BEFORE:
                    self.before[owner] = min(whole(mark.get(_VAL), 0), MAX_SPAN)
                else:
                    self.left_out.add(owner)


class _Cell(NamedTuple):
    """A cell and the elements its text is made of."""

    element: "_Element"
    pieces: "list[_Element]"


_Row = tuple["_Element", list[_Cell]]


class _Walk:
    def __init__(self, numbering: Numbering | None, marks: _Marks) -> None:
        self._numbering = numbering
        self._marks = marks
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
        rows = self._rows(table)
        if all(len(cells) <= 1 for _, cells in rows):
            # A table of one column is a frame around prose, not a table.
            for _, cells in rows:
                for cell in cells:
                    yield from self.blocks(cell.element)
            return
        yield Grid(_without_slivers(self._placed(rows), table), self._place(), aligned=True)

    def _rows(self, table: "_Element") -> list[_Row]:
        """The rows that show, with their cells; gathered in one walk, as no table is inside."""
        rows: list[_Row] = []
        cells: list[_Cell] = []
        pieces: list[_Element] = []
        for element in table.iter(_TR, _TC, *PIECES):
            if element.tag == _TR:
                cells, pieces = [], []
                if element not in self._marks.left_out:
                    rows.append((element, cells))
            elif element.tag == _TC:
                pieces = []
                cells.append(_Cell(element, pieces))
            else:
                pieces.append(element)
        return rows

    def _placed(self, rows: Sequence[_Row]) -> list[list[GridCell]]:
        """Each row's own cells. What a merged cell's continuation holds is not shown, hence not read."""
        marks = self._marks
        placed: list[list[GridCell]] = []
        above: dict[int, tuple[int, int]] = {}  # column -> where the merged cell that reaches down to here stands
        for row, own in rows:
            cells: list[GridCell] = []
            reaching: dict[int, tuple[int, int]] = {}
            column = marks.before.get(row, 0)
            for element, pieces in own:
                columns, down = marks.spans.get(element, 1), marks.down.get(element)
                if marks.right.get(element) == "continue" and cells:
                    cells[-1] = cells[-1]._replace(columns=cells[-1].columns + columns)
                elif down == "continue" and column in above:
                    at, index = reaching[column] = above[column]
                    placed[at][index] = placed[at][index]._replace(rows=len(placed) - at + 1)
                else:
                    # A continuation of nothing (the row above was deleted, or is on the page before) is its own cell.
                    if down:
                        reaching[column] = len(placed), len(cells)
                    cells.append(GridCell(cell_text(pieces, self._numbering), column, columns))
                column += columns
            placed.append(cells)
            above = reaching
        return placed


def _without_slivers(rows: list[list[GridCell]], table: "_Element") -> tuple[tuple[GridCell, ...], ...]:
    """The rows without columns too narrow to hold anything, unless a cell has no other: then widths tell nothing."""
    widths = [whole(column.get(_WIDTH), 0) for column in table.iterfind(f"{_GRID}/{_COLUMN}")]
    if any(width <= _SLIVER for width in widths):
        edges = [0, *accumulate(int(width > _SLIVER) for width in widths)]

        def moved_to(edge: int) -> int:
            return edges[edge] if edge < len(edges) else edges[-1] + edge + 1 - len(edges)

        moved = [
            [
                cell._replace(column=(at := moved_to(cell.column)), columns=moved_to(cell.column + cell.columns) - at)
                for cell in row
            ]
            for row in rows
        ]
        if all(cell.columns for row in moved for cell in row):
            rows = moved
    return tuple(map(tuple, rows))
