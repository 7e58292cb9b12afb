"""Deliberate damage to a printed report: each mutation destroys information the way scrapers and editors do.

The numbers of the truth stay the true ones, for a reader may still be able to tell them; only cells that are no longer
printed at all (a dropped row or column) leave the truth. After a mutation no number is better than a wrong one.
"""

import random
from collections.abc import Callable
from dataclasses import replace

from toolkit.demo.layout import Field, Layout, Sheet, without
from toolkit.demo.model import Key

Mutation = Callable[[Layout, random.Random], Layout]
_HEAD_ROWS = 3


def split_cell(layout: Layout, rng: random.Random) -> Layout:
    """Returns the layout with one number of two digits or more torn into two cells; as it is where there is none."""
    for table in ("requests", "disclosure"):
        sheet = layout.sheets[table]
        places = [(i, j) for i, row in enumerate(sheet) for j, field in enumerate(row) if _digits(field) > 1]
        if places:
            i, j = rng.choice(places)
            field = sheet[i][j]
            cut = rng.randint(1, len(field.text) - 1)
            torn = [field._replace(text=field.text[:cut], columns=1), field._replace(text=field.text[cut:], key=None)]
            return _with_rows(layout, table, {i: [*sheet[i][:j], *torn, *sheet[i][j + 1 :]]})
    return layout


def shifted_column(layout: Layout, rng: random.Random) -> Layout:
    """Returns the layout with an empty cell pushed in before the numbers of one to three rows of table 3."""
    sheet = layout.sheets["requests"]
    numbered = _number_rows(sheet)
    if layout.gridded:  # a blank pushed out of a spreadsheet's table is not to be seen
        numbered = [i for i in numbered if sheet[i][-1].text]
    rows = {}
    for i in rng.sample(numbered, min(len(numbered), rng.randint(1, 3))):
        labels, values = _parted(sheet[i])
        rows[i] = [*labels, Field("", role="value"), *values]
    return _with_rows(layout, "requests", rows)


def lost_cells(layout: Layout, rng: random.Random) -> Layout:
    """Returns the layout with one or two numbers gone from one to three rows of table 3."""
    sheet = layout.sheets["requests"]
    rows, lost = {}, set()
    for i in rng.sample(_number_rows(sheet), rng.randint(1, 3)):
        labels, values = _parted(sheet[i])
        gone = set(rng.sample(range(len(values)), rng.randint(1, 2)))
        lost |= {values[j].key for j in gone}
        left = [None if j in gone else value for j, value in enumerate(values)]
        empty = [Field("", role="value")] if layout.gridded else []
        rows[i] = [*labels, *(field for value in left for field in ([value] if value is not None else empty))]
    layout = _with_rows(layout, "requests", rows)
    return replace(layout, truth=without(layout.truth, {key for key in lost if key is not None}))


def lost_label_characters(layout: Layout, rng: random.Random) -> Layout:
    """Returns the layout with up to a third of the characters of every other label of tables 2 and 3 lost."""
    for table in ("disclosure", "requests"):
        sheet = layout.sheets[table]
        rows = {
            i: [_thinned(field, rng) if field.role == "label" and rng.random() < 0.5 else field for field in row]
            for i, row in enumerate(sheet)
        }
        layout = _with_rows(layout, table, rows)
    return layout


def reordered_rows(layout: Layout, rng: random.Random) -> Layout:
    """Returns the layout with the rows of every group of table 3 in another order, each with its own label."""
    sheet = list(layout.sheets["requests"])
    for start, length in _groups(sheet):
        own = 1 + len(_parted(sheet[start])[1])  # a row's own label and numbers
        head, rows = sheet[start][:-own], [row[-own:] for row in sheet[start : start + length]]
        rng.shuffle(rows)
        sheet[start : start + length] = [[*head, *rows[0]], *rows[1:]]
    return _with_rows(layout, "requests", dict(enumerate(sheet)))


def glued_numbers(layout: Layout, rng: random.Random) -> Layout:
    """Returns the layout with two neighbouring numbers printed as one, in one to three rows of table 3."""
    sheet = layout.sheets["requests"]
    numbered = _number_rows(sheet)
    telling = [i for i in numbered if any(field.text not in ("", "0") for field in _parted(sheet[i])[1])] or numbered
    rows = {}
    for i in rng.sample(telling, min(len(telling), rng.randint(1, 3))):
        labels, values = _parted(sheet[i])
        j = rng.randrange(len(values) - 1)
        places = 2 if layout.gridded else 1
        glued = values[j]._replace(text=values[j].text + values[j + 1].text, columns=places)
        rows[i] = [*labels, *values[:j], glued, *values[j + 2 :]]
    return _with_rows(layout, "requests", rows)


def dropped_row(layout: Layout, rng: random.Random) -> Layout:
    """Returns the layout without one row of table 3 that stands inside a group."""
    sheet = list(layout.sheets["requests"])
    start, length = rng.choice(_groups(sheet))
    gone = start + rng.randrange(1, length)
    keys = {field.key for field in sheet[gone] if field.key is not None}
    for i in range(_HEAD_ROWS, gone):
        sheet[i] = [f._replace(rows=f.rows - 1) if f.rows > 1 and i + f.rows > gone else f for f in sheet[i]]
    del sheet[gone]
    return replace(layout, sheets={**layout.sheets, "requests": sheet}, truth=without(layout.truth, keys))


def dropped_column(layout: Layout, rng: random.Random) -> Layout:
    """Returns the layout without one of the organisations' columns of table 3, header and all."""
    organisations = len(layout.sheets["requests"][_HEAD_ROWS - 1])  # a report may leave one out itself
    column = rng.randint(1, organisations)
    sheet: Sheet = []
    keys: set[Key] = set()
    for i, row in enumerate(layout.sheets["requests"]):
        if i < _HEAD_ROWS - 1:
            wide = {"申请人情况", "法人或其他组织"}
            sheet.append([f._replace(columns=f.columns - 1) if f.text in wide else f for f in row])
            continue
        gone = column - 1 if i == _HEAD_ROWS - 1 else len(row) - organisations - 2 + column
        keys |= {field.key for field in (row[gone],) if field.key is not None}
        sheet.append([*row[:gone], *row[gone + 1 :]])
    return replace(layout, sheets={**layout.sheets, "requests": sheet}, truth=without(layout.truth, keys))


def page_break_in_row(layout: Layout, rng: random.Random) -> Layout:
    """Returns the layout with a page that ends inside one row of table 2 or 3, where the shape has pages."""
    table = rng.choice([table for table in ("disclosure", "requests") if layout.sheets[table]])
    return replace(layout, page_break=(table, rng.randrange(1, len(layout.sheets[table]))))


MUTATIONS: dict[str, Mutation] = {
    mutation.__name__: mutation
    for mutation in (
        split_cell, shifted_column, lost_cells, lost_label_characters, reordered_rows, glued_numbers, dropped_row,
        dropped_column,
    )
}  # fmt: skip
PAGED_MUTATIONS: dict[str, Mutation] = {**MUTATIONS, page_break_in_row.__name__: page_break_in_row}
"""What can be done to shapes with pages."""


def _with_rows(layout: Layout, table: str, rows: dict[int, list[Field]]) -> Layout:
    sheet = [rows.get(i, row) for i, row in enumerate(layout.sheets[table])]
    return replace(layout, sheets={**layout.sheets, table: sheet})


def _digits(field: Field) -> int:
    return len(field.text) if field.role == "value" and field.text.isdecimal() else 0


def _number_rows(sheet: Sheet) -> list[int]:
    return [i for i, row in enumerate(sheet) if i >= _HEAD_ROWS and row[-1].role == "value"]


def _parted(row: list[Field]) -> tuple[list[Field], list[Field]]:
    return [field for field in row if field.role != "value"], [field for field in row if field.role == "value"]


def _groups(sheet: Sheet) -> list[tuple[int, int]]:
    """Returns start and length of the groups that have a label of their own beside their rows' labels."""
    labelled = ((i, _parted(row)[0]) for i, row in enumerate(sheet) if i >= _HEAD_ROWS)
    headed = ((i, labels[-2], labels[-1]) for i, labels in labelled if len(labels) > 1)
    return [(i, heading.rows) for i, heading, own in headed if heading.rows > 1 and own.columns == 1]


def _thinned(field: Field, rng: random.Random) -> Field:
    text = field.text
    gone = set(rng.sample(range(len(text)), rng.randint(1, max(1, len(text) // 3))))
    return field._replace(text="".join(letter for i, letter in enumerate(text) if i not in gone))
