"""The figures of a selection, by name."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import plotly.graph_objects as go
import polars as pl

from toolkit.explorer.entries import Selection
from toolkit.figures import (
    CONFIG,
    agency_states,
    findings_by_rule,
    findings_by_year,
    inconsistent_counts,
    province_map,
    zero_shares,
)
from toolkit.messages import message

MIME = "application/vnd.plotly.v1+json"
"""What JupyterLab, Jupyter Notebook and VS Code draw by plotly."""

_ROOM = {True: 56, False: 34}
"""Pixels above a figure without its title, for plotly's buttons: more where the years stand at the top."""


@dataclass(frozen=True)
class Drawn:
    """What figures are made of.

    Attributes:
        chosen: the selection.
        agency_years: the corpus's frame, not filtered.
        reports: the corpus's frame, not filtered.
        titles: one row per rule: suite, rule, titles, and `pass` and `unknown` where they hold for the selection.
        lang: `en` or `zh`.
    """

    chosen: Selection
    agency_years: pl.DataFrame
    reports: pl.DataFrame
    titles: pl.DataFrame
    lang: str


def _states(of: Drawn) -> go.Figure:
    return agency_states(of.chosen.agency_years(of.agency_years), lang=of.lang)


def _zero(of: Drawn) -> go.Figure:
    return zero_shares(of.chosen.agency_years(of.agency_years), lang=of.lang)


def _levels(of: Drawn) -> go.Figure:
    return zero_shares(of.chosen.agency_years(of.agency_years), by="level", reports=of.reports, lang=of.lang)


def _rules(of: Drawn) -> go.Figure:
    return findings_by_rule(of.chosen.findings, titles=of.titles, lang=of.lang)


def _years(of: Drawn) -> go.Figure:
    return findings_by_year(of.chosen.findings, titles=of.titles, lang=of.lang)


def _counts(of: Drawn) -> go.Figure:
    return inconsistent_counts(of.chosen.findings, titles=of.titles, lang=of.lang)


def _map(of: Drawn) -> go.Figure:
    """Of the reports asked for, whatever was found of them: the share with a finding of the rule and severity."""
    words = {"measure_en": message("explorer.share", "en"), "measure_zh": message("explorer.share", "zh")}
    reports = of.chosen.population.drop_nulls("report_id")
    found = pl.col("entry").is_in(of.chosen.findings["entry"].unique().implode())
    measures = reports.drop_nulls("province").group_by("province").agg(value=found.mean()).sort("province")
    return province_map(measures, **words, percent=True, lang=of.lang)


PICTURES: Mapping[str, Callable[[Drawn], go.Figure]] = MappingProxyType(
    {
        "states": _states,
        "zero": _zero,
        "levels": _levels,
        "rules": _rules,
        "years": _years,
        "counts": _counts,
        "map": _map,
    }
)
"""The figures by name, in the order they are offered in."""


def bundle(figure: go.Figure) -> dict[str, Any]:
    """Returns a figure as a front end draws it, without its title: plotly does not wrap it, a heading does."""
    drawn: dict[str, Any] = json.loads(figure.to_json())
    layout = drawn["layout"]
    layout.pop("title", None)
    top = _ROOM[layout.get("xaxis", {}).get("side") == "top"]
    margin = layout.get("margin", {})
    freed = (margin.get("t") or figure.layout.template.layout.margin.t) - top
    layout["margin"] = {**margin, "t": top}
    layout["height"] -= freed
    return {MIME: {**drawn, "config": dict(CONFIG)}}
