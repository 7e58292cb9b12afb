"""Whether what an agency carried out of a year is what it carried into the next."""

import plotly.graph_objects as go
import polars as pl

from toolkit.figures import style
from toolkit.figures.style import plain, short
from toolkit.labels import label
from toolkit.messages import counted, message

ROWS = 40
"""Agencies drawn as rows; of more, the shares per year are shown."""

OUT, INTO = "previous__requests__carried_out__total", "requests__carried_in__total"
LINKS = ("kept", "broken", "unknown")
COLOURS = {"kept": "#0072B2", "broken": "#D55E00", "unknown": "#999999"}
DASHES = {"kept": "solid", "broken": "dash", "unknown": "dot"}
PATTERNS = {"kept": "", "broken": "x", "unknown": "."}


def carry_over_chains(pairs: pl.DataFrame, *, lang: str = "en") -> go.Figure:
    """Returns each agency's years as a chain: a link holds where carried in equals the year before's carried out.

    Args:
        pairs: report_id, agency, year, previous_report_id, previous_year, gap and the totals carried over, as
            `corpus.report_pairs`.
        lang: `en` or `zh`.
    """
    if pairs.is_empty():
        return style.empty_figure(message("figures.chains_empty", lang))
    links = pairs.select(
        "agency", "year", "previous_year", "gap", chain=_chains_of(pairs), out=OUT, into=INTO
    ).with_columns(
        link=pl.when(pl.col("gap") | pl.col("out").is_null() | pl.col("into").is_null())
        .then(pl.lit("unknown"))
        .when(pl.col("out") == pl.col("into"))
        .then(pl.lit("kept"))
        .otherwise(pl.lit("broken"))
    )
    counts = dict(links.group_by("link").len().iter_rows())
    title = message(
        "figures.chains_title",
        lang,
        broken=f"{counts.get('broken', 0):,}",
        links=f"{links.height:,}",
        unknown=f"{counts.get('unknown', 0):,}",
    )
    # An agency whose name is written otherwise in another year is one chain, called as in its latest report.
    agencies = (
        links.sort("year")
        .group_by("chain")
        .agg(
            agency=pl.col("agency").last(),
            broken=(pl.col("link") == "broken").sum(),
            unknown=(pl.col("link") == "unknown").sum(),
        )
    )
    told = message("figures.chains_told", lang, agencies=counted(agencies.height, "agency", lang))
    if agencies.height > ROWS:
        return _shares(links, title, told, lang)
    order = agencies.sort("broken", "unknown", "agency", "chain", descending=[True, True, False, False]).with_row_index(
        "row"
    )
    return _chains(links.join(order.select("chain", "row"), on="chain"), order["agency"].to_list(), title, told, lang)


def _chains_of(pairs: pl.DataFrame) -> pl.Series:
    """The first report of each pair's chain: names alone do not tell agencies apart (鼓楼区教育局)."""
    first: dict[str, str] = {}
    for report, previous in pairs.sort("year").select("report_id", "previous_report_id").iter_rows():
        first[report] = first.get(previous, previous)
    return pairs["report_id"].replace_strict(first, return_dtype=pl.String)


def _chains(links: pl.DataFrame, names: list[str], title: str, subtitle: str, lang: str) -> go.Figure:
    drawn = style.figure(title, subtitle, 210 + 26 * len(names), above=30)
    for link in LINKS:
        rows = links.filter(link=link).sort("row", "year")
        x: list[float | None] = []
        y: list[int | None] = []
        told: list[list[object]] = []
        for agency, row, year, before, out, into in rows.select(
            "agency", "row", "year", "previous_year", "out", "into"
        ).iter_rows():
            x += [before, (before + year) / 2, year, None]
            y += [row, row, row, None]
            told += [[plain(agency), before, _number(out), year, _number(into)]] * 4
        drawn.add_scatter(
            name=label("links", link, lang),
            mode="lines",
            x=x or [None],
            y=y or [None],
            customdata=told,
            line={"color": COLOURS[link], "dash": DASHES[link], "width": 5 if link == "broken" else 3},
            hovertemplate=message("figures.chains_hover", lang) + "<extra></extra>",
            showlegend=True,
        )
    ends = (
        pl.concat([links.select("row", "year"), links.select("row", year="previous_year")]).unique().sort("row", "year")
    )
    drawn.add_scatter(
        mode="markers",
        x=ends["year"].to_list(),
        y=ends["row"].to_list(),
        hoverinfo="skip",
        showlegend=False,
        marker={"size": 9, "color": "#777777"},
    )
    years = list(range(int(ends["year"].min()), int(ends["year"].max()) + 1))  # type: ignore[arg-type]
    drawn.update_xaxes(tickvals=years, ticktext=[str(year) for year in years], side="top", showgrid=False)
    drawn.update_yaxes(tickvals=list(range(len(names))), ticktext=[short(name, 36) for name in names], zeroline=False)
    return drawn.update_yaxes(range=[len(names) - 0.4, -0.6]).update_layout(margin_b=60)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}"


def _shares(links: pl.DataFrame, title: str, subtitle: str, lang: str) -> go.Figure:
    counts = links.group_by("year", "link").len("count").with_columns(total=pl.col("count").sum().over("year"))
    years = links["year"].unique().sort().to_list()
    told = " ".join((subtitle, message("figures.chains_shares", lang)))
    drawn = style.figure(title, told, 460, barmode="stack")
    for link in LINKS:
        found = {year: (count, total) for year, _, count, total in counts.filter(link=link).iter_rows()}
        shown = [found.get(year, (0, 1)) for year in years]
        name = label("links", link, lang)
        drawn.add_bar(
            name=name,
            x=years,
            y=[count / total for count, total in shown],
            customdata=[[one, all_] for one, all_ in shown],
            hovertemplate=f"%{{x}} {name}: %{{y:.1%}} (%{{customdata[0]:,}} / %{{customdata[1]:,}})<extra></extra>",
            marker=style.outlined(COLOURS[link], PATTERNS[link]),
            showlegend=True,
        )
    drawn.update_xaxes(tickvals=years, ticktext=[str(year) for year in years], title=label("columns", "year", lang))
    return drawn.update_yaxes(tickformat=".0%", range=[0, 1], title=message("figures.chains_axis", lang))
