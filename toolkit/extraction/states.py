"""What a report's cells say together: its blank convention and the state of its requests."""

from collections.abc import Sequence

from toolkit.codebook import Codebook
from toolkit.records import Cell


def blank_convention(cells: Sequence[Cell], codebook: Codebook, template: str | None) -> str:
    """Returns `zero` where a report leaves its zeros blank, else `none`.

    It does if no zero is printed in tables 3 and 4, at least one number above zero is, and every identity over the
    six applicant columns holds with blank taken as 0.

    Args:
        cells: all cells of the report.
        codebook: the forms.
        template: the form of table 3.
    """
    counted = [cell for cell in cells if cell.table != "disclosure"]
    if template is None or any(cell.value == 0 for cell in counted) or not any(cell.value for cell in counted):
        return "none"
    values: dict[tuple[str, str], float] = {}
    for cell in counted:
        if cell.table == "requests" and cell.column != "total":
            if cell.state not in ("number", "blank"):
                return "none"
            values[cell.row, cell.column] = cell.value or 0.0
    if not any(cell.state == "blank" for cell in counted):
        return "none"
    for column in codebook.applicants:
        parts = sum(values.get((row, column), 0.0) for row in codebook.result_rows(template))
        received = values["new", column] + values["carried_in", column]
        processed = values["processed", column]
        # A blank total beside parts that are not zero is an omitted total, not a zero.
        if parts != processed or received != processed + values["carried_out", column]:
            return "none"
    return "zero"


def requests_state(cells: Sequence[Cell]) -> str:
    """Returns `requests`, `zero`, `blank` or `unreadable` by what was received: new and carried in.

    The total decides if it is a number, else the six applicant columns.
    """
    decisive: list[Cell] = []
    for row in ("new", "carried_in"):
        own = [cell for cell in cells if cell.table == "requests" and cell.row == row]
        total = [cell for cell in own if cell.column == "total" and cell.state == "number"]
        decisive += total or [cell for cell in own if cell.column != "total"]
    if any((cell.value or 0) > 0 for cell in decisive):
        return "requests"
    if not decisive or any(cell.state in ("unreadable", "missing") for cell in decisive):
        return "unreadable"
    return "blank" if any(cell.state == "blank" for cell in decisive) else "zero"
