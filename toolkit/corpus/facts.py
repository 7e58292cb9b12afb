"""What the rules must know of a cell and of a report, worked out once: three-valued, null where it cannot be told."""

import polars as pl

from toolkit.codebook import TABLES, Codebook
from toolkit.corpus.regulations import regulation_power
from toolkit.corpus.schema import PLACE_COLUMNS

_OUTER_ROWS = ("new", "carried_in", "processed", "carried_out")
_AT_ONCE = 2_000
_CELL_COLUMNS = ("report_id", "table", "row", "column", "value", "unit", "raw", "state")


def cell_facts(reports: pl.DataFrame, cells: pl.LazyFrame, codebook: Codebook) -> pl.DataFrame:
    """Returns the cells, each with what a rule must know of it.

    Added to the columns of `cells` are agency, year and form (of the table; table 4 has that of table 3), and

    - `counted`: the number the cell counts as: the one printed, or 0 for a blank part where the report's blanks are
      zeros; null for any other cell without a number;
    - `assumed_zero`: whether that 0 was assumed;
    - `left_blank`: whether it is blank without being one of these zeros, a total told by the next two, or a "/" for
      the regulations of an organ that may make none; null where the organ's power is not known;
    - `omitted_in_row`: of a blank cell of the total column, whether one of the row's parts is other than 0; null where
      none is but one is no number, and for every other cell;
    - `omitted_in_column`: the same of a blank cell of the row `processed` and the results above it.
    """
    known = reports.lazy().select(
        "report_id", "agency", "year", "blank_convention", "template_disclosure",
        template_requests=pl.coalesce("template_requests", "template_disclosure"), power=regulation_power(),
    )  # fmt: skip
    # A run of reports at a time, as the cells themselves are sorted: all at once takes thrice the memory of the frame.
    ids = reports["report_id"].sort()
    runs = [ids.slice(start, _AT_ONCE) for start in range(0, len(ids), _AT_ONCE)]
    between = [pl.col("report_id").is_between(pl.lit(run[0]), pl.lit(run[-1])) for run in runs]
    return pl.concat([_facts(known, cells.filter(condition)) for condition in between or [pl.lit(False)]])


def _facts(known: pl.LazyFrame, cells: pl.LazyFrame) -> pl.DataFrame:
    blank = pl.col("state") == "blank"
    part = (pl.col("table") != "disclosure") & (pl.col("column") != "total")
    assumed = blank & part & (pl.col("blank_convention") == "zero")
    regulations = (pl.col("table") == "disclosure") & (pl.col("row") == "regulations")
    slash = regulations & pl.col("raw").str.strip_chars().is_in(["/", "／"])
    found = (
        cells.select(*_CELL_COLUMNS, *PLACE_COLUMNS)
        .sort("report_id", maintain_order=True)
        .join(known, on="report_id", how="inner", maintain_order="left")
        .with_columns(
            form=pl.when(pl.col("table") == "disclosure").then("template_disclosure").otherwise("template_requests"),
            assumed_zero=assumed,
            counted=pl.when(assumed).then(0.0).otherwise("value"),
        )
        .collect()
    )
    in_row = _omitted(
        found, pl.col("column") == "total", (pl.col("table") != "disclosure") & (pl.col("column") != "total"), "row"
    )
    in_column = _omitted(
        found,
        (pl.col("table") == "requests") & (pl.col("row") == "processed"),
        (pl.col("table") == "requests") & ~pl.col("row").is_in(_OUTER_ROWS),
        "column",
    )
    omitted = pl.any_horizontal(pl.col("omitted_in_row", "omitted_in_column").fill_null(False))
    excused = pl.col("assumed_zero") | omitted
    left_blank = pl.when(~blank | excused).then(False).when(slash & ~pl.col("power")).then(False)
    return (
        found.with_columns(in_row.alias("omitted_in_row"), in_column.alias("omitted_in_column"))
        .with_columns(left_blank=left_blank.when(slash & pl.col("power").is_null()).then(None).otherwise(True))
        .select(
            *_CELL_COLUMNS, "agency", "year", "form", "counted", "assumed_zero", "left_blank", "omitted_in_row",
            "omitted_in_column", *PLACE_COLUMNS,
        )
    )  # fmt: skip


def _omitted(cells: pl.DataFrame, total: pl.Expr, part: pl.Expr, along: str) -> pl.Series:
    """Of each blank total whether it stands beside a part that is other than 0; null elsewhere and where unknown."""
    keys = ["report_id", "table", along]
    # Lazy, so that no more than keys and numbers are copied: the frame has millions of rows.
    lazy = cells.lazy()
    totals = lazy.with_row_index("at").filter(total & (pl.col("state") == "blank")).select(*keys, "at").collect()
    parts = (
        lazy.filter(part)
        .join(totals.lazy(), on=keys, how="semi")
        .group_by(keys)
        .agg(other=(pl.col("counted") != 0).any(), unknown=pl.col("counted").is_null().any())
        .collect()
    )
    told = totals.join(parts, on=keys, how="left").select(
        "at", told=pl.when("other").then(True).when("unknown").then(None).otherwise(False)
    )
    return pl.Series([None], dtype=pl.Boolean).new_from_index(0, cells.height).scatter(told["at"], told["told"])


def counted(facts: pl.DataFrame) -> pl.DataFrame:
    """Returns what `report_facts` needs of the cells: one row per report that has any.

    Args:
        facts: as `cell_facts` returns them, of any reports as long as all of theirs are there.
    """
    slash = (pl.col("row") == "regulations") & (pl.col("state") == "blank") & ~pl.col("left_blank")
    return facts.group_by("report_id").agg(
        *(table_found(table) for table in TABLES),
        blanks=pl.col("assumed_zero").sum(),
        cells_missing=(pl.col("state") == "missing").sum().cast(pl.Int64),
        other=(pl.col("value") != 0).any(),
        no_number=(pl.col("value").is_null() & ~slash.fill_null(False)).any(),
    )


def report_facts(reports: pl.DataFrame, counted: pl.DataFrame) -> pl.DataFrame:
    """Returns what the rules must know of each report as a whole.

    Args:
        reports: the frame of that name.
        counted: of their cells, as the function of that name returns it.

    Returns:
        report_id, agency, year, form (of table 3, else of table 2), and

        - `blank_means_zero`: whether its blanks are zeros, and there are some;
        - `tables_absent`: the tables of which nothing was found, parted by spaces; empty where all are there;
        - `cells_missing`: how many cells are not there of the tables that are;
        - `tables_complete`: whether neither is the case;
        - `received`: whether there was a request, new or carried in; null where the report does not tell;
        - `anything`: whether a number of the report is other than 0; null where none is, but not all are numbers.
    """
    absent = pl.concat_list(
        [pl.when(~pl.col(table).fill_null(False)).then(pl.lit(table)) for table in TABLES]
    ).list.drop_nulls()
    state = pl.col("requests_state")
    return (
        reports.join(counted, on="report_id", how="left", maintain_order="left")
        .with_columns(absent.list.join(" ").alias("tables_absent"), pl.col("cells_missing").fill_null(0))
        .select(
            "report_id", "agency", "year", form=pl.coalesce("template_requests", "template_disclosure"),
            blank_means_zero=(pl.col("blank_convention") == "zero") & (pl.col("blanks").fill_null(0) > 0),
            tables_absent="tables_absent", cells_missing="cells_missing",
            tables_complete=(pl.col("tables_absent") == "") & (pl.col("cells_missing") == 0),
            received=pl.when(state == "requests").then(True).when(state == "zero").then(False),
            anything=pl.when("other").then(True)
            .when(pl.col("no_number").fill_null(True) | (pl.col("tables_absent") != "")).then(None).otherwise(False),
        )
    )  # fmt: skip


def table_found(table: str) -> pl.Expr:
    """Returns whether a group of cells holds one of a table."""
    return (pl.col("table") == table).any().alias(table)
