"""Cases: the same for equal seeds, each of agencies of its own, and with their faults written down."""

import random
from dataclasses import replace

import pytest

from toolkit.demo.cases import FAULTS, TRAPS, cases, printed
from toolkit.demo.cases_claims import chinese
from toolkit.demo.casework import Case, Desk, Pool, Sign, number, of, quiet


def first(rule: str, *, faults: int = 1, seed: int = 1) -> Case:
    return next(iter(cases(faults, 1, rules=[rule], seed=seed)))


def test_there_are_traps_for_whatever_there_are_faults_of() -> None:
    assert FAULTS.keys() == TRAPS.keys()


@pytest.mark.parametrize("rule", FAULTS)
def test_a_fault_is_one_and_a_trap_is_none(rule: str) -> None:
    fault, trap = cases(1, 1, rules=[rule])
    assert (fault.rule, fault.faulty) == (rule, True)
    assert (trap.rule, trap.faulty) == (rule, False)
    assert not any(sign.rule == rule for sign in trap.wanted)


def test_a_seed_draws_what_it_drew() -> None:
    assert first("claims.table") == first("claims.table")
    assert first("claims.table") != first("claims.table", seed=2)


def test_a_fault_stands_with_the_report_that_has_it() -> None:
    case = first("carry_over.requests")
    assert [report.faults for report in case.reports] == [(), ("carry_over.requests",)]


def test_a_fault_of_no_report_stands_with_the_first() -> None:
    case = first("panel.missing_year")
    assert [report.faults for report in case.reports] == [("panel.missing_year",), ()]
    assert case.wanted == (Sign("panel.missing_year", None, agency=case.reports[0].agency.name, year=2022),)


def test_a_slip_of_the_tables_tells_its_cells_and_what_they_should_say() -> None:
    case = first("requests.parts")
    [report] = case.reports
    [(key, right)] = case.correct.items()
    assert report.faults == (f"requests.parts@{key[1]}/{key[2]}",)
    assert report.numbers[key] != right


def test_a_print_shows_its_date_and_keeps_to_its_shapes() -> None:
    case = first("timeliness.deadline")
    assert {file.truth.published for seed in range(8) for file in printed(case, random.Random(seed))} == {
        case.reports[0].published
    }
    plain = replace(case, shapes=("text_tabs",))
    assert {file.shape for seed in range(8) for file in printed(plain, random.Random(seed))} == {"text_tabs"}


def test_an_agency_is_given_out_once_and_only_as_asked() -> None:
    pool = Pool(random.Random(1), without={"石家庄市人民政府"})
    names = [pool.take(of("city", "government")).name for _ in range(300)]
    assert len(set(names)) == 300
    assert "石家庄市人民政府" not in names
    with pytest.raises(LookupError):
        pool.take(of("moon"))


def test_numbers_are_as_wished_or_not_there() -> None:
    desk = Desk(random.Random(1), Pool(random.Random(1)))
    agency = desk.agency()
    assert [number(one, "requests", "new") for one in desk.numbers(agency, 2, quiet)] == [0, 0]
    with pytest.raises(LookupError):
        desk.numbers(agency, wish=lambda years: False)


@pytest.mark.parametrize(
    ("value", "words"), [(0, "零"), (10, "十"), (110, "一百一十"), (2003, "二千零三"), (10_050, "一万零五十")]
)
def test_numbers_in_words(value: int, words: str) -> None:
    assert chinese(value) == words
