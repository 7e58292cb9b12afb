"""The user's links: which name is an agency's later name, and which is not."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import polars as pl

from toolkit.corpus.agency_lookup import Agency, KnownAgencies
from toolkit.corpus.agency_places import same_seat
from toolkit.corpus.user_tables import NAME, REGION_CODE, YEAR, Column, read_table
from toolkit.errors import near_matches

_YES = ("true", "1", "1.0", "yes", "y", "是")
_NO = ("false", "0", "0.0", "no", "n", "否")

LINK_COLUMNS = {
    "agency": NAME,
    "later_agency": NAME,
    "region_code": REGION_CODE,
    "later_region_code": REGION_CODE,
    "year": YEAR,
    "accepted": Column(pl.Boolean(), lambda text: _decided(text.lower()), "which is neither true nor false"),
}
_PROPOSED = (
    "first_year", "last_year", "later_first_year", "later_last_year", "reason", "reason_zh", "reason_en", "score",
    "continues",
)  # fmt: skip


class Decisions(NamedTuple):
    """What the user's links come to.

    Attributes:
        joined: pairs of keys that are one agency.
        apart: names as printed, each with the key it would have and is not to have.
        told: earlier key, later key and whether they are one agency, for every pair that was decided.
        warnings: links that could not be used, or join reports of one year, one sentence each.
    """

    joined: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    told: tuple[tuple[str, str, bool], ...] = ()
    warnings: tuple[str, ...] = ()


def read_links(given: str | Path | pl.DataFrame) -> pl.DataFrame:
    """Returns the user's links.

    Args:
        given: a CSV file or frame with `agency`, `later_agency`, `accepted` (true, false, or empty: not decided), and
            optionally `region_code`, `later_region_code` (where several places have an agency of the name) and `year`
            (the first under the later name). `corpus.agency_links` with `accepted` filled in is such a table.

    Raises:
        MetadataError: the file cannot be read, a column is unknown or lacking, or a row has a value that is none.
    """
    return read_table(given, "table of links", LINK_COLUMNS, needed=("agency", "later_agency"), passed_over=_PROPOSED)


def decide(links: pl.DataFrame, keys: pl.DataFrame) -> Decisions:
    """Returns what links come to among the agencies that there are.

    Args:
        links: as `read_links` returns them.
        keys: as `agency_keys` returns them, nothing joined yet.
    """
    known = KnownAgencies(keys)
    joined: list[tuple[str, str]] = []
    apart: list[tuple[str, str]] = []
    told: list[tuple[str, str, bool]] = []
    warnings: list[str] = []
    columns = ("agency", "later_agency", "region_code", "later_region_code", "year", "accepted", "where")
    decided = links.filter(pl.col("accepted").is_not_null())
    for agency, later, code, later_code, year, accepted, where in decided.select(columns).iter_rows():
        one, other = _found(known, agency, code), _found(known, later, later_code or code)
        if isinstance(one, str) or isinstance(other, str):
            warnings += [f"links: {where}: {end}" for end in (one, other) if isinstance(end, str)]
        elif one.key == other.key:
            # Two spellings that were taken for one agency.
            apart += [] if accepted else [(name, one.key) for name in known.printed(later)]
        elif year is not None and not one.last < year <= other.first:
            warnings.append(
                f"links: {where}: not used, since {agency!r} has reports until {one.last} and {later!r} from "
                f"{other.first} on; the link is to begin in {year}."
            )
        else:
            told.append((one.key, other.key, accepted))
            joined += [(one.key, other.key)] if accepted else []
            if accepted and one.first <= other.last and other.first <= one.last:
                warnings.append(f"links: {where}: {agency!r} and {later!r} have years in common.")
    return Decisions(tuple(joined), tuple(apart), tuple(told), tuple(warnings))


def _decided(text: str) -> bool | None:
    return True if text in _YES else False if text in _NO else None


def _found(known: KnownAgencies, name: str, code: str | None) -> Agency | str:
    """Returns the one agency that a name means, or what is wrong with it."""
    agencies = known.called(name)
    if not agencies:
        return f"there is no agency {name!r}.{near_matches(name, known.names)}"
    meant = {one.key: one for one in agencies if code is None or one.seat == same_seat(code)}
    if not meant:
        return f"there is no agency {name!r} of {code}; of {_listed(agencies)} there is."
    if len(meant) > 1:
        return f"{name!r} is an agency of {_listed(meant.values())}: add region_code."
    return next(iter(meant.values()))


def _listed(agencies: Iterable[Agency]) -> str:
    return ", ".join(sorted({one.code or "no place told" for one in agencies}))
