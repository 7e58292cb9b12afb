"""What was loaded, told to a person in a terminal."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from toolkit.labels import label
from toolkit.messages import counted, message

# Code and Chinese label stand side by side: what a researcher sees of the data carries the official word too.
_STATES = ("requests", "zero", "blank", "unreadable")
_STATUSES = ("read", "duplicate", "not_a_report", "unreadable")
_CELL_STATES = ("number", "blank", "unreadable", "missing")
_LISTED = 8
_VERDICTS = ("right", "null", "wrong")
_FACTS = ("agency_wrong", "year_wrong", "form_wrong", "region_wrong")


def print_summary(console: Console, summary: Mapping[str, Any], *, lang: str = "en") -> None:
    """Prints the summary of a load.

    Args:
        console: where to.
        summary: as `toolkit.cli` makes it: the counts of `Corpus.summary()` and lists of what needs a look.
        lang: `en` or `zh`.
    """
    parts: list[RenderableType] = [Text(_title(summary, lang), style="bold"), Text(), _files(summary, lang)]
    if summary["reports"]["total"]:
        parts += [Text(), _years(summary, lang), Text(), _cells(summary["cells"], lang)]
    else:
        parts += [Text(), Text(message("summary.nothing", lang), style="yellow")]
    parts += [Text(line, style="yellow") for line in _notices(summary, lang)]
    parts += _unread(summary, lang)
    if summary.get("store"):
        parts += [Text(), Text(message("summary.store", lang, store=summary["store"]), style="dim")]
    console.print(Group(*parts))


def print_scorecard(
    console: Console,
    scores: pl.DataFrame,
    *,
    seconds: float,
    without: Mapping[str, str],
    lang: str = "en",
) -> None:
    """Prints a scorecard: per format and mutation, what was read against what was printed.

    Args:
        console: where to.
        scores: as `toolkit.demo.by_format` returns it.
        seconds: how long it took to measure.
        without: formats that were not measured, each with the program that is missing.
        lang: `en` or `zh`.
    """
    headings = ("format", "mutation", "documents", "cells", *_VERDICTS, "facts_wrong")
    table = table_of(message("demo.scorecard", lang), [message(f"scorecard.{name}", lang) for name in headings])
    table.columns[1].justify = "left"
    for format_, rows in scores.group_by("format", maintain_order=True):
        for at, row in enumerate(rows.iter_rows(named=True)):
            damage = label("mutations", row["mutation"], lang) if row["mutation"] else message("scorecard.none", lang)
            table.add_row(str(format_[0]) if at == 0 else "", damage, *_score(row))
        table.add_section()
    total = scores.select(pl.exclude("format", "mutation").sum()).row(0, named=True)
    table.add_row(message("summary.total", lang), "", *_score(total), style="bold")
    documents, cells = (f"{total[name]:,}" for name in ("documents", "cells"))
    lines = [message("scorecard.told", lang, documents=documents, cells=cells, seconds=f"{seconds:.0f}")]
    lines += (message("scorecard.without", lang, format=name, program=each) for name, each in without.items())
    console.print(Group(table, *(Text(line, style="dim") for line in lines)))


def _score(row: Mapping[str, Any]) -> list[Text]:
    """A row's counts: each verdict with its share, lit where something is wrong."""
    cells = row["cells"]
    shares = [f"{row[name]:,} {row[name] / cells:8.3%}" if cells else "·" for name in _VERDICTS]
    facts = sum(row[name] for name in _FACTS)
    return [
        *(Text(f"{row[name]:,}") for name in ("documents", "cells")),
        *map(Text, shares[:2]),
        Text(shares[2], style="red" if row["wrong"] else ""),
        Text(f"{facts:,}", style="red" if facts else ""),
    ]


def bilingual(group: str, code: str, lang: str) -> str:
    """Returns a code's label: Chinese alone, or English with the Chinese one behind it."""
    chinese = message(f"{group}.{code}", "zh")
    return chinese if lang == "zh" else f"{message(f'{group}.{code}', 'en')} {chinese}"


def _title(summary: Mapping[str, Any], lang: str) -> str:
    years = [int(year) for year in summary["reports"]["by_year"] if year.isdigit()]
    span = ""
    if years:
        name = "summary.years" if min(years) < max(years) else "summary.year"
        span = message(name, lang, first=min(years), last=max(years))
    reports = summary["reports"]
    return message(
        "summary.title",
        lang,
        documents=counted(summary["documents"]["total"], "file", lang),
        reports=counted(reports["total"], "report", lang),
        agencies=counted(reports["agencies"], "agency", lang),
        years=span,
    )


def table_of(title: str | None, columns: Iterable[str]) -> Table:
    """Returns an empty table, its first column a name, the others numbers."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 else "right", overflow="fold")
    return table


def _files(summary: Mapping[str, Any], lang: str) -> Table:
    table = table_of(None, (message("summary.files", lang), message("summary.count", lang)))
    table.add_column(message("summary.reason", lang), justify="left")
    counts = summary["documents"]["by_status"]
    for status in _STATUSES:
        if counts.get(status):
            reasons = summary["reasons_by_status"].get(status, {}).items()
            why = ", ".join(f"{message(f'reasons.{code}', lang)} ({code}) {count:,}" for code, count in reasons)
            table.add_row(bilingual("statuses", status, lang), f"{counts[status]:,}", why)
    return table


def _years(summary: Mapping[str, Any], lang: str) -> Table:
    headings = [message("summary.year_column", lang), *(bilingual("states", state, lang) for state in _STATES)]
    table = table_of(message("summary.reports", lang), [*headings, message("summary.total", lang)])
    for year, counts in summary["states_by_year"].items():
        shown = year if year.isdigit() else message("summary.no_year", lang)
        values = [f"{counts[state]:,}" if counts.get(state) else "·" for state in _STATES]
        table.add_row(shown, *values, f"{sum(counts.values()):,}")
    return table


def _cells(counts: Mapping[str, int], lang: str) -> RenderableType:
    total = sum(counts.values())
    shares = [
        f"{bilingual('cell_states', state, lang)} {counts[state]:,} ({counts[state] / total:.1%})"
        for state in _CELL_STATES
        if counts.get(state)
    ]
    return Group(Text(message("summary.cells", lang, count=f"{total:,}"), style="bold"), Text("  ".join(shares)))


def _notices(summary: Mapping[str, Any], lang: str) -> list[str]:
    notices = []
    for name in ("unidentified", "leftovers"):
        if summary[name]:
            notices.append(message(f"summary.{name}", lang, count=f"{summary[name]:,}"))
    if summary["read_twice"]:
        twice, differing = (f"{summary[name]:,}" for name in ("read_twice", "disagreements"))
        notices.append(message("summary.read_twice", lang, read_twice=twice, disagreements=differing))
    if summary["not_read_twice"]:
        notices.append(message("summary.not_read_twice", lang, count=f"{summary['not_read_twice']:,}"))
    for name in ("changed", "disappeared"):
        sources: Sequence[str] = summary[name]
        if sources:
            shown = ", ".join(one_line(source).plain for source in sources[:3]) + (" …" if len(sources) > 3 else "")
            notices.append(message(f"summary.{name}", lang, count=f"{len(sources):,}", names=shown))
    return ["", *notices, *summary["warnings"]] if notices or summary["warnings"] else []


def _unread(summary: Mapping[str, Any], lang: str) -> list[RenderableType]:
    unread = summary["unread"]
    if not unread:
        return []
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(overflow="fold", ratio=2)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold", ratio=3, style="dim")
    for entry in unread[:_LISTED]:
        # The sentences of `detail` are English; in Chinese the reason's own words stand in their place.
        told = entry["detail"] if lang == "en" else message(f"reasons.{entry['reason']}", lang)
        table.add_row(one_line(entry["source"]), Text(entry["reason"]), one_line(told))
    parts: list[RenderableType] = [
        Text(),
        Text(message("summary.unread", lang, count=f"{len(unread):,}"), style="bold"),
        Padding(table, (0, 0, 0, 2)),
    ]
    if len(unread) > _LISTED:
        parts.append(Text("  " + message("summary.more", lang, count=f"{len(unread) - _LISTED:,}"), style="dim"))
    return parts


def one_line(text: str) -> Text:
    """A file name or sentence as text: its control characters and markup are shown, not obeyed."""
    return Text("".join(character if character.isprintable() else repr(character)[1:-1] for character in text))
