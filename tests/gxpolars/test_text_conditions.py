"""Patterns mean to polars what they mean to Python."""

import re
from typing import Any

import great_expectations.expectations as gxe
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.gxpolars import row_masks
from toolkit.gxpolars.text_conditions import BadPattern, like_pattern, native_pattern

TEXTS = ["", "b", "ab", "b\n", "a\nb", "甲A", "xab", "政府信息公开", "[", "$5", "a&&b", "100%"]


@pytest.mark.parametrize("pattern", ["(?=x)xab", r"(.)\1", r"b\Z", "a{,1}b", "[[:alpha:]]", "[a&&b]"])
def test_a_pattern_that_polars_does_not_know_or_reads_otherwise_is_left_to_python(pattern: str) -> None:
    assert native_pattern(pattern) is None


@pytest.mark.filterwarnings("ignore::FutureWarning")
@pytest.mark.parametrize(
    "pattern",
    [
        "b$",
        "^$",
        "[$]",
        r"\$",
        "(b|$)",
        "(?m)a$",
        "[]$]",
        "[^]$]x",
        "$b",
        "(?=x)xab",
        r"b\Z",
        "a{,1}b",
        "[a&&b]",
        "[[]",
    ],
)
def test_a_pattern_finds_what_python_finds(pattern: str) -> None:
    frame = pl.DataFrame({"text": TEXTS})
    [masks] = row_masks(frame, [gxe.ExpectColumnValuesToMatchRegex(column="text", regex=pattern)])
    assert masks is not None
    wanted = [text for text in TEXTS if not re.search(pattern, text)]
    assert frame.filter(masks.unexpected)["text"].to_list() == wanted


@pytest.mark.filterwarnings("ignore:Possible nested set:FutureWarning")
@given(text=st.text(alphabet="ab\n$甲", max_size=5), pattern=st.text(alphabet="ab$^.[]|甲", max_size=5))
def test_dollars_and_sets_mean_what_they_mean_to_python(text: str, pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error:
        with pytest.raises(BadPattern):
            native_pattern(pattern)
        return
    native = native_pattern(pattern)
    if native is not None:
        found = pl.select(pl.lit(text).str.contains(native)).item()
        assert found == (re.search(pattern, text) is not None)


def test_a_pattern_that_python_cannot_read_is_refused() -> None:
    with pytest.raises(BadPattern, match=r"'\(' cannot be read"):
        native_pattern("(")


def test_a_length_is_counted_in_characters() -> None:
    frame = pl.DataFrame({"text": ["政府信息公开", "年报"]})
    [masks] = row_masks(frame, [gxe.ExpectColumnValueLengthsToEqual(column="text", value=6)])
    assert masks is not None
    assert frame.filter(masks.unexpected)["text"].to_list() == ["年报"]


@pytest.mark.parametrize(
    ("pattern", "escape", "found"),
    [
        ("%b", None, ["b", "ab", "a\nb", "xab", "a&&b"]),
        ("_b", None, ["ab"]),
        ("100!%", "!", ["100%"]),
        ("政府%", None, ["政府信息公开"]),
        ("[", None, ["["]),
    ],
)
def test_like_patterns(pattern: str, escape: str | None, found: list[str]) -> None:
    assert [text for text in TEXTS if re.search(like_pattern(pattern, escape).replace(r"\z", r"\Z"), text)] == found
    frame = pl.DataFrame({"text": TEXTS})
    kwargs: Any = {"column": "text", "escape": escape}
    expectations = [
        gxe.ExpectColumnValuesToNotMatchLikePattern(like_pattern=pattern, **kwargs),
        gxe.ExpectColumnValuesToNotMatchLikePatternList(like_pattern_list=[pattern], **kwargs),
    ]
    opposite = [
        gxe.ExpectColumnValuesToMatchLikePattern(like_pattern=pattern, **kwargs),
        gxe.ExpectColumnValuesToMatchLikePatternList(like_pattern_list=[pattern], match_on="all", **kwargs),
    ]
    for masks in row_masks(frame, expectations):
        assert masks is not None
        assert frame.filter(masks.unexpected)["text"].to_list() == found
    for masks in row_masks(frame, opposite):
        assert masks is not None
        assert frame.filter(~masks.unexpected)["text"].to_list() == found


@pytest.mark.filterwarnings("ignore:Possible nested set:FutureWarning")
@pytest.mark.parametrize("pattern", ["[[", "[a", "(", "a**"])
def test_a_pattern_that_warns_or_not_is_refused_where_python_cannot_read_it(pattern: str) -> None:
    native_pattern.cache_clear()
    with pytest.raises(BadPattern):
        native_pattern(pattern)
