"""The page in a browser, opened from disk: its figures, its tables, its words."""

from pathlib import Path
from string import Formatter

import polars as pl
import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Opens, wait_until
from tests.dashboard.made_up_page import SmallFindings, corpus, findings, suspects
from toolkit.dashboard import write_dashboard
from toolkit.dashboard.page import FIGURES
from toolkit.dashboard.templates import text_of
from toolkit.messages import message, named_in

pytestmark = pytest.mark.slow
CHARTS = tuple(name for name, _ in FIGURES)


def draw(page: Page, chart: str) -> None:
    page.locator(f"#{chart}").scroll_into_view_if_needed()
    wait_until(page, f"document.getElementById('{chart}').dataset.drawn === 'yes'")


def heading(page: Page, chart: str) -> str:
    return page.locator(f"#{chart}-title").inner_text()


def test_every_figure_is_drawn_when_it_comes_into_sight(page: Page) -> None:
    assert page.locator("#zero-by-province").get_attribute("data-drawn") == "no"
    for chart in CHARTS:
        draw(page, chart)
        assert page.locator(f"#{chart} .main-svg").count() > 0
        assert heading(page, chart)
    assert page.locator("#agency-states .bars .point").count() > 15
    assert page.locator(".modebar [data-title*='loud'], .plotlyjsicon, .no-webgl").count() == 0


def test_the_switch_turns_words_and_figures_into_the_other_language(page: Page) -> None:
    draw(page, "agency-states")
    legend = page.locator("#agency-states .legend")
    assert "reported no request" in heading(page, "agency-states")
    assert "R requests" in (legend.text_content() or "")
    page.get_by_role("button", name="中文").click()
    assert "零申请" in heading(page, "agency-states")
    wait_until(page, "document.querySelector('#agency-states .legend').textContent.includes('有申请')")
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"
    assert page.get_by_text("Key figures").is_hidden()
    assert page.locator("#findings th").first.inner_text().startswith("严重程度")
    assert page.locator("#key-figure-list").inner_text().isascii() is False
    page.get_by_role("button", name="English").click()
    wait_until(page, "document.querySelector('#agency-states .legend').textContent.includes('R requests')")


def column(page: Page, number: int) -> list[str]:
    return page.locator(f"#findings tbody tr td:nth-child({number})").all_inner_texts()


def test_the_script_chooses_words_by_a_number_as_python_does(browser: Browser) -> None:
    page = browser.new_page()
    said = (
        "([source, messages, name, values]) => new Function('page', source + ';return say')({messages})(name, values)"
    )
    groups = {group: named_in(group) for group in ("figures", "dashboard")}
    names = [f"{group}.{key}" for group, texts in groups.items() for key in texts if "|" in texts[key]["en"]]
    assert names
    page.evaluate("document.documentElement.dataset.lang = 'en'")
    for name in names:
        group, key = name.split(".")
        fields = {field for _, field, _, _ in Formatter().parse(groups[group][key]["en"]) if field}
        for value in ("0", "1", "1 report", "11", "11 reports", "1,001"):
            values = dict.fromkeys(fields, value)
            assert page.evaluate(said, [text_of("script/words.js"), groups, name, values]) == message(name, **values)
    page.close()


def test_findings_are_the_gravest_first_and_of_them_the_largest_difference(opens: Opens, tmp_path: Path) -> None:
    made = corpus(12)
    shown = findings(80, made)
    page = opens(write_dashboard(made, shown, tmp_path / "page.html"))
    page.locator("#findings .pager select").select_option("100")
    rank = pl.col("severity").replace_strict({"critical": 0, "warning": 1, "info": 2})
    size = pl.col("difference").abs()
    ordered = shown.frame.sort(rank, size, descending=[False, True], nulls_last=True)
    assert column(page, 1) == ordered["severity"].to_list()
    sizes = [text.lstrip("+−").replace(",", "") for text in column(page, 8)]
    assert sizes == ["–" if one is None else f"{abs(one):g}" for one in ordered["difference"]]
    assert 0 < ordered["difference"].null_count() < ordered.height


def test_a_heading_sorts_by_click_and_by_the_keyboard(page: Page) -> None:
    page.locator("#findings .pager select").select_option("500")
    button = page.locator("#findings th:nth-child(3) button")
    button.click()
    assert column(page, 3) == sorted(column(page, 3))
    assert page.locator("#findings th:nth-child(3)").get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Enter")
    assert column(page, 3) == sorted(column(page, 3), reverse=True)
    assert len(set(column(page, 3))) > 1


def test_what_is_not_known_is_last_whichever_way_a_table_is_sorted(page: Page) -> None:
    page.locator("#findings .pager select").select_option("500")
    for _ in range(2):
        page.locator("#findings th:nth-child(8) button").click()
        shown = column(page, 8)
        told = [text for text in shown if text != "–"]
        assert 0 < len(told) < len(shown)
        assert shown[: len(told)] == told


def test_all_findings_come_page_by_page(page: Page) -> None:
    first = column(page, 9)
    assert len(first) == 25
    page.get_by_role("button", name="next").first.click()
    assert page.locator("#findings .told").inner_text().startswith("26–")
    assert column(page, 9) != first
    page.get_by_role("button", name="back").first.click()
    assert column(page, 9) == first


def test_the_page_is_dark_where_the_reader_likes_it_dark_and_white_on_paper(page: Page) -> None:
    def wait_for_paper(colour: str) -> None:
        wait_until(page, f"document.getElementById('agency-states')._fullLayout?.paper_bgcolor === '{colour}'")

    draw(page, "agency-states")
    wait_for_paper("#ffffff")
    page.emulate_media(color_scheme="dark")
    wait_for_paper("#1b1e23")
    page.emulate_media(media="print")
    wait_for_paper("#ffffff")
    for chart in CHARTS:
        wait_until(page, f"document.getElementById('{chart}').dataset.drawn === 'yes'")


def test_nothing_hangs_over_the_page(page: Page) -> None:
    for width in (1400, 800, 420):
        page.set_viewport_size({"width": width, "height": 900})
        wait_until(page, f"document.documentElement.scrollWidth <= {width}")


def test_a_finding_stands_whole_beside_its_button_on_a_small_laptop(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    wait_until(page, "[...document.querySelectorAll('.scroll')].every((box) => box.scrollWidth <= box.clientWidth)")


def test_the_names_of_a_large_matrix_have_room_and_stand_upright_on_paper(opens: Opens, tmp_path: Path) -> None:
    page = opens(write_dashboard(corpus(120), findings(9), tmp_path / "page.html"), width=800)
    draw(page, "repeated-prose")
    laid = "document.getElementById('repeated-prose')._fullLayout"
    assert page.evaluate(f"{laid}.width") > 1_000
    assert page.evaluate("document.documentElement.scrollWidth") <= 800
    page.emulate_media(media="print")
    wait_until(page, f"{laid}.width < 800 && {laid}.xaxis.tickangle === -90")
    assert page.evaluate("document.getElementById('repeated-prose').offsetWidth") <= 800


BAD = (
    "</script><img src=x onerror=\"document.title='run'\">",
    '"><img onerror=document.title="run" src=x>',
    "=HYPERLINK(1)",
    '<a href="data:,">局</a><b>局</b>',
)


@pytest.mark.parametrize("bad", BAD)
def test_text_from_reports_runs_nothing(opens: Opens, tmp_path: Path, bad: str) -> None:
    made = corpus(agency=bad, text=bad)
    shown = findings(of=made)
    texts = ("agency", "source", "message_zh", "message_en", "suite", "rule", "row", "table")
    frame = shown.frame.with_columns(pl.lit(bad).alias(name) for name in texts)
    page = opens(write_dashboard(made, SmallFindings(frame, shown.unknown), tmp_path / "page.html"))
    for chart in CHARTS:
        draw(page, chart)
    # Plotly reads tags: what a report says must come through it as it is.
    assert bad[:20] in (page.locator("#agency-states .ytick text").first.text_content() or "")
    squares = page.evaluate("document.getElementById('repeated-prose').data[0].text.flat()")
    areas = page.evaluate("document.getElementById('zero-by-city').data[0].labels")
    told = page.evaluate("document.getElementById('carry-over-chains').data.flatMap((one) => one.customdata ?? [])")
    assert bad[:20].replace("<", "&lt;").replace(">", "&gt;") in "".join(squares)
    assert not [one for one in (*squares, *areas, *(said[0] for said in told)) if "<" in one.replace("<br>", "")]
    page.locator("#findings .opens button").first.click()
    page.wait_for_selector("#report[open]")
    assert bad in page.locator("#report").inner_text()
    assert bad in page.locator("#report td.unreadable").first.inner_text()
    page.keyboard.press("Escape")
    page.locator("#agencies tbody a").first.click()
    page.wait_for_selector("#agency:not([hidden])")
    assert page.locator("#agency-name").inner_text() == bad
    assert page.title() != "run"
    assert page.locator("img, svg a").count() == 0
    assert page.locator("a[href]:not([href^='#'])").count() == 0


@pytest.mark.parametrize(("agencies", "count"), [(0, 0), (1, 1), (20_000, 20_000)])
def test_nothing_little_and_much_is_shown_without_a_complaint(
    opens: Opens, tmp_path: Path, agencies: int, count: int
) -> None:
    made = corpus(agencies)
    page = opens(write_dashboard(made, findings(count, made), tmp_path / "page.html"))
    for chart in CHARTS:
        draw(page, chart)
    told = page.locator("#selected").inner_text()
    assert f"{agencies:,} agenc" in told
    assert f"{count:,} finding" in told
    if not agencies:
        assert heading(page, "agency-states") == "No agency and year is known"
        assert page.locator("#findings").inner_text() == "The rules found nothing here."
        assert page.locator("#agencies").inner_text() == "No agency is left."


def test_cells_probably_wrong_have_a_table_and_stand_beside_the_report(opens: Opens, tmp_path: Path) -> None:
    made = corpus()
    report = made.reports["report_id"][0]
    page = opens(write_dashboard(made, findings(of=made), tmp_path / "page.html", suspects=suspects(report)))
    row = page.locator("#suspects tbody tr").first
    assert row.locator("td.number").all_inner_texts()[1:] == ["12", "21"]
    row.locator("button").click()
    page.wait_for_selector("#report[open]")
    assert "12 → 21" in page.locator("#report").inner_text()
    figure = page.locator("#key-figure-list li").last.inner_text().split("\n")
    assert figure[0] == "Cells probably wrong, without a rival"
    assert figure[1].split()[0] == "1"
