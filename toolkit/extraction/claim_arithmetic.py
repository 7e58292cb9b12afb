"""Numbers told in one sentence → the sums and rates that they make."""

import re
from collections.abc import Iterator, Sequence

from toolkit.extraction.claim_reader import Told
from toolkit.records import Statement

_RESULTS = frozenset({"granted", "partly_granted", "disclosed_any", "denied", "unable", "rejected", "other_any"})
_OUTCOMES = frozenset({"upheld", "corrected", "other", "pending"})
_APPLICANTS = frozenset({
    "natural_person", "enterprise", "research", "public_welfare", "legal_service", "other_organisation",
    "legal_persons",
})  # fmt: skip
_REASONS = {"denied": 8, "unable": 3, "rejected": 5, "other_any": 3}
_PREFIX = {"denied": "denied_", "unable": "unable_", "rejected": "rejected_", "other_any": "other_"}
_RATE = re.compile(
    r"(?P<way>增长|上升|增加|提高|增幅|下降|减少|降低|降幅)(?:了|为|达|率|率为|幅度为)?(?P<rate>\d+(?:\.(?P<decimals>\d+))?)%"
)
_UP = frozenset({"增长", "上升", "增加", "提高", "增幅"})
# What may stand between a number and the rate at which it grew: the year before, and its number.
_BETWEEN = re.compile(
    r"(?:件次|件|宗次|宗|起|条次|条|份|例)?[，（]?(?:(?:比|较|与|相较|相比)?于?(?P<when>上一年度|上一年|上年度|上年|去年|20\d\d年(?:度)?)?(?:同期)?的?"
    r"(?:(?P<before>\d+)(?:件次|件|宗次|宗|起|条次|条|份|例))?(?:相比)?)?[，]?"
    r"(?:(?:增加|减少|多|少)了?\d+(?:件次|件|宗次|宗|起|条次|条|份|例)[，])?(?:同比)?"
)


def breakdowns(told: Sequence[Told]) -> Iterator[Statement]:
    """Yields the numbers that a sentence tells together with their parts; offsets are the whole's.

    Args:
        told: what the sentence tells, in order.
    """
    for at, whole in enumerate(told):
        if whole.kind != "number" or not whole.exact:
            continue
        parts: dict[str, float] = {}
        for part in told[at + 1 :]:
            if part.target[:3] == whole.target[:3] or part.scope != whole.scope:
                break
            name = _part_of(whole, part)
            if name is not None and part.exact:
                parts.setdefault(name, part.value)
        if parts:
            yield Statement(
                "", "", whole.start, whole.end, "breakdown", *whole.target[:3], whole.scope,
                value=whole.value, parts=tuple(parts.values()), complete=_complete(whole, frozenset(parts)),
            )  # fmt: skip


def _part_of(whole: Told, part: Told) -> str | None:
    """The name of a part within its whole, None if it is none."""
    (table, row, column), (of, name, its) = whole.target[:3], part.target[:3]
    if of != table:
        return None
    if table == "review":
        if column != "total":
            return None
        if name == row and its in _OUTCOMES:
            return its
        channels = {"litigation": ("direct_litigation", "post_review_litigation"), "disputes": ("review", "litigation")}
        return name if its == "total" and name in channels.get(row, ()) else None
    if table != "requests":
        return None
    if name == row and column == "total" and its in _APPLICANTS:
        return its
    if its != column:
        return None
    if row == "processed" and name in _RESULTS:
        return name
    return name if row in _PREFIX and name.startswith(_PREFIX[row]) and name != row else None


def _complete(whole: Told, names: frozenset[str]) -> bool:
    """Whether these parts are all there can be."""
    row = whole.target.row
    if names <= _OUTCOMES:
        return names == _OUTCOMES
    if names <= _APPLICANTS:
        return names == {"natural_person", "legal_persons"}
    if row == "processed":
        disclosed = "disclosed_any" in names or {"granted", "partly_granted"} <= names
        return disclosed and {"denied", "unable", "rejected", "other_any"} <= names
    if row in _REASONS:
        return len(names) == _REASONS[row]
    return len(names) == 2


def growths(told: Sequence[Told], text: str, year: int | None) -> Iterator[Statement]:
    """Yields the rates at which numbers of a sentence grew or declined against the year before.

    Args:
        told: what the sentence tells, in order.
        text: the normalised sentence.
        year: the year reported about.
    """
    if "%" not in text:
        return
    for found in _RATE.finditer(text):
        before = [one for one in told if one.end <= found.start() and one.kind == "number"]
        if not before or not before[-1].exact:
            continue
        between = _BETWEEN.fullmatch(text, before[-1].end, found.start())
        if between is None:
            continue
        when = between["when"] or ""
        if when.startswith("20") and (year is None or int(when[:4]) != year - 1):
            continue
        decimals = len(found["decimals"] or "")
        yield Statement(
            "", "", found.start(), found.end(), "growth", *before[-1].target[:3], before[-1].scope,
            value=before[-1].value, parts=(float(between["before"]),) if between["before"] else (),
            rate=float(found["rate"]) * (1 if found["way"] in _UP else -1), step=10.0**-decimals,
        )  # fmt: skip
