"""The suite of repeated prose: what fires, and what it tells."""

from typing import Any

import pytest

from tests.rules.shipped_on_rows import checked_rows

ZH, EN = "第五部分（存在的主要问题及改进情况）", "Section 5 (problems and improvements)"
APART_ZH, APART_EN = "（数字、年份、名称和套话不计）", " (numbers, years, names and standard phrases apart)"
SECTION = {"section_zh": ZH, "section_en": EN}
ALIKE = {
    "other_agency": "宁武县财政局", "other_year": 2021, "other_similarity": 0.953, "other_share": 0.88,
    "other_passage": "闸门钥匙交给教师。",
}  # fmt: skip


def found(**row: Any) -> list[tuple[str, str, str | None, str, str]]:
    findings = checked_rows("reuse", reuse=[{"trace": "text", **SECTION, **row}])
    return findings.frame.select("rule", "severity", "row", "message_zh", "message_en").rows()


def test_the_year_before() -> None:
    told = {"previous_similarity": 1.0, "previous_share": 0.5, "previous_passage": "闸门钥匙交给教师。"}
    assert found(**told, repeats_previous=True, repeats_other=False) == [
        (
            "reuse.previous_year", "warning", None,
            f"{ZH}与本机关 2022 年的报告相似度 1{APART_ZH}，整句相同的占 0.5，如“闸门钥匙交给教师。”",
            f"{EN}: similarity 1 to the agency's own report about 2022{APART_EN}"
            ", 0.5 of it in the same clauses, such as “闸门钥匙交给教师。”",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "chinese", "english"),
    [
        (
            ALIKE,
            f"{ZH}与宁武县财政局 2021 年的报告相似度 0.953{APART_ZH}，整句相同的占 0.88，如“闸门钥匙交给教师。”",
            f"{EN}: similarity 0.953 to 宁武县财政局's report about 2021{APART_EN}"
            ", 0.88 of it in the same clauses, such as “闸门钥匙交给教师。”",
        ),
        (
            {**ALIKE, "trace": "name_in_text", "foreign_name": "宁武县"},
            f"{ZH}留有“宁武县”，与宁武县财政局 2021 年的报告相似度 0.953{APART_ZH}"
            "，整句相同的占 0.88，如“闸门钥匙交给教师。”",
            f"{EN} names “宁武县”; similarity 0.953 to 宁武县财政局's report about 2021{APART_EN}"
            ", 0.88 of it in the same clauses, such as “闸门钥匙交给教师。”",
        ),
        (
            {"trace": "name", "foreign_name": "宁武县水利局"},
            f"{ZH}以“宁武县水利局”的名义叙述，没有找到相近的报告",
            f"{EN} speaks as “宁武县水利局”; no report like it was found",
        ),
    ],
)
def test_another_agency(row: dict[str, Any], chinese: str, english: str) -> None:
    told = found(**row, repeats_previous=False, repeats_other=True)
    assert told == [("reuse.other_agency", "warning", None, chinese, english)]


def test_a_section_of_ones_own() -> None:
    assert found(repeats_previous=False, repeats_other=False) == []


@pytest.mark.parametrize(("column", "rule"), [("repeats_previous", "previous_year"), ("repeats_other", "other_agency")])
def test_what_cannot_be_told_is_unknown(column: str, rule: str) -> None:
    row = {"repeats_previous": False, "repeats_other": False, "trace": "text", **SECTION, column: None}
    findings = checked_rows("reuse", reuse=[row])
    assert findings.frame.is_empty()
    assert findings.unknown["rule"].to_list() == [f"reuse.{rule}"]
    counts = findings.summary().select("rule", "pass", "fail", "unknown").rows()
    assert sorted(counts) == sorted(
        [(f"reuse.{rule}", 0, 0, 1), *((name, 1, 0, 0) for name, *_ in counts if name != f"reuse.{rule}")]
    )
