"""Damage to the rows of table 3: numbers lost or glued, labels confused, rows merged, cut, moved."""

from tests.specimens.printed_page import COLUMNS, RESULTS, Slot, Table
from tests.specimens.specimen import Draft, row_keys, specimen

ROW = "denied_security"
NEXT = "denied_third_party"
SPARSE = {ROW: (0, 0, 5, 0, 0, 0)}
GLUE = {ROW: (12, 3, 6, 4, 9, 1)}


def _table(draft: Draft) -> Table:
    return draft.page.tables["requests"]


def _printed(label: str, numbers: str, columns: int = 1) -> list[Slot]:
    """A printed row of nobody's: a label and numbers parted by spaces."""
    return [Slot(label, columns=columns), *(Slot(number) for number in numbers.split())]


def _drop(draft: Draft, row: str, *columns: str) -> None:
    for column in columns:
        _table(draft).drop(_table(draft).slot(("requests", row, column)))
    draft.doubt_rows(row)


@specimen()
def undamaged(draft: Draft) -> None:
    """Control: if this is not read whole, the shape is the reader's trouble and not the damage."""


@specimen("lines")
def undamaged_one_a_line(draft: Draft) -> None:
    """Control of the shape with one cell a line."""


@specimen("html", "txt", "lines", variants=COLUMNS)
def six_of_seven(draft: Draft, column: str) -> None:
    _drop(draft, ROW, column)


@specimen("html", "txt", "lines", variants=("new", "carried_in", "granted", "processed", "carried_out", "other_rest"))
def six_of_seven_in(draft: Draft, row: str) -> None:
    _drop(draft, row, "research")


@specimen("html", "txt", "lines", parts=SPARSE)
def six_left_whose_sum_still_holds(draft: Draft) -> None:
    """0 0 5 0 0 0 5 loses its first zero: 0 5 0 0 0 5 adds up wherever the gap is thought to be."""
    _drop(draft, ROW, "natural_person")


@specimen("html", "txt", parts=SPARSE)
def six_left_ending_in_zero(draft: Draft) -> None:
    """The total is lost: 0 0 5 0 0 0 must not become a row whose total is 0."""
    _drop(draft, ROW, "total")


@specimen()
def five_of_seven(draft: Draft) -> None:
    _drop(draft, ROW, "enterprise", "legal_service")


@specimen(variants={"front": (0,), "middle": (3,), "end": (7,)})
def eight_in_row(draft: Draft, position: int) -> None:
    slots = _table(draft).rows[_table(draft).index(ROW)]
    first = next(i for i, slot in enumerate(slots) if slot.key)
    slots.insert(first + position, Slot("8"))
    draft.doubt_rows(ROW)


@specimen(parts=GLUE)
def glued(draft: Draft) -> None:
    """12 | 3 printed as 123, six cells left."""
    _table(draft).slot(("requests", ROW, "natural_person")).text = "123"
    _drop(draft, ROW, "enterprise")
    draft.forbid([("requests", ROW, "natural_person")])


@specimen(parts=GLUE)
def glued_beside_empty_cell(draft: Draft) -> None:
    """12 | 3 printed as 123 with the second cell left empty."""
    _table(draft).slot(("requests", ROW, "natural_person")).text = "123"
    _table(draft).slot(("requests", ROW, "enterprise")).text = ""
    draft.doubt_rows(ROW)
    draft.forbid([("requests", ROW, "natural_person"), ("requests", ROW, "enterprise")])


@specimen(
    "html",
    parts=GLUE,
    variants={"br": ("12<br>3",), "paragraphs": ("<p>12</p><p>3</p>",), "spans": ("<span>12 </span><span>3</span>",)},
)
def two_numbers_in_one_cell(draft: Draft, inner: str) -> None:
    """The neighbour's number stands in the same cell, the neighbour's cell is empty."""
    _table(draft).slot(("requests", ROW, "natural_person")).html = inner
    _table(draft).slot(("requests", ROW, "enterprise")).text = ""
    draft.doubt_rows(ROW)
    draft.forbid([("requests", ROW, "enterprise")])


@specimen(parts={ROW: (12, 345, 6, 4, 9, 1)}, variants={"cell_left": (True,), "cell_gone": (False,)})
def glued_like_thousands(draft: Draft, keep: bool) -> None:
    """12 | 345 printed as "12 345": not 12345."""
    _table(draft).slot(("requests", ROW, "natural_person")).text = "12 345"
    _table(draft).slot(("requests", ROW, "enterprise")).text = ""
    draft.doubt_rows(ROW)
    if not keep:
        _drop(draft, ROW, "enterprise")


@specimen(parts=GLUE, variants={"cell_left": (True,), "cell_gone": (False,)})
def glued_to_total(draft: Draft, keep: bool) -> None:
    _table(draft).slot(("requests", ROW, "other_organisation")).text = "135"
    _table(draft).slot(("requests", ROW, "total")).text = ""
    draft.doubt_rows(ROW)
    draft.forbid([("requests", ROW, "other_organisation"), ("requests", ROW, "total")])
    if not keep:
        _drop(draft, ROW, "total")


@specimen()
def first_number_glued_to_label(draft: Draft) -> None:
    label, value = _table(draft).label(ROW), _table(draft).slot(("requests", ROW, "natural_person"))
    label.text += value.text
    _drop(draft, ROW, "natural_person")


@specimen(variants={"other_numbers": (True,), "same_numbers": (False,)})
def unknown_label(draft: Draft, other: bool) -> None:
    """A row no form knows stands where the eighth reason was."""
    _table(draft).label("denied_inquiry").text = "历史遗留移送事项"
    draft.doubt_rows("denied_inquiry")
    if other:
        for slot, other_slot in zip(
            _table(draft).values("denied_inquiry"), _printed("", "2 9 4 8 6 3 32")[1:], strict=True
        ):
            slot.text = other_slot.text
        draft.forbid(row_keys("denied_inquiry"))
        draft.leftovers.append("历史遗留移送事项")


@specimen()
def label_of_another_row(draft: Draft) -> None:
    """The sixth reason carries the label of the fifth: two rows of one label."""
    _table(draft).label("denied_process").text = _table(draft).label("denied_internal").text
    draft.doubt_rows("denied_process", "denied_internal")


@specimen(variants={"before": (0,), "after": (1,), "at_end": (8,)})
def row_printed_twice_with_other_numbers(draft: Draft, offset: int) -> None:
    row = _printed(_table(draft).label(ROW).text, "2 9 4 8 6 5 34")
    _table(draft).insert_row(_table(draft).index(ROW) + offset, row)
    draft.doubt_rows(ROW)


@specimen("html")
def two_rows_merged(draft: Draft) -> None:
    """Labels and numbers of two rows stand stacked in the cells of one."""
    table = _table(draft)
    upper, lower = table.rows[table.index(ROW)], table.rows[table.index(NEXT)]
    for one, other in zip(upper, lower, strict=True):
        one.html = f"{one.text}<br>{other.text}"
    table.drop_row(table.index(NEXT))
    draft.doubt_rows(ROW, NEXT)


@specimen("txt")
def two_rows_on_one_line(draft: Draft) -> None:
    draft.edit(draft.line(ROW) + "\n\t\t", draft.line(ROW) + "\t")
    draft.doubt_rows(ROW, NEXT)


@specimen("txt")
def two_rows_merged_by_spaces(draft: Draft) -> None:
    one, other = draft.line(ROW).split("\t"), draft.line(NEXT).split("\t")
    merged = "\t".join(f"{a} {b}" for a, b in zip(one, other, strict=True))
    draft.edit(f"{draft.line(ROW)}\n\t\t{draft.line(NEXT)}", merged)
    draft.doubt_rows(ROW, NEXT)


@specimen("html")
def numbers_of_two_rows_in_the_upper(draft: Draft) -> None:
    for column in COLUMNS:
        upper = _table(draft).slot(("requests", ROW, column))
        lower = _table(draft).slot(("requests", NEXT, column))
        upper.html, lower.text = f"{upper.text}<br>{lower.text}", ""
    draft.doubt_rows(ROW)
    draft.forbid(row_keys(NEXT))


def _rows(first: str, last: str) -> list[str]:
    order = ["new", "carried_in", *RESULTS["2021"], "processed", "carried_out"]
    return order[order.index(first) : order.index(last) + 1]


def _gone(draft: Draft, rows: list[str]) -> None:
    for row in rows:
        draft.ask(row_keys(row), "missing")


@specimen()
def top_half_left(draft: Draft) -> None:
    table = _table(draft)
    rows = _rows("unable_unclear", "carried_out")
    del table.rows[table.index("unable_unclear") :]
    _gone(draft, rows)
    draft.absent |= {key for row in rows if row.startswith("other_") for key in row_keys(row)}


@specimen()
def bottom_half_left(draft: Draft) -> None:
    """No header, no first rows, the table begins in the middle of a group."""
    table = _table(draft)
    rows = _rows("new", "denied_process")
    del table.rows[: table.index("denied_enforcement_file")]
    draft.doubt(draft.keys("requests"))
    draft.forbid(key for row in rows for key in row_keys(row))


@specimen()
def cut_in_a_row(draft: Draft) -> None:
    """The page ends after three numbers of a row of table 3; the rest of the table is gone."""
    table = _table(draft)
    rows = _rows("rejected_repeat", "carried_out")
    del table.rows[table.index("rejected_repeat") :]
    _gone(draft, rows)
    for column in COLUMNS[3:]:
        table.drop(table.slot(("requests", "rejected_petition", column)))
    draft.doubt_rows("rejected_petition")
    draft.absent |= {key for row in rows if row.startswith("other_") for key in row_keys(row)}


@specimen()
def file_cut_off(draft: Draft) -> None:
    """The download broke off inside a number of table 3: everything behind it is gone, table 4 too."""
    text = draft.page.html() if draft.html else draft.page.text()
    label = _table(draft).label("rejected_excessive").text
    start = text.index(label) + len(label)
    tail = text[text.index("147", start) + 2 :]  # 14 is left of 147
    draft.edit(tail, "")
    rows = _rows("rejected_confirmation", "carried_out")
    draft.doubt_rows("rejected_excessive", *rows)
    draft.forbid([("requests", "rejected_excessive", "total"), *(key for row in rows for key in row_keys(row))])
    draft.forbid(draft.keys("review"))
    draft.absent |= set(draft.keys("review")) | {
        key for row in rows if row.startswith("other_") for key in row_keys(row)
    }


@specimen(variants=("denied_internal", "other_rest", "processed", "new", "carried_out"))
def row_gone(draft: Draft, row: str) -> None:
    _table(draft).drop_row(_table(draft).index(row))
    draft.ask(row_keys(row), "missing")


@specimen()
def middle_rows_gone(draft: Draft) -> None:
    rows = _rows("denied_third_party", "denied_enforcement_file")
    for row in rows:
        _table(draft).drop_row(_table(draft).index(row))
    _gone(draft, rows)


@specimen(variants={"below": (1,), "above": (0,)})
def numbers_on_an_extra_line(draft: Draft, offset: int) -> None:
    """A label's cells are empty; its numbers stand on an unlabelled line beside it."""
    table = _table(draft)
    extra = [Slot(""), *(Slot(slot.text) for slot in table.values(ROW))]
    for slot in table.values(ROW):
        slot.text = ""
    table.insert_row(table.index(ROW) + offset, extra)
    draft.doubt_rows(ROW)


@specimen(variants=("down", "up"))
def numbers_slip_against_labels(draft: Draft, way: str) -> None:
    """Several rows' numbers slip by one line: one label is left empty, one line of numbers has no label."""
    table = _table(draft)
    rows = _rows("denied_law", "denied_process")
    numbers = [[slot.text for slot in table.values(row)] for row in rows]
    slipped = [[""] * 7, *numbers[:-1]] if way == "down" else [*numbers[1:], [""] * 7]
    for row, texts in zip(rows, slipped, strict=True):
        for slot, text in zip(table.values(row), texts, strict=True):
            slot.text = text
    extra = [Slot(""), *(Slot(text) for text in (numbers[-1] if way == "down" else numbers[0]))]
    table.insert_row(table.index(rows[-1]) + 1 if way == "down" else table.index(rows[0]), extra)
    draft.doubt_rows(*rows)


@specimen()
def rows_reordered(draft: Draft) -> None:
    table = _table(draft)
    upper, lower = table.index(ROW), table.index("denied_internal")
    table.rows[upper], table.rows[lower] = table.rows[lower], table.rows[upper]
    draft.doubt_rows(ROW, "denied_internal")


@specimen()
def groups_reordered(draft: Draft) -> None:
    """（五） is printed before （四）: the numbers 1. 2. 3. of the rows mislead, their wordings do not."""
    table = _table(draft)
    start, middle, end = (table.index(row) for row in ("unable_not_held", "rejected_petition", "other_not_corrected"))
    table.rows[start:end] = table.rows[middle:end] + table.rows[start:middle]
    draft.doubt_rows(*_rows("unable_not_held", "rejected_confirmation"))


@specimen(
    variants={"empty": ("",), "number_only": ("5.",), "wrong_number": ("4.属于三类内部事务信息",), "cut": ("5.属于",)}
)
def label_spoilt(draft: Draft, label: str) -> None:
    _table(draft).label("denied_internal").text = label
    draft.doubt_rows("denied_internal", "denied_third_party", "denied_process")


@specimen()
def label_cut_to_another(draft: Draft) -> None:
    """`2.其他法律行政法规禁止公开` cut to `2.其他`, which is nearly `3.其他`; the true `3.其他` is gone."""
    _table(draft).label("denied_law").text = "2.其他"
    _table(draft).drop_row(_table(draft).index("other_rest"))
    draft.doubt_rows("denied_law")
    draft.ask(row_keys("other_rest"), "missing", "unreadable")


@specimen()
def group_headings_gone(draft: Draft) -> None:
    for slot in _table(draft).slots():
        if slot.text in ("（四）无法提供", "（五）不予处理", "（六）其他处理"):
            slot.text = ""
    draft.doubt_rows(*_rows("unable_not_held", "other_rest"))


@specimen()
def subtotal_row(draft: Draft) -> None:
    """An extra row of sums under a group is nobody's row."""
    row = _printed("小计", "34 27 45 29 38 41 214", 2)
    _table(draft).insert_row(_table(draft).index("denied_inquiry") + 1, row)
    draft.leftovers.append("小计")


@specimen()
def heading_carries_numbers(draft: Draft) -> None:
    """A 2021 table whose heading （六）其他处理 has a line of its own numbers, as the 2019 form's row has."""
    row = _printed("（六）其他处理", "75 76 76 83 81 90 481", 2)
    _table(draft).insert_row(_table(draft).index("other_not_corrected"), row)
    draft.doubt_rows("other_not_corrected", "other_fee_unpaid", "other_rest")


@specimen()
def note_row_with_seven_numbers(draft: Draft) -> None:
    _table(draft).rows.append(_printed("附：上年同期新收", "9 8 7 6 5 4 39", 3))
    draft.leftovers.append("上年同期新收")
