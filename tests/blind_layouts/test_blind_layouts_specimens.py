"""The blind layouts print their truth: held without the reader."""

import io
import re
import unicodedata
import zipfile
from collections import Counter
from random import Random

import openpyxl
import pypdfium2
import pytest
from lxml import etree

from tests.blind_layouts.articles import KANGXI
from tests.blind_layouts.catalogue import KINDS, LAYOUTS, OF_EACH, Specimen, drafted, reports_for, specimens
from tests.blind_layouts.drawn_ink import EMBEDDED
from tests.blind_layouts.drawn_layouts import DRAWN_LAYOUTS
from tests.blind_layouts.programs import there
from tests.blind_layouts.scans import SCANS, rendered, stamped, worn
from toolkit.demo.model import Key

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PLAIN = {radical: chr(character) for character, radical in KANGXI.items()}
_BLANK = {"", "-", "—", "/"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Specimen]:
    return specimens(tmp_path_factory.mktemp("making"), 2, list(LAYOUTS))


def plain(text: str | None) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text or ""))


def numbers(text: str) -> Counter[float]:
    """The numbers in a text, signs aside."""
    found = re.findall(r"\d[\d,]*(?:\.\d+)?", unicodedata.normalize("NFKC", text))
    return Counter(float(number.replace(",", "")) for number in found)


def text_of_pdf(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return "\n".join(pages)


def text_of_word(data: bytes) -> str:
    """The text of a Word file with all changes accepted, a line a paragraph."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    for gone in [*root.iter(f"{_W}del", f"{_W}moveFrom")]:
        parent = gone.getparent()
        assert parent is not None
        parent.remove(gone)
    lines = root.iter(f"{_W}p")
    return "\n".join("".join(piece.text or "" for piece in line.iter(f"{_W}t")) for line in lines)


def text_of_workbook(data: bytes) -> str:
    """What the sheets show that are not hidden, a line a cell."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    cells = [
        cell.value
        for sheet in book.worksheets
        if sheet.sheet_state == "visible"
        for row in sheet.iter_rows()
        if not sheet.row_dimensions[row[0].row].hidden
        for cell in row
    ]
    return "\n".join(str(value) for value in cells if value is not None)


TEXTS = {"pdf": text_of_pdf, "docx": text_of_word, "xlsx": text_of_workbook}


def fields(specimen: Specimen) -> dict[Key, str]:
    """The texts of all cells that the sheets print a value in."""
    sheets = specimen.article.sheets().values()
    found = [(field.key, field.text) for sheet in sheets for row in sheet for field in row if field.key]
    assert len(found) == len(dict(found))
    return dict(found)


def said(text: str) -> float | str | None:
    """What a printed text says by itself."""
    bare = plain(text)
    if bare in _BLANK:
        return None
    if bare in ("持平", "无变化"):
        return 0.0
    number = re.fullmatch(r"([-+增减]?)(\d[\d,]*(?:\.\d+)?)(件|项|元)?", bare)
    if number is None:
        return text
    value = float(number[2].replace(",", ""))
    return -value if number[1] in ("-", "减") else value


def test_sheets_print_exactly_the_true_cells(made: list[Specimen]) -> None:
    for specimen in made:
        true = specimen.printed.truth.numbers
        # 持平 and the like are 0 for a human; the truth of a text that is no number is that text.
        told = {key: true[key] if true[key] == text else said(text) for key, text in fields(specimen).items()}
        assert told == dict(true), specimen.printed.name


def test_every_number_is_in_the_text_of_its_file(made: list[Specimen]) -> None:
    for specimen in made:
        wanted = numbers("\n".join(fields(specimen).values()))
        found = numbers(TEXTS[KINDS[specimen.printed.shape]](specimen.printed.data))
        assert not wanted - found, (specimen.printed.name, wanted - found)


def characters(text: str) -> Counter[str]:
    """The Chinese characters in a text, radicals told as the characters they stand for."""
    return Counter(re.findall("[一-龥]", plain(text.translate(PLAIN))))


def test_every_word_of_the_tables_is_in_the_text_of_its_file(made: list[Specimen]) -> None:
    for specimen in made:
        sheets = specimen.article.sheets().values()
        wanted = characters("".join(field.text for sheet in sheets for row in sheet for field in row))
        found = characters(TEXTS[KINDS[specimen.printed.shape]](specimen.printed.data))
        assert not wanted - found, (specimen.printed.name, wanted - found)


def test_the_title_is_in_the_text_of_its_file(made: list[Specimen]) -> None:
    for specimen in made:
        text = plain(TEXTS[KINDS[specimen.printed.shape]](specimen.printed.data))
        for line in specimen.article.lines("title"):
            assert plain(line) in text, specimen.printed.name


def test_there_are_layouts_of_all_kinds() -> None:
    count = Counter(KINDS.values())
    assert count["pdf"] >= 12
    assert count["docx"] >= 6
    assert count["xlsx"] >= 4
    assert min(count["clean"], count["noisy"]) >= 4
    assert len(KINDS) == sum(count.values())


def test_all_layouts_that_can_be_made_here_are_made(made: list[Specimen]) -> None:
    able = {name for name, layout in LAYOUTS.items() if layout.needs <= there()}
    assert {specimen.printed.shape for specimen in made} == able
    assert len({specimen.printed.name for specimen in made}) == len(made) == 2 * len(able)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_reports_of_a_layout_follow_both_forms(layout: str) -> None:
    reports = reports_for(layout, OF_EACH)
    assert len(reports) == OF_EACH
    assert {report.template_requests for report in reports} == {"2019", "2021"}


@pytest.mark.skipif(not EMBEDDED.is_file() and "font" not in there(), reason="no fonts-wqy-zenhei here")
@pytest.mark.parametrize("layout", [*DRAWN_LAYOUTS, "docx_variants", "docx_controlled", "docx_listed"])
def test_files_are_made_again_byte_for_byte(layout: str) -> None:
    first, second = ([draft.data for _, draft in drafted(LAYOUTS[layout], 2)] for _ in range(2))
    assert first == second


@pytest.mark.skipif(not EMBEDDED.is_file() and "font" not in there(), reason="no fonts-wqy-zenhei here")
def test_a_worn_page_is_another_picture_and_the_same_again() -> None:
    ((_, draft),) = drafted(DRAWN_LAYOUTS["drawn_filled_rules"], 1)
    page = rendered(draft.data)[-1]
    twice = [worn(stamped(page, rng), rng).tobytes() for rng in (Random(1), Random(1))]
    assert twice[0] == twice[1] != page.tobytes()


def test_long_prose_goes_with_the_same_numbers() -> None:
    for short, long in zip(*(reports_for("drawn_cropped", OF_EACH, long=each) for each in (False, True)), strict=True):
        assert (short.agency, short.year, short.numbers) == (long.agency, long.year, long.numbers)
        assert sum(map(len, dict(short.sections).values())) < sum(map(len, dict(long.sections).values()))


def test_every_other_pdf_and_all_scans_of_pages_have_long_prose() -> None:
    made = {number: each.truth for number, (each, _) in enumerate(drafted(DRAWN_LAYOUTS["drawn_filled_rules"], 2))}
    short, long = (reports_for("drawn_filled_rules", 2, long=each) for each in (False, True))
    assert [made[0].sections, made[1].sections] == [short[0].sections, long[1].sections]
    assert [scan.name for scan in SCANS.values() if not scan.long] == ["scan_png", "scan_jpeg", "worn_jpeg"]
