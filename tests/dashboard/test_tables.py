"""The tables of the page."""

import math

import polars as pl
import pytest

from tests.dashboard.made_up_page import corpus, suspects
from tests.figures.made_up import FINDINGS, findings, summary
from toolkit.dashboard.tables import LISTED, gravest, suspected, unread


def finding(**values: object) -> dict[str, object]:
    return dict.fromkeys(FINDINGS) | {"suite": "identities", "rule": "columns_sum", "severity": "info"} | values


def listed(*rows: dict[str, object]) -> list[dict[str, str]]:
    frame = pl.DataFrame(list(rows), schema=FINDINGS)
    table = gravest(frame, summary(frame))
    names = [column.en for column in table.columns]
    return [dict(zip(names, (entry.text.en for entry in row), strict=True)) for row in table.rows]


def test_the_gravest_come_first_and_of_them_the_largest_difference() -> None:
    rows = listed(
        finding(agency="a", severity="info", difference=900.0),
        finding(agency="b", severity="critical", difference=1.0),
        finding(agency="c", severity="critical", difference=None),
        finding(agency="d", severity="critical", difference=-8.0),
        finding(agency="e", severity="warning", difference=math.nan),
    )
    assert [row["agency"] for row in rows] == ["d", "b", "c", "e", "a"]


def test_numbers_are_written_out_and_what_is_not_known_is_a_dash() -> None:
    (row,) = listed(finding(actual=1328.0, expected=1336.5, difference=-8.5, page=3, line=7, source="a.pdf"))
    assert (row["reported"], row["recomputed"], row["difference"]) == ("1,328", "1,336.5", "−8.5")
    assert row["source"] == "a.pdf, page 3, line 7"
    (bare,) = listed(finding(difference=2.0))
    assert (bare["reported"], bare["difference"], bare["agency"], bare["year"], bare["source"]) == (
        "–",
        "+2",
        "–",
        "–",
        "–",
    )


@pytest.mark.parametrize(
    ("place", "english", "chinese"),
    [
        (("requests", "unable_not_held", "natural_person"), "unable not held / natural person", "自然人"),
        (("requests", "new", None), "new", "一、本年新收政府信息公开申请数量"),
        (("review", None, None), "review and litigation (table 4)", "政府信息公开行政复议、行政诉讼情况"),
        ((None, None, None), "–", "–"),
    ],
)
def test_a_cell_is_told_in_the_words_of_the_form(place: tuple[str | None, ...], english: str, chinese: str) -> None:
    frame = pl.DataFrame([finding(table=place[0], row=place[1], column=place[2])], schema=FINDINGS)
    cell = gravest(frame, summary(frame)).rows[0][4].text
    assert cell.en == english
    assert cell.zh.endswith(chinese)


def test_a_rule_without_title_is_told_by_its_code() -> None:
    assert listed(finding(rule="my_rule"))[0]["rule"] == "my_rule"


def test_only_the_first_are_listed_and_all_are_counted() -> None:
    frame = findings(1_000)
    table = gravest(frame, summary(frame))
    assert (len(table.rows), table.total) == (LISTED, 1_000)
    assert {row[0].kind for row in table.rows} == {"critical"}


def test_suspected_cells_stand_beside_what_they_should_be() -> None:
    table = suspected(suspects().frame)
    rows = [[entry.text.en for entry in row] for row in table.rows]
    assert rows == [
        ["r1", "new / total", "12", "21", "digits swapped", "source", "yes"],
        ["r2", "granted / enterprise", "3", "4", "unknown", "unknown", "no"],
    ]


def test_files_that_were_read_are_not_among_the_unread() -> None:
    table = unread(corpus().documents)
    assert [row[0].text.en for row in table.rows] == ["reports/d.html", "reports/c.bin"]
