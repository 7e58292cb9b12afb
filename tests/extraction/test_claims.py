"""Quantities told in prose: each number with the cell it is told of, and nothing where that is not certain."""

import pytest

from tests.extraction import claim_sentences
from toolkit.codebook import shipped_codebook
from toolkit.extraction.claims import read_claims, read_prose
from toolkit.records import Claim, Place, Section, Statement

OFFICE = "神池县水利局"


def claims(
    text: str, *, agency: str | None = OFFICE, year: int | None = 2023, section: str = "overview"
) -> tuple[Claim, ...]:
    found = read_claims([Section(1, section, "一、总体情况", text, Place())], agency, year, shipped_codebook())
    for claim in found:
        assert 0 <= claim.sentence_start <= claim.start < claim.end <= claim.sentence_start + len(claim.sentence)
        assert text[claim.sentence_start :].startswith(claim.sentence)
    return found


def statements(text: str, *, agency: str = OFFICE, year: int = 2023) -> tuple[Statement, ...]:
    return read_prose([Section(1, "overview", "", text, Place())], agency, year, shipped_codebook()).statements


def short(claim: Claim) -> str:
    place = claim.row if claim.column == "total" else f"{claim.row}.{claim.column}"
    marks = "~" * (not claim.exact) + "?" * (claim.strength == "weak") + "!" * (claim.kind == "none")
    return f"{place}={claim.value:g}{marks}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        *claim_sentences.RECEIVED, *claim_sentences.NONE_RECEIVED, *claim_sentences.ANSWERED, *claim_sentences.RESULTS,
        *claim_sentences.REVIEWS, *claim_sentences.DISCLOSED, *claim_sentences.PAGES,
    ],
)  # fmt: skip
def test_a_sentence(text: str, told: str) -> None:
    assert sorted(map(short, claims(text))) == sorted(told.split())
