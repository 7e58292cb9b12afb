"""What agency of a corpus a name given by the user means."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

import polars as pl
from rapidfuzz.distance import Indel

from toolkit.corpus.agency_parts import Parts, likeness, parts_of
from toolkit.corpus.agency_places import same_seat
from toolkit.corpus.agency_spelling import plain
from toolkit.corpus.agency_words import name_words


class Agency(NamedTuple):
    """An agency under one of its names.

    Attributes:
        key: as `agency_keys` tells it.
        name: what the agency is called.
        code: of its place, None where it is not known.
        seat: the latest code of that place.
        first: year of its first report, 0 where no year is known.
        last: year of its last report.
        printed: whether the name asked for is one that is printed, not only another way to write it.
    """

    key: str
    name: str
    code: str | None
    seat: str | None
    first: int
    last: int
    printed: bool


class KnownAgencies:
    """The agencies of a corpus by every name they have."""

    def __init__(self, keys: pl.DataFrame) -> None:
        """Takes the keys of a corpus, as `agency_keys` returns them."""
        spans = keys.group_by("agency_key").agg(pl.col("first_year").min(), pl.col("last_year").max())
        years = {key: (first or 0, last or 0) for key, first, last in spans.iter_rows()}
        self._keys = keys
        self._called: dict[str, list[Agency]] = {}
        self._printed: dict[str, list[str]] = {}
        columns = ("agency", "code", "agency_key", "agency_name", "agency_region", "place", "rest")
        for printed, code, key, called, region, place, rest in keys.select(columns).iter_rows():
            self._printed.setdefault(plain(printed), []).append(printed)
            place_code = region if code is None else code
            for name in {plain(printed), place + rest}:
                seat, is_printed = same_seat(place_code), name == plain(printed)
                agency = Agency(key, called, place_code, seat, *years[key], is_printed)
                self._called.setdefault(name, []).append(agency)

    @property
    def names(self) -> Iterable[str]:
        """The names there are."""
        return self._called

    def called(self, name: str) -> list[Agency]:
        """Returns the agencies of this name, spaces and widths apart."""
        return self._called.get(plain(name), [])

    def printed(self, name: str) -> list[str]:
        """Returns the ways in which a name is printed."""
        return sorted(set(self._printed.get(plain(name), [])))

    def near(self, place: str, rest: str, code: str | None, own: str | None) -> list[Agency]:
        """Returns the agencies of the same place whose names are alike, the most alike first.

        Args:
            place: that the name starts with.
            rest: what follows it.
            code: of the place; None: agencies of any place are looked at, and only the whole names compared.
            own: key of the agency itself, which is not near itself.
        """
        limit = name_words()["links"]["near"]
        asked = parts_of(place, rest, code, None)
        found: dict[str, tuple[float, Agency]] = {}
        for agency, parts, spelt in self._by_seat.get(same_seat(code), ()) if code else self._everywhere:
            share = Indel.normalized_similarity(
                rest if code else place + rest, spelt.removeprefix(place) if code else spelt
            )
            alike = likeness(asked, parts, agency.last, agency.last) if code else None
            score = max(float(share) if share >= limit else 0.0, alike.score if alike else 0.0)
            if score and agency.key != own and score > found.get(agency.key, (0.0, agency))[0]:
                found[agency.key] = (score, agency)
        return [agency for _, agency in sorted(found.values(), key=lambda one: (-one[0], one[1].name, one[1].key))]

    @cached_property
    def _everywhere(self) -> list[tuple[Agency, Parts, str]]:
        rows = self._keys.select("agency", "code", "place", "rest", "last_year").iter_rows()
        return [
            (agency, parts_of(place, rest, code, year), place + rest)
            for printed, code, place, rest, year in rows
            for agency in self._called[plain(printed)]
            if agency.printed and (code is None or same_seat(code) == agency.seat)
        ]

    @cached_property
    def _by_seat(self) -> Mapping[str | None, list[tuple[Agency, Parts, str]]]:
        found: dict[str | None, list[tuple[Agency, Parts, str]]] = {}
        for one in self._everywhere:
            found.setdefault(one[0].seat, []).append(one)
        return found
