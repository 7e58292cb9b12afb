"""Which lines of a report belong to which table, and which are prose."""

from tests.extraction.printed_lines import BOOK, items
from toolkit.extraction.outline import find_headings
from toolkit.extraction.zones import Zones, sort_into_tables


def zones(text: str) -> Zones:
    found = items(text)
    return sort_into_tables(found, find_headings(found, BOOK), 0, len(found), BOOK)


def report(*lines: str) -> str:
    return "\n".join(lines) + "\n"


def labels(text: str) -> dict[str, list[str]]:
    """The first field of each line, by table."""
    return {
        table: [next(field.text for field in line.fields if field.text) for line in lines]
        for table, lines in zones(text).lines.items()
    }


REPORT = """一、总体情况
工作平稳。
二、主动公开政府信息情况
第二十条第（一）项
信息内容\t本年制发件数\t本年废止件数\t现行有效件数
规章\t0\t0\t0
三、收到和处理政府信息公开申请情况
一、本年新收政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0
四、结转下年度继续办理\t0\t0\t0\t0\t0\t0\t0
四、政府信息公开行政复议、行政诉讼情况
行政复议\t行政诉讼
0\t0\t0
五、存在的主要问题及改进情况
问题 2 个。
"""


def test_each_table_has_its_lines_in_order() -> None:
    assert labels(REPORT) == {
        "disclosure": ["第二十条第（一）项", "信息内容", "规章"],
        "requests": ["一、本年新收政府信息公开申请数量", "四、结转下年度继续办理"],
        "review": ["行政复议", "0"],
    }


def test_headings_and_prose_are_no_table() -> None:
    found = items(REPORT)
    prose = [at for at in range(len(found)) if at not in zones(REPORT).table_items]
    headings = [heading.at for heading in find_headings(found, BOOK)]
    assert prose == sorted([*headings, 1, len(found) - 1])


def test_a_table_in_another_section_is_told_by_its_labels() -> None:
    text = REPORT.replace("四、政府信息公开行政复议、行政诉讼情况\n行政复议\t行政诉讼\n0\t0\t0\n", "")
    text = text.replace("问题 2 个。", "尚未审结\t总计\t结果维持\n0\t0\t0")
    assert labels(text)["review"] == ["尚未审结", "0"]


def test_a_row_of_another_table_in_a_tables_section_goes_to_its_own_table() -> None:
    text = report(
        "二、主动公开政府信息情况",
        "规章\t0",
        "一、本年新收政府信息公开申请数量\t0\t0",
        "无标签\t5",
        "三、收到和处理政府信息公开申请情况",
        "本局办理公开申请的情况如下。",
    )
    assert labels(text)["requests"] == ["一、本年新收政府信息公开申请数量", "无标签"]


def test_where_a_tables_own_section_holds_it_like_lines_elsewhere_are_another_table() -> None:
    text = REPORT.replace("工作平稳。", "规章\t9\t9\t9\n行政许可\t7")
    assert labels(text)["disclosure"] == ["第二十条第（一）项", "信息内容", "规章"]
    assert zones(text).table_items >= {1}


def test_one_line_in_its_section_is_not_yet_a_table() -> None:
    text = report(
        "一、总体情况",
        "规章\t9\t9\t9",
        "行政许可\t7",
        "二、主动公开政府信息情况",
        "行政处罚\t1",
        "五、存在的主要问题及改进情况",
        "x",
    )
    assert labels(text)["disclosure"] == ["规章", "行政许可", "行政处罚"]


def test_only_the_stretch_asked_for_is_looked_at() -> None:
    found = items(REPORT)
    headings = find_headings(found, BOOK)
    assert sort_into_tables(found, headings, 3, 7, BOOK).lines["requests"] == []
    assert sort_into_tables(found, headings, 4, 8, BOOK).table_items == {4, 5, 7}


def test_one_cell_a_line_counts_inside_the_tables_sections_only() -> None:
    text = report(
        "一、总体情况",
        "0",
        "规章",
        "二、主动公开政府信息情况",
        "规章",
        "0",
        "1",
        "2",
        "五、存在的主要问题及改进情况",
        "0",
        "六、其他需要报告的事项",
        "无",
    )
    found = items(text)
    assert labels(text)["disclosure"] == ["规章", "0", "1", "2"]
    headings = {heading.at for heading in find_headings(found, BOOK)}
    assert sorted(zones(text).table_items) == [4, 5, 6, 7]
    assert headings == {0, 3, 8, 10}


def test_prose_inside_a_tables_section_is_prose() -> None:
    text = report(
        "二、主动公开政府信息情况",
        "本局主动公开的情况如下表所列。",
        "本局公开信息有关情况见下列表格及其说明",
        "规章",
        "0",
        "1",
        "2",
        "五、存在的主要问题及改进情况",
        "x",
    )
    assert zones(text).table_items == {3, 4, 5, 6}


def test_furniture_between_the_halves_of_a_table_is_no_value() -> None:
    text = report(
        "二、主动公开政府信息情况",
        "规章",
        "0",
        "- 3 -",
        "第3页共6页",
        "1",
        "2",
        "五、存在的主要问题及改进情况",
        "x",
    )
    assert labels(text)["disclosure"] == ["规章", "0", "1", "2"]


def test_short_labels_of_the_page_go_on_the_table_longer_ones_are_prose() -> None:
    text = report(
        "二、主动公开政府信息情况",
        "规章",
        "其他主动公开文件",
        "本局其他各类主动公开的文件和信息",
        "3",
        "五、存在的主要问题及改进情况",
        "x",
    )
    assert labels(text)["disclosure"] == ["规章", "其他主动公开文件", "本局其他各类主动公开的文件和信息", "3"]
    longer = text.replace("本局其他各类", "本局的其他各类")
    assert labels(longer)["disclosure"] == ["规章", "其他主动公开文件", "3"]


def test_without_any_heading_labels_alone_tell() -> None:
    text = "通知公告\n规章\t0\t1\t2\n行政处罚\t5\n行政复议\t行政诉讼\n"
    assert labels(text) == {"disclosure": ["规章", "行政处罚"], "requests": [], "review": ["行政复议"]}
    assert labels("通知公告\n规章 0 1 2\n行政处罚 5\n")["disclosure"] == ["规章", "行政处罚"]
    assert labels("通知公告 3\n")["disclosure"] == []


def test_a_line_knows_whether_it_stands_in_its_own_section() -> None:
    text = "一、总体情况\n规章\t9\n二、主动公开政府信息情况\n行政处罚\t1\n五、存在的主要问题及改进情况\nx\n"
    assert [line.in_zone for line in zones(text).lines["disclosure"]] == [False, True]


def test_a_grid_of_its_own_in_the_prose_is_no_table_of_the_report() -> None:
    found = zones(report("一、总体情况", "公众号\t3", "微博\t4", "二、主动公开政府信息情况", "规章\t0"))
    assert found.table_items == {4}
