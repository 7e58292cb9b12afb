"""Which reports are of one agency: a key for each name and place, the same over years and spellings.

Names are joined where they are written differently and surely mean the same (`agency_spelling`, `agency_places`).
Another name is another agency, until the user's links say otherwise.
"""

from collections.abc import Iterable, Mapping

import polars as pl

from toolkit.corpus.agency_places import same_place
from toolkit.corpus.agency_spelling import plain, spelling

KEYS = pl.Schema(
    {
        "agency": pl.String(),
        "code": pl.String(),
        "agency_key": pl.String(),
        "agency_name": pl.String(),
        "agency_region": pl.String(),
        "place": pl.String(),
        "rest": pl.String(),
        "kind": pl.String(),
        "level": pl.String(),
        "first_year": pl.Int32(),
        "last_year": pl.Int32(),
        "reports": pl.UInt32(),
    }
)
"""One row per name as printed and code: the key, what the agency is called (by its latest report) and its latest code,
the place and the rest of the name, and when it stands on a report."""

_SITE = "site:"
_COLUMNS = ("agency", "year", "region_code", "level", "kind", "site_id")


def agency_keys(
    rows: pl.DataFrame, joined: Iterable[tuple[str, str]] = (), apart: Iterable[tuple[str, str]] = ()
) -> pl.DataFrame:
    """Returns the key of each name and code that stands in some rows, with the columns of `KEYS`.

    Args:
        rows: agency, year, region_code, and as far as they are known level, kind, site_id. Without an agency: left out.
        joined: keys that are one agency, as the user says.
        apart: names as printed and keys: these names are agencies of their own, as the user says.
    """
    named = _named(rows)
    keyed = _with_keys(named, dict(apart))
    roots = _roots(joined)
    keyed = keyed.with_columns(pl.col("agency_key").replace(roots)) if roots else keyed
    order = ["agency_key", "last_year", "reports", "agency", "code"]
    ordered = keyed.sort(order, descending=[False, True, True, False, False], nulls_last=True)
    told = ordered.group_by("agency_key", maintain_order=True).agg(
        agency_name=pl.col("agency").first(),
        agency_region=pl.col("code").filter(~pl.col("code").str.starts_with(_SITE)).first(),
    )
    return ordered.join(told, on="agency_key").select(KEYS.names()).cast(KEYS).sort("agency", "code", nulls_last=False)


def with_keys(rows: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """Returns rows of agency and region_code with their agency_key, agency_name and agency_region.

    Args:
        rows: of reports, or of anything else that names agencies as reports do.
        keys: as `agency_keys` returns them, of these rows among others.
    """
    coded = _coded(rows, keys.filter(pl.col("code").str.starts_with(_SITE))["agency"].unique())
    told = keys.select("agency", "agency_key", "agency_name", "agency_region", _code="code")
    return coded.join(told, on=["agency", "_code"], how="left", nulls_equal=True, maintain_order="left").drop("_code")


def _named(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per name and code, with the years and the latest level and kind."""
    absent = [pl.lit(None, pl.String).alias(name) for name in _COLUMNS if name not in rows.columns]
    known = rows.with_columns(absent).select(_COLUMNS).filter(pl.col("agency").is_not_null())
    coded = _coded(known, _of_several_sites(known))
    return (
        coded.rename({"_code": "code"})
        .sort("year", "level", "kind", nulls_last=False)
        .group_by("agency", "code", maintain_order=True)
        .agg(
            pl.col("level").drop_nulls().last(),
            pl.col("kind").drop_nulls().last(),
            first_year=pl.col("year").min(),
            last_year=pl.col("year").max(),
            reports=pl.len(),
        )
        .sort("agency", "code")
    )


def _of_several_sites(rows: pl.DataFrame) -> pl.Series:
    """The names without a place that stand on two sites in one year: 高新区管委会 of this city and that."""
    open_ = rows.filter(pl.col("region_code").is_null(), pl.col("level").fill_null("") != "national")
    sites = open_.group_by("agency", "year").agg(pl.col("site_id").drop_nulls().n_unique())
    return sites.filter(pl.col("site_id") > 1)["agency"].unique().sort()


def _coded(rows: pl.DataFrame, several: pl.Series) -> pl.DataFrame:
    if several.is_empty() or "site_id" not in rows.columns:
        return rows.with_columns(_code=pl.col("region_code"))
    open_ = pl.col("region_code").is_null() & pl.col("agency").is_in(several.implode())
    site = pl.concat_str(pl.lit(_SITE), "site_id")
    return rows.with_columns(_code=pl.when(open_).then(site).otherwise("region_code"))


def _with_keys(named: pl.DataFrame, apart: Mapping[str, str]) -> pl.DataFrame:
    """Adds key, place and rest. Distinct names are read one by one: there are few beside the reports."""
    rows = named.select("agency", "code", "level", "last_year").iter_rows()
    spelt = [(plain(agency), code, *spelling(agency, code, level, year)) for agency, code, level, year in rows]
    known: dict[str, set[str]] = {}
    keys: list[str | None] = []
    for printed, code, name, *_ in spelt:
        key = f"{name}\t{same_place(code)}" if code else None
        keys.append(key)
        if key is not None:
            known.setdefault(printed, set()).add(key)
    # A name without a code is the one agency of that name, if there is one only.
    found = [
        key or (next(iter(known[printed])) if len(known.get(printed, ())) == 1 else printed)
        for key, (printed, *_) in zip(keys, spelt, strict=True)
    ]
    own = [
        f"{key}\t{agency}" if apart.get(agency) == key else key
        for key, agency in zip(found, named["agency"], strict=True)
    ]
    return named.with_columns(
        pl.Series("agency_key", own, pl.String),
        pl.Series("place", [one[3] for one in spelt], pl.String),
        pl.Series("rest", [one[4] for one in spelt], pl.String),
    )


def _roots(joined: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Returns the first key, in their order, of those that are joined with one another."""
    parents: dict[str, str] = {}

    def root(key: str) -> str:
        while (parent := parents.get(key, key)) != key:
            key = parent
        return key

    for one, other in sorted(joined):
        first, second = sorted((root(one), root(other)))
        parents[second] = first
    return {key: root(key) for key in parents}
