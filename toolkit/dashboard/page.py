"""The page itself: template, style, scripts and data in one file."""

import os
from base64 import b64encode
from collections.abc import Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl
from markupsafe import Markup
from plotly.colors import get_colorscale
from plotly.offline import get_plotlyjs

from toolkit.codebook import TABLES, Codebook
from toolkit.dashboard import overview, tables
from toolkit.dashboard.data import STATUSES, tidy
from toolkit.dashboard.held import Held, read_cells
from toolkit.dashboard.packing import packed
from toolkit.dashboard.sources import Checked, Loaded, Localised
from toolkit.dashboard.templates import template, text_of
from toolkit.dashboard.words import Both, both, named, spoken
from toolkit.figures import CONFIG, DARK, LIGHT, chains, cities, publication, repetition, style
from toolkit.figures.flow import OUTCOMES
from toolkit.figures.provinces import tiles
from toolkit.labels import codes
from toolkit.messages import LANGUAGES

SCRIPTS = (
    "words", "elements", "data", "filters", "figure_style", "figure_states", "figure_shares", "figure_rules",
    "figure_counts", "figure_reports", "figure_claims", "figure_flow", "figure_streaks", "figure_chains",
    "figure_cities", "figure_prose", "key_figures", "paged_table", "listings", "report_dialog", "agency_page",
    "filter_bar", "main",
)  # fmt: skip
"""The files of `script/` in the order in which they stand on the page."""

FIGURES = (
    ("agency-states", ""), ("zero-shares", ""), ("zero-streaks", ""), ("outcome-shares", ""),
    ("publication-dates", "wide"), ("request-flow", "wide"), ("findings-by-rule", "wide"), ("findings-by-year", "wide"),
    ("inconsistent-counts", ""), ("claims-against-tables", ""), ("carry-over-chains", "wide"),
    ("zero-by-province", "wide"), ("zero-by-city", "wide"), ("repeated-prose", "wide"),
)  # fmt: skip
"""The figures in the order of the page, and which of them take its whole width."""

ROOM = 10_000_000
"""Bytes that the page may have: the tables of reports that do not fit are left out, and told."""


def write_dashboard(
    corpus: Loaded,
    findings: Checked,
    path: str | os.PathLike[str],
    *,
    suspects: Localised | None = None,
    lang: str = "en",
) -> Path:
    """Writes one HTML file that shows a corpus and its findings, and returns its path.

    The file holds all it needs, opens from disk and can ask no network for anything. It holds both languages, and
    equal input gives equal bytes: `write_dashboard(corpus, findings, "dashboard.html")`.

    Args:
        corpus: what was loaded.
        findings: what the rules found.
        path: the file to write; one that is there is replaced.
        suspects: the cells probably wrong: `frame`.
        lang: `en` or `zh`, shown first.

    Raises:
        KeyError: no such language.
        OSError: the file cannot be written.
    """
    return written(Path(path), page_of(corpus, findings, suspects, lang))


def written(target: Path, page: str) -> Path:
    """Writes a page aside and renames it, so that a reader never sees half of one; returns its path."""
    aside = target.with_name(f".{target.name}.part")
    aside.write_text(page, encoding="utf-8", newline="\n")
    aside.replace(target)
    return target


def page_of(
    corpus: Loaded, findings: Checked, suspects: Localised | None, lang: str, *, part: Both | None = None
) -> str:
    """Returns the page; of a part of a corpus its name, and a link to the index of the parts."""
    if lang not in LANGUAGES:
        raise KeyError(lang)
    summary = corpus.summary()
    scripts = [_script(get_plotlyjs()), own_script()]
    counts, cells = read_cells(corpus, findings.frame)
    page = partial(
        template("page.html").render,
        lang=lang,
        part=part,
        say=both,
        policy=_policy(scripts),
        style=Markup(text_of("page.css")),
        scripts=[Markup(script) for script in scripts],
        packed={
            "page": packed(_constants(corpus.codebook)),
            "data": packed(tidy(corpus, findings, suspects, counts)),
        },
        figures=FIGURES,
        severities=style.SEVERITIES,
        words={name: named("columns", name) for name in ("province", "city", "level", "rule", "severity")},
        headline=overview.headline(summary),
        statuses=overview.statuses(corpus.documents),
        warnings=summary["warnings"],
        unread=corpus.documents.filter(pl.col("status") != "read").height,
        suspected=suspects is not None,
    )
    # What else stands on the page decides how many tables there is room for; a notice may say how many.
    without = page(held=Held("", 0, cells.reports))
    return page(held=cells.packed_within(ROOM - len(without.encode())))


def _constants(codebook: Codebook) -> Mapping[str, Any]:
    """What the script must know of words, looks and forms."""
    places = tiles()
    return {
        **spoken(codebook),
        "codebook": {"layouts": tables.layouts(codebook), "cells": tables.cells_by_form(codebook)},
        "tables": TABLES,
        "review_form": next(iter(codebook.templates)),
        "states": style.STATES,
        "state_colours": dict(style.STATE_COLOURS),
        "state_patterns": dict(style.STATE_PATTERNS),
        "inks": dict(style.INKS),
        "severities": style.SEVERITIES,
        "severity_colours": dict(style.SEVERITY_COLOURS),
        "severity_patterns": dict(style.SEVERITY_PATTERNS),
        "severity_symbols": dict(style.SEVERITY_SYMBOLS),
        "series": style.SERIES,
        "statuses": STATUSES,
        "levels": codes("levels"),
        "kinds": codes("kinds"),
        "outcomes": OUTCOMES,
        "groups": publication.GROUPS,
        "group_colours": publication.COLOURS,
        "group_patterns": publication.PATTERNS,
        "links": chains.LINKS,
        "link_colours": chains.COLOURS,
        "link_dashes": chains.DASHES,
        "link_patterns": chains.PATTERNS,
        "city_scale": get_colorscale(cities.SCALE),
        "city_unknown": cities.UNKNOWN,
        "city_province": cities.PROVINCE,
        "city_ink": cities.INK,
        "city_bright": cities.BRIGHT,
        "city_dark": cities.DARK,
        "least_alike": repetition.LEAST,
        "tiles": places["tiles"],
        "tile_names": places["short"],
        "config": dict(CONFIG),
        "templates": {"light": LIGHT.to_plotly_json(), "dark": DARK.to_plotly_json()},
    }


def own_script() -> str:
    """Returns the page's own script: the files of `script/` one after the other, with no name outside them."""
    parts = [text_of(f"script/{name}.js") for name in SCRIPTS]
    return _script("".join(['(() => {\n"use strict";\n', *parts, "})();\n"]))


def _script(source: str) -> str:
    """A script as a browser reads it, so that its digest in the policy is that of the browser."""
    return source.replace("\r\n", "\n").replace("\r", "\n")


def _policy(scripts: list[str]) -> str:
    """The page's own rule for the browser: these two scripts run, nothing is fetched or sent."""
    digests = " ".join(f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {digests}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )
