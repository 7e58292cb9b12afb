"""The three official tables of a report, laid out as merged cells; every shape prints these."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from tests.shapes.specimen_truth import Number
from toolkit.codebook import shipped_codebook
from toolkit.demo.model import Key, Printed, TrueReport

Show = Callable[[Key, Number], tuple[str, Number]]
"""How a number is printed: its text, and what a perfect reader must make of that text."""
Word = Callable[[str], str]
NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
RESULTS = "三、本年度办理结果"


@dataclass(frozen=True, slots=True)
class Slot:
    """A printed cell: its text, how far it reaches, and for a number which one it is and how it is to be read."""

    text: str
    columns: int = 1
    rows: int = 1
    key: Key | None = None
    value: Number = None
    head: bool = False


Line = tuple[Slot, ...]
Grid = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The three tables of one report as one shape prints them."""

    disclosure: Grid
    requests: Grid
    review: Grid

    @property
    def grids(self) -> tuple[Grid, Grid, Grid]:
        """Tables 2, 3 and 4."""
        return self.disclosure, self.requests, self.review

    def numbers(self) -> Mapping[Key, Number]:
        """Returns what a perfect reader must find in the cells printed."""
        return {slot.key: slot.value for grid in self.grids for line in grid for slot in line if slot.key}

    def each(self, change: Callable[[Slot], Slot]) -> "Form":
        """Returns the form with every cell changed."""
        return Form(*(tuple(tuple(map(change, line)) for line in grid) for grid in self.grids))

    def worded(self, word: Word) -> "Form":
        """Returns the form with the text of all cells but the numbers changed."""
        return self.each(lambda slot: slot if slot.key else replace(slot, text=word(slot.text)))


def figure(value: int | float) -> str:
    """Returns the number without a useless decimal point.

    >>> figure(96171.6), figure(12)
    ('96171.6', '12')
    """
    return str(int(value)) if value == int(value) else repr(value)


def plain(key: Key, value: Number) -> tuple[str, Number]:
    """Prints the number as it is; blank for None, a text as that text."""
    if isinstance(value, str) or value is None:
        return value or "", value
    return figure(value), value


def lay_out(report: TrueReport, show: Show = plain, skip: Collection[str] = ()) -> Form:
    """Returns the report's three tables.

    Args:
        report: whose numbers are printed.
        show: how each is printed.
        skip: rows (codes) left out of the tables.
    """

    def slot(table: str, row: str, column: str, columns: int = 1) -> Slot:
        key = (table, row, column)
        text, value = show(key, report.numbers[key])
        return Slot(text, columns, 1, key, value)

    return Form(
        _disclosure(report.template_disclosure, slot, skip),
        _requests(report.template_requests, slot, skip),
        _review(slot),
    )


def printed(report: TrueReport, form: Form, name: str, data: bytes, shape: str) -> Printed:
    """Returns the finished file with its truth: the numbers as this form prints them."""
    return Printed(name, data, replace(report, numbers=form.numbers()), shape)


SlotOf = Callable[..., Slot]


def _disclosure(template: str, slot: SlotOf, skip: Collection[str]) -> Grid:
    lines: list[Line] = []
    for block in shipped_codebook().blocks:
        columns = block.columns[template]
        rows = [row for row in block.rows if template in row.templates and row.code not in skip]
        if not columns or not rows:
            continue
        reach = [1] * (len(columns) - 1) + [4 - len(columns)]
        lines.append((Slot(block.label, 4, head=True),))
        heads = zip(columns, reach, strict=True)
        lines.append((Slot("信息内容", head=True), *(Slot(column.label, wide, head=True) for column, wide in heads)))
        for row in rows:
            label = "规范性文件" if row.code == "normative_documents" and template == "2019" else row.label
            cells = zip(columns, reach, strict=True)
            lines.append((Slot(label), *(slot("disclosure", row.code, column.code, wide) for column, wide in cells)))
    return tuple(lines)


def _requests(template: str, slot: SlotOf, skip: Collection[str]) -> Grid:
    book = shipped_codebook()
    who = [column.label for column in book.request_columns]
    rows = [row for row in book.request_rows if template in row.templates and row.code not in skip]
    lines: list[Line] = [
        (Slot(NOTE, 3, 3, head=True), Slot("申请人情况", 7, head=True)),
        (Slot(who[0], 1, 2, head=True), Slot("法人或其他组织", 5, head=True), Slot(who[-1], 1, 2, head=True)),
        tuple(Slot(label, head=True) for label in who[1:-1]),
    ]
    inside = [row for row in rows if row.group]
    for group, members in groupby(rows, key=lambda row: row.group):
        for place, row in enumerate(list(members)):
            labels: list[Slot] = [Slot(RESULTS, 1, len(inside))] if row is inside[0] else []
            if group in ("", RESULTS):
                labels.append(Slot(row.label, 2 if group else 3))
            else:
                size = sum(other.group == group for other in rows)
                labels += [Slot(group, 1, size)] * (place == 0) + [Slot(row.label)]
            lines.append((*labels, *(slot("requests", row.code, column.code) for column in book.request_columns)))
    return tuple(lines)


def _review(slot: SlotOf) -> Grid:
    book = shipped_codebook()
    outcomes = [column.label for column in book.review_columns]
    values = tuple(slot("review", row.code, column.code) for row in book.review_rows for column in book.review_columns)
    return (
        (Slot("行政复议", 5, head=True), Slot("行政诉讼", 10, head=True)),
        (
            *(Slot(label, 1, 2, head=True) for label in outcomes),
            Slot("未经复议直接起诉", 5, head=True),
            Slot("复议后起诉", 5, head=True),
        ),
        tuple(Slot(label, head=True) for label in outcomes * 2),
        values,
    )


def own_cells(grid: Grid) -> list[list[str]]:
    """Returns each row's own cells, as a scraper sees them that knows nothing of merged cells."""
    return [[slot.text for slot in line] for line in grid]


def full_grid(grid: Grid, *, once: bool = False) -> list[list[str]]:
    """Returns each row with empty texts where a merged cell reaches in.

    Args:
        grid: the table.
        once: one empty text for each cell that reaches in from above and none for the width of a cell, as Word
            copies a table; otherwise one for every column.
    """
    held: dict[tuple[int, int], bool] = {}
    rows: list[list[str]] = []
    for number, line in enumerate(grid):
        row: list[str] = []
        column, left = 0, list(line)
        while left or (number, column) in held:
            if (number, column) in held:
                row += [""] * (not once or held.pop((number, column)))
                column += 1
                continue
            slot = left.pop(0)
            row += [slot.text] + [""] * (0 if once else slot.columns - 1)
            for below in range(number + 1, number + slot.rows):
                held.update({(below, column + wide): wide == 0 for wide in range(slot.columns)})
            column += slot.columns
        rows.append(row)
    return rows
