"""How many agencies had no request: shares by year or group with what is not known as a range, and streaks."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from toolkit.figures import style
from toolkit.figures.style import plain, short
from toolkit.labels import codes, label
from toolkit.messages import counted, message

LINES = 8
"""Groups drawn as lines over the years; of more, the last year is shown, a row each."""

ROWS = 45
_AGENCY = ["agency", "region_code"]
_GROUPS = {"level": "levels", "kind": "kinds"}
_TOLD = pl.col("state").is_in(["requests", "zero"])
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "solid", "dash")
_MARKS = ("circle", "square", "diamond", "triangle-up", "cross", "x", "star", "hexagon")


def zero_shares(
    agency_years: pl.DataFrame, *, by: str | None = None, reports: pl.DataFrame | None = None, lang: str = "en"
) -> go.Figure:
    """Returns the share of agencies without a request by year, of those that tell; the bars say how far what is not
    known could move it.

    Args:
        agency_years: agency, region_code, year, state, report_id, as `corpus.agency_years`.
        by: `level`, `kind`, `province`, … of `reports`: a line each, or a row each where there are many; None for all.
        reports: report_id and the column of `by`, as `corpus.reports`.
        lang: `en` or `zh`.

    Raises:
        ValueError: `by` without `reports`.

    >>> rows = [("甲局", None, 2023, "zero"), ("乙局", None, 2023, "requests"), ("丙局", None, 2023, "blank")]
    >>> frame = pl.DataFrame(rows, schema=["agency", "region_code", "year", "state"], orient="row")
    >>> zero_shares(frame).layout.title.text
    '2023: 50.0 % of 2 agencies had no request (33.3–66.7 % with unknown ones)'
    """
    if by is not None and reports is None:
        raise ValueError("Name the reports that say what each agency is: reports=corpus.reports.")
    if agency_years.is_empty():
        return style.empty_figure(message("figures.states_empty", lang))
    known = agency_years.with_columns(group=pl.lit("")) if by is None else _grouped(agency_years, by, reports)
    shares = _shares(known)
    last = int(known["year"].max())  # type: ignore[arg-type]
    whole = _shares(known.with_columns(group=pl.lit(""))).filter(year=last).row(0, named=True)
    title, subtitle = _titles(known, whole, by, lang)
    groups = _in_order(shares["group"].unique().sort().to_list(), by)
    if len(groups) > LINES:
        return _rows(shares.filter(year=last), title, subtitle, last, by, lang)
    return _lines(shares, groups, title, subtitle, by, lang)


def zero_streaks(agency_years: pl.DataFrame, *, lang: str = "en") -> go.Figure:
    """Returns how many agencies went how many years in a row without a request, by their longest streak.

    A streak beside a year that is not known (blank, unreadable, missing) may be longer: it is drawn apart.

    Args:
        agency_years: agency, region_code, year, state, as `corpus.agency_years`.
        lang: `en` or `zh`.

    >>> rows = [("甲局", None, 2022, "zero"), ("甲局", None, 2023, "zero"), ("乙局", None, 2023, "requests")]
    >>> frame = pl.DataFrame(rows, schema=["agency", "region_code", "year", "state"], orient="row")
    >>> zero_streaks(frame).layout.title.text
    '0 of 2 agencies had no request for three years or more in a row'
    """
    if agency_years.is_empty():
        return style.empty_figure(message("figures.states_empty", lang))
    streaks = _streaks(agency_years)
    agencies = agency_years.select(_AGENCY).n_unique()
    long = streaks.filter(pl.col("years") >= 3).height
    title = message("figures.streaks_title", lang, long=f"{long:,}", agencies=counted(agencies, "agency", lang))
    none = message("figures.streaks_told", lang, none=counted(agencies - streaks.height, "agency", lang))
    drawn = style.figure(title, none, 420, barmode="stack")
    most = max(3, int(streaks["years"].max() or 0))  # type: ignore[arg-type]
    years = list(range(1, most + 1))
    for open_, name, pattern in ((False, "figures.streaks_sure", ""), (True, "figures.streaks_open", "/")):
        counts = dict(streaks.filter(open=open_).group_by("years").len().iter_rows())
        told = message(name, lang)
        drawn.add_bar(
            name=told,
            x=years,
            y=[counts.get(length, 0) for length in years],
            hovertemplate=f"%{{x}}: %{{y:,}}<br>{told}<extra></extra>",
            marker=style.outlined(style.STATE_COLOURS["zero"], pattern),
            showlegend=True,
        )
    drawn.update_xaxes(title=message("figures.streaks_years", lang), dtick=1)
    tallest = streaks.group_by("years").len()["len"].max() or 0
    return drawn.update_yaxes(title=message("figures.agencies", lang), **style.whole_numbers(int(str(tallest))))


def _grouped(agency_years: pl.DataFrame, by: str, reports: pl.DataFrame | None) -> pl.DataFrame:
    assert reports is not None
    # By its own reports, not by its name: 鼓楼区教育局 is an agency of several cities. The latest that tells counts.
    told = agency_years.join(reports.select("report_id", group=by), on="report_id", how="left")
    latest = pl.col("group").sort_by("year").drop_nulls().last()
    groups = told.group_by(_AGENCY).agg(latest.fill_null("?"))
    return agency_years.join(groups, on=_AGENCY, how="left", nulls_equal=True).with_columns(
        pl.col("group").fill_null("?")
    )


def _shares(known: pl.DataFrame) -> pl.DataFrame:
    """One row per group and year: share of those that tell, and the least and most it could be of all."""
    zero, tell, count = (pl.col("state") == "zero").sum(), _TOLD.sum(), pl.len()
    counts = known.group_by("group", "year").agg(zero=zero, told=tell, all=count).sort("group", "year")
    return counts.with_columns(
        share=pl.when(pl.col("told") > 0).then(pl.col("zero") / pl.col("told")),
        low=pl.col("zero") / pl.col("all"),
        high=(pl.col("zero") + pl.col("all") - pl.col("told")) / pl.col("all"),
    )


def _titles(known: pl.DataFrame, last: dict[str, Any], by: str | None, lang: str) -> tuple[str, str]:
    if not last["told"]:
        title = message("figures.zero_none_tell", lang, year=last["year"])
    else:
        title = message(
            "figures.zero_title",
            lang,
            year=last["year"],
            share=f"{100 * last['share']:.1f}",
            told=counted(last["told"], "agency", lang),
            low=f"{100 * last['low']:.1f}",
            high=f"{100 * last['high']:.1f}",
        )
    told = [message("figures.zero_bars", lang)]
    unplaced = known.filter(pl.col("group") == "?").select(_AGENCY).n_unique()
    if by is not None and unplaced:
        told.append(message("figures.zero_unplaced", lang, agencies=counted(unplaced, "agency", lang)))
    return title, " ".join(told)


def _in_order(groups: list[str], by: str | None) -> list[str]:
    """Levels and kinds as the labels have them, from the highest; what is not known last."""
    known = codes(_GROUPS[by]) if by in _GROUPS else ()
    return sorted(groups, key=lambda group: (group == "?", known.index(group) if group in known else len(known), group))


def _named(group: str, by: str | None, lang: str) -> str:
    if by is None:
        return message("figures.all_agencies", lang)
    if group == "?":
        return message("figures.not_known", lang)
    return label(_GROUPS[by], group, lang) if by in _GROUPS else plain(group)


def _bars(rows: pl.DataFrame) -> dict[str, Any]:
    """The range as error bars; of a share that is not known there is none."""
    up = [None if share is None else max(0.0, high - share) for share, high in rows.select("share", "high").iter_rows()]
    down = [None if share is None else max(0.0, share - low) for share, low in rows.select("share", "low").iter_rows()]
    return {"type": "data", "symmetric": False, "array": up, "arrayminus": down, "thickness": 1.2, "width": 4}


def _hover(rows: pl.DataFrame) -> list[list[object]]:
    return [[*row] for row in rows.select("zero", "told", "all", "low", "high").iter_rows()]


def _lines(shares: pl.DataFrame, groups: list[str], title: str, subtitle: str, by: str | None, lang: str) -> go.Figure:
    drawn, more = style.figure(title, subtitle, 460), message("figures.zero_hover", lang)
    years = shares["year"].unique().sort().to_list()
    for at, group in enumerate(groups):
        rows = shares.filter(group=group)
        name = _named(group, by, lang)
        # A little apart, so that the bars of two groups do not hide each other.
        shift = 0.0 if len(groups) == 1 else 0.3 * (at / (len(groups) - 1) - 0.5)
        drawn.add_scatter(
            name=name,
            mode="lines+markers",
            x=[year + shift for year in rows["year"]],
            y=rows["share"].to_list(),
            error_y=_bars(rows),
            customdata=[[year, *told] for year, told in zip(rows["year"], _hover(rows), strict=True)],
            hovertemplate=f"{name} %{{customdata[0]}}: %{{y:.1%}}<br>{more}<extra></extra>",
            line={"dash": _DASHES[at], "width": 2, "color": style.SERIES[at % len(style.SERIES)]},
            marker={"symbol": _MARKS[at], "size": 9},
            showlegend=len(groups) > 1,
        )
    drawn.update_xaxes(tickvals=years, ticktext=[str(year) for year in years], title=label("columns", "year", lang))
    return drawn.update_yaxes(tickformat=".0%", range=[-0.02, 1.02], title=message("figures.zero_axis", lang))


def _rows(shares: pl.DataFrame, title: str, subtitle: str, year: int, by: str | None, lang: str) -> go.Figure:
    # The largest groups where there are too many for rows, the highest share first.
    kept = shares.sort("all", "group", descending=[True, False]).head(ROWS)
    kept = kept.sort(pl.col("share").fill_null(-1), "group", descending=[True, False])
    if shares.height > ROWS:
        subtitle += " " + message("figures.largest_groups", lang, shown=ROWS, total=shares.height)
    drawn, more = style.figure(title, subtitle, 190 + 24 * kept.height), message("figures.zero_hover", lang)
    bars = _bars(kept)
    names = [_named(group, by, lang) for group in kept["group"]]
    drawn.add_scatter(
        mode="markers",
        x=kept["share"].to_list(),
        y=list(range(kept.height)),
        error_x=bars,
        customdata=[[year, *told] for told in _hover(kept)],
        text=names,
        hovertemplate=f"%{{text}} %{{customdata[0]}}: %{{x:.1%}}<br>{more}<extra></extra>",
        marker={"size": 10, "color": style.SERIES[0]},
        showlegend=False,
    )
    drawn.update_xaxes(tickformat=".0%", range=[-0.02, 1.02], title=message("figures.zero_axis", lang))
    drawn.update_yaxes(tickvals=list(range(kept.height)), ticktext=[short(name, 32) for name in names], zeroline=False)
    return drawn.update_yaxes(range=[kept.height - 0.4, -0.6])


def _streaks(agency_years: pl.DataFrame) -> pl.DataFrame:
    """One row per agency with a streak: its longest one in years, and whether a year beside it is not known."""
    rows = agency_years.with_columns(pl.col("region_code").cast(pl.String).fill_null("")).sort(*_AGENCY, "year")
    zero = pl.col("state") == "zero"
    told = _TOLD
    rows = rows.with_columns(
        run=(zero != zero.shift(1, fill_value=False)).cast(pl.Int32).cum_sum().over(_AGENCY),
        zero=zero,
        before=told.shift(1, fill_value=True).over(_AGENCY),
        after=told.shift(-1, fill_value=True).over(_AGENCY),
    )
    runs = (
        rows.filter("zero")
        .group_by(*_AGENCY, "run")
        .agg(years=pl.len(), open=(~pl.col("before")).any() | (~pl.col("after")).any())
    )
    longest = runs.sort("years", "open", descending=[True, True]).group_by(_AGENCY, maintain_order=True).first()
    return longest.select(*_AGENCY, pl.col("years").cast(pl.Int64), "open").sort(_AGENCY)
