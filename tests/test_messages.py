"""Every message is there in both languages, says the same, and is named as the code names it."""

import ast
import tomllib
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from toolkit.messages import LANGUAGES, message

_TOOLKIT = Path(__file__).resolve().parent.parent / "toolkit"
_GROUPS: dict[str, dict[str, Any]] = tomllib.loads((_TOOLKIT / "messages.toml").read_text(encoding="utf-8"))
MESSAGES: dict[str, dict[str, str]] = {
    f"{group}.{name}": texts
    for group, entries in _GROUPS.items()
    if group != "languages"
    for name, texts in entries.items()
}


def braces(text: str) -> list[str]:
    return sorted({field for _, field, _, _ in Formatter().parse(text) if field is not None})


def test_the_languages_known() -> None:
    assert _GROUPS["languages"] == {"known": list(LANGUAGES)}


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_is_in_both_languages_with_the_same_braces(name: str) -> None:
    texts = MESSAGES[name]
    assert sorted(texts) == sorted(LANGUAGES)
    assert all(text.strip() for text in texts.values())
    assert braces(texts["en"]) == braces(texts["zh"])
    assert "" not in braces(texts["en"])


@pytest.mark.parametrize(
    ("count", "told"),
    [(1, "1 printed row "), ("1", "1 printed row "), (0, "0 printed rows "), (11, "11 printed rows ")],
)
def test_one_is_told_in_the_singular(count: object, told: str) -> None:
    assert message("summary.leftovers", count=count).startswith(told)


@pytest.mark.parametrize("name", MESSAGES)
def test_no_message_leaves_the_number_open(name: str) -> None:
    assert "(s)" not in MESSAGES[name]["en"]


@pytest.mark.parametrize("name", MESSAGES)
def test_chinese_holds_chinese_and_english_none(name: str) -> None:
    def chinese(text: str) -> bool:
        return any("\u4e00" <= character <= "\u9fff" for character in text)

    assert chinese(MESSAGES[name]["zh"])
    assert not chinese(MESSAGES[name]["en"])


def calls() -> list[tuple[str, ast.Call]]:
    """Each call of `message`, `bilingual` or `both` with the place it stands in."""
    found = []
    for path in sorted(_TOOLKIT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("message", "bilingual", "both")
            ):
                found.append((f"{path.name}:{node.lineno}", node))
    return found


def test_every_name_in_the_code_is_there_and_gets_what_its_braces_name() -> None:
    named = 0
    for place, call in calls():
        first = call.args[0]
        values = [keyword.arg for keyword in call.keywords]
        if isinstance(first, ast.Constant) and isinstance(first.value, str) and "." in first.value:
            named += 1
            assert first.value in MESSAGES, place
            wanted = {field.partition("!")[0] for field in braces(MESSAGES[first.value]["en"])}
            assert wanted == set(values), place
        elif isinstance(first, ast.Constant):
            assert first.value in _GROUPS, place  # bilingual(group, code, lang)
        elif isinstance(first, ast.JoinedStr):
            start = first.values[0]
            if isinstance(start, ast.Constant) and isinstance(start.value, str):  # message(f"summary.{name}", …)
                assert any(name.startswith(start.value) for name in MESSAGES), place
    assert named > 5


def test_codes_of_the_records_have_their_message() -> None:
    from toolkit.records import CELL_STATES, DOCUMENT_STATUSES

    assert {f"statuses.{status}" for status in DOCUMENT_STATUSES} <= set(MESSAGES)
    assert {f"cell_states.{state}" for state in CELL_STATES} <= set(MESSAGES)
    assert {f"states.{state}" for state in ("requests", "zero", "blank", "unreadable")} <= set(MESSAGES)


def test_every_message_is_said_somewhere() -> None:
    paths = sorted(path for path in _TOOLKIT.rglob("*") if path.suffix in (".py", ".html", ".js"))
    code = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    unsaid = [name for name in MESSAGES if f'"{name}"' not in code and f'"{name.partition(".")[2]}"' not in code]
    assert unsaid == []


def test_values_are_filled_in() -> None:
    assert message("summary.count") == "count"
    assert message("summary.cells", count="1,234") == "Cells of the official tables: 1,234"
    assert message("summary.cells", "zh", count="1,234") == "表格单元格：1,234 个"


def test_a_name_that_is_not_there_comes_back_as_its_code() -> None:
    assert message("reasons.no_such_reason", "zh") == "no_such_reason"
    assert message("states.nothing_of_the_kind") == "nothing_of_the_kind"


def test_a_language_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        message("summary.count", "fr")
