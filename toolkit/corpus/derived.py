"""The frames that are derived from reports and cells: tidy shapes in which each rule is one expression.

In all of them a value is null where the report's form does not have the cell, or the cell holds no number. Where a
report leaves every zero blank (`blank_convention` is `zero`), its blank parts count as 0 and the row is marked
`assumed_zero`; `panel` and `disclosure_by_report` keep values as reported.
"""

from collections.abc import Sequence

import polars as pl

from toolkit.codebook import TABLES, Codebook
from toolkit.corpus.agency_keys import agency_keys, with_keys
from toolkit.corpus.schema import SORT_KEYS
from toolkit.corpus.wide import ASSUMED_ZERO, cell_names, numbers, spread

BALANCE_ROWS = ("new", "carried_in", "processed", "carried_out")
"""The rows of table 3 that neighbouring years share."""

_HEAD = ["report_id", "agency", "year", "form"]


def requests_by_column(reports: pl.DataFrame, cells: pl.LazyFrame, codebook: Codebook) -> pl.DataFrame:
    """Returns one row per report that has table 3 and applicant column, with the rows of the table as columns."""
    rows = [row.code for row in codebook.request_rows]
    columns = sorted(column.code for column in codebook.request_columns)
    found = numbers(cells, reports, "requests", assume=True).rename({"column": "slot", "row": "name"})
    return _tidy(reports, spread(found, reports["report_id"], rows, columns), "column", rows, "template_requests")


def requests_by_row(reports: pl.DataFrame, cells: pl.LazyFrame, codebook: Codebook) -> pl.DataFrame:
    """Returns one row per report and row of its table 3, with the applicant columns as columns."""
    columns = [column.code for column in codebook.request_columns]
    rows = sorted(row.code for row in codebook.request_rows)
    found = numbers(cells, reports, "requests", assume=True).rename({"row": "slot", "column": "name"})
    return _tidy(reports, spread(found, reports["report_id"], columns, rows), "row", columns, "template_requests")


def review_by_channel(reports: pl.DataFrame, cells: pl.LazyFrame, codebook: Codebook) -> pl.DataFrame:
    """Returns one row per report and channel of table 4 (in `row`), with the outcomes as columns.

    Table 4 is the same in both forms: `form` is that of table 3, else of table 2.
    """
    outcomes = [column.code for column in codebook.review_columns]
    channels = sorted(row.code for row in codebook.review_rows)
    found = numbers(cells, reports, "review", assume=True).rename({"row": "slot", "column": "name"})
    wide = spread(found, reports["report_id"], outcomes, channels)
    return _tidy(reports, wide, "row", outcomes, "template_requests", "template_disclosure")


def disclosure_by_report(reports: pl.DataFrame, cells: pl.LazyFrame, codebook: Codebook) -> pl.DataFrame:
    """Returns one row per report, with the cells of table 2 of both forms as columns (`regulations__issued`)."""
    keys = form_cells(codebook, "disclosure")
    names = [f"{row}__{column}" for row, column in keys]
    found = numbers(cells, reports, "disclosure", assume=False).with_columns(
        name=pl.concat_str("row", "column", separator="__")
    )
    wide = spread(found, reports["report_id"], names).select("report_id", *names)
    return _headed(reports, wide, "template_disclosure").select(*_HEAD, *names)


def panel(reports: pl.DataFrame, cells: pl.LazyFrame, codebook: Codebook) -> pl.DataFrame:
    """Returns one row per agency and year with a report, one column per cell of both forms, values as reported.

    An agency has one name and one code in all years: those of its latest report.
    """
    chosen = preferred(reports)
    wide = _cells_wide(chosen, cells, {table: form_cells(codebook, table) for table in TABLES}, assume=False)
    names = wide.columns[1:-1]
    head = chosen.select("year", "report_id", agency="agency_name", region_code="agency_region")
    joined = head.join(wide, on="report_id", how="left", maintain_order="left")
    return joined.select("agency", "year", "report_id", "region_code", *names).sort(SORT_KEYS["panel"])


def report_pairs(reports: pl.DataFrame, cells: pl.LazyFrame, codebook: Codebook) -> pl.DataFrame:
    """Returns one row per agency and year that has an earlier report of that agency beside it.

    Values stand as `requests__new__total` and, of the earlier report, `previous__requests__new__total`: of table 3
    the rows of the balance, of table 2 everything, of table 4 the totals. `form` is that of table 2, whose rows differ
    between the forms. `gap` is true where the earlier report is not of the year before.
    """
    chosen = preferred(reports).sort("agency_key", "year")
    keys = {
        "disclosure": form_cells(codebook, "disclosure"),
        "requests": tuple((row, column.code) for row in BALANCE_ROWS for column in codebook.request_columns),
        "review": tuple((row.code, "total") for row in codebook.review_rows),
    }
    wide = _cells_wide(chosen, cells, keys, assume=True)
    head = chosen.select("report_id", "agency", "year", "agency_key", form="template_disclosure")
    pairs = head.with_columns(
        pl.col("report_id", "year", "form").shift(1).over("agency_key").name.prefix("previous_")
    ).filter(pl.col("previous_report_id").is_not_null())
    names = wide.columns[1:-1]
    previous = wide.rename({name: f"previous__{name}" for name in names})
    joined = (
        pairs.join(wide, on="report_id", how="left")
        .join(previous, left_on="previous_report_id", right_on="report_id", how="left", suffix="_previous")
        .with_columns(
            gap=pl.col("previous_year") != pl.col("year") - 1,
            assumed_zero=pl.col(ASSUMED_ZERO) | pl.col(f"{ASSUMED_ZERO}_previous"),
        )
    )
    earlier = [f"previous_{name}" for name in ("report_id", "year", "form")]
    columns = [*_HEAD, *earlier, "gap", *names, *previous.columns[1:-1], ASSUMED_ZERO]
    return joined.select(columns).sort(SORT_KEYS["report_pairs"])


def preferred(reports: pl.DataFrame) -> pl.DataFrame:
    """Returns one report per agency and year: of several the latest published, then the first by report_id.

    Reports without an agency or year are left out. `agency_key`, `agency_name` and `agency_region` are added.
    """
    known = reports.filter(pl.col("agency").is_not_null() & pl.col("year").is_not_null())
    return (
        with_agency_key(known)
        .sort("agency_key", "year", "published", "report_id", descending=[False, False, True, False], nulls_last=True)
        .unique(["agency_key", "year"], keep="first", maintain_order=True)
    )


def with_agency_key(rows: pl.DataFrame) -> pl.DataFrame:
    """Returns the rows with `agency_key`, the same for one agency over the years, its name and its latest code.

    A corpus tells the keys of all its reports once, links included; rows that have theirs are returned as they are.
    Agencies of one name and of different places (鼓楼区教育局 in 南京, 徐州, 福州) are several: the report of one is
    never held against another's.
    """
    return rows if "agency_key" in rows.columns else with_keys(rows, agency_keys(rows))


def form_cells(codebook: Codebook, table: str) -> tuple[tuple[str, str], ...]:
    """Returns the (row, column) codes of a table in either form, in the order of the codebook."""
    asked = {key for template in codebook.templates for key in codebook.cells(table, template)}
    if table == "disclosure":
        names: Sequence[tuple[str, str]] = [
            (row.code, column.code)
            for block in codebook.blocks
            for row in block.rows
            for template in codebook.templates
            for column in block.columns[template]
        ]
    else:
        requests = table == "requests"
        rows = codebook.request_rows if requests else codebook.review_rows
        columns = codebook.request_columns if requests else codebook.review_columns
        names = [(row.code, column.code) for row in rows for column in columns]
    return tuple(key for key in dict.fromkeys(names) if key in asked)


def _cells_wide(
    reports: pl.DataFrame, cells: pl.LazyFrame, keys: dict[str, tuple[tuple[str, str], ...]], *, assume: bool
) -> pl.DataFrame:
    """One row per report: report_id, a column per table__row__column, assumed_zero."""
    found = [
        numbers(cells, reports, table, assume=assume).with_columns(
            name=pl.concat_str(pl.lit(table), "row", "column", separator="__")
        )
        for table in keys
    ]
    names = [column for table, some in keys.items() for column in cell_names(table, some)]
    columns = ["report_id", "name", "value", "assumed"]
    wide = spread(pl.concat([frame.select(columns) for frame in found]), reports["report_id"], names)
    return wide.select("report_id", *names, ASSUMED_ZERO)


def _tidy(reports: pl.DataFrame, wide: pl.DataFrame, slot: str, names: Sequence[str], *forms: str) -> pl.DataFrame:
    """Keeps the rows a report's table has, named by slot, with agency, year and form."""
    found = wide.filter("present").rename({"slot": slot})
    return _headed(reports, found, *forms).select(*_HEAD, slot, *names, ASSUMED_ZERO)


def _headed(reports: pl.DataFrame, wide: pl.DataFrame, *forms: str) -> pl.DataFrame:
    head = reports.select("report_id", "agency", "year", form=pl.coalesce(*forms))
    return wide.join(head, on="report_id", how="left", maintain_order="left")
