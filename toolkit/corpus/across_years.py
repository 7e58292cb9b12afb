"""Two neighbouring years of an agency beside each other: what the rules about carry-over and jumps judge."""

from collections.abc import Mapping
from itertools import product

import polars as pl

from toolkit.codebook import Codebook
from toolkit.corpus.derived import BALANCE_ROWS
from toolkit.corpus.schema import SORT_KEYS
from toolkit.corpus.thresholds import thresholds

_HEAD = ("report_id", "agency", "year", "previous_report_id", "previous_year")
_STOCK = ("in_force", "issued", "repealed")
_ITEMS = ("prior_items", "change")
_EQUAL = 1e-6


def pairs_by_column(pairs: pl.DataFrame, broken: pl.Series, codebook: Codebook) -> pl.DataFrame:
    """Returns one row per pair of years and applicant column, with what was carried out and carried in.

    Args:
        pairs: the frame `report_pairs`.
        broken: ids of the reports of which an identity of table 3 fails, as `broken_reports` tells them.
        codebook: names the columns.

    Returns:
        `previous_carried_out` (null where a year lies between: it is not of the year before), `carried_in`, and
        `contradicts`: whether the totals differ while both reports are consistent in themselves.
    """
    before, now = "previous__requests__carried_out__{}", "requests__carried_in__{}"
    totals = pl.col(before.format("total")) != pl.col(now.format("total"))
    sound = ~pl.col("report_id", "previous_report_id").is_in(broken.implode())
    marked = pairs.with_columns(
        contradicts=(totals & pl.all_horizontal(sound) & ~pl.col("gap")).fill_null(False),
    )
    frames = [
        marked.select(
            *_HEAD,
            column=pl.lit(column.code),
            previous_carried_out=pl.when(~pl.col("gap")).then(before.format(column.code)),
            carried_in=now.format(column.code),
            gap="gap",
            contradicts="contradicts",
            assumed_zero="assumed_zero",
        )
        for column in codebook.request_columns
    ]
    return pl.concat(frames).sort(SORT_KEYS["pairs_by_column"])


def pairs_by_row(pairs: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """Returns one row per pair of years and row of table 2 that both forms of the pair carry on.

    Args:
        pairs: the frame `report_pairs`.
        codebook: names the rows.

    Returns:
        Of the 2021 form `previous_in_force`, `in_force`, `issued`, `repealed` and `minus_repealed` (a term that is
        taken off), with `fewer`: whether less is in force than these come to. Of the 2019 form `previous_prior_items`,
        `previous_change` and `prior_items`. Null is what the other form has, and previous numbers over a gap.
    """
    stock = [row for row, column in codebook.cells("disclosure", "2021") if column == "in_force"]
    items = [row for row, column in codebook.cells("disclosure", "2019") if column == "prior_items"]
    frames = [_stock_of(pairs, row) for row in stock] + [_items_of(pairs, row) for row in items]
    found = pl.concat(frames, how="diagonal")
    left = pl.col("previous_in_force") + pl.col("issued") - pl.col("repealed")
    return found.with_columns(
        minus_repealed=-pl.col("repealed"),
        fewer=(pl.col("in_force") < left - _EQUAL).fill_null(False),
    ).sort(SORT_KEYS["pairs_by_row"])


def _stock_of(pairs: pl.DataFrame, row: str) -> pl.DataFrame:
    return _rows_of(pairs, row, "2021", {name: f"disclosure__{row}__{name}" for name in _STOCK}, ("in_force",))


def _items_of(pairs: pl.DataFrame, row: str) -> pl.DataFrame:
    return _rows_of(pairs, row, "2019", {"prior_items": f"disclosure__{row}__prior_items"}, _ITEMS)


def _rows_of(pairs: pl.DataFrame, row: str, form: str, now: Mapping[str, str], before: tuple[str, ...]) -> pl.DataFrame:
    return pairs.filter((pl.col("form") == form) & (pl.col("previous_form") == form)).select(
        *_HEAD,
        pl.col("form"),
        row=pl.lit(row),
        **{name: pl.col(column) for name, column in now.items()},
        **{f"previous_{name}": pl.when(~pl.col("gap")).then(f"previous__disclosure__{row}__{name}") for name in before},
    )


def pairs_by_total(pairs: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """Returns one row per pair of years in a row and total of tables 3 and 4, with both numbers.

    Args:
        pairs: the frame `report_pairs`; those with a year between are left out.
        codebook: names the rows.

    Returns:
        `previous_total`, `total`, and `jumped`: whether one is many times the other while both are large; null where
        one is no number and the other does not settle it.
    """
    limits = thresholds()["jump"]
    rows = [*product(["requests"], BALANCE_ROWS), *(("review", row.code) for row in codebook.review_rows)]
    near = pairs.filter(~pl.col("gap"))
    found = pl.concat(
        near.select(
            *_HEAD,
            table=pl.lit(table),
            row=pl.lit(row),
            previous_total=f"previous__{table}__{row}__total",
            total=f"{table}__{row}__total",
        )
        for table, row in rows
    )
    before, now = pl.col("previous_total"), pl.col("total")
    small = pl.min_horizontal(before, now) < limits["least"]
    far = pl.max_horizontal(before, now) >= limits["times"] * pl.min_horizontal(before, now)
    jumped = pl.when(small).then(False).when(before.is_not_null() & now.is_not_null()).then(far)
    return found.with_columns(jumped=jumped).sort(SORT_KEYS["pairs_by_total"])


def broken_reports(by_column: pl.DataFrame, by_row: pl.DataFrame, codebook: Codebook) -> pl.Series:
    """Returns the ids of the reports of which an identity of table 3 fails: its balance, its parts or its totals."""
    columns = [found["report_id"] for found, _ in broken_columns(by_column, codebook)]
    return pl.concat([*columns, broken_rows(by_row, codebook.applicants)["report_id"]]).unique().sort()


def broken_columns(by_column: pl.DataFrame, codebook: Codebook) -> list[tuple[pl.DataFrame, list[str]]]:
    """Returns the rows of `requests_by_column` that break an identity, each identity's with the terms it has."""
    new, carried_in, processed, carried_out = BALANCE_ROWS
    balance = _unequal([new, carried_in], [processed, carried_out])
    found = [(by_column.filter(balance), list(BALANCE_ROWS))]
    for form in codebook.templates:
        parts = list(codebook.result_rows(form))
        wrong = (pl.col("form") == form) & _unequal(parts, [processed])
        found.append((by_column.filter(wrong), [*parts, processed]))
    return found


def broken_rows(by_row: pl.DataFrame, parts: tuple[str, ...]) -> pl.DataFrame:
    """Returns the rows whose parts, all of them numbers, do not add up to the total."""
    return by_row.filter(_unequal(list(parts), ["total"]))


def _unequal(left: list[str], right: list[str]) -> pl.Expr:
    less = pl.sum_horizontal(left, ignore_nulls=False) - pl.sum_horizontal(right, ignore_nulls=False)
    return less.abs() > _EQUAL
