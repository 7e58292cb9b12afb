"""Scans: pages of the other PDFs as pictures, clean ones, and ones as a hasty hand at an old machine makes them."""

import io
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter

DPI = 150
_STAR = ((0, -1), (0.59, 0.81), (-0.95, -0.31), (0.95, -0.31), (-0.59, 0.81))
Pages = list[Image.Image]


@dataclass(frozen=True, slots=True)
class Scan:
    """A way to scan the files of a layout.

    Attributes:
        name: of the scans.
        kind: `clean` or `noisy`.
        base: name of the layout that is scanned.
        save: writes the pages as a file.
        ending: of that file.
        files: how many files of the layout are scanned.
        long: whether their prose is long, so that tables go over the ends of pages.
    """

    name: str
    kind: str
    base: str
    save: Callable[[Pages], bytes]
    ending: str
    files: int = 1
    long: bool = True

    def make(self, pdf: bytes, rng: random.Random) -> bytes:
        """Returns the scan of a PDF."""
        pages = rendered(pdf)
        if self.kind == "noisy":
            pages[-1] = stamped(pages[-1], rng)
            pages = [worn(page, rng) for page in pages]
        return self.save(pages)


def rendered(pdf: bytes) -> Pages:
    """Returns the pages as pictures."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=DPI / 72).to_pil().convert("RGB") for page in document]
    document.close()
    return pages


def stamped(page: Image.Image, rng: random.Random) -> Image.Image:
    """Returns the page with a red round seal at its lower right, seen through."""
    size = 240
    seal = Image.new("L", (size, size))
    draw = ImageDraw.Draw(seal)
    draw.ellipse((4, 4, size - 4, size - 4), outline=170, width=7)
    points = [(size / 2 * (1 + 0.32 * x), size / 2 * (1 + 0.32 * y)) for x, y in _STAR]
    draw.line([*points, points[0]], fill=170, width=5)
    made = page.copy()
    corner = (page.width - size - rng.randint(120, 220), page.height - size - rng.randint(60, 160))
    made.paste((200, 30, 30), (*corner, corner[0] + size, corner[1] + size), seal)
    return made


def worn(page: Image.Image, rng: random.Random) -> Image.Image:
    """Returns the page askew, blurred, on a grey ground that grows darker to one side, with grain, as a poor JPEG."""
    angle = rng.choice((-1, 1)) * rng.uniform(0.5, 2.5)
    turned = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=(244, 243, 240))
    blurred = turned.filter(ImageFilter.GaussianBlur(rng.uniform(0.4, 0.7)))
    values = numpy.asarray(blurred, dtype=numpy.float32)
    grain = numpy.random.default_rng(rng.randrange(2**32))
    ground = numpy.linspace(1, rng.uniform(0.8, 0.9), page.width, dtype=numpy.float32)[None, :, None]
    noisy = values * ground + grain.normal(0, 7, values.shape[:2])[:, :, None]
    buffer = io.BytesIO()
    Image.fromarray(noisy.clip(0, 255).astype(numpy.uint8)).save(buffer, "JPEG", quality=50)
    return Image.open(buffer).convert("RGB")


def as_pdf(pages: Pages) -> bytes:
    """A PDF with a picture a page, as a scanner's program writes it."""
    buffer = io.BytesIO()
    pages[0].save(buffer, "PDF", save_all=True, append_images=pages[1:], resolution=DPI, quality=85)
    return buffer.getvalue()


def as_drawn_pdf(pages: Pages) -> bytes:
    """A PDF whose pages are A4 with a margin around the picture, losslessly packed."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    for page in pages:
        canvas.drawImage(ImageReader(page.convert("L")), 8, 8, 579, 826, preserveAspectRatio=True)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def as_png(pages: Pages) -> bytes:
    """The one page as PNG."""
    buffer = io.BytesIO()
    (page,) = pages
    page.convert("L").save(buffer, "PNG", dpi=(DPI, DPI))
    return buffer.getvalue()


def as_jpeg(pages: Pages) -> bytes:
    """The one page as JPEG."""
    buffer = io.BytesIO()
    (page,) = pages
    page.save(buffer, "JPEG", quality=80, dpi=(DPI, DPI))
    return buffer.getvalue()


_SCANS = (
    Scan("scan_filled_rules", "clean", "drawn_filled_rules", as_pdf, "pdf"),
    Scan("scan_doubled_rules", "clean", "drawn_doubled_rules", as_drawn_pdf, "pdf"),
    Scan("scan_site", "clean", "print_site", as_pdf, "pdf"),
    Scan("scan_office", "clean", "office_landscape", as_drawn_pdf, "pdf"),
    Scan("scan_png", "clean", "drawn_poster", as_png, "png", 2, long=False),
    Scan("scan_jpeg", "clean", "drawn_poster", as_jpeg, "jpg", long=False),
    Scan("worn_filled_rules", "noisy", "drawn_filled_rules", as_pdf, "pdf"),
    Scan("worn_site", "noisy", "print_site", as_pdf, "pdf"),
    Scan("worn_office", "noisy", "office_exact", as_pdf, "pdf"),
    Scan("worn_jpeg", "noisy", "drawn_poster", as_jpeg, "jpg", 2, long=False),
)
SCANS: Mapping[str, Scan] = MappingProxyType({scan.name: scan for scan in _SCANS})
