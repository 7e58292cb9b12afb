"""Pages around a report: five sites, each with its own navigation, footer and place for the date."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from html import escape
from random import Random

from tests.blind.printed_files import close
from tests.blind.printed_prose import Sheet
from tests.blind.printed_tables import Box, Table, Tables, rows
from toolkit.demo.model import TrueReport

Inner = Callable[[Box], str]
"""The mark-up inside a cell."""


SAYINGS: tuple[Callable[[str], str], ...] = (
    lambda text: f"<p>　　{escape(text)}</p>",
    lambda text: f'<p style="text-indent:2em;line-height:2"><span>{escape(text)}</span></p>',
    lambda text: f"<div>&nbsp;&nbsp;&nbsp;&nbsp;{escape(text)}</div>",
    lambda text: f"　　{escape(text)}<br/>",
)
HEADINGS: tuple[Callable[[str], str], ...] = (
    lambda text: f"<h3>{escape(text)}</h3>",
    lambda text: f"<p><strong>{escape(text)}</strong></p>",
    lambda text: f'<p style="text-indent:32px"><span style="font-family:黑体">{escape(text)}</span></p>',
)


def bare(box: Box) -> str:
    """Nothing around the text."""
    return escape(box.text)


def in_paragraph(box: Box) -> str:
    """A centred paragraph, as editors put it."""
    return f'<p align="center">{escape(box.text)}</p>'


def in_spans(box: Box) -> str:
    """A paragraph, a span and another span, as pasting from Word leaves them."""
    return (
        '<p style="margin:0;text-align:center"><span style="font-size:10.5pt">'
        f'<span style="font-family:宋体">{escape(box.text)}</span></span></p>'
    )


def in_font(box: Box) -> str:
    """An old font tag inside a block."""
    return f'<div align=center><font size="2" face="宋体">{escape(box.text)}</font></div>'


@dataclass(frozen=True, slots=True)
class Dress:
    """How a table is marked up.

    Attributes:
        inner: what stands inside a cell.
        heads: whether the head rows stand in a thead, their cells in th.
        body: whether there is a tbody.
        attributes: of the table.
    """

    inner: Inner = bare
    heads: bool = False
    body: bool = True
    attributes: str = ' border="1" cellpadding="0" cellspacing="0"'


def any_dress(rng: Random) -> Dress:
    """Returns one of the dresses in use."""
    attributes = rng.choice(
        (' border="1" cellspacing="0"', ' class="table table-bordered"', ' width="100%" border="1"')
    )
    inner = rng.choice((bare, in_paragraph, in_spans, in_font))
    return Dress(inner, rng.random() < 0.4, rng.random() < 0.7, attributes)


def cell(box: Box, inner: str, tag: str = "td") -> str:
    """Returns a cell with its spans."""
    reach = f' colspan="{box.wide}"' * (box.wide > 1) + f' rowspan="{box.tall}"' * (box.tall > 1)
    return f"<{tag}{reach}>{inner}</{tag}>"


def marked(table: Table, dress: Dress) -> str:
    """Returns the mark-up of a table; rows without a number above the first with one are its head."""
    lines = rows(table)
    first = next(number for number, line in enumerate(lines) if any(box.key for box in line))
    if any(box.tall > 1 and box.top < first < box.top + box.tall for box in table):
        raise ValueError("a head cell reaches into the body")
    heads = first if dress.heads else 0
    made = [
        "<tr>" + "".join(cell(box, dress.inner(box), "th" if number < heads else "td") for box in line) + "</tr>"
        for number, line in enumerate(lines)
    ]
    head = f"<thead>{''.join(made[:heads])}</thead>" if heads else ""
    rest = "\n".join(made[heads:])
    return f"<table{dress.attributes}>{head}{f'<tbody>{rest}</tbody>' if dress.body else rest}</table>"


def article(sheet: Sheet, tables: Sequence[str], rng: Random, *, titled: bool | None = None) -> str:
    """Returns the mark-up of the report itself.

    Args:
        sheet: the prose.
        tables: mark-up of the three tables.
        rng: how paragraphs and headings are made.
        titled: whether the title is repeated inside; by chance when left out.
    """
    say = rng.choice(SAYINGS)
    head = rng.choice((say, *HEADINGS))
    titled = rng.random() < 0.5 if titled is None else titled
    pieces = [f'<p align="center"><b>{escape(line)}</b></p>' for line in sheet.title] if titled else []
    pieces += map(say, sheet.opening)
    for number, part in enumerate(sheet.parts):
        pieces += [head(part.heading), *map(say, part.before)]
        pieces += [tables[number - 1]] if 1 <= number <= 3 else []
        pieces += map(say, part.after)
    pieces += [f'<p style="text-align:right">{escape(line)}</p>' for line in sheet.closing]
    return "\n".join(pieces)


def site_name(report: TrueReport) -> str:
    """Returns the name of the site; a site of no place where the agency's place is not known."""
    place = report.agency.county or report.agency.city or report.agency.province
    return f"{place}政务网" if place else "政务公开网"


def page(report: TrueReport, rng: Random, sheet: Sheet, inside: str, charset: str = "utf-8") -> tuple[str, TrueReport]:
    """Returns a page around the article, and the report with the date that the page shows.

    Args:
        report: who reports, and when it was published.
        rng: which site, and whether the date stands in the head, on the page, in both or nowhere.
        sheet: for the title.
        inside: mark-up of the article.
        charset: what the page declares; nothing if empty.
    """
    in_meta, on_page = rng.choice(
        ((True, True), (True, False), (True, False), (False, True), (False, True), (False, False))
    )
    if not in_meta and not on_page:
        report = replace(report, published=None)
    site = rng.choice((_portal, _register, _nineties, _tree) * 2 + (_naked,))
    title = escape("".join(sheet.title))
    body = site(report, rng, title, inside, on_page and report.published is not None)
    if site is _naked and not in_meta:
        report = replace(report, published=None)
    head = _head(report, rng, title, charset, in_meta)
    return f"{head}\n<body>\n{body}\n</body>\n</html>\n", report


def _head(report: TrueReport, rng: Random, title: str, charset: str, dated: bool) -> str:
    lines = ["<!DOCTYPE html>", '<html lang="zh-CN">', "<head>"]
    if charset:
        declared = (
            f'<meta charset="{charset}"/>',
            f"<META HTTP-EQUIV=Content-Type CONTENT='text/html;charset={charset}'>",
        )
        lines.append(rng.choice(declared))
    lines.append(f"<title>{rng.choice((title, f'{title}-{site_name(report)}', f'{title} | 政府信息公开'))}</title>")
    if rng.random() < 0.6:
        lines += [
            f'<meta name="SiteName" content="{site_name(report)}"/>',
            f'<meta name="ArticleTitle" content="{title}"/>',
        ]
    if dated and report.published:
        clock = rng.choice(("", " 09:20", " 16:08:31"))
        lines.append(f'<meta name="PubDate" content="{report.published}{clock}"/>')
    if report.agency.region_code and rng.random() < 0.3:
        lines.append(f'<meta name="SiteIDCode" content="{report.agency.region_code}{rng.randrange(1, 70):04d}"/>')
    lines += ['<link rel="stylesheet" href="/static/main.css">', "<style>.con{width:1200px}</style>", "</head>"]
    return "\n".join(lines)


def _day(report: TrueReport, rng: Random, shown: bool) -> str:
    day = report.published
    if not shown or day is None:
        return ""
    return rng.choice(
        (
            f"发布时间：{day} {rng.randrange(8, 18):02d}:{rng.randrange(60):02d}",
            f"发布日期：{day.year}年{day.month}月{day.day}日",
            f"发布日期：{day}",
            f"时间：{day}",
            f"日期：{day:%Y/%m/%d}",
        )
    )


def _portal(report: TrueReport, rng: Random, title: str, inside: str, shown: bool) -> str:
    who = report.agency.name
    return f"""<header><div class="logo"><a href="/">{site_name(report)}</a></div>
<nav><a href="/zwgk/">政务公开</a><a href="/zwfw/">政务服务</a><a href="/hdjl/">互动交流</a>
<a href="/sjfb/">数据发布</a></nav>
<div class="crumbs">首页 &gt; 政务公开 &gt; 法定主动公开内容 &gt; 政府信息公开年报</div></header>
<main class="con"><h1>{title}</h1>
<div class="tips"><span>{_day(report, rng, shown)}</span><span>来源：{who}</span>
<span>访问量：{rng.randrange(5000)}</span></div>
<article id="UCAP-CONTENT">{inside}</article>
<p class="editor">责任编辑：信息科</p></main>
<footer>主办：{who} 承办：大数据中心<br>Copyright &copy; 2015-2025 联系电话：0000-6123456 邮编：000000</footer>
<script>var _hits = 128; loadHits("2018-06-01");</script>"""


def _register(report: TrueReport, rng: Random, title: str, inside: str, shown: bool) -> str:
    day = f"{report.published:%Y年%m月%d日}" if shown and report.published else "&nbsp;"
    index = f"0000{rng.randrange(10**6):06d}/{report.year + 1}-000{rng.randrange(10)}"
    return f"""<div id="top"><ul><li>政府信息公开指南</li><li>政府信息公开制度</li>
<li>法定主动公开内容</li><li>依申请公开</li></ul></div>
<table class="index" width="100%"><tr><th>索引号：</th><td>{index}</td>
<th>主题分类：</th><td>年度报告</td></tr><tr><th>发布机构：</th><td>{report.agency.name}</td>
<th>发布日期：</th><td>{day}</td></tr>
<tr><th>标题：</th><td colspan="3">{title}</td></tr></table>
<div class="xxgk-title">{title}</div><div class="xxgk-con"><div class="trs_paper">{inside}</div></div>
<div class="fj">相关附件：<a href="./W0{rng.randrange(10**8)}.docx">下载本报告</a></div>
<div class="bottom">网站地图 | 关于我们 | 使用帮助</div>"""


def _nineties(report: TrueReport, rng: Random, title: str, inside: str, shown: bool) -> str:
    links = "".join(
        f"<TR><TD height=22><A href='show.asp?id={n}'>{name}</A></TD></TR>"
        for n, name in enumerate(("机构职能", "领导信息", "政策文件", "人事信息", "财政预决算", "政府信息公开年报"))
    )
    return f"""<TABLE width=960 align=center border=0>
<TR><TD colspan=2><IMG src="banner.gif" alt="{site_name(report)}"></TD></TR>
<TR><TD width=180 valign=top><TABLE border=0>{links}</TABLE></TD>
<TD valign=top><P align=center><FONT size=4><B>{title}</B></FONT></P>
<P align=center>作者：{report.agency.name}　{_day(report, rng, shown)}　点击数：{rng.randrange(900)}</P><HR>
{inside}
<P align=right>[<A href="javascript:print()">打印</A>] [<A href="javascript:close()">关闭</A>]</P></TD></TR>
<TR><TD colspan=2 align=center>{site_name(report)} 版权所有 建议分辨率1024*768</TD></TR></TABLE>"""


def _tree(report: TrueReport, rng: Random, title: str, inside: str, shown: bool) -> str:
    who = report.agency.name
    earlier = "".join(
        f'<li><a href="/art/{year}.html">{who}{year}年政府信息公开工作年度报告</a></li>'
        for year in range(report.year - 1, report.year - 4, -1)
    )
    return f"""<div class="zfxxgk_box"><div class="side"><h2>政府信息公开</h2><dl>
<dt>政府信息公开指南</dt><dt>政府信息公开制度</dt>
<dt>法定主动公开内容</dt><dt class="on">政府信息公开年报</dt></dl></div>
<div class="main"><p class="t">{title}</p>
<div class="ly">信息来源：{who} | {_day(report, rng, shown)} | 字号：<a>大</a><a>中</a><a>小</a></div>
<div id="zoom">{inside}</div>
<div class="share">分享到：微信 微博</div><h4>往年年报</h4><ul>{earlier}</ul></div></div>
<div class="foot"><p>主管单位：{who}</p><p>网站标识码见首页 公安备案号：00000002000001</p></div>"""


def _naked(report: TrueReport, rng: Random, title: str, inside: str, shown: bool) -> str:
    return f'<h2 style="text-align:center">{title}</h2>\n{inside}'


def on_site(
    report: TrueReport, rng: Random, sheet: Sheet, tables: Tables, made: Sequence[str], charset: str = "utf-8"
) -> tuple[str, TrueReport]:
    """Returns the page of a report whose tables are marked up already, and its truth.

    Args:
        report: who reports, and when.
        rng: which site.
        sheet: the prose.
        tables: the tables printed, for the truth.
        made: their mark-up.
        charset: what the page declares.
    """
    text, dated = page(report, rng, sheet, article(sheet, made, rng), charset)
    return text, close(dated, sheet, tables)
