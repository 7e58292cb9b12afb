"""Crops of pages: the frame stands around the number, whatever way the page is cropped, turned or cut."""

import io
import random
from dataclasses import replace
from pathlib import Path

import polars as pl
import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

import toolkit as tk
from tests.specimens.drawn_pdf import draw_report
from tests.specimens.printed_page import Table, numbers, page
from toolkit.corpus import Corpus, ReportView
from toolkit.demo import PDF_SHAPES, true_reports
from toolkit.evidence import Evidence, Picture
from toolkit.evidence.pages import MOST_PIXELS, Spot, crop
from toolkit.records import Box

RED = (214, 30, 30)
REPORT = page("安吉县水利局", numbers("2021"))
REAL = Path(__file__).resolve().parents[3] / "shared" / "reports" / "huaian-2024.pdf"


def loaded(path: Path, data: bytes, name: str = "report.pdf") -> ReportView:
    (path / name).write_bytes(data)
    return tk.load(path / name, progress=False, workers=1).report(name)


def evidence_of(view: ReportView, key: tuple[str, str, str]) -> Evidence:
    return view.evidence(*key)


def keys(view: ReportView, every: int = 1) -> list[tuple[str, str, str]]:
    rows = view.cells.select("table", "row", "column").rows()
    return [(table, row, column) for table, row, column in rows[::every]]


def picture(evidence: Evidence) -> tuple[Image.Image, tuple[int, int, int, int]]:
    shown = evidence.excerpt
    assert isinstance(shown, Picture)
    assert shown.box is not None
    assert evidence.marked
    image = Image.open(io.BytesIO(shown.png)).convert("RGB")
    assert image.size == shown.size
    return image, shown.box


def assert_frame_around_number(evidence: Evidence) -> None:
    """The frame lies around the box and nowhere in it; in the box is ink, and none of it is cut by the box."""
    image, (x0, y0, x1, y1) = picture(evidence)
    for x, y in ((x0 - 1, y0 - 1), (x1, y0 - 1), (x0 - 1, y1), (x1, y1), ((x0 + x1) // 2, y0 - 3)):
        assert image.getpixel((min(x, image.width - 1), min(y, image.height - 1))) == RED
    inside = image.crop((x0, y0, x1, y1))
    assert RED not in {colour for _, colour in inside.getcolors(1 << 24) or ()}
    inner = inside.crop((3, 3, inside.width - 3, inside.height - 3)).convert("L").point(lambda v: 255 * (v < 128))
    ink = inner.getbbox()
    assert ink is not None
    assert ink[0] > 0 and ink[1] > 0 and ink[2] < inner.width and ink[3] < inner.height  # noqa: PT018


def turned(data: bytes, rotation: int, crop_box: tuple[float, float, float, float] | None) -> bytes:
    """A PDF whose pages are stored turned and shown upright, and cropped."""
    document = pdfium.PdfDocument(data)
    for number in range(len(document)):
        side = document[number]
        width, height = side.get_size()
        matrix = {
            0: (1, 0, 0, 1, 0, 0),
            90: (0, 1, -1, 0, height, 0),
            180: (-1, 0, 0, -1, width, height),
            270: (0, -1, 1, 0, 0, width),
        }[rotation]
        size = (height, width) if rotation in (90, 270) else (width, height)
        clip = raw.FS_RECTF(0, size[1], size[0], 0)
        assert raw.FPDFPage_TransFormWithClip(side, raw.FS_MATRIX(*matrix), clip)
        side.set_mediabox(0, 0, *size)
        side.set_rotation(rotation)
        if crop_box:
            side.set_cropbox(*crop_box)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("crop_box", [None, (13, 21, 560, 1690), (-50, -40, 3000, 3000)])
def test_the_frame_is_right_on_pages_turned_and_cropped(
    tmp_path: Path, rotation: int, crop_box: tuple[float, float, float, float] | None
) -> None:
    if crop_box and crop_box[0] > 0 and rotation in (90, 270):
        crop_box = (21, 13, 1690, 560)
    view = loaded(tmp_path, turned(draw_report(REPORT, cut=9), rotation, crop_box))
    assert view.cells.filter(state="number").height == 200
    assert view.cells["page"].n_unique() == 2
    for key in keys(view, 29):
        assert_frame_around_number(evidence_of(view, key))


def test_below_a_page_break_the_header_of_the_page_before_is_shown(tmp_path: Path) -> None:
    view = loaded(tmp_path, draw_report(REPORT, cut=9))
    rows = view.cells.filter(table="requests", column="total").sort("page", "grid_row")
    first, last = (rows.row(at, named=True) for at in (0, -1))
    assert (first["page"], last["page"]) == (1, 2)
    upper, lower = (view.evidence("requests", row["row"], "total").excerpt for row in (first, last))
    assert isinstance(upper, Picture)
    assert isinstance(lower, Picture)
    assert (upper.page, lower.page) == (1, 2)
    strip = Image.open(io.BytesIO(upper.png)).crop((0, 0, upper.size[0], 200)).tobytes()
    again = Image.open(io.BytesIO(lower.png)).crop((0, 0, lower.size[0], 200)).tobytes()
    assert strip == again


def test_a_row_whose_numbers_cannot_be_told_apart_is_framed_as_a_whole(tmp_path: Path) -> None:
    rows = REPORT.tables["requests"].rows
    at = next(at for at, row in enumerate(rows) if row[0].text.startswith("二、上年结转"))
    lost = [*rows[:at], [*rows[at][:-2], replace(rows[at][-1], columns=2)], *rows[at + 1 :]]
    view = loaded(tmp_path, draw_report(replace(REPORT, tables={**REPORT.tables, "requests": Table(lost)})))
    evidence = view.evidence("requests", "carried_in", "natural_person")
    assert evidence.cell["state"] == "unreadable"
    assert [note.name for note in evidence.notes] == ["row_only"]
    assert not evidence.marked
    shown = evidence.excerpt
    assert isinstance(shown, Picture)
    assert shown.box is not None
    width, height = shown.box[2] - shown.box[0], shown.box[3] - shown.box[1]
    assert width > 800
    assert height < 60


def test_the_same_cell_gives_the_same_bytes(tmp_path: Path) -> None:
    data = draw_report(REPORT)
    one, other = (loaded(tmp_path, data).evidence("requests", "new", "total") for _ in range(2))
    assert one.png
    assert one.png == other.png
    assert one._repr_html_() == other._repr_html_()


def test_a_huge_page_is_drawn_small() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(14_400, 14_400), invariant=True)
    canvas.rect(7_000, 7_000, 100, 100, fill=1)
    canvas.save()
    shown = crop(buffer.getvalue(), "pdf", Spot(1, Box(7000, 7300, 7100, 7400)), None)
    assert shown.size[0] * shown.size[1] <= 1.1 * MOST_PIXELS
    assert shown.box is not None
    image = Image.open(io.BytesIO(shown.png))
    assert image.getpixel(((shown.box[0] + shown.box[2]) // 2, (shown.box[1] + shown.box[3]) // 2)) == (0, 0, 0)


@pytest.mark.parametrize(("dots", "points"), [(None, 1.0), (144, 2.0), (300, 300 / 72), (1, 1.0)])
def test_the_points_of_a_picture_are_its_pixels_at_its_dots_an_inch(dots: int | None, points: float) -> None:
    image = Image.new("RGB", (600, 900), "white")
    image.paste((0, 0, 255), (300, 450, 360, 480))
    out = io.BytesIO()
    image.save(out, "PNG", **({"dpi": (dots, dots)} if dots else {}))
    box = Box(*(side / points for side in (300, 450, 360, 480)))
    shown = crop(out.getvalue(), "png", Spot(1, box), None)
    assert shown.box is not None
    drawn = Image.open(io.BytesIO(shown.png)).convert("RGB")
    x0, y0, x1, y1 = shown.box
    assert drawn.getpixel(((x0 + x1) // 2, (y0 + y1) // 2)) == (0, 0, 255)
    assert drawn.getpixel((x0 - 2, y0 - 2)) == RED
    assert abs((x1 - x0) / (y1 - y0) - 2) < 0.2
    assert drawn.getpixel((x0 - 12, (y0 + y1) // 2)) == (255, 255, 255)


def test_the_second_picture_of_a_file_is_its_second_page() -> None:
    pages = [Image.new("RGB", (300, 300), colour) for colour in ("white", "yellow")]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    shown = crop(out.getvalue(), "tif", Spot(2, None), None)
    assert shown.box is None
    assert Image.open(io.BytesIO(shown.png)).getpixel((5, 5)) == (255, 255, 0)
    with pytest.raises(ValueError, match="no page 3"):
        crop(out.getvalue(), "tif", Spot(3, None), None)


@pytest.fixture(scope="module")
def real() -> Corpus:
    if not REAL.exists():
        pytest.skip("no real reports beside the project")
    return tk.load(REAL, progress=False, workers=1)


def test_every_box_of_a_real_report_holds_its_number(real: Corpus) -> None:
    document = pdfium.PdfDocument(REAL.read_bytes())
    texts = {number: (document[number - 1].get_textpage(), document[number - 1].get_height()) for number in range(1, 7)}
    read = 0
    for number, (x0, y0, x1, y1), printed in real.cells.select("page", "box", "raw").iter_rows():
        text, height = texts[number]
        assert "".join(text.get_text_bounded(x0, height - y1, x1, height - y0).split()) == printed
        read += 1
    assert read == 200
    document.close()


# On turned pages the text is not where it shows; frames on them are looked at above.
@pytest.mark.parametrize("name", sorted(set(PDF_SHAPES) - {"pdf_turned"}))
def test_every_box_of_every_shape_holds_its_number(tmp_path: Path, name: str) -> None:
    printed = PDF_SHAPES[name](next(iter(true_reports(1, seed=11))), random.Random(1))
    path = tmp_path / "report.pdf"
    path.write_bytes(printed.data)
    cells = tk.load(path, progress=False, workers=1).cells.filter(pl.col("box").is_not_null())
    document = pdfium.PdfDocument(printed.data)
    pages = [(page.get_textpage(), page.get_height()) for page in document]
    for number, (x0, y0, x1, y1), told in cells.select("page", "box", "raw").iter_rows():
        text, height = pages[number - 1]
        assert "".join(text.get_text_bounded(x0, height - y1, x1, height - y0).split()) == "".join(told.split())
    assert cells.height >= 190
    document.close()


def test_the_frame_stands_around_the_numbers_of_a_real_report(real: Corpus) -> None:
    view = real.report("huaian-2024.pdf")
    for key in keys(view, 11):
        assert_frame_around_number(evidence_of(view, key))
