"""What a user is told, and the names that may have been meant."""

import pytest

from toolkit import errors
from toolkit.errors import ToolkitError, near_matches


def test_near_matches_nearest_first() -> None:
    assert (
        near_matches("requsts", ["review", "requests", "requests_state"])
        == " Did you mean 'requests' or 'requests_state'?"
    )


def test_at_most_three_or_as_many_as_asked_for() -> None:
    known = ["year1", "year2", "year3", "year4"]
    assert near_matches("year", known).count(" or ") == 2
    assert near_matches("year", known, most=1).count("'") == 2


@pytest.mark.parametrize(("name", "known"), [("qqq", ["requests"]), ("requests", []), ("", ["requests"])])
def test_nothing_near(name: str, known: list[str]) -> None:
    assert near_matches(name, known) == ""


def test_known_names_may_come_from_anywhere() -> None:
    assert near_matches("zero", (name for name in ["zeros"])) == " Did you mean 'zeros'?"


def test_a_name_with_a_quote_is_shown_as_it_is() -> None:
    assert near_matches("it's", ["its"]) == " Did you mean 'its'?"


@pytest.mark.parametrize("name", ["CodebookError", "SourceError", "StoreError", "MetadataError", "UnknownName"])
def test_whatever_a_user_can_mend_is_one_kind_of_error(name: str) -> None:
    assert issubclass(getattr(errors, name), ToolkitError)
    assert str(getattr(errors, name)("what, where")) == "what, where"
