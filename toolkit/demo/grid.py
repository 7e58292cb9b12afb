"""A sheet with its merged fields spread over the grid they cover, and how wide its columns are."""

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


def column_widths(table: str, columns: int, width: float, groups: tuple[float, float]) -> list[float]:
    """Returns how wide the columns of one of the three tables are drawn.

    Args:
        table: its code.
        columns: how many it has; damage may have added some or taken some away.
        width: of the whole table.
        groups: of the two columns that hold the labels of groups in table 3.
    """
    if table == "review":
        return [width / columns] * columns
    labels = [0.34 * width] if table == "disclosure" else [*groups, 0.44 * width - sum(groups)]
    values = columns - len(labels)
    return labels + [(width - sum(labels)) / values] * values
