"""Printed labels are compared without what varies; damaged ones are recognised with care only."""

import pytest

from toolkit.codebook import shipped_codebook
from toolkit.codebook.model import Name
from toolkit.extraction.labels import Key, LabelIndex, is_rest_of, label_key, table_labels

ROWS = table_labels(shipped_codebook()).request_rows
EVERY = [row.code for row in shipped_codebook().request_rows]


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("规章", ("", "规章")),
        (" 规\u3000章\n", ("", "规章")),
        ("规\u200b章\ufeff", ("", "规章")),
        ("一、总体情况", ("1", "总体情况")),
        ("十、附则", ("10", "附则")),
        ("一总体情况", ("", "一总体情况")),
        ("（三）不予公开", ("3", "不予公开")),
        ("(三)、不予公开", ("3", "不予公开")),
        ("（3）不予公开", ("3", "不予公开")),
        ("1.属于国家秘密", ("1", "属于国家秘密")),
        ("1．属于国家秘密", ("1", "属于国家秘密")),
        ("1、属于国家秘密", ("1", "属于国家秘密")),
        ("1属于国家秘密", ("1", "属于国家秘密")),
        ("３.危及“三安全一稳定”", ("3", "危及三安全一稳定")),
        ("2023年", ("", "2023年")),
        ("12.5", ("", "125")),
        ("第二十条第（五）项", ("", "第二十条第五项")),
        ("第一、总体情况", ("1", "总体情况")),
        ("部分公开（区分处理的，只计这一情形，不计其他情形）", ("", "部分公开")),
        ("部分公开（区分（处理）的）", ("", "部分公开")),
        ("部分公开（区分处理的", ("", "部分公开")),
        ("部分公开[注]", ("", "部分公开")),
        ("部分公开【注】", ("", "部分公开")),
        ("行政许可（不予许可）", ("", "行政许可不予许可")),
        ("行政许可（其中：网上）", ("", "行政许可其中网上")),
        ("行政许可（未办结）", ("", "行政许可未办结")),
        ("本年收费金额（单位：万元）", ("", "本年收费金额")),
        ("规章①", ("", "规章")),
        ("规章 [注①]", ("", "规章")),
        ("规章*", ("", "规章")),
        ("规章※", ("", "规章")),
        ("规章\n1", ("", "规章")),
        ("规章\n注1", ("", "规章")),
        ("规章1", ("", "规章1")),
        ("本年增/减", ("", "本年增减")),
        ("A类_事项", ("", "a类事项")),
        ("行政许可：", ("", "行政许可")),
        ("", ("", "")),
        ("（）", ("", "")),
    ],
)
def test_label_key(label: str, key: tuple[str, str]) -> None:
    assert label_key(label) == Key(*key)


def test_radicals_printed_by_browsers_are_the_plain_characters() -> None:
    assert label_key("⾏政许可") == label_key("行政许可")
    assert label_key("⼀、总体情况") == label_key("一、总体情况")


@pytest.mark.parametrize("row", shipped_codebook().request_rows, ids=lambda row: str(row.code))
def test_every_wording_of_the_codebook_names_its_row(row: Name) -> None:
    for label in (row.label, *row.aliases):
        assert ROWS.find(label) == row.code
        assert ROWS.find(" ".join(label)) == row.code


def test_headings_glued_to_the_label_by_lossy_text() -> None:
    assert ROWS.find("（三）不予公开1.属于国家秘密") == "denied_state_secret"
    assert ROWS.find("三、本年度办理结果（三）不予公开1.属于国家秘密") == "denied_state_secret"
    assert ROWS.find("三、本年办理结果（三）不予公开1.属于国家秘密") == "denied_state_secret"
    assert ROWS.find("三、本年度办理结果（一）予以公开") == "granted"
    assert ROWS.find("三、本年度办理结果予以公开") == "granted"
    assert ROWS.find("（五）不予处理2.重复申请") == "rejected_repeat"
    assert ROWS.find("（三）不予公开2.重复申请") is None


def test_a_word_more_is_another_label() -> None:
    assert ROWS.find("不属于国家秘密") is None
    assert ROWS.find("属于国家秘密（不含工作秘密）") is None


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("于国家秘密", "denied_state_secret"),
        ("家秘密", "denied_state_secret"),
        ("2.其他法律行政止公开", "denied_law"),
        ("本机关不掌握相关政府信", "unable_not_held"),
        ("2.没有现成信息需要另行制做", "unable_not_ready"),
        ("复申请", "rejected_repeat"),
        ("1.复申请", None),
        ("3.于国家秘密", None),
        ("密", None),
        ("国密", None),
        ("绝不属于国家秘密", None),
        ("另有规定", None),
        ("", None),
    ],
)
def test_damaged_labels(label: str, code: str | None) -> None:
    assert ROWS.find_damaged(label, EVERY) == code


def test_what_is_left_of_two_labels_tells_neither_until_one_is_taken() -> None:
    rows = LabelIndex([Name("licensing", "行政许可", (), ()), Name("penalties", "行政处罚", (), ())])
    assert rows.find_damaged("行政", ["licensing", "penalties"]) is None
    assert rows.find_damaged("行政", ["penalties"]) == "penalties"
    assert rows.find_damaged("政许可", ["penalties"]) is None


def test_other_wordings_count_like_the_official_one_and_the_first_of_two_names_keeps_a_wording() -> None:
    rows = LabelIndex([Name("a", "规章", ("制度",), ()), Name("b", "制度", (), ())])
    assert (rows.find("规章"), rows.find("制度"), rows.find("法规")) == ("a", "a", None)


@pytest.mark.parametrize(
    ("words", "wording", "expected"),
    [
        ("政许可", "行政许可", True),
        ("行许", "行政许可", True),
        ("许", "行政许可", False),
        ("许行", "行政许可", False),
        ("行政许可类", "行政许可", False),
        ("行政许可", "行政许可", True),
    ],
)
def test_what_is_left_of_a_wording_stands_in_its_order_and_is_half_of_it(
    words: str, wording: str, expected: bool
) -> None:
    assert is_rest_of(words, wording) is expected


def test_misprints_of_long_wordings_only() -> None:
    # Ten characters with one wrong are known again, seven with one wrong are not.
    long, short = Name("a", "没有现成信息需要制作", (), ()), Name("b", "要求提供出版物", (), ())
    assert LabelIndex([long]).find_damaged("没有现成信息须要制作", ["a"]) == "a"
    assert LabelIndex([long]).find_damaged("没有现存信息须要制作", ["a"]) is None
    assert LabelIndex([short]).find_damaged("要求题供出版物", ["b"]) is None


def test_review_rows_are_known_by_the_last_part_of_their_label() -> None:
    labels = table_labels(shipped_codebook())
    assert labels.review_rows.find("未经复议直接起诉") == "direct_litigation"
    assert labels.review_rows.find("复议后起诉") == "post_review_litigation"
    assert labels.review_rows.find("行政诉讼") is None


def test_columns_and_headings_of_both_forms() -> None:
    labels = table_labels(shipped_codebook())
    assert labels.disclosure_columns.find("本年收费金额") == "amount"
    assert labels.disclosure_columns.find("本年增/减") == "change"
    assert labels.disclosure_columns.find("本年终止件数") == "repealed"
    assert labels.disclosure_blocks.find("第二十条第（一）项") == "article_20_1"
    assert labels.request_groups.find("（六）其它处理") == "group_4"
    assert labels.request_columns.find("合计") == "total"


def test_a_number_before_a_label_that_the_form_does_not_number_rules_nothing_out() -> None:
    rows = LabelIndex([Name("licensing", "行政许可", (), ())])
    assert rows.find_damaged("1.政许可", ["licensing"]) == "licensing"
