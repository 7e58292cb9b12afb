"""The widget without a front end: what a click would set, set here."""

import json
import re
from typing import Any

import pytest
from ipywidgets.embed import dependency_state

import toolkit as tk
from toolkit.explorer.panel import Panel
from toolkit.explorer.pictures import MIME

Demo = tuple[tk.Corpus, tk.Findings]


def panel(demo: Demo, **arguments: Any) -> Panel:
    return Panel(tk.explore(*demo, **arguments))


def drawn(shown: Panel) -> dict[str, Any]:
    (output,) = shown.drawing.outputs
    figure: dict[str, Any] = output["data"][MIME]
    return figure


def test_a_filter_changes_line_and_figure(demo: Demo) -> None:
    shown = panel(demo)
    before, told = drawn(shown), shown.told.value
    shown.filters["severity"].value = "critical"
    assert shown.explorer.choice.severity == "critical"
    assert shown.told.value != told
    assert drawn(shown) != before


def test_what_is_not_seen_is_not_made(demo: Demo) -> None:
    shown = panel(demo)
    assert shown.agencies.options == ()
    shown.tabs.selected_index = 1
    assert len(shown.agencies.options) == shown.explorer.chosen.units + 1
    before = drawn(shown)
    shown.filters["severity"].value = "critical"
    assert drawn(shown) == before
    shown.tabs.selected_index = 0
    assert drawn(shown) != before


def test_all_years_keep_what_has_no_year(demo: Demo) -> None:
    shown = panel(demo)
    shown.filters["first"].value = 2022
    assert shown.explorer.choice.years == (2022, 2023)
    shown.filters["first"].value = 2021
    assert shown.explorer.choice.years is None


def test_one_end_of_the_years_draws_the_other_along(demo: Demo) -> None:
    shown = panel(demo)
    shown.filters["last"].value = 2021
    shown.filters["first"].value = 2023
    assert shown.explorer.choice.years == (2023, 2023)
    shown.filters["last"].value = 2022
    assert shown.explorer.choice.years == (2022, 2022)
    assert shown.filters["first"].value == 2022


def test_the_widget_follows_what_is_chosen_by_code_and_is_reset_by_its_button(demo: Demo) -> None:
    view = tk.explore(*demo, severity="critical")
    view._repr_mimebundle_()
    shown = view._panel
    assert shown is not None
    assert shown.filters["severity"].value == "critical"
    view.choose(years=2022, agency="政府")
    assert (shown.filters["first"].value, shown.filters["last"].value) == (2022, 2022)
    assert shown.filters["agency"].value == "政府"
    shown.reset.click()
    assert view.choice == type(view.choice)()
    assert [shown.filters[name].value for name in ("severity", "first", "last", "agency")] == ["", 2021, 2023, ""]


def reports_tab(demo: Demo, **arguments: Any) -> Panel:
    shown = panel(demo, **arguments)
    shown.tabs.selected_index = 1
    return shown


def test_the_gravest_report_is_open_with_its_cells_lit_and_the_first_ones_evidence(demo: Demo) -> None:
    shown = reports_tab(demo, rule="requests.balance")
    details = shown.details
    assert details._view is not None
    assert 'class="highlighted"' in details.tables.value
    assert "[requests.balance]" in details.tables.value  # what the pointer tells
    key = details.cell.value
    assert key in details._view.highlight
    listed = [label.startswith("▸") for label, _ in details.cell.options]
    assert listed == sorted(listed, reverse=True)  # those that are lit are found first
    assert sum(listed) == len(details._view.highlight) < len(listed)
    assert details.tables.value.count("<h4>") == 1
    assert 'class="ogi ogi-evidence"' in details.evidence.value
    for lang in ("message_en", "message_zh"):
        messages = demo[1].frame.filter(report_id=details._view.facts["report_id"])[lang]
        assert any(message[:20] in details.message.value for message in messages)


def test_a_cell_picked_shows_its_own_table_and_evidence(demo: Demo) -> None:
    details = reports_tab(demo, rule="requests.balance").details
    before = details.evidence.value
    details.cell.value = ("review", "review", "total")
    assert details.table.value == "review"
    assert "行政复议" in details.tables.value
    assert details.evidence.value != before


def test_a_year_without_a_report_says_so(demo: Demo) -> None:
    corpus = demo[0]
    missing = corpus.agency_years.filter(state="missing").row(0, named=True)
    shown = reports_tab(demo, agency=missing["agency"])
    details = shown.details
    assert details._view is not None  # one that has a report is opened first
    place = details._years["report_id"].to_list().index(None)
    details.years.index = place
    assert "no report of this year" in details.tables.value
    assert (details.findings.options, details.cell.options, details.evidence.value) == ((), (), "")


def test_an_agency_picked_shows_its_years(demo: Demo) -> None:
    shown = reports_tab(demo)
    for _, unit in shown.agencies.options:
        shown.agencies.value = unit
        assert len(shown.details.years.options) == shown.explorer.chosen.years_of(unit or None).height > 0
    # The last are those whose agency is not known: their file tells them apart.
    assert shown.agencies.label == "agency not read"
    assert shown.details.years.label.startswith("whose.txt · year not read")


def test_pages_are_turned(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.explorer.entries.PAGE", 5)
    shown = reports_tab(demo)
    first = shown.agencies.options
    assert len(first) == 5
    assert shown.before.disabled
    shown.after.click()
    assert shown.agencies.options != first
    assert shown.pager.value.startswith("6–10 of")
    shown.filters["first"].value = 2022
    assert shown.pager.value.startswith("1–5 of")


def test_nothing_left_is_told_and_shows_nothing_old(demo: Demo) -> None:
    shown = reports_tab(demo)
    shown.filters["agency"].value = "没有这个机关"
    assert "Nothing is left" in shown.told.value
    assert shown.agencies.options == ()
    assert (shown.details.tables.value, shown.details.evidence.value) == ('<div lang="en"><p></p></div>', "")


# ---------------------------------------------------------------------------------------------- what a front end needs
CORE = {"@jupyter-widgets/base", "@jupyter-widgets/controls", "@jupyter-widgets/output"}
"""Modules that every front end brings along; others are asked of a network, or not there."""


def test_only_models_that_every_front_end_has(demo: Demo) -> None:
    shown = reports_tab(demo)
    shown.tabs.selected_index = 0  # with both tabs made
    models = dependency_state([shown.box]).values()
    assert {model["model_module"] for model in models} == CORE
    assert {model["state"].get("_view_module") for model in models} <= {None, *CORE}
    # A figure in an output is data for the front end's own plotly: no widget, no script.
    assert [set(output["data"]) for output in shown.drawing.outputs] == [{MIME}]
    assert "<script" not in json.dumps([model["state"] for model in models])


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_field_has_a_name_and_every_text_its_language(demo: Demo, lang: str) -> None:
    shown = reports_tab(demo, lang=lang)
    models = dependency_state([shown.box], drop_defaults=False).values()
    fields = [model for model in models if {"description", "disabled"} <= model["state"].keys()]
    assert len(fields) > 12
    unnamed = [model["model_name"] for model in fields if not model["state"]["description"]]
    assert unnamed == ["ToggleButtonsModel"] * 2  # each of their buttons is named
    texts = [model["state"]["value"] for model in models if model["model_name"] == "HTMLModel"]
    assert [text for text in texts if text and not re.search(r'lang="(en|zh)"|<style>', text)] == [shown.pager.value]
