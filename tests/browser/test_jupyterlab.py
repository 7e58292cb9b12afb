"""Notebook 07 in a real JupyterLab: opened and run as a reader does, then clicked through."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.lab import lab
from toolkit.demo import write_demo

_PATIENCE = 60_000  # milliseconds, on a machine with other work to do

pytestmark = pytest.mark.slow
expect.set_options(timeout=_PATIENCE)


@pytest.fixture(scope="module")
def notebook(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the notebook alone, its cell of parameters naming a small demo."""
    home = tmp_path_factory.mktemp("lab")
    reports = write_demo(home / "demo", agencies=8, years=(2021, 2022)) / "reports"
    told = json.loads((root / "notebooks" / "07_dashboard.ipynb").read_text("utf-8"))
    cell = next(cell for cell in told["cells"] if cell["id"] == "parameters")
    cell["source"].append(f"\nREPORTS = {str(reports)!r}\nPAGE = {str(home / 'page.html')!r}")
    (home / "notebooks").mkdir()
    (home / "notebooks" / "07_dashboard.ipynb").write_text(json.dumps(told), encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def told() -> list[str]:
    """What the page complained about, or asked another machine for."""
    return []


@pytest.fixture(scope="module")
def page(root: Path, notebook: Path, told: list[str], browser: Browser) -> Iterator[Page]:
    """The notebook, all its cells run."""
    environment = {"PYTHONPATH": str(root), "TMPDIR": str(notebook)}
    with lab(notebook / "notebooks", notebook, environment) as address:
        opened = browser.new_page(viewport={"width": 1440, "height": 1200})
        opened.set_default_timeout(_PATIENCE)
        opened.on("console", lambda line: told.append(line.text) if line.type == "error" else None)
        opened.on("pageerror", lambda error: told.append(str(error)))
        own = (address, address.replace("http:", "ws:"), "data:", "blob:")
        opened.on("request", lambda request: None if request.url.startswith(own) else told.append(request.url))
        opened.goto(f"{address}/lab/tree/07_dashboard.ipynb")
        opened.get_by_text("| Idle").wait_for()  # the kernel is there
        opened.get_by_text("Run", exact=True).click()
        opened.get_by_text("Run All Cells", exact=True).click()
        # The last cell has run: what its findings are is shown.
        opened.locator(".jp-CodeCell").last.locator(".jp-OutputArea-output").wait_for()
        yield opened
        opened.close()


_DRAWN = """JSON.stringify(document.querySelector('.ogi-panel .js-plotly-plot')?.data?.map(
    ({x, y, z, text}) => [x, y, z, text]))"""


def test_all_cells_run_and_all_plots_are_drawn(page: Page, notebook: Path) -> None:
    assert page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    plots = page.locator(".js-plotly-plot .main-svg:first-child")
    expect(plots).to_have_count(6)  # five of its cells, and the explorer's
    assert page.locator(".modebar [data-title*='loud'], .plotlyjsicon").count() == 0
    assert (notebook / "page.html").is_file()


def test_a_filter_changes_line_and_plot_and_a_click_brings_all_back(page: Page) -> None:
    panel = page.locator(".ogi-panel")
    panel.get_by_role("button", name="Show all").click()
    line = panel.locator("b").first
    expect(line).to_contain_text("of 8 agencies")
    page.wait_for_function(f"() => {_DRAWN}")
    before = page.evaluate(_DRAWN)
    panel.get_by_label("level").select_option("county 县级")
    expect(line).not_to_contain_text("of 8 agencies")
    page.wait_for_function(f"old => ![undefined, old].includes({_DRAWN})", arg=before)
    expect(panel.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    panel.get_by_role("button", name="Show all").click()
    expect(line).to_contain_text("of 8 agencies")


def test_a_report_has_its_failing_cells_lit_and_its_document_beside_it(page: Page) -> None:
    panel = page.locator(".ogi-panel")
    panel.locator(".lm-TabBar-tab").nth(1).click()
    lit = panel.locator(".ogi-report td.highlighted[title]")
    expect(lit.first).to_be_visible()
    assert "[" in (lit.first.get_attribute("title") or "")
    border = lit.first.evaluate("cell => getComputedStyle(cell).outlineStyle + getComputedStyle(cell).outlineWidth")
    assert border == "solid3px"
    expect(panel.locator(".ogi-evidence")).to_be_visible()
    years = panel.get_by_label("Its years")
    heading = panel.locator(".ogi-report h3")
    first = heading.inner_text()
    other = years.locator("option:not(:checked)").first.inner_text()
    years.select_option(other)
    expect(heading).not_to_have_text(first)
    panel.locator(".lm-TabBar-tab").nth(0).click()


def test_a_report_by_itself_is_laid_out_as_printed_and_tells_why_a_cell_is_lit(page: Page) -> None:
    report = page.locator(".jp-RenderedHTML > .ogi-report")
    lit = report.locator("td.highlighted[title]").first
    title = lit.get_attribute("title") or ""
    assert any(digit in title for digit in "0123456789")
    assert title.endswith("]")  # the rule
    # JupyterLab sets the cells of all tables right.
    assert lit.evaluate("cell => getComputedStyle(cell).textAlign") == "center"
    assert lit.evaluate("cell => getComputedStyle(cell).outlineWidth") == "3px"


def test_the_summary_for_where_no_widget_runs_is_not_shown_beside_it(page: Page) -> None:
    expect(page.locator(".jp-OutputArea .ogi-explorer")).to_have_count(1)
    expect(page.locator(".jp-OutputArea .ogi-explorer")).to_be_hidden()


_FOCUSED = """() => {
    const {activeElement: at} = document;
    return at.labels?.[0]?.innerText ?? at.innerText.trim();
}"""


def test_all_is_reached_by_keys_and_has_a_name(page: Page) -> None:
    panel = page.locator(".ogi-panel")
    panel.get_by_label("from year").focus()
    reached = [page.evaluate(_FOCUSED)]
    for _ in range(16):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(_FOCUSED))
    names = [
        "from year 起始年度", "to year 截止年度", "province 省", "level 层级", "kind 机关类型", "severity 严重程度",
        "rule 规则", "agency 机关", "Show all", "Figures 图表", "Who reported what 申请情况",
    ]  # fmt: skip
    assert [name for name in reached if name in names] == names
    panel.get_by_role("tab", name="Figures").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(panel.get_by_label("Agencies 机关")).to_be_visible()
    panel.get_by_label("Agencies 机关").focus()
    heading = panel.locator(".ogi-report h3")
    first = heading.inner_text()
    page.keyboard.press("ArrowDown")
    expect(heading).not_to_have_text(first)
    panel.get_by_role("tab", name="Figures").click()


_LOOK = """() => {
    const plot = [...document.querySelectorAll('.js-plotly-plot')].at(%d);
    const ink = getComputedStyle(plot.querySelector('.ytick text, .xtick text')).fill;
    const paper = getComputedStyle(plot.querySelector('.main-svg')).backgroundColor;
    const board = getComputedStyle(plot.closest('.jp-Notebook')).backgroundColor;
    return {ink: ink.match(/[\\d.]+/g).slice(0, 3).map(Number), paper, board};
}"""


@pytest.mark.parametrize("theme", ["JupyterLab Dark", "JupyterLab Light"])
def test_figures_and_displays_follow_the_theme(page: Page, theme: str) -> None:
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    page.locator(".lm-Menu-item[data-type='submenu']").filter(has_text="Theme").first.hover()
    page.locator(".lm-Menu-item").filter(has_text=theme).first.click()
    dark = theme.endswith("Dark")
    page.wait_for_function(f"() => document.body.dataset.jpThemeLight === '{str(not dark).lower()}'")
    for at in (0, -1):  # in the explorer, and by itself
        look = page.evaluate(_LOOK % at)
        assert look["paper"] == "rgba(0, 0, 0, 0)"
        assert (min(look["ink"]) > 190) if dark else (max(look["ink"]) < 60), look
    ink = page.locator(".jp-RenderedHTML > .ogi-report td").first.evaluate("cell => getComputedStyle(cell).color")
    assert (min(_numbers(ink)) > 190) if dark else (max(_numbers(ink)) < 60), ink


def _numbers(colour: str) -> list[float]:
    return [float(part) for part in colour.partition("(")[2].rstrip(")").split(",")[:3]]


def test_figures_keep_their_height_in_a_window_that_changes_its_size(page: Page) -> None:
    plots = page.locator(".js-plotly-plot")
    expect(plots).to_have_count(6)
    for width in (1200, 1440):
        page.set_viewport_size({"width": width, "height": 1200})
        page.wait_for_function(
            """() => [...document.querySelectorAll('.js-plotly-plot')].every((plot) => {
                const {width} = plot.getBoundingClientRect();
                return Math.abs(plot.querySelector('.main-svg').getBoundingClientRect().width - width) < 2;
            })"""
        )
        assert min(plots.evaluate_all("plots => plots.map(plot => plot.getBoundingClientRect().height)")) > 200


def test_nothing_hangs_over_its_place(page: Page) -> None:
    output = page.locator(".jp-OutputArea-output", has=page.locator(".ogi-panel")).first
    for tab in (1, 0):
        page.locator(".ogi-panel .lm-TabBar-tab").nth(tab).click()
        assert output.evaluate("output => output.scrollWidth <= output.clientWidth")
    labels = page.locator(".ogi-panel .lm-TabBar-tabLabel")
    assert labels.evaluate_all("labels => labels.every(label => label.scrollWidth <= label.clientWidth)")


def test_the_page_complained_of_nothing_and_asked_no_other_machine(page: Page, told: list[str]) -> None:
    assert told == []
