"""A selection as HTML, for where no widget can run: rendered notebooks, plain viewers."""

from html import escape

import polars as pl

from toolkit.corpus.display import plain
from toolkit.explorer import terms
from toolkit.explorer.choice import SEVERITIES
from toolkit.explorer.entries import Selection
from toolkit.messages import message

LISTED = 12
"""Rules and agencies listed."""

_STATES = ("requests", "zero", "blank", "unreadable", "missing")
# Colours that hold on light and dark pages.
_STYLE = """<style>
.ogi-explorer table{border-collapse:collapse;margin:.4em 0 1em}
.ogi-explorer th,.ogi-explorer td{border:1px solid rgba(128,128,128,.5);padding:2px 8px;text-align:right;font-size:90%}
.ogi-explorer th{font-weight:normal;background:rgba(128,128,128,.12)}
.ogi-explorer p{margin:.3em 0}
</style>"""

Rows = list[tuple[object, ...]]


def summary_html(chosen: Selection, asked: str, notes: list[str], titles: dict[str, str], lang: str) -> str:
    """Returns what a selection holds: counts by year, the rules that found most, the agencies with most findings.

    Args:
        chosen: the selection.
        asked: the filter in words.
        notes: sentences below.
        titles: of rules by their codes.
        lang: `en` or `zh`.
    """
    parts = [f"<p><b>{escape(terms.chosen(chosen, lang))}</b></p>"]
    if asked:
        parts.append(f"<p>{escape(asked)}</p>")
    if chosen.entries.is_empty():
        parts.append(f"<p>{escape(message('explorer.nothing', lang))}</p>")
    else:
        parts += [_by_year(chosen, lang), _by_rule(chosen, titles, lang), _by_agency(chosen, lang)]
    parts += [f"<p><small>{escape(note)}</small></p>" for note in notes]
    return f'{_STYLE}<div class="ogi-explorer">{"".join(parts)}</div>'


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
    title = escape(terms.word("often", lang))
    return f"<p>{title}</p>{_table(heads, lines, texts=3)}"


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
    title = escape(terms.word("most", lang))
    return f"<p>{title}</p>{_table(heads, lines, texts=2)}"


def _table(heads: list[str], lines: Rows, texts: int = 1) -> str:
    """A table whose first columns are texts, the others counts."""
    left = ' style="text-align:left"'
    head = "".join(f"<th{left if at < texts else ''}>{escape(name)}</th>" for at, name in enumerate(heads))
    rows = (
        "".join(
            f"<td{left}>{escape(str(cell))}</td>" if at < texts else f"<td>{cell:,}</td>"
            for at, cell in enumerate(line)
        )
        for line in lines
    )
    return f"<table><tr>{head}</tr>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
