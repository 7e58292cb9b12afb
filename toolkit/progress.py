"""A progress bar for long work, in a terminal or a notebook; silent everywhere else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

# A load of fewer documents is over before a bar has been read.
LONG = 64


@contextmanager
def progress_bar(label: str, total: int, *, show: bool) -> Iterator[Callable[[int], None]]:
    """Gives a function that counts work done, shown as a bar on standard error.

    Args:
        label: what is being done.
        total: how much there is to do.
        show: whether the caller wants a bar at all.
    """
    if not show or total < LONG:
        yield lambda _: None
        return
    from importlib.util import find_spec

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    # In a notebook rich draws with ipywidgets; without them it warns and prints the bar once, when all is over.
    if not (console.is_terminal or (console.is_jupyter and find_spec("ipywidgets"))):
        yield lambda _: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield lambda count: bar.advance(task, count)
