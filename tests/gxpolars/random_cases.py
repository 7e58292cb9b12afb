"""Random frames, the same in polars and in pandas, and for each a suite of every expectation that can be compared."""

import math
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, NamedTuple

import great_expectations.expectations as gxe
import pandas as pd
import polars as pl
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.row_conditions import Column

WORDS = ["", "a", "ab", "b", "xab\n", "A0000001", "政府信息公开", "第一节", "公开\n年报", "a件", "100%", "12", "-3.5"]
JSON_WORDS = ['{"a": 1}', '{"a": "x"}', "[1, 2]", '"text"']
DAYS = ["2024-03-31", "2024-01-31", "31.3.2024", "2024年3月", "nonsense", "2024-02-30"]


class Twins(NamedTuple):
    """One frame, twice."""

    polars: pl.DataFrame
    pandas: pd.DataFrame


class _Kind(NamedTuple):
    polars: Any
    pandas: str
    make: Callable[[Random], Any]
    missing: tuple[Any, ...] = (None,)


KINDS = {
    "whole": _Kind(pl.Int64, "float64", lambda r: r.randint(-3, 6)),
    "other": _Kind(pl.Int64, "float64", lambda r: r.randint(-3, 6)),
    "small": _Kind(pl.Int8, "float64", lambda r: r.choice([-100, 0, 3, 100])),
    "narrow": _Kind(pl.Int8, "float64", lambda r: r.choice([-100, 0, 3, 100])),
    "full": _Kind(pl.Int64, "int64", lambda r: r.randint(0, 9), ()),
    "share": _Kind(pl.Float64, "float64", lambda r: r.choice([-1.5, -0.0, 0.0, 0.25, 1.0, 7.5]), (None, math.nan)),
    "rate": _Kind(pl.Float64, "float64", lambda r: round(r.uniform(-2, 2), 3), (None, math.nan)),
    "text": _Kind(pl.String, "str", lambda r: r.choice(WORDS)),
    "twin": _Kind(pl.String, "str", lambda r: r.choice(WORDS[:4])),
    "label": _Kind(pl.String, "str", lambda r: r.choice(["甲", "乙", "丙"])),
    "json": _Kind(pl.String, "str", lambda r: r.choice(JSON_WORDS)),
    "written": _Kind(pl.String, "str", lambda r: r.choice(DAYS)),
    "flag": _Kind(pl.Boolean, "object", lambda r: r.random() < 0.5),
    "day": _Kind(pl.Date, "object", lambda r: date(2024, 1, 1) + timedelta(days=r.randint(0, 5))),
    "moment": _Kind(pl.Datetime("us"), "datetime64[ns]", lambda r: datetime(2024, 1, 1, r.randint(0, 23), 30)),
    "nothing": _Kind(pl.Float64, "float64", lambda r: None),
}


def make_twins(seed: int, rows: int, share_missing: float) -> Twins:
    """Returns a frame with one column of each kind, and `key`, which tells the rows apart."""
    chance = Random(seed)
    ours: dict[str, pl.Series] = {"key": pl.Series(range(100, 100 + rows), dtype=pl.Int64)}
    theirs: dict[str, pd.Series[Any]] = {"key": pd.Series(list(range(100, 100 + rows)), dtype="int64")}
    for name, kind in KINDS.items():
        values = [
            chance.choice(kind.missing) if kind.missing and chance.random() < share_missing else kind.make(chance)
            for _ in range(rows)
        ]
        ours[name] = pl.Series(name, values, dtype=kind.polars)
        theirs[name] = pd.Series(values, dtype=kind.pandas)
    return Twins(pl.DataFrame(ours), pd.DataFrame(theirs))


def _conditions() -> list[dict[str, Any]]:
    """Returns row conditions in every form: none, objects, their JSON, strings."""
    whole, label = Column("whole"), Column("label")
    objects: list[Any] = [
        whole == 2,
        whole != 2,
        whole < 2,
        whole <= 2,
        whole > 2,
        whole >= 2,
        whole.is_in([1, 2, 3]),
        whole.is_not_in([1, 2, 3]),
        whole.is_null(),
        whole.is_not_null(),
        label == "甲",
        label != "甲",
        label.is_in(["甲", "乙"]),
        (whole > 0) & (label != "乙"),
        (whole > 3) | (label == "乙"),
        Column("share") <= 0.25,
        Column("moment") >= "2024-01-01 12:00",
    ]
    strings = [
        'col("whole") > 1',
        'col("label") == "b"',
        'col("share").notnull()',
    ]
    queries = [
        "whole > 1 and label != '甲'",
        "whole > 1 & label == '甲' | share < 0",
        "not (whole > 1)",
        "~whole.isnull()",
        "label in ['甲', '丙']",
        "`whole` not in [1, 2]",
        "0 <= whole < full",
        "whole != other",
        "whole + 1 == other * 2 - full",
    ]
    nothing: list[dict[str, Any]] = [{}] * 20
    return [
        *nothing,
        *({"row_condition": condition} for condition in objects),
        *({"row_condition": condition.dict()} for condition in objects),
        *({"row_condition": text, "condition_parser": "great_expectations"} for text in strings),
        *({"row_condition": text, "condition_parser": "pandas"} for text in queries),
    ]


CONDITIONS = _conditions()
NO_CONDITION = {gxe.ExpectColumnPairValuesToBeInSet}
NUMBERS = ("whole", "small", "full", "share", "rate", "nothing")
TEXTS = ("text", "twin", "label")


def _bounds(chance: Random, low: Any, high: Any) -> dict[str, Any]:
    bounds = {"min_value": low, "max_value": high}
    if dropped := chance.choice(["min_value", "max_value", None]):
        del bounds[dropped]
    return bounds | {"strict_min": chance.random() < 0.5, "strict_max": chance.random() < 0.5}


def _column_maps(chance: Random) -> Iterator[tuple[type[Expectation], dict[str, Any]]]:
    for name in (*KINDS, "key"):
        yield gxe.ExpectColumnValuesToNotBeNull, {"column": name}
        yield gxe.ExpectColumnValuesToBeNull, {"column": name}
        yield gxe.ExpectColumnValuesToBeUnique, {"column": name}
    for name in NUMBERS:
        yield gxe.ExpectColumnValuesToBeBetween, {"column": name, **_bounds(chance, 0, 3)}
        yield gxe.ExpectColumnValuesToBeBetween, {"column": name, **_bounds(chance, -0.5, 0.5)}
        yield gxe.ExpectColumnValuesToBeInSet, {"column": name, "value_set": [0, 1, 2.0, 0.25, None]}
        yield gxe.ExpectColumnValuesToNotBeInSet, {"column": name, "value_set": [0, 1.0, 0.25]}
        yield gxe.ExpectColumnValuesToBeIncreasing, {"column": name, "strictly": chance.random() < 0.5}
        yield gxe.ExpectColumnValuesToBeDecreasing, {"column": name, "strictly": chance.random() < 0.5}
        for method in ("iqr", "std"):
            yield gxe.ExpectColumnValuesToNotBeOutliers, {"column": name, "method": method, "multiplier": 0.7}
        yield (
            gxe.ExpectColumnValueZScoresToBeLessThan,
            {"column": name, "threshold": 0.8, "double_sided": chance.random() < 0.5},
        )
    for name in TEXTS:
        yield gxe.ExpectColumnValuesToBeInSet, {"column": name, "value_set": ["", "ab", "甲", 1]}
        yield gxe.ExpectColumnValuesToNotBeInSet, {"column": name, "value_set": ["", "ab", "甲"]}
        yield gxe.ExpectColumnValueLengthsToEqual, {"column": name, "value": chance.randint(0, 6)}
        yield gxe.ExpectColumnValueLengthsToBeBetween, {"column": name, **_bounds(chance, 1, 5)}
    yield gxe.ExpectColumnValuesToBeBetween, {"column": "day", **_bounds(chance, date(2024, 1, 2), date(2024, 1, 4))}
    hours = _bounds(chance, "2024-01-01 06:00", "2024-01-01 20:30")
    yield gxe.ExpectColumnValuesToBeBetween, {"column": "moment", **hours}
    yield gxe.ExpectColumnValuesToBeIncreasing, {"column": "moment"}
    moments = ["2024-01-01 06:30", "2024-01-01 07:30"]
    yield gxe.ExpectColumnValuesToNotBeInSet, {"column": "moment", "value_set": moments}
    yield gxe.ExpectColumnValuesToMatchStrftimeFormat, {"column": "written", "strftime_format": "%Y-%m-%d"}
    for name in ("written", "text"):
        yield gxe.ExpectColumnValuesToBeDateutilParseable, {"column": name}
    for name in ("json", "text", "label"):
        yield gxe.ExpectColumnValuesToBeJsonParseable, {"column": name}
    needed = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}
    yield gxe.ExpectColumnValuesToMatchJsonSchema, {"column": "json", "json_schema": needed}


PATTERNS = [
    "a", "^ab", "ab$", "^$", "[A-Z]", ".", r"^A\d{7}$", "公开", r"公开$", r"^[\u4e00-\u9fff]+$", r"(?=x)xab", r"(.)\1",
    r"^(?!a)", r"a\Z", "[$]|b$", r"(?i)AB", r"(?m)开$", r"^\w+$", r"a{,1}b", "件|节", r"\s", r"\$|%",
]  # fmt: skip


def _patterns(chance: Random) -> Iterator[tuple[type[Expectation], dict[str, Any]]]:
    for pattern in PATTERNS:
        name = chance.choice(TEXTS)
        yield gxe.ExpectColumnValuesToMatchRegex, {"column": name, "regex": pattern}
        yield gxe.ExpectColumnValuesToNotMatchRegex, {"column": "text", "regex": pattern}
    yield gxe.ExpectColumnValuesToMatchRegex, {"column": "full", "regex": "^[0-4]$"}
    some = chance.sample(PATTERNS, 3)
    for match_on in ("any", "all"):
        yield gxe.ExpectColumnValuesToMatchRegexList, {"column": "text", "regex_list": some, "match_on": match_on}
    yield gxe.ExpectColumnValuesToNotMatchRegexList, {"column": "text", "regex_list": some}


def _records(chance: Random) -> Iterator[tuple[type[Expectation], dict[str, Any]]]:
    for rule in ("both_values_are_missing", "either_value_is_missing", "neither"):
        for first, second in (("whole", "other"), ("whole", "full"), ("share", "rate"), ("share", "whole")):
            pair = {"column_A": first, "column_B": second, "ignore_row_if": rule}
            yield gxe.ExpectColumnPairValuesToBeEqual, pair
            yield gxe.ExpectColumnPairValuesAToBeGreaterThanB, {**pair, "or_equal": chance.random() < 0.5}
        yield gxe.ExpectColumnPairValuesToBeEqual, {"column_A": "text", "column_B": "twin", "ignore_row_if": rule}
        every_pair = [(first, second) for first in (None, *range(-3, 7)) for second in (None, *range(-3, 7))]
        for pairs in ([(1, 2), (2, None), (None, None), (3, 3)], every_pair[::2], every_pair):
            kwargs = {"column_A": "whole", "column_B": "other", "value_pairs_set": pairs, "ignore_row_if": rule}
            yield gxe.ExpectColumnPairValuesToBeInSet, kwargs
    for rule in ("all_values_are_missing", "any_value_is_missing", "never"):
        for names in (["whole", "other"], ["whole", "full", "share"], ["text", "twin"], ["small", "whole"]):
            several = {"column_list": names, "ignore_row_if": rule}
            yield gxe.ExpectCompoundColumnsToBeUnique, several
            yield gxe.ExpectSelectColumnValuesToBeUniqueWithinRecord, several
            yield gxe.ExpectMulticolumnValuesToBeEqual, several
            if "text" not in names:
                yield gxe.ExpectMulticolumnSumToEqual, {**several, "sum_total": chance.randint(-1, 6)}
        # Two small integers whose sum is none.
        narrow = {"column_list": ["small", "narrow"], "ignore_row_if": rule, "sum_total": 200}
        yield gxe.ExpectMulticolumnSumToEqual, narrow


def _aggregates(chance: Random) -> Iterator[tuple[type[Expectation], dict[str, Any]]]:
    between = (gxe.ExpectColumnMaxToBeBetween, gxe.ExpectColumnMinToBeBetween)
    numeric = (
        gxe.ExpectColumnMeanToBeBetween,
        gxe.ExpectColumnMedianToBeBetween,
        gxe.ExpectColumnStdevToBeBetween,
        gxe.ExpectColumnSumToBeBetween,
    )
    for name in NUMBERS:
        for expectation in (*between, *numeric):
            yield expectation, {"column": name, **_bounds(chance, 0, 2.5)}
        for relative in (False, "linear", "lower", "higher", "midpoint"):
            limits = [[None, 0], [-2, 1], [0, 0], [0, 3], [1, None]]
            ranges = {"quantiles": [0.0, 0.1, 0.25, 0.5, 1.0], "value_ranges": limits}
            yield (
                gxe.ExpectColumnQuantileValuesToBeBetween,
                {"column": name, "quantile_ranges": ranges, "allow_relative_error": relative},
            )
    for expectation in between:
        yield expectation, {"column": "text"}
        yield expectation, {"column": "day", **_bounds(chance, date(2024, 1, 2), date(2024, 1, 4))}
        yield expectation, {"column": "moment", **_bounds(chance, datetime(2024, 1, 1, 4), datetime(2024, 1, 1, 20))}
    for name in (*KINDS, "key"):
        yield gxe.ExpectColumnUniqueValueCountToBeBetween, {"column": name, **_bounds(chance, 2, 5)}
        yield gxe.ExpectColumnProportionOfUniqueValuesToBeBetween, {"column": name, **_bounds(chance, 0.3, 0.9)}
        yield gxe.ExpectColumnProportionOfNonNullValuesToBeBetween, {"column": name, **_bounds(chance, 0.3, 0.9)}
    sets: list[tuple[str, list[Any]]] = [
        ("whole", [0, 1, 2, 3]),
        ("label", ["甲", "乙"]),
        ("label", ["甲", "乙", "丙"]),
        ("share", [0.25, 1.0]),
        ("text", WORDS),
    ]
    for name, values in sets:
        yield gxe.ExpectColumnDistinctValuesToBeInSet, {"column": name, "value_set": values}
        yield gxe.ExpectColumnDistinctValuesToContainSet, {"column": name, "value_set": values}
        yield gxe.ExpectColumnDistinctValuesToEqualSet, {"column": name, "value_set": values}
        yield (
            gxe.ExpectColumnMostCommonValueToBeInSet,
            {"column": name, "value_set": values, "ties_okay": chance.random() < 0.5},
        )


def _tables(chance: Random) -> Iterator[tuple[type[Expectation], dict[str, Any]]]:
    names = ["key", *KINDS]
    for rows in (0, 8, 30):
        yield gxe.ExpectTableRowCountToEqual, {"value": rows}
        yield gxe.ExpectTableRowCountToBeBetween, {"min_value": rows, "max_value": rows + 1}
    for columns in (3, len(names)):
        yield gxe.ExpectTableColumnCountToEqual, {"value": columns}
        yield gxe.ExpectTableColumnCountToBeBetween, {"min_value": 3, "max_value": columns}
    for listed in (names, names[:-1], [*names, "more"]):
        yield gxe.ExpectTableColumnsToMatchOrderedList, {"column_list": listed}
        yield gxe.ExpectTableColumnsToMatchSet, {"column_set": listed, "exact_match": chance.random() < 0.5}
    for name in ("key", "more"):
        yield gxe.ExpectColumnToExist, {"column": name}


def some_expectations(seed: int, parts: int) -> list[Expectation]:
    """Returns all expectations on tables and one part of the others; as many seeds in a row as parts have them all.

    Arguments, row conditions and `mostly` are there by chance.
    """
    chance = Random(seed)
    cases = [case for family in (_column_maps, _patterns, _records, _aggregates) for case in family(chance)]
    made = []
    for kind, kwargs in [*cases[seed % parts :: parts], *_tables(chance)]:
        extra: dict[str, Any] = {}
        if "mostly" in kind.__fields__:
            extra["mostly"] = chance.choice([1.0, 0.9, 0.5, 0.1])
        if "row_condition" in kind.__fields__ and kind not in NO_CONDITION:
            extra |= chance.choice(CONDITIONS)
        made.append(kind(**kwargs, **extra))
    return made
