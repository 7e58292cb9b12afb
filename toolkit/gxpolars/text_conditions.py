"""Conditions on text: patterns, lengths, and what a text can be read as.

A regular expression means what it means to Python, as in Great Expectations on pandas. polars' own engine is used
where both agree; a pattern that it does not know (look-around, backreferences) or reads otherwise is tried with
Python's `re`, once for each distinct value.
"""

import json
import operator
import re
import warnings
from collections.abc import Mapping
from datetime import datetime
from functools import cache, reduce
from typing import Any

import polars as pl

from toolkit.errors import ToolkitError
from toolkit.gxpolars.column_conditions import between
from toolkit.gxpolars.columns import WrongType, by_distinct_value, column, comparable, dtype_of, text
from toolkit.gxpolars.map_conditions import MapCondition, map_condition


class BadPattern(ToolkitError):
    """A regular expression that Python cannot read."""


def _found(pattern: str, kwargs: Mapping[str, Any], schema: pl.Schema) -> pl.Expr:
    values = text(kwargs["column"], schema)
    native = native_pattern(pattern)
    if native is not None:
        return values.str.contains(native)
    search = re.compile(pattern).search
    return by_distinct_value(values, lambda value: search(value) is not None)


@cache
def native_pattern(pattern: str) -> str | None:
    r"""Returns a Python pattern as polars' engine finds the same with it; None where only Python's `re` can.

    Raises:
        BadPattern: Python cannot read it.

    >>> native_pattern("^A[0-9]{7}"), native_pattern("件$"), native_pattern("(?=a)b")
    ('^A[0-9]{7}', '件(?:\\n?\\z)', None)
    """
    try:
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always", FutureWarning)
            compiled = re.compile(pattern)
    except re.error as error:
        raise BadPattern(f"The regular expression {pattern!r} cannot be read: {error}.") from None
    # Python warns where a later one may read a set otherwise: polars' engine does so today.
    if warned or "{," in pattern:  # `{,3}`: up to three in Python, plain text in polars' engine
        return None
    native = pattern if compiled.flags & re.MULTILINE else _ends_as_in_python(pattern)
    try:
        pl.select(pl.lit("").str.contains(native))
    except pl.exceptions.ComputeError:
        return None
    return native


def _ends_as_in_python(pattern: str) -> str:
    """Returns a pattern whose `$` also matches before a last line feed."""
    parts, in_set, escaped = [], False, False
    for at, sign in enumerate(pattern):
        plain = not escaped
        escaped = sign == "\\" and plain
        if plain and sign == "[" and not in_set:
            in_set, opened = True, at
        elif plain and sign == "]" and in_set and pattern[opened + 1 : at] not in ("", "^"):
            in_set = False
        parts.append(r"(?:\n?\z)" if sign == "$" and plain and not in_set else sign)
    return "".join(parts)


@map_condition("column_values.match_regex")
def _match_regex(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    return MapCondition(_found(kwargs["regex"], kwargs, schema))


@map_condition("column_values.not_match_regex")
def _not_match_regex(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    return MapCondition(~_found(kwargs["regex"], kwargs, schema))


@map_condition("column_values.match_regex_list")
def _match_regex_list(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    return MapCondition(_joined([_found(regex, kwargs, schema) for regex in kwargs["regex_list"]], kwargs))


@map_condition("column_values.not_match_regex_list")
def _not_match_regex_list(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    return MapCondition(~_joined([_found(regex, kwargs, schema) for regex in kwargs["regex_list"]], {}))


def _joined(found: list[pl.Expr], kwargs: Mapping[str, Any]) -> pl.Expr:
    match_on = getattr(kwargs.get("match_on"), "value", kwargs.get("match_on")) or "any"
    if match_on not in ("any", "all"):
        raise ToolkitError(f"match_on is {match_on!r}; it must be any or all.")
    return reduce(operator.or_ if match_on == "any" else operator.and_, found)


def _like(pattern: str, kwargs: Mapping[str, Any], schema: pl.Schema) -> pl.Expr:
    return text(kwargs["column"], schema).str.contains(like_pattern(pattern, kwargs.get("escape")))


def like_pattern(pattern: str, escape: str | None = None) -> str:
    r"""Returns SQL's LIKE pattern as a regular expression.

    Args:
        pattern: `%` stands for any text, `_` for one character.
        escape: the character that takes this meaning from the one after it.

    >>> like_pattern("第_节%"), like_pattern("100!%", "!")
    ('(?s)\\A第.节.*\\z', '(?s)\\A100%\\z')
    """
    parts, literal = [], False
    for sign in pattern:
        if sign == escape and not literal:
            literal = True
            continue
        parts.append({"%": ".*", "_": "."}.get(sign, re.escape(sign)) if not literal else re.escape(sign))
        literal = False
    return rf"(?s)\A{''.join(parts)}\z"


@map_condition("column_values.match_like_pattern")
def _match_like(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    return MapCondition(_like(kwargs["like_pattern"], kwargs, schema))


@map_condition("column_values.not_match_like_pattern")
def _not_match_like(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    return MapCondition(~_like(kwargs["like_pattern"], kwargs, schema))


@map_condition("column_values.match_like_pattern_list")
def _match_like_list(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    return MapCondition(_joined([_like(like, kwargs, schema) for like in kwargs["like_pattern_list"]], kwargs))


@map_condition("column_values.not_match_like_pattern_list")
def _not_match_like_list(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    return MapCondition(~_joined([_like(like, kwargs, schema) for like in kwargs["like_pattern_list"]], {}))


def _length(kwargs: Mapping[str, Any], schema: pl.Schema) -> pl.Expr:
    return text(kwargs["column"], schema).str.len_chars()  # not bytes: 政府信息公开 is 6 long, not 18


@map_condition("column_values.value_length.equals")
def _length_equals(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    return MapCondition(_length(kwargs, schema) == comparable(kwargs["value"], pl.Int64()))


@map_condition("column_values.value_length.between")
def _length_between(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    return MapCondition(between(_length(kwargs, schema), kwargs, pl.Int64()))


def _strings(kwargs: Mapping[str, Any], schema: pl.Schema) -> pl.Expr:
    dtype = dtype_of(kwargs["column"], schema)
    if dtype not in (pl.String, pl.Categorical, pl.Enum, pl.Null):
        raise WrongType(f"Column {kwargs['column']!r} is {dtype}; a text is needed here.")
    return column(kwargs["column"], schema).cast(pl.String)


@map_condition("column_values.match_strftime_format")
def _match_strftime(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    def holds(value: str) -> bool:
        try:
            datetime.strptime(value, kwargs["strftime_format"])
        except ValueError:
            return False
        return True

    return MapCondition(by_distinct_value(_strings(kwargs, schema), holds))


@map_condition("column_values.dateutil_parseable")
def _dateutil_parseable(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    from dateutil.parser import parse

    def holds(value: str) -> bool:
        try:
            parse(value)
        except (ValueError, OverflowError):
            return False
        return True

    return MapCondition(by_distinct_value(_strings(kwargs, schema), holds))


@map_condition("column_values.json_parseable")
def _json_parseable(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    def holds(value: str) -> bool:
        try:
            json.loads(value)
        except (ValueError, RecursionError):
            return False
        return True

    return MapCondition(by_distinct_value(_strings(kwargs, schema), holds))


@map_condition("column_values.match_json_schema")
def _match_json_schema(kwargs: Mapping[str, Any], schema: pl.Schema) -> MapCondition:
    import jsonschema

    def holds(value: str) -> bool:
        try:
            jsonschema.validate(json.loads(value), kwargs["json_schema"])
        except jsonschema.ValidationError:
            return False
        return True

    return MapCondition(by_distinct_value(_strings(kwargs, schema), holds))
