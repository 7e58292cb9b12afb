"""Tables and articles as HTML, and the page of a content management system around them."""

import html
import random
from collections.abc import Callable
from functools import cache

from toolkit.codebook import TABLES
from toolkit.demo.layout import Field, Layout, Sheet, plain_title

CellWriter = Callable[[Field], str]
TableWriter = Callable[[Sheet, str], str]


def written(field: Field) -> str:
    """Returns a field's text as it stands in a cell."""
    return html.escape(field.text, quote=False) or "&nbsp;"


def table(sheet: Sheet, cell: CellWriter = written, *, style: str = "") -> str:
    """Returns a sheet as a table with the spans of the official form.

    Args:
        sheet: the fields.
        cell: writes the inside of a cell.
        style: inline style of every cell.
    """
    rows = []
    for row in sheet:
        cells = (f"<td{_spans(f)}{f' style={style!r}' if style else ''}>{cell(f)}</td>" for f in row)
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return "<table border='1'>\n" + "\n".join(rows) + "\n</table>"


def article(layout: Layout, tables: TableWriter, *, span: str = "") -> str:
    """Returns title, prose and tables of a report.

    Args:
        layout: the report.
        tables: writes a table.
        span: inline style of every paragraph's text.
    """

    def paragraph(text: str) -> str:
        inner = html.escape(text, quote=False)
        return f'<p><span style="{span}">{inner}</span></p>' if span else f"<p>{inner}</p>"

    parts = [f"<h1>{html.escape('<br>'.join(layout.title)).replace('&lt;br&gt;', '<br>')}</h1>"]
    if layout.byline is not None:
        parts.append(f"<div class='info'>{html.escape(layout.byline)}</div>")
    parts.append(paragraph(layout.preamble))
    for number, (heading, prose) in enumerate(layout.truth.sections, 1):
        parts.append(f"<p><strong>{html.escape(heading)}</strong></p>")
        parts += map(paragraph, prose.split("\n") if prose else ())
        if 2 <= number <= 4:
            name = TABLES[number - 2]
            parts += [tables(layout.sheets[name], name)] if layout.sheets[name] else []
    parts += (f"<p style='text-align:right'>{html.escape(line)}</p>" for line in layout.signature)
    return "\n".join(parts)


def page(title: str, body: str, *, head: str = "<meta charset='utf-8'>") -> str:
    """Returns a plain page."""
    head = f"<head>\n{head}\n<title>{html.escape(title)}</title>\n</head>"
    return f"<!DOCTYPE html>\n<html>\n{head}\n<body>\n{body}\n</body>\n</html>\n"


def cms_page(layout: Layout, content: str, rng: random.Random) -> str:
    """Returns an article in the page of a content management system, as government sites have it.

    Args:
        layout: the report; its agency, region and date become the page's metadata.
        content: the article.
        rng: draws the hour of publication.
    """
    truth = layout.truth
    title = plain_title(truth)
    who = truth.agency
    hour = f"{rng.randint(8, 17):02}:{rng.randint(0, 59):02}"
    metadata = {
        "SiteName": f"{who.county or who.city or who.province or who.name}政府信息公开网",
        "SiteDomain": "www.example.gov.cn",
        "SiteIDCode": f"{who.region_code}0001" if who.region_code else "bm00000001",
        "ColumnName": "政府信息公开年报",
        "ColumnType": "政府信息公开",
        "ArticleTitle": title,
        "PubDate": f"{truth.published:%Y-%m-%d} {hour}" if truth.published else "",
        "ContentSource": who.name,
        "Keywords": "",
    }
    head = "<meta http-equiv='Content-Type' content='text/html; charset=utf-8'>\n" + "\n".join(
        f'<meta name="{name}" content="{html.escape(value)}">' for name, value in metadata.items()
    )
    before, after = _surroundings()
    neighbours = "".join(
        f"<li><a href='/nb/{year}.html'>{html.escape(who.name)}{year}年政府信息公开工作年度报告</a></li>"
        for year in (truth.year - 1, truth.year + 1)
    )
    body = f"{before}\n<div id='zoom' class='article'>\n{content}\n</div>\n<ul class='pages'>{neighbours}</ul>\n{after}"
    return page(title, body, head=f"{head}\n{_style()}\n{_script()}")


def _spans(field: Field) -> str:
    columns = f' colspan="{field.columns}"' if field.columns > 1 else ""
    return columns + (f' rowspan="{field.rows}"' if field.rows > 1 else "")


@cache
def _style() -> str:
    rules = (f".m{i} .item-{i}{{margin:0 {i % 7}px;padding:{i % 11}px;top:{i * 997 % 4096}px}}" for i in range(260))
    return "<style>\n" + "\n".join(rules) + "\n</style>"


@cache
def _script() -> str:
    # Tables inside a script are no tables.
    lines = (f"menu[{i}] = {{id: {i}, open: {str(i % 3 == 0).lower()}, text: '栏目{i}'}};" for i in range(300))
    return "<script>\nvar menu = [], cell = '<table><tr><td>7</td></tr></table>';\n" + "\n".join(lines) + "\n</script>"


@cache
def _surroundings() -> tuple[str, str]:
    topics = (
        "首页", "要闻", "机构职能", "政策文件", "政府信息公开指南", "政府信息公开年报", "依申请公开", "办事服务",
        "互动交流", "数据发布",
    )  # fmt: skip
    links = "".join(f"<li class='item-{i}'><a href='/col/{i}/index.html'>{topics[i % 10]}</a></li>" for i in range(180))
    nav = f"<div class='top'>今天是个好天气 <a href='/login'>登录</a></div>\n<div class='nav'><ul>{links}</ul></div>"
    hidden = "<div style='display:none'>打印预览 一、总体情况</div>"
    crumb = "<div class='crumb'>当前位置：首页 &gt; 政府信息公开 &gt; 政府信息公开年报</div>"
    friends = "".join(f"<option value='{i}'>友情链接{i}</option>" for i in range(120))
    footer = (
        f"<div class='tools'>【打印】【关闭】</div><div class='footer'><select>{friends}</select>"
        "<p>主办：某某办公室　网站标识码见页面信息</p><p>联系电话：000-00000000</p></div>"
    )
    return f"{nav}\n{hidden}\n{crumb}", footer
