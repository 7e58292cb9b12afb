"""What codes and counts are called: in English with the official Chinese term beside it, or in Chinese alone."""

import polars as pl

from toolkit.corpus.display import plain
from toolkit.explorer.choice import SEVERITIES, UNKNOWN, Choice
from toolkit.explorer.entries import Selection
from toolkit.labels import label
from toolkit.messages import counted, message

_GROUPS = {"level": "levels", "kind": "kinds", "severity": "severities", "state": "request_states"}

MARKS = {"critical": "■", "warning": "◆", "info": "●"}
"""Severities in a list, where there is no room for a word."""


def word(name: str, lang: str) -> str:
    """Returns a word of the explorer.

    >>> word("figures", "en"), word("figures", "zh")
    ('Figures 图表', '图表')
    """
    return _both(message(f"explorer.{name}", "zh"), message(f"explorer.{name}", "en"), lang)


def picture(name: str, lang: str) -> str:
    """Returns what a figure is called in a list of them.

    >>> picture("states", "en")
    'Who reported what 申请情况'
    """
    return _both(message(f"pictures.{name}", "zh"), message(f"pictures.{name}", "en"), lang)


def heading(column: str, lang: str) -> str:
    """Returns what a column is called.

    >>> heading("kind", "en")
    'kind 机关类型'
    """
    return _both(label("columns", column), label("columns", column, "en"), lang)


def value(column: str, code: str, lang: str) -> str:
    """Returns what a value of a column is called; a name stands for itself.

    >>> value("level", "county", "en"), value("province", "山西省", "en"), value("kind", "unknown", "en")
    ('county 县级', '山西省', 'not known 未知')
    """
    if code == UNKNOWN:
        chinese, english = message("figures.not_known", "zh"), message("figures.not_known", "en")
    elif column in _GROUPS:
        chinese, english = label(_GROUPS[column], code), label(_GROUPS[column], code, "en")
    else:
        return plain(code)
    return _both(chinese, english, lang)


def _both(chinese: str, english: str, lang: str) -> str:
    return chinese if lang == "zh" else f"{english} {chinese}"


def chosen(selection: Selection, lang: str) -> str:
    """Returns what a selection holds, in one line."""
    years = selection.entries["year"].drop_nulls()
    counts = dict(selection.findings.group_by("severity").len().iter_rows())
    first, last = years.min(), years.max()
    span = "" if first is None else message("summary.years", lang, first=first, last=last)
    if first is not None and first == last:
        span = message("summary.year", lang, first=first)
    return message(
        "explorer.chosen",
        lang,
        reports=counted(selection.reports, "report", lang),
        agencies=counted(selection.units, "agency", lang),
        years=span,
        findings=counted(selection.findings.height, "finding", lang),
        severities=" · ".join(f"{value('severity', name, lang)} {counts.get(name, 0):,}" for name in SEVERITIES),
    )


def asked(choice: Choice, titles: dict[str, str], lang: str) -> str:
    """Returns the filters in words, empty for none.

    Args:
        choice: the filter.
        titles: of rules by their codes.
        lang: `en` or `zh`.
    """
    told = []
    if choice.years is not None:
        first, last = choice.years
        told.append((heading("year", lang), f"{first}" if first == last else f"{first}–{last}"))
    for name in ("province", "level", "kind", "severity"):
        if (code := getattr(choice, name)) is not None:
            told.append((heading(name, lang), value(name, code, lang)))
    if choice.rule is not None:
        told.append((heading("rule", lang), f"{choice.rule} {titles.get(choice.rule, '')}".strip()))
    if choice.agency.strip():
        told.append((heading("agency", lang), f"“{plain(choice.agency.strip())}”"))
    return " · ".join(f"{name}: {text}" for name, text in told)


def agency_line(row: dict[str, object], lang: str, *, shared: bool) -> str:
    """Returns an agency in a list: its name, how many critical findings it has, how many in all.

    Args:
        row: of `Selection.agencies`.
        lang: `en` or `zh`.
        shared: whether an agency of another place has the same name.
    """
    name = plain(str(row["agency"]))
    if shared:
        name += f" ({row['province'] or '?'} {row['region_code'] or '?'})"
    found = int(str(row["findings"]))
    critical = f" · {MARKS['critical']} {row['critical']:,}" if row["critical"] else ""
    return name + critical + (f" · {counted(found, 'finding', lang)}" if found else "")


def report_line(row: dict[str, object], lang: str) -> str:
    """Returns a year of an agency in a list: the year, what it reported, its findings.

    Args:
        row: of `Selection.years_of`.
        lang: `en` or `zh`.
    """
    year = message("explorer.undated", lang) if row["year"] is None else str(row["year"])
    if row["unit"] is None:  # of nobody's years: only its file tells which it is
        year = f"{plain(str(row['source']).rpartition('/')[2])} · {year}"
    found = int(str(row["findings"]))
    marks = f" · {counted(found, 'finding', lang)}" if found else ""
    return f"{year} · {value('state', str(row['state']), lang)}{marks}"


def titles_of(summary: pl.DataFrame, lang: str) -> dict[str, str]:
    """Returns the titles of rules by their codes.

    Args:
        summary: as `findings.summary()`.
        lang: `en` or `zh`.
    """
    return {rule: plain(title or rule) for rule, title in summary.select("rule", f"title_{lang}").iter_rows()}
