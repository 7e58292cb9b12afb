"""Repeated prose among 100,000 reports: time and memory, and what is found of the copies sown among them.

Agencies of real places with five years of made-up prose each, sections of 300 to 3,000 characters. Sown are copies of
the own year before and of other agencies' sections, their years and names changed and one character in twenty edited,
and traps: standard phrases alone, one template with each department's own content, quoted law, names of partners.

    python -m tests.benchmarks.repeated_prose make FOLDER AGENCIES
    python -m tests.benchmarks.repeated_prose find FOLDER
"""

import json
import os
import random
import sys
import tempfile
import tomllib
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from tests.benchmarks.figure import Figure, at_least, at_most, show
from tests.benchmarks.loading import peak_memory, run_python

YEARS = (2020, 2021, 2022, 2023, 2024)
AGENCIES = 20_000
SECONDS, GIGABYTES = 300, 6
AT_ONCE = 800
"""Agencies of one part."""

_OFFICES = ("人民政府", "财政局", "教育局", "民政局", "水利局", "卫生健康局", "自然资源局", "住房和城乡建设局")
_PLANS = {
    "overview": ("manner", "verb", "object", "，", "then", "whom", "did", "，", "so", "。"),
    "problems": ("manner", "verb", "object", "，", "fault", "，", "plan", "remedy", "，", "end", "。"),
}
_SENTENCES = {"overview": (9, 75), "problems": (8, 24)}
_EDITED = 0.05
# Of a hundred sections: copies of the year before, of another agency, of another with its name left; and the traps.
_SOWN = {"previous": 3.0, "other": 3.0, "named": 0.5, "standard": 2.0, "template": 10.0, "law": 3.0, "partner": 3.0}


class Made(NamedTuple):
    """Reports with their sections, and what is known of them.

    Attributes:
        reports: the columns of `reports` that are asked for.
        sections: one row per report and section.
        truth: report_id, section, sown (`own`, or one of what is sown), previous and other: whether it repeats one.
    """

    reports: pl.DataFrame
    sections: pl.DataFrame
    truth: pl.DataFrame


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def made(agencies: int, seed: int = 0) -> Made:
    """Returns five reports of each of so many agencies; equal arguments give equal frames."""
    reports = _reports(agencies)
    parts = [_section(reports, code, np.random.default_rng([seed, at])) for at, code in enumerate(_PLANS)]
    sections = pl.concat([sections for sections, _ in parts]).sort("report_id", "number")
    return Made(reports, sections, pl.concat([truth for _, truth in parts]).sort("report_id", "section"))


def _reports(agencies: int) -> pl.DataFrame:
    from toolkit.corpus.places import divisions_of

    counties = [
        place for place in divisions_of(None).by_code.values()
        if place.level == "county" and place.city and len(place.name) >= 3
    ]  # fmt: skip
    named: set[str] = set()
    # Two places of one name would need their cities beside it.
    counties = [place for place in counties if not (place.name in named or named.add(place.name))]  # type: ignore[func-returns-value]
    rows = []
    for number in range(agencies):
        place, office = counties[number // len(_OFFICES) % len(counties)], _OFFICES[number % len(_OFFICES)]
        # More offices than there are: departments of a second name.
        round_ = number // (len(_OFFICES) * len(counties))
        agency = place.name + ("" if not round_ else "经济技术") + office
        kind = "government" if office == "人民政府" else "department"
        for year in YEARS:
            rows.append((f"{number:07}-{year}", agency, year, kind, place.province, place.city, place.name, place.code))
    names = ["report_id", "agency", "year", "kind", "province", "city", "county", "region_code"]
    return pl.DataFrame(rows, schema=names, orient="row").with_columns(
        pl.col("year").cast(pl.Int32), published=pl.date(pl.col("year") + 1, 1, 20),
        template_requests=pl.lit("2021"), template_disclosure=pl.lit("2021"),
    )  # fmt: skip


def _section(reports: pl.DataFrame, code: str, rng: np.random.Generator) -> tuple[pl.DataFrame, pl.DataFrame]:
    texts = _own_prose(reports, code, rng).to_list()
    # The order in which the functions below draw is part of what is made.
    draw = random.Random(int(rng.integers(2**31)))
    ways, sources = _ways(reports, rng)
    rows = reports.select("agency", "year", "county").rows()
    for at, way in enumerate(ways):
        if way not in ("own", "previous", "other", "named"):
            texts[at] = _trap(way, texts[at], code, reports.row(at, named=True), rows, draw)
    for at, source in sources.items():
        texts[at] = _copied(texts[source], ways[at], draw)
    filled = [
        text.replace("{agency}", agency).replace("{year}", str(year)).replace("{n}", str(draw.randrange(3, 4000)))
        for text, (agency, year, _) in zip(texts, rows, strict=True)
    ]
    for at, source in sources.items():
        if ways[at] == "named":
            filled[at] = f"{rows[at][1]}年，{rows[source][2]}认真抓好公开工作。\n" + filled[at].replace(
                rows[at][0], rows[source][0]
            )
    sections = reports.select(
        "report_id", code=pl.lit(code), number=pl.lit(list(_PLANS).index(code) * 4 + 1, pl.Int32),
        block=pl.lit(0, pl.Int32), line=pl.lit(0, pl.Int32), text=pl.Series(filled),
    )  # fmt: skip
    return sections, _truth(reports, code, ways, sources)


def _own_prose(reports: pl.DataFrame, code: str, rng: np.random.Generator) -> pl.Series:
    """Of each report as many sentences as chance gives it."""
    least, most = _SENTENCES[code]
    made = []
    for start in range(0, reports.height, AT_ONCE * len(YEARS)):
        count = min(AT_ONCE * len(YEARS), reports.height - start)
        # Most are short, some are very long.
        sentences = least + ((most - least) * rng.random(count) ** 2).astype(np.int64)
        text = pl.Series([_words()["opening"] if code == "overview" else ""] * count)
        for at in range(int(sentences.max())):
            pieces = [_piece(code, part, count, rng) for part in _PLANS[code]]
            sentence = pl.select(pl.concat_str([*pieces, pl.lit("\n" if at % 6 == 5 else "")])).to_series()
            there = pl.lit(pl.Series(sentences > at))
            text = pl.select(pl.concat_str(text, pl.when(there).then(sentence).otherwise(pl.lit("")))).to_series()
        made.append(text)
    return pl.concat(made)


def _piece(code: str, part: str, count: int, rng: np.random.Generator) -> pl.Expr:
    if f"{code}_{part}" not in _words():
        return pl.lit(part)
    words = pl.Series(_words()[f"{code}_{part}"])
    return pl.lit(words.gather(rng.integers(0, len(words), count)))


def _ways(reports: pl.DataFrame, rng: np.random.Generator) -> tuple[list[str], dict[int, int]]:
    """What is sown in each section, and the section that each copy is taken from: one that nobody else copies."""
    count, years = reports.height, len(YEARS)
    edges = np.cumsum(list(_SOWN.values()))
    drawn = np.searchsorted(edges, rng.random(count) * 100, side="right")
    ways = [[*_SOWN, "own"][at] for at in drawn]
    sources: dict[int, int] = {}
    taken = set()
    agency_of, county_of = reports["agency"].to_list(), reports["county"].to_list()
    for at in rng.permutation(count).tolist():
        way = ways[at]
        if way not in ("previous", "other", "named"):
            continue
        source = at - 1
        if way != "previous":
            source = int(rng.integers(count // years)) * years + int(rng.integers(at % years + 1))
        free = ways[source] == "own" and source not in taken if source >= 0 else False
        strange = agency_of[source] != agency_of[at] and (way == "other" or county_of[source] != county_of[at])
        if free and (strange if way != "previous" else at % years > 0):
            sources[at] = source
            taken.add(source)
        else:
            ways[at] = "own"
    return ways, sources


def _copied(text: str, way: str, draw: random.Random) -> str:
    """The text with one character in twenty edited: scattered, or some clauses anew; more where a name is left."""
    share = _EDITED * (3 if way == "named" else 1)
    if draw.random() < 0.5:
        letters = list(text)
        inside = _fixed(text)
        for at in draw.sample(range(len(letters)), int(len(letters) * share)):
            if not inside[at]:
                letters[at] = draw.choice("新增部分内容已按要求重做并经大家讨论通过")
        return "".join(letters)
    clauses = text.split("，")
    budget = int(len(text) * share)
    for at in draw.sample(range(len(clauses)), len(clauses)):
        if 4 <= len(clauses[at]) <= budget and not set(clauses[at]) & set("{}。\n"):
            budget -= len(clauses[at])
            clauses[at] = draw.choice(_words()["overview_so"]) if draw.random() < 0.7 else ""
    return "，".join(clause for clause in clauses if clause)


def _fixed(text: str) -> list[bool]:
    fixed, depth = [], 0
    for letter in text:
        depth += letter == "{"
        fixed.append(depth > 0 or letter in "。，\n")
        depth -= letter == "}"
    return fixed


def _trap(way: str, text: str, code: str, report: dict[str, Any], rows: list[Any], draw: random.Random) -> str:
    words = _words()
    other = rows[draw.randrange(len(rows))][0]

    def word(part: str) -> str:
        return str(draw.choice(words[f"{code}_{part}"]))

    sentences = text.split("。")
    if way == "standard":
        return "\n".join(words["standard"])
    if way == "law":
        return "".join(words["law"]) + "。".join(sentences[:8]) + "。"
    if way == "partner":
        told = draw.choice(words["partner"]).format(other=other, verb=word("verb"), object=word("object"))
        return "。".join([*sentences[:4], told + sentences[4], *sentences[5:]])
    last = "so" if code == "overview" else "end"
    return "\n".join(
        line.format(a=word("verb"), b=word("object"), c=word(last), m=word("manner")) for line in words["template"]
    )


def _truth(reports: pl.DataFrame, code: str, ways: list[str], sources: dict[int, int]) -> pl.DataFrame:
    other = [False] * len(ways)
    for at, source in sources.items():
        if ways[at] != "previous":
            other[at] = True
            # Of one year nobody knows who was first, unless a name is left.
            same = ways[at] == "other" and source % len(YEARS) == at % len(YEARS)
            other[source] = other[source] or same
    return reports.select(
        "report_id", section=pl.lit(code), sown=pl.Series(ways),
        previous=pl.Series([way == "previous" for way in ways]), other=pl.Series(other),
    )  # fmt: skip


# ---------------------------------------------------------------- what is found


def found(frame: pl.DataFrame, truth: pl.DataFrame) -> dict[str, float]:
    """Returns precision and recall of both verdicts; an unknown one finds nothing."""
    both = truth.join(frame, on=["report_id", "section"], how="left")
    told: dict[str, float] = {}
    for name in ("previous", "other"):
        is_told, is_true = both[f"repeats_{name}"].fill_null(False), both[name]
        right = int((is_told & is_true).sum())
        told[f"{name}_precision"] = right / max(int(is_told.sum()), 1)
        told[f"{name}_recall"] = right / max(int(is_true.sum()), 1)
    return told


def measure() -> list[Figure]:
    """Returns seconds, gigabytes, precision and recall of the frame `reuse`."""
    with tempfile.TemporaryDirectory() as folder:
        what = json.loads(run_python(["-m", "tests.benchmarks.repeated_prose", "make", folder, str(AGENCIES)]))
        cost = json.loads(run_python(["-m", "tests.benchmarks.repeated_prose", "find", folder]))
    told = f"{what['reports']:,} reports, {what['characters'] / 1e6:.0f} M characters"
    return [
        at_most(f"repeated prose: {told}", cost["seconds"], SECONDS, "{:.0f} s"),
        at_most("its peak", cost["gigabytes"], GIGABYTES, "{:.1f} GB"),
        *(at_least(name.replace("_", " year, " if "previous" in name else " agency, "), cost[name],
                   0.98 if "recall" in name else 0.99, "{:.4f}")
          for name in ("previous_precision", "previous_recall", "other_precision", "other_recall")),
    ]  # fmt: skip


def _make(folder: str, agencies: str) -> dict[str, float]:
    prose = made(int(agencies))
    for start in range(0, prose.reports.height, AT_ONCE * len(YEARS)):
        reports = prose.reports[start : start + AT_ONCE * len(YEARS)]
        reports.write_parquet(Path(folder) / f"reports-{start:07}.parquet")
        sections = prose.sections.join(reports, on="report_id", how="semi", maintain_order="left")
        sections.write_parquet(Path(folder) / f"sections-{start:07}.parquet")
    prose.truth.write_parquet(Path(folder) / "truth.parquet")
    return {"reports": prose.reports.height, "characters": float(prose.sections["text"].str.len_chars().sum())}


def _find(folder: str) -> dict[str, float]:
    from toolkit.corpus.reuse import reuse

    start = perf_counter()
    parts = sorted(Path(folder).glob("reports-*.parquet"))
    frame = reuse([
        (pl.read_parquet(part), pl.scan_parquet(part.with_name(part.name.replace("reports", "sections"))))
        for part in parts
    ])  # fmt: skip
    seconds = perf_counter() - start
    frame.write_parquet(Path(folder) / "found.parquet")
    truth = pl.read_parquet(Path(folder) / "truth.parquet")
    return {"seconds": seconds, "gigabytes": peak_memory(os.getpid()) / 1e9, **found(frame, truth)}


if __name__ == "__main__":
    if sys.argv[1:]:
        print(json.dumps(_make(*sys.argv[2:]) if sys.argv[1] == "make" else _find(*sys.argv[2:])))
    else:
        show(measure(), "repeated prose")
