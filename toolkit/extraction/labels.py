"""Printed labels → rows and columns of the codebook: by exact wording first, by damaged wording only with care."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from toolkit.codebook import TABLES, Codebook, Name

_NOISE = re.compile(r"[\s\u200b-\u200f\u2028\u2060\ufeff\xad]+")
# A raised mark behind a label: a circled digit or star, or a digit that the page sets apart.
_FOOTNOTE = re.compile(r"(?:\s*[\[（(【〔]?(?:注?\s*[①-⑳❶-❿*＊※]|\n\s*(?:注\d{0,2}|\d{1,2}))[\]）)】〕]?)+\s*$")
_NUMBERING = re.compile(
    r"(?:第?([一二三四五六七八九十]+)[、.,:]|\(([一二三四五六七八九十\d]{1,2})\)[、.]?|([1-9])(?:[、.,)]|(?=[^\d.,、])))"
)
_NUMERAL = re.compile(r"[一二三四五六七八九十\d]{1,2}")
_BRACKETED = re.compile(r"\(([^()]*)\)|\[[^\[\]]*\]")
_UNCLOSED = re.compile(r"\((?![一二三四五六七八九十\d]{1,2}\)).*$")
_NOT_WORDS = re.compile(r"[^\w]|_")
_MOST = 0.7
"""Share of its characters that a label keeps whose number and place are known."""
_REMEMBERED = 10_000
_NARROWING = ("不予", "不含", "不包括", "未", "其中", "非", "仅限")
_DIGITS = {numeral: str(value) for value, numeral in enumerate("一二三四五六七八九十", 1)}


class Key(NamedTuple):
    """A label made comparable: its numbering (`1`…`10`, empty when there is none) and its words."""

    number: str
    words: str


@lru_cache(maxsize=50_000)
def label_key(text: str) -> Key:
    """Returns a printed label without spaces, widths, punctuation, brackets and numbering.

    >>> label_key("（二）部分公开（区分处理的，只计这一情形）")
    Key(number='2', words='部分公开')
    >>> label_key("3.危及“三安全一稳定”").words, label_key("第二十条第（五）项").words
    ('危及三安全一稳定', '第二十条第五项')
    """
    text = _FOOTNOTE.sub("", text)
    text = _NOISE.sub("", unicodedata.normalize("NFKC", text)).replace("【", "[").replace("】", "]").replace("．", ".")
    match = _NUMBERING.match(text)
    number = ""
    if match:
        found = match[1] or match[2] or match[3]
        number = _DIGITS.get(found, found)
        text = text[match.end() :]
    while "(" in text or "[" in text:
        # A numeral in brackets is part of the name (第（一）项), other brackets explain it.
        # One that narrows what is counted (不予许可, 其中…) makes it another row's label.
        shorter = _BRACKETED.sub(
            lambda m: m[1] if m[1] and (_NUMERAL.fullmatch(m[1]) or m[1].startswith(_NARROWING)) else "", text
        )
        if shorter == text:
            text = _UNCLOSED.sub("", text)
            break
        text = shorter
    return Key(number, _NOT_WORDS.sub("", text).lower())


class Wording(NamedTuple):
    """A known wording: the code it stands for, its words and the numbering of the official form."""

    code: str
    number: str
    words: str


class LabelIndex:
    """The wordings of one set of names (rows, columns or headings), looked up by words.

    Args:
        names: rows or columns of the codebook.
        prefixes: headings that may stand glued in front of a row's label, by row code.
    """

    def __init__(self, names: Iterable[Name], prefixes: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self.exact: dict[str, str] = {}
        self.wordings: list[Wording] = []
        self._damaged: dict[tuple[str, frozenset[str]], str | None] = {}
        for name in names:
            for label in (name.label, *name.aliases):
                key = label_key(label)
                if key.words in self.exact:
                    continue
                self.exact[key.words] = name.code
                self.wordings.append(Wording(name.code, key.number, key.words))
                for prefix in (prefixes or {}).get(name.code, ()):
                    for number in ("", label_key(name.label).number):
                        self.exact.setdefault(prefix + number + key.words, name.code)

    def find(self, text: str) -> str | None:
        """Returns the code of a label printed in a known wording, else None."""
        return self.exact.get(label_key(text).words)

    def find_damaged(self, text: str, allowed: Iterable[str]) -> str | None:
        """Returns the code of a label that lost or changed a few characters, else None.

        The label must be all that is left of just one allowed wording (`政许可` of 行政许可, but 行政 of three), or
        differ from a long wording in few characters; a numbering that contradicts the form rules it out. A label
        with words added (其他行政许可) names something else and is no damaged label.

        Args:
            text: the printed label.
            allowed: codes that may be meant: those not found elsewhere.
        """
        codes = frozenset(allowed)
        found = self._damaged.get((text, codes), "")
        if found == "":
            if len(self._damaged) > _REMEMBERED:
                self._damaged.clear()
            found = self._damaged[text, codes] = self._find_damaged(text, codes)
        return found

    def is_misread(self, text: str, code: str) -> bool:
        """Says whether a label has the number of a wording of `code` and most of its characters.

        That alone names no row: it tells one whose place is the only one left.
        """
        key = label_key(text)
        return any(
            wording.number == key.number != "" and LCSseq.normalized_similarity(key.words, wording.words) >= _MOST
            for wording in self.wordings
            if wording.code == code
        )

    def _find_damaged(self, text: str, codes: frozenset[str]) -> str | None:
        key = label_key(text)
        if len(key.words) < 2:
            return None
        found = set()
        for wording in self.wordings:
            if wording.code not in codes or (key.number and wording.number and key.number != wording.number):
                continue
            if is_rest_of(key.words, wording.words) or _is_misprint_of(key.words, wording.words):
                found.add(wording.code)
        return found.pop() if len(found) == 1 else None


def is_rest_of(words: str, wording: str) -> bool:
    """Says whether all characters of a damaged label stand in the wording, in order, and most of it is left.

    >>> is_rest_of("政许可", "行政许可"), is_rest_of("其他行政许可", "行政许可")
    (True, False)
    """
    return 2 * len(words) >= len(wording) and LCSseq.similarity(words, wording) == len(words)


def _is_misprint_of(words: str, wording: str) -> bool:
    return len(wording) >= 8 and LCSseq.normalized_similarity(words, wording) >= 0.9


class TableLabels(NamedTuple):
    """All label indexes the tables are read by."""

    request_rows: LabelIndex
    request_groups: LabelIndex
    request_columns: LabelIndex
    disclosure_blocks: LabelIndex
    disclosure_rows: LabelIndex
    disclosure_columns: LabelIndex
    review_rows: LabelIndex
    review_columns: LabelIndex
    tables: LabelIndex


@cache
def table_labels(codebook: Codebook) -> TableLabels:
    """Returns the label indexes of a codebook, made once per process."""
    return TableLabels(
        request_rows=LabelIndex(codebook.request_rows, _glued_headings(codebook)),
        request_groups=LabelIndex(codebook.request_groups),
        request_columns=LabelIndex(codebook.request_columns),
        disclosure_blocks=LabelIndex(Name(block.code, block.label, (), ()) for block in codebook.blocks),
        disclosure_rows=LabelIndex(row for block in codebook.blocks for row in block.rows),
        disclosure_columns=LabelIndex(
            name for block in codebook.blocks for names in block.columns.values() for name in names
        ),
        review_rows=LabelIndex(
            Name(row.code, row.label.rsplit("/", 1)[-1].strip(), row.aliases, row.templates)
            for row in codebook.review_rows
        ),
        review_columns=LabelIndex(codebook.review_columns),
        # A table is called what its section is.
        tables=LabelIndex(
            Name(section.code, section.label, section.aliases, ())
            for section in codebook.sections
            if section.code in TABLES
        ),
    )


def _glued_headings(codebook: Codebook) -> dict[str, tuple[str, ...]]:
    """Per row the headings that lossy text runs into its label: （三）不予公开1.属于国家秘密."""
    results = next(group for group in codebook.request_groups if group.label.startswith("三"))
    glued: dict[str, tuple[str, ...]] = {}
    for row in codebook.request_rows:
        if not row.group:
            continue
        tops = [label_key(label).words for label in (results.label, *results.aliases)]
        if row.group == results.label:
            # Between heading and label stands the label's own numbering: 三、本年度办理结果（一）予以公开.
            numeral = row.label[1] if row.label.startswith("（") else ""
            glued[row.code] = tuple(top + numeral for top in tops) + tuple(tops)
        else:
            group = label_key(row.group).words
            numeral = row.group[1]
            glued[row.code] = (group, *(top + numeral + group for top in tops), *(top + group for top in tops))
    return glued
