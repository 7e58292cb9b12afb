"""A real report, where it lies beside the project: every number, and what is told around them."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

import toolkit as tk
from toolkit.codebook import shipped_codebook
from toolkit.corpus import Corpus
from toolkit.documents import read_blocks
from toolkit.extraction import extract_reports
from toolkit.records import Report


@pytest.fixture(scope="module")
def shenchi(real_reports: Path) -> Report:
    source = read_blocks((real_reports / "shenchi-2023.txt").read_bytes(), "txt")
    (report,) = extract_reports(source, shipped_codebook()).reports
    return report


@pytest.fixture(scope="module")
def corpus(real_reports: Path) -> Corpus:
    return tk.load(real_reports / "shenchi-2023.txt", progress=False, workers=1)


def test_all_200_numbers(shenchi: Report, real_reports: Path) -> None:
    truth = json.loads((real_reports / "truth" / "shenchi-2023.json").read_text(encoding="utf-8"))
    told = {tuple(key): value for *key, value in truth["cells"]}
    assert len(told) == 200
    assert {cell[:3]: cell.value for cell in shenchi.cells} == told
    assert {cell.state for cell in shenchi.cells} == {"number"}
    assert shenchi.leftovers == ()


def test_every_cell_knows_its_line(shenchi: Report, real_reports: Path) -> None:
    lines = (real_reports / "shenchi-2023.txt").read_text(encoding="utf-8").splitlines()
    for cell in shenchi.cells:
        assert cell.place.line is not None
        assert cell.raw is not None
        assert cell.raw in lines[cell.place.line - 1].split("\t"), cell


def test_who_and_when(shenchi: Report) -> None:
    assert (shenchi.agency, shenchi.year) == ("忻州市生态环境局神池分局", 2023)
    assert (shenchi.template_disclosure, shenchi.template_requests) == ("2021", "2021")
    assert (shenchi.signed, shenchi.published, shenchi.published_source) == (date(2023, 12, 31), None, None)
    assert (shenchi.blank_convention, shenchi.requests_state) == ("none", "zero")


def test_six_sections_without_the_tables(shenchi: Report) -> None:
    assert [section.number for section in shenchi.sections] == [1, 2, 3, 4, 5, 6]
    assert [section.code for section in shenchi.sections] == [section.code for section in shipped_codebook().sections]
    first = shenchi.sections[0].text
    assert len(first) > 500
    for words in ("制发件数", "信息内容", "第二十条", "\t", "结转"):
        assert words not in first
    for section in shenchi.sections[1:4]:
        assert section.text == ""


def test_as_loaded(corpus: Corpus) -> None:
    (document,) = corpus.documents.iter_rows(named=True)
    assert (document["status"], document["format"], document["reason"]) == ("read", "txt", None)
    (report,) = corpus.reports.iter_rows(named=True)
    assert (report["agency"], report["year"], report["kind"]) == ("忻州市生态环境局神池分局", 2023, "branch")
    assert (report["region_code"], report["city"], report["county"]) == ("140927", "忻州市", "神池县")
    assert (report["template"], report["requests_state"]) == ("2021", "zero")
    assert (report["signed"], report["published"]) == (date(2023, 12, 31), None)
    assert (corpus.leftovers.height, corpus.cells.height, corpus.sections.height) == (0, 200, 6)


# The official form of 2021 as a Word file, with nothing filled in.
@pytest.fixture(scope="module")
def form(real_reports: Path) -> Corpus:
    return tk.load(real_reports / "template-2021-empty.docx", progress=False, workers=1)


def test_the_empty_form_is_blank_not_zero(form: Corpus) -> None:
    (document,) = form.documents.iter_rows(named=True)
    assert (document["status"], document["format"], document["reason"]) == ("read", "docx", None)
    assert (form.cells.height, form.leftovers.height) == (200, 0)
    assert form.cells["state"].to_list() == ["blank"] * 200
    assert form.cells["value"].null_count() == 200


def test_the_empty_form_has_all_rows_of_table_3(form: Corpus) -> None:
    rows = {row.code for row in shipped_codebook().request_rows if "2021" in row.templates}
    assert len(rows) == 25
    found = form.cells.filter(table="requests")
    assert set(found["row"]) == rows
    assert found.height == 25 * 7
    assert found["grid_row"].n_unique() == 25


def test_the_empty_form_is_of_nobody_and_no_year(form: Corpus) -> None:
    (report,) = form.reports.iter_rows(named=True)
    assert (report["agency"], report["year"], report["title"], report["published"]) == (None, None, None, None)
    assert (report["template_disclosure"], report["template_requests"]) == ("2021", "2021")
    assert (report["blank_convention"], report["requests_state"]) == ("none", "blank")
    assert form.sections["number"].to_list() == [1, 2, 3, 4, 5, 6]


# ------------------------------------------------------------------------------------------------ a PDF of six pages
@pytest.fixture(scope="module")
def huaian(real_reports: Path) -> Report:
    source = read_blocks((real_reports / "huaian-2024.pdf").read_bytes(), "pdf")
    (report,) = extract_reports(source, shipped_codebook()).reports
    return report


def test_all_200_numbers_of_a_pdf_with_page_and_box(huaian: Report, real_reports: Path) -> None:
    truth = json.loads((real_reports / "truth" / "huaian-2024.json").read_text(encoding="utf-8"))
    told = {tuple(key): value for *key, value in truth["cells"]}
    assert len(told) == 200
    assert {cell[:3]: cell.value for cell in huaian.cells} == told
    assert huaian.leftovers == ()
    # Both tables are cut by a page break.
    pages = {table: {cell.place.page for cell in huaian.cells if cell.table == table} for table, _, _ in told}
    assert pages == {"disclosure": {3, 4}, "requests": {4, 5}, "review": {5}}
    for cell in huaian.cells:
        assert cell.place.box is not None
        x0, y0, x1, y1 = cell.place.box
        assert 60 < x0 < x1 < 530, cell
        assert 50 < y0 < y1 < 790, cell


def test_prose_of_a_pdf_is_whole_sentences(huaian: Report) -> None:
    assert [section.number for section in huaian.sections] == [1, 2, 3, 4, 5, 6]
    assert [section.text for section in huaian.sections[1:4]] == ["", "", ""]
    for number, paragraphs in ((0, 6), (4, 2), (5, 1)):
        lines = huaian.sections[number].text.split("\n")
        assert len(lines) == paragraphs
        for line in lines:
            assert line.endswith("。"), line
            assert not re.search(r"-\d-|\s", line), line


def test_a_pdf_as_loaded(real_reports: Path) -> None:
    corpus = tk.load(real_reports / "huaian-2024.pdf", progress=False, workers=1)
    (report,) = corpus.reports.iter_rows(named=True)
    assert (report["agency"], report["year"], report["format"]) == ("淮安市人民政府", 2024, "pdf")
    assert (report["level"], report["kind"]) == ("city", "government")
    assert (report["template_disclosure"], report["template_requests"]) == ("2021", "2021")
    assert (report["requests_state"], report["blank_convention"]) == ("requests", "none")
