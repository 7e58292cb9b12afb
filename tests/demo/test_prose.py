"""The prose tells the numbers of the tables, in sections with known headings."""

import re

from toolkit.codebook import shipped_codebook
from toolkit.demo import true_reports
from toolkit.demo.model import TrueReport


def told(report: TrueReport, pattern: str) -> int | None:
    found = re.search(pattern, report.sections[0][1])
    return int(found.group(1)) if found else None


def has(report: TrueReport, code: str) -> bool:
    return any(text.partition("@")[0] == code for text in report.faults)


def test_numbers_told_are_those_of_the_tables() -> None:
    checked = 0
    for report in true_reports(agencies=150, fault_rate=0):
        if has(report, "cells.total_omitted"):
            continue
        for pattern, row in (
            (r"政府信息公开申请(\d+)件", "new"),
            (r"结转(\d+)件", "carried_in"),
            (r"(?:答复|办结|办理完毕)(\d+)件", "processed"),
            (r"(?:结转下年度|结转下年继续办理|转入下年办理)(\d+)件", "carried_out"),
            (r"予以公开(\d+)件", "granted"),
        ):
            number = told(report, pattern)
            if number is not None:
                assert number == (report.numbers["requests", row, "total"] or 0), (report.agency.name, report.year, row)
                checked += 1
    assert checked > 500


def test_a_report_without_requests_says_so() -> None:
    for report in true_reports(agencies=80, fault_rate=0):
        if report.numbers["requests", "new", "total"] == report.numbers["requests", "carried_in", "total"] == 0:
            assert re.search("未收到|没有收到", report.sections[0][1]), report.sections[0][1]


def test_a_false_claim_is_told_and_recorded() -> None:
    faulty = [r for r in true_reports(agencies=300) if has(r, "claims.table")]
    assert faulty
    for report in faulty:
        assert told(report, r"政府信息公开申请(\d+)件") != report.numbers["requests", "new", "total"]


def test_the_fee_sentence_is_there_from_2021_on_unless_a_fault_says_so() -> None:
    for report in true_reports(agencies=150):
        assert ("信息处理费" in report.sections[5][1]) == (report.year >= 2021 and not has(report, "fees.statement"))


def test_headings_are_those_of_the_codebook() -> None:
    known = [{section.label, *section.aliases} for section in shipped_codebook().sections]
    used: set[str] = set()
    for report in true_reports(agencies=60):
        headings = [heading.partition("、") for heading, _ in report.sections]
        assert [numeral for numeral, _, _ in headings] == list("一二三四五六")
        assert all(label in names for (_, _, label), names in zip(headings, known, strict=True))
        used |= {label for _, _, label in headings}
    assert len(used) > 12  # official ones and others


def test_prose_has_hundreds_of_variants_and_no_braces() -> None:
    reports = true_reports(agencies=150)
    assert len({report.sections[0][1] for report in reports}) > 0.95 * len(reports)
    assert len({report.sections[4][1] for report in reports}) > 300
    assert not any("{" in text or "None" in text for report in reports for _, text in report.sections)


def test_an_area_or_an_office_speaks_for_itself() -> None:
    words = {r.agency.name: r.sections[4][1] for r in true_reports(agencies=40, years=(2019, 2022))}
    for name, word in (
        ("淮安市人民政府", "我市"),
        ("大理白族自治州人民政府", "我州"),
        ("昆山市周庄镇人民政府", "我镇"),
        ("锡林郭勒盟行政公署", "我盟"),
        ("广东省水利厅", "我厅"),
        ("中华人民共和国财政部", "我部"),
        ("淮安市人民政府办公室", "我办"),
        ("南京市鼓楼区湖南路街道办事处", "我街道"),
        ("郑州市郑东新区管理委员会", "我管委会"),
        ("扬州市住房公积金管理中心", "我中心"),
    ):
        assert word in words[name]
