"""Writes the files to DIR, reads them, prints the table per shape.

python tests/shapes/report.py DIR [FILES_PER_SHAPE]
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import polars as pl

from tests.shapes.shapes_catalogue import specimens
from tests.shapes.specimen_score import FACTS, score, write_specimens


def main(arguments: list[str]) -> int:
    """Writes the specimens, reads them, prints the score; returns the exit code."""
    if not arguments:
        print(__doc__)
        return 2
    folder = Path(arguments[0])
    if folder.exists() and any(folder.iterdir()):
        print(f"{folder} is not empty; name a new folder.")
        return 2
    written = write_specimens(list(specimens(int(arguments[1]) if len(arguments) > 1 else 12)), folder)
    import toolkit as tk  # only now: without an argument nothing is loaded

    outcome = score(written, tk.load(folder))
    print(outcome.table())
    print(f"cells right {outcome.share('cells'):.4%}, wrong {outcome.cells.get_column('wrong').sum()}")
    print("  ".join(f"{fact} {outcome.share(fact):.2%}" for fact in FACTS))
    print(outcome.worst(~pl.col("right")))
    for fact in FACTS:
        if outcome.share(fact) < 1:
            print(outcome.wrong_facts(fact))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
