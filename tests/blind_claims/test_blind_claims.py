"""The blind test of claims: right among all that are read, and found among all that are told (see README.md)."""

from functools import cache

import pytest

from tests.blind_claims.catalogue import Outcome, cases, judged

PRECISION, RECALL = 0.99, 0.95
GROUP_PRECISION, GROUP_RECALL = 0.95, 0.9
GROUPS = sorted({case.group for case in cases()})


@cache
def outcomes() -> tuple[Outcome, ...]:
    return tuple(judged(case) for case in cases())


def of_group(group: str | None) -> list[Outcome]:
    return [outcome for outcome in outcomes() if group in (None, outcome.case.group)]


def precision(found: list[Outcome]) -> float:
    right, wrong = (sum(len(getattr(one, kind)) for one in found) for kind in ("right", "wrong"))
    return right / (right + wrong) if right + wrong else 1.0


def recall(found: list[Outcome]) -> float:
    told = sum(not claim.optional for one in found for claim in one.case.expected)
    return 1 - sum(len(one.missed) for one in found) / told if told else 1.0


def shown(found: list[Outcome]) -> str:
    """The sentences that are not read as they should be."""
    lines = [f"precision {precision(found):.4f}, recall {recall(found):.4f}"]
    for one in found:
        if one.wrong or one.missed:
            lines.append(f"{one.case.group}:{one.case.line} {one.case.text}")
            lines += [f"    read   {c.row}.{c.column}={c.value:g} exact={c.exact} {c.scope}" for c in one.wrong]
            lines += [f"    missed {'|'.join(sorted(e.rows))}.{e.column}={e.value:g}" for e in one.missed]
    return "\n".join(lines)


def test_the_set_is_large_and_rich_in_traps() -> None:
    silent = [case.silent for case in cases()]
    assert len(silent) >= 300
    assert sum(silent) / len(silent) >= 0.4


def test_no_sentence_stands_twice() -> None:
    texts = [case.text for case in cases()]
    assert len(texts) == len(set(texts))


def test_claims_read_are_right() -> None:
    found = of_group(None)
    assert precision(found) >= PRECISION, shown(found)


def test_claims_told_are_found() -> None:
    found = of_group(None)
    assert recall(found) >= RECALL, shown(found)


@pytest.mark.parametrize("group", GROUPS)
def test_no_group_falls_behind(group: str) -> None:
    found = of_group(group)
    assert precision(found) >= GROUP_PRECISION, shown(found)
    assert recall(found) >= GROUP_RECALL, shown(found)


def test_claims_stand_where_they_say() -> None:
    for one in outcomes():
        for claim in one.right:
            text = one.case.text
            sentence = text[claim.sentence_start : claim.sentence_start + len(claim.sentence)]
            assert sentence == claim.sentence, (text, claim)
            assert claim.sentence_start <= claim.start < claim.end <= claim.sentence_start + len(sentence), (
                text,
                claim,
            )
