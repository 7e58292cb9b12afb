"""The reports' tables as printed, packed: the official layouts once, and the cells of each report as columns."""

import json
from collections.abc import Sequence
from typing import Any

import polars as pl

from toolkit.codebook import TABLES, Codebook
from toolkit.corpus.printed import printed_table

_WHOLE = r"^(0|[1-9][0-9]{0,14})$"
_MARKS = {"number": "n", "blank": "b", "unreadable": "u"}


def form_names(codebook: Codebook) -> list[tuple[str, str]]:
    """Returns table and form of each layout; table 4 has one only."""
    forms = list(codebook.templates)
    return [(table, form) for table in TABLES for form in (forms if table != "review" else forms[:1])]


def layouts(codebook: Codebook) -> dict[str, list[list[list[Any]]]]:
    """Returns by table and form the printed lines; a cell is text, columns, rows, and its place in the form or −1."""
    made = {}
    for table, form in form_names(codebook):
        at = {(table, *key): place for place, key in enumerate(codebook.cells(table, form))}
        made[f"{table}/{form}"] = [
            [[cell.text, cell.columns, cell.rows, at[cell.key] if cell.key else -1] for cell in line]
            for line in printed_table(codebook, table, form)
        ]
    return made


def cells_by_form(codebook: Codebook) -> dict[str, list[list[str]]]:
    """Returns row and column of each place, by table and form."""
    return {f"{table}/{form}": [[*key] for key in codebook.cells(table, form)] for table, form in form_names(codebook)}


def coded_cells(cells: pl.DataFrame) -> pl.DataFrame:
    """Returns report_id, table, row, column and `code`: the cell as JSON.

    A number printed as its digits stands as that number; every other cell as a text, its state's letter before what
    is printed.
    """
    plain = (pl.col("state") == "number") & pl.col("raw").str.contains(_WHOLE)
    mark = pl.col("state").replace_strict(_MARKS, default=None, return_dtype=pl.String)
    raw = pl.col("raw").fill_null("").str.replace_all(r"[\p{Cc}\p{Cf}]", " ")
    told = cells.select("report_id", "table", "row", "column", "raw", plain=plain, text=mark + raw)
    quoted = told.filter(~pl.col("plain")).select("text").unique().drop_nulls()
    quoted = quoted.with_columns(
        quoted=pl.Series([json.dumps(one, ensure_ascii=False) for one in quoted["text"]], dtype=pl.String)
    )
    joined = told.join(quoted, on="text", how="left", maintain_order="left")
    code = pl.when("plain").then("raw").otherwise("quoted").fill_null("null")
    return joined.select("report_id", "table", "row", "column", code=code)


def cells_json(coded: pl.DataFrame, reports: pl.DataFrame, codebook: Codebook) -> str:
    """Returns, by table and form, the reports that have it and for each place of the form their cells.

    Args:
        coded: as `coded_cells` makes it.
        reports: report_id, template_disclosure, template_requests: those whose tables are to be held.
        codebook: the official forms.
    """
    reports = reports.sort("report_id").with_row_index("at").cast({"at": pl.Int64})
    parts = [f'"held":{json.dumps(reports["report_id"].to_list())}']
    for table, form in form_names(codebook):
        rows = coded.filter(table=table)
        if table == "review":
            having = reports.join(rows.select("report_id").unique(), on="report_id", how="semi")
        else:
            having = reports.filter(pl.col(f"template_{table}") == form)
        having = having.select("report_id", "at").sort("at")
        lists = ",".join(_columns(rows, having, codebook.cells(table, form)))
        parts.append(f'"{table}/{form}":{{"reports":{json.dumps(having["at"].to_list())},"columns":[{lists}]}}')
    return "{" + ",".join(parts) + "}"


def _columns(rows: pl.DataFrame, having: pl.DataFrame, keys: Sequence[tuple[str, str]]) -> list[str]:
    """For each place of a form the cells of these reports, one JSON list."""
    places = pl.DataFrame(
        [(row, column, place) for place, (row, column) in enumerate(keys)],
        schema={"row": pl.String, "column": pl.String, "place": pl.Int64}, orient="row",
    )  # fmt: skip
    known = rows.unique(["report_id", "row", "column"], keep="first").join(having, on="report_id", how="inner")
    grid = having.select("at").join(places.select("place"), how="cross")
    placed = grid.join(
        known.join(places, on=["row", "column"], how="inner").select("at", "place", "code"),
        on=["at", "place"],
        how="left",
    )
    lists = placed.sort("place", "at").group_by("place", maintain_order=True).agg(pl.col("code").fill_null("null"))
    by_place = dict(lists.select("place", pl.col("code").list.join(",")).iter_rows())
    return [f"[{by_place.get(place, '')}]" for place in range(len(keys))]
