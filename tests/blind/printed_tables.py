"""The three official tables as boxes on squared paper: where each stands, how far it reaches, what is printed in it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from tests.blind.infrastructure import Key, Number
from toolkit.codebook import Block, shipped_codebook
from toolkit.demo.model import TrueReport

Show = Callable[[Key, Number], tuple[str, Number]]
"""A number as (its text in print, what a perfect reader makes of that text)."""
CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
RESULTS = "三、本年度办理结果"
SIXTH = "（六）其他处理"


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: its text, its place and reach in squares; a number also has its key and true value."""

    text: str
    top: int
    left: int
    tall: int = 1
    wide: int = 1
    key: Key | None = None
    value: Number = None


Table = tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """Tables 2, 3 and 4 of one report as one shape prints them."""

    disclosure: Table
    requests: Table
    review: Table

    @property
    def all(self) -> tuple[Table, Table, Table]:
        """The three, in printed order."""
        return self.disclosure, self.requests, self.review

    def numbers(self) -> Mapping[Key, Number]:
        """Returns what a perfect reader finds, in printed order."""
        return {box.key: box.value for table in self.all for box in table if box.key}

    def relabelled(self, name: Callable[[str], str], only: str = "") -> "Tables":
        """Returns the tables with every label renamed; those of one table only where it is named."""

        def renamed(table: Table) -> Table:
            return tuple(box if box.key else replace(box, text=name(box.text)) for box in table)

        return Tables(
            *(
                renamed(table) if only in ("", which) else table
                for which, table in zip(("disclosure", "requests", "review"), self.all, strict=True)
            )
        )


def digits(key: Key, value: Number) -> tuple[str, Number]:
    """Prints a number as a typist does: no point without decimals, nothing for None, a text as it is."""
    if value is None or isinstance(value, str):
        return value or "", value
    return (str(int(value)) if float(value).is_integer() else str(value)), value


def draw(report: TrueReport, show: Show = digits) -> Tables:
    """Returns the report's tables in the forms it follows.

    Args:
        report: whose numbers are printed.
        show: how each number is printed.
    """

    def number(key: Key, top: int, left: int, wide: int = 1) -> Box:
        text, value = show(key, report.numbers[key])
        return Box(text, top, left, 1, wide, key, value)

    return Tables(
        _ordered(_disclosure(report.template_disclosure, number)),
        _ordered(_requests(report.template_requests, number)),
        _ordered(_review(number)),
    )


def _ordered(boxes: Iterable[Box]) -> Table:
    return tuple(sorted(boxes, key=lambda box: (box.top, box.left)))


def rows(table: Table) -> list[list[Box]]:
    """Returns each row's own boxes, from left to right."""
    return [[box for box in table if box.top == top] for top in range(1 + table[-1].top)]


def as_copied(table: Table, *, empty: bool = True) -> list[list[str]]:
    """Returns each row's texts as a copy to the clipboard has them.

    Args:
        table: what is copied.
        empty: whether a box reaching in from above leaves an empty text, as Word does it, or none, as browsers do.
    """
    lines = []
    for top in range(1 + table[-1].top):
        here = sorted((b for b in table if b.top <= top < b.top + b.tall), key=lambda box: box.left)
        lines.append([box.text if box.top == top else "" for box in here if empty or box.top == top])
    return lines


NumberOf = Callable[..., Box]


def _disclosure(form: str, number: NumberOf) -> Iterable[Box]:
    top = 0
    for block in shipped_codebook().blocks:
        labels = [row for row in block.rows if form in row.templates]
        if labels and block.columns[form]:
            yield Box(block.label, top, 0, 1, 4)
            yield Box("信息内容", top + 1, 0)
            for left, wide, (code, label) in _across(block, form):
                yield Box(label, top + 1, left, 1, wide)
                for down, row in enumerate(labels, top + 2):
                    yield number(("disclosure", row.code, code), down, left, wide)
            for down, row in enumerate(labels, top + 2):
                short = form == "2019" and row.code == "normative_documents"
                yield Box("规范性文件" if short else row.label, down, 0)
            top += 2 + len(labels)


def _across(block: Block, form: str) -> Iterable[tuple[int, int, tuple[str, str]]]:
    names = block.columns[form]
    for left, name in enumerate(names, 1):
        yield left, (4 - left if left == len(names) else 1), (name.code, name.label)


def _requests(form: str, number: NumberOf) -> Iterable[Box]:
    book = shipped_codebook()
    asked = [row for row in book.request_rows if form in row.templates]
    yield Box(CORNER, 0, 0, 3, 3)
    yield Box("申请人情况", 0, 3, 1, 7)
    yield Box("法人或其他组织", 1, 4, 1, 5)
    for left, column in enumerate(book.request_columns, 3):
        edge = left in (3, 9)
        yield Box(column.label, 1 if edge else 2, left, 2 if edge else 1)
    for top, row in enumerate(asked, 3):
        for left, column in enumerate(book.request_columns, 3):
            yield number(("requests", row.code, column.code), top, left)
        inner = row.group not in ("", RESULTS)
        left = 2 if inner else 1 if row.group else 0
        yield Box(row.label, top, left, 1, 3 - left)
    for group in {row.group: None for row in asked if row.group}:
        tops = [top for top, row in enumerate(asked, 3) if row.group == group or (group == RESULTS and row.group)]
        yield Box(group, tops[0], 0 if group == RESULTS else 1, len(tops))


def _review(number: NumberOf) -> Iterable[Box]:
    book = shipped_codebook()
    yield Box("行政复议", 0, 0, 1, 5)
    yield Box("行政诉讼", 0, 5, 1, 10)
    yield Box("未经复议直接起诉", 1, 5, 1, 5)
    yield Box("复议后起诉", 1, 10, 1, 5)
    for across, row in enumerate(book.review_rows):
        for left, column in enumerate(book.review_columns, 5 * across):
            yield Box(column.label, 2 if across else 1, left, 1 if across else 2)
            yield number(("review", row.code, column.code), 3, left)
