"""Years and days as reports print them, Chinese numerals included."""

import re
import unicodedata
from datetime import date

from toolkit.extraction.wordings import shipped_wordings

_NUMERALS = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")
_ZEROS = "〇○零Oo０Ｏ0"
YEAR = rf"(?:(?<!\d)20\d\d|二[{_ZEROS}][一二三四五六七八九{_ZEROS}]{{2}})"
_DAY = re.compile(
    rf"({YEAR})\s*[年\-/.]\s*(\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s*[月\-/.]\s*(\d{{1,2}}|[一二三四五六七八九十]{{1,3}})日?"
)
_PRINTED_DAY = re.compile(
    rf"[（(]?({YEAR})(?:年(\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月(\d{{1,2}}|[一二三四五六七八九十]{{1,3}})日"
    r"|[.\-/](\d{1,2})[.\-/](\d{1,2}))[）)]?"
)
_PERIOD = re.compile(rf"({YEAR})年1月1日(?:起)?(?:至|到|—|－|-|~|～|──)+(?:({YEAR})年)?12月31日")


def read_year(text: str) -> int | None:
    """Returns a printed year, None when the text is no year of a report.

    >>> read_year("2023"), read_year("二〇二三"), read_year("二○二三"), read_year("1023")
    (2023, 2023, 2023, None)
    """
    digits = unicodedata.normalize("NFKC", text.translate(_NUMERALS)).replace("O", "0").replace("o", "0")
    year = int(digits) if digits.isdigit() and len(digits) == 4 else 0
    return year if shipped_wordings().earliest_year <= year <= 2099 else None


def _small(text: str) -> int:
    """A day or month: Arabic, or a Chinese numeral."""
    if text.isdigit():
        return int(text)
    from cn2an import cn2an  # rarely needed, and not free to import

    try:
        return int(cn2an(text, "strict"))
    except ValueError:
        return 0


def _day(year: str, month: str, day: str) -> date | None:
    number = read_year(year)
    try:
        return date(number, _small(month), _small(day)) if number else None
    except ValueError:
        return None


def find_day(text: str) -> date | None:
    """Returns the first day told in a text (`2024-01-22 10:31`, 2024年1月22日), None without a real one.

    >>> find_day("2024-01-22 10:31"), find_day("2024年2月30日")
    (datetime.date(2024, 1, 22), None)
    """
    match = _DAY.search(text)
    return _day(*match.groups()) if match else None


def split_day(text: str) -> tuple[str, date] | None:
    """Returns what stands before the day that a line ends in, and the day; None when it ends in none.

    >>> split_day("神池县教育局　　2024年1月20日")
    ('神池县教育局', datetime.date(2024, 1, 20))
    """
    line = "".join(unicodedata.normalize("NFKC", text).split()) if len(text) <= 100 else ""
    for match in _PRINTED_DAY.finditer(line):
        if match.end() == len(line):
            year, month, day, month_number, day_number = match.groups()
            found = _day(year, month or month_number, day or day_number)
            return (line[: match.start()], found) if found else None
    return None


def whole_day(text: str) -> date | None:
    """Returns the day that a line consists of, None when the line holds anything else.

    >>> whole_day("二〇二四年一月二十日"), whole_day("截至2023年12月31日")
    (datetime.date(2024, 1, 20), None)
    """
    found = split_day(text)
    return found[1] if found and not found[0] else None


def reporting_year(text: str) -> int | None:
    """Returns the year of the reporting period that prose tells, None when it tells none or one across years.

    >>> reporting_year("统计期限自2023年1月1日起至2023年12月31日止")
    2023
    """
    years = set()
    for match in _PERIOD.finditer("".join(text.split())):
        first, last = read_year(match[1]), read_year(match[2]) if match[2] else read_year(match[1])
        if first == last and first:
            years.add(first)
    return years.pop() if len(years) == 1 else None
