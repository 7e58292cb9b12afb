"""The prose of a demo report: sentences from `prose.toml` that tell the numbers of its tables."""

import random
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from toolkit.codebook import shipped_codebook
from toolkit.demo.model import TrueAgency
from toolkit.demo.quantities import Numbers

Facts = Mapping[str, object]
_NUMERALS = "一二三四五六"
_OWN = {  # how an agency calls itself, by the end of its name; 我局, 我厅, 我部 for the rest
    "街道办事处": "我街道",
    "管理委员会": "我管委会",
    "委员会": "我委",
    "办公厅": "我厅",
    "办公室": "我办",
    "中心": "我中心",
}


def sections(
    rng: random.Random, agency: TrueAgency, year: int, numbers: Numbers, told: Mapping[str, object] | None = None
) -> tuple[tuple[str, str], ...]:
    """Returns heading and prose of the six sections; paragraphs are parted by line breaks.

    Args:
        rng: draws the wordings.
        agency: who reports.
        year: the year reported about.
        numbers: the numbers the prose tells.
        told: what the prose tells otherwise than the tables (`new`, `year`), for a fault.
    """
    facts: dict[str, object] = {**facts_told(agency, numbers), "year": year, **(told or {})}
    # Drawn apart, so that all else stays as it is.
    own = random.Random(f"{agency.name} {year}")
    texts = (
        _overview(rng, own, facts),
        _line(rng, ("tables", "disclosure"), facts),
        _line(rng, ("tables", "requests"), facts),
        _line(rng, ("tables", "review"), facts),
        _problems(rng, own, facts),
        _other_matters(rng, {**facts, "year": year}, year, numbers),
    )
    return tuple(zip(_headings(rng), texts, strict=True))


def preamble(rng: random.Random, agency: TrueAgency, year: int) -> str:
    """Returns the paragraph between the title and the first section."""
    return str(rng.choice(_sentences()["preamble"])).format(agency=agency.name, year=year)


def facts_told(agency: TrueAgency, numbers: Numbers | None = None) -> dict[str, object]:
    """Returns the names and numbers that sentences are filled with: who reports, and totals of the tables if given."""
    return {**_spoken(agency), **(_told(numbers) if numbers is not None else {})}


def own_problems(rng: random.Random, count: int) -> str:
    """Returns so many sentences about problems that hardly any other agency has."""
    return "".join(_own(rng, "problems") for _ in range(count))


def without_fees(rng: random.Random) -> str:
    """Returns a last section that says nothing of information-processing fees."""
    return str(rng.choice(_sentences()["other_matters"]["nothing"]))


@cache
def _sentences() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("prose.toml").read_text(encoding="utf-8"))


def _line(rng: random.Random, where: tuple[str, str], facts: Facts) -> str:
    return str(rng.choice(_sentences()[where[0]][where[1]]).format_map(facts))


def _headings(rng: random.Random) -> list[str]:
    named = rng.random() < 0.25  # most agencies keep to the official headings, some have their own throughout
    headings = []
    for section in shipped_codebook().sections:
        label = rng.choice((section.label, *section.aliases)) if named else section.label
        headings.append(f"{_NUMERALS[section.number - 1]}、{label}")
    return headings


def _spoken(agency: TrueAgency) -> dict[str, object]:
    name = agency.name
    if agency.kind == "government":
        place = agency.county or agency.city or agency.province or name
        if agency.level == "township":
            place = name.removesuffix("人民政府")
        unit = "地区" if place.endswith("地区") else place[-1]
        return {"agency": name, "self": f"我{unit}", "who": f"全{unit}"}
    own = next((word for ending, word in _OWN.items() if name.endswith(ending)), f"我{name[-1]}")
    return {"agency": name, "self": own, "who": own}


def _told(numbers: Numbers) -> dict[str, object]:
    def total(row: str) -> int:
        value = numbers.get(("requests", row, "total"), 0)
        return value if isinstance(value, int) else 0

    sums = shipped_codebook().sums
    facts: dict[str, object] = {row: total(row) for row in ("new", "carried_in", "granted", "processed", "carried_out")}
    facts["partly"] = total("partly_granted")
    for word, group in (("denied", "denied"), ("unable", "unable"), ("rejected", "rejected"), ("other", "other_any")):
        facts[word] = sum(map(total, sums[group]))
    for outcome in ("upheld", "corrected", "other", "pending"):
        facts[f"review_{outcome}"] = numbers["review", "review", outcome]
    channels = {row: numbers["review", row, "total"] for row in sums["disputes"]}
    facts["review"] = channels["review"]
    facts["litigation"] = sum(value for row, value in channels.items() if row != "review" and isinstance(value, int))
    return facts


def _own(own: random.Random, part: str, key: str = "own") -> str:
    """What only this agency tells, and only this year."""
    lists = {name: own.choice(said) for name, said in _sentences()[part].items() if name.startswith("own_")}
    return str(own.choice(_sentences()[part][key]).format_map(lists))


def _overview(rng: random.Random, own: random.Random, facts: Facts) -> str:
    def say(key: str) -> str:
        return _line(rng, ("overview", key), facts)

    return "\n".join(
        (
            say("opening"),
            say("disclosure_heading") + say("disclosure"),
            say("requests_heading") + _requests(rng, facts),
            say("management_heading") + say("management") + _own(own, "overview"),
            say("platform_heading") + say("platform") + _own(own, "overview"),
            say("supervision_heading") + say("supervision"),
        )
    )


def _requests(rng: random.Random, facts: Facts) -> str:
    def say(key: str) -> str:
        return _line(rng, ("overview", key), facts)

    reviewed = say("reviewed" if facts["review"] or facts["litigation"] else "reviewed_zero")
    if not facts["new"] and not facts["carried_in"]:
        return say("requests_zero") + reviewed
    counts = (
        say("received")
        + say("carried_in" if facts["carried_in"] else "carried_in_zero")
        + (say("answered") if facts["processed"] else "")
        + say("carried_out" if facts["carried_out"] else "carried_out_zero")
    )
    outcome = say("outcome") if facts["processed"] and rng.random() < 0.7 else ""
    return counts + outcome + say("requests_closing") + reviewed


def _problems(rng: random.Random, own: random.Random, facts: Facts) -> str:
    def say(key: str) -> str:
        return _line(rng, ("problems", key), facts)

    told = say("opening") + say("first") + say("second") + _own(own, "problems")
    return f"{told}\n{say('turn')}{say('remedy')}{say('remedy_last')}{_own(own, 'problems', 'plan')}"


def _other_matters(rng: random.Random, facts: dict[str, object], year: int, numbers: Numbers) -> str:
    def say(key: str) -> str:
        return _line(rng, ("other_matters", key), facts)

    if year < 2021:  # the form of 2021 asks for the fees
        return say("nothing")
    collected = numbers.get(("disclosure", "fees", "amount"), 0)
    if isinstance(collected, int | float) and collected >= 1 and facts["new"] and rng.random() < 0.5:
        # A fee told here (元) is part of the fees of table 2 (万元), so it may not be above them.
        facts["fee"] = rng.randint(1, min(400, int(collected * 100))) * 10
        return say("fee_some") + say("nothing")
    unpaid = numbers.get(("requests", "other_fee_unpaid", "total"), 0)
    if unpaid and isinstance(unpaid, int):
        # Who counts requests whose fee was not paid has sent a notice: no sentence may say that none was sent.
        sentences = _sentences()["other_matters"]["fee_none"]
        drawn = str(rng.choice(sentences))  # drawn like any other, so that what comes after stays as it is
        told: str = next(one for one in (drawn, *sentences) if "通知" not in one)
        return told.format_map(facts) + say("nothing")
    return say("fee_none") + say("nothing")
