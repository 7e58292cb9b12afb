"""Clauses of a sentence, one after the other → the numbers they tell, each with the cell it is told of."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from toolkit.extraction.claim_clauses import Clause
from toolkit.extraction.claim_context import Context
from toolkit.extraction.claim_targets import Said, Target, in_unit, said_by, targets_of
from toolkit.extraction.claim_tokens import Token

_ACTING = frozenset({"requests", "acts"})
_ROOTS = frozenset({"new", "processed"})
# 主动公开45件，依申请公开30件，不予公开26件: so many documents are marked so.
_ATTRIBUTE = "依申请公开"
_COUNTED = re.compile("总数|总量|数量|件数")
_TEN_THOUSANDS = {"万元": 1.0, "亿元": 10_000.0, "元": 0.0001}
_BARE_OBJECT = Target("requests", "new", "total", weak=True)
_RESULTS = frozenset({"partly_granted", "denied", "unable", "rejected", "other_any"})


class Told(NamedTuple):
    """A number, or that there was none, with the cell it is told of; offsets are in the normalised sentence."""

    target: Target
    value: float
    exact: bool
    start: int
    end: int
    scope: str
    kind: str = "number"


class SentenceReader:
    """Reads the clauses of one sentence.

    Attributes:
        context: what is known at this point.
        told: what was told so far.
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self.told: list[Told] = []
        self._saved: list[Context] = []
        self._pending: Said | None = None
        self._renew = False

    def read(self, clause: Clause) -> None:
        """Takes in the next clause."""
        self._enter(clause.marks)
        numbers = [at for at, token in enumerate(clause.tokens) if token.kind == "number"]
        before = 0
        for at, token in enumerate(clause.tokens):
            if token.kind in _ACTING or token.code == "made":
                self.context.actor(clause.tokens[:at])
            if token.kind == "number":
                self._number(clause, before, at, last=at == numbers[-1])
                before = at + 1
            else:
                self.context.hear(token)
                if token.kind == "negation":
                    self._zero(clause, at)
        if "elsewhere" in clause.signs and numbers:
            self.context.topic = "elsewhere"
        self._pending = None if numbers else said_by(reversed(clause.tokens))

    def _enter(self, marks: str) -> None:
        for mark in marks:
            if mark == "（":
                self._saved.append(self.context.saved())
            elif mark == "）" and self._saved:
                self.context.restore(self._saved.pop())
            self._renew = self._renew or mark == "；"
            self.context.applicant = self.context.applicant and mark != "；"
        if marks not in ("，", "："):
            self._pending = None

    # ------------------------------------------------------------------ numbers

    def _number(self, clause: Clause, start: int, at: int, *, last: bool) -> None:
        token, context = clause.tokens[at], self.context
        assert token.quantity is not None
        value = token.quantity.value
        if value is None or context.other_year or context.foreign or clause.signs & {"elsewhere", "average"}:
            return
        if self._glued(token):
            return
        left, right = clause.tokens[start:at], clause.tokens[at + 1 :] if last else ()
        said = self._said(left, right)
        if said is None or (said.each and value):
            return
        targets = targets_of(said, context, value) if said.labels else self._bare(said, left)
        exact = token.quantity.exact and not said.rounded
        for target in targets:
            whose = context.applicant and not said.together and (target.table, target.column) == ("requests", "total")
            if not whose and self._fits(target, token, clause):
                amount = value * _TEN_THOUSANDS[token.quantity.unit] if target.column == "amount" else value
                self._tell(Told(target, amount, exact, token.start, token.end, context.scope), clause, left)

    def _glued(self, token: Token) -> bool:
        """Whether a number may be the end of a longer one (1，234件), or where a change began (由10件增至12件)."""
        before = self.context.text[max(token.start - 2, 0) : token.start]
        cut = len(before) == 2 and before[0].isdigit() and before[1] in "， "
        return cut or before[-1:] in ("-", "/", ".", "第", "由", "从")

    def _said(self, left: Sequence[Token], right: Sequence[Token]) -> Said | None:
        """What the words before a number say of it, else those after it, else the clause before."""
        before, after = said_by(reversed(left)), said_by(right, behind=True)
        if before is None:
            return None
        if before.labels:
            named = before.whole or before.part
            if right and right[0].kind == "gap" and not named:
                return None
            if after is not None and (after.whole or after.part):
                return before._replace(whole=before.whole or after.whole, part=True)
            return before
        if before.cut:
            return None
        if after is not None and after.labels and not after.each:
            return after._replace(whole=before.whole or after.whole, rounded=before.rounded)
        if before.whole:
            return before
        pending = self._pending
        if pending is not None and pending.labels and not pending.cut and all(t.kind != "object" for t in left):
            return pending._replace(together=before.together, rounded=before.rounded, each=before.each)
        return None

    def _bare(self, said: Said, left: Sequence[Token]) -> list[Target]:
        """A number of requests without a verb: how many were received, as far as one can tell."""
        if self.context.published and any(self._text(token) == _ATTRIBUTE for token in left):
            self.context.topic = "documents"
            return []
        counted = _COUNTED.search(self.context.text[left[0].start : left[-1].end]) if left else None
        among = any(token.kind == "include" for token in left)
        return [] if among or not said.whole else [_BARE_OBJECT._replace(weak=counted is None)]

    def _text(self, token: Token) -> str:
        return self.context.text[token.start : token.end]

    def _fits(self, target: Target, token: Token, clause: Clause) -> bool:
        assert token.quantity is not None
        if target.table == "requests" and "channels" in clause.signs:
            return False
        if target.table == "review" and clause.signs & {"heard", "instance", "unsure"}:
            return False
        unit = token.quantity.unit
        if unit:
            return in_unit(target, unit, self.context)
        followed = self.context.text[token.end : token.end + 1]
        listed = any(told.target.table == target.table for told in self.told)
        return target.table != "disclosure" and followed in "，；、。）" and (listed or token.quantity.value == 0)

    # ------------------------------------------------------------------ none

    def _zero(self, clause: Clause, at: int) -> None:
        token, context = clause.tokens[at], self.context
        if context.other_year or context.foreign or clause.signs - {"channels"}:
            return
        rest = clause.tokens[at + 1 :]
        said = said_by(rest, behind=True)
        if said is None or said.cut:
            return
        for other in rest:
            if other.kind in ("stem", "object"):
                context.hear(other)
        for target in self._none(token, said):
            self._tell(Told(target, 0.0, True, token.start, token.end, context.scope, "none"), clause, ())

    def _none(self, token: Token, said: Said) -> list[Target]:
        asked = said.whole or (said.part and self.context.topic == "requests")
        reviews = bool(said.labels) and all(label.kind == "channels_of_review" for label in said.labels)
        if token.code == "received" and not reviews:
            return [_BARE_OBJECT._replace(weak=False)] if asked and not said.labels else []
        if not said.labels:
            return [_BARE_OBJECT._replace(weak=False)] if said.whole else []
        if any(label.code.startswith(("processed", "lost")) for label in said.labels):
            return []
        found = targets_of(said._replace(joined=True, together=False), self.context, 0.0)
        return [target for target in found if not target.bare and target.column in ("total", *_COLUMNS_OF_NONE)]

    # ------------------------------------------------------------------ telling

    def _tell(self, told: Told, clause: Clause, left: Sequence[Token]) -> None:
        context, target = self.context, told.target
        if target.table == "review":
            if target.column == "total":
                if context.outcome_told or self._renew:
                    context.channels.clear()
                self._renew = context.outcome_told = False
                context.channels.append(target.row)
            else:
                context.outcome_told = True
                if target.row not in context.channels:
                    context.channels[:] = [target.row]
        elif target.table == "requests":
            if target.row == "carried_in" and self.told:
                self._with_carried_in(clause, left)
            kinds = [token.kind for token in left]
            if target.column != "total" and "applicants" in kinds:
                context.applicant = "requests" in kinds[kinds.index("applicants") :]
            if target.column == "total" and target.row in _ROOTS:
                context.root = target.row
        self.told.append(told)

    def _with_carried_in(self, clause: Clause, left: Sequence[Token]) -> None:
        """收到12件（含上年结转2件）: the number before is both, not the new ones alone."""
        before = self.told[-1]
        if before.target.row != "new" or before.kind != "number":
            return
        if any(token.kind == "include" for token in left):
            self.told[-1] = before._replace(target=before.target._replace(row="handled"))
            self.context.root = "handled"
            if self._saved:
                self._saved[-1].root = "handled"
        elif "（" in clause.marks:
            self.told[-1] = before._replace(target=before.target._replace(weak=True))

    def _with_both_told(self) -> None:
        """收到12件，其中新收9件、上年结转3件: the first number is both."""
        new, carried = (
            [told for told in self.told if told.target[1:3] == (row, "total")] for row in ("new", "carried_in")
        )
        if len(new) == 2 and len(carried) == 1 and new[0].value == new[1].value + carried[0].value != new[1].value:
            at = self.told.index(new[0])
            self.told[at] = new[0]._replace(target=new[0].target._replace(row="handled"))

    def certain(self) -> list[Told]:
        """Returns what was told, without what another number of the sentence makes doubtful."""
        rows = {told.target.row for told in self.told}
        self._with_both_told()
        kept: list[Told] = []
        known: dict[tuple[str, str, str, str], Told] = {}
        for told in self.told:
            target = told.target
            if target.bare and not rows & _RESULTS:
                continue
            # A second number of the same thing is a part of it, but 办理36件，其中答复34件 says what was meant.
            first = known.setdefault((*target[:3], told.scope), told)
            if target.row == "processed" and first.target.weak and not target.weak:
                known[*target[:3], told.scope] = told
            elif first.value != told.value:
                continue
            kept.append(told._replace(target=target._replace(weak=target.weak or target.bare)))
        return kept


_COLUMNS_OF_NONE = ("upheld", "corrected", "other", "pending", "issued", "repealed", "in_force", "made", "disclosed",
                    "decisions")  # fmt: skip
