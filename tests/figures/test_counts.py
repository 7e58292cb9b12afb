"""Reported against recomputed numbers."""

import math

import polars as pl
import pytest

from tests.figures.made_up import FINDINGS, findings, summary
from toolkit.figures import inconsistent_counts
from toolkit.figures.counts import LARGEST, POINTS
from toolkit.figures.scale import placed, ticks


def finding(expected: float | None, actual: float | None, **other: object) -> dict[str, object]:
    paired = expected is not None and actual is not None
    row: dict[str, object] = dict.fromkeys(FINDINGS)
    row |= {"agency": "神池县教育局", "year": 2023, "suite": "identities", "rule": "balance", "severity": "critical"}
    row |= {"expected": expected, "actual": actual, "message_en": "It is off", "message_zh": "不平"}
    row |= {"difference": actual - expected if paired else None}  # type: ignore[operator]
    return row | other


def frame(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=FINDINGS)


def test_a_point_stands_where_its_numbers_are_on_a_scale_that_shows_zero() -> None:
    drawn = inconsistent_counts(frame(finding(0, 9), finding(99, 0, severity="info")))
    points = {trace.name: list(zip(trace.x, trace.y, strict=True)) for trace in drawn.data}
    assert points == {"info": [(2, 0)], "warning": [(None, None)], "critical": [(0, 1)]}
    assert drawn.layout.title.text == "2 reported numbers other than recomputed: 1 lower, 1 higher"
    assert drawn.layout.xaxis.ticktext == drawn.layout.yaxis.ticktext == ("0", "1", "10", "100")


def test_the_line_of_agreement_runs_from_corner_to_corner() -> None:
    (line,) = inconsistent_counts(frame(finding(5, 70))).layout.shapes
    assert (line.x0, line.x1) == (line.y0, line.y1)
    assert line.x0 < 0 < line.x1


def test_the_hover_tells_all() -> None:
    titles = pl.DataFrame({"suite": ["identities"], "rule": ["balance"], "title_zh": ["平衡"], "title_en": ["Balance"]})
    drawn = inconsistent_counts(frame(finding(12, 13)), titles=titles)
    (critical,) = (trace for trace in drawn.data if trace.name == "critical")
    assert critical.customdata[0] == ["神池县教育局", 2023, 13, 12, 1]
    assert critical.hovertext == ("Balance<br>It is off",)
    chinese = inconsistent_counts(frame(finding(12, 13)), titles=titles, lang="zh")
    assert chinese.data[-1].hovertext == ("平衡<br>不平",)


def test_findings_without_two_numbers_are_counted_not_drawn() -> None:
    drawn = inconsistent_counts(frame(finding(1, 2), finding(None, 2), finding(1, None), finding(math.nan, 1)))
    assert drawn.layout.title.text.startswith("1 reported number other")
    assert "Not drawn, for want of two numbers: 3 findings." in drawn.layout.title.subtitle.text


def test_names_and_messages_are_text_and_no_markup() -> None:
    bad = "</script><img src=x onerror=alert(1)>"
    drawn = inconsistent_counts(frame(finding(1, 2, agency=bad, message_en=bad, rule=bad)))
    shown = [*drawn.data[-1].customdata[0], drawn.data[-1].hovertext[0].replace("<br>", "")]
    assert all("<" not in str(part) for part in shown)


def test_some_points_are_vectors_more_are_drawn_by_webgl() -> None:
    assert {trace.type for trace in inconsistent_counts(findings(20)).data} == {"scatter"}
    assert {trace.type for trace in inconsistent_counts(findings(3_000)).data} == {"scattergl"}


def test_many_points_become_a_density_that_counts_them_all() -> None:
    many = findings(20_000)
    drawn = inconsistent_counts(many, titles=summary(many))
    density = drawn.data[0]
    assert density.type == "heatmap"
    assert len(density.z) * len(density.z[0]) <= 62 * 62
    paired = many.drop_nulls("expected").height
    assert sum(count for line in density.customdata for count in line if count) == paired > POINTS
    assert sum(len(trace.customdata) for trace in drawn.data[1:]) == LARGEST


@pytest.mark.parametrize("rows", [[], [finding(None, None)]])
def test_without_pairs_the_figure_says_so(rows: list[dict[str, object]]) -> None:
    drawn = inconsistent_counts(frame(*rows))
    assert drawn.layout.title.text == "No finding sets a reported number against a recomputed one"


@pytest.mark.parametrize(
    ("lowest", "highest", "texts"),
    [
        (0, 0.5, ["0", "1"]),
        (0, 1, ["0", "1"]),
        (0, 1000, ["0", "1", "10", "100", "1,000"]),
        (-30, 5, ["-100", "-10", "-1", "0", "1", "10"]),
    ],
)
def test_ticks_stand_at_true_numbers(lowest: float, highest: float, texts: list[str]) -> None:
    places, shown = ticks(lowest, highest)
    assert shown == texts
    numbers = pl.DataFrame({"n": [float(text.replace(",", "")) for text in shown]})
    assert places == pytest.approx(numbers.select(placed("n"))["n"].to_list())
    assert places == sorted(places)
