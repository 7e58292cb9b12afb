"""How figures look: colours, patterns and marks of the codes, light and dark, and text from reports made harmless."""

import unicodedata
from collections.abc import Iterable, Mapping
from html import escape, unescape
from types import MappingProxyType
from typing import Any

import plotly.graph_objects as go

STATES = ("requests", "zero", "blank", "unreadable", "missing")
SEVERITIES = ("critical", "warning", "info")

# Okabe and Ito's colours, told apart by colour-blind readers; in grey the patterns and letters tell.
STATE_COLOURS = MappingProxyType(
    dict(zip(STATES, ("#0072B2", "#56B4E9", "#F0E442", "#D55E00", "rgba(0,0,0,0)"), strict=True))
)
STATE_PATTERNS = MappingProxyType(dict(zip(STATES, ("", "/", ".", "x", ""), strict=True)))
SEVERITY_COLOURS = MappingProxyType(dict(zip(SEVERITIES, ("#D55E00", "#F0E442", "#56B4E9"), strict=True)))
SEVERITY_PATTERNS = MappingProxyType(dict(zip(SEVERITIES, ("", "/", "."), strict=True)))
SEVERITY_SYMBOLS = MappingProxyType(dict(zip(SEVERITIES, ("x", "diamond", "circle"), strict=True)))

SERIES = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#999999", "#8C6D1F")
"""Colours of lines one beside the other; marks and dashes tell them apart without colour."""

# Letters on a colour; what is not named is drawn on the page itself and takes the page's ink.
INKS = MappingProxyType({"requests": "white", "zero": "black", "blank": "black", "unreadable": "black"})

CONFIG: Mapping[str, Any] = MappingProxyType({"showSendToCloud": False, "displaylogo": False, "responsive": True})
"""plotly's own buttons to its makers' sites are off."""

_FONTS = "system-ui, Noto Sans CJK SC, Microsoft YaHei, PingFang SC, Hiragino Sans GB, sans-serif"
_OUTLINE = "#777777"
_TOP, _ABOVE, _LEFT = 90, 18, 10
"""Pixels above the axes, with a title and a subtitle of one line each; above the title; and left of it."""
# At the edge of the figure: beside long names of agencies or rules a title would lose its room.
_TITLES = {
    "x": 0, "xref": "container", "xanchor": "left", "y": 1, "yref": "container", "yanchor": "top",
    "pad": {"l": _LEFT, "t": _ABOVE}, "font": {"size": 18},
}  # fmt: skip
_FEW = 5
_TITLE, _SUBTITLE = (76, 23), (104, 16)
"""Columns of a line that fit into 760 pixels, and its height in pixels."""


def _template(ink: str, page: str, grid: str, *, dark: bool) -> go.layout.Template:
    axis = {
        "gridcolor": grid,
        "linecolor": _OUTLINE,
        "zerolinecolor": grid,
        "ticks": "outside",
        "tickcolor": _OUTLINE,
        "automargin": True,
        "title": {"standoff": 12},
    }
    return go.layout.Template(
        layout={
            "font": {"family": _FONTS, "color": ink, "size": 13},
            "paper_bgcolor": page,
            "plot_bgcolor": page,
            "xaxis": axis,
            "yaxis": axis,
            "hoverlabel": {
                "align": "left",
                "bgcolor": page,
                "bordercolor": _OUTLINE,
                "font": {"color": ink, "family": _FONTS},
            },
            "title": _TITLES,
            "legend": {"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom", "traceorder": "normal"},
            "margin": {"l": 10, "r": 20, "t": _TOP, "b": 90},
            # Many stand out from the page: dark on light, light on dark.
            "coloraxis": {"colorscale": "Cividis", "reversescale": not dark},
            "shapedefaults": {"line": {"color": ink}},
            "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": _OUTLINE, "activecolor": ink},
        },
        # On a bar without colour plotly would write in black, also on a dark page.
        data={"bar": [{"insidetextfont": {"color": ink}}]},
    )


LIGHT = _template("#1f2328", "#ffffff", "#e3e6ea", dark=False)
DARK = _template("#e6e8eb", "#1b1e23", "#383d45", dark=True)
"""The same figure on a dark page: `figure.update_layout(template=DARK)`."""


def plain(text: object) -> str:
    """Returns a text as plotly shows it unchanged: plotly reads tags, and a report may hold some.

    >>> plain("<a href='x'>局</a>\\u202e")
    "&lt;a href='x'&gt;局&lt;/a&gt; "
    """
    kept = ("?" if text is None else str(text)).strip("\n")
    seen = "".join(" " if unicodedata.category(mark) in ("Cc", "Cf", "Cs") else mark for mark in kept)
    # Quotes stay: plotly would show their entities as they are, and without `<` there is no tag for them to end.
    return escape(seen, quote=False)


def short(text: str | None, width: int) -> str:
    """Returns a text of at most `width` columns (a Chinese character takes two), made harmless, cut ones with `…`.

    >>> short("忻州市生态环境局神池分局", 12), short("a name", 12)
    ('忻州市生态…', 'a name')
    """
    room, kept = width, ""
    for mark in text or "?":
        room -= 2 if unicodedata.east_asian_width(mark) in "WF" else 1
        if room < 0:
            # The cut itself needs two columns.
            while kept and _columns(kept) > width - 2:
                kept = kept[:-1]
            return plain(kept) + "…"
        kept += mark
    return plain(kept)


def wrapped(text: str, width: int = 72, lines: int = 5) -> str:
    """Returns a text of a few lines of at most `width` columns, made harmless: plotly itself never breaks a line.

    >>> wrapped("reported 12, expected 13", 14), wrapped("年度报告" * 3, 8, lines=2)
    ('reported 12, <br>expected 13', '年度报告<br>年度报…')
    """
    made: list[str] = []
    rest = text
    while rest and len(made) < lines - 1 and _columns(rest) > width:
        fits = 0
        while _columns(rest[: fits + 1]) <= width:
            fits += 1
        # Between words where there are any, else between characters, as Chinese is.
        cut = rest.rfind(" ", 0, fits) + 1 or max(fits, 1)
        made.append(plain(rest[:cut]))
        rest = rest[cut:]
    return "<br>".join([*made, short(rest, width)] if rest else made)


def _even(text: str, width: int) -> str:
    """A text in as few lines as it needs, none of them much shorter than the others."""
    most = _columns(text)  # no line is cut off: what is left out is told here
    widest = wrapped(text, width, most)
    lines = widest.count("<br>")
    narrower = (wrapped(text, columns, most) for columns in range(_columns(text) // (lines + 1), width))
    return next((made for made in narrower if made.count("<br>") == lines), widest)


def listed(parts: Iterable[str], lang: str) -> str:
    """Returns parts one after another, with the comma of the language."""
    return {"en": ", ", "zh": "，"}[lang].join(parts)


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in text)


def figure(title: str, subtitle: str, height: int, *, above: int = 0, **layout: Any) -> go.Figure:
    """Returns a figure without traces; what does not fit into a line of its titles goes on in the next one.

    Args:
        title: what is seen.
        subtitle: of what, and what is left out.
        height: in pixels, with titles of one line.
        above: more room between titles and axes, in pixels, as years at the top need.
        **layout: more of plotly's layout.
    """
    (columns, line), (small_columns, small_line) = _TITLE, _SUBTITLE
    # The titles' parts are harmless already; made harmless again they would show what stands for `<`.
    heading, told = _even(unescape(title), columns), _even(unescape(subtitle), small_columns)
    lower = line * heading.count("<br>")
    more = lower + small_line * told.count("<br>")
    return go.Figure(
        layout={
            "template": LIGHT,
            # Two lines plotly would put around the place of one.
            "title": {"text": heading, "subtitle": {"text": told}, "pad": {"l": _LEFT, "t": _ABOVE + lower / 2}},
            "height": height + more,
            "margin": {"t": _TOP + above + more},
            **layout,
        }
    )


def empty_figure(title: str) -> go.Figure:
    """Returns a figure that says only that there is nothing to see, and of what."""
    drawn = figure(title, "", 200)
    drawn.update_xaxes(visible=False)
    drawn.update_yaxes(visible=False)
    return drawn.add_annotation(text="∅", showarrow=False, x=0.5, y=0.5, xref="paper", yref="paper", font={"size": 32})


def outlined(colour: str, pattern: str = "") -> dict[str, Any]:
    """Returns the marker of a bar: a colour, its pattern, and an outline seen on light and dark pages."""
    # Black lines on the colour: a pattern must be seen in grey and on a dark page too.
    lines = {"shape": pattern, "fgcolor": "#1f2328", "fillmode": "overlay", "size": 7, "solidity": 0.18}
    return {"color": colour, "line": {"color": _OUTLINE, "width": 1}, "pattern": lines if pattern else {}}


def one_line(title: str) -> str:
    """Returns a title of a figure without the ends of its lines, for where it is a heading.

    >>> one_line("reported 12, <br>expected 13")
    'reported 12, expected 13'
    """
    return title.replace("<br>", "")


def whole_numbers(highest: int) -> dict[str, Any]:
    """Returns what an axis of counts needs, which begins at 0."""
    # Of a few plotly's own steps are fractions, which whole numbers would tell as 0, 0, 1, 1.
    return {"tickformat": ",d", "rangemode": "tozero", **({"dtick": 1} if highest <= _FEW else {})}


def ends(values: Iterable[float], percent: bool) -> tuple[float, float]:
    """Returns the lowest and the highest of numbers; of one number alone, ends that a scale can have.

    >>> ends([0.25, 0.5], True), ends([0.25], True), ends([12.0], False), ends([-5.0], False)
    ((0.25, 0.5), (0.0, 1.0), (0.0, 12.0), (-5.0, 0.0))
    """
    known = sorted(values)
    low, high = known[0], known[-1]
    if low < high:
        return low, high
    return (0.0, 1.0) if percent or not low else (min(low, 0.0), max(high, 0.0))
