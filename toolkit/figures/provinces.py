"""A map of the provinces as tiles of one size: any measure, no border, nothing asked of any network."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import polars as pl

from toolkit.figures import style
from toolkit.messages import counted, message


@cache
def tiles() -> Mapping[str, Any]:
    """Returns where each province stands in the map (`tiles`: column, row), and names too long for a tile (`short`)."""
    return tomllib.loads(Path(__file__).with_name("provinces.toml").read_text("utf-8"))


def province_map(
    measures: pl.DataFrame, *, measure_en: str, measure_zh: str, percent: bool = False, lang: str = "en"
) -> go.Figure:
    """Returns the provinces as tiles in the places of a map, coloured and labelled by a measure.

    Args:
        measures: province (full name) and value, one row each; null where the measure is not known.
        measure_en: what the value is, in English.
        measure_zh: what the value is, in Chinese.
        percent: whether values are shares.
        lang: `en` or `zh`.

    Raises:
        ValueError: a province stands there twice.

    >>> frame = pl.DataFrame({"province": ["山西省", "江苏省"], "value": [0.5, 0.25]})
    >>> province_map(frame, measure_en="zero requests", measure_zh="零申请", percent=True).layout.title.text
    'zero requests by province: from 25 % (江苏省) to 50 % (山西省)'
    """
    if measures["province"].drop_nulls().is_duplicated().any():
        raise ValueError("A province stands there twice: gather its rows first.")
    told = measure_zh if lang == "zh" else measure_en
    known = measures.drop_nulls("province").filter(pl.col("value").is_not_null() & pl.col("value").is_not_nan())
    values = dict(
        known.filter(pl.col("province").is_in(list(tiles()["tiles"]))).select("province", "value").iter_rows()
    )
    if not values:
        return style.empty_figure(message("figures.provinces_empty", lang, measure=told))
    least, most = (pick(values.items(), key=lambda item: (item[1], item[0])) for pick in (min, max))
    low, high = (_shown(value, percent) for _, value in (least, most))
    title = (
        message("figures.provinces_title", lang, measure=told, low=low, least=least[0], high=high, most=most[0])
        if least[1] < most[1]
        else message("figures.provinces_even", lang, measure=told, value=low)
    )
    unplaced = known.height - len(values)
    subtitle = message(
        "figures.provinces_told",
        lang,
        count=counted(len(values), "province", lang),
        rest=len(tiles()["tiles"]) - len(values),
    )
    if unplaced:
        subtitle += " " + message("figures.provinces_unplaced", lang, count=unplaced)
    drawn = style.figure(title, subtitle, 660)
    return _draw(drawn, values, percent, told)


def _draw(drawn: go.Figure, values: dict[str, float], percent: bool, told: str) -> go.Figure:
    places = tiles()["tiles"]
    width, height = (1 + max(place[at] for place in places.values()) for at in (0, 1))
    grid: list[list[float | None]] = [[None] * width for _ in range(height)]
    hover = [[""] * width for _ in range(height)]
    for province, (x, y) in places.items():
        grid[y][x] = values.get(province)
        hover[y][x] = f"{province}: {shown_value(values.get(province), percent)}"
        _add_tile(drawn, province, values, percent)
    drawn.add_heatmap(
        z=grid, x=list(range(width)), y=list(range(height)), text=hover, hovertemplate="%{text}<extra></extra>",
        hoverongaps=False, coloraxis="coloraxis", xgap=4, ygap=4,
    )  # fmt: skip
    bar = {"title": {"text": told, "side": "right"}, "tickformat": ".0%" if percent else ",.3~g"}
    # The same way round on either page: the letters on the tiles are black or white for these colours.
    low, high = style.ends(values.values(), percent)
    drawn.update_layout(coloraxis={"colorbar": bar, "reversescale": True, "cmin": low, "cmax": high}, margin_b=20)
    drawn.update_xaxes(visible=False, range=[-0.6, width - 0.4], constrain="domain")
    return drawn.update_yaxes(visible=False, range=[height - 0.4, -0.6], scaleanchor="x")


def _add_tile(drawn: go.Figure, province: str, values: dict[str, float], percent: bool) -> None:
    """The outline of a tile, and what stands on it."""
    x, y = tiles()["tiles"][province]
    drawn.add_shape(
        type="rect", x0=x - 0.48, x1=x + 0.48, y0=y - 0.48, y1=y + 0.48, line={"width": 1, "color": "#777777"},
        layer="above",
    )  # fmt: skip
    value, (low, high) = values.get(province), style.ends(values.values(), percent)
    # Reversed, Cividis is bright where there are few and dark where there are many.
    dark = value is not None and (value - low) / (high - low) > 0.5
    ink = {} if value is None else {"color": "white" if dark else "black"}
    text = f"{tiles()['short'].get(province, province[:2])}<br>{shown_value(value, percent)}"
    drawn.add_annotation(x=x, y=y, text=text, showarrow=False, font={"size": 11, **ink})


def shown_value(value: float | None, percent: bool) -> str:
    """Returns a measure as it stands on a tile, a dash where it is not known."""
    return "–" if value is None else _shown(value, percent)


def _shown(value: float, percent: bool) -> str:
    if percent:
        # Whole ones short: they are the most, and a tile is small. What only rounds to a whole one is told as rounded.
        whole = round(100 * value, 9).is_integer()
        return f"{100 * value:.0f} %" if whole else f"{100 * value:.1f} %"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.3g}"
