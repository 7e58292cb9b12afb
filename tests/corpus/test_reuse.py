"""Prose that comes again: what is compared of a section, what it repeats, and whose names are left in it."""

import random
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from toolkit.corpus.reuse import REUSE_COLUMNS, reuse
from toolkit.corpus.reuse_candidates import similar_pairs, similarities
from toolkit.corpus.reuse_masking import kept, own_names, plain
from toolkit.corpus.reuse_names import left_names
from toolkit.corpus.reuse_passages import clauses, repeated

PLACES = {
    "神池县": ("山西省", "忻州市", "神池县", "140927"),
    "宁武县": ("山西省", "忻州市", "宁武县", "140925"),
    "淮安市": ("江苏省", "淮安市", None, "320800"),
}
COLUMNS: dict[str, Any] = {
    "report_id": pl.String, "agency": pl.String, "year": pl.Int32, "kind": pl.String, "province": pl.String,
    "city": pl.String, "county": pl.String, "region_code": pl.String, "published": pl.Date,
    "template_requests": pl.String, "template_disclosure": pl.String,
}  # fmt: skip
SECTIONS: dict[str, Any] = {
    "report_id": pl.String, "number": pl.Int32, "code": pl.String, "text": pl.String, "block": pl.Int32,
    "line": pl.Int32,
}  # fmt: skip
NUMBERS = {"overview": 1, "problems": 5, "other_matters": 6}

DAMS = (
    "{year}年，{agency}把水库放水时刻提前三天贴到沿河各村的祠堂门口，全年张贴{n}张。渔民老周说这样下网心里有底。"
    "灌区闸门由谁掌管、何时轮灌，都画成表挂在渠首泵房外墙上。秋后又请测量队把淤积深浅标到图上，供浇地的人家对照。"
    "泵房钥匙交给两位退休教师轮流保管，来人随时能进去翻看。"
)
BUSES = (
    "{year}年，{agency}请跑运输的师傅逐站核对时刻牌，改正错字{n}处。夜班车停靠哪些路口改成用颜色区分。"
    "盲人乘客可以摸到站牌下缘的凸字。雨天容易积水的三处涵洞另外立了绕行木牌。司机休息间里留了一本意见簿，"
    "写下的话当月都有人回。驾校学员来实习时由老站长领着认牌。"
)
STANDARD = (
    "{year}年，{agency}坚持以习近平新时代中国特色社会主义思想为指导，认真落实党中央、国务院决策部署。"
    "本报告依照《中华人民共和国政府信息公开条例》编制。所列数据的统计期限自{year}年1月1日至{year}年12月31日。"
    "坚持以公开为常态、不公开为例外的原则。严格执行“三审三校”制度，先审查、后公开。"
    "{year}年，{agency}未收到政府信息公开申请，未发生因政府信息公开引发的行政复议和行政诉讼。"
    "没有其他需要报告的事项。如对本年度报告有疑问，请与{agency}联系，电话：0350-1234567。"
)


def one(
    report_id: str, agency: str, year: int, text: str | None, code: str = "problems", *, n: int = 7, **more: Any
) -> dict[str, Any]:
    """A report of one section; its text is filled in with who reports, about when, and a number."""
    place = next((PLACES[name] for name in PLACES if agency and name in agency), (None,) * 4)
    known = dict(zip(("province", "city", "county", "region_code"), place, strict=True))
    row = {
        "report_id": report_id, "agency": agency, "year": year, "kind": "department", **known,
        "published": date(year + 1, 1, 20) if year else None,
        "template_requests": "2021", "template_disclosure": "2021",
    }  # fmt: skip
    filled = text.format(year=year, agency=agency, n=n) if text else None
    return {**row, **more, "code": code, "text": filled}


def judged(*rows: Mapping[str, Any]) -> pl.DataFrame:
    reports = pl.DataFrame([{name: row[name] for name in COLUMNS} for row in rows], schema=COLUMNS)
    reports = reports.unique("report_id", keep="first", maintain_order=True)
    told = [
        {"report_id": row["report_id"], "number": NUMBERS[row["code"]], "code": row["code"], "text": row["text"],
         "block": 0, "line": at}
        for at, row in enumerate(rows) if row["text"] is not None
    ]  # fmt: skip
    return reuse([(reports, pl.DataFrame(told, schema=SECTIONS).lazy())])


def verdicts(rows: pl.DataFrame, column: str, section: str = "problems") -> dict[str, bool | None]:
    return dict(rows.filter(section=section).select("report_id", column).iter_rows())


# ---------------------------------------------------------------- the year before


def test_last_years_section_with_new_numbers() -> None:
    rows = judged(one("a", "神池县水利局", 2022, DAMS, n=7), one("b", "神池县水利局", 2023, DAMS, n=12345))
    assert verdicts(rows, "repeats_previous") == {"a": None, "b": True}
    assert verdicts(rows, "repeats_other") == {"a": False, "b": False}
    told = rows.filter(report_id="b", section="problems").row(0, named=True)
    assert (told["previous_report_id"], told["previous_year"]) == ("a", 2022)
    assert (told["previous_similarity"], told["previous_share"]) == (1.0, 1.0)
    printed = DAMS.partition("，")[2].format(agency="神池县水利局", n=12345)
    assert told["previous_passages"] == [printed]
    assert told["previous_passage"] == printed[:40] + "…"


def test_another_section_than_last_years() -> None:
    rows = judged(one("a", "神池县水利局", 2022, DAMS), one("b", "神池县水利局", 2023, BUSES))
    assert verdicts(rows, "repeats_previous") == {"a": None, "b": False}
    assert rows.filter(report_id="b", section="problems")["previous_share"].to_list() == [None]


def test_a_fifth_of_it_anew_is_no_repetition() -> None:
    anew = DAMS.replace("泵房钥匙交给两位退休教师轮流保管，来人随时能进去翻看。", "司机休息间里留了一本意见簿。")
    rows = judged(one("a", "神池县水利局", 2022, DAMS), one("b", "神池县水利局", 2023, anew))
    [alike] = rows.filter(report_id="b", section="problems")["previous_similarity"]
    assert 0.75 < alike < 0.9
    assert verdicts(rows, "repeats_previous")["b"] is False


def test_half_of_it_taken_over_is_no_repetition() -> None:
    half = DAMS[: len(DAMS) // 2] + BUSES[len(BUSES) // 2 :]
    rows = judged(one("a", "神池县水利局", 2022, DAMS), one("b", "神池县水利局", 2023, half))
    assert verdicts(rows, "repeats_previous")["b"] is False


def test_a_year_between_that_is_missing_leaves_it_unknown() -> None:
    rows = judged(one("a", "神池县水利局", 2021, DAMS), one("b", "神池县水利局", 2023, DAMS))
    assert verdicts(rows, "repeats_previous") == {"a": None, "b": None}
    assert rows["previous_report_id"].null_count() == rows.height


def test_a_section_of_the_year_before_that_is_not_there_leaves_it_unknown() -> None:
    rows = judged(one("a", "神池县水利局", 2022, None), one("b", "神池县水利局", 2023, DAMS))
    assert verdicts(rows, "repeats_previous") == {"a": None, "b": None}
    assert verdicts(rows, "repeats_other") == {"a": None, "b": False}


def test_of_two_reports_of_the_year_before_the_later_published() -> None:
    rows = judged(
        one("a", "神池县水利局", 2022, DAMS, published=date(2023, 1, 5)),
        one("b", "神池县水利局", 2022, BUSES, published=date(2023, 3, 5)),
        one("c", "神池县水利局", 2023, DAMS),
    )
    assert verdicts(rows, "repeats_previous")["c"] is False


# ---------------------------------------------------------------- other agencies


def test_two_agencies_in_one_year_are_both_told() -> None:
    rows = judged(one("a", "神池县水利局", 2023, DAMS), one("b", "淮安市气象局", 2023, DAMS, n=90))
    assert verdicts(rows, "repeats_other") == {"a": True, "b": True}
    told = rows.filter(report_id="a", section="problems").row(0, named=True)
    assert (told["other_report_id"], told["other_agency"], told["other_year"]) == ("b", "淮安市气象局", 2023)
    assert (told["other_similarity"], told["other_share"], told["foreign_name"], told["trace"]) == (
        1.0,
        1.0,
        None,
        "text",
    )


def test_of_two_years_the_later_is_told() -> None:
    rows = judged(one("a", "神池县水利局", 2023, DAMS), one("b", "淮安市气象局", 2019, DAMS))
    assert verdicts(rows, "repeats_other") == {"a": True, "b": False}


def test_the_most_similar_of_several() -> None:
    rows = judged(
        one("a", "神池县水利局", 2023, DAMS),
        one("b", "淮安市气象局", 2022, DAMS.replace("渔民老周说这样下网心里有底。", "")),
        one("c", "宁武县档案馆", 2021, DAMS),
    )
    assert rows.filter(report_id="a", section="problems")["other_report_id"].to_list() == ["c"]


def test_all_agencies_of_standard_phrases_alone() -> None:
    rows = judged(one("a", "神池县水利局", 2023, STANDARD), one("b", "淮安市气象局", 2023, STANDARD))
    assert all(left < 80 for left in rows.filter(section="problems")["kept"])
    assert verdicts(rows, "repeats_other") == {"a": None, "b": None}


def test_standard_phrases_around_different_prose() -> None:
    rows = judged(one("a", "神池县水利局", 2023, STANDARD + DAMS), one("b", "淮安市气象局", 2023, BUSES + STANDARD))
    assert verdicts(rows, "repeats_other") == {"a": False, "b": False}


def test_short_sections_are_unknown() -> None:
    short = DAMS[DAMS.index("灌区") : DAMS.index("泵房钥匙")]
    assert 40 < len(masked(short)) < 80
    rows = judged(
        one("a", "神池县水利局", 2022, short),
        one("b", "神池县水利局", 2023, short),
        one("c", "淮安市气象局", 2023, short),
    )
    assert set(verdicts(rows, "repeats_previous").values()) == set(verdicts(rows, "repeats_other").values()) == {None}


def test_sections_are_compared_with_their_like() -> None:
    rows = judged(one("a", "神池县水利局", 2023, DAMS, "overview"), one("b", "淮安市气象局", 2023, DAMS, "problems"))
    assert rows["repeats_other"].drop_nulls().to_list() == [False, False]


def test_the_sixth_section_is_judged_where_enough_of_it_is_left() -> None:
    rows = judged(
        one("a", "神池县水利局", 2023, DAMS, "other_matters"), one("b", "淮安市气象局", 2023, "无。", "other_matters")
    )
    assert rows.filter(section="other_matters")["report_id"].to_list() == ["a"]
    assert rows.filter(pl.col("section") != "other_matters").height == 4


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("神池县人民政府", 2023, {"kind": "government"}), ("神池县人民政府办公室", 2023, {"kind": "office"})),
        (("神池县水利局", 2023, {}), ("忻州市神池县水利局", 2023, {})),
        (("神池县水务局", 2020, {}), ("神池县水利局", 2021, {})),
    ],
    ids=["a government and its office", "a name with and without its city", "renamed"],
)
def test_who_may_be_the_same_is_not_another(first: Any, second: Any) -> None:
    rows = judged(
        *(one(at, name, year, DAMS, **more) for at, (name, year, more) in zip("ab", (first, second), strict=True))
    )
    assert True not in verdicts(rows, "repeats_other").values()


def test_who_is_not_known_is_not_compared() -> None:
    rows = judged(one("a", "神池县水利局", 2023, DAMS), {**one("b", "x", 2023, DAMS), "agency": None})
    assert verdicts(rows, "repeats_other") == {"a": False, "b": None}


# ---------------------------------------------------------------- names left


def test_a_foreign_name_where_the_agency_speaks_of_itself() -> None:
    text = "{year}年，宁武县水利局认真落实公开要求。" + DAMS
    rows = judged(one("a", "神池县水利局", 2023, text))
    assert rows.filter(section="problems").select("foreign_name", "trace", "repeats_other").row(0) == (
        "宁武县水利局",
        "name",
        True,
    )


@pytest.mark.parametrize("name", ["福州市水利局", "象州县水利局", "积石山保安族东乡族撒拉族自治县水利局"])
def test_names_of_places_whatever_they_end_in(name: str) -> None:
    rows = judged(one("a", "神池县水利局", 2023, f"{{year}}年，{name}认真落实公开要求。{DAMS}"))
    assert rows.filter(section="problems")["foreign_name"].to_list() == [name]


def test_a_foreign_name_in_a_section_too_short_to_compare() -> None:
    rows = judged(one("a", "神池县水利局", 2023, "{year}年，宁武县水利局认真落实公开要求。"))
    assert verdicts(rows, "repeats_other") == {"a": True}


def test_the_others_name_left_in_what_is_otherwise_alike() -> None:
    left = DAMS.replace("泵房钥匙", "宁武县水利局的泵房钥匙").replace(
        "渔民老周说这样下网心里有底。", "河边人家都说好，还送来两面锦旗。"
    )
    rows = judged(one("a", "宁武县水利局", 2022, DAMS), one("b", "神池县水利局", 2023, left))
    told = rows.filter(report_id="b", section="problems").row(0, named=True)
    assert 0.75 <= told["other_similarity"] < 0.9
    assert (told["foreign_name"], told["trace"], told["repeats_other"]) == ("宁武县水利局", "name_in_text", True)
    assert verdicts(rows, "repeats_other")["a"] is False


@pytest.mark.parametrize(
    "text",
    [
        "我局与宁武县水利局联合张贴告示。",
        "借鉴淮安市的做法，改进版面。",
        "2023年，忻州市水利局认真指导我局工作。",
        "2023年，山西省水利厅积极协调。",
        "2023年，神池县认真落实公开要求。",
        "2023年，县水利局认真落实公开要求。",
        "2023年，忻州市神池县水利局认真落实公开要求。",
    ],
)
def test_names_of_partners_of_those_above_and_ones_own_are_none(text: str) -> None:
    rows = judged(one("a", "神池县水利局", 2023, text))
    assert rows["foreign_name"].to_list() == [None, None]


def test_the_government_above_is_named_by_right() -> None:
    named = DAMS.replace("泵房钥匙", "神池县人民政府的泵房钥匙").replace(
        "渔民老周说这样下网心里有底。", "河边人家都说好，还送来两面锦旗。"
    )
    rows = judged(one("a", "神池县人民政府", 2022, DAMS, kind="government"), one("b", "神池县水利局", 2023, named))
    told = rows.filter(report_id="b", section="problems").row(0, named=True)
    assert told["other_similarity"] >= 0.75
    assert (told["foreign_name"], told["repeats_other"]) == (None, False)


# ---------------------------------------------------------------- what is left to compare


def masked(text: str, agency: str = "神池县水利局") -> str:
    report = pl.DataFrame([{name: one("a", agency, 2023, None)[name] for name in COLUMNS}], schema=COLUMNS)
    return str(own_names(report).with_columns(text=plain(pl.lit(text))).select(kept(pl.col("text"))).item())


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("全年张贴１２张告示，占35.5%。", "全年张贴张告示占"),
        ("2023年度张贴告示", "张贴告示"),
        ("二〇二三年，十二件告示", "告示"),
        ("神池县水利局在神池县渠首张贴", "在渠首张贴"),
        ("神池渠首的水利局闸门", "渠首的闸门"),
        ("我县张贴告示", "张贴告示"),
        ("按照《水库放水办法》张贴告示。", "按照张贴告示"),
        ("统计期限自2023年1月1日至2023年12月31日。渠首", "渠首"),
        ("渠首；2023年未收到政府信息公开申请，闸门", "渠首闸门"),
        ("（一）渠首", "渠首"),
        ("第一，渠首。其次，闸门", "渠首闸门"),
        ("地址：渠首路3号。闸门", "闸门"),
        ("严格执行“三审三校”制度，渠首", "严格执行制度渠首"),
        ("坚持以公开为常态、不公开为例外的原则，渠首", "渠首"),
    ],
)
def test_numbers_names_and_standard_phrases_are_taken_out(text: str, left: str) -> None:
    assert masked(text) == left


def test_of_a_place_without_a_name_nothing_is_taken_out() -> None:
    assert masked("神池县渠首张贴告示", agency="某局") == "神池县渠首张贴告示"


SAID = [*f"{DAMS}{BUSES}{STANDARD}".split("。"), "第三，渠首", "我局", "神池县水利局共收到申请3件"]
PIECES = st.lists(st.sampled_from(SAID), max_size=12).map("。".join)


@given(PIECES)
def test_what_is_left_is_left_as_it_is(text: str) -> None:
    once = masked(text.format(year=2023, agency="神池县水利局", n=4))
    assert masked(once) == once


@given(
    PIECES,
    st.sampled_from(["神池县水利局", "宁武县档案馆", "淮安市气象局"]),
    st.integers(2008, 2030),
    st.integers(0, 10**7),
)
def test_years_numbers_and_who_reports_leave_no_trace(text: str, agency: str, year: int, n: int) -> None:
    told = text.replace("神池县水利局", "{agency}")
    assert masked(told.format(year=year, agency=agency, n=n), agency) == masked(
        told.format(year=2023, agency="神池县水利局", n=4)
    )


# ---------------------------------------------------------------- similarity, candidates, passages

WORDS = st.lists(st.text("渠首闸门告示河图", min_size=4, max_size=30), min_size=2, max_size=12)


@given(WORDS)
def test_similarity_is_that_of_the_longest_common_subsequence_and_the_same_both_ways(words: list[str]) -> None:
    def common(one: str, other: str) -> int:
        row = [0] * (len(other) + 1)
        for letter in one:
            new = [0]
            for at, theirs in enumerate(other):
                new.append(row[at] + 1 if letter == theirs else max(row[at + 1], new[at]))
            row = new
        return row[-1]

    texts = pl.Series(words)
    left, right = np.array([*range(len(words))]), np.array([*range(1, len(words)), 0])
    forth, back = similarities(texts, left, right), similarities(texts, right, left)
    assert forth.tolist() == back.tolist()
    for at, (one, other) in enumerate(zip(words, [*words[1:], words[0]], strict=True)):
        assert forth[at] == pytest.approx(2 * common(one, other) / (len(one) + len(other)))


def test_nearly_equal_texts_are_found_among_many_others_and_no_others() -> None:
    draw = random.Random(3)
    letters = [chr(0x4E00 + at) for at in range(900)]
    texts = ["".join(draw.choices(letters, k=draw.randrange(80, 400))) for _ in range(600)]
    for at in range(0, 400, 4):  # every fourth one again, one character in twenty another
        copy = list(texts[at])
        for place in draw.sample(range(len(copy)), len(copy) // 20):
            copy[place] = draw.choice(letters)
        texts[at + 1] = "".join(copy)
    left, right, alike = similar_pairs(pl.Series(texts), 0.9, lambda left, right: np.ones(len(left), bool))
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == [(at, at + 1) for at in range(0, 400, 4)]
    assert alike.min() >= 0.9
    none = similar_pairs(pl.Series(texts), 0.9, lambda left, right: left < 0)
    assert [len(part) for part in none] == [0, 0, 0]


def test_texts_that_thousands_share_each_find_a_partner() -> None:
    left, right, alike = similar_pairs(
        pl.Series(["渠首闸门" * 30] * 1000), 0.9, lambda left, right: np.ones(len(left), bool)
    )
    assert set(left) | set(right) == set(range(1000))
    assert len(left) < 1000 * 30 * 8
    assert set(alike) == {1.0}


def test_one_text_has_no_pairs() -> None:
    found = similar_pairs(pl.Series(["渠首闸门"]), 0.9, lambda left, right: np.ones(len(left), bool))
    assert [len(part) for part in found] == [0, 0, 0]


def test_passages_and_share() -> None:
    names = pl.DataFrame(
        [
            {
                "at": 0,
                "report_id": "a",
                "text": "泵房钥匙交给教师。灌区闸门轮灌，全新的句子在此。渔民下网放心，2023年秋后测量淤积；",
            }
        ]
    )
    report = pl.DataFrame([{name: one("a", "神池县水利局", 2023, None)[name] for name in COLUMNS}], schema=COLUMNS)
    sections = names.join(own_names(report), on="report_id").drop("report_id")
    others = pl.DataFrame({"at": [0], "other": ["渔民下网放心秋后测量淤积泵房钥匙交给教师灌区闸门轮灌"]})
    [row] = repeated(clauses(sections), others).rows(named=True)
    assert row["passages"] == ["泵房钥匙交给教师。灌区闸门轮灌，", "渔民下网放心，2023年秋后测量淤积；"]
    assert row["share"] == round((8 + 6 + 6 + 6) / (8 + 6 + 7 + 6 + 6), 2)


# ---------------------------------------------------------------- the frame


def many() -> list[dict[str, Any]]:
    texts = [DAMS, BUSES, STANDARD, DAMS + BUSES, BUSES + STANDARD, "{year}年，宁武县档案馆认真落实公开要求。" + BUSES]
    draw = random.Random(5)
    return [
        one(f"{agency}{year}", agency, year, draw.choice(texts), code, n=draw.randrange(100))
        for agency in ("神池县水利局", "淮安市气象局", "宁武县水利局", "神池县档案馆")
        for year in (2020, 2021, 2023)
        for code in NUMBERS
    ]


def test_the_order_of_reports_and_the_runs_they_come_in_do_not_matter() -> None:
    rows = many()
    frame = judged(*rows)
    assert frame["repeats_other"].sum() > 5
    assert frame["repeats_previous"].sum() > 0
    shuffled = random.Random(1).sample(rows, len(rows))
    assert_frame_equal(judged(*shuffled), frame)
    reports = pl.DataFrame([{name: row[name] for name in COLUMNS} for row in rows], schema=COLUMNS).unique("report_id")
    told = [
        {
            "report_id": r["report_id"],
            "number": NUMBERS[r["code"]],
            "code": r["code"],
            "text": r["text"],
            "block": 0,
            "line": 0,
        }
        for r in rows
    ]
    sections = pl.DataFrame(told, schema=SECTIONS)
    runs = [
        (part, sections.join(part, on="report_id", how="semi").lazy())
        for part in reports.sort("report_id", descending=True).partition_by("year", maintain_order=True)
    ]
    assert_frame_equal(reuse(runs), frame)


def test_no_report_at_all() -> None:
    rows = reuse([(pl.DataFrame(schema=COLUMNS), pl.DataFrame(schema=SECTIONS).lazy())])
    assert (rows.height, tuple(rows.columns)) == (0, REUSE_COLUMNS)
    assert tuple(judged(*many()).schema.items()) == tuple(rows.schema.items())


def test_what_stands_under_one_heading_in_two_places_is_one_section() -> None:
    half = DAMS.index("灌区")
    rows = judged(
        one("a", "神池县水利局", 2022, DAMS),
        one("b", "神池县水利局", 2023, DAMS[:half]),
        one("b", "神池县水利局", 2023, DAMS[half:]),
    )
    assert verdicts(rows, "repeats_previous")["b"] is True


def test_a_foreign_name_needs_a_known_place() -> None:
    row = one("a", "某局", 2023, "{year}年，宁武县水利局认真落实公开要求。")
    report = pl.DataFrame([{name: row[name] for name in COLUMNS}], schema=COLUMNS)
    sections = own_names(report).with_columns(
        at=pl.lit(0), text=plain(pl.lit(row["text"])), region_code=pl.lit(None, pl.String)
    )
    assert left_names(sections).is_empty()
