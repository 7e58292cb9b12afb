"""A figure in two languages: once in full, and what the other changes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.dashboard.charts import changes

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.text("ab=", max_size=2),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", max_size=1), inner, max_size=3),
    max_leaves=8,
)


def changed(value: Any, told: Any) -> Any:
    """What `changed` of page.js does."""
    if not told:
        return value
    if "=" in told:
        return told["="]
    if isinstance(value, list):
        return [changed(part, told.get(str(index))) for index, part in enumerate(value)]
    return {key: changed(part, told.get(key)) for key, part in value.items()}


@given(JSON, JSON)
def test_changes_make_one_of_the_other(old: Any, new: Any) -> None:
    made = changed(old, changes(old, new))
    assert made == new
    assert type(made) is type(new)


@given(JSON)
def test_nothing_changes_what_is_equal(value: Any) -> None:
    assert changes(value, value) == {}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ({"name": "a", "x": [1, 2]}, {"name": "甲", "x": [1, 2]}, {"name": {"=": "甲"}}),
        ([["a", 1], ["b", 2]], [["a", 1], ["乙", 2]], {"1": {"0": {"=": "乙"}}}),
        ([1], [1, 2], {"=": [1, 2]}),
        (1, True, {"=": True}),
    ],
)
def test_only_what_differs_is_told(old: Any, new: Any, told: Any) -> None:
    assert changes(old, new) == told
