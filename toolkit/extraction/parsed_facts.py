"""What a parsed table tells of each report: agency, year, region, dates; each once, and none that is none."""

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl

from toolkit.errors import ParsedInputError
from toolkit.extraction.dates import whole_day
from toolkit.extraction.layouts import NUMBER
from toolkit.extraction.titles import parse_title

FACT_TYPES = {
    "agency": pl.String(),
    "year": pl.Int32(),
    "title": pl.String(),
    "told_region": pl.String(),
    "published": pl.Date(),
    "published_source": pl.String(),
    "signed": pl.Date(),
    "site_id": pl.String(),
}
"""The facts of a report that a table can tell, with their types."""

_FORMS = ("template", "template_disclosure", "template_requests")
_PUBLISHED = ("meta", "page", "user")


def facts_of(rows: pl.DataFrame, notes: list[str]) -> pl.DataFrame:
    """Returns one row a report: `report`, the facts, the forms it names and what it is called in the table.

    A fact that a report's rows tell differently, or that is no year or date, is null and told in the notes. Agency
    and year that are not told are those of the title, where one is.

    Args:
        rows: facts as text, with `report` and the row's number; several rows a report.
        notes: what a person must know is added here.

    Raises:
        ParsedInputError: more than half of the years are none.
    """
    told = [name for name in rows.columns if name not in (NUMBER, "report")]
    # Two hundred rows of a report say the same of it: each thing said is looked at once.
    said = rows.unique(["report", *told], keep="first", maintain_order=True)
    texts = said.select(NUMBER, "report", *(pl.col(name).str.strip_chars().alias(name) for name in told))
    texts = texts.with_columns(pl.when(pl.col(name) != "").then(name).alias(name) for name in told)
    facts = texts.select("report").unique().sort("report")
    for name in told:
        facts = facts.join(_one_each(texts, name, notes), on="report", how="left", maintain_order="left")
    named = {"region_code": "told_region", "report_id": "given_id", "source": "given_source"}
    facts = facts.rename(named, strict=False)
    absent = [name for name in (*FACT_TYPES, *_FORMS, "given_id", "given_source") if name not in facts.columns]
    facts = facts.with_columns(pl.lit(None, FACT_TYPES.get(name, pl.String())).alias(name) for name in absent)
    return _from_title(facts).with_columns(
        published_source=pl.when(pl.col("published").is_null())
        .then(None)
        .when(pl.col("published_source").is_in(_PUBLISHED))
        .then("published_source")
        .otherwise(pl.lit("user")),
        **{name: pl.when(pl.col(name).is_in(["2019", "2021"])).then(name) for name in _FORMS},
    )


def _one_each(texts: pl.DataFrame, name: str, notes: list[str]) -> pl.DataFrame:
    distinct = texts.select(NUMBER, "report", name).drop_nulls(name).sort(NUMBER).unique(["report", name], keep="first")
    parser = _PARSERS.get(name)
    if parser:
        parsed = [parser(text) for text in distinct[name]]
        distinct = distinct.with_columns(parsed=pl.Series(parsed, dtype=_TYPES[name]))
        wrong = distinct.filter(pl.col("parsed").is_null()).sort(NUMBER)
        if wrong.height:
            number, _, text, _ = wrong.row(0)
            sentence = f"row {number} has {name} {text!r}, {_WANTED[name]}"
            if name == "year" and 2 * wrong.height > distinct.height:
                raise ParsedInputError("bad_rows", f"The column 'year' holds no years: {sentence}.")
            notes.append(f"{wrong.height:,} × {name} could not be read; {sentence}.")
        distinct = distinct.drop_nulls("parsed").select(NUMBER, "report", pl.col("parsed").alias(name))
        distinct = distinct.unique(["report", name], keep="first", maintain_order=True)
    several = distinct.filter(distinct["report"].is_duplicated())
    if several.height:
        shown = several.filter(pl.col("report") == several["report"].min()).sort(name)[name].to_list()
        notes.append(
            f"{several['report'].n_unique():,} × {name} of a report is told differently in its rows "
            f"({', '.join(repr(str(value)) for value in shown[:3])}): none is taken."
        )
    return distinct.join(several.select("report").unique(), on="report", how="anti").select("report", name)


def _from_title(facts: pl.DataFrame) -> pl.DataFrame:
    if facts["title"].null_count() == facts.height:
        return facts
    titles = [parse_title(text) if text else None for text in facts["title"]]
    return facts.with_columns(
        agency=pl.coalesce("agency", pl.Series([title and title.agency for title in titles], dtype=pl.String)),
        year=pl.coalesce("year", pl.Series([title and title.year for title in titles], dtype=pl.Int32)),
    )


def _year(text: str) -> int | None:
    digits = text.removesuffix("年度").removesuffix("年").removesuffix(".0")
    return (
        int(digits)
        if len(digits) == 4 and digits.isascii() and digits.isdigit() and "1990" <= digits < "2100"
        else None
    )


def _date(text: str) -> date | None:
    # A timestamp of a data frame at midnight is a day.
    head, _, time = text.replace("T", " ").partition(" ")
    return whole_day(head) if not time.strip("0:. +Z") else whole_day(text)


def _region(text: str) -> str | None:
    digits = text.removesuffix(".0")
    return digits if len(digits) == 6 and digits.isascii() and digits.isdigit() and digits[0] != "0" else None


_PARSERS: dict[str, Callable[[str], Any]] = {"year": _year, "published": _date, "signed": _date, "region_code": _region}
_TYPES = {"year": pl.Int32(), "published": pl.Date(), "signed": pl.Date(), "region_code": pl.String()}
_WANTED = {
    "year": "which is no year from 1990 to 2099",
    "published": "which is no date like 2024-01-31",
    "signed": "which is no date like 2024-01-31",
    "region_code": "which is no region code of six digits (GB/T 2260)",
}
