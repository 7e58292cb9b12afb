"""Pages as browsers print them, and one that a typesetter for pages prints."""

import random
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from tests.blind_layouts.articles import Article
from tests.blind_layouts.layout import Draft, Layout
from tests.blind_layouts.printed_html import (
    body,
    classed_cell,
    grid_of_divs,
    head_rows,
    page,
    rows,
    rows_of_flex,
)
from toolkit.demo.layout import Sheet, Style

_NAVIGATION = (
    '<div class="top"><b>政务公开</b> <a href="/">首页</a> | <a href="/gk">信息公开</a> | <a href="/hd">政民互动</a>'
    "<br>当前位置：首页 &gt; 法定主动公开内容 &gt; 年报</div>"
)
_FOOT = (
    '<div class="foot">【打印】【关闭】<br>主办单位：本网站管理中心 网站标识码：3200000000<br>'
    "联系电话：025-80000000 最佳浏览分辨率 1280*800</div>"
)
_STRIPS = {"header": '<div style="font-size:8px;width:100%;padding:0 20px"><span class="date"></span>'
           '<span style="float:right" class="title"></span></div>',
           "footer": '<div style="font-size:8px;width:100%;padding:0 20px"><span>http://www.example.gov.cn/art/{n}/art_{n}_'
           '81.html</span><span style="float:right"><span class="pageNumber"></span>/<span class="totalPages"></span>'
           "</span></div>"}  # fmt: skip


def _print(inner: str, style: str, article: Article, rng: random.Random, site: bool, **options: Any) -> Draft:
    title = "".join(article.lines("title"))
    around = (_NAVIGATION, _FOOT) if site else ("", "")
    if options.pop("strips", False):
        options |= {
            "display_header_footer": True,
            "header_template": _STRIPS["header"],
            "footer_template": _STRIPS["footer"].format(n=rng.randrange(1000, 90000)),
        }
    return Draft(page(inner, style, title, around), "html", "chromium", "pdf", options)


_MARGIN = {"top": "18mm", "bottom": "18mm", "left": "14mm", "right": "14mm"}
_BYLINE = ".byline,h1{text-align:center}.byline{font-size:12px;color:#777}.signature{text-align:right}"


def _site(article: Article, rng: random.Random) -> Draft:
    """The whole page of a site, with the browser's own date, title and address above and below."""

    def table(sheet: Sheet, name: str) -> str:
        return f'<table border="1" cellspacing="0" cellpadding="3" width="100%">{rows(sheet)}</table>'

    style = (
        f"{_BYLINE} td{{text-align:center;font-size:12px;vertical-align:middle}} p{{font-size:16px;line-height:1.8}}"
    )
    return _print(
        body(article, table),
        style,
        article,
        rng,
        True,
        strips=True,
        format="A4",
        margin=_MARGIN,
        print_background=False,
    )


def _zebra(article: Article, rng: random.Random) -> Draft:
    """Letter paper at three quarters; cells apart from each other, stripes for rules."""

    def table(sheet: Sheet, name: str) -> str:
        return f"<table>{rows(sheet, classed_cell)}</table>"

    style = (
        f"{_BYLINE} table{{border-collapse:separate;border-spacing:2px;width:100%;font-size:13px}}"
        "th{background:#2b5c9e;color:#fff;font-weight:normal;padding:5px}td{padding:5px;background:#fafafa}"
        "tr:nth-child(even) td{background:#e4ecf5}td.n{text-align:right;padding-right:10px}"
    )
    options = {"format": "Letter", "scale": 0.75, "print_background": True, "margin": _MARGIN}
    return _print(body(article, table), style, article, rng, False, **options)


def _divs(article: Article, rng: random.Random) -> Draft:
    """No table at all: tables 3 and 4 are grids of boxes, table 2 rows of flexible ones."""

    def table(sheet: Sheet, name: str) -> str:
        return rows_of_flex(sheet, name) if name == "disclosure" else grid_of_divs(sheet, name)

    style = (
        f"{_BYLINE} .grid{{display:grid;border:1px solid #000;font-size:11px}}"
        ".requests{grid-template-columns:5% 9% 30% repeat(7,8%)}.review{grid-template-columns:repeat(15,1fr)}"
        ".grid>div,.row>div{border:.5px solid #333;padding:3px;text-align:center;display:flex;align-items:center;"
        "justify-content:center;box-sizing:border-box;min-width:0}.row{display:flex;font-size:12px;break-inside:avoid}"
        ".flex{border:1px solid #000}"
    )
    options = {"format": "A4", "scale": 0.9, "margin": _MARGIN, "print_background": True}
    return _print(body(article, table, "div"), style, article, rng, False, **options)


def _nested(article: Article, rng: random.Random) -> Draft:
    """Old mark-up: a table for the layout around all, double borders with room between the cells, large print."""

    def table(sheet: Sheet, name: str) -> str:
        return (
            f'<table border="1" cellspacing="2" cellpadding="2" width="100%" align="center">{rows(sheet)}</table><br>'
        )

    inner = (
        '<table width="100%" border="0"><tr><td width="9%" valign="top"><font size="1">年报<br>指南<br>制度</font></td>'
        f'<td valign="top">{body(article, table)}</td></tr></table>'
    )
    style = f"{_BYLINE} td{{font-size:11px}} p,h3{{font-size:14px}}"
    return _print(inner, style, article, rng, True, format="A4", scale=1.1, margin=_MARGIN, strips=True)


def _light(article: Article, rng: random.Random) -> Draft:
    """Only thin grey rules below the rows, heads again on each page, prose in two columns, for print by its own CSS."""

    def table(sheet: Sheet, name: str) -> str:
        return f"<table>{rows(sheet, classed_cell, 0 if name == 'disclosure' else head_rows(sheet))}</table>"

    inner = (
        "<ul class='menu'><li>机构职能</li><li>规划计划</li><li>财政信息</li><li>年度报告</li></ul>"
        f"{body(article, table)}"
    )
    style = (
        f"@page{{size:A4;margin:20mm 16mm}} {_BYLINE} .menu{{columns:2;font-size:12px}}"
        "table{border-collapse:collapse;width:100%;font-size:12px;margin:12px 0}"
        "th,td{border-bottom:1px solid #bbb;padding:6px 4px;font-weight:normal;text-align:left}"
        "th{border-bottom:1px solid #888}.n{text-align:center}tr{break-inside:avoid}"
        "@media screen{p{color:red}} @media print{p{font-size:14px;line-height:1.9}}"
    )
    return _print(inner, style, article, rng, False, prefer_css_page_size=True, print_background=True)


def _upright(article: Article, rng: random.Random) -> Draft:
    """A lying page at six tenths; the merged label is written downwards by CSS, long numbers in a narrow column."""

    def table(sheet: Sheet, name: str) -> str:
        return f'<table class="{name}">{rows(sheet, classed_cell)}</table>'

    style = (
        f"{_BYLINE} table{{border-collapse:collapse;width:100%;font-size:15px}}"
        "th,td{border:1px solid #000;padding:4px;text-align:center}"
        ".requests td[rowspan]:first-child{writing-mode:vertical-rl;letter-spacing:4px}"
        "th{background:#eee}"
    )
    options = {"format": "A4", "landscape": True, "scale": 0.6, "margin": _MARGIN, "print_background": True}
    return _print(body(article, table), style, article, rng, False, **options)


def _typeset(article: Article, rng: random.Random) -> Draft:
    """Typeset by a program for paged media: running title, page numbers in dashes, heads again, tables cut anywhere."""
    from weasyprint import HTML

    def table(sheet: Sheet, name: str) -> str:
        return f"<table>{rows(sheet, classed_cell, 0 if name == 'disclosure' else head_rows(sheet))}</table>"

    style = (
        f"{_BYLINE} @page{{size:A4;margin:25mm 20mm;@bottom-center{{content:'— ' counter(page) ' —';font-size:11pt}}"
        "@top-left{content:'政府信息公开工作年度报告';font-size:8pt}}"
        "table{border-collapse:collapse;width:100%;font-size:8pt;margin:4pt 0}th{font-weight:bold}"
        "th,td{border:.5pt solid #000;padding:3pt 2pt;text-align:center}p{font-size:12pt;line-height:1.8;margin:0}"
        "h1{font-size:18pt}h3{font-size:13pt;margin:6pt 0}"
    )
    made = page(body(article, table), style, "年报").decode()
    return Draft(bytes(HTML(string=made).write_pdf()), "pdf")


_BROWSER = frozenset({"chromium"})
_LAYOUTS = (
    Layout("print_site", "pdf", _site, Style(blank=("", "/")), 1.0, _BROWSER),
    Layout("print_zebra", "pdf", _zebra, Style(thousands=True, blank=("—", "-")), 0.5, _BROWSER),
    Layout("print_divs", "pdf", _divs, Style(blank=("", "—")), 0.5, _BROWSER),
    Layout("print_nested", "pdf", _nested, Style(words=True, blank=("",)), 1.0, _BROWSER),
    Layout("print_light", "pdf", _light, Style(suffixed=True, blank=("",)), 0.5, _BROWSER),
    Layout("print_upright", "pdf", _upright, Style(fullwidth=True), 0.5, _BROWSER),
    Layout("print_typeset", "pdf", _typeset, Style(blank=("", "—")), 0.5, frozenset({"pango"})),
)
PRINT_LAYOUTS: Mapping[str, Layout] = MappingProxyType({one.name: one for one in _LAYOUTS})
