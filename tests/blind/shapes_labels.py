"""Pages whose labels are broken by tags or by white space."""

import re
from dataclasses import replace
from random import Random

from tests.blind.printed_files import shape
from tests.blind.printed_pages import Dress, any_dress, bare, in_paragraph, in_spans, marked, on_site
from tests.blind.printed_prose import sheet_of
from tests.blind.printed_tables import Box, draw
from toolkit.demo.model import TrueReport

MARK = "\uf8ff"  # stands for a break until the text is escaped


def _broken(label: str, rng: Random, breaks: int) -> str:
    """Puts marks into a label, never inside its numeral."""
    numeral = re.match(r"^([一二三四]、|（[一二三四五六七]）|\d\.)?", label)
    start = numeral.end() if numeral else 0
    places = list(range(max(start, 1), len(label)))
    for place in sorted(rng.sample(places, min(breaks, len(places))), reverse=True):
        label = label[:place] + MARK + label[place:]
    return label


def _page(
    report: TrueReport, rng: Random, dress: Dress, marks: tuple[str, ...], often: float
) -> tuple[str, TrueReport]:
    """A page whose labels are broken by one of the marks at a time."""
    sheet, tables = sheet_of(report, rng), draw(report)

    def inner(box: Box) -> str:
        if box.key or len(box.text) < 2 or rng.random() > often:
            return dress.inner(box)
        made = dress.inner(replace(box, text=_broken(box.text, rng, 1 if len(box.text) < 9 else rng.choice((1, 2)))))
        return re.sub(MARK, lambda _: rng.choice(marks), made)

    broken = replace(dress, inner=inner)
    return on_site(report, rng, sheet, tables, [marked(table, broken) for table in tables.all])


@shape("official")
def broken_by_br(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Most labels broken by a line break tag, in bare cells or in paragraphs."""
    dress = Dress(rng.choice((bare, in_paragraph)), heads=rng.random() < 0.5)
    return _page(report, rng, dress, rng.choice((("<br>",), ("<br/>", "<br />\n"))), 0.8)


@shape("official")
def broken_by_paragraphs(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Labels broken into several spans, and into two paragraphs of a cell, as editors do with narrow columns."""
    dress = Dress(in_spans, body=rng.random() < 0.5)
    marks = (
        '</span></span></p><p style="text-align:center"><span><span>',
        '</span><span style="font-family:宋体">',
        "<br/>",
    )
    return _page(report, rng, dress, marks, 0.7)


@shape("official")
def broken_by_spaces(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Labels broken by spaces and line ends of the source."""
    return _page(report, rng, any_dress(rng), (" ", "  ", "\n          "), 0.6)


@shape("official")
def broken_by_wide_spaces(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Labels broken by full-width spaces and by &nbsp;, one or several."""
    return _page(report, rng, any_dress(rng), rng.choice((("　",), ("&nbsp;", "&nbsp;&nbsp;"), ("　", "&nbsp;"))), 0.7)
