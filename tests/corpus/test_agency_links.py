"""Likely renamings, proposed with a reason, and the user's word on them."""

from pathlib import Path

import polars as pl
import pytest

from tests.corpus.small_reports import Key, read, report
from toolkit.corpus import Corpus, frames_of, identify
from toolkit.corpus.agencies import Identifier
from toolkit.errors import MetadataError
from toolkit.records import Place, Section

OUT: Key = ("requests", "carried_out", "total")
IN: Key = ("requests", "carried_in", "total")
IDENTIFIER = Identifier()


def corpus(*told: tuple[str, int] | tuple[str, int, dict[Key, float | str | None]]) -> Corpus:
    documents = [
        read(f"{at}", report(one[0], one[1], one[2] if len(one) > 2 else None, requests="2021"))
        for at, one in enumerate(told)
    ]
    return Corpus.of_frames(identify(frames_of(documents), IDENTIFIER), identifier=IDENTIFIER)


def links(one: Corpus) -> list[tuple[object, ...]]:
    return one.agency_links.select("agency", "later_agency", "reason", "accepted").rows()


@pytest.mark.parametrize(
    ("earlier", "later", "years", "reason"),
    [
        ("太谷县水利局", "太谷区水利局", (2018, 2020), "place_renamed"),
        ("神池县环境保护局", "神池县生态环境局", (2018, 2019), "reform"),
        ("神池县扶贫开发办公室", "神池县乡村振兴局", (2020, 2021), "reform"),
        ("神池县发展和改革局", "神池县发展和改革委员会", (2021, 2022), "suffix"),
        ("神池县教育局", "神池县教育体育局", (2021, 2022), "similar_name"),
        ("忻州市生态环境局神池分局", "神池县生态环境分局", (2021, 2022), "branch"),
        ("神池县生态环境局", "忻州市生态环境局神池分局", (2018, 2019), "branch"),
    ],
)
def test_a_likely_renaming_is_proposed_and_joins_nothing(
    earlier: str, later: str, years: tuple[int, int], reason: str
) -> None:
    one = corpus((earlier, years[0]), (later, years[1]))
    assert links(one) == [(earlier, later, reason, None)]
    assert one.report_pairs.is_empty()
    assert one.agency_years["agency"].n_unique() == 2


@pytest.mark.parametrize(
    ("one", "other", "years"),
    [
        ("神池县水利局", "神池县林业局", (2020, 2021)),
        ("神池县教育局", "宁武县教育局", (2020, 2021)),
        ("神池县教育局", "神池县教育体育局", (2021, 2021)),  # both in one year: two agencies
        ("神池县发展和改革局", "神池县发展和改革委员会", (2016, 2022)),  # too long between
        ("神池县第一中学", "神池县第二中学", (2020, 2021)),
        ("神池县东城管理局", "神池县西城管理局", (2020, 2021)),
        ("神池县公安局", "神池县公安局交通警察支队", (2020, 2021)),
        ("神池县环境保护局", "神池县生态环境局", (2022, 2023)),  # years after the reform
        ("神池县乡村振兴局", "神池县扶贫开发办公室", (2020, 2021)),  # the reform the wrong way round
    ],
)
def test_what_is_no_renaming_is_not_proposed(one: str, other: str, years: tuple[int, int]) -> None:
    assert links(corpus((one, years[0]), (other, years[1]))) == []


def test_numbers_that_continue_make_a_renaming_likelier() -> None:
    scores = []
    for carried in (3, 5):
        one = corpus(("神池县发展和改革局", 2021, {OUT: 3}), ("神池县发展和改革委员会", 2022, {IN: carried}))
        row = one.agency_links.select("continues", "score", "reason_zh", "reason_en").rows()[0]
        scores.append(row)
    (same, high, zh, en), (other, low, *_) = scores
    assert (same, other) == (True, False)
    assert high > low
    assert zh == "名称主干相同，后缀不同，结转数或现行有效件数相衔接"
    assert en == "the same stem with another ending; numbers carried over or in force continue"


def test_numbers_over_a_year_between_say_nothing() -> None:
    one = corpus(("神池县发展和改革局", 2020, {OUT: 3}), ("神池县发展和改革委员会", 2022, {IN: 3}))
    assert one.agency_links["continues"].to_list() == [None]


def test_two_successors_as_likely_as_one_another_are_not_proposed() -> None:
    one = corpus(("神池县教育局", 2020), ("神池县教育体育局", 2021), ("神池县教育科技局", 2021))
    assert links(one) == []


def test_accepted_links_join_the_years_under_the_latest_name() -> None:
    one = corpus(("神池县教育局", 2021, {OUT: 3}), ("神池县教育体育局", 2022, {IN: 3}))
    told = one.agency_links.with_columns(accepted=pl.lit(True))
    joined = one.with_links(told)
    assert links(joined) == [("神池县教育局", "神池县教育体育局", "similar_name", True)]
    assert joined.agency_years["agency"].unique().to_list() == ["神池县教育体育局"]
    assert [one.summary()["reports"]["agencies"], joined.summary()["reports"]["agencies"]] == [2, 1]
    assert "2 reports of 1 agency, 2021–2022" in repr(joined)
    assert joined.report_pairs.height == 1
    assert joined.agency_names.select("agency", "name").rows() == [
        ("神池县教育体育局", "神池县教育体育局"), ("神池县教育体育局", "神池县教育局")
    ]  # fmt: skip
    assert joined.filter(agencies="神池县教育局").reports.height == 2
    assert joined.filter(years=2022).agency_years["year"].to_list() == [2022]


def test_prose_is_held_against_that_of_the_earlier_name() -> None:
    text = (
        "水库放水的时刻提前三天贴到沿河各村的祠堂门口，渔民说这样下网心里有底。灌区闸门由谁掌管、何时轮灌，都画成表挂在"
        "渠首泵房外墙上。秋后又请测量队把淤积深浅标到图上，供浇地的人家对照，泵房钥匙交给两位退休教师轮流保管。"
    )
    section = Section(5, "problems", "五、存在的主要问题及改进情况", text, Place(block=9, line=1))
    told = [report("神池县教育局", 2021), report("神池县教育体育局", 2022, requests="2021")]
    documents = [read(str(at), one._replace(sections=(section,))) for at, one in enumerate(told)]
    one = Corpus.of_frames(identify(frames_of(documents), IDENTIFIER), identifier=IDENTIFIER)
    later = pl.col("year") == 2022, pl.col("section") == "problems"
    assert one.reuse.filter(later)["repeats_previous"].to_list() == [None]
    linked = one.with_links(one.agency_links.with_columns(accepted=pl.lit(True)))
    assert linked.reuse.filter(later)["repeats_previous"].to_list() == [True]


def test_a_refused_link_stays_apart_and_says_so() -> None:
    one = corpus(("神池县教育局", 2021), ("神池县教育体育局", 2022))
    refused = one.with_links(one.agency_links.with_columns(accepted=pl.lit(False)))
    assert links(refused) == [("神池县教育局", "神池县教育体育局", "similar_name", False)]
    assert refused.report_pairs.is_empty()


def test_the_user_links_what_nobody_would_propose_and_parts_what_was_joined(tmp_path: Path) -> None:
    path = tmp_path / "links.csv"
    path.write_text(
        "agency,later_agency,accepted\n神池县水利局,神池县林业局,是\n神池县政府,神池县人民政府,否\n", "utf-8"
    )
    one = corpus(("神池县水利局", 2021), ("神池县林业局", 2022), ("神池县政府", 2021), ("神池县人民政府", 2022))
    assert one.report_pairs.height == 1
    told = one.with_links(path)
    assert told.report_pairs["agency"].to_list() == ["神池县林业局"]
    assert told.warnings_of_tables == ()


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("神池县水力局,神池县林业局,,,,true", "there is no agency '神池县水力局'. Did you mean '神池县水利局'"),
        ("神池县水利局,神池县林业局,,,2019,true", "not used, since '神池县水利局' has reports until 2021"),
        ("神池县水利局,神池县林业局,140925,,,true", "there is no agency '神池县水利局' of 140925; of 140927 there is."),
    ],
)
def test_links_that_cannot_be_used_are_told_with_their_line(tmp_path: Path, line: str, wanted: str) -> None:
    path = tmp_path / "links.csv"
    path.write_text(f"agency,later_agency,region_code,later_region_code,year,accepted\n{line}\n", "utf-8")
    one = corpus(("神池县水利局", 2021), ("神池县林业局", 2022)).with_links(path)
    [warning] = one.warnings_of_tables[:1]
    assert warning.startswith("links: row 1 (line 2): ")
    assert wanted in warning
    assert one.report_pairs.is_empty()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("agency,later\na,b\n", "unknown column 'later'"),
        ("agency,accepted\na,1\n", "needs a column 'later_agency'"),
        ("agency,later_agency,accepted\na,b,maybe\n", "row 1 (line 2) has accepted 'maybe'"),
        ("agency,later_agency\na,\n", "row 1 (line 2) has no later_agency"),
    ],
)
def test_a_wrong_table_is_refused(tmp_path: Path, text: str, wanted: str) -> None:
    path = tmp_path / "links.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(MetadataError) as error:
        corpus(("神池县水利局", 2021)).with_links(path)
    assert wanted in str(error.value)
    assert str(path) in str(error.value)
