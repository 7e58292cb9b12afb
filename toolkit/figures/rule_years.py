"""Which rules found how much in which year, the gravest on top."""

import math

import plotly.graph_objects as go
import polars as pl

from toolkit.figures import style
from toolkit.figures.style import SEVERITIES, plain, short
from toolkit.labels import label
from toolkit.messages import counted, message

ROWS = 45
_KEYS = ["suite", "rule", "severity"]


def findings_by_year(findings: pl.DataFrame, *, titles: pl.DataFrame | None = None, lang: str = "en") -> go.Figure:
    """Returns findings by rule and year, rules in the order of their severity, then of how often they fired.

    Args:
        findings: suite, rule, severity, year; one row per finding. Those without a year are counted, not drawn.
        titles: suite, rule, title_zh, title_en, as `findings.summary()`; without it rules are shown by their codes.
        lang: `en` or `zh`.

    >>> frame = pl.DataFrame({"suite": ["gaps"], "rule": ["zero"], "severity": ["info"], "year": [2023]})
    >>> findings_by_year(frame).layout.title.text
    '1 finding in 1 year'
    """
    dated = findings.filter(pl.col("year").is_not_null())
    if dated.is_empty():
        return style.empty_figure(message("figures.rules_empty", lang))
    rules = _ordered(dated, titles, lang)
    shown = rules.head(ROWS)
    found = dated["year"].unique().sort().to_list()
    # Every year in between too: a year without a finding is one of them.
    years = list(range(found[0], found[-1] + 1))
    title = message(
        "figures.rule_years_title",
        lang,
        findings=counted(dated.height, "finding", lang),
        years=counted(len(found), "year", lang),
    )
    told = []
    if findings.height > dated.height:
        told.append(
            message(
                "figures.rule_years_undated", lang, findings=counted(findings.height - dated.height, "finding", lang)
            )
        )
    if rules.height > ROWS:
        told.append(message("figures.rule_years_more", lang, rules=counted(rules.height - ROWS, "rule", lang)))
    drawn = style.figure(title, " ".join(told), 210 + 26 * shown.height, above=20)
    return _cells(drawn, dated, shown, years, lang)


def _ordered(dated: pl.DataFrame, titles: pl.DataFrame | None, lang: str) -> pl.DataFrame:
    rules = dated.group_by(_KEYS).len("count")
    rank = pl.col("severity").replace_strict({name: at for at, name in enumerate(SEVERITIES)}, default=len(SEVERITIES))
    rules = rules.sort(rank, "count", "suite", "rule", descending=[False, True, False, False])
    if titles is None:
        return rules.with_columns(title=pl.col("rule"))
    known = titles.select("suite", "rule", title=f"title_{lang}").unique(["suite", "rule"], keep="first")
    named = rules.join(known, on=["suite", "rule"], how="left", nulls_equal=True, maintain_order="left")
    return named.with_columns(title=pl.coalesce("title", "rule"))


def _cells(drawn: go.Figure, dated: pl.DataFrame, shown: pl.DataFrame, years: list[int], lang: str) -> go.Figure:
    counts = {tuple(key): count for *key, count in dated.group_by(*_KEYS, "year").len().iter_rows()}
    keys = list(shown.select(_KEYS).iter_rows())
    grid = [[counts.get((*key, year)) for year in years] for key in keys]
    names = [
        f"{label('severities', severity, lang)} · {title}"
        for severity, title in shown.select("severity", "title").iter_rows()
    ]
    drawn.add_heatmap(
        x=years,
        y=list(range(len(keys))),
        z=[[None if n is None else math.log10(n) for n in line] for line in grid],
        text=[["" if n is None else f"{n:,}" for n in line] for line in grid],
        texttemplate="%{text}",
        customdata=[[[plain(name), n] for n in line] for name, line in zip(names, grid, strict=True)],
        hovertemplate="%{customdata[0]}<br>%{x}: %{customdata[1]:,}<extra></extra>",
        hoverongaps=False,
        coloraxis="coloraxis",
        xgap=2,
        ygap=2,
    )
    drawn.update_layout(coloraxis_showscale=False, margin_b=30)
    drawn.update_xaxes(tickvals=years, ticktext=[str(year) for year in years], side="top", showgrid=False)
    drawn.update_yaxes(tickvals=list(range(len(names))), ticktext=[short(name, 60) for name in names], showgrid=False)
    return drawn.update_yaxes(range=[len(names) - 0.5, -0.5], zeroline=False)
