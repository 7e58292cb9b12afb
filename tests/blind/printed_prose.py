"""What stands around the tables: titles, openings, words before and after a table, signatures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from toolkit.demo.model import TrueReport

CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")


@dataclass(frozen=True, slots=True)
class Part:
    """A section: its heading, the paragraphs before its table and those after."""

    heading: str
    before: tuple[str, ...]
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report without its tables; those belong into the second, third and fourth part."""

    title: tuple[str, ...]
    opening: tuple[str, ...]
    parts: tuple[Part, ...]
    closing: tuple[str, ...]

    def headed(self, change: Callable[[str], str]) -> "Sheet":
        """Returns the sheet with its headings changed."""
        return replace(self, parts=tuple(replace(part, heading=change(part.heading)) for part in self.parts))


def in_chinese(number: int) -> str:
    """Returns a day or month in Chinese numerals.

    >>> in_chinese(9), in_chinese(10), in_chinese(12), in_chinese(31)
    ('九', '十', '十二', '三十一')
    """
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{tens}十".translate(CHINESE)
    return head + (str(ones).translate(CHINESE) if ones else "")


def signed_on(day: date) -> tuple[str, ...]:
    """Returns the ways in which a report is dated under its last line."""
    chinese = f"{str(day.year).translate(CHINESE)}年{in_chinese(day.month)}月{in_chinese(day.day)}日"
    return (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y年%m月%d日}",
        f"{day.year} 年 {day.month} 月 {day.day} 日",
        chinese,
        chinese.replace("〇", "○"),
    )


def title_of(report: TrueReport, rng: Random) -> tuple[str, ...]:
    """Returns the lines of a title: one or two, the year before or after the agency, in digits or in Chinese."""
    who, year = report.agency.name, str(report.year)
    numeral = year.translate(CHINESE)
    kind = rng.choice(("政府信息公开工作年度报告", "政府信息公开工作年度报告", "政府信息公开年度报告"))
    return rng.choice(
        (
            (f"{who}{year}年{kind}",),
            (f"{who}{year}年{kind}",),
            (f"{year}年{who}{kind}",),
            (f"{who}{year}年度政府信息公开工作报告",),
            (f"{year}年度{who}政府信息公开工作报告",),
            (f"{who}{numeral}年{kind}",),
            (f"{who}{numeral.replace('〇', '○')}年度政府信息公开工作报告",),
            (f"{numeral}年{who}{kind}",),
            (who, f"{year}年{kind}"),
            (who, f"{year}年度政府信息公开工作报告"),
            (who, f"{numeral}年{kind}"),
            (f"{year}年度{who}", "政府信息公开工作报告"),
        )
    )


BEFORE = (
    ("本年度主动公开政府信息的各项数据列表如下。", "根据条例第二十条规定，现将有关数据公布如下："),
    ("收到和处理的政府信息公开申请，按申请人类别统计如下。", "本机关依法受理并答复各类申请，具体数据见下表："),
    ("因政府信息公开引起的复议和诉讼情况见下表。", "以下为本年度复议、诉讼统计数据。"),
)
AFTER = (
    ("注：收费由财政部门统一管理，此处只填本机关数据。", "规章和规范性文件的数量以备案为准。"),
    ("说明：同一申请人就同一事项多次提出的申请，按实际办理情况计算。", "上表包括通过信函、网络和当面提出的申请。"),
    ("上表统计截至年末，尚在审理的案件计入相应栏目。", "本机关将继续做好复议答复和应诉工作。"),
)


def sheet_of(report: TrueReport, rng: Random) -> Sheet:
    """Returns the report's prose set out.

    Args:
        report: what is told; its sections are in order.
        rng: which title, opening, words around the tables and signature.
    """
    parts = []
    for number, (heading, prose) in enumerate(report.sections):
        before = tuple(prose.split("\n")) if prose else ()
        after: tuple[str, ...] = ()
        if 1 <= number <= 3:
            before += (rng.choice(BEFORE[number - 1]),) if rng.random() < 0.4 else ()
            after = (rng.choice(AFTER[number - 1]),) if rng.random() < 0.3 else ()
        parts.append(Part(heading, before, after))
    return Sheet(title_of(report, rng), _opening(report, rng), tuple(parts), _closing(report, rng))


def _opening(report: TrueReport, rng: Random) -> tuple[str, ...]:
    year, who = report.year, report.agency.name
    basis = "依照《中华人民共和国政府信息公开条例》和年度报告格式的有关要求"
    return rng.choice(
        (
            (),
            (f"{basis}，{who}编制了本报告。报告中数据的统计期限为{year}年1月1日至{year}年12月31日。",),
            (
                f"{basis}，现向社会公布{year}年度政府信息公开工作情况。",
                "全文包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况等六个部分。",
                "如对本报告有疑问，请与办公室联系，电话：0000-6123456。",
            ),
        )
    )


def _closing(report: TrueReport, rng: Random) -> tuple[str, ...]:
    who = report.agency.name
    if report.signed is None:
        return rng.choice(((), (), (who,)))
    day = rng.choice(signed_on(report.signed))
    return rng.choice(((who, day), (who, day), (f"{who}　{day}",), (day,)))


def told(report: TrueReport, sheet: Sheet) -> TrueReport:
    """Returns the report with the headings and prose that this sheet prints."""
    sections = tuple((part.heading, "\n".join((*part.before, *part.after))) for part in sheet.parts)
    return replace(report, sections=sections)


def text_of(sheet: Sheet, tables: Sequence[Sequence[str]], gap: str = "\n") -> str:
    """Returns the report as text.

    Args:
        sheet: the prose.
        tables: the lines of the three tables.
        gap: what stands between paragraphs beside the end of the line.
    """
    pieces = [*sheet.title, *sheet.opening]
    for number, part in enumerate(sheet.parts):
        pieces += [part.heading, *part.before]
        pieces += ["\n".join(tables[number - 1])] if 1 <= number <= 3 else []
        pieces += part.after
    return ("\n" + gap).join([*pieces, "\n".join(sheet.closing)]).rstrip("\n") + "\n"
