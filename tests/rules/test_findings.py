"""The contract of findings: columns, order, places, counts, Great Expectations' own results, and how they are shown."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import toolkit as tk
from tests.corpus.small_reports import BLANK, Key, frames, read, report
from tests.rules.shipped_on_rows import checked_rows
from tests.rules.small_corpus import SmallCorpus, checked, expectation, suite_file
from toolkit.corpus import Corpus
from toolkit.corpus.schema import SCHEMAS
from toolkit.demo import demo_documents
from toolkit.errors import ToolkitError, UnknownName
from toolkit.rules import FINDINGS, check, load_suites, shipped_names

COLUMNS = [
    "report_id", "source", "agency", "year", "suite", "rule", "severity", "table", "row", "column", "expected",
    "actual", "difference", "page", "line", "message_zh", "message_en",
]  # fmt: skip
IN_SET = "expect_column_values_to_not_be_in_set"
NEW: Key = ("requests", "new", "natural_person")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("demo")
    for printed in demo_documents(agencies=12, seed=2):
        path = folder / printed.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(printed.data)
    return tk.load(folder, progress=False, workers=1)


def small(*reports: Any) -> Corpus:
    return Corpus.of_frames(frames(*(read(f"{at}.txt", one) for at, one in enumerate(reports))))


def test_the_columns_and_their_types(corpus: Corpus) -> None:
    findings = tk.check(corpus)
    assert list(FINDINGS) == COLUMNS
    for frame in (findings.frame, findings.unknown):
        assert frame.schema == FINDINGS
        assert frame.height > 0
    never_null = ["suite", "rule", "severity", "message_zh", "message_en"]
    assert findings.frame.select(never_null).null_count().sum_horizontal().item() == 0
    # Of a year without a report there is none to name.
    reported = findings.frame.filter(pl.col("rule") != "panel.missing_year")
    assert reported.select("report_id", "source").null_count().sum_horizontal().item() == 0


def test_the_order_is_by_report_suite_rule_and_place_and_always_the_same(corpus: Corpus) -> None:
    first, second = tk.check(corpus), tk.check(corpus)
    assert first.frame.equals(second.frame)
    assert first.unknown.equals(second.unknown)
    assert first.summary().equals(second.summary())
    turned = check(corpus, load_suites([*reversed(shipped_names())]))
    assert turned.frame.equals(first.frame)
    keys = [
        tuple("" if value is None else value for value in row)
        for row in first.frame.select("report_id", "suite", "rule", "table", "row", "column").rows()
    ]
    assert keys == sorted(keys)


def test_findings_that_only_their_numbers_tell_apart_are_in_order_too(tmp_path: Path) -> None:
    own = pl.DataFrame(
        {"report_id": ["r1"] * 400, "n": [float(at * 7 % 400) for at in range(400)], "zero": [0.0] * 400}
    )
    meta = {"message_en": "No", "message_zh": "否"}
    entry = expectation("expect_sums_to_balance", meta, left=["n"], right=["zero"])
    orders = [checked(tmp_path, rows, entry).frame for rows in (own, own.reverse(), own.sort("n"))]
    assert orders[0].equals(orders[1])
    assert orders[0].equals(orders[2])
    assert orders[0]["expected"].to_list() == [float(at) for at in range(1, 400)]


def test_only_what_is_equal_has_numbers() -> None:
    findings = checked_rows(
        "identities",
        requests_by_row=[{"row": "new", "natural_person": 5, "total": 2}],
        disclosure_by_report=[{"regulations__issued": 3}],
    )
    columns = ("rule", "expected", "actual", "difference")
    assert findings.frame.select(columns).rows() == [
        ("disclosure.stock", None, None, None),
        ("requests.total", 5.0, 2.0, -3.0),
    ]


def test_the_summary_has_a_row_for_each_rule_and_severity(corpus: Corpus) -> None:
    findings = tk.check(corpus)
    summary = findings.summary()
    assert summary.columns == [
        "suite", "rule", "severity", "title_zh", "title_en", "legal_basis", "pass", "fail", "unknown"
    ]  # fmt: skip
    assert summary.select("rule", "severity").is_unique().all()
    for verdict, told in (("fail", findings.frame), ("unknown", findings.unknown)):
        counted = {(rule, severity): count for rule, severity, count in told.group_by("rule", "severity").len().rows()}
        found = summary.select("rule", "severity", verdict).iter_rows()
        assert {(rule, severity): count for rule, severity, count in found if count} == counted
    balance = summary.filter(rule="requests.balance").row(0, named=True)
    assert balance["pass"] + balance["fail"] + balance["unknown"] == corpus.requests_by_column.height
    assert balance["title_en"] == "Requests received equal requests processed and carried out"


def test_a_rule_of_two_severities_is_two_rows(tmp_path: Path) -> None:
    own = pl.DataFrame({"report_id": ["r1"], "n": [1]})
    one = {**expectation(IN_SET, {"rule": "a.b"}, column="n", value_set=[1]), "severity": "info"}
    two = {**expectation(IN_SET, {"rule": "a.b"}, column="n", value_set=[2]), "severity": "warning"}
    three = {**expectation(IN_SET, {"rule": "a.b"}, column="n", value_set=[1, 3]), "severity": "info"}
    findings = checked(tmp_path, own, one, two, three)
    assert findings.summary().select("rule", "severity", "pass", "fail").rows() == [
        ("a.b", "info", 0, 2), ("a.b", "warning", 1, 0)
    ]  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_report_is_shown_with_the_cells_of_its_findings_lit(corpus: Corpus, lang: str) -> None:
    findings = tk.check(corpus)
    report_id = findings.frame.filter(rule="requests.balance")["report_id"][0]
    shown = findings.report(report_id, lang=lang)
    assert shown.facts["report_id"] == report_id
    assert dict(shown.highlight) == findings.highlight(report_id, lang=lang)
    assert shown.highlight
    assert shown._repr_html_().count("highlighted") > len(shown.highlight)
    by_name = findings.report(Path(shown.facts["source"]).name)
    assert by_name.facts == shown.facts
    key = next(iter(shown.highlight))
    assert shown.evidence(*key).finding == shown.highlight[key]
    with pytest.raises(UnknownName, match="no report"):
        findings.report("nowhere")


def test_the_results_are_great_expectations_own(corpus: Corpus) -> None:
    findings = tk.check(corpus)
    assert set(findings.results) == {
        "cells.cell_facts", "cells.report_facts", "claims.claim_arithmetic", "claims.claim_checks",
        "claims.claim_statements", "gaps.report_facts", "identities.requests_by_column",
        "identities.requests_by_row", "identities.review_by_channel", "identities.disclosure_by_report",
        "cells.fee_amounts", "gaps.report_history", "across_years.pairs_by_column", "across_years.pairs_by_row",
        "plausibility.regulation_cells", "plausibility.report_history", "plausibility.pairs_by_total",
        "plausibility.suspect_digits", "deadlines.report_dates", "gaps.agency_year_facts",
        "across_years.agency_year_facts", "across_years.repeated_reports", "across_years.report_identities",
        "across_years.roll_ups",
        "reuse.reuse",
        "form.form_facts",
    }  # fmt: skip
    failing: set[str] = set()
    for result in findings.results.values():
        json.dumps(result.describe_dict())
        for one in result.results:
            assert one.expectation_config is not None
            if not one.success:
                failing.add(one.expectation_config.meta["rule"])
    assert failing == set(findings.summary().filter(pl.col("fail") > 0)["rule"])


def test_data_docs(corpus: Corpus, tmp_path: Path) -> None:
    findings = tk.check(corpus, ["identities", "gaps"])
    for name in ("one", "two"):  # a second time, too: a suite is not used up
        index = findings.data_docs(tmp_path / name)
        assert index == tmp_path / name / "index.html"
        page = index.read_text("utf-8")
        told = {path.stem.removeprefix("corpus-") for path in (tmp_path / name / "validations").rglob("*.html")}
        assert told == set(findings.results)
        assert all(one in page for one in told)
    [balance] = (tmp_path / "one" / "validations" / "identities").rglob("*requests_by_column.html")
    assert "carried_in" in balance.read_text("utf-8")
    assert set(findings.results) == told


def test_data_docs_want_an_empty_folder(corpus: Corpus, tmp_path: Path) -> None:
    findings = tk.check(corpus, "gaps")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for name in ("full", "file"):
        with pytest.raises(ToolkitError, match="holds something already: name an empty or a new folder"):
            findings.data_docs(tmp_path / name)
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine.txt"]
    (tmp_path / "empty").mkdir()
    assert findings.data_docs(str(tmp_path / "empty")).is_file()


def of_each_severity(folder: Path) -> Any:
    own = pl.DataFrame({"report_id": ["r1"], "n": [1], "m": [None]}, schema_overrides={"m": pl.Int64})
    entries = [
        {**expectation(IN_SET, {"rule": name}, column="n", value_set=[1, at]), "severity": name}
        for at, name in enumerate(("info", "critical", "warning", "info"), 2)
    ]
    return checked(folder, own, *entries, expectation(IN_SET, column="m", value_set=[1]))


def test_at_least(tmp_path: Path) -> None:
    findings = of_each_severity(tmp_path)
    for severity, found in {
        "info": ["critical", "info", "info", "warning"], "warning": ["critical", "warning"], "critical": ["critical"]
    }.items():  # fmt: skip
        assert findings.at_least(severity)["severity"].to_list() == found
    with pytest.raises(UnknownName, match=r"no severity 'warnin'\. Did you mean 'warning'\? Severities: info, warning"):
        findings.at_least("warnin")


def test_repr(tmp_path: Path) -> None:
    assert repr(of_each_severity(tmp_path)) == "<Findings: 1 critical, 1 warning, 2 info; 1 verdicts unknown>"


def test_html_has_the_most_severe_first_and_escapes_what_users_wrote(tmp_path: Path) -> None:
    own = pl.DataFrame({"report_id": ["r1"], "n": [1]})
    rude = "<script>alert(1)</script>"
    titles = {"rule": f"a.{rude}", "title_zh": rude, "title_en": f"{rude} *b* & <img src=x>"}
    mild = {**expectation(IN_SET, {"rule": "b.c"}, column="n", value_set=[1]), "severity": "info"}
    findings = checked(tmp_path, own, mild, expectation(IN_SET, titles, column="n", value_set=[1]))
    page = findings._repr_html_()
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page
    assert page.index(">严重<") < page.index(">提示<")
    assert '2 findings · <span lang="zh">发现 2 处<' in page


def test_html_tells_the_rules_of_a_severity_by_their_failures(tmp_path: Path) -> None:
    own = pl.DataFrame({"report_id": ["r1", "r2", "r3"], "n": [1, 2, 2]})
    entries = [
        expectation(IN_SET, {"rule": f"a.{name}"}, column="n", value_set=values)
        for name, values in (("none", [3]), ("one", [1]), ("three", [1, 2]), ("two", [2]), ("neither", [4]))
    ]
    page = checked(tmp_path, own, *entries)._repr_html_()
    order = sorted(["none", "one", "three", "two", "neither"], key=lambda name: page.index(f"a.{name}<"))
    assert order == ["three", "two", "one", "none", "neither"]
    assert "3 reports with findings" in page


def test_html_counts_no_report_for_findings_of_none(tmp_path: Path) -> None:
    own = pl.DataFrame({"report_id": ["r1"], "n": [1]})
    page = checked(tmp_path, own, expectation("expect_table_row_count_to_equal", value=2))._repr_html_()
    assert "0 reports with findings" in page


def test_html_of_nothing() -> None:
    assert "0 findings" in check(small(), load_suites())._repr_html_()


# ---------------------------------------------------------------- places


def test_places_have_the_line_of_a_text() -> None:
    findings = tk.check(small(report(printed={NEW: 5})), "identities")
    columns = ("rule", "table", "row", "column", "page", "line", "source")
    # In the text each row of the table has a line of its own; a column starts where its first cell is.
    place = ("requests", None, "natural_person", None, 1, "0.txt")
    assert findings.frame.select(columns).rows()[0] == ("requests.balance", *place)
    assert findings.frame.select("rule", "row", "line").rows()[1] == ("requests.total", "new", 1)


def test_a_cell_has_its_own_line_and_a_report_as_a_whole_has_none() -> None:
    key: Key = ("disclosure", "licensing", "decisions")
    base = small(report(printed={key: BLANK}))
    [line] = base.cells.filter(row="licensing")["line"]
    findings = tk.check(base)
    lines = dict(findings.frame.select("rule", "line").iter_rows())
    assert lines["cells.blank"] == line
    assert lines["gaps.zero_requests"] is None


def test_the_first_place_is_one_place(tmp_path: Path) -> None:
    # The row starts at the foot of page 2 (line 40) and goes on at the head of page 3 (line 1).
    places = [
        ("new", "natural_person", 3, 1),
        ("new", "total", 2, 40),
        ("new", "research", None, 7),
        ("granted", "total", None, 9),
    ]
    cells = pl.DataFrame(
        [
            {"report_id": "r1", "table": "requests", "row": row, "column": column, "page": page, "line": line}
            for row, column, page, line in places
        ],
        schema={name: SCHEMAS["cells"][name] for name in ("report_id", "table", "row", "column", "page", "line")},
    )
    own = pl.DataFrame({"report_id": ["r1"] * 4, "n": [1] * 4, "row": ["new", "granted", None, "nowhere"]})
    meta = {"table": "requests", "row_from": "row"}
    findings = checked(tmp_path, own, expectation(IN_SET, meta, column="n", value_set=[1]), cells=cells)
    assert findings.frame.select("row", "page", "line").rows() == [
        (None, 2, 40), ("granted", None, 9), ("new", 2, 40), ("nowhere", None, None)
    ]  # fmt: skip


def test_reports_without_agency_or_year() -> None:
    findings = tk.check(small(report(None, None, {NEW: 5})), "identities")
    assert findings.frame.select("agency", "year").unique().rows() == [(None, None)]
    assert findings.frame.height == 2


def test_the_agency_is_the_reports_where_the_frame_tells_none(tmp_path: Path) -> None:
    own = pl.DataFrame({"report_id": ["r1", None], "n": [1, 1]})
    findings = checked(tmp_path, own, expectation(IN_SET, column="n", value_set=[1]))
    assert findings.frame.select("report_id", "source", "agency", "year").rows() == [
        (None, None, None, None), ("r1", "a.txt", "神池县水利局", 2023)
    ]  # fmt: skip


def test_what_the_frame_tells_goes_before_the_report(tmp_path: Path) -> None:
    own = pl.DataFrame({"report_id": ["r1"], "source": ["b.txt"], "agency": ["宁武县水利局"], "year": [2019], "n": [1]})
    findings = checked(tmp_path, own, expectation(IN_SET, column="n", value_set=[1]))
    assert findings.frame.select("source", "agency", "year").row(0) == ("b.txt", "宁武县水利局", 2019)


def test_a_frame_without_reports_tells_its_source(tmp_path: Path) -> None:
    own = pl.DataFrame({"source": ["b.pdf", "a.pdf"], "year": [2021, None], "status": ["unreadable"] * 2})
    findings = checked(tmp_path, own, expectation(IN_SET, column="status", value_set=["unreadable"]))
    assert findings.frame.select("report_id", "source", "agency", "year").rows() == [
        (None, "a.pdf", None, None), (None, "b.pdf", None, 2021)
    ]  # fmt: skip


# ---------------------------------------------------------------- nothing to find


def test_a_corpus_without_any_report() -> None:
    for empty in (small(), Corpus.of_frames(frames())):
        findings = tk.check(empty)
        assert findings.frame.schema == FINDINGS
        assert (findings.frame.height, findings.unknown.height) == (0, 0)
        assert findings.summary().select(pl.col("pass", "fail", "unknown").sum()).row(0) == (0, 0, 0)
        assert all(result.success for result in findings.results.values())
        assert repr(findings) == "<Findings: 0 critical, 0 warning, 0 info; 0 verdicts unknown>"


def test_no_suite_finds_nothing(corpus: Corpus) -> None:
    findings = tk.check(corpus, [])
    assert (findings.frame.height, findings.summary().height, dict(findings.results)) == (0, 0, {})


def test_assumed_zeros_are_told_in_the_messages_that_rest_on_them() -> None:
    granted, processed = (("requests", row, "natural_person") for row in ("granted", "processed"))
    carried_in: Key = ("requests", "carried_in", "natural_person")
    findings = tk.check(
        small(report(printed={NEW: 5, carried_in: BLANK, granted: 4, processed: 4}, convention="zero")), "identities"
    )
    assert findings.frame.filter(rule="requests.balance")["message_zh"].to_list() == [
        "自然人：新收 5 + 上年结转 0 = 5，办结 4 + 结转下年度 0 = 4，差 1（空白按 0 计）"
    ]
    sound = tk.check(small(report(printed={NEW: 5}, convention="zero")), "identities")
    assert not any("空白" in message for message in sound.frame["message_zh"])


def test_frames_are_asked_for_by_name_only(tmp_path: Path) -> None:
    own = pl.DataFrame({"report_id": ["r1"], "n": [0]})
    corpus = SmallCorpus(own=own)
    check(corpus, load_suites(suite_file(tmp_path, expectation(IN_SET, column="n", value_set=[1]))))
    assert set(corpus.asked) == {"own"}
