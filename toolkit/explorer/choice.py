"""What somebody asks the explorer for, and what there is to ask for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl

from toolkit.errors import UnknownName, near_matches
from toolkit.labels import codes

UNKNOWN = "unknown"
"""Stands for a province, level or kind that is not known."""

PLACES = ("province", "level", "kind")
SEVERITIES = ("critical", "warning", "info")


@dataclass(frozen=True)
class Choice:
    """A filter; None and an empty text ask for everything.

    Attributes:
        years: the first and the last of them.
        province: its full name, or `unknown`.
        level: its code, or `unknown`.
        kind: its code, or `unknown`.
        rule: its code (`requests.balance`).
        severity: `critical`, `warning` or `info`.
        agency: words that stand in the agency's name.
    """

    years: tuple[int, int] | None = None
    province: str | None = None
    level: str | None = None
    kind: str | None = None
    rule: str | None = None
    severity: str | None = None
    agency: str = ""

    @property
    def of_findings(self) -> bool:
        """Whether only what has certain findings is asked for."""
        return self.rule is not None or self.severity is not None


@dataclass(frozen=True)
class Offer:
    """What there is to ask for: years, and the values of each filter in the order they are listed in."""

    years: tuple[int, ...]
    values: Mapping[str, tuple[str, ...]]

    def check(self, name: str, value: str | None) -> str | None:
        """Returns a filter's value if it is one of those there are.

        Raises:
            UnknownName: it is none; with near matches.
        """
        known = self.values[name]
        if value is not None and value not in known:
            near = near_matches(str(value), known)
            listed = f" {len(known)} there are: {', '.join(known[:12])}{', …' if len(known) > 12 else ''}."
            raise UnknownName(f"There is no {name} {value!r} to filter by.{near}{listed if known else ''}")
        return value


def offer(entries: pl.DataFrame, findings: pl.DataFrame) -> Offer:
    """Returns what of each filter there is.

    Args:
        entries: year, province, level, kind; as `entries.gathered`.
        findings: rule and severity.
    """
    order: dict[str, Iterable[str]] = {
        "province": entries.drop_nulls("province")
        .sort("region_code", nulls_last=True)["province"]
        .unique(maintain_order=True),
        "level": codes("levels"),
        "kind": codes("kinds"),
    }
    values = {name: _there(order[name], entries[name]) for name in PLACES}
    # The gravest rules first: those are what one looks for.
    rank = pl.col("severity").replace_strict({name: at for at, name in enumerate(SEVERITIES)}, default=9)
    rules = findings.group_by("rule").agg(rank.min().alias("rank")).sort("rank", "rule")["rule"]
    values["rule"] = tuple(rules)
    values["severity"] = SEVERITIES
    years = tuple(entries["year"].drop_nulls().unique().sort())
    return Offer(years, MappingProxyType(values))


def _there(order: Iterable[str], values: pl.Series) -> tuple[str, ...]:
    """Those of the values that occur, in order; `unknown` last if any is."""
    found = set(values.drop_nulls())
    named = [value for value in order if value in found]
    return (*named, UNKNOWN) if values.null_count() else tuple(named)
