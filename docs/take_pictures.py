"""Takes the pictures of the tour from the demo corpus, in a browser: `make docs`.

Needs Debian's chromium (or another on the PATH) and fonts with Chinese glyphs; nothing is fetched.
"""

import contextlib
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import plotly.graph_objects as go
from playwright.sync_api import Browser, Page, sync_playwright

import toolkit as tk
from toolkit.demo import write_demo
from toolkit.figures import claims_against_tables, request_flow

PICTURES = Path(__file__).with_name("pictures")
_FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
_FAULTY = "requests.balance"


def main() -> None:
    """Writes every picture anew."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("make docs takes its pictures with chromium: install it, or put it on the PATH.")
    PICTURES.mkdir(exist_ok=True)
    # From inside its folder: a path of this machine is no part of a picture.
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder), sync_playwright() as playwright:
        write_demo("demo")
        corpus = tk.load("demo/reports", progress=False)
        findings = tk.check(corpus)
        browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        page = tk.write_dashboard(corpus, findings, Path(folder) / "dashboard.html")
        report_id = findings.frame.filter(rule=_FAULTY)["report_id"][0]
        _dashboard(browser, page, report_id)
        figures = {
            "flow": request_flow(corpus.panel, lang="zh"),
            "claims": claims_against_tables(corpus.claim_checks),
        }
        _figures(browser, Path(folder), figures)
        cells = corpus.cells.filter(report_id=report_id).sort("value", descending=True, nulls_last=True)
        lit = findings.highlight(report_id)
        cell = next(key for key in cells.select("table", "row", "column").iter_rows() if key in lit)
        _evidence(browser, Path(folder), findings.report(report_id).evidence(*cell)._repr_html_())
        browser.close()
    for path in sorted(PICTURES.glob("*.png")):
        print(f"{path.name}: {path.stat().st_size // 1024} KB")


def _opened(browser: Browser, path: Path, link: str = "", height: int = 860) -> Page:
    page = browser.new_page(viewport={"width": 1180, "height": height})
    page.goto(path.as_uri() + link)
    return page


def _dashboard(browser: Browser, path: Path, report_id: str) -> None:
    page = _opened(browser, path, height=1250)
    page.wait_for_selector("html[data-ready]", state="attached")
    page.wait_for_selector("#agency-states .main-svg", state="attached")
    page.screenshot(path=PICTURES / "dashboard.png")
    page.close()
    page = _opened(browser, path, f"#report={report_id}", height=1500)
    page.wait_for_selector("#report td.lit, #report .highlighted", state="visible")
    page.screenshot(path=PICTURES / "report.png")
    page.close()


def _figures(browser: Browser, folder: Path, figures: Mapping[str, go.Figure]) -> None:
    for name, figure in figures.items():
        path = folder / f"{name}.html"
        figure.write_html(path, include_plotlyjs=True, config={"displayModeBar": False})
        page = _opened(browser, path, height=int(figure.layout.height or 640) + 20)
        page.wait_for_selector(".main-svg", state="attached")
        page.locator(".js-plotly-plot").screenshot(path=PICTURES / f"{name}.png")
        page.close()


def _evidence(browser: Browser, folder: Path, html: str) -> None:
    path = folder / "evidence.html"
    path.write_text(f"<!doctype html><meta charset='utf-8'><body style='font-family:sans-serif'>{html}", "utf-8")
    page = _opened(browser, path)
    page.locator(".ogi-evidence").screenshot(path=PICTURES / "evidence.png")
    page.close()


if __name__ == "__main__":
    main()
