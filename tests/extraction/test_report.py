"""Blocks → reports: what belongs to one, and why a document holds none."""

from datetime import date

import pytest

from tests.specimens.printed_page import PROSE, SECTIONS, Page, numbers, page
from toolkit.codebook import shipped_codebook
from toolkit.documents import read_blocks
from toolkit.extraction import Extraction, extract_reports
from toolkit.records import Report, SourceText

AGENCY = "安吉县水利局"
BOOK = shipped_codebook()
TITLE = f"{AGENCY}2023年政府信息公开工作年度报告"
META = '<meta charset="utf-8">'


def printed(form: str = "2021") -> Page:
    return page(AGENCY, numbers(form), form)


TEXT = printed().text()
HTML = printed().html()


def extract(source: str) -> Extraction:
    format_ = "html" if source.startswith("<!DOCTYPE") else "txt"
    return extract_reports(read_blocks(source.encode(), format_), BOOK)


def only(source: str) -> Report:
    (report,) = extract(source).reports
    return report


def changed(source: str, old: str, new: str) -> str:
    assert source.count(old) == 1, old
    return source.replace(old, new)


def value(report: Report, *key: str) -> float | None:
    return next(cell.value for cell in report.cells if cell[:3] == key)


@pytest.mark.parametrize("source", [TEXT, HTML, printed().text(one_a_line=True)], ids=["text", "html", "one_a_line"])
def test_the_undamaged_report(source: str) -> None:
    report = only(source)
    assert (report.agency, report.year, report.title) == (AGENCY, 2023, TITLE)
    assert (report.template_disclosure, report.template_requests) == ("2021", "2021")
    assert (report.signed, report.published, report.published_source) == (date(2024, 1, 18), None, None)
    assert (report.blank_convention, report.requests_state) == ("none", "requests")
    assert (report.site_id, report.leftovers, report.claims) == (None, (), ())
    assert {cell[:3]: cell.value for cell in report.cells} == numbers("2021")
    assert [(section.number, section.heading) for section in report.sections] == [
        (number, f"{numeral}、{label}")
        for number, (numeral, label) in enumerate(zip("一二三四五六", SECTIONS, strict=True), 1)
    ]
    assert [section.text for section in report.sections] == list(PROSE)


def test_the_2019_form() -> None:
    report = only(printed("2019").text())
    assert (report.template_disclosure, report.template_requests, report.year) == ("2019", "2019", 2020)


def test_cells_come_in_the_order_of_the_tables() -> None:
    assert list(dict.fromkeys(cell.table for cell in only(TEXT).cells)) == ["disclosure", "requests", "review"]


def test_recognised_text_is_marked() -> None:
    source = read_blocks(TEXT.encode(), "txt")._replace(source="ocr")
    assert {cell.source for cell in extract_reports(source, BOOK).reports[0].cells} == {"ocr"}


# ------------------------------------------------------------------------------------------------ what is a report
def test_nothing() -> None:
    extraction = extract_reports(SourceText((), {}), BOOK)
    assert (extraction.reports, extraction.reason) == ((), "other_page")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("首页\n通知公告\n", "other_page"),
        (f"{TITLE}\n附件下载\n", "no_tables"),
        ("一、总体情况\n正文。\n", "no_tables"),
        (f"《{TITLE}》解读\n", "interpretation"),
        (f"<!DOCTYPE html><head>{META}<title>{TITLE}解读</title></head><p>正文</p>", "interpretation"),
        (f"<!DOCTYPE html><head>{META}<title>{TITLE}</title></head><p>正文</p>", "no_tables"),
        (f"<!DOCTYPE html><head>{META}<meta name=ArticleTitle content={TITLE}></head><p>正文</p>", "no_tables"),
    ],
)
def test_why_a_document_holds_no_report(source: str, reason: str) -> None:
    extraction = extract(source)
    assert (extraction.reports, extraction.reason) == ((), reason)
    assert extraction.detail


def without_tables(sections: int) -> str:
    lines = [TITLE]
    for numeral, label, prose in list(zip("一二三四五六", SECTIONS, PROSE, strict=True))[:sections]:
        lines += [f"{numeral}、{label}", prose]
    return "\n".join(lines) + "\n"


def test_a_title_and_four_sections_are_a_report_even_without_tables() -> None:
    report = only(without_tables(4))
    assert (report.agency, len(report.sections), report.requests_state) == (AGENCY, 4, "unreadable")
    assert (report.cells, report.template_requests, report.template_disclosure) == ((), None, None)
    assert extract(without_tables(3)).reason == "no_tables"
    assert extract(without_tables(6).removeprefix(TITLE)).reason == "no_tables"


def requests_only(rows: int) -> str:
    table = printed().tables["requests"]
    while len(table.rows) > rows + 3:
        table.drop_row(len(table.rows) - 1)
    return table.text() + "\n"


def test_four_rows_of_table_3_alone_are_a_report() -> None:
    report = only(requests_only(4))
    assert (report.agency, report.year, report.title, report.sections) == (None, None, None, ())
    assert value(report, "requests", "new", "total") == numbers()["requests", "new", "total"]
    assert extract(requests_only(3)).reports == ()


def test_fewer_rows_of_a_report_are_no_table_3() -> None:
    source = changed(without_tables(6), f"三、{SECTIONS[2]}\n{PROSE[2]}\n", f"三、{SECTIONS[2]}\n{requests_only(3)}")
    report = only(source)
    assert ([cell for cell in report.cells if cell.table == "requests"], report.template_requests) == ([], None)
    assert report.requests_state == "unreadable"


# ------------------------------------------------------------------------------------------------ agency and year
def test_the_signature_names_the_agency_where_the_title_does_not() -> None:
    report = only(changed(TEXT, TITLE, "2023年政府信息公开工作年度报告"))
    assert (report.agency, report.year) == (AGENCY, 2023)


def test_prose_tells_the_year_where_the_title_does_not() -> None:
    source = changed(TEXT, TITLE, f"{AGENCY}政府信息公开工作年度报告")
    assert only(source).year is None
    source = changed(source, "编制本报告。", "编制本报告。统计期限为2022年1月1日至12月31日。")
    assert only(source).year == 2022


def test_the_title_goes_before_the_prose() -> None:
    assert only(changed(TEXT, "编制本报告。", "编制本报告。统计期限为2022年1月1日至12月31日。")).year == 2023


def test_a_title_lost_from_the_page_is_in_its_metadata() -> None:
    page_ = changed(HTML, f"<h1>{TITLE}</h1>", "")
    assert only(page_).agency == AGENCY
    assert only(page_).title == TITLE


# ------------------------------------------------------------------------------------------------ dates
@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("发布日期：2024-01-22", date(2024, 1, 22)),
        ("发布时间: 2024-01-22 10:31 浏览次数：12", date(2024, 1, 22)),
        ("来源：本站 发文日期：2024年1月22日", date(2024, 1, 22)),
        ("公开日期 2024/1/22", date(2024, 1, 22)),
        ("成文日期：2024-01-22", None),
        ("更新时间：2024-01-22", None),
        ("发布日期：", None),
        ("公开条例于2024年1月22日修订", None),
        ("本机关公开信息，截至2023年12月31日", None),
        ("发布日期：2024-02-30", None),
    ],
)
def test_publication_dates_on_the_page(line: str, published: date | None) -> None:
    report = only(changed(TEXT, TITLE, f"{TITLE}\n\n{line}"))
    assert (report.published, report.published_source) == (published, "page" if published else None)


def test_publication_dates_in_the_metadata_go_first_in_their_own_order() -> None:
    meta = '<meta name="PublishDate" content="2024-03-01"><meta name="PubDate" content="2024-02-01 09:00">'
    page_ = changed(changed(HTML, META, META + meta), "</h1>", "</h1><p>发布日期：2024-01-22</p>")
    report = only(page_)
    assert (report.published, report.published_source) == (date(2024, 2, 1), "meta")
    page_ = changed(page_, "2024-02-01 09:00", "today")
    assert only(page_).published == date(2024, 3, 1)


def test_the_last_day_on_a_line_of_its_own_is_the_signature() -> None:
    source = changed(TEXT, "2024年1月18日", "2024年1月17日\n\n2024年1月18日\n\n主办单位：办公室")
    assert only(source).signed == date(2024, 1, 18)


def test_a_signature_above_the_first_section() -> None:
    source = changed(TEXT, f"{AGENCY}\n\n2024年1月18日\n", "")
    source = changed(source, TITLE, f"{TITLE}\n\n（2024年1月9日）")
    assert only(source).signed == date(2024, 1, 9)


def test_the_date_of_another_document_above_the_title_is_none_of_the_reports() -> None:
    source = changed(TEXT, f"{AGENCY}\n\n2024年1月18日\n", "")
    assert only(f"2020年3月3日\n\n{source}").signed is None


def test_no_signature() -> None:
    assert only(changed(TEXT, "2024年1月18日", "")).signed is None


# ------------------------------------------------------------------------------------------------ sections
def test_the_signature_is_no_prose_of_the_last_section() -> None:
    last = only(changed(TEXT, "2024年1月18日", "2024年1月18日\n\n附：说明")).sections[-1]
    assert last.text == PROSE[5]


def test_a_day_without_a_name_above_it() -> None:
    source = changed(TEXT, f"{AGENCY}\n\n2024年1月18日", "2024年1月18日")
    assert only(source).sections[-1].text == PROSE[5]


def test_sections_carry_their_place_and_text_on_the_headings_line() -> None:
    source = changed(TEXT, "六、其他需要报告的事项\n\n" + PROSE[5], "六、其他需要报告的事项：无")
    last = only(source).sections[-1]
    assert (last.heading, last.text, last.code) == ("六、其他需要报告的事项", "无", "other_matters")
    assert last.place.line == source[: source.index("六、其他")].count("\n") + 1


def test_sections_out_of_order_are_given_in_theirs() -> None:
    source = changed(TEXT, "五、存在的主要问题及改进情况", "五、暂存")
    source = changed(source, "六、其他需要报告的事项", "五、存在的主要问题及改进情况")
    source = changed(source, "五、暂存", "六、其他需要报告的事项")
    assert [section.number for section in only(source).sections] == [1, 2, 3, 4, 5, 6]


def test_prose_around_a_table_is_kept_and_the_pages_furniture_is_not() -> None:
    table = printed().tables["disclosure"].text()
    source = changed(TEXT, table, f"{table}\n\n- 3 -\n\n以上数据截至年底，由各科室分别核对。")
    assert only(source).sections[1].text == f"{PROSE[1]}\n以上数据截至年底，由各科室分别核对。"


def test_the_hint_for_places_is_the_prose_from_the_title_on() -> None:
    hint = only(f"首页\n\n{TEXT}").region_hint
    assert hint is not None
    assert hint.startswith(f"{TITLE}\n根据政府信息公开条例")
    assert len(hint) <= 1000


def test_the_site_of_a_page() -> None:
    assert only(changed(HTML, META, META + '<meta name="SiteIDCode" content="3305230001">')).site_id == "3305230001"


# ------------------------------------------------------------------------------------------------ several reports
SECOND = page("德清县教育局", numbers() | {("requests", "new", "total"): 999.0}, year=2022).text()


def test_two_reports_in_one_document() -> None:
    first, second = extract(f"{TEXT}\n{SECOND}").reports
    assert (first.agency, first.year, first.signed) == (AGENCY, 2023, date(2024, 1, 18))
    assert (second.agency, second.year, second.signed) == ("德清县教育局", 2022, date(2023, 1, 18))
    assert (value(first, "requests", "new", "total"), value(second, "requests", "new", "total")) == (
        numbers()["requests", "new", "total"],
        999.0,
    )
    assert first.sections[-1].text == PROSE[5]
    assert first.leftovers == second.leftovers == ()


def test_metadata_of_a_page_names_none_of_its_two_reports() -> None:
    body = TEXT.replace(TITLE, "") + SECOND.replace("德清县教育局2022年政府信息公开工作年度报告", "")
    source = read_blocks(body.encode(), "txt")._replace(metadata={"title": TITLE})
    assert [report.title for report in extract_reports(source, BOOK).reports] == [None, None]


# ------------------------------------------------------------------------------------------------ cut off
def test_the_last_number_of_a_source_that_was_cut_off_is_unknown() -> None:
    cut = TEXT[: TEXT.index("四、结转下年度继续办理")] + "四、结转下年度继续办理\t19\t13\t17\t12\t16\t18\t9"
    first, *_, last = (cell for cell in only(cut).cells if cell.row == "carried_out")
    assert (first.value, first.state) == (19, "number")
    assert (last.value, last.state, last.raw) == (None, "unreadable", "9…")
    assert value(only(cut + "\n"), "requests", "carried_out", "total") == 9


def test_a_source_cut_off_in_its_prose_loses_no_number() -> None:
    assert {cell[:3]: cell.value for cell in only(TEXT.rstrip("日\n")).cells} == numbers("2021")


@pytest.mark.parametrize("line", [f"{AGENCY}　　2024年1月18日", f"{AGENCY} 2024.1.18"])
def test_a_signature_on_one_line(line: str) -> None:
    report = only(changed(TEXT, f"{AGENCY}\n\n2024年1月18日", line))
    assert (report.signed, report.sections[-1].text) == (date(2024, 1, 18), PROSE[5])


def test_a_sentence_that_ends_in_a_day_is_no_signature() -> None:
    report = only(changed(TEXT, f"{AGENCY}\n\n2024年1月18日", "以上数据截至2023年12月31日"))
    assert report.signed is None
    assert report.sections[-1].text == f"{PROSE[5]}\n以上数据截至2023年12月31日"


def test_a_date_in_a_long_paragraph_is_prose() -> None:
    line = "发布日期：2024-01-22"
    assert only(changed(TEXT, TITLE, f"{TITLE}\n\n{'公' * 184}{line}")).published == date(2024, 1, 22)
    assert only(changed(TEXT, TITLE, f"{TITLE}\n\n{'公' * 186}{line}")).published is None
