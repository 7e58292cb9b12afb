"""Scans and pictures: rules and cells found in pixels, and no number that was not read for certain."""

import struct
import zlib
from collections.abc import Mapping

import numpy as np
import pytest
from PIL import Image

from tests.specimens.drawn_pdf import Drawing, DrawnTable, draw_report
from tests.specimens.printed_page import Slot, numbers, page
from tests.specimens.scanned import Pixels, pictures, saved, stamped, worn
from toolkit.codebook import shipped_codebook
from toolkit.documents import Unreadable, ocr, read_blocks
from toolkit.extraction import extract_reports
from toolkit.records import Cell, Grid, GridCell, SourceText

DPI = 150
LEFT, TOP, WIDTHS = 70.0, 100.0, [150.0, 70.0, 70.0, 70.0]
ROWS = ["信息内容|本年制发件数|本年废止件数|现行有效件数", "规章|1|7|0", "行政规范性文件|10||447"]


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something reached for the network")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)


def drawn(rows: list[str] = ROWS, *, ruled: bool = True) -> Pixels:
    on = Drawing(height=300)
    table = DrawnTable([[Slot(text) for text in row.split("|")] for row in rows], WIDTHS, LEFT)
    on.lines(LEFT, 60, ["二、主动公开政府信息情况，本表所列各项均按上级要求统计"])
    table.draw(on, TOP, ruled=ruled)
    return pictures(on.data(), DPI)[0]


def grid(read: SourceText) -> Grid:
    (found,) = (block for block in read.blocks if isinstance(block, Grid))
    return found


def cells(pixels: Pixels, kind: str = "PNG", format_: str = "png") -> list[list[GridCell]]:
    return [list(row) for row in grid(read_blocks(saved([pixels], kind, DPI), format_)).rows]


def texts(pixels: Pixels) -> list[str]:
    return ["|".join(cell.text for cell in row) for row in cells(pixels)]


# ------------------------------------------------------------------------------------------------------ one picture
def test_a_picture_of_a_table_is_a_grid_with_page_box_and_score() -> None:
    found = cells(drawn())
    assert ["|".join(cell.text for cell in row) for row in found] == ROWS
    cell = found[2][3]
    assert (cell.page, cell.text) == (1, "447")
    assert cell.score is not None
    assert 0.9 < cell.score <= 1
    assert cell.box == pytest.approx((LEFT + 290, TOP + 40, LEFT + 360, TOP + 60), abs=2.5)
    assert (found[2][2].text, found[2][2].score) == ("", 1.0)


@pytest.mark.parametrize(("quarters", "degrees"), [(1, 0.0), (2, 0.0), (3, 0.0), (0, 7.0), (0, -3.0), (2, 2.0)])
def test_a_page_that_lies_askew_is_read_and_its_boxes_lie_on_the_picture(quarters: int, degrees: float) -> None:
    upright = np.pad(drawn(), ((120, 120), (120, 120), (0, 0)), constant_values=255)
    marked = upright.copy()
    # The cell of 447, filled: what its box must lie on once the page is turned.
    x0, y0, x1, y1 = (int(side * DPI / 72) + 120 for side in (LEFT + 290, TOP + 40, LEFT + 360, TOP + 60))
    marked[y0:y1, x0:x1] = 0
    lying = np.ascontiguousarray(np.rot90(worn(upright, degrees=degrees), quarters))
    shown = np.ascontiguousarray(np.rot90(worn(marked, degrees=degrees), quarters))
    found = cells(lying)
    assert ["|".join(cell.text for cell in row) for row in found] == ROWS
    box = found[2][3].box
    assert box is not None
    left, top, right, bottom = (int(side * DPI / 72) for side in box)
    y, x = (top + bottom) // 2, (left + right) // 2
    assert shown[y - 4 : y + 4, x - 4 : x + 4].max() < 60


def test_lone_digits_that_a_detector_drops_are_read_in_their_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    from toolkit.documents.ocr_engine import Engine, Quad

    found = Engine.find_lines

    def without_lone_digits(self: Engine, page: Pixels) -> list[Quad]:
        return [quad for quad in found(self, page) if quad[1][0] - quad[0][0] > 30]

    monkeypatch.setattr(Engine, "find_lines", without_lone_digits)
    assert texts(drawn()) == ROWS


def test_ink_that_nobody_can_read_is_no_blank() -> None:
    pixels = drawn()
    y, x = int((TOP + 50) * DPI / 72), int((LEFT + 240) * DPI / 72)
    pixels[y - 9 : y + 9 : 2, x - 14 : x + 14] = 30  # a smudge in the blank cell
    smudged = cells(pixels)[2][2]
    assert smudged.text != ""
    assert smudged.score is not None
    assert smudged.score < 0.6 or not smudged.text.isdigit()


def test_two_readings_that_differ_are_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    from toolkit.documents import ocr_cells
    from toolkit.documents.ocr_lines import Frame, Recognised, read_frames

    def misread(pixels: Pixels, frames: list[Frame]) -> list[Recognised]:
        return [
            Recognised(line.frame, tuple(one._replace(text="1" if one.text == "7" else one.text) for one in line[1]))
            for line in read_frames(pixels, frames)
        ]

    monkeypatch.setattr(ocr_cells, "read_frames", misread)
    found = cells(drawn())
    assert (found[1][2].text, found[1][2].score) == ("7", 0.0)
    assert found[1][1].score != 0.0


def test_a_row_ends_where_its_upright_rules_do_though_no_rule_is_seen_below_it() -> None:
    # At the end of a page the lower border of a browser's row is too pale, and the table's outer borders run on.
    pixels = drawn()
    bottom, left, right = (int(side * DPI / 72) for side in (TOP + 60, LEFT, LEFT + sum(WIDTHS)))
    pixels[bottom - 2 : bottom + 4, left + 4 : right - 3] = 250
    for x in (left, right):
        pixels[bottom : bottom + 40, x - 1 : x + 1] = 0
    assert texts(pixels)[:3] == ROWS
    assert [cell.rows for row in cells(pixels)[:3] for cell in row] == [1] * 12


def test_rules_run_where_upright_ones_end_to_both_their_neighbours() -> None:
    from toolkit.documents.ocr_rules import find_ink

    grey = np.full((600, 700), 255, np.uint8)
    for y in (100, 200):
        grey[y : y + 2, 100:602] = 0
    for x, end in ((100, 400), (220, 300), (340, 300), (460, 300), (600, 400)):
        grey[100:end, x : x + 2] = 0
    assert [(round(rule.start), round(rule.end)) for rule in find_ink(grey, 0.5).rules.horizontal if rule.at > 110] == [
        (51, 111), (111, 171), (171, 231), (231, 301),
    ]  # fmt: skip


@pytest.mark.parametrize(("y", "sign"), [(20, True), (40, False)])
def test_a_stroke_below_a_number_is_no_sign(y: int, sign: bool) -> None:
    from toolkit.documents.ocr_cells import _has_sign
    from toolkit.documents.ocr_lines import Frame

    letters = np.zeros((50, 120), np.uint8)
    letters[12:30, 60:72] = 255
    letters[y : y + 2, 46:56] = 255
    assert _has_sign(letters, Frame(0, 0, 120, 50), 25.0) is sign


def test_a_slash_that_is_read_as_a_1_is_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    from toolkit.documents.ocr_engine import Character, Engine

    read = Engine.read_lines

    def misread(self: Engine, crops: list[Pixels]) -> list[tuple[Character, ...]]:
        return [tuple(one._replace(text=one.text.replace("/", "1")) for one in line) for line in read(self, crops)]

    monkeypatch.setattr(Engine, "read_lines", misread)
    slash, one = cells(drawn(["信息内容|制发|废止|有效", "规章|/|1|0"]))[1][1:3]
    assert (slash.score, one.text) == (0.0, "1")
    assert one.score is not None
    assert one.score > 0.6


def test_a_flat_stroke_that_is_read_as_a_number_is_neither_a_number_nor_a_dash(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from toolkit.documents.ocr_engine import Character, Engine

    read = Engine.read_lines

    def misread(self: Engine, crops: list[Pixels]) -> list[tuple[Character, ...]]:
        return [
            tuple(one._replace(text="7" if one.text in "-—一" else one.text) for one in line)
            for line in read(self, crops)
        ]

    stroke = drawn(["信息内容|制发|废止|有效", "规章|—|1|0"])
    assert cells(stroke)[1][1].text == "—"
    monkeypatch.setattr(Engine, "read_lines", misread)
    flat = cells(stroke)[1][1]
    assert (flat.text, flat.score) == ("7", 0.0)


def test_a_small_tables_signs_and_numbers_go_by_its_own_size() -> None:
    rows = ["行政许可|-4|27|1081", "行政处罚|—|—|0"]
    on = Drawing(height=300)
    on.lines(LEFT, 60, ["二、主动公开政府信息情况，本表所列各项"], size=16)
    DrawnTable([[Slot(text) for text in row.split("|")] for row in rows], WIDTHS, LEFT).draw(on, TOP)
    found = cells(pictures(on.data(), DPI)[0])
    assert ["|".join(cell.text for cell in row) for row in found] == rows
    assert min(cell.score or 0.0 for row in found for cell in row) > 0.6


def test_a_red_seal_over_numbers_hides_none_of_them() -> None:
    x, y = int((LEFT + 255) * DPI / 72), int((TOP + 45) * DPI / 72)
    read = cells(stamped(drawn(), x, y, 90))
    printed = [row.split("|") for row in ROWS]
    for told, row in zip(printed, read, strict=True):
        for text, cell in zip(told, row, strict=True):
            sure = cell.score is not None and cell.score >= 0.6
            assert not sure or not cell.text.isdigit() or cell.text == text
            assert text == "" or cell.text != ""


def test_a_table_without_rules_is_read_by_its_gaps() -> None:
    rows = ["规章|1|7|0", "行政许可|2|5|9", "行政处罚|10|3|447"]
    read = read_blocks(saved([drawn(rows, ruled=False)], "PNG"), "png")
    assert ["|".join(cell.text for cell in row) for row in grid(read).rows] == rows
    assert not grid(read).aligned


@pytest.mark.parametrize(("kind", "format_"), [("JPEG", "jpg"), ("BMP", "bmp"), ("WEBP", "webp"), ("GIF", "gif")])
def test_other_formats_of_pictures(kind: str, format_: str) -> None:
    assert [cell.text for cell in cells(drawn(), kind, format_)[1]] == ["规章", "1", "7", "0"]


def test_a_tiff_of_two_pages_is_one_table_over_both() -> None:
    lower = ["规章|1|7|0", "行政规范性文件|10|3|447"]
    pages = [drawn([ROWS[0]]), drawn(lower)]
    read = read_blocks(saved(pages, "TIFF"), "tif")
    found = [cell for block in read.blocks if isinstance(block, Grid) for row in block.rows for cell in row]
    assert {cell.page for cell in found} == {1, 2}
    assert [cell.text for cell in found][-4:] == lower[1].split("|")


# ------------------------------------------------------------------------------------------------------- a report
TRUTH = numbers("2021")


def of_report(data: bytes) -> dict[tuple[str, str, str], Cell]:
    (report,) = extract_reports(read_blocks(data, "pdf"), shipped_codebook()).reports
    assert (report.agency, report.year) == ("安吉县水利局", 2023)
    return {cell[:3]: cell for cell in report.cells}


def right_and_wrong(told: Mapping[tuple[str, str, str], Cell]) -> tuple[int, list[Cell]]:
    right = sum(1 for key, value in TRUTH.items() if told[key].value == value)
    return right, [cell for key, cell in told.items() if cell.value is not None and cell.value != TRUTH[key]]


@pytest.mark.slow
def test_a_skewed_noisy_scan_has_its_numbers_and_no_wrong_one() -> None:
    pages = [
        worn(page_, degrees=-1.5, corner=0.004, blur=0.6, shadow=0.3, noise=8, quality=40)
        for page_ in pictures(draw_report(page("安吉县水利局", TRUTH), 20), DPI)
    ]
    told = of_report(saved(pages))
    right, wrong = right_and_wrong(told)
    assert wrong == []
    assert right >= 0.97 * len(TRUTH)
    assert {cell.source for cell in told.values()} == {"ocr"}
    assert all(
        cell.score is not None and cell.place.box is not None for cell in told.values() if cell.state == "number"
    )


def test_only_pages_without_text_are_recognised() -> None:
    on = Drawing(height=300)
    on.lines(LEFT, 60, ["本页的文字就在文件里，不需要识别，本页的文字就在文件里"])
    table = DrawnTable([[Slot("规章"), Slot("1"), Slot("7"), Slot("0")]], WIDTHS, LEFT)
    table.draw(on, TOP)
    on.turn()
    on.canvas.drawInlineImage(Image.fromarray(drawn()), 0, 0, 595, 300)
    read = read_blocks(on.data(), "pdf")
    grids = [block for block in read.blocks if isinstance(block, Grid)]
    scores = {(cell.page, cell.score is None) for block in grids for row in block.rows for cell in row}
    assert scores == {(1, True), (2, False)}
    assert read.source == "text"


# -------------------------------------------------------------------------------------------------------- limits
def bomb(side: int) -> bytes:
    """A white PNG of a few kilobytes that would fill gigabytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def refused(data: bytes, format_: str) -> Unreadable:
    with pytest.raises(Unreadable) as error:
        read_blocks(data, format_)
    return error.value


def test_a_picture_that_would_fill_the_memory_is_too_large() -> None:
    assert refused(bomb(30_000), "png").reason == "too_large"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
@pytest.mark.parametrize(("kind", "format_"), [("PNG", "png"), ("JPEG", "jpg"), ("TIFF", "tif")])
def test_a_picture_cut_short_is_damaged(kind: str, format_: str, share: float) -> None:
    data = saved([drawn()], kind)
    assert refused(data[: int(share * len(data))], format_).reason == "damaged"


def test_more_pages_than_a_report_has_are_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "MAX_PAGES", 2)
    small = np.full((40, 40, 3), 255, np.uint8)
    for kind, format_ in (("TIFF", "tif"), ("PDF", "pdf")):
        unreadable = refused(saved([small] * 3, kind), format_)
        assert (unreadable.reason, "3 pages" in unreadable.detail) == ("too_large", True)


def test_without_the_extra_a_scan_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda _: None)
    for kind, format_ in (("PNG", "png"), ("PDF", "pdf")):
        unreadable = refused(saved([drawn()], kind), format_)
        assert unreadable.reason == "missing_extra"
        assert 'pip install "ogi-toolkit[ocr]"' in unreadable.detail


def test_every_page_is_announced_before_it_is_read() -> None:
    small = [drawn([ROWS[1]])[:200]] * 3
    announced: list[int] = []
    read_blocks(saved(small, "TIFF"), "tif", on_page=lambda: announced.append(1))
    assert len(announced) == 3


def test_a_blank_picture_is_empty() -> None:
    assert refused(saved([np.full((300, 300, 3), 255, np.uint8)], "PNG"), "png").reason == "empty"


def test_resolution_tells_points_where_it_is_credible() -> None:
    pixels = drawn()
    for told, points in ((150, 72 / 150), (1, 1.0)):
        read = read_blocks(saved([pixels], "PNG", told), "png")
        box = grid(read).rows[0][0].box
        assert box is not None
        assert box.x0 == pytest.approx(LEFT * 150 / 72 * points, abs=6 * points)
