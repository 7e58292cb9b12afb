"""Reports of parsed tables → the frames of the contract, and the regions that such tables tell."""

from collections.abc import Mapping

import polars as pl

from toolkit.corpus.places import divisions_of
from toolkit.corpus.schema import RAW_REPORTS, SCHEMAS, SORT_KEYS
from toolkit.records import ParsedReports

_REGION_PLACES = ("province", "city", "county")


def parsed_frames(parsed: ParsedReports, document: Mapping[str, str | None]) -> dict[str, pl.DataFrame]:
    """Returns `reports` (not identified yet), `cells` and `leftovers` of a parsed table.

    Args:
        parsed: as extraction hands it over.
        document: `document_id`, `source` and `format` of the file.
    """
    template = (
        pl.when(pl.col("template_disclosure") != pl.col("template_requests"))
        .then(pl.lit("mixed"))
        .otherwise(pl.coalesce("template_requests", "template_disclosure"))
    )
    reports = parsed.reports.with_columns(
        template=template, **{name: pl.lit(value, pl.String) for name, value in document.items()}
    )
    cells = parsed.cells.with_columns(source=pl.lit("parsed"))
    return {
        "reports": _as(RAW_REPORTS, reports, "reports"),
        "cells": _as(SCHEMAS["cells"], cells, "cells"),
        "leftovers": _as(SCHEMAS["leftovers"], parsed.leftovers, "leftovers"),
    }


def _as(schema: pl.Schema, frame: pl.DataFrame, name: str) -> pl.DataFrame:
    absent = [pl.lit(None, schema[column]).alias(column) for column in schema if column not in frame.columns]
    return frame.with_columns(absent).select(schema.names()).cast(schema).sort(SORT_KEYS[name])


def with_told_regions(reports: pl.DataFrame) -> pl.DataFrame:
    """Returns identified reports with the region codes that parsed tables tell, and the names that belong to them.

    Args:
        reports: with `told_region` and the identity columns; a told code goes before one found by name.
    """
    told = pl.col("told_region").is_not_null()
    codes = reports.filter(told).select("told_region", "year").unique()
    if codes.is_empty():
        return reports
    rows = []
    for code, year in codes.sort("told_region", "year").iter_rows():
        division = divisions_of(year).by_code.get(code)
        rows.append((code, year, *(getattr(division, name, None) for name in _REGION_PLACES)))
    names = {f"told_{name}": pl.String() for name in _REGION_PLACES}
    places = pl.DataFrame(rows, schema={"told_region": pl.String(), "year": pl.Int32(), **names}, orient="row")
    joined = reports.join(places, on=["told_region", "year"], how="left", nulls_equal=True, maintain_order="left")
    values = {
        **{name: pl.col(f"told_{name}") for name in _REGION_PLACES},
        "region_code": pl.col("told_region"),
        "region_source": pl.lit("user"),
    }
    return joined.with_columns(pl.when(told).then(value).otherwise(name).alias(name) for name, value in values.items())
