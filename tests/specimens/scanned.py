"""Scans made of PDFs: pictures of their pages, worn as scanners, copiers and cameras wear them."""

import io
from collections.abc import Sequence

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]


def pictures(data: bytes, dpi: int = 150) -> list[Pixels]:
    """Returns the pages of a PDF as pictures in colours."""
    document = pdfium.PdfDocument(data)
    try:
        return [
            np.ascontiguousarray(page.render(scale=dpi / 72, rev_byteorder=True).to_numpy()[:, :, :3])
            for page in document
        ]
    finally:
        document.close()


def worn(
    picture: Pixels,
    *,
    seed: int = 1,
    degrees: float = 0.0,
    corner: float = 0.0,
    blur: float = 0.0,
    shadow: float = 0.0,
    noise: float = 0.0,
    quality: int | None = None,
) -> Pixels:
    """Returns a picture as a bad scan of it; equal seeds give equal scans.

    Args:
        picture: the page.
        seed: of the noise and the corners.
        degrees: turned against the clock.
        corner: how far each corner is off, as a share of the width.
        blur: sigma in pixels.
        shadow: how much darker the right edge is.
        noise: sigma of 255.
        quality: of the JPEG it was kept as.
    """
    rng = np.random.default_rng(seed)
    high, wide = picture.shape[:2]
    turn = np.vstack([cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 1), [0, 0, 1]])
    square = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], dtype=np.float32)
    seen = (square + rng.uniform(-corner, corner, (4, 2)) * wide).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(square, seen) @ turn
    page = cv2.warpPerspective(picture, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    if blur:
        page = cv2.GaussianBlur(page, (0, 0), blur)
    light = page * (1 - shadow * np.linspace(0, 1, wide)[None, :, None]) + rng.normal(0, noise, page.shape)
    page = np.clip(light, 0, 255).astype(np.uint8)
    if quality is not None:
        buffer = io.BytesIO()
        Image.fromarray(page).save(buffer, "JPEG", quality=quality)
        page = np.asarray(Image.open(buffer))
    return np.asarray(page, dtype=np.uint8)


def stamped(picture: Pixels, x: int, y: int, radius: int) -> Pixels:
    """Returns a picture with a red seal around a point."""
    page = picture.copy()
    cv2.circle(page, (x, y), radius, (215, 40, 45), max(2, radius // 12))
    cv2.circle(page, (x, y), radius // 3, (215, 40, 45), max(2, radius // 16))
    # Ink on ink: black stays black.
    return np.minimum(page, picture)


def saved(pages: Sequence[Pixels], kind: str = "PDF", dpi: int = 150) -> bytes:
    """Returns pictures as a file: `PDF` (a scan), `TIFF`, `PNG`, …"""
    first, *rest = [Image.fromarray(page) for page in pages]
    buffer = io.BytesIO()
    more = {"save_all": True, "append_images": rest} if rest else {}
    resolution = {"resolution": float(dpi)} if kind == "PDF" else {"dpi": (dpi, dpi)}
    first.save(buffer, kind, **more, **resolution)
    return buffer.getvalue()
