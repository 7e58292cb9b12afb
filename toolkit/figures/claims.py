"""What the prose tells against what the tables hold."""

import plotly.graph_objects as go
import polars as pl

from toolkit.codebook import shipped_codebook
from toolkit.figures import style
from toolkit.figures.scale import placed, ticks
from toolkit.figures.style import SEVERITY_COLOURS, SEVERITY_SYMBOLS, plain, short, wrapped
from toolkit.labels import label
from toolkit.messages import counted, message

LARGEST = 2_000
"""Numbers that differ, drawn one by one; of more the largest differences are."""

_AGREES = "#56B4E9"
_SEVERITIES = ("critical", "warning")


def claims_against_tables(claims: pl.DataFrame, *, lang: str = "en") -> go.Figure:
    """Returns numbers of the prose against those of the tables, on logarithmic axes that show zero.

    Numbers that agree stand on the line, one point for all of one size; those that differ stand apart, each by itself.

    Args:
        claims: the frame `claim_checks`: agency, year, table, row, column, quote, severity, judged, agrees, told,
            reported, off. Those not judged (rounded, or about another's numbers) and those whose cell holds no number
            are counted, not drawn.
        lang: `en` or `zh`.

    >>> row = {"agency": "神池县教育局", "year": 2023, "table": "requests", "row": "new", "column": "total"}
    >>> row |= {"quote": "收到申请12件", "severity": "critical", "judged": True, "agrees": False}
    >>> row |= {"told": 12.0, "reported": 11.0, "off": 1.0}
    >>> claims_against_tables(pl.DataFrame([row])).layout.title.text
    '1 number told in prose: 0 as in the tables, 1 other'
    """
    judged = claims.filter("judged")
    both = judged.filter(pl.col("agrees").is_not_null()).with_columns(
        x=placed("reported").round(6), y=placed("told").round(6)
    )
    if both.is_empty():
        return style.empty_figure(message("figures.claims_empty", lang))
    agreeing, differing = both.filter("agrees"), both.filter(~pl.col("agrees"))
    title = message(
        "figures.claims_title", lang, numbers=counted(both.height, "told_number", lang),
        same=f"{agreeing.height:,}", other=f"{differing.height:,}",
    )  # fmt: skip
    told = [message("figures.claims_line", lang)]
    if differing.height > LARGEST:
        told.append(message("figures.claims_largest", lang, largest=f"{LARGEST:,}"))
    if unknown := judged.height - both.height:
        told.append(message("figures.claims_unknown", lang, numbers=counted(unknown, "told_number", lang)))
    if apart := claims.height - judged.height:
        told.append(message("figures.claims_not_judged", lang, numbers=counted(apart, "told_number", lang)))
    drawn = style.figure(title, " ".join(told), 640)
    _add_axes(drawn, both, lang)
    _add_agreeing(drawn, agreeing, lang)
    keys = ["off", "agency", "year", "table", "row", "column", "quote"]
    largest = differing.sort(keys, descending=[True] + [False] * 6, nulls_last=True).head(LARGEST)
    for severity in reversed(_SEVERITIES):
        _add_differing(drawn, largest.filter(severity=severity), severity, lang)
    return drawn


def _add_axes(drawn: go.Figure, points: pl.DataFrame, lang: str) -> None:
    highest = max(1.0, *(float(str(points[name].max())) for name in ("told", "reported")))
    places, texts = ticks(0, highest)
    ends = [-0.06 * places[-1], 1.02 * places[-1]]
    axis = {"tickvals": places, "ticktext": texts, "range": ends, "zeroline": False}
    drawn.update_xaxes(axis, title=message("figures.claims_reported", lang))
    drawn.update_yaxes(axis, title=message("figures.claims_told", lang))
    drawn.add_shape(type="line", x0=ends[0], x1=ends[1], y0=ends[0], y1=ends[1], line={"dash": "dash", "width": 1})


def _add_agreeing(drawn: go.Figure, points: pl.DataFrame, lang: str) -> None:
    """One point for each number, its size by how many tell it."""
    sizes = points.group_by("x", "reported").agg(count=pl.len()).sort("x")
    drawn.add_scatter(
        name=message("figures.claims_same", lang),
        mode="markers",
        x=sizes["x"].to_list() or [None],
        y=sizes["x"].to_list() or [None],
        customdata=[list(row) for row in sizes.select("reported", "count").iter_rows()],
        hovertemplate=f"%{{customdata[0]:,}} = %{{customdata[0]:,}}<br>%{{customdata[1]:,}} × "
        f"{message('figures.claims_same', lang)}<extra></extra>",
        marker={
            "symbol": "circle",
            "color": _AGREES,
            "opacity": 0.7,
            "size": (7 + 4 * sizes["count"].log10()).to_list(),
            "line": {"color": "#555555", "width": 1},
        },
        showlegend=True,
    )


def _add_differing(drawn: go.Figure, points: pl.DataFrame, severity: str, lang: str) -> None:
    other = message("figures.claims_other", lang)
    rows = points.select("agency", "year", "told", "reported", "quote", "table", "row", "column").iter_rows(named=True)
    said = []
    for row in rows:
        place = " · ".join(_called(row["table"], row[name], lang) for name in ("row", "column") if row[name])
        said.append(
            [short(row["agency"], 60), "?" if row["year"] is None else row["year"], plain(place), row["told"],
             row["reported"], wrapped(row["quote"] or "")]
        )  # fmt: skip
    drawn.add_scatter(
        name=f"{other} · {label('severities', severity, lang)}",
        mode="markers",
        x=points["x"].to_list() or [None],
        y=points["y"].to_list() or [None],
        customdata=said,
        hovertemplate="%{customdata[0]} %{customdata[1]}<br>%{customdata[2]}<br>"
        f"{message('figures.claims_told', lang)} %{{customdata[3]:,}} · "
        f"{message('figures.claims_reported', lang)} %{{customdata[4]:,}}<br>%{{customdata[5]}}<extra></extra>",
        marker={
            "symbol": SEVERITY_SYMBOLS[severity],
            "size": 10,
            "color": SEVERITY_COLOURS[severity],
            "line": {"color": "#555555", "width": 1},
        },
        showlegend=True,
    )


def _called(table: str, code: str, lang: str) -> str:
    """The official label of a row or column, in English its code beside it; sums of rows have a code alone."""
    official = shipped_codebook().labels.get((table, code))
    if official is None:
        return code.replace("_", " ")
    return official if lang == "zh" else f"{code.replace('_', ' ')} {official}"
