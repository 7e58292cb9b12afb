"""The user's metadata: read strictly, laid over what was read, never dropped in silence."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.corpus.small_reports import SmallIdentifier, content, frames, read, report, unreadable
from toolkit.corpus import Corpus, read_metadata
from toolkit.corpus.metadata import METADATA_SCHEMA
from toolkit.errors import MetadataError


def csv(path: Path, text: str, encoding: str = "utf-8") -> Path:
    (path / "metadata.csv").write_bytes(text.encode(encoding))
    return path / "metadata.csv"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_as_spreadsheets_write_it(tmp_path: Path, encoding: str) -> None:
    text = "source,agency,year,region_code,published\na\\b.html, 神池县水利局 ,2023.0,140927,2024/1/5\nc.html,,,,\n"
    found = read_metadata(csv(tmp_path, text, encoding))
    assert found.schema == METADATA_SCHEMA
    assert found.rows() == [
        ("a/b.html", None, "神池县水利局", 2023, "140927", date(2024, 1, 5)),
        ("c.html", None, None, None, None, None),
    ]


def test_a_frame_may_have_its_own_types_and_is_read_as_often_as_one_likes() -> None:
    given = pl.DataFrame(
        {"report_id": ["abc"], "year": [2023], "region_code": [140927], "published": [date(2024, 1, 31)]}
    )
    found = read_metadata(given)
    assert found.rows() == [(None, "abc", None, 2023, "140927", date(2024, 1, 31))]
    assert read_metadata(found).equals(found)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("source,agancy\na,b\n", r"unknown column 'agancy'. Did you mean 'agency'\?"),
        ("agency\nb\n", r"needs a column 'source' or 'report_id'"),
        ("source,year\na,2023\nb,20x3\n", r"row 2 \(line 3\) has year '20x3', which is no year from 1990 to 2099"),
        ("source,year\na,1023\n", r"row 1 \(line 2\) has year '1023'"),
        (
            "source,region_code\na,14092\n",
            r"row 1 \(line 2\) has region_code '14092', which is not a region code of six",
        ),
        ("source,published\na,2024-02-30\n", r"row 1 \(line 2\) has published '2024-02-30', which is not a date like"),
        ("source,published\na,soon\n", r"row 1 \(line 2\) has published 'soon'"),
        ("source,year\n,2023\n", r"row 1 \(line 2\) names no report"),
        ("source,year\na,2023\na,2022\n", r"row 2 \(line 3\) has source 'a' a second time"),
        ("", r"is not a CSV table"),
        ("source,year\na,2023,x\n", r"is not a CSV table"),
    ],
)
def test_a_slip_is_told_with_its_row(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(MetadataError, match=message):
        read_metadata(csv(tmp_path, text))


def test_a_file_that_is_not_there_or_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(MetadataError, match="no such metadata file"):
        read_metadata(tmp_path / "none.csv")
    (tmp_path / "m.csv").write_bytes(b"\xff\xff\xff")
    with pytest.raises(MetadataError, match="neither UTF-8 nor GB18030"):
        read_metadata(tmp_path / "m.csv")


def corpus(*documents: object, **columns: list[object]) -> Corpus:
    made = frames(*documents)  # type: ignore[arg-type]
    return Corpus.of_frames(made, metadata=pl.DataFrame(columns), identifier=SmallIdentifier())


IDENTITY = ["agency", "year", "county", "region_code", "region_source"]


def test_agency_and_year_are_the_users_and_the_region_follows() -> None:
    found = corpus(read("a", report(None, None)), source=["a"], agency=["宁武县水利局"], year=[2022])
    assert found.reports.select(IDENTITY).rows() == [("宁武县水利局", 2022, "宁武县", "140925", "name")]
    assert found.warnings == ()


def test_a_region_told_by_the_user_holds_with_its_names() -> None:
    found = corpus(read("a", report("教育局", 2023)), source=["a"], region_code=["320812"])
    assert found.reports.select("province", "city", *IDENTITY[2:]).rows() == [
        ("江苏省", "淮安市", "清江浦区", "320812", "user")
    ]


def test_a_region_that_is_not_known_is_kept_and_told() -> None:
    found = corpus(read("a", report("教育局", 2023)), source=["a"], region_code=["999999"])
    assert found.reports.select("province", *IDENTITY[3:]).rows() == [(None, "999999", "user")]
    assert found.warnings == ("metadata: region_code 999999 is not known for 2023.",)


def test_a_year_alone_leaves_the_region_that_the_prose_decided() -> None:
    made = frames(read("a", report("教育局", None)))
    decided = made.reports.with_columns(region_code=pl.lit("140927"), region_source=pl.lit("name"))
    metadata = pl.DataFrame({"source": ["a"], "year": [2021]})
    found = Corpus.of_frames(
        type(made)(**{**vars(made), "reports": decided}), metadata=metadata, identifier=SmallIdentifier()
    )
    assert found.reports.select("year", "region_code").rows() == [(2021, "140927")]


def test_a_publication_date_is_marked_and_changes_nothing_else() -> None:
    identifier = SmallIdentifier()
    made = frames(read("a", report()))
    metadata = pl.DataFrame({"report_id": [content("a")[:16]], "published": ["2024-01-31"]})
    found = Corpus.of_frames(made, metadata=metadata, identifier=identifier).reports
    assert found.select("published", "published_source").rows() == [(date(2024, 1, 31), "user")]
    assert found.drop("published", "published_source").equals(made.reports.drop("published", "published_source"))
    assert identifier.asked == []


def test_a_source_may_be_told_by_its_end_if_only_one_has_it() -> None:
    found = corpus(
        read("x/a/r.html", report(year=2021)),
        read("x/b/r.html", report(year=2022)),
        read("x/br.html", report(year=2023)),
        source=["a/r.html", "r.html", "gone.html"],
        year=[2011, 2012, 2013],
    )
    assert found.reports["year"].sort().to_list() == [2011, 2022, 2023]
    assert found.warnings == (
        "metadata: no document has the source 'gone.html'.",
        "metadata: 2 documents have a source that ends with 'r.html'; none was changed.",
    )
    assert found.summary()["warnings"] == list(found.warnings)


def test_of_a_source_with_several_reports_one_must_be_named() -> None:
    first = content("a")[:16]
    found = corpus(read("a", report(year=2021), report(year=2022)), source=["a"], year=[2011])
    assert found.reports["year"].to_list() == [2021, 2022]
    assert found.warnings == (f"metadata: 'a' holds several reports; name one by report_id: {first}, {first}-2.",)
    named = corpus(
        read("a", report(year=2021), report(year=2022)), report_id=[f"{first}-2", "nothing"], year=[2012, 2013]
    )
    assert named.reports["year"].to_list() == [2021, 2012]
    assert named.warnings == ("metadata: no report has the id 'nothing'.",)


def test_an_unreadable_document_with_agency_and_year_enters_agency_years() -> None:
    found = corpus(
        unreadable("a.pdf"),
        unreadable("b.pdf"),
        unreadable("c.pdf"),
        source=["a.pdf", "b.pdf"],
        agency=["神池县水利局", "宁武县水利局"],
        year=[2022, None],
    )
    assert found.agency_years.rows() == [("神池县水利局", "140927", 2022, "unreadable", None)]
    assert found.filter(years=2022).documents["source"].to_list() == ["a.pdf"]


def test_a_document_that_is_no_report_does_not_enter_agency_years() -> None:
    page = unreadable("a.html")._replace(status="not_a_report", reason="no_tables")
    assert corpus(page, source=["a.html"], agency=["神池县水利局"], year=[2022]).agency_years.is_empty()


def test_a_report_told_by_id_goes_before_its_source() -> None:
    found = corpus(read("a", report()), source=["a", None], report_id=[None, content("a")[:16]], year=[2011, 2012])
    assert found.reports["year"].to_list() == [2012]
