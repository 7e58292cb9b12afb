"""Cases for every rule: small sets of reports with a fault that the rule must find, or with a trap for it.

A fault is known by where it must be told (`Sign`); a trap is a true statement that only looks like a fault. Each case
has agencies of its own, so that cases can lie in one corpus.
"""

import random
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from toolkit.demo import (
    cases_claims,
    cases_facts,
    cases_form,
    cases_panel,
    cases_reuse,
    cases_tables,
    cases_years,
)
from toolkit.demo.casework import Case, Desk, Pool
from toolkit.demo.model import Printed, TrueReport
from toolkit.demo.shape import Shape
from toolkit.demo.shapes import SHAPES

Maker = Callable[[Desk], Case]
_MODULES = (cases_tables, cases_facts, cases_years, cases_claims, cases_form, cases_panel, cases_reuse)
FAULTS: Mapping[str, tuple[Maker, ...]] = MappingProxyType(
    {rule: makers for module in _MODULES for rule, makers in module.FAULTS.items()}
)
TRAPS: Mapping[str, tuple[Maker, ...]] = MappingProxyType(
    {rule: makers for module in _MODULES for rule, makers in module.TRAPS.items()}
)
_AGENCIES_TRIED = 20
# Shapes that print everything: what is not found was not overlooked for want of a cell. Text keeps no blank cell.
_PAGES = ("html_clean", "html_layout_table", "html_cms", "html_thousands", "html_fullwidth")
_TEXTS = ("text_tabs", "text_suffixed")


def cases(
    faults: int,
    traps: int | None = None,
    *,
    rules: Sequence[str] = tuple(FAULTS),
    seed: int = 1,
    without: Container[str] = (),
) -> Iterator[Case]:
    """Yields so many faults and so many traps of each rule, by rule; its sorts take turns.

    Args:
        faults: of each rule.
        traps: of each rule; as many as faults if None.
        rules: as the catalogue names them.
        seed: equal seeds give equal cases.
        without: names of agencies that are somebody else's.
    """
    pool = Pool(random.Random(f"cases:{seed}"), without)
    for rule in rules:
        for kind, makers, count in (("fault", FAULTS, faults), ("trap", TRAPS, faults if traps is None else traps)):
            for number in range(count):
                rng = random.Random(f"{rule}:{kind}:{number}:{seed}")
                of_rule = makers[rule]
                yield _named(_drawn(of_rule[number % len(of_rule)], Desk(rng, pool)))


def _drawn(maker: Maker, desk: Desk) -> Case:
    """A case of the first agency whose numbers can be as the maker wishes."""
    for _ in range(_AGENCIES_TRIED - 1):
        try:
            return maker(desk)
        except LookupError:
            continue
    return maker(desk)


def _named(case: Case) -> Case:
    """The case, each report with its faults written down; those of no report, or of any, stand with the first."""
    told: list[list[str]] = [[*report.faults] for report in case.reports]
    for sign in case.wanted:
        at = max(0, sign.at or 0)
        if not case.reports[at].faults:
            told[at].append(f"{sign.rule}@{sign.row}/{sign.column}" if sign.row and sign.column else sign.rule)
    named = zip(case.reports, told, strict=True)
    return replace(case, reports=tuple(replace(report, faults=tuple(dict.fromkeys(texts))) for report, texts in named))


def printed(case: Case, rng: random.Random) -> list[Printed]:
    """Returns the reports of a case as files; their dates are shown."""
    return [_shape(case, report, rng)(report, rng) for report in case.reports]


def _shape(case: Case, report: TrueReport, rng: random.Random) -> Shape:
    names = case.shapes or (_PAGES if None in report.numbers.values() else (*_PAGES, *_TEXTS))
    return replace(SHAPES[rng.choice(names)], byline=1.0)
