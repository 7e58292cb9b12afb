"""From a report's text to the findings about its prose."""

import pytest

import toolkit as tk
from tests.corpus.small_reports import Key, read, report
from toolkit.codebook import shipped_codebook
from toolkit.corpus import Corpus
from toolkit.corpus.agencies import Identifier
from toolkit.corpus.frames import frames_of, identify
from toolkit.documents import read_blocks
from toolkit.extraction import extract_reports
from toolkit.extraction.claims import read_prose
from toolkit.records import Place, Section

Found = list[tuple[str, str, str | None]]


def findings(agency: str, text: str, printed: dict[Key, float | str | None]) -> Found:
    """What the suite finds in a report of one section and these numbers, as (rule, severity, row)."""
    sections = (Section(1, "overview", "一、总体情况", text, Place(line=3)),)
    prose = read_prose(sections, agency, 2023, shipped_codebook())
    told = report(agency, 2023, printed)._replace(sections=sections, claims=prose.claims, statements=prose.statements)
    made = identify(frames_of([read("a.html", told)]), Identifier())
    found = tk.check(Corpus.of_frames(made), "claims").frame
    return [(rule, severity, row) for rule, severity, row in found.select("rule", "severity", "row").rows()]


NEW: Key = ("requests", "new", "total")
OUT: Key = ("requests", "carried_out", "total")


@pytest.mark.parametrize(
    ("agency", "text", "printed", "found"),
    [
        ("淮安市人民政府", "市本级收到政府信息公开申请17件。", {NEW: 95}, []),
        ("淮安市人民政府", "全市收到政府信息公开申请95件，其中市本级收到17件。", {NEW: 95}, []),
        ("淮安市人民政府", "全市收到政府信息公开申请134件。", {NEW: 170}, [("claims.table", "critical", "new")]),
        ("淮安市人民政府", "共收到政府信息公开申请134件。", {NEW: 170}, [("claims.table", "warning", "new")]),
        ("淮安市人民政府", "全市受理政府信息公开申请134件。", {NEW: 170}, [("claims.table", "warning", "new")]),
        ("神池县水利局", "我局收到政府信息公开申请134件。", {NEW: 170}, [("claims.table", "critical", "new")]),
        ("神池县水利局", "全县收到政府信息公开申请134件。", {NEW: 170}, []),
        ("神池县水利局", "收到政府信息公开申请170余件。", {NEW: 174}, []),
        ("神池县水利局", "收到政府信息公开申请12件（含上年结转2件）。",
         {NEW: 11, ("requests", "carried_in", "total"): 2}, [("claims.table", "critical", "handled")]),
        ("神池县水利局", "收到政府信息公开申请12件，全部办结。", {NEW: 12, OUT: 1},
         [("claims.contradiction", "critical", None)]),
        ("神池县水利局", "收到政府信息公开申请12件，均在法定期限内答复。", {NEW: 12, OUT: 1}, []),
        ("神池县水利局", "未收到政府信息公开申请。", {NEW: 12}, [("claims.contradiction", "critical", None)]),
        ("神池县水利局", "收到政府信息公开申请12件，较上年的10件增长30%。", {NEW: 12},
         [("claims.arithmetic", "warning", None)]),
        ("神池县水利局", "收到政府信息公开申请12件，其中自然人10件，法人1件。",
         {NEW: 12, ("requests", "new", "natural_person"): 10}, [("claims.arithmetic", "warning", None)]),
    ],
)  # fmt: skip
def test_a_sentence_beside_its_table(
    agency: str, text: str, printed: dict[Key, float | str | None], found: Found
) -> None:
    assert findings(agency, text, printed) == found


def test_claims_are_read_where_a_report_is() -> None:
    row = "一、本年新收政府信息公开申请数量\t" + "\t".join("0000003")
    text = (
        "神池县水利局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n2023年，我局收到政府信息公开申请4件，全部办结。\n\n"
        f"二、主动公开政府信息情况\n\n三、收到和处理政府信息公开申请情况\n\n{row}\n\n"
        "四、政府信息公开行政复议、行政诉讼情况\n\n五、存在的主要问题及改进情况\n\n没有。\n\n六、其他需要报告的事项\n\n无。\n"
    )
    [told] = extract_reports(read_blocks(text.encode(), "txt"), shipped_codebook()).reports
    assert [(claim.row, claim.value) for claim in told.claims] == [("new", 4)]
    assert [one.kind for one in told.statements] == ["all_answered"]


def test_traditional_characters_are_quoted_as_printed() -> None:
    text = (
        "神池縣水利局2023年政府信息公開工作年度報告\n\n一、總體情況\n\n我局收到政府信息公開申請4件。\n\n"
        "二、主動公開政府信息情況\n\n三、收到和處理政府信息公開申請情況\n\n四、政府信息公開行政復議、行政訴訟情況\n\n"
        "五、存在的主要問題及改進情況\n\n沒有開展專項檢查。\n\n六、其他需要報告的事項\n\n無。\n"
    )
    [told] = extract_reports(read_blocks(text.encode(), "txt"), shipped_codebook()).reports
    [claim] = told.claims
    assert claim.sentence == "我局收到政府信息公開申請4件。"
    assert told.sections[0].text[claim.start : claim.end] == "4"
