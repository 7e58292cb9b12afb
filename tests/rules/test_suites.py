"""Suite files are read strictly: every slip is told with file, expectation, key and near matches."""

import json
from pathlib import Path
from typing import Any

import great_expectations as gx
import polars as pl
import pytest

from tests.rules.small_corpus import SmallCorpus, checked, expectation, suite_file
from toolkit.errors import SuiteError
from toolkit.rules import ExpectSumsToBalance, check, load_suites, shipped_names, suite_folder

OWN = pl.DataFrame({"report_id": ["r1"], "n": [1.0], "total": [2.0], "word": ["x"], "day": [None]})
NOT_NULL = "expect_column_values_to_not_be_null"
IN_SET = "expect_column_values_to_not_be_in_set"
BALANCE = "expect_sums_to_balance"
SOUND = expectation(NOT_NULL, column="n")


def told(path: Path) -> str:
    with pytest.raises(SuiteError) as raised:
        load_suites(path)
    return str(raised.value)


def told_when_run(folder: Path, *expectations: dict[str, Any]) -> str:
    with pytest.raises(SuiteError) as raised:
        checked(folder, OWN, *expectations)
    return str(raised.value)


WHERE = f"mine.json, expectation 2 ({NOT_NULL})"

# What is wrong with the second expectation of a file → what is said, after the file.
SLIPS: dict[str, tuple[Any, str]] = {
    "no object": (3, "mine.json, expectation 2: `type` is missing."),
    "no type": ({"kwargs": {}}, "mine.json, expectation 2: `type` is missing."),
    "type is no text": ({"type": 3}, "mine.json, expectation 2: `type` is missing."),
    "unknown type": (
        {**SOUND, "type": "expect_column_values_to_not_be_nul"},
        "mine.json, expectation 2 (expect_column_values_to_not_be_nul): no expectation of that type runs on polars. "
        f"Did you mean '{NOT_NULL}'",
    ),
    "type that does not run": (
        {**SOUND, "type": "expect_column_values_to_be_of_type"},
        "(expect_column_values_to_be_of_type): no expectation of that type runs on polars.",
    ),
    "unknown key": ({**SOUND, "kwarg": {}}, f"{WHERE}: unknown key 'kwarg'. Did you mean 'kwargs'?"),
    "no kwargs": ({"type": NOT_NULL, "meta": {"frame": "own"}}, f"{WHERE}: `kwargs` is missing, or no object."),
    "kwargs are a list": ({**SOUND, "kwargs": ["n"]}, f"{WHERE}: `kwargs` is missing, or no object."),
    "unknown kwarg": (
        expectation(NOT_NULL, column="n", mostyl=1),
        f"{WHERE}, `kwargs`: unknown key 'mostyl'. Did you mean 'mostly'?",
    ),
    "kwarg that is another's": (expectation(NOT_NULL, column="n", value_set=[1]), "`kwargs`: unknown key 'value_set'."),
    "severity among the kwargs": (expectation(NOT_NULL, column="n", severity="info"), "unknown key 'severity'."),
    "kwarg wanting": (expectation(NOT_NULL), f"{WHERE}: 1 validation error for ExpectColumnValuesToNotBeNull column"),
    "kwarg of another type": (expectation(NOT_NULL, column="n", mostly="all"), f"{WHERE}: 2 validation errors"),
    "suite parameter": (
        expectation(NOT_NULL, column="n", mostly={"$PARAMETER": "share"}),
        f"{WHERE}: `mostly` is a suite parameter: give it a value.",
    ),
    "unknown severity": (
        {**SOUND, "severity": "criticl"},
        f"{WHERE}: Invalid severity 'criticl'. Must be one of: critical, warning, info",
    ),
    "severity is no text": ({**SOUND, "severity": 3}, f"{WHERE}: Severity must be string or enum, got int"),
    "no meta": ({"type": NOT_NULL, "kwargs": {"column": "n"}}, f"{WHERE}: which frame is it about? Add \"meta\":"),
    "no frame": ({**SOUND, "meta": {"rule": "a.b"}}, f"{WHERE}: which frame is it about? Add \"meta\":"),
    "meta is no object": ({**SOUND, "meta": "own"}, f"{WHERE}: 1 validation error"),
    "unknown meta key": (
        expectation(NOT_NULL, {"titel_zh": "x"}, column="n"),
        f"{WHERE}: unknown key 'titel_zh' in `meta`. Did you mean 'title_zh'",
    ),
    "meta that is no text": (expectation(NOT_NULL, {"rule": 3}, column="n"), f"{WHERE}: `meta.rule` must be text."),
    "row twice": (
        expectation(NOT_NULL, {"row": "new", "row_from": "word"}, column="n"),
        f"{WHERE}: `meta.row` and `meta.row_from` exclude each other.",
    ),
    "table twice": (
        expectation(NOT_NULL, {"table": "requests", "table_from": "word"}, column="n"),
        f"{WHERE}: `meta.table` and `meta.table_from` exclude each other.",
    ),
    "brace that is not closed": (
        expectation(NOT_NULL, {"message_en": "{word"}, column="n"),
        f"{WHERE}: `meta.message_en`: expected '}}' before end of string.",
    ),
    "brace that is not opened": (
        expectation(NOT_NULL, {"message_zh": "word}"}, column="n"),
        f"{WHERE}: `meta.message_zh`: Single '}}' encountered in format string.",
    ),
    "format of a number": (
        expectation(NOT_NULL, {"message_zh": "{n:.2f}"}, column="n"),
        f"{WHERE}: `meta.message_zh`: '.2f' may not follow 'n', only `:tables`.",
    ),
    "conversion": (
        expectation(NOT_NULL, {"message_zh": "{n!r}"}, column="n"),
        f"{WHERE}: `meta.message_zh`: '!r' may not follow 'n', only `:tables`.",
    ),
    "format of the place": (
        expectation(NOT_NULL, {"message_zh": "{place:tables}"}, column="n"),
        "'tables' may not follow 'place', only `:tables`.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_an_expectation(tmp_path: Path, slip: str) -> None:
    entry, expected = SLIPS[slip]
    said = told(suite_file(tmp_path, SOUND, entry))
    assert said.startswith(str(tmp_path / "mine.json"))
    assert expected in said


# What only shows beside the frame.
MISFITS: dict[str, tuple[dict[str, Any], str]] = {
    "column": (expectation(NOT_NULL, column="m"), f"{WHERE}: The frame has no column 'm'."),
    "column of a balance": (
        expectation(BALANCE, left=["n"], right=["totl"]),
        f"({BALANCE}): The frame has no column 'totl'. Did you mean 'total'?",
    ),
    "column of a row condition": (
        expectation(
            NOT_NULL,
            column="n",
            row_condition={"type": "comparison", "column": {"name": "wrd"}, "operator": "==", "parameter": "x"},
        ),
        f"{WHERE}: The frame has no column 'wrd'. Did you mean 'word'?",
    ),
    "column of an aggregate": (
        expectation("expect_column_mean_to_be_between", column="m", min_value=1),
        "expectation 2 (expect_column_mean_to_be_between): The frame has no column 'm'.",
    ),
    "column of a place": (
        expectation(NOT_NULL, {"row_from": "wrd"}, column="n"),
        f"{WHERE}: `meta` names 'wrd', no column of 'own'. Did you mean 'word'?",
    ),
    "column of a message": (
        expectation(NOT_NULL, {"message_en": "{place}: {totl}"}, column="n"),
        f"{WHERE}: `meta` names 'totl', no column of 'own'. Did you mean 'total'?",
    ),
    "empty name in a message": (expectation(NOT_NULL, {"message_en": "{}"}, column="n"), "`meta` names '', no column"),
    "codes of tables in a number": (
        expectation(NOT_NULL, {"message_en": "{n:tables}"}, column="n"),
        f"{WHERE}: a message tells 'n' as codes of tables, but it is no text.",
    ),
    "text where a number is needed": (
        expectation(BALANCE, left=["n"], right=["word"]),
        f"({BALANCE}): Column 'word' is String; a number is needed here.",
    ),
    "text against a number": (
        expectation("expect_column_values_to_be_between", column="word", min_value=1),
        "(expect_column_values_to_be_between): cannot compare string with numeric type (f64).",
    ),
    "text against a number in a row condition": (
        expectation(
            NOT_NULL,
            column="n",
            row_condition={"type": "comparison", "column": {"name": "word"}, "operator": ">", "parameter": 1},
        ),
        f"{WHERE}: cannot compare string with numeric type (i32).",
    ),
    "regular expression": (
        expectation("expect_column_values_to_match_regex", column="word", regex="("),
        "(expect_column_values_to_match_regex): The regular expression '(' cannot be read",
    ),
    "frame": (expectation(NOT_NULL, {"frame": "owm"}, column="n"), f"{WHERE}: `meta.frame`: There is no frame 'owm'."),
}


@pytest.mark.parametrize("misfit", MISFITS)
def test_what_does_not_fit_the_frame(tmp_path: Path, misfit: str) -> None:
    entry, expected = MISFITS[misfit]
    said = told_when_run(tmp_path, SOUND, entry)
    assert said.startswith(str(tmp_path / "mine.json"))
    assert expected in said


# The whole file.
FILES: dict[str, tuple[bytes, str]] = {
    "no json": (b'{"name": "mine",\n "expectations": [,]}', "mine.json, line 2, column 19: no JSON: Expecting value."),
    "empty": (b"", "mine.json, line 1, column 1: no JSON: Expecting value."),
    "list": (b"[]", "mine.json: no suite: a JSON object with `name` and a list `expectations` is needed."),
    "no expectations": (b'{"name": "mine"}', "no suite: a JSON object with `name` and a list `expectations`"),
    "expectations are no list": (b'{"name": "mine", "expectations": {}}', "and a list `expectations` is needed."),
    "none in the list": (b'{"name": "mine", "expectations": []}', "mine.json: the suite has no expectations."),
    "no name": (b'{"expectations": []}', "mine.json: `name` is missing."),
    "empty name": (b'{"name": "", "expectations": []}', "mine.json: `name` is missing."),
    "name is no text": (b'{"name": 3, "expectations": []}', "mine.json: `name` is missing."),
    "unknown key": (b'{"name": "a", "expectation": [], "expectations": []}', "unknown key 'expectation'. Did you mean"),
    "not utf-8": (
        '{"name": "规则"}'.encode("gb18030"),
        "mine.json: it cannot be read: 'utf-8' codec can't decode byte",
    ),
    "too deep": (b"[" * 100_000, "mine.json: it cannot be read: maximum recursion depth exceeded"),
}


@pytest.mark.parametrize("slip", FILES)
def test_a_slip_of_the_file(tmp_path: Path, slip: str) -> None:
    content, expected = FILES[slip]
    path = tmp_path / "mine.json"
    path.write_bytes(content)
    said = told(path)
    assert said.startswith(str(path))
    assert expected in said


def test_a_byte_order_mark_is_fine(tmp_path: Path) -> None:
    path = suite_file(tmp_path, SOUND)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    [suite] = load_suites(str(path))
    assert (suite.name, suite.source, suite.frames) == ("mine", path, ("own",))


def test_what_is_no_suite_by_name_or_path(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match=r"no suite 'identites'\. Did you mean 'identities'\? Shipped are across_"):
        load_suites("identites")
    with pytest.raises(SuiteError, match=r"There is no suite file '.*none\.json'\."):
        load_suites(str(tmp_path / "none.json"))
    with pytest.raises(SuiteError, match="There is no suite file 'none'"):
        load_suites(Path("none"))
    for folder in (tmp_path, str(tmp_path)):
        with pytest.raises(SuiteError, match="is a folder: name the suite files in it"):
            load_suites(folder)


def test_two_suites_of_one_name(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    first, second = suite_file(tmp_path, SOUND), suite_file(tmp_path / "other", SOUND)
    with pytest.raises(SuiteError) as raised:
        load_suites([first, "gaps", second])
    assert str(raised.value).startswith(f"{first} and {second}: two suites are called 'mine'")


def rule(rule_id: str, title: str = "Said", **kwargs: Any) -> dict[str, Any]:
    return expectation(NOT_NULL, {"rule": rule_id, "title_en": title}, **kwargs)


def test_a_key_that_stands_twice(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text('{"name": "mine", "expectations": [{"type": "a", "kwargs": {}, "severity": "info", "type": "b"}]}')
    assert told(path) == f"{path}: the key 'type' stands twice in one object: only one of them would count."


def test_a_rule_that_stands_in_two_suites(tmp_path: Path) -> None:
    one = suite_file(tmp_path, rule("a.b", column="n"), name="one")
    other = suite_file(tmp_path, rule("a.b", column="total"), name="other")
    with pytest.raises(SuiteError, match=r"other.json, expectation 1 .*: the rule 'a.b' stands in .*one.json, exp"):
        load_suites([one, other])


def test_one_rule_with_two_titles(tmp_path: Path) -> None:
    path = suite_file(tmp_path, rule("a.b", column="n"), rule("a.b", "Said otherwise", column="total"))
    assert "expectation 2 (expect_column_values_to_not_be_null): the rule 'a.b' has another title in" in told(path)


def test_one_expectation_twice(tmp_path: Path) -> None:
    path = suite_file(tmp_path, rule("a.b", column="n"), rule("a.b", column="n"))
    assert "expectation 2 (expect_column_values_to_not_be_null): the same as" in told(path)
    load_suites(suite_file(tmp_path, rule("a.b", column="n"), rule("a.b", column="total")))


def test_suites_by_name_by_path_one_or_all() -> None:
    assert shipped_names() == (
        "across_years", "cells", "claims", "deadlines", "form", "gaps", "identities", "plausibility", "reuse",
    )  # fmt: skip
    assert tuple(suite.name for suite in load_suites()) == shipped_names()
    assert [suite.name for suite in load_suites("gaps")] == ["gaps"]
    assert [suite.name for suite in load_suites(["identities", suite_folder() / "gaps.json"])] == ["identities", "gaps"]
    assert load_suites([]) == ()


def test_a_rule_of_nobody_is_called_after_suite_and_type(tmp_path: Path) -> None:
    findings = checked(tmp_path, OWN, expectation(IN_SET, column="n", value_set=[1]))
    row = findings.frame.row(0, named=True)
    assert (row["suite"], row["rule"], row["severity"]) == ("mine", f"mine.{IN_SET}", "critical")
    assert (row["report_id"], row["table"], row["row"], row["column"]) == ("r1", None, None, None)
    assert (row["message_zh"], row["message_en"]) == (f"报告：{IN_SET}", f"report: {IN_SET}")


def test_the_description_is_a_title_where_there_is_none(tmp_path: Path) -> None:
    entry = {**expectation(IN_SET, column="n", value_set=[1]), "description": "Never one", "severity": "info"}
    findings = checked(tmp_path, OWN, entry)
    assert findings.frame["message_en"].to_list() == ["report: Never one"]
    assert findings.summary().select("title_zh", "title_en", "severity").row(0) == ("Never one", "Never one", "info")


def test_one_title_stands_for_both_languages(tmp_path: Path) -> None:
    for meta in ({"title_zh": "说"}, {"title_en": "说"}):
        [suite] = load_suites(suite_file(tmp_path, expectation(NOT_NULL, meta, column="n")))
        assert (suite.rules[0].title_zh, suite.rules[0].title_en) == ("说", "说")


@pytest.mark.parametrize(
    ("entry", "failing"),
    [
        (expectation("expect_column_mean_to_be_between", column="n", min_value=2), True),
        (expectation("expect_column_mean_to_be_between", column="n", min_value=1), False),
        (expectation("expect_table_row_count_to_equal", value=2), True),
        (expectation("expect_table_row_count_to_equal", value=1), False),
    ],
)
def test_an_expectation_about_the_whole_frame_is_one_finding_of_no_report(
    tmp_path: Path, entry: dict[str, Any], failing: bool
) -> None:
    entry["meta"] |= {"rule": "mine.whole", "title_en": "As a whole", "title_zh": "整体"}
    findings = checked(tmp_path, OWN, entry)
    columns = ("report_id", "source", "agency", "rule", "message_zh", "message_en")
    expected = [(None, None, None, "mine.whole", "整体", "As a whole")] if failing else []
    assert findings.frame.select(columns).rows() == expected
    assert findings.summary().select("pass", "fail", "unknown").row(0) == (int(not failing), int(failing), 0)
    assert findings.unknown.is_empty()


def test_a_mean_of_no_value_cannot_be_judged(tmp_path: Path) -> None:
    entry = expectation("expect_column_mean_to_be_between", {"title_en": "Mean"}, column="day", min_value=2)
    findings = checked(tmp_path, OWN, entry)
    assert findings.frame.is_empty()
    assert findings.unknown.select("report_id", "message_zh", "message_en").rows() == [
        (None, "不能判断：Mean", "cannot be judged: Mean")
    ]
    assert findings.summary().select("pass", "fail", "unknown").row(0) == (0, 0, 1)


@pytest.mark.parametrize(("mostly", "counts"), [(0.75, (4, 0, 1)), (0.76, (3, 1, 1)), (1, (3, 1, 1))])
def test_mostly_that_is_kept_is_no_finding(tmp_path: Path, mostly: float, counts: tuple[int, int, int]) -> None:
    own = pl.DataFrame({"report_id": ["r1"] * 5, "n": [1, 0, 0, 0, None]})
    findings = checked(tmp_path, own, expectation(IN_SET, column="n", value_set=[1], mostly=mostly))
    assert findings.summary().select("pass", "fail", "unknown").row(0) == counts
    assert findings.frame.height == counts[1]
    assert findings.results["mine.own"].success is (counts[1] == 0)


def test_a_suite_as_great_expectations_writes_it(tmp_path: Path) -> None:
    balance = ExpectSumsToBalance(
        left=["n"], right=["total"], meta={"frame": "own"}, result_format={"result_format": "COMPLETE"}
    )
    context = gx.get_context(mode="ephemeral")
    suite = context.suites.add(gx.ExpectationSuite("mine", expectations=[balance], meta={"by": "me"}, notes="Mine"))
    path = tmp_path / "mine.json"
    data: Any = suite.to_json_dict()
    # What its cloud adds, and what it leaves empty.
    data["expectations"][0] |= {"rendered_content": [{"value": {}}], "description": None, "notes": None}
    path.write_text(json.dumps(data), "utf-8")
    [read] = load_suites(path)
    assert check(SmallCorpus(own=OWN), [read]).frame["message_en"].to_list() == ["report: n 1, total 2, off by 1"]


def test_notes_may_be_anything_and_a_severity_that_is_not_told_is_critical(tmp_path: Path) -> None:
    entry = {**expectation(NOT_NULL, {"notes": ["one", {"two": 2}]}, column="n"), "severity": None}
    [suite] = load_suites(suite_file(tmp_path, entry))
    assert suite.rules[0].severity == "critical"


def test_a_suite_may_be_asked_for_and_used_again(tmp_path: Path) -> None:
    [suite] = load_suites(suite_file(tmp_path, SOUND))
    for _ in range(2):
        assert gx.get_context(mode="ephemeral").suites.add(suite.on("own")).id
