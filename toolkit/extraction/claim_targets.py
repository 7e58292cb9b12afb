"""What a number is told of: the words beside it → cells of the form, or nothing where it is not certain."""

from collections.abc import Iterable
from typing import NamedTuple

from toolkit.extraction.claim_context import Context
from toolkit.extraction.claim_tokens import Token

LABELS = frozenset({
    "requests", "applicants", "channels_of_review", "outcomes", "documents", "acts", "decisions", "money",
    "procurement",
})  # fmt: skip
"""The kinds of words that name what is counted."""

_BETWEEN = frozenset({
    "filler", "stem", "scope", "year", "year_told", "month", "include", "also", "object", "approximate", "all",
    "conjunction", "timely",
})  # fmt: skip
_ACTS = {
    "2019": {"issued": "made", "disclosed_new": "disclosed", "disclosed_plain": "disclosed",
             "disclosed_total": "disclosed_total"},
    "2021": {"issued": "issued", "disclosed_new": "issued", "repealed": "repealed", "in_force": "in_force"},
}  # fmt: skip
_WEAK_ACTS = frozenset({"disclosed_new", "disclosed_plain"})
_JOINED = {
    frozenset({"new", "carried_in"}): "handled",
    frozenset({"granted", "partly_granted"}): "disclosed_any",
    frozenset({"review", "litigation"}): "disputes",
    frozenset({"direct_litigation", "post_review_litigation"}): "litigation",
}


class Said(NamedTuple):
    """What the words beside a number say.

    Attributes:
        labels: the words that name what is counted, the nearest to the number first.
        whole: whether a request for government information is named.
        part: whether a request is named.
        joined: whether the two nearest labels are joined (新收和结转).
        together: whether they are told as one sum (共).
        rounded: whether a word says that the number is about so much.
        each: whether a word says it of all or each (均).
        cut: whether unknown words end the run.
    """

    labels: tuple[Token, ...] = ()
    whole: bool = False
    part: bool = False
    joined: bool = False
    together: bool = False
    rounded: bool = False
    each: bool = False
    cut: bool = False


class Target(NamedTuple):
    """A cell of the form, or a sum of its rows; `bare` if the word alone does not tell it (公开)."""

    table: str
    row: str
    column: str
    weak: bool = False
    bare: bool = False


def said_by(tokens: Iterable[Token], *, behind: bool = False) -> Said | None:
    """Returns what the words beside a number say, read from the number on; None where they forbid a claim.

    Args:
        tokens: the words, the nearest to the number first.
        behind: whether they stand behind it: a change told there (12件，增加) is of another number, one before the
            label (增加行政处罚决定12件) of this.
    """
    labels: list[Token] = []
    facts: dict[str, bool] = {}
    conjunction = False
    for token in tokens:
        if token.kind in LABELS:
            if len(labels) == 1 and conjunction:
                facts["joined"] = True
            labels.append(token)
            conjunction = False
        elif token.kind == "gap":
            facts["cut"] = True
            break
        elif labels and (token.kind == "channels" or token.code == "apart" or (token.code == "change" and behind)):
            break
        elif token.kind not in _BETWEEN:
            return None
        elif token.kind == "conjunction":
            conjunction = True
        else:
            _note(token, facts, first=not labels)
    return Said(tuple(labels), **facts)


def _note(token: Token, facts: dict[str, bool], *, first: bool) -> None:
    if token.kind == "object":
        facts["whole" if token.code == "whole" else "part"] = True
    elif token.code == "sum" and first:
        facts["together"] = True
    elif token.kind == "approximate" and first:
        facts["rounded"] = True
    elif token.kind == "all" and first:
        facts["each"] = True


def targets_of(said: Said, context: Context, value: float) -> list[Target]:
    """Returns the cells that a number is told of: one, none, or each of several where it is 0."""
    kinds = {label.kind for label in said.labels}
    if kinds & {"channels_of_review", "outcomes"}:
        return _of_reviews(said, context, value)
    if kinds & {"documents", "decisions", "money", "procurement"} or said.labels[0].kind == "acts":
        return _of_disclosure(said, context, value)
    return _of_requests(said, context, value)


# ---------------------------------------------------------------- table 4


def _of_reviews(said: Said, context: Context, value: float) -> list[Target]:
    if not context.about_reviews or {label.kind for label in said.labels} - {"channels_of_review", "outcomes"}:
        return []
    rows = list(dict.fromkeys(label.code for label in said.labels if label.kind == "channels_of_review"))
    outcomes = list(dict.fromkeys(label.code for label in said.labels if label.kind == "outcomes"))
    if len(outcomes) > 1:
        return []
    if len(rows) > 1 and "litigation" in rows and {"direct_litigation", "post_review_litigation"} & set(rows):
        rows.remove("litigation")
    if len(rows) > 1:
        both = _JOINED.get(frozenset(rows)) if said.joined else None
        if both is None:
            return []
        if not said.together and value:
            return []
        rows = [both] if said.together else rows
    if not outcomes:
        return [Target("review", row, "total") for row in rows]
    word = next(context.text[label.start : label.end] for label in said.labels if label.kind == "outcomes")
    rows = rows or [row for sign, row in (("复议", "review"), ("诉讼", "litigation")) if sign in word]
    return _of_outcome(outcomes[0], rows, context)


def _of_outcome(outcome: str, rows: list[str], context: Context) -> list[Target]:
    if outcome == "other_bare":
        if not context.outcome_told:
            return []
        outcome = "other"
    if outcome == "lost":
        outcome = "corrected"
        rows = rows or ["litigation"]
    rows = rows or ([context.channel] if context.channel else [])
    return [Target("review", row, outcome) for row in rows]


# ---------------------------------------------------------------- table 3


def _of_requests(said: Said, context: Context, value: float) -> list[Target]:
    if not (context.topic == "requests" or said.whole):
        return []
    columns = {label.code for label in said.labels if label.kind == "applicants"}
    rows = list(dict.fromkeys(label.code for label in said.labels if label.kind == "requests"))
    if len(columns) > 1 or {label.kind for label in said.labels} - {"applicants", "requests", "acts"}:
        return []
    column = columns.pop() if columns else "total"
    if not rows:
        asked = any("申请" in context.text[label.start : label.end] for label in said.labels)
        root = context.root or ("new" if asked else None)
        return [Target("requests", root, column)] if root else []
    weak, bare = rows[0].endswith("_weak"), rows[0].endswith("_bare")
    plain = [row.removesuffix("_weak").removesuffix("_bare") for row in rows]
    row = _reason(plain, said, context) or plain[0]
    if len(plain) > 1 and said.joined:
        both = _JOINED.get(frozenset(plain[:2]))
        if both is None or (value and not said.together and both == "handled"):
            return []
        row = both
    return [Target("requests", row, column, weak, bare)]


def _reason(rows: list[str], said: Said, context: Context) -> str | None:
    """涉及国家秘密不予公开2件: the reason where it is the only one told, else None."""
    family = rows[0].removesuffix("_any") + "_"
    ends = [(label.start, label.end) for label in said.labels]
    between = context.text[min(start for start, _ in ends) : max(end for _, end in ends)]
    return rows[1] if len(rows) == 2 and rows[1].startswith(family) and "等" not in between else None


# ---------------------------------------------------------------- table 2


def _of_disclosure(said: Said, context: Context, value: float) -> list[Target]:
    nearest = {label.kind: label for label in reversed(said.labels)}
    if "money" in nearest:
        # An unknown word before it may tell what became of a part of them (清退违规收取的).
        return [Target("disclosure", "fees", "amount")] if nearest["money"].code == "fees" and not said.cut else []
    if "procurement" in nearest:
        return [Target("disclosure", "procurement", "projects")] if context.form == "2019" else []
    if "decisions" in nearest:
        return _of_decisions(said, context)
    return _of_documents(said, context, value)


def _of_decisions(said: Said, context: Context) -> list[Target]:
    named = [label for label in said.labels if label.kind == "decisions"]
    rows = {label.code for label in named} - {"made"}
    verbs = {label.code for label in said.labels if label.kind == "requests"}
    if len(rows) != 1 or "none" in rows or context.published or verbs - {"processed", "processed_weak"}:
        return []
    decided = any(label.code == "made" or context.text[label.start : label.end].endswith("决定") for label in named)
    if not (decided or verbs or context.section == "disclosure"):
        return []
    return [Target("disclosure", rows.pop(), "decisions", weak="processed_weak" in verbs and not decided)]


def _of_documents(said: Said, context: Context, value: float) -> list[Target]:
    nouns = list(dict.fromkeys(label.code for label in said.labels if label.kind == "documents"))
    plain = [label for label in said.labels if label.code == "granted_bare"]
    acts = [label.code for label in said.labels if label.kind == "acts"] + ["disclosed_plain" for _ in plain]
    if (
        {label.kind for label in said.labels if label not in plain} - {"documents", "acts"}
        or len(acts) != 1
        or context.form is None
    ):
        return []
    act = acts[0]
    named = act not in _WEAK_ACTS or (act == "disclosed_new" and context.form == "2019")
    if not nouns and named and context.document:
        nouns = [context.document]
    column = _ACTS[context.form].get(act)
    if column is None or not nouns or "none" in nouns or (len(nouns) > 1 and (value or not said.joined)):
        return []
    return [Target("disclosure", noun, column, weak=act in _WEAK_ACTS) for noun in nouns]


def in_unit(target: Target, unit: str, context: Context) -> bool:
    """Returns whether what is counted may be counted in a unit."""
    if target.column == "amount":
        return unit in ("万元", "亿元", "元")
    if unit in ("", "万元", "亿元", "元", "%", "个百分点"):
        return False
    if target.table == "disclosure":
        return unit not in ("条", "条次") and (unit != "项" or target.row == "procurement")
    return unit not in ("部", "项") and (unit != "个" or target.table == "requests")
