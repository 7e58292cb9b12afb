"""Pages whose bytes are not what they declare."""

from random import Random

from tests.shapes.shapes_form import lay_out, printed
from tests.shapes.shapes_page import body, finish, page, tables
from tests.shapes.shapes_paper import paper_of
from toolkit.demo.model import Printed, TrueReport


def _encoded(report: TrueReport, rng: Random, shape: str, declared: str, code: str) -> Printed:
    form, paper = lay_out(report), paper_of(report, rng)
    return finish(report, rng, form, paper, body(paper, tables(form)), shape, declared=declared, code=code)


def gbk_undeclared(report: TrueReport, rng: Random) -> Printed:
    """GBK bytes on a page that declares nothing."""
    return _encoded(report, rng, "gbk_undeclared", "", "gbk")


def gbk_declared(report: TrueReport, rng: Random) -> Printed:
    """GBK bytes on a page that says so, by one of three names."""
    return _encoded(report, rng, "gbk_declared", rng.choice(("gb2312", "GBK", "GB18030")), "gbk")


def gbk_declared_utf8(report: TrueReport, rng: Random) -> Printed:
    """GBK bytes on a page that declares UTF-8."""
    return _encoded(report, rng, "gbk_declared_utf8", "utf-8", "gbk")


def utf8_declared_gb2312(report: TrueReport, rng: Random) -> Printed:
    """UTF-8 bytes on a page that declares gb2312."""
    return _encoded(report, rng, "utf8_declared_gb2312", "gb2312", "utf-8")


def utf8_with_mark(report: TrueReport, rng: Random) -> Printed:
    """UTF-8 with a byte order mark, declaring UTF-8, GBK or nothing."""
    return _encoded(report, rng, "utf8_with_mark", rng.choice(("utf-8", "gbk", "")), "utf-8-sig")


def utf16_page(report: TrueReport, rng: Random) -> Printed:
    """A page saved by Word or Notepad as "Unicode": UTF-16 with its mark, declaring unicode."""
    form, paper = lay_out(report), paper_of(report, rng)
    text, told = page(report, rng, paper, body(paper, tables(form)), charset="unicode")
    return printed(told, form, f"{report.year}.htm", text.encode("utf-16"), "utf16_page")


def entities(report: TrueReport, rng: Random) -> Printed:
    """Every character outside ASCII is a numeric entity, in decimal."""
    return _encoded(report, rng, "entities", rng.choice(("iso-8859-1", "utf-8", "")), "ascii")
