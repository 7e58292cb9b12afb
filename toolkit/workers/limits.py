"""What an item may cost, and what becomes of one that costs more."""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item may cost.

    Attributes:
        seconds: wall time, from its `begin` to the next one (or to the end of the batch). An item that begins again
            has as much once more: a document read page by page has it for each page.
        megabytes: address space an item may take beyond what its worker held when it began. Counted from there, not
            from the worker's start, so that it does not matter which batches the worker had before. Only Linux
            enforces it; elsewhere it is skipped and the log says so.
    """

    seconds: float = 30.0
    megabytes: int = 1024

    def __post_init__(self) -> None:
        if self.seconds <= 0 or self.megabytes <= 0:
            raise ValueError(f"limits are above zero: got {self}")

    def times(self, factor: int) -> "Limits":
        """Returns limits so many times as high."""
        return Limits(self.seconds * factor, self.megabytes * factor)


class Failure(NamedTuple):
    """Why an item ended its worker: `timeout`, `crashed` or `too_large`, one sentence for a person, and how often."""

    reason: str
    detail: str
    times: int = 1


class WorkerError(RuntimeError):
    """The workers do not start, die with no item to blame, or the task broke its promise: a bug, not bad data."""
