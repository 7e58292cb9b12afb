"""Laws of reading: what is printed is read back, and nothing else ever is."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.specimens.printed_page import BOOK, COLUMNS, Key, Page, numbers, page, requests_table
from toolkit.documents import Unreadable, find_format, read_blocks
from toolkit.documents.encoding import decode, is_binary
from toolkit.documents.html import place_cells
from toolkit.extraction import extract_reports
from toolkit.extraction.dates import find_day, read_year, reporting_year, whole_day
from toolkit.extraction.labels import label_key
from toolkit.extraction.numbers import is_value, read_number
from toolkit.extraction.titles import parse_title
from toolkit.records import Block, GridCell, Paragraph, Report, SourceText

COUNTS = st.integers(0, 12) | st.integers(0, 99_999) | st.integers(0, 10**12)
AGENCY = "安吉县水利局"
FULL_WIDTH = str.maketrans("0123456789,.+-", "０１２３４５６７８９，．＋－")


# ------------------------------------------------------------------------------------------------ tables
@st.composite
def tables(draw: st.DrawFn, form: str = "2021", *, sums: bool = False) -> dict[Key, float]:
    """Any numbers in table 3; its totals are their sums or, as a rule, any numbers too."""
    told = numbers(form)
    rows = list(dict.fromkeys(key[1] for key in told if key[0] == "requests"))
    printed = draw(st.lists(COUNTS, min_size=7 * len(rows), max_size=7 * len(rows)))
    for at, row in enumerate(rows):
        values = printed[7 * at : 7 * at + 7]
        if sums:
            values[-1] = sum(values[:-1])
        told |= {("requests", row, column): float(n) for column, n in zip(COLUMNS, values, strict=True)}
    return told


def report_of(printed: Page, told: dict[Key, float], *, html: bool = False, one_a_line: bool = False) -> Report:
    for slot in printed.tables["requests"].slots():
        if slot.key:
            slot.text = str(int(told[slot.key]))
    source = printed.html() if html else printed.text(one_a_line=one_a_line)
    (report,) = extract_reports(read_blocks(source.encode(), "html" if html else "txt"), BOOK).reports
    return report


def differences(report: Report, told: dict[Key, float]) -> list[tuple[Key, str | None, float]]:
    assert len(report.cells) == len(told)
    return [(cell[:3], cell.raw, told[cell[:3]]) for cell in report.cells if cell.value != told[cell[:3]]]


@pytest.mark.parametrize("form", ["2019", "2021"])
@settings(max_examples=15)
@given(data=st.data())
def test_any_numbers_printed_as_a_table_are_read_back(form: str, data: st.DataObject) -> None:
    told = data.draw(tables(form))
    for html in (True, False):
        assert differences(report_of(page(AGENCY, told, form), told, html=html), told) == []


@settings(max_examples=15)
@given(tables(sums=True))
def test_numbers_printed_one_a_line_are_read_back_where_they_add_up(told: dict[Key, float]) -> None:
    # Where they do not, 1 and 234 may be one number parted by a space.
    assert differences(report_of(page(AGENCY, told), told, one_a_line=True), told) == []


@settings(max_examples=15)
@given(tables(), st.lists(st.tuples(st.integers(0, 24), st.integers(0, 6)), max_size=20))
def test_numbers_left_out_are_never_told(told: dict[Key, float], empty: list[tuple[int, int]]) -> None:
    """Fields emptied at will: what is still told as a number is the number of that cell."""
    printed = page(AGENCY, told)
    rows = [row.code for row in BOOK.request_rows if "2021" in row.templates]
    gone = {("requests", rows[row], COLUMNS[column]) for row, column in empty}
    for html in (True, False):
        for slot in printed.tables["requests"].slots():
            if slot.key:
                slot.text = "" if slot.key in gone else str(int(told[slot.key]))
        source = printed.html() if html else printed.text()
        (report,) = extract_reports(read_blocks(source.encode(), "html" if html else "txt"), BOOK).reports
        for cell in report.cells:
            if cell.state == "number":
                assert cell[:3] not in gone
                assert cell.value == told[cell[:3]], cell


@settings(max_examples=15)
@given(tables(), st.integers(0, 24), st.integers(0, 6), st.booleans())
def test_a_field_lost_or_one_too_many_costs_its_row_only(
    told: dict[Key, float], at: int, column: int, lost: bool
) -> None:
    lines = requests_table(told, "2021").text().split("\n")
    first = next(number for number, line in enumerate(lines) if line.startswith("一、本年新收"))
    fields = lines[first + at].split("\t")
    place = len(fields) - 7 + column
    fields[place : place + 1] = [] if lost else [fields[place], "7"]
    lines[first + at] = "\t".join(fields)
    report = extract_reports(read_blocks("\n".join([*lines, ""]).encode(), "txt"), BOOK).reports[0]
    row = [row.code for row in BOOK.request_rows if "2021" in row.templates][at]
    for cell in report.cells:
        if cell.table == "requests":
            assert (cell.value if cell.row != row else None) == (told[cell[:3]] if cell.row != row else None)
            assert cell.row != row or cell.state != "number"


# ------------------------------------------------------------------------------------------------ numbers
@given(
    COUNTS,
    st.sampled_from(["{}", "{:,}", " {} ", "{}件", "{:,} 件次", "+{}", "\u3000{}\xa0", "{}\u200b"]),
    st.booleans(),
)
def test_counts_are_read_back_however_they_are_set(number: int, way: str, full_width: bool) -> None:
    printed = way.format(number)
    reading = read_number(printed.translate(FULL_WIDTH) if full_width else printed)
    assert (reading.value, reading.state, reading.spaced) == (number, "number", False)


@given(st.integers(1000, 10**12), st.sampled_from(" \xa0\u2009\u202f\u3000"))
def test_thousands_parted_by_spaces_are_read_back_and_marked(number: int, space: str) -> None:
    reading = read_number(f"{number:,}".replace(",", space))
    assert (reading.value, reading.spaced) == (number, True)


@given(st.decimals(0, 10**9, places=4), st.sampled_from(["", "元", "万元", " 万元"]), st.sampled_from(["{}", "{:,}"]))
def test_amounts_are_read_back(number: Decimal, unit: str, way: str) -> None:
    reading = read_number(way.format(number) + unit, "amount")
    assert (reading.value, reading.unit) == (float(number), unit.strip() or None)


@given(st.text(), st.sampled_from(["count", "amount", "change"]))
def test_a_number_is_only_told_where_its_digits_are_printed(raw: str, kind: str) -> None:
    reading = read_number(raw, kind)
    assert (reading.value is not None) == (reading.state == "number")
    if reading.value is not None and raw.strip() not in ("持平", "无变化", "不变"):
        digits = re.sub(r"[^\d.]", "", unicodedata.normalize("NFKC", raw).replace(",", ""))
        assert float(digits) == abs(reading.value)
    if reading.state != "unreadable":
        assert is_value(raw) or kind == "amount"


@given(st.text(alphabet="0123456789０１,，. +-—/件元万\n\u3000①²无", max_size=12))
def test_whatever_stands_between_digits_they_are_never_put_together(raw: str) -> None:
    reading = read_number(raw)
    if reading.state == "number":
        plain = unicodedata.normalize("NFKC", raw)
        assert re.fullmatch(r"\s*[+-]?\s*(?:\d+|\d{1,3}(?:[, ]\d{3})+)(?:\.\d+)?\s*件?\s*", plain), plain


# ------------------------------------------------------------------------------------------------ labels and days
@given(st.sampled_from(sorted(BOOK.labels.values())), st.data())
def test_label_keys_do_not_change_by_spaces_and_are_their_own_keys(label: str, data: st.DataObject) -> None:
    key = label_key(label)
    spaces = data.draw(
        st.lists(st.sampled_from(["", "", " ", "\u3000", "\n", "\xa0"]), min_size=len(label), max_size=len(label))
    )
    assert label_key("".join(a + b for a, b in zip(label, spaces, strict=True))) == key
    assert label_key(key.words) == ("", key.words)


@given(st.text(alphabet="一二三（）()[]、.属于国家秘密总计*\n 其中不含", max_size=20))
def test_label_keys_of_any_label_are_their_own_keys(label: str) -> None:
    key = label_key(label)
    assert label_key(key.words).words == key.words
    assert not re.search(r"\s|[（）()、.]", key.words)


@given(st.text())
def test_no_text_upsets_what_reads_it(text: str) -> None:
    label_key(text)
    is_value(text)
    parse_title(text)
    year = read_year(text)
    assert year is None or 2005 <= year <= 2099
    for day in (find_day(text), whole_day(text)):
        assert day is None or 2005 <= day.year <= 2099
    reporting_year(text)


@given(st.dates(date(2005, 1, 1), date(2099, 12, 31)), st.booleans())
def test_days_are_read_back(day: date, chinese: bool) -> None:
    if chinese:
        year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
        printed = f"{year}年{chinese_number(day.month)}月{chinese_number(day.day)}日"
    else:
        printed = f"{day.year}年{day.month}月{day.day}日"
    assert whole_day(printed) == day
    assert find_day(f"于{printed}公开") == day
    assert find_day(day.isoformat()) == day


def chinese_number(number: int) -> str:
    tens, units = divmod(number, 10)
    digits = " 一二三四五六七八九"
    return (digits[tens] if tens > 1 else "") + ("十" if tens else "") + (digits[units] if units else "")


# ------------------------------------------------------------------------------------------------ grids
def slow_placing(rows: list[list[tuple[str, int, int]]]) -> tuple[tuple[GridCell, ...], ...]:
    """The table algorithm of the HTML standard, slot by slot."""
    taken: set[tuple[int, int]] = set()
    placed = []
    for y, row in enumerate(rows):
        x, cells = 0, []
        for text, width, height in row:
            while (x, y) in taken:
                x += 1
            down = min(height or len(rows), len(rows) - y)
            taken |= {(x + right, y + below) for right in range(width) for below in range(down)}
            cells.append(GridCell(text, x, width, down))
            x += width
        placed.append(tuple(cells))
    return tuple(placed)


CELLS = st.tuples(st.sampled_from("ab"), st.integers(1, 4), st.integers(0, 5))


def overlaps(placed: tuple[tuple[GridCell, ...], ...]) -> bool:
    """Whether a cell is so wide that it runs into one that reaches down from above."""
    slots = [
        (y + below, cell.column + right)
        for y, row in enumerate(placed)
        for cell in row
        for below in range(cell.rows)
        for right in range(cell.columns)
    ]
    return len(set(slots)) < len(slots)


@given(st.lists(st.lists(CELLS, max_size=4), max_size=6))
def test_cells_are_placed_as_the_html_standard_places_them(rows: list[list[tuple[str, int, int]]]) -> None:
    expected = slow_placing(rows)
    assume(not overlaps(expected))
    assert place_cells(rows) == expected


def test_cells_that_overlap_are_placed_as_the_html_standard_places_them() -> None:
    rows = [[("a", 1, 1), ("b", 1, 4)], [("c", 2, 2)], [], [("d", 1, 1), ("e", 1, 1)]]
    assert [cell.column for cell in slow_placing(rows)[3]] == [0, 2]
    assert place_cells(rows) == slow_placing(rows)


# ------------------------------------------------------------------------------------------------ any document
PIECES = st.sampled_from(
    [
        *BOOK.labels.values(),
        *(section.label for section in BOOK.sections),
        *"\t\t\t\n\n\n  |0123456789/—、。",
        "12",
        "1,234",
        "5 678",
        "一、",
        "三、",
        "（六）其他处理",
        "三、本年度办理结果",
        "第二十条第（一）项",
        "安吉县水利局2023年政府信息公开工作年度报告",
        "2024年1月18日",
    ]
)
TAGS = st.sampled_from(
    [
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "<td rowspan=2>",
        "<td colspan=3>",
        "<td rowspan=0>",
        "<p>",
        "<br>",
        "<div>",
        "</div>",
        "<del>",
        "</del>",
        "<sup>",
        "<b style='display:none'>",
        "</b>",
        "<!--",
        "-->",
        "<script>",
        "&nbsp;",
        "&#49;",
    ]
)


@settings(max_examples=200)
@given(st.lists(PIECES | TAGS | st.text(max_size=5), max_size=120).map("".join), st.sampled_from(["html", "txt"]))
def test_no_document_gives_a_number_that_is_not_printed(text: str, format_: str) -> None:
    only_printed_numbers(text, format_)


def blocks_of(data: bytes, format_: str) -> SourceText | None:
    """The blocks of a document, None where it is refused for one of the reasons told."""
    try:
        return read_blocks(data, format_)
    except Unreadable as unreadable:
        if unreadable.reason in ("empty", "binary", "too_large", "unsupported_format", "damaged", "missing_extra"):
            return None
        raise


def only_printed_numbers(text: str, format_: str) -> int:
    """Holds every number of the reports against the text it was printed as; returns how many there are."""
    source = blocks_of(text.encode("utf-8", "surrogatepass"), format_)
    if source is None:
        return 0
    shown = unicodedata.normalize("NFKC", "".join(block_text(block) for block in source.blocks))
    told = 0
    for report in extract_reports(source, BOOK).reports:
        for cell in report.cells:
            assert (cell.value is None) == (cell.state != "number")
            if cell.value is not None and cell.raw is not None:
                digits = re.sub(r"[^\d.]", "", cell.raw.replace(",", ""))
                assert float(digits) == abs(cell.value)
                assert unicodedata.normalize("NFKC", cell.raw) in shown
                told += 1
    return told


DAMAGED = {html: page(AGENCY, numbers()).html() if html else page(AGENCY, numbers()).text() for html in (True, False)}


@settings(max_examples=100)
@given(
    st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 40), PIECES | TAGS | st.text(max_size=5)), min_size=1, max_size=30
    ),
    st.booleans(),
)
def test_no_damaged_report_gives_a_number_that_is_not_printed(edits: list[tuple[float, int, str]], html: bool) -> None:
    text = DAMAGED[html]
    for place, length, piece in edits:
        at = int(place * len(text))
        text = text[:at] + piece + text[at + length :]
    only_printed_numbers(text, "html" if html else "txt")


def test_the_law_is_asked_of_numbers() -> None:
    for html, text in DAMAGED.items():
        assert only_printed_numbers(text, "html" if html else "txt") == 200


def block_text(block: Block) -> str:
    if isinstance(block, Paragraph):
        return f"{block.text}\n"
    return "".join(f"{cell.text}\n" for row in block.rows for cell in row)


@settings(max_examples=200)
@given(st.binary(max_size=300), st.sampled_from(["a.html", "a.txt", "a.md", "a", "a.doc", "a.pdf"]))
def test_no_bytes_upset_a_reader(data: bytes, name: str) -> None:
    source = blocks_of(data, find_format(name, data))
    if source is not None:
        extract_reports(source, BOOK)


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="|｜│┃*_#~\ufeff"), max_size=80)
)
def test_text_loses_no_character_on_its_way_into_blocks(text: str) -> None:
    lines = [line for line in text.splitlines() if not re.fullmatch(r"[\s:+\-─━┼├┤┌┐└┘┬┴=]*", line)]
    try:
        blocks = read_blocks(text.encode(), "txt").blocks
    except Unreadable:
        return
    assert "".join("".join(map(block_text, blocks)).split()) == "".join("".join(lines).split())


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_utf8_is_decoded_as_it_was_encoded(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert decode(text.encode()) == (text, "utf-8")
    assert decode(b"\xef\xbb\xbf" + text.encode()) == (text, "utf-8")


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1))
def test_chinese_text_is_decoded_or_shown_to_be_damaged(text: str) -> None:
    """GBK bytes may happen to be UTF-8; else they are read as what they are, and no Chinese text is binary."""
    decoded, encoding = decode(text.encode("gbk"))
    assert decoded == text or encoding == "utf-8"
    assert not is_binary(text)
