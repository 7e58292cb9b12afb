"""Cells one below the other → numbers side by side. The one place where the long frame is turned.

A pivot hashes every cell; here each cell's position in the wide frame is known from its report and its codes, and
its number is put there: five times faster, and no order to restore.
"""

from collections.abc import Iterable, Sequence

import polars as pl

ASSUMED_ZERO = "assumed_zero"


def numbers(cells: pl.LazyFrame, reports: pl.DataFrame, table: str, *, assume: bool) -> pl.LazyFrame:
    """Returns the cells of one table of the given reports: report_id, row, column, value, assumed.

    Args:
        cells: the long frame.
        reports: with report_id and blank_convention.
        table: `disclosure`, `requests` or `review`.
        assume: whether a blank part counts as 0 where its report's blank convention is `zero` (the convention is
            about tables 3 and 4; a blank total stays null, it is left out and not zero). `assumed` marks those.
    """
    wanted = cells.filter(pl.col("table") == table).select("report_id", "row", "column", "value", "state")
    if not assume or table == "disclosure":
        return wanted.drop("state").with_columns(assumed=False)
    conventions = reports.lazy().select("report_id", zero=pl.col("blank_convention") == "zero")
    assumed = (pl.col("state") == "blank") & pl.col("zero") & (pl.col("column") != "total")
    return (
        wanted.join(conventions, on="report_id", how="inner", maintain_order="left")
        .with_columns(assumed=assumed.fill_null(False))
        .select("report_id", "row", "column", "assumed", value=pl.when("assumed").then(0.0).otherwise("value"))
    )


def spread(cells: pl.LazyFrame, ids: pl.Series, names: Sequence[str], slots: Sequence[str] = ("",)) -> pl.DataFrame:
    """Returns a row for each id and slot, in that order, with one Float64 column a name.

    Args:
        cells: report_id, slot (left out where there is but the one), name, value, assumed; what is not among ids,
            slots and names is left out.
        ids: the reports, each once.
        names: the columns of the result.
        slots: what stands in the result's column `slot`.

    Returns:
        report_id, slot, the names, `assumed_zero` (a number of the row was assumed) and `present` (the report has
        a cell in that row, be it a number or not).
    """
    if "slot" not in cells.collect_schema():
        cells = cells.with_columns(slot=pl.lit(""))
    index = pl.LazyFrame({"report_id": ids}).with_row_index("report")
    position = pl.col("report") * len(slots) + pl.col("slot").cast(pl.Enum(list(slots)), strict=False).to_physical()
    known_name = pl.col("name").cast(pl.Enum(list(names)), strict=False)
    placed = (
        cells.join(index, on="report_id", how="inner")
        .select(position=position, name=known_name, value="value", assumed="assumed")
        .drop_nulls(["position", "name"])
        .collect()
    )
    height = len(ids) * len(slots)
    by_name = (
        placed.drop_nulls("value")
        .select("name", "position", "value")
        .partition_by("name", as_dict=True, include_key=False)
    )
    empty = pl.Series([None], dtype=pl.Float64).new_from_index(0, height)
    columns = [pl.Series("report_id", ids).gather(_repeated(len(ids), len(slots)))]
    columns.append(pl.Series("slot", list(slots), dtype=pl.String).gather(_cycled(len(ids), len(slots))))
    for name in names:
        found = by_name.get((name,))
        column = empty if found is None else empty.clone().scatter(found["position"], found["value"])
        columns.append(column.alias(name))
    columns.append(_marked(placed.filter("assumed")["position"], height).alias(ASSUMED_ZERO))
    columns.append(_marked(placed["position"], height).alias("present"))
    return pl.DataFrame(columns)


def _marked(positions: pl.Series, height: int) -> pl.Series:
    none = pl.Series([False], dtype=pl.Boolean).new_from_index(0, height)
    return none.scatter(positions.unique(), True) if len(positions) else none


def _repeated(ids: int, slots: int) -> pl.Series:
    return pl.int_range(ids * slots, eager=True) // slots


def _cycled(ids: int, slots: int) -> pl.Series:
    return pl.int_range(ids * slots, eager=True) % slots


def cell_names(table: str, cells: Iterable[tuple[str, str]]) -> list[str]:
    """Returns the column names of (row, column) codes in a wide frame.

    >>> cell_names("requests", [("new", "total")])
    ['requests__new__total']
    """
    return [f"{table}__{row}__{column}" for row, column in cells]
