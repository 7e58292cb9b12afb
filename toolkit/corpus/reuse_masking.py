"""What is left of a section's prose to compare: its own words, without numbers, names and what every report says."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

NAMES = ("agency", "county", "city", "province", "organ", "county_short", "city_short")
"""The columns of `own_names`, longest names first: 神池县水利局 goes before 神池县."""

_NO_NAME = "\x00"


@cache
def knowledge() -> Mapping[str, Any]:
    """Returns `reuse.toml`: limits, sections, standard phrases, and where names stand."""
    return tomllib.loads(Path(__file__).with_name("reuse.toml").read_text("utf-8"))


def own_names(reports: pl.DataFrame) -> pl.DataFrame:
    """Returns report_id and what an agency and its places are called, null where not known.

    `organ` is the agency's name without its places (水利局), `county_short` and `city_short` are names without what
    kind of place they are (神池).
    """
    places = ("province", "city", "county")
    organ = pl.col("agency")
    for place in places:
        organ = _without(organ, pl.col(place))
    ending = knowledge()["names"]["endings"]
    short = {
        f"{place}_short": pl.when(pl.col(place).str.len_chars() >= 3).then(pl.col(place).str.replace(ending, ""))
        for place in ("county", "city")
    }
    return reports.select("report_id", "agency", *places, organ=organ, **short).with_columns(
        # One character is a word of the language sooner than a name.
        pl.when(pl.col("organ", "county_short", "city_short").str.len_chars() >= 2).then(
            pl.col("organ", "county_short", "city_short")
        )
    )


def plain(text: pl.Expr) -> pl.Expr:
    """Returns a text with wide letters as plain ones and without blanks, lines kept."""
    return text.str.normalize("NFKC").str.replace_all(r"[^\S\n]+", "")


def kept(text: pl.Expr) -> pl.Expr:
    """Returns what is left of a plain text; the columns of `own_names` stand beside it.

    Args:
        text: a section, or a clause of one, as `plain` returns it.
    """
    words = knowledge()["masked"]
    text = text.str.replace_all(_any(words["quoted"]), "")
    text = text.str.replace_all(words["sentence"].replace("PATTERNS", _any(words["sentences"])), "")
    text = text.str.replace_all(words["clause"].replace("PATTERNS", _any(words["clauses"])), "")
    for name in NAMES:
        text = _without(text, pl.col(name))
    for group in ("phrases", "selves", "numbers"):
        text = text.str.replace_all(_any(words[group]), "")
    return text.str.replace_all(words["marks"], "").str.replace_all("\n", "", literal=True)


def _without(text: pl.Expr, name: pl.Expr) -> pl.Expr:
    # polars replaces constant patterns only; it splits by a column's.
    return text.str.split(name.fill_null(_NO_NAME)).list.join("")


def _any(patterns: list[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)
