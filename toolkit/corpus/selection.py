"""What a user means by years, regions, agencies, levels or the name of a report."""

import re
from collections.abc import Callable, Iterable, Sequence

import polars as pl

from toolkit.corpus.derived import preferred
from toolkit.corpus.readings import Reading
from toolkit.errors import UnknownName, near_matches

LEVELS = ("national", "province", "city", "county", "township")
_PLACES = ("province", "city", "county")
_ID = re.compile(r"[0-9a-f]{6,16}(-[0-9]+)?")

Years = int | str | Iterable[int | str]
Names = int | str | Iterable[int | str]


def selected(
    whole: Reading,
    years: Years | None,
    regions: Names | None,
    agencies: Names | None,
    levels: Names | None,
    keys: Callable[[], pl.DataFrame],
) -> pl.Expr:
    """Returns the condition, on reports, that is true for what was asked for.

    Args:
        whole: the corpus before any filter: a name is unknown when it is not there at all, so that filtering what
            is filtered already is in order.
        years: 2023, "2023", "2021-2023", a range or several of these.
        regions: full names of provinces, cities or counties, or codes: 6 digits (`140000` is the province and all
            in it) or their first 2 or 4.
        agencies: full names; of an agency that has several all are meant.
        levels: of `LEVELS`.
        keys: which names are one agency's, as `agency_keys` returns them.

    Raises:
        UnknownName: a name that is not there, with near matches; years of which there are no reports at all.
    """
    there = pl.concat([whole.reports.select(whole.claimed.columns), whole.claimed])
    condition = pl.lit(True)
    if years is not None:
        condition &= pl.col("year").is_in(_years(there, years))
    if regions is not None:
        condition &= _regions(there, _listed(regions))
    if agencies is not None:
        names = _listed(agencies)
        _check_known(names, there["agency"].drop_nulls().unique().to_list(), "agency")
        condition &= _of_agencies(keys(), names)
    if levels is not None:
        names = _listed(levels)
        _check_known(names, LEVELS, "level")
        condition &= pl.col("level").is_in(names)
    return condition


def _listed(given: Names) -> list[str]:
    return [str(given)] if isinstance(given, int | str) else [str(name) for name in given]


def _check_known(names: Sequence[str], known: Sequence[str], what: str) -> None:
    there = set(known)
    for name in names:
        if name not in there:
            raise UnknownName(f"There is no {what} {name!r} in the corpus.{near_matches(name, sorted(there))}")


def _of_agencies(keys: pl.DataFrame, names: list[str]) -> pl.Expr:
    meant = keys.filter(pl.col("agency").is_in(names))["agency_key"]
    others = keys.filter(pl.col("agency_key").is_in(meant.implode()), ~pl.col("agency").is_in(names))
    code = pl.when(~pl.col("code").str.starts_with("site:")).then("code").fill_null("")
    told = others.select(pl.concat_str("agency", code, separator="\t")).to_series()
    own = pl.concat_str("agency", pl.col("region_code").fill_null(""), separator="\t")
    return pl.col("agency").is_in(names) | own.is_in(told.implode())


def years_of(given: Years) -> frozenset[int]:
    """Returns the years that a user means: 2023, "2023", "2021-2023", a range or several of these.

    Raises:
        UnknownName: something of it is no year.
    """
    years: set[int] = set()
    for text in _listed(given):
        match = re.fullmatch(r"(\d{4})(?:\s*[-–—至]\s*(\d{4}))?", text.strip(), re.ASCII)
        if match is None:
            raise UnknownName(f"{text!r} is no year: write 2023, '2021-2023' or range(2021, 2024).")
        years.update(range(int(match[1]), int(match[2] or match[1]) + 1))
    return frozenset(years)


def _years(there: pl.DataFrame, given: Years) -> list[int]:
    years = years_of(given)
    known = sorted(there["year"].drop_nulls().unique())
    if known and not years & set(known):
        asked = ", ".join(map(str, sorted(years))) or "no year"
        raise UnknownName(f"The corpus has no report about {asked}; it has {', '.join(map(str, known))}.")
    return sorted(years)


def _regions(there: pl.DataFrame, names: list[str]) -> pl.Expr:
    known = sorted({name for column in _PLACES for name in there[column].drop_nulls().unique()})
    condition = pl.lit(False)
    for name in names:
        if re.fullmatch(r"\d{6}|\d{4}|\d{2}", name, re.ASCII):
            prefix = re.sub(r"(00){1,2}$", "", name) if len(name) == 6 else name
            if not there["region_code"].str.starts_with(prefix).any():
                raise UnknownName(f"The corpus has no report of region {name}.")
            condition |= pl.col("region_code").str.starts_with(prefix)
        else:
            _check_known([name], known, "region")
            condition |= pl.any_horizontal(pl.col(column) == name for column in _PLACES)
    return condition


def find_report(reading: Reading, name: str, year: int | None = None) -> str:
    """Returns the id of the one report that a name means.

    Args:
        reading: the corpus.
        name: a report's id or the start of it (6 digits or more), a source or the end of one, an agency (with the
            year behind it, or as `year`).
        year: of an agency's report.

    Raises:
        UnknownName: nothing has that name, several reports have it, or the document could not be read.
    """
    if year is None:
        for found in (_by_id(reading, name), _by_source(reading, name)):
            if found is not None:
                return found
        match = re.fullmatch(r"(.+?)[\s,，:：/]*((?:19|20)\d\d)年?", name.strip())
        if match and not _ID.fullmatch(name):
            name, year = match[1], int(match[2])
    return _by_agency(reading, name, year)


def _by_id(reading: Reading, name: str) -> str | None:
    if not _ID.fullmatch(name):
        return None
    ids = reading.reports["report_id"]
    found = ids.filter(ids == name)
    if found.is_empty():
        found = ids.filter(ids.str.starts_with(name))
    return _one(found.to_list(), name)


def _by_source(reading: Reading, name: str) -> str | None:
    path = name.replace("\\", "/")
    documents = reading.documents
    found = documents.filter(source=path)
    if found.is_empty():
        found = documents.filter(pl.col("source").str.ends_with("/" + path))
    if found.is_empty():
        return None
    ids = found["report_ids"].explode(empty_as_null=False).drop_nulls().unique().sort().to_list()
    if not ids:
        source, status, reason, detail = found.select("source", "status", "reason", "detail").row(0)
        told = f" ({reason})" if reason else ""
        raise UnknownName(f"{source} holds no report: {status}{told}.{f' {detail}' if detail else ''}")
    return _one(ids, name)


def _one(ids: list[str], name: str) -> str | None:
    if len(ids) > 1:
        raise UnknownName(f"{name!r} means several reports: {', '.join(ids[:5])}{', …' if ids[5:] else ''}.")
    return ids[0] if ids else None


def _by_agency(reading: Reading, name: str, year: int | None) -> str:
    reports = reading.reports
    own = reports.filter(agency=name)
    if own.is_empty():
        agencies = reports["agency"].drop_nulls().unique().sort()
        known = [*agencies, *reports["report_id"], *reading.documents["source"]]
        raise UnknownName(f"There is no report {name!r}.{near_matches(name, known)}")
    if year is not None:
        own = own.filter(year=year)
        if own.is_empty():
            raise UnknownName(f"{name} has no report about {year}; it has {_years_of(reports, name)}.")
        own = preferred(own)
    elif own.height > 1:
        raise UnknownName(f"{name} has several reports: add a year, {_years_of(reports, name)}.")
    found = _one(own["report_id"].to_list(), name if year is None else f"{name} {year}")
    assert found is not None
    return found


def _years_of(reports: pl.DataFrame, agency: str) -> str:
    years = reports.filter(agency=agency)["year"].drop_nulls().unique().sort()
    return ", ".join(map(str, years)) or "no year that is known"
