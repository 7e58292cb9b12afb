"""Findings: what fails, what cannot be judged, and Great Expectations' own results, each made when asked for."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import polars as pl

from toolkit.errors import UnknownName, near_matches
from toolkit.gxpolars import run_suite
from toolkit.rules.data_docs import write_data_docs
from toolkit.rules.display import findings_table
from toolkit.rules.frames import HasFrames, HasReports
from toolkit.rules.suites import Suite
from toolkit.rules.verdicts import Verdicts, judge
from toolkit.rules.wording import BALANCE

if TYPE_CHECKING:
    from great_expectations.core import ExpectationSuiteValidationResult

    from toolkit.corpus import ReportView

Key = tuple[str, str, str]
"""Table, row and column."""
SEVERITIES = ("info", "warning", "critical")
"""From the least to the most severe."""


def check(corpus: HasFrames, suites: Sequence[Suite]) -> "Findings":
    """Returns what the suites find in a corpus.

    Args:
        corpus: its frames, each asked for by name when a suite needs it.
        suites: as `load_suites` returns them.

    Raises:
        SuiteError: an expectation names a frame that the corpus does not have, or a column that its frame does not
            have, or asks of a column what its type does not allow.
    """
    return Findings(corpus, tuple(suites), judge(corpus, suites))


class Findings:
    """What a corpus was found to be wrong about.

    Attributes:
        frame: one row per finding, columns as in `FINDINGS`: report_id, source, agency, year, suite, rule, severity,
            table, row, column (codes; null where the rule names none), expected, actual, difference (of a balance:
            what its terms come to, what is told against it, actual − expected), page, line, message_zh, message_en.
            Sorted by report, suite, rule and place.
    """

    def __init__(self, corpus: HasFrames, suites: tuple[Suite, ...], verdicts: Verdicts) -> None:
        """Use `check`."""
        self._corpus, self._suites, self._verdicts = corpus, suites, verdicts
        self.frame = verdicts.failing()

    @cached_property
    def unknown(self) -> pl.DataFrame:
        """What could not be judged, since a number it needs is blank, unreadable or missing; columns as in `frame`."""
        return self._verdicts.unknown()

    def summary(self) -> pl.DataFrame:
        """Returns one row per suite and rule: suite, rule, severity, titles, legal basis, and how many of the rows it
        is about pass, fail, and cannot be judged."""
        return self._verdicts.counts

    @cached_property
    def results(self) -> "Mapping[str, ExpectationSuiteValidationResult]":
        """Great Expectations' own result objects, by `suite.frame` (a suite runs on each frame that it names)."""
        return {
            f"{suite.name}.{frame}": run_suite(self._corpus.frame(frame), suite.on(frame))
            for suite in self._suites
            for frame in suite.frames
        }

    def data_docs(self, directory: str | Path) -> Path:
        """Writes Great Expectations' Data Docs and returns their first page.

        Their pages load scripts and styles from the web when they are opened; nothing is sent by writing them. They
        carry the time of the run and differ from one to the next.

        Args:
            directory: an empty or absent folder.

        Raises:
            ToolkitError: the folder holds something.
        """
        return write_data_docs(self._corpus, self._suites, Path(directory))

    def report(self, name: str | tuple[str, int], year: int | None = None, *, lang: str = "zh") -> "ReportView":
        """Returns a report to look at, the cells that its findings are about lit.

        Args:
            name: its id or the start of it, its source or the end of it, its agency, or (agency, year).
            year: of an agency's report.
            lang: language of what is said of a cell, `zh` or `en`.

        Raises:
            UnknownName: nothing has that name, or several reports have it.
        """
        view = cast(HasReports, self._corpus).report(name, year)
        return view.lit(self.highlight(view.facts["report_id"], lang=lang))

    def highlight(self, report_id: str, *, lang: str = "zh") -> dict[Key, str]:
        """Returns the cells that a report's findings are about, each with what is said of it and the rule that says
        so: for `ReportView.lit`.

        Of an identity these are all its terms: which of them is the wrong one, it does not tell.

        Args:
            report_id: the report's.
            lang: `zh` or `en`.
        """
        told: dict[Key, list[str]] = {}
        columns = ("suite", "rule", "table", "row", "column", f"message_{lang}")
        found = self.frame.filter(pl.col("report_id") == report_id, pl.col("table").is_not_null())
        for suite, rule, table, row, column, text in found.select(columns).iter_rows():
            for key in self._cells(suite, rule, table, row, column):
                told.setdefault(key, []).append(f"{text} [{rule}]")
        return {key: "\n".join(dict.fromkeys(texts)) for key, texts in told.items()}

    def _cells(self, suite: str, rule: str, table: str, row: str | None, column: str | None) -> list[Key]:
        """The cells of a place; where it names a row or column alone, those of it that the rule adds up."""
        if row is not None and column is not None:
            return [(table, term, column) for term in self._corpus.codebook.sums.get(row, (row,))]
        terms = [
            name.rsplit("__", 1)[-1]
            for one in next(found for found in self._suites if found.name == suite).rules
            if one.rule == rule and one.kind == BALANCE
            for name in (*cast(Any, one.expectation).left, *cast(Any, one.expectation).right)
        ]
        # Of another year is what the message tells; a number taken off stands in the cell of its name.
        terms = [term.removeprefix("minus_") for term in terms if not term.startswith("previous_")]
        if row is not None and table == "disclosure" and not terms:
            book = self._corpus.codebook
            keys = dict.fromkeys(key for form in book.templates for key in book.cells(table, form))
            return [(table, row, name) for one, name in keys if one == row]
        if row is not None:
            return [(table, row, term) for term in dict.fromkeys(terms or ["total"])]
        return [(table, term, str(column)) for term in dict.fromkeys(terms or ["processed"])]

    def at_least(self, severity: str) -> pl.DataFrame:
        """Returns the findings of a severity and all above it.

        Args:
            severity: `info`, `warning` or `critical`.

        Raises:
            UnknownName: it is none of these.
        """
        if severity not in SEVERITIES:
            near = near_matches(severity, SEVERITIES)
            raise UnknownName(f"There is no severity {severity!r}.{near} Severities: {', '.join(SEVERITIES)}.")
        return self.frame.filter(pl.col("severity").is_in(SEVERITIES[SEVERITIES.index(severity) :]))

    def __repr__(self) -> str:
        counts = dict(self.frame.group_by("severity").len().iter_rows())
        told = ", ".join(f"{counts.get(name, 0):,} {name}" for name in reversed(SEVERITIES))
        unknown = int(self.summary()["unknown"].sum())
        return f"<Findings: {told}; {unknown:,} verdicts unknown>"

    def _repr_html_(self) -> str:
        return findings_table(self.frame, self.summary())
