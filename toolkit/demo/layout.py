"""A report laid out as the official forms print it, before a shape writes it as text or as a page.

Field → row → sheet. A field spans rows and columns as in the official forms; a sheet's row holds the fields that
start in it, left to right.
"""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from toolkit.codebook import Name, shipped_codebook
from toolkit.demo.model import Key, TrueReport
from toolkit.demo.prose import preamble
from toolkit.demo.quantities import Value

CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


class Field(NamedTuple):
    """One printed cell. `role` is `head`, `label` or `value`; `key` the cell of the form a value belongs to."""

    text: str
    columns: int = 1
    rows: int = 1
    role: str = "label"
    key: Key | None = None


Sheet = list[list[Field]]


@dataclass(frozen=True, slots=True)
class Style:
    """How numbers and labels are written.

    Attributes:
        thousands: `3,505`.
        fullwidth: `３５０５`.
        words: changes as `+19`, `减4`, `持平`.
        suffixed: counts as `12件`.
        blank: marks for a blank cell, one is drawn for a report; the empty text leaves it empty.
        own_words: how often a label is one of the other wordings of the codebook.
        blank_zeros: zeros of tables 3 and 4 are left blank (and are so in the truth).
    """

    thousands: bool = False
    fullwidth: bool = False
    words: bool = False
    suffixed: bool = False
    blank: tuple[str, ...] = ("", "", "/", "—", "-")
    own_words: float = 0.15
    blank_zeros: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A report laid out.

    Attributes:
        truth: what this print truly says.
        title: the lines of the title.
        byline: publication date and source as shown above the text; None where nothing is shown.
        preamble: the paragraph before the first section.
        sheets: the three tables by code; table 2 is a list of blocks below each other. A table the report leaves out
            is an empty sheet.
        signature: name and date at the end, may be empty.
        page_break: a table and its row that a page ends inside of; only shapes with pages heed it.
        gridded: the places of a row are there whatever stands in them, as in a spreadsheet: a lost number leaves its
            place empty, numbers that were glued take two places.
    """

    truth: TrueReport
    title: tuple[str, ...]
    byline: str | None
    preamble: str
    sheets: Mapping[str, Sheet]
    signature: tuple[str, ...]
    page_break: tuple[str, int] | None = None
    gridded: bool = False


def lay_out(report: TrueReport, rng: random.Random, style: Style) -> Layout:
    """Returns the report laid out in a style; the layout's truth is what this style leaves of it.

    Args:
        report: what is true.
        rng: draws wordings of title and labels.
        style: how numbers and labels are written.
    """
    if style.blank_zeros:
        blank = {k: None if v == 0 and k[0] != "disclosure" else v for k, v in report.numbers.items()}
        report = replace(report, numbers=blank)
    writer = _Writer(report, rng, style)
    if writer.blank == "/":
        report = replace(report, slashes=frozenset(key for key, value in report.numbers.items() if value is None))
    return Layout(
        truth=report,
        title=_title(report, rng),
        byline=_byline(report, rng),
        preamble=_preamble(report, rng),
        sheets={"disclosure": _disclosure(writer), "requests": _requests(writer), "review": _review(writer)},
        signature=_signature(report),
    )


def plain_title(report: TrueReport) -> str:
    """Returns the title as the official form words it, in one line; one that is not as usual as it is."""
    if report.title is not None:
        return "".join(report.title)
    return f"{report.agency.name}{report.year}年政府信息公开工作年度报告"


def _preamble(report: TrueReport, rng: random.Random) -> str:
    drawn = preamble(rng, report.agency, report.year)
    return drawn if report.preamble is None else report.preamble


def _title(report: TrueReport, rng: random.Random) -> tuple[str, ...]:
    if report.title is not None:
        return report.title
    name, year = report.agency.name, report.year
    return rng.choice(
        (
            (plain_title(report),),
            (plain_title(report),),
            (f"{year}年{name}政府信息公开工作年度报告",),
            (f"{name}{year}年度政府信息公开工作年度报告",),
            (name, f"{year} 年政府信息公开工作年度报告"),
            (f"{name} {year} 年政府信息公开年度报告",),
        )
    )


def _byline(report: TrueReport, rng: random.Random) -> str | None:
    if report.published is None:
        return None
    day = report.published
    return rng.choice(
        (
            f"发布日期：{day:%Y-%m-%d}　来源：{report.agency.name}",
            f"发布时间：{day:%Y-%m-%d} {rng.randint(8, 17):02}:{rng.randint(0, 59):02}　"
            f"浏览次数：{rng.randint(20, 999)}次",
            f"发布日期：{day.year}年{day.month}月{day.day}日　字体：大 中 小",
        )
    )


def _signature(report: TrueReport) -> tuple[str, ...]:
    if report.signed is None:
        return ()
    return (report.agency.name, f"{report.signed.year}年{report.signed.month}月{report.signed.day}日")


class _Writer:
    """Writes labels and numbers of one report in one style."""

    def __init__(self, report: TrueReport, rng: random.Random, style: Style) -> None:
        self.report, self.rng, self.style = report, rng, style
        self.blank = rng.choice(style.blank)
        self.unit_in_cell = rng.random() < 0.5

    def label(self, name: Name) -> str:
        if name.aliases and self.rng.random() < self.style.own_words:
            return self.rng.choice(name.aliases)
        return name.label

    def header(self, name: Name) -> str:
        if name.code != "amount" or name.label.endswith("）"):
            return self.label(name)
        # The form of 2019 leaves the unit open: it stands in the header or in the cell.
        unit = self.report.units["disclosure", "procurement", "amount"]
        return name.label if unit == "元" and self.unit_in_cell else f"{name.label}（{unit}）"

    def value(self, key: Key, columns: int = 1) -> Field:
        value = self.report.numbers[key]
        if value is None:
            text = "/" if key in self.report.slashes else self.blank
        else:
            text = value if isinstance(value, str) else self.number(key, value)
        return Field(text, columns, 1, "value", key)

    def printed(self, table: str, names: Iterable[Name], place: int) -> list[Name]:
        """Those of the rows (`place` 1) or columns (2) of the form that the report has."""
        there = {key[place] for key in self.report.numbers if key[0] == table}
        return [name for name in names if name.code in there]

    def number(self, key: Key, value: int | float) -> str:
        text = f"{value:,}" if isinstance(value, int) else f"{value:,.4f}".rstrip("0").rstrip(".")
        if not self.style.thousands:
            text = text.replace(",", "")
        if key[2] == "change" and self.style.words:
            text = _change(int(value), self.rng)
        elif key[1:] == ("procurement", "amount") and self.report.units[key] == "元" and self.unit_in_cell:
            text += "元"
        elif self.style.suffixed and key[2] != "amount" and key[2] != "change":
            text += "项" if key[2] == "prior_items" else "件"
        return text.translate(_WIDE) if self.style.fullwidth else text


_WIDE = str.maketrans("0123456789.,+-", "０１２３４５６７８９．，＋－")


def _change(value: int, rng: random.Random) -> str:
    if value == 0:
        return rng.choice(("0", "持平", "无变化"))
    return rng.choice((f"{value:+}", f"{'增' if value > 0 else '减'}{abs(value)}"))


def _disclosure(writer: _Writer) -> Sheet:
    form = writer.report.template_disclosure
    sheet: Sheet = []
    for block in shipped_codebook().blocks:
        columns = block.columns[form]
        rows = writer.printed("disclosure", (row for row in block.rows if form in row.templates), 1)
        if not rows:
            continue
        width = 3 - len(columns) + 1  # the last column takes the room that is left of three
        sheet.append([Field(block.label, 4, 1, "head")])
        heads = [Field(writer.header(name), 1, 1, "head") for name in columns]
        sheet.append([Field("信息内容", 1, 1, "head"), *heads[:-1], heads[-1]._replace(columns=width)])
        for row in rows:
            label = writer.label(row) if form != "2019" or row.code != "normative_documents" else "规范性文件"
            values = [writer.value(("disclosure", row.code, name.code)) for name in columns]
            sheet.append([Field(label), *values[:-1], values[-1]._replace(columns=width)])
    return sheet


def _requests(writer: _Writer) -> Sheet:
    book, form = shipped_codebook(), writer.report.template_requests
    rows = writer.printed("requests", (row for row in book.request_rows if form in row.templates), 1)
    columns = writer.printed("requests", book.request_columns, 2)
    sheet = _requests_head(writer, columns) if rows else []
    groups = {group.label: group for group in book.request_groups}
    under = [row for row in rows if row.group]
    heading = next(group for label, group in groups.items() if label.startswith("三、"))
    opened: set[str] = set()
    for row in rows:
        own = row.group and row.group != heading.label  # stands under one of （三） to （六）
        line = []
        if row.group and heading.label not in opened:
            opened.add(heading.label)
            line.append(Field(writer.label(heading), 1, len(under)))
        if own and row.group not in opened:
            opened.add(row.group)
            line.append(Field(writer.label(groups[row.group]), 1, sum(other.group == row.group for other in rows)))
        line.append(Field(writer.label(row), 1 if own else 2 if row.group else 3))
        line += [writer.value(("requests", row.code, column.code)) for column in columns]
        sheet.append(line)
    return sheet


def _requests_head(writer: _Writer, columns: list[Name]) -> Sheet:
    first, *organisations, total = columns
    return [
        [Field(CORNER, 3, 3, "head"), Field("申请人情况", len(columns), 1, "head")],
        [
            Field(writer.label(first), 1, 2, "head"),
            Field("法人或其他组织", len(organisations), 1, "head"),
            Field(writer.label(total), 1, 2, "head"),
        ],
        [Field(writer.label(name), 1, 1, "head") for name in organisations],
    ]


def _review(writer: _Writer) -> Sheet:
    book = shipped_codebook()
    if not writer.printed("review", book.review_rows, 1):
        return []
    outcomes = [column.label for column in book.review_columns]
    channels = [row.label.split(" / ")[-1] for row in book.review_rows]
    return [
        [Field(channels[0], 5, 1, "head"), Field("行政诉讼", 10, 1, "head")],
        [*(Field(text, 1, 2, "head") for text in outcomes), *(Field(text, 5, 1, "head") for text in channels[1:])],
        [Field(text, 1, 1, "head") for _ in channels[1:] for text in outcomes],
        [writer.value(("review", row.code, column.code)) for row in book.review_rows for column in book.review_columns],
    ]


def without(report: TrueReport, keys: set[Key]) -> TrueReport:
    """Returns the report without some cells: what is not printed cannot be read."""
    numbers: dict[Key, Value] = {key: value for key, value in report.numbers.items() if key not in keys}
    return replace(report, numbers=numbers, slashes=report.slashes - keys)
