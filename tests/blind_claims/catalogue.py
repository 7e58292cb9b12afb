"""The sentences of the blind set and the claims they make, and the comparison with what is read."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from toolkit.codebook import shipped_codebook
from toolkit.extraction.claims import read_claims
from toolkit.records import Claim, Place, Section

SENTENCES = Path(__file__).parent / "sentences"

AGENCIES = {
    "G": "云川市人民政府",
    "C": "平阳县人民政府",
    "T": "青石镇人民政府",
    "O": "平阳县人民政府办公室",
    "D": "云川市水利局",
    "E": "平阳县教育局",
    "B": "云川市自然资源局平阳分局",
    "S": "平阳县司法局",
    "K": "云川高新技术产业开发区管理委员会",
}
_SECTIONS = {1: "overview", 2: "disclosure", 3: "requests", 4: "review", 5: "problems", 6: "other_matters"}
_SCOPES = {"o": "own", "a": "area", "-": "unknown"}
_HEAD = re.compile(r"(?P<section>\d) (?P<agency>[A-Z])(?: (?P<year>\d{4}))?")
_CLAIM = re.compile(
    r"(?P<optional>\??)(?P<rows>[a-z_|]+)(?:\.(?P<column>[a-z_]+))?=(?P<value>[\d.]+)(?P<exact>[~≈]?)@(?P<scopes>[oa-]+)"
)


class Expected(NamedTuple):
    """A claim that a sentence makes. Several rows, values of `exact` or scopes are readings of equal right."""

    optional: bool
    rows: frozenset[str]
    column: str
    value: float
    exact: frozenset[bool]
    scopes: frozenset[str]

    def admits(self, claim: Claim) -> bool:
        return (
            claim.row in self.rows
            and (claim.column, claim.value) == (self.column, self.value)
            and claim.exact in self.exact
            and claim.scope in self.scopes
        )


class Case(NamedTuple):
    group: str
    line: int
    agency: str
    year: int
    section: int
    text: str
    expected: tuple[Expected, ...]

    @property
    def silent(self) -> bool:
        """Whether nothing in it must be read."""
        return all(claim.optional for claim in self.expected)

    def read(self) -> list[Claim]:
        code = _SECTIONS[self.section]
        section = Section(self.section, code, code, self.text, Place())
        return list(read_claims((section,), self.agency, self.year, shipped_codebook()))


class Outcome(NamedTuple):
    case: Case
    right: list[Claim]
    wrong: list[Claim]
    missed: list[Expected]


def cases() -> Iterator[Case]:
    for file in sorted(SENTENCES.glob("*.txt")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            head, text, told = (part.strip() for part in line.split("|", 2))
            found = _HEAD.fullmatch(head)
            assert found, (file.name, number, head)
            yield Case(
                file.stem,
                number,
                AGENCIES[found["agency"]],
                int(found["year"] or 2023),
                int(found["section"]),
                text,
                tuple(_expected(one.strip()) for one in told.split(";") if one.strip()),
            )


def _expected(told: str) -> Expected:
    found = _CLAIM.fullmatch(told)
    assert found, told
    exact = {"": {True}, "~": {False}, "≈": {True, False}}[found["exact"]]
    scopes = frozenset(_SCOPES[letter] for letter in found["scopes"])
    rows = frozenset(found["rows"].split("|"))
    return Expected(
        bool(found["optional"]), rows, found["column"] or "total", float(found["value"]), frozenset(exact), scopes
    )


def judged(case: Case) -> Outcome:
    """The claims read in a case, right and wrong, and those missed."""
    left, right, wrong = list(case.expected), [], []
    for claim in _split(case.read()):
        match = next((one for one in left if one.admits(claim)), None)
        if match is None:
            wrong.append(claim)
        else:
            left.remove(match)
            right.append(claim)
    return Outcome(case, right, wrong, [one for one in left if not one.optional])


def _split(claims: list[Claim]) -> list[Claim]:
    """No dispute at all is no review and no litigation: told either way, it is the same."""
    return [
        claim._replace(row=row)
        for claim in claims
        for row in (("review", "litigation") if (claim.row, claim.value) == ("disputes", 0) else (claim.row,))
    ]
