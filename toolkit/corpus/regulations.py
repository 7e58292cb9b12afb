"""Who may make regulations (规章), and the numbers of those who may not. The one place where this is known."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from toolkit.corpus.schema import SORT_KEYS


@cache
def _known() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("regulations.toml").read_text("utf-8"))


def regulation_power() -> pl.Expr:
    """Returns whether an agency is one that may make 规章; null where its level or kind is not known.

    State Council departments; governments of provinces, of cities with districts and of autonomous prefectures (儋州
    from 2023 on). Not an administrative office (行政公署), and nobody below the city. Reads agency, year, level, kind
    and city of `reports`.
    """
    government = pl.col("kind") == "government"
    return (
        pl.when(pl.col("level") == "national").then(True)
        .when(pl.col("level").is_in(["county", "township"])).then(False)
        # A department of unknown level may be one of the State Council's.
        .when(pl.col("level").is_null()).then(None)
        .when(~government).then(False)
        .when(government).then(_capable())
    )  # fmt: skip


def _capable() -> pl.Expr:
    """Whether the government of the agency's place may; null for those that the law does not name."""
    known = _known()
    city = pl.col("city").fill_null("")
    early = [(city == name) & (pl.col("year") < year) for name, year in known["since"].items()]
    never = city.str.contains(known["not_places"]) | pl.col("agency").str.contains(known["not_agencies"])
    return (
        pl.when(pl.col("agency").str.contains(known["unsure_agencies"])).then(None)
        .when(never.fill_null(False) | ~pl.col("level").is_in(known["levels"])).then(False)
        .otherwise(~pl.any_horizontal(early))
    )  # fmt: skip


def regulation_cells(reports: pl.DataFrame, cells: pl.LazyFrame) -> pl.DataFrame:
    """Returns the numbers of regulations in table 2, one row each, with whether they are an agency's without power.

    Args:
        reports: the frame of that name.
        cells: the long frame.

    Returns:
        report_id, agency, year, column, value, `weight` (the severity of a number where there is no power) and
        `unfit`: whether it is one; null where the power is not known and the number is above zero.
    """
    known = _known()
    judicial = (
        ((pl.col("kind") == "department") & pl.col("agency").str.contains(known["judicial"]) & _capable())
        .fill_null(False)
    )  # fmt: skip
    own_office = (pl.col("kind") == "office") & _capable()
    power = (
        pl.when(pl.col("level") == "national").then(True)
        .when(pl.col("level").is_null() | pl.col("kind").is_null()).then(None)
        .when(pl.col("kind") == "office").then(own_office)
        .otherwise(regulation_power())
    )  # fmt: skip
    heads = reports.lazy().select("report_id", "agency", "year", power=power, judicial=judicial)
    unfit = pl.when(pl.col("value") <= 0).then(False).otherwise(~pl.col("power"))
    severity = pl.col("column").replace_strict(known["severity"], default=None, return_dtype=pl.String)
    return (
        cells.filter((pl.col("table") == "disclosure") & (pl.col("row") == "regulations"))
        .select("report_id", "column", "value")
        .drop_nulls("value")
        .join(heads, on="report_id", how="inner")
        .with_columns(weight=pl.when("judicial").then(pl.lit(known["severity"]["judicial"])).otherwise(severity))
        .select("report_id", "agency", "year", "column", "value", "weight", unfit=unfit)
        .collect()
        .sort(SORT_KEYS["regulation_cells"])
    )
