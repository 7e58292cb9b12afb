"""A document read twice → what the second reading says of each number of the first."""

from collections.abc import Sequence

from toolkit.records import Cell, Report, SecondReading

_TOLD = ("number", "blank")


def with_second_readings(first: Sequence[Report], second: Sequence[Report]) -> tuple[Report, ...]:
    """Returns the reports of the first reading, each beside what the second says of its cells.

    The first reading is not changed. A cell that only one of them has is `missing` in the other; where the readings do
    not find equally many reports, which is which is not told and every second cell is missing.

    Args:
        first: as read first.
        second: the same document's reports as read by other means.
    """
    others: Sequence[Sequence[Cell]] = [report.cells for report in second]
    if len(second) != len(first):
        others = [()] * len(first)
    return tuple(
        report._replace(second_readings=_beside(report.cells, other))
        for report, other in zip(first, others, strict=True)
    )


def _beside(first: Sequence[Cell], second: Sequence[Cell]) -> tuple[SecondReading, ...]:
    told, again = ({cell[:3]: cell for cell in cells} for cells in (first, second))
    readings = []
    for address in sorted(told.keys() | again.keys()):
        one, other = told.get(address), again.get(address)
        agrees = None
        if one and other and one.state in _TOLD and other.state in _TOLD:
            agrees = (one.state, one.value) == (other.state, other.value)
        if other is None:
            readings.append(SecondReading(*address, None, None, "missing", None, agrees))
        else:
            readings.append(SecondReading(*address, other.value, other.raw, other.state, other.score, agrees))
    return tuple(readings)
