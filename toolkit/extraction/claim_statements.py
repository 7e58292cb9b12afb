"""What a clause says of numbers without telling one: all was answered, nothing was received, every case was upheld."""

import re
from collections.abc import Iterator, Sequence

from toolkit.extraction.claim_clauses import Clause
from toolkit.extraction.claim_context import Context
from toolkit.extraction.claim_reader import SentenceReader, Told
from toolkit.extraction.claim_tokens import Token
from toolkit.records import Statement

# 全部按时答复 tells how it was answered, not that nothing is left.
_MANNER = re.compile("按时|按期|如期|及时|准时|限时|期限|时限|时间内|依法|依规|规范|书面|认真|妥善")
_OF_FEES = re.compile("按|缴|逾期")
_NEAR = 10
_JOINED = {("review",): "review", ("litigation",): "litigation", ("litigation", "review"): "disputes",
           ("direct_litigation",): "direct_litigation", ("post_review_litigation",): "post_review_litigation",
           ("disputes",): "disputes"}  # fmt: skip


def statements_in(clause: Clause, reader: SentenceReader) -> Iterator[Statement]:
    """Yields what a clause states; offsets are those of the normalised sentence.

    Args:
        clause: just read.
        reader: what was told up to and in this clause.
    """
    context = reader.context
    if context.other_year or context.foreign or "elsewhere" in clause.signs:
        return
    yield from _none(clause, reader.told, context)
    tokens = clause.tokens
    for at, token in enumerate(tokens):
        if token.kind == "all":
            yield from _of_all(tokens, at, clause, reader)
        elif token.kind == "rates" and context.topic == "requests" and not _MANNER.search(_text(clause, context)):
            yield _statement("all_answered", token, token, "requests", "carried_out", "total", context)
        elif token.kind == "never" and context.about_reviews:
            yield _statement("never_lost", token, token, "review", "litigation", "corrected", context)
        elif token.kind == "outcomes" and token.code == "lost" and context.about_reviews:
            if at and tokens[at - 1].kind == "negation":
                yield _statement("never_lost", tokens[at - 1], token, "review", "litigation", "corrected", context)
        elif token.kind == "notice":
            yield from _no_notice(tokens, at, context)


def without_exceptions(statements: Sequence[Statement], told: Sequence[Told]) -> list[Statement]:
    """Returns the statements that hold of all: where the sentence tells what is left, not all were answered."""
    left = any(one.target.row == "carried_out" and one.value for one in told)
    return [one for one in statements if not (left and one.kind == "all_answered")]


def _none(clause: Clause, told: Sequence[Told], context: Context) -> Iterator[Statement]:
    first, last = clause.tokens[0].start, clause.tokens[-1].end
    none = [one for one in told if one.kind == "none" and first <= one.start < last and one.target.column == "total"]
    if any(one.target[:2] == ("requests", "new") for one in none):
        token = next(token for token in clause.tokens if token.start == none[0].start)
        yield _statement("none_received", token, token, "requests", "new", "total", context)
    rows = tuple(sorted({one.target.row for one in none if one.target.table == "review"}))
    if rows in _JOINED:
        start = next(one for one in none if one.target.table == "review").start
        token = next(token for token in clause.tokens if token.start == start)
        yield _statement("no_disputes", token, token, "review", _JOINED[rows], "total", context)


def _of_all(tokens: Sequence[Token], at: int, clause: Clause, reader: SentenceReader) -> Iterator[Statement]:
    context = reader.context
    after = [token for token in tokens[at + 1 :] if token.kind != "filler"]
    if not after or "except" in clause.signs or any(token.kind == "number" for token in after):
        return
    named = after[0]
    if named.start - tokens[at].end > _NEAR or any(token.kind == "gap" for token in tokens[at : tokens.index(named)]):
        return
    if (named.kind, named.code) == ("requests", "processed") and context.topic == "requests":
        carried = any(token.code == "carried_in" for token in tokens[:at])
        if not carried and not _MANNER.search(_text(clause, context)):
            yield _statement("all_answered", tokens[at], named, "requests", "carried_out", "total", context)
    elif (named.kind, named.code) == ("outcomes", "upheld") and context.about_reviews:
        rows = {token.code for token in tokens[:at] if token.kind == "channels_of_review"} or set(context.channels)
        row = _JOINED.get(tuple(sorted(rows)))
        if row:
            yield _statement("all_upheld", tokens[at], named, "review", row, "upheld", context)


def _no_notice(tokens: Sequence[Token], at: int, context: Context) -> Iterator[Statement]:
    notice = tokens[at]
    before = [token for token in tokens[:at] if token.kind == "negation" and notice.start - token.end <= _NEAR]
    if before and not _OF_FEES.search(context.text[before[-1].end : notice.start]):
        yield _statement("no_fee_notice", before[-1], notice, "requests", "other_fee_unpaid", "total", context)
    elif not before and at + 1 < len(tokens) and tokens[at + 1].kind == "number":
        number = tokens[at + 1]
        if number.quantity and number.quantity.value == 0:
            yield _statement("no_fee_notice", notice, number, "requests", "other_fee_unpaid", "total", context)


def _text(clause: Clause, context: Context) -> str:
    return context.text[clause.tokens[0].start : clause.tokens[-1].end]


def _statement(
    kind: str, first: Token, last: Token, table: str, row: str, column: str, context: Context
) -> Statement:  # fmt: skip
    return Statement("", "", first.start, last.end, kind, table, row, column, context.scope)
