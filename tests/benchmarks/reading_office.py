"""How long Word and Excel files take from file to blocks, and old ones from file to blocks through LibreOffice.

A Word file is read beside the bare unpacking and parse of its text, and beside python-docx, which gives paragraphs and
cells; an Excel file beside openpyxl. They take turns on the same files; processor time, the best of several rounds for
each file. The markup is as Word writes it, with fonts and borders in every cell: that makes nine tenths of a real file.
Old files are converted in a batch, as a load does: time as it passes.
"""

import gc
import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from statistics import mean
from time import perf_counter, thread_time

import docx
import openpyxl
from lxml import etree

from tests.benchmarks.figure import Figure, at_least, at_most
from tests.specimens.old_office import printed, save_as
from toolkit.demo.shapes_excel import EXCEL_SHAPES
from toolkit.demo.shapes_word import WORD_SHAPES
from toolkit.documents import Converter, read_blocks
from toolkit.documents.conversion import find_libreoffice

FILES, ROUNDS = 6, 12
OLD = 50
MAIN = "word/document.xml"
_FONT = (
    "<w:rPr><w:rFonts w:ascii='宋体' w:hAnsi='宋体' w:eastAsia='宋体' w:cs='宋体'/><w:color w:val='000000'/>"
    "<w:kern w:val='0'/><w:sz w:val='21'/><w:szCs w:val='21'/><w:lang w:val='en-US' w:eastAsia='zh-CN'/></w:rPr>"
)
_PARAGRAPH = "<w:p><w:pPr><w:keepNext w:val='0'/><w:widowControl/><w:jc w:val='center'/></w:pPr>"
_CELL = "".join(
    ["<w:tcBorders>"]
    + [
        f"<w:{side} w:val='single' w:color='000000' w:sz='8' w:space='0'/>"
        for side in ("top", "left", "bottom", "right")
    ]
    + ["</w:tcBorders><w:shd w:val='clear' w:color='auto' w:fill='auto'/><w:vAlign w:val='center'/></w:tcPr>"]
)


def measure() -> list[Figure]:
    """Returns milliseconds a file, the ratios to what reads barely and to what others use, and those of old files."""
    words = [_as_word_writes(one.data) for one in printed({"plain": WORD_SHAPES["docx_plain"]}, FILES).values()]
    sheets = [one.data for one in printed({"one": EXCEL_SHAPES["xlsx_one_sheet"]}, FILES).values()]
    bare, ours, other = _turns(words, _bare_word, lambda data: read_blocks(data, "docx"), _python_docx)
    excel, theirs = _turns(sheets, lambda data: read_blocks(data, "xlsx"), _openpyxl)
    size = len(zipfile.ZipFile(io.BytesIO(words[0])).read(MAIN)) / 1000
    return [
        Figure(f"a Word file, {size:.0f} KB of text and markup: unpacked and parsed", f"{bare:.2f} ms"),
        Figure("a Word file: file to blocks", f"{ours:.2f} ms"),
        Figure("a Word file: python-docx, its paragraphs and cells", f"{other:.1f} ms"),
        at_most("Word: file to blocks ÷ unpacked and parsed", ours / bare, 2.0, "{:.2f}"),
        at_least("Word: python-docx ÷ file to blocks", other / ours, 5.0, "{:.1f}"),
        at_most("an Excel file: file to blocks", excel, 2.0, "{:.2f} ms"),
        Figure("an Excel file: openpyxl, its cells", f"{theirs:.1f} ms"),
        *_old_files(),
    ]


def _turns(files: list[bytes], *readers: Callable[[bytes], object]) -> list[float]:
    """Returns the milliseconds of each reader: the best of some rounds for each file, of these the mean."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)  # as workers have it
    best = [[float("inf")] * len(files) for _ in readers]
    for _ in range(ROUNDS):
        for number, data in enumerate(files):
            for reader, spent in zip(readers, best, strict=True):
                start = thread_time()
                reader(data)
                spent[number] = min(spent[number], (thread_time() - start) * 1000)
    return [mean(spent) for spent in best]


def _as_word_writes(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as plain, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name in plain.namelist():
            text = plain.read(name).decode()
            if name == MAIN:
                text = text.replace("<w:r>", f"<w:r>{_FONT}").replace("<w:p>", _PARAGRAPH).replace("</w:tcPr>", _CELL)
            made.writestr(name, text)
    return buffer.getvalue()


def _bare_word(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        etree.fromstring(package.read(MAIN))


def _python_docx(data: bytes) -> None:
    document = docx.Document(io.BytesIO(data))
    assert [paragraph.text for paragraph in document.paragraphs]
    assert [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def _openpyxl(data: bytes) -> None:
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        assert [list(row) for row in sheet.iter_rows(values_only=True)]
        assert sheet.merged_cells is not None


def _old_files() -> list[Figure]:
    program = find_libreoffice()
    if program is None:
        return [Figure("an old Word file in a batch of 50", "no LibreOffice here")]
    files = {name: one.data for name, one in printed({"plain": WORD_SHAPES["docx_plain"]}, OLD).items()}
    with tempfile.TemporaryDirectory() as folder:
        paths = save_as(program, "doc", files, "docx", Path(folder) / "doc")
        documents = [path.read_bytes() for path in paths]
        times = [_batch(documents, Path(folder)) for _ in range(3)]
        alone = min(_batch(documents[:1], Path(folder)) for _ in range(3))
    return [
        at_most(
            f"an old Word file in a batch of {OLD}, LibreOffice's start with it", min(times) / OLD, 60.0, "{:.0f} ms"
        ),
        Figure("an old Word file by itself", f"{alone:.0f} ms"),
    ]


def _batch(documents: list[bytes], workplace: Path) -> float:
    start = perf_counter()
    with Converter(workplace) as converter:
        for data in documents:
            converter.add(data, "doc")
        for data in documents:
            read_blocks(data, "doc", converter.convert)
    return (perf_counter() - start) * 1000
