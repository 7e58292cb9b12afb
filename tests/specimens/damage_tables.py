"""Damage to tables 2 and 4, and tables of others beside the report's own."""

from tests.specimens.printed_page import CHANNELS, OUTCOMES, Slot, Table, numbers, page
from tests.specimens.specimen import Draft, specimen

OTHER = numbers(parts={"granted": (61, 52, 83, 74, 95, 66), "carried_out": (57, 48, 69, 78, 87, 96)})


def _two(draft: Draft) -> Table:
    return draft.page.tables["disclosure"]


def _four(draft: Draft) -> Table:
    return draft.page.tables["review"]


def _key(row: str, column: str) -> tuple[str, str, str]:
    return ("disclosure", row, column)


def _block_one(draft: Draft) -> list[tuple[str, str, str]]:
    return draft.keys("disclosure", "regulations") + draft.keys("disclosure", "normative_documents")


# ------------------------------------------------------------------------------------------------------------ table 2
@specimen(
    variants={
        "header_and_rows": (True, True),
        "rows": (False, True),
        "header": (True, False),
        "one_row": (False, False),
    }
)
def disclosure_column_gone(draft: Draft, header: bool, rows: bool) -> None:
    """本年废止件数 is gone: 2 and 9 must not be issued and repealed."""
    table = _two(draft)
    gone = [_key(row, "repealed") for row in ("regulations", "normative_documents")]
    if header:
        table.drop(next(slot for slot in table.slots() if slot.column == "repealed"))
    for key in gone if rows else gone[:1] if not header else []:
        table.drop(table.slot(key))
    draft.doubt([] if header and rows and draft.html else _block_one(draft))
    if header and rows:
        draft.ask(gone, "missing", *(() if draft.html else ("unreadable",)))


@specimen()
def disclosure_columns_reordered(draft: Draft) -> None:
    """现行有效件数 is printed first, header and rows alike."""
    for slots in _two(draft).rows[1:4]:
        slots.insert(1, slots.pop(3))
    if not draft.html:
        draft.doubt(_block_one(draft))


@specimen()
def disclosure_extra_rows(draft: Draft) -> None:
    table = _two(draft)
    table.rows.insert(4, [Slot("其他主动公开文件"), Slot("77"), Slot("66"), Slot("55")])
    draft.leftovers.append("其他主动公开文件")


@specimen(
    variants={
        "refused_after": ("行政许可（不予许可）", 1),
        "refused_before": ("行政许可（不予许可）", 0),
        "other_after": ("其他行政许可", 1),
        "other_before": ("其他行政许可", 0),
    }
)
def licensing_beside_another_row(draft: Draft, label: str, offset: int) -> None:
    """A row nearly of the same label counts something else."""
    table = _two(draft)
    table.rows.insert(table.index("licensing") + offset, [Slot(label), Slot("14")])
    draft.doubt(draft.keys("disclosure", "licensing"))


@specimen(variants=("行政许可（不予许可）", "其他行政许可", "行政许可事项目录"))
def licensing_replaced(draft: Draft, label: str) -> None:
    """The row of the form is gone, one that counts something else stands in its place."""
    table = _two(draft)
    table.label("licensing").text, table.values("licensing")[0].text = label, "14"
    draft.forbid(draft.keys("disclosure", "licensing"))


@specimen(variants={"item": (0, 1), "columns": (1, 1), "both": (0, 2)})
def block_header_gone(draft: Draft, offset: int, count: int) -> None:
    """Of the block of 行政许可 the line of the article, of the columns, or both are gone."""
    table = _two(draft)
    start = table.index("licensing") - 2 + offset
    del table.rows[start : start + count]
    draft.doubt(draft.keys("disclosure", "licensing"))


@specimen()
def blocks_in_another_order(draft: Draft) -> None:
    table = _two(draft)
    table.rows = table.rows[4:] + table.rows[:4]


@specimen()
def decisions_of_two_years(draft: Draft) -> None:
    """上年处理决定数量 stands before 本年处理决定数量."""
    table = _two(draft)
    at = table.index("penalties")
    table.rows[at - 1].insert(1, Slot("上年处理决定数量"))
    for row, text in (("penalties", "71"), ("coercion", "83")):
        table.rows[table.index(row)].insert(1, Slot(text))
    draft.doubt([_key("penalties", "decisions"), _key("coercion", "decisions")])


@specimen("html")
def disclosure_rows_merged(draft: Draft) -> None:
    table = _two(draft)
    upper, lower = table.rows[table.index("penalties")], table.rows[table.index("coercion")]
    for one, other in zip(upper, lower, strict=True):
        one.html = f"{one.text}<br>{other.text}"
    table.drop_row(table.index("coercion"))
    draft.doubt([_key("penalties", "decisions"), _key("coercion", "decisions")])


@specimen(variants={"cell_left": (True,), "cell_gone": (False,)})
def disclosure_glued(draft: Draft, keep: bool) -> None:
    """15 | 3 | 41 printed as 153 | 41."""
    table = _two(draft)
    first, second = (table.slot(_key("normative_documents", column)) for column in ("issued", "repealed"))
    first.text, second.text = "153", ""
    if not keep:
        table.drop(second)
    draft.doubt(draft.keys("disclosure", "normative_documents"))
    draft.forbid([_key("normative_documents", "issued")])


@specimen(
    variants={
        "licensing": ("licensing", "prior_items"),
        "penalties": ("penalties", "change"),
        "regulations": ("regulations", "made"),
    },
    form="2019",
)
def two_of_three_in_2019_form(draft: Draft, row: str, column: str) -> None:
    _two(draft).drop(_two(draft).slot(_key(row, column)))
    draft.doubt(draft.keys("disclosure", row))


@specimen(form="2019")
def undamaged_2019_form(draft: Draft) -> None:
    """Control of the 2019 form."""


# ------------------------------------------------------------------------------------------------------------ table 4
@specimen(
    "html", "txt", "lines", variants={"first": (0,), "third": (2,), "first_total": (4,), "middle": (7,), "last": (14,)}
)
def fourteen_numbers(draft: Draft, position: int) -> None:
    _four(draft).drop(_four(draft).rows[-1][position])
    draft.doubt(draft.keys("review"))


@specimen(variants={"first": (0,), "middle": (7,), "last": (15,)})
def sixteen_numbers(draft: Draft, position: int) -> None:
    _four(draft).rows[-1].insert(position, Slot("6"))
    draft.doubt(draft.keys("review"))


@specimen(variants={"cell_left": (True,), "cell_gone": (False,)})
def review_glued(draft: Draft, keep: bool) -> None:
    """16 | 12 printed as 1612."""
    table = _four(draft)
    first, second = (table.slot(("review", "post_review_litigation", outcome)) for outcome in ("upheld", "corrected"))
    first.text, second.text = "1612", ""
    if not keep:
        table.drop(second)
    draft.doubt(draft.keys("review"))
    draft.forbid([("review", "post_review_litigation", "upheld")])


@specimen()
def outcomes_reordered(draft: Draft) -> None:
    """结果纠正 is printed before 结果维持 in all three channels, header and numbers alike."""
    table = _four(draft)
    for slots, starts in ((table.rows[1], (0,)), (table.rows[2], (0, 5)), (table.rows[3], (0, 5, 10))):
        for start in starts:
            slots[start], slots[start + 1] = slots[start + 1], slots[start]
    if not draft.html:
        draft.doubt(draft.keys("review"))


@specimen()
def channels_reordered(draft: Draft) -> None:
    """行政诉讼 is printed before 行政复议."""
    table = _four(draft)
    top, middle, _, values = table.rows
    top.reverse()
    middle[:] = middle[5:] + middle[:5]
    values[:] = values[5:] + values[:5]
    if not draft.html:
        draft.doubt(draft.keys("review"))


@specimen(variants={"header_and_numbers": (True,), "numbers": (False,)})
def channel_gone(draft: Draft, header: bool) -> None:
    """复议后起诉 is gone; ten numbers are left."""
    table = _four(draft)
    del table.rows[3][10:]
    if header:
        table.rows[0][1].columns = 5
        table.rows[1].pop()
        del table.rows[2][5:]
        draft.ask(draft.keys("review", CHANNELS[2]), "missing", *(() if draft.html else ("unreadable",)))
        draft.doubt([] if draft.html else draft.keys("review"))
    else:
        draft.doubt(draft.keys("review"))
        draft.forbid(draft.keys("review", CHANNELS[2]))


@specimen()
def review_without_header(draft: Draft) -> None:
    del _four(draft).rows[:3]
    draft.doubt(draft.keys("review"))
    draft.absent |= set(draft.keys("review"))


@specimen()
def review_of_two_years(draft: Draft) -> None:
    """Two lines of fifteen numbers; the first says it is last year's."""
    table = _four(draft)
    for slots in table.rows[:1]:
        slots.insert(0, Slot("年度", rows=3))
    last_year = [Slot("2022年"), *(Slot(str(40 + i)) for i in range(15))]
    table.rows.insert(3, last_year)
    table.rows[4].insert(0, Slot("2023年"))
    draft.doubt(draft.keys("review"))


@specimen()
def review_numbers_empty(draft: Draft) -> None:
    """A table 4 whose line of numbers was left out altogether."""
    del _four(draft).rows[3]
    draft.forbid(draft.keys("review"))
    draft.absent |= set(draft.keys("review"))


@specimen(variants=OUTCOMES[:1])
def outcome_gone_from_header(draft: Draft, outcome: str) -> None:
    """结果维持 is gone from the header of all three channels, the fifteen numbers are there."""
    table = _four(draft)
    for slot in [slot for slot in table.slots() if slot.column and slot.column.endswith(f".{outcome}")]:
        table.drop(slot)
    draft.doubt(draft.keys("review"))


# ------------------------------------------------------------------------------------------------- tables of others
def _stranger() -> tuple[str, str]:
    tables = page("安吉县水利局", OTHER).tables
    return tables["requests"].html(), tables["requests"].text()


@specimen(
    variants={
        "last_year_after": ("requests+", "附：上年度（2022年）收到和处理申请情况对照表"),
        "last_year_before": ("requests", "对照：上年度（2022年）收到和处理申请情况"),
        "subordinate_after": ("requests+", "附：县水库管理所收到和处理申请情况"),
        "subordinate_before": ("requests", "其中，县水库管理所收到和处理申请情况"),
        "unnamed_after": ("requests+", ""),
    }
)
def second_table_of_the_same_labels(draft: Draft, place: str, caption: str) -> None:
    html, text = _stranger()
    draft.page.extra[place] = (f"<p>{caption}</p>\n{html}", f"{caption}\n\n{text}")
    draft.doubt(draft.keys("requests"))


@specimen(
    "html",
    variants={
        "comment": ("<!-- {} -->",),
        "script": ('<script type="text/template">{}</script>',),
        "template": ("<template>{}</template>",),
        "hidden": ('<div style="display:none">{}</div>',),
        "hidden_attribute": ("<div hidden>{}</div>",),
        "textarea": ("<textarea style='display: none'>{}</textarea>",),
    },
)
def table_nobody_sees(draft: Draft, frame: str) -> None:
    """Last year's table is still in the page's source, but is not shown."""
    draft.page.extra["requests"] = (frame.format(_stranger()[0]), "")


@specimen("html")
def report_inside_a_layout_table(draft: Draft) -> None:
    """The whole article stands in one cell of a table that lays out the page."""
    draft.edit('<div class="article">', "<table><tr><td>菜单 12 34</td><td><div>")
    draft.edit('</div><div class="foot">', '</div></td></tr></table><div class="foot">')


@specimen()
def table_three_gone(draft: Draft) -> None:
    """Title and six sections are there, table 3 is a picture."""
    draft.page.tables["requests"].rows = [[Slot("", html='<img src="biao3.png" alt="表">')]]
    draft.forbid(draft.keys("requests"))
    draft.absent |= set(draft.keys("requests"))
