"""The blind files hold what their truth says: checked by a browser's rules and by tokens, never by the reader."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from lxml import html

from tests.blind.catalogue import OF_EACH, SHAPES, specimens
from tests.blind.infrastructure import agencies, wanted_cells
from tests.blind.printed_prose import CHINESE, signed_on
from tests.blind.printed_tables import CORNER
from toolkit.codebook import Name, shipped_codebook
from toolkit.demo.model import Key, Printed

Grid = list[list[str]]
BOOK = shipped_codebook()
BLOCK_TAGS = {"td", "th", "tr", "p", "div", "br", "hr", "li", "dt", "h1", "h2", "h3", "h4", "article", "main", "table"}
NUMBER = re.compile(r"[-+增减]?\d[\d,]*(\.\d+)?(万?元)?")
MEANT_BY_99 = {"results_claim_99": 0, "fifteen_claim_99": 15, "first_half_claims_99": 15}
DATED = re.compile(r"(?i)PubDate|发布时间：\d|发布日期：\d|(?<!日期)时间：\d|日期：\d|<th>发布日期：</th><td>\d")
TROUBLE = {
    "single_spaces": r"\n四、结转下年度继续办理 \d+ \d+ \d+ \d+ \d+ \d+ \d+\n",
    "padded_columns": r"四、结转下年度继续办理 {2,6}\d+ {2,6}\d+ {2,6}\d",
    "ghost_in_spaces": r"\n持 正 果 结 计 持 正 果 结 计",
    "every_tab_twice": r"\n二、上年结转政府信息公开申请数量\t\t\d+\t\t\d+\t\t\d",
    "some_tabs_twice": r"\t\t",
    "table_three_in_pieces": r"\n\n\t\t1\.申请人(.*)\n+\t（六）其他处理\t2\.",
    "blank_lines_and_lost_lead": r"\d\t\n\n+（四）无法提供\t1\.本机关",
    "trailing_tabs": r"\d\t+\n",
    "cell_a_line": r"\n规章\n\d+\n\d+\n\d+\n",
    "cell_a_line_apart": r"\n[　 ]*规章\n\n+[　 ]*\d+\n\n+[　 ]*\d+\n",
    "cell_a_line_by_row": r"\n规章\n\d+\n\d+\n\d+\n\n",
    "pipes_with_rule": r"\n\|( --- |:---:| :--- )\|",
    "pipes_without_rule": r"规章( \| |\|)\d+( \| |\|)\d+",
    "pipe_then_cell": r"\n\|\n规章\n\|\n\d+\n\|\n",
    "cell_then_pipe": r"规章\n ?\| *\n\d+\n ?\| *\n\d+",
    "results_claim_99": r'rowspan="99"',
    "fifteen_claim_99": r'rowspan="99"',
    "first_half_claims_99": r'rowspan="99"',
    "thousands_by_comma": r"\d,\d{3}\b",
    "thousands_in_gbk": r">\d{1,3}[,，]\d{3}|\d{5,}",
    "wide_digits": r"[０-９]",
    "wide_digits_here_and_there": r"[０-９]",
    "broken_by_br": r"[一-龥]<br ?/?>\s*[一-龥]",
    "broken_by_paragraphs": r"[一-龥]</span></span></p><p",
    "broken_by_spaces": r"[一-龥]\s+[一-龥]",
    "broken_by_wide_spaces": r"[一-龥](　|&nbsp;)+[一-龥]",
    "zeros_as_empty_cells": r"<td( colspan=\"\d+\")?></td>",
    "changes_with_signs": r"\d元<",
    "changes_in_text": r"\d万?元\s",
}
DECLARED = {
    "gbk_and_silent": None,
    "old_gbk_and_silent": None,
    "gbk_says_utf8": "utf-8",
    "pasted_gbk_says_utf8": "utf-8",
    "utf8_says_gb2312": "gb2312",
    "late_gb2312": "gb2312",
    "thousands_in_gbk": "gbk",
}


@cache
def files() -> tuple[Printed, ...]:
    return tuple(specimens())


def of(shape: str) -> Iterator[Printed]:
    return (file for file in files() if file.shape == shape)


def decoded(file: Printed) -> str:
    return file.data.decode(SHAPES[file.shape].code).replace("\r\n", "\n")


def tree(text: str) -> Any:
    return html.fromstring(re.sub(r"(?i)<meta[^>]*charset[^>]*>", "", text))


def lines(file: Printed) -> list[str]:
    """What is displayed, a line a block."""
    text = decoded(file)
    shown = text if SHAPES[file.shape].check == "text" else "".join(_displayed(tree(text)))
    return unicodedata.normalize("NFKC", shown).split("\n")


def _displayed(node: Any) -> Iterator[str]:
    tag = node.tag if isinstance(node.tag, str) else "script"
    end = "\n" * (tag in BLOCK_TAGS)
    if tag not in ("script", "style", "head"):
        # White space of the source is a space, unless the shape is about exactly that.
        yield end + re.sub(r"\n", " ", node.text or "")
        for child in node:
            yield from _displayed(child)
    yield end + re.sub(r"\n", " ", node.tail or "")


def told(text: str) -> float | None:
    """The number that a text says, None for an empty one."""
    plain = re.sub(r"[\s，,]|万?元$", "", unicodedata.normalize("NFKC", text))
    return float(plain.replace("增", "").replace("减", "-")) if plain else None


def said(text: str) -> str:
    """A label without white space, in half width, its numeral followed by a point."""
    return re.sub(r"^(\d)[、.]", r"\1.", re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))


def words(name: Name) -> set[str]:
    return {said(word) for word in (name.label, *name.aliases)}


def heading(line: str, number: int) -> bool:
    """Whether a line is the heading of the section."""
    section = BOOK.sections[number - 1]
    numeral, _, name = re.sub(r"[\s#]", "", line).partition("、")
    names = (section.label, *section.aliases)
    return numeral == "一二三四五六"[number - 1] and name in {unicodedata.normalize("NFKC", word) for word in names}


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_the_numbers_printed_are_the_true_ones_in_order(shape: str) -> None:
    for file in of(shape):
        shown = lines(file)
        first = next(place for place, line in enumerate(shown) if heading(line, 2))
        last = next(place for place, line in enumerate(shown) if heading(line, 5))
        tokens = [token for line in shown[first:last] for token in re.split(r"[\s|]+", line)]
        numbers = [told(token) for token in tokens if NUMBER.fullmatch(token)]
        true = [float(value) for value in file.truth.numbers.values() if isinstance(value, int | float)]
        assert numbers == pytest.approx(true), file.name


def test_every_cell_that_the_forms_ask_for_is_printed() -> None:
    for file in files():
        states = Counter(state for *_, state in wanted_cells(file))
        assert set(states) <= ({"number", "blank"} if file.shape.startswith("zeros") else {"number"}), file.name
        assert states.total() == len(file.truth.numbers), file.name


def laid_out(table: Any) -> Grid:
    """A table as a browser lays it out: a merged cell told in each of its squares, those that overlap told first."""
    taken: dict[tuple[int, int], str] = {}
    found = table.xpath(".//tr")
    for top, row in enumerate(found):
        left = 0
        for cell in row.xpath("./td|./th"):
            while (top, left) in taken:
                left += 1
            text = said("".join(cell.itertext()))
            tall, wide = int(cell.get("rowspan", 1)), int(cell.get("colspan", 1))
            taken.update({(t, w): text for t in range(top, top + tall) for w in range(left, left + wide)})
            left += wide
    width = 1 + max(left for _, left in taken)
    return [[taken.get((top, left), "<hole>") for left in range(width)] for top in range(len(found))]


def tables(file: Printed) -> dict[str, list[Any]]:
    """The innermost tables of the page by what they are; table 3 may be two."""
    text = decoded(file)
    if file.shape in MEANT_BY_99:
        meant = MEANT_BY_99[file.shape] or 1 + len(BOOK.result_rows(file.truth.template_requests))
        text = text.replace('rowspan="99"', f'rowspan="{meant}"')
    found: dict[str, list[Any]] = {"disclosure": [], "requests": [], "review": []}
    for table in tree(text).xpath("//table[not(.//table)]"):
        content = said(table.text_content())
        for which, word in (("disclosure", "第二十条"), ("review", "复议后起诉"), ("requests", "结转下")):
            if word in content or (which == "requests" and "勾稽关系" in content):
                found[which].append(table)
                break
    return found


def value(file: Printed, key: Key) -> object:
    true = file.truth.numbers[key]
    return None if true is None else pytest.approx(true)


def agrees(file: Printed, grid: Grid) -> None:
    """Holds a laid out table 3 to the official form."""
    asked = [row for row in BOOK.request_rows if file.truth.template_requests in row.templates]
    assert [len(line) for line in grid] == [10] * (3 + len(asked)), file.name
    assert {square for line in grid[:3] for square in line[:3]} == {said(CORNER)}
    for left, column in enumerate(BOOK.request_columns, 3):
        assert grid[2][left] in words(column)
    groups = {group.label: words(group) | {""} for group in BOOK.request_groups}
    for row, line in zip(asked, grid[3:], strict=True):
        assert line[2] in words(row), (file.name, row.code)
        assert not row.group or line[0] in groups["三、本年度办理结果"], (file.name, row.code)
        inner = row.group not in ("", "三、本年度办理结果")
        assert line[1] in (groups[row.group] if inner else words(row)), (file.name, row.code)
        true = [value(file, ("requests", row.code, column.code)) for column in BOOK.request_columns]
        assert [told(text) for text in line[3:]] == true, (file.name, row.code)


ON_PAGES = sorted(name for name, shape in SHAPES.items() if shape.check != "text")


@pytest.mark.parametrize("shape", sorted(set(ON_PAGES) - {"second_half_without_cells", "first_half_claims_99"}))
def test_a_browser_lays_table_3_out_as_the_official_form(shape: str) -> None:
    for file in of(shape):
        found = tables(file)["requests"]
        assert len(found) == (2 if "half" in shape else 1), file.name
        agrees(file, [line for table in found for line in laid_out(table)])


@pytest.mark.parametrize("shape", ["second_half_without_cells", "first_half_claims_99"])
def test_each_row_of_a_cut_table_ends_in_its_own_label_and_numbers(shape: str) -> None:
    for file in of(shape):
        upper, lower = tables(file)["requests"]
        asked = [row for row in BOOK.request_rows if file.truth.template_requests in row.templates]
        found = [row.xpath("./td|./th") for row in (*upper.xpath(".//tr")[3:], *lower.xpath(".//tr"))]
        for row, cells in zip(asked, found, strict=True):
            texts = ["".join(cell.itertext()) for cell in cells]
            assert said(texts[-8]) == said(row.label), file.name
            true = [value(file, ("requests", row.code, column.code)) for column in BOOK.request_columns]
            assert [told(text) for text in texts[-7:]] == true, (file.name, row.code)
        assert "自然人" not in lower.text_content()
        assert len(lower.xpath(".//tr")) >= 4


@pytest.mark.parametrize("shape", ON_PAGES)
def test_a_browser_lays_tables_2_and_4_out_as_the_official_form(shape: str) -> None:
    for file in of(shape):
        (disclosure,), (review,) = tables(file)["disclosure"], tables(file)["review"]
        form, grid = file.truth.template_disclosure, iter(laid_out(disclosure))
        for block in BOOK.blocks:
            asked = [row for row in block.rows if form in row.templates]
            columns = block.columns[form]
            if not asked or not columns:
                continue
            places = [min(left, len(columns) - 1) for left in range(3)]
            assert next(grid) == [said(block.label)] * 4
            head = next(grid)
            assert head[0] == "信息内容"
            assert all(text in words(columns[at]) for text, at in zip(head[1:], places, strict=True)), (file.name, head)
            for row in asked:
                line = next(grid)
                assert line[0] in words(row), (file.name, line)
                true = [value(file, ("disclosure", row.code, columns[at].code)) for at in places]
                assert [told(text) for text in line[1:]] == true, (file.name, line)
        assert next(grid, None) is None
        top, second, third, numbers = laid_out(review)
        outcomes = [column.label for column in BOOK.review_columns]
        assert top == ["行政复议"] * 5 + ["行政诉讼"] * 10
        assert second == outcomes + ["未经复议直接起诉"] * 5 + ["复议后起诉"] * 5
        assert third == outcomes * 3
        keys = [("review", row.code, column.code) for row in BOOK.review_rows for column in BOOK.review_columns]
        assert [told(text) for text in numbers] == [value(file, key) for key in keys], file.name


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_title_and_dates_are_printed(shape: str) -> None:
    for file in of(shape):
        truth, text = file.truth, re.sub(r"[\s#]", "", "".join(lines(file)))
        who, year = unicodedata.normalize("NFKC", truth.agency.name), str(truth.year)
        years = [year, year.translate(CHINESE), year.translate(CHINESE).replace("〇", "○")]
        titles = [f"{who}{y}年" for y in years] + [f"{y}年{kind}{who}" for y in years for kind in ("", "度")]
        assert any(title in text for title in titles), file.name
        assert bool(truth.published) == bool(DATED.search(decoded(file))), file.name
        if truth.published:
            day = truth.published
            ways = (f"{day}", f"{day:%Y/%m/%d}", f"{day.year}年{day.month}月{day.day}日", f"{day:%Y年%m月%d日}")
            assert any(way in decoded(file) for way in ways), file.name
        closing = text[text.rindex("信息处理费") :]
        day_told = any(re.sub(r"\s", "", way) in closing for way in signed_on(truth.signed)) if truth.signed else False
        assert bool(truth.signed) == day_told, file.name


@pytest.mark.parametrize("shape", sorted(TROUBLE))
def test_the_trouble_that_names_a_shape_is_in_its_files(shape: str) -> None:
    for file in of(shape):
        assert re.search(TROUBLE[shape], decoded(file)), file.name


@pytest.mark.parametrize("shape", ["one_character_lost", "characters_lost_by_cells"])
def test_labels_of_table_2_lost_one_character_each(shape: str) -> None:
    for file in of(shape):
        form = file.truth.template_disclosure
        known = {"信息内容", "规范性文件"}
        for block in BOOK.blocks:
            known |= {block.label, *(name.label for name in (*block.rows, *block.columns[form]))}
        all_but_one = {word[:n] + word[n + 1 :] for word in known if len(word) > 3 for n in range(len(word))}
        shown = decoded(file)
        table = shown[shown.index("\n二、") : shown.index("\n三、")]
        cells = [text for line in table.split("\n") for text in re.split(r"\t| \| ", line.strip())]
        shortened = [text for text in cells if text in all_but_one - known]
        assert 1 <= len(shortened) <= (1 if shape == "one_character_lost" else 3), (file.name, shortened)


@pytest.mark.parametrize("shape", sorted(DECLARED))
def test_bytes_are_not_what_the_page_says(shape: str) -> None:
    for file in of(shape):
        declared = re.findall(r"(?i)charset=['\"]?([\w-]+)", file.data.decode("latin-1"))
        assert {name.lower() for name in declared} == ({DECLARED[shape]} - {None}), file.name
        if SHAPES[shape].code != "utf-8":
            with pytest.raises(UnicodeDecodeError):
                file.data.decode("utf-8")


def test_zeros_are_blank_or_printed_as_they_say() -> None:
    for file in of("zeros_as_empty_cells"):
        zeros = {key for key, true in file.truth.numbers.items() if true == 0}
        assert all("total" in key for key in zeros), file.name
        assert None in file.truth.numbers.values()
    assert all(None in file.truth.numbers.values() for file in of("zeros_as_nbsp"))


def test_the_catalogue_is_large_even_and_repeatable() -> None:
    assert len(SHAPES) >= 20
    assert Counter(file.shape for file in files()) == dict.fromkeys(SHAPES, OF_EACH)
    assert {file.truth.agency for file in files()} == set(agencies())
    assert len({file.data for file in files()}) == len(files())
    assert [file.data for file in specimens()] == [file.data for file in files()]
