"""A page and a rectangle on it → a crop of the page as a PNG, the rectangle framed."""

import io
import math
import warnings
from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, Protocol

from toolkit.evidence.excerpts import Picture
from toolkit.records import Box

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

PICTURE_FORMATS = frozenset({"png", "jpg", "gif", "tif", "bmp", "webp"})
DOTS = 150
"""A crop's dots an inch."""
ABOVE, BELOW = 110.0, 60.0
"""Points of the page shown above and below the rectangle."""
HEADER = 140.0
"""Points shown above the table's first row of numbers, where that stands further up or on another page."""
MOST_PIXELS = 4_000_000
"""Of a crop: beyond, it is drawn smaller."""

_INCH = 72.0
_FRAME = 5  # pixels of the frame's line
_GAP = 14  # pixels between header and crop
_RED, _GREY = (214, 30, 30), (150, 150, 150)


class TooLarge(Exception):
    """A page or picture that is not drawn: it is larger than any page of a report."""


class Spot(NamedTuple):
    """A rectangle on a page, in points; no `box` for the page as a whole."""

    page: int
    box: Box | None


class Sheet(Protocol):
    """A page that can be drawn."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        ...

    def draw(self, top: float, bottom: float, scale: float) -> "tuple[Image, float]":
        """Returns the page between two heights, in full width, and the height its first row of pixels stands at.

        Args:
            top: in points from the page's top.
            bottom: in points from the page's top.
            scale: pixels a point.
        """
        ...


OpenSheet = Callable[[int], Sheet]


def crop(data: bytes, format_: str, spot: Spot, header: Spot | None) -> Picture:
    """Returns the part of a page around a rectangle, the rectangle framed; the same bytes each time.

    Args:
        data: the document.
        format_: `pdf` or one of `PICTURE_FORMATS`.
        spot: what is looked for.
        header: the first number of its table: what stands above it is shown on top.

    Raises:
        TooLarge: the picture has too many pixels.
        ValueError: there is no such page.
    """
    with (_pictures if format_ in PICTURE_FORMATS else _pages)(data) as sheet_of:
        sheet = sheet_of(spot.page)
        width, height = sheet.size
        box = spot.box
        top, bottom = (max(box.y0 - ABOVE, 0.0), min(box.y1 + BELOW, height)) if box else (0.0, height)
        scale = min(DOTS / _INCH, math.sqrt(MOST_PIXELS / max(width * (bottom - top), 1.0)))
        strip = None
        if header is not None and header.box is not None and box is not None:
            start = max(header.box.y0 - HEADER, 0.0)
            if header.page == spot.page and start < top <= header.box.y0 + ABOVE:
                top = start
            elif header.page != spot.page or header.box.y0 < top:
                strip, _ = sheet_of(header.page).draw(start, header.box.y0, scale)
        image, first = sheet.draw(top, bottom, scale)
        framed = _frame(image, box, first, scale) if box else None
        return _picture(image, framed, strip, spot.page)


def _frame(image: "Image", box: Box, first: float, scale: float) -> tuple[int, int, int, int]:
    """Draws a frame around a rectangle, outside of it, and returns the rectangle in pixels."""
    from PIL import ImageDraw

    x0, x1 = math.floor(box.x0 * scale), math.ceil(box.x1 * scale)
    y0, y1 = math.floor((box.y0 - first) * scale), math.ceil((box.y1 - first) * scale)
    x0, y0 = min(max(x0, 0), image.width - 1), min(max(y0, 0), image.height - 1)
    x1, y1 = min(max(x1, x0 + 1), image.width), min(max(y1, y0 + 1), image.height)
    draw = ImageDraw.Draw(image)
    for step in range(1, _FRAME + 1):
        draw.rectangle((x0 - step, y0 - step, x1 - 1 + step, y1 - 1 + step), outline=_RED)
    return x0, y0, x1, y1


def _picture(image: "Image", box: tuple[int, int, int, int] | None, strip: "Image | None", page: int) -> Picture:
    """The crop, below the strip of the header if there is one, as PNG."""
    from PIL import Image as Images
    from PIL import ImageDraw

    if strip is not None:
        down = strip.height + _GAP
        joined = Images.new("RGB", (max(image.width, strip.width), image.height + down), "white")
        joined.paste(strip, (0, 0))
        joined.paste(image, (0, down))
        draw = ImageDraw.Draw(joined)
        for x in range(0, joined.width, 12):  # the page is cut here
            draw.line((x, down - _GAP // 2, x + 6, down - _GAP // 2), fill=_GREY, width=2)
        box = (box[0], box[1] + down, box[2], box[3] + down) if box else None
        image = joined
    out = io.BytesIO()
    image.save(out, "PNG")
    return Picture(out.getvalue(), page, image.size, box)


class _PdfSheet:
    """A page of a PDF, drawn by PDFium as it is shown: cropped and turned, its origin at the top left."""

    def __init__(self, page: object) -> None:
        self._page = page

    @property
    def size(self) -> tuple[float, float]:
        width, height = self._page.get_size()  # type: ignore[attr-defined]
        return float(width), float(height)

    def draw(self, top: float, bottom: float, scale: float) -> "tuple[Image, float]":
        rows = math.ceil(self.size[1] * scale)
        first = min(max(math.floor(top * scale), 0), rows - 1)
        last = max(min(math.ceil(bottom * scale), rows), first + 1)
        # Half a pixel less: what is cut off is rounded up to whole pixels.
        cut = tuple(max(pixels - 0.5, 0.0) / scale for pixels in (0, rows - last, 0, first))
        image: Image = self._page.render(scale=scale, crop=cut).to_pil()  # type: ignore[attr-defined]
        return image.convert("RGB"), first / scale


@contextmanager
def _pages(data: bytes) -> "Iterator[OpenSheet]":
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise ValueError("no PDF") from error

    def sheet_of(number: int) -> Sheet:
        if not 1 <= number <= len(document):
            raise ValueError(f"no page {number}")
        return _PdfSheet(document[number - 1])

    try:
        yield sheet_of
    finally:
        document.close()


class _PictureSheet:
    """A picture as a page: its points are its pixels at the dots an inch that it tells, 72 where it tells none."""

    def __init__(self, image: "Image") -> None:
        self._image = image
        told = image.info.get("dpi", (_INCH, _INCH))
        self._per_point = tuple(float(dots) / _INCH if 10 <= float(dots) <= 5000 else 1.0 for dots in told)

    @property
    def size(self) -> tuple[float, float]:
        return self._image.width / self._per_point[0], self._image.height / self._per_point[1]

    def draw(self, top: float, bottom: float, scale: float) -> "tuple[Image, float]":
        from PIL import Image as Images

        across, down = self._per_point
        first = min(max(math.floor(top * down), 0), self._image.height - 1)
        last = max(min(math.ceil(bottom * down), self._image.height), first + 1)
        part = self._image.crop((0, first, self._image.width, last)).convert("RGB")
        size = max(round(part.width / across * scale), 1), max(round(part.height / down * scale), 1)
        return part.resize(size, Images.Resampling.LANCZOS), first / down


@contextmanager
def _pictures(data: bytes) -> "Iterator[OpenSheet]":
    from PIL import Image as Images

    try:
        with warnings.catch_warnings(action="error", category=Images.DecompressionBombWarning):
            image = Images.open(io.BytesIO(data))
    except (Images.DecompressionBombError, Images.DecompressionBombWarning) as error:
        raise TooLarge from error
    except OSError as error:
        raise ValueError("no picture") from error

    def sheet_of(number: int) -> Sheet:
        try:
            image.seek(number - 1)
        except EOFError as error:
            raise ValueError(f"no page {number}") from error
        return _PictureSheet(image)

    with image:
        yield sheet_of
