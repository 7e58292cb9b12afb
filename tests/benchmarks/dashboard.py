"""The dashboard of 10,000 reports: its size, and how long a reader waits, beside a page of the bare figures.

The bare page holds the same figures as the package makes them, and draws them with plotly as plotly's own pages do.
Both are opened from disk in a fresh tab, by turns; medians. A filter is timed from the choice to the next frame in
which the page stands, the bare page by drawing its figures once more with new data.
"""

import json
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import plotly.graph_objects as go
import polars as pl
from playwright.sync_api import Browser, Page, sync_playwright
from plotly.offline import get_plotlyjs

from tests.benchmarks.figure import Figure, at_most
from tests.benchmarks.made_reports import write_store
from toolkit import figures
from toolkit.corpus import Corpus, open_corpus
from toolkit.dashboard import write_dashboard
from toolkit.rules import Findings, check, load_suites, shipped_names

AGENCIES = 2_000
TIMES = 5
MEGABYTES, RATIO = 10.0, 2.0
_CHROMIUM = "/usr/bin/chromium"
_FLAGS = ["--headless", "--no-sandbox", "--disable-gpu"]
_FILTERS = {
    "a year": "document.getElementById('filter-from').value = '2023'; "
    "document.getElementById('filter-from').dispatchEvent(new Event('change'))",
    "a severity": "document.querySelector('[data-severity=critical]').click()",
    "all again": "document.getElementById('filter-reset').click()",
}
_NEXT_FRAME = "await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"


def measure() -> list[Figure]:
    """Returns the page's size, the time to write it, and a reader's waits beside those of the bare page."""
    with tempfile.TemporaryDirectory() as folder:
        write_store(Path(folder) / "store", AGENCIES)
        corpus = open_corpus(Path(folder) / "store")
        found = check(corpus, load_suites([name for name in shipped_names() if name != "reuse"]))
        found.unknown, corpus.reuse  # noqa: B018 - made when first asked for, and no part of writing a page
        start = perf_counter()
        page = write_dashboard(corpus, found, Path(folder) / "dashboard.html")
        seconds = perf_counter() - start
        bare = _bare_page(corpus, found, Path(folder) / "bare.html")
        size = page.stat().st_size / 1e6
        what = f"dashboard of {corpus.reports.height:,} reports, {found.frame.height:,} findings"
        return [
            at_most(what, size, MEGABYTES, "{:.1f} MB"),
            Figure("a page of its bare figures", f"{bare.stat().st_size / 1e6:.1f} MB"),
            Figure("to write it", f"{seconds:.1f} s"),
            *_waits(page, bare),
        ]


def _bare_page(corpus: Corpus, found: Findings, path: Path) -> Path:
    """Writes the figures as plotly alone would show them."""
    frame, titles, years = found.frame, found.summary(), corpus.agency_years
    states = pl.col("state").is_in(["zero", "requests"])
    shares = years.join(corpus.reports.select("report_id", "province", "city"), on="report_id").filter(states)
    zero = (pl.col("state") == "zero").mean()
    measures = shares.group_by("province").agg(value=zero)
    cities = shares.group_by("province", "city").agg(count=pl.len(), value=zero)
    words: dict[str, Any] = {"measure_en": "zero", "measure_zh": "零", "percent": True}
    made: list[go.Figure] = [
        figures.agency_states(years), figures.zero_shares(years), figures.outcome_shares(corpus.panel),
        figures.publication_dates(corpus.report_dates), figures.findings_by_rule(frame, titles=titles),
        figures.findings_by_year(frame, titles=titles), figures.inconsistent_counts(frame, titles=titles),
        figures.province_map(measures, **words), figures.city_areas(cities, **words),
        figures.claims_against_tables(corpus.claim_checks), figures.zero_streaks(years),
        figures.carry_over_chains(corpus.report_pairs), figures.request_flow(corpus.panel),
        figures.repeated_prose(corpus.reuse),
    ]  # fmt: skip
    drawn = json.dumps([json.loads(figure.to_json()) for figure in made]).replace("<", "\\u003c")
    places = "".join(f'<div id="f{at}"></div>' for at in range(len(made)))
    script = (
        f"const drawn = {drawn}; window.draw = (way) => drawn.forEach(({{data, layout}}, at) => "
        "Plotly[way](`f${at}`, structuredClone(data), layout)); draw('newPlot');"
        "document.documentElement.dataset.ready = 'yes'; window.took = performance.now();"
    )
    head = '<!doctype html><html><head><meta charset="utf-8"></head><body>'
    path.write_text(f"{head}{places}<script>{get_plotlyjs()}</script><script>{script}</script></body></html>", "utf-8")
    return path


def _waits(page: Path, bare: Path) -> list[Figure]:
    opened: dict[str, list[float]] = {"page": [], "bare": []}
    painted: dict[str, list[float]] = {"page": [], "bare": []}
    filtered: dict[str, list[float]] = {name: [] for name in (*_FILTERS, "bare")}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_FLAGS)
        for _ in range(TIMES):
            for name, path, actions in (("bare", bare, {"bare": "draw('react')"}), ("page", page, _FILTERS)):
                seen, ready = _time(browser, path, actions, filtered)
                painted[name].append(seen)
                opened[name].append(ready)
        browser.close()
    waits = {name: median(times) for name, times in (opened | filtered).items() if name != "bare"}
    first, again = median(opened["bare"]), median(filtered["bare"])
    seen, bare_seen = median(painted["page"]), median(painted["bare"])
    return [
        Figure("the bare page's first paint after", f"{bare_seen:.0f} ms"),
        Figure("the dashboard's first paint after", f"{seen:.0f} ms"),
        at_most("first paint, dashboard ÷ bare figures", seen / bare_seen, RATIO, "{:.2f}"),
        Figure("the bare figures drawn after", f"{first:.0f} ms"),
        Figure("the dashboard ready after", f"{waits['page']:.0f} ms"),
        at_most("dashboard ÷ bare figures", waits["page"] / first, RATIO, "{:.2f}"),
        Figure("the bare figures drawn again in", f"{again:.0f} ms"),
        *(Figure(f"filter, {name}", f"{waits[name]:.0f} ms") for name in _FILTERS),
        at_most("slowest filter ÷ bare figures", max(waits[name] for name in _FILTERS) / again, RATIO, "{:.2f}"),
    ]


def _time(
    browser: Browser, path: Path, actions: dict[str, str], filtered: dict[str, list[float]]
) -> tuple[float, float]:
    """Returns milliseconds until something is seen and until the page stands, and adds those of each action."""
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.goto(path.as_uri())
    ready = _until_ready(page)
    page.wait_for_timeout(500)
    painted: Any = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    for name, action in actions.items():
        took: Any = page.evaluate(
            f"async () => {{ const start = performance.now(); {action}; {_NEXT_FRAME}; "
            "return performance.now() - start; }"
        )
        filtered[name].append(float(took))
    page.close()
    return float(painted), ready


def _until_ready(page: Page) -> float:
    """Milliseconds from the start of the navigation until the page stands."""
    took: Any = page.evaluate(
        "async () => { while (!document.documentElement.dataset.ready) "
        "await new Promise((next) => setTimeout(next, 2)); "
        f"{_NEXT_FRAME}; return performance.now(); }}"
    )
    return float(took)
