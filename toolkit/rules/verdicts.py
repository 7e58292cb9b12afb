"""Suites on frames → verdicts: counts of each rule in one query a frame, then the rows that fail by a filter."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from typing import Any, NamedTuple, cast

import polars as pl
from great_expectations import ExpectationSuite

from toolkit.codebook import TABLES, Codebook
from toolkit.errors import SuiteError, ToolkitError, UnknownName, near_matches
from toolkit.gxpolars import RowMasks, row_masks, run_suite
from toolkit.rules.frames import HasFrames
from toolkit.rules.rule import PLACE, Rule
from toolkit.rules.suites import Suite
from toolkit.rules.wording import BALANCE, LANGUAGES, doubt, failure, sides, told_of_all

FINDINGS = pl.Schema(
    {
        "report_id": pl.String(), "source": pl.String(), "agency": pl.String(), "year": pl.Int32(),
        "suite": pl.String(), "rule": pl.String(), "severity": pl.String(),
        "table": pl.String(), "row": pl.String(), "column": pl.String(),
        "expected": pl.Float64(), "actual": pl.Float64(), "difference": pl.Float64(),
        "page": pl.Int32(), "line": pl.Int32(), "message_zh": pl.String(), "message_en": pl.String(),
    }
)  # fmt: skip
"""The columns of a finding."""

_KEYS = ("report_id", "agency", "year", "suite", "rule", *PLACE, "message_en")
# All columns, so that the order of the findings is theirs alone; source, page and line follow from report and place.
_SORTED = (*_KEYS, *(name for name in FINDINGS if name not in (*_KEYS, "page", "line")))
_HEAD = {"report_id": pl.String, "source": pl.String, "agency": pl.String, "year": pl.Int32}


class _Judged(NamedTuple):
    """A rule with its masks; `broken` says whether its failing rows are findings (with `mostly` they may not be).

    `masks` is None for an expectation that is not about single rows.
    """

    rule: Rule
    masks: RowMasks | None
    passed: int
    failed: int
    unknown: int
    broken: bool


class Verdicts:
    """The verdicts of suites on a corpus.

    Attributes:
        counts: one row per suite and rule: suite, rule, severity, title_zh, title_en, legal_basis, pass, fail, unknown.
    """

    def __init__(self, corpus: HasFrames, judged: Sequence[_Judged]) -> None:
        """Use `judge`."""
        self._corpus, self._judged = corpus, judged
        self.counts = _counts(judged)

    def failing(self) -> pl.DataFrame:
        """Returns the findings."""
        rows = (self._rows(one, one.masks.unexpected, failing=True) for one in self._judged if one.masks and one.broken)
        return self._placed([*rows, *self._of_whole_frames(failing=True)])

    def unknown(self) -> pl.DataFrame:
        """Returns what could not be judged."""
        rows = (self._rows(one, one.masks.ignored, failing=False) for one in self._judged if one.masks and one.unknown)
        return self._placed([*rows, *self._of_whole_frames(failing=False)])

    def _rows(self, one: _Judged, mask: pl.Expr, *, failing: bool) -> pl.DataFrame:
        rule, book = one.rule, self._corpus.codebook
        frame = self._corpus.frame(rule.frame)
        schema = frame.schema
        found = frame.lazy().filter(mask).with_columns(
            [pl.lit(rule.place.get(part), pl.String).alias(f"_{part}") if part not in rule.place_from
             else pl.col(rule.place_from[part]).cast(pl.String).alias(f"_{part}") for part in PLACE]
        ).drop([part for part in PLACE if part in schema]).rename({f"_{part}": part for part in PLACE})  # fmt: skip
        told = failure if failing else doubt
        numbers: list[pl.Expr] = []
        # Of "at least" there is a bound, no number that is expected: the message tells it.
        if rule.kind == BALANCE and failing and cast(Any, rule.expectation).relation == "equal":
            expected, actual = (side.round(6) for side in sides(rule, schema))
            numbers = [expected.alias("expected"), actual.alias("actual")]
            numbers.append((actual - expected).round(6).alias("difference"))
        return found.select(
            *(pl.col(name).cast(dtype) if name in schema else pl.lit(None, dtype).alias(name)
              for name, dtype in _HEAD.items()),
            *(pl.lit(value).alias(name)
              for name, value in (("suite", rule.suite), ("rule", rule.rule), ("severity", rule.severity))),
            *PLACE,
            *numbers,
            *(told(rule, schema, book, lang).alias(f"message_{lang}") for lang in LANGUAGES),
        ).collect()  # fmt: skip

    def _of_whole_frames(self, *, failing: bool) -> Iterator[pl.DataFrame]:
        """The verdicts of expectations about a column or frame as a whole: they are no report's."""
        for one in self._judged:
            if one.masks is None and (one.failed if failing else one.unknown):
                rule = one.rule
                told = {f"message_{lang}": [told_of_all(rule, lang, failing=failing)] for lang in LANGUAGES}
                yield pl.DataFrame({"suite": [rule.suite], "rule": [rule.rule], "severity": [rule.severity], **told})

    def _placed(self, parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
        """Gathers findings: whose they are, and where in the document their place is."""
        found = pl.concat([pl.DataFrame(schema=FINDINGS), *parts], how="diagonal")
        if found.is_empty():
            return found
        # What the frame tells goes before the report: `documents` has sources without a report.
        known = ("source", "agency", "year")
        reports = self._corpus.frame("reports").select("report_id", pl.col(known).name.prefix("own_"))
        found = found.join(reports, on="report_id", how="left").with_columns(
            pl.coalesce(name, f"own_{name}").alias(name) for name in known
        )
        # Either frame has the places; the one that was made for a rule costs no gigabyte more.
        cells = "cell_facts" if any(one.rule.frame == "cell_facts" for one in self._judged) else "cells"
        places = found.select("report_id", *PLACE).unique().filter(pl.col("table").is_not_null())
        found = found.drop("page", "line").join(
            _where(self._corpus.frame(cells).lazy(), places), on=["report_id", *PLACE], how="left", nulls_equal=True
        )
        if found["row"].is_in(list(self._corpus.codebook.sums)).any():
            found = _of_sums(found, self._corpus.frame("sections"), self._corpus.codebook)
        return found.select(FINDINGS.names()).cast(FINDINGS).sort(_SORTED, nulls_last=False)


def judge(corpus: HasFrames, suites: Sequence[Suite]) -> Verdicts:
    """Returns the verdicts of suites on the frames of a corpus; see `findings.check` for the errors."""
    judged: list[_Judged] = []
    for suite in suites:
        for name in suite.frames:
            rules = [rule for rule in suite.rules if rule.frame == name]
            judged += _judge(_frame(corpus, rules[0]), rules)
    return Verdicts(corpus, judged)


def _frame(corpus: HasFrames, rule: Rule) -> pl.DataFrame:
    try:
        return corpus.frame(rule.frame)
    except UnknownName as error:
        raise SuiteError(f"{rule.where}: `meta.frame`: {error}") from None


def _judge(frame: pl.DataFrame, rules: Sequence[Rule]) -> list[_Judged]:
    masks = [_masks(frame, rule) for rule in rules]
    asked = {
        f"{at} {name}": expression
        for at, one in enumerate(masks)
        if one is not None
        for name, expression in one._asdict().items()
    }
    try:
        counts = _sums(frame, asked)
    except pl.exceptions.PolarsError:
        for rule, one in zip(rules, masks, strict=True):
            _tell_whose(frame, rule, one)
        raise
    judged = []
    for at, (rule, one) in enumerate(zip(rules, masks, strict=True)):
        if one is None:
            judged.append(_judge_whole(frame, rule))
            continue
        scope, ignored, failed = (int(counts[f"{at} {name}"]) for name in RowMasks._fields)
        evaluated = scope - ignored
        mostly = getattr(rule.expectation, "mostly", None)
        least = 1.0 if mostly is None else float(getattr(mostly, "value", mostly))
        broken = failed > 0 and (evaluated - failed) / evaluated < least
        judged.append(_Judged(rule, one, evaluated - failed if broken else evaluated, failed * broken, ignored, broken))
    return judged


def _sums(frame: pl.DataFrame, masks: Mapping[str, pl.Expr]) -> dict[str, Any]:
    # A mask may be one value for all rows: beside a column of the frame's length it stands for each.
    rows = pl.int_range(pl.len()).alias("row")
    return frame.lazy().select(rows, **masks).select(pl.all().sum()).collect().row(0, named=True)


def _tell_whose(frame: pl.DataFrame, rule: Rule, masks: RowMasks | None) -> None:
    """Raises what is wrong with an expectation that polars cannot answer: types of column and value differ."""
    try:
        _sums(frame, masks._asdict() if masks else {})
    except pl.exceptions.PolarsError as error:
        raise SuiteError(f"{rule.where}: {str(error).splitlines()[0]}.") from None


def _judge_whole(frame: pl.DataFrame, rule: Rule) -> _Judged:
    """The verdict of an expectation about a column or frame as a whole."""
    [result] = run_suite(frame, ExpectationSuite(rule.suite, expectations=[copy(rule.expectation)])).results
    if result.exception_info.get("raised_exception"):
        raise SuiteError(f"{rule.where}: {result.exception_info['exception_message']}")
    # A mean of no value is none: neither as expected nor otherwise.
    unknown = not result.success and result.result.get("observed_value", "") is None
    failed = not result.success and not unknown
    return _Judged(rule, None, int(bool(result.success)), int(failed), int(unknown), failed)


def _masks(frame: pl.DataFrame, rule: Rule) -> RowMasks | None:
    for column in rule.columns():
        if column not in frame.schema:
            near = near_matches(column, frame.columns)
            raise SuiteError(f"{rule.where}: `meta` names {column!r}, no column of {rule.frame!r}.{near}")
    for name in rule.coded():
        if frame.schema[name] != pl.String:
            raise SuiteError(f"{rule.where}: a message tells {name!r} as codes of tables, but it is no text.")
    try:
        [masks] = row_masks(frame, [rule.expectation])
    except ToolkitError as error:
        raise SuiteError(f"{rule.where}: {error}") from None
    return masks


def _counts(judged: Sequence[_Judged]) -> pl.DataFrame:
    rows = [
        (one.rule.suite, one.rule.rule, one.rule.severity, one.rule.title_zh, one.rule.title_en, one.rule.legal_basis,
         one.passed, one.failed, one.unknown)
        for one in judged
    ]  # fmt: skip
    names = ["suite", "rule", "severity", "title_zh", "title_en", "legal_basis", "pass", "fail", "unknown"]
    schema = {name: pl.Int64 if name in ("pass", "fail", "unknown") else pl.String for name in names}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    # A rule of two severities is two rows; one of several forms or columns is one.
    keys = names[:3]
    return frame.group_by(keys, maintain_order=True).agg(
        pl.col("title_zh", "title_en", "legal_basis").first(), pl.col("pass", "fail", "unknown").sum()
    )


def _of_sums(found: pl.DataFrame, sections: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """Gives sums of rows, which no cell holds, the place of the section that their table stands in."""
    codes = {section.code for section in codebook.sections}
    starts = sections.filter(pl.col("code").is_in([table for table in TABLES if table in codes]))
    first = starts.group_by("report_id", table="code").agg(
        pl.col("page", "line").sort_by("page", "line", nulls_last=True).first().name.prefix("section_")
    )
    unplaced = pl.col("row").is_in(list(codebook.sums)) & pl.col("page").is_null() & pl.col("line").is_null()
    return found.join(first, on=["report_id", "table"], how="left").with_columns(
        pl.when(unplaced).then(f"section_{name}").otherwise(name).alias(name) for name in ("page", "line")
    )


def _where(cells: pl.LazyFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Returns page and line of places: of a row or column the first of its cells, of a table the first of all."""
    parts = []
    for row in (True, False):
        for column in (True, False):
            wanted = places.filter(pl.col("row").is_not_null() == row, pl.col("column").is_not_null() == column)
            keys = ["report_id", "table", *(["row"] if row else []), *(["column"] if column else [])]
            # A line is one of its page: the least of each apart might be of two places.
            place = pl.struct("page", "line").sort_by("page", "line", nulls_last=True).first()
            asked = wanted.lazy().select(keys)
            first = cells.join(asked, on=keys, how="semi").group_by(keys).agg(place.alias("place")).unnest("place")
            # One at a time: each looks through all cells.
            parts.append(wanted.lazy().join(first, on=keys, how="left").collect())
    return pl.concat(parts).select("report_id", *PLACE, "page", "line")
