"""What was loaded, read, not read and why."""

from tests.dashboard.made_up_page import corpus
from toolkit.dashboard.overview import headline, statuses


def test_the_headline_counts_files_reports_agencies_and_years() -> None:
    told = headline(corpus().summary())
    assert told.en == "4 files → 4 reports of 2 agencies, 2021–2022"
    assert told.zh == "4 个文件 → 2 个机关的 4 份报告，2021—2022 年度"


def test_statuses_stand_in_one_order_with_their_reasons() -> None:
    found = [
        (code, count, [(why.en, times) for why, times in why]) for code, _, count, why in statuses(corpus().documents)
    ]
    assert found == [
        ("read", "2", []),
        ("duplicate", "1", [("the same content as another file", "1")]),
        ("unreadable", "1", [("it is not text", "1")]),
    ]
