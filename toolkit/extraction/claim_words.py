"""The words of `claim_words.toml`, loaded once: what each stands for, and one pattern that finds them."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from math import isqrt
from pathlib import Path
from typing import Any, NamedTuple

_FEW = 8
_CHOICE = re.compile(r"\{([^{}]*)\}")


class Word(NamedTuple):
    """What a word stands for: its kind (the group of the file) and what it names there."""

    kind: str
    code: str


class ClaimWords(NamedTuple):
    """All words.

    Attributes:
        words: what each stands for.
        pattern: finds the longest one at a place.
        signs: finds out whether a text holds a word that a claim could be made of.
        form: finds words that nothing but table 3 has.
    """

    words: Mapping[str, Word]
    pattern: str
    signs: re.Pattern[str]
    form: re.Pattern[str]


@cache
def shipped_claim_words() -> ClaimWords:
    """Returns the words that travel with the toolkit.

    Raises:
        ValueError: a word stands in two groups.
    """
    data = tomllib.loads(Path(__file__).with_name("claim_words.toml").read_text(encoding="utf-8"))
    signs, form = (re.compile("|".join(data.pop(group)["sign"])) for group in ("signs", "form"))
    words: dict[str, Word] = {}
    for kind, group in data.items():
        for code, patterns in group.items():
            for text in _expanded(patterns):
                word = Word(kind, code)
                if words.setdefault(text, word) != word:
                    raise ValueError(f"claim_words.toml: {text!r} stands for {words[text]} and for {word}.")
    return ClaimWords(words, _trie_pattern(words), signs, form)


def _expanded(patterns: Iterable[str]) -> Iterator[str]:
    for pattern in patterns:
        found = _CHOICE.search(pattern)
        if found is None:
            yield pattern
            continue
        head, tail = pattern[: found.start()], pattern[found.end() :]
        yield from _expanded(f"{head}{choice}{tail}" for choice in found[1].split("|"))


def _trie_pattern(words: Iterable[str]) -> str:
    """A pattern for the longest of many words: branches by character, so that few are tried at a place."""
    trie: dict[str, Any] = {}
    for word in words:
        node = trie
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return _branches(trie)


def _branches(node: dict[str, Any]) -> str:
    ends = "" in node
    characters = sorted(character for character in node if character)
    parts = [re.escape(character) + _branches(node[character]) for character in characters]
    if not parts:
        return ""
    inner = parts[0] if len(parts) == 1 and not ends else "(?:" + "|".join(_sieved(characters, parts)) + ")"
    return inner + ("?" if ends else "")


def _sieved(characters: Sequence[str], parts: Sequence[str]) -> Iterator[str]:
    """Branches behind a look at their first characters: `re` tries branches one by one, but knows a set at once."""
    if len(parts) <= _FEW:
        yield from parts
        return
    size = max(_FEW, isqrt(len(parts)))
    for at in range(0, len(parts), size):
        first = re.escape("".join(characters[at : at + size]))
        yield f"(?=[{first}])(?:{'|'.join(parts[at : at + size])})"
