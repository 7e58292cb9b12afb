"""When a report was signed and published, beside the days that article 49 of the regulation names."""

import polars as pl

_UNTIL_MARCH = ("government", "committee")


def report_dates(reports: pl.DataFrame) -> pl.DataFrame:
    """Returns one row per report: whether it was published in time, and whether its dates are in order.

    Departments, offices and branches have until 31 January, governments and committees until 31 March. Townships and
    street offices are not named: after 31 March is late for them too, before it nothing is said.

    Args:
        reports: the frame of that name.

    Returns:
        report_id, agency, year, published, signed, and

        - `named`: whether the regulation names such an agency; null where its level or kind is not known;
        - `deadline`: the last day;
        - `late`: whether it was published later; null where a date, or who the agency is, is not known, and for those
          that are not named and not late;
        - `out_of_order`: whether it was published before it was signed, or either was before 31 December of the year;
          null where neither date is known. A date alone is judged by itself.
    """
    unnamed = (pl.col("level") == "township") | (pl.col("kind") == "subdistrict")
    named = (
        pl.when(unnamed.fill_null(False)).then(False)
        .when(pl.col("level").is_null() | pl.col("kind").is_null()).then(None)
        .otherwise(True)
    )  # fmt: skip
    march = ~pl.col("named") | pl.col("kind").is_in(_UNTIL_MARCH)
    following = pl.col("year") + 1
    deadline = pl.when(march).then(pl.date(following, 3, 31)).when("named").then(pl.date(following, 1, 31))
    late = pl.col("published") > pl.col("deadline")
    end = pl.date(pl.col("year"), 12, 31)
    early = pl.min_horizontal("published", "signed") < end
    turned = (pl.col("signed") > pl.col("published")).fill_null(False)
    return (
        reports.with_columns(named=named)
        .with_columns(deadline=deadline)
        .select(
            "report_id", "agency", "year", "published", "signed", "named", "deadline",
            late=pl.when(pl.col("named") | late).then(late),
            out_of_order=turned | early,
        )
    )  # fmt: skip
