"""A folder of pages, one for each province."""

from pathlib import Path

import polars as pl
import pytest

from tests.dashboard.made_up_page import SmallCorpus, corpus, findings
from tests.dashboard.unpacking import Elements
from toolkit.dashboard import write_provinces


@pytest.fixture(scope="module")
def made() -> SmallCorpus:
    """Two provinces and one agency without: a province has one code."""
    some = corpus(6)
    codes = {"第0县教育局": "140101", "第1县教育局": "140102", "第2县教育局": "320101"}
    provinces = {"14": "山西省", "32": "江苏省"}

    def placed(frame: pl.DataFrame) -> pl.DataFrame:
        rows = frame.with_columns(region_code=pl.col("agency").replace_strict(codes, default=None))
        if "province" not in frame.columns:
            return rows
        return rows.with_columns(province=pl.col("region_code").str.slice(0, 2).replace_strict(provinces, default=None))

    return SmallCorpus(some.documents, placed(some.reports), placed(some.agency_years), some.cells)


@pytest.fixture(scope="module")
def folder(made: SmallCorpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_provinces(made, findings(40, made), tmp_path_factory.mktemp("pages") / "pages").parent


def page(folder: Path, name: str) -> Elements:
    return Elements((folder / name).read_text("utf-8"))


def test_each_province_has_its_page_and_the_index_leads_to_all(folder: Path) -> None:
    names = ["140000.html", "320000.html", "unknown.html"]
    assert sorted(path.name for path in folder.iterdir()) == sorted([*names, "index.html"])
    assert [link["href"] for link in page(folder, "index.html").named("a")] == names
    assert [link["href"] for link in page(folder, "140000.html").named("a")] == ["index.html"]
    assert page(folder, "index.html").named("script") == []


def test_every_report_and_finding_is_on_one_page(made: SmallCorpus, folder: Path) -> None:
    reports: list[str] = []
    found = 0
    for name in ("140000.html", "320000.html", "unknown.html"):
        data = page(folder, name).held("data")
        reports += data["reports"]["id"]
        found += len(data["findings"]["rule"])
        assert -1 not in data["findings"]["report"]
        assert sorted(page(folder, name).held("tables")["held"]) == sorted(data["reports"]["id"])
    assert sorted(reports) == made.reports["report_id"].to_list()
    assert found == 40
    assert set(page(folder, "320000.html").held("data")["agencies"]["name"]) == {"第2县教育局"}


def test_steps_and_sections_are_on_the_page_of_their_report(made: SmallCorpus, folder: Path) -> None:
    pages = [page(folder, name).held("data") for name in ("140000.html", "320000.html", "unknown.html")]
    assert [len(data["chains"]["report"]) > 0 for data in pages] == [True] * 3
    assert sum(len(data["chains"]["report"]) for data in pages) == made.report_pairs.height
    alike = made.reuse.filter("repeats_other")
    assert sum(len(data["prose"]["alike"]["report"]) for data in pages) == alike.height
    for data in pages:
        here = [data["reports"]["id"][report] for report in data["prose"]["alike"]["report"]]
        assert sorted(here) == sorted(alike.filter(pl.col("report_id").is_in(data["reports"]["id"]))["report_id"])


def test_the_index_counts_what_is_on_the_pages(folder: Path) -> None:
    text = " ".join("".join(page(folder, "index.html").text).split())
    assert "山西省" in text
    data = page(folder, "140000.html").held("data")
    critical = [data["rules"]["severity"][rule] for rule in data["findings"]["rule"]].count("critical")
    zero = data["years"]["state"].count(1)
    line = text[text.index("山西省") :].split()[1:5]
    assert line == ["2", str(len(data["reports"]["id"])), str(zero), str(critical)]


def test_a_finding_about_no_report_is_on_its_agencys_page(made: SmallCorpus, tmp_path: Path) -> None:
    shown = findings(1, made)
    missing = shown.frame.with_columns(agency=pl.lit("第2县教育局"), report_id=pl.lit(None, pl.String))
    index = write_provinces(made, type(shown)(missing, shown.unknown), tmp_path)
    counts = {
        name: len(page(index.parent, name).held("data")["findings"]["rule"])
        for name in ("140000.html", "320000.html", "unknown.html")
    }
    assert counts == {"140000.html": 0, "320000.html": 1, "unknown.html": 0}


def test_a_language_that_is_not_there_writes_nothing(made: SmallCorpus, tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        write_provinces(made, findings(1, made), tmp_path / "pages", lang="fr")
    assert list(tmp_path.iterdir()) == []
