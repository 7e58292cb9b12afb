"""Reports that are strange in their form, title, headings, dates or agency; their tables are printed in order."""

import re
from dataclasses import replace
from datetime import timedelta
from html import escape
from random import Random

from tests.shapes.shapes_form import Show, lay_out, plain, printed
from tests.shapes.shapes_page import body, finish, paragraph, table, tables
from tests.shapes.shapes_paper import TITLES, day_in_numerals, day_in_words, paper_of, text_lines, told_on
from tests.shapes.shapes_text import finish as finish_text
from tests.shapes.shapes_text import tabbed
from tests.shapes.specimen_truth import Number, agency_named, with_forms
from toolkit.demo.model import Key, Printed, TrueReport


def hybrid_forms(report: TrueReport, rng: Random) -> Printed:
    """Table 2 in one form, table 3 in the other."""
    disclosure, requests = rng.choice((("2021", "2019"), ("2019", "2021")))
    mixed = with_forms(report, rng, disclosure, requests)
    form, paper = lay_out(mixed), paper_of(mixed, rng)
    if rng.random() < 0.4:
        return finish_text(mixed, form, text_lines(paper, tabbed(form)), "hybrid_forms")
    return finish(mixed, rng, form, paper, body(paper, tables(form)), "hybrid_forms")


def _old_form_show(units: dict[Key, str], rng: Random) -> Show:
    signs = rng.choice((("+", "-"), ("增", "减"), ("增加", "减少"), ("＋", "－"), ("", "-")))

    def show(key: Key, value: Number) -> tuple[str, Number]:
        if isinstance(value, str) or value is None:
            return plain(key, value)
        if key[2] == "change" and value:
            return f"{signs[value < 0]}{abs(value)}", value
        if key[2] == "amount" and rng.random() < 0.6:
            if rng.random() < 0.5:
                units[key] = "元"
                value = int(value * 10_000)
            return f"{value}{units[key]}", value
        return plain(key, value)

    return show


def form_of_2019(report: TrueReport, rng: Random) -> Printed:
    """The form of 2019: changes as +19, 减4 or 增加3, amounts with their unit (251000元); on a page or as text."""
    old = with_forms(report, rng, "2019", "2019")
    units = dict(old.units)
    form, paper = lay_out(old, _old_form_show(units, rng)), paper_of(old, rng)
    old = replace(old, units=units)
    if rng.random() < 0.4:
        return finish_text(old, form, text_lines(paper, tabbed(form)), "form_of_2019")
    return finish(old, rng, form, paper, body(paper, tables(form)), "form_of_2019")


def rows_dropped(report: TrueReport, rng: Random) -> Printed:
    """Rows of the form are left out altogether: their cells are missing, the others stand."""
    droppable = (
        "licensing",
        "coercion",
        "normative_documents",
        "denied_inquiry",
        "unable_not_ready",
        "rejected_publication",
        "other_fee_unpaid",
        "carried_out",
        "procurement",
    )
    form = lay_out(report, skip=rng.sample(droppable, rng.randrange(1, 4)))
    paper = paper_of(report, rng)
    return finish(report, rng, form, paper, body(paper, tables(form)), "rows_dropped")


def titles(report: TrueReport, rng: Random) -> Printed:
    """Titles over two or three lines, year first, year in brackets or Chinese numerals; on a page or as text."""
    form, paper = lay_out(report), paper_of(report, rng, rng.choice(sorted(TITLES)))
    if rng.random() < 0.5:
        return finish_text(report, form, text_lines(paper, tabbed(form)), "titles")
    return finish(report, rng, form, paper, body(paper, tables(form)), "titles")


def headings_inline(report: TrueReport, rng: Random) -> Printed:
    """Headings are not lines of their own: the prose goes on behind them, or the lead-in of the table does."""
    form, paper = lay_out(report), paper_of(report, rng)
    joint = rng.choice(("。", "：", "　"))
    sections = tuple(
        (f"{heading}{joint}{prose[0]}", prose[1:])
        if prose
        else (f"{heading}{joint}{report.year}年度具体数据见下表。", ())
        for heading, prose in paper.sections
    )
    inline = replace(paper, sections=sections)
    if rng.random() < 0.5:
        return finish_text(report, form, text_lines(inline, tabbed(form)), "headings_inline")
    head = re.compile(r"^(<p>)([一二三四五六]、[^。：　]+[。：　])")
    article = body(
        inline, tables(form), heading=lambda text: head.sub(r"\1<strong>\2</strong>", f"<p>{escape(text)}</p>")
    )
    return finish(report, rng, form, paper, article, "headings_inline")


def headings_without_numbers(report: TrueReport, rng: Random) -> Printed:
    """Headings carry no numeral, or another kind: (一), 1., 第一部分."""
    style = rng.choice(("{name}", "（{chinese}）{name}", "{number}.{name}", "第{chinese}部分 {name}", "【{name}】"))
    form = lay_out(report)

    def head(heading: str) -> str:
        numeral, _, name = heading.partition("、")
        return style.format(name=name, chinese=numeral, number="一二三四五六".index(numeral) + 1)

    paper = paper_of(report, rng).headed(head)
    if rng.random() < 0.5:
        return finish_text(report, form, text_lines(paper, tabbed(form)), "headings_without_numbers")
    article = body(paper, tables(form), heading=lambda text: f"<h3>{escape(text)}</h3>")
    return finish(report, rng, form, paper, article, "headings_without_numbers")


def dates(report: TrueReport, rng: Random) -> Printed:
    """The page's own metadata and its visible date differ (a site was moved): the metadata counts."""
    published = report.published or report.signed
    if published is None:
        return _undated_page(report, rng)
    form, paper = lay_out(report), paper_of(replace(report, signed=min(report.signed or published, published)), rng)
    told = replace(report, published=published, signed=min(report.signed or published, published))
    moved = told_on(published + timedelta(days=rng.randrange(30, 400)), rng)
    lead = f'<p class="info">{moved} 来源：{told.agency.name}</p>'
    tail = "<p>本页面最后更新：2025-06-30</p>"
    return finish(told, rng, form, paper, lead + body(paper, tables(form)) + tail, "dates", dates="meta")


def _undated_page(report: TrueReport, rng: Random) -> Printed:
    """Returns a page without any date of its own."""
    form, paper = lay_out(report), paper_of(report, rng)
    return finish(report, rng, form, paper, body(paper, tables(form)), "dates", dates="nowhere")


def date_only_signed(report: TrueReport, rng: Random) -> Printed:
    """No date of publication; the signature has its date beside the name, in brackets or behind a seal."""
    signed = report.signed or report.published
    told = replace(report, published=None, signed=signed)
    form, paper = lay_out(told), paper_of(told, rng)
    if signed:
        written = rng.choice((day_in_words, day_in_numerals))(signed)
        name = told.agency.name
        paper = replace(
            paper,
            closing=rng.choice(
                ((f"{name}　　{written}",), (name, f"（{written}）"), (f"{name}（公章）", f" {written} "))
            ),
        )
    return finish(told, rng, form, paper, body(paper, tables(form)), "date_only_signed", dates="nowhere")


KNOWN_BY_SITE = {
    "鼓楼区人民政府": (
        ("江苏省", "南京市", "鼓楼区", "320106"),
        ("福建省", "福州市", "鼓楼区", "350102"),
        ("河南省", "开封市", "鼓楼区", "410204"),
    ),
    "市中区司法局": (("山东省", "枣庄市", "市中区", "370402"), ("四川省", "乐山市", "市中区", "511102")),
}


def known_by_site(report: TrueReport, rng: Random) -> Printed:
    """A name that several places share; the page's site identification code says which."""
    name = rng.choice(sorted(KNOWN_BY_SITE))
    province, city, county, code = rng.choice(KNOWN_BY_SITE[name])
    agency = replace(agency_named(name), province=province, city=city, county=county, region_code=code)
    told = with_forms(replace(report, agency=agency), rng, report.template_disclosure, report.template_requests)
    form, paper = lay_out(told), paper_of(told, rng)
    return finish(told, rng, form, paper, body(paper, tables(form)), "known_by_site", site_id=True)


def known_by_prose(report: TrueReport, rng: Random) -> Printed:
    """A name that several places share; the report's opening tells the address in full."""
    name = rng.choice(sorted(KNOWN_BY_SITE))
    province, city, county, code = rng.choice(KNOWN_BY_SITE[name])
    agency = replace(agency_named(name), province=province, city=city, county=county, region_code=code)
    told = with_forms(replace(report, agency=agency), rng, report.template_disclosure, report.template_requests)
    form, paper = lay_out(told), paper_of(told, rng)
    address = f"如对本报告有疑问，请与{name}联系（地址：{province}{city}{county}建设路18号，电话：0000-8200131）。"
    paper = replace(paper, opening=(address,))
    text = (
        "\n\n".join(text_lines(paper, tabbed(form), gap=0))
        if rng.random() < 0.2
        else "\n".join(text_lines(paper, tabbed(form)))
    )
    return printed(replace(told, published=None), form, f"{report.year}.txt", text.encode(), "known_by_prose")


def national(report: TrueReport, rng: Random) -> Printed:
    """Names that sound national and are not, and names that are, side by side."""
    names = (
        "中华人民共和国财政部",
        "生态环境部",
        "国家统计局",
        "中华人民共和国国家发展和改革委员会",
        "国家税务总局义乌市税务局",
        "共和县人民政府",
        "江阴市发展和改革委员会",
        "昆明市发展和改革委员会",
    )
    who = replace(report, agency=agency_named(rng.choice(names)))
    told = with_forms(who, rng, report.template_disclosure, report.template_requests)
    form, paper = lay_out(told), paper_of(told, rng)
    article = body(paper, [table(grid) for grid in form.grids], heading=paragraph)
    return finish(told, rng, form, paper, article, "national")
