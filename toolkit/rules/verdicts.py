"""Suites on frames → verdicts: counts of each rule in one query a frame, then the rows that fail by a filter."""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import polars as pl
from great_expectations import ExpectationSuite

from toolkit.errors import SuiteError, ToolkitError, near_matches
from toolkit.gxpolars import RowMasks, row_masks, run_suite
from toolkit.rules.rule import PLACE, Rule
from toolkit.rules.suites import Suite
from toolkit.rules.wording import BALANCE, LANGUAGES, doubt, failure, sides

if TYPE_CHECKING:
    from toolkit.rules.findings import HasFrames

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

_SORTED = ("report_id", "agency", "year", "suite", "rule", *PLACE, "message_en")
_HEAD = {"report_id": pl.String, "agency": pl.String, "year": pl.Int32}


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

    def __init__(self, corpus: "HasFrames", judged: Sequence[_Judged]) -> None:
        """Use `judge`."""
        self._corpus, self._judged = corpus, judged
        self.counts = _counts(judged)

    def failing(self) -> pl.DataFrame:
        """Returns the findings."""
        rows = (self._rows(one, one.masks.unexpected, failing=True) for one in self._judged if one.masks and one.broken)
        return self._placed([*rows, *self._of_whole_frames()])

    def unknown(self) -> pl.DataFrame:
        """Returns what could not be judged."""
        return self._placed(
            self._rows(one, one.masks.ignored, failing=False) for one in self._judged if one.masks and one.unknown
        )

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

    def _of_whole_frames(self) -> Iterator[pl.DataFrame]:
        """The findings of expectations about a column or frame as a whole: they are no report's."""
        for one in self._judged:
            if one.masks is None and one.failed:
                rule = one.rule
                yield pl.DataFrame(
                    {"suite": [rule.suite], "rule": [rule.rule], "severity": [rule.severity],
                     "message_zh": [rule.title_zh], "message_en": [rule.title_en]}
                )  # fmt: skip

    def _placed(self, parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
        """Gathers findings: whose they are, and where in the document their place is."""
        found = pl.concat([pl.DataFrame(schema=FINDINGS), *parts], how="diagonal")
        if found.is_empty():
            return found
        reports = self._corpus.frame("reports").select("report_id", "source", own_agency="agency", own_year="year")
        found = (
            found.drop("source")
            .join(reports, on="report_id", how="left")
            .with_columns(agency=pl.coalesce("agency", "own_agency"), year=pl.coalesce("year", "own_year"))
        )
        ids = found.select("report_id").unique()
        cells = self._corpus.frame("cells").lazy().join(ids.lazy(), on="report_id", how="semi")
        places = found.select("report_id", *PLACE).unique().filter(pl.col("table").is_not_null())
        found = found.drop("page", "line").join(
            _where(cells, places), on=["report_id", *PLACE], how="left", nulls_equal=True
        )
        return found.select(FINDINGS.names()).cast(FINDINGS).sort(_SORTED, nulls_last=False)


def judge(corpus: "HasFrames", suites: Sequence[Suite]) -> Verdicts:
    """Returns the verdicts of suites on the frames of a corpus; see `findings.check` for the errors."""
    judged: list[_Judged] = []
    for suite in suites:
        for name in suite.frames:
            rules = [rule for rule in suite.rules if rule.frame == name]
            judged += _judge(corpus.frame(name), rules)
    return Verdicts(corpus, judged)


def _judge(frame: pl.DataFrame, rules: Sequence[Rule]) -> list[_Judged]:
    masks = [_masks(frame, rule) for rule in rules]
    asked = {
        f"{at} {name}": expression
        for at, one in enumerate(masks)
        if one is not None
        for name, expression in one._asdict().items()
    }
    # A mask may be one value for all rows: beside a column of the frame's length it stands for each.
    rows = pl.int_range(pl.len()).alias("row")
    counts = frame.lazy().select(rows, **asked).select(pl.all().sum()).collect().row(0, named=True)
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


def _judge_whole(frame: pl.DataFrame, rule: Rule) -> _Judged:
    """The verdict of an expectation about a column or frame as a whole."""
    [result] = run_suite(frame, ExpectationSuite(rule.suite, expectations=[copy(rule.expectation)])).results
    if result.exception_info.get("raised_exception"):
        raise SuiteError(f"{rule.where}: {result.exception_info['exception_message']}")
    return _Judged(rule, None, int(bool(result.success)), int(not result.success), 0, not result.success)


def _masks(frame: pl.DataFrame, rule: Rule) -> RowMasks | None:
    for column in rule.columns():
        if column not in frame.schema:
            near = near_matches(column, frame.columns)
            raise SuiteError(f"{rule.where}: `meta` names {column!r}, no column of {rule.frame!r}.{near}")
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


def _where(cells: pl.LazyFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Returns page and line of places: of a row or column the first of its cells, of a table the first of all."""
    parts = []
    for row in (True, False):
        for column in (True, False):
            wanted = places.filter(pl.col("row").is_not_null() == row, pl.col("column").is_not_null() == column)
            keys = ["report_id", "table", *(["row"] if row else []), *(["column"] if column else [])]
            first = cells.group_by(keys).agg(pl.col("page").min(), pl.col("line").min())
            parts.append(wanted.lazy().join(first, on=keys, how="left"))
    return pl.concat(parts).select("report_id", *PLACE, "page", "line").collect()
