"""By how much reported numbers miss the recomputed ones."""

import math

import plotly.graph_objects as go
import polars as pl

from toolkit.figures import style
from toolkit.figures.scale import placed, ticks
from toolkit.figures.style import SEVERITIES, SEVERITY_COLOURS, SEVERITY_SYMBOLS, plain, wrapped
from toolkit.labels import label
from toolkit.messages import counted, message

POINTS = 5_000
"""Findings drawn one by one; of more, a density is shown, and only the largest differences as points."""

LARGEST = 500
_SVG_POINTS = 1_000
"""Points a browser draws quickly as vectors; more are drawn by WebGL."""

_BINS = 60
_NUMBERS = ["expected", "actual"]


def inconsistent_counts(findings: pl.DataFrame, *, titles: pl.DataFrame | None = None, lang: str = "en") -> go.Figure:
    """Returns reported against recomputed numbers, on logarithmic axes that show zero, with the line where both agree.

    Args:
        findings: agency, year, suite, rule, severity, expected, actual, difference, message_zh, message_en; one row
            per finding. Those without both numbers are counted, not drawn.
        titles: suite, rule, title_zh, title_en, as `findings.summary()`; without it rules are shown by their codes.
        lang: `en` or `zh`.

    >>> row = {"agency": "神池县教育局", "year": 2023, "suite": "identities", "rule": "balance", "severity": "critical"}
    >>> row |= {"expected": 13.0, "actual": 12.0, "difference": -1.0, "message_zh": "差 1", "message_en": "off by 1"}
    >>> inconsistent_counts(pl.DataFrame([row])).layout.title.text
    '1 reported number other than recomputed: 1 lower, 0 higher'
    """
    finite = pl.all_horizontal(pl.col(_NUMBERS).is_finite()).fill_null(False)
    points = findings.filter(finite)
    if points.is_empty():
        return style.empty_figure(message("figures.counts_empty", lang))
    gap = pl.col("actual") - pl.col("expected")
    points = points.with_columns(
        x=placed("expected").round(6),
        y=placed("actual").round(6),
        difference=pl.when(pl.col("difference").is_finite()).then("difference").otherwise(gap),
    )
    drawn = style.figure(*_titles(points, findings.height, lang), 640)
    _add_axes(drawn, points, lang)
    if points.height > POINTS:
        _add_density(drawn, points, lang)
        size = pl.col("difference").abs()
        keys = ["agency", "year", "suite", "rule", "table", "row", "column"]
        points = points.sort(size, *keys, descending=[True] + [False] * len(keys), nulls_last=True).head(LARGEST)
    # The gravest last, and so on top.
    for severity in reversed(SEVERITIES):
        _add_points(drawn, _named(points.filter(severity=severity), titles, lang), severity, points.height, lang)
    return drawn.update_layout(legend={"traceorder": "reversed"})


def _titles(points: pl.DataFrame, findings: int, lang: str) -> tuple[str, str]:
    lower = points.filter(pl.col("actual") < pl.col("expected")).height
    higher = points.filter(pl.col("actual") > pl.col("expected")).height
    title = message(
        "figures.counts_title",
        lang,
        numbers=counted(points.height, "number", lang),
        lower=f"{lower:,}",
        higher=f"{higher:,}",
    )
    told = [message("figures.counts_line", lang)]
    if points.height > POINTS:
        told.append(message("figures.counts_density", lang, largest=f"{LARGEST:,}"))
    if findings > points.height:
        left_out = counted(findings - points.height, "finding", lang)
        told.append(message("figures.counts_left_out", lang, findings=left_out))
    return title, " ".join(told)


def _add_axes(drawn: go.Figure, points: pl.DataFrame, lang: str) -> None:
    """Both axes alike, and the line on which both numbers are the same."""
    numbers = pl.concat([points["expected"], points["actual"]])
    lowest, highest = min(0.0, *numbers.to_list()), max(1.0, *numbers.to_list())
    places, texts = ticks(lowest, highest)
    ends = [places[0] - 0.08 * (places[-1] - places[0]), places[-1] + 0.02 * (places[-1] - places[0])]
    axis = {"tickvals": places, "ticktext": texts, "range": ends, "zeroline": False}
    drawn.update_xaxes(axis, title=message("figures.expected", lang))
    drawn.update_yaxes(axis, title=message("figures.actual", lang))
    # A shape, not a trace: it takes the page's ink and stays out of hover and legend.
    drawn.add_shape(type="line", x0=ends[0], x1=ends[1], y0=ends[0], y1=ends[1], line={"dash": "dash", "width": 1})


def _named(points: pl.DataFrame, titles: pl.DataFrame | None, lang: str) -> pl.DataFrame:
    """The points with their rule's title."""
    if titles is None:
        return points.with_columns(title=pl.col("rule"))
    known = titles.select("suite", "rule", title=f"title_{lang}").unique(["suite", "rule"], keep="first")
    named = points.join(known, on=["suite", "rule"], how="left", nulls_equal=True, maintain_order="left")
    return named.with_columns(title=pl.coalesce("title", "rule"))


def _add_points(drawn: go.Figure, points: pl.DataFrame, severity: str, total: int, lang: str) -> None:
    trace = go.Scatter if total <= _SVG_POINTS else go.Scattergl
    said = points.select("title", f"message_{lang}").iter_rows()
    words = {name: label("columns", name, lang) for name in ("actual", "expected", "difference")}
    drawn.add_trace(
        trace(
            name=label("severities", severity, lang),
            mode="markers",
            x=points["x"].to_list() or [None],
            y=points["y"].to_list() or [None],
            # What no language changes is apart from what it does: a page with both holds it once.
            customdata=[
                [plain(agency), "?" if year is None else year, actual, expected, difference]
                for agency, year, actual, expected, difference in points.select(
                    "agency", "year", "actual", "expected", "difference"
                ).iter_rows()
            ],
            hovertext=[f"{wrapped(title)}<br>{wrapped(text or '')}" for title, text in said],
            hovertemplate="%{customdata[0]} %{customdata[1]}<br>%{hovertext}"
            f"<br>{words['actual']} %{{customdata[2]:,}} · {words['expected']} %{{customdata[3]:,}}"
            f" · {words['difference']} %{{customdata[4]:,}}<extra></extra>",
            marker={
                "symbol": SEVERITY_SYMBOLS[severity],
                "size": 9,
                "opacity": 0.8,
                "color": SEVERITY_COLOURS[severity],
                "line": {"color": "#555555", "width": 1},
            },
            showlegend=True,
        )
    )


def _add_density(drawn: go.Figure, points: pl.DataFrame, lang: str) -> None:
    """How many findings lie where: a grid of some `_BINS` × `_BINS` boxes, colours by powers of ten."""
    columns = [points["x"], points["y"]]
    lowest = min(float(str(column.min())) for column in columns)
    highest = max(float(str(column.max())) for column in columns)
    width = max(0.05, (highest - lowest) / _BINS)
    # Boxes about their middle: 0, the most frequent number, lies in the middle of its box.
    boxes = points.select(((pl.col("x", "y") - lowest) / width).round().cast(pl.Int64))
    counts = {(x, y): count for x, y, count in boxes.group_by("x", "y").len().iter_rows()}
    side = range(1 + max(max(key) for key in counts))
    shown = [[counts.get((x, y)) for x in side] for y in side]
    powers = range(len(str(max(counts.values()))))
    drawn.add_heatmap(
        x0=lowest,
        dx=width,
        y0=lowest,
        dy=width,
        z=[[None if count is None else math.log10(count) for count in line] for line in shown],
        customdata=shown,
        hovertemplate=f"%{{customdata:,}} {message('figures.findings', lang)}<extra></extra>",
        hoverongaps=False,
        coloraxis="coloraxis",
    )
    bar = {"title": {"text": message("figures.findings", lang)}}
    drawn.update_layout(
        coloraxis_colorbar={**bar, "tickvals": list(powers), "ticktext": [f"{10**power:,}" for power in powers]}
    )
