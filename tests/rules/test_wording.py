"""How findings tell numbers, places and long sums."""

from pathlib import Path

import polars as pl
import pytest

from tests.rules.small_corpus import checked, expectation
from toolkit.codebook import shipped_codebook
from toolkit.rules.wording import place_told, shown

IN_SET = "expect_column_values_to_not_be_in_set"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0.0, "0"), (-0.0, "0"), (12.0, "12"), (-3.0, "-3"), (0.5, "0.5"), (-1.25, "-1.25"), (1234567.0, "1234567"),
        (9007199254740992.0, "9007199254740992"), (1e20, "1e+20"), (None, ""), (float("inf"), "inf"),
    ],
)  # fmt: skip
def test_numbers(value: float | None, told: str) -> None:
    frame = pl.DataFrame({"x": [value]}, schema={"x": pl.Float64})
    assert frame.select(shown(pl.col("x"))).item() == told


@pytest.mark.parametrize(
    ("place", "chinese", "english"),
    [
        (("requests", "granted", "natural_person"), "予以公开 · 自然人", "granted · natural person"),
        (("requests", "new", None), "新收", "new"),
        (("requests", None, "total"), "总计", "total"),
        (("review", "direct_litigation", "upheld"), "未经复议直接起诉 · 结果维持", "direct litigation · upheld"),
        (("disclosure", "fees", "amount"), "行政事业性收费 · 本年收费金额", "fees · amount"),
        (("disclosure", "procurement", "amount"), "政府集中采购 · 采购总金额", "procurement · amount"),
        (("disclosure", "coercion", "change"), "行政强制 · 本年增/减", "coercion · change"),
        (("review", None, None), "政府信息公开行政复议、行政诉讼情况", "review"),
        ((None, None, None), "报告", "report"),
        (("requests", "own_row", "own_column"), "own_row · own_column", "own_row · own_column"),
        (("own", None, None), "own", "own"),
    ],
)
def test_places(place: tuple[str | None, ...], chinese: str, english: str) -> None:
    frame = pl.DataFrame([place], schema=dict.fromkeys(("table", "row", "column"), pl.String), orient="row")
    told = frame.select(zh=place_told(shipped_codebook(), "zh"), en=place_told(shipped_codebook(), "en"))
    assert told.row(0) == (chinese, english)


def told(folder: Path, terms: list[float]) -> str:
    names = "abcdefgh"[: len(terms)]
    own = pl.DataFrame(
        {"report_id": ["r1"], "total": [100.0], **{name: [term] for name, term in zip(names, terms, strict=True)}}
    )
    findings = checked(folder, own, expectation("expect_sums_to_balance", left=list(names), right=["total"]))
    [message] = findings.frame["message_en"]
    assert isinstance(message, str)
    return message


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ([0, 0], "report: a 0 + b 0 = 0, total 100, off by 100"),
        ([1, 0, 0, 0], "report: a 1 + b 0 + c 0 + d 0 = 1, total 100, off by 99"),
        # Of more than four terms only those other than 0.
        ([1, 0, 0, 0, 2], "report: a 1 + e 2 = 3, total 100, off by 97"),
        ([1, 0, 0, 0, -2], "report: a 1 + e -2 = -1, total 100, off by 101"),
        ([0, 0, 0, 0, 2], "report: e 2, total 100, off by 98"),
        ([0, 0, 0, 0, 0], "report: all 0, total 100, off by 100"),
        ([120, 0], "report: a 120 + b 0 = 120, total 100, off by 20"),
        ([0.1, 0.2], "report: a 0.1 + b 0.2 = 0.3, total 100, off by 99.7"),
    ],
)
def test_sums(tmp_path: Path, terms: list[float], message: str) -> None:
    assert told(tmp_path, terms) == message


def test_a_term_that_stands_twice_wants_its_number_once(tmp_path: Path) -> None:
    own = pl.DataFrame({"report_id": ["r1"], "a": [None], "b": [1.0]}, schema_overrides={"a": pl.Float64})
    findings = checked(tmp_path, own, expectation("expect_sums_to_balance", left=["a", "a"], right=["b", "a"]))
    assert findings.unknown["message_en"].to_list() == ["report: cannot be judged, no number for a"]


def test_a_term_is_called_as_in_its_own_row(tmp_path: Path) -> None:
    own = pl.DataFrame({"report_id": ["r1"], "fees__amount": [2.0], "procurement__amount": [1.5], "fees__own": [1.0]})
    right = ["procurement__amount", "fees__own"]
    entry = expectation("expect_sums_to_balance", {"table": "disclosure"}, left=["fees__amount"], right=right)
    assert checked(tmp_path, own, entry).frame["message_zh"].to_list() == [
        "主动公开政府信息情况：本年收费金额 2，采购总金额 1.5 + own 1 = 2.5，差 0.5"
    ]


def test_a_column_of_the_panel_is_called_by_its_row_and_its_column(tmp_path: Path) -> None:
    columns = ["review__review__total", "review__direct_litigation__total", "disclosure__fees__amount"]
    own = pl.DataFrame({"report_id": ["r1", "r2"], columns[0]: [1.0, None], columns[1]: [2.0, None], columns[2]: 0.0})
    entry = expectation("expect_sums_to_balance", {"table": "review"}, left=columns[:1], right=columns[1:])
    findings = checked(tmp_path, own, entry)
    assert findings.frame["message_zh"].to_list() == [
        "政府信息公开行政复议、行政诉讼情况：行政复议 · 总计 1，未经复议直接起诉 · 总计 2 + "
        "行政事业性收费 · 本年收费金额 0 = 2，差 1"
    ]
    assert findings.unknown["message_en"].to_list() == [
        "review: cannot be judged, no number for review · total, direct litigation · total"
    ]


def test_messages_of_ones_own(tmp_path: Path) -> None:
    own = pl.DataFrame({"report_id": ["r1", "r2"], "n": [1, 1], "word": ["x", None], "gone": ["review own", ""]})
    meta = {
        "table": "requests", "row": "new",
        "message_zh": "{place}：{n} “{word}” {{}} {gone:tables}", "message_en": "{place}: {n} “{word}” {gone:tables}",
    }  # fmt: skip
    findings = checked(tmp_path, own, expectation(IN_SET, meta, column="n", value_set=[1]))
    assert findings.frame.select("message_zh", "message_en").rows() == [
        ("新收：1 “x” {} 政府信息公开行政复议、行政诉讼情况、own", "new: 1 “x” review, own"),
        ("新收：1 “” {} 无", "new: 1 “” none"),
    ]


def test_a_message_in_one_language_stands_for_both(tmp_path: Path) -> None:
    own = pl.DataFrame({"report_id": ["r1"], "n": [1]})
    for lang in ("zh", "en"):
        entry = expectation(IN_SET, {f"message_{lang}": "n = {n}"}, column="n", value_set=[1])
        assert checked(tmp_path, own, entry).frame.select("message_zh", "message_en").rows() == [("n = 1", "n = 1")]


def test_the_place_of_a_finding_goes_before_the_frames_own_columns(tmp_path: Path) -> None:
    own = pl.DataFrame({"report_id": ["r1"], "n": [1], "row": ["granted"], "column": ["total"], "table": ["review"]})
    meta = {"table": "requests", "row": "new", "message_en": "{place}"}
    findings = checked(tmp_path, own, expectation(IN_SET, meta, column="n", value_set=[1]))
    assert findings.frame.select("table", "row", "column", "message_en").row(0) == ("requests", "new", None, "new")
