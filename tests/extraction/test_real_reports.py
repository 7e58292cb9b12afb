"""A real report, where it lies beside the project: every number, and what is told around them."""

import json
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
