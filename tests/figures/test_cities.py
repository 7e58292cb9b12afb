"""A measure by prefecture."""

from typing import Any

import polars as pl
import pytest

from toolkit.figures import city_areas
from toolkit.figures.cities import INK

SCHEMA = {"province": pl.String, "city": pl.String, "value": pl.Float64, "count": pl.Int64}
WORDS: dict[str, Any] = {"measure_en": "zero requests", "measure_zh": "零申请"}
ROWS = [
    ("山西省", "忻州市", 0.5, 3), ("山西省", "太原市", None, 2), ("山西省", None, 1.0, 1), ("江苏省", "淮安市", 0.0, 4)
]  # fmt: skip


def frame(*rows: tuple[object, ...]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SCHEMA, orient="row")


def test_each_prefecture_has_its_area_in_its_province() -> None:
    areas = city_areas(frame(*ROWS), percent=True, **WORDS).data[0]
    told = dict(zip(areas.ids, zip(areas.parents, areas["values"], strict=True), strict=True))
    assert told == {
        "山西省": ("", 6), "山西省/": ("山西省", 1), "山西省/太原市": ("山西省", 2), "山西省/忻州市": ("山西省", 3),
        "江苏省": ("", 4), "江苏省/淮安市": ("江苏省", 4),
    }  # fmt: skip
    assert areas.branchvalues == "total"


def test_what_is_not_known_has_no_colour_of_the_scale_and_a_dash() -> None:
    areas = city_areas(frame(*ROWS), percent=True, **WORDS).data[0]
    colours = dict(zip(areas.ids, areas.marker.colors, strict=True))
    shown = dict(zip(areas.ids, (told[0] for told in areas.customdata), strict=True))
    assert shown["山西省/太原市"] == "–"
    assert shown["江苏省/淮安市"] == "0 %"
    assert shown["山西省"] == ""
    assert len(set(colours.values())) == 5  # the provinces, not known, 0, a half and 1
    assert colours["山西省/太原市"] == "#ffffff"


def test_title_and_scale_tell_what_is_known() -> None:
    drawn = city_areas(frame(*ROWS), lang="zh", **WORDS)
    assert drawn.layout.title.text == "各地级行政区零申请：4 个中已知 3 个"
    assert (drawn.data[1].marker.cmin, drawn.data[1].marker.cmax) == (0.0, 1.0)
    assert "不属地级行政区" in drawn.data[0].labels


@pytest.mark.parametrize("rows", [[], [("山西省", "忻州市", None, 2)], [(None, "忻州市", 0.5, 2)]])
def test_nothing_known_is_said(rows: list[tuple[object, ...]]) -> None:
    drawn = city_areas(frame(*rows), **WORDS)
    assert drawn.layout.title.text == "zero requests: not known for any province"
    assert not drawn.data


def test_one_value_alone_has_a_colour() -> None:
    assert city_areas(frame(ROWS[0]), **WORDS).data[0].marker.colors[1].startswith("rgb")


def test_a_share_alone_stands_on_the_scale_of_all_shares() -> None:
    drawn = city_areas(frame(("山西省", "忻州市", 0.0, 3)), percent=True, **WORDS)
    assert (drawn.data[1].marker.cmin, drawn.data[1].marker.cmax) == (0.0, 1.0)
    assert drawn.data[0].marker.colors[1] == "rgb(254, 232, 56)"


def test_the_name_of_a_province_that_stands_alone_is_dark_on_its_light_colour() -> None:
    assert city_areas(frame(ROWS[0]), **WORDS).data[0].outsidetextfont.color == INK


def test_a_prefecture_twice_is_an_error() -> None:
    with pytest.raises(ValueError, match="twice"):
        city_areas(frame(ROWS[0], ROWS[0]), **WORDS)


def test_names_are_text_and_no_markup() -> None:
    bad = "<img src=x onerror=alert(1)>"
    areas = city_areas(frame((bad, bad, 0.5, 1)), **WORDS).data[0]
    assert not [text for text in (*areas.ids, *areas.labels, *areas.parents) if "<" in text]
