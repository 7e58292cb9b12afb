"""A sheet with its merged fields spread over the grid they cover."""

from typing import NamedTuple

from toolkit.demo.layout import Field, Sheet


class Spot(NamedTuple):
    """One place of the grid: the field that covers it, and how far from the field's own first place it lies."""

    field: Field
    down: int
    right: int


def spread(sheet: Sheet) -> list[list[Spot]]:
    """Returns the grid of a sheet, row by row, each place with the field that covers it.

    >>> wide, low = Field("a", columns=2), Field("b")
    >>> [[spot.field.text for spot in row] for row in spread([[wide], [low, low]])]
    [['a', 'a'], ['b', 'b']]
    """
    grid: list[list[Spot]] = []
    covered: dict[tuple[int, int], Spot] = {}
    for i, fields in enumerate(sheet):
        row: list[Spot] = []
        waiting = list(reversed(fields))
        while waiting or (i, len(row)) in covered:
            if (i, len(row)) in covered:
                row.append(covered.pop((i, len(row))))
                continue
            field, column = waiting.pop(), len(row)
            for right in range(field.columns):
                row.append(Spot(field, 0, right))
                for down in range(1, field.rows):
                    covered[i + down, column + right] = Spot(field, down, right)
        grid.append(row)
    return grid
