"""Plain text and Markdown → blocks: lines with tabs or pipes become grid rows, other lines paragraphs."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from toolkit.documents.encoding import decode, is_binary
from toolkit.documents.reader import Unreadable
from toolkit.records import Block, Grid, GridCell, Paragraph, Place, SourceText

MAX_LINES = 400_000
MAX_LINE = 100_000
_PIPES = re.compile(r"[|｜│┃]")
_MARKDOWN_RULE = re.compile(r"^[\s|｜│┃:+\-─━┼├┤┌┐└┘┬┴=]+$")
_MARKDOWN_HEADING = re.compile(r"^#{1,6}\s+|\s+#+$")
_EMPHASIS = re.compile(r"\*\*|(?<!_)__(?!_)")  # longer ones are to be filled in: 共____件
# A field longer than this in a line of one field is prose that happens to start or end with a tab.
_LONGEST_LONE_FIELD = 40

# A line of this length with this many joints is a whole report run together, not a paragraph.
_ENDLESS = 1500
_JOINTS = 150
# A text that was saved whole ends its last line, or at least its last sentence or date.
_ENDS = ("\n", "\r", "\f", "\t", "|", "。", "日")


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
    rows: list[_Fields] = []
    block = 0
    for number, line in enumerate(text.splitlines(), 1):
        if number > MAX_LINES or len(line) > MAX_LINE:
            raise Unreadable("too_large", f"Line {number} is beyond {MAX_LINES} lines or {MAX_LINE} characters.")
        content = line.strip(" \u3000\xa0\r")
        if len(content) > _ENDLESS:
            pieces = _pieces(content)
            if len(pieces) > 1:
                for piece in pieces:
                    yield Paragraph(piece, Place(block=block, line=number))
                    block += 1
                continue
        if rows and "-" in content and _MARKDOWN_RULE.match(content):
            continue  # the rule below a header parts no table
        fields = _fields(content, number)
        if fields:
            rows.append(fields)
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


def _pieces(line: str) -> list[str]:
    """An endless line cut where its elements were joined: a page's texts run together by a scraper."""
    pieces = _PIPES.split(line) if len(_PIPES.findall(line)) > _JOINTS else line.split()
    return [piece.strip() for piece in pieces if piece.strip()] if len(pieces) > _JOINTS else [line]


class _Fields(NamedTuple):
    texts: list[str]
    line: int
    piped: bool


def _grid(rows: list[_Fields], block: int) -> Grid:
    # Where every row begins (or ends) with a pipe, the pipe bounds the table: outside of it is no cell.
    piped = [fields.texts for fields in rows if fields.piped]
    first = 1 if piped and all(not texts[0] for texts in piped) else 0
    last = -1 if piped and all(not texts[-1] for texts in piped) else None
    placed = []
    for texts, line, is_piped in rows:
        shown = texts[first:last] if is_piped else texts
        placed.append(tuple(GridCell(text, column, line=line) for column, text in enumerate(shown)))
    return Grid(tuple(placed), Place(block=block, line=rows[0].line), aligned=False)


def _fields(content: str, number: int) -> _Fields | None:
    """A line as the fields of a grid row, or None when it is prose, empty or a Markdown rule."""
    piped = len(_PIPES.findall(content)) >= 2
    if piped:
        if _MARKDOWN_RULE.match(content):
            return None
        fields = [_EMPHASIS.sub("", field) for field in _PIPES.split(content)]
    elif "\t" in content:
        fields = content.split("\t")
    else:
        return None
    texts = [field.strip(" \u3000\xa0\t") for field in fields]
    filled = [text for text in texts if text]
    if not filled or (len(filled) == 1 and len(filled[0]) > _LONGEST_LONE_FIELD):
        return None
    return _Fields(texts, number, piped)
