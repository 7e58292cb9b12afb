"""Frames made up for looking at figures: many agencies, many findings, the same in every run."""

import polars as pl

STATES = ("requests", "zero", "blank", "unreadable", "missing")
RULES = (
    (
        "identities",
        "column_balances",
        "critical",
        "新收与结转之和等于办结与结转下年之和",
        "New and carried-in requests equal results and carried-out ones",
    ),
    ("identities", "columns_sum", "critical", "各类申请人之和等于总计", "The applicants add up to the total"),
    (
        "across_years",
        "carried_over",
        "warning",
        "本年结转等于上年结转下年",
        "Carried in equals last year's carried out",
    ),
    ("claims", "prose_agrees", "warning", "正文与表格一致", "The prose tells the numbers of the tables"),
    ("plausibility", "large_jump", "info", "与上年相差悬殊", "The number is far from last year's"),
)

AGENCY_YEARS = {
    "agency": pl.String,
    "region_code": pl.String,
    "year": pl.Int32,
    "state": pl.String,
    "report_id": pl.String,
}
FINDINGS = {
    "report_id": pl.String,
    "source": pl.String,
    "agency": pl.String,
    "year": pl.Int32,
    "suite": pl.String,
    "rule": pl.String,
    "severity": pl.String,
    "table": pl.String,
    "row": pl.String,
    "column": pl.String,
    "expected": pl.Float64,
    "actual": pl.Float64,
    "difference": pl.Float64,
    "page": pl.Int32,
    "line": pl.Int32,
    "message_zh": pl.String,
    "message_en": pl.String,
}


def agency_years(agencies: int, years: tuple[int, ...] = (2021, 2022, 2023)) -> pl.DataFrame:
    """Agencies × years in all five states, `requests` the most frequent."""
    rows = []
    for number in range(agencies):
        for place, year in enumerate(years):
            state = STATES[(number * 7 + place * 3) % 11 % 5] if number % 3 else "requests"
            report = None if state == "missing" else f"{number:08x}{year:08x}"
            rows.append((f"第{number}县教育局", f"{140000 + number % 999}", year, state, report))
    return pl.DataFrame(rows, schema=AGENCY_YEARS, orient="row")


def findings(count: int) -> pl.DataFrame:
    """Findings of five rules; each seventh has no pair of numbers."""
    rows = []
    for number in range(count):
        suite, rule, severity, title_zh, title_en = RULES[number * number % 7 % 5]
        expected = float(number * 37 % 10 ** (number % 5 + 1))
        difference = float((number * 13) % (10 ** (number % 4)) - number % 3) or 1.0
        actual = max(0.0, expected + difference)
        paired = number % 7 != 6
        rows.append(
            (
                f"{number:016x}",
                f"reports/{number}.html",
                f"第{number % 900}县教育局",
                2021 + number % 3,
                suite,
                rule,
                severity,
                "requests",
                "new",
                "total",
                expected if paired else None,
                actual if paired else None,
                actual - expected if paired else None,
                None,
                number % 400,
                f"{title_zh}：应为 {expected:g}，填报 {actual:g}",
                f"{title_en}: expected {expected:g}, reported {actual:g}",
            )
        )
    return pl.DataFrame(rows, schema=FINDINGS, orient="row")


def summary(frame: pl.DataFrame, checked: int = 1_000) -> pl.DataFrame:
    """What `findings.summary()` says of such findings; one rule more than found something."""
    counts = dict(frame.group_by("rule").len().iter_rows())
    silent = ("gaps", "no_report", "info", "每年都有报告", "There is a report for each year")
    rows = [
        (suite, rule, severity, zh, en, checked - counts.get(rule, 0), counts.get(rule, 0), 3)
        for suite, rule, severity, zh, en in (*RULES, silent)
    ]
    names = ["suite", "rule", "severity", "title_zh", "title_en", "pass", "fail", "unknown"]
    return pl.DataFrame(rows, schema=names, orient="row")
