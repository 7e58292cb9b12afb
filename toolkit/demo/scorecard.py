"""How well printed reports were read: right, left open, or wrong, by shape and by format."""

from collections.abc import Mapping, Sequence

import polars as pl

from toolkit.demo.makers import MAKERS
from toolkit.demo.model import Printed
from toolkit.demo.mutations import PAGED_MUTATIONS
from toolkit.demo.shapes import FORMATS
from toolkit.demo.specimens import MADE_BY
from toolkit.demo.truth_tables import CELLS, REPORTS, cell_rows, report_row

_SHAPE = rf"^(?:(?<maker>[^{MADE_BY}]+){MADE_BY})?(?<shape>[^+]+)(?:\+(?<mutation>.+))?$"
FIELDS = {
    "agency": "agency",
    "year": "year",
    "form": "template",
    "level": "level",
    "kind": "kind",
    "region": "region_code",
}


def score(
    printed: Sequence[Printed], cells: pl.DataFrame, reports: pl.DataFrame, sources: Mapping[str, str]
) -> pl.DataFrame:
    """Returns one row a shape: how many cells and facts of its documents were read right, left open, or wrong.

    A cell is right if its state and value equal the truth; wrong if a number is given that is not the truth's, or where
    the truth has none; left open (`null`) otherwise. So is a fact of the report: right if equal (both may be null),
    null if the reading has none, else wrong. A document that was not read leaves everything open.

    Args:
        printed: the documents; their names differ.
        cells: the frame `cells` of what was read (report_id, table, row, column, value, state).
        reports: the frame `reports` (report_id, agency, year, template, level, kind, region_code).
        sources: report_id by the document's name.

    Returns:
        shape, documents, cells, right, null, wrong, then `agency_right`, `agency_null`, `agency_wrong` and the same for
        year, form, level, kind and region; sorted by shape.

    Raises:
        ValueError: two documents have the same name.
    """
    if len({document.name for document in printed}) < len(printed):
        raise ValueError("Two printed documents have the same name: the scorecard could not tell them apart.")
    documents = pl.DataFrame(
        [(document.name, document.shape, sources.get(document.name)) for document in printed],
        schema={"source": pl.String, "shape": pl.String, "report_id": pl.String},
        orient="row",
    )
    counted = _cells(printed, cells, documents)
    facts = _facts(printed, reports, documents)
    return (
        documents.group_by("shape").len("documents")
        .join(counted, on="shape", how="left")
        .join(facts, on="shape", how="left")
        .with_columns(pl.exclude("shape").fill_null(0).cast(pl.Int64))
        .sort("shape")
    )  # fmt: skip


def by_format(scores: pl.DataFrame) -> pl.DataFrame:
    """Returns one row a format and mutation: the counts of their shapes added up.

    Args:
        scores: as `score` returns them, of shapes of this package.

    Returns:
        format, mutation (null for none), and the counts; formats and mutations in the order the package lists them.
    """
    formats = [*FORMATS, *(maker.name for maker in MAKERS)]
    of_shape = {shape: format_ for format_, shapes in FORMATS.items() for shape in shapes}
    parts = scores["shape"].str.extract_groups(_SHAPE).struct
    return (
        scores.drop("shape")
        .with_columns(
            parts.field("maker").fill_null(parts.field("shape").replace_strict(of_shape)).alias("format"),
            parts.field("mutation"),
        )
        .group_by("format", "mutation").sum()
        .sort(_place("format", formats), _place("mutation", list(PAGED_MUTATIONS)), nulls_last=False)
        .select("format", "mutation", pl.exclude("format", "mutation"))
    )  # fmt: skip


def _place(column: str, order: Sequence[str]) -> pl.Expr:
    return pl.col(column).replace_strict(order, range(len(order)), return_dtype=pl.Int64)


def _cells(printed: Sequence[Printed], cells: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    rows = [row for document in printed for row in cell_rows(document.name, document)]
    truth = pl.DataFrame(rows, schema=CELLS, orient="row").select(
        "source", "table", "row", "column", pl.col("value").alias("true_value"), pl.col("state").alias("true_state")
    )
    read = documents.select("source", "report_id").join(
        cells.select("report_id", "table", "row", "column", "value", "state"), on="report_id"
    )
    verdicts = (
        truth.join(read.drop("report_id"), on=["source", "table", "row", "column"], how="full", coalesce=True)
        .join(documents.select("source", "shape"), on="source")
        # A cell that is neither printed nor read as a number is no cell of the document.
        .filter(pl.col("true_state").is_not_null() | (pl.col("state") == "number"))
    )
    same = pl.col("state").eq_missing(pl.col("true_state")) & (
        pl.col("value").eq_missing(pl.col("true_value")) | (pl.col("state") != "number")
    )
    number = pl.col("state").eq_missing("number")
    return verdicts.group_by("shape").agg(
        pl.len().alias("cells"), same.sum().alias("right"), (~same & ~number).sum().alias("null"),
        (~same & number).sum().alias("wrong"),
    )  # fmt: skip


def _facts(printed: Sequence[Printed], reports: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    truth = pl.DataFrame([report_row(document.name, document) for document in printed], schema=REPORTS, orient="row")
    names = list(FIELDS.values())
    read = reports.select("report_id", *(pl.col(name).alias(f"read_{name}") for name in names))
    both = documents.join(truth.select("source", *names), on="source").join(read, on="report_id", how="left")
    # A document that was not read has no facts, not even the right ones of a national agency without a region.
    was_read = pl.col("report_id").is_in(reports["report_id"].to_list()).fill_null(False)
    counts = []
    for field, name in FIELDS.items():
        given, true = pl.col(f"read_{name}"), pl.col(name)
        right = was_read & given.eq_missing(true)
        counts += [
            right.sum().alias(f"{field}_right"),
            (~right & given.is_null()).sum().alias(f"{field}_null"),
            (~right & given.is_not_null()).sum().alias(f"{field}_wrong"),
        ]
    return both.group_by("shape").agg(counts)
