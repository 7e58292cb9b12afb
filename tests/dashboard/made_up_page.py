"""A corpus and findings as the page takes them, written out by hand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from tests.figures import made_up
from toolkit.codebook import Codebook, shipped_codebook

_DOCUMENTS: dict[str, Any] = {
    "document_id": pl.String,
    "source": pl.String,
    "status": pl.String,
    "reason": pl.String,
    "detail": pl.String,
    "report_ids": pl.List(pl.String),
}
_CELLS: dict[str, Any] = dict.fromkeys(("report_id", "table", "row", "column", "raw", "state"), pl.String) | {
    "value": pl.Float64
}
_CLAIMS: dict[str, Any] = {
    "judged": pl.Boolean, "agrees": pl.Boolean, "off": pl.Float64, "severity": pl.String, "row": pl.String,
}  # fmt: skip
_ROWS = ("new", "carried_in", "granted", "processed", "carried_out")
_WITH_CELLS = 300
_COUNTS = {"2021": 2, "2022": 2, "unknown": 1}
_PROVINCES = ("山西省", "江苏省", None)
_CITIES = ("忻州市", None, "淮安市", "太原市", None)
_SECTIONS = {
    "section": ("overview", "problems"), "section_zh": ("总体情况", "存在的主要问题"),
    "section_en": ("overview", "problems"),
}  # fmt: skip


@dataclass(frozen=True)
class SmallCorpus:
    """Stands for a `Corpus`."""

    documents: pl.DataFrame
    reports: pl.DataFrame
    agency_years: pl.DataFrame
    cells: pl.DataFrame

    @property
    def codebook(self) -> Codebook:
        return shipped_codebook()

    @property
    def report_dates(self) -> pl.DataFrame:
        days = self.reports.select("report_id", "year", "published", named=pl.lit(True))
        return days.with_columns(deadline=pl.date(pl.col("year") + 1, 1, 31))

    @property
    def claim_checks(self) -> pl.DataFrame:
        return claim_checks(self.reports)

    @property
    def report_pairs(self) -> pl.DataFrame:
        return report_pairs(self.reports)

    @property
    def reuse(self) -> pl.DataFrame:
        return reuse(self.reports)

    def cells_of(self, report_ids: pl.Series) -> Iterator[pl.DataFrame]:
        yield self.cells.filter(pl.col("report_id").is_in(report_ids.implode()))

    def summary(self) -> dict[str, Any]:
        return {
            "documents": {"total": self.documents.height},
            "reports": {"total": 4, "agencies": 2, "by_year": dict(_COUNTS)},
            "warnings": ["metadata.csv: 'nobody.html' is no source <b>here</b>"],
        }


@dataclass(frozen=True)
class SmallFindings:
    """Stands for findings."""

    frame: pl.DataFrame
    unknown: pl.DataFrame

    def summary(self) -> pl.DataFrame:
        return made_up.summary(self.frame)

    def cells_at(
        self, suite: str, rule: str, table: str, row: str | None, column: str | None
    ) -> list[tuple[str, str, str]]:
        if row is None:
            return [(table, name, str(column)) for name in ("new", "carried_in", "processed", "carried_out")]
        return [(table, row, str(column))]


@dataclass(frozen=True)
class SmallSuspects:
    """Stands for suspects."""

    frame: pl.DataFrame


def corpus(agencies: int = 20, agency: str | None = None, text: str | None = None) -> SmallCorpus:
    """Returns a corpus of four files, two of them read.

    Args:
        agencies: how many; each with three years, some without a report.
        agency: renames them all.
        text: stands in every other field that holds text of a report.
    """
    years = made_up.agency_years(agencies)
    if agency is not None:
        years = years.with_columns(agency=pl.lit(agency))
    reports = _reports(years, text)
    ids = reports["report_id"].to_list()
    rows = [
        ("a", text or "reports/a.html", "read", None, None, ids[:1]),
        ("b", "reports/b.html", "read", None, None, ids[1:2]),
        ("c", f"reports/{agency or 'c'}.bin", "unreadable", "binary", text or "The file is not text.", []),
        ("d", "reports/d.html", "duplicate", "same_content", "The same content as reports/a.html.", []),
    ]
    cells = _cells(reports["report_id"].to_list() if agencies <= _WITH_CELLS else [], text)
    return SmallCorpus(pl.DataFrame(rows, schema=_DOCUMENTS, orient="row"), reports, years, cells)


def with_totals(made: SmallCorpus, told: Mapping[str, Mapping[str, int | None]]) -> SmallCorpus:
    """Returns the corpus with other totals in table 3.

    Args:
        made: the corpus.
        told: by report those that are not 0; None is a cell that is not there. Sums are told only where named.
    """
    sums = {"processed", "other", *made.codebook.sums}
    zeros = {row.code: 0 for row in made.codebook.request_rows if row.code not in sums}
    rows = [
        (report, "requests", row, "total", f"{number}", "number", float(number))
        for report, numbers in told.items()
        for row, number in {**zeros, **numbers}.items()
        if number is not None
    ]
    kept = made.cells.filter(pl.col("column") != "total")
    return replace(made, cells=pl.concat([kept, pl.DataFrame(rows, schema=_CELLS, orient="row")]))


def _reports(years: pl.DataFrame, text: str | None) -> pl.DataFrame:
    number = pl.int_range(pl.len())
    province = pl.Series(_PROVINCES * (years.height // 3 + 1), dtype=pl.String)[: years.height]
    city = pl.Series(_CITIES * (years.height // 5 + 1), dtype=pl.String)[: years.height]
    named = pl.lit(text, pl.String)
    placed = {"province": province, "city": city} if text is None else {"province": named, "city": named}
    rows = years.with_columns(**placed, number=number)
    return rows.filter(pl.col("report_id").is_not_null()).select(
        "report_id", "agency", "year", "region_code", "province", "city", county=named,
        level=pl.when(pl.col("number") % 2 == 0).then(pl.lit("county")).otherwise(pl.lit("city")),
        kind=pl.lit("department"), source=pl.coalesce(named, pl.format("reports/{}.html", "report_id")),
        title=pl.coalesce(named, pl.format("{}年度报告", "agency")), template_disclosure=pl.lit("2021"),
        template_requests=pl.lit("2021"), requests_state="state",
        published=pl.date(pl.col("year") + 1, 1, 1) + pl.duration(days=pl.col("number") % 120),
        signed=pl.lit(None, pl.Date),
    ).sort("report_id")  # fmt: skip


def _cells(report_ids: list[str], text: str | None) -> pl.DataFrame:
    """Table 3 of each report: five rows of it told, one cell blank, one unreadable, all others missing."""
    rows: list[tuple[object, ...]] = []
    for at, report in enumerate(report_ids):
        for row in _ROWS:
            value = float(at % 7 + _ROWS.index(row))
            for column in ("natural_person", "enterprise", "total"):
                if (row, column) == ("granted", "enterprise"):
                    rows.append((report, "requests", row, column, text or "无", "unreadable", None))
                elif (row, column) == ("granted", "natural_person"):
                    rows.append((report, "requests", row, column, "/", "blank", None))
                else:
                    rows.append((report, "requests", row, column, f"{value:.0f}", "number", value))
    return pl.DataFrame(rows, schema=_CELLS, orient="row")


def claim_checks(reports: pl.DataFrame) -> pl.DataFrame:
    """Returns six numbers told by each report: two that agree, two that differ, one unknown and one not judged."""
    number = pl.col("report_id").rank("dense").cast(pl.Float64)
    one = reports.select("report_id", "agency", "year", reported=number)
    same = {"judged": True, "agrees": True, "off": 0.0, "severity": "critical", "row": "new"}
    off = same | {"agrees": False, "off": 2.0, "row": "handled"}
    kinds = (
        same,
        same,
        off,
        off | {"severity": "warning", "row": "carried_in", "off": 3.0},
        off | {"agrees": None, "off": None},
        off | {"judged": False},
    )
    return pl.concat(
        one.with_columns(
            pl.lit(kind[name], _CLAIMS[name]).alias(name) for name in ("judged", "agrees", "off", "severity", "row")
        ).with_columns(
            told=pl.col("reported") + pl.col("off"), table=pl.lit("requests"), column=pl.lit("total"),
            quote=pl.format("本年收到{}件", "agency"),
        )
        for kind in kinds
    )  # fmt: skip


def report_pairs(reports: pl.DataFrame) -> pl.DataFrame:
    """Returns each report beside its agency's one before, over a gap, too: numbers that agree, do not, or are null."""
    # The first half of an id is the agency's number, whatever its name.
    of = pl.col("report_id").str.slice(0, 8)
    rows = reports.sort("report_id").with_columns(number=pl.int_range(pl.len()))
    out = pl.when(pl.col("number") % 7 != 0).then(1200.0 + pl.col("number") % 5)
    before = pl.col("report_id", "year").shift(1).over(of).name.prefix("previous_")
    return (
        rows.with_columns(before)
        .drop_nulls("previous_report_id")
        .select(
            "report_id", "agency", "year", "previous_report_id", "previous_year",
            gap=pl.col("previous_year") != pl.col("year") - 1, previous__requests__carried_out__total=out,
            requests__carried_in__total=out + (pl.col("number") % 4 == 1),
        )
        .sort("report_id")
    )  # fmt: skip


def reuse(reports: pl.DataFrame) -> pl.DataFrame:
    """Returns two sections of each report: like another agency's, by a name alone, of their own, and not judged."""
    rows = reports.select("report_id", "agency", "year", passage="title").sort("agency", "year", "report_id")
    sections = rows.join(pl.DataFrame(_SECTIONS), how="cross").with_columns(number=pl.int_range(pl.len()))
    kind = pl.col("number") % 7
    like = kind.is_in([1, 4, 5])
    told = {
        "other_agency": pl.col("agency").shift(7, fill_value="外地局"), "other_year": pl.col("year") - kind % 2,
        "other_similarity": pl.when(kind != 5).then(0.9 + pl.col("number") // 8 % 10 / 100),
        "other_share": pl.when(kind == 4).then(0.805), "other_passage": pl.when(kind == 1).then("passage"),
    }  # fmt: skip
    return sections.with_columns(pl.when(like).then(of).alias(name) for name, of in told.items()).select(
        pl.exclude("number", "passage"), repeats_other=pl.when(kind != 6).then(like),
        repeats_previous=pl.when(kind != 3).then(kind == 2),
    )  # fmt: skip


def findings(count: int = 30, of: SmallCorpus | None = None) -> SmallFindings:
    """Returns so many findings, and a third as many unknown verdicts of other reports.

    Args:
        count: how many.
        of: a corpus whose reports they are about, each in turn.
    """
    frame = made_up.findings(count)
    unknown = made_up.findings(count // 3).with_columns(report_id=pl.lit("other ") + pl.col("report_id"))
    if of is None or of.reports.is_empty():
        return SmallFindings(frame, unknown)
    return SmallFindings(*(_about(rows, of.reports) for rows in (frame, unknown.tail(count // 4))))


def _about(frame: pl.DataFrame, reports: pl.DataFrame) -> pl.DataFrame:
    place = pl.Series([at % reports.height for at in range(frame.height)], dtype=pl.Int64)
    names = ("report_id", "source", "agency", "year")
    rows = frame.with_columns(reports[name].gather(place) for name in names)
    # Of each second finding the place is a column: all its terms are to be lit.
    second = pl.int_range(pl.len()) % 2 == 1
    return rows.with_columns(row=pl.when(second).then(None).otherwise("row"))


def suspects(report: str = "r1") -> SmallSuspects:
    """Returns one cell without a rival, and two explanations of which either may be true."""
    rows = [
        (report, 1, 1, True, "requests", "new", "total", 12.0, 21.0, "digits_swapped", "source", 1.0),
        ("r2", 1, 1, False, "requests", "granted", "enterprise", 3.0, 4.0, "unknown", "unknown", 2.0),
        ("r2", 2, 1, False, "requests", "processed", "enterprise", 9.0, 8.0, "unknown", "unknown", 2.0),
    ]
    names = ["report_id", "explanation", "changes", "unique", "table", "row", "column", "reported", "proposed"]
    return SmallSuspects(pl.DataFrame(rows, schema=[*names, "slip", "cause", "cost"], orient="row"))
