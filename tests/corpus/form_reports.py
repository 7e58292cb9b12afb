"""Reports of which only the prose matters, as the frames that `form_facts` is made of."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from toolkit.codebook import shipped_codebook
from toolkit.corpus.form import form_facts
from toolkit.corpus.schema import SCHEMAS

BOOK = shipped_codebook()
HEADINGS = {section.number: f"{'一二三四五六'[section.number - 1]}、{section.label}" for section in BOOK.sections}
PROSE = {
    1: "2023年，我局按计划推进公开工作。\n（一）主动公开。更新栏目内容。\n（二）依申请公开。未收到申请。\n"
    "（三）政府信息管理。先审查后发布。\n（四）平台建设。改进网站检索。\n（五）监督保障。开展考核、社会评议，无责任追究。",
    2: "", 3: "", 4: "",
    5: "一是解读形式单一，质量有差距。\n下一步，我局将增加图解。",
    6: "2023年，我局未收取信息处理费。无其他需要报告的事项。",
}  # fmt: skip
"""The prose of a report in which nothing is wrong."""

REPORT = {
    "report_id": "r1", "source": "a.txt", "agency": "神池县水利局", "year": 2023, "kind": "department",
    "title": "神池县水利局2023年政府信息公开工作年度报告", "template_disclosure": "2021", "template_requests": "2021",
    "requests_state": "requests",
    "preamble": "神池县水利局\n2023年政府信息公开工作年度报告\n本报告的统计期限自2023年1月1日起至2023年12月31日止。",
}  # fmt: skip


def facts_of(
    sections: Mapping[int, str | None] | None = None,
    *,
    order: tuple[int, ...] = (1, 2, 3, 4, 5, 6),
    headings: Mapping[int, str] | None = None,
    tables: tuple[str, ...] = ("disclosure", "requests", "review"),
    fees: str | None = "0",
    unit: str | None = "万元",
    scanned: bool = False,
    **report: Any,
) -> pl.DataFrame:
    """Returns `form_facts` of one report.

    Args:
        sections: text by number where it is not that of `PROSE`; None for a section that is not there.
        order: of the sections in the document.
        headings: by number, where they are not the official ones.
        tables: that were found.
        fees: amount in table 2 as printed, None for no such cell.
        unit: of the amount.
        scanned: whether it was read by OCR.
        report: columns of `reports` where they are not those of `REPORT`.
    """
    texts = {**PROSE, **(sections or {})}
    names = {**HEADINGS, **(headings or {})}
    codes = {section.number: section.code for section in BOOK.sections}
    rows = [
        {"report_id": "r1", "number": number, "code": codes[number], "heading": names[number], "text": texts[number],
         "block": at}
        for at, number in enumerate(order)
        if texts[number] is not None
    ]  # fmt: skip
    source = "ocr" if scanned else "text"
    cells: list[dict[str, Any]] = [
        {"report_id": "r1", "table": table, "row": "x", "column": "y", "source": source} for table in tables
    ]
    if fees is not None:
        value = float(fees.replace("．", ".")) if fees else None
        cells.append(
            {"report_id": "r1", "table": "disclosure", "row": "fees", "column": "amount", "value": value, "raw": fees,
             "unit": unit, "source": source}
        )  # fmt: skip
    return form_facts(
        pl.DataFrame([{**REPORT, **report}], schema=SCHEMAS["reports"]),
        pl.LazyFrame(rows, schema=SCHEMAS["sections"]).sort("number"),
        pl.LazyFrame(cells, schema=SCHEMAS["cells"]),
        BOOK,
    )


def fact(name: str, sections: Mapping[int, str | None] | None = None, **how: Any) -> Any:
    """Returns one column of `form_facts` of one report."""
    return facts_of(sections, **how)[name].item()
