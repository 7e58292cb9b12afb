"""The rules as `ogi rules` tells them: with an example of a finding each, and how often each was broken in a store."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from toolkit.codebook import shipped_codebook
from toolkit.corpus import Corpus, open_corpus
from toolkit.errors import ToolkitError, UnknownName, near_matches
from toolkit.messages import LANGUAGES
from toolkit.rules import Rule, Suite, check, example, list_rules

VERDICTS = ("fail", "unknown", "pass")


def rules_told(suites: Sequence[Suite], rule: str | None = None, *, store: Path | None = None) -> list[dict[str, Any]]:
    """Returns rules as plain data, as `list_rules` does, and more.

    Args:
        suites: as loaded.
        rule: the one to tell in full: its expectations have an `example` in both languages; all rules if None.
        store: a store to check: each rule has `fail`, `unknown` and `pass`, and one in full its first finding.

    Raises:
        UnknownName: there is no such rule.
        StoreError: the folder is no store.
    """
    listed = list_rules(suites)
    if rule is not None:
        known = [one["rule"] for one in listed]
        listed = [one for one in listed if one["rule"] == rule]
        if not listed:
            raise UnknownName(f"There is no rule {rule!r}.{near_matches(rule, known)} `ogi rules` lists them.")
        for one in listed:
            _add_examples(one, [found for suite in suites for found in suite.rules if found.rule == rule])
    if store is not None:
        _add_counts(listed, open_corpus(store), suites if rule is None else _only(suites, rule), rule)
    return listed


def _only(suites: Sequence[Suite], rule: str) -> list[Suite]:
    """The suites with nothing in them but one rule: the others need not be judged."""
    kept = [Suite(suite.name, suite.source, tuple(one for one in suite.rules if one.rule == rule)) for suite in suites]
    return [suite for suite in kept if suite.rules]


def _add_examples(told: dict[str, Any], rules: Sequence[Rule]) -> None:
    nothing = Corpus.empty()
    for expectation, rule in zip(told["expectations"], rules, strict=True):
        try:
            schema = nothing.frame(rule.frame).schema
            told_of = {lang: example(rule, schema, shipped_codebook(), lang) for lang in LANGUAGES}
        except (ToolkitError, pl.exceptions.PolarsError):  # a frame or column of the user's own that is not there
            told_of = {}
        expectation["example"] = told_of


def _add_counts(listed: list[dict[str, Any]], corpus: Corpus, suites: Sequence[Suite], rule: str | None) -> None:
    findings = check(corpus, suites)
    # A rule of two severities has a row for each.
    counts = findings.summary().group_by("suite", "rule").agg(pl.col(VERDICTS).sum())
    by_rule = {(row["suite"], row["rule"]): row for row in counts.iter_rows(named=True)}
    for one in listed:
        one |= {name: by_rule[one["suite"], one["rule"]][name] for name in VERDICTS}
    if rule is not None:
        first = findings.frame.filter(rule=rule).head(1)
        listed[0]["first"] = first.row(0, named=True) if first.height else None
