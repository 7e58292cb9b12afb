"""Labels in other words, and labels of table 2 that lost a character."""

import re
from collections.abc import Iterable
from dataclasses import replace
from random import Random

from tests.blind.printed_files import copied_text, shape
from tests.blind.printed_pages import any_dress, marked, on_site
from tests.blind.printed_prose import Sheet, sheet_of
from tests.blind.printed_tables import Box, Table, Tables, as_copied, draw
from toolkit.codebook import Name, shipped_codebook
from toolkit.demo.model import TrueReport


def _others(names: Iterable[Name], rng: Random, often: float) -> dict[str, str]:
    """Chooses another wording for some of the names that have any."""
    return {name.label: rng.choice(name.aliases) for name in names if name.aliases and rng.random() < often}


def _reworded_disclosure(table: Table, rng: Random, often: float) -> Table:
    """Says labels of table 2 in other words, block by block: a wording belongs to the block that lists it."""
    boxes: list[Box] = []
    others: dict[str, str] = {}
    for box in table:
        for block in shipped_codebook().blocks:
            if box.text == block.label:
                columns = [column for names in block.columns.values() for column in names]
                others = _others((*block.rows, *columns), rng, often)
        boxes.append(box if box.key else replace(box, text=others.get(box.text, box.text)))
    return tuple(boxes)


def _reworded(report: TrueReport, rng: Random, often: float) -> tuple[TrueReport, Sheet, Tables]:
    """Says labels and headings in other words; an amount whose header says 元 is in 元."""
    book, tables = shipped_codebook(), draw(report)
    disclosure = _reworded_disclosure(tables.disclosure, rng, often)
    names = _others((*book.request_rows, *book.request_columns, *book.request_groups), rng, often)
    tables = tables.relabelled(lambda label: names.get(label, label), "requests")
    sections = {name.label: rng.choice(name.aliases) for name in book.sections if rng.random() < often}
    sheet = sheet_of(report, rng).headed(lambda heading: heading[:2] + sections.get(heading[2:], heading[2:]))
    units = dict(report.units)
    if any(box.text == "采购总金额（元）" for box in disclosure):
        units["disclosure", "procurement", "amount"] = "元"
    return replace(report, units=units), sheet, replace(tables, disclosure=disclosure)


@shape("text")
def other_words_in_tabs(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Every label and heading that has another wording says it; tabs between the cells."""
    report, sheet, tables = _reworded(report, rng, 1.0)
    lines = [["\t".join(line) for line in as_copied(table)] for table in tables.all]
    return copied_text(report, rng, sheet, tables, lines)


@shape("text")
def other_words_in_spaces(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Some labels say another wording, all brackets are half-width; single spaces between the cells."""
    report, sheet, tables = _reworded(report, rng, 0.6)
    tables = tables.relabelled(lambda label: label.replace("（", "(").replace("）", ")"))
    lines = [[" ".join(text for text in line if text) for line in as_copied(table)] for table in tables.all]
    return copied_text(report, rng, sheet, tables, lines, rng.choice(("", "\n")))


@shape("official")
def other_words_on_page(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """Other wordings on a page, numerals followed by 、 or a full-width point."""
    report, sheet, tables = _reworded(report, rng, 0.7)
    point = rng.choice(("、", "．", "."))
    tables = tables.relabelled(lambda label: re.sub(r"^(\d)\.", rf"\g<1>{point}", label), "requests")
    dress = any_dress(rng)
    return on_site(report, rng, sheet, tables, [marked(table, dress) for table in tables.all])


def _shortened(label: str, rng: Random) -> str:
    """Takes one character from a label, the first more often than not; brackets and what they hold stay whole."""
    free = [
        place
        for place, letter in enumerate(re.sub(r"（.*?）", lambda m: " " * len(m.group()), label))
        if letter >= "一"
    ]
    gone = free[0] if rng.random() < 0.6 else rng.choice(free)
    return label[:gone] + label[gone + 1 :]


def _losing(tables: Tables, rng: Random, how_many: int) -> Tables:
    """Takes one character from some labels of table 2 that have four or more, each where it stands once."""
    long = [place for place, box in enumerate(tables.disclosure) if not box.key and len(box.text) >= 4]
    chosen = rng.sample(long, how_many)
    disclosure = tuple(
        replace(box, text=_shortened(box.text, rng)) if place in chosen else box
        for place, box in enumerate(tables.disclosure)
    )
    return replace(tables, disclosure=disclosure)


@shape("text")
def one_character_lost(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """One label of table 2 lost one character (政许可, 年废止件数); tabs between the cells."""
    sheet, tables = sheet_of(report, rng), _losing(draw(report), rng, 1)
    lines = [["\t".join(line) for line in as_copied(table)] for table in tables.all]
    return copied_text(report, rng, sheet, tables, lines)


@shape("text")
def characters_lost_by_cells(report: TrueReport, rng: Random) -> tuple[str, TrueReport]:
    """One to three labels of table 2 lost one character each; one cell a line or pipes between the cells."""
    sheet, tables = sheet_of(report, rng), _losing(draw(report), rng, rng.choice((1, 2, 3)))
    mark = rng.choice(("\n", " | "))
    lines = [[mark.join(line) for line in as_copied(table, empty=False)] for table in tables.all]
    return copied_text(report, rng, sheet, tables, lines)
