"""The tables of the page: the gravest findings, the cells probably wrong, the files that were not read."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from toolkit.codebook import shipped_codebook
from toolkit.dashboard.overview import reason
from toolkit.dashboard.words import Both, both, named, same
from toolkit.figures.style import SEVERITIES

LISTED = 200
"""Rows of each table; how many more there are is told."""


@dataclass(frozen=True)
class Entry:
    """A cell of a table: its text, what it is sorted by, and its kind (`number`, a severity, …) for the style sheet."""

    text: Both
    key: str | float
    kind: str = ""


@dataclass(frozen=True)
class Listing:
    """A table of the page.

    Attributes:
        columns: headings.
        rows: as many entries as there are columns.
        total: how many rows there are, listed or not.
    """

    columns: tuple[Both, ...]
    rows: tuple[tuple[Entry, ...], ...]
    total: int


def gravest(findings: pl.DataFrame, titles: pl.DataFrame) -> Listing:
    """Returns the first `LISTED` findings: the gravest, among them the largest differences.

    Args:
        findings: the findings frame.
        titles: suite, rule, title_zh, title_en, as `findings.summary()`.
    """
    names = ("severity", "agency", "year", "rule", "cell", "actual", "expected", "difference", "message", "source")
    rank = pl.col("severity").replace_strict(dict(zip(SEVERITIES, range(3), strict=True)), default=3)
    size = pl.col("difference").abs().fill_nan(None)
    keys = ["agency", "year", "suite", "rule", "table", "row", "column", "report_id", "source", "message_zh"]
    first = findings.sort(rank, size, *keys, descending=[False, True, *[False] * len(keys)], nulls_last=True)
    known = titles.select("suite", "rule", "title_en", "title_zh").unique(["suite", "rule"], keep="first")
    first = first.head(LISTED).join(known, on=["suite", "rule"], how="left", nulls_equal=True, maintain_order="left")
    rows = tuple(tuple(_finding(row)) for row in first.iter_rows(named=True))
    return Listing(tuple(named("columns", name) for name in names), rows, findings.height)


def _finding(row: dict[str, object]) -> Iterator[Entry]:
    severity = str(row["severity"])
    place = SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES)
    yield Entry(named("severities", severity), place, severity)
    yield _text(row["agency"])
    yield Entry(same(_known(row["year"])), _number_key(row["year"]), "number")
    rule = str(row["rule"])
    title = _pair(row["title_en"] or rule, row["title_zh"] or rule)
    yield Entry(title, title.en, "rule")
    yield _cell(row["table"], row["row"], row["column"])
    for name in ("actual", "expected", "difference"):
        yield _number(row[name], signed=name == "difference")
    told = _pair(row["message_en"] or "", row["message_zh"] or "")
    yield Entry(told, told.en, "message")
    yield Entry(_where(row["source"], row["page"], row["line"]), str(row["source"] or ""), "source")


def _where(source: object, page: object, line: object) -> Both:
    """Where in a document a finding stands, as far as it is known."""
    told = [same(_known(source))]
    if page is not None:
        told.append(both("dashboard.page", number=page))
    if line is not None:
        told.append(both("dashboard.line", number=line))
    return Both(", ".join(part.en for part in told), "，".join(part.zh for part in told))


def suspected(frame: pl.DataFrame) -> Listing:
    """Returns the cells that the cheapest explanations change, those without a rival first.

    Args:
        frame: report_id, explanation, unique, table, row, column, reported, proposed, slip, cause, cost, …
    """
    names = ("report_id", "cell", "reported", "proposed", "slip", "cause", "unique")
    cheapest = frame.filter(explanation=1)
    keys = ["cost", "report_id", "table", "row", "column"]
    first = cheapest.sort("unique", *keys, descending=[True, *[False] * len(keys)], nulls_last=True).head(LISTED)
    rows = tuple(tuple(_suspect(row)) for row in first.iter_rows(named=True))
    return Listing(tuple(named("columns", name) for name in names), rows, cheapest.height)


def _suspect(row: dict[str, object]) -> Iterator[Entry]:
    yield _text(row["report_id"])
    yield _cell(row["table"], row["row"], row["column"])
    yield _number(row["reported"])
    yield _number(row["proposed"])
    for group, name in (("slips", "slip"), ("causes", "cause")):
        word = named(group, str(row[name] or "unknown"))
        yield Entry(word, word.en)
    alone = bool(row["unique"])
    yield Entry(named("answers", "yes" if alone else "no"), int(not alone))


def unread(documents: pl.DataFrame) -> Listing:
    """Returns the files that gave no report, with the reason."""
    names = ("source", "status", "reason", "detail")
    left = documents.filter(pl.col("status") != "read").sort("status", "reason", "source", nulls_last=True)
    rows = tuple(
        (
            Entry(same(source), source, "source"),
            Entry(named("statuses", status), status),
            Entry(reason(code) if code else same("–"), code or ""),
            # The sentences of `detail` are English; in Chinese the reason's own words stand before it already.
            Entry(same(detail or ""), detail or ""),
        )
        for source, status, code, detail in left.head(LISTED).select(names).iter_rows()
    )
    return Listing(tuple(named("columns", name) for name in names), rows, left.height)


def _cell(table: object, row: object, column: object) -> Entry:
    """A cell by the words of the official form, or in English by its codes."""
    labels = shipped_codebook().labels
    codes = [str(code) for code in (row, column) if code is not None]
    if not codes:
        words = named("tables", str(table)) if table is not None else same("–")
        return Entry(words, words.en)
    english = " / ".join(code.replace("_", " ") for code in codes)
    return Entry(_pair(english, " / ".join(labels.get((str(table), code), code) for code in codes)), english)


def _pair(en: object, zh: object) -> Both:
    return Both(same(en).en, same(zh).zh)


def _text(value: object) -> Entry:
    return Entry(same(_known(value)), str(value or ""))


def _known(value: object) -> object:
    return "–" if value is None else value


def _number_key(value: object) -> float | str:
    # What is not known sorts last, as in the frames.
    return float(value) if isinstance(value, int | float) and value == value else ""


def _number(value: object, *, signed: bool = False) -> Entry:
    key = _number_key(value)
    if key == "" or not isinstance(value, int | float):
        return Entry(same("–"), "", "number")
    sign = "+" if signed and value > 0 else ""
    shown = f"{value:,.0f}" if float(value).is_integer() else f"{value:,}"
    return Entry(same(sign + shown.replace("-", "−")), key, "number")
