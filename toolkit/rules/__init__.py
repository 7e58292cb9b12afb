"""Expectation suites → verdicts and findings. Imported when a corpus is checked: Great Expectations takes seconds.

A rule is written in one place, a suite of `expectations/`; `load_suites` reads them strictly, `check` runs them on the
frames of a corpus. Two expectations of our own: `ExpectSumsToBalance`, `ExpectColumnValuesToBeWholeNumbers`.
"""

from toolkit.rules.balance import ExpectSumsToBalance
from toolkit.rules.examples import example
from toolkit.rules.findings import SEVERITIES, Findings, check
from toolkit.rules.listing import list_rules
from toolkit.rules.rule import Rule
from toolkit.rules.suites import Suite, load_suites, shipped_names, suite_folder
from toolkit.rules.verdicts import FINDINGS
from toolkit.rules.whole_numbers import ExpectColumnValuesToBeWholeNumbers

__all__ = [
    "FINDINGS",
    "SEVERITIES",
    "ExpectColumnValuesToBeWholeNumbers",
    "ExpectSumsToBalance",
    "Findings",
    "Rule",
    "Suite",
    "check",
    "example",
    "list_rules",
    "load_suites",
    "shipped_names",
    "suite_folder",
]
