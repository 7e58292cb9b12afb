"""Figures as JSON for the page: once in full, and what the other language changes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

import plotly.graph_objects as go

from toolkit.dashboard.overview import Checked, Loaded
from toolkit.dashboard.words import Both
from toolkit.figures import CONFIG, DARK, LIGHT, agency_states, findings_by_rule, inconsistent_counts


@dataclass(frozen=True)
class Chart:
    """A figure on the page: its fixed id, its title and subtitle as HTML text, and the two figures."""

    id: str
    title: Both
    subtitle: Both
    english: dict[str, Any]
    chinese: dict[str, Any]


def charts(corpus: Loaded, findings: Checked) -> list[Chart]:
    """Returns the figures of a corpus and its findings."""
    agency_years, frame, titles = corpus.agency_years, findings.frame, findings.summary()
    made = {
        "agency-states": [agency_states(agency_years, lang=lang) for lang in ("en", "zh")],
        "findings-by-rule": [findings_by_rule(frame, titles=titles, lang=lang) for lang in ("en", "zh")],
        "inconsistent-counts": [inconsistent_counts(frame, titles=titles, lang=lang) for lang in ("en", "zh")],
    }
    return [_chart(name, english, chinese) for name, (english, chinese) in made.items()]


def _chart(name: str, english: go.Figure, chinese: go.Figure) -> Chart:
    titles = [figure.layout.title for figure in (english, chinese)]
    # Titles stand on the page as headings: plotly neither wraps them nor reads them out.
    return Chart(
        name,
        Both(*(unescape(title.text or "") for title in titles)),
        Both(*(unescape(title.subtitle.text or "") for title in titles)),
        _drawn(english),
        _drawn(chinese),
    )


def _drawn(figure: go.Figure) -> dict[str, Any]:
    """A figure as JSON has it, without title and template: the page has its own."""
    drawn: dict[str, Any] = json.loads(figure.to_json())
    for trace in drawn["data"]:
        # plotly's WebGL compiles code at run time, which the page's policy forbids; of so many points as figures have
        # at most, vectors are drawn fast enough.
        trace["type"] = trace["type"].removesuffix("gl")
    layout = drawn["layout"]
    for part in ("title", "template"):
        layout.pop(part, None)
    # Room for plotly's buttons, above the years where these stand at the top.
    top = 56 if layout.get("xaxis", {}).get("side") == "top" else 34
    freed = (layout.get("margin", {}).get("t") or LIGHT.layout.margin.t) - top
    layout["margin"] = {**layout.get("margin", {}), "t": top}
    layout["height"] -= freed
    return {"data": drawn["data"], "layout": layout}


def as_json(made: list[Chart]) -> str:
    """Returns what the page's script draws, as JSON that may stand inside a script element."""
    figures = {chart.id: {"figure": chart.english, "changes": changes(chart.english, chart.chinese)} for chart in made}
    templates = {"light": LIGHT.to_plotly_json(), "dark": DARK.to_plotly_json()}
    told = {"config": dict(CONFIG), "templates": templates, "figures": figures}
    text = json.dumps(told, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    # Inside a script element `<` could end it or begin a comment; inside JSON it may always be written so.
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text


def changes(old: Any, new: Any) -> Mapping[str, Any]:
    """Returns how to make one JSON value of another: `{"=": value}`, or changes by key or index; empty if equal.

    >>> changes({"a": [1, 2], "b": "x"}, {"a": [1, 3], "b": "x"})
    {'a': {'1': {'=': 3}}}
    """
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() == new.keys():
        pairs = [(key, old[key], new[key]) for key in old]
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        pairs = [(str(index), *pair) for index, pair in enumerate(zip(old, new, strict=True))]
    else:
        return {} if old == new and type(old) is type(new) else {"=": new}
    return {key: told for key, before, after in pairs if (told := changes(before, after))}
