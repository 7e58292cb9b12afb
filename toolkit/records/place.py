"""Where in a document something stands."""

from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle on a page, in points (1/72 inch), origin at the page's top left."""

    x0: float
    y0: float
    x1: float
    y1: float


class Place(NamedTuple):
    """A place in one document. What a format does not have is None: text has no page, a web page no line.

    Attributes:
        page: page number, from 1.
        block: position of the block (paragraph or grid) in the document, from 0.
        line: line number in the source text, from 1.
        grid_row: row in the grid, from 0.
        grid_column: first column in the grid, from 0, merged cells expanded.
        box: rectangle on the page.
    """

    page: int | None = None
    block: int | None = None
    line: int | None = None
    grid_row: int | None = None
    grid_column: int | None = None
    box: Box | None = None
