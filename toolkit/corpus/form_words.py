"""The words of `form.toml`, loaded once."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl


@cache
def form_words() -> Mapping[str, Any]:
    """Returns the words that the rules of the form look for; YEAR in a pattern of `years` is filled in."""
    words = tomllib.loads(Path(__file__).with_name("form.toml").read_text("utf-8"))
    words["years"] = {name: pattern.replace("YEAR", words["year"]) for name, pattern in words["years"].items()}
    return words


def in_digits(text: pl.Expr) -> pl.Expr:
    """Returns a text with Chinese numerals as digits: 2023年 for 二〇二三年. Longer numbers are no longer theirs."""
    return text.str.replace_many(form_words()["numerals"], form_words()["digits"])


def listed(parts: Mapping[str, pl.Expr], separator: str) -> pl.Expr:
    """Returns the words whose expression holds, as one text; empty where none does."""
    told = [pl.when(expression).then(pl.lit(word, pl.String)) for word, expression in parts.items()]
    return pl.concat_list(told).list.drop_nulls().list.join(separator)


def says_something(text: pl.Expr) -> pl.Expr:
    """Returns whether a section is there and says more than 无."""
    plain = text.fill_null("").str.strip_chars()
    return (plain != "") & ~plain.str.contains(form_words()["nothing"])
