"""The page of a small demo corpus, its findings those that its true cells deserve."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

import toolkit as tk
from tests.figures.made_up import FINDINGS
from tests.rules.oracle import Expected, expected_verdicts
from toolkit.dashboard import write_dashboard
from toolkit.demo import demo_documents, write_demo
from toolkit.demo.model import TrueReport

_KEYS = ["suite", "rule", "severity", "title_zh", "title_en"]
_TITLES = {
    "requests.balance": ("新收与结转之和等于办结与结转下年之和", "New and carried in equal results and carried out"),
    "requests.parts": ("各项办理结果之和等于总计", "The results add up to their total"),
    "requests.total": ("各类申请人之和等于总计", "The applicants add up to the total"),
    "review.total": ("各类结果之和等于总计", "The outcomes add up to the total"),
}


@dataclass(frozen=True)
class MadeUpFindings:
    """Findings as the page takes them: anything with these three."""

    frame: pl.DataFrame
    unknown: pl.DataFrame

    def summary(self) -> pl.DataFrame:
        failed = self.frame.group_by(_KEYS[:3]).len("fail")
        open_ones = self.unknown.group_by(_KEYS[:3]).len("unknown")
        rules = failed.join(open_ones, on=_KEYS[:3], how="full", coalesce=True).fill_null(0).sort("suite", "rule")
        titles = [
            _TITLES.get(rule, (f"规则 {rule}", rule.replace(".", ": ").replace("_", " "))) for rule in rules["rule"]
        ]
        zh, en = ([pair[place] for pair in titles] for place in (0, 1))
        return rules.with_columns(pl.Series("title_zh", zh), pl.Series("title_en", en), pl.lit(100).alias("pass"))


def findings_of(agencies: int, years: tuple[int, int]) -> MadeUpFindings:
    """Returns what the rules should find in a demo, from what is true of it."""
    rows: dict[str, list[tuple[object, ...]]] = {"fail": [], "unknown": []}
    for printed in demo_documents(agencies, years):
        for number, verdict in enumerate(sorted(expected_verdicts(printed.truth), key=str)):
            rows[verdict.verdict].append(_row(printed.truth, verdict, number))
    return MadeUpFindings(*(pl.DataFrame(rows[name], schema=FINDINGS, orient="row") for name in ("fail", "unknown")))


def _row(report: TrueReport, verdict: Expected, line: int) -> tuple[object, ...]:
    zh, en = f"{report.agency.name}：{verdict.rule}", f"{verdict.rule} does not hold"
    if verdict.expected is not None:
        zh += f"，应为 {verdict.expected:g}，填报 {verdict.actual:g}，差 {verdict.difference:g}"
        en += f": expected {verdict.expected:g}, reported {verdict.actual:g}, off by {verdict.difference:g}"
    suite = verdict.rule.partition(".")[0]
    source = f"reports/{report.agency.region_code}/{report.year}.html"
    identity = (f"{report.agency.name}-{report.year}", source, report.agency.name, report.year)
    place = (verdict.table, verdict.row, verdict.column, verdict.expected, verdict.actual, verdict.difference)
    return (*identity, suite, verdict.rule, verdict.severity, *place, None, line, zh, en)


def write_demo_page(folder: Path, *, agencies: int = 24, years: tuple[int, int] = (2019, 2024)) -> Path:
    """Writes a demo corpus and its page into a folder; returns the page."""
    reports = write_demo(folder / "demo", agencies=agencies, years=years) / "reports"
    corpus = tk.load(reports, progress=False)
    return write_dashboard(corpus, findings_of(agencies, years), folder / "dashboard.html")
