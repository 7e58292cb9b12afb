"""The text of a print as somebody reads it, whatever the format, without the toolkit's own readers."""

import io
import re
import unicodedata
import zipfile

from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from toolkit.demo import FORMATS, Printed

ENCODINGS = {
    "text_gbk": "gb18030", "text_bom": "utf-8-sig", "html_gbk": "gb18030", "html_gbk_as_utf8": "gb18030",
}  # fmt: skip
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def text_of(printed: Printed) -> str:
    """Returns what a print shows: plain characters, no separators of thousands."""
    shape = printed.shape.partition("+")[0]
    format_ = next(name for name, shapes in FORMATS.items() if shape in shapes)
    if format_ == "docx":
        text = _word(printed.data)
    elif format_ == "xlsx":
        text = _excel(printed.data)
    elif format_ == "pdf":
        text = _pdf(printed.data)
    else:
        text = printed.data.decode(ENCODINGS.get(shape, "utf-8"))
    if format_ == "html":
        tree = LexborHTMLParser(text)
        tree.strip_tags(["script", "style"])
        text = tree.text(separator="\n")
    return unicodedata.normalize("NFKC", text).replace(",", "")


def _word(data: bytes) -> str:
    tree = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    for run in list(tree.iter(f"{_W}r")):
        if next(run.iter(f"{_W}vanish"), None) is not None:
            run.clear()
    return "\n".join("".join(t.text or "" for t in p.iter(f"{_W}t")) for p in tree.iter(f"{_W}p"))


def _excel(data: bytes) -> str:
    archive = zipfile.ZipFile(io.BytesIO(data))
    sheets = [etree.fromstring(archive.read(n)) for n in sorted(archive.namelist()) if "worksheets/" in n]
    return "\n".join(t.text or "" for sheet in sheets for t in sheet.iter(f"{_X}v", f"{_X}t"))


def _pdf(data: bytes) -> str:
    return "\n".join(pdf_pages(data))


def pdf_pages(data: bytes) -> list[str]:
    """Returns the text of each page of a PDF."""
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(data)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return [re.sub(r"\r\n?", "\n", page) for page in pages]
