"""Damaged reports give no wrong number, and what the damage did not touch is still read."""

from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import polars as pl
import pytest

import toolkit as tk
from tests.specimens.destructive import KINDS, SPECIMENS
from tests.specimens.printed_page import CHANNELS, COLUMNS, OUTCOMES, RESULTS, Key, numbers

NAMES = sorted(SPECIMENS)
CONTROLS = tuple(name for name in NAMES if name.startswith("undamaged"))


class Answer(NamedTuple):
    """What the reader made of one specimen: (value, state, raw) by cell, a list since two reports may be found."""

    status: str
    reason: str | None
    reports: int
    cells: dict[Key, list[tuple[float | None, str, str | None]]]
    leftovers: list[str]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Answer]:
    """All specimens, loaded once as one folder."""
    folder: Path = tmp_path_factory.mktemp("destructive")
    for one in SPECIMENS.values():
        (folder / one.name).write_bytes(one.data)
    corpus = tk.load(folder, progress=False)
    cells: dict[str, list[tuple[Key, tuple[float | None, str, str | None]]]] = defaultdict(list)
    columns = ("report_id", "table", "row", "column", "value", "state", "raw")
    for report_id, table, row, column, value, state, raw in corpus.cells.select(columns).iter_rows():
        cells[report_id].append(((table, row, column), (value, state, raw)))
    leftovers = dict(corpus.leftovers.group_by("report_id").agg(pl.col("raw")).iter_rows())
    found = {}
    for document in corpus.documents.iter_rows(named=True):
        answer = Answer(
            document["status"], document["reason"], len(document["report_ids"] or []), defaultdict(list), []
        )
        for report_id in document["report_ids"] or []:
            for key, cell in cells[report_id]:
                answer.cells[key].append(cell)
            answer.leftovers.extend(leftovers.get(report_id, []))
        found[Path(document["source"]).name] = answer
    return found


def told(name: str, answer: Answer, lines: list[str]) -> str:
    """The assertion's message: the specimen, what became of it, and each cell in question."""
    head = f"{name}: {answer.status} {answer.reason or ''}, {answer.reports} report(s), {len(lines)} cell(s)"
    return "\n  ".join([head, *lines[:25], *(["…"] if len(lines) > 25 else [])])


@pytest.mark.parametrize("name", NAMES)
def test_no_wrong_number(name: str, answers: dict[str, Answer]) -> None:
    one, answer = SPECIMENS[name], answers[name]
    wrong = [
        f"{'/'.join(key)}: {value} from {raw!r:.40}, lawful: {sorted(one.allowed.get(key, ())) or 'no number'}"
        for key, found in answer.cells.items()
        for value, state, raw in found
        if state == "number" and value not in one.allowed.get(key, frozenset())
    ]
    assert not wrong, told(name, answer, wrong)


@pytest.mark.parametrize("name", NAMES)
def test_the_rest_is_still_read(name: str, answers: dict[str, Answer]) -> None:
    one, answer = SPECIMENS[name], answers[name]
    assert (answer.status, answer.reports) == ("read", 1), told(name, answer, [])
    far = sorted(set(one.truth) - one.near)
    unread = [
        f"{'/'.join(key)}: {answer.cells.get(key)}, truth {one.truth[key]}"
        for key in far
        if not any(state == "number" and value == one.truth[key] for value, state, _ in answer.cells.get(key, []))
    ]
    assert len(far) - len(unread) >= one.least * len(far), told(name, answer, unread)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_vanishes(name: str, answers: dict[str, Answer]) -> None:
    """Every cell the form asks for is there; every state is one of the contract, and only a number has a value."""
    one, answer = SPECIMENS[name], answers[name]
    gone = ["/".join(key) for key in sorted(set(one.truth) - one.absent) if not answer.cells.get(key)]
    assert not gone, told(name, answer, gone)
    odd = [
        f"{'/'.join(key)}: {entry}"
        for key, found in answer.cells.items()
        for entry in found
        if entry[1] not in ("number", "blank", "unreadable", "missing") or (entry[0] is None) == (entry[1] == "number")
    ]
    assert not odd, told(name, answer, odd)
    for text in one.leftovers:
        assert any(text in "".join(raw.split()) for raw in answer.leftovers), told(
            name, answer, [text, *answer.leftovers]
        )


@pytest.mark.parametrize("name", [name for name in NAMES if SPECIMENS[name].states])
def test_states_the_specification_tells(name: str, answers: dict[str, Answer]) -> None:
    one, answer = SPECIMENS[name], answers[name]
    other = [
        f"{'/'.join(key)}: {answer.cells[key]}, specified: {' or '.join(sorted(states))}"
        for key, states in one.states.items()
        if key in answer.cells and not all(state in states for _, state, _ in answer.cells[key])
    ]
    assert not other, told(name, answer, other)


# ---------------------------------------------------------------- the specimens themselves, without any reader
def test_there_are_enough_kinds() -> None:
    assert len(KINDS) >= 45
    assert len({one.data for one in SPECIMENS.values()}) == len(SPECIMENS)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in CONTROLS])
def test_the_damage_is_there(name: str) -> None:
    one = SPECIMENS[name]
    mark = f"（样本 {name.rsplit('.', 1)[0]}）".encode()
    assert mark in one.data
    assert one.data.replace(mark, b"") != one.undamaged
    assert one.near or name.startswith(HARMLESS), (
        "a damage that makes nothing doubtful must be one a reader can see through"
    )


HARMLESS = (
    "blocks_in_another_order",
    "columns_swapped",
    "disclosure_columns_reordered",
    "disclosure_extra_rows",
    "extra_column",
    "outcomes_reordered",
    "channels_reordered",
    "note_row",
    "report_inside",
    "subtotal_row",
    "table_nobody_sees",
)


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_truth_adds_up(form: str) -> None:
    truth = numbers(form)
    for column in COLUMNS:
        at = {row: value for (table, row, col), value in truth.items() if table == "requests" and col == column}
        assert at["processed"] == sum(at[row] for row in RESULTS[form])
        assert at["new"] + at["carried_in"] == at["processed"] + at["carried_out"]
    rows = dict.fromkeys(key[1] for key in truth if key[0] == "requests")
    for row in rows:
        values = [truth["requests", row, column] for column in COLUMNS]
        assert values[-1] == sum(values[:-1])
        assert row == "processed" or len(set(values)) > 5, "a shift must show"
    for channel in CHANNELS:
        assert truth["review", channel, "total"] == sum(truth["review", channel, outcome] for outcome in OUTCOMES[:-1])
