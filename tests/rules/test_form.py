"""The suite of the form: severities, scope and messages, on rows, on prose, and on the demo."""

from collections.abc import Mapping
from typing import Any

import polars as pl
import pytest

from tests.corpus.form_reports import BOOK, facts_of
from tests.rules.shipped_on_rows import checked_rows
from tests.rules.small_corpus import SmallCorpus
from toolkit.corpus.form import form_facts
from toolkit.corpus.schema import SCHEMAS
from toolkit.demo import true_reports
from toolkit.demo.model import TrueReport
from toolkit.rules import Findings, check, load_suites

Verdict = tuple[str, str, str]
RULES = (
    "structure.sections", "structure.template", "structure.title", "structure.placeholder", "narrative.year",
    "narrative.five_parts", "narrative.accountability", "narrative.both_parts", "fees.statement", "fees.amount",
)  # fmt: skip


def verdicts(findings: Findings) -> set[Verdict]:
    """Rule, severity and verdict of everything that does not pass."""
    told = [
        (rule, severity, verdict)
        for verdict, frame in (("fail", findings.frame), ("unknown", findings.unknown))
        for rule, severity in frame.select("rule", "severity").iter_rows()
    ]
    assert len(told) == len(set(told))
    return set(told)


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        ({}, set()),
        ({"sections_complete": False}, {("structure.sections", "critical", "fail")}),
        ({"sections_complete": None}, {("structure.sections", "critical", "unknown")}),
        ({"form_fits": False}, {("structure.template", "critical", "fail")}),
        ({"form_fits": None}, {("structure.template", "critical", "unknown")}),
        ({"form_fits": None, "form_known": None}, {("structure.template", "critical", "unknown")}),
        ({"form_fits": False, "form_known": False}, set()),
        ({"title_complete": False}, {("structure.title", "info", "fail")}),
        ({"title_complete": None}, {("structure.title", "info", "unknown")}),
        ({"unfilled": True}, {("structure.placeholder", "warning", "fail")}),
        ({"unfilled": None}, {("structure.placeholder", "warning", "unknown")}),
        ({"wrong_year": True}, {("narrative.year", "warning", "fail")}),
        ({"wrong_year": None}, {("narrative.year", "warning", "unknown")}),
        ({"five_parts": False}, {("narrative.five_parts", "info", "fail")}),
        ({"five_parts": None, "five_parts_due": None}, {("narrative.five_parts", "info", "unknown")}),
        ({"five_parts": False, "five_parts_due": False}, set()),
        ({"accountable": False}, {("narrative.accountability", "info", "fail")}),
        ({"accountable": None, "government": None}, {("narrative.accountability", "info", "unknown")}),
        ({"accountable": False, "government": False}, set()),
        ({"both_parts": False}, {("narrative.both_parts", "info", "fail")}),
        ({"both_parts": None}, {("narrative.both_parts", "info", "unknown")}),
        ({"fees_said": False}, {("fees.statement", "warning", "fail")}),
        ({"fees_said": False, "fees_excused": True}, {("fees.statement", "info", "fail")}),
        ({"fees_said": None, "fees_due": None}, {("fees.statement", "warning", "unknown")}),
        ({"fees_said": False, "fees_due": False}, set()),
        ({"fee_above": True}, {("fees.amount", "info", "fail")}),
        ({"fee_above": None}, {("fees.amount", "info", "unknown")}),
        ({"fee_above": None, "fee_given": False}, set()),
    ],
)
def test_severity_and_scope(row: Mapping[str, Any], wanted: set[Verdict]) -> None:
    findings = checked_rows("form", form_facts=[row])
    assert verdicts(findings) == wanted
    places = pl.concat([findings.frame, findings.unknown]).select("table", "row", "column")
    assert places.null_count().sum_horizontal().item() == 3 * len(wanted)


def test_the_suite_has_these_rules() -> None:
    assert set(checked_rows("form", form_facts=[{}]).summary()["rule"]) == set(RULES)


def checked(facts: pl.DataFrame) -> Findings:
    return check(SmallCorpus(form_facts=facts), load_suites("form"))


@pytest.mark.parametrize(
    ("rule", "sections", "how", "zh", "en"),
    [
        (
            "structure.sections", {5: None}, {},
            "缺少第5部分“存在的主要问题及改进情况”", "section 5 (存在的主要问题及改进情况) is not there",
        ),
        (
            "structure.template", {}, {"template_requests": "2019"},
            "主动公开表为 2021 年格式，申请表为 2019 年格式，2023 年度应为 2021 年格式",
            "table of disclosure: form of 2021; table of requests: form of 2019; "
            "a report about 2023 has the form of 2021",
        ),
        (
            "structure.title", {}, {"title": "神池县水利局政府信息公开工作年度报告", "preamble": None},
            "标题“神池县水利局政府信息公开工作年度报告”没有写明年度",
            "the title “神池县水利局政府信息公开工作年度报告” does not name: year",
        ),
        (
            "structure.placeholder", {5: "存在问题XX项。将改进。"}, {},
            "留有未填写的文字：“存在问题XX项。将改进。”", "left to be filled in: “存在问题XX项。将改进。”",
        ),
        (
            "narrative.year", {}, {"preamble": "统计期限为2022年1月1日至12月31日。"},
            "报告年度为 2023，正文所述为 2022 年：“2022年1月1日至12月31日。2023年，我局按计划”",
            "the report is about 2023, the prose tells 2022: “2022年1月1日至12月31日。2023年，我局按计划”",
        ),
        (
            "narrative.five_parts", {1: "2023年，我局主动公开，网站运行正常。"}, {},
            "总体情况没有讲到：依申请公开、政府信息管理、监督保障",
            "section 1 does not speak of: requests, management of information, supervision",
        ),
        (
            "narrative.accountability", {1: "2023年，我局主动公开，答复申请人，信息管理有序，平台正常，考核合格。"},
            {"kind": "government"}, "没有讲到：社会评议、责任追究",
            "does not speak of: evaluation by the public, accountability",
        ),
        ("narrative.both_parts", {5: "我局会增加图解。"}, {}, "第五部分没有讲到：存在的问题、改进情况",
         "section 5 does not speak of: problems, improvements"),
        (
            "fees.statement", {6: "无"}, {}, "第六部分没有写明 2023 年是否收取信息处理费",
            "section 6 does not say whether information-processing fees were collected in 2023",
        ),
        (
            "fees.statement", {6: "无"}, {"requests_state": "zero"},
            "第六部分没有写明 2023 年是否收取信息处理费（本年没有申请）",
            "section 6 does not say whether information-processing fees were collected in 2023 (there was no request)",
        ),
        (
            "fees.amount", {6: "收取信息处理费3940元。"}, {"fees": "0.25"},
            "第六部分所述信息处理费为 3940 元，表中行政事业性收费为 2500 元",
            "section 6 tells a fee of 3940 yuan, the fees of table 2 are 2500 yuan",
        ),
    ],
)  # fmt: skip
def test_messages(rule: str, sections: dict[int, str | None], how: dict[str, Any], zh: str, en: str) -> None:
    findings = checked(facts_of(sections, **how))
    assert findings.frame.select("rule", "message_zh", "message_en").rows() == [(rule, zh, en)]


# ---------------------------------------------------------------- the demo


def frames(reports: list[TrueReport]) -> pl.DataFrame:
    """`form_facts` of true reports, as if read without a slip; the preamble is not known."""
    rows: list[dict[str, Any]] = []
    sections: list[dict[str, Any]] = []
    cells: list[dict[str, Any]] = []
    for at, one in enumerate(reports):
        name = f"r{at:05}"
        state = (
            "requests" if any(one.numbers.get(("requests", row, "total")) for row in ("new", "carried_in")) else "zero"
        )
        rows.append({
            "report_id": name, "source": "a.txt", "agency": one.agency.name, "year": one.year, "kind": one.agency.kind,
            "title": f"{one.agency.name}{one.year}年政府信息公开工作年度报告", "requests_state": state,
            "template_disclosure": one.template_disclosure, "template_requests": one.template_requests,
        })  # fmt: skip
        for section, (heading, text) in zip(BOOK.sections, one.sections, strict=True):
            sections.append({"report_id": name, "number": section.number, "code": section.code, "heading": heading,
                             "text": text, "block": section.number})  # fmt: skip
        cells += [{"report_id": name, "table": table, "row": "x", "column": "y"} for table in
                  {key[0] for key in one.numbers}]  # fmt: skip
        amount = one.numbers.get(("disclosure", "fees", "amount"))
        if isinstance(amount, int | float):
            cells.append({"report_id": name, "table": "disclosure", "row": "fees", "column": "amount",
                          "value": float(amount), "unit": "万元", "raw": f"{amount:g}"})  # fmt: skip
    return form_facts(
        pl.DataFrame(rows, schema=SCHEMAS["reports"]),
        pl.LazyFrame(sections, schema=SCHEMAS["sections"]),
        pl.LazyFrame(cells, schema=SCHEMAS["cells"]),
        BOOK,
    )


def test_the_demo_has_no_finding_but_those_sown() -> None:
    reports = true_reports(agencies=80, seed=5)
    facts = frames(reports)
    found: dict[str, set[int]] = {rule: set() for rule in RULES}
    for rule, report_id in checked(facts).frame.select("rule", "report_id").iter_rows():
        found[rule].add(int(report_id[1:]))
    sown: dict[str, set[int]] = {}
    for at, one in enumerate(reports):
        for fault in one.faults:
            sown.setdefault(fault.split("@")[0], set()).add(at)
    assert found["fees.statement"] == sown["fees.statement"]
    # A year told in the middle of a sentence alone is not judged.
    assert found["narrative.year"] <= sown["narrative.year"]
    assert len(found["narrative.year"]) >= len(sown["narrative.year"]) - 1 > 0
    # A section that has neither its table nor a word.
    assert found["structure.sections"] <= sown["structure.tables"]
    wrong = {
        at for at, one in enumerate(reports)
        if {one.template_disclosure, one.template_requests} != {"2019" if one.year < 2021 else "2021"}
    }  # fmt: skip
    assert found["structure.template"] == wrong
    for rule in ("structure.title", "structure.placeholder", "narrative.five_parts", "narrative.accountability",
                 "narrative.both_parts"):  # fmt: skip
        assert not found[rule], rule
    # An amount that was printed in the wrong unit may fall below what is told.
    assert found["fees.amount"] <= sown.get("fees.unit", set())
