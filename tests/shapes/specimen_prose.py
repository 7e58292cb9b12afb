"""The prose of the specimen reports, written for them; its numbers are the tables' own."""

from random import Random

from toolkit.codebook import shipped_codebook
from toolkit.demo.model import TrueReport

_DUTIES = (
    "认真落实政府信息公开条例，把公开要求贯穿工作全过程",
    "围绕年度重点工作细化公开事项，逐项明确责任科室",
    "以群众关心的事项为重点，持续充实公开目录",
    "按照上级部署完善公开制度，规范发布流程",
)
_GUARDS = (
    "全年组织业务培训2次，参训人员36人次。",
    "坚持发布前逐级审核，未发生失泄密问题。",
    "将公开工作列入年度考核，社会评议结果良好，未发生责任追究情形。",
    "每季度开展一次栏目自查，整改错链、空栏目5个。",
)
_PROBLEMS = (
    "一是部分信息更新不够及时；二是解读形式比较单一。",
    "主要是公开内容与群众期待还有差距，工作人员业务能力有待提高。",
    "个别科室主动公开意识不强，栏目内容不够丰富。",
)
_REMEDIES = (
    "下一步，将健全信息报送机制，按月通报更新情况，并丰富图表、视频等解读形式。",
    "今后将加强业务学习，邀请专业人员授课，进一步提高公开质量。",
    "2项改进措施已列入来年计划：一是完善目录，二是强化检查。",
)


def sections_of(report: TrueReport, rng: Random) -> tuple[tuple[str, str], ...]:
    """Returns the six sections, official headings with their numerals, and their prose.

    Args:
        report: whose numbers, agency and year the prose tells.
        rng: which sentences.
    """
    headings = [
        f"{numeral}、{section.label}"
        for numeral, section in zip("一二三四五六", shipped_codebook().sections, strict=True)
    ]
    prose = (_overview(report, rng), "", "", "", _problems(rng), _other(report, rng))
    return tuple(zip(headings, prose, strict=True))


def us(report: TrueReport) -> str:
    """Returns how the agency calls itself."""
    words = {"national": "我部", "province": "全省", "city": "全市", "county": "全县", "township": "我镇"}
    if report.agency.kind in ("department", "branch") and report.agency.level != "national":
        return "我局"
    if report.agency.kind == "subdistrict":
        return "街道"
    if report.agency.kind in ("committee", "authorised", "office"):
        return "本单位"
    return "全区" if report.agency.county and report.agency.county.endswith("区") else words[report.agency.level]


def _overview(report: TrueReport, rng: Random) -> str:
    figures = report.numbers
    new, carried, done, left = (
        figures["requests", row, "total"] for row in ("new", "carried_in", "processed", "carried_out")
    )
    told = (
        f"全年共收到政府信息公开申请{new}件，上年结转{carried}件，办结{done}件，结转下年度{left}件。"
        if new or carried
        else "本年度未收到政府信息公开申请。"
    )
    lines = [
        f"{report.year}年，{us(report)}{rng.choice(_DUTIES)}，各项工作有序开展。",
        f"（一）主动公开情况。全年通过门户网站发布信息{rng.randrange(12, 980)}条，"
        f"政务新媒体发布{rng.randrange(0, 300)}条。",
        f"（二）依申请公开情况。{told}",
        f"（三）政府信息管理情况。{rng.choice(_DUTIES)}。",
        "（四）政府信息公开平台建设情况。做好网站专栏日常维护，确保链接有效。",
        f"（五）监督保障情况。{rng.choice(_GUARDS)}",
    ]
    return "\n".join(lines)


def _problems(rng: Random) -> str:
    return f"{rng.choice(_PROBLEMS)}\n{rng.choice(_REMEDIES)}"


def _other(report: TrueReport, rng: Random) -> str:
    return rng.choice(
        (
            "本年度未收取信息处理费，无其他需要报告的事项。",
            f"{report.year}年度收取信息处理费0元。",
            "依申请公开信息处理费收取情况：未向申请人收取费用。\n无其他需要报告的事项。",
        )
    )
