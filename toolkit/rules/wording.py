"""What a finding says, in both languages, with its numbers: polars expressions over the rows of one rule."""

import re
import string
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, cast

import polars as pl

from toolkit.codebook import TABLES, Codebook
from toolkit.gxpolars.record_conditions import row_sum
from toolkit.rules.rule import Rule

BALANCE = "expect_sums_to_balance"
LANGUAGES = ("zh", "en")
# Of more terms than these only those other than 0 are told: twenty-one outcomes are mostly zeros.
_MOST_TERMS = 4
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．])|（[^（）]*）|\(单位.*?\)")


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("wording.toml").read_text("utf-8"))


@cache
def _terms(codebook: Codebook, lang: str) -> Mapping[str, str]:
    """What a code is called in a sentence, by `table/code`."""
    short = _words()["terms"]
    found = {}

    def name(key: str, code: str, label: str) -> None:
        plain = _NUMBERING.sub("", label.rsplit(" / ", 1)[-1]).strip()
        found[key] = code.replace("_", " ") if lang == "en" else short.get(code, plain)

    for (table, code), label in codebook.labels.items():
        name(f"{table}/{code}", code, label)
    for block in codebook.blocks:  # the same code is called otherwise in another block: 收费金额, 采购总金额
        for row, columns in product(block.rows, block.columns.values()):
            for column in columns:
                name(f"disclosure/{row.code}/{column.code}", column.code, column.label)
    for code in codebook.sums:  # prose tells them as one number
        found.update({f"{table}/{code}": _words()["sums"][lang][code] for table in TABLES})
    for table in TABLES:
        found[table] = _words()["tables"][lang][table]
    return found


def place_told(codebook: Codebook, lang: str) -> pl.Expr:
    """Returns how the place in the columns table, row and column is called: 予以公开 · 自然人."""
    names = _terms(codebook, lang)
    old, new = list(names), list(names.values())

    def called(*parts: str, other: pl.Expr) -> pl.Expr:
        key = pl.concat_str("table", *parts, separator="/")
        return key.replace_strict(old, new, default=other, return_dtype=pl.String)

    row = called("row", other=pl.col("row"))
    column = called("row", "column", other=called("column", other=pl.col("column")))
    parts = pl.concat_list(row, column).list.drop_nulls().list.join(" · ")
    table = pl.col("table").replace_strict(old, new, default=pl.col("table"), return_dtype=pl.String)
    return pl.when(parts != "").then(parts).otherwise(table.fill_null(_words()["report"][lang]))


def shown(value: pl.Expr) -> pl.Expr:
    """Returns a number as text: whole ones without a point, missing ones empty.

    >>> pl.DataFrame({"x": [12.0, 0.5, None]}).select(shown(pl.col("x"))).to_series().to_list()
    ['12', '0.5', '']
    """
    whole = value.cast(pl.Float64) % 1 == 0
    plain = pl.when(whole).then(value.cast(pl.Int64, strict=False).cast(pl.String))
    # What no 64 bits hold is told as it stands: a finding never loses its number.
    return pl.coalesce(plain, value.cast(pl.String), pl.lit(""))


def failure(rule: Rule, schema: pl.Schema, codebook: Codebook, lang: str) -> pl.Expr:
    """Returns the message of a row that fails; the columns table, row and column are there."""
    if rule.messages:
        told = _filled(rule.messages.get(lang) or next(iter(rule.messages.values())), schema, codebook, lang)
        return _joined([told, _assumed(schema, lang) if rule.kind == BALANCE else ""])
    if rule.kind == BALANCE:
        return _imbalance(rule, schema, codebook, lang)
    return _joined([place_told(codebook, lang), _words()["colon"][lang], _title(rule, lang)])


def doubt(rule: Rule, schema: pl.Schema, codebook: Codebook, lang: str) -> pl.Expr:
    """Returns the message of a row that cannot be judged."""
    words = _words()
    head = [place_told(codebook, lang), words["colon"][lang]]
    if rule.kind != BALANCE:
        return _joined([*head, words["unknown"][lang], _title(rule, lang)])
    expectation: Any = rule.expectation
    absent = pl.concat_list(
        [pl.when(pl.col(name).is_null()).then(pl.lit(_term(rule, name, codebook, lang)))
         for name in dict.fromkeys([*expectation.left, *expectation.right])]
    ).list.drop_nulls().list.join(words["comma"][lang])  # fmt: skip
    return _joined([*head, words["no_number"][lang], absent])


def told_of_all(rule: Rule, lang: str, *, failing: bool) -> str:
    """Returns the message of an expectation about a frame as a whole that fails, or cannot be judged."""
    return _title(rule, lang) if failing else _words()["unknown"][lang] + _title(rule, lang)


def sides(rule: Rule, schema: pl.Schema) -> tuple[pl.Expr, pl.Expr]:
    """Returns the two sums of a balance: what the terms come to, and what is told against it."""
    expectation: Any = rule.expectation
    return row_sum(expectation.left, schema).cast(pl.Float64), row_sum(expectation.right, schema).cast(pl.Float64)


def _imbalance(rule: Rule, schema: pl.Schema, codebook: Codebook, lang: str) -> pl.Expr:
    words, expectation = _words(), cast(Any, rule.expectation)
    left, right = sides(rule, schema)
    less = getattr(expectation, "relation", "equal") == "at_least"
    between = words["less_than"][lang] if less else words["semicolon"][lang]
    off = [words["off"][lang], shown((left - right).abs().round(6))]
    assumed = _assumed(schema, lang)
    return _joined(
        [
            place_told(codebook, lang), words["colon"][lang], _side(rule, expectation.left, schema, codebook, lang),
            between, _side(rule, expectation.right, schema, codebook, lang), *off, assumed,
        ]
    )  # fmt: skip


def _assumed(schema: pl.Schema, lang: str) -> pl.Expr | str:
    if "assumed_zero" not in schema:
        return ""
    return pl.when(pl.col("assumed_zero")).then(pl.lit(_words()["assumed"][lang])).otherwise(pl.lit(""))


def _side(rule: Rule, names: Sequence[str], schema: pl.Schema, codebook: Codebook, lang: str) -> pl.Expr:
    """One side of a balance: `新收 12 + 上年结转 1 = 13`; one term alone without its sum."""
    told = [_joined([_term(rule, name, codebook, lang), " ", shown(pl.col(name))]) for name in names]
    if len(names) == 1:
        return told[0]
    if len(names) > _MOST_TERMS:
        told = [pl.when(pl.col(name) != 0).then(term) for name, term in zip(names, told, strict=True)]
    terms = pl.concat_list(told).list.drop_nulls()
    total = shown(row_sum(list(names), schema).round(6))
    return (
        pl.when(terms.list.len() == 0).then(_joined([_words()["nothing"][lang], " ", total]))
        .when(terms.list.len() == 1).then(terms.list.join(""))
        .otherwise(_joined([terms.list.join(" + "), " = ", total]))
    )  # fmt: skip


def _term(rule: Rule, column: str, codebook: Codebook, lang: str) -> str:
    """What a column of a derived frame is called: `regulations__issued` is the column issued of its row.

    Columns of the panel tell their table too, and may stand beside those of other rows: they are called by both.
    """
    names = _terms(codebook, lang)
    *row, code = column.split("__")
    if len(row) == 2 and row[0] in TABLES:
        called = names.get("/".join([*row, code])) or names.get(f"{row[0]}/{code}", code)
        return f"{names.get('/'.join(row), row[1])} · {called}"
    table = rule.place.get("table", "")
    own = code.replace("_", " ") if lang == "en" else _words()["terms"].get(code, code)
    usual = names.get(f"{table}/{code}", own)
    return names.get("/".join([table, *row, code]), usual)


def _title(rule: Rule, lang: str) -> str:
    return rule.title_en if lang == "en" else rule.title_zh


def _filled(message: str, schema: pl.Schema, codebook: Codebook, lang: str) -> pl.Expr:
    parts: list[pl.Expr | str] = []
    for text, name, form, _ in string.Formatter().parse(message):
        parts.append(text)
        if name == "place":
            parts.append(place_told(codebook, lang))
        elif name is not None and form == "tables":
            codes = (
                pl.col(name)
                .str.split(" ")
                .list.eval(
                    pl.element().replace_strict(_words()["tables"][lang], default=pl.element(), return_dtype=pl.String)
                )
            )
            told = codes.list.join(_words()["comma"][lang])
            parts.append(pl.when(pl.col(name) == "").then(pl.lit(_words()["none"][lang])).otherwise(told))
        elif name is not None:
            parts.append(
                shown(pl.col(name)) if schema[name].is_numeric() else pl.col(name).cast(pl.String).fill_null("")
            )
    return _joined(parts)


def _joined(parts: Sequence[pl.Expr | str]) -> pl.Expr:
    told = [part for part in parts if isinstance(part, pl.Expr) or part]
    return pl.concat_str([pl.lit(part) if isinstance(part, str) else part for part in told])
