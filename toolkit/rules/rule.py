"""What an expectation's `meta` makes of it: a rule with titles, the frame it runs on, and the place a finding names."""

import string
from collections.abc import Mapping
from typing import Any, NamedTuple, TypedDict

from great_expectations.expectations.expectation import Expectation

from toolkit.errors import SuiteError, near_matches

PLACE = ("table", "row", "column")
FORMS = ("", "tables")
"""What may follow the name in a message's braces: nothing, or `tables` where the column holds codes of tables."""


class Meta(TypedDict, total=False):
    """What may stand in the `meta` of an expectation; only `frame` must."""

    rule: str
    title_zh: str
    title_en: str
    legal_basis: str
    frame: str
    message_zh: str
    message_en: str
    notes: Any
    table: str
    row: str
    column: str
    table_from: str
    row_from: str
    column_from: str


_KEYS = tuple(Meta.__annotations__)


class Rule(NamedTuple):
    """A rule as one expectation states it.

    Attributes:
        rule: its id, `requests.balance`; `suite.expectation_type` where the suite's author gave none.
        suite: the name of the suite.
        expectation: Great Expectations' own.
        severity: `critical`, `warning` or `info`.
        title_zh: what it says, in Chinese.
        title_en: what it says, in English.
        legal_basis: the document it rests on; empty where there is none.
        frame: the frame of the corpus it runs on.
        place: for table, row and column the code a finding names, if it is the same in every row of the frame.
        place_from: for table, row and column the column of the frame that holds the code, if not.
        messages: by language the wording of a finding, with names of columns in braces; empty for the usual one.
        where: file and position, for errors.
    """

    rule: str
    suite: str
    expectation: Expectation
    severity: str
    title_zh: str
    title_en: str
    legal_basis: str
    frame: str
    place: Mapping[str, str]
    place_from: Mapping[str, str]
    messages: Mapping[str, str]
    where: str

    @property
    def kind(self) -> str:
        """The type of the expectation: `expect_sums_to_balance`."""
        kind: str = self.expectation.expectation_type
        return kind

    def columns(self) -> list[str]:
        """Returns the columns of the frame that its place and messages name."""
        found = list(self.place_from.values())
        for message in self.messages.values():
            found += [name for name, _ in placeholders(message) if name != "place"]
        return list(dict.fromkeys(found))

    def coded(self) -> list[str]:
        """Returns the columns that its messages tell as codes of tables."""
        return [name for message in self.messages.values() for name, form in placeholders(message) if form]


def rule_of(expectation: Expectation, suite: str, where: str) -> Rule:
    """Returns the rule that an expectation states.

    Args:
        expectation: with its `meta`.
        suite: the name of its suite.
        where: file and position, for errors.

    Raises:
        SuiteError: the frame is not told, or `meta` has something that means nothing.
    """
    meta = dict(expectation.meta or {})
    for key, value in meta.items():
        if key not in _KEYS:
            raise SuiteError(f"{where}: unknown key {key!r} in `meta`.{near_matches(key, _KEYS)}")
        if not isinstance(value, str) and key != "notes":
            raise SuiteError(f"{where}: `meta.{key}` must be text.")
    if "frame" not in meta:
        raise SuiteError(
            f'{where}: which frame is it about? Add "meta": {{"frame": "requests_by_column"}} '
            "(or another frame of the corpus)."
        )
    for part in PLACE:
        if part in meta and f"{part}_from" in meta:
            raise SuiteError(f"{where}: `meta.{part}` and `meta.{part}_from` exclude each other.")
    messages = {lang: meta[f"message_{lang}"] for lang in ("zh", "en") if f"message_{lang}" in meta}
    for lang, message in messages.items():
        try:
            names = placeholders(message)
        except ValueError as error:
            raise SuiteError(f"{where}: `meta.message_{lang}`: {error}.") from None
        for name, form in names:
            if form not in FORMS or (form and name == "place"):
                raise SuiteError(f"{where}: `meta.message_{lang}`: {form!r} may not follow {name!r}, only `:tables`.")
    kind = expectation.expectation_type
    return Rule(
        rule=meta.get("rule", f"{suite}.{kind}"),
        suite=suite,
        expectation=expectation,
        severity=getattr(expectation.severity, "value", expectation.severity),
        title_zh=meta.get("title_zh") or meta.get("title_en") or expectation.description or kind,
        title_en=meta.get("title_en") or meta.get("title_zh") or expectation.description or kind,
        legal_basis=meta.get("legal_basis", ""),
        frame=meta["frame"],
        place={part: meta[part] for part in PLACE if part in meta},
        place_from={part: meta[f"{part}_from"] for part in PLACE if f"{part}_from" in meta},
        messages=messages,
        where=where,
    )


def placeholders(message: str) -> list[tuple[str, str]]:
    """Returns the names in braces of a message, each with what follows a colon (or a `!`, with it).

    >>> placeholders("{place}: {raw} in {tables_absent:tables}")
    [('place', ''), ('raw', ''), ('tables_absent', 'tables')]
    """
    parts = string.Formatter().parse(message)
    return [(name, f"!{how}" if how else form or "") for _, name, form, how in parts if name is not None]
