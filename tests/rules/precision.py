"""How precise the rules are, and how much they find: cases printed, read and checked as anybody's documents are."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import polars as pl

import toolkit as tk
from tests.rules import oracle_facts, oracle_years
from tests.rules.oracle import SEVERITIES, absent_tables, expected_verdicts
from tests.rules.oracle_dates import date_verdicts
from tests.rules.oracle_facts import signs_of_facts
from tests.rules.oracle_years import signs_over_years
from toolkit.demo.cases import printed
from toolkit.demo.casework import Case, Sign
from toolkit.demo.model import TrueReport

DATES = ("timeliness.deadline", "dates.order")
FROM_NUMBERS = frozenset({*SEVERITIES, *DATES, *oracle_facts.RULES, *oracle_years.RULES})
"""Rules whose truth follows from the numbers and dates of the reports; of the others a case tells it."""


_TABLED = {"disclosure": 1, "requests": 2, "review": 3}


class Told(NamedTuple):
    """A finding, wanted or found: the case, and what it says."""

    case: int
    sign: Sign


class Score(NamedTuple):
    """What one rule found.

    Attributes:
        rule: as the catalogue names it.
        faults: cases with a fault of this rule.
        traps: cases with a trap for it.
        wanted: findings there should be, over all cases of all rules.
        right: findings that should be.
        missed: findings that are not there.
        false: findings that should not be.
    """

    rule: str
    faults: int
    traps: int
    wanted: int
    right: int
    missed: tuple[Told, ...]
    false: tuple[Told, ...]

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 where nothing was found."""
        found = self.right + len(self.false)
        return self.right / found if found else 1.0

    @property
    def recall(self) -> float:
        """Share of what is wanted that was found."""
        return self.right / self.wanted if self.wanted else 0.0


def truth(reports: Sequence[TrueReport]) -> Iterator[Sign]:
    """Yields what follows from the numbers and dates of a case's reports."""
    for at, report in enumerate(reports):
        for one in (*expected_verdicts(report), *date_verdicts(report)):
            if one.verdict == "fail":
                yield Sign(one.rule, at, one.table, one.row, one.column)
        yield from signs_of_facts(report, at)
        if any(not report.sections[_TABLED[table]][1] for table in absent_tables(report)):
            yield Sign("structure.sections", at)  # neither prose nor a table
    yield from signs_over_years(reports)


def measured(drawn: Sequence[Case], folder: Path, suites: Sequence[str] | None = None) -> list[Score]:
    """Returns the scores of all rules that were checked, by rule.

    Args:
        drawn: cases, of whatever rules.
        folder: where to print them.
        suites: names of suites; all if None.
    """
    shown, sources = _print(drawn, folder)
    corpus = tk.load(folder, progress=False)
    findings = tk.check(corpus, suites, **_beside(drawn))
    rules = {rule for (rule,) in findings.summary().select("rule").iter_rows()}
    wanted = Counter(_wanted(drawn, shown))
    found = Counter(_found(corpus, findings.frame, drawn, sources))
    return [_score(rule, drawn, wanted, found) for rule in sorted(rules)]


def _beside(drawn: Sequence[Case]) -> dict[str, pl.DataFrame]:
    """The roster and the table of subordinates of all cases, where one of them asks for it."""
    roster = [(name, code, str(year)) for case in drawn for name, code, year in case.roster]
    below = [pair for case in drawn for pair in case.subordinates]
    given = {
        "roster": pl.DataFrame(roster, schema=["agency", "region_code", "years"], orient="row"),
        "subordinates": pl.DataFrame(below, schema=["agency", "superior"], orient="row"),
    }
    return {name: frame for name, frame in given.items() if frame.height}


def _print(drawn: Sequence[Case], folder: Path) -> tuple[list[list[TrueReport]], dict[str, tuple[int, int]]]:
    shown, sources = [], {}
    for number, case in enumerate(drawn):
        files = printed(case, Random(f"print:{number}"))
        shown.append([file.truth for file in files])
        for at, file in enumerate(files):
            path = folder / f"{number:05}_{at}.{file.name.rpartition('.')[2]}"
            path.write_bytes(file.data)
            sources[path.as_posix()] = number, at
    return shown, sources


def _wanted(drawn: Sequence[Case], shown: Sequence[Sequence[TrueReport]]) -> Iterator[Told]:
    for number, (case, reports) in enumerate(zip(drawn, shown, strict=True)):
        told = [sign for sign in truth(reports) if sign.rule not in case.unjudged]
        told += [sign for sign in case.wanted if sign.rule not in FROM_NUMBERS]
        yield from (Told(number, sign) for sign in told)


def _found(
    corpus: tk.Corpus, frame: pl.DataFrame, drawn: Sequence[Case], sources: dict[str, tuple[int, int]]
) -> Iterator[Told]:
    of_report = {
        report_id: sources[source]
        for report_id, source in corpus.reports.select("report_id", "source").iter_rows()
    }  # fmt: skip
    of_agency = {report.agency.name: number for number, case in enumerate(drawn) for report in case.reports}
    of_agency |= {name: number for number, case in enumerate(drawn) for name, _, _ in case.roster}
    columns = ("report_id", "rule", "table", "row", "column", "agency", "year")
    for report_id, rule, table, row, column, agency, year in frame.select(columns).iter_rows():
        if report_id is None:
            number, sign = of_agency[agency], Sign(rule, None, table, row, column, agency, year)
        else:
            number, at = of_report[report_id]
            sign = Sign(rule, at, table, row, column)
        if rule not in drawn[number].unjudged:
            yield Told(number, sign)


def _score(rule: str, drawn: Sequence[Case], wanted: Counter[Told], found: Counter[Told]) -> Score:
    of_rule = [_only(counted, rule) for counted in (wanted, found)]
    own = [case for case in drawn if case.rule == rule]
    missed, false = of_rule[0] - of_rule[1], of_rule[1] - of_rule[0]
    missed, false = _either(missed, false)
    return Score(
        rule, sum(case.faulty for case in own), sum(not case.faulty for case in own), of_rule[0].total(),
        of_rule[0].total() - missed.total(), tuple(missed.elements()), tuple(false.elements()),
    )  # fmt: skip


def _only(counted: Counter[Told], rule: str) -> Counter[Told]:
    return Counter({told: count for told, count in counted.items() if told.sign.rule == rule})


def _either(missed: Counter[Told], false: Counter[Told]) -> tuple[Counter[Told], Counter[Told]]:
    """Leaves out of both what was wanted of any report of a case (`at` below 0) and found of one of them."""
    for told in [told for told in missed if (told.sign.at or 0) < 0]:
        for other in [other for other in false if other.case == told.case]:
            if other.sign._replace(at=told.sign.at) == told.sign and missed[told] and false[other]:
                missed[told] -= 1
                false[other] -= 1
    return +missed, +false
