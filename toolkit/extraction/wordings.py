"""The wordings of `wordings.toml`, loaded once, with their patterns compiled."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from re import Pattern


@dataclass(frozen=True)
class Wordings:
    """What reports say outside the official forms; see `wordings.toml` for the meaning of each entry."""

    report_name: Pattern[str]
    title_before: tuple[str, ...]
    title_after: tuple[str, ...]
    interpretation: tuple[str, ...]
    other_reports: tuple[str, ...]
    longest_title: int
    longest_agency: int
    agency_endings: tuple[str, ...]
    never_agency: tuple[str, ...]
    date_metadata: tuple[str, ...]
    published: Pattern[str]
    seal: Pattern[str]
    earliest_year: int
    region_metadata: tuple[str, ...]
    numbering: Pattern[str]
    heading_ends: str
    furniture: Pattern[str]
    page_number: Pattern[str]
    count_units: tuple[str, ...]
    amount_units: tuple[str, ...]
    dashes: Pattern[str]
    more: tuple[str, ...]
    less: tuple[str, ...]
    same: tuple[str, ...]
    least_score: float


@cache
def shipped_wordings() -> Wordings:
    """Returns the wordings that travel with the toolkit."""
    data = tomllib.loads(Path(__file__).with_name("wordings.toml").read_text(encoding="utf-8"))
    title, agency, dates, numbers = data["title"], data["agency"], data["dates"], data["numbers"]
    return Wordings(
        report_name=re.compile(title["report"]),
        title_before=tuple(title["before"]),
        title_after=tuple(title["after"]),
        interpretation=tuple(title["interpretation"]),
        other_reports=tuple(title["other"]),
        longest_title=title["longest"],
        longest_agency=title["longest_agency"],
        agency_endings=tuple(agency["endings"]),
        never_agency=tuple(agency["never"]),
        date_metadata=tuple(dates["metadata"]),
        published=re.compile(dates["published"]),
        seal=re.compile(dates["seal"]),
        earliest_year=dates["earliest_year"],
        region_metadata=tuple(data["region"]["metadata"]),
        numbering=re.compile(data["sections"]["numbering"]),
        heading_ends=data["sections"]["ends"],
        furniture=re.compile("|".join(f"(?:{entry})" for entry in data["furniture"]["line"]), re.IGNORECASE),
        page_number=re.compile(data["furniture"]["page_number"], re.IGNORECASE),
        count_units=tuple(numbers["count_units"]),
        amount_units=tuple(numbers["amount_units"]),
        dashes=re.compile(numbers["dashes"]),
        more=tuple(numbers["more"]),
        less=tuple(numbers["less"]),
        same=tuple(numbers["same"]),
        least_score=data["recognition"]["least_score"],
    )
