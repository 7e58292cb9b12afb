"""Pages of content management systems around a report: five skeletons, their navigation, dates and leftovers."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from random import Random

from tests.shapes.shapes_form import Form, Grid, Slot, lay_out, printed
from tests.shapes.shapes_paper import Paper, day_in_words, paper_of, told_on
from toolkit.demo.model import Printed, TrueReport

CellOf = Callable[[Slot], str]
"""Makes the mark-up of one cell, tags included."""
NAVIGATION = (
    "首页",
    "政务公开",
    "政府信息公开指南",
    "政府信息公开制度",
    "法定主动公开内容",
    "政府信息公开年报",
    "依申请公开",
)
NAMES = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)


def site_of(report: TrueReport) -> str:
    """Returns the name of the site: that of the smallest place of the agency, its own when none is known."""
    place = report.agency.county or report.agency.city or report.agency.province
    return f"{place}人民政府门户网站" if place else f"{report.agency.name}网站"


def spans(slot: Slot) -> str:
    """Returns the attributes for a merged cell."""
    return (f' rowspan="{slot.rows}"' if slot.rows > 1 else "") + (
        f' colspan="{slot.columns}"' if slot.columns > 1 else ""
    )


def cell(slot: Slot) -> str:
    """Returns a bare cell."""
    return f"<td{spans(slot)}>{escape(slot.text)}</td>"


def editor_cell(slot: Slot) -> str:
    """Returns a cell as page editors make it: a paragraph and a span within, `&nbsp;` where it is empty."""
    inner = escape(slot.text) or "&nbsp;"
    return (
        f'<td{spans(slot)} width="{60 * slot.columns}" valign="center" '
        f'style="border:1px solid windowtext;padding:0 7px;word-break:break-all">'
        f'<p style="text-align:center;line-height:1.5em;margin:5px 0">'
        f'<span style="font-family:宋体;font-size:14px">{inner}</span></p></td>'
    )


def rows(grid: Grid, make: CellOf = cell, opening: str = "<tr>") -> list[str]:
    """Returns the mark-up of each row."""
    return [opening + "".join(map(make, line)) + "</tr>" for line in grid]


def table(grid: Grid, make: CellOf = cell, attributes: str = ' border="1" cellspacing="0"') -> str:
    """Returns the mark-up of a table."""
    return f"<table{attributes}><tbody>\n" + "\n".join(rows(grid, make)) + "\n</tbody></table>"


def tables(form: Form, make: CellOf = editor_cell) -> list[str]:
    """Returns the three tables as page editors make them."""
    return [table(grid, make) for grid in form.grids]


def paragraph(text: str) -> str:
    """Returns a paragraph of the body text."""
    return f'<p style="text-indent:2em"><span style="font-family:仿宋_GB2312">{escape(text)}</span></p>'


def body(paper: Paper, three: Sequence[str], *, title: bool = True, heading: Callable[[str], str] = paragraph) -> str:
    """Returns the article: title, prose, and the tables behind the headings of sections 2, 3 and 4.

    Args:
        paper: the prose.
        three: mark-up of tables 2, 3 and 4.
        title: whether the article repeats its title, as reports pasted from Word do.
        heading: mark-up of a section's heading.
    """
    parts = (
        [f'<p style="text-align:center"><strong>{escape(line)}</strong></p>' for line in paper.title] if title else []
    )
    parts += map(paragraph, paper.opening)
    for number, (name, prose) in enumerate(paper.sections, 1):
        parts += [heading(name), *map(paragraph, prose), *([three[number - 2]] if 2 <= number <= 4 else [])]
    parts += [f'<p style="text-align:right">{escape(line)}</p>' for line in paper.closing]
    return "\n".join(parts)


def page(
    report: TrueReport,
    rng: Random,
    paper: Paper,
    article: str,
    *,
    charset: str = "utf-8",
    site_id: bool = False,
    dates: str | None = None,
) -> tuple[str, TrueReport]:
    """Returns a page around an article, and the report with the date of publication that the page tells.

    Args:
        report: whose date, agency and year are shown.
        rng: which skeleton.
        paper: for the title.
        article: mark-up of the report.
        charset: what the page declares; nothing if empty.
        site_id: whether it names the site's identification code.
        dates: where the date stands: `meta`, `page`, `both` or `nowhere`.
    """
    where = dates or rng.choice(("meta", "page", "both", "page", "nowhere"))
    if where == "nowhere":
        report = replace(report, published=None)
    shown = told_on(report.published, rng) if report.published and where in ("page", "both") else ""
    title = escape("".join(paper.title))
    skeleton = rng.choice((_columns, _index_table, _plain_article, _layout_tables))
    head = _head(report, rng, title, charset, where in ("meta", "both"), site_id)
    inside = skeleton(report, rng, title, shown, article)
    return f"<!DOCTYPE html>\n<html>\n<head>\n{head}\n</head>\n<body>\n{inside}\n</body>\n</html>\n", report


def _head(report: TrueReport, rng: Random, title: str, charset: str, dated: bool, site_id: bool) -> str:
    site = site_of(report)
    lines = []
    if charset:
        lines += [
            rng.choice(
                (
                    f'<meta charset="{charset}">',
                    f'<meta http-equiv="Content-Type" content="text/html; charset={charset}" />',
                )
            )
        ]
    lines += [f"<title>{rng.choice((title, f'{title}_{site}', f'{site} 政府信息公开年报 {title}'))}</title>"]
    lines += [f'<meta name="SiteName" content="{site}">', '<meta name="ColumnName" content="政府信息公开年报">']
    if site_id and report.agency.region_code:
        lines.append(f'<meta name="SiteIDCode" content="{report.agency.region_code}{rng.randrange(1, 60):04d}">')
    lines.append(f'<meta name="ArticleTitle" content="{title}">')
    if dated and report.published:
        clock = rng.choice(("", f" {rng.randrange(8, 18):02d}:{rng.randrange(60):02d}", " 10:31:05"))
        lines.append(
            f'<meta name="{rng.choice(("PubDate", "pubdate"))}" content="{report.published.isoformat()}{clock}">'
        )
    lines.append(
        "<style>td{border:1px solid #000} .nav li{float:left}</style>\n<script>var siteId=14, d='2019-05-15';</script>"
    )
    return "\n".join(lines)


def _other_years(report: TrueReport) -> list[str]:
    return [f"{report.agency.name}{year}年政府信息公开工作年度报告" for year in (report.year - 1, report.year - 2)]


def _columns(report: TrueReport, rng: Random, title: str, shown: str, article: str) -> str:
    menu = "".join(f'<li><a href="#">{name}</a></li>' for name in NAVIGATION + NAMES * rng.randrange(2))
    beside = "".join(
        f'<li><a href="/{n}.html" title="{name}">{name}</a></li>' for n, name in enumerate(_other_years(report))
    )
    return f"""<div class="top">今天是<span id="today"></span> 欢迎访问{site_of(report)}</div>
<ul class="nav">{menu}</ul>
<div class="path">您当前的位置：<a href="/">首页</a> &gt; 政务公开 &gt; 政府信息公开年报</div>
<div class="left"><h4>相关信息</h4><ul>{beside}</ul></div>
<div class="article"><h1>{title}</h1><p class="info"><span>{shown}</span> <span>来源：{report.agency.name}</span>
<span>浏览次数：<i>{rng.randrange(9999)}</i></span></p>
<!--<$[信息内容]>begin--><div id="zoom">{article}</div><!--<$[信息内容]>end-->
</div><div class="foot">主办：{report.agency.name} 网站标识码见页脚 备案号：00000000号-1 电话：0000-8200131</div>"""


def _index_table(report: TrueReport, rng: Random, title: str, shown: str, article: str) -> str:
    written = (
        f"<td>成文日期</td><td>{day_in_words(report.signed)}</td>" if report.signed else "<td>成文日期</td><td></td>"
    )
    return f"""<div class="xxgk-index"><table><tr><td>索引号</td>
<td>{rng.randrange(10**9)}/{report.year + 1}-{rng.randrange(999):05d}</td>
<td>发布机构</td><td>{report.agency.name}</td></tr><tr><td>主题分类</td><td>政府信息公开年报</td>{written}</tr>
<tr><td>名称</td><td colspan="3">{title}</td></tr></table></div>
<h2 class="title">{title}</h2><div class="xl-info">{shown} 【字体：<a>大</a> <a>中</a> <a>小</a>】 <a>打印</a></div>
<div class="TRS_Editor trs_editor_view">{article}</div>
<div class="share">分享到：</div><div>附件：<a href="P{report.year}.pdf">{title}.pdf</a></div>"""


def _plain_article(report: TrueReport, rng: Random, title: str, shown: str, article: str) -> str:
    older = _other_years(report)
    return f"""<form name="_newscontent_fromname">
<div class="crumb">首页&nbsp;/&nbsp;信息公开&nbsp;/&nbsp;年度报告</div>
<h1 align="center">{title}</h1><div align="center">{shown}&nbsp;&nbsp;点击：[<span id="hits"></span>]</div>
<div id="vsb_content"><div class="v_news_content">{article}</div></div></form>
<p>上一条：<a href="1.htm">{older[0]}</a></p><p>下一条：<a href="2.htm">{older[1]}</a></p>
<p>【<a href="javascript:window.close()">关闭窗口</a>】</p>"""


def _layout_tables(report: TrueReport, rng: Random, title: str, shown: str, article: str) -> str:
    menu = "".join(f'<tr><td height="24"><a href="#">{name}</a></td></tr>' for name in NAVIGATION)
    return f"""<table width="1000" align="center">
<tr><td colspan="2"><img src="top.jpg" alt="{site_of(report)}"></td></tr>
<tr><td width="200" valign="top"><table width="100%">{menu}</table></td>
<td valign="top"><table width="100%"><tr><td align="center"><b>{title}</b></td></tr>
<tr><td align="center">{shown}</td></tr>
<tr><td>{article}</td></tr></table></td></tr>
<tr><td colspan="2" align="center">版权所有：{report.agency.name}</td></tr></table>"""


def finish(
    report: TrueReport,
    rng: Random,
    form: Form,
    paper: Paper,
    article: str,
    shape: str,
    *,
    declared: str = "utf-8",
    code: str = "utf-8",
    site_id: bool = False,
    dates: str | None = None,
) -> Printed:
    """Returns the file of a page: the article in a skeleton, encoded as `code` and declared as `declared`."""
    text, told = page(report, rng, paper, article, charset=declared, site_id=site_id, dates=dates)
    name = rng.choice(("t{}_{}.html", "art_{}_{}.html", "{}{}.shtml", "post_{}{}.htm")).format(
        rng.randrange(10**8), rng.randrange(10**6)
    )
    return printed(told, form, name, text.encode(code, errors="xmlcharrefreplace"), shape)


def simple(report: TrueReport, rng: Random, shape: str, make: CellOf = editor_cell) -> Printed:
    """Returns the report on a page with nothing strange but how its cells are made."""
    form, paper = lay_out(report), paper_of(report, rng)
    return finish(report, rng, form, paper, body(paper, tables(form, make), title=rng.random() < 0.5), shape)
