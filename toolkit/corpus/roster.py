"""The user's roster: which agencies are to have a report for which years."""

import re
from pathlib import Path
from typing import NamedTuple

import polars as pl

from toolkit.corpus.agency_lookup import Agency, KnownAgencies
from toolkit.corpus.agency_places import same_seat
from toolkit.corpus.agency_spelling import spelling
from toolkit.corpus.frames import Identifies
from toolkit.corpus.schema import IDENTITY_COLUMNS
from toolkit.corpus.user_tables import NAME, REGION_CODE, YEAR, YEARS, Column, read_table, year_of
from toolkit.errors import MetadataError

_PART = re.compile(r"(\d{4}年?)(?:\s*[-–—~至到]\s*(\d{4}年?))?", re.ASCII)
_MOST_NEAR = 3


def _years_of(text: str) -> list[int] | None:
    """Returns the years that a text means: `2019-2023`, `2019`, `2019、2021-2022`."""
    years: set[int] = set()
    for part in re.split(r"[,，、;；\s]+(?=\d)", text):
        match = _PART.fullmatch(part)
        ends = [year_of(end) for end in match.groups() if end] if match else []
        if None in ends or not ends:
            return None
        first, last = ends[0], ends[-1]
        if first is None or last is None or first > last:
            return None
        years.update(range(first, last + 1))
    return sorted(years)


ROSTER_COLUMNS = {
    "agency": NAME,
    "region_code": REGION_CODE,
    "years": Column(
        pl.List(pl.Int32()), _years_of, f"which are no years from {YEARS[0]} to {YEARS[-1]} like 2019-2023 or 2019"
    ),
    "year": YEAR,
    "first": YEAR,
    "last": YEAR,
}

EXPECTED = pl.Schema(
    {
        "agency_key": pl.String(),
        "agency": pl.String(),
        "region_code": pl.String(),
        "year": pl.Int32(),
        "certain": pl.Boolean(),
        "near": pl.List(pl.Struct({"key": pl.String(), "name": pl.String()})),
        **{name: pl.String() for name in IDENTITY_COLUMNS if name != "region_code"},
    }
)
"""One row per agency and year of the roster: the key it has in the corpus or would have, whether it is certain which
agency is meant, and what agencies have a name alike."""


class Expected(NamedTuple):
    """A roster beside a corpus: `rows` as in `EXPECTED`, and what could not be used, one sentence each."""

    rows: pl.DataFrame
    warnings: tuple[str, ...]


def read_roster(given: str | Path | pl.DataFrame) -> pl.DataFrame:
    """Returns the user's roster.

    Args:
        given: a CSV file or frame with `agency`, and optionally `region_code` (six digits, GB/T 2260) and the years:
            `years` (`2019-2023`, `2019`, `2019、2021-2023`) or `year`, or `first` and `last`. Without them an agency is
            expected in every year from the corpus' first to its last.

    Raises:
        MetadataError: the file cannot be read, a column is unknown or lacking, or a row has a value that is none.
    """
    return read_table(given, "roster", ROSTER_COLUMNS, needed=("agency",), check=_refuse_contradictions)


def _refuse_contradictions(roster: pl.DataFrame) -> None:
    told = [pl.col("years").is_not_null(), pl.col("year").is_not_null(),
            pl.col("first").is_not_null() | pl.col("last").is_not_null()]  # fmt: skip
    for where in roster.filter(pl.sum_horizontal(told) > 1)["where"]:
        raise MetadataError(f"The roster's {where} tells years twice: keep years, year, or first and last.")
    for where, first, last in roster.filter(pl.col("first") > pl.col("last")).select("where", "first", "last").rows():
        raise MetadataError(f"The roster's {where} has first {first} after last {last}.")


def expected_years(roster: pl.DataFrame, keys: pl.DataFrame, span: tuple[int, int], identifier: Identifies) -> Expected:
    """Returns the agencies and years of a roster, with the agencies of a corpus that they are.

    Args:
        roster: as `read_roster` returns it.
        keys: of the corpus, as `agency_keys` returns them.
        span: the first and the last year of the corpus' reports.
        identifier: tells places of names.
    """
    first, last = pl.col("first").fill_null(span[0]), pl.col("last").fill_null(span[1])
    years = pl.coalesce(
        "years",
        pl.when(pl.col("year").is_not_null()).then(pl.concat_list("year")),
        pl.int_ranges(first, last + 1, dtype=pl.Int32),
    )
    every = roster.with_columns(years=years)
    known, warnings, found = KnownAgencies(keys), [], []
    distinct = every.group_by("agency", "region_code", maintain_order=True).agg(
        pl.col("where").first(), last=pl.col("years").list.max().max()
    )
    for agency, code, where, year in distinct.iter_rows():
        row, warning = _meant(agency, code, year, known, identifier)
        warnings += [f"roster: {where}: {warning}"] if warning else []
        found.append((agency, code, *row))
    names = [name for name in EXPECTED if name != "year"]
    schema = {"of_agency": pl.String(), "of_code": pl.String(), **{name: EXPECTED[name] for name in names}}
    meant = pl.DataFrame(found, schema=schema, orient="row")
    rows = (
        every.select("agency", "region_code", year="years")
        .explode("year", empty_as_null=False)
        .unique(maintain_order=True)
        .rename({"agency": "of_agency", "region_code": "of_code"})
        .join(meant, on=["of_agency", "of_code"], nulls_equal=True)
        .unique(["agency_key", "year"], keep="first", maintain_order=True)
        .select(EXPECTED.names())
        .cast(EXPECTED)
    )
    return Expected(rows.sort("agency_key", "year"), tuple(warnings))


def _meant(
    agency: str, told: str | None, year: int | None, known: KnownAgencies, identifier: Identifies
) -> tuple[tuple[object, ...], str | None]:
    """Returns the row of a name, without its year, and what is to be told of it."""
    identity = identifier.identify(agency, year)
    code = told or identity.region_code
    spelt = spelling(agency, code, identity.level, year)
    certain, doubtful = meant_by(agency, spelt.name, code, known)
    rest = [getattr(identity, name) for name in IDENTITY_COLUMNS if name != "region_code"]
    near = known.near(spelt.place, spelt.rest, code, certain.key if certain else None)[:_MOST_NEAR]
    told_near = [{"key": one.key, "name": one.name} for one in near]
    if certain:
        return (certain.key, certain.name, certain.code, True, told_near, *rest), None
    key = f"{spelt.name}\t{same_seat(code) or ''}\troster"
    row = (key, agency, code, not doubtful, told_near, *rest)
    if doubtful:
        codes = ", ".join(sorted({one.code or "no place told" for one in doubtful}))
        return row, f"{agency!r} may be an agency of {codes}: add region_code; not judged."
    names = ", ".join(repr(one.name) for one in near)
    return row, f"there is no report of {agency!r}; near names, not taken for it: {names}." if near else None


def meant_by(
    agency: str, spelt: str, code: str | None, known: KnownAgencies
) -> tuple[Agency | None, tuple[Agency, ...]]:
    """Returns the agency that a name surely means, or None and those it may mean.

    Args:
        agency: the name as given.
        spelt: the one way to write it.
        code: of its place, None where that is not known.
        known: the agencies there are.
    """
    among = [*known.called(agency), *(known.called(spelt) if spelt != agency else ())]
    if code is None:
        sure = {one.key: one for one in among if one.printed}
    else:
        sure = {one.key: one for one in among if one.seat == same_seat(code)}
    if len(sure) == 1:
        return next(iter(sure.values())), ()
    # Of another place is another agency; one without a place may be it.
    doubtful = {one.key: one for one in among if code is None or one.seat is None or one.key in sure}
    return None, tuple(doubtful.values())
