"""Which passages of a section stand word for word in another one, as printed, and how much of it they are."""

import polars as pl

from toolkit.corpus.reuse_masking import kept, knowledge, plain

_SENTENCE = r"[^。；！？;!?\n]*[。；！？;!?\n]*"
_CLAUSE = r"[^。；！？，：;!?,:\n]*[。；！？，：;!?,:\n]*"


def clauses(sections: pl.DataFrame) -> pl.DataFrame:
    """Returns the clauses of printed sections in order: `at`, `printed`, and `words`, what is compared of them.

    Args:
        sections: `at`, printed `text`, and the columns of `own_names`.
    """
    masked = knowledge()["masked"]
    standard = "|".join(f"(?:{pattern})" for pattern in masked["sentences"])
    sentences = (
        sections.with_columns(printed=pl.col("text").str.extract_all(_SENTENCE))
        .drop("text")
        .explode("printed", empty_as_null=False)
        .with_columns(standard=plain(pl.col("printed")).str.contains(standard))
    )
    found = sentences.with_columns(pl.col("printed").str.extract_all(_CLAUSE)).explode("printed", empty_as_null=False)
    words = pl.when("standard").then(pl.lit("")).otherwise(kept(plain(pl.col("printed"))))
    return found.filter(pl.col("printed") != "").select("at", "printed", words=words)


def repeated(found: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """Returns `at`, `share` and `passages`: of each section, what of it stands in another text.

    `share` is of the characters compared, 0 to 1, in clauses that are there word for word, numbers and names apart;
    `passages` are the longest runs of such clauses, longest first, as printed; standard phrases do not end one.

    Args:
        found: as of `clauses`.
        others: `at` and `other`, the compared words of the text that each section is held against.
    """
    limits = knowledge()["limits"]
    length = pl.col("words").str.len_chars()
    held = (
        found.join(others, on="at", how="inner", maintain_order="left")
        .with_columns(length=length, told=length >= limits["least_clause"])
        .with_columns(same=pl.when("told").then(pl.col("other").str.contains(pl.col("words"), literal=True)))
        .with_columns(
            pl.col("same").forward_fill().over("at").fill_null(False), counted=pl.col("same").fill_null(False)
        )
        .with_columns(run=pl.struct("at", "same").rle_id())
    )
    shares = held.group_by("at", maintain_order=True).agg(
        share=(pl.col("length").filter("counted").sum() / pl.col("length").filter("told").sum()).fill_nan(None).round(2)
    )
    passages = (
        held.filter("same")
        .group_by("at", "run", maintain_order=True)
        .agg(pl.col("printed").str.join("").str.strip_chars(), pl.col("length").filter("counted").sum())
        .sort("at", "length", "run", descending=[False, True, False])
        .group_by("at", maintain_order=True)
        .agg(passages=pl.col("printed").head(limits["passages"]))
    )
    return shares.join(passages, on="at", how="left", maintain_order="left")
