"""Where a year's requests came from and what became of them, and what of it does not add up."""

from collections.abc import Sequence
from typing import NamedTuple

import plotly.graph_objects as go
import polars as pl

from toolkit.codebook import shipped_codebook
from toolkit.figures import style
from toolkit.labels import label
from toolkit.messages import counted, message

OUTCOMES = ("granted", "partly_granted", "denied", "unable", "rejected", "other_any")
"""What requests end as: two rows of the form and four sums of rows."""


class _Flow(NamedTuple):
    """Totals of one year: what came in, what went out, what is in surplus on either side, and how many reports."""

    sources: dict[str, float]
    outcomes: dict[str, float]
    lacking: float
    surplus: float
    reports: int
    left_out: int
    apart: int


def request_flow(panel: pl.DataFrame, *, year: int | None = None, lang: str = "en") -> go.Figure:
    """Returns the flow of requests in a year: new and carried in, outcomes, carried out.

    Reports whose numbers do not add up flow into or out of a node of their own, lacking and surplus apart, so that
    they never cancel each other. Reports in which a needed number is not there are left out and counted.

    Args:
        panel: one row per agency and year, totals as `requests__new__total`, as `corpus.panel`.
        year: the last one if None.
        lang: `en` or `zh`.
    """
    rows = panel.filter(pl.col("year") == (pl.col("year").max() if year is None else year))
    flow = _flow(rows)
    if not flow.reports or not sum(flow.sources.values()) + flow.surplus:
        return style.empty_figure(message("figures.flow_empty", lang))
    shown_year = rows["year"][0]
    title = message(
        "figures.flow_title",
        lang,
        year=shown_year,
        count=f"{sum(flow.sources.values()):,.0f}",
        reports=counted(flow.reports, "report", lang),
    )
    told = [
        message(
            "figures.flow_sums" if not flow.apart else "figures.flow_off",
            lang,
            reports=counted(flow.apart, "report", lang),
            lacking=f"{flow.lacking:,.0f}",
            surplus=f"{flow.surplus:,.0f}",
        )
    ]
    if flow.left_out:
        told.append(message("figures.flow_left_out", lang, reports=counted(flow.left_out, "report", lang)))
    drawn = style.figure(title, " ".join(told), 480)
    return drawn.add_trace(_sankey(flow, lang)).update_layout(margin={"l": 10, "r": 10, "b": 30})


def _flow(rows: pl.DataFrame) -> _Flow:
    sources = ("new", "carried_in")
    whole = flow_rows(rows).drop_nulls()
    off = whole.select(
        off=pl.sum_horizontal(*sources) - pl.sum_horizontal(*OUTCOMES, "carried_out"),
    )["off"]
    totals = {name: float(whole[name].sum()) for name in whole.columns}
    return _Flow(
        {name: totals[name] for name in sources},
        {name: totals[name] for name in (*OUTCOMES, "carried_out")},
        lacking=float(off.filter(off > 0).sum()),
        surplus=float(off.filter(off < 0).abs().sum()),
        reports=whole.height,
        left_out=rows.height - whole.height,
        apart=int((off != 0).sum()),
    )


def flow_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """Returns each report's new, carried_in, carried_out and `OUTCOMES`, null where a number of it is not there.

    Args:
        rows: totals as `requests__new__total`, as in `corpus.panel`.
    """
    # Either form lacks rows of the other: of `other_any` those that the report's own form has.
    return rows.select(
        *(pl.col(_column(name)).alias(name) for name in ("new", "carried_in", "carried_out")),
        *(_sum(rows, _rows_of(name)).alias(name) for name in OUTCOMES),
    )


def _rows_of(name: str) -> Sequence[str]:
    return shipped_codebook().sums.get(name, (name,))


def _column(row: str) -> str:
    return f"requests__{row}__total"


def _sum(rows: pl.DataFrame, names: Sequence[str]) -> pl.Expr:
    """The sum of rows; null where one is no number. The rows of the two forms stand for each other."""
    there = [pl.col(_column(name)) for name in names if _column(name) in rows.columns]
    if "other" not in names:
        return pl.sum_horizontal(there, ignore_nulls=False)
    of_2021 = pl.sum_horizontal([pl.col(_column(name)) for name in names if name != "other"], ignore_nulls=False)
    return pl.coalesce(of_2021, pl.col(_column("other")))


def _sankey(flow: _Flow, lang: str) -> go.Sankey:
    names = [*flow.sources, "surplus", "handled", *flow.outcomes, "lacking"]
    at = {name: place for place, name in enumerate(names)}
    colours = dict.fromkeys(names, style.SERIES[0]) | {
        "handled": "#777777",
        "carried_in": style.SERIES[1],
        "carried_out": style.SERIES[1],
        "lacking": style.SEVERITY_COLOURS["critical"],
        "surplus": style.SEVERITY_COLOURS["critical"],
    }
    links = [(name, "handled", value) for name, value in flow.sources.items()]
    links += [("surplus", "handled", flow.surplus), ("handled", "lacking", flow.lacking)]
    links += [("handled", name, value) for name, value in flow.outcomes.items()]
    links = [link for link in links if link[2] > 0]
    words = [label("flow", name, lang) for name in names]
    values = {name: sum(value for one, two, value in links if name in (one, two)) for name in names}
    # What flows through is told once, not as what comes in and what goes out together.
    values["handled"] = sum(value for _, two, value in links if two == "handled")
    return go.Sankey(
        arrangement="snap",
        node={
            "label": [
                f"{word} {values[name]:,.0f}" if values[name] else "" for name, word in zip(names, words, strict=True)
            ],
            "color": [colours[name] for name in names],
            "pad": 18,
            "thickness": 18,
            "line": {"width": 0.5, "color": "#777777"},
            "hovertemplate": "%{label}<extra></extra>",
        },
        link={
            "source": [at[one] for one, _, _ in links],
            "target": [at[two] for _, two, _ in links],
            "value": [value for *_, value in links],
            "color": [_faint(colours[two if one == "handled" else one]) for one, two, _ in links],
            "hovertemplate": "%{source.label} → %{target.label}: %{value:,}<extra></extra>",
        },
        valueformat=",d",
    )


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.35)"
