"""Whose prose is like whose."""

import polars as pl
import pytest

from toolkit.figures import repeated_prose
from toolkit.figures.repetition import AGENCIES

SCHEMA = {
    "agency": pl.String, "year": pl.Int32, "section": pl.String, "section_zh": pl.String, "section_en": pl.String,
    "repeats_previous": pl.Boolean, "repeats_other": pl.Boolean, "other_agency": pl.String, "other_year": pl.Int32,
    "other_similarity": pl.Float64, "other_share": pl.Float64, "other_passage": pl.String,
}  # fmt: skip


def section(
    agency: str, other: str | None = None, similarity: float | None = None, **more: object
) -> dict[str, object]:
    row: dict[str, object] = {
        "agency": agency, "year": 2023, "section": "problems", "section_zh": "存在的主要问题", "section_en": "problems",
        "repeats_previous": False, "repeats_other": other is not None, "other_agency": other, "other_year": 2022,
        "other_similarity": similarity, "other_share": 0.8, "other_passage": "协调不够",
    }  # fmt: skip
    return row | more


def frame(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SCHEMA)


def test_a_square_holds_the_highest_similarity_of_two_agencies() -> None:
    drawn = repeated_prose(frame(
        section("甲局", "乙局", 0.92), section("甲局", "乙局", 0.97, section="overview"), section("丙局", "乙局", 0.9),
        section("乙局"),
    ))  # fmt: skip
    (squares,) = drawn.data
    assert drawn.layout.yaxis.ticktext == ("丙局", "甲局")
    assert drawn.layout.xaxis.ticktext == ("乙局",)
    assert [list(row) for row in squares.z] == [[0.9], [0.97]]
    assert drawn.layout.title.text == "3 of 4 sections repeat another agency's: 2 pairs of agencies"
    assert "2 sections" in squares.text[1][0]
    assert "97%" in squares.text[1][0]


def test_a_name_left_in_a_text_of_its_own_has_no_similarity_and_the_least_colour() -> None:
    drawn = repeated_prose(frame(section("甲局", "乙局", None)))
    assert drawn.data[0].z[0][0] == drawn.layout.coloraxis.cmin
    assert "similarity" not in drawn.data[0].text[0][0]


def test_what_is_not_judged_is_counted_apart() -> None:
    rows = [section("甲局", "乙局", 0.9), section("丙局", repeats_other=None), section("丁局", repeats_previous=True)]
    drawn = repeated_prose(frame(*rows))
    assert drawn.layout.title.text.startswith("1 of 2 sections ")
    assert drawn.layout.title.subtitle.text == (
        "The year before is repeated by 1 section. Not judged, too short or not there: 1 section."
    )


def test_nothing_repeated_says_of_how_many() -> None:
    drawn = repeated_prose(frame(section("甲局"), section("乙局", repeats_other=None)), lang="zh")
    assert drawn.layout.title.text == "没有与其他机关雷同的部分（已判断 1 个部分）"
    assert "1 个部分" in drawn.layout.title.subtitle.text
    assert not drawn.data
    assert not repeated_prose(frame()).data


def test_of_very_many_agencies_those_with_the_most_are_shown() -> None:
    rows = [section(f"甲{n:03}局", "乙局", 0.9) for n in range(AGENCIES + 20)]
    rows += [section(f"甲{AGENCIES + 19:03}局", "乙局", 0.95, section="overview")]
    drawn = repeated_prose(frame(*rows))
    assert len(drawn.data[0].z) == AGENCIES
    assert drawn.layout.yaxis.ticktext[-1] == f"甲{AGENCIES + 19:03}局"
    assert f"the {AGENCIES} agencies with the most" in drawn.layout.title.subtitle.text
    assert f"{AGENCIES + 20} pairs" in drawn.layout.title.text


@pytest.mark.parametrize(("others", "angle"), [(20, -40), (21, -90)])
def test_names_below_stand_upright_before_they_stand_on_one_another(others: int, angle: int) -> None:
    drawn = repeated_prose(frame(*(section("甲局", f"乙{n:02}局", 0.9) for n in range(others))))
    assert (len(drawn.layout.xaxis.ticktext), drawn.layout.xaxis.tickangle) == (others, angle)


def test_names_and_passages_are_text_and_no_markup() -> None:
    bad = "</script><img src=x onerror=alert(1)>"
    drawn = repeated_prose(frame(section(bad, bad, 0.9, other_passage=bad)))
    shown = [*drawn.layout.xaxis.ticktext, *drawn.layout.yaxis.ticktext, drawn.data[0].text[0][0].replace("<br>", "")]
    assert not [text for text in shown if "<" in text]
