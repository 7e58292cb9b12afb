"""Titles name agency and year, over one to three lines, in any order."""

import pytest

from toolkit.extraction.titles import find_title, is_agency, is_interpretation, parse_title

NAME = "神池县教育局"
REPORT = "政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("text", "agency", "year"),
    [
        (f"{NAME}2023年{REPORT}", NAME, 2023),
        (f"{NAME} 2023 年 {REPORT}", NAME, 2023),
        (f"{NAME}2023年度{REPORT}", NAME, 2023),
        (f"2023年度{NAME}政府信息公开年度报告", NAME, 2023),
        (f"2023年{NAME}信息公开年报", NAME, 2023),
        (f"{NAME}（2023年）{REPORT}", NAME, 2023),
        (f"{NAME}{REPORT}（2023年度）", NAME, 2023),
        (f"{NAME}{REPORT}（2023）", NAME, 2023),
        (f"{NAME}政府信息公开2023年度工作报告", NAME, 2023),
        (f"{NAME}二〇二三年{REPORT}", NAME, 2023),
        (f"{NAME}关于2023年{REPORT}", NAME, 2023),
        (f"《{NAME}2023年{REPORT}》", NAME, 2023),
        (f"关于发布{NAME}2023年{REPORT}的公告", NAME, 2023),
        (f"【{NAME}】2023年{REPORT}", NAME, 2023),
        (f"{NAME}的2023年{REPORT}", NAME, 2023),
        (f"{NAME}2023年{REPORT}-神池县人民政府", NAME, 2023),
        (f"{NAME}{REPORT}", NAME, None),
        (f"2023年{REPORT}", None, 2023),
        (REPORT, None, None),
        (f"XX局2023年{REPORT}", None, 2023),
        (f"首页2023年{REPORT}", None, 2023),
    ],
)
def test_titles(text: str, agency: str | None, year: int | None) -> None:
    title = parse_title(text)
    assert title is not None
    assert (title.agency, title.year) == (agency, year)
    assert title.text == "".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "神池县教育局",
        f"{NAME}2023年政务公开工作年度报告",
        "2023年政府网站工作年度报告",
        "神池县教育局2023年法治政府建设信息公开年度报告",
        f"{NAME}2023年{REPORT}解读",
        f"{NAME}2023年{REPORT}的附件说明",
        f"根据条例，现将{NAME}2023年{REPORT}如下",
        "公" * 70 + f"2023年{REPORT}",
    ],
)
def test_what_is_no_title(text: str) -> None:
    assert parse_title(text) is None


def test_the_longest_title_has_80_characters() -> None:
    assert parse_title("公" * 63 + f"2023年{REPORT}") is not None
    assert parse_title("公" * 64 + f"2023年{REPORT}") is None


def test_a_year_of_the_past_century_is_no_year() -> None:
    title = parse_title(f"{NAME}1998年{REPORT}")
    assert title is not None
    assert title.year is None


@pytest.mark.parametrize("text", [NAME, "忻州市生态环境局神池分局", "税务所", "共青团委", "国网公司", "高新区", "省府"])
def test_names_of_agencies(text: str) -> None:
    assert is_agency(text, endings=text not in ("省府",))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "局",
        "神池县教育局：",
        "神池县 教育局",
        "教育局2",
        "A县教育局",
        "XX县教育局",
        "某xx局",
        "××局",
        "返回首页局",
        "县" * 46,
        "神池县概况",
    ],
)
def test_what_is_no_name_of_an_agency(text: str) -> None:
    assert not is_agency(text)


def test_endings_are_asked_of_lines_that_stand_alone_only() -> None:
    assert is_agency("神池县概况", endings=False)
    assert is_agency("县" * 45)


@pytest.mark.parametrize(
    ("lines", "agency", "year", "places"),
    [
        ([f"{NAME}2023年{REPORT}"], NAME, 2023, (0, 0)),
        ([NAME, f"2023年{REPORT}"], NAME, 2023, (0, 1)),
        ([NAME, "2023年", REPORT], NAME, 2023, (0, 2)),
        ([f"{NAME}{REPORT}", "（2023年）"], NAME, 2023, (0, 1)),
        ([f"{NAME}2023年政府信息公开", "工作年度报告"], NAME, 2023, (0, 1)),
        (["首页", f"{NAME}2023年{REPORT}", "发布日期：2024-01-22"], NAME, 2023, (1, 1)),
        # A line of the page above is no part of the name.
        (["县情概况", f"{NAME}2023年{REPORT}"], NAME, 2023, (1, 1)),
        (["信息公开专栏", f"2023年{REPORT}"], None, 2023, (1, 1)),
        # The one that names most; of equals the one nearest to the report.
        ([f"2022年{REPORT}", f"{NAME}2023年{REPORT}", f"2024年{REPORT}"], NAME, 2023, (1, 1)),
        ([f"县审计局2022年{REPORT}", "提要", f"{NAME}2023年{REPORT}"], NAME, 2023, (2, 2)),
        ([f"{NAME}2023年{REPORT}", "概述"], NAME, 2023, (0, 0)),
    ],
)
def test_a_title_of_one_to_three_lines(
    lines: list[str], agency: str | None, year: int, places: tuple[int, int]
) -> None:
    title = find_title(lines, {})
    assert title is not None
    assert (title.agency, title.year, (title.first, title.last)) == (agency, year, places)


@pytest.mark.parametrize("lines", [["2023年度", NAME, REPORT], ["2023年", f"{NAME}{REPORT}"]])
def test_a_title_whose_first_line_is_the_year(lines: list[str]) -> None:
    title = find_title(lines, {})
    assert title is not None
    assert (title.agency, title.year, title.first) == (NAME, 2023, 0)


def test_a_title_quoted_in_an_announcement() -> None:
    title = parse_title(f"关于发布《{NAME}2023年{REPORT}》的公告")
    assert title is not None
    assert (title.agency, title.year) == (NAME, 2023)


def test_no_title() -> None:
    assert find_title([], {}) is None
    assert find_title(["首页", NAME], {"title": "神池县人民政府"}) is None


def test_only_the_lines_next_to_the_report_are_looked_at() -> None:
    title = f"{NAME}2023年{REPORT}"
    assert find_title([title, *["目录"] * 58], {}) is not None
    assert find_title([title, *["目录"] * 60], {}) is None


def test_metadata_completes_a_title_and_never_overrides_it() -> None:
    metadata = {"title": f"县审计局2022年{REPORT}", "articletitle": f"{NAME}{REPORT}"}
    title = find_title([f"2023年{REPORT}"], metadata)
    assert title is not None
    assert (title.agency, title.year, title.first) == (NAME, 2023, 0)
    title = find_title([f"县水利局2023年{REPORT}"], metadata)
    assert title is not None
    assert title.agency == "县水利局"


def test_a_title_in_the_metadata_alone_has_no_lines() -> None:
    title = find_title(["首页"], {"articletitle": f"{NAME}{REPORT}", "title": f"2023年{REPORT}"})
    assert title is not None
    assert (title.agency, title.year, title.first, title.last) == (NAME, 2023, -1, -1)


def test_pages_about_a_report() -> None:
    assert is_interpretation([f"《{NAME}2023年{REPORT}》解读"])
    assert is_interpretation(["一图读懂", f"一图读懂{NAME}2023年{REPORT}"])
    assert not is_interpretation([f"{NAME}2023年{REPORT}", "政策解读"])
    assert not is_interpretation([f"解读{REPORT}" + "公" * 70])
    assert not is_interpretation([])


def test_words_around_a_title_in_any_order() -> None:
    title = parse_title(f"“关于{NAME}2023年{REPORT}”")
    assert title is not None
    assert (title.agency, title.year) == (NAME, 2023)


def test_only_what_is_short_enough_for_a_title_is_an_interpretation() -> None:
    line = f"解读{REPORT}"
    assert is_interpretation([line + "公" * (80 - len(line))])
    assert not is_interpretation([line + "公" * (81 - len(line))])
