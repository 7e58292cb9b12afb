"""Filters that every panel follows, links, the page of an agency, and a report's tables with their cells lit."""

from pathlib import Path
from urllib.parse import quote

import polars as pl
import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Opens, wait_until
from tests.browser.demo_page import demo_corpus
from tests.dashboard.made_up_page import corpus, findings, with_totals
from toolkit.dashboard import write_dashboard
from toolkit.dashboard.page import FIGURES
from toolkit.figures import carry_over_chains, repeated_prose

pytestmark = pytest.mark.slow


def panels(page: Page) -> dict[str, str]:
    """What each panel shows."""
    shown = {name: page.locator(f"#{name}").inner_text() for name in ("key-figure-list", "agencies", "selected")}
    shown |= {name: page.locator(f"#{name}-title").inner_text() for name, _ in FIGURES}
    shown["findings"] = page.locator("#findings .told, #findings p").first.inner_text()
    return shown


def drawn(page: Page, chart: str) -> str:
    """What plotly was given to draw."""
    page.locator(f"#{chart}").scroll_into_view_if_needed()
    wait_until(page, f"document.getElementById('{chart}').dataset.drawn === 'yes'")
    told: str = page.evaluate(
        f"JSON.stringify(document.getElementById('{chart}').data"
        ".map(({x, y, z, link, labels, values, text}) => [x, y, z, link, labels, values, text]))"
    )
    return told


SAYS_LITTLE = {"year": {"zero-by-province"}, "rule": set(), "severity": set()}


@pytest.mark.parametrize("name", ["year", "province", "level", "rule", "severity", "search"])
def test_a_filter_changes_every_panel_and_showing_all_brings_back_what_was(
    opens: Opens, tmp_path: Path, name: str
) -> None:
    made = corpus(24)
    numbers = {
        report: {"new": at, "processed": at + 5, "granted": at, "denied_law": 5}
        for at, report in enumerate(made.reports["report_id"])
    }
    made = with_totals(made, numbers)
    page = opens(write_dashboard(made, findings(60, made), tmp_path / "page.html"))
    before = panels(page)
    figures = {chart: drawn(page, chart) for chart, _ in FIGURES}
    match name:
        case "year":
            page.locator("#filter-to").select_option("2022")
        case "province":
            page.locator("#filter-province").select_option("江苏省")
        case "level":
            page.locator("#filter-level").select_option("city")
        case "rule":
            page.locator("#filter-rule").select_option("claims.prose_agrees")
        case "severity":
            page.locator("[data-severity=critical]").click()
        case "search":
            page.locator("#filter-search").fill("第1县")
            wait_until(page, "document.getElementById('selected').textContent.includes('of 1 agency')")
    after = panels(page)
    same = {panel for panel in before if before[panel] == after[panel]}
    # A title may say the same of fewer agencies; what is drawn differs.
    assert same <= {chart for chart, _ in FIGURES}
    assert {chart for chart in figures if drawn(page, chart) == figures[chart]} == set()
    page.get_by_role("button", name="Show all").click()
    assert panels(page) == before
    assert page.locator("#filter-search").input_value() == ""


def test_key_figures_count_what_is_selected(opens: Opens, tmp_path: Path) -> None:
    made = corpus(24)
    shown = findings(300, made)
    page = opens(write_dashboard(made, shown, tmp_path / "page.html"))
    page.locator("#filter-from").select_option("2022")
    page.locator("#filter-to").select_option("2022")
    values = page.locator("#key-figure-list .value").all_inner_texts()
    reports = made.reports.filter(year=2022)
    here = shown.frame.filter(year=2022)
    critical = here.filter(severity="critical")
    zero = made.agency_years.filter(year=2022, state="zero")
    cells = made.cells.join(reports, on="report_id", how="semi").filter(state="number")
    counts = [reports.height, cells.height, zero.height, critical.height, critical["report_id"].n_unique()]
    assert [int(value.replace(",", "")) for value in values] == counts
    told = page.locator("#key-figure-list .unknown").all_inner_texts()
    unknown = shown.unknown.filter(year=2022)
    assert told[3] == f"not known: {unknown.height} verdicts"
    # A report known to be wrong is not one of those that could not be judged.
    overlapping = unknown.filter(severity="critical").join(critical, on="report_id", how="semi")
    others = unknown.filter(severity="critical").join(critical, on="report_id", how="anti")
    assert overlapping.height > 0
    assert told[4].startswith(f"not known: {others['report_id'].n_unique()} more ")
    page.locator("[data-severity=warning]").click()
    warnings = unknown.filter(severity="warning").height
    assert 0 < warnings < unknown.height
    assert page.locator("#key-figure-list .unknown").nth(3).inner_text() == f"not known: {warnings} verdicts"


def test_unknown_is_neither_zero_nor_requests(opens: Opens, tmp_path: Path) -> None:
    made = corpus(24)
    page = opens(write_dashboard(made, findings(60, made), tmp_path / "page.html"))
    page.locator("#zero-shares").scroll_into_view_if_needed()
    wait_until(page, "document.getElementById('zero-shares').dataset.drawn === 'yes'")
    counts = page.evaluate("document.getElementById('zero-shares').data[0].customdata")
    for year, zero, told, everything, low, high in counts:
        rows = made.agency_years.filter(year=year)
        tell = rows.filter(rows["state"].is_in(["zero", "requests"])).height
        none = rows.filter(state="zero").height
        assert [zero, told, everything] == [none, tell, rows.height]
        assert low == pytest.approx(none / rows.height)
        assert high == pytest.approx((none + rows.height - tell) / rows.height)


def test_a_filter_is_kept_in_the_link_and_a_link_sets_it(opens: Opens, demo: Path) -> None:
    page = opens(demo)
    page.locator("#filter-from").select_option("2022")
    page.locator("[data-severity=warning]").click()
    link = page.evaluate("location.hash")
    told = page.locator("#selected").inner_text()
    other = opens(demo, link)
    assert other.locator("#filter-from").input_value() == "2022"
    assert other.locator("[data-severity=warning]").get_attribute("aria-pressed") == "true"
    assert other.locator("#selected").inner_text() == told
    assert set(other.locator("#findings tbody td:first-child").all_inner_texts()) == {"warning"}


def test_search_finds_an_agency_by_part_of_its_name(page: Page) -> None:
    names = page.locator("#agencies tbody td:first-child").all_inner_texts()
    page.locator("#filter-search").fill(names[2][:5])
    wait_until(page, "document.querySelectorAll('#agencies tbody tr').length === 1")
    assert page.locator("#agencies tbody td:first-child").all_inner_texts() == [names[2]]


def test_the_page_of_an_agency_has_its_years_states_and_findings(opens: Opens, demo: Path) -> None:
    made, shown = demo_corpus()
    agency = shown.frame.drop_nulls("agency")["agency"].mode().sort()[0]
    page = opens(demo, f"#agency={quote(agency)}")
    assert page.locator("#agency-name").inner_text() == agency
    assert page.locator("#overview").is_hidden()
    years = made.agency_years.filter(agency=agency).sort("year")
    assert page.locator("#agency-years tbody th").all_inner_texts() == [str(year) for year in years["year"]]
    states = page.locator("#agency-years tbody td:nth-child(2)").all_inner_texts()
    assert [state.split(maxsplit=1)[1] for state in states] == [
        {"missing": "no report"}.get(state, state) for state in years["state"]
    ]
    told = page.locator("#agency-findings .told").inner_text()
    assert told.endswith(f"of {shown.frame.filter(agency=agency).height}")
    page.get_by_role("button", name="All agencies").click()
    page.wait_for_selector("#overview:not([hidden])")
    assert page.locator("#agency").is_hidden()
    assert page.locator("#findings tbody tr").count() > 0


def test_the_page_of_an_agency_draws_what_it_carried_from_year_to_year(opens: Opens, tmp_path: Path) -> None:
    made = corpus(24)
    pairs = made.report_pairs
    agency = pairs.group_by("agency").len().filter(pl.col("len") == 2).sort("agency")["agency"][0]
    alone = sorted(set(made.agency_years["agency"]) - set(pairs["agency"]))
    assert alone
    page = opens(write_dashboard(made, findings(9, made), tmp_path / "page.html"), f"#agency={quote(agency)}")
    expected = carry_over_chains(pairs.filter(agency=agency))
    wait_until(page, "document.getElementById('agency-chain').dataset.drawn === 'yes'")
    assert page.locator("#agency-chain-title").inner_text() == expected.layout.title.text
    links = page.evaluate("document.getElementById('agency-chain').data.map((one) => [one.name, one.customdata])")
    assert links[:3] == [[trace.name, [list(told) for told in trace.customdata or ()]] for trace in expected.data[:3]]
    page.get_by_role("button", name="中文").click()
    wait_until(page, "document.querySelector('#agency-chain .legend').textContent.includes('相符')")
    page.emulate_media(color_scheme="dark")
    wait_until(page, "document.getElementById('agency-chain')._fullLayout.paper_bgcolor === '#1b1e23'")
    page.evaluate(f"location.hash = 'agency={quote(alone[0])}'")
    wait_until(page, f"document.getElementById('agency-name').textContent === '{alone[0]}'")
    assert page.locator("#agency-chain-part").is_hidden()
    page.evaluate(f"location.hash = 'agency={quote(agency)}'")
    wait_until(page, "document.getElementById('agency-chain').dataset.drawn === 'yes'")
    assert page.locator("#agency-chain-part").is_visible()


def test_steps_are_those_into_the_years_selected_and_a_few_agencies_have_rows(opens: Opens, tmp_path: Path) -> None:
    made = corpus(60)
    page = opens(write_dashboard(made, findings(9, made), tmp_path / "page.html"))
    page.locator("#filter-from").select_option("2023")
    some = made.report_pairs.filter(year=2023)
    assert page.locator("#carry-over-chains-title").inner_text() == carry_over_chains(some).layout.title.text
    page.locator("#filter-search").fill("第1")
    wait_until(page, "document.getElementById('selected').textContent.includes('of 11 agenc')")
    few = carry_over_chains(some.filter(pl.col("agency").str.starts_with("第1")))
    assert page.locator("#carry-over-chains-title").inner_text() == few.layout.title.text
    assert "too many" not in page.locator("#carry-over-chains-told").inner_text()


def test_repeated_sections_are_those_of_the_reports_selected(opens: Opens, tmp_path: Path) -> None:
    made = corpus(24)
    shown = findings(40, made)
    page = opens(write_dashboard(made, shown, tmp_path / "page.html"))
    page.locator("#filter-rule").select_option("claims.prose_agrees")
    concerned = shown.frame.filter(rule="prose_agrees")
    expected = repeated_prose(made.reuse.join(concerned, on="report_id", how="semi"))
    assert page.locator("#repeated-prose-title").inner_text() == expected.layout.title.text
    assert page.locator("#repeated-prose-told").inner_text() == expected.layout.title.subtitle.text


def test_one_prefecture_alone_stands_in_its_province(opens: Opens, tmp_path: Path) -> None:
    made = corpus(24)
    page = opens(write_dashboard(made, findings(9, made), tmp_path / "page.html"))
    page.locator("#filter-province").select_option("山西省")
    page.locator("#filter-city").select_option("淮安市")
    drawn(page, "zero-by-city")
    assert page.evaluate("document.getElementById('zero-by-city').data[0].labels") == ["山西省", "淮安市"]
    page.locator("#filter-city").select_option("?")
    assert page.locator("#zero-by-city-title").inner_text() == "No agency here is of a known prefecture"


def test_a_link_to_an_agency_that_is_not_there_says_so(opens: Opens, demo: Path) -> None:
    page = opens(demo, "#agency=%3Cb%3Enobody")
    assert "There is no agency “<b>nobody”" in page.locator("#no-agency").inner_text()
    assert page.locator("#findings tbody tr").count() > 0


def test_a_finding_opens_its_report_with_the_right_cells_lit(opens: Opens, demo: Path) -> None:
    _, shown = demo_corpus()
    balance = shown.frame.filter(rule="requests.balance").sort("report_id", "column")
    report = balance["report_id"][0]
    page = opens(demo, f"#report={report}")
    page.wait_for_selector("#report[open] td")
    lit = page.locator("#report td.lit").evaluate_all("cells => cells.map((cell) => cell.dataset.cell)")
    assert sorted(lit) == sorted("/".join(key) for key in shown.highlight(report))
    title = balance["message_en"][0]
    page.locator("#report .findings-here button", has_text=title).click()
    chosen = page.locator("#report td.chosen").evaluate_all("cells => cells.map((cell) => cell.dataset.cell)")
    column = balance["column"][0]
    assert sorted(chosen) == sorted(
        f"requests/{row}/{column}" for row in ("new", "carried_in", "processed", "carried_out")
    )


def test_the_tables_are_those_of_the_report_as_printed(opens: Opens, demo: Path) -> None:
    made, shown = demo_corpus()
    page = opens(demo)
    for report in shown.frame["report_id"].drop_nulls().unique().sort()[:8]:
        page.evaluate(f"location.hash = 'report={report}'")
        page.wait_for_selector(f"#report[open][data-report='{report}'] table")
        cells = page.locator("#report td[data-cell]").evaluate_all(
            "cells => cells.map((cell) => "
            "[cell.dataset.cell, cell.firstChild?.nodeValue ?? '', cell.className.split(' ')[0]])"
        )
        told = {key: (text, state) for key, text, state in cells}
        rows = made.cells.filter(report_id=report)
        assert len(told) == rows.height
        for table, row, name, raw, state in rows.select("table", "row", "column", "raw", "state").iter_rows():
            text, kind = told[f"{table}/{row}/{name}"]
            assert kind == state
            assert text.split() == (raw or "").split()


def test_a_cell_that_is_not_in_the_table_is_missing_and_one_left_empty_blank(opens: Opens, tmp_path: Path) -> None:
    made = corpus(2)
    report = made.reports["report_id"][0]
    page = opens(write_dashboard(made, findings(0), tmp_path / "page.html"), f"#report={report}")
    page.wait_for_selector("#report[open] table")
    states = {
        cell: page.locator(f"#report td[data-cell='requests/granted/{cell}']").get_attribute("class")
        for cell in ("natural_person", "enterprise", "total", "other_organisation")
    }
    assert states == {
        "natural_person": "blank",
        "enterprise": "unreadable",
        "total": "number",
        "other_organisation": "missing",
    }


def test_escape_closes_a_report_and_the_keyboard_is_back_where_it_was(page: Page) -> None:
    opener = page.locator("#findings .opens button").first
    opener.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#report[open]")
    page.keyboard.press("Escape")
    wait_until(page, "!document.getElementById('report').open")
    assert page.evaluate("document.activeElement.closest('.opens') !== null")


def test_the_filters_are_reached_and_set_by_the_keyboard_alone(page: Page) -> None:
    before = page.locator("#selected").inner_text()
    reached = []
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.dataset.severity || ''"))
        if reached[-1] == "critical":
            break
    assert [one for one in reached if one.startswith("filter-")] == [
        "filter-from", "filter-to", "filter-province", "filter-level", "filter-rule", "filter-search",
    ]  # fmt: skip
    page.keyboard.press("Enter")
    assert page.locator("[data-severity=critical]").get_attribute("aria-pressed") == "true"
    assert page.locator("#selected").inner_text() != before
