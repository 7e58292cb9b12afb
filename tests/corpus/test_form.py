"""What is known of a report beside the official form: each rule on prose that fails, passes, and cannot be told."""

from typing import Any

import polars as pl
import pytest

from tests.corpus.form_reports import BOOK, HEADINGS, PROSE, fact, facts_of
from toolkit.corpus.form import form_facts
from toolkit.corpus.schema import SCHEMAS


def test_a_sound_report_keeps_to_the_form() -> None:
    wanted = {
        "sections_complete": True, "form_fits": True, "title_complete": True, "unfilled": False, "wrong_year": False,
        "five_parts": True, "accountable": True, "both_parts": True, "fees_said": True, "fee_given": False,
    }  # fmt: skip
    assert facts_of(kind="government").select(*wanted).row(0, named=True) == wanted


def test_no_report_is_no_row() -> None:
    frames = {name: pl.DataFrame(schema=SCHEMAS[name]) for name in ("reports", "sections", "cells")}
    none = form_facts(frames["reports"], frames["sections"].lazy(), frames["cells"].lazy(), BOOK)
    assert none.schema == facts_of().schema
    assert none.is_empty()


def test_a_parsed_table_has_no_prose_and_only_its_forms_are_judged() -> None:
    frames = {"sections": dict.fromkeys(range(1, 7)), "title": None, "preamble": None, "kind": "government"}
    row = facts_of(**frames).row(0, named=True)  # type: ignore[arg-type]
    unknown = ("sections_complete", "title_complete", "unfilled", "wrong_year", "five_parts", "accountable",
               "both_parts", "fees_said")  # fmt: skip
    assert {name: row[name] for name in unknown} == dict.fromkeys(unknown)
    assert row["form_fits"] is True


# ---------------------------------------------------------------- structure.sections


@pytest.mark.parametrize(
    ("sections", "how", "wanted", "told"),
    [
        ({5: None}, {}, False, "缺少第5部分“存在的主要问题及改进情况”"),
        ({6: ""}, {}, False, "第6部分“其他需要报告的事项”没有内容"),
        ({1: "　\n"}, {}, False, "第1部分“总体情况”没有内容"),
        ({5: "无"}, {}, False, "第5部分“存在的主要问题及改进情况”没有内容"),
        ({6: "无。"}, {}, True, ""),
        ({3: ""}, {"tables": ("disclosure", "review")}, False, "第3部分“收到和处理政府信息公开申请情况”没有内容"),
        ({3: "见附表。"}, {"tables": ("disclosure", "review")}, True, ""),
        ({}, {"order": (1, 2, 3, 5, 4, 6)}, False, "各部分的顺序为 1 2 3 5 4 6"),
        ({5: None, 6: ""}, {}, False, "缺少第5部分“存在的主要问题及改进情况”；第6部分“其他需要报告的事项”没有内容"),
    ],
)
def test_sections(sections: dict[int, str | None], how: dict[str, Any], wanted: bool, told: str) -> None:
    assert fact("sections_complete", sections, **how) is wanted
    assert fact("section_faults_zh", sections, **how) == told


@pytest.mark.parametrize(
    ("sections", "how"),
    [
        ({4: "五、不足之处和打算\n解读形式单一。", 5: None}, {}),  # a heading of other wording is text
        ({4: None}, {}),  # the table is there, its heading was not found
        ({5: None}, {"scanned": True}),  # a heading may have been misread
        ({1: None, 5: None, 6: None}, {}),  # of three headings nothing follows
        ({1: "", 5: "", 6: "我局稳步推进公开。" * 50}, {}),  # a list of headings above the report
        (dict.fromkeys(range(1, 7)), {}),
    ],
)
def test_a_section_that_may_be_there_is_not_said_to_be_lacking(
    sections: dict[int, str | None], how: dict[str, Any]
) -> None:
    assert fact("sections_complete", sections, **how) is None


def test_what_is_certain_is_told_beside_what_is_not() -> None:
    assert fact("sections_complete", {4: None, 6: ""}) is False
    assert "第4部分" not in fact("section_faults_zh", {4: None, 6: ""})


# ---------------------------------------------------------------- structure.template


@pytest.mark.parametrize(
    ("year", "disclosure", "requests", "known", "wanted"),
    [
        (2020, "2019", "2019", True, True),
        (2019, "2019", "2019", True, True),
        (2021, "2021", "2021", True, True),
        (2024, "2021", "2019", True, False),
        (2022, "2019", "2019", True, False),
        (2020, "2021", "2021", True, False),
        (2023, "mixed", "2021", True, False),
        (2023, None, "2021", True, True),
        (2023, "2019", None, True, False),
        (2023, None, None, True, None),
        (None, "2021", "2021", None, None),
        (2018, "2019", "2019", False, False),
    ],
)
def test_forms(
    year: int | None, disclosure: str | None, requests: str | None, known: bool | None, wanted: bool | None
) -> None:
    row = facts_of(year=year, template_disclosure=disclosure, template_requests=requests).row(0, named=True)
    assert row["form_known"] is known
    assert not known or row["form_fits"] is wanted
    assert known is not None or row["form_fits"] is None


# ---------------------------------------------------------------- structure.title


@pytest.mark.parametrize(
    ("title", "wanted", "lacks"),
    [
        ("神池县水利局2023年政府信息公开工作年度报告", True, ""),
        ("2023年度神池县水利局政府信息公开年报", True, ""),
        ("神池县水利局政府信息公开工作报告（二〇二三年）", True, ""),
        ("关于公布神池县水利局2023年政府信息公开工作年度报告的公告", True, ""),
        ("2023年政府信息公开工作年度报告", False, "机关名称"),
        ("神池县水利局政府信息公开工作年度报告", False, "年度"),
        ("神池县水利局2023年信息公开工作年度报告", False, "“政府信息公开…报告”"),
        ("政府信息公开工作年度报告", False, "机关名称、年度"),
        ("县水利局2023年政府信息公开工作年度报告", None, ""),  # another name of the agency may be meant
        (None, None, ""),
    ],
)
def test_title(title: str | None, wanted: bool | None, lacks: str) -> None:
    assert fact("title_complete", title=title, preamble=title) is wanted
    assert title is None or fact("title_lacks_zh", title=title, preamble=title) == lacks


@pytest.mark.parametrize("line", ["神池县水利局2023年政府信息公开工作年度报告", "2023年度神池县水利局政府信息公开年报"])
def test_a_line_of_the_page_is_not_the_title_where_a_whole_one_stands_elsewhere(line: str) -> None:
    assert fact("title_complete", {1: f"{line}\n我局稳步推进公开。"}, title="政府信息公开年报") is None
    own = "2023年政府信息公开工作年度报告"  # stands in the preamble, too
    assert fact("title_complete", {1: f"{line}\n我局稳步推进公开。"}, title=own) is None
    assert fact("title_complete", title=own, preamble=own) is False


# ---------------------------------------------------------------- structure.placeholder


@pytest.mark.parametrize(
    "text",
    [
        "2023年，我局共收到申请XX件。", "全年发布信息××条。", "ＸＸ县水利局认真落实条例。", "召开XX次会议。",
        "（文字描述）", "（文字描述，情况在此处报告。）", "2023年 月 日", "2023年12月 日", "　　年　　月　　日",
        "全年培训____次。",
        "共发布信息（  ）条。", "收到申请___", "同比增长XX%。",
    ],
)  # fmt: skip
def test_what_is_left_to_be_filled_in(text: str) -> None:
    assert fact("unfilled", {1: text}) is True
    assert fact("unfilled_text", {1: text})


@pytest.mark.parametrize(
    "text",
    [
        "印发《关于做好XX局××工作的通知》。", "规范“关于XX县的批复”一类标题。",
        "网址http://www.shenchi.gov.cn/xxgk/日常更新。",
        "申请人张××不服答复，提起诉讼。", "联系电话138XXXX件。", "归档按年月日排列。", "按 年 月 日 归档。",
        "____________",
        "2023年1月5日", "2023 年 1 月 5 日", "（）", "详见附件（ ）。", "二〇〇三年制定的XXGK办法",
    ],
)  # fmt: skip
def test_what_only_looks_like_it(text: str) -> None:
    assert fact("unfilled", {1: text}) is False


def test_a_placeholder_in_the_title() -> None:
    assert fact("unfilled", title="XX县水利局2023年政府信息公开工作年度报告") is True


# ---------------------------------------------------------------- narrative.year

SILENT = "神池县水利局2023年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("preamble", "overview", "wanted", "told"),
    [
        ("统计期限为2022年1月1日至2022年12月31日。", "我局稳步推进公开。", True, "2022"),
        ("数据统计自2022年1月1日至12月31日。", "我局稳步推进公开。", True, "2022"),
        ("统计期限为二〇二二年一月一日至十二月三十一日。", "我局稳步推进公开。", True, "2022"),
        ("统计期为2022年全年。", "我局稳步推进公开。", True, "2022"),
        ("统计期限为2023年1月1日至2023年12月31日。", "2022年，我局稳步推进公开。", True, "2022"),
        (SILENT, "2022年，我局稳步推进公开。", True, "2022"),
        (SILENT, "工作有序。\n（二）依申请公开。2022年，我局未收到申请。", True, "2022"),
        (SILENT, "2022年，在县委领导下，工作有序。", True, "2022"),
        (SILENT, "工作有序。\n（二）依申请公开。20\n22年，我局未收到申请。", True, "2022"),  # lines of a fixed width
        (SILENT, "2024年度我局稳步推进公开。", True, "2024"),
        (SILENT, "本报告的统计期限为2022年1月1日至2022年12月31日。2023年，我局有序推进。", True, "2022"),
        ("统计期限为2023年1月1日至12月31日。", "我局稳步推进公开。", False, None),
        ("统计期限为二〇二三年一月一日至十二月三十一日。", "我局稳步推进公开。", False, None),
        (SILENT, "2023年，我局稳步推进公开。", False, None),
        (SILENT, "2022年，我局打下基础。2023年，我局更进一步。", False, None),
        (SILENT, "2023年，我局收到申请5件，较2022年增长25%。2022年，我局收到4件。", False, None),
        (SILENT, "我局稳步推进公开。", None, None),
        (SILENT, "今年，我局稳步推进。2022年，我局被评为先进。", None, None),  # it may well have been
        (SILENT, "我局稳步推进公开，较2022年增长10%。", None, None),
        (SILENT, "2022年，省里印发新的格式。我局在2023年全面执行。", None, None),
        (SILENT, "2022年，省里印发新的格式。我局全面执行。", None, None),
        (SILENT, "2022年，工作重点突出，我局把公开贯穿始终。", True, "2022"),
        (SILENT, "我局清理2022年1月1日至2022年12月31日制发的文件。", None, None),
        (SILENT, "统计期限为2022年1月1日至2023年12月31日。", None, None),
        (SILENT, "2022年以来，我局稳步推进公开。", None, None),
        (SILENT, "我局稳步推进公开，各项工作在今年的基础上比前一年更加\n2022年，有序。", None, None),
    ],
)
def test_year(preamble: str, overview: str, wanted: bool | None, told: str | None) -> None:
    row = facts_of({1: overview}, preamble=preamble).row(0, named=True)
    assert row["wrong_year"] is wanted
    assert row["years_told"] == told


def test_the_year_of_the_report_must_be_known() -> None:
    assert fact("wrong_year", year=None) is None


def test_the_words_that_tell_the_year_are_quoted() -> None:
    assert fact("year_quote", {1: "2022年，我局稳步推进公开工作，群众满意。"}).startswith("2022年，我局稳步推进")
    told = fact("year_quote", preamble="统计期限为2022年1月1日至12月31日。")
    assert told.startswith("2022年1月1日至12月31日")
    assert fact("year_quote") is None


def test_what_is_quoted_is_as_printed() -> None:
    told = fact("year_quote", preamble="统计期限为二〇二二年一月一日至十二月三十一日。")
    assert told.startswith("二〇二二年一月一日至十二月三十一日")
    one = {1: "一是工作有序。\n（二）依申请公开情况\n二〇二二年，我局未收到申请。"}
    assert fact("year_quote", one) == "二〇二二年，我局未收到申请。"


# ---------------------------------------------------------------- narratives


@pytest.mark.parametrize(
    "overview",
    [
        "主动公开信息三条。依申请公开：未收到。政府信息管理有序。平台建设加强。监督保障到位。",
        "全年通过网站发布各类信息30条。收到群众申请2件。信息先审核后发布。组织培训一次。",
        "主动公\n开，依申\n请公开，信息管\n理，平\n台建设，监\n督保障。",  # lines of a fixed width
    ],
)
def test_five_parts_in_other_words(overview: str) -> None:
    assert fact("five_parts", {1: overview}) is True


def test_parts_that_are_not_spoken_of_are_named() -> None:
    row = facts_of({1: "我局主动公开信息三条，网站运行正常。"}).row(0, named=True)
    assert row["five_parts"] is False
    assert row["parts_lacking_zh"] == "依申请公开、政府信息管理、监督保障"
    assert row["parts_lacking_en"] == "requests, management of information, supervision"


@pytest.mark.parametrize(("year", "due"), [(2020, False), (2021, True), (None, None)])
def test_five_parts_are_due_since_the_form_of_2021(year: int | None, due: bool | None) -> None:
    row = facts_of({1: "我局稳步推进。"}, year=year).row(0, named=True)
    assert row["five_parts_due"] is due
    assert row["fees_due"] is due
    assert year is not None or (row["five_parts"] is None and row["fees_said"] is None)


@pytest.mark.parametrize("overview", [None, "", "无"])
def test_a_section_that_says_nothing_leaves_it_unknown(overview: str | None) -> None:
    assert fact("five_parts", {1: overview}) is None
    assert fact("accountable", {1: overview}, kind="government") is None
    assert fact("both_parts", {5: overview}) is None


def test_accountability() -> None:
    one = {1: "全年组织考核两次，平台运行正常。"}
    row = facts_of(one, kind="government").row(0, named=True)
    assert (row["government"], row["accountable"], row["results_lacking_zh"]) == (True, False, "社会评议、责任追究")
    elsewhere = {**one, 5: "群众满意度有差距，将改进。", 6: "未收取信息处理费，没有追责情形。"}
    assert fact("accountable", elsewhere, kind="government") is True
    assert fact("government", kind="office") is False
    unknown = facts_of(one, kind=None).row(0, named=True)
    assert (unknown["government"], unknown["accountable"]) == (None, None)


@pytest.mark.parametrize(
    ("text", "wanted", "lacks"),
    [
        ("一是部分栏目更新不及时。下一步加强检查。", True, ""),
        ("工作仍有差\n距。将继续改\n进。", True, ""),
        ("存在的主要困难是人手少。", False, "改进情况"),
        ("我局会增加图解，改进检索。", False, "存在的问题"),
    ],
)
def test_both_parts(text: str, wanted: bool, lacks: str) -> None:
    assert fact("both_parts", {5: text}) is wanted
    assert fact("sides_lacking_zh", {5: text}) == lacks


def test_prose_in_traditional_characters_is_not_looked_through() -> None:
    headings = {**HEADINGS, 1: "一、總體情況"}
    row = facts_of(
        {1: "我局穩步推進。", 5: "有差距。", 6: "沒有。"}, headings=headings, kind="government"
    ).row(0, named=True)  # fmt: skip
    names = ("title_complete", "wrong_year", "five_parts", "accountable", "both_parts", "fees_said")
    assert [row[name] for name in names] == [None] * len(names)


# ---------------------------------------------------------------- fees


@pytest.mark.parametrize(
    "text",
    [
        "本年度未收取信息处理费。", "收取信息处理费3940元。", "我局2023年未发生收费。",
        "全年发出收费通知0件，总金额0元。",
        "依申请公开政府信息收费情况：无", "没有收取任何费用。", "本年度无信息处理费收取情况。", "依规收取信息处理费。",
        "按照《政府信息公开信息处理费管理办法》，未收取。\n费用为0元。", "提供信息均免费。", "信息处理费收取金额：零",
        "全年收取信息处理费\n三千元。", "未产生信息\n处理费。", "信息处理费：收取１２０元。", "不收取信息处理费。",
    ],
)  # fmt: skip
def test_what_says_whether_fees_were_collected(text: str) -> None:
    assert fact("fees_said", {6: text}) is True


@pytest.mark.parametrize(
    "text",
    [
        "无",
        "没有其他需要报告的事项。",
        "",
        "（文字描述，收取信息处理费情况在此处报告。）",
        "我局没有行政事业性收费。",
        "不存在乱收费现象。",
    ],
)
def test_what_does_not(text: str) -> None:
    assert fact("fees_said", {6: text}) is False


@pytest.mark.parametrize(
    "text", ["按照国家规定收取信息处理费。", "不断完善收费制度。", "逐步规范信息处理费收取工作。", None]
)
def test_fees_that_are_spoken_of_without_a_yes_or_no_are_unknown(text: str | None) -> None:
    assert fact("fees_said", {6: text}) is None


def test_a_law_that_is_only_named_says_nothing() -> None:
    assert fact("fees_said", {6: "严格执行《政府信息公开信息处理费管理办法》，没有其他需要报告的事项。"}) is False


@pytest.mark.parametrize(
    ("how", "sections", "wanted", "told"),
    [
        ({"requests_state": "zero"}, {}, True, "本年没有申请"),
        ({"requests_state": "blank"}, {}, False, None),
        ({}, {1: "（二）依申请公开。未收取信息处理费。"}, True, "报告其他部分写明"),
        ({}, {1: "办理中未收取任何费用。"}, False, None),  # whatever was not charged there
        ({}, {5: "信息处理费的规定宣传不够。"}, False, None),
    ],
)
def test_what_makes_a_missing_statement_a_lesser_fault(
    how: dict[str, Any], sections: dict[int, str | None], wanted: bool, told: str | None
) -> None:
    row = facts_of({**sections, 6: "无"}, **how).row(0, named=True)
    assert row["fees_excused"] is wanted
    assert told is None or row["fees_excuse_zh"] == told


@pytest.mark.parametrize(
    ("text", "fees", "unit", "told", "above"),
    [
        ("收取信息处理费3940元。", "0.394", "万元", 3940.0, False),
        ("收取信息处理费3940元。", "0.39", "万元", 3940.0, False),  # rounded
        ("收取信息处理费3940元。", "0.38", "万元", 3940.0, True),
        ("收取信息处理费3940元。", "０．３８", "万元", 3940.0, True),
        ("收取信息处理费3,940元。", "0", "万元", 3940.0, True),
        ("收取信息处理费3940元。", "3940", "元", 3940.0, False),
        ("收取信息处理费3940元。", "3939", "元", 3940.0, True),
        ("收取信息处理费0.5万元。", "0.4", "万元", 5000.0, True),
        ("收取信息处理费0元。", "0", "万元", 0.0, False),
        ("收取信息处理费1.2万元。", "1", "万元", 12000.0, False),
        ("收取信息处理费3940元。", "", "万元", 3940.0, None),
        ("收取信息处理费3940元。", None, None, 3940.0, None),
        ("应收信息处理费5000元，实际收取0元。", "0", "万元", 0.0, False),
        ("收费标准10元一件，未收取信息处理费。", "0", "万元", None, None),
        ("未收取信息处理费。", "0", "万元", None, None),
    ],
)
def test_fees_beside_table_two(
    text: str, fees: str | None, unit: str | None, told: float | None, above: bool | None
) -> None:
    row = facts_of({6: text}, fees=fees, unit=unit).row(0, named=True)
    assert (row["fee_told"], row["fee_given"], row["fee_above"]) == (told, told is not None, above)


def test_the_prose_of_a_sound_report_is_as_the_other_tests_take_it() -> None:
    assert set(PROSE) == set(HEADINGS) == {section.number for section in BOOK.sections}
