"""A cell of a report → its evidence: the document is read once more, and the place looked up in it."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from toolkit.codebook import Codebook
from toolkit.corpus import ReportView
from toolkit.corpus.naming import official_labels
from toolkit.corpus.printed import Key
from toolkit.documents import Unreadable, read_blocks, read_source
from toolkit.documents.encoding import decode
from toolkit.errors import SourceError
from toolkit.evidence import grids, lines
from toolkit.evidence.evidence import Evidence
from toolkit.evidence.excerpts import Excerpt, Lines, Note, ShownLine
from toolkit.evidence.pages import PICTURE_FORMATS, Spot, TooLarge, crop
from toolkit.extraction.lines import text_line
from toolkit.records import Block, Box, Grid, Paragraph, Place

TEXT_FORMATS = frozenset({"txt", "md"})

Found = tuple[Excerpt | None, bool, tuple[Note, ...]]
"""What is shown, whether the number itself is marked in it, and what must be said of it."""
Row = Mapping[str, Any]
"""A row of `cells`."""


def look_up(view: ReportView, key: Key, source: Path | None) -> Evidence:
    """Returns where a cell of a report stands in its document.

    A document that is gone, or is not what it was when it was read, is no error: the evidence says so, and tells what
    was kept of the cell.

    Args:
        view: the report.
        key: the cell.
        source: where the document lies now, or the folder that its path starts from; None for where it was.
    """
    cell = _row_of(view.cells, key)
    form = view.form(key[0])
    target, said = _target(view, cell)
    excerpt, marked = None, False
    if target is not None and target["source"] == "parsed":
        said = (*said, Note("parsed", (("row", (target["grid_row"] or 0) + 1),)))
    elif target is not None:
        try:
            data = _content(view.document, source)
        except _Unavailable as problem:
            said = (*said, problem.note)
        else:
            excerpt, marked, more = _excerpt(view, data, target, lit=target is cell)
            said = (*said, *more)
    labels = official_labels(view.codebook, form, key)
    title = view.facts["title"] or view.facts["agency"] or view.facts["report_id"]
    return Evidence(cell, labels, str(view.facts["source"]), str(title), excerpt, marked, said, view.highlight.get(key))


class _Unavailable(Exception):
    """The document cannot be shown; `note` says why."""

    def __init__(self, name: str, **values: object) -> None:
        super().__init__(name)
        self.note = Note(name, tuple(values.items()))


def _row_of(cells: pl.DataFrame, key: Key) -> Row:
    table, row, column = key
    return cells.filter(table=table, row=row, column=column).row(0, named=True)


def _target(view: ReportView, cell: Row) -> tuple[Row | None, tuple[Note, ...]]:
    """The cell whose place is shown: of one without a place a cell of its row, or the first of its table."""
    if _has_place(cell):
        return cell, ()
    placed = [
        other
        for other in view.cells.filter(table=cell["table"]).iter_rows(named=True)
        if other["state"] != "missing" and _has_place(other)
    ]
    if not placed:
        return None, (Note("no_table" if cell["state"] == "missing" else "no_place"),)
    beside = next((other for other in placed if other["row"] == cell["row"]), None)
    if cell["state"] != "missing":  # of a row that is printed twice with other numbers, and the like
        return beside, (Note("no_place"),)
    if beside is not None:
        return beside, (Note("no_column"),)
    return min(placed, key=_reading_order), (Note("no_row"),)


def _has_place(cell: Row) -> bool:
    return any(cell[name] is not None for name in ("page", "block", "line"))


def _reading_order(cell: Row) -> tuple[int, ...]:
    box = cell["box"]
    return tuple(-1 if cell[name] is None else cell[name] for name in ("page", "block", "line", "grid_row")) + (
        (round(box[1]), round(box[0])) if box else (-1, -1)
    )


def _content(document: Row, source: Path | None) -> bytes:
    """The document as it was read.

    Raises:
        _Unavailable: it is gone, or is another now.
    """
    name = str(document["source"])
    if source is not None:
        name = (source / name if source.is_dir() else source).as_posix()
    try:
        size = document["bytes"]
        if Path(name).is_file() and Path(name).stat().st_size != size:
            raise _Unavailable("changed", source=name)
        data = read_source(name)
    except (SourceError, OSError, ValueError) as error:
        raise _Unavailable("gone", source=name) from error
    if hashlib.sha256(data).hexdigest() != document["sha256"]:
        raise _Unavailable("changed", source=name)
    return data


@lru_cache(maxsize=1)
def _blocks(data: bytes, format_: str) -> tuple[Block, ...]:
    """The blocks of a document; of the last one they are kept, as who looks at one number looks at its neighbours."""
    return read_blocks(data, format_).blocks


def _excerpt(view: ReportView, data: bytes, cell: Row, *, lit: bool) -> Found:
    format_ = str(view.document["format"])
    try:
        if cell["page"] is not None and (format_ == "pdf" or format_ in PICTURE_FORMATS):
            return _page(view, data, format_, cell, lit=lit)
        blocks = _blocks(data, format_)
    except TooLarge:
        return None, False, (Note("too_large"),)
    except ValueError:
        return None, False, (Note("no_page", (("page", cell["page"]),)),)
    except Unreadable as unreadable:
        return None, False, (Note("not_shown", (("format", format_), ("detail", unreadable.detail))),)
    if format_ in TEXT_FORMATS and cell["line"] is not None:
        return _text(view, data, blocks, cell, lit=lit)
    block = blocks[cell["block"]] if cell["block"] is not None and cell["block"] < len(blocks) else None
    if block is None:
        return None, False, (Note("moved"),)
    if isinstance(block, Grid) and cell["grid_row"] is not None:
        return _table(view, blocks, block, cell, lit=lit)
    return _prose(view.codebook, blocks, cell, lit=lit)


def _of_row(cell: Row) -> tuple[Note, ...]:
    """Why a whole row is marked."""
    return (Note("row_blank" if cell["state"] == "blank" else "row_only"),)


# ---------------------------------------------------------------- pages


def _page(view: ReportView, data: bytes, format_: str, cell: Row, *, lit: bool) -> Found:
    spot = Spot(cell["page"], Box(*cell["box"]) if cell["box"] else None)
    said: tuple[Note, ...] = ()
    exact = spot.box is not None
    if spot.box is None:
        spot = Spot(spot.page, _row_box(data, format_, cell))
        said = _of_row(cell) if spot.box and lit else ()
    if not lit:
        spot = Spot(spot.page, _row_box(data, format_, cell) or spot.box)
    return crop(data, format_, spot, _first_spot(view, cell)), exact and lit, said


def _row_box(data: bytes, format_: str, cell: Row) -> Box | None:
    """The rectangle around a row of a table, where its grid tells it."""
    blocks = _blocks(data, format_)
    block = blocks[cell["block"]] if cell["block"] is not None and cell["block"] < len(blocks) else None
    if isinstance(block, Grid) and cell["grid_row"] is not None and cell["grid_row"] < len(block.rows):
        row = block.rows[cell["grid_row"]]
        # A merged heading reaches over rows that are not meant.
        lowest = min((one.rows for one in row), default=1)
        boxes = [one.box for one in row if one.box and one.page == cell["page"] and one.rows == lowest]
        return _around(boxes) if boxes else None
    return block.place.box if block and block.place.page == cell["page"] else None


def _around(boxes: list[Box]) -> Box:
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return Box(min(x0), min(y0), max(x1), max(y1))


def _first_spot(view: ReportView, cell: Row) -> Spot | None:
    """The place of the first number of a cell's table, above which its header stands."""
    if cell["table"] == "disclosure":
        return None  # every block of table 2 has a header of its own, right above its numbers
    placed = view.cells.filter(pl.col("table") == cell["table"], pl.col("box").is_not_null(), pl.col("page") > 0)
    if placed.is_empty():
        return None
    first = min(placed.iter_rows(named=True), key=lambda one: (one["page"], one["box"][1], one["box"][0]))
    return Spot(first["page"], Box(*first["box"]))


# ---------------------------------------------------------------- tables


def _table(view: ReportView, blocks: tuple[Block, ...], grid: Grid, cell: Row, *, lit: bool) -> Found:
    row, column = cell["grid_row"], cell["grid_column"]
    there = grids.cell_at(grid, row, column) if column is not None else None
    moved = column is not None and (there is None or there.text != cell["raw"])
    if moved and lit:
        return None, False, (Note("moved"),)
    own = view.cells.filter(table=cell["table"]).drop_nulls(["block", "grid_row"])
    numbered = {(block, at) for block, at in own.select("block", "grid_row").iter_rows()}
    here = {at for block, at in numbered if block == cell["block"]}
    first_block, first_row = min(numbered)
    above = None
    if cell["table"] == "disclosure":
        header = grids.header_above(row, here)
    elif first_block == cell["block"]:
        header = grids.header_above(first_row, here)
    else:
        # A table that was cut in two has its header in the first part.
        header = range(0)
        first = blocks[first_block]
        if isinstance(first, Grid):
            of_first = {at for block, at in numbered if block == first_block}
            above = grids.header_fragment(first, grids.header_above(first_row, of_first))
    said = _of_row(cell) if lit and column is None else ()
    shown = grids.fragment(grid, row, column, header, lit=lit, above=above)
    return shown, lit and column is not None, said


# ---------------------------------------------------------------- text


def _text(view: ReportView, data: bytes, blocks: tuple[Block, ...], cell: Row, *, lit: bool) -> Found:
    texts = decode(data)[0].replace("\x00", "").splitlines()
    number = cell["line"]
    if not 1 <= number <= len(texts):
        return None, False, (Note("moved"),)
    line = texts[number - 1]
    span = _span(view.codebook, line, blocks, cell)
    whole = cell["grid_column"] is None
    if span is None and whole:
        span = len(line) - len(line.lstrip()), len(line.rstrip())
    said: tuple[Note, ...] = ()
    if not lit:
        span = None
    elif whole:
        said = _of_row(cell)
    elif span is None:
        said = (Note("moved"),)
    own = view.cells.filter(table=cell["table"])["line"].drop_nulls()
    header = None if cell["table"] == "disclosure" or own.is_empty() else int(own.to_list()[own.arg_min() or 0])
    return lines.lines_around(texts, number, span, header), lit and not whole and span is not None, said


def _span(codebook: Codebook, line: str, blocks: tuple[Block, ...], cell: Row) -> lines.Span | None:
    """The characters of a number in its line; None where they do not say what was read."""
    block, column = cell["block"], cell["grid_column"]
    if column is None or block is None or block >= len(blocks):
        return None
    found = blocks[block]
    if isinstance(found, Grid):
        row = next((row for row in found.rows if row and row[0].line == cell["line"]), ())
        span = lines.span_in_row(line, row, column)
    else:
        printed = text_line(found, codebook)
        start = lines.start_of_piece(line, blocks, block)
        span = lines.span_in_prose(line, printed.fields, column, start) if printed else None
    return span if span and line[slice(*span)] == (cell["raw"] or "") else None


def _prose(codebook: Codebook, blocks: tuple[Block, ...], cell: Row, *, lit: bool) -> Found:
    """Paragraphs around a number that stands in no table: of a page that has lost its own."""
    block = cell["block"]
    texts = [one.text if isinstance(one, Paragraph) else "" for one in blocks]
    span = None
    paragraph = blocks[block]
    if isinstance(paragraph, Paragraph) and cell["grid_column"] is not None and lit:
        printed = text_line(paragraph._replace(place=Place(block=block)), codebook)
        span = lines.span_in_prose(texts[block], printed.fields, cell["grid_column"]) if printed else None
        span = span if span and texts[block][slice(*span)] == cell["raw"] else None
    shown = lines.lines_around([text.replace("\n", " ") for text in texts], block + 1, span)
    of_blocks = Lines(tuple(ShownLine(one.number - 1, *one[1:]) for one in shown.lines), counted="block")
    return of_blocks, span is not None, (Note("moved"),) if lit and span is None else ()
