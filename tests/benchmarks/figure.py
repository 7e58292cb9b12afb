"""One measured figure, and the table that a run of the benchmarks prints."""

from collections.abc import Sequence
from typing import NamedTuple

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text


class Figure(NamedTuple):
    """One line of the printed table.

    Attributes:
        what: what was measured.
        measured: the value as shown, with its unit.
        target: the target as shown; empty for a line that is there for information.
        met: whether the target was met, None where there is none.
    """

    what: str
    measured: str
    target: str = ""
    met: bool | None = None


def at_most(what: str, value: float, limit: float, form: str) -> Figure:
    """Returns a figure that is to stay below a limit or on it; `form` shows both, as in `{:.2f} s`."""
    return Figure(what, form.format(value), f"≤ {form.format(limit)}", value <= limit)


def at_least(what: str, value: float, limit: float, form: str) -> Figure:
    """Returns a figure that is to reach a limit."""
    return Figure(what, form.format(value), f"≥ {form.format(limit)}", value >= limit)


def show(figures: Sequence[Figure], title: str) -> None:
    """Prints the figures as a table: what, measured, target, met."""
    table = Table("what", "measured", "target", "met", title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for figure in figures:
        met = Text() if figure.met is None else Text("yes", "green") if figure.met else Text("NO", "bold red")
        table.add_row(Text(figure.what), Text(figure.measured), Text(figure.target), met)
    console = Console()
    # Into a file or a log: no line broken for a terminal that is not there.
    (console if console.is_terminal else Console(width=140)).print(table)
