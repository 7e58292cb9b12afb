"""Another place's name where an agency speaks of itself: what is left when a report was made from another's."""

from functools import cache

import polars as pl

from toolkit.corpus.places import divisions_of
from toolkit.corpus.reuse_masking import knowledge

_SHORTEST = 3
"""Of two characters (城区, 郊区) there is one in every city."""


def left_names(sections: pl.DataFrame) -> pl.DataFrame:
    """Returns `at` and `foreign_name`, the first name of another place that stands where the own one is expected.

    That is at the start of a sentence and before what a reporter says of itself (宁武县水利局认真落实…): names that
    stand elsewhere are partners and authorities. No name counts that may be the agency's own, one of a place above or
    below it, or an earlier one (神池区 was 神池县); none of an agency whose place is not known, or of another office's.

    Args:
        sections: `at`, plain `text`, the columns of `own_names`, and region_code.
    """
    words = knowledge()["names"]
    place = rf"^(\p{{Han}}{{1,16}}?(?:{words['place_ends']}))"
    pattern = f"{words['before']}({words['called']}){words['doing']}"
    spoken = (
        sections.filter(pl.col("region_code").is_not_null())
        .with_columns(found=pl.col("text").str.extract_all(pattern))
        .drop("text")
        .explode("found", empty_as_null=False)
        .with_columns(subject=pl.col("found").str.extract(pattern, 1))
    )
    # A name may begin with its city's: the place is the inner one.
    outer = pl.col("subject").str.extract(place, 1)
    behind = pl.col("subject").str.slice(outer.str.len_chars())
    inner = behind.str.extract(place, 1)
    known = _known_places()
    named = spoken.with_columns(outer=outer, behind=behind, inner=inner).with_columns(
        has_inner=pl.col("inner").is_in(known["name"].implode()).fill_null(False)
    )
    subjects = named.with_columns(
        place=pl.when("has_inner").then("inner").otherwise("outer"),
        rest=pl.when("has_inner").then(pl.col("behind").str.slice(pl.col("inner").str.len_chars())).otherwise("behind"),
    ).filter(pl.col("rest").is_in(words["rests"]) | (pl.col("rest") == pl.col("organ")))
    return (
        subjects.join(known, left_on="place", right_on="name", how="inner", maintain_order="left")
        .filter(_foreign())
        .group_by("at", maintain_order=True)
        .agg(foreign_name=pl.col("subject").first())
    )


def _foreign() -> pl.Expr:
    """Whether a place is another's: reads `place`, and `provinces` and `cities` that have one of this name."""
    ending = knowledge()["names"]["endings"]
    stem = pl.col("place").str.replace(ending, "")
    own = [pl.col(name) for name in ("province", "city", "county")]
    named_so = pl.any_horizontal(*(name == pl.col("place") for name in own), pl.col("agency").str.contains(stem))
    shortly = pl.any_horizontal(*(name == stem for name in (pl.col("county_short"), pl.col("city_short"))))
    below = (
        pl.when(pl.col("county").is_not_null()).then(False)
        .when(pl.col("city").is_not_null()).then(pl.col("cities").list.contains(pl.col("city")))
        .otherwise(pl.col("provinces").list.contains(pl.col("province")))
    )  # fmt: skip
    return ~(named_so.fill_null(False) | shortly.fill_null(False) | below.fill_null(True))


@cache
def _known_places() -> pl.DataFrame:
    """Every name of a city or county, with the provinces and cities that have one."""
    rows = [
        (division.name, division.province, division.city)
        for division in divisions_of(None).by_code.values()
        if division.level != "province" and len(division.name) >= _SHORTEST
    ]
    places = pl.DataFrame(rows, schema=["name", "provinces", "cities"], orient="row")
    return places.group_by("name", maintain_order=True).agg(pl.col("provinces", "cities").drop_nulls())
