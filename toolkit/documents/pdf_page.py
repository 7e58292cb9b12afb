"""One page of a PDF → its ruling lines and its characters, in points from the displayed page's top left.

The only module that speaks to PDFium. It is imported when the first PDF is read: text and web pages never pay for it.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from toolkit.documents.page_place import Homography
from toolkit.documents.pdf_forms import PLAIN_FORMS, RADICAL_RESULTS
from toolkit.documents.pdf_rules import Rule, Rules, dotted
from toolkit.documents.pdf_text import Glyph
from toolkit.documents.reader import Unreadable
from toolkit.records import Box

MAX_OBJECTS = 200_000
"""Objects on one page; a real page has some thousands at most."""
MAX_CHARACTERS = 200_000
"""Characters on one page."""

_THIN = 2.5
_SHORT = 4.0
_MAX_SEGMENTS = 4_000
_MAX_DEPTH = 5
_INVISIBLE = 3
_STRIP = 20.0
# What takes no place of its own, and what stands for a character that the font gives no name to.
_SPACES = frozenset("\r\n\t \xa0\u3000\xad\u200b\ufeff")
_NAMELESS = frozenset("\x00\ufffe\uffff\ufffd\x01")
# PDFium's mark for a hyphen at the end of a line; in a telephone number it is one.
_HYPHEN = "\x02"


if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Matrix(NamedTuple):
    """An affine map: (x, y) → (ax + cy + e, bx + dy + f)."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def apply(self, x: float, y: float) -> tuple[float, float]:
        """Returns the point a point is mapped to."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, other: "Matrix") -> "Matrix":
        """Returns this map followed by another."""
        a, b = other.a * self.a + other.c * self.b, other.b * self.a + other.d * self.b
        c, d = other.a * self.c + other.c * self.d, other.b * self.c + other.d * self.d
        return Matrix(a, b, c, d, *other.apply(self.e, self.f))


class PageContent(NamedTuple):
    """What a page holds.

    Attributes:
        number: from 1.
        width: of the displayed page, in points.
        height: of the displayed page, in points.
        rules: its ruling lines.
        glyphs: its characters in the order of the file, white space left out.
        images: how many pictures it shows.
        nameless: how many characters its fonts give no Unicode for.
        invisible: whether all its text is drawn invisibly, as recognised text under a scan is.
        empty: whether it has no objects at all.
        back: for a page that was recognised and made straight, the map from here to the page as shown.
    """

    number: int
    width: float
    height: float
    rules: Rules
    glyphs: list[Glyph]
    images: int
    nameless: int
    invisible: bool
    empty: bool
    back: Homography | None = None


class _Found:
    """What a walk over a page's objects has found so far."""

    def __init__(self) -> None:
        self.rules = Rules([], [])
        self.dots: list[Box] = []
        self.objects = self.images = self.texts = 0
        self.invisible: set[int] = set()
        self.moved: dict[int, Matrix] = {}  # text objects inside form XObjects: address → the form's matrix


@contextmanager
def open_pdf(data: bytes) -> Iterator[pdfium.PdfDocument]:
    """Gives a PDF, open as long as the context is.

    Raises:
        Unreadable: `encrypted` or `damaged`, also where a page cannot be loaded inside the context.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("encrypted", "The PDF needs a password.") from None
        raise Unreadable("damaged", "The PDF cannot be opened: its structure is broken.") from None
    try:
        yield document
    except pdfium.PdfiumError:
        raise Unreadable("damaged", "The PDF has a page that cannot be loaded.") from None
    finally:
        document.close()


def render(document: pdfium.PdfDocument, index: int, pixels: int) -> "NDArray[np.uint8]":
    """Returns the picture of a page as displayed: rows × columns × red, green, blue.

    Args:
        document: an open document.
        index: the page, from 0.
        pixels: how many the shorter side has.
    """
    import numpy as np  # as every recogniser needs it

    page = document[index]
    try:
        width, height = page.get_size()
        if max(width, height) > _STRIP * min(width, height):
            raise Unreadable("too_large", f"Page {index + 1} is a strip of {width:.0f} × {height:.0f} points.")
        bitmap = page.render(scale=pixels / min(width, height), rev_byteorder=True)
        try:
            return np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])
        finally:
            bitmap.close()
    finally:
        page.close()


def read_page(document: pdfium.PdfDocument, index: int) -> PageContent:
    """Returns the content of a page.

    Args:
        document: an open document.
        index: the page, from 0.

    Raises:
        Unreadable: `too_large` for a page with more objects or characters than any report's.
        pdfium.PdfiumError: the page cannot be loaded.
    """
    page = document[index]
    try:
        view = _view(page)
        found = _Found()
        _walk(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, Matrix(), view, found, 0)
        if found.dots:
            found.rules.horizontal.extend(dotted(Rule((y0 + y1) / 2, x0, x1) for x0, y0, x1, y1 in found.dots))
            found.rules.vertical.extend(dotted(Rule((x0 + x1) / 2, y0, y1) for x0, y0, x1, y1 in found.dots))
        text = page.get_textpage()
        try:
            glyphs, nameless = _glyphs(text.raw, view, found)
        finally:
            text.close()
        width, height = page.get_size()
        invisible = bool(found.texts) and len(found.invisible) == found.texts
        return PageContent(
            index + 1, width, height, found.rules, glyphs, found.images, nameless, invisible, not found.objects
        )
    finally:
        page.close()


def _view(page: pdfium.PdfPage) -> Matrix:
    """The map from the page's own space to the page as shown: cropped, turned, its origin at the top left."""
    # Not the crop box itself: one that reaches beyond the medium shows no more than that.
    left, bottom, right, top = page.get_bbox()
    return {
        0: Matrix(1, 0, 0, -1, -left, top),
        90: Matrix(0, 1, 1, 0, -bottom, -left),
        180: Matrix(-1, 0, 0, 1, right, -bottom),
        270: Matrix(0, -1, -1, 0, top, right),
    }[page.get_rotation()]


def _walk(container: Any, count: Any, get: Any, own: Matrix, view: Matrix, found: _Found, depth: int) -> None:
    for index in range(count(container)):
        found.objects += 1
        if found.objects > MAX_OBJECTS:
            raise Unreadable("too_large", f"A page has more than {MAX_OBJECTS:,} objects.")
        thing = get(container, index)
        kind = raw.FPDFPageObj_GetType(thing)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            _path(thing, own.then(view), found.rules, found.dots)
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            found.texts += 1
            if raw.FPDFTextObj_GetTextRenderMode(thing) == _INVISIBLE:
                found.invisible.add(_address(thing))
            if depth:
                found.moved[_address(thing)] = own
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            found.images += 1
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            inner = _matrix(thing).then(own)
            _walk(thing, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, inner, view, found, depth + 1)


def _address(thing: Any) -> int:
    return ctypes.cast(thing, ctypes.c_void_p).value or 0


def _matrix(thing: Any) -> Matrix:
    read = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(thing, read)
    return Matrix(read.a, read.b, read.c, read.d, read.e, read.f)


def _path(path: Any, to_page: Matrix, rules: Rules, dots: list[Box]) -> None:
    """Adds the rules that a path draws: itself when it is thin, its sides when it is a stroked box or a polyline.

    A filled shape that is not thin is a background: some writers paint white rectangles behind every paragraph.
    """
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(path, fill, stroke) or not (fill.value or stroke.value):
        return
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(path, left, bottom, right, top)
    (ax, ay), (bx, by) = to_page.apply(left.value, bottom.value), to_page.apply(right.value, top.value)
    x0, x1, y0, y1 = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
    if y1 - y0 <= _THIN and x1 - x0 > _SHORT:
        rules.horizontal.append(Rule((y0 + y1) / 2, x0, x1))
    elif x1 - x0 <= _THIN and y1 - y0 > _SHORT:
        rules.vertical.append(Rule((x0 + x1) / 2, y0, y1))
    elif y1 - y0 <= _SHORT and x1 - x0 <= _SHORT:
        dots.append(Box(x0, y0, x1, y1))
    elif stroke.value:
        # Bounds of a stroke hold its width: the sides are taken from the points.
        for start, end in _segments(path, _matrix(path).then(to_page)):
            (x0, y0), (x1, y1) = start, end
            if abs(y1 - y0) < 1 and abs(x1 - x0) > _SHORT:
                rules.horizontal.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif abs(x1 - x0) < 1 and abs(y1 - y0) > _SHORT:
                rules.vertical.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


Point = tuple[float, float]


def _segments(path: Any, to_page: Matrix) -> Iterator[tuple[Point, Point]]:
    """The straight segments of a path, closing ones included."""
    count = raw.FPDFPath_CountSegments(path)
    if count > _MAX_SEGMENTS:
        return  # a drawing
    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = (0.0, 0.0)
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = to_page.apply(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield last, point
        last = point
        if raw.FPDFPathSegment_GetClose(segment):
            yield last, first
            last = first


def _glyphs(text: Any, view: Matrix, found: _Found) -> tuple[list[Glyph], int]:
    """The characters of a page by their origins, and how many of them have no Unicode.

    By origin, not by ink box: quotes and dots hang high or low on their line, and `96171.6` would fall apart.
    """
    characters = _characters(text)
    x, y = ctypes.c_double(), ctypes.c_double()
    at_x, at_y, origin = ctypes.byref(x), ctypes.byref(y), raw.FPDFText_GetCharOrigin
    a, b, c, d, e, f = view
    glyphs = []
    nameless = 0
    spaced = False
    hides = 0 < len(found.invisible) < found.texts
    for index, character in enumerate(characters):
        if character in _SPACES:
            spaced = True
            continue
        if character in _NAMELESS:
            nameless += 1
            continue
        origin(text, index, at_x, at_y)
        px, py = x.value, y.value
        if found.moved and character in RADICAL_RESULTS:
            # PDFium makes a plain character of a Kangxi radical (as Chrome's files hold them) and forgets to map that
            # one's place out of its form XObject; not that of a character which was plain before.
            thing = raw.FPDFText_GetTextObject(text, index)
            moved = found.moved.get(_address(thing))
            if moved and not _is_within(thing, moved, px, py):
                px, py = moved.apply(px, py)
        if hides and _address(raw.FPDFText_GetTextObject(text, index)) in found.invisible:
            continue
        shown = "-" if character == _HYPHEN else PLAIN_FORMS.get(character, character)
        glyphs.append(Glyph(shown, a * px + c * py + e, b * px + d * py + f, spaced))
        spaced = False
    return glyphs, nameless


def _is_within(thing: Any, moved: Matrix, x: float, y: float) -> bool:
    """Whether a point lies where a form XObject's matrix puts a text object of it."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(thing, left, bottom, right, top)
    (ax, ay), (bx, by) = moved.apply(left.value, bottom.value), moved.apply(right.value, top.value)
    return min(ax, bx) - _SHORT <= x <= max(ax, bx) + _SHORT and min(ay, by) - _SHORT <= y <= max(ay, by) + _SHORT


def _characters(text: Any) -> str:
    """The characters of a text page, one for each of PDFium's indexes."""
    count = raw.FPDFText_CountChars(text)
    if count > MAX_CHARACTERS:
        raise Unreadable("too_large", f"A page has more than {MAX_CHARACTERS:,} characters.")
    buffer = (ctypes.c_ushort * (count + 1))()
    raw.FPDFText_GetText(text, 0, count, buffer)
    found = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
    if len(found) == count and "\x00" not in found:
        return found
    # Characters beyond the basic plane, or ones that the quick way leaves out: indexes would not fit.
    codes = (raw.FPDFText_GetUnicode(text, index) for index in range(count))
    return "".join(chr(code) if code < 0x110000 else "\ufffd" for code in codes)
