"""Findings by rule and severity."""

import polars as pl

from tests.figures.made_up import findings, summary
from toolkit.figures import findings_by_rule
from toolkit.figures.rules import ROWS

SMALL = pl.DataFrame(
    {
        "suite": ["identities", "identities", "identities", "claims"],
        "rule": ["balance", "balance", "balance", "agrees"],
        "severity": ["critical", "critical", "warning", "info"],
    }
)
TITLES = pl.DataFrame(
    {
        "suite": ["identities", "claims", "gaps"],
        "rule": ["balance", "agrees", "no_report"],
        "title_zh": ["各项平衡", "正文<与>表格一致", "无缺年"],
        "title_en": ["Items balance", "Prose <agrees>", "No gap"],
        "pass": [10, 20, 30],
        "fail": [3, 1, 0],
        "unknown": [4, 0, 1],
    }
)


def bars(frame: pl.DataFrame, **options: object) -> dict[str, list[tuple[int, int]]]:
    drawn = findings_by_rule(frame, **options)  # type: ignore[arg-type]
    return {
        trace.name: [(row, count) for row, count in zip(trace.y, trace.x, strict=True) if row is not None]
        for trace in drawn.data
        if trace.type == "bar"
    }


def test_each_rule_has_its_findings_by_severity() -> None:
    assert bars(SMALL) == {"critical": [(0, 2)], "warning": [(0, 1)], "info": [(1, 1)]}
    drawn = findings_by_rule(SMALL)
    assert drawn.layout.yaxis.ticktext == ("balance", "agrees")
    assert drawn.layout.title.text == "4 findings by 2 rules: critical 2, warning 1, info 1"
    assert drawn.data[-1].text == (" 3", " 1")


def test_titles_and_unknown_verdicts_are_told() -> None:
    drawn = findings_by_rule(SMALL, titles=TITLES)
    assert drawn.layout.yaxis.ticktext == ("Items balance", "Prose &lt;agrees&gt;")
    assert (
        drawn.layout.title.subtitle.text
        == "Most: Items balance (3). 1 rule more found nothing; 5 verdicts are unknown."
    )
    assert drawn.data[0].customdata[0] == ["Items balance", "balance: pass 10, fail 3, unknown 4"]


def test_in_chinese() -> None:
    drawn = findings_by_rule(SMALL, titles=TITLES, lang="zh")
    assert drawn.layout.title.text == "2 条规则共发现 4 处问题：严重 2，警告 1，提示 1"
    assert drawn.layout.yaxis.ticktext[0] == "各项平衡"


def test_a_rule_without_title_is_shown_by_its_code() -> None:
    drawn = findings_by_rule(SMALL, titles=TITLES.head(1))
    assert drawn.layout.yaxis.ticktext == ("Items balance", "agrees")


def test_severities_are_told_apart_without_colour() -> None:
    traces = [trace for trace in findings_by_rule(SMALL).data if trace.type == "bar"]
    assert len({trace.marker.pattern.shape for trace in traces}) == 3


def test_rules_beyond_the_last_row_share_one() -> None:
    rules = [f"rule_{number:03}" for number in range(ROWS + 10)]
    frame = pl.DataFrame({"suite": "s", "rule": rules, "severity": "info"})
    drawn = findings_by_rule(frame)
    assert len(drawn.layout.yaxis.ticktext) == ROWS
    assert drawn.layout.yaxis.ticktext[-1] == "11 rules more"
    assert sum(count for _, count in bars(frame)["info"]) == frame.height


def test_many_findings_stay_few_bars() -> None:
    frame = findings(20_000)
    drawn = findings_by_rule(frame, titles=summary(frame))
    assert sum(len(trace.x) for trace in drawn.data) < 30


def test_an_empty_frame_says_so() -> None:
    drawn = findings_by_rule(SMALL.clear(), titles=TITLES)
    assert drawn.layout.title.text == "No rule found anything"
    assert not drawn.data
