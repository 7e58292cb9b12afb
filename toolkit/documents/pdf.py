"""PDF → blocks: tables from their ruling lines, prose from the places of its characters, pages joined."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from toolkit.documents.ocr import can_recognise, require_few_pages, require_recogniser
from toolkit.documents.page_place import as_shown
from toolkit.documents.pdf_aligned import Across, aligned_grid, split_tables
from toolkit.documents.pdf_loose import loose_grid, stretches
from toolkit.documents.pdf_rules import Rule, find_lattices, join_rules
from toolkit.documents.pdf_tables import Piece, fill, grid_rows, has_unruled_rows, is_continued, stitch
from toolkit.documents.pdf_text import (
    USUAL_SIZE,
    Glyph,
    Span,
    TextLine,
    around,
    find_strikes,
    goes_on,
    is_numbered,
    joined,
    least_score,
    margins_of,
    size_of,
    strike_out,
    text_lines,
)
from toolkit.documents.reader import Unreadable, unwatched
from toolkit.records import Block, Grid, Paragraph, Place, SourceText

if TYPE_CHECKING:
    from toolkit.documents.pdf_page import PageContent

MAX_PAGES = 300
MAX_CHARACTERS = 1_000_000
MAX_CELLS = 100_000

# Shares of a page's height: page numbers and running headers stand above or below.
_HEAD, _FOOT = 0.1, 0.9
_PAGE_NUMBER = re.compile(
    r"[-—–－·•~\s]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[/／,，共]\s*(?:共\s*)?\d{1,3}(?:\s*页)?)?[-—–－·•~\s]*"
)
_DIGITS = re.compile(r"\d+")
# Numbers of pages stand on so many pages at least, on one height but for so many points.
_NUMBERED, _ONE_HEIGHT = 3, 6.0
# Fewer characters a page than this, on pages with pictures, are a stamp or a page number on a scan.
_STAMPED = 20

Element = TextLine | Piece


class PdfReader:
    """Reads PDFs. What is drawn (ruling lines, places of characters) decides, not the file's order.

    Pages that are pictures are recognised; so are pages with an invisible text that some scanner wrote under them,
    since that tells nothing of how sure it is of its numbers. The document's own title and dates are left out: offices
    write this year's report over last year's file.
    """

    formats = frozenset({"pdf"})

    def read(self, data: bytes, on_page: Callable[[], None] = unwatched) -> SourceText:
        """Returns the blocks of a PDF; every cell of a grid with ruling lines has its page and box.

        Args:
            data: the file.
            on_page: called before each page that is recognised.

        Raises:
            Unreadable: `encrypted`, `damaged`, `missing_extra` (a scan, and nothing installed to read it) or
                `too_large`.
        """
        pages = _pages(data)
        ends = b"%%EOF" in data[-2048:]
        if not ends and any(page.empty for page in pages):
            raise Unreadable("damaged", "The PDF stops before its end, and pages of it are lost.")
        pages = _with_text(data, pages, on_page)
        blocks = blocks_of(pages)
        if not blocks:
            raise Unreadable("empty", "The pages show no text.")
        recognised = all(page.back or page.invisible for page in pages if page.glyphs)
        return SourceText(blocks, {}, source="ocr" if recognised else "text", cut_off=not ends)


def recognise_pdf(data: bytes, on_page: Callable[[], None] = unwatched) -> SourceText:
    """Returns the blocks of a PDF by pictures of its pages alone, whatever text it holds.

    Args:
        data: a file that `PdfReader` reads.
        on_page: called before each page.

    Raises:
        Unreadable: as `PdfReader.read`.
    """
    pages = _pages(data)
    return SourceText(blocks_of(_recognised(data, pages, range(len(pages)), on_page)), {}, source="ocr")


def blocks_of(pages: "Sequence[PageContent]") -> tuple[Block, ...]:
    """Returns the paragraphs and grids of pages in reading order, their boxes on the pages as shown."""
    maps = {page.number: page.back for page in pages if page.back}
    across = {page.number: join_rules(page.rules.horizontal) for page in pages}
    blocks = _blocks(list(_elements(pages)), across)
    return tuple(as_shown(blocks, maps) if maps else blocks)


def _pages(data: bytes) -> "list[PageContent]":
    # Not before it is needed: text and web pages do without.
    from toolkit.documents.pdf_page import open_pdf, read_page

    with open_pdf(data) as document:
        if len(document) > MAX_PAGES:
            raise Unreadable("too_large", f"The PDF has {len(document)} pages; up to {MAX_PAGES} are read.")
        pages = []
        characters = 0
        for index in range(len(document)):
            pages.append(read_page(document, index))
            characters += len(pages[-1].glyphs)
            if characters > MAX_CHARACTERS:
                raise Unreadable("too_large", f"The PDF has more than {MAX_CHARACTERS:,} characters.")
        return pages


def _with_text(data: bytes, pages: "list[PageContent]", on_page: Callable[[], None]) -> "list[PageContent]":
    """The pages, those recognised whose text is not in the file, or is a scanner's."""
    glyphs = sum(len(page.glyphs) for page in pages)
    nameless = sum(page.nameless for page in pages)
    if nameless > glyphs:
        require_recogniser("The PDF has fonts that do not tell which characters they show")
        return _recognised(data, pages, range(len(pages)), on_page)
    if not glyphs:
        # Letters may be drawn as shapes, too.
        drawn = [at for at, page in enumerate(pages) if not page.empty]
    else:
        drawn = [at for at, page in enumerate(pages) if page.images and len(page.glyphs) < _STAMPED]
    if drawn and glyphs < _STAMPED * len(pages):
        require_recogniser("The PDF holds pictures of pages")
    if can_recognise():
        drawn += [at for at, page in enumerate(pages) if page.images and page.invisible and at not in drawn]
        return _recognised(data, pages, drawn, on_page)
    return pages


def _recognised(
    data: bytes, pages: "list[PageContent]", chosen: Sequence[int], on_page: Callable[[], None]
) -> "list[PageContent]":
    """The pages, the chosen ones by their pictures."""
    if not chosen:
        return pages
    require_few_pages(len(chosen))
    from toolkit.documents.ocr_page import PIXELS, Shown, recognise
    from toolkit.documents.pdf_page import open_pdf, render

    read = list(pages)
    with open_pdf(data) as document:
        for at in chosen:
            on_page()
            page = pages[at]
            read[at] = recognise(render(document, at, PIXELS), Shown(page.number, page.width, page.height))
    return read


def _elements(pages: "Sequence[PageContent]") -> Iterator[Element]:
    """The lines and tables of all pages in reading order, without page numbers and running headers."""
    found = [_page_elements(page) for page in pages]
    heights = {page.number: page.height for page in pages}
    running, counted = _running(found, heights), _counted(found)
    seen: set[str] = set()
    cells = 0
    for elements in found:
        for at, element in enumerate(elements):
            if isinstance(element, Piece):
                cells += len(element.cells)
                if cells > MAX_CELLS:
                    raise Unreadable("too_large", f"The PDF has more than {MAX_CELLS:,} table cells.")
            elif id(element) in counted:
                continue
            elif _is_marginal(element, heights):
                outermost = at in (0, len(elements) - 1)
                if outermost and _PAGE_NUMBER.fullmatch(element.text):
                    continue
                key = _DIGITS.sub("0", element.text)
                # The first page's title may be what the others repeat above their text.
                if key in running and (key in seen or element.y > heights[element.page] / 2):
                    continue
                seen.add(key)
            yield element


def _is_marginal(line: TextLine, heights: dict[int, float]) -> bool:
    return not _HEAD <= line.y / heights[line.page] <= _FOOT


def _running(pages: Sequence[Sequence[Element]], heights: dict[int, float]) -> set[str]:
    """Marginal lines that half of the pages or more have, their digits set to 0."""
    times = Counter(
        key
        for elements in pages
        for key in {
            _DIGITS.sub("0", element.text)
            for element in elements
            if isinstance(element, TextLine) and _is_marginal(element, heights)
        }
    )
    return {key for key, seen in times.items() if seen >= 2 and 2 * seen >= len(pages)}


def _counted(pages: Sequence[Sequence[Element]]) -> set[int]:
    """The identities of lines that number the pages, wherever they stand: the last of each page, counting on.

    Below a table such a number would be a value of its last row.
    """
    last = [
        (line, int(found[0]))
        for line in (elements[-1] for elements in pages if elements)
        if isinstance(line, TextLine) and _PAGE_NUMBER.fullmatch(line.text) and (found := _DIGITS.search(line.text))
    ]
    many = len(last) >= _NUMBERED and 2 * len(last) > len(pages)
    on = len({number - line.page for line, number in last}) == 1
    level = many and max(line.y for line, _ in last) - min(line.y for line, _ in last) < _ONE_HEIGHT
    return {id(line) for line, _ in last} if many and on and level else set()


def _page_elements(page: "PageContent") -> list[Element]:
    size = size_of(page.glyphs)
    rules = page.rules
    # Whole rules: the piece of a border above one word is as long as the word.
    strikes = [] if page.back else find_strikes(page.glyphs, join_rules(rules.horizontal), size)
    if strikes:
        rules = rules._replace(horizontal=[rule for rule in rules.horizontal if not _is_part(rule, strikes)])
    lattices = find_lattices(rules)
    inside: list[list[list[Glyph]]] = [[[] for _ in lattice.cells] for lattice in lattices]
    outside: list[Glyph] = []
    # A character stands where its middle is; its origin may lie on a rule.
    right, up = 0.2 * min(size, USUAL_SIZE), 0.3 * min(size, USUAL_SIZE)
    for glyph in strike_out(page.glyphs, strikes, size) if strikes else page.glyphs:
        for number, lattice in enumerate(lattices):
            cell = lattice.cell_at(glyph.x + right, glyph.y - up)
            if cell is not None:
                inside[number][cell].append(glyph)
                break
        else:
            outside.append(glyph)
    tables: list[Element] = []
    for lattice, glyphs in zip(lattices, inside, strict=True):
        if len(lattice.xs) == 2 and len(lattice.ys) == 2:
            # One cell is no table but a frame around prose.
            outside.extend(glyph for cell in glyphs for glyph in cell)
        elif has_unruled_rows(lattice, glyphs, size):
            # Rules between the columns alone: its rows are told as those of a table without any.
            outside.extend(glyph for cell in glyphs for glyph in cell)
        else:
            tables.append(fill(lattice, glyphs, page.number, size, recognised=page.back is not None))
    return sorted([*text_lines(outside, page.number, size), *tables], key=_height)


def _is_part(rule: Rule, whole: Sequence[Span]) -> bool:
    return any(abs(rule.at - at) < 1 and start - 1 <= rule.start and rule.end <= end + 1 for at, start, end in whole)


def _height(element: Element) -> float:
    return element.box.y0 if isinstance(element, Piece) else element.y


def _blocks(elements: Sequence[Element], across: Across) -> Iterator[Block]:
    """Paragraphs and grids: pieces of tables joined over pages, lines joined into paragraphs."""
    margins = margins_of([element for element in elements if isinstance(element, TextLine)])
    number = 0
    for group in _groups(elements):
        if isinstance(group, Piece):
            yield Grid(grid_rows(group), Place(group.pages[0], number, box=around([group.box])), aligned=True)
            number += 1
            continue
        for stretch, is_table in stretches(group):
            if is_table:
                for table in split_tables(stretch, across):
                    if len(table[0].fields()) == 1 and is_numbered(table[0].text) and len(table) > 1:
                        yield _paragraph(table[:1], number)
                        number += 1
                        table = table[1:]
                    yield aligned_grid(table, number, across) or loose_grid(table, number)
                    number += 1
                continue
            paragraph: list[TextLine] = []
            for line in stretch:
                if paragraph and not goes_on(paragraph[-1], line, margins):
                    yield _paragraph(paragraph, number)
                    number += 1
                    paragraph = []
                paragraph.append(line)
            yield _paragraph(paragraph, number)
            number += 1


def _groups(elements: Sequence[Element]) -> Iterator[Piece | list[TextLine]]:
    """Tables, whole, and the lines between them."""
    table: Piece | None = None
    lines: list[TextLine] = []
    for element in elements:
        if isinstance(element, TextLine):
            if table is not None:
                yield table
                table = None
            lines.append(element)
            continue
        if lines:
            yield lines
            lines = []
        if table is not None and is_continued(table, element):
            table = stitch(table, element)
        else:
            if table is not None:
                yield table
            table = element
    if table is not None:
        yield table
    if lines:
        yield lines


def _paragraph(lines: Sequence[TextLine], number: int) -> Paragraph:
    first = [line.box for line in lines if line.page == lines[0].page]
    score = least_score(glyph for line in lines for glyph in line.glyphs)
    return Paragraph(joined(lines), Place(lines[0].page, number, box=around(first)), score)
