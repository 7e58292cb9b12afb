"""Quantities told in prose: each number with the cell it is told of, and nothing where that is not certain."""

import pytest

from tests.extraction import claim_sentences
from toolkit.codebook import shipped_codebook
from toolkit.extraction.claims import read_claims, read_prose
from toolkit.records import Claim, Place, Section, Statement

OFFICE = "神池县水利局"


def claims(
    text: str, *, agency: str | None = OFFICE, year: int | None = 2023, section: str = "overview"
) -> tuple[Claim, ...]:
    found = read_claims([Section(1, section, "一、总体情况", text, Place())], agency, year, shipped_codebook())
    for claim in found:
        assert 0 <= claim.sentence_start <= claim.start < claim.end <= claim.sentence_start + len(claim.sentence)
        assert text[claim.sentence_start :].startswith(claim.sentence)
    return found


def statements(text: str, *, agency: str = OFFICE, year: int = 2023) -> tuple[Statement, ...]:
    return read_prose([Section(1, "overview", "", text, Place())], agency, year, shipped_codebook()).statements


def short(claim: Claim) -> str:
    place = claim.row if claim.column == "total" else f"{claim.row}.{claim.column}"
    marks = "~" * (not claim.exact) + "?" * (claim.strength == "weak") + "!" * (claim.kind == "none")
    return f"{place}={claim.value:g}{marks}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        *claim_sentences.RECEIVED, *claim_sentences.NONE_RECEIVED, *claim_sentences.ANSWERED, *claim_sentences.RESULTS,
        *claim_sentences.REVIEWS, *claim_sentences.DISCLOSED, *claim_sentences.PAGES,
    ],
)  # fmt: skip
def test_a_sentence(text: str, told: str) -> None:
    assert sorted(map(short, claims(text))) == sorted(told.split())


def test_the_offsets_are_those_of_the_number_or_of_the_words() -> None:
    text = "（二）依申请公开。 全年收到申请 １，２３４ 件，无上年结转。\n未发生政府信息公开行政复议。"
    assert [(text[one.start : one.end], one.value) for one in claims(text)] == [
        ("１，２３４", 1234), ("无", 0), ("未发生", 0)
    ]  # fmt: skip
    assert claims(text)[-1].sentence == "未发生政府信息公开行政复议。"


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("我局收到政府信息公开申请12件，答复12件。", ["own", "own"]),
        ("本机关收到政府信息公开申请12件。答复12件。", ["own", "own"]),
        ("神池县水利局收到政府信息公开申请12件。", ["own"]),
        ("全县收到政府信息公开申请12件，答复12件。", ["area", "area"]),
        ("各部门共收到政府信息公开申请12件。", ["area"]),
        ("全系统收到政府信息公开申请12件。", ["unknown"]),
        ("全年收到政府信息公开申请12件。", ["unknown"]),
        ("全县收到政府信息公开申请95件，我局收到政府信息公开申请17件。", ["area", "own"]),
        ("全县收到政府信息公开申请95件（我局收到17件），答复90件。", ["area", "own", "area"]),
        ("县教育局收到政府信息公开申请12件。", []),
        ("县教育局收到政府信息公开申请12件，答复12件；我局收到政府信息公开申请3件。", ["own"]),
    ],
)
def test_whose_numbers_they_are(text: str, scopes: list[str]) -> None:
    assert [one.scope for one in claims(text)] == scopes


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("全市收到政府信息公开申请95件，其中市本级收到17件。", ["area", "own"]),
        ("我市收到政府信息公开申请95件。", ["area"]),
        ("市政府办公室收到政府信息公开申请17件。", ["own"]),
        ("市公安局收到政府信息公开申请17件，市教育局收到3件。", []),
        ("全市收到政府信息公开申请95件，市公安局收到17件。", ["area"]),
    ],
)
def test_whose_numbers_a_government_tells(text: str, scopes: list[str]) -> None:
    assert [one.scope for one in claims(text, agency="淮安市人民政府")] == scopes


def test_a_document_is_counted_in_the_columns_of_the_years_form() -> None:
    assert [short(one) for one in claims("制定规章1件，公开规范性文件3件。", year=2020)] == [
        "regulations.made=1", "normative_documents.disclosed=3?"
    ]  # fmt: skip
    assert [short(one) for one in claims("制定规章1件。", year=2021)] == ["regulations.issued=1"]


def test_the_year_is_the_first_told_where_the_title_has_none() -> None:
    text = "2023年收到政府信息公开申请12件，2022年收到政府信息公开申请10件。"
    assert [one.value for one in claims(text, year=None)] == [12]
    assert claims(text, year=2021) == ()


@pytest.mark.parametrize(
    ("section", "text", "told"),
    [
        ("requests", "收到申请12件，答复12件。", ["new=12", "processed=12"]),
        ("review", "行政复议3件，其中维持2件。", ["review=3", "review.upheld=2"]),
        ("overview", "行政复议3件，其中维持2件。", []),
        ("problems", "收到政府信息公开申请12件。", []),
        ("other_matters", "收到政府信息公开申请12件。", ["new=12"]),
    ],
)
def test_what_a_section_is_about(section: str, text: str, told: list[str]) -> None:
    assert [short(one) for one in claims(text, section=section)] == told


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("收到政府信息公开申请12件，全部办结。", ["all_answered"]),
        ("收到政府信息公开申请12件，办结率100%。", ["all_answered"]),
        ("收到政府信息公开申请12件，均已答复。", ["all_answered"]),
        ("收到政府信息公开申请12件，均在法定期限内答复。", []),
        ("收到政府信息公开申请12件，全部按时办结。", []),
        ("收到政府信息公开申请12件，按时办结率100%。", []),
        ("收到政府信息公开申请12件，除1件结转外全部办结。", []),
        ("收到政府信息公开申请12件，其余全部办结，结转下年度1件。", []),
        ("上年结转的政府信息公开申请全部办结。", []),
        ("建议提案30件全部办结。", []),
        ("2022年政府信息公开申请全部办结。", []),
        ("未收到政府信息公开申请。", ["none_received"]),
        ("未发生政府信息公开行政复议、行政诉讼。", ["no_disputes"]),
        ("政府信息公开行政复议3件，均获维持。", ["all_upheld"]),
        ("政府信息公开行政诉讼3件，零败诉。", ["never_lost"]),
        ("政府信息公开行政诉讼3件，没有败诉。", ["never_lost"]),
        ("全年未发出收费通知。", ["no_fee_notice"]),
        ("全年发出收费通知0件。", ["no_fee_notice"]),
        ("全年发出收费通知3件。", []),
        ("申请人未按收费通知要求缴纳费用。", []),
    ],
)
def test_a_statement(text: str, kinds: list[str]) -> None:
    assert [one.kind for one in statements(text) if one.kind not in ("breakdown", "growth")] == kinds


@pytest.mark.parametrize(
    ("text", "row", "value", "parts", "complete"),
    [
        ("政府信息公开行政复议3件，维持1件，纠正1件，其他结果1件，尚未审结1件。", "review", 3, (1, 1, 1, 1), True),
        ("政府信息公开行政诉讼3件（直接起诉1件，复议后起诉1件）。", "litigation", 3, (1, 1), True),
        ("收到政府信息公开申请12件，其中自然人申请10件，法人申请1件。", "new", 12, (10, 1), True),
        ("收到政府信息公开申请12件，其中自然人申请10件。", "new", 12, (10,), False),
        ("答复政府信息公开申请12件，其中予以公开5件，不予公开9件。", "processed", 12, (5, 9), False),
    ],
)
def test_a_whole_with_its_parts(text: str, row: str, value: int, parts: tuple[int, ...], complete: bool) -> None:
    [found] = [one for one in statements(text) if one.kind == "breakdown"]
    assert (found.row, found.value, found.parts, found.complete) == (row, value, parts, complete)


@pytest.mark.parametrize(
    ("text", "rates"),
    [
        ("收到政府信息公开申请12件，同比增长20%。", [(12, (), 20, 1)]),
        ("收到政府信息公开申请12件，较上年的10件增长20.0%。", [(12, (10,), 20, 0.1)]),
        ("收到政府信息公开申请12件，比2022年下降1.05%。", [(12, (), -1.05, 0.01)]),
        ("收到政府信息公开申请12件，较2019年增长20%。", []),
        ("收到政府信息公开申请12件，增长约20%。", []),
        ("收到政府信息公开申请约12件，同比增长20%。", []),
        ("收到政府信息公开申请12件，网站访问量同比增长20%。", []),
    ],
)
def test_a_rate(text: str, rates: list[tuple[int, tuple[int, ...], float, float]]) -> None:
    found = [one for one in statements(text) if one.kind == "growth"]
    assert [(one.value, one.parts, one.rate, round(one.step or 0, 6)) for one in found] == rates
