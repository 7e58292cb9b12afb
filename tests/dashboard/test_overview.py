"""Key figures, each with what is not known of it."""

import polars as pl

from tests.dashboard.made_up_page import SmallFindings, corpus, findings, suspects
from tests.figures.made_up import FINDINGS
from toolkit.dashboard.overview import headline, key_figures, statuses


def verdicts(*rows: tuple[str | None, str]) -> pl.DataFrame:
    empty: dict[str, object] = dict.fromkeys(FINDINGS)
    return pl.DataFrame([empty | {"report_id": report, "severity": severity} for report, severity in rows], FINDINGS)


def test_the_headline_counts_files_reports_agencies_and_years() -> None:
    told = headline(corpus().summary())
    assert told.en == "4 files → 4 reports of 2 agencies, 2021–2022"
    assert told.zh == "4 个文件 → 2 个机关的 4 份报告，2021—2022 年度"


def test_statuses_stand_in_one_order_with_their_reasons() -> None:
    found = [
        (code, count, [(why.en, times) for why, times in why]) for code, _, count, why in statuses(corpus().documents)
    ]
    assert found == [
        ("read", "2", []),
        ("duplicate", "1", [("the same content as another file", "1")]),
        ("unreadable", "1", [("it is not text", "1")]),
    ]


def test_key_figures_tell_what_is_not_known() -> None:
    figures = key_figures(corpus(), findings(), None)
    told = [(figure.value, figure.of.en, figure.unknown.en) for figure in figures]
    assert told[:3] == [
        ("2", "of 4", "1 could not be read"),
        ("700", "of 724", "not known: 20 blank, 3 unreadable, 1 missing"),
        ("8", "of 60", "not known: 8 blank, 6 unreadable, 8 without report"),
    ]


def test_a_report_counts_once_and_one_known_to_be_wrong_is_not_unknown() -> None:
    failed = verdicts(("a", "critical"), ("a", "critical"), ("b", "info"), (None, "critical"))
    unknown = verdicts(("a", "critical"), ("b", "critical"), ("c", "warning"), (None, "critical"))
    critical, reports = key_figures(corpus(), SmallFindings(failed, unknown), None)[3:5]
    assert (critical.value, critical.of.en, critical.unknown.en) == ("3", "of 4 findings", "not known: 4 verdicts")
    assert (reports.value, reports.unknown.en.split(" more")[0]) == ("1", "not known: 1")


def test_suspects_have_their_figure_where_they_are_given() -> None:
    figure = key_figures(corpus(), findings(), suspects())[-1]
    assert (figure.value, figure.of.en) == ("1", "in 2 reports that an explanation was found for")
    assert figure.unknown.zh == "未知：1 份报告有多种同等解释"
