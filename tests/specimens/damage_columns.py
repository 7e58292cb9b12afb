"""Damage to the columns and the header of table 3."""

from collections.abc import Callable

from tests.specimens.printed_page import APPLICANTS, COLUMNS, Slot, Table
from tests.specimens.specimen import Draft, specimen

FIRST = 3  # printed rows of the header


def _table(draft: Draft) -> Table:
    return draft.page.tables["requests"]


def _head(draft: Draft, column: str) -> Slot:
    return next(slot for slot in _table(draft).slots() if slot.column == column)


def _drop_head(draft: Draft, column: str) -> None:
    _table(draft).drop(_head(draft, column))
    next(slot for slot in _table(draft).slots() if slot.text == "申请人情况").columns -= 1
    if column not in ("natural_person", "total"):
        _head(draft, "organisations").columns -= 1


def _drop_values(draft: Draft, column: str) -> None:
    for key in draft.keys("requests", column=column):
        _table(draft).drop(_table(draft).slot(key))


def _doubt_table_unless_html(draft: Draft) -> None:
    """A grid tells its columns by the header above them; a text may well give up."""
    if not draft.html:
        draft.doubt(draft.keys("requests"))


@specimen(variants=("natural_person", "enterprise", "legal_service", "other_organisation", "total"))
def column_gone(draft: Draft, column: str) -> None:
    """Header and rows agree on six columns."""
    _drop_head(draft, column)
    _drop_values(draft, column)
    _doubt_table_unless_html(draft)
    draft.ask(draft.keys("requests", column=column), "missing", *(() if draft.html else ("unreadable",)))


@specimen(variants=COLUMNS)
def column_gone_from_rows(draft: Draft, column: str) -> None:
    _drop_values(draft, column)
    draft.doubt(draft.keys("requests"))


@specimen(variants=("natural_person", "research", "total"))
def column_gone_from_header(draft: Draft, column: str) -> None:
    _drop_head(draft, column)
    draft.doubt(draft.keys("requests"))


@specimen(variants={"within": ("enterprise", "legal_service"), "first_and_last": ("natural_person", "total")})
def columns_swapped(draft: Draft, one: str, other: str) -> None:
    """Header and rows agree, in an order that is not the form's."""
    table = _table(draft)
    for slots in table.rows:
        codes = [slot.column or (slot.key[2] if slot.key else "") for slot in slots]
        if one in codes and other in codes:
            a, b = codes.index(one), codes.index(other)
            slots[a], slots[b] = slots[b], slots[a]
    _doubt_table_unless_html(draft)


# Two of the applicants' columns swapped in the header alone read exactly as `columns_swapped` prints them lawfully:
# nothing in the document tells the two apart, so only the swap that the sums give away is a specimen.
@specimen(variants={"first_and_last": ("natural_person", "total")})
def header_swapped_without_rows(draft: Draft, one: str, other: str) -> None:
    """The header alone changed its order: what its columns hold cannot be told any more."""
    first, second = _head(draft, one), _head(draft, other)
    first.text, second.text = second.text, first.text
    draft.doubt(draft.keys("requests"))


def _remark(row: int) -> str:
    return "" if row % 3 else "见说明"


def _percent(row: int) -> str:
    return f"{row + 2}%"


def _bare(row: int) -> str:
    return str(40 + row)


_EXTRA: dict[str, tuple[object, ...]] = {
    f"{label}_{place}": (text, column, values)
    for label, text, values in (("remark", "备注", _remark), ("share", "占比", _percent), ("bare", "上年数", _bare))
    for place, column in (("start", "natural_person"), ("middle", "total"), ("end", ""))
}


@specimen(variants=_EXTRA)
def extra_column(draft: Draft, text: str, before: str, values: Callable[[int], str]) -> None:
    table = _table(draft)
    next(slot for slot in table.slots() if slot.text == "申请人情况").columns += 1
    heads = table.rows[1]
    heads.insert(heads.index(_head(draft, before)) if before else len(heads), Slot(text, rows=2))
    for row, slots in enumerate(table.rows[FIRST:]):
        places = [i for i, slot in enumerate(slots) if slot.key and slot.key[2] == before]
        slots.insert(places[0] if places else len(slots), Slot(values(row)))
    _doubt_table_unless_html(draft)


@specimen()
def column_of_another_kind(draft: Draft) -> None:
    """个体工商户 stands where 商业企业 stood: its numbers are not the enterprises'."""
    _head(draft, "enterprise").text = "个体工商户"
    _doubt_table_unless_html(draft)
    draft.forbid(draft.keys("requests", column="enterprise"))


@specimen()
def column_name_twice(draft: Draft) -> None:
    """科研机构 is printed over two columns, 社会公益组织 over none."""
    _head(draft, "public_welfare").text = "科研机构"
    draft.doubt(draft.keys("requests", column="public_welfare") + draft.keys("requests", column="research"))
    _doubt_table_unless_html(draft)


@specimen(variants={"whole": (3,), "last_line": (1,)})
def header_gone(draft: Draft, lines: int) -> None:
    """No header, or only the line with the five kinds of organisation gone."""
    table = _table(draft)
    del table.rows[FIRST - lines : FIRST]
    draft.doubt(draft.keys("requests"))


@specimen(variants={"own_and_area": ("本级", "全市"), "years": ("本年", "上年")})
def columns_doubled(draft: Draft, one: str, other: str) -> None:
    """Each column is printed twice; only the first of each pair is the organ's own of this year."""
    table = _table(draft)
    table.rows[0][1].columns = 14
    for code in COLUMNS:
        _head(draft, code).columns = 2
        _head(draft, code).rows = 1 + (code in ("natural_person", "total"))
    _head(draft, "organisations").columns = 10
    table.rows[0][0].rows = FIRST + 1
    for slots in table.rows[FIRST:]:
        doubled: list[Slot] = []
        for slot in slots:
            doubled += [slot, Slot(str(int(slot.text) + 700))] if slot.key else [slot]
        slots[:] = doubled
    table.rows.insert(FIRST, [Slot(name) for _ in COLUMNS for name in (one, other)])
    draft.doubt(draft.keys("requests"))


@specimen(variants={"wide": (APPLICANTS[0],), "late": ("research",)})
def numbers_pushed_right(draft: Draft, column: str) -> None:
    """In one row an empty cell stands before the numbers and the total has fallen off the table."""
    table, row = _table(draft), "denied_security"
    slots = table.rows[table.index(row)]
    slots.insert(next(i for i, slot in enumerate(slots) if slot.key and slot.key[2] == column), Slot(""))
    table.drop(table.slot(("requests", row, "total")))
    draft.doubt_rows(row)


@specimen(
    "html", variants={"applicants": ("natural_person", "enterprise"), "with_total": ("other_organisation", "total")}
)
def cells_merged_across(draft: Draft, one: str, other: str) -> None:
    """One number over two columns is the number of neither."""
    table, row = _table(draft), "denied_security"
    kept, gone = table.slot(("requests", row, one)), table.slot(("requests", row, other))
    kept.columns, kept.text = 2, str(int(kept.text) + int(gone.text))
    table.drop(gone)
    draft.doubt_rows(row)
    draft.forbid([("requests", row, one), ("requests", row, other)])


@specimen("html")
def cells_merged_down(draft: Draft) -> None:
    """One number beside two labels is the number of neither."""
    table, rows = _table(draft), ("denied_security", "denied_third_party")
    kept, gone = (table.slot(("requests", row, "enterprise")) for row in rows)
    kept.rows, kept.text = 2, str(int(kept.text) + int(gone.text))
    table.drop(gone)
    draft.doubt_rows(*rows)
    draft.forbid([("requests", row, "enterprise") for row in rows])


@specimen("html")
def row_merged_to_one_word(draft: Draft) -> None:
    table, row = _table(draft), "denied_security"
    slots = table.values(row)
    slots[0].columns, slots[0].text = 7, "见附件"
    for slot in slots[1:]:
        table.drop(slot)
    draft.forbid(draft.keys("requests", row))
