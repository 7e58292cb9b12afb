"""The oracle on small reports: one cell changed, every verdict that must come of it. Identities, stocks and gaps."""

from dataclasses import replace

import pytest

from tests.rules.oracle import (
    SEVERITIES,
    Expected,
    absent_tables,
    blank_convention,
    expected_verdicts,
    requests_state,
)
from tests.rules.sound_report import (
    CITY,
    DONE,
    GRANTED,
    IN,
    NEW,
    OFFICE,
    OUT,
    PERSON,
    REGULATIONS,
    SOUND,
    Cells,
    Value,
    blank_zeros,
    cell,
    fails,
    judged,
    numbers,
    of,
    report,
)
from toolkit.demo.model import TrueAgency, TrueReport


@pytest.mark.parametrize(("form", "year"), [("2021", 2022), ("2019", 2020)])
def test_a_sound_report_passes_everything(form: str, year: int) -> None:
    told = report(form=form, year=year)
    assert expected_verdicts(told) == frozenset()
    assert absent_tables(told) == ()


def test_a_part_breaks_its_column_and_its_row() -> None:
    told = report({("requests", "unable_unclear", "research"): 4})
    assert numbers(told) == {
        ("requests.parts", None, "research", 4, 0, -4),
        ("requests.total", "unable_unclear", None, 4, 0, -4),
    }
    assert {e.severity for e in expected_verdicts(told)} == {"critical"}


@pytest.mark.parametrize(
    ("row", "sides"), [("new", (4, 3, -1)), ("carried_in", (4, 3, -1)), ("carried_out", (3, 4, 1))]
)
def test_an_outer_row_breaks_balance_and_total(row: str, sides: tuple[int, int, int]) -> None:
    before = SOUND["requests", row, PERSON]
    assert isinstance(before, int)
    six = sum(v for k, v in SOUND.items() if k[1] == row and k[2] != "total" and isinstance(v, int)) + 1
    assert numbers(report({("requests", row, PERSON): before + 1})) == {
        ("requests.balance", None, PERSON, *sides),
        ("requests.total", row, None, six, six - 1, -1),
    }


def test_processed_breaks_balance_parts_and_total() -> None:
    assert numbers(report({(*DONE, "enterprise"): 9})) == {
        ("requests.balance", None, "enterprise", 1, 9, 8),
        ("requests.parts", None, "enterprise", 1, 9, 8),
        ("requests.total", "processed", None, 11, 3, -8),
    }


def test_totals_have_identities_of_their_own_column() -> None:
    assert numbers(report({(*GRANTED, "total"): 5})) == {
        ("requests.parts", None, "total", 5, 3, -2),
        ("requests.total", "granted", None, 3, 5, 2),
    }
    assert numbers(report({(*OUT, "total"): 0})) == {
        ("requests.balance", None, "total", 4, 3, -1),
        ("requests.total", "carried_out", None, 1, 0, -1),
    }


def test_opposite_slips_in_two_columns_do_not_cancel() -> None:
    told = report({(*NEW, PERSON): 1, (*NEW, "enterprise"): 2})
    assert numbers(told) == {
        ("requests.balance", None, PERSON, 2, 3, 1),
        ("requests.balance", None, "enterprise", 2, 1, -1),
    }


@pytest.mark.parametrize(("form", "row"), [("2021", "other_rest"), ("2019", "other")])
def test_the_result_rows_are_those_of_the_form_of_table_3(form: str, row: str) -> None:
    moved = {(*GRANTED, "enterprise"): 0, (*GRANTED, "total"): 2, ("requests", row, "enterprise"): 1}
    sound = report({**moved, ("requests", row, "total"): 1}, form=form, disclosure="2021", year=2022)
    assert judged(sound) == set()
    wrong = report({("requests", row, "enterprise"): 1, ("requests", row, "total"): 1}, form=form, disclosure="2021")
    assert fails(wrong) == {("requests.parts", "fail", "requests", None, c) for c in ("enterprise", "total")}


@pytest.mark.parametrize("value", [None, "无", "absent"])
def test_an_identity_with_a_term_that_is_no_number_is_unknown(value: str | None) -> None:
    key = ("requests", "unable_unclear", "research")
    told = report(without=[key]) if value == "absent" else report({key: value})
    unknown = {found for found in judged(told) if found[1] == "unknown"}
    assert unknown == {
        ("requests.parts", "unknown", "requests", None, "research"),
        ("requests.total", "unknown", "requests", "unable_unclear", None),
        cell("cells.count", "unknown", key),
    }
    assert all(e.expected is e.actual is e.difference is None for e in expected_verdicts(told))


def test_either_side_of_an_identity_makes_it_unknown() -> None:
    told = report({(*OUT, PERSON): "—无"})
    assert of(told, "requests.balance") == {("requests.balance", "unknown", "requests", None, PERSON)}
    assert of(told, "requests.total") == {("requests.total", "unknown", "requests", "carried_out", None)}
    assert of(told, "requests.parts") == set()


def test_decimals_add_up_as_printed() -> None:
    parts: Cells = {
        ("review", "review", "upheld"): 0.1, ("review", "review", "pending"): 0.2, ("review", "review", "total"): 0.3,
    }  # fmt: skip
    assert of(report(parts), "review.total") == set()


@pytest.mark.parametrize("channel", ["review", "direct_litigation", "post_review_litigation"])
@pytest.mark.parametrize("outcome", ["upheld", "corrected", "other", "pending"])
def test_a_channel_is_the_sum_of_its_outcomes(channel: str, outcome: str) -> None:
    before = 2 if channel == "review" else 0
    key = ("review", channel, outcome)
    value = SOUND.get(key, 0)
    assert isinstance(value, int)
    assert numbers(report({key: value + 3})) == {("review.total", channel, None, before + 3, before, -3)}
    assert of(report({key: None}), "review.total") == {("review.total", "unknown", "review", channel, None)}
    assert of(report({("review", channel, "total"): "无"}), "review.total") == {
        ("review.total", "unknown", "review", channel, None)
    }


@pytest.mark.parametrize("row", ["regulations", "normative_documents"])
@pytest.mark.parametrize(
    ("in_force", "issued", "repealed", "verdict"),
    [
        (3, 5, 2, ""), (4, 5, 2, ""), (2, 5, 2, "fail"), (0, 1, 0, "fail"), (0, 1, 3, ""), (None, 0, 0, "unknown"),
        (0, "无", 0, "unknown"), (9, 0, None, "unknown"),
    ],
)  # fmt: skip
def test_in_force_is_at_least_issued_less_repealed(
    row: str, in_force: Value, issued: Value, repealed: Value, verdict: str
) -> None:
    keys = [("disclosure", row, column) for column in ("in_force", "issued", "repealed")]
    told = report(dict(zip(keys, (in_force, issued, repealed), strict=True)), agency=CITY)
    wanted = {("disclosure.stock", verdict, "disclosure", row, None)} if verdict else set()
    assert of(told, "disclosure.stock") == wanted
    assert all(e.severity == "warning" for e in expected_verdicts(told) if e.rule == "disclosure.stock")


@pytest.mark.parametrize(
    ("disclosed", "disclosed_total", "verdict"), [(3, 3, ""), (3, 4, ""), (4, 3, "fail"), (0, None, "unknown")]
)
def test_disclosed_is_at_most_all_disclosed_in_the_form_of_2019(
    disclosed: Value, disclosed_total: Value, verdict: str
) -> None:
    row = "normative_documents"
    cells = {("disclosure", row, "disclosed"): disclosed, ("disclosure", row, "disclosed_total"): disclosed_total}
    told = report({**cells, ("disclosure", row, "made"): 99}, disclosure="2019")
    assert of(told, "disclosure.stock") == (
        {("disclosure.stock", verdict, "disclosure", row, None)} if verdict else set()
    )


def requests_of(new: tuple[Value, Value], carried_in: tuple[Value, Value]) -> TrueReport:
    """Told are a part and the total of both rows; all other parts are 0."""
    keys = [(*row, column) for row in (NEW, IN) for column in ("research", "total")]
    return report(dict(zip(keys, (*new, *carried_in), strict=True)), sound={})


@pytest.mark.parametrize(
    ("new", "carried_in", "state"),
    [
        ((0, 0), (0, 0), "zero"),
        ((0, 2), (0, 0), "requests"),
        ((0, 0), (0, 1), "requests"),
        ((3, 0), (0, 0), "zero"),  # the total is a number: the parts have no say
        ((3, None), (0, 0), "requests"),
        ((3, "无"), (0, 0), "requests"),
        ((0, None), (0, 0), "zero"),
        ((None, 0), (0, 0), "zero"),
        ((None, None), (0, 0), "blank"),
        (("无", None), (0, 0), "unreadable"),
        ((None, None), ("无", None), "unreadable"),
        ((None, None), (0, 4), "requests"),
        ((-1, -1), (0, 0), "zero"),
    ],
)
def test_the_state_of_the_requests(new: tuple[Value, Value], carried_in: tuple[Value, Value], state: str) -> None:
    told = requests_of(new, carried_in)
    assert requests_state(told) == state
    verdict = {"zero": "fail", "requests": ""}.get(state, "unknown")
    wanted = {("gaps.zero_requests", verdict, None, None, None)} if verdict else set()
    assert of(told, "gaps.zero_requests") == wanted
    assert all(e.severity == "info" for e in expected_verdicts(told) if e.rule == "gaps.zero_requests")


def test_requests_that_are_not_there_are_unreadable() -> None:
    assert requests_state(report(without=[k for k in report().numbers if k[0] == "requests"])) == "unreadable"
    gone = [(*NEW, column) for column in ("research", "total")]
    assert requests_state(report(sound={}, without=gone)) == "unreadable"


def test_blanks_say_no_zero_of_requests_whatever_the_convention() -> None:
    told = blank_zeros({("review", "review", "total"): 1}, sound={("review", "review", "upheld"): 1})
    assert blank_convention(told) == "zero"
    assert requests_state(told) == "blank"


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, "fail"),
        ({("disclosure", "licensing", "decisions"): 1}, ""),
        ({("review", "review", "upheld"): -1}, ""),
        ({("disclosure", "fees", "amount"): 0.0}, "fail"),
        ({("disclosure", "licensing", "decisions"): None}, "unknown"),
        ({("disclosure", "licensing", "decisions"): "无"}, "unknown"),
        ({("disclosure", "licensing", "decisions"): None, ("review", "review", "upheld"): 1}, ""),
        (dict.fromkeys(report().numbers), "unknown"),
    ],
)
def test_all_zero_is_said_not_left_blank(changes: Cells, verdict: str) -> None:
    found = of(report(changes, sound={}), "gaps.all_zero")
    assert found == ({("gaps.all_zero", verdict, None, None, None)} if verdict else set())


def test_all_zero_passes_over_a_slash_in_order() -> None:
    def verdicts(agency: TrueAgency) -> set[tuple[str, str]]:
        told = report(dict.fromkeys(REGULATIONS), sound={}, agency=agency, slashes=REGULATIONS)
        return {(e.verdict, e.severity) for e in expected_verdicts(told) if e.rule == "gaps.all_zero"}

    assert verdicts(OFFICE) == {("fail", "warning")}
    assert verdicts(CITY) == {("unknown", "warning")}


def test_a_verdict_has_a_key_without_its_numbers() -> None:
    [found] = expected_verdicts(report({("review", "review", "total"): 5}))
    assert found == Expected("review.total", "critical", "fail", "review", "review", None, 2, 5, 3)
    assert found.key == ("review.total", "critical", "fail", "review", "review", None)
    assert replace(found, actual=6).key == found.key


def test_regulations_left_out_are_no_slash() -> None:
    told = report(sound={}, without=REGULATIONS, slashes=REGULATIONS)
    assert of(told, "gaps.all_zero") == {("gaps.all_zero", "unknown", None, None, None)}


def test_severities_are_those_of_the_catalogue() -> None:
    by_severity: dict[str, set[str]] = {}
    for rule, severity in SEVERITIES.items():
        by_severity.setdefault(severity, set()).add(rule)
    assert by_severity == {
        "critical": {
            "requests.balance", "requests.parts", "requests.total", "review.total", "cells.missing", "cells.count",
            "structure.tables",
        },
        "warning": {"disclosure.stock", "cells.blank", "cells.unreadable", "gaps.all_zero"},
        "info": {"cells.blank_convention", "cells.total_omitted", "gaps.zero_requests"},
    }  # fmt: skip
