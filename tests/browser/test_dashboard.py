"""The page in a browser, opened from disk."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.demo_page import write_demo_page
from tests.dashboard.made_up_page import corpus, findings
from toolkit.dashboard import write_dashboard

_CHROMIUM = shutil.which("chromium")
_QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

_PATIENCE = 10_000  # milliseconds, on a machine with other work to do

# Where all is checked a browser must be there; elsewhere it is the developer's choice.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        _CHROMIUM is None and os.environ.get("CI") != "true", reason="no chromium here: apt-get install chromium"
    ),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=_CHROMIUM or "/usr/bin/chromium", args=_QUIET)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_demo_page(tmp_path_factory.mktemp("page"), agencies=8, years=(2021, 2023))


class Told(list[str]):
    """What a page asked for or complained about, that it should not have."""

    def listen(self, page: Page) -> None:
        page.on("console", lambda message: self.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith("file:") else self.append(request.url))


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def page(browser: Browser, demo: Path, told: Told) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1400, "height": 900}, color_scheme="light")
    told.listen(page)
    page.goto(demo.as_uri())
    page.wait_for_selector("#inconsistent-counts .main-svg")
    yield page
    page.close()
    assert told == []


def wait_until(page: Page, condition: str) -> None:
    """Waits frame by frame until a JavaScript condition holds.

    Playwright's own waiting compiles the condition inside the page, which the page's policy forbids.
    """
    assert page.evaluate(
        f"""async () => {{
            for (const end = Date.now() + {_PATIENCE}; Date.now() < end; ) {{
                if ({condition}) return true;
                await new Promise(requestAnimationFrame);
            }}
            return false;
        }}"""
    ), condition


def heading(page: Page, chart: str) -> str:
    return page.locator(f"#{chart}-title").inner_text()


def test_every_figure_is_drawn(page: Page) -> None:
    for chart in ("agency-states", "findings-by-rule", "inconsistent-counts"):
        assert page.locator(f"#{chart} .main-svg").count() > 0
    assert page.locator("#agency-states .bars .point").count() > 15
    assert page.locator("#inconsistent-counts .scatterlayer .point").count() > 0
    assert page.locator(".modebar [data-title*='loud'], .plotlyjsicon").count() == 0


def test_the_switch_turns_words_and_figures_into_the_other_language(page: Page) -> None:
    legend = page.locator("#agency-states .legend")
    assert "reported no request" in heading(page, "agency-states")
    assert "R requests" in (legend.text_content() or "")
    page.get_by_role("button", name="中文").click()
    assert "零申请" in heading(page, "agency-states")
    assert "有申请" in (legend.text_content() or "")
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"
    assert page.get_by_text("Key figures").is_hidden()
    page.get_by_role("button", name="English").click()
    assert "R requests" in (legend.text_content() or "")


def years(page: Page) -> list[str]:
    return page.locator("#findings tbody tr td:nth-child(3)").all_inner_texts()


def test_a_table_is_sorted_by_a_click_on_its_heading_and_by_the_keyboard(page: Page) -> None:
    button = page.locator("#findings th:nth-child(3) button")
    button.click()
    assert years(page) == sorted(years(page))
    assert page.locator("#findings th:nth-child(3)").get_attribute("aria-sort") == "ascending"
    button.focus()
    page.keyboard.press("Enter")
    assert years(page) == sorted(years(page), reverse=True)
    assert len(set(years(page))) > 1


def test_what_is_not_known_is_last_whichever_way_the_table_is_sorted(page: Page) -> None:
    button = page.locator("#findings th:nth-child(8) button")
    for _ in range(2):
        button.click()
        shown = page.locator("#findings tbody tr td:nth-child(8)").all_inner_texts()
        known = [text for text in shown if text != "–"]
        assert known
        assert shown[: len(known)] == known


def test_the_page_is_dark_where_the_reader_likes_it_dark_and_white_on_paper(page: Page) -> None:
    def wait_for_paper(colour: str) -> None:
        drawn = "document.getElementById('findings-by-rule')._fullLayout.paper_bgcolor"
        wait_until(page, f"{drawn} === '{colour}'")

    wait_for_paper("#ffffff")
    page.emulate_media(color_scheme="dark")
    wait_for_paper("#1b1e23")
    page.emulate_media(media="print")
    wait_for_paper("#ffffff")


def test_nothing_hangs_over_the_page(page: Page) -> None:
    for width in (1400, 800, 420):
        page.set_viewport_size({"width": width, "height": 900})
        wait_until(page, f"document.documentElement.scrollWidth <= {width}")


def test_text_from_reports_runs_nothing(browser: Browser, tmp_path: Path, told: Told) -> None:
    bad = "</script><img src=x onerror=\"document.title='run'\">"
    path = write_dashboard(corpus(agency=bad), findings(), tmp_path / "page.html")
    page = browser.new_page()
    told.listen(page)
    page.goto(path.as_uri())
    page.wait_for_selector("#inconsistent-counts .main-svg")
    assert page.title() != "run"
    assert page.locator("img").count() == 0
    assert "</script><img" in (page.locator("#agency-states .ytick text").first.text_content() or "")
    page.close()
    assert told == []


@pytest.mark.parametrize("count", [0, 3_000, 20_000])
def test_no_finding_and_many_are_drawn_without_a_complaint(
    browser: Browser, tmp_path: Path, told: Told, count: int
) -> None:
    path = write_dashboard(corpus(count), findings(count), tmp_path / "page.html")
    page = browser.new_page()
    told.listen(page)
    page.goto(path.as_uri())
    page.wait_for_selector("#inconsistent-counts .main-svg")
    assert page.locator(".no-webgl, .modebar-btn--logo").count() == 0
    page.close()
    assert told == []
