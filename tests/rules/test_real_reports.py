"""The rules on a real report, where it lies beside the project, and on the official form with nothing filled in."""

import re
from pathlib import Path

import polars as pl
import pytest

import toolkit as tk
from tests.specimens.printed_page import numbers, page
from toolkit.rules import Findings

IDENTITIES = ("requests.balance", "requests.parts", "requests.total", "review.total", "disclosure.stock")


def counts(findings: Findings, rule: str) -> tuple[int, int, int]:
    """How many rows pass, fail and cannot be judged."""
    row = findings.summary().filter(rule=rule).select("pass", "fail", "unknown").row(0)
    return (row[0], row[1], row[2])


@pytest.mark.parametrize("name", ["shenchi-2023.txt", "huaian-2024.pdf"])
def test_a_real_report_keeps_every_identity(name: str, real_reports: Path) -> None:
    findings = tk.check(tk.load(real_reports / name, progress=False))
    assert {rule: counts(findings, rule) for rule in IDENTITIES} == {
        "requests.balance": (7, 0, 0), "requests.parts": (7, 0, 0), "requests.total": (25, 0, 0),
        "review.total": (3, 0, 0), "disclosure.stock": (2, 0, 0),
    }  # fmt: skip
    # One report alone: there is no other year to compare its fees with; and neither shows a day of publication.
    assert set(findings.unknown["rule"]) <= {"fees.unit", "reuse.previous_year", "timeliness.deadline", "dates.order"}


def test_a_real_report_without_a_request_is_noted(real_reports: Path) -> None:
    findings = tk.check(tk.load(real_reports / "shenchi-2023.txt", progress=False))
    # It decided on three licences: not all of its numbers are zero.
    assert counts(findings, "gaps.all_zero") == (1, 0, 0)
    who = ("忻州市生态环境局神池分局", 2023)
    assert sorted(findings.frame.select("agency", "year", "rule", "severity").rows()) == [
        (*who, "fees.statement", "info"), (*who, "gaps.zero_requests", "info"), (*who, "narrative.five_parts", "info")
    ]  # fmt: skip


def test_the_form_of_real_reports(real_reports: Path) -> None:
    """Read by hand: one tells nothing of fees, having had no request; the other tells a fee, far below its table's."""
    branch = tk.check(tk.load(real_reports / "shenchi-2023.txt", progress=False), ["form"])
    told = dict(branch.frame.select("rule", "message_zh").iter_rows())
    assert told == {
        "fees.statement": "第六部分没有写明 2023 年是否收取信息处理费（本年没有申请）",
        "narrative.five_parts": "总体情况没有讲到：依申请公开",
    }
    corpus = tk.load(real_reports / "huaian-2024.pdf", progress=False)
    city = tk.check(corpus)
    assert city.frame.select("rule", "message_zh").rows() == [
        ("narrative.accountability", "没有讲到：社会评议、责任追究")
    ]
    assert counts(city, "fees.amount") == (1, 0, 0)
    assert corpus.form_facts.select("fees_said", "fee_told").row(0) == (True, 3940.0)
    assert branch.unknown.is_empty()
    assert city.unknown.filter(suite="form").is_empty()


def test_what_is_not_read_yet_says_so(real_reports: Path) -> None:
    documents = tk.load(real_reports, progress=False).documents
    unread = documents.filter((pl.col("status") != "read") & ~pl.col("format").is_in(["json"]))
    assert unread.is_empty()
    assert set(documents.filter(pl.col("format") == "json")["reason"]) == {"other_page"}


def test_the_empty_form_as_a_word_file_is_blank_and_no_identity_is_judged(real_reports: Path) -> None:
    corpus = tk.load(real_reports / "template-2021-empty.docx", progress=False, workers=1)
    findings = tk.check(corpus)
    assert {rule: counts(findings, rule)[:2] for rule in IDENTITIES} == dict.fromkeys(IDENTITIES, (0, 0))
    assert counts(findings, "requests.total") == (0, 0, 25)
    assert set(findings.frame["rule"]) == {
        "cells.blank", "panel.unidentified", "structure.placeholder", "narrative.both_parts"
    }  # fmt: skip
    assert findings.frame.filter(rule="cells.blank").height == 200


def unfilled(ending: str) -> str:
    """The official form with no number in it."""
    printed = page("安吉县水利局", numbers("2021"))
    text = printed.html() if ending == "html" else printed.text()
    if ending == "html":
        return re.sub(r"(<td[^>]*>)[\d.]+(</td>)", r"\1\2", text)
    return "\n".join(re.sub(r"(^|\t)[\d.]+(?=\t|$)", r"\1", line) for line in text.split("\n"))


@pytest.mark.parametrize("ending", ["html", "txt"])
def test_an_unfilled_form_is_blank_and_no_identity_is_judged(ending: str, tmp_path: Path) -> None:
    (tmp_path / f"form.{ending}").write_text(unfilled(ending), "utf-8")
    corpus = tk.load(tmp_path, progress=False)
    assert set(corpus.cells["state"]) == {"blank"}
    assert corpus.cells.height == 200
    assert corpus.reports.select("blank_convention", "requests_state").row(0) == ("none", "blank")
    findings = tk.check(corpus)
    assert {rule: counts(findings, rule)[:2] for rule in IDENTITIES} == dict.fromkeys(IDENTITIES, (0, 0))
    assert counts(findings, "requests.total") == (0, 0, 25)
    assert counts(findings, "gaps.zero_requests") == (0, 0, 1)
    # Its prose is short: section 1 has a sentence or two on publishing.
    assert set(findings.frame["rule"]) == {"cells.blank", "narrative.five_parts"}
    assert findings.frame.filter(rule="cells.blank").height == 200
