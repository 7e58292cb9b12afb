"""How precise each rule is and how much it finds, on the demo's faults and traps, printed, read and checked.

python -m tests.benchmarks.precision [OF_EACH [RULE…]]
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from tests.benchmarks.figure import Figure, show

OF_EACH = 100
PRECISION, RECALL = 0.99, 0.98


def measure(of_each: int = OF_EACH, rules: Sequence[str] = ()) -> list[Figure]:
    """Returns precision and recall of every shipped rule, of so many faults and so many traps each."""
    from tests.rules.precision import measured
    from toolkit.demo.cases import FAULTS, cases
    from toolkit.rules import load_suites

    shipped = {rule.rule for suite in load_suites(None) for rule in suite.rules}
    start = perf_counter()
    drawn = list(cases(of_each, rules=[rule for rule in FAULTS if rule in (rules or shipped)]))
    with tempfile.TemporaryDirectory() as folder:
        scores = measured(drawn, Path(folder))
    reports = sum(len(case.reports) for case in drawn)
    figures = [Figure(f"{len(drawn):,} cases, {reports:,} reports", f"{perf_counter() - start:.0f} s")]
    for score in scores:
        if rules and score.rule not in rules:
            continue
        shown = f"precision {score.precision:.4f}, recall {score.recall:.4f}"
        of_rule = f"{score.faults} faults, {score.traps} traps"
        counts = f"{of_rule}; {score.right} of {score.wanted}, {len(score.false)} false"
        met = score.precision >= PRECISION and score.recall >= RECALL and score.faults > 0 and score.traps > 0
        target = f"≥ {PRECISION}, ≥ {RECALL}"
        figures.append(Figure(score.rule, f"{shown} ({counts})", target, met))
    return figures


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else OF_EACH
    show(measure(count, sys.argv[2:]), "Rules on the demo's faults and traps")
