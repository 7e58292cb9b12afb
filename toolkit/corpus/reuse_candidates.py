"""Which of a hundred thousand texts may be nearly the same: MinHash (Broder 1997) in numpy, then the exact comparison.

The hashes are written out here, in 32-bit arithmetic: equal in every run, on every machine and with any release.
Candidates cost little and decide nothing; what is told of two texts is their exact similarity.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Indel

Integers = NDArray[np.int64]
Hashes = NDArray[np.uint32]
Allowed = Callable[[Integers, Integers], NDArray[np.bool_]]
"""Whether two texts, by their numbers, are to be compared at all."""

_SHINGLE = 4
_BANDS, _ROWS = 30, 4
_NEIGHBOURS = 8
# Measured: texts as alike as 0.75 share a third of their shingles unless single characters everywhere are others.
_LEAST_SHARED = 0.33
_CHARACTERS_AT_ONCE = 60_000
_PAIRS_AT_ONCE = 20_000


def similarities(texts: pl.Series, left: Integers, right: Integers) -> NDArray[np.float64]:
    """Returns how alike pairs of texts are: 2 · longest common subsequence ÷ length of both, from 0 to 1.

    Args:
        texts: at least one character each.
        left: the numbers of the first of each pair.
        right: the numbers of the second.
    """
    found = [np.empty(0)]
    for start in range(0, len(left), _PAIRS_AT_ONCE):
        at = slice(start, start + _PAIRS_AT_ONCE)
        one, other = (texts.gather(pl.Series(side[at])).to_list() for side in (left, right))
        found.append(process.cpdist(one, other, scorer=Indel.normalized_similarity, dtype=np.float64, workers=-1))
    return np.concatenate(found)


def similar_pairs(texts: pl.Series, least: float, allowed: Allowed) -> tuple[Integers, Integers, NDArray[np.float64]]:
    """Returns pairs of texts at least so alike, each once, and their similarity; of hundreds that are the same, some.

    Args:
        texts: each of at least a shingle.
        least: the similarity that counts.
        allowed: which pairs are to be compared.
    """
    if len(texts) < 2:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
    signatures = _signatures(texts)
    lengths = texts.str.len_chars().to_numpy().astype(np.int64)
    # 2 · min ÷ (min + max) bounds the similarity from above.
    shorter = least / (2 - least)

    def worth(left: Integers, right: Integers) -> NDArray[np.bool_]:
        one, other = lengths[left], lengths[right]
        return (np.minimum(one, other) >= shorter * np.maximum(one, other)) & allowed(left, right)

    pairs = np.unique(np.concatenate([np.empty(0, np.int64), *_candidates(signatures, worth)]))
    left, right = pairs // len(texts), pairs % len(texts)
    near = _shared(signatures, left, right) >= _LEAST_SHARED
    left, right = left[near], right[near]
    alike = similarities(texts, left, right)
    return left[alike >= least], right[alike >= least], alike[alike >= least]


def _signatures(texts: pl.Series) -> Hashes:
    """The least hash of each text's shingles under each of the hash functions: texts × functions."""
    lengths = texts.str.len_chars().to_numpy().astype(np.int64)
    # Runs small enough to stay in the processor's cache while all functions pass over them.
    runs = np.unique(np.cumsum(lengths) // _CHARACTERS_AT_ONCE, return_index=True)[1]
    spans = list(zip(runs, [*runs[1:], len(texts)], strict=True))
    with ThreadPoolExecutor() as pool:
        found = pool.map(lambda span: _signatures_of(texts[int(span[0]) : int(span[1])].to_list()), spans)
        return np.concatenate(list(found))


def _signatures_of(texts: Sequence[str]) -> Hashes:
    codes = np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32)
    counts = np.array([len(text) for text in texts]) - (_SHINGLE - 1)
    hashes = np.zeros(len(codes) - (_SHINGLE - 1), np.uint32)
    for at in range(_SHINGLE):
        hashes = hashes * np.uint32(0x01000193) + codes[at : at + len(hashes)]
    hashes = _mixed(hashes)
    inside = np.ones(len(hashes), bool)
    ends = np.cumsum([len(text) for text in texts])[:-1]
    for at in range(1, _SHINGLE):
        inside[ends - at] = False  # shingles of two texts
    hashes = hashes[inside]
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    signatures = np.empty((len(texts), _BANDS * _ROWS), np.uint32)
    turned = np.empty_like(hashes)
    for function, (factor, shift) in enumerate(_functions()):
        np.multiply(hashes, factor, out=turned)
        np.add(turned, shift, out=turned)
        signatures[:, function] = np.minimum.reduceat(turned, starts)
    return signatures


def _functions() -> Iterator[tuple[np.uint32, np.uint32]]:
    seeds = _mixed(np.arange(1, 2 * _BANDS * _ROWS + 1, dtype=np.uint32))
    for factor, shift in seeds.reshape(-1, 2):
        yield factor | np.uint32(1), shift


def _mixed(hashes: Hashes) -> Hashes:
    """The last step of MurmurHash3: every bit depends on every other."""
    hashes = (hashes ^ (hashes >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    hashes = (hashes ^ (hashes >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return hashes ^ (hashes >> np.uint32(16))


def _candidates(signatures: Hashes, worth: Allowed) -> Iterator[Integers]:
    """Yields numbers of pairs that agree in a whole band, smaller · count + larger.

    Of the texts that agree in a band each is paired with the next few, in an order of its own for each band: a template
    that thousands share costs no more than its texts, and each of them still meets more than a hundred others.
    """
    count = len(signatures)
    for band in range(_BANDS):
        rows = signatures[:, band * _ROWS : (band + 1) * _ROWS].astype(np.uint64)
        key = np.zeros(count, np.uint64)
        for row in range(_ROWS):
            key = key * np.uint64(0x9E3779B97F4A7C15) + rows[:, row]
        shuffled = _mixed(np.arange(count, dtype=np.uint32) + np.uint32(band * 0x9E37))
        order = np.lexsort((shuffled, key))
        ordered = key[order]
        found = [np.empty(0, np.int64)]
        for step in range(1, min(_NEIGHBOURS, count - 1) + 1):
            same = np.flatnonzero(ordered[step:] == ordered[:-step])
            one, other = order[same], order[same + step]
            left, right = np.minimum(one, other), np.maximum(one, other)
            taken = worth(left, right)
            found.append(left[taken] * count + right[taken])
        yield np.unique(np.concatenate(found))


def _shared(signatures: Hashes, left: Integers, right: Integers) -> NDArray[np.float64]:
    """The share of hash functions under which two texts have the same least hash: an estimate of what they share."""
    found = [np.empty(0)]
    for start in range(0, len(left), _PAIRS_AT_ONCE):
        at = slice(start, start + _PAIRS_AT_ONCE)
        found.append((signatures[left[at]] == signatures[right[at]]).mean(axis=1))
    return np.concatenate(found)
