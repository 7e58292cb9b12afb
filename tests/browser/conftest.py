"""A browser, and what a page asks it for or complains about."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.demo_page import write_demo_page

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

Opens = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Where all is checked a browser must be there; elsewhere it is the developer's choice.
    if _CHROMIUM is None and os.environ.get("CI") != "true":
        pytest.skip("no chromium here: apt-get install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=_CHROMIUM or "/usr/bin/chromium", args=_QUIET)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_demo_page(tmp_path_factory.mktemp("page"))


class Told(list[str]):
    """What a page asked for or complained about, that it should not have."""

    def listen(self, page: Page) -> None:
        page.on("console", lambda message: self.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith("file:") else self.append(request.url))


@pytest.fixture
def opens(browser: Browser) -> Iterator[Opens]:
    """Opens a page from disk; at the end of the test nothing must have been asked for or complained about."""
    told = Told()
    pages: list[Page] = []

    def opened(path: Path, link: str = "", *, width: int = 1400, scheme: str = "light") -> Page:
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
        told.listen(page)
        pages.append(page)
        page.goto(path.as_uri() + link)
        page.wait_for_selector("html[data-ready]", state="attached")
        return page

    yield opened
    for page in pages:
        page.close()
    assert told == []


@pytest.fixture
def page(opens: Opens, demo: Path) -> Page:
    return opens(demo)


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
