"""Prints to measure readers by: every shape undamaged and with every damage, of a few reports each."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from toolkit.demo.makers import Maker
from toolkit.demo.model import Printed, TrueReport
from toolkit.demo.shape import Shape
from toolkit.demo.shapes import SHAPES
from toolkit.demo.truth import true_reports

_AGENCIES = 60
_UNDAMAGED = 6  # times as many as of each damage: they are what most files are like
MADE_BY = ":"
"""Stands between a maker's name and the shape it started from."""


def specimens(of_each: int = 3, *, shapes: Sequence[str] = tuple(SHAPES), seed: int = 1) -> Iterator[Printed]:
    """Yields so many prints of every shape with every damage and six times as many without; names differ.

    Args:
        of_each: reports for each shape and mutation.
        shapes: names of the shapes.
        seed: equal seeds give equal prints.
    """
    reports = true_reports(_AGENCIES, seed=seed)
    for name in shapes:
        yield from _prints(SHAPES[name], _UNDAMAGED * of_each, reports, seed)
        for mutation in SHAPES[name].mutations:
            yield from _prints(SHAPES[name].mutated(mutation), of_each, reports, seed)


def count_specimens(of_each: int, shapes: Sequence[str]) -> int:
    """Returns how many prints `specimens` yields."""
    return sum(of_each * (_UNDAMAGED + len(SHAPES[name].mutations)) for name in shapes)


def made_specimens(maker: Maker, of_each: int = 1, *, seed: int = 1) -> Iterator[Printed]:
    """Yields what a maker makes of the specimens of its shapes; the shape's name then begins with the maker's.

    Args:
        maker: whose program the machine has.
        of_each: reports for each shape and mutation.
        seed: equal seeds give equal prints to start from.

    Raises:
        SourceError: the program fails.
    """
    sources = specimens(of_each, shapes=maker.shapes, seed=seed)
    while batch := list(islice(sources, maker.batch)):
        for source, data in zip(batch, maker([printed.data for printed in batch]), strict=True):
            name = f"{maker.name}_{source.name.rpartition('.')[0]}.{maker.ending}"
            yield replace(source, name=name, data=data, shape=f"{maker.name}{MADE_BY}{source.shape}")


def _prints(shape: Shape, count: int, reports: Sequence[TrueReport], seed: int) -> Iterator[Printed]:
    rng = random.Random(f"{shape.name}:{seed}")
    for report in rng.sample(reports, count):
        yield shape(report, rng)
