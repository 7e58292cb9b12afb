"""Suites on frames → verdicts: counts of each rule in one query a frame, then the rows that fail by a filter.

A frame that comes in runs (the cells, tens of millions) is judged run by run: what is held are counts and findings.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from itertools import chain
from typing import Any, NamedTuple, cast

import polars as pl
from great_expectations import ExpectationSuite

from toolkit.codebook import TABLES, Codebook
from toolkit.errors import SuiteError, ToolkitError, UnknownName, near_matches
from toolkit.gxpolars import RowMasks, compares_rows, row_masks, run_suite
from toolkit.rules.frames import HasFrames, cells_of, runs_of
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

    `masks` is None for an expectation that is not about single rows; `found` are the rows that fail, as findings.
    """

    rule: Rule
    masks: RowMasks | None
    passed: int
    failed: int
    unknown: int
    broken: bool
    found: Sequence[pl.DataFrame] = ()


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
        rows = (frame for one in self._judged if one.broken for frame in one.found)
        return self._placed([*rows, *self._of_whole_frames(failing=True)])

    def unknown(self) -> pl.DataFrame:
        """Returns what could not be judged."""
        return self._placed([*self._ignored(), *self._of_whole_frames(failing=False)])

    def _ignored(self) -> Iterator[pl.DataFrame]:
        by_frame: dict[str, list[_Judged]] = {}
        for one in self._judged:
            if one.masks and one.unknown:
                by_frame.setdefault(one.rule.frame, []).append(one)
        for judged in by_frame.values():
            rules = [one.rule for one in judged]
            for run in _runs(self._corpus, rules):
                for one in judged:
                    assert one.masks is not None
                    yield _rows(run, one.rule, one.masks.ignored, self._corpus.codebook, failing=False)

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
        found = self._located(found)
        if found["row"].is_in(list(self._corpus.codebook.sums)).any():
            found = _of_sums(found, self._corpus.frame("sections"), self._corpus.codebook)
        return found.select(FINDINGS.names()).cast(FINDINGS).sort(_SORTED, nulls_last=False)

    def _located(self, found: pl.DataFrame) -> pl.DataFrame:
        """Adds page and line where the frame of the rule does not tell them of each row."""
        if "located" not in found.schema:
            found = found.with_columns(located=pl.lit(None, pl.Boolean))
        asked = found.filter(pl.col("located").is_null(), pl.col("table").is_not_null())
        places = asked.select("report_id", *PLACE).unique()
        cells = cells_of(self._corpus, places["report_id"])
        where = pl.concat([_where(run, places) for run in cells]) if places.height else places.clear()
        where = where.with_columns(located=pl.lit(None, pl.Boolean))
        for name in ("page", "line"):
            if name not in where.schema:
                where = where.with_columns(pl.lit(None, pl.Int32).alias(name))
        keys = ["report_id", *PLACE, "located"]
        joined = found.join(where, on=keys, how="left", nulls_equal=True, suffix="_looked_up")
        return joined.with_columns(pl.coalesce(name, f"{name}_looked_up").alias(name) for name in ("page", "line"))


def judge(corpus: HasFrames, suites: Sequence[Suite]) -> Verdicts:
    """Returns the verdicts of suites on the frames of a corpus; see `findings.check` for the errors."""
    by_frame: dict[str, list[Rule]] = {}
    for suite in suites:
        for rule in suite.rules:
            by_frame.setdefault(rule.frame, []).append(rule)
    # A frame is gone through once, whatever the number of suites that are about it.
    judged = {id(one.rule): one for rules in by_frame.values() for one in _judge(corpus, rules)}
    ordered = [rule for suite in suites for name in suite.frames for rule in suite.rules if rule.frame == name]
    return Verdicts(corpus, [judged[id(rule)] for rule in ordered])


def _judge(corpus: HasFrames, rules: Sequence[Rule]) -> list[_Judged]:
    """Returns the verdicts of rules about one frame."""
    counts = [dict.fromkeys(RowMasks._fields, 0) for _ in rules]
    found: list[list[pl.DataFrame]] = [[] for _ in rules]
    for run in _runs(corpus, rules):
        masks = [_masks(run, rule) for rule in rules]
        for at, (rule, one, sums) in enumerate(zip(rules, masks, _counted(run, rules, masks), strict=True)):
            counts[at] = {name: count + sums[name] for name, count in counts[at].items()}
            if one is not None and sums["unexpected"]:
                found[at].append(_rows(run, rule, one.unexpected, corpus.codebook, failing=True))
    judged = []
    for rule, one, sums, rows in zip(rules, masks, counts, found, strict=True):
        # Of an expectation about a frame as a whole there is one run, the whole frame.
        judged.append(_judge_whole(run, rule) if one is None else _summed_up(rule, one, sums, rows))
    return judged


def _runs(corpus: HasFrames, rules: Sequence[Rule]) -> Iterator[pl.DataFrame]:
    """Yields the frame of some rules in runs, or whole where one of them judges a row by others."""
    try:
        runs = runs_of(corpus, rules[0].frame)
        first = next(runs)
    except UnknownName as error:
        raise SuiteError(f"{rules[0].where}: `meta.frame`: {error}") from None
    second = next(runs, None)
    if second is None:
        yield first
    elif any(_masks(first, rule) is None or compares_rows(rule.expectation, first.schema) for rule in rules):
        del first, second
        yield corpus.frame(rules[0].frame)
    else:
        yield from chain([first, second], runs)


def _counted(
    frame: pl.DataFrame, rules: Sequence[Rule], masks: Sequence[RowMasks | None]
) -> Sequence[Mapping[str, int]]:
    """Returns how many rows each mask of each rule holds for; 0 for a rule without masks."""
    asked = {
        f"{at} {name}": expression
        for at, one in enumerate(masks)
        if one is not None
        for name, expression in one._asdict().items()
    }
    try:
        sums = _sums(frame, asked)
    except pl.exceptions.PolarsError:
        for rule, one in zip(rules, masks, strict=True):
            _tell_whose(frame, rule, one)
        raise
    return [{name: int(sums.get(f"{at} {name}") or 0) for name in RowMasks._fields} for at in range(len(rules))]


def _summed_up(rule: Rule, masks: RowMasks, counts: Mapping[str, int], found: Sequence[pl.DataFrame]) -> _Judged:
    scope, ignored, failed = (counts[name] for name in RowMasks._fields)
    evaluated = scope - ignored
    mostly = getattr(rule.expectation, "mostly", None)
    least = 1.0 if mostly is None else float(getattr(mostly, "value", mostly))
    broken = failed > 0 and (evaluated - failed) / evaluated < least
    passed = evaluated - failed if broken else evaluated
    return _Judged(rule, masks, passed, failed * broken, ignored, broken, found if broken else ())


def _rows(frame: pl.DataFrame, rule: Rule, mask: pl.Expr, codebook: Codebook, *, failing: bool) -> pl.DataFrame:
    """Returns the rows of a frame that a mask holds for, as findings; source, page and line are not known yet."""
    schema = frame.schema
    places = [pl.lit(rule.place.get(part), pl.String).alias(f"_{part}") if part not in rule.place_from
              else pl.col(rule.place_from[part]).cast(pl.String).alias(f"_{part}") for part in PLACE]  # fmt: skip
    told = failure if failing else doubt
    numbers: list[pl.Expr] = []
    # Of "at least" there is a bound, no number that is expected: the message tells it.
    if rule.kind == BALANCE and failing and cast(Any, rule.expectation).relation == "equal":
        expected, actual = (side.round(6) for side in sides(rule, schema))
        numbers = [expected.alias("expected"), actual.alias("actual")]
        numbers.append((actual - expected).round(6).alias("difference"))
    # A frame of cells tells of each where it stands; any other place is looked up among the cells.
    if len(rule.place_from) == len(PLACE) and {"page", "line"} <= schema.keys():
        numbers += [pl.col("page").cast(pl.Int32), pl.col("line").cast(pl.Int32), pl.lit(True).alias("located")]
    found = frame.lazy().filter(mask).with_columns(places).drop([part for part in PLACE if part in schema])
    rows = found.rename({f"_{part}": part for part in PLACE}).select(
        *(pl.col(name).cast(dtype) if name in schema else pl.lit(None, dtype).alias(name)
          for name, dtype in _HEAD.items()),
        *(pl.lit(value).alias(name)
          for name, value in (("suite", rule.suite), ("rule", rule.rule), ("severity", rule.severity))),
        *PLACE,
        *numbers,
        *(told(rule, schema, codebook, lang).alias(f"message_{lang}") for lang in LANGUAGES),
    ).collect()  # fmt: skip
    # Text that was filtered still holds all the text it was filtered from, here a run of cells: it is written anew.
    return rows.select(pl.concat_str(pl.col(name), pl.lit("")).alias(name) if rows.schema[name] == pl.String else name
                       for name in rows.columns)  # fmt: skip


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


def _where(cells: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Returns page and line of places: of a row or column the first of its cells, of a table the first of all.

    Args:
        cells: of some reports, all of theirs.
        places: report_id, table, row, column, each once.
    """
    known = cells.lazy().select("report_id", *PLACE, "page", "line")
    known = known.join(places.lazy().select("report_id", "table").unique(), on=["report_id", "table"], how="semi")
    mine = known.collect()
    here = places.join(mine.select("report_id").unique(), on="report_id", how="semi")
    parts = []
    for row in (True, False):
        for column in (True, False):
            wanted = here.filter(pl.col("row").is_not_null() == row, pl.col("column").is_not_null() == column)
            keys = ["report_id", "table", *(["row"] if row else []), *(["column"] if column else [])]
            # A line is one of its page: the least of each apart might be of two places.
            place = pl.struct("page", "line").sort_by("page", "line", nulls_last=True).first()
            asked = mine.lazy().join(wanted.lazy().select(keys), on=keys, how="semi")
            first = asked.group_by(keys).agg(place.alias("place")).unnest("place")
            parts.append(wanted.lazy().join(first, on=keys, how="left").collect())
    return pl.concat(parts).select("report_id", *PLACE, "page", "line")
