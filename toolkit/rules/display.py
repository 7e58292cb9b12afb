"""Findings as a table, for Jupyter."""

import polars as pl

from toolkit.labels import label

_LABELS = {
    "severity": "严重程度<br>severity", "rule": "规则<br>rule", "title": "说明<br>says", "fail": "违反<br>fail",
    "unknown": "不能判断<br>unknown", "pass": "通过<br>pass",
}  # fmt: skip
_COLOURS = {"critical": "#b5179e", "warning": "#b35c00", "info": "#3a5a78"}


def findings_table(findings: pl.DataFrame, counts: pl.DataFrame) -> str:
    """Returns the summary of findings as HTML: a row for each rule, the most severe first.

    Args:
        findings: one row per finding.
        counts: one row per suite and rule, as `Findings.summary()` returns it.
    """
    from great_tables import GT, html, loc, md, style  # not free to import

    called = {name: f"{label('severities', name)} {name}" for name in _COLOURS}
    order = pl.col("severity").replace_strict({name: at for at, name in enumerate(_COLOURS)}, default=9)
    shown = counts.sort(order, pl.col("fail"), descending=[False, True], maintain_order=True).select(
        "rule",
        title=pl.concat_str("title_zh", pl.lit("\n"), "title_en"),
        severity=pl.col("severity").replace(called),
        fail="fail",
        unknown="unknown",
        **{"pass": pl.col("pass")},
    )
    total = findings.height
    concerned = findings["report_id"].drop_nulls().n_unique()
    table = (
        GT(shown)
        .tab_header(
            title=f"{total:,} findings · 发现 {total:,} 处",
            subtitle=f"{concerned:,} reports with findings · 涉及 {concerned:,} 份报告",
        )
        .cols_label({name: html(told) for name, told in _LABELS.items()})
        .fmt_integer(["fail", "unknown", "pass"])
        .tab_source_note(md("`findings.frame` has them one by one, `findings.unknown` what could not be judged."))
        .tab_style(style.css("white-space: pre-line; text-align: left;"), loc.body("title"))
        # Of two characters each would else stand on a line of its own.
        .tab_style(style.css("white-space: nowrap;"), [loc.body("severity"), loc.column_labels()])
    )
    for name, colour in _COLOURS.items():
        style_of = style.text(color=colour, weight="bold")
        table = table.tab_style(style_of, loc.body(["severity"], pl.col("severity").str.ends_with(name)))
    return table.as_raw_html()
