"""Deliberate damage does what its name says, and the truth keeps what can still be told."""

import random
from dataclasses import replace

import pytest

from toolkit.demo import MUTATIONS, SHAPES, TrueReport, true_reports
from toolkit.demo.layout import Field, Layout, Style, lay_out
from toolkit.errors import UnknownName

REPORTS = true_reports(agencies=26, years=(2020, 2022))
BIG = next(r for r in REPORTS if r.agency.name == "北京市人民政府" and r.template_requests == "2021")
ABSENT = {"lost_cells", "dropped_row", "dropped_column"}


def before_and_after(name: str, seed: int = 1, report: TrueReport = BIG) -> tuple[Layout, Layout]:
    layout = lay_out(report, random.Random(seed), Style(own_words=0))
    return layout, MUTATIONS[name](layout, random.Random(seed))


def texts(row: list[Field], role: str = "value") -> list[str]:
    return [field.text for field in row if field.role == role]


def changed_rows(before: Layout, after: Layout, table: str = "requests") -> list[tuple[list[str], list[str]]]:
    pairs = zip(before.sheets[table], after.sheets[table], strict=True)
    return [(texts(old), texts(new)) for old, new in pairs if old != new]


@pytest.mark.parametrize("seed", range(5))
def test_a_split_number_stands_in_two_cells(seed: int) -> None:
    [(old, new)] = changed_rows(*before_and_after("split_cell", seed))
    assert len(new) == len(old) + 1
    assert "".join(new) == "".join(old)


@pytest.mark.parametrize("seed", range(5))
def test_glued_numbers_stand_in_one_cell(seed: int) -> None:
    changed = changed_rows(*before_and_after("glued_numbers", seed))
    assert 1 <= len(changed) <= 3
    for old, new in changed:
        assert len(new) == len(old) - 1
        assert "".join(new) == "".join(old)


@pytest.mark.parametrize("seed", range(5))
def test_a_shifted_row_starts_with_an_empty_cell(seed: int) -> None:
    changed = changed_rows(*before_and_after("shifted_column", seed))
    assert 1 <= len(changed) <= 3
    assert all(new == ["", *old] for old, new in changed)


@pytest.mark.parametrize("seed", range(5))
def test_lost_cells_leave_their_row_and_the_truth(seed: int) -> None:
    before, after = before_and_after("lost_cells", seed)
    lost = sum(len(old) - len(new) for old, new in changed_rows(before, after))
    assert lost >= 1
    assert len(before.truth.numbers) - len(after.truth.numbers) == lost


def test_labels_lose_characters_and_numbers_do_not() -> None:
    before, after = before_and_after("lost_label_characters")
    pairs = [
        (old, new) for table in ("disclosure", "requests")
        for row, other in zip(before.sheets[table], after.sheets[table], strict=True)
        for old, new in zip(row, other, strict=True)
    ]  # fmt: skip
    assert all(old == new for old, new in pairs if old.role != "label")
    shorter = [(old, new) for old, new in pairs if len(new.text) < len(old.text)]
    assert len(shorter) > 5
    assert all(len(new.text) >= len(old.text) * 2 // 3 - 1 for old, new in shorter)


@pytest.mark.parametrize("report", REPORTS[:6], ids=lambda report: f"{report.template_requests}-{report.year}")
def test_reordered_rows_keep_their_labels_and_the_spans_of_their_group(report: TrueReport) -> None:
    before, after = before_and_after("reordered_rows", report=report)
    old, new = before.sheets["requests"], after.sheets["requests"]
    assert old != new
    assert [len(row) for row in old] == [len(row) for row in new]
    assert sorted(row[-8:] for row in old[3:]) == sorted(row[-8:] for row in new[3:])
    assert [[f.rows for f in row] for row in old] == [[f.rows for f in row] for row in new]


@pytest.mark.parametrize("seed", range(5))
def test_a_dropped_row_leaves_the_spans_in_order(seed: int) -> None:
    before, after = before_and_after("dropped_row", seed)
    assert len(after.sheets["requests"]) == len(before.sheets["requests"]) - 1
    gone = set(before.truth.numbers) - set(after.truth.numbers)
    assert len(gone) == 7
    assert len({row for _, row, _ in gone}) == 1
    assert all(width == 10 for width in widths(after)[3:])


@pytest.mark.parametrize("seed", range(5))
def test_a_dropped_column_is_gone_from_header_and_rows(seed: int) -> None:
    before, after = before_and_after("dropped_column", seed)
    gone = set(before.truth.numbers) - set(after.truth.numbers)
    assert len(gone) == 25
    assert len({column for _, _, column in gone}) == 1
    assert set(widths(after)) == {9}
    values = [field.key for row in after.sheets["requests"] for field in row if field.role == "value"]
    assert values == [key for key in after.truth.numbers if key[0] == "requests"]


def widths(layout: Layout) -> list[int]:
    """How many columns each row of table 3 covers, merged fields from above included."""
    sheet = layout.sheets["requests"]
    covered = [0] * (len(sheet) + 30)
    for i, row in enumerate(sheet):
        for field in row:
            for down in range(field.rows):
                covered[i + down] += field.columns
    assert not any(covered[len(sheet) :])
    return covered[: len(sheet)]


@pytest.mark.parametrize("name", MUTATIONS)
def test_the_truth_keeps_its_numbers_and_the_shape_tells_the_damage(name: str) -> None:
    for report in REPORTS:
        for shape in ("html_clean", "text_tabs"):
            printed = SHAPES[shape].mutated(name)(report, random.Random(5))
            assert printed.shape == f"{shape}+{name}"
            kept = {key: report.numbers[key] for key in printed.truth.numbers}
            assert printed.truth.numbers == kept
            assert (len(kept) < len(report.numbers)) == (name in ABSENT)


def test_damage_leaves_the_undamaged_layout_alone() -> None:
    layout = lay_out(BIG, random.Random(1), Style())
    copy = {table: [list(row) for row in sheet] for table, sheet in layout.sheets.items()}
    for mutation in MUTATIONS.values():
        mutation(layout, random.Random(1))
    assert layout.sheets == copy


def test_a_report_without_a_number_to_split_stays_as_it_is() -> None:
    empty = next(r for r in true_reports(agencies=60) if all(v in (0, None) for v in r.numbers.values()))
    before, after = before_and_after("split_cell", report=empty)
    assert before == after


def test_an_unknown_mutation_names_the_near_one() -> None:
    with pytest.raises(UnknownName, match="glued_numbers"):
        SHAPES["html_clean"].mutated("glue_numbers")


@pytest.mark.parametrize("name", ["lost_cells", "glued_numbers"])
@pytest.mark.parametrize("seed", range(3))
def test_in_a_spreadsheet_a_row_keeps_its_places(name: str, seed: int) -> None:
    layout = replace(lay_out(BIG, random.Random(seed), Style(own_words=0)), gridded=True)
    after = MUTATIONS[name](layout, random.Random(seed))
    assert after.sheets != layout.sheets
    for row, damaged in zip(layout.sheets["requests"], after.sheets["requests"], strict=True):
        assert sum(field.columns for field in damaged) == sum(field.columns for field in row)


def test_a_number_is_pushed_aside_in_a_spreadsheet_only_where_that_can_be_seen() -> None:
    blank = next(r for r in true_reports(agencies=60) if sum(v is None for v in r.numbers.values()) > 120)
    layout = replace(lay_out(blank, random.Random(1), Style(blank=("",))), gridded=True)
    for seed in range(20):
        after = MUTATIONS["shifted_column"](layout, random.Random(seed))
        for old, new in zip(layout.sheets["requests"], after.sheets["requests"], strict=True):
            assert old == new or old[-1].text
