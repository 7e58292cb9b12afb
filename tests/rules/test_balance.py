"""`expect_sums_to_balance`: the same on polars, pandas and SQL; arguments, wording, JSON."""

import json
from random import Random
from typing import Any

import great_expectations as gx
import polars as pl
import pytest

from tests.rules.engines import Outcome, everywhere, on_polars, verdicts
from toolkit.gxpolars import run_suite
from toolkit.rules import ExpectSumsToBalance

Values = list[float | None]
AT_FORM_2021: dict[str, Any] = {
    "type": "comparison", "column": {"name": "form"}, "operator": "==", "parameter": "2021"
}  # fmt: skip


def frame(new: Values, old: Values, done: Values, out: Values) -> pl.DataFrame:
    columns = {"new": new, "old": old, "done": done, "out": out}
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Float64))


def balance(**more: Any) -> ExpectSumsToBalance:
    return ExpectSumsToBalance(**{"left": ["new", "old"], "right": ["done", "out"], **more})


ROWS: dict[str, tuple[float | None, float | None, float | None, float | None, str, str]] = {
    # new, old, done, out; the verdict of `equal`, the verdict of `at_least`
    "equal": (3, 1, 4, 0, "p", "p"),
    "more on the left": (3, 1, 3, 0, "f", "p"),
    "more on the right": (3, 1, 4, 1, "f", "f"),
    "decimals that binary cannot hold": (0.1, 0.2, 0.3, 0, "p", "p"),
    "the other way round": (0.3, 0, 0.1, 0.2, "p", "p"),
    "a hundredth less": (0.3, 0, 0.31, 0, "f", "f"),
    "within the tolerance": (3, 0, 3.0000005, 0, "p", "p"),
    "beyond the tolerance": (3, 0, 3.000002, 0, "f", "f"),
    "beyond it on the left": (3.000002, 0, 3, 0, "f", "p"),
    "negative terms": (-3, 1, -2, 0, "p", "p"),
    "negative sum": (-3, 1, 2, 0, "f", "f"),
    "large": (9e15, 1, 9e15, 1, "p", "p"),
    "large and one off": (9e14, 1, 9e14, 2, "f", "f"),
    "first term is not known": (None, 1, 1, 0, "?", "?"),
    "second term is not known": (1, None, 1, 0, "?", "?"),
    "third term is not known": (1, 1, None, 2, "?", "?"),
    "last term is not known": (1, 1, 2, None, "?", "?"),
    "nothing is known": (None, None, None, None, "?", "?"),
}


@pytest.mark.parametrize("told", ROWS)
def test_a_row(told: str) -> None:
    *values, equal, at_least = ROWS[told]
    row = frame(*([value] for value in values))
    assert verdicts(row, balance()) == equal
    assert verdicts(row, balance(relation="at_least")) == at_least


@pytest.mark.parametrize("relation", ["equal", "at_least"])
def test_every_engine_says_the_same_of_all_rows(relation: str) -> None:
    rows = [row[:4] for row in ROWS.values()]
    said = everywhere(frame(*map(list, zip(*rows, strict=True))), balance(relation=relation))
    expected = [row[4 if relation == "equal" else 5] for row in ROWS.values()]
    assert said == Outcome(False, len(rows), expected.count("?"), expected.count("f"), False)


@pytest.mark.parametrize(("mostly", "success"), [(None, False), (0.76, False), (0.75, True), (0.0, True)])
def test_mostly_is_a_share_of_the_rows_that_can_be_judged(mostly: float | None, success: bool) -> None:
    rows = frame([1, 1, 1, 1, None], [0] * 5, [1, 1, 1, 2, 1], [0] * 5)
    expectation = balance() if mostly is None else balance(mostly=mostly)
    assert everywhere(rows, expectation) == Outcome(success, 5, 1, 1, False)


def test_rows_out_of_the_row_condition_are_not_asked() -> None:
    rows = frame([1, 1, None, 1], [0] * 4, [2, 2, 1, 1], [0] * 4).with_columns(
        form=pl.Series(["2019", "2021", "2021", None])
    )
    assert verdicts(rows, balance(row_condition=AT_FORM_2021)) == "-f?-"
    assert everywhere(rows, balance(row_condition=AT_FORM_2021)) == Outcome(False, 2, 1, 1, False)


def test_a_column_may_stand_twice_or_on_both_sides() -> None:
    rows = frame([2, 2], [0, 0], [4, 2], [0, 0])
    twice = ExpectSumsToBalance(left=["new", "new"], right=["done"])
    assert verdicts(rows, twice) == "pf"
    assert everywhere(rows, twice) == Outcome(False, 2, 0, 1, False)
    both = ExpectSumsToBalance(left=["new", "old"], right=["new"])
    assert everywhere(rows, both) == Outcome(True, 2, 0, 0, False)


@pytest.mark.parametrize("dtype", [pl.Int8, pl.UInt8, pl.UInt64, pl.Int64, pl.Float32])
def test_small_and_unsigned_integers_neither_overflow_nor_wrap(dtype: type[pl.DataType]) -> None:
    rows = pl.DataFrame({"a": [100, 1], "b": [100, 0], "c": [100, 2], "d": [100, 1]}).cast(dtype)
    expectation = ExpectSumsToBalance(left=["a", "b"], right=["c", "d"])
    assert verdicts(rows, expectation) == "pf"
    assert verdicts(rows, ExpectSumsToBalance(left=["a", "b"], right=["c", "d"], relation="at_least")) == "pf"
    assert on_polars(rows, expectation).unexpected_count == 1


@pytest.mark.parametrize("seed", range(6))
def test_random_frames(seed: int) -> None:
    random = Random(seed)

    def value() -> float | None:
        return random.choice([None, 0, 0.1, 0.2, 0.3, 1, 2, 3, -1, -2, 1e9, 1e9 + 1])

    rows = frame(*([value() for _ in range(60)] for _ in range(4))).with_columns(
        form=pl.Series([random.choice(["2019", "2021", None]) for _ in range(60)])
    )
    names = ["new", "old", "done", "out"]
    random.shuffle(names)
    cut = random.randint(1, 3)
    more: dict[str, Any] = {"relation": random.choice(["equal", "at_least"]), "mostly": random.choice([1, 0.3, 0.05])}
    if seed % 2:
        more["row_condition"] = AT_FORM_2021
    expectation = ExpectSumsToBalance(left=names[:cut], right=names[cut:], **more)
    said = everywhere(rows, expectation)
    told = verdicts(rows, expectation)
    counts = (len(told) - told.count("-"), told.count("?"), told.count("f"))
    assert (said.element_count, said.missing_count, said.unexpected_count) == counts


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"left": [], "right": ["done"]}, "left must be a list of column names with at least one"),
        ({"left": ["new"], "right": []}, "right must be a list of column names with at least one"),
        ({"left": ["new"]}, "right must be a list of column names"),
        ({"left": "new", "right": ["done"]}, "left must be a list of column names"),
        ({"left": ["new"], "right": [3]}, "right must be a list of column names"),
        ({"left": ["new"], "right": ["done"], "column_list": ["new"]}, "column_list follows from left and right"),
        ({"left": ["new"], "right": ["done"], "relation": "at_most"}, "permitted: 'equal', 'at_least'"),
        ({"left": ["new"], "right": ["done"], "ignore_row_if": "never"}, "permitted: 'any_value_is_missing'"),
        ({"left": ["new"], "right": ["done"], "mostly": 1.5}, "less than or equal to 1"),
        ({"left": ["new"], "right": ["done"], "lefft": ["x"]}, "extra fields not permitted"),
    ],
)
def test_bad_arguments(arguments: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        ExpectSumsToBalance(**arguments)


def prescriptive(expectation: ExpectSumsToBalance) -> str:
    [content] = expectation._prescriptive_renderer(configuration=expectation.configuration)
    told = content.string_template
    template: str = told["template"]
    # The longest names first: $c1 is the start of $c10.
    for name, value in sorted(told["params"].items(), key=lambda item: -len(item[0])):
        template = template.replace(f"${name}", str(value))
    return template


def test_data_docs_say_it_as_an_equation() -> None:
    assert prescriptive(balance()) == "new + old = done + out."
    assert prescriptive(balance(relation="at_least")) == "new + old ≥ done + out."
    assert prescriptive(balance(mostly=0.95)) == "new + old = done + out, at least 95 % of the time."
    assert prescriptive(balance(mostly=1.0)) == "new + old = done + out."
    many = ExpectSumsToBalance(left=[f"part_{at}" for at in range(11)], right=["total"])
    assert prescriptive(many) == " + ".join(f"part_{at}" for at in range(11)) + " = total."


def test_a_suite_goes_through_json_and_back() -> None:
    expectation = balance(relation="at_least", mostly=0.5, row_condition=AT_FORM_2021, severity="info")
    suite = gx.ExpectationSuite("own", expectations=[expectation])
    text = json.dumps(suite.to_json_dict(), default=str)
    again = gx.ExpectationSuite(**json.loads(text))
    [read] = again.expectations
    assert isinstance(read, ExpectSumsToBalance)
    assert (read.left, read.right, read.relation) == (["new", "old"], ["done", "out"], "at_least")
    assert read.column_list == ["new", "old", "done", "out"]
    rows = frame([1, 2], [0, 0], [2, 1], [0, 0]).with_columns(form=pl.lit("2021"))
    results = [run_suite(rows, one).results[0].result["unexpected_count"] for one in (suite, again)]
    assert results == [1, 1]
