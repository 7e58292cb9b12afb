"""Tables read by memory: what is remembered never has a say in what is read."""

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from tests.blind.catalogue import specimens
from tests.extraction.printed_lines import BOOK, grid, page, part, values
from tests.specimens.destructive import SPECIMENS
from tests.specimens.printed_page import Table, disclosure_table, numbers, requests_table, review_table
from toolkit.codebook import Codebook, Name
from toolkit.demo import HTML_SHAPES, true_reports
from toolkit.documents import Unreadable, find_format, read_blocks
from toolkit.extraction import extract_reports, repetition, report
from toolkit.extraction.disclosure import read_disclosure
from toolkit.extraction.lines import Line
from toolkit.extraction.repetition import forget, plain_number, read_as_before
from toolkit.extraction.requests import TableReading, read_requests
from toolkit.extraction.review import read_review

Call = tuple[Callable[..., TableReading], Sequence[Line], Codebook, tuple[str | None, ...]]
HEADER = ["", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
NEW = "一、本年新收政府信息公开申请数量"
OUT = "四、结转下年度继续办理"
IN = "二、上年结转政府信息公开申请数量"


@pytest.fixture(autouse=True)
def _without_memory() -> Iterator[None]:
    forget()
    yield
    forget()


def pages() -> Iterator[tuple[str, bytes]]:
    """Web pages of every shape and damage there is."""
    rng = random.Random(5)
    for name, shape in HTML_SHAPES.items():
        for printed in (shape(true, rng) for true in true_reports(agencies=2, seed=3)):
            yield name, printed.data
    for printed in specimens(of_each=2, seed="repetition"):
        yield printed.name, printed.data
    for specimen in SPECIMENS.values():
        if specimen.name.endswith(".html"):
            yield specimen.name, specimen.data


def read(name: str, data: bytes) -> object:
    try:
        return extract_reports(read_blocks(data, find_format(name, data)), BOOK)
    except Unreadable as unreadable:
        return unreadable.reason


def test_every_page_reads_the_same_with_and_without_memory() -> None:
    everything = list(pages())
    fresh = []
    for name, data in everything:
        forget()
        fresh.append(read(name, data))
    forget()
    for _ in range(2):  # the second time every table that can be remembered is
        for (name, data), expected in zip(everything, fresh, strict=True):
            assert read(name, data) == expected, name


@pytest.fixture(scope="module")
def tables() -> list[Call]:
    """Every table of the pages, as its reader is given it; of damaged ones each second."""
    calls: list[Call] = []

    def note(read: Any, lines: Sequence[Line], codebook: Codebook, *context: str | None) -> TableReading:
        calls.append((read, lines, codebook, context))
        return read_as_before(read, lines, codebook, *context)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(report, "read_as_before", note)
        for name, data in list(pages())[::2]:
            read(name, data)
    return calls


def with_other_numbers(lines: Sequence[Line], rng: random.Random, of: Sequence[str]) -> list[Line]:
    return [
        line._replace(fields=tuple(
            field._replace(text=rng.choice(of)) if plain_number(field.text) is not None else field
            for field in line.fields
        ))
        for line in lines
    ]  # fmt: skip


@pytest.mark.parametrize("of", [["0"], ["7", "12", "0", "456", "-3", "1.5"]], ids=["zeros", "all_sorts"])
def test_no_number_has_a_say_in_how_a_remembered_table_is_read(
    of: list[str], tables: list[Call], monkeypatch: pytest.MonkeyPatch
) -> None:
    followed = 0
    follow = repetition._follow

    def counted(*arguments: Any) -> TableReading:
        nonlocal followed
        followed += 1
        return follow(*arguments)

    monkeypatch.setattr(repetition, "_follow", counted)
    rng = random.Random(11)
    for reader, lines, codebook, context in tables:
        forget()
        read_as_before(reader, lines, codebook, *context)
        other = with_other_numbers(lines, rng, of)
        assert read_as_before(reader, other, codebook, *context) == reader(other, codebook, *context)
    assert followed > len(tables) / 3


# ------------------------------------------------------------------------------------------------ what is remembered
def never(*_: object) -> TableReading:
    raise AssertionError("read anew")


def twice(
    monkeypatch: pytest.MonkeyPatch, first: list[Line], second: list[Line], reader: Callable[..., TableReading]
) -> TableReading:
    """Reads one table, then another by memory alone."""
    context = (None,) if reader is read_requests else ()
    read_as_before(reader, first, BOOK, "text", *context)
    way = next(iter(repetition._ways.values()), None)
    assert way is not None, "nothing was remembered"
    monkeypatch.setattr(repetition, "_way", never)
    return read_as_before(reader, second, BOOK, "text", *context)


@pytest.mark.parametrize(
    ("reader", "table", "name"),
    [
        (read_requests, requests_table, "requests"),
        (read_disclosure, disclosure_table, "disclosure"),
        (read_review, lambda true, form: review_table(true), "review"),
    ],
)
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_the_numbers_of_the_second_table_are_its_own(
    form: str, reader: Callable[..., TableReading], table: Callable[[Any, str], Table], name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    true = {key: value for key, value in numbers(form).items() if key[0] == name}
    other = {key: value + 1 for key, value in true.items()}
    second = page(table(other, form))
    reading = twice(monkeypatch, page(table(true, form)), second, reader)
    assert values(reading.cells) == part(other, name)
    context = (None,) if reader is read_requests else ()
    assert reading == reader(second, BOOK, "text", *context)


def test_places_and_raw_texts_are_those_of_the_second_table(monkeypatch: pytest.MonkeyPatch) -> None:
    first = grid(HEADER, [NEW, "1", "0", "0", "0", "0", "0", "1"])
    second = grid(HEADER, [NEW, "+20", "0", "0", "0", "0", "0", "20"], block=7)
    reading = twice(monkeypatch, first, second, read_requests)
    cell = next(cell for cell in reading.cells if cell.column == "natural_person")
    assert (cell.value, cell.raw, cell.state) == (20, "+20", "number")
    assert (cell.place.block, cell.place.grid_row, cell.place.grid_column) == (7, 1, 1)


def test_dashes_and_empty_rows_are_remembered_as_blank(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [[IN, "-", "0", "0", "0", "0", "0", "-"], ["（七）总计", *[""] * 7], [OUT]]
    first = grid(HEADER, [NEW, "1", "0", "0", "0", "0", "0", "1"], *rows)
    second = grid(HEADER, [NEW, "2", "0", "0", "0", "0", "0", "2"], *rows, block=3)
    reading = twice(monkeypatch, first, second, read_requests)
    told = {(cell.row, cell.column): (cell.state, cell.raw, cell.place.block) for cell in reading.cells}
    assert told["carried_in", "natural_person"] == ("blank", "-", 3)
    assert told["carried_in", "enterprise"] == ("number", "0", 3)
    for row in ("processed", "carried_out"):
        assert {told[row, column.code] for column in BOOK.request_columns} == {("blank", "", 3)}


def wordings() -> list[tuple[Callable[..., TableReading], str, str]]:
    """Every label of the 2021 form's tables with each of its other wordings."""
    disclosure = [name for block in BOOK.blocks for name in (*block.rows, *block.columns["2021"])]
    named: list[tuple[Callable[..., TableReading], Sequence[Name]]] = [
        (read_requests, (*BOOK.request_rows, *BOOK.request_columns)),
        (read_disclosure, disclosure),
        (read_review, (*BOOK.review_rows, *BOOK.review_columns)),
    ]
    return [(reader, name.label, alias) for reader, names in named for name in names for alias in name.aliases]


def test_a_label_in_another_wording_is_the_same_print() -> None:
    """All wordings of one name are read alike, so one is remembered for the other."""
    true = numbers("2021")
    printed = {
        read_requests: page(requests_table(true, "2021")),
        read_disclosure: page(disclosure_table(true, "2021")),
        read_review: page(review_table(true)),
    }
    same = changed = 0
    for reader, label, alias in wordings():
        context = (None,) if reader is read_requests else ()
        forget()
        read_as_before(reader, printed[reader], BOOK, "text", *context)
        lines = [
            line._replace(fields=tuple(f._replace(text=f.text.replace(label, alias)) for f in line.fields))
            for line in printed[reader]
        ]
        if lines == printed[reader]:
            continue
        found = read_as_before(reader, lines, BOOK, "text", *context)
        assert found == reader(lines, BOOK, "text", *context), (label, alias)
        changed += 1
        same += len(repetition._ways) == 1
    assert changed >= 25
    assert same > 0.9 * changed


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.其他", "3.其他"),
        ("本年收费金额（单位：万元）", "本年收费金额（单位：元）"),
        ("总计", "总计（勾稽关系）"),
        ("-", "/"),
        ("", "-"),
        ("规章", "行政许可"),
        ("规章", "某某规章制度"),
    ],
)
def test_labels_that_a_reader_tells_apart_are_different_prints(one: str, other: str) -> None:
    assert repetition._meaning(one, BOOK) != repetition._meaning(other, BOOK)


# ------------------------------------------------------------------------------------------------ what is not
ROW = [NEW, "3", "1", "0", "0", "0", "0", "4"]


@pytest.mark.parametrize(
    ("why", "lines"),
    [
        ("a number beside an empty field may have slipped", grid(HEADER, [NEW, "12", "", "0", "0", "0", "0", "12"])),
        ("a row printed twice is believed only if both agree", grid(HEADER, ROW, ROW)),
        ("columns in another order are believed only if sums hold",
         grid(["", "商业企业", "自然人", *HEADER[3:]], [NEW, "1", "3", "0", "0", "0", "0", "4"])),
        ("a row that matched nothing keeps its numbers in `raw`", grid(HEADER, ROW, ["本年其他情况", *"1000001"])),
        ("so does a row of dashes", grid(HEADER, ROW, ["本年其他情况", *"-------"])),
        ("text that is no number keeps the row from being plain", grid(HEADER, [NEW, "无", *ROW[2:]])),
        ("a number with words is not only digits", grid(HEADER, [NEW, "3件", *ROW[2:]])),
        ("a lone number below a row may be the rest of its last one", grid(HEADER, ROW, ["5"])),
        ("a merged value stands for several cells", grid(HEADER, [NEW, ("3", 1, 2), *ROW[2:]], [IN, *ROW[2:]])),
    ],
    ids=lambda value: value.replace(" ", "_") if isinstance(value, str) else "",
)  # fmt: skip
def test_nothing_is_remembered_where_a_number_had_a_say(why: str, lines: list[Line]) -> None:
    read_as_before(read_requests, lines, BOOK, "text", None)
    assert not repetition._ways, why


def test_another_form_of_table_2_is_another_context() -> None:
    lines = grid(HEADER, ROW)
    assert read_as_before(read_requests, lines, BOOK, "text", "2019").template == "2019"
    assert read_as_before(read_requests, lines, BOOK, "text", "2021").template == "2021"


def test_lines_of_text_are_never_remembered() -> None:
    read_as_before(read_requests, [line._replace(aligned=False) for line in grid(HEADER, ROW)], BOOK, "text", None)
    assert not repetition._ways


def test_memory_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repetition, "_REMEMBERED", 2)
    for columns in range(1, 6):
        read_as_before(read_requests, grid(["", ("自然人", columns), *HEADER[2:]], ROW), BOOK, "text", None)
    assert len(repetition._ways) == 2


def test_where_the_rows_stand_is_part_of_a_print() -> None:
    one_table = grid(HEADER, ROW, ROW)
    cut_in_two = [*grid(HEADER, ROW), *grid(ROW, block=1)]
    row_left_out = [one_table[0], one_table[2]]
    prints = [repetition._print_of(lines, BOOK) for lines in (one_table, cut_in_two, row_left_out, one_table[:2])]
    assert len(set(prints)) == len(prints)


def test_a_missing_row_keeps_its_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    true = numbers("2021")
    printed = disclosure_table(true, "2021")
    printed.drop_row(printed.index("fees"))
    reading = twice(monkeypatch, page(printed), page(printed), read_disclosure)
    fees = next(cell for cell in reading.cells if cell.row == "fees")
    assert (fees.state, fees.unit, fees.raw) == ("missing", None, None)
    assert reading == read_disclosure(page(printed), BOOK, "text")
