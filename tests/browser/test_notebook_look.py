"""What a notebook shows, on a light and a dark page: every letter stands out from what is behind it, in numbers."""

import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

import toolkit as tk
from tests.browser.conftest import Told
from toolkit.demo import write_demo
from toolkit.explorer.pictures import PICTURES
from toolkit.figures import (
    CONFIG,
    carry_over_chains,
    city_areas,
    claims_against_tables,
    request_flow,
)

pytestmark = pytest.mark.slow
PAGES = {"light": ("#ffffff", "#1f1f1f"), "dark": ("#111111", "#e0e0e0")}
"""Page and ink as JupyterLab's and VS Code's themes have them, light and dark."""

_LEAST = 4.5  # WCAG 2, level AA

_TEXTS = """() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; node = walker.nextNode();) {
        const element = node.parentElement;
        if (!node.data.trim() || element.closest('script, style, .hoverlayer, [hidden]')) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const {x, y, width, height} = range.getBoundingClientRect();
        const look = getComputedStyle(element);
        if (width < 2 || height < 2 || look.visibility === 'hidden') continue;
        let opacity = 1;
        for (let at = element; at; at = at.parentElement) opacity *= Number(getComputedStyle(at).opacity);
        const ink = element.closest('svg') ? look.fill : look.color;
        found.push({text: node.data.trim(), ink, opacity, x, y: y + scrollY, width, height});
    }
    return found;
}"""


class Letter(NamedTuple):
    """A text of the page, what it is written in, what stands behind it."""

    text: str
    contrast: float
    ink: str


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The displays of a corpus, its findings, a report of them and its evidence, and the explorer's figures."""
    reports = write_demo(tmp_path_factory.mktemp("look"), agencies=12, years=(2021, 2023)) / "reports"
    corpus = tk.load(reports, progress=False)
    findings = tk.check(corpus)
    view = tk.explore(corpus, findings)
    report = view.report(findings.frame.filter(rule="requests.balance")["report_id"][0])
    lit = report.evidence(*next(iter(report.highlight)))
    shown: dict[str, Any] = {
        "corpus": corpus,
        "findings": findings,
        "report": report,
        "evidence": lit,
        "explorer": view,
    }
    displays = {name: display._repr_html_() for name, display in shown.items()}
    lone = pl.DataFrame({"province": ["山西省"], "city": ["忻州市"], "value": [0.5], "count": [3]})
    others = {
        "cities": city_areas(lone, measure_en="zero", measure_zh="零", percent=True),
        "flow": request_flow(corpus.panel),
        "chains": carry_over_chains(corpus.report_pairs),
        "claims": claims_against_tables(corpus.claim_checks),
    }
    return {"displays": displays, "figures": {name: view.figure(name) for name in PICTURES} | others}


def page_of(parts: list[str], theme: str, path: Path, *, script: bool = False) -> Path:
    paper, ink = PAGES[theme]
    from plotly.offline import get_plotlyjs

    own = f"<script>{get_plotlyjs()}</script>" if script else ""
    head = f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>a notebook</title>{own}'
    path.write_text(f'{head}<body style="background:{paper};color:{ink}">{"".join(parts)}', encoding="utf-8")
    return path


def letters(page: Page) -> Iterator[Letter]:
    """All texts of a page, with their contrast to the colour most seen in the box that they stand in."""
    seen = page.evaluate(_TEXTS)
    with Image.open(io.BytesIO(page.screenshot(full_page=True))) as picture:
        pixels = picture.convert("RGB")
    for text in seen:
        box = (text["x"], text["y"], text["x"] + text["width"], text["y"] + text["height"])
        # A text covers less of its box than what is behind it does.
        counts: Counter[tuple[int, int, int]] = Counter(pixels.crop(tuple(map(round, box))).get_flattened_data())  # type: ignore[arg-type]
        behind = counts.most_common(1)[0][0]
        ink = tuple(float(part) for part in text["ink"].split("(")[1].rstrip(")").split(",")[:3])
        alpha = text["opacity"]
        mixed = tuple(alpha * above + (1 - alpha) * below for above, below in zip(ink, behind, strict=True))
        yield Letter(text["text"], contrast(mixed, behind), text["ink"])


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """WCAG's contrast ratio of two colours."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: tuple[float, ...]) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contrast_is_measured_as_wcag_says() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", PAGES)
@pytest.mark.parametrize("name", ["corpus", "findings", "report", "evidence", "explorer"])
def test_every_letter_of_a_display_stands_out(
    shown: dict[str, Any], browser: Browser, tmp_path: Path, name: str, theme: str
) -> None:
    told = Told()
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    told.listen(page)
    page.goto(page_of([shown["displays"][name]], theme, tmp_path / "a.html").as_uri())
    found = list(letters(page))
    assert len(found) > 5
    assert [letter for letter in found if letter.contrast < _LEAST] == []
    page.close()
    assert told == []


@pytest.mark.parametrize("theme", PAGES)
@pytest.mark.parametrize("name", [*PICTURES, "cities", "flow", "chains", "claims"])
def test_every_letter_of_a_figure_stands_out_on_its_page(
    shown: dict[str, Any], browser: Browser, tmp_path: Path, name: str, theme: str
) -> None:
    drawn = json.loads(shown["figures"][name].to_json())
    config = json.dumps({**CONFIG, "staticPlot": False})
    start = f'<div id="drawn"></div><script>Plotly.newPlot("drawn", {json.dumps(drawn)}, {config})</script>'
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    # The style comes with any display of the notebook; the figure by itself brings none.
    style = shown["displays"]["corpus"].partition("</style>")[0] + "</style>"
    page.goto(page_of([style, start], theme, tmp_path / "a.html", script=True).as_uri())
    page.locator("#drawn .main-svg").first.wait_for()
    found = list(letters(page))
    assert len(found) > 5
    assert [letter for letter in found if letter.contrast < _LEAST] == []
    corner = Image.open(io.BytesIO(page.locator("#drawn").screenshot())).convert("RGB").getpixel((2, 2))
    assert corner == tuple(bytes.fromhex(PAGES[theme][0][1:]))  # the figure has no page of its own
    page.close()
