"""Names of agencies chosen for their traps; what is expected was written from the official lists, not from the code."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.corpus.agencies import Identifier
from toolkit.corpus.places import agency_words, divisions_of

IDENTIFIER = Identifier()
YEARS = (2008, 2012, 2016, 2019, 2021, 2024)  # there are no reports about earlier years


def table(name: str) -> list[dict[str, str]]:
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


NAMES = table("agency_names.csv")
EVIDENCE = table("agency_evidence.csv")


@pytest.mark.parametrize("row", NAMES, ids=[f"{row['agency']}-{row['year']}" for row in NAMES])
def test_name(row: dict[str, str]) -> None:
    found = IDENTIFIER.identify(row["agency"], int(row["year"]) if row["year"] else None)
    place = [*row["place"].split("/"), "", ""][:3]
    expected = (row["level"], row["kind"], *place, row["region_code"], row["region_source"])
    assert found == tuple(text or None for text in expected), row["trap"]


@pytest.mark.parametrize("row", EVIDENCE, ids=[f"{row['agency']}-{row['trap']}" for row in EVIDENCE])
def test_site_and_prose(row: dict[str, str]) -> None:
    found = IDENTIFIER.identify(row["agency"], 2023, site_id=row["site_id"] or None, hint=row["hint"] or None)
    expected = (row["level"], row["region_code"], row["region_source"])
    assert (found.level, found.region_code, found.region_source) == tuple(text or None for text in expected)


def test_none_is_no_agency() -> None:
    assert IDENTIFIER.identify(None, None) == (None,) * 7


def test_prose_of_one_report_does_not_decide_for_the_next() -> None:
    assert IDENTIFIER.identify("鼓楼区人民政府", 2023, hint="徐州市鼓楼区").region_code == "320302"
    assert IDENTIFIER.identify("鼓楼区人民政府", 2023, hint="南京市鼓楼区").region_code == "320106"
    assert IDENTIFIER.identify("鼓楼区人民政府", 2023).region_code is None


@pytest.mark.parametrize("year", [2008, 2016, 2024])
@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        ("人民政府", "government"),
        ("人民政府办公室", "office"),
        ("市场监督管理局", "department"),
        ("第一人民医院", "authorised"),
    ],
)
def test_full_chain_is_always_its_own(year: int, ending: str, kind: str) -> None:
    for division in divisions_of(year).by_code.values():
        parents = dict.fromkeys(name for name in (division.province, division.city, division.county) if name)
        found = IDENTIFIER.identify("".join(parents) + ending, year)
        assert (found.region_code, found.level, found.kind) == (division.code, division.level, kind), division


@given(st.data())
def test_a_shorter_name_is_its_own_or_nobodys(data: st.DataObject) -> None:
    division = data.draw(st.sampled_from(list(divisions_of(data.draw(st.sampled_from(YEARS))).by_code.values())))
    ending = data.draw(st.sampled_from(["", "人民政府", "城市管理局", "自来水有限公司", "城中街道办事处"]))
    year = data.draw(st.sampled_from(YEARS))
    known = divisions_of(year).called(division.name)
    # A name that the year does not have may be the next year's or the last one's.
    near = known or divisions_of(year + 1).called(division.name) or divisions_of(year - 1).called(division.name)
    found = IDENTIFIER.identify(division.name + ending, year)
    assert found.region_code in {None, *(other.code for other in near)}
    assert found.level != "national"
    if len(known) > 1:
        assert found.region_code is None


@given(st.text("国家中央全省市县区镇乡街道人民政府局委员会北京南海税务总统计财部驻分开发新", max_size=14))
def test_national_is_said_of_listed_bodies_only(name: str) -> None:
    found = IDENTIFIER.identify(name, 2023)
    listed = {body for bodies in agency_words()["national"].values() for body in bodies}
    if found.level == "national":
        assert name in listed
        assert found.region_code is None


@given(st.text(max_size=20), st.none() | st.integers(1, 9999), st.none() | st.text(max_size=12), st.text(max_size=40))
def test_any_text_is_answered(name: str, year: int | None, site_id: str | None, hint: str) -> None:
    found = IDENTIFIER.identify(name, year, site_id=site_id, hint=hint)
    assert (found.region_code is None) == (found.region_source is None) == (found.province is None)


def test_importing_loads_neither_cnloc_nor_pandas() -> None:
    code = (
        "import sys; from toolkit.corpus.agencies import Identifier; Identifier().identify('淮安市', 2023); "
        "sys.exit(any(name in sys.modules for name in ('cnloc', 'pandas', 'ahocorasick')))"
    )
    assert subprocess.run([sys.executable, "-W", "error", "-c", code], check=False).returncode == 0
