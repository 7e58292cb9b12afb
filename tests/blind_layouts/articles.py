"""A report as the parts of a document, in order: what every writer of this folder turns into its own file."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from toolkit.codebook import TABLES
from toolkit.demo.layout import Layout, Sheet, Style, lay_out
from toolkit.demo.model import TrueReport

KANGXI = str.maketrans(
    "一二八十人大力口土小工己干心手文日月止比毛气水火生用田立老自至行西言里金长门青面非食",
    "⼀⼆⼋⼗⼈⼤⼒⼝⼟⼩⼯⼰⼲⼼⼿⽂⽇⽉⽌⽐⽑⽓⽔⽕⽣⽤⽥⽴⽼⾃⾄⾏⻄⾔⾥⾦⻓⻔⻘⾯⾮⾷",
)
"""Radicals that browsers write for the plain characters of some fonts."""


class Part(NamedTuple):
    """One part of a document.

    `kind` is `title`, `byline`, `text`, `heading`, `table` or `signature`; `table` the code of the sheet's table.
    """

    kind: str
    text: str = ""
    sheet: Sheet = []  # noqa: RUF012 - never written to
    table: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """A report ready to be written.

    Attributes:
        truth: what a careful human reads from the written file.
        parts: in the order of reading.
    """

    truth: TrueReport
    parts: tuple[Part, ...]

    def lines(self, kind: str) -> list[str]:
        """Returns the texts of all parts of a kind."""
        return [part.text for part in self.parts if part.kind == kind]

    def sheets(self) -> dict[str, Sheet]:
        """Returns the tables by code."""
        return {part.table: part.sheet for part in self.parts if part.kind == "table"}


def article(report: TrueReport, rng: random.Random, style: Style, *, dated: bool = True) -> Article:
    """Returns a report as parts.

    Args:
        report: what is true.
        rng: draws the wordings.
        style: how numbers and labels are written.
        dated: whether the date of publication is shown.
    """
    layout = lay_out(report, rng, style)
    truth = layout.truth
    if not dated or layout.byline is None:
        layout, truth = replace(layout, byline=None), replace(truth, published=None)
    return Article(truth, tuple(_parts(layout)))


def _parts(layout: Layout) -> Iterator[Part]:
    yield from (Part("title", line) for line in layout.title)
    if layout.byline is not None:
        yield Part("byline", layout.byline)
    yield Part("text", layout.preamble)
    for number, (heading, prose) in enumerate(layout.truth.sections, 1):
        yield Part("heading", heading)
        yield from (Part("text", text) for text in prose.split("\n") if text)
        table = TABLES[number - 2] if 2 <= number <= 4 else ""
        if table and layout.sheets[table]:
            yield Part("table", "", layout.sheets[table], table)
    yield from (Part("signature", line) for line in layout.signature)


def with_radicals(made: Article) -> Article:
    """Returns the article with radicals for plain characters in labels and headings, as a browser's PDF has them."""
    parts = []
    for part in made.parts:
        sheet = [
            [field if field.role == "value" else field._replace(text=field.text.translate(KANGXI)) for field in row]
            for row in part.sheet
        ]
        text = part.text.translate(KANGXI) if part.kind in ("title", "heading") else part.text
        parts.append(part._replace(sheet=sheet, text=text))
    return replace(made, parts=tuple(parts))
