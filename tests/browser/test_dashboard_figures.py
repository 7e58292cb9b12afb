"""The figures that the page draws, held to those that the package makes of the same frames."""

import json
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import plotly.graph_objects as go
import polars as pl
import pytest

from tests.browser.conftest import Opens, wait_until
from tests.browser.demo_page import demo_corpus
from tests.dashboard.made_up_page import SmallCorpus, corpus, findings, with_totals
from toolkit import figures
from toolkit.dashboard import write_dashboard
from toolkit.dashboard.sources import Checked
from toolkit.figures.chains import ROWS
from toolkit.figures.claims import LARGEST
from toolkit.figures.outcomes import outcome_shares
from toolkit.figures.provinces import shown_value
from toolkit.figures.repetition import AGENCIES
from toolkit.figures.style import one_line
from toolkit.messages import message

pytestmark = pytest.mark.slow
COMPARED = (
    "name",
    "x",
    "y",
    "z",
    "base",
    "text",
    "customdata",
    "error_y",
    "marker",
    "line",
    "hovertemplate",
    "node",
    "link",
    "ids",
    "labels",
    "parents",
    "values",
    "branchvalues",
    "texttemplate",
    "outsidetextfont",
)


def made(name: str, loaded: Any, found: Checked, lang: str) -> go.Figure:
    titles = found.summary()
    match name:
        case "agency-states":
            return figures.agency_states(loaded.agency_years, lang=lang)
        case "zero-shares":
            return figures.zero_shares(loaded.agency_years, lang=lang)
        case "findings-by-rule":
            return figures.findings_by_rule(found.frame, titles=titles, lang=lang)
        case "findings-by-year":
            return figures.findings_by_year(found.frame, titles=titles, lang=lang)
        case "inconsistent-counts":
            return figures.inconsistent_counts(found.frame, titles=titles, lang=lang)
        case "publication-dates":
            return figures.publication_dates(loaded.report_dates, lang=lang)
        case "zero-streaks":
            return figures.zero_streaks(loaded.agency_years, lang=lang)
        case "request-flow":
            return figures.request_flow(loaded.panel, lang=lang)
        case "claims-against-tables":
            return without_quotes(figures.claims_against_tables(loaded.claim_checks, lang=lang))
        case "carry-over-chains":
            return figures.carry_over_chains(loaded.report_pairs, lang=lang)
        case "repeated-prose":
            return figures.repeated_prose(loaded.reuse, lang=lang)
        case "zero-by-city":
            return zero_by_city(loaded, lang)
    return outcome_shares(loaded.panel, lang=lang)


def without_quotes(drawn: go.Figure) -> go.Figure:
    """The sentences of the reports would take too much of the page: it tells the numbers and their place."""
    for trace in drawn.data[1:]:
        trace.customdata = [said[:5] for said in trace.customdata]
        trace.hovertemplate = trace.hovertemplate.replace("<br>%{customdata[5]}", "")
    return drawn


def zero_by_city(loaded: Any, lang: str) -> go.Figure:
    """Of the last year: an agency's place is what its latest report that tells it says, an area's size its reports."""
    years = loaded.agency_years
    keys = ["agency", "region_code"]
    joined = years.join(loaded.reports.select("report_id", "province", "city"), on="report_id", how="left")
    latest = joined.sort("year").group_by(keys).agg(pl.col("province", "city").drop_nulls().last())
    last = years["year"].max()
    told = pl.col("state").is_in(["zero", "requests"])
    measures = (
        years.filter(year=last)
        .join(latest, on=keys, nulls_equal=True)
        .group_by("province", "city")
        .agg(value=(pl.col("state") == "zero").filter(told).mean(), count=pl.col("report_id").count())
    )
    words = {"measure_en": message("dashboard.map_measure", "en"), "measure_zh": message("dashboard.map_measure", "zh")}
    drawn = figures.city_areas(measures, percent=True, **words, lang=lang)
    return drawn.update_layout(title_text=f"{last} · {drawn.layout.title.text}")


def rounded(value: Any) -> Any:
    """JSON with numbers to nine digits, as one language adds up otherwise than the other."""
    if isinstance(value, float):
        return round(value, 9)
    if isinstance(value, list):
        return [rounded(one) for one in value]
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items() if not empty(one)}
    return value


def rounded_to_float(value: list[Any]) -> list[Any]:
    return [
        rounded_to_float(one) if isinstance(one, list) else float(one) if isinstance(one, int) else one for one in value
    ]


def empty(value: Any) -> bool:
    return value in (None, [], {}, [None])


SAME = (
    "agency-states", "zero-shares", "findings-by-rule", "findings-by-year", "inconsistent-counts", "publication-dates",
    "outcome-shares", "claims-against-tables", "zero-streaks", "request-flow", "carry-over-chains",
    "repeated-prose", "zero-by-city",
)  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_the_page_draws_is_what_the_package_draws(opens: Opens, demo: Path, lang: str) -> None:
    loaded, found = demo_corpus()
    page = opens(demo)
    page.locator(f"[data-language={lang}]").click()
    for name in SAME:
        expected = made(name, loaded, found, lang)
        hold(page, name, expected)


def hold(page: Any, name: str, expected: go.Figure) -> None:
    page.locator(f"#{name}").scroll_into_view_if_needed()
    wait_until(page, f"document.getElementById('{name}').dataset.drawn === 'yes'")
    title = expected.layout.title
    assert page.locator(f"#{name}-title").text_content() == unescape(one_line(title.text))
    assert page.locator(f"#{name}-told").text_content() == unescape(one_line(title.subtitle.text or ""))
    drawn = json.loads(page.evaluate(f"JSON.stringify(document.getElementById('{name}').data)"))
    traces = json.loads(expected.to_json())["data"]
    assert len(drawn) == len(traces)
    for ours, theirs in zip(drawn, traces, strict=True):
        for key in COMPARED:
            if name == "findings-by-rule" and key == "customdata":
                continue  # what passes is not kept by report: the page tells fail and unknown only
            if empty(theirs.get(key)) and empty(ours.get(key)):
                continue
            one, other = (rounded(trace.get(key)) for trace in (ours, theirs))
            if name == "inconsistent-counts" and isinstance(other, list):
                # Points one upon the other stand in no order that matters.
                one, other = (sorted(map(json.dumps, rounded_to_float(points))) for points in (one, other))
            assert one == other, (name, ours.get("name"), key)


def test_many_agencies_and_findings_are_gathered_as_the_package_does(opens: Opens, tmp_path: Path) -> None:
    many = corpus(120)
    found = findings(6_000)
    page = opens(write_dashboard(many, found, tmp_path / "page.html"))
    hold(page, "agency-states", figures.agency_states(many.agency_years))
    hold(page, "zero-streaks", figures.zero_streaks(many.agency_years))
    density = figures.inconsistent_counts(found.frame, titles=found.summary())
    page.locator("#inconsistent-counts").scroll_into_view_if_needed()
    wait_until(page, "document.getElementById('inconsistent-counts').dataset.drawn === 'yes'")
    assert page.locator("#inconsistent-counts-title").text_content() == one_line(density.layout.title.text)
    counts = page.evaluate("document.getElementById('inconsistent-counts').data[0].customdata")
    drawn = sum(one for line in counts for one in line if one is not None)
    assert drawn == found.frame.drop_nulls(["expected", "actual"]).height
    largest = page.evaluate("document.getElementById('inconsistent-counts').data.slice(1).map(({x}) => x.length)")
    assert sum(largest) == 500


def test_of_many_claims_the_largest_differences_are_drawn_as_the_package_does(opens: Opens, tmp_path: Path) -> None:
    many = corpus(420)
    assert many.claim_checks.filter(agrees=False, judged=True).height > LARGEST
    page = opens(write_dashboard(many, findings(9), tmp_path / "page.html"))
    hold(page, "claims-against-tables", without_quotes(figures.claims_against_tables(many.claim_checks)))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_few_chains_prefectures_and_repeated_sections_are_drawn_as_the_package_does(
    opens: Opens, tmp_path: Path, lang: str
) -> None:
    some = corpus(24)
    assert set(some.report_pairs["gap"]) == {True, False}
    page = opens(write_dashboard(some, findings(9), tmp_path / "page.html", lang=lang))
    for name in ("carry-over-chains", "repeated-prose", "zero-by-city"):
        hold(page, name, made(name, some, findings(9), lang))
    axes = figures.carry_over_chains(some.report_pairs, lang=lang).layout
    names = page.evaluate("document.getElementById('carry-over-chains').layout.yaxis.ticktext")
    assert names == list(axes.yaxis.ticktext)
    assert page.evaluate("document.getElementById('carry-over-chains').layout.xaxis.tickvals") == [2021, 2022, 2023]
    matrix = figures.repeated_prose(some.reuse, lang=lang).layout
    for axis in ("xaxis", "yaxis"):
        names = page.evaluate(f"document.getElementById('repeated-prose').layout.{axis}.ticktext")
        assert names == list(matrix[axis].ticktext)


def test_an_agency_whose_name_is_written_otherwise_in_a_year_has_one_chain(opens: Opens, tmp_path: Path) -> None:
    some = corpus(24)
    name = "第0县教育局"
    otherwise = pl.when((pl.col("agency") == name) & (pl.col("year") == 2022)).then(pl.lit("某省" + name))
    other = replace(some, reports=some.reports.with_columns(agency=otherwise.otherwise("agency")))
    written = write_dashboard(other, findings(9), tmp_path / "page.html")
    page = opens(written)
    hold(page, "carry-over-chains", figures.carry_over_chains(other.report_pairs))
    names = page.evaluate("document.getElementById('carry-over-chains').layout.yaxis.ticktext")
    assert names.count(name) == 1
    agency = opens(written, f"#agency={quote(name)}")
    assert agency.locator("#agency-chain-title").inner_text().startswith("1 of 2 steps")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_many_chains_are_shares_and_of_much_prose_the_most_is_drawn(opens: Opens, tmp_path: Path, lang: str) -> None:
    many = corpus(120)
    assert many.report_pairs["agency"].n_unique() > ROWS
    assert many.reuse.filter("repeats_other")["agency"].n_unique() > AGENCIES
    page = opens(write_dashboard(many, findings(9), tmp_path / "page.html", lang=lang))
    for name in ("carry-over-chains", "repeated-prose", "zero-by-city"):
        hold(page, name, made(name, many, findings(9), lang))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_corpus_without_reports_has_empty_figures(opens: Opens, tmp_path: Path, lang: str) -> None:
    none = corpus(0)
    page = opens(write_dashboard(none, findings(0), tmp_path / "page.html", lang=lang))
    hold(page, "claims-against-tables", figures.claims_against_tables(none.claim_checks, lang=lang))
    hold(page, "zero-streaks", figures.zero_streaks(none.agency_years, lang=lang))
    hold(page, "request-flow", figures.request_flow(panel_of(none), lang=lang))
    hold(page, "carry-over-chains", figures.carry_over_chains(none.report_pairs, lang=lang))
    hold(page, "repeated-prose", figures.repeated_prose(none.reuse, lang=lang))
    assert page.locator("#zero-by-city-title").text_content() == message("dashboard.no_city", lang)


def panel_of(made: SmallCorpus) -> pl.DataFrame:
    """The totals of table 3 by report, null where a cell holds none."""
    rows = [row.code for row in made.codebook.request_rows]
    told = made.cells.filter(column="total").pivot("row", index="report_id", values="value")
    lacking = [pl.lit(None, pl.Float64).alias(row) for row in rows if row not in told.columns]
    named = told.with_columns(lacking).select("report_id", **{f"requests__{row}__total": row for row in rows})
    return made.reports.select("report_id", "year").join(named, on="report_id", how="left")


def test_requests_that_do_not_add_up_flow_as_in_the_package(opens: Opens, tmp_path: Path) -> None:
    some = corpus(8)
    last = some.reports.filter(year=2023)["report_id"].to_list()
    assert len(last) > 4
    # One adds up, one lacks, one has a surplus, one lacks a cell; of none is the sum of what was processed told.
    told: list[dict[str, int | None]] = [
        {"new": 9, "granted": 9},
        {"new": 9, "granted": 4},
        {"carried_in": 2, "denied_law": 1200, "carried_out": 4},
        {"granted": None},
    ]
    made = with_totals(some, dict(zip(last, told, strict=False)))
    expected = figures.request_flow(panel_of(made))
    assert "2 reports do not add up: 5 requests" in one_line(expected.layout.title.subtitle.text)
    assert "1,202 outcomes" in one_line(expected.layout.title.subtitle.text)
    page = opens(write_dashboard(made, findings(0), tmp_path / "page.html"))
    hold(page, "request-flow", expected)


def test_the_map_is_that_of_the_last_year_and_counts_those_that_tell(opens: Opens, tmp_path: Path) -> None:
    some = corpus(24)
    page = opens(write_dashboard(some, findings(9), tmp_path / "page.html"))
    page.locator("#zero-by-province").scroll_into_view_if_needed()
    wait_until(page, "document.getElementById('zero-by-province').dataset.drawn === 'yes'")
    hover = [one for line in page.evaluate("document.getElementById('zero-by-province').data[0].text") for one in line]
    # An agency's province is what its latest report tells.
    latest = some.reports.drop_nulls("province").sort("year").group_by("agency").last().select("agency", "province")
    tell = some.agency_years.filter(pl.col("state").is_in(["zero", "requests"]), year=2023).join(latest, on="agency")
    for province, group in tell.group_by("province"):
        zero = group.filter(state="zero").height
        told = f"{province[0]}: {shown_value(zero / group.height, True)} ({zero} / {group.height})"
        assert told in hover
