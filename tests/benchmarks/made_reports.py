"""Made-up reports as frames, in thousands a second: what `all_suites` is measured on.

Agencies with coherent histories of five years, the first in the form of 2019, the others in that of 2021: identities
hold, what is carried out is carried in. Then faults are sown: wrong cells, blanks, blank reports, copied prose, late
dates.

    python -m tests.benchmarks.made_reports STORE AGENCIES
"""

import sys
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from tests.benchmarks.made_numbers import Made, histories
from toolkit.codebook import TABLES, shipped_codebook
from toolkit.corpus import Frames, StoreWriter
from toolkit.corpus.schema import SCHEMAS

YEARS = (2020, 2021, 2022, 2023, 2024)
AT_ONCE = 500
"""Agencies of one part of the store."""

_STATES = pl.Series(["number", "blank", "unreadable", "missing"])
_SYLLABLES = "安平长丰高河金乐宁清泉山石泰武新兴阳永远云泽中竹"
_OFFICES = ("人民政府", "财政局", "教育局", "民政局", "水利局", "卫生健康局", "自然资源局", "住房和城乡建设局")


class Text(NamedTuple):
    """What the prose of a section is."""

    number: int
    code: str
    heading: str
    text: pl.Series


def write_store(path: Path, agencies: int) -> int:
    """Writes a store of so many agencies' reports and returns how many cells they have."""
    cells = 0
    with StoreWriter(path, parser="made", codebook=shipped_codebook().version, toolkit="0") as writer:
        for frames in made_frames(agencies):
            writer.add(frames)
            cells += frames.cells.height
    return cells


def made_frames(agencies: int) -> Iterator[Frames]:
    """Yields the frames of made-up reports, a run of agencies at a time; equal numbers give equal frames."""
    for start in range(0, agencies, AT_ONCE):
        rng = np.random.default_rng(start)
        yield _frames(range(start, min(start + AT_ONCE, agencies)), rng)


def _frames(agencies: range, rng: np.random.Generator) -> Frames:
    reports = _reports(agencies, rng)
    made = histories(len(agencies), YEARS, rng)
    cells = _cells(reports, made)
    states = pl.Series([_STATES_OF_REQUESTS[at] for at in made.requests_state])
    conventions = pl.Series(["zero" if zero else "none" for zero in made.blank_zero])
    reports = reports.with_columns(requests_state=states, blank_convention=conventions)
    sections = _sections(reports, made, rng)
    claims = _claims(reports, made)
    ordered = reports.sort("report_id")
    documents = ordered.select(
        "document_id", "source", "format",
        bytes=pl.lit(40_000, pl.Int64), sha256=pl.col("report_id") + "0" * 48, status=pl.lit("read"),
        reason=pl.lit(None, pl.String), detail=pl.lit(None, pl.String), report_ids=pl.concat_list("report_id"),
    ).sort("document_id")  # fmt: skip
    empty = {name: pl.DataFrame(schema=SCHEMAS[name]) for name in ("leftovers", "second_readings")}
    statements = _statements(claims)
    found = {"documents": documents, "reports": ordered, "cells": cells, "sections": sections, "claims": claims}
    found["statements"] = statements
    laid_out = {name: frame.select(SCHEMAS[name].names()).cast(SCHEMAS[name]) for name, frame in found.items()}
    return Frames(**laid_out, **empty)


_STATES_OF_REQUESTS = ("requests", "zero", "blank", "unreadable")


def _reports(agencies: range, rng: np.random.Generator) -> pl.DataFrame:
    """Agency by agency and year by year, as `histories` has them."""
    names = [_name(number) for number in agencies]
    rows = [(name, year) for name in names for year in YEARS]
    count = len(rows)
    ids = [sha256(f"{name}{year}".encode()).hexdigest()[:16] for name, year in rows]
    government = [name.endswith("人民政府") for name, _ in rows]
    # One in twenty is late; one in a hundred signed after it was published.
    late = rng.random(count) < 0.05
    usual = np.where(government, rng.integers(20, 88, count), rng.integers(4, 30, count))
    days = np.where(late, rng.integers(95, 150, count), usual)
    before = np.where(rng.random(count) < 0.01, -3, rng.integers(0, 4, count))
    return pl.DataFrame(
        {
            "report_id": ids,
            "document_id": [sha256(f"reports/{name}-{year}.html".encode()).hexdigest()[:16] for name, year in rows],
            "source": [f"reports/{name}-{year}.html" for name, year in rows],
            "agency": [name for name, _ in rows],
            "year": [year for _, year in rows],
            "title": [f"{name}{year}年政府信息公开工作年度报告" for name, year in rows],
            "preamble": [f"根据条例编制。统计期限为{year}年1月1日至{year}年12月31日。" for _, year in rows],
            "region_code": [f"{140000 + number // len(_OFFICES) % 9000:06}" for number in agencies for _ in YEARS],
            "county": [name[:3] for name, _ in rows],
            "kind": ["government" if is_one else "department" for is_one in government],
            "days": days,
            "before": before,
        }
    ).with_columns(
        *(pl.when(pl.col("year") < 2021).then(pl.lit("2019")).otherwise(pl.lit("2021")).alias(name)
          for name in ("template", "template_disclosure", "template_requests")),
        level=pl.lit("county"), province=pl.lit("山西省"), city=pl.lit(None, pl.String), region_source=pl.lit("name"),
        published=pl.date(pl.col("year") + 1, 1, 1) + pl.duration(days="days"), published_source=pl.lit("page"),
        signed=pl.date(pl.col("year") + 1, 1, 1) + pl.duration(days=pl.col("days") - pl.col("before")),
        format=pl.lit("html"), site_id=pl.lit(None, pl.String),
    )  # fmt: skip


def _name(number: int) -> str:
    county, office = divmod(number, len(_OFFICES))
    first, second = divmod(county, len(_SYLLABLES))
    third, first = divmod(first, len(_SYLLABLES))
    place = _SYLLABLES[first] + _SYLLABLES[second] + (_SYLLABLES[third - 1] if third else "")
    return f"{place}县{_OFFICES[office]}"


def _cells(reports: pl.DataFrame, made: Made) -> pl.DataFrame:
    parts = []
    book = shipped_codebook()
    for form, years in (("2019", [0]), ("2021", [1, 2, 3, 4])):
        keys = sorted((table, row, column) for table in TABLES for row, column in book.cells(table, form))
        at = np.array([agency * len(YEARS) + year for agency in range(reports.height // len(YEARS)) for year in years])
        values, states = made.values[form][:, : len(keys)], made.states[form]
        tiled, repeated = np.tile(np.arange(len(keys)), len(at)), np.repeat(at, len(keys))
        state = states.ravel()
        number = pl.select(pl.when(pl.lit(pl.Series(state == 0))).then(pl.lit(pl.Series(values.ravel())))).to_series()
        codes_of = {name: [key[at] for key in keys] for at, name in enumerate(("table", "row", "column"))}
        units = ["万元" if column == "amount" else "件" for _, _, column in keys]
        parts.append(
            pl.DataFrame(
                {
                    "report_id": reports["report_id"].gather(repeated),
                    **{name: pl.Series(codes).gather(tiled) for name, codes in codes_of.items()},
                    "value": number,
                    "unit": pl.Series(units).gather(tiled),
                    "raw": number.cast(pl.Int64).cast(pl.String).fill_null(""),
                    "state": _STATES.gather(state),
                    "block": pl.Series([3 + 2 * TABLES.index(key[0]) for key in keys]).gather(tiled),
                    "grid_row": pl.Series(np.arange(len(keys)) // 7).gather(tiled),
                    "grid_column": pl.Series(np.arange(len(keys)) % 7).gather(tiled),
                }
            ).with_columns(
                source=pl.lit("text"), score=pl.lit(None), page=pl.lit(None), line=pl.lit(None), box=pl.lit(None),
            )
        )  # fmt: skip
    return pl.concat(parts).sort("report_id", maintain_order=True)


@cache
def _clauses() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("made_prose.toml").read_text("utf-8"))


def _sections(reports: pl.DataFrame, made: Made, rng: np.random.Generator) -> pl.DataFrame:
    told = _clauses()
    count = reports.height

    def drawn(texts: Sequence[str]) -> pl.Expr:
        return pl.lit(pl.Series(texts).gather(rng.integers(0, len(texts), count)))

    pieces = [drawn(told["opening"]), pl.lit("\n")]
    for part in told["parts"]:
        pieces += [pl.lit(part["name"])]
        for _ in range(2):
            pieces += [drawn(part["done"]), pl.lit("，"), drawn(part["result"]), pl.lit("。")]
        pieces.append(pl.lit("\n"))
    pieces.append(pl.lit("全年共收到政府信息公开申请{new}件，办结{processed}件。"))
    found, planned = told["problems"]["found"], told["problems"]["next"]
    faults = [pl.lit("工作中还存在一些问题：")]
    for mark in "一二三":
        faults += [pl.lit(f"{mark}是"), drawn(found), pl.lit("；")]
    faults.append(pl.lit("\n改进措施："))
    for _ in range(3):
        faults += [drawn(planned), pl.lit("，"), drawn(planned), pl.lit("。")]
    source = _sources(count, rng)
    wide = reports.select(
        "report_id", "agency", year=pl.col("year").cast(pl.String),
        n=pl.Series(rng.integers(2, 400, count)).cast(pl.String),
        new=pl.Series(made.new).cast(pl.Int64).cast(pl.String),
        processed=pl.Series(made.processed).cast(pl.Int64).cast(pl.String),
        overview=pl.concat_str(pieces).gather(source), problems=pl.concat_str(faults).gather(source),
    )  # fmt: skip
    text = pl.col("overview")
    for name in ("agency", "year", "n", "new", "processed"):
        text = text.str.replace_all(f"{{{name}}}", pl.col(name), literal=True)
    return _laid_out(wide.with_columns(text))


def _sources(count: int, rng: np.random.Generator) -> pl.Series:
    """Whose prose a report has: its own; one in a hundred has the year before's, one in a hundred another agency's."""
    row = np.arange(count)
    chance = rng.random(count)
    own = (chance < 0.01) & (row % len(YEARS) > 0)
    other = (chance > 0.99) & (row >= len(YEARS))
    return pl.Series(np.where(own, row - 1, np.where(other, row - len(YEARS), row)))


def _laid_out(wide: pl.DataFrame) -> pl.DataFrame:
    headings = {
        1: ("overview", "一、总体情况", pl.col("overview")),
        2: ("disclosure", "二、主动公开政府信息情况", pl.lit("")),
        3: ("requests", "三、收到和处理政府信息公开申请情况", pl.lit("")),
        4: ("review", "四、政府信息公开行政复议、行政诉讼情况", pl.lit("")),
        5: ("problems", "五、存在的主要问题及改进情况", pl.col("problems")),
        6: ("other_matters", "六、其他需要报告的事项", pl.format("{}年未收取政府信息公开信息处理费。", "year")),
    }
    parts = [
        wide.select(
            "report_id", number=pl.lit(number), code=pl.lit(code), heading=pl.lit(heading), text=text,
            page=pl.lit(None), block=pl.lit(2 * number), line=pl.lit(None),
        )
        for number, (code, heading, text) in headings.items()
    ]  # fmt: skip
    return pl.concat(parts).sort("report_id", "number")


def _claims(reports: pl.DataFrame, made: Made) -> pl.DataFrame:
    """Two claims a report: what came in, and what was answered; those of the reports with a wrong cell may not hold."""
    rows = []
    for row, values in (("new", made.new), ("processed", made.processed)):
        rows.append(
            reports.select(
                "report_id", section=pl.lit("overview"), sentence=pl.lit("本机关收到政府信息公开申请，均已登记。"),
                start=pl.lit(20), end=pl.lit(40), table=pl.lit("requests"), row=pl.lit(row), column=pl.lit("total"),
                value=pl.Series(values), exact=pl.lit(True), strength=pl.lit("strong"), scope=pl.lit("own"),
                kind=pl.lit("number"), sentence_start=pl.lit(0),
            )
        )  # fmt: skip
    return pl.concat(rows).sort("report_id", "row")


def _statements(claims: pl.DataFrame) -> pl.DataFrame:
    """Of what came in how it was parted, a rate of growth, and that all was answered: three statements a report."""
    new = claims.filter(row="new")
    nothing = {"parts": pl.lit([], pl.List(pl.Float64)), "rate": pl.lit(None), "step": pl.lit(None)}
    half = (pl.col("value") / 2).floor()
    kinds = [
        {"kind": pl.lit("breakdown"), **nothing, "parts": pl.concat_list(half, pl.col("value") - half)},
        {"kind": pl.lit("growth"), **nothing, "rate": pl.lit(12.5), "step": pl.lit(0.1)},
        {"kind": pl.lit("all_answered"), **nothing},
    ]
    names = SCHEMAS["statements"].names()
    parts = [
        new.with_columns(complete=pl.lit(True), **kind).select(names).cast(SCHEMAS["statements"]) for kind in kinds
    ]
    return pl.concat(parts).sort("report_id", "kind")


if __name__ == "__main__":
    print(write_store(Path(sys.argv[1]), int(sys.argv[2])))
