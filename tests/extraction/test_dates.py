"""Years and days as reports print them."""

from datetime import date

import pytest

from toolkit.extraction.dates import find_day, read_year, reporting_year, split_day, whole_day


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2023", 2023),
        ("２０２３", 2023),
        ("二〇二三", 2023),
        ("二○二三", 2023),
        ("二零二三", 2023),
        ("二Ｏ二三", 2023),
        ("二O二三", 2023),
        ("二o二三", 2023),
        ("2005", 2005),
        ("2099", 2099),
        ("2004", None),
        ("1023", None),
        ("2100", None),
        ("223", None),
        ("20233", None),
        ("去年", None),
        ("", None),
    ],
)
def test_years(text: str, year: int | None) -> None:
    assert read_year(text) == year


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-01-22 10:31", date(2024, 1, 22)),
        ("2024/1/2", date(2024, 1, 2)),
        ("2024.01.22", date(2024, 1, 22)),
        ("发布日期：2024 年 1 月 22 日", date(2024, 1, 22)),
        ("二〇二四年一月二十二日", date(2024, 1, 22)),
        ("2024-01-22T10:31:00+08:00", date(2024, 1, 22)),
        ("2024年1月22", date(2024, 1, 22)),
        ("2024-02-30", None),
        ("2024-13-01", None),
        ("2024-00-10", None),
        ("1999-01-01", None),
        ("12024-01-22", None),
        ("2004-01-01", None),
        ("2024年1月", None),
        ("2023、2024", None),
        ("", None),
    ],
)
def test_the_first_day_told(text: str, day: date | None) -> None:
    assert find_day(text) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024年1月20日", date(2024, 1, 20)),
        ("２０２４年１月２０日", date(2024, 1, 20)),
        (" 2024 年 1 月 20 日 ", date(2024, 1, 20)),
        ("（2024年1月20日）", date(2024, 1, 20)),
        ("(2024-1-20)", date(2024, 1, 20)),
        ("2024.1.20", date(2024, 1, 20)),
        ("2024/01/20", date(2024, 1, 20)),
        ("二〇二四年一月二十日", date(2024, 1, 20)),
        ("二〇二四年十月十日", date(2024, 10, 10)),
        ("二〇二四年十二月三十一日", date(2024, 12, 31)),
        ("二〇二四年十一月十九日", date(2024, 11, 19)),
        ("二〇二四年三月三日", date(2024, 3, 3)),
        ("二〇二四年三月二三日", None),
        ("截至2023年12月31日", None),
        ("2024年1月20日印发", None),
        ("2024年1月20", None),
        ("2024年1月32日", None),
        ("2024120", None),
        ("2024-1", None),
    ],
)
def test_a_line_that_is_a_day(text: str, day: date | None) -> None:
    assert whole_day(text) == day


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("统计期限自2023年1月1日起至2023年12月31日止", 2023),
        ("2023 年 1 月 1 日 至\n2023 年 12 月 31 日", 2023),
        ("2023年1月1日至12月31日", 2023),
        ("2023年1月1日—12月31日", 2023),
        ("2023年1月1日—2023年12月31日", 2023),
        ("二〇二三年1月1日到12月31日", 2023),
        ("2022年1月1日至2023年12月31日", None),
        ("2022年1月1日至12月31日，2023年1月1日至12月31日", None),
        ("2023年1月1日至12月31日；2023年1月1日至12月31日", 2023),
        ("2023年1月1日至11月30日", None),
        ("2023年12月31日", None),
        ("2001年1月1日至12月31日", None),
        ("", None),
    ],
)
def test_the_reporting_period(text: str, year: int | None) -> None:
    assert reporting_year(text) == year


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("神池县教育局\u3000\u30002024年1月20日", ("神池县教育局", date(2024, 1, 20))),
        ("2024年1月20日", ("", date(2024, 1, 20))),
        ("截至2023年12月31日", ("截至", date(2023, 12, 31))),
        ("2023年12月31日 2024年1月20日", ("2023年12月31日", date(2024, 1, 20))),
        ("2024年1月20日印发", None),
        ("县局2024年2月30日", None),
        ("县局", None),
        ("县" * 88 + "2024年1月20日", ("县" * 88, date(2024, 1, 20))),
        ("县" * 92 + "2024年1月20日", None),
    ],
)
def test_a_line_that_ends_in_a_day(text: str, parts: tuple[str, date] | None) -> None:
    assert split_day(text) == parts
