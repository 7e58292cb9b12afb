"""What the prose tells of its numbers, held against the tables: one row for each claim, statement, sum and rate."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from toolkit.codebook import Codebook
from toolkit.corpus.derived import preferred
from toolkit.corpus.wide import numbers

_QUOTED = 44
_BEFORE = 26
_KEY = ["report_id", "table", "row", "column"]
_HEAD = ["report_id", "agency", "year", "form"]
_ARITHMETIC = ("breakdown", "growth")
_AMOUNT_DIGITS = 4


def claim_checks(reports: pl.DataFrame, cells: pl.LazyFrame, claims: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """Returns the claims, each beside what the table has.

    Added to the columns of `claims` are agency, year, form (of table 3, else of table 2), and

    - `quote`: the sentence around the number;
    - `agency_kind`: the kind of agency that reports;
    - `in_scope`: whether the table is about what the prose tells of: a government's about its area, any other's about
      itself; a scope that is not told counts as either;
    - `judged`: whether the claim is exact, in scope, and told by a number (that there was none is a statement, judged
      as one, where `claim_statements` has it);
    - `reported`: the number of the cell, or the sum of the group's; of a weak claim the reading that fits, if one does;
      null where one of them is no number;
    - `told`: the number as told; the reported one where it is only rounded less;
    - `difference`: told − reported; `off`, its size; and `agrees`, whether there is none;
    - `severity`: `critical`, or `warning` of weak claims and where it is not told whose number it is.
    """
    joined = _compared(claims, reports, cells, codebook)
    scoped = _in_scope()
    stated = (
        (pl.col("kind") == "none")
        & (pl.col("column") == "total")
        & ((pl.col("row") == "new") | (pl.col("table") == "review"))
    )
    sure = (pl.col("strength") == "strong") & ((pl.col("scope") != "unknown") | (pl.col("agency_kind") != "government"))
    return joined.with_columns(
        quote=_quote(),
        in_scope=scoped,
        judged=scoped & pl.col("exact") & ~stated,
        difference=(pl.col("told") - pl.col("reported")).round(6),
        severity=pl.when(sure.fill_null(False)).then(pl.lit("critical")).otherwise(pl.lit("warning")),
    ).with_columns(agrees=pl.col("difference") == 0, off=pl.col("difference").abs()).select(
        *claims.columns, "agency", "year", "form", "quote", "agency_kind", "in_scope", "judged", "reported", "told",
        "difference", "off", "agrees", "severity",
    )  # fmt: skip


def claim_statements(
    reports: pl.DataFrame, cells: pl.LazyFrame, statements: pl.DataFrame, codebook: Codebook
) -> pl.DataFrame:
    """Returns the statements that numbers of the tables may contradict, each beside the largest of those.

    Added to report_id, section, sentence, kind, table, row, column and scope are agency, year, form, quote, in_scope
    (as in `claim_checks`), said_zh and said_en (the statement in a few words), `against`, the sum of the numbers that
    must all be 0 if it is true, and `contradicted`, whether one is not; null where one of them is no number.
    """
    rules = _words()["contradicted"]
    kept = statements.filter(pl.col("kind").is_in(list(rules)))
    columns = pl.DataFrame(
        [(kind, column) for kind, rule in rules.items() for column in rule["columns"]],
        schema={"kind": pl.String, "against_column": pl.String}, orient="row",
    )  # fmt: skip
    numbered = kept.with_row_index("at")
    # Row by row: one number that contradicts is enough, whatever the others are.
    asked = (
        numbered.join(columns, on="kind", how="inner")
        .join(_terms(codebook), on="row", how="left")
        .select("at", "report_id", "table", row=pl.coalesce("term", "row"), column="against_column")
    )
    found = asked.join(_reported(reports, cells, asked.select(_KEY).unique(), codebook), on=_KEY, how="left")
    sums = found.group_by("at").agg(
        other=(pl.col("reported") > 0).any(),
        unknown=pl.col("reported").is_null().any(),
        against=pl.col("reported").sum(),
    )
    said = {
        f"said_{lang}": pl.col("kind").replace_strict(words, return_dtype=pl.String)
        for lang, words in _words()["said"].items()
    }
    return (
        numbered.join(sums, on="at", how="left", maintain_order="left")
        .join(_known(reports), on="report_id", how="left", maintain_order="left")
        .with_columns(
            quote=_quote(), in_scope=_in_scope(), **said,
            contradicted=pl.when("other").then(True).when(pl.col("unknown").fill_null(True)).then(None)
            .otherwise(False),
        )
        .select(
            "report_id", "section", "sentence", "start", "end", "kind", "table", "row", "column", "scope", "agency",
            "year", "form", "quote", "in_scope", "said_zh", "said_en", "against", "contradicted",
        )
    )  # fmt: skip


def claim_arithmetic(
    reports: pl.DataFrame, cells: pl.LazyFrame, statements: pl.DataFrame, codebook: Codebook
) -> pl.DataFrame:
    """Returns the sums and rates that the prose tells, each with whether it holds.

    Added to report_id, section, sentence, kind, table, row, column and scope are agency, year, form, quote and

    - `value`: the whole, or the number that grew;
    - `other`: what its parts come to, or the number of the year before: told beside it, else that of the table, where
      scope and year allow it;
    - `expected`: what follows from them: the whole, or the rate in per cent;
    - `actual`: the sum of the parts, or the rate as told;
    - `complete`: of a sum whether all parts are told; if not, they may come to less than the whole;
    - `holds`: null where a number is not known.
    """
    kept = statements.filter(pl.col("kind").is_in(_ARITHMETIC))
    before = _year_before(reports, cells, kept, codebook)
    total = pl.col("parts").list.sum()
    growth = pl.col("kind") == "growth"
    other = pl.when(~growth | (pl.col("parts").list.len() > 0)).then(total).when(_in_scope()).then("before")
    rate = (pl.col("value") - pl.col("other")) / pl.col("other") * 100
    short = (
        pl.when("complete")
        .then(pl.col("actual") == pl.col("expected"))
        .otherwise(pl.col("actual") <= pl.col("expected"))
    )
    near = (pl.col("actual") - pl.col("expected")).abs() <= pl.col("step") * 0.5 + 1e-9
    return (
        kept.join(before, on=_KEY, how="left", maintain_order="left")
        .join(_known(reports), on="report_id", how="left", maintain_order="left")
        .with_columns(other=other, quote=_quote())
        .with_columns(
            expected=pl.when(~growth).then("value").when(pl.col("other") > 0).then(rate),
            actual=pl.when(growth).then("rate").otherwise(total),
        )
        .with_columns(
            holds=pl.when(growth).then(near).otherwise(short), expected=pl.col("expected").round(_AMOUNT_DIGITS)
        )
        .select(
            "report_id", "section", "sentence", "start", "end", "kind", "table", "row", "column", "scope", "agency",
            "year", "form", "quote", "value", "other", "expected", "actual", "complete", "holds",
        )
    )  # fmt: skip


# ---------------------------------------------------------------- what the tables have


def _compared(claims: pl.DataFrame, reports: pl.DataFrame, cells: pl.LazyFrame, codebook: Codebook) -> pl.DataFrame:
    """The claims with `reported` and `told`, and with what is known of their reports."""
    wanted = claims.select(_KEY).unique()
    readings = _readings(wanted.filter(pl.col("table") == "requests"))
    found = _reported(
        reports,
        cells,
        pl.concat([wanted, readings.select("report_id", "table", row="other", column="column")]).unique(),
        codebook,
    )
    others = (
        readings.join(found.rename({"row": "other"}), on=["report_id", "table", "other", "column"], how="left")
        .group_by(_KEY)
        .agg(pl.col("reported").alias("others"))
    )
    weak = pl.col("strength") == "weak"
    decimals = pl.col("value").cast(pl.String).str.extract(r"\.(\d+)$").str.strip_chars_end("0").str.len_chars()
    # An amount of 12.5 万元 may stand for 12.4567: it is told to so many decimals.
    rounding = (
        pl.when(pl.col("column") == "amount")
        .then(0.5 * pl.lit(10.0).pow(-decimals.fill_null(0).cast(pl.Float64)))
        .otherwise(0.0)
    )
    return (
        claims.join(found, on=_KEY, how="left", maintain_order="left")
        .join(others, on=_KEY, how="left", maintain_order="left")
        .join(_known(reports), on="report_id", how="left", maintain_order="left")
        .with_columns(fits=weak & pl.col("others").list.contains(pl.col("value")).fill_null(False))
        .with_columns(
            reported=pl.when(pl.col("fits") | (pl.col("value") == pl.col("reported")))
            .then("value")
            .when(_open(weak))
            .then(None)
            .otherwise("reported")
        )
        .with_columns(
            told=pl.when((pl.col("value") - pl.col("reported")).abs() <= rounding + 1e-9)
            .then("reported")
            .otherwise("value")
        )
    )


def _reported(reports: pl.DataFrame, cells: pl.LazyFrame, wanted: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """The numbers of cells and of sums of rows: report_id, table, row, column, reported.

    Of a sum those rows count that the report's form has; it is null where one of them is no number.
    """
    terms = wanted.join(_terms(codebook), on="row", how="left").with_columns(term=pl.coalesce("term", "row"))
    asked = terms.select("report_id", "table", "column", row="term").unique()
    some = cells.join(asked.lazy(), on=_KEY, how="semi")
    known = pl.concat(
        [numbers(some, reports, table, assume=True).with_columns(table=pl.lit(table)).select(*_KEY, "value")
         for table in ("disclosure", "requests", "review")]
    ).collect()  # fmt: skip
    return (
        terms.join(known.rename({"row": "term"}), on=["report_id", "table", "term", "column"], how="inner")
        .group_by(_KEY)
        .agg(reported=pl.when(pl.col("value").is_null().any()).then(None).otherwise(pl.col("value").sum()))
    )


def _terms(codebook: Codebook) -> pl.DataFrame:
    """The rows of each sum of rows: row, term."""
    return pl.DataFrame(
        [(code, term) for code, terms in codebook.sums.items() for term in terms],
        schema={"row": pl.String, "term": pl.String}, orient="row",
    )  # fmt: skip


def _readings(wanted: pl.DataFrame) -> pl.DataFrame:
    """The other rows that may be meant by a row, where the verb leaves it open: in `other`."""
    pairs = [(row, other) for row, others in _words()["readings"].items() for other in others]
    other = pl.DataFrame(pairs, schema={"row": pl.String, "other": pl.String}, orient="row")
    return wanted.join(other, on="row", how="inner")


def _open(weak: pl.Expr) -> pl.Expr:
    """Whether another reading of a weak claim cannot be told, so that the first one's failure tells nothing."""
    return weak & (pl.col("others").list.eval(pl.element().is_null()).list.any()).fill_null(False)


def _year_before(reports: pl.DataFrame, cells: pl.LazyFrame, growths: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """The numbers that the agency's tables of the year before have: the keys of this year, and `before`."""
    chosen = preferred(reports).select("agency_key", "year", "report_id")
    pairs = chosen.join(
        chosen.select("agency_key", year=pl.col("year") + 1, earlier="report_id"),
        on=["agency_key", "year"],
        how="inner",
    ).select("report_id", "earlier")
    keys = growths.filter(pl.col("kind") == "growth").select(_KEY).unique().join(pairs, on="report_id", how="inner")
    earlier = keys.select("table", "row", "column", report_id="earlier").unique()
    found = _reported(reports, cells, earlier, codebook).rename({"report_id": "earlier", "reported": "before"})
    return keys.join(found, on=["earlier", "table", "row", "column"], how="left").select(*_KEY, "before")


# ---------------------------------------------------------------- what is said of them


def _known(reports: pl.DataFrame) -> pl.DataFrame:
    return reports.select(
        "report_id", "agency", "year", form=pl.coalesce("template_requests", "template_disclosure"), agency_kind="kind"
    )


def _in_scope() -> pl.Expr:
    judged = pl.when(pl.col("agency_kind") == "government").then(pl.lit("area")).otherwise(pl.lit("own"))
    known = pl.col("agency_kind").is_not_null()
    return (pl.col("scope") == "unknown") | (known & (pl.col("scope") == judged))


def _quote() -> pl.Expr:
    """The sentence, or as much of it as stands around the words."""
    sentence, at = pl.col("sentence"), pl.col("start") - pl.col("sentence_start")
    first = pl.when(sentence.str.len_chars() <= _QUOTED).then(0).otherwise(pl.max_horizontal(at - _BEFORE, 0))
    told = sentence.str.slice(first, _QUOTED)
    after = pl.when(first + _QUOTED < sentence.str.len_chars()).then(pl.lit("…")).otherwise(pl.lit(""))
    return pl.concat_str(pl.when(first > 0).then(pl.lit("…")).otherwise(pl.lit("")), told, after).str.replace_all(
        r"\s+", " "
    )


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("claimed.toml").read_text("utf-8"))
