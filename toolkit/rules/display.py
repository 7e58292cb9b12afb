"""Findings as a table, for Jupyter."""

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from toolkit.rules.findings import Findings

_LABELS = {
    "severity": "严重程度<br>severity", "rule": "规则<br>rule", "title": "说明<br>says", "fail": "违反<br>fail",
    "unknown": "不能判断<br>unknown", "pass": "通过<br>pass",
}  # fmt: skip
_SEVERITIES = {"critical": ("#b5179e", "严重"), "warning": ("#b35c00", "警告"), "info": ("#3a5a78", "提示")}


def findings_table(findings: "Findings") -> str:
    """Returns the summary of findings as HTML: a row for each rule, the most severe first."""
    from great_tables import GT, html, loc, md, style  # not free to import

    counts = findings.summary()
    called = {name: f"{label} {name}" for name, (_, label) in _SEVERITIES.items()}
    order = pl.col("severity").replace_strict({name: at for at, name in enumerate(_SEVERITIES)}, default=9)
    shown = counts.sort(order, pl.col("fail"), descending=[False, True], maintain_order=True).select(
        "rule",
        title=pl.concat_str("title_zh", pl.lit("\n"), "title_en"),
        severity=pl.col("severity").replace(called),
        fail="fail",
        unknown="unknown",
        **{"pass": pl.col("pass")},
    )
    total = findings.frame.height
    concerned = findings.frame["report_id"].drop_nulls().n_unique()
    table = (
        GT(shown)
        .tab_header(
            title=f"{total:,} findings · 发现 {total:,} 处",
            subtitle=f"{concerned:,} reports with findings · 涉及 {concerned:,} 份报告",
        )
        .cols_label({name: html(label) for name, label in _LABELS.items()})
        .fmt_integer(["fail", "unknown", "pass"])
        .tab_source_note(md("`findings.frame` has them one by one, `findings.unknown` what could not be judged."))
        .tab_style(style.css("white-space: pre-line; text-align: left;"), loc.body("title"))
    )
    for name, (colour, _) in _SEVERITIES.items():
        style_of = style.text(color=colour, weight="bold")
        table = table.tab_style(style_of, loc.body(["severity"], pl.col("severity").str.ends_with(name)))
    return table.as_raw_html()
