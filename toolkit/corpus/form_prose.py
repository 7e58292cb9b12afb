"""What the prose of a report says that the form asks for, in stages: each reads what the one before found."""

from collections.abc import Mapping
from functools import reduce
from operator import or_

import polars as pl

from toolkit.corpus.form_words import form_words, in_digits, listed, says_something

_FIVE_PARTS_SINCE = 2021
_LEAST_SENTENCES = 2
_QUOTED = 28
_SPOKEN_OF = {"five_parts": "flat_overview", "accountability": "flat", "problems": "flat_problems"}


def flat_columns() -> dict[str, pl.Expr]:
    """Returns the texts without white space: in lines of a fixed width a break may part a word."""
    texts = {"flat": "prose", "flat_overview": "overview", "flat_problems": "problems", "flat_preamble": "preamble"}
    return {name: pl.col(text).fill_null("").str.replace_all(r"\s+", "") for name, text in texts.items()}


def first_looks() -> dict[str, pl.Expr]:
    """Returns what is looked for in every report's prose: years, subjects spoken of, places to be filled in."""
    known = form_words()["years"]
    overview = pl.col("overview").fill_null("").str.replace_all(known["wrapped"], "${1}")
    return {
        "lines": overview,
        "periods": _whole_years(pl.col("flat").str.extract_all(f"{known['period']}|{known['whole']}")),
        "begin": _first_years(overview.str.extract_all(known["begin"])),
        **{
            f"no_{key}": ~pl.col(text).str.contains(pattern)
            for table, text in _SPOKEN_OF.items()
            for key, pattern in form_words()[table].items()
            if isinstance(pattern, str)
        },
        **_unfilled(),
    }


def _unfilled() -> dict[str, pl.Expr]:
    """Whether something is left to be filled in, and the words around it."""
    pattern = "|".join(f"(?:{one})" for one in form_words()["placeholder"]["patterns"])
    plain = pl.col("prose").str.replace_all(form_words()["quoted"], "〓")
    found = plain.str.contains(pattern)
    told = pl.when(found).then(plain).str.extract(rf"(.{{0,10}}(?:{pattern}).{{0,10}})").str.replace_all(r"\s+", " ")
    # Nothing to look through: a parsed table has no prose.
    none = pl.col("numbers").is_null() & pl.col("title").is_null()
    return {"unfilled": pl.when(none).then(None).otherwise(found), "unfilled_text": told.str.strip_chars()}


# ---------------------------------------------------------------- the year that the prose tells


def second_looks() -> dict[str, pl.Expr]:
    """Returns what is looked for where the first look left it open: whose year another year is."""
    known, year = form_words()["years"], pl.col("year").cast(pl.String)
    doubtful = (pl.col("periods").list.len() > 0) & ~pl.col("periods").list.contains(year)
    flat, above = pl.when(doubtful).then("flat"), pl.when(doubtful).then("flat_preamble")
    told = pl.when((pl.col("begin").list.len() > 0) & ~pl.col("begin").list.contains(year)).then("lines")
    reporting = f"{known['reporting']}{known['period']}|{known['whole']}"
    own = told.str.extract_all(known["own"]).list.len()
    once = told.str.contains(known["opening"]) | (own > 0)
    enough = (own >= _LEAST_SENTENCES) | (once & ~told.str.contains(known["this"]))
    silent = ~in_digits(told).str.contains(pl.concat_str(year, pl.lit("年")), literal=True)
    return {
        "reporting": pl.concat_list(
            _whole_years(above.str.extract_all(known["period"])), _whole_years(flat.str.extract_all(reporting))
        ),
        "wrong_sentences": (silent & enough).fill_null(False),
    }


def year_columns() -> dict[str, pl.Expr]:
    """Returns whether the prose tells another year than the report's: as a period, or as that of its sentences."""
    known, year = form_words()["years"], pl.col("year").cast(pl.String)
    wrong_period = (pl.col("reporting").list.len() > 0).fill_null(False)
    wrong = wrong_period | pl.col("wrong_sentences")
    right = pl.col("periods").list.contains(year) | pl.col("begin").list.contains(year)
    unread = pl.col("foreign") | pl.col("year").is_null() | pl.col("numbers").is_null()
    years = pl.when(wrong_period).then("reporting").when("wrong_sentences").then("begin")
    told = pl.coalesce(
        _quote(pl.when(wrong_period).then("flat"), f"{known['period']}|{known['whole']}"),
        _quote(pl.when("wrong_sentences").then("lines"), known["begin"]),
    )
    return {
        "wrong_year": pl.when(unread).then(None).when(wrong).then(True).when(right).then(False),
        "years_told": years.list.unique().list.sort().list.join("、"),
        "year_quote": told,
    }


def _quote(text: pl.Expr, pattern: str) -> pl.Expr:
    """The words that a pattern finds first, and some behind them."""
    before = text.str.extract(rf"(?s)^(.*?)(?:{pattern})").str.len_chars()
    return text.str.slice(before, _QUOTED).str.strip_chars_start("。！：:\n况作开理设障").str.replace_all(r"\s+", " ")


def _first_years(found: pl.Expr) -> pl.Expr:
    return found.list.eval(in_digits(pl.element().str.extract(form_words()["years"]["first"])))


def _whole_years(found: pl.Expr) -> pl.Expr:
    """The years of periods from January to December; one that spans several years tells none."""
    first = in_digits(pl.element().str.extract(form_words()["years"]["first"]))
    last = in_digits(pl.element().str.extract(form_words()["years"]["last"]))
    return found.list.eval(pl.when(last.fill_null(first) == first).then(first)).list.drop_nulls()


# ---------------------------------------------------------------- what the prose must speak of


def narrative_columns() -> dict[str, pl.Expr]:
    """Returns whether sections 1 and 5, and a government's report, speak of what they must."""
    silent = ~says_something(pl.col("overview"))
    nobody = pl.col("kind").is_null() | silent
    return {
        "five_parts_due": pl.col("year") >= _FIVE_PARTS_SINCE,
        **_spoken_of("five_parts", "five_parts", "parts", pl.col("year").is_null() | silent),
        "government": pl.col("kind") == "government",
        **_spoken_of("accountability", "accountable", "results", nobody),
        **_spoken_of("problems", "both_parts", "sides", ~says_something(pl.col("problems"))),
    }


def _spoken_of(table: str, name: str, lacking: str, unknown: pl.Expr) -> dict[str, pl.Expr]:
    """Whether a text speaks of everything that a table of the words has, and what it does not speak of."""
    known: Mapping[str, Mapping[str, str]] = form_words()[table]
    absent = {key: pl.col(f"no_{key}") for key in known["zh"]}
    return {
        name: pl.when(pl.col("foreign") | unknown).then(None).otherwise(~reduce(or_, absent.values())),
        f"{lacking}_lacking_zh": listed({known["zh"][key]: one for key, one in absent.items()}, "、"),
        f"{lacking}_lacking_en": listed({known["en"][key]: one for key, one in absent.items()}, ", "),
    }
