"""What stands around the tables of a report: titles, openings, headings, signatures; the same for text and page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from toolkit.demo.model import TrueReport

DIGITS = "〇一二三四五六七八九"
NAME = "政府信息公开工作年度报告"


@dataclass(frozen=True, slots=True)
class Paper:
    """A report without its tables.

    Attributes:
        title: the lines of its title.
        opening: paragraphs before the first section.
        sections: heading and paragraphs of the six sections; the tables follow those of sections 2, 3 and 4.
        closing: signature and date, if any.
    """

    title: tuple[str, ...]
    opening: tuple[str, ...]
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    closing: tuple[str, ...]

    def headed(self, change: Callable[[str], str]) -> "Paper":
        """Returns the paper with its six headings changed."""
        return replace(self, sections=tuple((change(heading), prose) for heading, prose in self.sections))


def numerals(year: int, zero: str = "〇") -> str:
    """Returns the year in Chinese numerals.

    >>> numerals(2022)
    '二〇二二'
    """
    return "".join(zero if digit == "0" else DIGITS[int(digit)] for digit in str(year))


def day_in_numerals(day: date) -> str:
    """Returns the date in Chinese numerals.

    >>> day_in_numerals(date(2024, 1, 22))
    '二〇二四年一月二十二日'
    """

    def small(number: int) -> str:
        tens, ones = divmod(number, 10)
        return ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[ones] if ones else "")

    return f"{numerals(day.year)}年{small(day.month)}月{small(day.day)}日"


def day_in_words(day: date) -> str:
    """Returns the date as `2024年1月22日`."""
    return f"{day.year}年{day.month}月{day.day}日"


TITLES: dict[str, Callable[[str, int], tuple[str, ...]]] = {
    "agency_year": lambda agency, year: (f"{agency}{year}年{NAME}",),
    "agency_year_degree": lambda agency, year: (f"{agency}{year}年度{NAME}",),
    "year_agency": lambda agency, year: (f"{year}年{agency}{NAME}",),
    "year_degree_agency": lambda agency, year: (f"{year}年度{agency}{NAME}",),
    "spaced": lambda agency, year: (f"{agency} {year} 年{NAME}",),
    "brackets": lambda agency, year: (f"{agency}{NAME}（{year}年）",),
    "brackets_degree": lambda agency, year: (f"{agency}{NAME}({year}年度)",),
    "numerals": lambda agency, year: (f"{agency}{numerals(year)}年{NAME}",),
    "numerals_circle": lambda agency, year: (f"{agency}{numerals(year, '○')}年度{NAME}",),
    "numerals_zero": lambda agency, year: (f"{numerals(year, '零')}年{agency}{NAME}",),
    "two_lines": lambda agency, year: (agency, f"{year}年{NAME}"),
    "two_lines_year_first": lambda agency, year: (f"{year}年{agency}", NAME),
    "two_lines_numerals": lambda agency, year: (agency, f"{numerals(year)}年度{NAME}"),
    "three_lines": lambda agency, year: (agency, f"{year}年政府信息公开工作", "年度报告"),
    "about": lambda agency, year: (f"关于{agency}{year}年{NAME}",),
}
USUAL = ("agency_year", "agency_year", "agency_year_degree", "year_agency", "spaced")


def paper_of(report: TrueReport, rng: Random, title: str | None = None) -> Paper:
    """Returns the report's prose set out as lines.

    Args:
        report: what is told.
        rng: which opening, title and signature.
        title: a key of `TITLES`; one of the usual ones when left out.
    """
    sections = tuple((heading, tuple(prose.split("\n")) if prose else ()) for heading, prose in report.sections)
    title_lines = TITLES[title or rng.choice(USUAL)](report.agency.name, report.year)
    return Paper(title_lines, _opening(report, rng), sections, _closing(report, rng))


def _opening(report: TrueReport, rng: Random) -> tuple[str, ...]:
    year, agency = report.year, report.agency.name
    return rng.choice(
        (
            (),
            (
                f"根据《中华人民共和国政府信息公开条例》要求，现公布{agency}{year}年度政府信息公开工作情况。",
                f"本报告所列数据的统计期限自{year}年1月1日起，至{year}年12月31日止。",
            ),
            (
                "本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、行政诉讼情况、"
                f"存在的主要问题及改进情况、其他需要报告的事项六部分组成。数据统计期限为{year}年1月1日至12月31日。"
                "如有疑问，请与信息公开科联系（电话：0000-8200131，邮编：100000）。",
            ),
        )
    )


def _closing(report: TrueReport, rng: Random) -> tuple[str, ...]:
    if report.signed is None:
        return () if rng.random() < 0.6 else (report.agency.name,)
    written = rng.choice(
        (
            day_in_words(report.signed),
            day_in_numerals(report.signed),
            f"{report.signed.year} 年 {report.signed.month} 月 {report.signed.day} 日",
        )
    )
    return (report.agency.name, written)


def told_on(published: date, rng: Random) -> str:
    """Returns the line in which a page tells its date of publication."""
    clock = f"{rng.randrange(8, 18):02d}:{rng.randrange(60):02d}"
    return rng.choice(
        (
            f"发布时间：{published.isoformat()} {clock}",
            f"发布日期：{published.isoformat()}",
            f"发布日期: {published:%Y-%m-%d} {clock}:07",
            f"发布时间：{day_in_words(published)}",
            f"发布时间:{published:%Y/%m/%d} {clock}",
            f"[发布时间：{published:%Y年%m月%d日}]",
        )
    )


def text_lines(paper: Paper, tables: Sequence[Sequence[str]], gap: int = 1) -> list[str]:
    """Returns the lines of a text: title, opening, sections with their tables, signature.

    Args:
        paper: the prose.
        tables: the lines of tables 2, 3 and 4.
        gap: empty lines between paragraphs.
    """
    between = [""] * gap
    lines: list[str] = []
    for line in paper.title + paper.opening:
        lines += [line, *between]
    for number, (heading, prose) in enumerate(paper.sections, 1):
        lines += [heading, *between]
        for paragraph in prose:
            lines += [paragraph, *between]
        if 2 <= number <= 4:
            lines += [*tables[number - 2], *between]
    for line in paper.closing:
        lines += [line, *between]
    return lines
