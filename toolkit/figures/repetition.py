"""Whose prose is like whose."""

import plotly.graph_objects as go
import polars as pl

from toolkit.figures import style
from toolkit.figures.style import short, wrapped
from toolkit.messages import counted, message

SLANTED = 20
"""So many names below a matrix stand slanted, more of them upright and small."""
AGENCIES = 40
"""Agencies of one side that have a row or column; of more, those with the most sections alike."""

_LOWEST = 480
LEAST = 0.75
"""Below this similarity a section is like another by a name that was left in it alone."""


def repeated_prose(reuse: pl.DataFrame, *, lang: str = "en") -> go.Figure:
    """Returns a matrix of agencies: in whose report stands text that is like whose.

    A square's colour is the highest similarity of sections of the two; a name of the other that was left in a text of
    its own counts as the least. What repeats the agency's own year before is counted in the subtitle.

    Args:
        reuse: the frame of that name: agency, year, section, section_zh, section_en, repeats_previous, repeats_other
            (null: cannot be told), other_agency, other_year, other_similarity, other_share, other_passage.
        lang: `en` or `zh`.

    >>> row = {"agency": "甲县水利局", "year": 2023, "section": "problems"}
    >>> row |= {"section_zh": "存在的主要问题", "section_en": "problems"}
    >>> row |= {"other_agency": "乙县水利局", "other_year": 2022, "other_similarity": 0.95, "other_share": 0.9}
    >>> row |= {"other_passage": "协调不够", "repeats_previous": None, "repeats_other": True}
    >>> repeated_prose(pl.DataFrame([row])).layout.title.text
    "1 of 1 section repeats another agency's: 1 pair of agencies"
    """
    judged = counted(reuse["repeats_other"].count(), "section", lang)
    alike = reuse.filter(pl.col("repeats_other") & pl.col("other_agency").is_not_null())
    told = _told(reuse, lang)
    if alike.is_empty():
        drawn = style.empty_figure(message("figures.reuse_empty", lang, judged=judged))
        return drawn.update_layout(title_subtitle_text=" ".join(told))
    pairs = _pairs(alike)
    title = message(
        "figures.reuse_title", lang, sections=f"{alike.height:,}", judged=judged,
        pairs=counted(pairs.height, "pair", lang),
    )  # fmt: skip
    sides = {side: _most(pairs, side) for side in ("agency", "other_agency")}
    shown = pairs.filter(pl.all_horizontal(pl.col(side).is_in(names) for side, names in sides.items()))
    if shown.height < pairs.height:
        told.append(message("figures.reuse_most", lang, agencies=counted(AGENCIES, "agency", lang)))
    # Below some height the scale's numbers would stand on one another.
    height = max(_LOWEST, 260 + 24 * len(sides["agency"]))
    drawn = style.figure(title, " ".join(told), height)
    _add_squares(drawn, shown, sides["agency"], sides["other_agency"], lang)
    return drawn


def _told(reuse: pl.DataFrame, lang: str) -> list[str]:
    repeated = int(reuse["repeats_previous"].sum() or 0)
    unknown = int(reuse["repeats_other"].null_count())
    told = [message("figures.reuse_previous", lang, sections=counted(repeated, "section", lang))]
    if unknown:
        told.append(message("figures.reuse_unknown", lang, sections=counted(unknown, "section", lang)))
    return told


def _pairs(alike: pl.DataFrame) -> pl.DataFrame:
    """One row per pair of agencies: how many sections, and the most similar of them."""
    order = ["other_similarity", "year", "section", "other_year"]
    return (
        alike.with_columns(pl.col("agency").fill_null("?"))
        .sort(order, descending=[True, False, False, False], nulls_last=True)
        .group_by("agency", "other_agency", maintain_order=True)
        .agg(
            pl.len().alias("sections"),
            pl.col("other_similarity", "year", "other_year", "other_share", "other_passage").first(),
            pl.col("section_zh", "section_en").first(),
        )
        .sort("agency", "other_agency")
    )


def _most(pairs: pl.DataFrame, side: str) -> list[str]:
    """The agencies of one side with the most sections, in the order of their names."""
    most = pairs.group_by(side).agg(pl.col("sections").sum()).sort("sections", side, descending=[True, False])
    return sorted(most.head(AGENCIES)[side].to_list())


def _add_squares(drawn: go.Figure, shown: pl.DataFrame, rows: list[str], columns: list[str], lang: str) -> None:
    at = {(row["agency"], row["other_agency"]): row for row in shown.iter_rows(named=True)}
    share = message("figures.reuse_share", lang)
    z: list[list[float | None]] = []
    said: list[list[str]] = []
    for agency in rows:
        found = [at.get((agency, other)) for other in columns]
        z.append([None if one is None else one["other_similarity"] or LEAST for one in found])
        said.append(["" if one is None else _hover(one, share, lang) for one in found])
    drawn.add_heatmap(
        z=z,
        x=list(range(len(columns))),
        y=list(range(len(rows))),
        text=said,
        hovertemplate="%{text}<extra></extra>",
        hoverongaps=False,
        xgap=1,
        ygap=1,
        zmin=LEAST,
        zmax=1,
        coloraxis="coloraxis",
    )
    drawn.update_xaxes(
        tickvals=list(range(len(columns))), ticktext=[short(name, 24) for name in columns],
        # More would stand on one another.
        **({"tickangle": -40} if len(columns) <= SLANTED else {"tickangle": -90, "tickfont": {"size": 9}}),
        title=message("figures.reuse_of", lang), showgrid=False,
    )  # fmt: skip
    drawn.update_yaxes(
        tickvals=list(range(len(rows))), ticktext=[short(name, 30) for name in rows], autorange="reversed",
        title=message("figures.reuse_by", lang), showgrid=False,
    )  # fmt: skip
    bar = {"title": {"text": message("figures.reuse_similarity", lang)}, "tickformat": ".0%"}
    drawn.update_layout(coloraxis={"cmin": LEAST, "cmax": 1, "colorbar": bar})


def _hover(one: dict[str, object], share: str, lang: str) -> str:
    here, there = (short(str(one[side]), 60) for side in ("agency", "other_agency"))
    parts = [
        f"{here} {one['year'] or '?'} ← {there} {one['other_year'] or '?'}",
        f"{one[f'section_{lang}']} · {counted(int(str(one['sections'])), 'section', lang)}",
    ]
    if one["other_similarity"] is not None:
        parts.append(f"{message('figures.reuse_similarity', lang)} {one['other_similarity']:.0%}")
    if one["other_share"] is not None:
        parts.append(f"{share} {one['other_share']:.0%}")
    if one["other_passage"]:
        parts.append(wrapped(str(one["other_passage"])))
    return "<br>".join(parts)
