"""Reports as web pages: clean ones, those of content management systems, and those that are broken."""

import html
import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from toolkit.demo.grid import Spot, spread
from toolkit.demo.layout import Field, Layout, Sheet, Style, plain_title
from toolkit.demo.pages import TableWriter, article, cms_page, page, table, written
from toolkit.demo.shape import Shape

_TD = "border:1px solid windowtext;padding:0 5.4pt;word-break:break-all"
_SPAN = "font-family:仿宋_GB2312;font-size:16pt;line-height:150%;mso-hansi-font-family:宋体;color:#000000"
Render = Callable[[Layout, random.Random], bytes]


def _plain(
    tables: Callable[[random.Random], TableWriter], *, head: str = "<meta charset='utf-8'>", encoding: str = "utf-8"
) -> Render:
    def render(layout: Layout, rng: random.Random) -> bytes:
        text = page(plain_title(layout.truth), article(layout, tables(rng)), head=head)
        return text.encode(encoding)

    return render


def _clean(rng: random.Random) -> TableWriter:
    return lambda sheet, name: table(sheet)


def _rowspan_99(rng: random.Random) -> TableWriter:
    def write(sheet: Sheet, name: str) -> str:
        # The tallest merged cell, 三、本年度办理结果, reaches far below the table's end.
        tallest = max(field.rows for row in sheet for field in row)
        return table([[f._replace(rows=99) if f.rows == tallest > 3 else f for f in row] for row in sheet])

    return write


def _cut(rng: random.Random) -> TableWriter:
    def write(sheet: Sheet, name: str) -> str:
        if name != "requests":
            return table(sheet)
        cut = rng.randint(6, len(sheet) - 3)
        above = list(enumerate(sheet[:cut]))
        upper = [[f._replace(rows=min(f.rows, cut - i)) for f in row] for i, row in above]
        # What reached over the cut goes on below it as an empty merged cell.
        reaching = [f._replace(text="", rows=i + f.rows - cut) for i, row in above for f in row if i + f.rows > cut]
        return table(upper) + "\n<p></p>\n" + table([[*reaching, *sheet[cut]], *sheet[cut + 1 :]])

    return write


def _broken_labels(rng: random.Random) -> TableWriter:
    def write(field: Field) -> str:
        if field.role == "value" or len(field.text) < 3:
            return written(field)
        cut = rng.randint(1, len(field.text) - 1)
        between = rng.choice(("<br>", " ", "&nbsp;", "　", "<br/>\n", ""))
        return html.escape(field.text[:cut], quote=False) + between + html.escape(field.text[cut:], quote=False)

    return lambda sheet, name: table(sheet, write)


def _unmerged(rng: random.Random) -> TableWriter:
    def write(sheet: Sheet, name: str) -> str:
        def alone(spot: Spot) -> Field:
            return spot.field._replace(text="" if spot.down or spot.right else spot.field.text, columns=1, rows=1)

        return table([list(map(alone, row)) for row in spread(sheet)])

    return write


def _cms(layout: Layout, rng: random.Random) -> bytes:
    def tables(sheet: Sheet, name: str) -> str:
        return table(sheet, lambda f: f'<p align="center"><span style="{_SPAN}">{written(f)}</span></p>', style=_TD)

    return cms_page(layout, article(layout, tables, span=_SPAN), rng).encode()


def _layout_table(layout: Layout, rng: random.Random) -> bytes:
    inside = article(layout, lambda sheet, name: table(sheet))
    main = f"<tr><td width='200'>导航<br>年报</td><td>\n{inside}\n</td></tr>"
    body = f"<table width='960'>{main}<tr><td colspan='2'>页脚</td></tr></table>"
    return page(plain_title(layout.truth), body).encode()


def _nothing_declared(encoding: str) -> Render:
    return _plain(_clean, head="", encoding=encoding)


def _declared(charset: str, encoding: str) -> Render:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
    return _plain(_clean, head=head, encoding=encoding)


_CLEAN = Shape("html_clean", "html", _plain(_clean), byline=0.8)
_SHAPES = (
    _CLEAN,
    Shape("html_cms", "html", _cms, Style(own_words=0.1), dated=True),
    Shape("html_layout_table", "htm", _layout_table, byline=0.8),
    replace(_CLEAN, name="html_rowspan_99", render=_plain(_rowspan_99)),
    replace(_CLEAN, name="html_gbk", render=_nothing_declared("gb18030")),
    replace(_CLEAN, name="html_gbk_as_utf8", render=_declared("utf-8", "gb18030")),
    replace(_CLEAN, name="html_utf8_as_gb2312", render=_declared("gb2312", "utf-8")),
    replace(_CLEAN, name="html_cut_table", render=_plain(_cut)),
    replace(_CLEAN, name="html_broken_labels", render=_plain(_broken_labels)),
    replace(_CLEAN, name="html_unmerged", render=_plain(_unmerged)),
    replace(_CLEAN, name="html_thousands", style=Style(thousands=True)),
    replace(_CLEAN, name="html_fullwidth", style=Style(fullwidth=True)),
    replace(_CLEAN, name="html_suffixed", style=Style(suffixed=True)),
    replace(_CLEAN, name="html_words", style=Style(words=True)),
    replace(_CLEAN, name="html_blank_zeros", style=Style(blank=("",), blank_zeros=True)),
)
HTML_SHAPES: Mapping[str, Shape] = MappingProxyType({shape.name: shape for shape in _SHAPES})
