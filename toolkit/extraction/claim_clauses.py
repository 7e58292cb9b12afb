"""Tokens of a sentence → its clauses, parted by commas, semicolons, colons and brackets."""

from collections.abc import Sequence
from typing import NamedTuple

from toolkit.extraction.claim_tokens import Token

_FORBIDDING = frozenset({"elsewhere", "channels", "heard", "instance", "unsure", "except", "average"})


class Clause(NamedTuple):
    """What stands between two marks.

    Attributes:
        tokens: its tokens, in order.
        marks: the marks before it, since the clause before.
        signs: the kinds and codes of its words that forbid claims: other subjects, channels, organs that decide.
    """

    tokens: tuple[Token, ...]
    marks: str
    signs: frozenset[str]


def clauses_of(tokens: Sequence[Token]) -> list[Clause]:
    """Returns the clauses of a sentence; brackets and commas around nothing are the marks of the next one."""
    clauses: list[Clause] = []
    current: list[Token] = []
    marks = ""
    for token in tokens:
        if token.kind != "mark":
            current.append(token)
            continue
        if current:
            clauses.append(_clause(current, marks))
            current, marks = [], ""
        marks += token.code
    if current:
        clauses.append(_clause(current, marks))
    return clauses


def _clause(tokens: Sequence[Token], marks: str) -> Clause:
    signs: set[str] = set()
    together = False
    for token in tokens:
        if token.kind in _FORBIDDING:
            signs.add(token.kind)
        if token.code in _FORBIDDING:
            signs.add(token.code)
        together = together or token.code == "together"
    if together:
        signs.discard("channels")
    return Clause(tuple(tokens), marks, frozenset(signs))
