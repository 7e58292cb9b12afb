"""The documents that are measured: reports of the demo, each of another agency or year, so that none is a copy."""

import random
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import cycle
from pathlib import Path

from toolkit.demo import SHAPES, Printed, TrueReport, true_reports

CMS_PAGE = "html_cms"
"""A report in the page of a content management system: about 120 KB, of which the tables are 60."""


def documents(count: int, shapes: Sequence[str] = tuple(SHAPES)) -> Iterator[Printed]:
    """Yields so many reports, printed in the shapes by turns; the first ones are the same when more are asked for."""
    rng = random.Random(f"benchmark:{count}")
    for report, shape in zip(_reports(count), cycle(shapes), strict=False):
        yield SHAPES[shape](report, rng)


def write_documents(folder: Path, count: int, shapes: Sequence[str] = tuple(SHAPES)) -> int:
    """Writes so many reports into a folder and returns their size together (bytes)."""
    size = 0
    for number, printed in enumerate(documents(count, shapes)):
        ending = printed.name.rpartition(".")[2]
        size += (folder / f"{number:05}.{ending}").write_bytes(printed.data)
    return size


@cache
def _reports(count: int) -> list[TrueReport]:
    # Six years each, some agencies fewer. Without faults: the baseline reads whole tables only.
    reports = true_reports(agencies=count // 5 + 3, fault_rate=0.0)[:count]
    assert len(reports) == count
    return reports
