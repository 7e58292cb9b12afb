"""What the user knows better: agency, year, region and publication date, laid over what was read."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from toolkit.corpus.frames import Identifies, identities
from toolkit.corpus.places import divisions_of
from toolkit.corpus.readings import Reading
from toolkit.corpus.schema import IDENTITY_COLUMNS, SCHEMAS
from toolkit.corpus.user_tables import REGION_CODE, YEAR, read_csv, region_code_of, row_told, texts_of, year_of
from toolkit.errors import MetadataError, near_matches

METADATA_SCHEMA = pl.Schema(
    {
        "source": pl.String(),
        "report_id": pl.String(),
        "agency": pl.String(),
        "year": pl.Int32(),
        "region_code": pl.String(),
        "published": pl.Date(),
    }
)
CLAIMED_SCHEMA = pl.Schema(
    {name: SCHEMAS["reports"][name] for name in ("document_id", "source", "agency", "year", *IDENTITY_COLUMNS)}
)
"""Unreadable documents whose agency and year the metadata tells."""

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00:00(?:\.0+)?)?")
_SHOWN = 5
_REGION_PLACES = ("province", "city", "county")


def read_metadata(given: str | Path | pl.DataFrame) -> pl.DataFrame:
    """Returns the user's metadata with the columns of `METADATA_SCHEMA`.

    Args:
        given: a CSV file (UTF-8, or the GB18030 that spreadsheets write) or a frame, with `source` (a path as
            given to `load`, or the end of one) or `report_id`, and any of `agency`, `year`, `region_code` (six
            digits, GB/T 2260) and `published` (2024-01-31). Empty means: as read.

    Raises:
        MetadataError: the file cannot be read, a column is unknown, or a row has a value that is none.
    """
    if isinstance(given, pl.DataFrame):
        return _read_frame(given, None)
    try:
        return _read_frame(read_csv(Path(given), "metadata"), 2)
    except MetadataError as error:
        path = str(given)
        raise (error if path in str(error) else MetadataError(f"{path}: {error}")) from None


def _read_frame(frame: pl.DataFrame, first_line: int | None) -> pl.DataFrame:
    _check_columns(frame.columns)
    texts = texts_of(frame)
    parsers = {"year": year_of, "region_code": region_code_of, "published": _date}
    columns = []
    for name, dtype in METADATA_SCHEMA.items():
        values: list[Any] = texts[name].to_list() if name in texts.columns else [None] * texts.height
        if parser := parsers.get(name):
            values = [_parsed(parser, name, number, value, first_line) for number, value in enumerate(values)]
        columns.append(pl.Series(name, values, dtype=dtype))
    metadata = pl.DataFrame(columns).with_columns(pl.col("source").str.replace_all("\\", "/", literal=True))
    _check_keys(metadata, first_line)
    return metadata


def _check_columns(names: list[str]) -> None:
    for name in names:
        if name not in METADATA_SCHEMA:
            known = ", ".join(METADATA_SCHEMA)
            raise MetadataError(
                f"The metadata has an unknown column {name!r}.{near_matches(name, METADATA_SCHEMA)} Known are {known}."
            )
    if not {"source", "report_id"} & set(names):
        raise MetadataError("The metadata names no report: it needs a column 'source' or 'report_id'.")


def _check_keys(metadata: pl.DataFrame, first_line: int | None) -> None:
    numbered = metadata.with_row_index("number")
    nameless = numbered.filter(pl.col("source").is_null() & pl.col("report_id").is_null())
    for number in nameless["number"]:
        row = row_told(number, first_line)
        raise MetadataError(f"The metadata's {row} names no report: source and report_id are empty.")
    for key in ("source", "report_id"):
        repeated = numbered.filter(pl.col(key).is_not_null() & ~pl.col(key).is_first_distinct())
        for number, value in repeated.select("number", key).iter_rows():
            raise MetadataError(f"The metadata's {row_told(number, first_line)} has {key} {value!r} a second time.")


def _parsed(parser: Any, name: str, number: int, value: str | None, first_line: int | None) -> Any:
    if value is None:
        return None
    parsed = parser(value)
    if parsed is None:
        raise MetadataError(f"The metadata's {row_told(number, first_line)} has {name} {value!r}, {_WANTED[name]}.")
    return parsed


_WANTED = {
    "year": YEAR.wanted,
    "region_code": REGION_CODE.wanted,
    "published": "which is not a date like 2024-01-31",
}


def _date(text: str) -> date | None:
    match = _DATE.fullmatch(text)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def override(reading: Reading, metadata: pl.DataFrame, identifier: Identifies) -> Reading:
    """Returns the reading with the user's metadata laid over it.

    Args:
        reading: documents and reports as they were read.
        metadata: as `read_metadata` returns it.
        identifier: asked again where the agency, the year or the region is the user's.
    """
    by_source, warnings = _matched_sources(reading.documents, metadata.filter(pl.col("source").is_not_null()))
    known_ids = reading.reports.select("report_id")
    by_id = metadata.filter(pl.col("report_id").is_not_null())
    lost = by_id.join(known_ids, on="report_id", how="anti").filter(pl.col("source").is_null())
    warnings += [f"metadata: no report has the id {report_id!r}." for report_id in lost["report_id"]]
    said = ["agency", "year", "region_code", "published"]
    single = reading.documents.filter(pl.col("report_ids").list.len() == 1)
    from_source = by_source.join(single, on="document_id").select(
        pl.col("report_ids").list.first().alias("report_id"), *said
    )
    # A row that names the report itself is more exact than one that names its file.
    rows = (
        pl.concat([by_id.join(known_ids, on="report_id").select("report_id", *said), from_source])
        .unique("report_id", keep="first", maintain_order=True)
        .rename({name: f"said_{name}" for name in said})
    )
    reports, unknown_codes = _overridden(reading.reports, rows, identifier)
    claimed, more_codes = _claimed(reading.documents, by_source, identifier)
    codes = sorted({*unknown_codes, *more_codes})
    warnings += [f"metadata: region_code {code} is not known for {year or 'any year'}." for code, year in codes]
    return replace(reading, reports=reports, claimed=claimed, warnings=(*reading.warnings, *warnings))


def _matched_sources(documents: pl.DataFrame, rows: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """Finds each row's document: its source as given, else the one source that ends with it."""
    sources = documents.select("document_id", "report_ids", found="source")
    exact = rows.join(sources, left_on="source", right_on="found", how="inner").drop("report_ids")
    rest = rows.join(exact.select("source"), on="source", how="anti")
    name = pl.col("source").str.split("/").list.last()
    ends = (
        rest.with_columns(name=name)
        .join(sources.with_columns(name=pl.col("found").str.split("/").list.last()), on="name", how="left")
        .filter(pl.col("found").is_null() | pl.col("found").str.ends_with("/" + pl.col("source")))
    )
    counts = ends.filter(pl.col("found").is_not_null()).group_by("source").len("matches")
    counted = rest.join(counts, on="source", how="left").with_columns(pl.col("matches").fill_null(0))
    warnings = [
        f"metadata: no document has the source {source!r}."
        if matches == 0
        else f"metadata: {matches} documents have a source that ends with {source!r}; none was changed."
        for source, matches in counted.sort("source").select("source", "matches").iter_rows()
        if matches != 1
    ]
    one = ends.join(counts.filter(matches=1), on="source").filter(pl.col("found").is_not_null())
    matched = pl.concat([exact, one.select(exact.columns)])
    several = matched.filter(pl.col("report_id").is_null()).join(sources, on="document_id")
    for source, ids in (
        several.filter(pl.col("report_ids").list.len() > 1).sort("source").select("source", "report_ids").iter_rows()
    ):
        shown = ", ".join(ids[:_SHOWN]) + (", …" if len(ids) > _SHOWN else "")
        warnings.append(f"metadata: {source!r} holds several reports; name one by report_id: {shown}.")
    return matched, warnings


def _overridden(
    reports: pl.DataFrame, rows: pl.DataFrame, identifier: Identifies
) -> tuple[pl.DataFrame, list[tuple[str, int | None]]]:
    said = reports.join(rows, on="report_id", how="left", maintain_order="left").with_columns(
        renamed=pl.col("said_agency").is_not_null(),
        moved=pl.any_horizontal(pl.col("said_agency", "said_year", "said_region_code").is_not_null()),
        agency=pl.coalesce("said_agency", "agency"),
        year=pl.coalesce("said_year", "year"),
        published=pl.coalesce("said_published", "published"),
        published_source=pl.when(pl.col("said_published").is_not_null())
        .then(pl.lit("user"))
        .otherwise("published_source"),
    )
    identified, unknown = _identified(
        said.filter("moved").select("report_id", "agency", "year", "site_id", "said_region_code"), identifier
    )
    said = said.join(identified, on="report_id", how="left", maintain_order="left", suffix="_new")
    # A name told again for another year keeps its region when the prose had decided it: that prose is gone now.
    found_again = pl.col("region_code_new").is_not_null() | pl.col("renamed")
    place = {"province", "city", "county", "region_code", "region_source"}
    return said.with_columns(
        pl.when(pl.col("moved") & (found_again if name in place else True))
        .then(f"{name}_new")
        .otherwise(name)
        .alias(name)
        for name in IDENTITY_COLUMNS
    ).select(reports.columns), unknown


def _identified(rows: pl.DataFrame, identifier: Identifies) -> tuple[pl.DataFrame, list[tuple[str, int | None]]]:
    """Resolves rows of a key, agency, year, site_id and said_region_code anew; where a region is said, it holds."""
    key = rows.columns[0]
    names = ["agency", "year", "site_id"]
    resolved = identities(rows.select(names).unique(maintain_order=True), identifier)
    identified = rows.join(resolved, on=names, how="left", nulls_equal=True, maintain_order="left")
    codes = rows.filter(pl.col("said_region_code").is_not_null()).select("said_region_code", "year").unique()
    unknown, places = [], []
    for code, year in codes.sort("said_region_code", "year").iter_rows():
        division = divisions_of(year).by_code.get(code)
        if division is None:
            unknown.append((code, year))
        places.append((code, year, *(getattr(division, name, None) for name in _REGION_PLACES)))
    schema = {"said_region_code": pl.String, "year": pl.Int32, **{f"said_{name}": pl.String for name in _REGION_PLACES}}
    said = pl.DataFrame(places, schema=schema, orient="row")
    is_said = pl.col("said_region_code").is_not_null()
    values: Mapping[str, pl.Expr] = {
        **{name: pl.col(f"said_{name}") for name in (*_REGION_PLACES, "region_code")},
        "region_source": pl.lit("user"),
    }
    joined = identified.join(said, on=["said_region_code", "year"], how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(
        pl.when(is_said).then(value).otherwise(name).alias(name) for name, value in values.items()
    ).select(key, *IDENTITY_COLUMNS), unknown


def _claimed(
    documents: pl.DataFrame, by_source: pl.DataFrame, identifier: Identifies
) -> tuple[pl.DataFrame, list[tuple[str, int | None]]]:
    unreadable = documents.filter(status="unreadable").select("document_id")
    rows = by_source.join(unreadable, on="document_id").filter(
        pl.col("agency").is_not_null() & pl.col("year").is_not_null()
    )
    identified, unknown = _identified(
        rows.select(
            "document_id", "agency", "year", pl.lit(None, pl.String).alias("site_id"), said_region_code="region_code"
        ),
        identifier,
    )
    kept = rows.drop("region_code", "source").join(identified, on="document_id")
    claimed = kept.join(documents.select("document_id", "source"), on="document_id")
    return claimed.select(CLAIMED_SCHEMA.names()).cast(CLAIMED_SCHEMA).sort("document_id"), unknown
