"""Web pages → blocks: one walk over the lexbor tree, tables as grids with their merged cells placed."""

import re
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import lru_cache, partial
from itertools import pairwise
from operator import attrgetter

from selectolax.lexbor import LexborHTMLParser, LexborNode

from toolkit.documents.encoding import decode, is_binary
from toolkit.documents.reader import Unreadable
from toolkit.records import Block, Grid, GridCell, Paragraph, Place, SourceText

MAX_CELLS = 100_000
MAX_SPAN = 1000

# A break that the page shows, told apart from the line ends of its source, which show as a space.
_BREAK = "\u2028"
_SPACES = re.compile(r"[ \t\r\n\f\xa0\u3000]+")
_STRIPPED = " \t\r\n\f\xa0\u3000" + _BREAK
_AROUND_BREAK = re.compile(f" *{_BREAK}[ {_BREAK}]*")
# Elements that may be hidden, or set apart, whatever their style: withdrawn (struck through), white as the page, shown
# in another order. Digits in such an element are not the digits of the number beside it.
_SUSPECT_TAGS = ("font", "rt", "rp", "del", "s", "strike", "bdo")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|(?:font-size|opacity)\s*:\s*0(?:\.0+)?\s*(?:p[xt]|r?em|%)?\s*(?:!|;|$)"
    r"|(?<!-)color\s*:\s*transparent",
    re.IGNORECASE,
)
_ASIDE_STYLE = re.compile(
    r"line-through|(?<!-)color\s*:\s*(?:white|#fff(?:fff)?\b|rgba?\(\s*255\s*,\s*255\s*,\s*255)", re.IGNORECASE
)
_STRUCK = "~"
_SET_APART_TAGS = ("del", "s", "strike", "bdo")
# A page that was saved whole closes its last table, or the page.
_END = re.compile(rb"</(?:table|body|html)\s*>(?!.*<td)", re.IGNORECASE | re.DOTALL)
_FIRST_NUMBER = re.compile(r"\s*\+?(\d{1,9})")
_SKIPPED_TAGS = (
    "script", "style", "noscript", "template", "head", "select", "iframe", "object", "svg", "textarea", "button", "wbr",
)  # fmt: skip
# Tags that part no words. Names with a colon (Word's <o:p>, <st1:chsdate>) part none either.
_INLINE_TAGS = (
    "span", "a", "b", "strong", "font", "em", "i", "u", "small", "big", "label", "abbr", "acronym", "cite", "code",
    "dfn", "kbd", "mark", "nobr", "q", "samp", "time", "tt", "var", "ruby", "rb", "bdi",
)  # fmt: skip
_NAMESPACED = re.compile(rb"</?[A-Za-z][A-Za-z0-9]*:[^<>]*>")
# Tags that part what stands left and right of them in a table: `12<sup>1</sup>` is not 121, `<del>5</del>7` not 57.
_PARTING_TAGS = ("sup", "sub", "del", "s", "strike", "ins", "bdo")
_COMMENT = re.compile(b"<!--")
# One of these private characters, one that the page does not hold, stands around a table's number where it stood.
_MARKS = range(0xE000, 0xF8FF)
_META_NAMES = ("name", "property", "itemprop", "http-equiv")
_TAG_ID = attrgetter("tag_id")
_SHORT = 40
_OFTEN = 20
_REMEMBERED_STYLES = 4
_UNQUOTABLE = re.compile(r'["\\\r\n\f]')
_plain_styles: deque[str] = deque(maxlen=_REMEMBERED_STYLES)
# `GridCell(…)` is a function of Python's own; a page has hundreds of cells and paragraphs.
_new_cell = partial(tuple.__new__, GridCell)
_new_paragraph = partial(tuple.__new__, Paragraph)
_new_place = partial(tuple.__new__, Place)

Attributes = Mapping[str, str | None]


class HtmlReader:
    """Reads web pages. Hidden elements are left out; a layout table is walked, a table without tables is a grid."""

    formats = frozenset({"html"})

    def read(self, data: bytes) -> SourceText:
        """Returns the page's blocks and its metadata (`<meta>` by lower-case name, and `title`)."""
        text, encoding = decode(data)
        if is_binary(text):
            raise Unreadable("binary", "The file is not a web page: most of it cannot be shown as characters.")
        # The parser reads UTF-8: a page that is just that need not be encoded again.
        clean = encoding == "utf-8" and data[:1] != b"\xef" and b"\x00" not in data
        source = data if clean else text.replace("\x00", "").encode("utf-8", "replace")
        tree = LexborHTMLParser(source)
        tags = _tags(tree)
        if any(":" in tag for tag in tags):
            tree = LexborHTMLParser(_NAMESPACED.sub(b"", source))
            tags = _tags(tree)
        _hide_and_set_apart(tree, tags)
        metadata = _metadata(tree)
        blocks = tuple(_blocks(tree, source, tags))
        if not blocks:
            raise Unreadable("empty", "The page shows no text.")
        return SourceText(blocks, metadata, cut_off=not _END.search(source[-40_000:]))


def _tags(tree: LexborHTMLParser) -> Set[str]:
    """The tags that a page holds. A query takes its time for every tag it names: it is asked only for these."""
    nodes = tree.css("*")
    one_of_each = dict(zip(map(_TAG_ID, nodes), nodes, strict=True))  # a number is had sooner than a name
    return {node.tag or "" for node in one_of_each.values()}


def _those(wanted: Sequence[str], tags: Set[str]) -> list[str]:
    return [tag for tag in wanted if tag in tags]


def _hide_and_set_apart(tree: LexborHTMLParser, tags: Set[str]) -> None:
    """Takes out what the page does not show, and parts from its neighbours what it shows as withdrawn or aside."""
    # By address: an element that answers to two parts of a query is returned twice.
    suspects: dict[int, tuple[LexborNode, Attributes]] = {}
    plain: Counter[str] = Counter()
    for node in tree.css(", ".join([_styled(), "[hidden]", "[dir]", *_those(_SUSPECT_TAGS, tags)])):
        attributes = node.attributes
        style = attributes.get("style") or ""
        if style in plain or not (_HIDDEN.search(style) or _ASIDE_STYLE.search(style)):
            plain[style] += 1
            if "hidden" not in attributes and "dir" not in attributes and node.tag not in _SUSPECT_TAGS:
                continue
        suspects[node.mem_id] = (node, attributes)
    _remember(plain)
    hidden: list[LexborNode] = []
    for node, own in suspects.values():
        if _is_hidden(node, own):
            hidden.append(node)
        elif _is_aside(node, own):
            _set_apart(node, own)
    hidden = [node for node in hidden if node.tag not in ("html", "body")]
    ids = {node.mem_id for node in hidden}
    # The outermost ones found first: a removed element's memory goes with all that is in it.
    for node in [node for node in hidden if not _stands_in(node, ids)]:
        node.decompose()


def _styled() -> str:
    """The query for elements whose style may hide them or set them apart.

    Pages repeat a few styles hundreds of times, and the next page has the same ones. Those that tell nothing are
    remembered, and the query passes over them: to ask each element costs ten times as much.
    """
    return "[style]" + "".join(f':not([style="{style}"])' for style in _plain_styles)


def _remember(plain: Counter[str]) -> None:
    for style, times in plain.most_common(_REMEMBERED_STYLES):
        if style and times >= _OFTEN and style not in _plain_styles and not _UNQUOTABLE.search(style):
            _plain_styles.append(style)


def _stands_in(node: LexborNode, ids: Set[int]) -> bool:
    above = node.parent
    while above is not None and above.mem_id not in ids:
        above = above.parent
    return above is not None


def _metadata(tree: LexborHTMLParser) -> dict[str, str]:
    metadata: dict[str, str] = {}
    for node in tree.css("meta"):
        attributes = node.attributes
        content = attributes.get("content")
        name = next((attributes[key] for key in _META_NAMES if attributes.get(key)), None)
        if name and content and content.strip():
            metadata.setdefault(name.strip().lower(), shown(content))
    title = tree.css_first("title")
    if title is not None:
        metadata.setdefault("title", shown(title.text(deep=True)))
    return metadata


def shown(text: str) -> str:
    """Returns text as the page shows it: runs of white space are one space, breaks are `\\n`.

    >>> shown(" 商业\\n 企业\\u2028 （家） ")
    '商业 企业\\n（家）'
    """
    text = text.strip(_STRIPPED)
    if text.isalnum():
        return text
    text = _SPACES.sub(" ", text)
    if _BREAK in text:
        text = _AROUND_BREAK.sub("\n", text)
    return text


_shown_again = lru_cache(maxsize=20_000)(shown)
"""`shown` for what stands on one page after the other: links, labels, small numbers."""


def _is_hidden(node: LexborNode, attributes: Attributes) -> bool:
    style = attributes.get("style")
    return bool(style and _HIDDEN.search(style)) or "hidden" in attributes or node.tag in ("rt", "rp")


def _is_aside(node: LexborNode, attributes: Attributes) -> bool:
    colour = (attributes.get("color") or "").lower() if node.tag == "font" else ""
    style = attributes.get("style")
    return (
        node.tag in _SET_APART_TAGS
        or (attributes.get("dir") or "").lower() == "rtl"
        or colour.startswith(("white", "#fff"))
        or bool(style and _ASIDE_STYLE.search(style))
    )


def _set_apart(node: LexborNode, attributes: Attributes) -> None:
    """Parts an element's text from what stands beside it; struck or turned text carries `~`."""
    if not any(map(str.isdigit, node.text(deep=True))):
        return
    style = (attributes.get("style") or "").lower()
    marked = node.tag in _SET_APART_TAGS or "line-through" in style or (attributes.get("dir") or "").lower() == "rtl"
    mark = _STRUCK if marked else ""
    node.insert_before(_BREAK + mark)
    node.insert_after(mark + _BREAK)


def _blocks(tree: LexborHTMLParser, source: bytes, tags: Set[str]) -> Iterator[Block]:
    """Yields the page's blocks.

    The tree is brought into a shape in which every text node is a line of the page: inline tags are dissolved, each
    table gives way to a mark. Then all text is taken out in one call; a walk node by node costs several times that.
    """
    tree.strip_tags(_those(_SKIPPED_TAGS, tags))
    if _COMMENT.search(source):  # half the time of `in`
        _drop_comments(tree)
    if tree.body is None:
        return
    whole = tree.body.text(deep=True)
    mark = next(mark for mark in map(chr, _MARKS) if mark not in whole)
    inline = ", ".join(_those(_INLINE_TAGS, tags))
    grids: list[Grid] = []
    cells = 0
    for table in _innermost(tree.css("table")):
        rows, caption = _rows(table, inline)
        cells += sum(map(len, rows))
        if cells > MAX_CELLS:
            raise Unreadable("too_large", f"The page has more than {MAX_CELLS:,} table cells.")
        placed = place_cells(rows)
        if all(len(row) <= 1 for row in placed):
            # A table of one column is a frame around prose, not a table.
            shown_instead = _BREAK.join(cell.text.replace("\n", _BREAK) for row in placed for cell in row)
        else:
            shown_instead = f"{mark}{len(grids)}{mark}"
            grids.append(Grid(placed, Place(), aligned=True))
        table.replace_with(f"{caption}{_BREAK}{shown_instead}")
    # In prose neither parts anything.
    _dissolve(tree.body, ", ".join(_those(_INLINE_TAGS + _PARTING_TAGS, tags)))
    text = tree.body.text(deep=True, separator=_BREAK, skip_empty=True)
    number = 0
    for line in text.split(_BREAK):
        for part, piece in enumerate(line.split(mark) if mark in line else (line,)):
            if part % 2:
                yield grids[int(piece)]._replace(place=Place(block=number))
                number += 1
            elif prose := _shown_again(piece) if len(piece) <= _SHORT else shown(piece):
                yield _new_paragraph((prose, _new_place((None, number, None, None, None, None)), None))
                number += 1


def _dissolve(node: LexborNode, tags: str) -> None:
    """Takes tags away and leaves what is in them, so that it is one text with what stands beside it."""
    for tag in node.css(tags) if tags else ():  # one query: `unwrap_tags` asks for each tag of a list anew
        tag.unwrap()
    node.merge_text_nodes()


def _innermost(tables: list[LexborNode]) -> list[LexborNode]:
    """The tables that hold no other: in document order, a table that holds one is followed by it."""
    outer = set()
    for table, following in pairwise(tables):
        above = following.parent
        while above is not None and above.tag != "table":
            above = above.parent
        if above is not None and above.mem_id == table.mem_id:
            outer.add(table.mem_id)
    return [table for table in tables if table.mem_id not in outer]


def _drop_comments(tree: LexborHTMLParser) -> None:
    """Takes out the comments, so that they part no words: 1<!-- 9 -->2 is 12."""
    if tree.body is not None:
        for node in [node for node in tree.body.traverse(include_text=True) if node.is_comment_node]:
            node.decompose()


def _rows(table: LexborNode, inline: str) -> tuple[list[list[tuple[str, int, int]]], str]:
    """The printed cells of a table, row by row, as (text, columns, rows spanned), and its caption."""
    rows: list[list[tuple[str, int, int]]] = []
    caption = ""
    for node in table.css("tr, td, th, caption"):  # one call, in document order: no table inside this one
        tag = node.tag
        if tag == "tr":
            rows.append(row := [])
        elif tag == "caption":
            caption = node.text(deep=True)
        elif rows:
            text = node.text(True, _BREAK, False, True)
            if _BREAK in text:
                # Several pieces: what only inline tags parted belongs together.
                _dissolve(node, inline)
                text = node.text(True, _BREAK, False, True)
            attributes = node.attributes
            if "rowspan" in attributes or "colspan" in attributes:
                spans = _spans(attributes.get("colspan"), attributes.get("rowspan"))
                row.append((_shown_again(text), *spans))
            else:
                row.append((_shown_again(text), 1, 1))
            if len(row) > MAX_CELLS:
                break
    return rows, caption


@lru_cache(maxsize=1_000)
def _spans(columns: str | None, rows: str | None) -> tuple[int, int]:
    """How many columns and rows a cell covers; 0 rows means to the table's end."""
    to_the_end = rows is not None and rows.strip() == "0"
    return _span(columns), 0 if to_the_end else _span(rows)


def _span(value: str | None) -> int:
    match = _FIRST_NUMBER.match(value) if value else None
    return min(max(int(match[1]), 1), MAX_SPAN) if match else 1


def place_cells(rows: list[list[tuple[str, int, int]]]) -> tuple[tuple[GridCell, ...], ...]:
    """Returns each row's own cells with the grid column they start in, as browsers lay tables out.

    Args:
        rows: per row the cells as (text, columns, rows spanned; 0 rows means to the table's end).

    Spans beyond the table's end are cut there.

    >>> [[(cell.text, cell.column) for cell in row] for row in place_cells([[("a", 1, 2), ("b", 1, 1)], [("c", 1, 1)]])]
    [[('a', 0), ('b', 1)], [('c', 1)]]
    """
    placed = []
    taken: dict[int, int] = {}  # column -> rows it is still covered for
    for index, row in enumerate(rows):
        if not taken and all(columns == spanned == 1 for _, columns, spanned in row):
            plain = [_new_cell((row[at][0], at, 1, 1, None, None, None, None, None)) for at in range(len(row))]
            placed.append(tuple(plain))
            continue
        cells = []
        column = 0
        covered = taken
        taken = {at: left - 1 for at, left in covered.items() if left > 1} if covered else {}
        for text, columns, spanned in row:
            while column in covered:
                column += 1
            depth = min(spanned, len(rows) - index) if spanned else len(rows) - index
            cells.append(_new_cell((text, column, columns, depth, None, None, None, None, None)))
            if depth > 1:
                for below in range(column, column + columns):
                    taken[below] = max(taken.get(below, 0), depth - 1)
            column += columns
        placed.append(tuple(cells))
    return tuple(placed)
