"""Codes have their words, Chinese and English, and neither language leaks into the other."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from toolkit.labels import column_labels, label

_FILE = Path(__file__).resolve().parent.parent / "toolkit" / "labels.toml"
_GROUPS: dict[str, dict[str, Any]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
CHINESE = [(group, code) for group, words in _GROUPS.items() if group != "english" for code in words]


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" or character == "？" for character in text)


@pytest.mark.parametrize(("group", "code"), CHINESE)
def test_a_code_is_chinese_in_chinese_and_english_in_english(group: str, code: str) -> None:
    assert is_chinese(label(group, code))
    assert not is_chinese(label(group, code, "en"))
    assert "_" not in label(group, code, "en")


def test_english_has_no_code_that_chinese_has_not() -> None:
    assert {(group, code) for group, words in _GROUPS["english"].items() for code in words} <= set(CHINESE)


@pytest.mark.parametrize(
    ("group", "code", "chinese", "english"),
    [
        ("statuses", "not_a_report", "非年度报告", "not a report"),
        ("request_states", "missing", "缺报告", "no report"),
        ("severities", "critical", "严重", "critical"),
        ("columns", "requests__new__total", "requests__new__total", "requests new total"),
        ("levels", "unheard_of", "unheard_of", "unheard of"),
    ],
)
def test_a_label_in_both_languages(group: str, code: str, chinese: str, english: str) -> None:
    assert (label(group, code), label(group, code, "en")) == (chinese, english)


def test_chinese_is_what_is_asked_for_without_a_word() -> None:
    assert label("cell_states", "blank") == label("cell_states", "blank", "zh") == "空白"
    assert column_labels()["agency"] == "机关"


@pytest.mark.parametrize(("group", "lang"), [("no_such_group", "zh"), ("no_such_group", "en"), ("levels", "fr")])
def test_a_group_or_language_that_is_not_there_is_an_error(group: str, lang: str) -> None:
    with pytest.raises(KeyError):
        label(group, "city", lang)
