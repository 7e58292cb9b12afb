"""The prose of a report → the quantities it tells, each linked to the cell or sum of the form that tells it too."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from toolkit.codebook import Codebook
from toolkit.extraction.claim_arithmetic import breakdowns, growths
from toolkit.extraction.claim_clauses import clauses_of
from toolkit.extraction.claim_context import Context
from toolkit.extraction.claim_reader import SentenceReader, Told
from toolkit.extraction.claim_statements import statements_in, without_exceptions
from toolkit.extraction.claim_tokens import normalised, tokens_of
from toolkit.extraction.claim_words import shipped_claim_words
from toolkit.records import Claim, Section, Statement

_SECTIONS = frozenset({"overview", "disclosure", "requests", "review", "other_matters"})
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?|\n")
# A line that was wrapped is longer than that: shorter ones are headings and entries of lists.
_SHORT_LINE = 12
_ENDS = "。！？!?；;：:"
_NUMBERED = re.compile(r"\s*(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+[、.．])")
_YEAR = re.compile(r"20\d\d(?=\s*年)")
# A longer sentence is a list or a table that was lost; nobody tells claims in it.
_LONGEST = 2000


class Prose(NamedTuple):
    """What the prose tells: numbers of the form, and statements about them."""

    claims: tuple[Claim, ...]
    statements: tuple[Statement, ...]


def read_claims(
    sections: Sequence[Section], agency: str | None, year: int | None, codebook: Codebook
) -> tuple[Claim, ...]:
    """Returns the quantities that the prose of a report tells, in the order of its sections.

    Where it is not certain what a number counts, or of which year it is, it is no claim.

    Args:
        sections: the report's.
        agency: who reports, as in the title.
        year: the year reported about; the first that the prose names if None.
        codebook: the official forms.
    """
    return read_prose(sections, agency, year, codebook).claims


def read_prose(sections: Sequence[Section], agency: str | None, year: int | None, codebook: Codebook) -> Prose:
    """Returns what the prose of a report tells of its numbers; the arguments are those of `read_claims`."""
    claims: list[Claim] = []
    statements: list[Statement] = []
    if year is None:
        named = next(filter(None, (_YEAR.search(section.text) for section in sections)), None)
        year = int(named.group()) if named else None
    for section in sections:
        if section.code in _SECTIONS and shipped_claim_words().signs.search(section.text):
            for told in _read_section(section, agency or "", year, _form(year, codebook)):
                claims += told.claims(section)
                statements += told.statements
    return Prose(tuple(claims), tuple(statements))


def _form(year: int | None, codebook: Codebook) -> str | None:
    found = (
        code
        for code, template in codebook.templates.items()
        if year is not None and template.first_year <= year <= template.last_year
    )
    return next(found, None)


class _Sentence(NamedTuple):
    """A sentence with its claims; `at` are the offsets of its characters in the section's text."""

    text: str
    start: int
    at: Sequence[int]
    told: list[Told]
    statements: list[Statement]

    def claims(self, section: Section) -> Iterator[Claim]:
        for one in self.told:
            if one.target.column != "legal_persons":
                yield Claim(
                    section.code, self.text, self.at[one.start] + self.start, self.at[one.end - 1] + 1 + self.start,
                    *one.target[:3], one.value, one.exact, "weak" if one.target.weak else "strong", one.scope,
                    one.kind, self.start,
                )  # fmt: skip


def _read_section(section: Section, agency: str, year: int | None, form: str | None) -> Iterator[_Sentence]:
    context = Context(agency, year, form, section.code)
    context.start_paragraph(numbered=True)
    signs = shipped_claim_words().signs
    fresh = True
    plain = _unwrapped(section.text)
    for found in _SENTENCE.finditer(plain):
        text = section.text[found.start() : found.end()]
        if found.group() == "\n":
            fresh = True
            continue
        if fresh:
            context.start_paragraph(numbered=bool(_NUMBERED.match(text)))
            fresh = False
        if len(text) <= _LONGEST and signs.search(text):
            yield _read_sentence(text, found.start(), section, context)


def _unwrapped(text: str) -> str:
    """The text with a space for each line break inside a sentence, as lines of a fixed width have them."""
    if "\n" not in text:
        return text
    lines = text.split("\n")
    joined = [lines[0]]
    for before, line in pairwise(lines):
        ends = len(before) < _SHORT_LINE or before.rstrip()[-1:] in _ENDS or not line.strip() or _NUMBERED.match(line)
        joined.append(("\n" if ends else " ") + line)
    return "".join(joined)


def _read_sentence(text: str, start: int, section: Section, context: Context) -> _Sentence:
    lead = len(text) - len(text.lstrip())
    text, start = text.strip(), start + lead
    normal = normalised(text)
    context.start_sentence(normal.text)
    tokens = tokens_of(normal.text, context.year)
    context.hear_form(tokens)
    clauses = clauses_of(tokens)
    reader = SentenceReader(context)
    heard: list[Statement] = []
    for clause in clauses:
        reader.read(clause)
        heard += statements_in(clause, reader)
    told = reader.certain()
    places = [place + start for place in normal.at]
    statements = [
        made._replace(section=section.code, sentence=text, sentence_start=start,
                      start=places[made.start], end=places[made.end - 1] + 1)
        for made in (*without_exceptions(heard, told), *breakdowns(told), *growths(told, normal.text, context.year))
    ]  # fmt: skip
    return _Sentence(text, start, normal.at, told, statements)
