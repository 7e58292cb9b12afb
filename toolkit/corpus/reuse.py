"""Prose that comes again: a section beside the agency's own of the year before, and beside those of all others."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from toolkit.corpus.derived import preferred, with_agency_key
from toolkit.corpus.reuse_candidates import Allowed, similar_pairs, similarities
from toolkit.corpus.reuse_masking import NAMES, kept, knowledge, own_names, plain
from toolkit.corpus.reuse_names import left_names
from toolkit.corpus.reuse_passages import clauses, repeated

Runs = Sequence[tuple[pl.DataFrame, pl.LazyFrame]]
"""Reports and their sections, a run of reports at a time."""

_KEY = ["report_id", "section"]
REUSE_COLUMNS = (
    "report_id", "agency", "year", "form", "section", "section_zh", "section_en", "kept",
    "previous_report_id", "previous_year", "previous_similarity", "previous_share", "previous_passages",
    "previous_passage", "repeats_previous",
    "other_report_id", "other_agency", "other_year", "other_similarity", "other_share", "other_passages",
    "other_passage", "foreign_name", "trace", "repeats_other",
)  # fmt: skip
_PLACES = ("province", "city", "county")
_GOVERNMENT = ("government", "office")
_DIGITS = 3


def reuse(runs: Runs) -> pl.DataFrame:
    """Returns one row per report and section judged: 1 and 5 of every report, 6 where enough of it is left.

    Compared is what is left without numbers, years, the agency's and its places' names, and standard phrases. Columns
    beside report_id, agency, year and form:

    - `section`, `section_zh`, `section_en`: its code, and what it is called;
    - `kept`: how many characters are left; with fewer than 80 nothing is told of the section;
    - `previous_report_id`, `previous_year`: the agency's report of the year before; null where there is none;
    - `previous_similarity`: 2 · longest common subsequence ÷ length of both, 0 to 1;
    - `previous_share`, `previous_passages`: where the section repeats it, the share of its characters in clauses that
      stand there word for word, and the longest passages as printed (up to three); `previous_passage`: the first, cut;
    - `repeats_previous`: whether the similarity is at least 0.9; null where one of the two cannot be told;
    - `other_report_id`, `other_agency`, `other_year`, `other_similarity`, `other_share`, `other_passages`,
      `other_passage`: the same of the most similar section of another agency, of the same year or an earlier one, if
      there is one of at least 0.75;
    - `foreign_name`: a name of another place left in it where the agency speaks of itself, or of the other report's
      agency or place;
    - `trace`: what there is to tell of another agency: `text`, a `name_in_text` like another's, or a `name` alone;
    - `repeats_other`: whether the similarity is at least 0.9, or such a name is left; null where it cannot be told.

    Not another agency are a government and its office, an agency that differs by how its places are written, and one of
    the same kind and place whose reports end before the other's begin: it may have been renamed.

    Args:
        runs: memory is bounded by the compared words of all sections and by a run of the sections themselves.
    """
    reports = _known(pl.concat([reports for reports, _ in runs]))
    texts = pl.concat([_texts(some, sections) for some, sections in runs]).sort(_KEY)
    texts = texts.join(reports, on="report_id", how="left", maintain_order="left").with_row_index("at")
    texts = texts.with_columns(pl.col("at").cast(pl.Int64))
    matched = (
        texts.join(_previous(texts), on="at", how="left", maintain_order="left")
        .join(_others(texts), on="at", how="left", maintain_order="left")
        .with_columns(repeats_previous=pl.col("previous_similarity") >= knowledge()["limits"]["previous_year"])
    )
    told = pl.concat([_passages(matched, some, sections) for some, sections in runs])
    return _laid_out(matched.join(told, on="at", how="left", maintain_order="left"))


# ---------------------------------------------------------------- what there is to compare


def _known(reports: pl.DataFrame) -> pl.DataFrame:
    """What is asked of a report: who it is from, for which year, and when its agency's first and last ones are."""
    keyed = with_agency_key(reports.filter(pl.col("agency").is_not_null() & pl.col("year").is_not_null()))
    organs = own_names(keyed).select("report_id", "organ")
    return (
        reports.select(
            "report_id", "agency", "year", "published", "region_code", "kind", *_PLACES,
            form=pl.coalesce("template_requests", "template_disclosure"),
        )
        .join(keyed.select("report_id", "agency_key"), on="report_id", how="left", maintain_order="left")
        .join(organs, on="report_id", how="left", maintain_order="left")
        .with_columns(first=pl.col("year").min().over("agency_key"), last=pl.col("year").max().over("agency_key"))
    )  # fmt: skip


def _texts(reports: pl.DataFrame, sections: pl.LazyFrame) -> pl.DataFrame:
    """report_id, section, words (what is left to compare), kept (how much that is), foreign_name."""
    asked = {section["code"]: section["always"] for section in knowledge()["sections"]}
    always = pl.DataFrame({"section": [code for code, every in asked.items() if every]})
    printed = _printed(sections)
    rows = (
        pl.concat([reports.select("report_id").join(always, how="cross"), printed.select(_KEY)])
        .unique()
        .sort(_KEY)
        .join(printed, on=_KEY, how="left", maintain_order="left")
        .join(own_names(reports), on="report_id", how="left", maintain_order="left")
        .join(reports.select("report_id", "region_code"), on="report_id", how="left", maintain_order="left")
        .with_columns(text=plain(pl.col("text").fill_null("")))
        .with_row_index("at")
    )
    found = (
        rows.with_columns(words=kept(pl.col("text")))
        .with_columns(kept=pl.col("words").str.len_chars().cast(pl.Int64))
        .join(left_names(rows), on="at", how="left", maintain_order="left")
        .select(*_KEY, "words", "kept", "foreign_name")
    )
    enough = pl.col("kept") >= knowledge()["limits"]["least_characters"]
    return found.filter(pl.col("section").is_in(always["section"].implode()) | enough)


def _printed(sections: pl.LazyFrame) -> pl.DataFrame:
    """report_id, section, text: as printed; what stands under one heading in several places, in order."""
    codes = [section["code"] for section in knowledge()["sections"]]
    held = sections.filter(pl.col("code").is_in(codes)).select("report_id", "number", "block", "line", "code", "text")
    return (
        held.collect()
        .sort("report_id", "number", "block", "line")
        .group_by("report_id", pl.col("code").alias("section"), maintain_order=True)
        .agg(pl.col("text").str.join("\n"))
    )


# ---------------------------------------------------------------- what it is compared with


def _comparable(texts: pl.DataFrame) -> pl.DataFrame:
    return texts.filter(
        (pl.col("kept") >= knowledge()["limits"]["least_characters"]) & pl.col("agency_key").is_not_null()
    )


def _previous(texts: pl.DataFrame) -> pl.DataFrame:
    """at, previous_report_id, previous_year, previous_similarity of the sections whose year before has a report."""
    reports = texts.unique("report_id", keep="first", maintain_order=True)
    before = preferred(reports).select(
        "agency_key", year=pl.col("year") + 1, previous_report_id="report_id", previous_year="year"
    )
    pairs = texts.select("at", "section", "agency_key", "year").join(
        before, on=["agency_key", "year"], how="inner", maintain_order="left"
    )
    some = _comparable(texts)
    earlier = some.select("section", previous_at="at", previous_report_id="report_id")
    both = pairs.join(earlier, on=["previous_report_id", "section"], how="inner", maintain_order="left").join(
        some.select("at"), on="at", how="semi", maintain_order="left"
    )
    alike = similarities(texts["words"], both["at"].to_numpy(), both["previous_at"].to_numpy())
    told = both.select("at", "previous_at", previous_similarity=pl.Series(alike, dtype=pl.Float64).round(_DIGITS))
    return pairs.join(told, on="at", how="left", maintain_order="left").select(
        "at", "previous_report_id", "previous_year", "previous_at", "previous_similarity"
    )


def _others(texts: pl.DataFrame) -> pl.DataFrame:
    """at, and the most similar section of another agency of the same year or before: other_at, other_similarity."""
    found = [_most_similar(rows) for rows in _comparable(texts).partition_by("section", maintain_order=True)]
    schema = {"at": pl.Int64(), "other_at": pl.Int64(), "other_similarity": pl.Float64()}
    best = pl.concat([pl.DataFrame(schema=schema), *found])
    others = texts.select(
        *(pl.col(name).alias(f"other_{name}") for name in ("at", "report_id", "agency", "year", "kind", *_PLACES))
    )
    return best.join(others, on="other_at", how="left", maintain_order="left")


def _most_similar(rows: pl.DataFrame) -> pl.DataFrame:
    left, right, alike = similar_pairs(rows["words"], knowledge()["limits"]["named"], _strangers(rows))
    years = rows["year"].to_numpy()
    here, there = np.concatenate([left, right]), np.concatenate([right, left])
    pairs = pl.DataFrame({"here": here, "there": there, "alike": np.concatenate([alike, alike])})
    # Whoever came first copied nothing: a later report is held against an earlier one, or both of a year.
    earlier = pairs.filter(pl.Series(years[there] <= years[here], dtype=pl.Boolean))
    best = (
        earlier.with_columns(year=rows["year"].gather(earlier["there"]), alike=pl.col("alike").round(_DIGITS))
        .sort("here", "alike", "year", "there", descending=[False, True, True, False])
        .unique("here", keep="first", maintain_order=True)
    )
    at = rows["at"]
    return best.select(at=at.gather(best["here"]), other_at=at.gather(best["there"]), other_similarity="alike")


def _strangers(rows: pl.DataFrame) -> Allowed:
    """Whether two sections are of agencies that certainly are two, each writing its own report."""
    agency, place, organ, kind = (_codes(rows[name]) for name in ("agency_key", "region_code", "organ", "kind"))
    first, last = rows["first"].to_numpy(), rows["last"].to_numpy()
    writes_for_government = rows["kind"].is_in(_GOVERNMENT).fill_null(False).to_numpy()

    def strangers(left: Any, right: Any) -> Any:
        neighbours = (place[left] == place[right]) & (place[left] >= 0)
        government = writes_for_government[left] & writes_for_government[right]
        named_alike = organ[left] == organ[right]
        follows = (last[left] < first[right]) | (last[right] < first[left])
        renamed = (kind[left] == kind[right]) & follows
        return (agency[left] != agency[right]) & ~(neighbours & (government | named_alike | renamed))

    return strangers


def _codes(values: pl.Series) -> Any:
    """A number for each value, −1 where there is none."""
    return values.rank("dense").cast(pl.Int64).fill_null(-1).to_numpy()


# ---------------------------------------------------------------- what is told of it


def _passages(matched: pl.DataFrame, reports: pl.DataFrame, sections: pl.LazyFrame) -> pl.DataFrame:
    """at, share and passages of both comparisons, and whether the other's name is left in the section."""
    asked = (
        matched.join(reports, on="report_id", how="semi", maintain_order="left")
        .with_columns(previous_at=pl.when("repeats_previous").then("previous_at"))
        .filter(pl.col("previous_at").is_not_null() | pl.col("other_at").is_not_null())
    )
    printed = (
        asked.select("at", *_KEY, "other_agency", "other_kind", *(f"other_{place}" for place in _PLACES))
        .join(_printed(sections), on=_KEY, how="inner", maintain_order="left")
        .join(own_names(reports), on="report_id", how="left", maintain_order="left")
    )
    found = clauses(printed.select("at", "text", *NAMES))
    told = printed.select("at", other_named=_other_named())
    words = matched["words"]
    for side in ("previous", "other"):
        pairs = asked.select("at", beside=f"{side}_at").drop_nulls()
        others = pairs.select("at", other=words.gather(pairs["beside"]))
        share = repeated(found, others).select("at", pl.exclude("at").name.prefix(f"{side}_"))
        told = told.join(share, on="at", how="left", maintain_order="left")
    return told


def _other_named() -> pl.Expr:
    """The agency or the county of the other report, where the section still names it."""
    text = plain(pl.col("text"))
    theirs, own = {place: pl.col(f"other_{place}") for place in _PLACES}, {place: pl.col(place) for place in _PLACES}
    # Whoever reports names the government above it, and a city its counties.
    over = pl.all_horizontal(theirs[place].is_null() | theirs[place].eq_missing(own[place]) for place in _PLACES)
    superior = over & pl.col("other_kind").is_in(_GOVERNMENT).fill_null(False)
    county = own["county"].is_not_null() & (own["county"] != theirs["county"])
    names = (pl.when(~superior).then("other_agency"), pl.when(county).then("other_county"))
    return pl.coalesce(pl.when(text.str.contains(name, literal=True)).then(name) for name in names)


def _laid_out(rows: pl.DataFrame) -> pl.DataFrame:
    limits = knowledge()["limits"]
    named = {
        f"section_{lang}": pl.col("section").replace_strict(
            {section["code"]: section[lang] for section in knowledge()["sections"]}, return_dtype=pl.String
        )
        for lang in ("zh", "en")
    }
    judged = rows["at"].is_in(_comparable(rows)["at"].implode())
    repeats = (pl.col("other_similarity") >= limits["other_agency"]).fill_null(False)
    alone = pl.when(pl.col("other_similarity").is_null()).then(pl.lit("name")).otherwise(pl.lit("name_in_text"))
    trace = pl.when(pl.col("foreign_name").is_null()).then(pl.lit("text")).otherwise(alone)
    return (
        rows.with_columns(pl.coalesce("foreign_name", "other_named").alias("foreign_name"), **named)
        .with_columns(
            repeats_other=pl.when(pl.col("foreign_name").is_not_null()).then(True).when(judged).then(repeats),
            trace=trace,
            **{f"{side}_passage": _cut(pl.col(f"{side}_passages").list.first()) for side in ("previous", "other")},
        )
        .select(REUSE_COLUMNS)
        .sort(_KEY)
    )


def _cut(passage: pl.Expr) -> pl.Expr:
    longest = knowledge()["limits"]["longest_quote"]
    flat = passage.str.replace_all(r"\s+", " ")
    return pl.when(flat.str.len_chars() > longest).then(flat.str.head(longest) + "…").otherwise(flat)
