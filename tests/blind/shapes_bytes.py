"""Pages whose bytes are not in the encoding they declare, or declare none."""

from random import Random

from tests.blind.printed_files import shape
from tests.blind.printed_pages import Dress, any_dress, bare, in_font, in_spans, marked, on_site
from tests.blind.printed_prose import sheet_of
from tests.blind.printed_tables import draw
from toolkit.demo.model import TrueReport


def _page(report: TrueReport, rng: Random, declared: str, dress: Dress) -> tuple[str, TrueReport]:
    sheet, tables = sheet_of(report, rng), draw(report)
    return on_site(report, rng, sheet, tables, [marked(table, dress) for table in tables.all], declared)


@shape("official", code="gbk")
def gbk_and_silent(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """GBK, nothing declared; tables in any dress."""
    return _page(report, rng, "", any_dress(rng))


@shape("official", code="gb18030", endings=(".htm", ".html"))
def old_gbk_and_silent(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """GBK, nothing declared; font tags, tags in capitals, no tbody."""
    text, truth = _page(report, rng, "", Dress(in_font, body=False, attributes=" border=1 bordercolor=#000000"))
    for tag in ("table", "tr", "td"):
        text = text.replace(f"<{tag}", f"<{tag.upper()}").replace(f"</{tag}>", f"</{tag.upper()}>")
    return text, truth


@shape("official", code="gbk")
def gbk_says_utf8(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """GBK, declared as UTF-8; tables in any dress."""
    return _page(report, rng, rng.choice(("utf-8", "UTF-8")), any_dress(rng))


@shape("official", code="gbk", endings=(".html", ".htm"))
def pasted_gbk_says_utf8(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """GBK, declared as UTF-8 twice, in the head and in what a template pasted into the body; spans in the cells."""
    text, truth = _page(report, rng, "utf-8", Dress(in_spans, heads=rng.random() < 0.5))
    again = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8"/>'
    return text.replace("<body>", f"<body>{again}", 1), truth


@shape("official")
def utf8_says_gb2312(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """UTF-8, declared as gb2312; tables in any dress."""
    return _page(report, rng, rng.choice(("gb2312", "GB2312")), any_dress(rng))


@shape("official")
def late_gb2312(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """UTF-8, declared as gb2312 behind scripts and the title; bare cells."""
    text, truth = _page(report, rng, "", Dress(bare, heads=rng.random() < 0.5, body=False))
    scripts = "<script>/* 统计代码 */ var site = 'gov';</script>\n" * rng.randrange(1, 4)
    declared = '<meta http-equiv="content-type" content="text/html; charset=gb2312">'
    return text.replace("</head>", f"{scripts}{declared}\n</head>", 1), truth
