"""Every shipped rule finds the faults it is for, and nothing else: true statements that look like faults pass."""

from collections.abc import Mapping, Sequence

import pytest

from tests.rules.precision import FROM_NUMBERS, Score, measured, truth
from toolkit.demo.cases import FAULTS, TRAPS, cases
from toolkit.demo.casework import Case
from toolkit.rules import load_suites

PRECISION, RECALL = 0.99, 0.98
OF_EACH = 7
RULES = sorted({rule.rule for suite in load_suites(None) for rule in suite.rules})


@pytest.fixture(scope="module")
def drawn() -> Sequence[Case]:
    return list(cases(OF_EACH, rules=[rule for rule in FAULTS if rule in RULES]))


@pytest.fixture(scope="module")
def scores(drawn: Sequence[Case], tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Score]:
    return {score.rule: score for score in measured(drawn, tmp_path_factory.mktemp("cases"))}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_faults_and_traps(rule: str) -> None:
    assert rule in FAULTS, f"Add cases with a fault of {rule} to toolkit/demo/cases_*.py."
    assert rule in TRAPS, f"Add cases with a trap for {rule} to toolkit/demo/cases_*.py."


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_finds_its_faults_and_nothing_else(
    rule: str, drawn: Sequence[Case], scores: Mapping[str, Score]
) -> None:
    score = scores[rule]
    shown = [(drawn[told.case].rule, drawn[told.case].name, told.sign) for told in (*score.missed, *score.false)]
    assert (score.faults, score.traps) == (OF_EACH, OF_EACH)
    assert score.recall >= RECALL, shown
    assert score.precision >= PRECISION, shown


def test_a_fault_is_what_the_numbers_say(drawn: Sequence[Case]) -> None:
    for case in drawn:
        told = set(truth(case.reports))
        assert {sign for sign in case.wanted if sign.rule in FROM_NUMBERS} <= told, case.name
        assert case.faulty or case.rule not in {sign.rule for sign in told}, case.name


def test_equal_seeds_draw_equal_cases_and_others_do_not() -> None:
    one, again, other = (list(cases(1, rules=["claims.table"], seed=seed)) for seed in (1, 1, 2))
    assert one == again
    assert one != other


def test_no_two_cases_share_an_agency(drawn: Sequence[Case]) -> None:
    named = [name for case in drawn for name in {report.agency.name for report in case.reports}]
    assert len(named) == len(set(named))
