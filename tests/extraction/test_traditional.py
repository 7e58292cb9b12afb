"""Reports in traditional characters are read like others, and told as printed."""

from toolkit.codebook import shipped_codebook
from toolkit.documents import read_blocks
from toolkit.extraction import Extraction, extract_reports

REPORT = """乾縣人民政府2023年政府信息公開工作年度報告

一、總體情況
2023年，本縣著力推進政府信息公開。
二、主動公開政府信息情況
三、收到和處理政府信息公開申請情況
申請人情況
自然人\t商業企業\t科研機構\t社會公益組織\t法律服務機構\t其他\t總計
一、本年新收政府信息公開申請數量\t3\t1\t0\t0\t0\t無\t4
二、上年結轉政府信息公開申請數量\t0\t0\t0\t0\t0\t0\t0
（一）予以公開\t2\t1\t0\t0\t0\t0\t3
（七）總計\t3\t1\t0\t0\t0\t0\t4
四、結轉下年度繼續辦理\t0\t0\t0\t0\t0\t0\t0
沒有這一項的行\t1\t2\t3\t4\t5\t6\t7
四、政府信息公開行政復議、行政訴訟情況
五、存在的主要問題及改進情況
六、其他需要報告的事項
沒有其他需要報告的事項。
乾縣人民政府
2024年1月18日
"""


def extracted(text: str) -> Extraction:
    return extract_reports(read_blocks(text.encode(), "txt"), shipped_codebook())


def test_a_report_in_traditional_characters_is_read() -> None:
    (report,) = extracted(REPORT).reports
    values = {cell[:3]: cell.value for cell in report.cells if cell.value is not None}
    assert values["requests", "new", "natural_person"] == 3
    assert values["requests", "granted", "total"] == 3
    assert [section.number for section in report.sections] == [1, 2, 3, 4, 5, 6]


def test_the_agency_is_named_in_simplified_characters_and_so_that_its_place_stays_one() -> None:
    (report,) = extracted(REPORT).reports
    assert (report.agency, report.year) == ("乾县人民政府", 2023)  # 乾 is 干 elsewhere


def test_what_is_shown_of_it_is_as_printed() -> None:
    (report,) = extracted(REPORT).reports
    assert report.title == "乾縣人民政府2023年政府信息公開工作年度報告"
    assert report.sections[0].heading == "一、總體情況"
    assert report.sections[0].text == "2023年，本縣著力推進政府信息公開。"
    raw = {cell[:3]: cell.raw for cell in report.cells}
    assert raw["requests", "new", "other_organisation"] == "無"
    assert "沒有這一項的行" in report.leftovers[0].raw


def test_simplified_text_that_holds_a_few_traditional_characters_stays_as_it_is() -> None:
    text = "网站首页 繁體版 開放\n关于本站的说明：本站由办公室管理，内容每日更新，欢迎各界监督并提出意见建议。" * 3
    assert extracted(text).reason == "other_page"


def test_an_interpretation_in_traditional_characters_is_told_as_one() -> None:
    assert (
        extracted("《乾縣人民政府2023年政府信息公開工作年度報告》解讀\n報告由六部分組成，請參閱。").reason
        == "interpretation"
    )
