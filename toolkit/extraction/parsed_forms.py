"""Which form each table of a parsed report follows, the cells it asks for, and what they say together."""

import polars as pl

from toolkit.codebook import TABLES, Codebook
from toolkit.errors import ParsedInputError
from toolkit.extraction.addresses import NO_FORM, AddressBook
from toolkit.extraction.mapping import ADDRESS
from toolkit.extraction.states import blank_convention, requests_state
from toolkit.records import Cell, Place

MAX_CELLS = 4_000_000
"""Cells of one table once completed: a line that tells one number becomes a table of 175."""

_NOWHERE = Place()


def forms_of(cells: pl.DataFrame, facts: pl.DataFrame, book: AddressBook) -> pl.DataFrame:
    """Returns the form of each table that a report has: `report`, `table`, `form`.

    It is the one of whose own cells more numbers are told; else more cells of any other state. Where all cells stand
    in both forms, it is the form that the table names itself, else that of the report's other table, else the one
    that reports about its year must follow: without numbers of its own it only says which cells are missing. A table
    that is complete but for the rows that tell the forms apart has none, as in a document: then the cells that both
    forms have are asked for.

    Args:
        cells: settled, with `report` and `address`.
        facts: one row a report, with its year and the forms that it names.
        book: all cells of all forms.
    """
    votes = (
        cells.join(book.frame, on="address")
        .group_by("report", "table", "only")
        .agg(numbers=(pl.col("state") == "number").sum(), told=(pl.col("state") != "missing").sum(), listed=pl.len())
    )
    voted = (
        votes.filter(pl.col("only").is_not_null())
        .sort("numbers", "told", "listed", "only", descending=True)
        .unique(["report", "table"], keep="first", maintain_order=True)
    )
    present = votes.select("report", "table").unique()
    shared = book.asked.filter(form=NO_FORM).group_by("table").agg(shared=pl.len())
    complete = (
        votes.filter(pl.col("only").is_null()).join(shared, on="table").filter(pl.col("listed") == pl.col("shared"))
    )
    by_year = pl.coalesce(
        pl.when(pl.col("year").is_between(form.first_year, form.last_year)).then(pl.lit(form.code))
        for form in book.forms
    )
    wide = facts.select("report", "template", "template_disclosure", "template_requests", by_year=by_year)
    for table in TABLES:
        wide = wide.join(
            voted.filter(table=table).select("report", pl.col("only").alias(table)), on="report", how="left"
        )
    forms = wide.select(
        "report",
        disclosure=pl.coalesce("disclosure", "template_disclosure", "requests", "template_requests", "template"),
        requests=pl.coalesce("requests", "template_requests", "disclosure", "template_disclosure", "template"),
        review=pl.lit(NO_FORM),
    )
    named = forms.unpivot(index="report", variable_name="table", value_name="form")
    found = (
        present.join(named, on=["report", "table"])
        .join(wide.select("report", "by_year"), on="report")
        .join(complete.select("report", "table", complete=pl.lit(True)), on=["report", "table"], how="left")
    )
    last = pl.when(pl.col("complete").is_null()).then("by_year")
    return found.select("report", "table", form=pl.coalesce("form", last, pl.lit(NO_FORM)))


def completed(cells: pl.DataFrame, forms: pl.DataFrame, book: AddressBook) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Returns all cells that the forms ask for, absent ones missing; and those told of another form.

    Args:
        cells: settled, each once.
        forms: as `forms_of` returns them.
        book: all cells of all forms.

    Raises:
        ParsedInputError: `too_large`: there would be more cells than are held at a time.
    """
    counts = book.asked.group_by("table", "form").len()
    total = forms.join(counts, on=["table", "form"]).select(pl.col("len").sum()).item()
    if total > MAX_CELLS:
        reports = forms.select(pl.col("report").n_unique()).item()
        raise ParsedInputError(
            "too_large",
            f"Its {reports:,} reports have {total:,} cells by their forms; the most that is read from one table is "
            f"{MAX_CELLS:,}. Part it into several files.",
        )
    asked = forms.join(book.asked, on=["table", "form"]).select("report", "address").sort("report", "address")
    codes = book.frame.select("address", *ADDRESS, "kind")
    outside = cells.join(asked, on=["report", "address"], how="anti").filter(pl.col("state") != "missing")
    outside = outside.join(codes, on="address", how="left", maintain_order="left").with_columns(
        of_table="table", value=pl.lit(None, pl.String)
    )
    whole = asked.join(codes, on="address", how="left", maintain_order="left").join(
        cells, on=["report", "address"], how="left", maintain_order="left"
    )
    counted = pl.when(pl.col("kind") == "amount").then("unit").otherwise(pl.col("unit").fill_null("件"))
    return whole.with_columns(state=pl.col("state").fill_null("missing"), unit=counted).drop("address", "kind"), outside


def states_of(cells: pl.DataFrame, forms: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """Returns what each report's cells say together, asked of the same code as for documents.

    Args:
        cells: all that the forms ask for.
        forms: as `forms_of` returns them.
        codebook: the official forms.

    Returns:
        `report`, `form_disclosure`, `form_requests`, `requests_state`, `blank_convention`.
    """
    received = cells.filter((pl.col("table") == "requests") & pl.col("row").is_in(["new", "carried_in"]))
    requests = {report: requests_state(own) for report, own in _records(received).items()}
    counted = cells.filter(pl.col("table") != "disclosure")
    # A report without a blank has no convention for blanks: most need not be looked at cell by cell.
    with_blanks = counted.filter(pl.col("state") == "blank").select("report").unique()
    known = forms.filter(pl.col("form") != NO_FORM)
    table_3 = dict(known.filter(table="requests").select("report", "form").iter_rows())
    conventions = {
        report: blank_convention(own, codebook, table_3.get(report))
        for report, own in _records(counted.join(with_blanks, on="report", how="semi")).items()
    }
    states = forms.select("report").unique()
    for table in ("disclosure", "requests"):
        own_form = known.filter(table=table).select("report", pl.col("form").alias(f"form_{table}"))
        states = states.join(own_form, on="report", how="left")
    for name, found in (("requests_state", requests), ("blank_convention", conventions)):
        told = pl.col("report").replace_strict(found, default=None, return_dtype=pl.String)
        states = states.with_columns(told.alias(name))
    return states


def _records(cells: pl.DataFrame) -> dict[int, list[Cell]]:
    found: dict[int, list[Cell]] = {}
    columns = ("report", *ADDRESS, "value", "unit", "raw", "state")
    for report, table, row, column, value, unit, raw, state in cells.select(columns).iter_rows():
        cell = Cell(table, row, column, value, unit, raw, state, "parsed", None, _NOWHERE)
        found.setdefault(report, []).append(cell)
    return found
