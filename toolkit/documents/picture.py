"""Pictures of pages → blocks: what a scanner, a camera or a screen wrote down."""

import io
import warnings
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from toolkit.documents.ocr import MAX_PIXELS, require_few_pages, require_recogniser
from toolkit.documents.pdf import blocks_of
from toolkit.documents.reader import Unreadable, unwatched
from toolkit.records import SourceText

if TYPE_CHECKING:
    from toolkit.documents.ocr_engine import Picture
    from toolkit.documents.pdf_page import PageContent

_POINTS = 72.0
# Resolutions in pixels an inch that a scanner or camera means; others are what a program writes for want of any.
_COARSEST, _FINEST = 50.0, 1_200.0
_TURNS = {3: 2, 6: 1, 8: 3}
"""EXIF's orientations that cameras write, in quarters clockwise."""


class PictureReader:
    """Reads pictures of pages. One picture is one page; a TIFF may hold several."""

    formats = frozenset({"png", "jpg", "tif", "bmp", "webp", "gif"})

    def read(self, data: bytes, on_page: Callable[[], None] = unwatched) -> SourceText:
        """Returns the blocks of a picture; every cell of a grid has its page, box and score.

        Boxes are in points of the picture as a viewer shows it, EXIF's orientation applied: by the resolution that the
        picture tells, else at 72 pixels an inch, so that points are pixels.

        Args:
            data: the file.
            on_page: called before each page.

        Raises:
            Unreadable: `missing_extra`, `damaged`, `too_large` or `empty`.
        """
        require_recogniser("It is a picture")
        from toolkit.documents.ocr_page import Shown, recognise

        pages: list[PageContent] = []
        for number, (picture, dpi) in enumerate(_pages(data), 1):
            on_page()
            high, wide = picture.shape[:2]
            pages.append(recognise(picture, Shown(number, wide / dpi * _POINTS, high / dpi * _POINTS)))
        blocks = blocks_of(pages)
        if not blocks:
            raise Unreadable("empty", "Nothing can be read in the picture.")
        return SourceText(blocks, {}, source="ocr")


def _pages(data: bytes) -> "Iterator[tuple[Picture, float]]":
    """The pictures of a file, each with its pixels an inch."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            # Sizes are looked at here, before anything is decoded.
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data))
            # An animation's first picture is what a page shows.
            count = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
            require_few_pages(count)
            for at in range(count):
                image.seek(at)
                yield _pixels(image), _resolution(image)
    except (Unreadable, MemoryError, GeneratorExit):
        raise
    except Image.DecompressionBombError:
        raise Unreadable("too_large", f"The picture has more than {MAX_PIXELS:,} pixels.") from None
    except Exception:  # whatever a decoder stumbles over
        raise Unreadable("damaged", "The picture cannot be decoded: it is cut short or broken.") from None


def _pixels(image: Any) -> "Picture":
    import numpy as np
    from PIL import Image, ImageFile

    wide, high = image.size
    # Some libraries tell Pillow for the whole process to fill up what is missing of a picture.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    if wide * high > MAX_PIXELS:
        raise Unreadable(
            "too_large", f"The picture has {wide:,} × {high:,} pixels; up to {MAX_PIXELS:,} in all are read."
        )
    if "A" in image.getbands() or "transparency" in image.info:
        # What shows through is the paper.
        shown = image.convert("RGBA")
        paper = Image.new("RGBA", shown.size, "white")
        image = Image.alpha_composite(paper, shown)
    elif image.mode.startswith(("I", "F")):
        image = image.point(lambda value: value / 256).convert("L")
    pixels = np.asarray(image.convert("RGB"), dtype=np.uint8)
    return np.ascontiguousarray(np.rot90(pixels, -_quarters(image)))


def _quarters(image: Any) -> int:
    orientation = image.getexif().get(0x0112, 1) if hasattr(image, "getexif") else 1
    return _TURNS.get(orientation, 0)


def _resolution(image: Any) -> float:
    """Pixels an inch: as the picture tells them where that is credible, else 72."""
    told = image.info.get("dpi", (0.0, 0.0))
    across, down = (float(value) for value in told[:2])
    if not _COARSEST <= across <= _FINEST or abs(across - down) > 0.02 * across:
        return _POINTS
    return across
