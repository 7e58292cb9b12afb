"""Numbers of the prose against those of the tables."""

import polars as pl
import pytest

from toolkit.figures import claims_against_tables
from toolkit.figures.claims import LARGEST
from toolkit.figures.style import one_line

SCHEMA = {
    "agency": pl.String, "year": pl.Int32, "table": pl.String, "row": pl.String, "column": pl.String,
    "quote": pl.String, "severity": pl.String, "judged": pl.Boolean, "agrees": pl.Boolean, "told": pl.Float64,
    "reported": pl.Float64, "off": pl.Float64,
}  # fmt: skip


def claim(told: float, reported: float | None, **other: object) -> dict[str, object]:
    row: dict[str, object] = {
        "agency": "神池县教育局", "year": 2023, "table": "requests", "row": "new", "column": "total",
        "quote": "收到申请若干件", "severity": "critical", "judged": True, "told": told, "reported": reported,
        "agrees": None if reported is None else told == reported,
        "off": None if reported is None else abs(told - reported),
    }  # fmt: skip
    return row | other


def frame(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SCHEMA)


def test_numbers_that_agree_are_one_point_and_others_each_their_own() -> None:
    drawn = claims_against_tables(frame(claim(9, 9), claim(9, 9), claim(0, 0), claim(99, 9), claim(9, 0)))
    points = {trace.name: sorted(zip(trace.x, trace.y, strict=True)) for trace in drawn.data}
    assert points == {
        "as in the table": [(0, 0), (1, 1)],
        "other than in the table · warning": [(None, None)],
        "other than in the table · critical": [(0, 1), (1, 2)],
    }
    assert one_line(drawn.layout.title.text) == "5 numbers told in prose: 3 as in the tables, 2 other"
    agreeing = drawn.data[0]
    assert [list(one) for one in agreeing.customdata] == [[0, 1], [9, 2]]
    assert agreeing.marker.size[1] > agreeing.marker.size[0]


def test_what_is_not_known_is_neither_as_in_the_table_nor_other() -> None:
    rows = [claim(9, 9), claim(5, None), claim(5, None), claim(100, 9, judged=False), claim(9, 9, judged=False)]
    drawn = claims_against_tables(frame(*rows))
    assert one_line(drawn.layout.title.text) == "1 number told in prose: 1 as in the tables, 0 other"
    subtitle = one_line(drawn.layout.title.subtitle.text)
    assert "Not known (no number in the cell): 2 numbers." in subtitle
    assert "Not compared (rounded, about others): 2 numbers." in subtitle
    assert sum(len([x for x in trace.x if x is not None]) for trace in drawn.data) == 1


def test_the_hover_tells_the_sentence_and_the_official_label_without_markup() -> None:
    bad = "</script><img src=x onerror=alert(1)>"
    for lang, place in (("zh", "总计"), ("en", "new ")):
        drawn = claims_against_tables(frame(claim(12, 11, agency=bad, quote=bad)), lang=lang)
        (agency, year, called, told, reported, quote) = drawn.data[-1].customdata[0]
        assert (year, told, reported) == (2023, 12, 11)
        assert place in called
        assert "<" not in agency + quote.replace("<br>", "")


@pytest.mark.parametrize("rows", [[], [claim(5, None)], [claim(5, 5, judged=False)]])
def test_nothing_to_compare_is_said(rows: list[dict[str, object]]) -> None:
    drawn = claims_against_tables(frame(*rows))
    assert one_line(drawn.layout.title.text) == "No number told in prose can be held against a table"
    assert not drawn.data


def test_of_very_many_the_largest_differences_are_drawn() -> None:
    rows = [claim(float(n), 0.0) for n in range(1, LARGEST + 500)]
    drawn = claims_against_tables(frame(*rows))
    assert len(drawn.data[-1].x) == LARGEST
    assert min(one[3] for one in drawn.data[-1].customdata) == 500
    assert f"the {LARGEST:,} largest differences" in one_line(drawn.layout.title.subtitle.text)
    assert one_line(drawn.layout.title.text).startswith(f"{LARGEST + 499:,} numbers")
