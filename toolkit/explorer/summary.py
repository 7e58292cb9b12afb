"""A selection as HTML, for where no widget can run: rendered notebooks, plain viewers."""

from html import escape

import polars as pl

from toolkit.corpus.display import plain
from toolkit.explorer import terms
from toolkit.explorer.choice import SEVERITIES
from toolkit.explorer.entries import Selection
from toolkit.messages import message
from toolkit.notebook import style

LISTED = 12
"""Rules and agencies listed."""

_STATES = ("requests", "zero", "blank", "unreadable", "missing")
Rows = list[tuple[object, ...]]


def summary_html(
    chosen: Selection, asked: str, notes: list[str], titles: dict[str, str], lang: str, *, name: str = ""
) -> str:
    """Returns what a selection holds: counts by year, the rules that found most, the agencies with most findings.

    Args:
        chosen: the selection.
        asked: the filter in words.
        notes: sentences below.
        titles: of rules by their codes.
        lang: `en` or `zh`.
        name: a class by which a widget in its stead can hide it.
    """
    parts = [f"<p><b>{escape(terms.chosen(chosen, lang))}</b></p>"]
    if asked:
        parts.append(f"<p>{escape(asked)}</p>")
    if chosen.entries.is_empty():
        parts.append(f"<p>{escape(message('explorer.nothing', lang))}</p>")
    else:
        parts += [_by_year(chosen, lang), _by_rule(chosen, titles, lang), _by_agency(chosen, lang)]
    parts += [f"<p><small>{escape(note)}</small></p>" for note in notes]
    classes = f"ogi ogi-explorer {name}".rstrip()
    return f'{style()}<div class="{classes}" lang="{lang}">{"".join(parts)}</div>'


def _by_year(chosen: Selection, lang: str) -> str:
    states = [(pl.col("state") == name).sum().alias(name) for name in _STATES]
    rows = chosen.entries.group_by("year").agg(pl.col("report_id").count().alias("reports"), *states)
    grave = [(pl.col("severity") == name).sum().alias(name) for name in SEVERITIES]
    found = chosen.findings.join(chosen.entries.select("entry", of="year"), on="entry").group_by("of").agg(grave)
    told = rows.join(found, left_on="year", right_on="of", how="left", nulls_equal=True).sort("year", nulls_last=True)
    columns = ["year", "reports", *_STATES, *SEVERITIES]
    heads = [terms.heading("year", lang), terms.word("counted", lang)]
    heads += [terms.value("state", name, lang) for name in _STATES]
    heads += [terms.value("severity", name, lang) for name in SEVERITIES]
    lines: Rows = [
        (message("explorer.undated", lang) if year is None else str(year), *(count or 0 for count in counts))
        for year, *counts in told.select(columns).iter_rows()
    ]
    return _table(heads, lines)


def _by_rule(chosen: Selection, titles: dict[str, str], lang: str) -> str:
    if chosen.findings.is_empty():
        return f"<p>{escape(message('explorer.none_found', lang))}</p>"
    rank = pl.col("severity").replace_strict({name: at for at, name in enumerate(SEVERITIES)}, default=9)
    keys = ["rule", "severity"]
    counts = chosen.findings.group_by(keys).agg(pl.len(), pl.col("entry").n_unique().alias("reports"))
    first = counts.sort(rank, "len", "rule", descending=[False, True, False]).head(LISTED)
    heads = [terms.heading(name, lang) for name in ("rule", "severity", "message")]
    heads += [terms.word("findings", lang), terms.word("counted", lang)]
    lines: Rows = [
        (rule, terms.value("severity", severity, lang), titles.get(rule, rule), count, reports)
        for rule, severity, count, reports in first.iter_rows()
    ]
    return _table(heads, lines, texts=3, caption=terms.word("often", lang))


def _by_agency(chosen: Selection, lang: str) -> str:
    first = chosen.agencies.filter(pl.col("findings") > 0).head(LISTED)
    if first.is_empty():
        return ""
    heads = [*(terms.heading(name, lang) for name in ("agency", "province")), terms.word("counted", lang)]
    heads += [terms.value("severity", "critical", lang), terms.word("findings", lang)]
    columns = ("agency", "province", "reports", "critical", "findings")
    lines: Rows = [
        (plain(agency), plain(province or "–"), *counts)
        for agency, province, *counts in first.select(columns).iter_rows()
    ]
    return _table(heads, lines, texts=2, caption=terms.word("most", lang))


def _table(heads: list[str], lines: Rows, texts: int = 1, caption: str = "") -> str:
    """A table whose first columns are texts, the others counts."""
    kinds = ["text"] * texts + [""] * (len(heads) - texts)
    head = "".join(
        f'<th scope="col" class="{kind}">{escape(name)}</th>' for kind, name in zip(kinds, heads, strict=True)
    )
    rows = (
        "".join(
            f'<td class="text">{escape(str(cell))}</td>' if at < texts else f"<td>{cell:,}</td>"
            for at, cell in enumerate(line)
        )
        for line in lines
    )
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    told = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f'<table class="listed">{told}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
