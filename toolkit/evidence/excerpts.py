"""What of a document is shown around a number: frozen records, no logic."""

from typing import NamedTuple


class Note(NamedTuple):
    """What must be said of an evidence: a name of `messages.toml` under `evidence`, and what it names in braces."""

    name: str
    values: tuple[tuple[str, object], ...] = ()


class Picture(NamedTuple):
    """A part of a page, drawn.

    Attributes:
        png: its bytes.
        page: the page, from 1.
        size: width and height in pixels.
        box: the rectangle of the number in pixels; its frame is drawn outside of it. None where none is told.
    """

    png: bytes
    page: int
    size: tuple[int, int]
    box: tuple[int, int, int, int] | None


class FragmentCell(NamedTuple):
    """A cell of a table, with the columns and rows it covers; `lit` where it is the one looked for."""

    text: str
    columns: int = 1
    rows: int = 1
    lit: bool = False


class FragmentRow(NamedTuple):
    """A row of a table: its number, from 0, and the cells that start in it."""

    number: int
    cells: tuple[FragmentCell, ...]


class Fragment(NamedTuple):
    """Rows of a table: its header and those around a number, apart where rows between are left out."""

    parts: tuple[tuple[FragmentRow, ...], ...]


class ShownLine(NamedTuple):
    """A line of a text.

    Attributes:
        number: from 1.
        text: the line, or the part of it that is shown.
        start: where the number begins in `text`; None where it does not stand in this line.
        end: where it ends; the same as `start` for a blank.
    """

    number: int
    text: str
    start: int | None = None
    end: int | None = None


class Lines(NamedTuple):
    """Lines of a text, in order; `counted` says what their numbers count: `line` (from 1) or `block` (from 0)."""

    lines: tuple[ShownLine, ...]
    counted: str = "line"


Excerpt = Picture | Fragment | Lines
