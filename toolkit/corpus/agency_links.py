"""Likely renamings: an agency that ends, and one of the same place that begins after it under a name alike.

Nothing is joined here. Of several that could follow or go before, none is proposed unless one is clearly the
likeliest: a merger and a split are no renamings.
"""

from collections.abc import Mapping, Sequence

import polars as pl

from toolkit.corpus.agency_parts import Parts, likeness, parts_of
from toolkit.corpus.agency_places import same_seat
from toolkit.corpus.agency_words import name_words
from toolkit.corpus.links import Decisions
from toolkit.corpus.schema import SORT_KEYS

AGENCY_LINKS = pl.Schema(
    {
        "agency": pl.String(),
        "region_code": pl.String(),
        "first_year": pl.Int32(),
        "last_year": pl.Int32(),
        "later_agency": pl.String(),
        "later_region_code": pl.String(),
        "later_first_year": pl.Int32(),
        "later_last_year": pl.Int32(),
        "reason": pl.String(),
        "reason_zh": pl.String(),
        "reason_en": pl.String(),
        "score": pl.Float64(),
        "continues": pl.Boolean(),
        "accepted": pl.Boolean(),
    }
)
_ENDS = {
    "agency": "agency_name", "region_code": "agency_region", "first_year": "first_year", "last_year": "last_year"
}  # fmt: skip


def agency_links(keys: pl.DataFrame, chosen: pl.DataFrame, cells: pl.LazyFrame, decisions: Decisions) -> pl.DataFrame:
    """Returns the likely renamings, and those that the user told, with the columns of `AGENCY_LINKS`.

    Args:
        keys: as `agency_keys` returns them, nothing joined yet.
        chosen: one report per agency and year, with the keys of these.
        cells: all of them.
        decisions: what the user's links come to.

    Returns:
        One row per pair: both names with their codes and years, `reason` (`place_renamed`, `branch`, `suffix`,
        `reform`, `similar_name`, `user`), the same in words, `score` (0 to 1; null where the user alone says so),
        `continues` (whether the number carried out of the last year, or what was in force, is taken up; null where
        there is no number other than 0 or a year lies between), `accepted` (null: not decided).
    """
    agencies = _agencies(keys)
    pairs = _alike(agencies)
    decided = pl.DataFrame(decisions.told, schema=_DECIDED, orient="row").unique(_PAIR, keep="last")
    by_user = decided.join(pairs, on=_PAIR, how="anti").select(_PAIR).with_columns(reason=pl.lit("user"))
    pairs = pl.concat([pairs, by_user], how="diagonal")
    pairs = pairs.join(_continuing(pairs, chosen, cells), on=_PAIR, how="left")
    pairs = _likeliest(_scored(pairs, agencies))
    joined = pairs.join(decided, on=_PAIR, how="left")
    return _told(joined, agencies).select(AGENCY_LINKS.names()).cast(AGENCY_LINKS).sort(SORT_KEYS["agency_links"])


_PAIR = ["earlier", "later"]
_DECIDED = {"earlier": pl.String, "later": pl.String, "accepted": pl.Boolean}
_NAMES = {"earlier": pl.String, "later": pl.String, "reason": pl.String, "score": pl.Float64}


def _agencies(keys: pl.DataFrame) -> pl.DataFrame:
    """One row per agency with a year, by its latest name: its years, and the place it has or will have."""
    latest = keys.filter(pl.col("first_year").is_not_null()).sort("last_year", "reports", "agency", descending=True)
    return (
        latest.group_by("agency_key", maintain_order=True)
        .agg(
            pl.col("agency_name", "agency_region", "place", "rest", "code").first(),
            pl.col("first_year").min(),
            pl.col("last_year").max(),
        )
        .with_columns(
            seat=pl.col("agency_region").map_elements(same_seat, return_dtype=pl.String, skip_nulls=True)
        )
    )  # fmt: skip


def _alike(agencies: pl.DataFrame) -> pl.DataFrame:
    """The pairs of one place of which one ends before the other begins, and whose names are alike."""
    most = name_words()["links"]["most_years_between"]
    placed = agencies.filter(pl.col("seat").is_not_null())
    ends = placed.select("seat", "last_year", earlier="agency_key")
    begins = placed.select("seat", "first_year", later="agency_key")
    after = pl.col("first_year") - pl.col("last_year")
    pairs = ends.join(begins, on="seat").filter(after.is_between(1, most + 1))
    parts: dict[str, Parts] = {}
    wanted = pl.concat([pairs["earlier"], pairs["later"]]).unique()
    columns = ("agency_key", "place", "rest", "code", "last_year")
    for key, *told in placed.filter(pl.col("agency_key").is_in(wanted.implode())).select(columns).iter_rows():
        parts[key] = parts_of(*told)
    found = []
    for earlier, later, last, first in pairs.select(*_PAIR, "last_year", "first_year").iter_rows():
        if like := likeness(parts[earlier], parts[later], last, first):
            found.append((earlier, later, *like))
    return pl.DataFrame(found, schema=_NAMES, orient="row")


def _continuing(pairs: pl.DataFrame, chosen: pl.DataFrame, cells: pl.LazyFrame) -> pl.DataFrame:
    """Whether the numbers of the last report under one name go on in the first under the other, by pair."""
    ends = chosen.select("agency_key", "year", "report_id")
    last = ends.sort("year").unique("agency_key", keep="last").rename({"agency_key": "earlier"})
    first = ends.sort("year").unique("agency_key", keep="first").rename({"agency_key": "later"})
    beside = (
        pairs.select(_PAIR)
        .join(last, on="earlier")
        .join(first, on="later", suffix="_later")
        .filter(pl.col("year_later") == pl.col("year") + 1)
    )
    wanted = pl.concat([beside["report_id"], beside["report_id_later"]]).unique()
    reports = chosen.filter(pl.col("report_id").is_in(wanted.implode()))
    values = _values(reports, cells)
    both = beside.join(values, on="report_id", how="left").join(
        values, left_on="report_id_later", right_on="report_id", how="left", suffix="_later"
    )
    carried, taken = pl.col("carried_out"), pl.col("carried_in_later")
    stock, grown = pl.col("in_force"), pl.col("in_force_later") - pl.col("issued_later") + pl.col("repealed_later")
    tells = [pl.when((one > 0) | (other > 0)).then(one == other) for one, other in ((carried, taken), (stock, grown))]
    # Numbers that do not continue have many causes in the stock of documents, few in what is carried over.
    continues = pl.when(tells[0].is_not_null()).then(tells[0]).when(tells[1]).then(True)
    return both.select(*_PAIR, continues=continues)


_VALUES: Mapping[str, tuple[str, str, str]] = {
    "carried_out": ("requests", "carried_out", "total"),
    "carried_in": ("requests", "carried_in", "total"),
    "in_force": ("disclosure", "normative_documents", "in_force"),
    "issued": ("disclosure", "normative_documents", "issued"),
    "repealed": ("disclosure", "normative_documents", "repealed"),
}


def _values(reports: pl.DataFrame, cells: pl.LazyFrame) -> pl.DataFrame:
    found = cells.filter(pl.col("report_id").is_in(reports["report_id"].implode()))
    keys = [(pl.col("table") == table) & (pl.col("row") == row) & (pl.col("column") == column)
            for table, row, column in _VALUES.values()]  # fmt: skip
    rows = found.filter(pl.any_horizontal(keys)).select("report_id", "table", "row", "column", "value").collect()
    return reports.select("report_id").join(
        rows.group_by("report_id").agg(
            pl.col("value").filter(key).first().alias(name) for name, key in zip(_VALUES, keys, strict=True)
        ),
        on="report_id",
        how="left",
    )


def _scored(pairs: pl.DataFrame, agencies: pl.DataFrame) -> pl.DataFrame:
    scores = name_words()["links"]["scores"]
    years = agencies.select("agency_key", "first_year", "last_year")
    beside = pairs.join(years, left_on="earlier", right_on="agency_key").join(
        years, left_on="later", right_on="agency_key", suffix="_later"
    )
    numbers_say = pl.col("continues").replace_strict(
        {True: scores["numbers_continue"], False: scores["numbers_break"]}, default=0.0, return_dtype=pl.Float64
    )
    between = pl.col("first_year_later") - pl.col("last_year") - 1
    score = pl.col("score") + numbers_say + between * scores["year_between"]
    return beside.with_columns(score=score.clip(0, 1).round(3))


def _likeliest(pairs: pl.DataFrame) -> pl.DataFrame:
    """Keeps the pairs that are clearly the likeliest for both sides, and what the user told."""
    limits = name_words()["links"]
    proposed = pairs.filter((pl.col("score") >= limits["least"]) | (pl.col("reason") == "user"))
    asked = proposed.filter(pl.col("reason") != "user")
    unclear = [
        _rivalled(asked, "earlier", "later", ("first_year_later", "last_year_later"), limits["clear_by"]),
        _rivalled(asked, "later", "earlier", ("first_year", "last_year"), limits["clear_by"]),
    ]
    return proposed.join(pl.concat(unclear), on=_PAIR, how="anti")


def _rivalled(pairs: pl.DataFrame, one: str, other: str, years: Sequence[str], by: float) -> pl.DataFrame:
    """The pairs beside which another of the same side is as likely; a better one that comes sooner goes before, too."""
    columns = [one, other, "score", *years]
    beside = pairs.select(columns).join(pairs.select(columns), on=one, suffix="_rival")
    rival = beside.filter(pl.col(other) != pl.col(f"{other}_rival"))
    first, last = years
    together = (pl.col(first) <= pl.col(f"{last}_rival")) & (pl.col(f"{first}_rival") <= pl.col(last))
    # Names that follow one another are no rivals: the nearer in time is the neighbour.
    nearer = pl.col(f"{last}_rival") < pl.col(first) if one == "earlier" else pl.col(f"{first}_rival") > pl.col(last)
    better = pl.col("score_rival") > pl.col("score") - by
    return rival.filter((together & better) | (~together & nearer)).select(_PAIR).unique()


def _told(pairs: pl.DataFrame, agencies: pl.DataFrame) -> pl.DataFrame:
    words = name_words()["links"]["reasons"]
    ends = agencies.select("agency_key", **{name: pl.col(column) for name, column in _ENDS.items()})
    named = (
        pairs.select(*_PAIR, "reason", "score", "continues", "accepted")
        .join(ends, left_on="earlier", right_on="agency_key")
        .join(ends.rename({name: f"later_{name}" for name in _ENDS}), left_on="later", right_on="agency_key")
    )
    ending = pl.when("continues").then(pl.lit("continues")).when(~pl.col("continues")).then(pl.lit("breaks"))
    return named.with_columns(
        pl.concat_str(
            pl.col("reason").replace_strict(words[lang], return_dtype=pl.String),
            ending.replace_strict(words[lang], default="", return_dtype=pl.String),
        ).alias(f"reason_{lang}")
        for lang in ("zh", "en")
    )
