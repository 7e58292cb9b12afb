"""A report as it is printed before any damage: its numbers, and its tables as cells that can be damaged.

Written from the official form alone. Knows nothing of the reader. Every row's six applicant numbers differ from each
other and from the rows above and below, so that any shift of numbers shows as a wrong value.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from toolkit.codebook import shipped_codebook

Key = tuple[str, str, str]
BOOK = shipped_codebook()
COLUMNS = tuple(column.code for column in BOOK.request_columns)
APPLICANTS = COLUMNS[:6]
RESULTS = {form: BOOK.result_rows(form) for form in ("2019", "2021")}
CHANNELS = tuple(row.code for row in BOOK.review_rows)
OUTCOMES = tuple(column.code for column in BOOK.review_columns)
DISCLOSURE: dict[str, dict[tuple[str, str], float]] = {
    "2021": {
        ("regulations", "issued"): 2,
        ("regulations", "repealed"): 1,
        ("regulations", "in_force"): 9,
        ("normative_documents", "issued"): 15,
        ("normative_documents", "repealed"): 3,
        ("normative_documents", "in_force"): 41,
        ("licensing", "decisions"): 317,
        ("penalties", "decisions"): 58,
        ("coercion", "decisions"): 6,
        ("fees", "amount"): 12.5,
    },
    "2019": {
        ("regulations", "made"): 2,
        ("regulations", "disclosed"): 4,
        ("regulations", "disclosed_total"): 9,
        ("normative_documents", "made"): 15,
        ("normative_documents", "disclosed"): 13,
        ("normative_documents", "disclosed_total"): 41,
        ("licensing", "prior_items"): 84,
        ("licensing", "change"): -7,
        ("licensing", "decisions"): 317,
        ("other_services", "prior_items"): 63,
        ("other_services", "change"): 5,
        ("other_services", "decisions"): 208,
        ("penalties", "prior_items"): 146,
        ("penalties", "change"): 19,
        ("penalties", "decisions"): 58,
        ("coercion", "prior_items"): 22,
        ("coercion", "change"): -4,
        ("coercion", "decisions"): 6,
        ("fees", "prior_items"): 3,
        ("fees", "change"): 1,
        ("procurement", "projects"): 27,
        ("procurement", "amount"): 96171.6,
    },
}
REVIEW = {"review": (4, 2, 1, 3), "direct_litigation": (7, 5, 8, 9), "post_review_litigation": (16, 12, 13, 14)}
SECTIONS = [section.label for section in BOOK.sections]
PROSE = (
    "本局把公开贯穿于水利建设和河湖管护，围绕群众关心的供水、防汛事项及时发布信息，并按季核对栏目内容。",
    "本局主动公开的情况如下表所列。",
    "本局办理公开申请的情况如下表所列。",
    "本局因公开工作引起的复议和诉讼如下表所列。",
    "个别栏目更新不够及时，工作人员对答复文书的把握还不够熟练。今后将建立提醒制度，并组织案例学习。",
    "本年度没有收取信息处理费，也没有别的事项需要说明。",
)


@dataclass
class Slot:
    """One printed cell: `key` for a number of the form, `column` for the header of that column."""

    text: str
    key: Key | None = None
    column: str | None = None
    columns: int = 1
    rows: int = 1
    html: str | None = None  # inner HTML where it is not just the text

    def cell(self) -> str:
        spans = "".join(f' {name}="{n}"' for name, n in (("colspan", self.columns), ("rowspan", self.rows)) if n > 1)
        return f"<td{spans}>{html.escape(self.text, quote=False) if self.html is None else self.html}</td>"


@dataclass
class Table:
    """A table as printed, row by row; a cell merged downwards stands in its first row only."""

    rows: list[list[Slot]] = field(default_factory=list)

    def slots(self) -> Iterator[Slot]:
        return (slot for row in self.rows for slot in row)

    def slot(self, key: Key) -> Slot:
        return next(slot for slot in self.slots() if slot.key == key)

    def index(self, row: str) -> int:
        """Returns the position of the printed row that holds the numbers of a row of the form."""
        return next(i for i, slots in enumerate(self.rows) if any(s.key and s.key[1] == row for s in slots))

    def label(self, row: str) -> Slot:
        slots = self.rows[self.index(row)]
        return slots[next(i for i, slot in enumerate(slots) if slot.key) - 1]

    def values(self, row: str) -> list[Slot]:
        return [slot for slot in self.rows[self.index(row)] if slot.key]

    def drop(self, slot: Slot) -> None:
        for slots in self.rows:
            slots[:] = [other for other in slots if other is not slot]

    def drop_row(self, index: int) -> None:
        """Removes a printed row; what was merged over it shrinks, what began in it moves to the next row."""
        for above, slots in enumerate(self.rows[:index]):
            for slot in slots:
                slot.rows -= above + slot.rows > index
        moved = [slot for slot in self.rows[index] if slot.rows > 1]
        for slot in moved:
            slot.rows -= 1
        if moved:
            self.rows[index + 1][:0] = moved
        del self.rows[index]

    def insert_row(self, index: int, slots: list[Slot]) -> None:
        """Puts a printed row before `index`; what is merged over that place grows."""
        for above, others in enumerate(self.rows[:index]):
            for slot in others:
                slot.rows += above + slot.rows > index
        self.rows.insert(index, slots)

    def html(self) -> str:
        rows = "\n".join("<tr>" + "".join(slot.cell() for slot in row) + "</tr>" for row in self.rows)
        return f'<table border="1">\n{rows}\n</table>'

    def text(self) -> str:
        return "\n".join("\t".join(fields) for fields in self.fields())

    def one_a_line(self) -> str:
        return "\n".join(slot.text for slot in self.slots() if slot.text)

    def fields(self) -> Iterator[list[str]]:
        """Yields each row's tab fields: where a cell from above reaches down there is one empty field."""
        reaching: dict[int, tuple[int, int]] = {}
        for slots in self.rows:
            fields: list[str] = []
            below: dict[int, tuple[int, int]] = {}
            column, waiting = 0, list(slots)
            while waiting or column in reaching:
                if column in reaching:
                    width, left = reaching.pop(column)
                    fields.append("")
                else:
                    slot = waiting.pop(0)
                    width, left = slot.columns, slot.rows
                    fields.append(slot.text)
                if left > 1:
                    below[column] = (width, left - 1)
                column += width
            reaching = below
            yield fields


@dataclass
class Page:
    """A whole report: three tables amid its prose. `before` and `after` stand around a table, as raw text and HTML."""

    agency: str
    year: int
    tables: dict[str, Table]
    extra: dict[str, tuple[str, str]] = field(default_factory=dict)  # HTML and text put before `table` or `table+`

    def title(self) -> str:
        return f"{self.agency}{self.year}年政府信息公开工作年度报告"

    def text(self, *, one_a_line: bool = False) -> str:
        parts = [self.title(), "根据政府信息公开条例的要求编制本报告。"]
        for number, name, table in self._sections():
            parts += [f"{number}、{name}", PROSE["一二三四五六".index(number)]]
            if table:
                body = self.tables[table].one_a_line() if one_a_line else self.tables[table].text()
                parts += [self.extra.get(table, ("", ""))[1], body, self.extra.get(table + "+", ("", ""))[1]]
        parts += [self.agency, f"{self.year + 1}年1月18日"]
        return "\n\n".join(part for part in parts if part) + "\n"

    def html(self) -> str:
        body = [f"<h1>{self.title()}</h1>", "<p>根据政府信息公开条例的要求编制本报告。</p>"]
        for number, name, table in self._sections():
            body += [f"<p><strong>{number}、{name}</strong></p>", f"<p>{PROSE['一二三四五六'.index(number)]}</p>"]
            if table:
                body += [
                    self.extra.get(table, ("",))[0],
                    self.tables[table].html(),
                    self.extra.get(table + "+", ("",))[0],
                ]
        body += [f"<p>{self.agency}</p>", f"<p>{self.year + 1}年1月18日</p>"]
        return (
            f'<!DOCTYPE html>\n<html lang="zh"><head><meta charset="utf-8"><title>{self.title()}</title></head>\n'
            '<body><div class="nav"><a href="/">首页</a> <a href="/xxgk">信息公开</a></div>\n<div class="article">\n'
            + "\n".join(part for part in body if part)
            + '\n</div><div class="foot">主办单位：办公室</div></body></html>\n'
        )

    @staticmethod
    def _sections() -> Iterator[tuple[str, str, str]]:
        return zip("一二三四五六", SECTIONS, ("", "disclosure", "requests", "review", "", ""), strict=True)


def numbers(form: str = "2021", parts: Mapping[str, Iterable[float]] | None = None) -> dict[Key, float]:
    """Returns every number of the report; all identities hold, whatever applicant numbers `parts` gives a row."""
    given = {row: tuple(values) for row, values in (parts or {}).items()}
    told: dict[Key, float] = {("disclosure", *cell): value for cell, value in DISCLOSURE[form].items()}
    rows: dict[str, list[float]] = {}
    for i, row in enumerate(RESULTS[form]):
        rows[row] = list(given.get(row, ((3 * j + 5 * i) % 7 + 1 + 10 * (i // 7) for j in range(6))))
    last = RESULTS[form][-1]
    if last not in given:  # without this the columns' sums would be alike, and a shift of them invisible
        rows[last] = [value + 3 * j for j, value in enumerate(rows[last])]
    rows["processed"] = [sum(rows[row][j] for row in RESULTS[form]) for j in range(6)]
    rows["carried_in"] = list(given.get("carried_in", (31, 38, 34, 36, 32, 35)))
    rows["carried_out"] = list(given.get("carried_out", (19, 13, 17, 12, 16, 18)))
    rows["new"] = [rows["processed"][j] + rows["carried_out"][j] - rows["carried_in"][j] for j in range(6)]
    for row, values in rows.items():
        told |= {
            ("requests", row, column): value for column, value in zip(COLUMNS, (*values, sum(values)), strict=True)
        }
    for row, outcomes in REVIEW.items():
        told |= {("review", row, outcome): n for outcome, n in zip(OUTCOMES, (*outcomes, sum(outcomes)), strict=True)}
    return told


def printed(value: float) -> str:
    return f"{value:g}" if value < 1e6 and value != 96171.6 else str(value)


def page(agency: str, told: Mapping[Key, float], form: str = "2021", year: int | None = None) -> Page:
    """Returns the report of `agency` with the numbers `told`, printed in a form, nothing damaged."""
    tables = {
        "disclosure": disclosure_table(told, form),
        "requests": requests_table(told, form),
        "review": review_table(told),
    }
    return Page(agency, year or {"2019": 2020, "2021": 2023}[form], tables)


def disclosure_table(told: Mapping[Key, float], form: str) -> Table:
    table = Table()
    for block in BOOK.blocks:
        rows = [row for row in block.rows if form in row.templates]
        if not rows:
            continue
        table.rows.append([Slot(block.label, columns=4)])
        heads = [Slot(column.label, column=column.code) for column in block.columns[form]]
        table.rows.append([Slot("信息内容"), *heads])
        for row in rows:
            keys = [("disclosure", row.code, column.code) for column in block.columns[form]]
            table.rows.append([Slot(row.label), *(Slot(printed(told[key]), key) for key in keys)])
    return table


def requests_table(told: Mapping[Key, float], form: str) -> Table:
    heads = {column.code: Slot(column.label, column=column.code) for column in BOOK.request_columns}
    heads["natural_person"].rows = heads["total"].rows = 2
    corner = Slot("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", columns=3, rows=3)
    table = Table(
        [
            [corner, Slot("申请人情况", columns=7)],
            [heads["natural_person"], Slot("法人或其他组织", columns=5, column="organisations"), heads["total"]],
            [heads[code] for code in APPLICANTS[1:]],
        ]
    )
    rows = [row for row in BOOK.request_rows if form in row.templates]
    sizes = {group: sum(row.group == group for row in rows) for group in {row.group for row in rows}}
    results = "三、本年度办理结果"
    sizes[results] = len(RESULTS[form]) + 1
    seen: set[str] = set()
    for row in rows:
        slots = []
        outer = results if row.group else ""
        for group in dict.fromkeys((outer, row.group)):
            if group and group not in seen:
                slots.append(Slot(group, rows=sizes[group]))
                seen.add(group)
        slots.append(Slot(row.label, columns=3 if not row.group else 2 if row.group == results else 1))
        keys = [("requests", row.code, column) for column in COLUMNS]
        table.rows.append(slots + [Slot(printed(told[key]), key) for key in keys])
    return table


def review_table(told: Mapping[Key, float]) -> Table:
    outcomes = [(column.code, column.label) for column in BOOK.review_columns]
    heads = {c: [Slot(label, column=f"{c}.{code}") for code, label in outcomes] for c in CHANNELS}
    for slot in heads["review"]:
        slot.rows = 2
    first = [Slot("行政复议", columns=5, column="review"), Slot("行政诉讼", columns=10, column="litigation")]
    second = [
        *heads["review"],
        Slot("未经复议直接起诉", columns=5, column="direct_litigation"),
        Slot("复议后起诉", columns=5, column="post_review_litigation"),
    ]
    keys = [("review", channel, outcome) for channel in CHANNELS for outcome in OUTCOMES]
    last = [Slot(printed(told[key]), key) for key in keys]
    return Table([first, second, heads["direct_litigation"] + heads["post_review_litigation"], last])
