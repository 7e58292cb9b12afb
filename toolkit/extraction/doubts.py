"""Signs that a row's numbers are not its cells': glued to a neighbour, or pushed aside by one.

A row's own sum is asked only as a witness: where an empty cell stands beside a number, and the sum shows that the
number holds its neighbour's digits too, the number is not told. A row that merely does not add up is read as printed.
"""

from collections.abc import Sequence

from toolkit.extraction.numbers import read_number
from toolkit.records import GridCell


def doubtful_fields(fields: Sequence[GridCell], total_at: int | None, *, prints_zeros: bool) -> set[int]:
    """Returns the positions of fields whose number may not be their own.

    Args:
        fields: a row's printed fields by column, left to right.
        total_at: the position of the row's total, None where it has none.
        prints_zeros: whether the table prints its zeros, so that an empty field is no zero.
    """
    if all(field.text and " " not in field.text for field in fields):
        return set()
    readings = [read_number(field.text) for field in fields]
    blank = [at for at, reading in enumerate(readings) if reading.state == "blank" and not fields[at].text]
    doubtful = {
        at
        for at, reading in enumerate(readings)
        if reading.spaced and any(other in blank for other in (at - 1, at + 1))
    }
    if total_at is None or not blank or any(reading.state == "unreadable" for reading in readings):
        return doubtful
    values = [reading.value or 0.0 for reading in readings]
    if sum(values) == 2 * values[total_at]:
        return doubtful
    for at in blank:
        for other in (at - 1, at + 1):
            if 0 <= other < len(fields) and _splits(values, min(at, other), fields[other].text, total_at):
                doubtful.add(other)
    # An empty cell hides a part: then the total is more than the parts left. Less cannot be; the row has slipped.
    slipped = total_at not in blank and sum(values) > 2 * values[total_at] and prints_zeros
    return set(range(len(fields))) - set(blank) if slipped else doubtful


def prints_zeros(texts: Sequence[str]) -> bool:
    """Says whether a table prints its zeros: it does unless it prints none and leaves a tenth of its fields empty.

    >>> prints_zeros(["0", "", "3"]), prints_zeros(["", "", "3"]), prints_zeros(["5", "3"])
    (True, False, True)
    """
    return "0" in texts or 10 * sum(1 for text in texts if not text) <= max(len(texts), 11)


def _splits(values: Sequence[float], left: int, digits: str, total_at: int) -> bool:
    """Whether the digits, parted over the fields `left` and `left` + 1, make the row add up."""
    if not digits.isdigit():
        return False
    for cut in range(1, len(digits)):
        first, second = digits[:cut], digits[cut:]
        if len(second) > 1 and second[0] == "0":
            continue
        trial = [*values[:left], float(first), float(second), *values[left + 2 :]]
        if sum(trial) == 2 * trial[total_at]:
            return True
    return False
