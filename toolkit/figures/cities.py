"""A measure by province and prefecture: areas by how much there is, colours by the measure."""

import plotly.graph_objects as go
import polars as pl
from plotly.colors import sample_colorscale

from toolkit.figures import style
from toolkit.figures.provinces import shown_value
from toolkit.figures.style import plain
from toolkit.messages import counted, message

SCALE = "Cividis"
# Not the ink of all figures, which on a dark page of a notebook becomes that page's: a province stays light.
UNKNOWN, PROVINCE, INK = "#ffffff", "#e3e6ea", "#000000"
BRIGHT, DARK = "#ffffff", 0.53
"""The ink of areas beyond this share of the scale: there black and white both have a contrast of 4.5 : 1."""


def city_areas(
    measures: pl.DataFrame, *, measure_en: str, measure_zh: str, percent: bool = False, lang: str = "en"
) -> go.Figure:
    """Returns the prefectures as areas inside their provinces, coloured by a measure; a click goes into a province.

    Prefectures have no tiles of one size as provinces have (`province_map`): there are more than 330, and most corpora
    hold few. An area is as large as what it stands for is many; a white one is not known.

    Args:
        measures: province and city (full names; null city: those of no prefecture), value (null: not known) and count
            (how many reports or agencies it is of); one row each.
        measure_en: what the value is, in English.
        measure_zh: what the value is, in Chinese.
        percent: whether values are shares.
        lang: `en` or `zh`.

    Raises:
        ValueError: a prefecture stands there twice.

    >>> rows = {"province": ["山西省", "山西省"], "city": ["忻州市", "太原市"], "value": [0.5, 0.25], "count": [2, 4]}
    >>> drawn = city_areas(pl.DataFrame(rows), measure_en="zero requests", measure_zh="零申请", percent=True)
    >>> drawn.layout.title.text
    'zero requests by prefecture: 2 of 2 known'
    """
    rows = measures.drop_nulls("province").filter(pl.col("count") > 0).sort("province", "city", nulls_last=False)
    if rows.select("province", "city").is_duplicated().any():
        raise ValueError("A prefecture stands there twice: gather its rows first.")
    told = measure_zh if lang == "zh" else measure_en
    known = rows.filter(pl.col("value").is_not_null() & pl.col("value").is_not_nan())
    if known.is_empty():
        return style.empty_figure(message("figures.provinces_empty", lang, measure=told))
    title = message("figures.cities_title", lang, measure=told, known=f"{known.height:,}", all=f"{rows.height:,}")
    drawn = style.figure(title, message("figures.cities_told", lang), 660)
    least, most = style.ends(known["value"], percent)
    drawn.add_treemap(**_areas(rows, told, percent, lang, (least, most)))
    bar = {"title": {"text": told, "side": "right"}, "tickformat": ".0%" if percent else ",.3~g"}
    # plotly paints areas without a number as dark as the highest ones: the colours are told one by one, and the bar
    # belongs to a point that is not there.
    scale = {"colorscale": SCALE, "reversescale": True, "cmin": least, "cmax": most, "showscale": True}
    drawn.add_scatter(x=[None], y=[None], mode="markers", marker={**scale, "colorbar": bar}, showlegend=False)
    drawn.update_xaxes(visible=False).update_yaxes(visible=False)
    # Names that would shrink until nobody can read them are left out: a pointer on the area tells them.
    drawn.update_layout(uniformtext={"minsize": 10, "mode": "hide"})
    return drawn.update_layout(margin={"l": 10, "r": 10, "b": 20})


def _areas(rows: pl.DataFrame, told: str, percent: bool, lang: str, ends: tuple[float, float]) -> dict[str, object]:
    """One area for each province and one inside it for each row; the province's own row stands inside it, too."""
    names: list[tuple[str, str, str, int, float | None]] = []
    for (province,), inside in rows.group_by(["province"], maintain_order=True):
        names.append((str(province), str(province), "", int(inside["count"].sum()), None))
        for city, value, count in inside.select("city", "value", "count").iter_rows():
            label = city or message("figures.cities_own", lang)
            names.append((f"{province}/{city or ''}", label, str(province), count, value))
    ids, labels, parents, counts, values = (list(column) for column in zip(*names, strict=True))
    known = [value is not None and value == value for value in values]
    shown = [
        shown_value(value if is_known else None, percent) if parent else ""
        for parent, value, is_known in zip(parents, values, known, strict=True)
    ]
    colours = [
        PROVINCE if not parent else _colour(value, ends) if is_known else UNKNOWN
        for parent, value, is_known in zip(parents, values, known, strict=True)
    ]
    return {
        "ids": [plain(one) for one in ids],
        "labels": [plain(one) for one in labels],
        "parents": [plain(one) for one in parents],
        "values": counts,
        "branchvalues": "total",
        "customdata": [[text, told, counted(count, "report", lang)] for text, count in zip(shown, counts, strict=True)],
        "texttemplate": "%{label}<br>%{customdata[0]}",
        "hovertemplate": "%{label}<br>%{customdata[1]} %{customdata[0]}<br>%{customdata[2]}<extra></extra>",
        "marker": {"colors": colours, "line": {"width": 1, "color": "#777777"}},
        "textfont": {"color": [INK if value is None else _ink(value, ends) for value in values]},
        "root": {"color": "rgba(0,0,0,0)"},
        # The name of a province that stands alone, on its own light colour also on a dark page.
        "outsidetextfont": {"color": INK},
        "tiling": {"pad": 2},
    }  # fmt: skip


def _colour(value: float | None, ends: tuple[float, float]) -> str:
    """Bright where there is little, dark where there is much, as on the tiles of provinces."""
    [colour] = sample_colorscale(SCALE, [1 - (0.0 if value is None else _share(value, ends))])
    return str(colour)


def _ink(value: float, ends: tuple[float, float]) -> str:
    return BRIGHT if _share(value, ends) > DARK else INK


def _share(value: float, ends: tuple[float, float]) -> float:
    least, most = ends
    return (value - least) / (most - least)
