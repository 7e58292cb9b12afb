"""The corpus: what one asks of it, by names a user would use."""

import json
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus.small_reports import BLANK, content, frames, read, report, unreadable
from toolkit.corpus import Corpus
from toolkit.errors import UnknownName
from toolkit.records import Document


def corpus() -> Corpus:
    return Corpus.of_frames(
        frames(
            read("in/神池2021.html", report(year=2021)),
            read("in/神池2022.html", report(year=2022, printed={("requests", "new", "total"): BLANK}, state="blank")),
            read("in/宁武.html", report("宁武县水利局", 2022, disclosure="2019")),
            read("in/淮安.html", report("淮安市水利局", 2023)),
            read("in/无名.html", report(None, None), report(None, 2021)),
            unreadable("in/x.pdf"),
            Document("in/nav.html", "html", 10, content("nav"), "not_a_report", "no_tables", "It has no table."),
        )
    )


WHOLE = corpus()


def agencies(found: Corpus) -> list[tuple[str, int]]:
    return sorted(found.reports.select("agency", "year").rows(), key=str)


def test_summary_counts_everything_once() -> None:
    summary = WHOLE.summary()
    assert summary == {
        "documents": {"total": 7, "by_status": {"not_a_report": 1, "read": 5, "unreadable": 1}},
        "reasons": {"encrypted": 1, "no_tables": 1},
        "reports": {
            "total": 6,
            "agencies": 3,
            "by_year": {"2021": 2, "2022": 2, "2023": 1, "unknown": 1},
            "by_level": {"city": 1, "county": 3, "unknown": 2},
            "by_template": {"2021": 5, "mixed": 1},
            "by_requests_state": {"blank": 1, "zero": 5},
        },
        "cells": {"blank": 1, "number": 5 * 200 + 212 - 1},
        "warnings": [],
    }
    assert json.loads(json.dumps(summary)) == summary


def test_a_corpus_shows_itself() -> None:
    assert repr(WHOLE) == "<Corpus: 7 documents, 6 reports of 3 agencies, 2021–2023>"
    assert "无法读取: 1" in WHOLE._repr_html_()
    empty = Corpus.of_frames(frames())
    assert repr(empty) == "<Corpus: 0 documents, 0 reports of 0 agencies>"
    one = Corpus.of_frames(frames(read("a.html", report(year=2021))))
    assert repr(one) == "<Corpus: 1 document, 1 report of 1 agency, 2021>"
    assert empty.summary()["reports"]["total"] == 0
    assert "<table" in empty._repr_html_()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"years": 2021}, [(None, 2021), ("神池县水利局", 2021)]),
        ({"years": "2022-2023"}, [("宁武县水利局", 2022), ("淮安市水利局", 2023), ("神池县水利局", 2022)]),
        ({"years": range(2023, 2030)}, [("淮安市水利局", 2023)]),
        ({"years": ["2023", 2050]}, [("淮安市水利局", 2023)]),
        ({"regions": "忻州市", "years": 2022}, [("宁武县水利局", 2022), ("神池县水利局", 2022)]),
        ({"regions": ["宁武县", "江苏省"]}, [("宁武县水利局", 2022), ("淮安市水利局", 2023)]),
        ({"regions": 140000, "years": 2021}, [("神池县水利局", 2021)]),
        ({"regions": "140900", "years": 2021}, [("神池县水利局", 2021)]),
        ({"regions": "1409", "years": 2021}, [("神池县水利局", 2021)]),
        ({"regions": [140925]}, [("宁武县水利局", 2022)]),
        ({"agencies": "淮安市水利局"}, [("淮安市水利局", 2023)]),
        ({"levels": ["city", "national"]}, [("淮安市水利局", 2023)]),
        ({"levels": "township"}, []),
    ],
)
def test_filter_takes_names_as_a_user_has_them(asked: dict[str, object], expected: list[tuple[str, int]]) -> None:
    assert agencies(WHOLE.filter(**asked)) == sorted(expected, key=str)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"regions": "神池"}, r"There is no region '神池' in the corpus. Did you mean '神池县'\?"),
        ({"regions": "370000"}, r"The corpus has no report of region 370000"),
        ({"agencies": "神池县水务局"}, r"no agency '神池县水务局' in the corpus. Did you mean '神池县水利局'"),
        ({"levels": "citty"}, r"no level 'citty' in the corpus. Did you mean 'city'\?"),
        ({"years": 1999}, r"no report about 1999; it has 2021, 2022, 2023"),
        ({"years": "lately"}, r"'lately' is no year"),
    ],
)
def test_filter_tells_an_unknown_name(asked: dict[str, object], message: str) -> None:
    with pytest.raises(UnknownName, match=message):
        WHOLE.filter(**asked)  # type: ignore[arg-type]


def test_filter_keeps_the_documents_of_its_reports_and_all_frames_fit() -> None:
    part = WHOLE.filter(regions="神池县")
    assert part.documents["source"].sort().to_list() == ["in/神池2021.html", "in/神池2022.html"]
    for name in ("cells", "sections", "requests_by_row"):
        assert set(getattr(part, name)["report_id"]) == set(part.reports["report_id"])
    assert part.summary()["cells"] == {"blank": 1, "number": 399}
    assert WHOLE.reports.height == 6


conditions = st.fixed_dictionaries(
    {},
    optional={
        "years": st.sampled_from([2021, "2021-2022", range(2022, 2024)]),
        "regions": st.sampled_from(["忻州市", "140000", ["宁武县", "淮安市"]]),
        "agencies": st.sampled_from(["神池县水利局", ["淮安市水利局", "宁武县水利局"]]),
        "levels": st.sampled_from(["county", ["city", "township"]]),
    },
)


@settings(max_examples=25)
@given(conditions)
def test_filter_twice_is_filter_once(asked: dict[str, object]) -> None:
    once = WHOLE.filter(**asked)  # type: ignore[arg-type]
    twice = once.filter(**asked)  # type: ignore[arg-type]
    for name in ("documents", "reports", "cells", "agency_years", "panel"):
        assert getattr(twice, name).equals(getattr(once, name))


@pytest.mark.parametrize(
    "name",
    [
        content("in/神池2022.html")[:16],
        content("in/神池2022.html")[:8],
        "in/神池2022.html",
        "神池2022.html",
        ("神池县水利局", 2022),
        "神池县水利局 2022",
        "神池县水利局2022年",
        "神池县水利局/2022",
    ],
)
def test_a_report_is_found_by_any_of_its_names(name: str | tuple[str, int]) -> None:
    view = WHOLE.report(name)
    assert (view.facts["agency"], view.facts["year"]) == ("神池县水利局", 2022)
    assert view.cells.height == 200


def test_an_agency_with_one_report_needs_no_year() -> None:
    assert WHOLE.report("淮安市水利局").facts["year"] == 2023
    assert WHOLE.report("淮安市水利局", 2023).facts["year"] == 2023


def test_of_an_agencys_reports_for_a_year_the_latest_published_is_shown() -> None:
    found = Corpus.of_frames(
        frames(read("a", report(published=date(2024, 1, 1))), read("b", report(published=date(2024, 1, 2))))
    )
    assert found.report("神池县水利局", 2023).facts["source"] == "b"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("神池县水利局", r"several reports: add a year, 2021, 2022"),
        ("神池县水利局 2019", r"神池县水利局 has no report about 2019; it has 2021, 2022"),
        ("神池县水务局", r"There is no report '神池县水务局'. Did you mean '神池县水利局'"),
        ("in/x.pdf", r"in/x.pdf holds no report: unreadable \(encrypted\). It needs a password."),
        ("nav.html", r"in/nav.html holds no report: not_a_report \(no_tables\)"),
        ("无名.html", r"means several reports: [0-9a-f]{16}, [0-9a-f]{16}-2"),
        ("0000000000000000", r"There is no report '0000000000000000'"),
        ("", r"There is no report ''"),
    ],
)
def test_a_name_that_means_no_one_report_is_told(name: str, message: str) -> None:
    with pytest.raises(UnknownName, match=message):
        WHOLE.report(name)


def test_a_copy_is_found_by_its_own_name() -> None:
    found = Corpus.of_frames(frames(read("a", report(), sha256=content("x")), read("b", report(), sha256=content("x"))))
    assert found.reports["source"].to_list() == ["a"]
    assert found.documents.sort("source")["status"].to_list() == ["read", "duplicate"]
    assert found.report("b").facts["source"] == "a"


def test_frames_are_made_once() -> None:
    made = corpus()
    for name in ("cells", "panel", "report_pairs"):
        frame: pl.DataFrame = getattr(made, name)
        assert getattr(made, name) is frame
