"""Who reported requests, none, or nothing one can read: agencies × years."""

import plotly.graph_objects as go
import polars as pl

from toolkit.figures import style
from toolkit.figures.style import INKS, STATE_COLOURS, STATE_PATTERNS, STATES, outlined, plain, short
from toolkit.labels import label
from toolkit.messages import counted, message

ROWS = 40
"""Agencies drawn as rows; of more, the shares per year are shown."""

_KEYS = ["agency", "region_code"]
_NAME_COLUMNS = 36
_HALF = 0.47  # of a tile's year: a narrow gap is left between tiles
_LETTERS_UP_TO = 40  # years; beyond, tiles are too narrow for a letter


def agency_states(agency_years: pl.DataFrame, *, lang: str = "en") -> go.Figure:
    """Returns the states of agencies by year: a tile each, or shares per year where agencies are many.

    Args:
        agency_years: agency, region_code, year, state (`requests`, `zero`, `blank`, `unreadable`, `missing`),
            report_id; one row per agency and year, as `corpus.agency_years`.
        lang: `en` or `zh`.

    >>> rows = [("神池县教育局", "140927", 2022, "requests", "a"), ("神池县教育局", "140927", 2023, "zero", "b")]
    >>> columns = {"agency": str, "region_code": str, "year": pl.Int32, "state": str, "report_id": str}
    >>> agency_states(pl.DataFrame(rows, schema=columns, orient="row")).layout.title.text
    '1 of 1 agency reported no request in at least one year'
    """
    if agency_years.is_empty():
        return style.empty_figure(message("figures.states_empty", lang))
    agencies = _ordered(agency_years)
    zero = agencies.filter(pl.col("zero") > 0).height
    title = message("figures.states_title", lang, zero=f"{zero:,}", agencies=counted(agencies.height, "agency", lang))
    if agencies.height > ROWS:
        subtitle = message("figures.states_shares", lang, told=_told(agency_years, lang))
        return _shares(agency_years, title, subtitle, lang)
    return _tiles(agency_years, agencies, title, _told(agency_years, lang), lang)


def _ordered(agency_years: pl.DataFrame) -> pl.DataFrame:
    """One row per agency, those with most years of no request first, then those of which least is known."""
    unknown = pl.col("state").is_in(["blank", "unreadable", "missing"])
    agencies = agency_years.group_by(_KEYS).agg(zero=(pl.col("state") == "zero").sum(), unknown=unknown.sum())
    return agencies.sort("zero", "unknown", *_KEYS, descending=[True, True, False, False]).with_row_index("row")


def _told(agency_years: pl.DataFrame, lang: str) -> str:
    """How many agency-years there are of each state."""
    counts = dict(agency_years.group_by("state").len().iter_rows())
    states = style.listed(
        [f"{label('request_states', state, lang)} {counts.get(state, 0):,}" for state in STATES], lang
    )
    years = sorted(set(agency_years["year"].to_list()))
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else f"{years[0]}"
    return message(
        "figures.states_told", lang, count=counted(agency_years.height, "agency_year", lang), years=span, states=states
    )


def _tiles(agency_years: pl.DataFrame, agencies: pl.DataFrame, title: str, subtitle: str, lang: str) -> go.Figure:
    # Agencies of different places may share a name (鼓楼区教育局): the code of the region tells them apart.
    shared = pl.len().over("agency") > 1
    code = pl.concat_str("agency", pl.lit(" "), pl.col("region_code").fill_null("?"))
    named = agencies.with_columns(name=pl.when(shared).then(code).otherwise("agency"))
    tiles = agency_years.join(named, on=_KEYS, nulls_equal=True).sort("row", "year")
    years = agency_years["year"].unique().sort().to_list()
    drawn = style.figure(title, subtitle, 200 + 26 * named.height, above=20, barmode="overlay")
    for state in STATES:
        _add_tiles(drawn, tiles.filter(state=state), state, len(years) <= _LETTERS_UP_TO, lang)
    names = named["name"].to_list()
    drawn.update_yaxes(
        tickvals=list(range(len(names))), ticktext=[short(name, _NAME_COLUMNS) for name in names], showgrid=False
    )
    # Numbers, not categories, so that names may repeat or be cut; the first agency stands at the top.
    drawn.update_yaxes(range=[len(names) - 0.4, -0.6])
    ticks = years if len(years) <= _LETTERS_UP_TO else years[:: len(years) // 20]
    drawn.update_xaxes(tickvals=ticks, ticktext=[str(year) for year in ticks], side="top", showgrid=False)
    drawn.update_xaxes(range=[years[0] - 0.5, years[-1] + 0.5], zeroline=False)
    return drawn.update_layout(margin_b=60)


def _add_tiles(drawn: go.Figure, rows: pl.DataFrame, state: str, letters: bool, lang: str) -> None:
    mark, name = label("request_marks", state, lang), label("request_states", state, lang)
    nothing = message("figures.no_report", lang)
    years = rows["year"].to_list()
    drawn.add_bar(
        orientation="h",
        name=f"{mark} {name}",
        # Without a tile plotly would leave the state out of the legend.
        y=rows["row"].to_list() or [None],
        base=[year - _HALF for year in years],
        x=[2 * _HALF for _ in years] or None,
        # Told, since plotly takes it from the rows of this state alone: tiles grow where a state is rare.
        width=0.92,
        text=[mark] * rows.height if letters else None,
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        insidetextfont={"color": INKS[state]} if state in INKS else {},
        constraintext="none",
        customdata=[
            [plain(agency), year, nothing if report_id is None else plain(report_id)]
            for agency, year, report_id in rows.select("name", "year", "report_id").iter_rows()
        ],
        hovertemplate=f"%{{customdata[0]}}<br>%{{customdata[1]}}: {name}<br>%{{customdata[2]}}<extra></extra>",
        marker=outlined(STATE_COLOURS[state], STATE_PATTERNS[state] if not letters else ""),
        showlegend=True,
    )


def _shares(agency_years: pl.DataFrame, title: str, subtitle: str, lang: str) -> go.Figure:
    counts = agency_years.group_by("year", "state").len("count")
    counts = counts.with_columns(total=pl.col("count").sum().over("year"))
    years = agency_years["year"].unique().sort().to_list()
    drawn = style.figure(title, subtitle, 480, barmode="stack")
    for state in STATES:
        rows = counts.filter(state=state).sort("year")
        name = label("request_states", state, lang)
        shares = [count / total for count, total in rows.select("count", "total").iter_rows()]
        drawn.add_bar(
            name=name,
            x=rows["year"].to_list() or [None],
            y=shares or [None],
            width=0.75,
            text=[f"{share:.0%}" if share >= 0.03 else "" for share in shares],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            customdata=rows.select("count", "total").rows(),
            hovertemplate=f"%{{x}}: {name}<br>%{{customdata[0]:,}} / %{{customdata[1]:,}} (%{{y:.1%}})<extra></extra>",
            insidetextfont={"color": INKS[state]} if state in INKS else {},
            marker=outlined(STATE_COLOURS[state], STATE_PATTERNS[state]),
            showlegend=True,
        )
    drawn.update_xaxes(tickvals=years, ticktext=[str(year) for year in years], title=label("columns", "year", lang))
    return drawn.update_yaxes(tickformat=".0%", range=[0, 1], title=message("figures.share", lang))
