"""When reports were published, beside the days that article 49 of the regulation names."""

from datetime import date

import plotly.graph_objects as go
import polars as pl

from toolkit.figures import style
from toolkit.labels import label
from toolkit.messages import counted, message

GROUPS = ("department", "government", "not_named")
_LAST_WEEK = 52
COLOURS = dict(zip(GROUPS, ("#0072B2", "#56B4E9", "#F0E442"), strict=True))
PATTERNS = dict(zip(GROUPS, ("", "/", "."), strict=True))
# Where the lines stand, behind the last day of the month of a year without a leap day.
_JANUARY, _MARCH = 31, 90


def publication_dates(dates: pl.DataFrame, *, lang: str = "en") -> go.Figure:
    """Returns how many reports were published in which week after the year they are about.

    The dates are those the pages show: moving a site changes them.

    Args:
        dates: year, published, named, deadline, as `corpus.report_dates`.
        lang: `en` or `zh`.
    """
    dated = days_after(dates)
    unknown = dates.height - dated.height
    if dated.is_empty():
        return style.empty_figure(message("figures.dates_empty", lang, reports=counted(dates.height, "report", lang)))
    by = [int(dated[name].sum()) for name in ("january", "march")]
    title = message(
        "figures.dates_title",
        lang,
        reports=counted(dated.height, "report", lang),
        january=f"{by[0]:,}",
        march=f"{by[1] - by[0]:,}",
        later=f"{dated.height - by[1]:,}",
    )
    early = dated.filter(pl.col("day") < 0).height
    told = [message("figures.dates_told", lang, unknown=counted(unknown, "report", lang))]
    if early:
        told.append(message("figures.dates_early", lang, reports=counted(early, "report", lang)))
    drawn = style.figure(title, " ".join(told), 440, barmode="stack")
    weeks = dated.with_columns(week=(pl.col("day").clip(0, 7 * _LAST_WEEK) // 7))
    counts = {(week, group): n for week, group, n in weeks.group_by("week", "group").len().iter_rows()}
    shown = list(range(max(14, int(weeks["week"].max()) + 1)))  # type: ignore[arg-type]
    for group in GROUPS:
        name = label("deadlines", group, lang)
        drawn.add_bar(
            name=name,
            x=[7 * week + 3.5 for week in shown],
            y=[counts.get((week, group), 0) for week in shown],
            width=6.6,
            customdata=[_span(week) for week in shown],
            hovertemplate=f"%{{customdata}} {name}: %{{y:,}}<extra></extra>",
            marker=style.outlined(COLOURS[group], PATTERNS[group]),
            showlegend=True,
        )
    tallest = int(str(weeks.group_by("week").len()["len"].max()))
    return _axes(drawn, len(shown), tallest, lang)


def _axes(drawn: go.Figure, weeks: int, tallest: int, lang: str) -> go.Figure:
    """Months below, the two days of the regulation as lines."""
    for day, when in ((_JANUARY, "01-31"), (_MARCH, "03-31")):
        drawn.add_vline(x=day, line={"dash": "dash", "width": 1}, annotation_text=when, annotation_position="top")
    firsts = [(date(2001, month, 1) - date(2001, 1, 1)).days for month in range(1, 13)]
    drawn.update_xaxes(
        tickvals=firsts,
        ticktext=[f"{month:02}-01" for month in range(1, 13)],
        range=[-3, 7 * weeks + 3],
        title=message("figures.dates_axis", lang),
    )
    return drawn.update_yaxes(title=message("figures.dates_reports", lang), **style.whole_numbers(tallest))


def days_after(dates: pl.DataFrame) -> pl.DataFrame:
    """Returns the reports that show a date: days after the year they are about, and who article 49 names them as.

    Args:
        dates: year, published, named, deadline, as `corpus.report_dates`; report_id where it is there.
    """
    after = pl.col("published") - pl.date(pl.col("year") + 1, 1, 1)
    known = dates.filter(pl.col("published").is_not_null() & pl.col("year").is_not_null())
    return known.select(
        pl.col("^report_id$"),
        day=after.dt.total_days(),
        january=pl.col("published") <= pl.date(pl.col("year") + 1, 1, 31),
        march=pl.col("published") <= pl.date(pl.col("year") + 1, 3, 31),
        group=pl.when(~pl.col("named").fill_null(False)).then(pl.lit("not_named"))
        .when(pl.col("deadline").dt.month() == 3).then(pl.lit("government"))
        .otherwise(pl.lit("department")),
    )  # fmt: skip


def _span(week: int) -> str:
    if week >= _LAST_WEEK:
        return "≥ 12-31"
    first, last = (date.fromordinal(date(2001, 1, 1).toordinal() + day) for day in (7 * week, 7 * week + 6))
    return f"{first:%m-%d}…{last:%m-%d}"
