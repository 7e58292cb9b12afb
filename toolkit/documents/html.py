"""Web pages → blocks: one walk over the lexbor tree, tables as grids with their merged cells placed."""

import re
from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from toolkit.documents.encoding import decode, is_binary
from toolkit.documents.reader import Unreadable
from toolkit.records import Block, Grid, GridCell, Paragraph, Place, SourceText

MAX_CELLS = 100_000
MAX_NODES = 2_000_000
MAX_SPAN = 1000

# A break that the page shows, told apart from the line ends of its source, which show as a space.
_BREAK = "\u2028"
_SPACES = re.compile(r"[ \t\r\n\f\xa0\u3000]+")
_STRIPPED = " \t\r\n\f\xa0\u3000" + _BREAK
_AROUND_BREAK = re.compile(f" *{_BREAK}[ {_BREAK}]*")
# What hides or sets apart an element, as it stands in the source without spaces, and how to find such elements.
_HIDING = {
    b"none": '[style*="none" i]',
    b"hidden": '[style*="hidden" i], [hidden]',
    b"mso-hide": '[style*="mso-hide" i]',
    b"font-size:0": '[style*="font-size" i]',
    b"opacity:0": '[style*="opacity" i]',
    b"transparent": '[style*="transparent" i]',
    b"<rt": "rt",
    b"<rp": "rp",
}
# Withdrawn (struck through), white as the page, or shown in another order: digits in such an element are not the
# digits of the number beside it.
_SETTING_APART = {
    b"line-through": '[style*="line-through" i]',
    b"color:white": '[style*="color" i][style*="white" i]',
    b'color="white': 'font[color="white" i]',
    b'color="#fff': 'font[color^="#fff" i]',
    b"color:#fff": '[style*="color" i][style*="#fff" i]',
    b"color:rgb(255,255,255": '[style*="255" i]',
    b"color:rgba(255,255,255": '[style*="255" i]',
    b"<del": "del",
    b"<s>": "s",
    b"<strike": "strike",
    b"<bdo": "bdo",
    b"rtl": '[dir="rtl" i]',
}
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|(?:font-size|opacity)\s*:\s*0(?:\.0+)?\s*(?:p[xt]|r?em|%)?\s*(?:!|;|$)"
    r"|(?<!-)color\s*:\s*transparent",
    re.IGNORECASE,
)
_ASIDE_STYLE = re.compile(
    r"line-through|(?<!-)color\s*:\s*(?:white|#fff(?:fff)?\b|rgba?\(\s*255\s*,\s*255\s*,\s*255)", re.IGNORECASE
)
_STRUCK = "~"
# A page that was saved whole closes its last table, or the page.
_END = re.compile(r"</(?:table|body|html)\s*>(?!.*<td)", re.IGNORECASE | re.DOTALL)
_FIRST_NUMBER = re.compile(r"\s*\+?(\d{1,9})")
_BLOCK_TAGS = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "nav",
        "form",
        "dl",
        "dt",
        "dd",
        "center",
        "blockquote",
        "pre",
        "tr",
        "td",
        "th",
        "tbody",
        "thead",
        "tfoot",
        "caption",
        "body",
        "fieldset",
        "figure",
        "hr",
        "address",
    ]
)
_SKIPPED_TAGS = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "select",
        "option",
        "iframe",
        "object",
        "svg",
        "textarea",
        "button",
    ]
)
# Tags that part what stands left and right of them: `12<sup>1</sup>` is not 121, `<del>5</del>7` is not 57.
_PARTING_TAGS = _BLOCK_TAGS | frozenset(["br", "sup", "sub", "del", "s", "strike", "ins", "table"])
_META_NAMES = ("name", "property", "itemprop", "http-equiv")


class HtmlReader:
    """Reads web pages. Hidden elements are left out; a layout table is walked, a table without tables is a grid."""

    formats = frozenset({"html"})

    def read(self, data: bytes) -> SourceText:
        """Returns the page's blocks and its metadata (`<meta>` by lower-case name, and `title`)."""
        text, _ = decode(data)
        if is_binary(text):
            raise Unreadable("binary", "The file is not a web page: most of it cannot be shown as characters.")
        source = text.replace("\x00", "").encode("utf-8", "replace")
        tree = LexborHTMLParser(source)
        squeezed = source.lower().replace(b" ", b"")
        # Inner ones first: a removed element's memory goes with all that is in it.
        for node in reversed(_found(tree, squeezed, _HIDING)):
            if _is_hidden(node) and node.tag not in ("html", "body"):
                node.decompose()
        for node in _found(tree, squeezed, _SETTING_APART):
            _set_apart(node)
        body = tree.body
        blocks = tuple(_Walk(body).blocks()) if body is not None else ()
        if not blocks:
            raise Unreadable("empty", "The page shows no text.")
        return SourceText(blocks, _metadata(tree), cut_off=not _END.search(text[-20_000:]))


def _found(tree: LexborHTMLParser, squeezed: bytes, wanted: Mapping[bytes, str]) -> list[LexborNode]:
    """The elements that may be meant, in document order; pages without such styles cost a search of their bytes."""
    selectors = [selector for sign, selector in wanted.items() if sign in squeezed]
    return tree.css(", ".join(selectors)) if selectors else []


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


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    style = attributes.get("style")
    return bool(style and _HIDDEN.search(style)) or "hidden" in attributes or node.tag in ("rt", "rp")


def _set_apart(node: LexborNode) -> None:
    """Parts an element's text from what stands beside it; struck text carries `~`, as in Markdown."""
    attributes = node.attributes
    style = attributes.get("style") or ""
    struck = node.tag in ("del", "s", "strike") or "line-through" in style.lower()
    turned = node.tag == "bdo" or (attributes.get("dir") or "").lower() == "rtl"
    white = node.tag == "font" or _ASIDE_STYLE.search(style)
    if not (struck or turned or white) or not any(map(str.isdigit, node.text(deep=True))):
        return
    mark = _STRUCK if struck or turned else ""
    node.insert_before(_BREAK + mark)
    node.insert_after(mark + _BREAK)


class _Walk:
    """One iterative walk in document order: deep nesting costs no stack."""

    def __init__(self, body: LexborNode) -> None:
        self.body = body
        self.number = 0
        self.buffer: list[str] = []
        self.cells = 0

    def blocks(self) -> Iterator[Block]:
        # The stack holds the nodes still to visit; None closes a block element.
        stack: list[LexborNode | None] = [self.body]
        visited = 0
        while stack:
            node = stack.pop()
            if node is None:
                yield from self.flush()
                continue
            visited += 1
            if visited > MAX_NODES:
                raise Unreadable("too_large", f"The page has more than {MAX_NODES:,} elements.")
            sibling = node.next
            if sibling is not None and node is not self.body:
                stack.append(sibling)
            tag = node.tag
            if tag == "-text":
                self.buffer.append(node.text_content or "")
                continue
            if tag is None or tag in _SKIPPED_TAGS or tag[0] in "-!":
                continue
            if tag == "br":
                self.buffer.append(_BREAK)
                continue
            is_block = tag in _BLOCK_TAGS or tag == "table"
            if tag == "table" and not _holds_tables(node):
                yield from self.flush()
                yield from self.grid(node)
                continue
            if is_block:
                yield from self.flush()
                stack.append(None)
            child = node.first_child
            if child is not None:
                stack.append(child)
        yield from self.flush()

    def flush(self) -> Iterator[Paragraph]:
        if not self.buffer:
            return
        text = shown("".join(self.buffer))
        self.buffer.clear()
        if not text:
            return
        for line in text.split("\n"):
            if line:
                yield Paragraph(line, Place(block=self.number))
                self.number += 1

    def grid(self, table: LexborNode) -> Iterator[Block]:
        rows: list[list[tuple[str, int, int]]] = []
        for node in table.css("tr, td, th"):  # one call, in document order: no table inside this one
            if node.tag == "tr":
                rows.append([])
            elif rows:
                rows[-1].append(_cell(node))
                self.cells += 1
                if self.cells > MAX_CELLS:
                    raise Unreadable("too_large", f"The page has more than {MAX_CELLS:,} table cells.")
        caption = table.css_first("caption")
        if caption is not None:
            self.buffer.append(caption.text(deep=True))
            yield from self.flush()
        placed = place_cells(rows)
        # A table of one column is a frame around prose, not a table.
        if all(len(row) <= 1 for row in placed):
            for one in (cell.text for row in placed for cell in row):
                self.buffer.append(one.replace("\n", _BREAK))
                yield from self.flush()
        else:
            yield Grid(placed, Place(block=self.number), aligned=True)
            self.number += 1


def _holds_tables(table: LexborNode) -> bool:
    return len(table.css("table")) > 1


def _cell(node: LexborNode) -> tuple[str, int, int]:
    attributes = node.attributes
    rowspan = attributes.get("rowspan")
    rows = 0 if rowspan is not None and rowspan.strip() == "0" else _span(rowspan)
    text = node.text(deep=True, separator=_BREAK, skip_empty=True)
    if _BREAK in text:
        text = _joined(node)
    return shown(text), _span(attributes.get("colspan")), rows


def _joined(cell: LexborNode) -> str:
    """The text of a cell made of several pieces: joined within a line, parted where the page parts them."""
    pieces: list[str] = []
    stack: list[LexborNode | str] = []
    node = cell.first_child
    while node is not None or stack:
        if node is None:
            above = stack.pop()
            if isinstance(above, str):
                pieces.append(above)
            else:
                node = above
            continue
        tag = node.tag
        following = node.next
        if following is not None:
            stack.append(following)
        if tag == "-text":
            pieces.append(node.text_content or "")
            node = None
            continue
        if tag is None or tag in _SKIPPED_TAGS or tag[0] in "-!":
            node = None
            continue
        if tag in _PARTING_TAGS:
            pieces.append(_BREAK)
            stack.append(_BREAK)
        node = node.first_child
    return "".join(pieces)


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
        cells = []
        column = 0
        covered = taken
        taken = {at: left - 1 for at, left in covered.items() if left > 1}
        for text, columns, spanned in row:
            while column in covered:
                column += 1
            depth = min(spanned, len(rows) - index) if spanned else len(rows) - index
            cells.append(GridCell(text, column, columns, depth))
            if depth > 1:
                for below in range(column, column + columns):
                    taken[below] = max(taken.get(below, 0), depth - 1)
            column += columns
        placed.append(tuple(cells))
    return tuple(placed)
