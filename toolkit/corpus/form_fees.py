"""What the last section says of information-processing fees, beside the fees of table 2."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from toolkit.corpus.form_words import form_words

_FEES_SINCE = 2021
_YUAN = 10_000


def fee_columns() -> dict[str, pl.Expr]:
    """Returns the columns about fees of `form_facts` that the last section alone tells."""
    known = form_words()["fees"]
    own = _masked(pl.col("other_matters"), known)
    # A law that is only named, or fees without a word on whether there were any, says neither yes nor no.
    unclear = own.str.contains(known["word"])
    said = pl.when(_tells(own, known)).then(True).when(unclear).then(None).otherwise(False)
    told = _least(own, known)
    amount = pl.col("fee_value") * pl.when(pl.col("fee_unit") == "元").then(1.0).otherwise(float(_YUAN))
    # An amount of 0.39 stands for all that rounds to it.
    decimals = pl.col("fee_raw").str.extract(r"[.．](\d+)").str.len_chars().fill_null(0).cast(pl.Float64)
    unit = pl.when(pl.col("fee_unit") == "元").then(1.0).otherwise(float(_YUAN))
    room = pl.when(pl.col("fee_value") == 0).then(0.0).otherwise(0.5 * unit * pl.lit(10.0).pow(-decimals))
    foreign = pl.col("foreign")
    return {
        "fees_due": pl.col("year") >= _FEES_SINCE,
        "fees_said": pl.when(foreign | pl.col("year").is_null() | pl.col("other_matters").is_null())
        .then(None)
        .otherwise(said),
        "fee_told": told,
        "fee_given": told.is_not_null(),
        "fee_amount": amount,
        "fee_above": told > amount + room + 1e-6,
    }


def fee_excuses() -> dict[str, pl.Expr]:
    """Returns what makes it a lesser fault that the last section does not tell; needs `fees_said`."""
    known = form_words()["fees"]
    others = pl.concat_str(
        "preamble", "overview", "disclosure", "requests", "review", "problems", separator="\n", ignore_nulls=True
    )
    # Without the fees' own name a word of charges may be about anything.
    some = pl.when(~pl.col("fees_said")).then(others)
    elsewhere = _masked(some, known)
    told = (elsewhere.str.contains(known["named"]) & _tells(elsewhere, known)).fill_null(False)
    excuses = {
        f"fees_excuse_{lang}": pl.when(told)
        .then(pl.lit(known["elsewhere"][lang]))
        .otherwise(pl.lit(known["no_request"][lang]))
        for lang in ("zh", "en")
    }
    return {"fees_excused": (pl.col("requests_state") == "zero").fill_null(False) | told, **excuses}


def _masked(text: pl.Expr, known: Mapping[str, Any]) -> pl.Expr:
    wide = "０１２３４５６７８９．"
    plain = text.str.replace_all(r"\s+", "").str.replace_many([*wide], [*"0123456789."])
    return plain.str.replace_all(known["masked"], "")


def _tells(text: pl.Expr, known: Mapping[str, Any]) -> pl.Expr:
    return text.str.contains("|".join(f"(?:{one})" for one in known["told"]))


def _least(text: pl.Expr, known: Mapping[str, Any]) -> pl.Expr:
    """The fee told, in 元; of several the least, since others may be what was due, or its parts."""
    number = pl.element().str.extract(known["number"]).str.replace_all(r"[,，]", "").cast(pl.Float64)
    factor = pl.when(pl.element().str.ends_with("万元")).then(float(_YUAN)).otherwise(1.0)
    return text.str.extract_all(known["amount"]).list.eval(number * factor).list.min()
