"""PDFs that an office program makes of Word files and workbooks."""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from tests.blind_layouts.articles import Article
from tests.blind_layouts.excel_layouts import printed_workbook
from tests.blind_layouts.layout import Draft, Layout, Make
from tests.blind_layouts.word_markup import (
    WIDTHS,
    Dress,
    body,
    document,
    footer,
    paragraph,
    prose,
    section,
    table,
    text_box,
)
from toolkit.demo.layout import Style

_LYING = {
    "disclosure": WIDTHS["disclosure"],
    "requests": (900, 1500, 4200, *[950] * 7),
    "review": WIDTHS["review"],
}


def _to_pdf(write: Callable[[Article], bytes], ending: str = "docx") -> Make:
    def make(article: Article, rng: random.Random) -> Draft:
        return Draft(write(article), ending, "soffice", "pdf")

    return make


def _exact(article: Article) -> bytes:
    """Rows of exact heights, heads again on each page, the number of the page between dashes."""
    return document(body(article, Dress(exact=240, small=15, repeat=True, margin=40)))


def _landscape(article: Article) -> bytes:
    """Table 3 on a lying page of its own."""
    dress = Dress(font="宋体", prose=28, widths=_LYING, numbers="right", align="left")
    inner = []
    for part in article.parts:
        if part.kind != "table":
            inner.append(prose(part, dress))
        elif part.table != "requests":
            inner.append(table(part.sheet, part.table, dress) + paragraph(""))
        else:
            upright, lying = section(), section(landscape=True)
            inner.append(f"<w:p><w:pPr>{upright}</w:pPr></w:p>{table(part.sheet, part.table, dress)}")
            inner.append(f"<w:p><w:pPr>{lying}</w:pPr></w:p>")
    return document("".join(inner), foot=footer("第 ", " 页"))


def _floating(article: Article) -> bytes:
    """Tables 2 and 4 float, title and signature stand in boxes of text, rules are double."""
    dress = Dress(font="楷体", prose=30, floating=("disclosure", "review"), border=("double", 4), margin=60)
    boxed = "".join(prose(part, dress) for part in article.parts if part.kind == "title")
    signed = "".join(prose(part, dress) for part in article.parts if part.kind == "signature")
    rest = tuple(part for part in article.parts if part.kind not in ("title", "signature"))
    end = text_box(signed, 420, 60) if signed else ""
    return document(text_box(boxed, 420, 90) + body(replace(article, parts=rest), dress) + end)


def _dotted(article: Article) -> bytes:
    """Dotted hair lines on 16K paper, columns as wide as they like, the merged label written downwards."""
    dress = Dress(font="宋体", prose=28, small=16, border=("dotted", 2), margin=40, autofit=True, upright=True)
    narrow = {name: tuple(int(width * 0.9) for width in widths) for name, widths in WIDTHS.items()}
    inner = body(article, replace(dress, widths=narrow))
    return document(inner, section(size=(10433, 14742)), footer("", ""))


_OFFICE = frozenset({"soffice"})
_LAYOUTS = (
    Layout("office_exact", "pdf", _to_pdf(_exact), Style(thousands=True, blank=("", "—")), 0.3, _OFFICE),
    Layout("office_landscape", "pdf", _to_pdf(_landscape), Style(blank=("", "-")), 0.3, _OFFICE),
    Layout("office_floating", "pdf", _to_pdf(_floating), Style(words=True), 0.3, _OFFICE),
    Layout("office_dotted", "pdf", _to_pdf(_dotted), Style(blank=("",)), 0.3, _OFFICE),
    Layout("office_workbook", "pdf", _to_pdf(printed_workbook, "xlsx"), Style(blank=("", "/")), 0.3, _OFFICE),
)
OFFICE_LAYOUTS: Mapping[str, Layout] = MappingProxyType({one.name: one for one in _LAYOUTS})
