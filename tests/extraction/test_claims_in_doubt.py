"""Claims that only the words around them make certain or doubtful, each test named for its trouble."""

import pytest

from toolkit.codebook import shipped_codebook
from toolkit.extraction.claims import read_claims
from toolkit.records import Place, Section

DEPARTMENT, COUNTY = "神池县水利局", "神池县人民政府"


def told(text: str, *, agency: str = DEPARTMENT, year: int = 2023, section: str = "overview") -> str:
    found = read_claims([Section(1, section, "", text, Place())], agency, year, shipped_codebook())
    return " ".join(
        f"{claim.row if claim.column == 'total' else f'{claim.row}.{claim.column}'}={claim.value:g}" for claim in found
    )


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("予以公开3件，无法提供4件。", "granted=3 unable=4"),
        ("确认或重新出具已获取信息3件。", "rejected_confirmation=3"),
        ("全年收到申请7件，其中自然人6件。", "new=7 new.natural_person=6"),
        ("全年收到申请7件，办结7件。", ""),
        ("取水许可审批收到申请7件，不予许可3件，结转下年度1件。", ""),
        ("作出行政许可决定7件，予以公开3件，不予公开4件。", "licensing.decisions=7"),
        ("办理政协提案7件，予以公开3件，部分公开4件。", ""),
        ("主动公开规章2件。予以公开3件，部分公开4件。", ""),
        ("主动公开规章若干件。收到申请7件，予以公开3件，部分公开4件。", "new=7 granted=3 partly_granted=4"),
    ],
)
def test_words_of_table_3_tell_the_subject_where_no_other_is_named(text: str, claims: str) -> None:
    assert told(text) == claims


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("收到政府信息公开申请7件，合并答复3件。", "new=7"),
        ("收到政府信息公开申请7件，其中延期答复3件。", "new=7"),
        ("若收到政府信息公开申请7件，另行研究。", ""),
        ("每年收到政府信息公开申请7件。", ""),
        ("集中收到政府信息公开申请7件。", ""),
        ("收到政府信息公开申请几十件。", ""),
        ("2020年至2023年收到政府信息公开申请7件。", ""),
        ("2023年1月1日至2023年12月31日收到政府信息公开申请7件。", "new=7"),
        ("较上年减少行政处罚决定7件。", ""),
        ("拟制发行政规范性文件7件。", ""),
        ("退还行政事业性收费7万元。", ""),
        ("追缴企业拖欠的行政事业性收费7万元。", ""),
        ("收取行政事业性收费7万元。", "fees.amount=7"),
    ],
)
def test_a_part_or_a_change_is_not_the_whole(text: str, claims: str) -> None:
    assert told(text) == claims


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("主动公开20件，依申请公开7件，不予公开3件。", ""),
        ("主动公开信息20条，依申请公开收到7件，答复6件。", "new=7 processed=6"),
        ("收到政府信息公开申请7件，其中属于主动公开3件，予以公开4件。", "new=7 granted=4"),
    ],
)
def test_documents_marked_as_open_on_request_are_no_requests(text: str, claims: str) -> None:
    assert told(text) == claims


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("各乡镇共收到政府信息公开申请7件。", ""),
        ("市直部门收到政府信息公开申请7件，答复6件。", ""),
        ("各乡镇依法办理申请。收到政府信息公开申请7件。", "new=7"),
        ("全县行政机关、各乡镇共收到政府信息公开申请7件。", "new=7"),
        ("各乡镇和县直各部门共收到政府信息公开申请7件。", "new=7"),
        ("全县收到政府信息公开申请7件，县直部门收到5件，各乡镇收到2件。", "new=7"),
    ],
)
def test_a_part_of_the_area_is_not_the_area(text: str, claims: str) -> None:
    assert told(text, agency=COUNTY) == claims


def test_a_system_of_organs_has_no_known_scope() -> None:
    found = read_claims(
        [Section(1, "overview", "", "全县水利系统收到政府信息公开申请7件。", Place())],
        DEPARTMENT, 2023, shipped_codebook(),
    )  # fmt: skip
    assert [(claim.value, claim.scope) for claim in found] == [(7, "unknown")]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("政府信息公开申请：自然人新收7件，上年结转1件。", "new.natural_person=7"),
        ("政府信息公开申请：自然人新收7件；上年结转1件。", "new.natural_person=7 carried_in=1"),
        ("政府信息公开申请（自然人新收7件），答复6件。", "new.natural_person=7 processed=6"),
    ],
)
def test_what_an_applicant_did_is_not_the_total(text: str, claims: str) -> None:
    assert told(text) == claims


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("收到政府信息公开申请7件，涉及国家秘密不予公开2件。", "new=7 denied_state_secret=2"),
        ("收到政府信息公开申请7件，国家秘密、内部事务信息等不予公开2件。", "new=7 denied=2"),
        ("收到政府信息公开申请7件，国家秘密等不予公开2件。", "new=7 denied=2"),
    ],
)
def test_the_only_reason_told_is_the_row(text: str, claims: str) -> None:
    assert told(text) == claims


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("办理政府信息公开申请7件，其中答复6件。", "processed=7 processed=6"),
        ("办结政府信息公开申请7件，其中答复6件。", "processed=7"),
        ("受理政府信息公开申请7件，收到3件。", "new=7"),
    ],
)
def test_a_strong_verb_says_what_a_weak_one_left_open(text: str, claims: str) -> None:
    assert told(text) == claims


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("未收到政府信息公开申请，也未发生行政复议。", "new=0 review=0"),
        ("未收到因政府信息公开提起的行政诉讼。", "litigation=0"),
        ("未发生政府信息公开行政复议、诉讼。", "review=0 litigation=0"),
        ("未发生行政复议、诉讼。", ""),
    ],
)
def test_none_is_told_of_disputes(text: str, claims: str) -> None:
    assert sorted(told(text).split()) == sorted(claims.split())


def test_an_outcome_names_the_channel_of_the_next_one() -> None:
    assert told("行政诉讼结果维持2件，结果纠正1件。", section="review") == "litigation.upheld=2 litigation.corrected=1"


def test_a_column_of_the_form_of_2019_keeps_its_document() -> None:
    text = "规范性文件本年新制作数量2件，本年新公开数量1件。"
    assert told(text, year=2020) == "normative_documents.made=2 normative_documents.disclosed=1"
