"""All blind shapes by name, and the files they print."""

from collections.abc import Iterator
from random import Random

from tests.blind import (
    shapes_bytes,
    shapes_cells,
    shapes_figures,
    shapes_forms,
    shapes_labels,
    shapes_spans,
    shapes_tabs,
    shapes_wordings,
)
from tests.blind.infrastructure import agencies, specimen_report
from tests.blind.printed_files import Shape
from toolkit.demo.model import Printed

ROOMS = (
    shapes_tabs,
    shapes_cells,
    shapes_wordings,
    shapes_spans,
    shapes_bytes,
    shapes_labels,
    shapes_figures,
    shapes_forms,
)
SHAPES: dict[str, Shape] = {
    name: shape for room in ROOMS for name, shape in vars(room).items() if isinstance(shape, Shape)
}
OF_EACH = 12
# Shapes whose failures somebody looked at: no blind test any more, still read by `test_blind.py` on their own.
WORKED_THROUGH = frozenset({"pipes_with_rule"})


def specimens(of_each: int = OF_EACH, seed: str = "blind") -> Iterator[Printed]:
    """Yields files of every shape, agencies in turn; the same arguments yield the same bytes.

    Args:
        of_each: files of each shape.
        seed: another seed, other reports.
    """
    everyone = agencies()
    for place, (name, shape) in enumerate(SHAPES.items()):
        for number in range(of_each):
            rng = Random(f"{seed}/{name}/{number}")
            agency = everyone[(place * 13 + number * 11) % len(everyone)]
            yield shape.print(specimen_report(rng, agency, rng.choice(shape.years)), rng)
