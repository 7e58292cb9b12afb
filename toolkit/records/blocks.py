"""What a reader makes of a file, whatever its format: paragraphs and grids in reading order."""

from typing import NamedTuple

from toolkit.records.place import Box, Place


class Paragraph(NamedTuple):
    """A run of text. `text` is as printed, line breaks inside it kept as `\\n`.

    `score` is the recognition score 0..1 of its least sure character, for recognised (OCR) text only.
    """

    text: str
    place: Place
    score: float | None = None


class GridCell(NamedTuple):
    """One printed cell of a grid, named by the first row and column it covers.

    Attributes:
        text: as printed; breaks inside the cell are `\\n`, so that two stacked numbers never become one.
        column: first grid column, from 0.
        columns: how many grid columns it covers.
        rows: how many grid rows it covers, cut at the grid's end.
        line: line in the source text, from 1, where there is one.
        page: page number, from 1, where there are pages.
        box: rectangle on the page in points, where there are pages.
        score: recognition score 0..1, for recognised (OCR) text only.
        moved_from: the place of the line it was printed on, where it was joined to a label that stands on another.
    """

    text: str
    column: int
    columns: int = 1
    rows: int = 1
    line: int | None = None
    page: int | None = None
    box: Box | None = None
    score: float | None = None
    moved_from: Place | None = None


class Grid(NamedTuple):
    """A table as printed: for each row the cells that start in it, left to right.

    Attributes:
        rows: the rows' own cells; a cell merged downwards stands in its first row only.
        place: where the grid stands (its block, page, first line).
        aligned: whether column numbers mean the same in every row. False for text, where tabs get lost or doubled.
        inferred: whether rows and columns were told by gaps alone. Then headings stand as their lines do: a name that
            wraps over several cells one below the other, a heading over several columns cut into them.
    """

    rows: tuple[tuple[GridCell, ...], ...]
    place: Place
    aligned: bool
    inferred: bool = False


Block = Paragraph | Grid


class SourceText(NamedTuple):
    """A document read into blocks, with the facts that stand outside its text.

    Attributes:
        blocks: paragraphs and grids in reading order.
        metadata: what the document says of itself outside the visible text: page metadata, lower-case names
            (`pubdate`, `siteidcode`, `articletitle`, …), first value wins.
        source: how the text came about: `text` or `ocr`.
        cut_off: whether the source stops without the end its format has, so that its last word may not be whole.
    """

    blocks: tuple[Block, ...]
    metadata: dict[str, str]
    source: str = "text"
    cut_off: bool = False
