"""What became of requests, year by year: shares of the outcomes, with ranges where cells are not known."""

import plotly.graph_objects as go
import polars as pl

from toolkit.codebook import shipped_codebook
from toolkit.figures import style
from toolkit.figures.flow import OUTCOMES
from toolkit.labels import label
from toolkit.messages import counted, message

_MARKS = ("circle", "square", "diamond", "triangle-up", "cross", "x")
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
_PROCESSED = "requests__processed__total"


def outcome_shares(panel: pl.DataFrame, *, lang: str = "en") -> go.Figure:
    """Returns the share of each outcome in all requests processed, by year.

    Where cells of a report are not known, what its total leaves open may belong to any of them: the bars reach from
    none of it to all of it. Reports without a known total are left out and counted.

    Args:
        panel: one row per agency and year, as `corpus.panel`.
        lang: `en` or `zh`.
    """
    told = panel.filter(pl.col(_PROCESSED).is_not_null())
    years = _by_year(told)
    if years.is_empty() or not years["processed"].sum():
        return style.empty_figure(message("figures.flow_empty", lang))
    last = years.row(-1, named=True)
    title = message(
        "figures.outcomes_title",
        lang,
        year=last["year"],
        share=f"{100 * last['granted'] / last['processed']:.1f}",
        count=f"{last['processed']:,.0f}",
    )
    subtitle = message(
        "figures.outcomes_told",
        lang,
        reports=counted(told.height, "report", lang),
        left_out=counted(panel.height - told.height, "report", lang),
    )
    drawn = style.figure(title, subtitle, 460)
    for at, name in enumerate(OUTCOMES):
        _line(drawn, years, name, at, lang)
    ticks = years["year"].to_list()
    drawn.update_xaxes(tickvals=ticks, ticktext=[str(year) for year in ticks], title=label("columns", "year", lang))
    return drawn.update_yaxes(tickformat=".0%", rangemode="tozero", title=message("figures.outcomes_axis", lang))


def outcome_rows(told: pl.DataFrame) -> pl.DataFrame:
    """Returns each row's outcomes as far as known, and what could be added to each (`granted_more`, …).

    Args:
        told: `requests__processed__total`, known, and the other totals of table 3, as in `corpus.panel`.

    Returns:
        The columns of `told` that are no totals, `processed`, and of each outcome its known sum and `…_more`.
    """
    sums = shipped_codebook().sums
    parts = {name: [f"requests__{row}__total" for row in sums.get(name, (name,))] for name in OUTCOMES}
    known = {
        name: pl.sum_horizontal([column for column in columns if column in told.columns])
        for name, columns in parts.items()
    }
    rows = told.select(
        pl.exclude("^.*__.*$"),
        processed=_PROCESSED,
        **known,
        **{f"{name}_open": _open(columns, told) for name, columns in parts.items()},
    )
    rest = (pl.col("processed") - pl.sum_horizontal(*OUTCOMES)).clip(lower_bound=0)
    return rows.with_columns(
        pl.when(f"{name}_open").then(rest).otherwise(0.0).alias(f"{name}_more") for name in OUTCOMES
    ).drop(f"{name}_open" for name in OUTCOMES)


def _by_year(told: pl.DataFrame) -> pl.DataFrame:
    """One row per year with something processed."""
    names = ["processed", *OUTCOMES, *(f"{name}_more" for name in OUTCOMES)]
    rows = outcome_rows(told)
    return rows.group_by("year").agg(pl.col(names).sum()).filter(pl.col("processed") > 0).sort("year")


def _open(columns: list[str], told: pl.DataFrame) -> pl.Expr:
    """Whether a cell of an outcome is not known; of `other` either form's cells may stand for the other's."""
    absent = [pl.col(column).is_null() for column in columns if column in told.columns]
    newer = [column for column in columns if column != "requests__other__total"]
    if len(newer) == len(columns):
        return pl.any_horizontal(absent)
    return (
        pl.any_horizontal([pl.col(column).is_null() for column in newer]) & pl.col("requests__other__total").is_null()
    )


def _line(drawn: go.Figure, years: pl.DataFrame, name: str, at: int, lang: str) -> None:
    told = label("flow", name, lang)
    share = (years[name] / years["processed"]).to_list()
    more = (years[f"{name}_more"] / years["processed"]).to_list()
    shift = 0.25 * (at / (len(OUTCOMES) - 1) - 0.5)
    drawn.add_scatter(
        name=told,
        mode="lines+markers",
        x=[year + shift for year in years["year"]],
        y=share,
        error_y={
            "type": "data",
            "symmetric": False,
            "array": more,
            "arrayminus": [0.0] * len(more),
            "thickness": 1.2,
            "width": 4,
        },
        customdata=[
            [year, count, extra] for year, count, extra in years.select("year", name, f"{name}_more").iter_rows()
        ],
        hovertemplate=f"{told} %{{customdata[0]}}: %{{y:.1%}}"
        " (%{customdata[1]:,}, ≤ +%{customdata[2]:,})<extra></extra>",
        line={"dash": _DASHES[at], "color": style.SERIES[at]},
        marker={"symbol": _MARKS[at], "size": 9},
        showlegend=True,
    )
