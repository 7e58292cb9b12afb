"""A folder of pages, one for each province, and an index of them."""

import os
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from toolkit.dashboard import overview
from toolkit.dashboard.page import page_of, written
from toolkit.dashboard.parts import CorpusPart, FindingsPart, by_province
from toolkit.dashboard.sources import Checked, Loaded
from toolkit.dashboard.templates import template, text_of
from toolkit.dashboard.words import Both, both, named
from toolkit.figures.style import SEVERITIES
from toolkit.messages import LANGUAGES


class Line(NamedTuple):
    """A line of the index: a province's page and what is on it."""

    name: Both
    page: str
    counts: list[str]


def write_provinces(corpus: Loaded, findings: Checked, path: str | os.PathLike[str], *, lang: str = "en") -> Path:
    """Writes a page for each province and an index of them into a folder, and returns the index.

    The pages are named by the province's code (`140000.html`); agencies of no known province are in `unknown.html`.
    Findings are those of the whole corpus: nothing is judged again.

    Args:
        corpus: what was loaded.
        findings: what the rules found.
        path: the folder, made if it is not there; pages of these names are replaced.
        lang: `en` or `zh`, shown first.

    Raises:
        KeyError: no such language.
        OSError: a file cannot be written.
    """
    if lang not in LANGUAGES:
        raise KeyError(lang)
    folder = Path(path)
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for at, (province, prefix, part, found) in enumerate(by_province(corpus, findings)):
        page = f"{prefix}0000.html" if prefix else "unknown.html" if province is None else f"province-{at}.html"
        name = both("dashboard.no_province") if province is None else Both(province, province)
        written(folder / page, page_of(part, found, None, lang, part=name))
        lines.append(Line(name, page, _counts(part, found)))
    return written(folder / "index.html", _index(corpus, lines, lang))


def _counts(part: CorpusPart, found: FindingsPart) -> list[str]:
    states = part.agency_years["state"]
    severities = [found.frame.filter(severity=severity).height for severity in SEVERITIES]
    agencies = part.agency_years.select("agency", "region_code").n_unique()
    return [f"{count:,}" for count in (agencies, part.reports.height, int((states == "zero").sum()), *severities)]


def _index(corpus: Loaded, lines: list[Line], lang: str) -> str:
    summary = corpus.summary()
    heads = [
        both("dashboard.agencies"), both("dashboard.reports_shown"), both("dashboard.zero_years"),
        *(named("severities", severity) for severity in SEVERITIES),
    ]  # fmt: skip
    return template("index.html").render(
        lang=lang,
        say=both,
        style=Markup(text_of("page.css")),
        headline=overview.headline(summary),
        statuses=overview.statuses(corpus.documents),
        warnings=summary["warnings"],
        province=named("columns", "province"),
        heads=heads,
        lines=lines,
    )
