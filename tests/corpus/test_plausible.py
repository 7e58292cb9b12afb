"""Regulations of those who may make none, and numbers whose digits look wrong."""

import polars as pl
import pytest

from tests.corpus.small_reports import Key, frames, read, report
from toolkit.corpus import Corpus
from toolkit.corpus.agencies import Identifier
from toolkit.corpus.regulations import regulation_cells


def unfit(agency: str, year: int = 2023, value: float = 1.0, **known: str | None) -> list[tuple[str, bool | None]]:
    """Weight and verdict of a number issued, in force and disclosed."""
    told = Identifier().identify(agency, year)._asdict() | known
    reports = pl.DataFrame(
        [{"report_id": "r", "agency": agency, "year": year, **told}],
        schema_overrides={"level": pl.String, "kind": pl.String, "city": pl.String},
    )
    columns = ["issued", "in_force", "disclosed"]
    cells = pl.LazyFrame(
        {"report_id": "r", "table": "disclosure", "row": "regulations", "column": columns, "value": value}
    )
    found = regulation_cells(reports, cells).sort(pl.col("column").replace_strict(columns, [0, 1, 2]))
    return found.select("weight", "unfit").rows()


WEIGHTS = ("critical", "warning", "info")


@pytest.mark.parametrize(
    ("agency", "verdict"),
    [
        ("江苏省人民政府", False), ("淮安市人民政府", False), ("恩施土家族苗族自治州人民政府", False),
        ("东莞市人民政府", False), ("中山市人民政府", False), ("嘉峪关市人民政府", False), ("三沙市人民政府", False),
        ("儋州市人民政府", False), ("淮安市人民政府办公室", False), ("财政部", False),
        ("上海市浦东新区人民政府", True), ("昆山市人民政府", True), ("济源市人民政府", True),
        ("阿里地区行政公署", True), ("锡林郭勒盟行政公署办公室", True), ("喀什地区司法局", True),
        ("淮安市水利局", True), ("昆山市司法局", True), ("第一师阿拉尔市人民政府", True),
        ("新疆生产建设兵团", None),
    ],
)  # fmt: skip
def test_who_may_make_regulations(agency: str, verdict: bool | None) -> None:
    assert unfit(agency) == [(weight, verdict) for weight in WEIGHTS]
    assert {told for _, told in unfit(agency, value=0.0)} == {False}


def test_danzhou_may_from_2023() -> None:
    assert [told for _, told in unfit("儋州市人民政府", 2022)] == [True] * 3


def test_the_judicial_office_of_a_capable_government_is_only_worth_a_look() -> None:
    assert unfit("淮安市司法局") == [("info", True)] * 3
    assert unfit("江苏省司法厅") == [("info", True)] * 3


def test_a_level_or_kind_that_is_not_known_leaves_it_open() -> None:
    assert {told for _, told in unfit("昆山市水利局", level=None)} == {None}
    assert {told for _, told in unfit("昆山市水利局", kind=None)} == {None}
    assert {told for _, told in unfit("昆山市水利局", level=None, value=0.0)} == {False}


def suspects(printed: dict[Key, float | str | None]) -> list[tuple[object, ...]]:
    corpus = Corpus.of_frames(frames(read("a", report(printed=printed))))
    return corpus.suspect_digits.filter("suspect").select("kind", "table", "row", "column").rows()


@pytest.mark.parametrize(
    ("printed", "requests", "told"),
    [
        ({}, "2021", {False}),
        ({("requests", "new", "enterprise"): ""}, "2021", {False}),
        ({("requests", "new", "enterprise"): "若干"}, "2021", {None}),
        ({("review", "review", "total"): None}, "2021", {None}),
        ({("disclosure", "fees", "amount"): "若干"}, "2021", {False}),
        ({}, None, {None}),
    ],
)
def test_what_cannot_be_read_is_not_passed(
    printed: dict[Key, float | str | None], requests: str | None, told: set[bool | None]
) -> None:
    corpus = Corpus.of_frames(frames(read("a", report(printed=printed, requests=requests))))
    assert set(corpus.suspect_digits["suspect"]) == told


def row_of(row: str, *parts: float, total: float) -> dict[Key, float | str | None]:
    names = ("natural_person", "enterprise", "research", "public_welfare", "legal_service", "other_organisation")
    told: dict[Key, float | str | None] = {
        ("requests", row, name): part for name, part in zip(names, parts, strict=False)
    }
    return told | {("requests", row, "total"): total}


@pytest.mark.parametrize(
    ("parts", "total", "first"),
    [
        ((10, 0, 7), 107, "natural_person"),
        ((3, 1, 20), 123, "enterprise"),
        ((5, 120, 3, 0), 8, None),
        ((5, 123, 0, 1), 21, "enterprise"),
        ((0, 12, 3), 6, "natural_person"),
        ((4, 3), 7, None),
        ((4, 3), 8, None),
        ((0, 12, 0), 3, None),
        ((1005, 0), 6, None),
    ],
)  # fmt: skip
def test_digits_torn_or_glued(parts: tuple[float, ...], total: float, first: str | None) -> None:
    found = suspects(row_of("granted", *parts, total=total))
    assert found == ([("split", "requests", "granted", first)] if first else [])


def test_a_year_is_suspected_only_where_a_sum_fails() -> None:
    assert suspects(row_of("granted", 2023, 4, total=9)) == [("year", "requests", "granted", "natural_person")]
    assert suspects(row_of("granted", 2024, 4, total=9)) == [("year", "requests", "granted", "natural_person")]
    assert suspects(row_of("granted", 2022, 4, total=9)) == []
    kept = row_of("new", 2023, total=2023) | row_of("carried_out", 2023, total=2023)
    assert suspects(kept) == []


def test_every_report_is_judged_once_a_kind() -> None:
    corpus = Corpus.of_frames(frames(read("a", report()), read("b", report(year=2022))))
    assert corpus.suspect_digits.select("kind", "suspect").rows() == [
        (kind, False) for _ in range(2) for kind in ("leading_zero", "split", "year")
    ]


def test_a_number_that_starts_with_zero() -> None:
    corpus = Corpus.of_frames(frames(read("a", report())))
    cells = corpus.cells.with_columns(
        raw=pl.when((pl.col("row") == "new") & (pl.col("column") == "total")).then(pl.lit("00"))
        .when((pl.col("row") == "fees") & (pl.col("column") == "amount")).then(pl.lit("0.5"))
        .otherwise("raw")
    )  # fmt: skip
    from toolkit.corpus.digits import suspect_digits

    found = suspect_digits(
        corpus.reports, cells.lazy(), corpus.requests_by_column, corpus.requests_by_row, corpus.review_by_channel,
        corpus.codebook,
    ).filter("suspect")  # fmt: skip
    assert found.select("kind", "row", "column", "raw").rows() == [("leading_zero", "new", "total", "00")]
