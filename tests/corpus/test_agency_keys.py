"""Which names on reports are one agency's: joined where surely the same, apart everywhere else."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.corpus.agency_keys import agency_keys, with_keys

Row = tuple[str | None, int | None, str | None]


def rows(*told: Row | tuple[str | None, int | None, str | None, str | None]) -> pl.DataFrame:
    padded = [(*row, None)[:4] for row in told]
    schema = {"agency": pl.String, "year": pl.Int32, "region_code": pl.String, "site_id": pl.String}
    return pl.DataFrame(padded, schema=schema, orient="row")


def together(one: Row, other: Row, *others: Row) -> bool:
    """Whether two rows are one agency's."""
    frame = rows(one, other, *others)
    keys = with_keys(frame, agency_keys(frame))["agency_key"]
    return bool(keys[0] == keys[1])


SHENCHI, NINGWU = "140927", "140925"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("神池县市场监督管理局", "神池县市场监督管理局"),
        ("神池县市监局", "神池县市场监督管理局"),
        ("神池县政府", "神池县人民政府"),
        ("神池县 水利局", "神池县水利局"),
        ("神池县水利局（本级）", "神池县水利局(本级)"),
        ("山西省忻州市神池县水利局", "神池县水利局"),
        ("忻州市神池县水利局", "神池县水利局"),
        ("神池县发改委", "神池县发展和改革委员会"),
    ],
)
def test_spellings_of_one_name_are_one_agency(one: str, other: str) -> None:
    assert together((one, 2021, SHENCHI), (other, 2022, SHENCHI))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("神池县卫生健康局", "神池县卫生健康和体育局"),
        ("神池县环境保护局", "神池县生态环境局"),
        ("忻州市生态环境局神池分局", "神池县生态环境分局"),
        ("神池县扶贫开发办公室", "神池县乡村振兴局"),
        ("神池县人民政府", "神池县人民政府办公室"),
        ("神池县发展和改革局", "神池县发展和改革委员会"),
        ("神池县发改局", "神池县发展和改革局"),
        ("神池县第一中学", "神池县第二中学"),
        ("神池县东城街道办事处", "神池县西城街道办事处"),
    ],
)
def test_other_names_are_other_agencies_however_alike(one: str, other: str) -> None:
    assert not together((one, 2021, SHENCHI), (other, 2022, SHENCHI))


def test_one_name_in_two_places_is_two_agencies() -> None:
    assert not together(("水利局", 2021, SHENCHI), ("水利局", 2021, NINGWU))
    assert not together(("鼓楼区教育局", 2021, "320106"), ("鼓楼区教育局", 2022, "320302"))


def test_a_recoded_city_is_one_agency_with_its_latest_code() -> None:
    frame = rows(("公主岭市人民政府", 2018, "220381"), ("公主岭市人民政府", 2021, "220184"))
    found = with_keys(frame, agency_keys(frame))
    assert found["agency_key"].n_unique() == 1
    assert found["agency_region"].to_list() == ["220184", "220184"]


def test_a_county_that_became_a_district_is_two_agencies_until_the_user_says_otherwise() -> None:
    assert not together(("太谷县水利局", 2018, "140726"), ("太谷区水利局", 2020, "140703"))


def test_a_report_without_a_place_is_the_one_agency_of_its_name() -> None:
    bare: Row = ("神池县水利局", 2022, None)
    assert together(bare, ("神池县水利局", 2021, SHENCHI))
    assert not together(bare, ("神池县水利局", 2021, SHENCHI), ("神池县水利局", 2021, NINGWU))


def test_a_name_of_several_sites_in_one_year_is_several_agencies() -> None:
    frame = rows(
        ("高新区管委会", 2022, None, "3203000001"),
        ("高新区管委会", 2022, None, "3401000001"),
        ("高新区管委会", 2023, None, "3203000001"),
    )
    first, second, later = with_keys(frame, agency_keys(frame))["agency_key"]
    assert first != second
    assert first == later


def test_a_site_alone_does_not_part_an_agency_that_moved() -> None:
    frame = rows(("高新区管委会", 2022, None, "3203000001"), ("高新区管委会", 2023, None, "3203000002"))
    assert with_keys(frame, agency_keys(frame))["agency_key"].n_unique() == 1


def test_the_latest_name_is_what_an_agency_is_called() -> None:
    frame = rows(("神池县市监局", 2023, SHENCHI), ("神池县市场监督管理局", 2021, SHENCHI))
    assert set(with_keys(frame, agency_keys(frame))["agency_name"]) == {"神池县市监局"}


def test_reports_without_an_agency_have_no_key() -> None:
    frame = rows((None, 2023, SHENCHI), ("神池县水利局", 2023, SHENCHI))
    assert with_keys(frame, agency_keys(frame))["agency_key"][0] is None


def test_the_user_joins_and_parts() -> None:
    frame = rows(("甲县环境保护局", 2018, SHENCHI), ("甲县生态环境局", 2020, SHENCHI), ("甲县生态局", 2022, SHENCHI))
    keys = agency_keys(frame)
    names = dict(keys.select("agency", "agency_key").rows())
    old, new, newest = (names[agency] for agency in frame["agency"])
    joined = agency_keys(frame, joined=[(new, newest), (old, new)])
    assert joined["agency_key"].n_unique() == 1
    assert set(joined["agency_name"]) == {"甲县生态局"}
    spelt = rows(("神池县政府", 2021, SHENCHI), ("神池县人民政府", 2022, SHENCHI))
    key = agency_keys(spelt)["agency_key"][0]
    assert agency_keys(spelt, apart=[("神池县政府", key)])["agency_key"].n_unique() == 2


names = st.sampled_from(
    ["神池县水利局", "神池县政府", "神池县人民政府", "宁武县水利局", "水利局", "神池县市监局", "神池县市场监督管理局"]
)
some = st.lists(
    st.tuples(names, st.integers(2018, 2024), st.sampled_from([None, SHENCHI, NINGWU])), min_size=1, max_size=12
)


@settings(deadline=None, max_examples=60)
@given(some, st.randoms())
def test_the_order_of_reports_does_not_matter(told: list[Row], rng: object) -> None:
    shuffled = list(told)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert agency_keys(rows(*told)).equals(agency_keys(rows(*shuffled)))


@settings(deadline=None, max_examples=60)
@given(some)
def test_every_named_report_has_one_key_and_a_code_of_a_place_that_it_stands_in(told: list[Row]) -> None:
    frame = rows(*told)
    found = with_keys(frame, agency_keys(frame))
    assert found.height == frame.height
    assert found["agency_key"].null_count() == 0
    # Two codes of two places never share a key.
    coded = found.filter(pl.col("region_code").is_not_null())
    assert coded.group_by("agency_key").agg(pl.col("region_code").n_unique())["region_code"].max() in (None, 1)
