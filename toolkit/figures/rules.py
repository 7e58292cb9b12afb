"""Which rules found something, how often and how grave."""

import plotly.graph_objects as go
import polars as pl

from toolkit.figures import style
from toolkit.figures.style import SEVERITIES, SEVERITY_COLOURS, SEVERITY_PATTERNS, outlined, plain, short
from toolkit.labels import label
from toolkit.messages import counted, message

ROWS = 40
"""Rules drawn as rows; the rest share one."""

_KEYS = ["suite", "rule"]
_TITLE_COLUMNS = 56


def findings_by_rule(findings: pl.DataFrame, *, titles: pl.DataFrame | None = None, lang: str = "en") -> go.Figure:
    """Returns how many findings each rule made, by severity, the most first.

    Args:
        findings: suite, rule and severity (`critical`, `warning`, `info`); one row per finding.
        titles: suite, rule, title_zh, title_en and the counts pass, fail, unknown, as `findings.summary()`; without
            it rules are shown by their codes.
        lang: `en` or `zh`.

    >>> frame = pl.DataFrame({"suite": ["form"], "rule": ["year_read"], "severity": ["info"]})
    >>> findings_by_rule(frame).layout.title.text
    '1 finding by 1 rule: critical 0, warning 0, info 1'
    """
    if findings.is_empty():
        return style.empty_figure(message("figures.rules_empty", lang))
    rules = _ordered(findings, titles, lang)
    counts = dict(findings.group_by("severity").len().iter_rows())
    title = message(
        "figures.rules_title",
        lang,
        findings=counted(findings.height, "finding", lang),
        rules=counted(rules.height, "rule", lang),
        severities=style.listed(
            [f"{label('severities', name, lang)} {counts.get(name, 0):,}" for name in SEVERITIES], lang
        ),
    )
    shown = _gathered(rules, lang)
    drawn = style.figure(title, _subtitle(rules, titles, lang), 210 + 28 * shown.height, barmode="stack")
    bars = findings.group_by(*_KEYS, "severity").len("count").join(rules, on=_KEYS, nulls_equal=True)
    place = pl.col("row").clip(upper_bound=shown.height - 1)
    bars = bars.with_columns(row=place).group_by("row", "severity").agg(pl.col("count").sum())
    bars = bars.join(shown.select("row", "title", "told"), on="row").sort("row")
    for severity in SEVERITIES:
        _add_bars(drawn, bars.filter(severity=severity), severity, lang)
    _add_totals(drawn, shown, lang)
    names = [short(name, _TITLE_COLUMNS) for name in shown["title"]]
    drawn.update_yaxes(tickvals=list(range(len(names))), ticktext=names, showgrid=False, zeroline=False)
    return drawn.update_yaxes(range=[len(names) - 0.4, -0.6])


def _add_totals(drawn: go.Figure, shown: pl.DataFrame, lang: str) -> None:
    """The numbers behind the bars, in the page's ink: on a pattern they would be hard to read."""
    counts = shown["count"].to_list()
    drawn.add_scatter(
        mode="text",
        x=counts,
        y=shown["row"].to_list(),
        text=[f" {count:,}" for count in counts],
        textposition="middle right",
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )
    step = 1 if max(counts) < 10 else None
    # Room for the number behind the longest bar, however long it is.
    end = (1.03 + 0.022 * len(f"{max(counts):,}")) * max(counts)
    drawn.update_xaxes(title=message("figures.findings", lang), range=[0, end], tickformat=",d", dtick=step)


def _ordered(findings: pl.DataFrame, titles: pl.DataFrame | None, lang: str) -> pl.DataFrame:
    """One row per rule that found something: row, title, count, and what is known of its verdicts."""
    rules = findings.group_by(_KEYS).len("count").sort("count", *_KEYS, descending=[True, False, False])
    rules = rules.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
    if titles is None:
        return rules.with_columns(title=pl.col("rule"), told=pl.col("rule"))
    known = titles.select(*_KEYS, "pass", "unknown", title=f"title_{lang}").unique(_KEYS, keep="first")
    rules = rules.join(known, on=_KEYS, how="left", nulls_equal=True, maintain_order="left")
    told = [
        _verdicts(rule, passed, failed, unknown, lang)
        for rule, passed, failed, unknown in rules.select("rule", "pass", "count", "unknown").iter_rows()
    ]
    return rules.with_columns(title=pl.coalesce("title", "rule"), told=pl.Series(told, dtype=pl.String))


def _verdicts(rule: str, passed: int | None, failed: int, unknown: int | None, lang: str) -> str:
    """A rule's code and its verdicts, as a line of the hover."""
    if passed is None or unknown is None:
        return rule
    counts = {"pass": passed, "fail": failed, "unknown": unknown}
    return f"{rule}: " + style.listed(
        [f"{label('columns', name, lang)} {count:,}" for name, count in counts.items()], lang
    )


def _gathered(rules: pl.DataFrame, lang: str) -> pl.DataFrame:
    """The rules as rows of the figure; those beyond the last row in one."""
    columns = ["row", "title", "told", "count"]
    if rules.height <= ROWS:
        return rules.select(columns)
    rest = rules.slice(ROWS - 1)
    name = message("figures.more_rules", lang, rules=counted(rest.height, "rule", lang))
    last = pl.DataFrame([(ROWS - 1, name, "", rest["count"].sum())], schema=rules.select(columns).schema, orient="row")
    return pl.concat([rules.head(ROWS - 1).select(columns), last])


def _subtitle(rules: pl.DataFrame, titles: pl.DataFrame | None, lang: str) -> str:
    first = rules.row(0, named=True)
    told = message("figures.rules_most", lang, title=plain(first["title"]), count=f"{first['count']:,}")
    if titles is None:
        return told
    # A rule of two severities has two lines in the summary.
    silent = titles.select(_KEYS).unique().join(rules, on=_KEYS, how="anti", nulls_equal=True).height
    unknown = f"{titles['unknown'].sum():,}"
    rest = message("figures.rules_silent", lang, rules=counted(silent, "rule", lang), unknown=unknown)
    return f"{told} {rest}"


def _add_bars(drawn: go.Figure, rows: pl.DataFrame, severity: str, lang: str) -> None:
    name = label("severities", severity, lang)
    drawn.add_bar(
        orientation="h",
        name=name,
        y=rows["row"].to_list() or [None],
        x=rows["count"].to_list() or [None],
        width=0.8,
        customdata=[[plain(title), plain(told)] for title, told in rows.select("title", "told").iter_rows()],
        hovertemplate=f"%{{customdata[0]}}<br>{name}: %{{x:,}}<br>%{{customdata[1]}}<extra></extra>",
        marker=outlined(SEVERITY_COLOURS[severity], SEVERITY_PATTERNS[severity]),
        showlegend=True,
    )
