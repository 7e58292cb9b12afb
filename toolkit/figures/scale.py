"""A logarithmic scale that shows zero: counts run from 0 to millions, and 0 is the one that matters most."""

import math

import polars as pl


def placed(column: str) -> pl.Expr:
    """Returns where a column's numbers stand on the scale: sign · log10(1 + size); order and zero are kept.

    >>> pl.DataFrame({"n": [0.0, 9.0, -99.0]}).select(placed("n"))["n"].to_list()
    [0.0, 1.0, -2.0]
    """
    number = pl.col(column)
    return number.sign() * (1 + number.abs()).log10()


def ticks(lowest: float, highest: float) -> tuple[list[float], list[str]]:
    """Returns the places and texts of ticks at 0 and the powers of ten, each where `placed` puts its number.

    Args:
        lowest: the smallest number shown, in its own unit.
        highest: the largest.

    >>> ticks(0, 1200)[1]
    ['0', '1', '10', '100', '1,000', '10,000']
    """
    numbers = [-number for number in reversed(_powers(-lowest))] + [0] + _powers(highest)
    # Between −1 and 1 there is room for all three; above, one tick a power, of two where there are many.
    return [math.copysign(math.log10(1 + abs(number)), number) for number in numbers], [f"{n:,}" for n in numbers]


def _powers(highest: float) -> list[int]:
    """1, 10, … up to the first that is not below the highest; none for a side with no numbers."""
    if highest <= 0:
        return []
    return [10**exponent for exponent in range(max(1, math.ceil(math.log10(max(highest, 1))) + 1))]
