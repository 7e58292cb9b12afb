"""Boxes on a page made straight → boxes on the page as it is shown."""

from collections.abc import Iterable, Iterator, Mapping

from toolkit.records import Block, Box, Grid, GridCell, Place

Row = tuple[float, float, float]
Homography = tuple[Row, Row, Row]
"""A map of points, (x, y) → (u / w, v / w) where (u, v, w) is its product with (x, y, 1)."""


def as_shown(blocks: Iterable[Block], maps: Mapping[int, Homography]) -> Iterator[Block]:
    """Yields blocks with their boxes where they stand on the pages as shown.

    Args:
        blocks: of a document.
        maps: by page, from the page that was read to the page as shown; other pages were read as shown.
    """
    for block in blocks:
        place = _place(block.place, maps)
        if isinstance(block, Grid):
            yield block._replace(
                rows=tuple(tuple(_cell(cell, maps) for cell in row) for row in block.rows), place=place
            )
        else:
            yield block._replace(place=place)


def moved(box: Box, by: Homography) -> Box:
    """Returns the smallest upright rectangle around a box that was moved.

    >>> moved(Box(0, 0, 2, 1), ((0.0, -1.0, 5.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)))
    Box(x0=4.0, y0=0.0, x1=5.0, y1=2.0)
    """
    corners = [(x, y) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
    found = []
    for x, y in corners:
        u, v, w = (row[0] * x + row[1] * y + row[2] for row in by)
        found.append((u / w, v / w))
    xs, ys = zip(*found, strict=True)
    return Box(round(min(xs), 2), round(min(ys), 2), round(max(xs), 2), round(max(ys), 2))


def _place(place: Place, maps: Mapping[int, Homography]) -> Place:
    by = None if place.page is None else maps.get(place.page)
    return place if by is None or place.box is None else place._replace(box=moved(place.box, by))


def _cell(cell: GridCell, maps: Mapping[int, Homography]) -> GridCell:
    by = None if cell.page is None else maps.get(cell.page)
    return cell if by is None or cell.box is None else cell._replace(box=moved(cell.box, by))
