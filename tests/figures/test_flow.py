"""The flow of requests: what does not add up is a node of its own, and never cancels out."""

from typing import Any

import polars as pl
import pytest

from toolkit.corpus.derived import BALANCE_ROWS
from toolkit.figures import outcome_shares, request_flow

_ROWS = [
    "granted", "partly_granted", "denied_state_secret", "denied_law", "denied_security", "denied_third_party",
    "denied_internal", "denied_process", "denied_enforcement_file", "denied_inquiry", "unable_not_held",
    "unable_not_ready", "unable_unclear", "rejected_petition", "rejected_repeat", "rejected_publication",
    "rejected_excessive", "rejected_confirmation", "other_not_corrected", "other_fee_unpaid", "other_rest", "other",
    *BALANCE_ROWS,
]  # fmt: skip


def report(year: int = 2023, form: str = "2021", **told: float | None) -> dict[str, Any]:
    """A row of the panel: zeros, but for what is told; the rows that the form does not have are null."""
    absent = {"other"} if form == "2021" else {"other_not_corrected", "other_fee_unpaid", "other_rest"}
    numbers = {row: None if row in absent else 0.0 for row in _ROWS} | told
    return {"agency": "甲局", "year": year, **{f"requests__{row}__total": numbers[row] for row in _ROWS}}


def panel(*reports: dict[str, Any]) -> pl.DataFrame:
    types = {f"requests__{row}__total": pl.Float64 for row in _ROWS}
    return pl.DataFrame(list(reports), schema_overrides=types)


def links(drawn: Any) -> dict[tuple[str, str], float]:
    [flow] = drawn.data
    names = [text.rstrip("0123456789,").strip() for text in flow.node.label]
    return {
        (names[one], names[two]): value
        for one, two, value in zip(flow.link.source, flow.link.target, flow.link.value, strict=True)
    }


def test_a_report_that_adds_up_flows_through() -> None:
    drawn = request_flow(panel(report(new=10, carried_in=2, granted=7, denied_law=1, denied_process=2, carried_out=2)))
    assert links(drawn) == {
        ("new", "requests"): 10, ("carried in", "requests"): 2, ("requests", "granted"): 7,
        ("requests", "denied"): 3, ("requests", "carried out"): 2,
    }  # fmt: skip
    assert drawn.layout.title.text == "2023: what became of 12 requests told by 1 report"
    assert drawn.layout.title.subtitle.text == "All of these reports add up."


def test_what_lacks_and_what_is_in_surplus_do_not_cancel() -> None:
    drawn = request_flow(panel(report(new=10, granted=7), report(new=5, granted=8)))
    told = links(drawn)
    assert told["requests", "not accounted for (lacking)"] == 3
    assert told["not accounted for (surplus)", "requests"] == 3
    assert drawn.layout.title.subtitle.text.startswith("2 reports do not add up: 3 requests without")


def test_without_a_surplus_none_is_told_and_not_less_than_none() -> None:
    drawn = request_flow(panel(report(new=10, granted=7)))
    assert drawn.layout.title.subtitle.text.endswith("3 requests without an outcome, 0 outcomes without a request.")


def test_a_report_that_lacks_a_number_is_left_out_and_counted() -> None:
    drawn = request_flow(panel(report(new=10, granted=10), report(new=99, granted=None)))
    assert sum(value for (one, _), value in links(drawn).items() if one == "new") == 10
    assert drawn.layout.title.subtitle.text.endswith("Left out for want of a number: 1 report.")


def test_other_of_either_form_is_one_outcome() -> None:
    drawn = request_flow(
        panel(report(new=3, other_rest=2, other_fee_unpaid=1), report(form="2019", new=4, other=4)), lang="zh"
    )
    assert links(drawn) == {("本年新收", "申请"): 7, ("申请", "其他处理"): 7}


def test_the_last_year_is_shown_unless_another_is_named() -> None:
    both = panel(report(2022, new=1, granted=1), report(2023, new=2, granted=2))
    assert request_flow(both).layout.title.text.startswith("2023: what became of 2 ")
    assert request_flow(both, year=2022).layout.title.text.startswith("2022: what became of 1 ")


@pytest.mark.parametrize("draw", [request_flow, outcome_shares])
def test_nothing_to_see_is_told(draw: Any) -> None:
    for frame in (panel(report()).clear(), panel(report()), panel(report(new=None, processed=None))):
        assert draw(frame).layout.title.text == "No report tells of requests with all its numbers"


def test_shares_of_outcomes_have_ranges_where_cells_are_not_known() -> None:
    drawn = outcome_shares(panel(report(processed=10, granted=4, denied_law=None, unable_not_held=3)))
    shares = {line.name: (line.y[0], line.error_y.array[0]) for line in drawn.data}
    assert shares["granted"] == (pytest.approx(0.4), 0)
    assert shares["denied"] == (0, pytest.approx(0.3))
    assert shares["unable to provide"] == (pytest.approx(0.3), 0)


def test_shares_are_of_the_reports_with_a_total() -> None:
    drawn = outcome_shares(panel(report(processed=10, granted=5), report(processed=None, granted=99)))
    assert drawn.data[0].y[0] == pytest.approx(0.5)
    assert "1 report without a total left out" in drawn.layout.title.subtitle.text
