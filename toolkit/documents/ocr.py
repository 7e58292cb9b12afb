"""Whether pictures of pages can be read here, and what one document of them may cost."""

from importlib.util import find_spec

from toolkit.documents.reader import Unreadable

MAX_PAGES = 60
"""Pages that are recognised of one document: five times a long report, five minutes on one core."""
MAX_PIXELS = 36_000_000
"""Pixels of one picture: A4 at 600 dpi; decoded, it takes 108 MB."""
_LIBRARIES = ("rapidocr", "onnxruntime", "cv2")


def can_recognise() -> bool:
    """Says whether what the extra `ocr` installs is there. Nothing of it is imported."""
    return all(find_spec(name) for name in _LIBRARIES)


def require_recogniser(what: str) -> None:
    """Makes sure that pictures can be read.

    Args:
        what: what holds pictures, as a sentence begins with it.

    Raises:
        Unreadable: `missing_extra`.
    """
    if not can_recognise():
        raise Unreadable("missing_extra", f'{what} and no text. To have pictures read: pip install "ogi-toolkit[ocr]"')


def require_few_pages(pages: int) -> None:
    """Makes sure that no more pages are to be recognised than a report has.

    Raises:
        Unreadable: `too_large`.
    """
    if pages > MAX_PAGES:
        raise Unreadable("too_large", f"It has {pages} pages that are pictures; up to {MAX_PAGES} are read.")
