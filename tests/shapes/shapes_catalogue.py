"""All shapes by name, and the files they print."""

import inspect
from collections.abc import Callable, Iterator
from random import Random

from tests.shapes import (
    shapes_encoding,
    shapes_html,
    shapes_scraped,
    shapes_story,
    shapes_text,
    shapes_word,
)
from tests.shapes.specimen_truth import agencies, specimen_report
from toolkit.demo.model import Printed, TrueReport

Shape = Callable[[TrueReport, Random], Printed]
ROOMS = (shapes_text, shapes_scraped, shapes_html, shapes_encoding, shapes_word, shapes_story)


def _shapes() -> dict[str, Shape]:
    return {
        name: shape
        for room in ROOMS
        for name, shape in sorted(vars(room).items())
        if inspect.isfunction(shape)
        and shape.__module__ == room.__name__
        and list(inspect.signature(shape).parameters) == ["report", "rng"]
        and not name.startswith("_")
    }


SHAPES: dict[str, Shape] = _shapes()


def specimens(of_each: int, seed: str = "held out") -> Iterator[Printed]:
    """Yields files of every shape; the same arguments yield the same bytes.

    Args:
        of_each: files of each shape.
        seed: another seed, other reports.
    """
    everyone = agencies()
    for place, (name, shape) in enumerate(SHAPES.items()):
        for number in range(of_each):
            rng = Random(f"{seed}/{name}/{number}")
            agency = everyone[(place * 23 + number * 7) % len(everyone)]
            yield shape(specimen_report(rng, agency), rng)
