"""Documents → frames: ids, order, places, and bytes there and back."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.corpus.small_reports import Key, SmallIdentifier, content, frames, read, report, unreadable
from toolkit.corpus import RAW_REPORTS, SCHEMAS, SORT_KEYS, Frames, document_id, frames_of, identify, report_ids
from toolkit.corpus.schema import STORED
from toolkit.records import Box, Claim, Document, Leftover, Place, Report


def same(left: Frames, right: Frames) -> bool:
    """Whether all frames are equal, types included."""
    pairs = [(getattr(left, name), getattr(right, name)) for name in STORED]
    return all(a.schema == b.schema and a.equals(b) for a, b in pairs)


def test_every_frame_has_the_columns_of_the_contract_in_order() -> None:
    made = frames(read("a.html", report()), unreadable("b.pdf"))
    for name in STORED:
        assert getattr(made, name).schema == SCHEMAS[name]
    assert frames_of([]).reports.schema == RAW_REPORTS
    assert SCHEMAS["cells"].names()[:8] == ["report_id", "table", "row", "column", "value", "unit", "raw", "state"]


def test_every_frame_is_sorted_by_its_keys() -> None:
    made = frames(*(read(f"{number}.html", report(), report(year=2022)) for number in range(5)))
    for name in STORED:
        frame: pl.DataFrame = getattr(made, name)
        assert frame.equals(frame.sort(SORT_KEYS[name]))


def test_ids_are_the_start_of_the_content_and_of_the_path() -> None:
    document = Document("a/b.txt", "txt", 3, "0123456789abcdef" * 4, "read", reports=(report(), report(), report()))
    assert report_ids(document) == ["0123456789abcdef", "0123456789abcdef-2", "0123456789abcdef-3"]
    assert document_id("a/b.txt") == content("a/b.txt")[:16]


def test_a_report_without_content_hash_is_a_bug() -> None:
    with pytest.raises(ValueError, match="no sha256"):
        report_ids(Document("a.txt", "txt", 3, None, "read", reports=(report(),)))


@pytest.mark.parametrize(
    ("disclosure", "requests", "template"),
    [
        ("2021", "2021", "2021"),
        ("2021", "2019", "mixed"),
        (None, "2019", "2019"),
        ("2021", None, "2021"),
        (None, None, None),
    ],
)
def test_template_is_what_both_tables_agree_on(
    disclosure: str | None, requests: str | None, template: str | None
) -> None:
    made = frames(read("a.html", report(disclosure=disclosure, requests=requests)))
    assert made.reports["template"].to_list() == [template]


def test_values_states_and_places_arrive() -> None:
    printed: dict[Key, float | str | None] = {
        ("requests", "new", "total"): 12.0,
        ("disclosure", "fees", "amount"): "若干",
    }
    made = frames(read("a.html", report(printed=printed)))
    wanted = ["value", "unit", "raw", "state", "line", "box"]
    new = made.cells.filter(table="requests", row="new", column="total").select(wanted)
    assert new.rows() == [(12.0, "件", "12", "number", 7, None)]
    fees = made.cells.filter(table="disclosure", row="fees").select(wanted)
    assert fees.rows() == [(None, "万元", "若干", "unreadable", 10, None)]
    assert made.cells.height == 200


def test_boxes_and_pages_arrive() -> None:
    place = Place(2, 3, None, 1, 0, Box(1.0, 2.0, 3.5, 4.0))
    made = frames(
        read("a.pdf", report(leftovers=(Leftover("requests", "备注 | 3", place), Leftover("requests", "x", Place()))))
    )
    assert made.leftovers.select("raw", "page", "box").rows() == [
        ("x", None, None),
        ("备注 | 3", 2, [1.0, 2.0, 3.5, 4.0]),
    ]


def test_claims_arrive() -> None:
    claim = Claim("requests", "新收申请3件。", 2, 6, "requests", "new", "total", 3.0, True, "strong", "own")
    made = frames(read("a.html", report()._replace(claims=(claim,))))
    assert made.claims.drop("report_id").rows() == [tuple(claim)]


def test_a_report_that_stands_in_two_files_is_kept_once() -> None:
    copies = [read("a.html", report(), sha256=content("x")), read("b.html", report(), sha256=content("x"))]
    together = frames(*copies)
    assert together.reports["source"].to_list() == ["a.html"]
    assert together.cells.height == 200
    assert [ids.to_list() for ids in together.documents["report_ids"]] == [[content("x")[:16]]] * 2
    assert same(Frames.concat([frames(copies[0]), frames(copies[1])]), together)


def test_a_name_that_is_not_utf8_does_not_stop_the_run() -> None:
    made = frames_of([unreadable("a.pdf")._replace(source="a/\udce4.pdf")])
    assert made.documents["source"].to_list() == ["a/\\udce4.pdf"]


def test_batches_together_are_what_one_batch_is() -> None:
    documents = [read(f"{number}.html", report(year=2019 + number)) for number in range(4)] + [unreadable("u.pdf")]
    parts = [frames(*documents[:2]), frames(*documents[2:3]), frames(*documents[3:])]
    assert same(Frames.concat(parts), frames(*documents))
    assert same(Frames.concat([]), frames_of([]))


def test_each_agency_and_year_is_asked_for_once() -> None:
    identifier = SmallIdentifier()
    documents = [read(f"{number}.html", report(hint="序言")) for number in range(3)]
    named = identify(frames_of([*documents, read("x", report(None, None, site_id="140927"))]), identifier)
    assert sorted(identifier.asked, key=str) == [("神池县水利局", 2023, None, "序言"), (None, None, "140927", None)]
    columns = ["county", "region_code", "region_source", "kind"]
    assert set(named.reports.select(columns).rows()) == {
        ("神池县", "140927", "name", "department"),
        ("神池县", "140927", "site_id", None),
    }


texts = st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"]), max_size=5))
reports = st.builds(
    lambda agency, year, title, state: report()._replace(
        agency=agency, year=year, title=title, requests_state=state, cells=report().cells[:3]
    ),
    texts,
    st.one_of(st.none(), st.integers(1990, 2100)),
    texts,
    st.sampled_from(["requests", "zero", "blank", "unreadable"]),
)


@given(
    st.lists(
        st.tuples(st.text("ab/", min_size=1, max_size=4), st.lists(reports, max_size=2)),
        max_size=3,
        unique_by=lambda x: x[0],
    )
)
def test_frames_come_back_from_bytes_as_they_were(documents: list[tuple[str, list[Report]]]) -> None:
    made = frames_of([read(source, *some) for source, some in documents])
    assert same(Frames.from_bytes(made.to_bytes()), made)
