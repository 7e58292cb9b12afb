"""Plain text and Markdown → blocks: lines with tabs or pipes become grid rows, other lines paragraphs."""

import re
from collections.abc import Iterator

from toolkit.documents.encoding import decode, is_binary
from toolkit.documents.reader import Unreadable
from toolkit.records import Block, Grid, GridCell, Paragraph, Place, SourceText

MAX_LINES = 400_000
MAX_LINE = 100_000
_PIPES = re.compile(r"[|｜│┃]")
_MARKDOWN_RULE = re.compile(r"^[\s|｜│┃:+\-─━┼├┤┌┐└┘┬┴=]+$")
_MARKDOWN_HEADING = re.compile(r"^#{1,6}\s+|\s+#+$")
_EMPHASIS = re.compile(r"\*\*|__")
# A field longer than this in a line of one field is prose that happens to start or end with a tab.
_LONGEST_LONE_FIELD = 40

# A text that was saved whole ends its last line, or at least its last sentence or date.
_ENDS = ("\n", "\r", "\f", "\t", "|", "。", "日")

Row = tuple[GridCell, ...]


class TextReader:
    """Reads text as scraped or copied from pages and Word files.

    Tabs get lost or doubled on the way, so the columns of its grids mean nothing across rows (`aligned` is False):
    whoever matches a row goes by its label and its tokens.
    """

    formats = frozenset({"txt", "md"})

    def read(self, data: bytes) -> SourceText:
        """Returns the blocks of a text. Each carries its line number, from 1."""
        text, _ = decode(data)
        if is_binary(text):
            raise Unreadable("binary", "The file is not text: most of it cannot be shown as characters.")
        text = text.replace("\x00", "")
        if not text.strip():
            raise Unreadable("empty", "The file holds no text.")
        return SourceText(tuple(_blocks(text)), {}, cut_off=not text.endswith(_ENDS))


def _blocks(text: str) -> Iterator[Block]:
    rows: list[Row] = []
    block = 0
    for number, line in enumerate(text.splitlines(), 1):
        if number > MAX_LINES or len(line) > MAX_LINE:
            raise Unreadable("too_large", f"Line {number} is beyond {MAX_LINES} lines or {MAX_LINE} characters.")
        content = line.strip(" \u3000\xa0\r")
        row = _row(content, number)
        if row:
            rows.append(row)
            continue
        if rows:
            yield _grid(rows, block)
            block += 1
            rows = []
        # A pipe at one end of a line bounds a cell that stands on a line of its own.
        prose = _EMPHASIS.sub("", _MARKDOWN_HEADING.sub("", content)).strip(" \t|｜│┃")
        if prose and not _MARKDOWN_RULE.match(prose):
            yield Paragraph(prose, Place(block=block, line=number))
            block += 1
    if rows:
        yield _grid(rows, block)


def _grid(rows: list[Row], block: int) -> Grid:
    return Grid(tuple(rows), Place(block=block, line=rows[0][0].line), aligned=False)


def _row(content: str, number: int) -> Row | None:
    """A line as a grid row, or None when it is prose, empty or a Markdown rule."""
    if len(_PIPES.findall(content)) >= 2:
        if _MARKDOWN_RULE.match(content):
            return None
        fields = [_EMPHASIS.sub("", field) for field in _PIPES.split(content)]
        # The outer pipes of a Markdown row bound it: what is left and right of them is no cell.
        fields = fields[1:] if not fields[0].strip() else fields
        fields = fields[:-1] if fields and not fields[-1].strip() else fields
    elif "\t" in content:
        fields = content.split("\t")
    else:
        return None
    texts = [field.strip(" \u3000\xa0\t") for field in fields]
    filled = [text for text in texts if text]
    if not filled or (len(filled) == 1 and len(filled[0]) > _LONGEST_LONE_FIELD):
        return None
    return tuple(GridCell(text, column, line=number) for column, text in enumerate(texts))
