"""Findings as a table, for Jupyter."""

from html import escape

import polars as pl

from toolkit.labels import label
from toolkit.messages import counted
from toolkit.notebook import style

_SEVERITIES = ("critical", "warning", "info")
# Of two characters each would else stand on a line of its own.
_COLUMNS = {"rule": "text", "title": "text", "severity": "short", "fail": "", "unknown": "", "pass": ""}
_HEADS = {
    "severity": ("严重程度", "severity"), "rule": ("规则", "rule"), "title": ("说明", "says"), "fail": ("违反", "fail"),
    "unknown": ("不能判断", "unknown"), "pass": ("通过", "pass"),
}  # fmt: skip


def findings_table(findings: pl.DataFrame, counts: pl.DataFrame) -> str:
    """Returns the summary of findings as HTML: a row for each rule, the most severe first.

    Args:
        findings: one row per finding.
        counts: one row per suite and rule, as `Findings.summary()` returns it.
    """
    order = pl.col("severity").replace_strict({name: at for at, name in enumerate(_SEVERITIES)}, default=9)
    shown = counts.sort(order, pl.col("fail"), descending=[False, True], maintain_order=True)
    columns = ("rule", "title_zh", "title_en", "severity", "fail", "unknown", "pass")
    rows = "".join(f"<tr>{_cells(*row)}</tr>" for row in shown.select(columns).iter_rows())
    heads = "".join(
        f'<th scope="col" class="{_COLUMNS[name]}">{_both(*_HEADS[name], between="<br>")}</th>' for name in _COLUMNS
    )
    return (
        f'{style()}<div class="ogi ogi-findings" lang="en"><table class="listed"><caption>{_told(findings)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        "<p><code>findings.frame</code> has them one by one, "
        "<code>findings.unknown</code> what could not be judged.</p></div>"
    )


def _told(findings: pl.DataFrame) -> str:
    total, concerned = findings.height, findings["report_id"].drop_nulls().n_unique()
    return (
        f'<b>{counted(total, "finding")} · <span lang="zh">发现 {total:,} 处</span></b><br>'
        f'{counted(concerned, "report")} with findings · <span lang="zh">涉及 {concerned:,} 份报告</span>'
    )


def _cells(rule: str, chinese: str | None, english: str | None, severity: str, *numbers: int | None) -> str:
    titles = _both(escape(chinese or ""), escape(english or ""), between="\n")
    known = f" {severity}" if severity in _SEVERITIES else ""
    grave = _both(label("severities", severity), escape(severity))
    told = ("–" if count is None else f"{count:,}" for count in numbers)
    quiet = ("" if count else "none" for count in numbers)
    counts = "".join(f'<td class="{kind}">{text}</td>' for kind, text in zip(quiet, told, strict=True))
    return (
        f'<td class="text"><code>{escape(rule)}</code></td><td class="text">{titles}</td>'
        f'<td class="short{known}">{grave}</td>{counts}'
    )


def _both(chinese: str, english: str, between: str = " ") -> str:
    return f'<span lang="zh">{chinese}</span>{between}{english}'
