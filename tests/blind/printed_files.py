"""A shape with its name and its bytes: what a shape's function writes becomes a file with its truth."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from tests.blind.infrastructure import with_forms
from tests.blind.printed_prose import Sheet, text_of, told
from tests.blind.printed_tables import Tables
from toolkit.demo.model import Printed, TrueReport

ANY_YEAR = (2019, 2020, 2021, 2022, 2023, 2024)
OLD = (2019, 2020)
NEW = (2021, 2022, 2023, 2024)
Make = Callable[[TrueReport, Random], tuple[str, TrueReport]]
"""Writes a report: its text, and what a perfect reader must find in it."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One way in which reports are found.

    Attributes:
        name: name of the function.
        make: that function.
        years: the years such reports are about.
        forms: forms of tables 2 and 3; the year's own if empty.
        code: encoding of the bytes.
        endings: of the file names.
        check: how the specimen itself is checked: `official` (a browser lays out the official grid), `own` (each row
            ends in its numbers), `text` (the tokens between the headings are the numbers).
    """

    name: str
    make: Make
    years: tuple[int, ...]
    forms: tuple[str, str] | None
    code: str
    endings: tuple[str, ...]
    check: str

    def print(self, report: TrueReport, rng: Random) -> Printed:
        """Returns the file that this shape makes of a report."""
        if self.forms and self.forms != (report.template_disclosure, report.template_requests):
            report = with_forms(report, rng, *self.forms)
        text, truth = self.make(report, rng)
        # Pages and texts come from Windows as often as not.
        data = text.replace("\n", rng.choice(("\n", "\r\n"))).encode(self.code)
        name = rng.choice(("t{}_{}", "{}{}", "content_{}_{}", "{}年报{}")).format(
            f"{report.year + 1}{rng.randrange(1, 4):02d}", rng.randrange(10_000, 10_000_000)
        )
        return Printed(name + rng.choice(self.endings), data, truth, self.name)


def shape(
    check: str,
    *,
    years: tuple[int, ...] = ANY_YEAR,
    forms: tuple[str, str] | None = None,
    code: str = "utf-8",
    endings: tuple[str, ...] = (),
) -> Callable[[Make], Shape]:
    """Makes a shape of the function below it, under the function's name (see `Shape`)."""
    usual = (".txt",) if check == "text" else (".html", ".html", ".htm", ".shtml")
    return lambda make: Shape(make.__name__, make, years, forms, code, endings or usual, check)


def close(report: TrueReport, sheet: Sheet, tables: Tables) -> TrueReport:
    """Returns the truth of a file: the prose and numbers that it prints."""
    return replace(told(report, sheet), numbers=tables.numbers())


def copied_text(
    report: TrueReport, rng: Random, sheet: Sheet, tables: Tables, lines: list[list[str]], gap: str = "\n"
) -> tuple[str, TrueReport]:
    """Returns a text as it was copied: the report alone, or with scraps of its page above and below.

    Args:
        report: who reports, and when it was published.
        rng: whether scraps, and which.
        sheet: the prose.
        tables: the tables printed, for the truth.
        lines: their lines.
        gap: see `text_of`.
    """
    text = text_of(sheet, lines, gap)
    if rng.random() < 0.5:
        return text, close(replace(report, published=None), sheet, tables)
    who, day = report.agency.name, report.published
    dated = rng.choice((f"发布时间：{day}", f"发布日期：{day} 09:4{rng.randrange(10)}", f"时间：{day}")) if day else ""
    above = [
        rng.choice(
            ("当前位置：首页 > 政务公开 > 政府信息公开年报", "首页 >> 信息公开 >> 年度报告", "返回首页 无障碍 长者模式")
        ),
        *(["", "".join(sheet.title)] if rng.random() < 0.4 else []),
        rng.choice((f"{dated} 来源：{who}", f"来源：{who}  {dated}  浏览次数：{rng.randrange(3000)} 次")).strip(),
        rng.choice(("【字体：大 中 小】", "打印本页", "")),
    ]
    below = rng.choice(
        (
            ["分享到：", "扫一扫在手机打开当前页"],
            [f"上一篇：{who}{report.year - 1}年政府信息公开工作年度报告", "下一篇：没有了", "关闭窗口"],
            ["网站地图 | 联系我们 | 隐私声明", f"主办：{who} 建议使用1024×768分辨率浏览", "版权所有 未经许可不得转载"],
        )
    )
    return "\n".join([*above, "", text, *below]) + "\n", close(report, sheet, tables)
